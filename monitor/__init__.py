"""Judge: facts, coverage and verdicts as pure functions over frozen facts. Knows the law, has never seen HTML."""
