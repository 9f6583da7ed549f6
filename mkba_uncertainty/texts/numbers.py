"""Numbers as people read them, in Dutch and English.

They show no more digits than their interval supports. The rule, once for all functions:

- With an interval from ``low`` to ``high`` a number is rounded to the place of the leading digit of the half-width:
  1,436,210 is 1.44 million with a half-width of 30,000, and 1.4 million with a half-width of 300,000.
- Without an interval a number gets two significant digits (a ratio two decimals, a probability whole percents).
- Nothing gets finer than a reader can use: a hundredth of a million, a whole thousand, a whole euro (below 100 euros
  a cent), a hundredth of a ratio, a tenth of a percent. An interval without width supports all digits down to there.
- The ends of a range get as many digits as it takes to move neither by more than a tenth of the range.

The minus sign is U+2212. What is not finite has no figures: that is a ``ValueError``, for the caller to prevent.
"""

from __future__ import annotations

import math
from typing import Literal

from mkba_uncertainty.texts import say

Kind = Literal["euros", "number", "ratio", "share", "percentage"]
Unit = Literal["euro", "thousand", "million", "billion"]

# Amounts that round to less than `below` euros are shown in `unit`, in steps of 10**`finest` euros or coarser.
_MONEY: tuple[tuple[float, Unit, int], ...] = (
    (1e2, "euro", -2),
    (1e4, "euro", 0),
    (1e5, "thousand", 2),
    (1e6, "thousand", 3),
    (1e9, "million", 4),
    (math.inf, "billion", 7),
)
# The spaces inside an amount in Dutch, as a pattern: no line ends there.
AMOUNT_SPACE = r"(?<=€) | (?=(?:mln|mld|duizend)\b)"

_EXPONENT: dict[Unit, int] = {"euro": 0, "thousand": 3, "million": 6, "billion": 9}
_FINEST: dict[Unit, int] = {unit: finest for _, unit, finest in _MONEY}


def euros(
    value: float, lang: str = "en", *, low: float | None = None, high: float | None = None, unit: Unit | None = None
) -> str:
    """Write an amount of money: ``€ 1,4 mln`` or ``€1.4M``.

    Parameters
    ----------
    value : float
        An amount in euros.
    lang : {"nl", "en"}
    low, high : float, optional
        The interval of the amount, which decides the digits.
    unit : {"euro", "thousand", "million", "billion"}, optional
        Show the amount in this unit, such as that of the other rows of a table. By default its own size decides.

    Raises
    ------
    ValueError
        If a number is not finite, or the interval is half or upside down. The same holds for the functions below.
    """
    place = _place(value, low, high)
    if unit is None:
        unit, place = _money_scale(value, place)
    else:
        place = max(place, _FINEST[unit])
    return _money(value, lang, place, unit)


def number(value: float, lang: str = "en", *, low: float | None = None, high: float | None = None) -> str:
    """Write a plain number: ``1.400`` or ``1,400``. An ``int`` without an interval is a count, shown in full."""
    is_count = isinstance(value, int) and low is None
    return _figures(value, lang, 0 if is_count else _place(value, low, high))


def ratio(value: float, lang: str = "en", *, low: float | None = None, high: float | None = None) -> str:
    """Write a ratio, such as that of benefits to costs: ``1,33`` or ``1.33``."""
    place = _place(value, low, high)
    return _figures(value, lang, -2 if low is None else max(place, -2))


def share(value: float, lang: str = "en", *, low: float | None = None, high: float | None = None) -> str:
    """Write a share or a relative change, of any size and sign, as a percentage: ``62%``, ``−0,4%``."""
    return f"{_figures(100 * value, lang, max(_place(value, low, high) + 2, -1))}%"


def percentage(
    p: float, lang: str = "en", *, low: float | None = None, high: float | None = None, whole: bool = False
) -> str:
    """Write a probability: ``92%``; to a tenth where an interval supports it, unless ``whole`` percents are asked.

    What is not certain never reads ``0%`` or ``100%`` but ``<1%`` or ``>99%``. An estimate of exactly 0 or 1 is
    certain only if its interval has no width.

    Raises
    ------
    ValueError
        If ``p`` lies outside 0 to 1.
    """
    place = _place(p, low, high) + 2
    if low is None or high is None:
        return _percentage(p, lang, 0, p, p)
    return _percentage(p, lang, max(place, 0 if whole else -1), low, high)


