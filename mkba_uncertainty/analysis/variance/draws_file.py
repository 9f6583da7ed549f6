"""A table of draws as people hand it in: a CSV file with a column for each estimate and outcome."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import numpy as np

from mkba_uncertainty.analysis.variance.given_data import sobol_given_data
from mkba_uncertainty.analysis.variance.sobol import SobolResult
from mkba_uncertainty.arrays import LARGEST_COMPUTED, Array
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.names import unknown
from mkba_uncertainty.store import CsvFile, read_csv


def sobol_of_file(path: Path, outcomes: Collection[str]) -> SobolResult:
    """Say which columns of a CSV file carry the uncertainty of some of them, the outcomes; it stands for the case.

    Raises
    ------
    InputError
        If no outcome is named or it is no column, or the table cannot be used; it names the line and the column.
    StoreError
        If the file cannot be read.
    """
    table = read_csv(path, "draws_not_readable")
    columns = _columns(path, table)
    if not outcomes:
        raise InputError("table_no_outcome", key="--outcome", known=", ".join(columns))
    for name in outcomes:
        if name not in columns:
            raise unknown("unknown_column", "--outcome", name, columns)
    inputs = {name: values for name, values in columns.items() if name not in outcomes}
    try:
        found = sobol_given_data(inputs, {name: columns[name] for name in outcomes})
    except InputError as error:
        error.file = str(path)
        raise
    source = replace(found.provenance, case=path.name, case_sha256=table.sha256)
    return replace(found, provenance=source)


def read_draws(path: Path) -> dict[str, Array]:
    """Read the columns of a CSV file.

    Commas, semicolons or tabs separate them, as most of the first line does. Where it is not commas, numbers may have a
    decimal comma, all of them.

    Raises
    ------
    InputError
        If a column has no name of its own, or a cell no number; it names the line and the column.
    StoreError
        If the file cannot be read.
    """
    return _columns(path, read_csv(path, "draws_not_readable"))


def _columns(path: Path, table: CsvFile) -> dict[str, Array]:
    (_, names), *lines = table.rows or [(1, [])]
    for place, name in enumerate(names):
        if not name or name in names[:place]:
            raise InputError("draws_heading", file=str(path), line=1, place=place + 1, found=name)
    decimal = "," if table.separator != "," and any("," in cell for _, row in lines for cell in row) else "."
    for line, row in lines:
        if len(row) != len(names):
            raise InputError("draws_cells", file=str(path), line=line, found=len(row), expected=len(names))
    return {
        name: np.array([_number(path, line, name, row[place], decimal) for line, row in lines])
        for place, name in enumerate(names)
    }


def _number(path: Path, line: int, name: str, cell: str, decimal: str) -> float:
    try:
        found = float("" if decimal == "," and "." in cell else cell.replace(decimal, "."))
    except ValueError:
        found = float("nan")
    if not abs(found) <= LARGEST_COMPUTED:
        raise InputError("draws_no_number", file=str(path), line=line, key=name, found=cell)
    return found
