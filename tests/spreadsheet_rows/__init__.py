"""Rows of the functions that stand in rooms of their own, and the cells that these rows use."""

from spreadsheet_table import Row

from spreadsheet_rows import distributions

TABLE: dict[str, list[Row]] = distributions.TABLE
