"""Formulas made at random over the cells of the table, always the same ones.

They keep clear of what LibreOffice is known to do otherwise: logical values in cells, 0 to the power 0, the rank of a
number that is not there, what is nearly found in a table that is not sorted, and a blank that is looked for.
"""

from __future__ import annotations

from random import Random

RANGES = ("A1:A9", "D1:D5", "F1:F5", "L1:L5", "G1:G3", "B4:B5", "E1:E5")
NUMBERS = (
    "A1",
    "A2",
    "A3",
    "A4",
    "A6",
    "A8",
    "D3",
    "F2",
    "F4",
    "B4",
    "B5",
    "B9",
    "C2",
    "C4",
    "0",
    "1",
    "2",
    "0.5",
    "3%",
)
TEXTS = ("E1", "E2", "J1", "J5", "B2", "B4", '"abc"', '"7"', '""')
CRITERIA = ('">1"', '"<>2"', '"<=5"', "2", '"a*"', '"<>"', '"=2"', "D2")


def number(rng: Random, depth: int) -> str:
    """Write an expression that is a number as a rule."""
    if depth == 0:
        return rng.choice(NUMBERS)
    x, y = (number(rng, depth - 1) for _ in range(2))
    block, other = rng.choice(RANGES), rng.choice(RANGES)
    forms = (
        f"({x}^{rng.choice([2, 3, 0.5, -1])})",
        f"({x}{rng.choice('+-*/')}{y})",
        f"-{x}",
        f"{x}%",
        f"ABS({x})",
        f"INT({x})",
        f"{rng.choice(['ROUND', 'ROUNDUP', 'ROUNDDOWN'])}({x},{rng.choice([0, 1, 2, -1])})",
        f"MOD({x},{y})",
        f"SIGN({x})",
        f"{rng.choice(['SUM', 'MIN', 'MAX', 'AVERAGE', 'COUNT', 'PRODUCT', 'MEDIAN', 'COUNTA'])}({block},{x})",
        f"IF({condition(rng, depth - 1)},{x},{y})",
        f"IFERROR({x},{y})",
        f"N({x})",
        f"{rng.choice(['SUMIF', 'AVERAGEIF'])}(D1:D5,{rng.choice(CRITERIA)},F1:F5)",
        f"COUNTIF({block},{rng.choice(CRITERIA)})",
        f"SUMPRODUCT(({block}>{x})*1)",
        "SUMPRODUCT(D1:D5,L1:L5)",
        f"INDEX({block},{rng.choice([1, 2, 3])})",
        f"MATCH({x}+0,{other},0)",
        f"MATCH({x},D1:D5,1)",
        f"CHOOSE({x},{y},{x})",
        f"VLOOKUP({x},D1:F5,{rng.choice([1, 3])},{rng.choice(['TRUE', 'FALSE'])})",
        f"LARGE({block},{rng.choice([1, 2])})",
        f"SQRT({x})",
        f"EXP({x})",
        f"LN({x})",
        f"TRUNC({x},1)",
        f"RANK({block[:2]},{block})",
        f"QUOTIENT({x},{y})",
    )
    return rng.choice(forms)


def text(rng: Random, depth: int) -> str:
    """Write an expression that is a text as a rule."""
    if depth == 0:
        return rng.choice(TEXTS)
    x = text(rng, depth - 1)
    chosen = f"IF({condition(rng, 0)},{x},{rng.choice(TEXTS)})"
    return rng.choice((f"({x}&{text(rng, depth - 1)})", f"({x}&{number(rng, depth - 1)})", f"T({x})", chosen))


def condition(rng: Random, depth: int) -> str:
    """Write an expression that holds or does not."""
    kind = rng.choice((number, text))
    compared = f"{kind(rng, depth)}{rng.choice(['=', '<>', '<', '>', '<=', '>='])}{kind(rng, depth)}"
    if depth == 0:
        return compared
    joined = f"{rng.choice(['AND', 'OR', 'XOR'])}({compared},{condition(rng, depth - 1)})"
    asked = f"{rng.choice(['ISNUMBER', 'ISERROR', 'ISTEXT', 'ISBLANK'])}({kind(rng, depth)})"
    return rng.choice((compared, joined, asked, f"NOT({compared})"))


def formulas(count: int, seed: int = 13) -> list[str]:
    """Give so many formulas."""
    rng = Random(seed)
    return ["=" + rng.choice((number, number, text, condition))(rng, rng.choice((1, 2, 3))) for _ in range(count)]
