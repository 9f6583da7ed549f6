"""A formula as it reads in another cell: references that are not fixed by ``$`` move along.

Over the edge of a sheet they go on at the other side, as Excel has it.
"""

from __future__ import annotations

import re

from mkba_uncertainty.spreadsheet.tree import COLUMNS, ROWS, column_letters, column_number

_END = r"(?![\w.\\(!\[])"
_PARTS = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*" | '(?:[^']|'')*' | \[(?:[^\[\]]|\[[^\[\]]*\])*\])
    | (?P<cell>(\$?)([A-Za-z]{{1,3}})(\$?)([1-9][0-9]{{0,6}}){_END})
    | (?P<columns>(\$?)([A-Za-z]{{1,3}}):(\$?)([A-Za-z]{{1,3}}){_END})
    | (?P<rows>(\$?)([1-9][0-9]{{0,6}}):(\$?)([1-9][0-9]{{0,6}}){_END})
    | (?P<word>[\w.\\]+)""",
    re.VERBOSE,
)
"""What a formula is made of, as far as it matters here: of references, and of what looks like one and is none."""


def shifted(text: str, down: int, right: int) -> str:
    """Give a formula as it reads so many rows down and columns to the right."""

    def column(fixed: str, letters: str) -> str:
        number = column_number(letters)
        return letters if fixed else column_letters((number + right - 1) % COLUMNS + 1)

    def row(fixed: str, digits: str) -> str:
        return digits if fixed else str((int(digits) + down - 1) % ROWS + 1)

    def moved(part: re.Match[str]) -> str:
        groups = part.groups()
        if part["cell"]:
            _, before, letters, between, digits = groups[1:6]
            if column_number(letters) > COLUMNS or int(digits) > ROWS:  # a name, such as YLD1
                return part[0]
            return f"{before}{column(before, letters)}{between}{row(between, digits)}"
        if part["columns"]:
            _, one, first, other, last = groups[6:11]
            return f"{one}{column(one, first)}:{other}{column(other, last)}"
        if part["rows"]:
            _, one, first, other, last = groups[11:16]
            return f"{one}{row(one, first)}:{other}{row(other, last)}"
        return part[0]

    return _PARTS.sub(moved, text) if down or right else text
