"""What a unit is made of: which words, each to which power. Whether it is one at all is for others to say."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

from mkba_uncertainty.texts.currencies import may_be_currency

MULTIPLES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
"""Words before the unit of a cell that does not count by the one: ``million EUR``."""


def counted_in(unit: str) -> tuple[float, str]:
    """Give how many one stands for in a unit, and of what: 1e6 and ``EUR`` for ``million EUR``."""
    word, _, rest = unit.partition(" ")
    return (MULTIPLES[word], rest) if word in MULTIPLES and rest else (1.0, unit)


@lru_cache(maxsize=1024)
def powers(unit: str) -> Mapping[str, float]:
    """Give the words of a unit with their powers: 1 and -1 for ``EUR / year``; none for what is no product of words."""
    try:
        return read_powers(unit)
    except ValueError:
        return {}


def read_powers(unit: str) -> dict[str, float]:
    """Read a unit as :func:`powers` does.

    Raises
    ------
    ValueError
        If it is no product of words.
    """
    found: dict[str, float] = {}
    try:
        for word, power in _words(ast.parse(unit.strip(" "), mode="eval").body):
            found[word] = found.get(word, 0.0) + power
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise ValueError("no product of words") from error
    return {word: power for word, power in found.items() if power != 0}


def is_money(unit: str | None) -> bool:
    """Say whether numbers with this unit are amounts of money: euros, or so many of them for something else."""
    return currency_of(unit) is not None


def currency_of(unit: str | None) -> str | None:
    """Give the currency that amounts with this unit are in: ``USD`` for ``USD / year``; None if it is no money."""
    found = powers(unit or "")
    return next((word for word, power in found.items() if power == 1 and may_be_currency(word)), None)


def money_power(unit: str) -> float:
    """Give the power of money in a unit: 1 in ``EUR / year``, -1 in ``jobs / EUR``, 0 in ``USD / EUR``."""
    return sum(power for word, power in powers(unit).items() if may_be_currency(word))


def is_share(unit: str | None) -> bool:
    """Say whether numbers with this unit are shares, from 0 to 1."""
    return unit is not None and powers(unit) == {"share": 1}


def _words(node: ast.expr) -> Iterator[tuple[str, float]]:
    match node:
        case ast.Name(id=word):
            yield word, 1.0
        case ast.Constant(value=1):
            pass
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as op, right=right):
            yield from _words(left)
            sign = 1 if isinstance(op, ast.Mult) else -1
            yield from ((word, sign * power) for word, power in _words(right))
        case ast.BinOp(left=base, op=ast.Pow(), right=exponent):
            times = float(ast.literal_eval(exponent))
            yield from ((word, times * power) for word, power in _words(base))
        case _:
            raise ValueError("no product of words")
