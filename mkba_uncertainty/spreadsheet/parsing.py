"""From the text of a formula to its tree: openpyxl's tokenizer reads, names and references are looked up.

The signs bind as Excel has them: a minus before a number binds tighter than a power, so that ``-2^2`` is 4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from mkba_uncertainty.spreadsheet.shifting import shifted
from mkba_uncertainty.spreadsheet.tree import (
    COLUMNS,
    ROWS,
    Address,
    Call,
    Constant,
    Joined,
    Local,
    Operation,
    Reference,
    Rows,
    Tree,
    Unknown,
    column_number,
)
from mkba_uncertainty.spreadsheet.values import ERRORS, Error, Scalar

DEEPEST = 200
"""Levels of parts within parts; Excel allows 64 of functions."""

_TIGHTNESS = {"<": 1, ">": 1, "=": 1, "<=": 1, ">=": 1, "<>": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}
_PREFIX = 6
_JOINED = {",": 7, " ": 8, ":": 9}
_PLACE = re.compile(r"(?:('(?:[^']|'')+'|\[[^\]]*\][^'!]*|[^'!\[\]]+)!)?(.*)", re.DOTALL)
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?([0-9]{1,7})")
_PREFIXES = re.compile(r"^(?:_XLFN\.|_XLWS\.|_XLUDF\.|_XLL\.)+")


@dataclass(frozen=True)
class Table:
    """A table of a sheet: where it lies, with its headings and totals, and what its columns are called."""

    name: str
    reference: Reference
    columns: tuple[str, ...]
    headings: int = 1
    totals: int = 0

    @property
    def data(self) -> Reference:
        """Give the part without headings and totals."""
        whole = self.reference
        return Reference(whole.sheets, whole.top + self.headings, whole.left, whole.bottom - self.totals, whole.right)


class Lookup(Protocol):
    """What a formula may speak of: sheets, names and tables of a workbook."""

    @property
    def sheets(self) -> Sequence[str]:
        """Give the sheets in order."""

    @property
    def date1904(self) -> bool:
        """Say whether days are counted from 1904."""

    def sheet(self, title: str) -> str | None:
        """Give a sheet as it is written, whatever the case of its letters; None if there is none."""

    def name(self, name: str, sheet: str) -> str | None:
        """Give the formula of a name, of the sheet itself or of the workbook; None if there is none."""

    def table(self, name: str) -> Table | None:
        """Give a table; None if there is none."""

    def table_at(self, cell: Address) -> Table | None:
        """Give the table that a cell lies in; None if there is none."""

    def formula(self, cell: Address) -> str | None:
        """Give the text of the formula that a cell holds; None if it holds none."""

    def fills(self, cell: Address) -> Reference | None:
        """Give the cells that the array formula in a cell fills; None if it holds none."""


class Unreadable(Exception):
    """A formula that breaks the grammar of formulas."""


def parse(text: str, at: Address, book: Lookup) -> Tree:
    """Read a formula, with or without its equals sign.

    Parameters
    ----------
    text : str
    at : Address
        The cell that holds it.
    book : Lookup

    Raises
    ------
    Unreadable
        If it is no formula.
    """
    return _Parser(_tokens(text), at, book).whole()


def reference_of(text: str, at: Address, book: Lookup) -> Reference | None:
    """Read a text as INDIRECT does: a reference, or a name that is one; None where it is neither."""
    try:
        found = parse(text, at, book)
    except Unreadable:
        return None
    return found if isinstance(found, Reference) else None


def _tokens(text: str) -> list[Any]:
    from openpyxl.formula import Tokenizer
    from openpyxl.formula.tokenizer import Token, TokenizerError

    try:
        found = Tokenizer("=" + text.removeprefix("=")).items
    except (TokenizerError, IndexError, AttributeError) as error:
        raise Unreadable(str(error)) from None
    tokens: list[Any] = []
    for token in found:
        before, colon, after = token.value.rpartition(":") if token.type == Token.FUNC else ("", "", token.value)
        if colon and token.subtype == Token.OPEN and not after.startswith("'"):  # A1:INDEX( is read as one
            if before:
                tokens.append(Token(before, Token.OPERAND, Token.RANGE))
            tokens += [Token(":", Token.OP_IN, ""), Token(after, Token.FUNC, Token.OPEN)]
        elif token.type == Token.OPERAND and token.value.startswith(":"):  # as is what follows a function
            tokens += [Token(":", Token.OP_IN, ""), Token(token.value[1:], Token.OPERAND, Token.RANGE)]
        else:
            tokens.append(token)
    return _with_intersections(tokens)


def _with_intersections(tokens: list[Any]) -> list[Any]:
    """Leave out spaces, but for those that stand between two references and so join them."""
    from openpyxl.formula.tokenizer import Token

    kept: list[Any] = []
    for place, token in enumerate(tokens):
        if token.type != Token.WSPACE:
            kept.append(token)
            continue
        after = next((other for other in tokens[place:] if other.type != Token.WSPACE), None)
        if kept and after is not None and _ends(kept[-1]) and _begins(after):
            kept.append(Token(" ", Token.OP_IN, ""))
    return kept


def _ends(token: Any) -> bool:
    return bool(token.subtype == "RANGE" or (token.type in ("FUNC", "PAREN") and token.subtype == "CLOSE"))


def _begins(token: Any) -> bool:
    return bool(token.subtype == "RANGE" or (token.type in ("FUNC", "PAREN") and token.subtype == "OPEN"))


@dataclass
class _Parser:
    """Reads tokens from left to right; ``place`` is the next."""

    tokens: list[Any]
    at: Address
    book: Lookup
    place: int = 0
    depth: int = 0
    locals: list[str] = field(default_factory=list)
    naming: tuple[str, ...] = ()

    def whole(self) -> Tree:
        """Read all tokens."""
        if not self.tokens:
            raise Unreadable("=")
        tree = self._expression(0)
        if self.place != len(self.tokens):
            raise Unreadable(self.tokens[self.place].value)
        return tree

    @property
    def next(self) -> Any:
        """Give the token that is read next."""
        if self.place >= len(self.tokens):
            raise Unreadable("")
        return self.tokens[self.place]

    def _take(self) -> Any:
        token = self.next
        self.place += 1
        return token

    def _expression(self, tightness: int) -> Tree:
        """Read as far as signs bind tighter than asked."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("(" * 3)
        left = self._operand()
        while self.place < len(self.tokens):
            token = self.next
            if token.type == "OPERATOR-POSTFIX":
                self.place += 1
                left = Operation("%", (left,))
                continue
            if token.type != "OPERATOR-INFIX":
                break
            binds = _TIGHTNESS.get(token.value) or _JOINED.get(token.value, 0)
            if binds <= tightness:
                break
            self.place += 1
            right = self._expression(binds)
            left = self._combined(token.value, left, right)
        self.depth -= 1
        return left

    def _combined(self, sign: str, left: Tree, right: Tree) -> Tree:
        if sign not in _JOINED:
            return Operation(sign, (left, right))
        if sign == ":" and isinstance(left, Reference) and isinstance(right, Reference):
            return between(left, right)
        if sign == "," and isinstance(left, Joined) and left.sign == ",":
            return Joined(",", (*left.parts, right))
        return Joined(sign, (left, right))

    def _operand(self) -> Tree:
        token = self._take()
        match token.type:
            case "OPERATOR-PREFIX":
                return Operation(token.value, (self._expression(_PREFIX),))
            case "OPERAND":
                return self._value(token)
            case "FUNC" if token.subtype == "OPEN":
                return self._call(token.value[:-1])
            case "PAREN" if token.subtype == "OPEN":
                inner = self._expression(0)
                self._close()
                return inner
            case "ARRAY" if token.subtype == "OPEN":
                return self._array()
        raise Unreadable(token.value)

    def _close(self) -> None:
        token = self._take()
        if token.subtype != "CLOSE":
            raise Unreadable(token.value)

    def _value(self, token: Any) -> Tree:
        match token.subtype:
            case "NUMBER":
                return Constant(float(token.value))
            case "TEXT":
                return Constant(token.value[1:-1].replace('""', '"'))
            case "LOGICAL":
                return Constant(token.value.upper() == "TRUE")
            case "ERROR":
                if self.place < len(self.tokens) and self.next.subtype == "RANGE":  # #REF!A1: of a sheet that is gone
                    self.place += 1
                return Constant(ERRORS.get(token.value.upper(), Error.REF))
        return self._named(token.value)

    def _array(self) -> Rows:
        rows: list[list[Scalar]] = [[]]
        while True:
            token = self._take()
            if token.type == "ARRAY" and token.subtype == "CLOSE":
                return Rows(tuple(tuple(row) for row in rows))
            if token.type == "SEP":
                if token.subtype == "ROW":
                    rows.append([])
                continue
            sign = 1.0
            while token.type == "OPERATOR-PREFIX":
                sign, token = (-sign if token.value == "-" else sign), self._take()
            value = self._value(token) if token.type == "OPERAND" else None
            if not isinstance(value, Constant):
                raise Unreadable(token.value)
            rows[-1].append(sign * value.value if isinstance(value.value, float) else value.value)

    def _call(self, name: str) -> Tree:
        function = _PREFIXES.sub("", name.upper().lstrip("@"))
        if "!" in function or "[" in function:
            self._arguments()
            return Unknown("external", name)
        if function == "LET":
            return self._let()
        arguments = self._arguments()
        if function in ("SUMIF", "AVERAGEIF") and len(arguments) == 3:
            arguments[2] = _sized_as(arguments[0], arguments[2])
        if function == "ANCHORARRAY" and len(arguments) == 1 and isinstance(arguments[0], Reference):
            return self.book.fills(arguments[0].first) or Constant(Error.REF)
        return Call(function, tuple(arguments))

    def _let(self) -> Tree:
        """Read LET: each name holds from where it stands."""
        known = len(self.locals)
        arguments: list[Tree] = []
        while True:
            token = self.next
            following = self.tokens[self.place + 1] if self.place + 1 < len(self.tokens) else None
            if (
                len(arguments) % 2 == 0
                and token.subtype == "RANGE"
                and following is not None
                and following.type == "SEP"
            ):
                self.place += 1
                name = _local(token.value)
                arguments.append(Local(name))
                pending = name
            else:
                arguments.append(self._expression(0))
                if len(arguments) % 2 == 0:
                    self.locals.append(pending)
            token = self._take()
            if token.type == "FUNC" and token.subtype == "CLOSE":
                del self.locals[known:]
                return Call("LET", tuple(arguments))
            if token.type != "SEP":
                raise Unreadable(token.value)

    def _arguments(self) -> list[Tree]:
        found: list[Tree] = []
        missing = True
        while True:
            token = self.next
            if token.type == "FUNC" and token.subtype == "CLOSE":
                self.place += 1
                return [*found, Constant(None)] if missing and found else found
            if token.type == "SEP":
                self.place += 1
                if missing:
                    found.append(Constant(None))
                missing = True
                continue
            if not missing:
                raise Unreadable(token.value)
            found.append(self._expression(0))
            missing = False

    # What a name or reference stands for

    def _named(self, text: str) -> Tree:
        if _local(text) in self.locals:
            return Local(_local(text))
        if text.startswith("@"):
            return Call("SINGLE", (self._named(text[1:]),))
        match = _PLACE.fullmatch(text)
        assert match is not None  # whatever the text, the last part takes what is left
        place, body = match[1] or "", match[2]
        if place.startswith("'"):
            place = place[1:-1].replace("''", "'")
        if "[" in place:
            return Unknown("external", text)
        sheets = self._sheets(place)
        if sheets is None:
            return Constant(Error.REF) if place else Constant(Error.NAME)
        found = _block(body, sheets)
        if found is not None:
            return found
        if body.upper().startswith("#REF!") or "#REF!" in body.upper():
            return Constant(Error.REF)
        if "[" in body:
            return self._structured(body)
        return self._defined(body, sheets[0])

    def _sheets(self, place: str) -> tuple[str, ...] | None:
        """Give the sheets that a prefix names: one, or all from one to another."""
        if not place:
            return (self.at.sheet,)
        if (one := self.book.sheet(place)) is not None:
            return (one,)
        ends = [self.book.sheet(end) for end in place.split(":")]
        if len(ends) != 2 or None in ends:
            return None
        order = list(self.book.sheets)
        first, last = sorted(order.index(end) for end in ends if end is not None)
        return tuple(order[first : last + 1])

    def _defined(self, name: str, sheet: str) -> Tree:
        text = self.book.name(name, sheet)
        if text is None:
            table = self.book.table(name)
            return table.data if table else Constant(Error.NAME)
        if name.casefold() in self.naming:
            return Unknown("circular", name)
        text = shifted(text, self.at.row - 1, self.at.column - 1)  # it is written as seen from A1
        inner = _Parser(_tokens(text), self.at, self.book, naming=(*self.naming, name.casefold()))
        return inner.whole()

    def _structured(self, text: str) -> Tree:
        """Give what a reference to a table's columns stands for, such as ``Sales[[#This Row],[price]]``."""
        name, _, rest = text.partition("[")
        table = self.book.table(name) if name else self.book.table_at(self.at)
        if table is None:
            return Constant(Error.REF) if name else Constant(Error.NAME)
        found = _columns(rest.removesuffix("]"), table, self.at)
        return Constant(Error.REF) if found is None else found


def _local(text: str) -> str:
    return text.removeprefix("_xlpm.").casefold()


def _sized_as(first: Tree, other: Tree) -> Tree:
    """Give a block the size of another: of the cells that SUMIF adds only the first one counts."""
    if not isinstance(first, Reference) or not isinstance(other, Reference):
        return other
    rows, columns = first.shape
    bottom, right = min(other.top + rows - 1, ROWS), min(other.left + columns - 1, COLUMNS)
    return replace(other, bottom=bottom, right=right)


def between(one: Reference, other: Reference) -> Reference:
    """Give the smallest block that holds two."""
    return Reference(
        one.sheets,
        min(one.top, other.top),
        min(one.left, other.left),
        max(one.bottom, other.bottom),
        max(one.right, other.right),
    )


def _block(text: str, sheets: tuple[str, ...]) -> Reference | None:
    """Read ``A1``, ``A1:B2``, ``A:B`` or ``1:2``; None if it is none of these."""
    first, colon, last = text.partition(":")
    last = last.rpartition("!")[2] if colon else first
    if (one := _CELL.fullmatch(first)) and (other := _CELL.fullmatch(last)):
        rows, columns = sorted((int(one[2]), int(other[2]))), sorted((column_number(one[1]), column_number(other[1])))
    elif colon and (one := _COLUMN.fullmatch(first)) and (other := _COLUMN.fullmatch(last)):
        rows, columns = [1, ROWS], sorted((column_number(one[1]), column_number(other[1])))
    elif colon and (one := _ROW.fullmatch(first)) and (other := _ROW.fullmatch(last)):
        rows, columns = sorted((int(one[1]), int(other[1]))), [1, COLUMNS]
    else:
        return None
    if rows[0] < 1 or rows[1] > ROWS or columns[1] > COLUMNS:
        return None
    return Reference(sheets, rows[0], columns[0], rows[1], columns[1])


_ITEM = re.compile(r"\[((?:[^\[\]']|'.)*)\]")


def _columns(text: str, table: Table, at: Address) -> Reference | None:
    """Read what stands between the outer brackets of a reference to a table."""
    items = (
        [_unescaped(item) for item in _ITEM.findall(text)]
        if text.startswith("[") or "[" in text
        else [_unescaped(text)]
    )
    if text.startswith("@"):
        items = ["#This Row", *(items if "[" in text else [_unescaped(text[1:])])]
    parts = [item.casefold() for item in items if item.startswith("#")]
    names = [item.casefold() for item in items if item and not item.startswith("#")]
    whole, data = table.reference, table.data
    top, bottom = data.top, data.bottom
    if "#all" in parts:
        top, bottom = whole.top, whole.bottom
    elif "#headers" in parts:
        top, bottom = whole.top, (data.bottom if "#data" in parts else whole.top + table.headings - 1)
    elif "#totals" in parts:
        top, bottom = (data.top if "#data" in parts else whole.bottom - table.totals + 1), whole.bottom
    elif "#this row" in parts:
        if not data.top <= at.row <= data.bottom:
            return None
        top = bottom = at.row
    known = [column.casefold() for column in table.columns]
    if any(name not in known for name in names) or bottom < top:
        return None
    places = [known.index(name) for name in names] or [0, len(known) - 1]
    return Reference(whole.sheets, top, whole.left + min(places), bottom, whole.left + max(places))


def _unescaped(text: str) -> str:
    return re.sub(r"'(.)", r"\1", text).strip()
