"""The table of a result, laid once: JSON, the tidy frame, screen, page, CSV, sheet and the text of a figure read it.

A result says what each column is called, what kind of number it holds, and which rows stand under it. Nobody after
that asks what the numbers are: :func:`mkba_uncertainty.texts.figures.figure` puts each of them into words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import (
    ARROW,
    Between,
    FigureKind,
    Money,
    Unit,
    estimate_on_way,
    estimate_range,
    estimate_text,
    figure,
    interval,
    kind_of,
    range_text,
    shared_unit,
    way_text,
)
from mkba_uncertainty.texts.unit_words import with_unit

if TYPE_CHECKING:
    import pandas as pd

ColumnKind = FigureKind | Literal["estimate", "outcome"]
"""How a column is written; an ``estimate`` and an ``outcome`` as the unit of its row asks, the latter as measured."""

MOST_FINER = 3
"""So many digits more, at most, where rows would read alike."""
QUANTILES = "quantiles"


@dataclass(frozen=True)
class Column:
    """A figure or a text of every row.

    Parameters
    ----------
    key : str
        What programs call it. A measured number is followed by ``<key>_low`` and ``<key>_high`` in a frame.
    heading : str or Text
        What people call it, or the key of that in the catalogue; empty for what only programs read.
    kind : ColumnKind
        How it is written.
    interval : bool
        Whether programs get the interval of a measured number.
    data : bool
        Whether programs read it: a label, which stands for a name, they do not.
    screen : bool
        Whether it is shown in a terminal too, where room is scarce.
    apart : bool
        Whether its amounts are of another size than the others of their row: then they have units of their own.
    below : bool
        Whether it is a text that stands below its row in a terminal, over the whole width.
    """

    key: str
    heading: str | Text = ""
    kind: ColumnKind = "text"
    interval: bool = True
    data: bool = True
    screen: bool = True
    apart: bool = False
    below: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the figures of a row that it shows."""
        return (self.key,)

    def numbers(self, row: Row) -> tuple[float, ...]:
        """Give the figure in a row as a program reads it; nothing where it has none."""
        return _values(row, self.key)

    def text(self, row: Row, lang: str, *, unit: Unit | None = None, finer: int = 0) -> str:
        """Write what stands in a row, amounts in a unit; nothing where the row has no such figure."""
        cell = row.cells.get(self.key)
        if cell is None or isinstance(cell, str | Text):
            return figure(cell, "family" if self.kind == "family" and isinstance(cell, str) else "text", lang)
        if self.kind == "estimate":
            return estimate_text(value_of(cell), lang, row.unit)
        return figure(cell, row.kind(self.kind, self.key), lang, unit=unit, finer=finer)


@dataclass(frozen=True)
class Range:
    """Two figures of every row, shown as one: a range, or where something goes from and to.

    Parameters
    ----------
    low, high : str
        Keys of the two, each of which keeps the digits that its interval supports. Where they are the same measured
        number, its interval is shown, as fine as the number in its own column.
    heading : str or Text
        What people call it, or the key of that in the catalogue.
    kind : ColumnKind
    arrow : bool
        Whether it goes from the one to the other, each with its own digits.
    screen : bool
        Whether it is shown in a terminal too.
    via : str
        Key of a sequence of figures that it goes by on its way, if a row has any: then with arrows.
    by : str
        Key of the column whose digits it has: that of how far it goes, the ends with one digit more; or that of the
        number whose interval it is, where that has another key.
    """

    low: str
    high: str
    heading: str | Text
    kind: ColumnKind
    arrow: bool = False
    screen: bool = True
    via: str = ""
    by: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        """Give the figures of a row that it shows."""
        return (self.low, self.high)

    def numbers(self, row: Row) -> tuple[float, ...]:
        """Give both figures in a row as a program reads them; nothing where it has none."""
        if self.low != self.high:
            return _values(row, self.low, self.high)
        cell = row.cells.get(self.low)
        return (cell.low, cell.high) if isinstance(cell, Measured | Between) else ()

    def text(self, row: Row, lang: str, *, unit: Unit | None = None, finer: int = 0) -> str:
        """Write what stands in a row, amounts in a unit; nothing where the row has no such figures."""
        low, high = row.cells.get(self.low), row.cells.get(self.high)
        if low is None or high is None:
            return ""
        stops = [low, *row.cells.get(self.via, ()), high]
        if self.kind == "estimate" and self.low != self.high:
            ends = value_of(low), value_of(high)
            if len(stops) > 2:
                return ARROW.join(estimate_on_way(value_of(stop), *ends, lang, row.unit) for stop in stops)
            return estimate_range(*ends, lang, row.unit)
        kind = row.kind(self.kind, self.low)
        if self.low == self.high:
            return interval(low, lang, kind, unit=unit, finer=finer)
        if self.by:
            return way_text(stops, row.cells[self.by], lang, kind, unit=unit, finer=finer)
        if self.arrow:
            return ARROW.join(figure(stop, kind, lang, unit=unit, finer=finer) for stop in stops)
        return range_text(low, high, lang, kind, unit=unit, finer=finer)


