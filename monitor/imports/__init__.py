"""Figures from other systems, as people keep them in XLSX and CSV: shown first, stored whole or not at all.

`kinds/*.toml` says what a kind of file holds; everything else here is the same for all of them. Reading
(`files`, `header`, `lines`, `checks`) is a pure function of bytes, kind, register and period; `store` alone writes.
"""
