"""Spread, shape, quantiles and tests of samples; pairs of numbers; counts by class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from mkba_uncertainty.arrays import Array, Value
from mkba_uncertainty.spreadsheet.functions.aggregates import EVERY_KIND, aggregate
from mkba_uncertainty.spreadsheet.functions.arithmetic import round_down
from mkba_uncertainty.spreadsheet.functions.gathered import (
    Entry,
    at_rank,
    count,
    gathered,
    in_cell,
    result,
    sorted_values,
    total,
)
from mkba_uncertainty.spreadsheet.functions.registry import whole
from mkba_uncertainty.spreadsheet.operators import divided
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Codes,
    Error,
    Failure,
    Numbers,
    area_of,
    as_area,
    cell_of,
    cells_of,
    first_code,
    numbers,
)

# Spread and shape


def _mean(entries: Sequence[Entry]) -> Any:
    return np.divide(total(entries), count(entries))


def _total_of(function: Callable[[Any], Any], entries: Sequence[Entry]) -> Any:
    """Add what a function gives of each number, cell after cell."""
    return total(Entry(np.where(entry.here, function(entry.values), 0.0)[()]) for entry in entries)


def _deviations(entries: Sequence[Entry], function: Callable[[Any], Any] = np.square) -> Any:
    """Add what a function, the square if none is given, gives of each deviation from the mean."""
    mean = _mean(entries)
    return _total_of(lambda values: function(np.subtract(values, mean)), entries)


def _variance(entries: Sequence[Entry], lost: int = 1) -> Any:
    """Give the variance; of a sample one degree of freedom is lost."""
    many = count(entries)
    return np.divide(_deviations(entries), np.where(np.greater(many, lost), many - lost, np.nan))[()]


def _register_spread(names: Sequence[str], lost: int, function: Callable[[Any], Any], kinds: Any = None) -> None:
    def spread(entries: Sequence[Entry]) -> Numbers:
        return Numbers(function(_variance(entries, lost))).failing(Error.DIV0, np.less_equal(count(entries), lost))

    aggregate(*names, **({"kinds": kinds} if kinds else {}))(spread)


_register_spread(("VAR", "VAR.S"), 1, lambda variance: variance)
_register_spread(("VARP", "VAR.P"), 0, lambda variance: variance)
_register_spread(("VARA",), 1, lambda variance: variance, EVERY_KIND)
_register_spread(("VARPA",), 0, lambda variance: variance, EVERY_KIND)
_register_spread(("STDEV", "STDEV.S"), 1, np.sqrt)
_register_spread(("STDEVP", "STDEV.P"), 0, np.sqrt)
_register_spread(("STDEVA",), 1, np.sqrt, EVERY_KIND)
_register_spread(("STDEVPA",), 0, np.sqrt, EVERY_KIND)


@aggregate("DEVSQ")
def _squared_deviations(entries: Sequence[Entry]) -> Numbers:
    return Numbers(_deviations(entries)).failing(Error.NUM, np.equal(count(entries), 0))


@aggregate("AVEDEV")
def _mean_deviation(entries: Sequence[Entry]) -> Value:
    return np.divide(_deviations(entries, np.abs), count(entries))  # type: ignore[no-any-return]


def _cube(values: Any) -> Any:
    return np.square(values) * values


def _fourth(values: Any) -> Any:
    return np.square(np.square(values))


@aggregate("SKEW")
def _skewness(entries: Sequence[Entry]) -> Numbers:
    n, spread = count(entries), np.sqrt(_variance(entries))
    found = _deviations(entries, lambda one: _cube(np.divide(one, spread))) * n / ((n - 1) * (n - 2))
    return Numbers(found).failing(Error.DIV0, np.less(n, 3) | np.equal(spread, 0))


@aggregate("SKEW.P")
def _skewness_of_all(entries: Sequence[Entry]) -> Numbers:
    n, spread = count(entries), np.sqrt(_variance(entries, 0))
    found = _deviations(entries, lambda one: _cube(np.divide(one, spread))) / n
    return Numbers(found).failing(Error.DIV0, np.less(n, 3) | np.equal(spread, 0))


@aggregate("KURT")
def _kurtosis(entries: Sequence[Entry]) -> Numbers:
    n, spread = count(entries), np.sqrt(_variance(entries))
    fourth = _deviations(entries, lambda one: _fourth(np.divide(one, spread)))
    scaled = fourth * n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) - 3 * np.square(n - 1) / ((n - 2) * (n - 3))
    return Numbers(scaled).failing(Error.DIV0, np.less(n, 4) | np.equal(spread, 0))


def _none_below_zero(entries: Sequence[Entry], found: Any) -> Numbers:
    bad: Any = np.equal(count(entries), 0)
    for entry in entries:
        bad = bad | (np.less_equal(entry.values, 0) & entry.here)
    return Numbers(found).failing(Error.NUM, bad)


@aggregate("GEOMEAN")
def _geometric_mean(entries: Sequence[Entry]) -> Numbers:
    return _none_below_zero(entries, np.exp(np.divide(_total_of(np.log, entries), count(entries))))


@aggregate("HARMEAN")
def _harmonic_mean(entries: Sequence[Entry]) -> Numbers:
    return _none_below_zero(entries, np.divide(count(entries), _total_of(np.reciprocal, entries)))


@aggregate("MODE", "MODE.SNGL")
def _mode(entries: Sequence[Entry]) -> Numbers:
    """Give the number that occurs most, the first of those that do; #N/A if none occurs twice."""
    rows = [np.where(entry.here, entry.values, np.nan) for entry in entries]
    stack = np.stack(np.broadcast_arrays(*map(np.atleast_1d, rows)), axis=1) if rows else np.full((1, 1), np.nan)
    found = np.array([_most_common(draw[~np.isnan(draw)].tolist()) for draw in stack])
    values = found if any(map(np.ndim, rows)) else found[0]
    return Numbers(values).failing(Error.NA, np.isnan(values))


