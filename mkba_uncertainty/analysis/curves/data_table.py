"""An outcome over a grid of one or two inputs: the data table of a spreadsheet, with all others at their draws."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.curves.conditional_means import PinnedDraws, atom_weights
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import require_everywhere, require_variance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import Array, Rng, is_number
from mkba_uncertainty.design import Design, DesignKind, point_blocks
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel, limit_of
from mkba_uncertainty.names import listed, unknown
from mkba_uncertainty.replication import Executor, Measured, over_batches
from mkba_uncertainty.stopping import parse_condition
from mkba_uncertainty.summary import Section, Statistics, Summary, counted_alike, merged
from mkba_uncertainty.table import Column, Range, Row, Table, error_of
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import FigureKind, chance, estimate_text, figure, kind_of
from mkba_uncertainty.texts.units import is_share

MOST_CELLS = 400
"""A table with more cells is no table that people read."""

MOST_ACROSS = 7
"""So many columns at most stand next to one another on a screen."""

STEPS = 8
"""About so many steps lie between the 5 and 95 % quantile of an estimate, where no values are asked."""

MOST_ATOMS = 12
"""An estimate with no more possible values is tried at all of them."""

_LEVEL = re.compile(r"q(0?\.\d+)")

Numbers = str | float | Iterable[float]


@dataclass(frozen=True)
class Varied:
    """An input that a table varies.

    Parameters
    ----------
    estimate : str
    label : Text
    unit : str or None
    point : float
        Its value when nothing is uncertain.
    at : tuple of float
        The values that it is tried at, ascending.
    """

    estimate: str
    label: Text
    unit: str | None
    point: float
    at: tuple[float, ...]

    def texts(self, lang: str) -> list[str]:
        """Write the values; that of the point estimate has a star."""
        return [estimate_text(x, lang, self.unit) + (" *" if x == self.point else "") for x in self.at]


@dataclass(frozen=True)
class _Asked:
    """What is asked of the draws of each cell: their mean, a quantile, or the share of them above a limit."""

    outcome: str
    what: str
    level: float | None = None
    limit: float | None = None

    @classmethod
    def of(cls, what: str, outcome: str | None, headline: str) -> _Asked:
        if not isinstance(what, str):
            raise InputError("table_what", key="what", found=repr(what))
        if what == "mean":
            return cls(outcome or headline, what)
        level = _LEVEL.fullmatch("q0.5" if what == "median" else what)
        if level and 0 < float(level[1]) < 1:
            return cls(outcome or headline, what, level=float(level[1]))
        if ">" not in what:
            raise InputError("table_what", key="what", found=what)
        condition = parse_condition(what, "what")
        if outcome not in (None, condition.outcome):
            raise InputError("table_two_outcomes", key="outcome", found=outcome, other=condition.outcome)
        return cls(condition.outcome, condition.text, limit=condition.limit)

    def statistics(self, cells: int) -> Statistics:
        names = tuple(map(str, range(cells)))
        levels = () if self.level is None else (self.level,)
        thresholds = {} if self.limit is None else {name: (name, self.limit) for name in names}
        return Statistics(names, levels, thresholds)

    def measured(self, summary: Summary) -> list[Measured]:
        if self.limit is not None:
            return list(summary.probabilities().values())
        return summary.means() if self.level is None else [found[self.level] for found in summary.quantiles()]


@dataclass(frozen=True, repr=False)
class DataTable(Result):
    """An outcome at each value of one input, or at each pair of values of two.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
        What the outcome is called.
    unit : str or None
        Its unit.
    what : str
        ``"mean"``, ``"median"``, a quantile such as ``"q0.05"``, or the event of which it holds the probability, such
        as ``"net_benefit > 0"``.
    level, limit : float or None
        Of the quantile; what the outcome must exceed.
    vary : Varied
        The input of which each value has a row.
    by : Varied or None
        That of which each value has a column.
    values : tuple of tuple of Measured
        Row by row; of one column in a one-way table.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.data_table(model, vary="costs", at=[2, 3, 4], by="benefits", by_at=[5, 10])
    >>> found.to_frame().pivot(index="at", columns="by_at", values="value").to_numpy().tolist()
    [[3.0, 8.0], [2.0, 7.0], [1.0, 6.0]]
    """

    outcome: str
    label: Text
    unit: str | None
    what: str
    level: float | None
    limit: float | None
    vary: Varied
    by: Varied | None
    values: tuple[tuple[Measured, ...], ...]

    @property
    def kind(self) -> FigureKind:
        """How its numbers are written."""
        return kind_of(self.unit) if self.limit is None else "chance"

    @property
    def even(self) -> float:
        """Where the verdict flips: zero, a ratio of 1, or a probability of one half."""
        if self.limit is not None:
            return 0.5
        return limit_of(self.unit)

    @property
    def table(self) -> Table:
        """A row a cell."""
        keys = ("at",) if self.by is None else ("at", "by_at")
        grid = product(self.vary.at, (None,) if self.by is None else self.by.at)
        cells = (cell for row in self.values for cell in row)
        constants = {"outcome": self.outcome, "what": self.what, "vary": self.vary.estimate}
        return Table(
            [*map(Column, keys), Column("value")],
            [
                Row({**dict(zip(keys, values, strict=False)), "value": cell})
                for values, cell in zip(grid, cells, strict=True)
            ],
            constants=constants if self.by is None else {**constants, "by": self.by.estimate},
        )

    @property
    def pictured(self) -> Table:
        """A row a value of the first input, and a column a value of the second."""
        first = Column("at", self.vary.label, "estimate")
        if self.by is None:
            error = error_of("0", "drivers.error", self.kind, screen=True)
            columns: list[Column | Range] = [Column("0", self._statistic, self.kind), error]
        else:
            headings = zip(*map(self.by.texts, LANGUAGES), strict=True)
            columns = [Column(str(place), Text(*pair), self.kind) for place, pair in enumerate(headings)]
        rows = [
            Row(
                {"at": x, **{str(place): cell for place, cell in enumerate(row)}},
                unit=self.vary.unit,
                starred=x == self.vary.point,
            )
            for x, row in zip(self.vary.at, self.values, strict=True)
        ]
        return Table([first, *columns], rows)

    @property
    def shows(self) -> Text:
        """What its cells show, and of which outcome."""
        return both("data_table.shows", label=self.label, what=self._statistic)

    @property
    def _statistic(self) -> Text:
        if self.limit is not None:
            return both("data_table.chance", limit=partial(figure, self.limit, kind_of(self.unit)))
        if self.level is None:
            return both("data_table.mean")
        if self.level == 0.5:
            return both("data_table.median")
        return both("data_table.quantile", level=partial(chance, self.level))

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give it crosswise, as a spreadsheet has it; where it is wide, in parts next to one another."""
        first, *columns = self.pictured.columns
        parts = np.array_split(np.arange(len(columns)), math.ceil(len(columns) / MOST_ACROSS))
        return [replace(self.pictured, columns=[first, *(columns[place] for place in part)]) for part in parts]

    def title(self) -> Text:
        """Give the heading."""
        if self.by is None:
            return both("data_table.title", what=self.shows, vary=self.vary.label)
        return both("data_table.title.by", what=self.shows, vary=self.vary.label, by=self.by.label)

    def lead(self) -> Sequence[Text]:
        """Say what stands down and what across."""
        return () if self.by is None else [both("data_table.crosswise", vary=self.vary.label, by=self.by.label)]

    def notes(self) -> Sequence[Text]:
        """Say where the others are, and which values are the point estimates."""
        axes = [self.vary] if self.by is None else [self.vary, self.by]
        starred = [both("data_table.point")] if any(axis.point in axis.at for axis in axes) else []
        return [both("data_table.others"), *([both("data_table.intervals")] if self.by else []), *starred]

    def facts(self) -> dict[str, Any]:
        """Give the values of the inputs, and the cells row by row."""
        return {
            "outcome": self.outcome,
            "what": self.what,
            "vary": self.vary.estimate,
            "by": self.by and self.by.estimate,
            "rows": list(self.vary.at),
            "columns": [None] if self.by is None else list(self.by.at),
            "values": [[cell.to_dict() for cell in row] for row in self.values],
        }


