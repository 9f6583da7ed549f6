"""Measured numbers and chances as people read them, in Dutch and English: the one place where one becomes text.

What is written is a plain number, or anything with a ``value`` and an interval from ``low`` to ``high``
(:class:`Uncertain`), and no more digits are shown than the interval supports. The rule, once for all functions:

- With an interval a number is rounded to the place of the leading digit of the half-width: 1,436,210 is 1.44 million
  with a half-width of 30,000, and 1.4 million with a half-width of 300,000.
- A plain number gets two significant digits (a ratio two decimals, a probability whole percents).
- Nothing gets finer than a reader can use: a hundredth of a million, a whole thousand, a whole euro (below 100 euros
  a cent), a hundredth of a ratio, a tenth of a percent; ``finer`` digits more where a table asks for them. An interval
  without width supports all digits down to there of a number of few digits, as people type them, and three of another.
- The ends of a range that have an interval get the digits that it supports. Plain ends get as many as it takes to move
  neither by more than a tenth of the range, and two of their own where one is more than ten times the other.
- The ends of a number's own interval have the last digit of that number. What goes from one amount to another has one
  digit more than the distance, so that a reader who subtracts finds what is printed.
- What is below 1 never reads as a ratio of 1, nor an end of a range below 0 as 0, unless its interval holds that.
- Nothing at all reads as 0, in whatever unit the amounts beside it are.
- What somebody typed, such as the value of an estimate or an end of its range, is shown as typed.

The minus sign is U+2212. What is not finite has no figures: that is a ``ValueError``, for the caller to prevent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.currencies import EURO, FIGURES, MINUS, forms, minor_digits
from mkba_uncertainty.texts.units import currency_of, is_share


class Money(NamedTuple):
    """The kind of amounts in a currency; ``whole`` ones are in full, small ones to the cent, to compare with others."""

    currency: str = EURO
    whole: bool = False


MONEY = Money()
"""Amounts in euros."""

PlainKind = Literal["share", "part", "change", "points", "ratio", "chance", "number", "count", "text", "family"]
FigureKind = PlainKind | Money
"""What a column holds."""

Unit = Literal["euro", "thousand", "million", "billion"]
"""What amounts of money are shown in."""

_UNITS: tuple[Unit, ...] = ("euro", "thousand", "million", "billion")

# Amounts that round to less than `below` euros are shown in `unit`, in steps of 10**`finest` euros or coarser.
_MONEY: tuple[tuple[float, Unit, int], ...] = (
    (1e2, "euro", -2),
    (1e4, "euro", 0),
    (1e5, "thousand", 2),
    (1e6, "thousand", 3),
    (1e9, "million", 4),
    (math.inf, "billion", 7),
)
# The spaces inside an amount, and behind an arrow, as a pattern: no line ends there.
AMOUNT_SPACE = r"(?<=[→$£¥\u20a0-\u20cf]) |(?<=\b[A-Z]{3}) (?=[−\d])| (?=(?:mln|mld|duizend)\b)"

_EXPONENT: dict[Unit, int] = {"euro": 0, "thousand": 3, "million": 6, "billion": 9}
_FINEST: dict[Unit, int] = {unit: finest for _, unit, finest in _MONEY}
# The same for an amount in the unit of those beside it, however small it is itself.
_FINEST_BESIDE: dict[Unit, int] = {"euro": -2, "thousand": 2, "million": 4, "billion": 7}
# The other kinds that get no finer than a reader can use.
_FINEST_OF: dict[FigureKind, int] = {"share": -3, "part": -3, "change": -3, "points": -3, "chance": -3, "ratio": -2}

# An axis shows the first of these units that its largest tick reaches and that shows its step in full:
# unit, smallest largest tick, power of ten of the finest step.
_AXIS_UNITS: tuple[tuple[Unit, float, int], ...] = (("billion", 1e9, 7), ("million", 1e6, 4), ("thousand", 1e4, 3))

# A number of more digits than this was computed, not typed.
_TYPED_DIGITS = 9
_COMPUTED_DIGITS = 3
# A share that somebody derived from counts has more digits than tell a reader anything.
_SHARE_DIGITS = 5

ARROW = " → "
"""Stands between where something goes from and to."""


class Uncertain(Protocol):
    """A number with its interval, such as ``replication.Measured``."""

    @property
    def value(self) -> float:
        """The number."""

    @property
    def low(self) -> float:
        """The lower end of its interval."""

    @property
    def high(self) -> float:
        """The upper end."""


Numeric: TypeAlias = float | Uncertain


class Between(NamedTuple):
    """A number and the ends it lies between."""

    value: float
    low: float
    high: float


def exact(value: float) -> Between:
    """Give a number that has no error, such as a published one: all its digits count."""
    return Between(value, value, value)


def about(value: float, step: float) -> Between:
    """Give a number whose digits matter down to ``step``."""
    return Between(value, value - step, value + step)


def in_two_digits(x: Uncertain) -> Between:
    """Give a number two significant digits, or fewer where its interval supports no more."""
    return about(x.value, 10.0 ** max(_value_and_place(x.value)[1], _value_and_place(x)[1]))


def in_full(amount: float, beside: float = 0.0) -> Between:
    """Give an amount all its euros, and its cents where neither it nor what stands beside it comes to 100 euros."""
    return about(amount, 1.0 if max(abs(amount), abs(beside)) >= 100 else 0.01)


def in_euros(x: Uncertain, beside: Uncertain) -> Uncertain:
    """Take the cents off an amount that stands beside one of 100 euros or more."""
    return x if abs(beside.value) < 100 or x.high - x.low >= 2 else exact(float(round(x.value)))


def money(
    x: Numeric, lang: str = "en", *, unit: Unit | None = None, finer: int = 0, currency: str = EURO, whole: bool = False
) -> str:
    """Write an amount of money: ``€ 1,4 mln`` or ``€1.4M``.

    Parameters
    ----------
    x : float or Uncertain
        An amount in the currency; its interval decides the digits.
    lang : {"nl", "en"}
    unit : {"euro", "thousand", "million", "billion"}, optional
        Show the amount in this unit, such as that of the other figures of a row. By default its own size decides.
    finer : int
        So many digits more than a reader can mostly use, if the interval supports them.
    currency : str
        Its ISO 4217 code.
    whole : bool
        Write it to the euro, dollar or yen: ``€ 1.437.204``, or below 100 to the cent; of an ``Uncertain`` the
        interval decides.

    Raises
    ------
    ValueError
        If a number is not finite, or the interval upside down. The same holds for the functions below.
    """
    if whole:
        return money(in_full(_value(x)) if isinstance(x, int | float) else x, lang, unit="euro", currency=currency)
    place, unit = _place_and_unit(x, Money(currency), unit, finer)
    return _money(_value(x), lang, place, unit, currency)


def shared_unit(amounts: Iterable[Numeric]) -> Unit | None:
    """Give the unit of amounts that stand side by side.

    It is that of the largest, or a smaller one where an amount would lose one of its first two digits.
    """
    return _unit_beside([_value_and_place(amount) for amount in amounts])


def number(x: Numeric, lang: str = "en") -> str:
    """Write a plain number: ``1.400`` or ``1,400``."""
    value, place = _value_and_place(x)
    return _figures(value, lang, place)


def count(x: Numeric, lang: str = "en") -> str:
    """Write a number of things in full: ``8.192`` or ``8,192``."""
    return _figures(_value_and_place(x)[0], lang, 0)


def ratio(x: Numeric, lang: str = "en", *, finer: int = 0) -> str:
    """Write a ratio, such as that of benefits to costs: ``1,33`` or ``1.33``."""
    return _figures(_value(x), lang, _place_and_unit(x, "ratio", None, finer)[0])


def share(x: Numeric, lang: str = "en", *, finer: int = 0) -> str:
    """Write a share or a relative change, of any size and sign, as a percentage: ``62%``, ``−0,4%``."""
    return f"{_figures(100 * _value(x), lang, _place_and_unit(x, 'share', None, finer)[0] + 2)}%"


def part(x: Numeric, lang: str = "en", *, finer: int = 0) -> str:
    """Write a part of a whole, which an estimate of it may miss at either end: ``28%``, ``<0.2%`` for −0.1%."""
    value, low, high = (min(max(end, 0.0), 1.0) for end in _with_ends(x))
    return share(value, lang) if isinstance(x, int | float) else chance(Between(value, low, high), lang, finer=finer)


def signed_share(x: Numeric, lang: str = "en", *, finer: int = 0) -> str:
    """Write a relative change with its sign, if anything of it is left in print: ``+59%``."""
    text = share(x, lang, finer=finer)
    return f"+{text}" if _value_and_place(x)[0] > 0 and text.strip("0.,%") else text


def points(x: Numeric, lang: str = "en", *, finer: int = 0) -> str:
    """Write a difference of two shares in percentage points: ``17.7 points``, ``17,7 procentpunt``."""
    return say("number.points", lang, figures=share(x, lang, finer=finer).removesuffix("%"))


def change_text(value: float, point: float, lang: str, unit: str | None = None) -> str:
    """Write how far a value lies from the point value of an estimate, with its sign.

    Relative to the point value, ``+59%``; but of a share in percentage points, ``+17.7 points``; nothing where the
    point value is zero and so nothing is relative to it.
    """
    if is_share(unit):
        text = estimate_text(value - point, lang, unit).removesuffix("%")
        return say("number.points", lang, figures=f"+{text}" if value > point and text.strip("0.,") else text)
    return signed_share((value - point) / abs(point), lang) if point else ""


def chance(p: Numeric, lang: str = "en", *, whole: bool = False, finer: int = 0) -> str:
    """Write a probability: ``92%``; to a tenth where an interval supports it, unless ``whole`` percents are asked.

    What is not certain never reads ``0%`` or ``100%`` but ``<1%`` or ``>99%``. An estimate of exactly 0 or 1 is
    certain only if its interval has no width. What rounding would carry to another word of :func:`likelihood` gets a
    tenth, where its interval supports that, or else stays on its side by a percent at most: 0.899 is likely,
    and never ``90%``.

    Raises
    ------
    ValueError
        If ``p`` lies outside 0 to 1.
    """
    value, place = _value_and_place(p)
    low, high = (value, value) if isinstance(p, int | float) else (p.low, p.high)
    finest = -1 if isinstance(p, int | float) else max(place + 2, -1 - finer)
    usual = max(finest, 0) if whole or isinstance(p, int | float) else finest
    if not _crosses(value, usual):
        return _percentage(value, lang, usual, low, high)
    if finest > 0 and _crosses(value, finest):
        finest = 0
    if _crosses(value, finest):
        rounded = round(100 * value, -finest)
        value = (rounded + (10.0**finest if rounded < 100 * value else -(10.0**finest))) / 100
    return _percentage(value, lang, finest, low, high)


_KNOWN_DIGITS = 9
"""Of a probability: 0.7 + 0.2 is 0.9, where words begin and end."""


def _crosses(p: float, place: int) -> bool:
    """Say whether a probability that is rounded to 10**``place`` percent would get another word."""
    rounded, p = round(100 * p, -place) / 100, round(p, _KNOWN_DIGITS)
    above = any((p >= lowest) != (rounded >= lowest) for lowest, _ in _LIKELY)
    return above or any((p <= highest) != (rounded <= highest) for highest, _ in _UNLIKELY)


_WRITE: dict[PlainKind, Callable[..., str]] = {
    "share": share,
    "part": part,
    "change": signed_share,
    "points": points,
    "ratio": ratio,
    "chance": chance,
    "number": number,
    "count": count,
    "text": lambda text, lang: text if isinstance(text, str) else text[lang],
    "family": lambda name, lang: say(f"family.{name}", lang),
}


def figure(x: Any, kind: FigureKind, lang: str = "en", *, unit: Unit | None = None, finer: int = 0) -> str:
    """Write what stands in a column of this kind; nothing for None.

    Parameters
    ----------
    x : float, Uncertain, or for ``text`` a str or a text in both languages, for ``family`` its name; or None
    kind : FigureKind
        Numbers are written as the function of this name writes them.
    lang : {"nl", "en"}
    unit, finer
        As in :func:`money`.
    """
    if x is None:
        return ""
    if isinstance(kind, Money):
        return money(x, lang, unit=unit, finer=finer, currency=kind.currency, whole=kind.whole)
    return _WRITE[kind](x, lang, finer=finer) if kind in _FINEST_OF else _WRITE[kind](x, lang)


def kind_of(unit: str | None) -> FigureKind:
    """Say how to write a number of this unit."""
    if currency := currency_of(unit):
        return Money(currency)
    return "share" if is_share(unit) else "ratio" if unit == "ratio" else "number"


def kind_of_change(unit: str | None) -> FigureKind:
    """Say how to write a difference of numbers of this unit; that of two ratios may be far smaller than a hundredth.

    That of two shares is in percentage points.
    """
    kind = kind_of(unit)
    return "number" if kind == "ratio" else "points" if kind == "share" else kind


def estimate_text(value: float, lang: str, unit: str | None = None, *, beside: float | None = None) -> str:
    """Write a value of an estimate as its unit asks: as typed, a share to five digits, or in three if it was computed.

    ``47.7%``, ``€45,670``, ``0.477``. ``beside`` a typed value it has the unit of that, and at least its digits.
    """
    place, kind, model = _typed_place(value), kind_of(unit), value if beside is None else beside
    if beside is not None:
        finest = -2 if kind == "ratio" else _leading_place(abs(value)) + 1 - _COMPUTED_DIGITS
        place = min(_typed_place(beside), finest)
    if isinstance(kind, Money):
        return _money(value, lang, place, _unit_that_shows(_typed_place(model), model, 0), kind.currency)
    if kind == "share":
        place = max(place, _leading_place(value) + 1 - _SHARE_DIGITS)
        return f"{_figures(100 * value, lang, place + 2)}%"
    return _figures(value, lang, place)


class Quoted(NamedTuple):
    """A number inside a sentence: in the digits that the sentence asks for, or else as typed, or in six if computed."""

    number: float
    lang: str

    def __format__(self, digits: str) -> str:
        """Write it; ``digits`` is what a sentence may ask for, such as ``.2g``."""
        if not math.isfinite(self.number) or _last_digit(self.number) is not None:
            return format(self.number, digits or ".15g")
        if digits:
            return format(self.number, digits).replace(".", _decimals(0, self.lang, 1)[1])
        return _figures(self.number, self.lang, _leading_place(self.number) - 5)


def estimate_range(low: float, high: float, lang: str, unit: str | None = None) -> str:
    """Write two values of an estimate, each as typed or as the range deserves: ``2.25% to 5.5%``, ``22% to 40%``."""
    if low == high:
        return estimate_text(low, lang, unit)
    ends = estimate_ends(low, high, lang, unit)
    return say("number.range", lang, low=ends[0], high=ends[1])


def estimate_ends(low: float, high: float, lang: str, unit: str | None = None) -> tuple[str, str]:
    """Write the ends of a range as :func:`estimate_range` does, apart."""
    kind = kind_of(unit)
    ends = [(end, _at_least_typed(end, _place_of_end(end, low, high, kind, 0))) for end in (low, high)]
    largest = max(ends, key=lambda end: abs(end[0]))
    beside = _unit_that_shows(min(place for _, place in ends), *largest)
    first, last = (_written(*end, kind, lang, beside) for end in ends)
    return first, last


def estimate_on_way(value: float, low: float, high: float, lang: str, unit: str | None = None) -> str:
    """Write a value that an estimate passes from low to high: as typed, or in the digits that this range deserves."""
    kind, near = kind_of(unit), about(value, (high - low) / 50)
    place, beside = _place_and_unit(near, kind)
    typed = _at_least_typed(value, place)
    return _written(value, typed, kind, lang, beside if typed == place else _unit_that_shows(typed, value, 0))


def interval(x: Uncertain, lang: str, kind: FigureKind = MONEY, *, unit: Unit | None = None, finer: int = 0) -> str:
    """Write the interval of a number, with the last digit of the number; nothing where both ends read as that.

    Parameters
    ----------
    x : Uncertain
    lang : {"nl", "en"}
    kind : FigureKind
    unit, finer
        Those with which the number itself is written.
    """
    place, unit = _place_and_unit(x, kind, unit, finer)
    low, high = (_written(end, place, kind, lang, unit) for end in (x.low, x.high))
    return "" if low == high else say("number.range", lang, low=low, high=high)


def way_text(
    stops: Sequence[Numeric], far: Numeric, lang: str, kind: FigureKind, *, unit: Unit | None = None, finer: int = 0
) -> str:
    """Write where something goes, with one digit more than how far it goes: ``€1.82M → €0.60M`` beside ``€1.2M``.

    Parameters
    ----------
    stops : sequence of float or Uncertain
    far : float or Uncertain
    lang : {"nl", "en"}
    kind : FigureKind
    unit, finer
        Those with which the distance is written.
    """
    place, unit = _place_and_unit(far, kind, unit, finer)
    return ARROW.join(_written(_value(stop), place - 1, kind, lang, unit) for stop in stops)


def median(quantiles: Mapping[float, Uncertain], lang: str = "en", kind: FigureKind = MONEY) -> str:
    """Write the median in a sentence, as the table beside it does: in the unit of the 90 % range."""
    return figure(quantiles[0.5], kind, lang, unit=_unit_of_quantiles(quantiles))


def range90(quantiles: Mapping[float, Uncertain], lang: str = "en", kind: FigureKind = MONEY) -> str:
    """Write the 90 % range in a sentence, from the 5 % to the 95 % quantile, as the table beside it does."""
    return range_text(quantiles[0.05], quantiles[0.95], lang, kind, unit=_unit_of_quantiles(quantiles))


def _unit_of_quantiles(quantiles: Mapping[float, Uncertain]) -> Unit | None:
    return shared_unit(quantiles[level] for level in (0.05, 0.5, 0.95))


def range_text(
    low: Numeric,
    high: Numeric,
    lang: str = "en",
    kind: FigureKind = MONEY,
    *,
    unit: Unit | None = None,
    finer: int = 0,
) -> str:
    """Write a range, both ends in the same unit: ``€ 0,2 mln tot € 2,6 mln``, ``92% to 95%``.

    Parameters
    ----------
    low, high : float or Uncertain
        The ends: amounts, or fractions of 1 where ``kind`` is a chance or a share. The interval of an end decides its
        digits; without one the range does.
    lang : {"nl", "en"}
    kind : FigureKind
        The ends are written as the function of this name writes them.
    unit, finer
        As in :func:`money`. By default the size of the larger end decides.
    """
    if _value(low) == _value(high) and kind != "chance":
        return _alone(_value(low), lang, kind, unit)
    ends = [(_value(end), _place_of_end(end, low, high, kind, finer)) for end in (low, high)]
    beside = unit or (_unit_beside(ends) if isinstance(kind, Money) else None) or "euro"
    texts = []
    for end, (value, place) in zip((low, high), ends, strict=True):
        measured = isinstance(kind, Money) and not isinstance(end, int | float)
        finest = _money_scale(value, place, beside)[1] - finer if measured else place
        texts.append(_written(value, max(place, finest), kind, lang, beside))
    return texts[0] if texts[0] == texts[1] else say("number.range", lang, low=texts[0], high=texts[1])


def tick_text(value: float, ticks: Sequence[float], lang: str, kind: FigureKind) -> str:
    """Write a tick with the digits that tell it from its neighbours, all ticks of an axis in one unit.

    Parameters
    ----------
    value : float
    ticks : sequence of float
        All ticks of the axis, evenly spaced.
    lang : {"nl", "en"}
    kind : FigureKind
        What is not money is written as a number.
    """
    step = abs(float(ticks[1]) - float(ticks[0])) if len(ticks) > 1 else max(abs(value), 1.0)
    if abs(value) < step / 1e6:
        return money(0.0, lang, currency=kind.currency) if isinstance(kind, Money) else "0"
    digits, _, exponent = f"{step:.6e}".partition("e")
    place = int(exponent) - len(digits.partition(".")[2].rstrip("0"))
    tick = about(value, 10.0**place)
    if not isinstance(kind, Money):
        return number(tick, lang)
    largest = max(abs(float(one)) for one in (*ticks, value))
    if largest < 100:
        return money(tick, lang, currency=kind.currency)  # with cents if the step has them
    unit: Unit = next((unit for unit, from_, finest in _AXIS_UNITS if largest >= from_ and place >= finest), "euro")
    return money(tick, lang, unit=unit, currency=kind.currency)


def _alone(value: float, lang: str, kind: FigureKind, unit: Unit | None) -> str:
    """Write a range without width as the one number that it is."""
    if isinstance(kind, Money):
        return money(exact(value), lang, unit=unit, currency=kind.currency)
    return figure(value if kind == "number" else exact(value), kind, lang)


def _value(x: Numeric) -> float:
    return x if isinstance(x, int | float) else x.value


def _with_ends(x: Numeric) -> tuple[float, float, float]:
    return (x, x, x) if isinstance(x, int | float) else (x.value, x.low, x.high)


def _value_and_place(x: Numeric) -> tuple[float, int]:
    """Give a number, and the power of ten that it deserves to be rounded to."""
    value = _value(x)
    if not math.isfinite(value):
        raise ValueError(f"{value} has no figures")
    if isinstance(x, int | float):
        # Through the text, so that 9.96, which rounds to 10, counts as two figures before the point.
        return value, int(f"{value:.1e}".partition("e")[2]) - 1 if value else 0
    half_width = _half_width(x.low, x.high)
    return value, _leading_place(half_width) if half_width else min(_typed_place(value), 0)


def _place_and_unit(x: Numeric, kind: FigureKind, unit: Unit | None = None, finer: int = 0) -> tuple[int, Unit]:
    """Give the power of ten that a number of a kind is rounded to in print, and the unit of money that it is in."""
    value, place = _value_and_place(x)
    if isinstance(kind, Money):
        unit, finest = _money_scale(value, place, unit)
        return max(place, finest - finer), unit
    if kind == "ratio" and isinstance(x, int | float):
        return _place_aside(x, -2, kind), "euro"
    place = max(place, _FINEST_OF.get(kind, place) - finer)
    return (_place_aside(x, place, kind) if kind == "ratio" else place), "euro"


def _written(value: float, place: int, kind: FigureKind, lang: str, unit: Unit) -> str:
    """Write a number that is rounded to 10**``place``, money in a unit."""
    if isinstance(kind, Money):
        return _money(value, lang, place, unit, kind.currency)
    if kind == "chance":
        return _percentage(value, lang, place + 2, value, value)
    if kind == "points":
        return say("number.points", lang, figures=_figures(100 * value, lang, place + 2))
    return f"{_figures(100 * value, lang, place + 2)}%" if kind == "share" else _figures(value, lang, place)


def _place_of_end(x: Numeric, low: Numeric, high: Numeric, kind: FigureKind, finer: int) -> int:
    """Give the power of ten that an end of the range from low to high deserves to be rounded to."""
    value, place = _value_and_place(x)
    if isinstance(x, int | float):
        first, last = _value(low), _value(high)
        # Rounding to a step moves an end by at most half of it, so a fifth of the width moves it by at most a tenth.
        width = 2 * _half_width(first, last)
        deserved = _leading_place(width / 5) if width else min(_typed_place(value), 0)
        smaller, larger = sorted((abs(first), abs(last)))
        place = min(place, deserved) if first * last > 0 and larger > 10 * smaller else deserved
    else:
        place = max(place, _FINEST_OF.get(kind, place) - finer)
    return place if kind == "chance" else _place_aside(x, place, kind)


def _place_aside(x: Numeric, place: int, kind: FigureKind) -> int:
    """Give some digits more to what would read as 1 (a ratio) or 0 where it is not."""
    turn = 1.0 if kind == "ratio" else 0.0
    value, low, high = _with_ends(x)
    if low <= turn <= high:
        return place
    return next((finer for finer in (place, place - 1, place - 2) if round(value, -finer) != turn), place)


def _half_width(low: float, high: float) -> float:
    half_width = high / 2 - low / 2
    if not (math.isfinite(half_width) and low <= high):
        raise ValueError(f"{low} to {high} is not an interval")
    return half_width


def _leading_place(size: float) -> int:
    """Give the power of ten of the first digit, blind to noise in the last ones (0.1 + 0.2)."""
    return int(f"{size:.9e}".partition("e")[2])


def _typed_place(value: float) -> int:
    """Give the power of ten of the last digit that somebody typed, or of the third of a number that was computed."""
    last = _last_digit(value)
    return _leading_place(value) + 1 - _COMPUTED_DIGITS if last is None else last


def _at_least_typed(value: float, place: int) -> int:
    """Give the power of ten that a value is rounded to, or that of the last digit that somebody typed if finer."""
    last = _last_digit(value)
    return place if last is None else min(place, last)


def _last_digit(value: float) -> int | None:
    """Give the power of ten of the last digit that somebody typed; None of a number of so many that it was computed."""
    digits, _, exponent = f"{value:.11e}".partition("e")
    decimals = len(digits.partition(".")[2].rstrip("0"))
    return int(exponent) - decimals if decimals < _TYPED_DIGITS or float(value).is_integer() else None


def _money_scale(value: float, place: int, unit: Unit | None = None) -> tuple[Unit, int]:
    """Give the unit of an amount, its own if none is given, and the power of ten of the finest step in it."""
    own, finest = next((own, finest) for below, own, finest in _MONEY if abs(round(value, -max(place, finest))) < below)
    if unit is None:
        return own, finest
    return unit, max(min(finest, _FINEST[unit]), _FINEST_BESIDE[unit])


def _unit_that_shows(place: int, value: float, rounded_to: int) -> Unit:
    """Give the unit of an amount, or a smaller one that shows digits down to 10**``place``."""
    own = _money_scale(value, rounded_to)[0]
    units = _UNITS[: _UNITS.index(own) + 1]
    return next((unit for unit in reversed(units) if _FINEST_BESIDE[unit] <= place), "euro")


def _unit_beside(amounts: Sequence[tuple[float, int]]) -> Unit | None:
    """Give the unit of amounts, each with the power of ten that it is rounded to, that stand side by side."""
    seen = [(value, place) for value, place in amounts if round(value, -place)]
    if not seen:
        return None
    needed = min(max(place, _leading_place(abs(value)) - 1) for value, place in seen)
    return _unit_that_shows(needed, *max(seen, key=lambda amount: abs(amount[0])))


def _money(value: float, lang: str, place: int, unit: Unit, currency: str) -> str:
    if value == 0:
        unit, place = "euro", 0
    elif unit == "euro" and place < 0:
        place = -minor_digits(currency)  # money has cents or none
    rounded = round(value, -place)
    figures = _decimals(abs(rounded) / 10 ** _EXPONENT[unit], lang, _EXPONENT[unit] - place)
    if unit != "euro":
        figures = say(f"number.{unit}", lang, figures=figures)
    plus, minus = forms(currency, lang)
    return (minus if rounded < 0 else plus).replace(FIGURES, figures)


def _figures(value: float, lang: str, place: int) -> str:
    rounded = round(value, -place)
    return f"{_sign(rounded)}{_decimals(abs(rounded), lang, -place)}"


def _sign(rounded: float) -> str:
    return MINUS if rounded < 0 else ""


_COUNTABLE = 1e15
"""Beyond this a number has more digits than a float knows, and a power of ten says more."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _decimals(size: float, lang: str, decimals: int) -> str:
    text = f"{size:,.{max(decimals, 0)}f}"
    if _COUNTABLE <= size < math.inf:
        digits, exponent = f"{size:.1e}".split("e+")
        text = f"{digits}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{exponent.translate(_RAISED)}"
    return text.translate(str.maketrans(",.", ".,")) if lang == "nl" else text