def _most_common(values: list[float]) -> float:
    (value, times), *_ = Counter(values).most_common(1) or [(np.nan, 0)]
    return value if times > 1 else np.nan


@whole("MODE.MULT", takes="+r")
def _modes(first: Cell | Area, *others: Cell | Area) -> Area:
    """Give all numbers that occur most, one below the other; draws do not say how many these are."""
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    entries = gathered([first, *others])
    if any(np.ndim(entry.values) or np.ndim(entry.here) or np.ndim(entry.codes) for entry in entries):
        raise Unsupported("moved", "MODE.MULT")
    if code := first_code(*(entry.codes for entry in entries)):
        raise Failure(Error(int(code)))
    times = Counter(float(entry.values) for entry in entries)
    most = max(times.values(), default=0)
    if most < 2:
        raise Failure(Error.NA)
    return area_of([[value] for value, often in times.items() if often == most])


# Quantiles


def _between(ordered: Array, rank: Any) -> Any:
    """Give the value at a rank, counted from 0, that may lie between two."""
    low = np.floor(rank)
    below, above = at_rank(ordered, low), at_rank(ordered, np.ceil(rank))
    return below + (rank - low) * (above - below)


def _register_quantile(names: Sequence[str], share: Callable[[Any], Any], rank: Callable[[Any, Any], Any]) -> None:
    def compute(cells: Cell | Area, place: Cell) -> Cell:
        entries, asked = gathered([as_area(cells)]), numbers(place)
        many, p = count(entries), share(asked.values)
        at = rank(many, p)
        outside = np.less(p, 0) | np.greater(p, 1) | np.less(at, 0) | np.greater(at, many - 1)
        found = _between(sorted_values(entries), at)
        return result(Numbers(found, asked.codes).failing(Error.NUM, outside), entries)

    whole(*names, takes="rv")(compute)


def _quarters(quart: Any) -> Any:
    return np.trunc(quart) / 4


_register_quantile(("PERCENTILE", "PERCENTILE.INC"), lambda p: p, lambda many, p: (many - 1) * p)
_register_quantile(("PERCENTILE.EXC",), lambda p: p, lambda many, p: (many + 1) * p - 1)
_register_quantile(("QUARTILE", "QUARTILE.INC"), _quarters, lambda many, p: (many - 1) * p)
_register_quantile(("QUARTILE.EXC",), _quarters, lambda many, p: (many + 1) * p - 1)


def _rank_share(cells: Cell | Area, value: Cell, digits: Cell, beyond: int) -> Cell:
    """Give the share of a sample that lies below a number, which may lie between two; cut off to some digits."""
    entries, asked, places = gathered([as_area(cells)]), numbers(value), numbers(digits)
    x, many, ordered = asked.values, count(entries), sorted_values(entries)
    below = total(Entry(np.asarray(np.less(entry.values, x) & entry.here, float)[()]) for entry in entries)
    low, high = at_rank(ordered, below - 1), at_rank(ordered, below)
    rank = np.where(np.equal(high, x), below, below - 1 + np.divide(x - low, high - low))[()]
    spread = many - 1 + 2 * beyond
    share = np.where(np.equal(spread, 0), 1.0, np.divide(rank + beyond, spread))[()]
    outside = np.less(x, at_rank(ordered, 0.0)) | np.greater(x, at_rank(ordered, many - 1.0))
    found = Numbers(round_down(share, places.values), first_code(asked.codes, places.codes))
    return result(
        found.failing(Error.NUM, np.equal(many, 0) | np.less(places.values, 1)).failing(Error.NA, outside), entries
    )


