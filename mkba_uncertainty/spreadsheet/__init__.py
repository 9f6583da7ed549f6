"""Any Excel model as it is: its cells, its formulas over draws, what is uncertain in it, and how it compares.

Nothing in a workbook is ever run, fetched or written to: its formulas are read as data.
"""

from mkba_uncertainty.spreadsheet.audit import Audit, audit
from mkba_uncertainty.spreadsheet.book import Book
from mkba_uncertainty.spreadsheet.calculation import Calculation
from mkba_uncertainty.spreadsheet.connecting import connect, find_cell, require_number
from mkba_uncertainty.spreadsheet.reading import read_book
from mkba_uncertainty.spreadsheet.tree import Address

__all__ = ["Address", "Audit", "Book", "Calculation", "audit", "connect", "find_cell", "read_book", "require_number"]