def _percentage(p: float, lang: str, place: int, low: float, high: float) -> str:
    """Write ``p`` in steps of 10**``place`` percent, where ``low`` to ``high`` holds what ``p`` may be."""
    if not 0 <= p <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {p}")
    if low == p == high and p in (0, 1):
        return f"{100 * p:.0f}%"
    step = 10.0**place
    if round(100 * p, -place) <= 0:
        bound = max(step, step * math.ceil(round(100 * high / step, 6)))
        return f"<{_figures(bound, lang, place)}%"
    if round(100 * p, -place) >= 100:
        bound = min(100 - step, step * math.floor(round(100 * low / step, 6)))
        return f">{_figures(bound, lang, place)}%"
    return f"{_figures(100 * p, lang, place)}%"


Reading = Literal["positive", "negative", "about_equal", "uncertain"]

LIKELY, UNLIKELY = 0.66, 0.33
"""The lowest probability that reads as likely, and the highest that reads as unlikely."""

# The lowest probability of each word above the middle, and the highest of each word below it.
_LIKELY = ((0.99, "virtually_certain"), (0.90, "very_likely"), (LIKELY, "likely"))
_UNLIKELY = ((0.01, "exceptionally_unlikely"), (0.10, "very_unlikely"), (UNLIKELY, "unlikely"))