@whole("PERCENTRANK", "PERCENTRANK.INC", takes="rvv")
def percent_rank(cells: Cell | Area, value: Cell, digits: Cell = 3.0) -> Cell:
    """Give the rank of a number in a sample, from 0 to 1."""
    return _rank_share(cells, value, digits, 0)


@whole("PERCENTRANK.EXC", takes="rvv")
def percent_rank_between(cells: Cell | Area, value: Cell, digits: Cell = 3.0) -> Cell:
    """Give the rank of a number in a sample, between 0 and 1."""
    return _rank_share(cells, value, digits, 1)


@whole("TRIMMEAN", takes="rv")
def trimmed_mean(cells: Cell | Area, share: Cell) -> Cell:
    """Give the mean without a share of the numbers, half of them at either end."""
    entries, asked = gathered([as_area(cells)]), numbers(share)
    many, ordered = count(entries), sorted_values(entries)
    cut = np.floor(np.multiply(many, asked.values) / 2)
    kept: Any = 0.0
    for place in range(len(ordered)):
        inside = np.less_equal(cut, place) & np.less(place, many - cut)
        kept = kept + np.where(inside, at_rank(ordered, float(place)), 0.0)[()]
    found = Numbers(np.divide(kept, many - 2 * cut), asked.codes)
    outside = np.less(asked.values, 0) | np.greater_equal(asked.values, 1) | np.equal(many, 0)
    return result(found.failing(Error.NUM, outside), entries)


@whole("FREQUENCY", takes="rr")
def frequency(data: Cell | Area, bins: Cell | Area) -> Area:
    """Count the numbers in each class: up to its bound and above the next lower one; above all bounds in the last."""
    entries, bounds = gathered([as_area(data)]), gathered([as_area(bins)])
    lower: list[Any] = []
    for place, bound in enumerate(bounds):
        others = [
            np.where(np.less_equal(one.values, bound.values) if at < place else np.less(one.values, bound.values),
                     one.values, -np.inf)[()]
            for at, one in enumerate(bounds) if at != place
        ]  # fmt: skip
        lower.append(np.maximum.reduce(np.broadcast_arrays(-np.inf, *others)))
    classes = [*zip(lower, [bound.values for bound in bounds], strict=True)]
    highest: Any = np.maximum.reduce(np.broadcast_arrays(-np.inf, *(bound.values for bound in bounds)))
    counts = [_count_between(entries, low, high) for low, high in [*classes, (highest, np.inf)]]
    return area_of([[result(one, [*entries, *bounds])] for one in counts])


def _count_between(entries: Sequence[Entry], low: Any, high: Any) -> Any:
    inside = (np.greater(entry.values, low) & np.less_equal(entry.values, high) & entry.here for entry in entries)
    return total(Entry(np.asarray(one, float)[()]) for one in inside)


# Pairs


@dataclass(frozen=True, eq=False)
class Pairs:
    """What two samples come to, number by number side by side: their count, means, and products of deviations."""

    count: Any
    mean_y: Any
    mean_x: Any
    yy: Any
    xx: Any
    yx: Any
    codes: Codes | int


def _side_by_side(first: Cell | Area, second: Cell | Area) -> tuple[list[Entry], list[Entry], Codes | int]:
    """Give the pairs of which both are numbers."""
    ys, xs = cells_of(as_area(first)), cells_of(as_area(second))
    if len(ys) != len(xs):
        raise Failure(Error.NA)
    pairs = [(in_cell(y), in_cell(x)) for y, x in zip(ys, xs, strict=True)]
    codes = first_code(*(entry.codes for pair in pairs for entry in pair))
    both = [(y, x, np.asarray(y.here) & x.here) for y, x in pairs]
    return [_kept(y, here) for y, _, here in both], [_kept(x, here) for _, x, here in both], codes


def _kept(entry: Entry, here: Any) -> Entry:
    return Entry(np.where(here, entry.values, 0.0)[()], here)