@dataclass(frozen=True)
class _Cells:
    """The task of one batch: the draws of each cell, and what is taken of them."""

    model: AnyModel
    design: Design
    outcome: str
    cells: tuple[Mapping[str, float], ...]
    statistics: Statistics

    def __call__(self, batch: range) -> list[Section]:
        return [self.statistics.section(values for (values,) in self.blocks(batch))]

    def blocks(self, batch: range) -> Iterator[tuple[Array]]:
        """Give the draws of the cells, block by block: arrays of shape (cells, R, n)."""
        for points in point_blocks(self.model, self.design, batch):
            yield (self._drawn(points, len(batch)),)

    def _drawn(self, points: Array, replicates: int) -> Array:
        draws = PinnedDraws.of(self.model, points, (self.outcome,), replicates)
        values = np.stack([draws.drawn(pinned)[0] for pinned in self.cells])
        require_everywhere(self.model, self.outcome, values)
        if not np.isfinite(values).all():
            raise ModelError("mean_not_finite", key=self.outcome)
        return values


def data_table(
    model: AnyModel,
    *,
    vary: str,
    by: str | None = None,
    at: Numbers | None = None,
    by_at: Numbers | None = None,
    outcome: str | None = None,
    what: str = "mean",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> DataTable:
    """Give an outcome over a grid of one or two inputs, all others at their distributions.

    Parameters
    ----------
    model : AnyModel
    vary : str
        The input of which each value has a row: an estimate, a share, or a choice (a lever, the discount rate).
    by : str, optional
        Another one, of which each value has a column.
    at, by_at : numbers, optional
        The values of each, or a text of them with commas in between. By default round numbers between the 5 and 95 %
        quantile (all values of an estimate that has few), the point value, and what scenarios of a case set.
    outcome : str, optional
        The net benefit by default, or the outcome that ``what`` names.
    what : str
        ``"mean"``, ``"median"``, a quantile (``"q0.05"``), or the probability of ``"net_benefit > 0"``.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    DataTable

    Raises
    ------
    InputError
        If an input or outcome is unknown, both inputs are the same, an input cannot have one of the values, no values
        are asked of an input that has only one, or there are more than 400 cells.
    ModelError
        If an input does not move the outcome, or some draws lack the outcome.

    Notes
    -----
    Each cell is the conditional distribution of the outcome, given the values: the same draws of all others in every
    cell, so that noise cancels between cells; where estimates depend on each other, the others are drawn given these.
    A choice that is set so gives what a run under a scenario with that value gives, to the last bit.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.data_table(model, vary="costs", at=[2, 3, 4])
    >>> [round(row[0].value, 1) for row in found.values]
    [6.0, 5.0, 4.0]
    """
    design, asked = Design(draws, replicates, rng, kind), _Asked.of(what, outcome, model.headline)
    model.select([asked.outcome])
    if by == vary:
        raise InputError("table_same", key="by", found=by)
    if by is None and by_at is not None:
        raise InputError("table_by_at", key="by_at")
    axes = [_varied(model, "vary", vary, "at", at)]
    axes += [] if by is None else [_varied(model, "by", by, "by_at", by_at)]
    shape = tuple(len(axis.at) for axis in axes)
    if math.prod(shape) > MOST_CELLS:
        raise InputError("table_too_large", key="at", found=math.prod(shape), most=MOST_CELLS)
    names = [axis.estimate for axis in axes]
    cells = tuple(dict(zip(names, values, strict=True)) for values in product(*(axis.at for axis in axes)))
    _require_whole(model, cells)
    tails = require_variance(model, design, [asked.outcome]) if asked.what == "mean" else {}
    task = _Cells(model, design, asked.outcome, cells, asked.statistics(len(cells)))
    (statistics,) = counted_alike([task.statistics], design, executor, task.blocks)
    task = replace(task, statistics=statistics)
    summary = Summary(task.statistics)
    for (section,) in over_batches(task, design.batches(), executor, fold=merged):
        summary.add(section)
    _require_moved(summary, asked.outcome, axes, shape)
    measured, columns = asked.measured(summary), len(cells) // shape[0]
    return DataTable(
        provenance(model, design, tails=tails),
        asked.outcome,
        model.label(asked.outcome),
        model.unit(asked.outcome),
        asked.what,
        asked.level,
        asked.limit,
        axes[0],
        axes[1] if by is not None else None,
        tuple(tuple(measured[first : first + columns]) for first in range(0, len(cells), columns)),
    )


def _varied(model: AnyModel, key: str, name: str, at_key: str, at: Numbers | None) -> Varied:
    """Check an input, given as option ``key``, and its values, given as ``at_key``."""
    known = (*model.movable, *(one for one in model.fixed if one not in model.breaks))
    if fixed := [shares.fixed[name] for shares in model.shares.values() if name in shares.fixed]:
        raise InputError("input_fixed", key=key, found=name, value=fixed[0])
    if name not in known:
        raise unknown("unknown_input", key, name, known)
    point = float(model.with_members(model.point())[name])
    values = _usual(model, name, point) if at is None else _numbers(at_key, at)
    if at is None and len(values) < 2:
        near = [x for times in (0.5, 1.0, 1.5) if _possible(model, name, x := float(f"{times * point:.6g}"))]
        some = ",".join(f"{x:g}" for x in (near if point else (0.0, 1.0, 2.0)))
        option = "--by-at" if at_key == "by_at" else "--at"
        raise InputError("table_one_value", key=at_key, found=name, value=point, such=f"{option} {some}")
    for value in values:
        _require_possible(model, name, at_key, value)
    return Varied(name, model.label(name), model.unit(name), point, tuple(values))


def _numbers(key: str, given: Numbers) -> list[float]:
    """Give numbers, ascending and each once."""
    if isinstance(given, str):
        listed: list[Any] = [text.strip() for text in given.split(",")]
    else:
        listed = list(given) if isinstance(given, Iterable) else [given]
    if not listed:
        raise InputError("table_no_values", key=key)
    return sorted({_number(key, one) for one in listed})


def _number(key: str, given: Any) -> float:
    try:
        found = float(given) if isinstance(given, str) or is_number(given) else math.nan
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise InputError("table_no_number", key=key, found=given if isinstance(given, str) else repr(given))
    return found


def _require_possible(model: AnyModel, name: str, key: str, value: float) -> None:
    """Refuse a value that an input cannot have."""
    if _possible(model, name, value):
        return
    if separate := _separate(model, name):
        raise InputError("table_no_atom", key=key, found=value, name=name, known=listed([f"{x:g}" for x in separate]))
    low, high = _support(model, name)
    raise InputError("table_impossible", key=key, found=value, name=name, low=low, high=high)


def _possible(model: AnyModel, name: str, value: float) -> bool:
    low, high = _support(model, name)
    separate = _separate(model, name)
    return value in separate if separate else low <= value <= high


def _separate(model: AnyModel, name: str) -> tuple[float, ...]:
    """Give the values of an input that has no others in between; none of one that has, or that is fixed."""
    family = model.family(name)
    return family.atoms if name in model.movable and atom_weights(family) is not None else ()


def _support(model: AnyModel, name: str) -> tuple[float, float]:
    """Give from where to where an input may be; as a case has it where it is a share that is fixed."""
    if name in model.movable:
        return model.family(name).support
    if model.case is None or not is_share(model.unit(name)):
        return -math.inf, math.inf
    if name in model.case.rates.named:
        return math.nextafter(-1.0, 0.0), math.nextafter(1.0, 0.0)
    return (-1.0, 1.0) if model.case.estimates[name].difference else (0.0, 1.0)


def _usual(model: AnyModel, name: str, point: float) -> list[float]:
    """Give values that people ask for: what is said of it somewhere, and round numbers in between."""
    said = {point}
    if model.case is not None and name in model.case.estimates:
        said.add(model.case.estimates[name].point)
        said |= {float(each.values[name]) for each in model.case.scenarios.values() if name in each.values}
    said = {value for value in said if _possible(model, name, value)}
    if name not in model.movable:
        return sorted(said)
    family, levels = model.family(name), np.linspace(0.05, 0.95, STEPS + 1)
    if separate := _separate(model, name):
        return sorted({*said, *(separate if len(separate) <= MOST_ATOMS else family.ppf(levels).tolist())})
    low, high = family.ppf(levels[[0, -1]]).tolist()
    step = _round_step((high - low) / STEPS)
    rounds = [float(f"{step * k:.12g}") for k in range(math.ceil(low / step), math.floor(high / step) + 1)]
    return sorted({*said, *(x for x in rounds if all(abs(x - value) > step / 3 for value in said))})


def _round_step(step: float) -> float:
    """Give the nearest 1, 2 or 5 times a power of ten that is no smaller."""
    power = 10.0 ** math.floor(math.log10(step))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= step * (1 - 1e-9))


def _require_whole(model: AnyModel, cells: Iterable[Mapping[str, float]]) -> None:
    """Refuse shares that are together more than the whole, or all of it and less."""
    for cell in cells:
        for group in {model.members[name] for name in cell if name in model.members}:
            model.shares[group].pinned({name: x for name, x in cell.items() if model.members.get(name) == group})


def _require_moved(summary: Summary, outcome: str, axes: Sequence[Varied], shape: tuple[int, ...]) -> None:
    """Refuse an input that leaves every draw as it was."""
    means = summary.within("mean").reshape(-1, *shape)
    for place, axis in enumerate(axes, 1):
        if len(axis.at) > 1 and not np.ptp(means, axis=place).any():
            raise ModelError("table_unmoved", key=outcome, found=axis.estimate)