def likelihood(p: Uncertain, lang: str = "en") -> str:
    """Say a measured probability in the words of the IPCC: the narrowest of its terms that fits all of its interval.

    Parameters
    ----------
    p : Uncertain
        A probability with its interval, 0 to 1. Where the interval holds a boundary between words the more modest one
        is taken, and "about as likely as not" where it holds one half. A value without an interval is its own
        (``exact(0.9)``); on a boundary the more decided word is taken: 0.90 is "very likely".
    lang : {"nl", "en"}

    Raises
    ------
    ValueError
        If an end is not a probability.

    References
    ----------
    Mastrandrea, M.D., et al. (2010), Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on Consistent
    Treatment of Uncertainties, table 1: virtually certain 99-100 %, very likely 90-100 %, likely 66-100 %, about as
    likely as not 33-66 %, unlikely 0-33 %, very unlikely 0-10 %, exceptionally unlikely 0-1 %. The Dutch terms are
    those of KNMI in its edition of that report's summary (http://projects.knmi.nl/ipcc/SPM/onzekerheid.php).
    """
    if not 0 <= p.low <= p.high <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {p.low} to {p.high}")
    modest = round(min(max(p.low, 0.5), p.high), _KNOWN_DIGITS)  # the point of the interval that is nearest to one half
    above = (word for lowest, word in _LIKELY if modest >= lowest)
    below = (word for highest, word in _UNLIKELY if modest <= highest)
    return say(f"likelihood.{next(above, None) or next(below, 'about_as_likely_as_not')}", lang)


