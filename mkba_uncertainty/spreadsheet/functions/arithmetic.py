"""Functions of numbers, one by one: rounding, roots, powers, logarithms, angles, counting, ways to write a number."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.spreadsheet.functions.registry import numeric, scalar, whole
from mkba_uncertainty.spreadsheet.operators import SIGNS, divided, raised
from mkba_uncertainty.spreadsheet.values import Area, Cell, Error, Numbers, Scalar, each_draw, iterate, numbers

# Elements of numbers

_OF_ONE: dict[str, Callable[[Value], Any]] = {
    "ABS": np.abs,
    "SIGN": np.sign,
    "SQRT": np.sqrt,
    "SQRTPI": lambda x: np.sqrt(np.multiply(x, math.pi)),
    "EXP": np.exp,
    "LN": np.log,
    "LOG10": np.log10,
    "SIN": np.sin,
    "COS": np.cos,
    "TAN": np.tan,
    "ASIN": np.arcsin,
    "ACOS": np.arccos,
    "ATAN": np.arctan,
    "ACOT": lambda x: np.subtract(math.pi / 2, np.arctan(x)),
    "SINH": np.sinh,
    "COSH": np.cosh,
    "TANH": np.tanh,
    "ASINH": np.arcsinh,
    "ACOSH": np.arccosh,
    "ATANH": np.arctanh,
    "ACOTH": lambda x: np.arctanh(np.divide(1.0, x)),
    "SEC": lambda x: np.divide(1.0, np.cos(x)),
    "SECH": lambda x: np.divide(1.0, np.cosh(x)),
    "CSC": lambda x: divided(1.0, np.sin(x)),
    "CSCH": lambda x: divided(1.0, np.sinh(x)),
    "COT": lambda x: divided(1.0, np.tan(x)),
    "COTH": lambda x: divided(1.0, np.tanh(x)),
    "RADIANS": lambda x: np.multiply(np.divide(x, 180.0), math.pi),
    "DEGREES": lambda x: np.multiply(np.divide(x, math.pi), 180.0),
}


def _of_one(function: Callable[[Value], Any]) -> Callable[[Value], Any]:
    return lambda x: function(x)


for _name, _function in _OF_ONE.items():
    numeric(_name)(_of_one(_function))

numeric("PI")(lambda: math.pi)


@numeric("ATAN2")
def atan2(x: Value, y: Value) -> Numbers:
    """Give the angle of a point; x stands first."""
    return Numbers(np.arctan2(y, x)).failing(Error.DIV0, np.equal(x, 0) & np.equal(y, 0))


@numeric("LOG")
def log(x: Value, base: Value = 10.0) -> Numbers:
    """Give the logarithm to a base."""
    found = np.where(np.equal(base, 10), np.log10(x), np.divide(np.log(x), np.log(base)))[()]
    bad = np.less_equal(x, 0) | np.less_equal(base, 0)
    return Numbers(found).failing(Error.NUM, bad).failing(Error.DIV0, np.equal(base, 1))


@numeric("QUOTIENT")
def quotient(a: Value, b: Value) -> Numbers:
    """Give the whole part of a ratio."""
    return Numbers(np.trunc(np.divide(a, b))).failing(Error.DIV0, np.equal(b, 0))


@numeric("MOD")
def mod(a: Value, b: Value) -> Numbers:
    """Give what is left of a division, with the sign of the divisor."""
    left = np.subtract(a, np.multiply(b, np.floor(_shown(np.divide(a, b)))))
    return Numbers(left).failing(Error.DIV0, np.equal(b, 0))


# Rounding

_TENS = np.array([float(f"1e{power}") for power in range(309)])


def _shown(x: Value, parts: int = 1) -> Any:
    """Give x; where its first 15 digits are those of a whole number (or of so many parts of one), that number.

    Sheets round as the 15 digits that they show: 2.675 is 2.67499999999999982, and they make it 2.68.
    """
    near = np.rint(np.multiply(x, parts)) / parts
    size, off = np.abs(x), np.abs(np.subtract(x, near))
    if not np.any((off <= 5e-15 * size) & (off > 0)):  # half a unit of the 15th digit is no more than that
        return x
    unit = np.power(10.0, np.floor(np.log10(np.where(size > 0, size, 1.0))) - 14)
    return np.where(off <= unit / 2, near, x)[()]


def _to_digits(x: Value, digits: Value, rounding: Callable[[Any], Any]) -> Any:
    """Round the size of a number to so many digits behind the point, before it where there are fewer than 0."""
    digits = np.trunc(np.clip(digits, -308, 308))
    whole_digits = np.nan_to_num(digits).astype(np.intp)
    up, down = _TENS[np.maximum(whole_digits, 0)], _TENS[np.maximum(-whole_digits, 0)]
    size = np.abs(x) * up / down
    rounded = np.copysign(rounding(size) / up * down, x)
    return np.where(size < 1e15, rounded, x)[()]


@numeric("ROUND")
def round_(x: Value, digits: Value) -> Any:
    """Round; halves go away from 0."""
    return _to_digits(x, digits, lambda size: np.floor(_shown(size, 2) + 0.5))


@numeric("ROUNDUP")
def round_up(x: Value, digits: Value) -> Any:
    """Round away from 0."""
    return _to_digits(x, digits, lambda size: np.ceil(_shown(size)))


@numeric("ROUNDDOWN")
def round_down(x: Value, digits: Value) -> Any:
    """Round towards 0."""
    return _to_digits(x, digits, lambda size: np.floor(_shown(size)))


@numeric("TRUNC")
def trunc(x: Value, digits: Value = 0.0) -> Any:
    """Cut digits off."""
    return round_down(x, digits)


@numeric("INT")
def int_(x: Value) -> Any:
    """Round down, to a smaller number."""
    return np.floor(_shown(x))


@numeric("EVEN")
def even(x: Value) -> Any:
    """Round away from 0 to an even number."""
    return np.copysign(2 * np.ceil(np.abs(x) / 2), x)


@numeric("ODD")
def odd(x: Value) -> Any:
    """Round away from 0 to an odd number; 0 becomes 1."""
    return np.copysign(2 * np.ceil((np.maximum(np.abs(x), 1) - 1) / 2) + 1, np.add(x, 0.0))


def _to_multiple(x: Value, step: Value, rounding: Callable[[Any], Any]) -> Any:
    """Round to a multiple; a multiple of 0 is 0."""
    none = np.equal(step, 0)
    steps = rounding(np.divide(x, np.where(none, 1.0, step)))
    return np.where(none, 0.0, np.multiply(steps, step))[()]


def _up(steps: Any) -> Any:
    return np.ceil(_shown(steps))


def _down(steps: Any) -> Any:
    return np.floor(_shown(steps))


@numeric("MROUND")
def mround(x: Value, step: Value) -> Numbers:
    """Round to the nearest multiple."""
    found = _to_multiple(x, step, lambda steps: np.floor(steps + 0.5))
    return Numbers(found).failing(Error.NUM, np.less(np.multiply(x, step), 0))


@numeric("CEILING")
def ceiling(x: Value, step: Value) -> Numbers:
    """Round to a multiple: up, or of a negative multiple away from 0."""
    return Numbers(_to_multiple(x, step, _up)).failing(Error.NUM, np.greater(x, 0) & np.less(step, 0))


@numeric("FLOOR")
def floor(x: Value, step: Value) -> Numbers:
    """Round to a multiple: down, or of a negative multiple towards 0."""
    found = Numbers(_to_multiple(x, step, _down)).failing(Error.NUM, np.greater(x, 0) & np.less(step, 0))
    return found.failing(Error.DIV0, np.equal(step, 0) & np.not_equal(x, 0))


@numeric("CEILING.MATH")
def ceiling_math(x: Value, step: Value = 1.0, away: Value = 0.0) -> Any:
    """Round up to a multiple, or away from 0 where asked."""
    size = np.abs(step)
    turned = np.less(x, 0) & np.not_equal(away, 0)
    return np.where(turned, _to_multiple(x, size, _down), _to_multiple(x, size, _up))[()]


@numeric("FLOOR.MATH")
def floor_math(x: Value, step: Value = 1.0, towards: Value = 0.0) -> Any:
    """Round down to a multiple, or towards 0 where asked."""
    size = np.abs(step)
    turned = np.less(x, 0) & np.not_equal(towards, 0)
    return np.where(turned, _to_multiple(x, size, _up), _to_multiple(x, size, _down))[()]


@numeric("CEILING.PRECISE", "ISO.CEILING")
def ceiling_precise(x: Value, step: Value = 1.0) -> Any:
    """Round up to a multiple, whatever its sign."""
    return _to_multiple(x, np.abs(step), _up)


@numeric("FLOOR.PRECISE")
def floor_precise(x: Value, step: Value = 1.0) -> Any:
    """Round down to a multiple, whatever its sign."""
    return _to_multiple(x, np.abs(step), _down)


# Powers


numeric("POWER")(raised)


@whole("SERIESSUM", takes="vvva")
def series_sum(x: Cell, first: Cell, step: Cell, coefficients: Cell | Area) -> Cell:
    """Add coefficients times powers of x."""
    total: Cell = 0.0
    for place, coefficient in enumerate(iterate([coefficients])):
        exponent = SIGNS["+"](first, SIGNS["*"](float(place), step))
        total = SIGNS["+"](total, SIGNS["*"](coefficient, SIGNS["^"](x, exponent)))
    return total


# Counting

_FACTORIALS = np.array([float(math.factorial(number)) for number in range(171)])
_DOUBLE_FACTORIALS = np.array([float(math.prod(range(number, 0, -2))) for number in range(301)])


def _from_table(x: Value, table: Any, least: int) -> Numbers:
    place = np.trunc(x)
    inside = np.greater_equal(place, least) & np.less(place, len(table))
    found = table[np.where(inside, np.maximum(place, 0), 0).astype(np.intp)]
    return Numbers(found).failing(Error.NUM, ~inside)


@numeric("FACT")
def fact(x: Value) -> Numbers:
    """Give the product of the whole numbers up to x."""
    return _from_table(x, _FACTORIALS, 0)


@numeric("FACTDOUBLE")
def fact_double(x: Value) -> Numbers:
    """Give the product of every other whole number up to x."""
    return _from_table(x, _DOUBLE_FACTORIALS, -1)


def _chosen(among: int, number: int) -> float:
    """Count ways to choose, as a float; too many overflow."""
    size = math.lgamma(among + 1) - math.lgamma(number + 1) - math.lgamma(among - number + 1)
    if size > 710:
        raise OverflowError
    return float(math.comb(among, number))


@scalar("COMBIN")
def combin(among: int, number: int) -> Scalar:
    """Count the ways to choose."""
    return _chosen(among, number) if 0 <= number <= among else Error.NUM


@scalar("COMBINA")
def combina(among: int, number: int) -> Scalar:
    """Count the ways to choose, each as often as wanted."""
    if among < 0 or number < 0 or (among == 0 and number > 0):
        return Error.NUM
    return _chosen(among + number - 1, number) if number else 1.0


@scalar("PERMUT")
def permut(among: int, number: int) -> Scalar:
    """Count the ways to choose in order."""
    if not 0 <= number <= among:
        return Error.NUM
    return _chosen(among, number) * float(math.factorial(number))


@scalar("PERMUTATIONA")
def permutation_a(among: int, number: int) -> Scalar:
    """Count the ways to choose in order, each as often as wanted."""
    return float(among) ** number if among >= 0 and number >= 0 else Error.NUM


def _of_whole_numbers(name: str, function: Callable[[Sequence[int]], float]) -> None:
    """Register a function of all whole numbers in its arguments, none of them below 0; blanks are left out."""

    def one(*values: Scalar) -> Scalar:
        whole_numbers = []
        for value in (value for value in values if value is not None):
            found = numbers(Error.VALUE if isinstance(value, bool) else value)
            if found.codes:
                return Error(int(found.codes))
            if not 0 <= found.values < 2.0**53:
                return Error.NUM
            whole_numbers.append(int(found.values))
        try:
            return function(whole_numbers)
        except OverflowError:
            return Error.NUM

    def compute(first: Cell | Area, *others: Cell | Area) -> Cell:
        return each_draw(one, *iterate([first, *others]))

    whole(name, takes="+r")(compute)


def _least_multiple(values: Sequence[int]) -> float:
    found = math.lcm(*values)
    if found >= 2**53:
        raise OverflowError
    return float(found)


def _arrangements(values: Sequence[int]) -> float:
    """Count the ways to divide into groups of these sizes."""
    found = 1.0
    for among, number in zip(accumulate(values), values, strict=True):
        found *= _chosen(among, number)
    return found


_of_whole_numbers("GCD", lambda values: float(math.gcd(*values)))
_of_whole_numbers("LCM", _least_multiple)
_of_whole_numbers("MULTINOMIAL", _arrangements)

# Ways to write a number

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ROMAN = {
    "M": 1000,
    "CM": 900,
    "D": 500,
    "CD": 400,
    "C": 100,
    "XC": 90,
    "L": 50,
    "XL": 40,
    "X": 10,
    "IX": 9,
    "V": 5,
    "IV": 4,
    "I": 1,
}


@scalar("ROMAN")
def roman(number: int) -> Scalar:
    """Write a number in Roman numerals, in the classic form."""
    if not 0 <= number < 4000:
        return Error.VALUE
    written = ""
    for sign, value in _ROMAN.items():
        count, number = divmod(number, value)
        written += sign * count
    return written


@scalar("ARABIC")
def arabic(text: str) -> Scalar:
    """Read Roman numerals."""
    plain = text.strip().upper()
    sign, plain = (-1.0, plain[1:]) if plain.startswith("-") else (1.0, plain)
    if any(letter not in _ROMAN for letter in plain):
        return Error.VALUE
    values = [_ROMAN[letter] for letter in plain]
    return sign * sum(-one if one < following else one for one, following in zip(values, [*values, 0][1:], strict=True))


@scalar("BASE")
def base(number: int, radix: int, length: int = 0) -> Scalar:
    """Write a number to another base."""
    if not (0 <= number < 2**53 and 2 <= radix <= 36 and 0 <= length <= 255):
        return Error.NUM
    written = ""
    while number:
        number, digit = divmod(number, radix)
        written = _DIGITS[digit] + written
    return written.rjust(max(length, 1), "0")


@scalar("DECIMAL")
def decimal(text: str, radix: int) -> Scalar:
    """Read a number to another base."""
    if not 2 <= radix <= 36:
        return Error.NUM
    plain = text.strip()
    if plain and any(digit not in _DIGITS[:radix] for digit in plain.upper()):
        return Error.NUM
    return float(int(plain or "0", radix))
