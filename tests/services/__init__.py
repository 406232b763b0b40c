"""Real servers for the tests, started privately from Debian's packages: PostgreSQL and WordPress."""
