"""Walk and read: the portal spider, the directory spider and, under `reading`, everything that knows HTML."""
