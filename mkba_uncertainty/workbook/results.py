"""Tables of results as an Excel workbook: a sheet each, after one that says what they are."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.store import write_file
from mkba_uncertainty.texts import say
from mkba_uncertainty.workbook.library import openpyxl
from mkba_uncertainty.workbook.writing import write_lines, write_table

if TYPE_CHECKING:
    import pandas as pd


def save_results(tables: Mapping[str, pd.DataFrame], file: Path, *, notes: Sequence[str], lang: str = "en") -> None:
    """Write tables as one workbook. Texts that look like formulas are written as text.

    Parameters
    ----------
    tables : mapping of sheet to DataFrame
        With the headings that people read.
    file : Path
    notes : sequence of str
        Lines of the first sheet.
    lang : {"nl", "en"}

    Raises
    ------
    InputError
        If openpyxl is not installed.
    CaseError
        If a text does not fit in a cell.
    StoreError
        If the file cannot be written.
    """
    book = openpyxl().Workbook()
    book.remove(book.active)
    write_lines(book.create_sheet(say("folder.sheet.read_me", lang)), notes)
    for title, table in tables.items():
        rows = ([_cell(value, lang) for value in row] for row in table.itertuples(index=False))
        write_table(book.create_sheet(title), [str(name) for name in table.columns], rows)
    content = io.BytesIO()
    book.save(content)
    write_file(file, content.getvalue())


def _cell(value: Any, lang: str) -> Any:
    import pandas as pd

    if isinstance(value, bool):
        return say("table.yes" if value else "table.no", lang)
    return None if pd.isna(value) else value
