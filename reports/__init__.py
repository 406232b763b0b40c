"""Tell: one file per report type. Invents nothing: every word on a line is a field of a finding."""
