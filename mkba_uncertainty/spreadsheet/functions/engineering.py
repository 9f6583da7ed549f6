"""Units, numbers to other bases, bits, steps and Bessel functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from scipy import special

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.spreadsheet.functions.registry import numeric, scalar
from mkba_uncertainty.spreadsheet.values import Error, Failure, Numbers, Scalar, numbers, text_of

# Bases

_BASES: Mapping[str, int] = {"BIN": 2, "OCT": 8, "HEX": 16}
PLACES = 10
"""Of a number to another base; the first of ten is its sign."""


def _read(text: str, base: int) -> int:
    """Read a number to a base, of which the upper half of ten places is negative.

    Raises
    ------
    Failure
        If it is none.
    """
    plain = text.strip()
    if len(plain) > PLACES or any(digit not in "0123456789abcdefABCDEF" for digit in plain):
        raise Failure(Error.NUM)
    found = int(plain or "0", base)
    return found - base**PLACES if found >= base**PLACES // 2 else found


def _write(number: int, base: int, places: Scalar) -> str:
    if not -(base**PLACES) // 2 <= number < base**PLACES // 2:
        raise Failure(Error.NUM)
    shown = np.base_repr(number % base**PLACES, base)
    if places is None or number < 0:
        return shown
    width = numbers(places)
    if width.codes or not len(shown) <= width.values <= PLACES:
        raise Failure(Error(int(width.codes)) if width.codes else Error.NUM)
    return shown.rjust(int(width.values), "0")


def _register_base(name: str, base: int) -> None:
    @scalar(f"{name}2DEC")
    def to_decimal(text: str) -> Scalar:
        return float(_read(text, base))

    @scalar(f"DEC2{name}")
    def from_decimal(number: int, places: Scalar = None) -> Scalar:
        return _write(number, base, places)

    for other, other_base in _BASES.items():
        if other != name:
            scalar(f"{name}2{other}")(_between(base, other_base))


def _between(base: int, other: int) -> Callable[..., Scalar]:
    def compute(text: str, places: Scalar = None) -> Scalar:
        return _write(_read(text, base), other, places)

    return compute


for _name, _base in _BASES.items():
    _register_base(_name, _base)

# Bits


def _register_bits(name: str, function: Callable[[int, int], int]) -> None:
    def compute(first: float, second: float) -> Scalar:
        if not all(0 <= one < 2**48 and one == int(one) for one in (first, second)):
            return Error.NUM
        return float(function(int(first), int(second)))

    scalar(name)(compute)


_register_bits("BITAND", lambda first, second: first & second)
_register_bits("BITOR", lambda first, second: first | second)
_register_bits("BITXOR", lambda first, second: first ^ second)


def _shifted(number: float, bits: int) -> Scalar:
    if not (0 <= number < 2**48 and number == int(number) and abs(bits) <= 53):
        return Error.NUM
    found = int(number) << bits if bits > 0 else int(number) >> -bits
    return float(found) if found < 2**48 else Error.NUM


@scalar("BITLSHIFT")
def bits_left(number: float, bits: int) -> Scalar:
    """Move bits to the left."""
    return _shifted(number, bits)


@scalar("BITRSHIFT")
def bits_right(number: float, bits: int) -> Scalar:
    """Move bits to the right."""
    return _shifted(number, -bits)


# Steps and Bessel functions


@numeric("DELTA")
def delta(first: Value, second: Value = 0.0) -> Any:
    """Give 1 where two numbers are the same, else 0."""
    return np.equal(first, second) * 1.0


@numeric("GESTEP")
def step(number: Value, bound: Value = 0.0) -> Any:
    """Give 1 from a bound on, 0 below it."""
    return np.greater_equal(number, bound) * 1.0


def _register_bessel(name: str, function: Callable[[Any, Any], Any], *, positive: bool) -> None:
    def compute(x: Value, order: Value) -> Any:
        whole_order = np.trunc(order)
        found = Numbers(function(whole_order, x)).failing(Error.NUM, np.less(whole_order, 0))
        return found.failing(Error.NUM, np.less_equal(x, 0)) if positive else found

    numeric(name)(compute)


_register_bessel("BESSELI", special.iv, positive=False)
_register_bessel("BESSELJ", special.jv, positive=False)
_register_bessel("BESSELK", special.kv, positive=True)
_register_bessel("BESSELY", special.yv, positive=True)

# Units

_PREFIXES: Mapping[str, float] = {
    "Y": 1e24, "Z": 1e21, "E": 1e18, "P": 1e15, "T": 1e12, "G": 1e9, "M": 1e6, "k": 1e3, "h": 1e2, "da": 1e1, "e": 1e1,
    "d": 1e-1, "c": 1e-2, "m": 1e-3, "u": 1e-6, "n": 1e-9, "p": 1e-12, "f": 1e-15, "a": 1e-18, "z": 1e-21, "y": 1e-24,
}  # fmt: skip
_BINARY: Mapping[str, float] = {f"{letter}i": 2.0 ** (10 * power) for power, letter in enumerate("kMGTPEZY", start=1)}
_INCH, _POUND, _FOOT = 0.0254, 453.59237, 0.3048
_LIGHT_YEAR, _ANGSTROM, _NAUTICAL, _MILE, _YARD = 9.46073047258e15, 1e-10, 1852.0, 1609.344, 0.9144
_GALLON, _IMPERIAL = 3.785411784, 4.54609

_METRIC: Mapping[str, Mapping[str, float]] = {
    "mass": {"g": 1.0, "u": 1.66053100460465e-24},
    "length": {"m": 1.0, "ang": _ANGSTROM, "ly": _LIGHT_YEAR, "parsec": 3.08567758128155e16, "pc": 3.08567758128155e16},
    "time": {"sec": 1.0, "s": 1.0},
    "pressure": {"Pa": 1.0, "p": 1.0, "atm": 101325.0, "at": 101325.0, "mmHg": 133.322},
    "force": {"N": 1.0, "dyn": 1e-5, "dy": 1e-5, "pond": 9.80665e-3},
    "energy": {
        "J": 1.0, "e": 1e-7, "c": 4.184, "cal": 4.1868, "eV": 1.60217648740644e-19, "ev": 1.60217648740644e-19,
        "Wh": 3600.0, "wh": 3600.0,
    },
    "power": {"W": 1.0, "w": 1.0},
    "magnetism": {"T": 1.0, "ga": 1e-4},
    "volume": {"l": 1.0, "L": 1.0, "lt": 1.0},
    "area": {"ar": 100.0},
    "information": {"bit": 1.0, "byte": 8.0},
    "speed": {"m/s": 1.0, "m/sec": 1.0, "m/h": 1 / 3600, "m/hr": 1 / 3600},
}  # fmt: skip
_OTHER: Mapping[str, Mapping[str, float]] = {
    "mass": {
        "sg": 14593.9029372064, "lbm": _POUND, "ozm": _POUND / 16, "grain": _POUND / 7000, "cwt": _POUND * 100,
        "shweight": _POUND * 100, "uk_cwt": _POUND * 112, "lcwt": _POUND * 112, "hweight": _POUND * 112,
        "stone": _POUND * 14, "ton": _POUND * 2000, "uk_ton": _POUND * 2240, "LTON": _POUND * 2240,
        "brton": _POUND * 2240,
    },
    "length": {
        "mi": _MILE, "Nmi": _NAUTICAL, "in": _INCH, "ft": _FOOT, "yd": _YARD, "ell": 1.143, "Picapt": _INCH / 72,
        "Pica": _INCH / 72, "pica": _INCH / 6, "survey_mi": 6336000 / 3937,
    },
    "time": {"yr": 31557600.0, "day": 86400.0, "d": 86400.0, "hr": 3600.0, "mn": 60.0, "min": 60.0},
    "pressure": {"psi": 6894.75729316836, "Torr": 101325 / 760},
    "force": {"lbf": 4.4482216152605},
    "energy": {
        "HPh": 2684519.53769617, "hh": 2684519.53769617, "flb": 1.3558179483314, "BTU": 1055.05585262,
        "btu": 1055.05585262,
    },
    "power": {"HP": 745.69987158227, "h": 745.69987158227, "PS": 735.49875},
    "volume": {
        "tsp": _GALLON / 768, "tspm": 0.005, "tbs": _GALLON / 256, "oz": _GALLON / 128, "cup": _GALLON / 16,
        "pt": _GALLON / 8, "us_pt": _GALLON / 8, "qt": _GALLON / 4, "gal": _GALLON, "uk_pt": _IMPERIAL / 8,
        "uk_qt": _IMPERIAL / 4, "uk_gal": _IMPERIAL, "barrel": _GALLON * 42, "bushel": 35.23907016688,
        "GRT": 2831.6846592, "regton": 2831.6846592, "MTON": 1132.67386368,
    },
    "area": {
        "uk_acre": 4046.8564224, "us_acre": 4046.87260987425, "ha": 10000.0, "Morgen": 2500.0,
    },
    "speed": {"admkn": 0.514773333333333, "kn": _NAUTICAL / 3600, "mph": _MILE / 3600},
}  # fmt: skip
_LENGTHS = {
    "m": 1.0, "ang": _ANGSTROM, "ft": _FOOT, "in": _INCH, "ly": _LIGHT_YEAR, "mi": _MILE, "Nmi": _NAUTICAL,
    "yd": _YARD, "Picapt": _INCH / 72, "Pica": _INCH / 72,
}  # fmt: skip


def _units() -> dict[str, tuple[str, float]]:
    """Give the quantity and the size of each unit; one without a prefix comes before the same letters with one."""
    units: dict[str, tuple[str, float]] = {}
    for quantity, sizes in _METRIC.items():
        prefixes = {**_PREFIXES, **_BINARY} if quantity == "information" else _PREFIXES
        units |= {
            f"{prefix}{unit}": (quantity, size * factor)
            for unit, size in sizes.items()
            for prefix, factor in prefixes.items()
        }
    for quantity, power, scale in (("area", 2, 1.0), ("volume", 3, 1000.0)):
        for unit, size in _LENGTHS.items():
            units |= {f"{unit}{sign}{power}": (quantity, size**power * scale) for sign in ("", "^")}
        units |= {
            f"{prefix}m{sign}{power}": (quantity, factor**power * scale)
            for prefix, factor in _PREFIXES.items()
            for sign in ("", "^")
        }
    for group in (_METRIC, _OTHER):
        units |= {unit: (quantity, size) for quantity, sizes in group.items() for unit, size in sizes.items()}
    return units


_UNITS = _units()
_DEGREES: Mapping[str, tuple[float, float]] = {
    **dict.fromkeys(("C", "cel"), (1.0, 273.15)),
    **dict.fromkeys(("F", "fah"), (5 / 9, 459.67 * 5 / 9)),
    **dict.fromkeys(("K", "kel"), (1.0, 0.0)),
    "Rank": (5 / 9, 0.0),
    "Reau": (1.25, 273.15),
}


@scalar("CONVERT")
def convert(number: float, unit: Scalar, other: Scalar) -> Scalar:
    """Give an amount in another unit."""
    first, second = text_of(unit), text_of(other)
    if first in _DEGREES and second in _DEGREES:
        (size, zero), (other_size, other_zero) = _DEGREES[first], _DEGREES[second]
        return number if size == other_size and zero == other_zero else (number * size + zero - other_zero) / other_size
    if first not in _UNITS or second not in _UNITS or _UNITS[first][0] != _UNITS[second][0]:
        return Error.NA
    return number * _UNITS[first][1] / _UNITS[second][1]
