"""The consistency checker: excerpts with known contradictions, generated reports, the command."""