def error_of(key: str, heading: str, kind: ColumnKind = "share", *, screen: bool = False, by: str = "") -> Range:
    """Make the column that shows the interval of a measured number."""
    return Range(key, key, heading, kind, screen=screen, by=by)


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Parameters
    ----------
    cells : mapping of key to figure or text
        A ``Measured``, a number, a text, a ``Text``, or None. Of a ``Between`` people see the digits that its ends
        support, and programs get the value.
    unit : str, optional
        That of its estimate or outcome.
    depth : int
        A part of the row above it is indented.
    bold : bool
    starred : bool
        Whether its name gets a star, which a note below the table explains.
    data : bool
        Whether programs read it: a sum below the others, which only helps the eye, they do not.
    units : mapping of key to unit
        Of figures in another unit than that of the row.
    """

    cells: Mapping[str, Any]
    unit: str | None = None
    depth: int = 0
    bold: bool = False
    starred: bool = False
    data: bool = True
    units: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def with_unit(self) -> Row:
        """The row of an estimate, its label with the words of its unit."""
        return replace(self, cells={**self.cells, "label": with_unit(self.cells["label"], self.unit)})

    def kind(self, kind: ColumnKind, key: str = "") -> FigureKind:
        """Give the kind of its measured numbers in a column of this kind."""
        if kind == "estimate":
            return "number"
        return kind_of(self.units.get(key, self.unit)) if kind == "outcome" or key in self.units else kind


@dataclass(frozen=True)
class Table:
    """Columns and rows.

    Parameters
    ----------
    columns : sequence of Column or Range
        In the order in which people read them; the first that is shown names the row.
    rows : sequence of Row
    caption : Text, optional
        What it holds.
    constants : mapping of key to value
        First columns of the frame, the same in every row.
    most : int, optional
        So many rows at most are shown in a terminal.
    rest : function of the rows that are left out -> Row, optional
        What stands in their place.
    """

    columns: Sequence[Column | Range]
    rows: Sequence[Row]
    caption: Text | None = None
    constants: Mapping[str, Any] = field(default_factory=dict)
    most: int | None = None
    rest: Callable[[Sequence[Row]], Row] | None = None

    @property
    def shown(self) -> list[Column | Range]:
        """The columns that people read."""
        return [column for column in self.columns if column.heading]

    @property
    def data_columns(self) -> list[Column]:
        """The columns that programs read, without a heading."""
        return [replace(one, heading="") for one in self.columns if isinstance(one, Column) and one.data]

    def of(
        self, rows: Iterable[Row], *, show: Sequence[str] | None = None, name: str | Text | None = None, **changes: Any
    ) -> Table:
        """Give the same table with other rows; ``show`` picks columns by key, ``name`` is the heading of the first."""
        columns = list(self.columns)
        if show is not None:
            columns = [column for key in show for column in self.shown if column.keys[0] == key]
        if name is not None:
            columns[0] = replace(columns[0], heading=name)
        return replace(self, rows=tuple(rows), columns=columns, **changes)

    def on_screen(self) -> Table:
        """Give what fits a terminal: fewer columns, fewer rows, and what stands for the others."""
        columns, rows = [column for column in self.columns if column.screen], list(self.rows)
        kept = list(self._data_rows())
        left_out = [] if self.most is None else kept[self.most :]
        if left_out:
            sums = [row for row in self.rows if not row.data]
            rows = [*kept[: self.most], *([self.rest(left_out)] if self.rest else []), *sums]
        return replace(self, columns=columns, rows=rows, most=None)

    def headings(self, lang: str) -> list[str]:
        """Give the headings."""
        return [_heading(column)[lang] for column in self.shown]

    @property
    def has_money(self) -> bool:
        """Whether people read amounts of money in it."""
        kinds = (row.kind(column.kind, column.keys[0]) for column in self.shown for row in self.rows)
        return any(isinstance(kind, Money) for kind in kinds)

    def texts(self, lang: str) -> list[list[str]]:
        """Give what people read, row by row: the amounts of a row in one unit, rows that differ apart."""
        columns = [self._column_texts(column, lang) for column in self.shown]
        return [
            [f"{name} *" if row.starred else name, *cells]
            for row, (name, *cells) in zip(self.rows, zip(*columns, strict=True), strict=True)
        ]

    def _column_texts(self, column: Column | Range, lang: str) -> list[str]:
        """Write a column, with some digits more where rows that differ by more than their errors would read alike."""
        leading = self._followed(column)
        finer = [0] * len(self.rows)
        for more in range(1, MOST_FINER + 1):
            texts = self._written(leading, finer, lang)
            alike = self._alike(leading, texts)
            if not alike:
                break
            finer = [more if text in alike else own for text, own in zip(texts, finer, strict=True)]
        return self._written(column, finer, lang)

    def _written(self, column: Column | Range, finer: Sequence[int], lang: str) -> list[str]:
        apart = isinstance(column, Column) and column.apart
        units = (None if apart else self._unit(row) for row in self.rows)
        rows = zip(self.rows, units, finer, strict=True)
        return [column.text(row, lang, unit=unit, finer=more) for row, unit, more in rows]

    def _followed(self, column: Column | Range) -> Column | Range:
        """Give the column whose digits a column has: a number's interval those of the number, a way of its length."""
        key = column.by or (column.low if column.low == column.high else "") if isinstance(column, Range) else ""
        return next((one for one in self.shown if isinstance(one, Column) and one.key == key), column)

    def _unit(self, row: Row) -> Unit | None:
        shown = [column for column in self.shown if not (isinstance(column, Column) and column.apart)]
        money = [column for column in shown if isinstance(row.kind(column.kind, column.keys[0]), Money)]
        return shared_unit(cell for column in money for key in column.keys for cell in _numbers([row], key))

    def _alike(self, column: Column | Range, texts: Sequence[str]) -> set[str]:
        """Give the texts that stand for numbers which differ."""
        rows: dict[str, list[Row]] = {}
        for row, text in zip(self.rows, texts, strict=True):
            rows.setdefault(text, []).append(row)
        return {text for text, same in rows.items() if any(_differ(_numbers(same, key)) for key in column.keys)}

    def records(self, lang: str | None = None) -> list[dict[str, Any]]:
        """Give a flat record a row: a measured number as ``key``, ``key_low`` and ``key_high``.

        A text in two languages stands there in ``lang``; without that, or in place of a figure, it is None.
        """
        return [dict(self._flat(row, lang)) for row in self._data_rows()]

    def nested(self) -> list[dict[str, Any]]:
        """Give a record a row as JSON has it: a measured number as ``{"value", "low", "high"}``, quantiles as one."""
        return [self._nested(row) for row in self._data_rows()]

    def by(self, key: str) -> dict[str, dict[str, Any]]:
        """Give the nested records by what stands under a key."""
        return {record.pop(key): record for record in self.nested()}

    def to_frame(self, lang: str | None = None) -> pd.DataFrame:
        """Give a tidy table: a row a record; in a language with what each is called in front."""
        import pandas as pd

        frame = pd.DataFrame([{**self.constants, **record} for record in self.records(lang)])
        name = self.columns[0]
        if lang and isinstance(name, Column) and not name.data:
            frame.insert(0, name.key, [figure(row.cells[name.key], "text", lang) for row in self._data_rows()])
        return frame

    def _data_rows(self) -> Iterator[Row]:
        return (row for row in self.rows if row.data)

    def _data(self, row: Row, lang: str | None = None) -> Iterator[tuple[str, Any]]:
        for column in self.columns:
            if isinstance(column, Column) and column.data and column.key in row.cells:
                cell = row.cells[column.key]
                bare = isinstance(cell, Between) or (isinstance(cell, Measured) and not column.interval)
                if isinstance(cell, Text):
                    cell = cell[lang] if lang and column.kind == "text" else None
                yield column.key, cell.value if bare else cell

    def _flat(self, row: Row, lang: str | None) -> Iterator[tuple[str, Any]]:
        for key, cell in self._data(row, lang):
            if isinstance(cell, Measured):
                yield from ((key, cell.value), (f"{key}_low", cell.low), (f"{key}_high", cell.high))
            else:
                yield key, cell

    def _nested(self, row: Row) -> dict[str, Any]:
        record: dict[str, Any] = {}
        for key, cell in self._data(row):
            told = cell.to_dict() if isinstance(cell, Measured) else cell
            if is_quantile(key):
                record.setdefault(QUANTILES, {})[key[1:]] = told
            else:
                record[key] = told
        return record


