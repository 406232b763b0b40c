"""The official reports: figures from one source, sentences that are figures in words, appendices, documents."""
