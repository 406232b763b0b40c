"""How large an import may be: far above any honest file of a province, far below what makes a machine suffer."""

from __future__ import annotations

FILE_BYTES = 16 * 2**20
UNPACKED_BYTES = 48 * 2**20   # of all parts of a workbook together
PARTS = 500                   # files inside a workbook
SHEETS = 50
LINE = 5_000                  # last line that may hold something
COLUMN = 100                  # last column that may hold something
CELLS = 100_000               # cells with something in them, in the whole file
BLANK_CELLS = 400_000         # formatted cells without anything in them
CELL_TEXT = 32_767            # what a spreadsheet itself allows in one cell
