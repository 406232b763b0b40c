"""One file per kind of site, found by its name: each renders what its CMS would show."""
