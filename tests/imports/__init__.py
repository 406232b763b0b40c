"""Imports: the published tables of nine months 2023, hostile files, round trips, what is stored and what is not."""