def _pairs(first: Cell | Area, second: Cell | Area) -> Pairs:
    ys, xs, codes = _side_by_side(first, second)
    mean_y, mean_x = _mean(ys), _mean(xs)
    products = [
        Entry(np.where(y.here, np.subtract(y.values, mean_y) * np.subtract(x.values, mean_x), 0.0)[()])
        for y, x in zip(ys, xs, strict=True)
    ]
    return Pairs(count(ys), mean_y, mean_x, _deviations(ys), _deviations(xs), total(products), codes)


def _register_pairs(names: Sequence[str], function: Callable[[Pairs], Value | Numbers]) -> None:
    def compute(first: Cell | Area, second: Cell | Area) -> Cell:
        pairs = _pairs(first, second)
        return _of_pairs(function(pairs), pairs)

    whole(*names, takes="rr")(compute)


def _of_pairs(found: Value | Numbers, pairs: Pairs, *codes: Codes | int) -> Cell:
    made = found if isinstance(found, Numbers) else Numbers(found)
    return cell_of(Numbers(made.values, first_code(pairs.codes, *codes, made.codes)))


def _correlation(pairs: Pairs) -> Numbers:
    size = np.sqrt(np.multiply(pairs.xx, pairs.yy))
    return Numbers(np.divide(pairs.yx, size)).failing(Error.DIV0, np.less(pairs.count, 2) | np.equal(size, 0))


def _determination(pairs: Pairs) -> Numbers:
    found = _correlation(pairs)
    return Numbers(np.square(found.values), found.codes)


def _slope(pairs: Pairs) -> Numbers:
    alike = np.less(pairs.count, 2) | np.equal(pairs.xx, 0)
    return Numbers(np.divide(pairs.yx, pairs.xx)).failing(Error.DIV0, alike)


def _intercept(pairs: Pairs) -> Numbers:
    slope = _slope(pairs)
    return Numbers(pairs.mean_y - slope.values * pairs.mean_x, slope.codes)


def _error_of_line(pairs: Pairs) -> Numbers:
    left = pairs.yy - np.divide(np.square(pairs.yx), pairs.xx)
    few = np.less(pairs.count, 3)
    return Numbers(np.sqrt(np.divide(left, np.where(few, np.nan, pairs.count - 2)))).failing(
        Error.DIV0, few | np.equal(pairs.xx, 0)
    )


_register_pairs(("CORREL", "PEARSON"), _correlation)
_register_pairs(("RSQ",), _determination)
_register_pairs(("COVAR", "COVARIANCE.P"), lambda pairs: divided(pairs.yx, pairs.count))
_register_pairs(("COVARIANCE.S",), lambda pairs: divided(pairs.yx, np.maximum(pairs.count - 1, 0)))
_register_pairs(("SLOPE",), _slope)
_register_pairs(("INTERCEPT",), _intercept)
_register_pairs(("STEYX",), _error_of_line)


@whole("FORECAST", "FORECAST.LINEAR", takes="vrr")
def forecast(x: Cell, known_y: Cell | Area, known_x: Cell | Area) -> Cell:
    """Give the line through the pairs at x."""
    asked, pairs = numbers(x), _pairs(known_y, known_x)
    slope = _slope(pairs)
    found = pairs.mean_y + slope.values * np.subtract(asked.values, pairs.mean_x)
    return _of_pairs(Numbers(found, slope.codes), pairs, asked.codes)


@whole("PROB", takes="rrvv")
def chance(values: Cell | Area, chances: Cell | Area, least: Cell, most: Cell | None = None) -> Cell:
    """Give the chance of values in a range."""
    ps, xs, codes = _side_by_side(chances, values)
    low = numbers(least)
    high = low if most is None else numbers(most)
    found: Any = 0.0
    bad: Any = False
    for p, x in zip(ps, xs, strict=True):
        inside = np.greater_equal(x.values, low.values) & np.less_equal(x.values, high.values) & p.here
        found = found + np.where(inside, p.values, 0.0)[()]
        bad = bad | ((np.less_equal(p.values, 0) | np.greater(p.values, 1)) & p.here)
    every = first_code(codes, low.codes, high.codes)
    return cell_of(Numbers(found, every).failing(Error.NUM, bad | np.greater(np.abs(total(ps) - 1), 1e-7)))


# Tests


def _difference(first: Sequence[Entry], second: Sequence[Entry], kind: int) -> tuple[Any, Any]:
    """Give the difference of two means in standard errors, and its degrees of freedom."""
    if kind == 1:
        differences = [Entry(y.values - x.values, y.here) for y, x in zip(first, second, strict=True)]
        error = np.sqrt(_variance(differences) / count(differences))
        return np.divide(_mean(differences), error), count(differences) - 1
    n, m = count(first), count(second)
    if kind == 2:
        freedom = n + m - 2
        error = np.sqrt((_deviations(first) + _deviations(second)) / freedom * (1 / n + 1 / m))
    else:
        a, b = _variance(first) / n, _variance(second) / m
        freedom = np.square(a + b) / (np.square(a) / (n - 1) + np.square(b) / (m - 1))
        error = np.sqrt(a + b)
    return np.divide(_mean(first) - _mean(second), error), freedom


