"""One file per kind of contradiction; the file's name is its registration, its `check` takes a document."""
