"""The consistency checker: contradictions inside a Vietnamese report text, each with its quotes and its arithmetic."""
