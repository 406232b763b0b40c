"""Nights on a cluster of workers that are killed, beside a server that counts who asked which host when."""
