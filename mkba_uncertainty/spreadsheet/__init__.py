"""Any Excel model as it is: its cells, its formulas over draws, what is uncertain in it, and how it compares.

Nothing in a workbook is ever run, fetched or written to: its formulas are read as data.
"""

from mkba_uncertainty.spreadsheet.audit import Audit, audit
from mkba_uncertainty.spreadsheet.book import Book, Formula, Name
from mkba_uncertainty.spreadsheet.calculation import Calculation
from mkba_uncertainty.spreadsheet.candidates import Candidate, candidates, unit_of
from mkba_uncertainty.spreadsheet.connecting import connect, find_cell, require_number
from mkba_uncertainty.spreadsheet.evaluation import Evaluation, Unsupported
from mkba_uncertainty.spreadsheet.labelling import Names, label_of
from mkba_uncertainty.spreadsheet.marking import Marked, Marking, holds_mark, is_marked, mark, refuse
from mkba_uncertainty.spreadsheet.parsing import Table, parse, reference_of
from mkba_uncertainty.spreadsheet.precedents import cells_before
from mkba_uncertainty.spreadsheet.reading import read_book
from mkba_uncertainty.spreadsheet.tree import Address, Constant, Drawn, Reference, Tree, column_number, rebuilt
from mkba_uncertainty.spreadsheet.values import (
    ERRORS,
    Area,
    Cell,
    Error,
    Scalar,
    area_of,
    as_area,
    cells_of,
    of_scalars,
    one_draw,
)

__all__ = [
    "ERRORS",
    "Address",
    "Area",
    "Audit",
    "Book",
    "Calculation",
    "Candidate",
    "Cell",
    "Constant",
    "Drawn",
    "Error",
    "Evaluation",
    "Formula",
    "Marked",
    "Marking",
    "Name",
    "Names",
    "Reference",
    "Scalar",
    "Table",
    "Tree",
    "Unsupported",
    "area_of",
    "as_area",
    "audit",
    "candidates",
    "cells_before",
    "cells_of",
    "column_number",
    "connect",
    "find_cell",
    "holds_mark",
    "is_marked",
    "label_of",
    "mark",
    "of_scalars",
    "one_draw",
    "parse",
    "read_book",
    "rebuilt",
    "reference_of",
    "refuse",
    "require_number",
    "unit_of",
]