@whole("T.TEST", "TTEST", takes="rrvv")
def t_test(first: Cell | Area, second: Cell | Area, tails: Cell, kind: Cell) -> Cell:
    """Give the chance of two means that differ so much: 1 of pairs, 2 of equal variances, 3 of any variances."""
    sides, kinds = numbers(tails), numbers(kind)
    asked, which = np.trunc(sides.values), np.trunc(kinds.values)
    found = Numbers(np.nan, first_code(sides.codes, kinds.codes))
    for one in (1, 2, 3):
        if np.any(here := np.equal(which, one)):
            tested = _tested(first, second, asked, one)
            codes = np.where(here, tested.codes, 0).astype(np.uint8)
            every = first_code(found.codes, codes if codes.ndim else int(codes))
            found = Numbers(np.where(here, tested.values, found.values)[()], every)
    return cell_of(found.failing(Error.NUM, ~(np.isin(which, (1, 2, 3)) & np.isin(asked, (1, 2)))))


def _tested(first: Cell | Area, second: Cell | Area, tails: Any, kind: int) -> Numbers:
    ys, xs = gathered([as_area(first)]), gathered([as_area(second)])
    codes = first_code(*(entry.codes for entry in (*ys, *xs)))
    if kind == 1:
        if as_area(first).size != as_area(second).size:
            return Numbers(np.nan, int(Error.NA))
        ys, xs, _ = _side_by_side(first, second)
    t, freedom = _difference(ys, xs, kind)
    few = np.less(count(ys), 2) | np.less(count(xs), 2)
    return Numbers(tails * special.stdtr(freedom, -np.abs(t)), codes).failing(Error.DIV0, few)


@whole("Z.TEST", "ZTEST", takes="rvv")
def z_test(cells: Cell | Area, value: Cell, spread: Cell | None = None) -> Cell:
    """Give the chance of a mean above that of the sample, where the true one is a given value."""
    entries, asked = gathered([as_area(cells)]), numbers(value)
    given = Numbers(np.sqrt(_variance(entries))) if spread is None else numbers(spread)
    error = np.divide(given.values, np.sqrt(count(entries)))
    found = special.ndtr(np.divide(np.subtract(asked.values, _mean(entries)), error))
    made = Numbers(found, first_code(asked.codes, given.codes)).failing(Error.NA, np.equal(count(entries), 0))
    return result(made.failing(Error.DIV0 if spread is None else Error.NUM, ~np.greater(error, 0)), entries)


@whole("F.TEST", "FTEST", takes="rr")
def f_test(first: Cell | Area, second: Cell | Area) -> Cell:
    """Give the chance of two variances that differ so much."""
    ys, xs = gathered([as_area(first)]), gathered([as_area(second)])
    a, b = _variance(ys), _variance(xs)
    n, m = count(ys) - 1, count(xs) - 1
    ratio = np.divide(a, b)
    found = 2 * np.minimum(special.fdtrc(n, m, ratio), special.fdtr(n, m, ratio))
    none = np.less(n, 1) | np.less(m, 1) | ~np.greater(a, 0) | ~np.greater(b, 0)
    return result(Numbers(found).failing(Error.DIV0, none), [*ys, *xs])


@whole("CHISQ.TEST", "CHITEST", takes="rr")
def chi_squared_test(actual: Cell | Area, expected: Cell | Area) -> Cell:
    """Give the chance of counts that differ so much from what is expected."""
    rows, columns = as_area(actual).shape
    if rows * columns == 1 or as_area(expected).shape != (rows, columns):
        raise Failure(Error.NA)
    ys, xs, codes = _side_by_side(actual, expected)
    terms = [
        Entry(np.where(y.here, np.divide(np.square(y.values - x.values), x.values), 0.0)[()], True)
        for y, x in zip(ys, xs, strict=True)
    ]
    freedom = (rows - 1) * (columns - 1) if min(rows, columns) > 1 else rows * columns - 1
    zero = np.logical_or.reduce(np.broadcast_arrays(*(np.equal(x.values, 0) & x.here for x in xs)))
    found = special.gammaincc(freedom / 2, np.divide(total(terms), 2))
    return cell_of(Numbers(found, codes).failing(Error.DIV0, zero))