def balance_reading(probability: float, low: float, high: float, costs: float, *, small: float = 0.10) -> Reading:
    """Read a balance of benefits and costs as Dutch guidance does: by its sign, then by the size of the gap.

    Where a positive balance is very likely or very unlikely (in the sense of :func:`likelihood`) the sign is the
    reading. Where the sign is open the gap decides: the benefits are about equal to the costs if the balance is small
    against the costs all over its range, and if not, it is uncertain whether the benefits exceed the costs. So a
    balance that is small in the middle only does not count as about equal.

    Parameters
    ----------
    probability : float
        Of a balance above 0.
    low, high : float
        The 5 and 95 % quantiles of the balance, in euros.
    costs : float
        The expected present value of the costs, in euros.
    small : float
        What is small, as a share of the costs. The guidance gives no number: 10 % is a choice of this package.

    Returns
    -------
    {"positive", "negative", "about_equal", "uncertain"}
        The catalogue holds a clause for each, as ``verdict.<reading>``.

    References
    ----------
    Rijkswaterstaat, Steunpunt Economische Expertise, questions and answers on the MKBA method (rwseconomie.nl), 'Hoe
    kunnen uitkomsten van gevoeligheidsanalyses worden geduid, bijvoorbeeld als het saldo door aanpassing van de
    discontovoet van teken verandert?'. It elaborates Romijn and Renes (2013), Algemene leidraad voor
    maatschappelijke kosten-batenanalyse.
    """
    if probability >= 0.90:
        return "positive"
    if probability <= 0.10:
        return "negative"
    return "about_equal" if max(abs(low), abs(high)) <= small * costs else "uncertain"