def range_text(low: float, high: float, lang: str = "en", kind: Kind = "euros", *, unit: Unit | None = None) -> str:
    """Write a range, both ends in the same unit: ``€ 0,2 tot € 2,6 mln``, ``92% to 95%``.

    Parameters
    ----------
    low, high : float
        The ends: euros, or fractions of 1 where ``kind`` is a percentage or a share.
    lang : {"nl", "en"}
    kind : {"euros", "number", "ratio", "share", "percentage"}
        The ends are written as the function of this name writes them.
    unit : optional
        As in :func:`euros`. By default the size of the larger end decides.
    """
    width = 2 * _half_width(low, high)
    if width == 0 and kind != "percentage":
        return _alone(low, lang, kind, unit)
    # Rounding to a step moves an end by at most half of it, so a fifth of the width moves it by at most a tenth.
    place = _leading_place(width / 5) if width else _last_place(low)
    if kind == "euros":
        shared = unit or _money_scale(max(abs(low), abs(high)), place)[0]
        ends = [_money(end, lang, place, shared) for end in (low, high)]
        if lang == "nl" and shared != "euro":  # Dutch names the unit once.
            ends[0] = ends[0].rpartition(" ")[0]
    elif kind == "percentage":
        ends = [_percentage(end, lang, place + 2, end, end) for end in (low, high)]
    elif kind == "share":
        ends = [f"{_figures(100 * end, lang, place + 2)}%" for end in (low, high)]
    else:
        ends = [_figures(end, lang, place) for end in (low, high)]
    return say("number.range", lang, low=ends[0], high=ends[1])


def _alone(value: float, lang: str, kind: Kind, unit: Unit | None) -> str:
    """Write a range without width as the one number that it is."""
    if kind == "euros":
        return euros(value, lang, low=value, high=value, unit=unit)
    write = {"number": number, "ratio": ratio, "share": share}[kind]
    return write(value, lang) if kind == "number" else write(value, lang, low=value, high=value)


def _place(value: float, low: float | None, high: float | None) -> int:
    """Give the power of ten that ``value`` deserves to be rounded to."""
    if not math.isfinite(value):
        raise ValueError(f"{value} has no figures")
    if low is None and high is None:
        # Through the text, so that 9.96, which rounds to 10, counts as two figures before the point.
        return int(f"{value:.1e}".partition("e")[2]) - 1 if value else 0
    if low is None or high is None:
        raise ValueError("an interval has both ends: give low and high, or neither")
    half_width = _half_width(low, high)
    return _leading_place(half_width) if half_width else _last_place(value)


def _half_width(low: float, high: float) -> float:
    half_width = high / 2 - low / 2
    if not (math.isfinite(half_width) and low <= high):
        raise ValueError(f"{low} to {high} is not an interval")
    return half_width


def _leading_place(size: float) -> int:
    """Give the power of ten of the first digit, blind to noise in the last ones (0.1 + 0.2)."""
    return int(f"{size:.9e}".partition("e")[2])


def _last_place(value: float) -> int:
    """Give the power of ten of the last digit that is there: -3 for 0.507."""
    return next((-digits for digits in range(12) if round(value, digits) == value), -12)


def _money_scale(value: float, place: int) -> tuple[Unit, int]:
    return next(
        (unit, max(place, finest)) for below, unit, finest in _MONEY if abs(round(value, -max(place, finest))) < below
    )


def _money(value: float, lang: str, place: int, unit: Unit) -> str:
    if unit == "euro" and place < 0:
        place = -2  # money has cents or none
    rounded = round(value, -place)
    figures = _decimals(abs(rounded) / 10 ** _EXPONENT[unit], lang, _EXPONENT[unit] - place)
    return say(f"number.{unit}", lang, sign=_sign(rounded), figures=figures)


def _figures(value: float, lang: str, place: int) -> str:
    rounded = round(value, -place)
    return f"{_sign(rounded)}{_decimals(abs(rounded), lang, -place)}"


def _sign(rounded: float) -> str:
    return "\N{MINUS SIGN}" if rounded < 0 else ""


def _decimals(size: float, lang: str, decimals: int) -> str:
    text = f"{size:,.{max(decimals, 0)}f}"
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
