"""One file per known platform, found by its name; an unknown platform is read by the generic reader alone."""
