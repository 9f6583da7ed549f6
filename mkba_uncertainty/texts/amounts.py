"""Values of estimates and outcomes as people read them, whatever their unit."""

from __future__ import annotations

import math
from typing import Literal

from mkba_uncertainty.texts.numbers import euros, number, range_text, ratio, share
from mkba_uncertainty.texts.units import is_money

Kind = Literal["euros", "number", "ratio"]
DIGITS = 3
"""Digits of a value of an estimate."""


def outcome_text(value: float, low: float, high: float, lang: str, kind: Kind) -> str:
    """Write an outcome with the digits that its interval supports."""
    write = {"euros": euros, "ratio": ratio}.get(kind, number)
    return write(value, lang, low=low, high=high)


def estimate_text(value: float, lang: str, unit: str | None = None) -> str:
    """Write a value of an estimate as its unit asks: ``47.7%``, ``€45,000``, ``0.477``."""
    if unit == "share":
        write = share
    elif is_money(unit):
        write = euros
    else:
        write = number
    step = 10.0 ** (math.floor(math.log10(abs(value))) + 1 - DIGITS) if value else 0.0
    return write(value, lang, low=value - step, high=value + step)


def estimate_range(low: float, high: float, lang: str, unit: str | None = None) -> str:
    """Write two values of an estimate: ``22% to 40%``."""
    if unit == "share":
        return range_text(low, high, lang, "share")
    return range_text(low, high, lang, "euros" if is_money(unit) else "number")
