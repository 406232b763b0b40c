"""Backup and restore: the database as of one moment, the files that it and the seals name, and a hash of everything."""
