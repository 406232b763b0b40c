"""Review: the page on which people look at what was found, decide on it, and can be asked why later."""