class Laid:
    """What lays a table: for programs, and for people with a heading, what is said above it, and notes.

    Each says what is its own: :attr:`table`, :meth:`title`, and where it differs the others.
    """

    @property
    def table(self) -> Table:
        """All of it, for programs; the frame and the CSV."""
        raise NotImplementedError

    def title(self) -> Text:
        """Give the heading."""
        raise NotImplementedError

    @property
    def per(self) -> Text | None:
        """Whom or what its amounts are for; None for all together."""
        return None

    @property
    def warnings(self) -> Sequence[Text]:
        """What nobody should overlook."""
        return ()

    def lead(self) -> Sequence[Text]:
        """Give what is said before the tables."""
        return ()

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the tables that people read; all there is to see with ``detail``."""
        return (self.table,)

    def notes(self) -> Sequence[Text]:
        """Give what one should know to read it."""
        return ()

    def origin(self) -> Sequence[Text]:
        """Give where it comes from."""
        return ()

    def to_frame(self, lang: str | None = None) -> pd.DataFrame:
        """Give a tidy table: each figure followed by its interval; in a language labels stand in front."""
        return self.table.to_frame(lang)


def is_quantile(key: str) -> bool:
    """Say whether a column holds a quantile: ``q0.05``."""
    return key[:1] == "q" and key[1:2].isdigit()


def quantile_cells(quantiles: Mapping[float, Measured], levels: Iterable[float]) -> dict[str, Measured]:
    """Give the cells of some quantiles."""
    return {f"q{level:g}": quantiles[level] for level in levels if level in quantiles}


def quantile_columns(levels: Iterable[float]) -> list[Column]:
    """Give the columns of some quantiles, which programs read."""
    return [Column(f"q{level:g}") for level in levels]


def value_of(cell: float | Measured) -> float:
    """Give the number in a cell."""
    return cell.value if isinstance(cell, Measured) else cell


def _numbers(rows: Iterable[Row], key: str) -> list[Measured | Between | float]:
    cells = (row.cells.get(key) for row in rows)
    return [cell for cell in cells if isinstance(cell, Measured | Between | float)]


def _values(row: Row, *keys: str) -> tuple[float, ...]:
    """Give the numbers of a row under these keys, if it has all of them."""
    cells = [row.cells.get(key) for key in keys]
    found = [cell.value if isinstance(cell, Measured | Between) else cell for cell in cells]
    numbers = tuple(float(number) for number in found if isinstance(number, int | float))
    return numbers if len(numbers) == len(keys) else ()


def _differ(numbers: Iterable[Measured | Between | float]) -> bool:
    """Say whether measured numbers differ by more than their errors."""
    measured = [each for each in numbers if isinstance(each, Measured | Between) and each.low < each.high]
    return bool(measured) and max(each.low for each in measured) > min(each.high for each in measured)


def _heading(column: Column | Range) -> Text:
    return column.heading if isinstance(column.heading, Text) else both(column.heading)
