"""Units through formulas: months where years are due, or euros added to households, are errors that name the term.

Units are compared with factor 1, so nothing is converted behind the reader's back. What a text says of units is text
again: ``"EUR / year"``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula import (
    Binary,
    Call,
    Formula,
    Name,
    Number,
    Tree,
    Unary,
    check_names,
    fold,
    render,
)
from mkba_uncertainty.names import nearest
from mkba_uncertainty.texts.currencies import EURO, FAMILIAR, is_currency, may_be_currency
from mkba_uncertainty.texts.units import powers, read_powers

MAX_LENGTH = 60

DIMENSIONLESS = ("share", "count")
"""Two words for a plain number."""

COUNTED = (
    *("household", "person", "child", "case", "trajectory", "job", "qualification", "QALY", "district", "fte"),
    *("client", "pupil", "volunteer", "dwelling", "incident", "visit", "vehicle", "tree", "animal"),
)
"""What can be counted. Each is a dimension of its own, so that a price per household meets households only."""

_ONE_BY_ONE = {"count", *COUNTED} - {"QALY", "fte"}
"""Those that do not come in parts as well."""

TIMES = ("year", "month", "week", "day", "hour")

_PER_TIME = {(time, -1) for time in TIMES}

SIZES: dict[str, tuple[float, str, int]] = {
    "year": (1.0, "year", 1),
    "month": (1 / 12, "year", 1),
    "day": (1 / 365.25, "year", 1),
    "week": (7 / 365.25, "year", 1),
    "hour": (1 / 365.25 / 24, "year", 1),
    "metre": (1.0, "metre", 1),
    "kilometre": (1e3, "metre", 1),
    "hectare": (1e4, "metre", 2),
    "litre": (1e-3, "metre", 3),
    "kilogram": (1.0, "kilogram", 1),
    "tonne": (1e3, "kilogram", 1),
    "kWh": (1.0, "kWh", 1),
    "MWh": (1e3, "kWh", 1),
    "GJ": (1 / 0.0036, "kWh", 1),
    **{name: (1.0, name, 1) for name in COUNTED},
}
"""How many of a root unit one is, and to which power that stands."""

UNITS = (*DIMENSIONLESS, EURO, *SIZES)
"""All words that a unit is made of, but for the other currencies, each a dimension of its own."""

_FACTOR = re.compile(r"(?P<name>[A-Za-z]+)(?: *\*\* *-?\d{1,3}(?:\.\d+)?)?|1")


@dataclass(frozen=True)
class _Unit:
    """A product of words to powers other than 0."""

    powers: Mapping[str, float]

    def __mul__(self, other: _Unit) -> _Unit:
        words = {**self.powers, **other.powers}
        return _product((word, self.powers.get(word, 0.0) + other.powers.get(word, 0.0)) for word in words)

    def __pow__(self, exponent: float) -> _Unit:
        return _product((word, power * exponent) for word, power in self.powers.items())

    def __truediv__(self, other: _Unit) -> _Unit:
        return self * other**-1.0

    def __str__(self) -> str:
        """Write it in its one spelling, which can be read again."""
        written = {word: _to_power(word, abs(power)) for word, power in sorted(self.powers.items())}
        above = " * ".join(text for word, text in written.items() if self.powers[word] > 0)
        below = [text for word, text in written.items() if not self.powers[word] > 0]
        return " / ".join([above or "1", *below]) if written else "share"


def _product(factors: Iterable[tuple[str, float]]) -> _Unit:
    return _Unit({word: power for word, power in factors if power != 0})


def _to_power(word: str, power: float) -> str:
    return word if power == 1 else f"{word} ** {power:g}"


@lru_cache(maxsize=1024)
def _unit(text: str) -> _Unit:
    """Read a text as a unit, after a look at every word for a message that helps."""
    if re.search(r"%|\bper ?cent|\bprocent", text):
        raise FormulaError("unit_percent", found=text)
    # words stand at even places with one operator between them; parentheses are matched when it is read
    pieces = re.split(r" *(/|(?<!\*)\*(?!\*)) *", re.sub(r"[()]", " ", text))
    for piece in pieces[::2]:
        factor = _FACTOR.fullmatch(piece.strip(" "))
        if factor is None:
            raise FormulaError("unit_syntax", found=text, units=", ".join(UNITS))
        if factor["name"] is not None and not (factor["name"] in UNITS or is_currency(factor["name"])):
            raise _unknown(factor["name"])
    try:
        return _product((word, power) for word, power in read_powers(text).items() if word not in DIMENSIONLESS)
    except ValueError:
        raise FormulaError("unit_syntax", found=text, units=", ".join(UNITS)) from None


def _unknown(word: str) -> FormulaError:
    near = nearest(word, FAMILIAR) if may_be_currency(word) else None
    near = near or nearest(word, UNITS, cutoff=0.7)  # with less, "uur" would be EUR
    if near is None:
        return FormulaError("unit_unknown", found=word, units=", ".join(UNITS))
    return FormulaError("unit_unknown_nearest", found=word, nearest=near, units=", ".join(UNITS))


def check_unit(text: str) -> str:
    """Check that a text is a unit, and give it back in one spelling: ``"EUR/year"`` as ``"EUR / year"``.

    A plain number, ``"count"`` as well, comes back as ``"share"``.

    Raises
    ------
    FormulaError
        If it is not a unit made of :data:`UNITS` with ``* / **`` and parentheses.
    """
    if len(text) > MAX_LENGTH:
        raise FormulaError("unit_long", found=len(text), limit=MAX_LENGTH)
    return str(_unit(text))


def same_unit(one: str, other: str) -> bool:
    """Say whether two texts mean the same unit, with factor 1: not so for ``month`` and ``year``."""
    return _same(_unit(one), _unit(other))


def is_counted(unit: str) -> bool:
    """Say whether numbers with this unit are counted one by one: households, evictions a year; not euros or shares."""
    counted = [word for word, power in powers(unit).items() if (word, power) not in _PER_TIME]
    return len(counted) == 1 and powers(unit)[counted[0]] == 1 and counted[0] in _ONE_BY_ONE


YEARS = "years"
"""The unit of what counts years, such as the year of a case: a plain number, and a duration where a term lacks one."""


def unit_of(formula: Formula, units: Mapping[str, str]) -> str:
    """Compute the unit of a formula.

    Parameters
    ----------
    formula : Formula
    units : mapping of name to unit
        The units of at least the names in the formula. Numbers in it are plain, but 0 fits any unit. What has the
        unit :data:`YEARS` is plain, and a year where that is what a term lacks: in metres a year times it.

    Returns
    -------
    str
        In the spelling of :func:`check_unit`.

    Raises
    ------
    FormulaError
        If the units within the formula do not match; names the term, its unit, what was expected and the remedy.
    """
    check_names(formula, units)
    return str(_unit_of(formula.tree, units))


def require_unit(formula: Formula, units: Mapping[str, str], expected: str) -> None:
    """See that a formula has a unit, with factor 1. Parameters and errors as for :func:`unit_of`."""
    check_names(formula, units)
    _demand(formula.tree, _unit(expected), units)


def _same(one: _Unit, other: _Unit) -> bool:
    return one == other or _factor(one / other) == 1.0


def _factor(ratio: _Unit) -> float | None:
    """Give the number that a dimensionless ratio of units stands for: 1/12 for month / year; None if it has one."""
    roots: dict[str, float] = {}
    logarithm = 0.0
    for word, power in ratio.powers.items():
        size, root, times = SIZES.get(word, (1.0, word, 1))
        roots[root] = roots.get(root, 0.0) + times * power
        logarithm += power * math.log(size)
    # a third root, written as a text, comes back as 0.333333
    if not all(abs(power) <= 1e-5 for power in roots.values()):
        return None
    return 1.0 if abs(logarithm) <= 1e-5 else math.exp(max(-700.0, min(logarithm, 700.0)))


def _terms(tree: Tree) -> list[Tree]:
    """Give the terms of a sum, or of the arguments of min, max, clip and abs, that must have one unit."""
    match tree:
        case Binary(op="+" | "-", left=left, right=right):
            return [*_terms(left), *_terms(right)]
        case Unary(operand=operand):
            return _terms(operand)
        case Call(function="min" | "max" | "clip" | "abs", arguments=arguments):
            return [term for argument in arguments for term in _terms(argument)]
        case _:
            return [tree]


def _unit_of(tree: Tree, units: Mapping[str, str]) -> _Unit:
    match tree:
        case Number():
            return _unit("share")
        case Name(id=name):
            return _unit("share" if units[name] == YEARS else units[name])
        case Binary(op="*", left=left, right=right):
            return _unit_of(left, units) * _unit_of(right, units)
        case Binary(op="/", left=left, right=right):
            return _unit_of(left, units) / _unit_of(right, units)
        case Binary(op="**", left=base, right=exponent):
            return _power(base, exponent, units)
        case Call(function="sqrt", arguments=(argument,)):
            return _unit_of(argument, units) ** 0.5
        case Call(function="exp" | "log", arguments=(argument,)):
            _demand(argument, _unit("share"), units)
            return _unit("share")
        case _:
            return _common_unit(_terms(tree), units)


def _common_unit(terms: list[Tree], units: Mapping[str, str]) -> _Unit:
    """See that terms have one unit: that of the first with a name in it, so that a bare number is blamed last.

    A term that counts years can have several, so it sets none if another can; it has the first that fits the others.
    """
    found = [(term, _readings(term, units)) for term in terms]
    named = [(term, readings) for term, readings in found if not isinstance(fold(term), Number)]
    sets = next((readings for _, readings in named if len(readings) == 1), named[0][1] if named else found[0][1])
    expected = next((one for one in sets if all(_fits(term, readings, one) for term, readings in found)), sets[0])
    for term, readings in found:
        if not _fits(term, readings, expected):
            raise _mismatch(term, readings[0], expected, units)
    return expected


def _power(base: Tree, exponent: Tree, units: Mapping[str, str]) -> _Unit:
    unit = _unit_of(base, units)
    constant = fold(exponent)
    if isinstance(constant, Number):
        return unit**constant.value
    if not _same(unit, _unit("share")):
        raise FormulaError("unit_exponent", term=render(base), found=str(unit), exponent=render(exponent))
    _demand_count(exponent, units)
    return _unit("share")


def _demand_count(exponent: Tree, units: Mapping[str, str]) -> None:
    """See that an exponent is a plain number, or counts years: growth of so much a year compounds over them."""
    share, year = _unit("share"), _unit("year")
    for term in _terms(exponent):
        found = _readings(term, units)
        if not any(_same(one, count) for one in found for count in (share, year)):
            raise _mismatch(term, found[0], share if _factor(found[0] / year) is None else year, units)


def _demand(tree: Tree, expected: _Unit, units: Mapping[str, str]) -> None:
    """See that every term of a formula has the expected unit."""
    for term in _terms(tree):
        found = _readings(term, units)
        if not _fits(term, found, expected):
            raise _mismatch(term, found[0], expected, units)


def _fits(term: Tree, readings: list[_Unit], expected: _Unit) -> bool:
    """Say whether a term has a unit among those that it can have; the number 0 has any."""
    return term == Number(0.0) or any(_same(one, expected) for one in readings)


def _readings(term: Tree, units: Mapping[str, str]) -> list[_Unit]:
    """Give the units that a term can have: that of its parts, and that times the years which its factors count."""
    found = _unit_of(term, units)
    return [found * _unit("year") ** count for count in range(_years_counted(term, units) + 1)]


def _years_counted(term: Tree, units: Mapping[str, str]) -> int:
    """Count the factors of a term that count years: one in ``rise * (t + 1)``, two in ``rise * t ** 2``.

    What only changes over them, ``1.1 ** age`` or ``min(age / 3, 1)``, counts none.
    """
    count = 0
    for factor, sign in _factors(term, 1):
        match factor:
            case Binary(op="**", left=base, right=Number(value=power)):
                times = max(int(power), 0)
            case _:
                base, times = factor, 1
        terms = [term for term in _terms(base) if not isinstance(term, Number)]
        if sign == 1 and terms and all(isinstance(term, Name) and units[term.id] == YEARS for term in terms):
            count += times
    return count


def _mismatch(term: Tree, found: _Unit, expected: _Unit, units: Mapping[str, str]) -> FormulaError:
    """Say which term has the wrong unit, and what to multiply or divide it by."""
    if isinstance(fold(term), Number):
        return FormulaError("unit_number", term=render(term), expected=str(expected))
    if _factor(found / expected) is None:
        facts: dict[str, Any] = {"term": render(term), "found": str(found), "expected": str(expected)}
        missing = str(expected / found)
        two_currencies = len(powers(missing)) == 2 and all(map(may_be_currency, powers(missing)))
        code = "unit_currency" if two_currencies else "unit_differs"
        return FormulaError(code, missing=missing, **facts)
    return _conversion(*_culprit(term, found, expected, units), units)


def _conversion(term: Tree, found: _Unit, expected: _Unit, units: Mapping[str, str]) -> FormulaError:
    """Name the conversion that a term lacks: one that the case has, else one to add."""
    ratio = found / expected
    size = cast(float, _factor(ratio))
    # of month / year and year / month the first is the larger number (12 months in a year), which people write
    code, by, value = ("unit_divide", ratio, 1 / size) if size < 1 else ("unit_multiply", ratio**-1, size)
    facts: dict[str, Any] = {"term": render(term), "found": str(found), "expected": str(expected)}
    name = next((name for name, unit in units.items() if unit != YEARS and _same(_unit(unit), by)), None)
    if name is not None:
        return FormulaError(code, name=name, **facts)
    suggested = re.sub(r"\W+", "_", str(by).replace(" / ", "s_per_"))
    return FormulaError(f"{code}_new", name=suggested, unit=str(by), value=f"{value:.6g}", **facts)


def _culprit(term: Tree, found: _Unit, expected: _Unit, units: Mapping[str, str]) -> tuple[Tree, _Unit, _Unit]:
    """Find the factor of a product that is to blame: the months in ``cost_per_year * stay_months``.

    Several factors may hold the unit that is one too many; the one with the simplest unit is likeliest.
    """
    ratio = found / expected
    candidates = []
    for part, sign in _factors(term, 1):
        unit = _unit_of(part, units)
        if any(ratio.powers.get(name, 0) * power * sign > 0 for name, power in unit.powers.items()):
            candidates.append((len(unit.powers), part, unit, unit / ratio**sign))
    return min(candidates, key=lambda candidate: candidate[0])[1:] if candidates else (term, found, expected)


def _factors(tree: Tree, sign: int) -> list[tuple[Tree, int]]:
    """Give the factors of a product, with -1 for those below the line."""
    match tree:
        case Binary(op="*", left=left, right=right):
            return [*_factors(left, sign), *_factors(right, sign)]
        case Binary(op="/", left=left, right=right):
            return [*_factors(left, sign), *_factors(right, -sign)]
        case _:
            return [(tree, sign)]
