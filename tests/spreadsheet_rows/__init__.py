"""Rows of the functions that stand in rooms of their own, and the cells that these rows use."""

from spreadsheet_table import Row

from mkba_uncertainty.spreadsheet import Scalar
from spreadsheet_rows import dates, distributions, engineering, finance, statistics, text

CELLS: dict[str, Scalar] = statistics.CELLS | finance.CELLS | dates.CELLS | text.CELLS
TABLE: dict[str, list[Row]] = {
    **distributions.TABLE,
    **statistics.TABLE,
    **finance.TABLE,
    **dates.TABLE,
    **text.TABLE,
    **engineering.TABLE,
}
