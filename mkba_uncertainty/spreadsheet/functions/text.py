"""Texts: joined, cut, searched, replaced, read as numbers, and numbers written as texts."""

from __future__ import annotations

import re

from mkba_uncertainty.spreadsheet.functions.arithmetic import round_
from mkba_uncertainty.spreadsheet.functions.dates import moment_of_text
from mkba_uncertainty.spreadsheet.functions.formats import text_written, written
from mkba_uncertainty.spreadsheet.functions.registry import number_of, scalar, whole
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Scalar,
    area_of,
    cells_of,
    draws_in,
    each_draw,
    iterate,
    number_of_text,
    numbers,
    text_of,
)

LONGEST = 32767
"""The most signs that a cell holds."""


def _required(condition: bool) -> None:
    """Fail with #VALUE! unless something holds."""
    if not condition:
        raise Failure(Error.VALUE)


def _limited(text: str) -> str:
    _required(len(text) <= LONGEST)
    return text


# Joined


@whole("CONCAT", takes="+r")
def concat(first: Cell | Area, *others: Cell | Area) -> Cell:
    """Join texts."""
    return each_draw(_joined, *iterate([first, *others]))


def _joined(*values: Scalar) -> Scalar:
    try:
        return _limited("".join(map(text_of, values)))
    except Failure as failure:
        return failure.error


@scalar("CONCATENATE")
def concatenate(*texts: str) -> Scalar:
    """Join texts."""
    return _limited("".join(texts))


@whole("TEXTJOIN", takes="rv+r")
def text_join(between: Cell | Area, skip: Cell, first: Cell | Area, *others: Cell | Area) -> Cell:
    """Join texts with something between them."""
    signs = cells_of(between)

    def one(*values: Scalar) -> Scalar:
        try:
            separators = [text_of(value) for value in values[: len(signs)]]
            leave_out = bool(numbers(values[len(signs)]).values)
            texts = [text_of(value) for value in values[len(signs) + 1 :]]
            texts = [text for text in texts if text or not leave_out]
            joined = "".join(text + separators[at % len(separators)] for at, text in enumerate(texts[:-1]))
            return _limited(joined + "".join(texts[-1:]))
        except Failure as failure:
            return failure.error

    return each_draw(one, *signs, skip, *iterate([first, *others]))


@scalar("REPT")
def repeated(text: str, times: int) -> Scalar:
    """Repeat a text."""
    _required(times >= 0 and len(text) * times <= LONGEST)
    return text * times


# Cut


@scalar("LEFT")
def left(text: str, count: int = 1) -> Scalar:
    """Give the first signs."""
    _required(count >= 0)
    return text[:count]


@scalar("RIGHT")
def right(text: str, count: int = 1) -> Scalar:
    """Give the last signs."""
    _required(count >= 0)
    return text[-count:] if count else ""


@scalar("MID")
def mid(text: str, start: int, count: int) -> Scalar:
    """Give signs from the middle."""
    _required(start >= 1 and count >= 0)
    return text[start - 1 : start - 1 + count]


@scalar("LEN")
def length(text: str) -> Scalar:
    """Count the signs."""
    return len(text)


@scalar("TRIM")
def trim(text: str) -> Scalar:
    """Leave one space between words and none at the ends."""
    return " ".join(part for part in text.split(" ") if part)


@scalar("CLEAN")
def clean(text: str) -> Scalar:
    """Leave out what cannot be printed."""
    return "".join(sign for sign in text if ord(sign) >= 32)


@scalar("UPPER")
def upper(text: str) -> Scalar:
    """Write in capitals."""
    return text.upper()


@scalar("LOWER")
def lower(text: str) -> Scalar:
    """Write without capitals."""
    return text.lower()


@scalar("PROPER")
def proper(text: str) -> Scalar:
    """Write each word with a capital."""
    return "".join(sign.lower() if at and text[at - 1].isalpha() else sign.upper() for at, sign in enumerate(text))


# Searched and replaced


@scalar("EXACT")
def exact(first: str, second: str) -> Scalar:
    """Say whether two texts are the same to the letter."""
    return first == second


@scalar("FIND")
def find(sought: str, text: str, start: int = 1) -> Scalar:
    """Give where a text begins in another, to the letter."""
    _required(1 <= start <= max(len(text), 1))
    found = text.find(sought, start - 1)
    _required(found >= 0)
    return found + 1


@scalar("SEARCH")
def search(sought: str, text: str, start: int = 1) -> Scalar:
    """Give where a text, with ``?`` and ``*`` for any sign and any signs, begins in another."""
    _required(1 <= start <= max(len(text), 1))
    found = re.compile(_pattern(sought), re.IGNORECASE | re.DOTALL).search(text, start - 1)
    if found is None:
        raise Failure(Error.VALUE)
    return found.start() + 1


def _pattern(sought: str) -> str:
    signs = re.findall(r"~[*?~]|.", sought, re.DOTALL)
    return "".join({"*": ".*?", "?": "."}.get(sign, re.escape(sign[-1])) for sign in signs)


@scalar("SUBSTITUTE")
def substitute(text: str, old: str, new: str, which: Scalar = None) -> Scalar:
    """Put one text for another, everywhere or in one place."""
    if which is None:
        return _limited(text.replace(old, new)) if old else text
    count = int(number_of(which))
    _required(count >= 1)
    parts = text.split(old) if old else [text]
    if count >= len(parts):
        return text
    return _limited(old.join(parts[:count]) + new + old.join(parts[count:]))


@scalar("REPLACE")
def replace(text: str, start: int, count: int, new: str) -> Scalar:
    """Put a text in the place of signs."""
    _required(start >= 1 and count >= 0)
    return _limited(text[: start - 1] + new + text[start - 1 + count :])


def _cut_at(text: str, sign: str, place: Scalar, caseless: int, at_end: int) -> tuple[int, int] | None:
    """Give where the separator that is asked for begins and ends; None if it is not there."""
    which = 1 if place is None else int(number_of(place))
    if not which or abs(which) > max(len(text), 1):
        raise Failure(Error.VALUE)
    if not sign:
        return (0, 0) if which > 0 else (len(text),) * 2
    flags = re.IGNORECASE if caseless else re.NOFLAG
    places = [found.span() for found in re.finditer(re.escape(sign), text, flags)]
    if at_end:
        places = [*places, (len(text),) * 2] if which > 0 else [(0, 0), *places]
    at = which - 1 if which > 0 else which
    return places[at] if -len(places) <= at < len(places) else None


@scalar("TEXTBEFORE")
def text_before(
    text: str, sign: str, which: Scalar = None, caseless: int = 0, at_end: int = 0, otherwise: Scalar = Error.NA
) -> Scalar:
    """Give what stands before a separator."""
    found = _cut_at(text, sign, which, caseless, at_end)
    return otherwise if found is None else text[: found[0]]


@scalar("TEXTAFTER")
def text_after(
    text: str, sign: str, which: Scalar = None, caseless: int = 0, at_end: int = 0, otherwise: Scalar = Error.NA
) -> Scalar:
    """Give what stands behind a separator."""
    found = _cut_at(text, sign, which, caseless, at_end)
    return otherwise if found is None else text[found[1] :]


@whole("TEXTSPLIT", takes="vaavvv")
def text_split(
    text: Cell,
    columns: Cell | Area,
    rows: Cell | Area = None,
    skip: Cell = False,
    caseless: Cell = 0.0,
    padding: Cell = Error.NA,
) -> Cell | Area:
    """Divide a text over columns and rows."""
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    if draws_in(iterate([text, columns, rows, skip, caseless])) is not None:
        raise Unsupported("moved", "TEXTSPLIT")
    leave_out, flags = bool(numbers(skip).values), re.IGNORECASE if numbers(caseless).values else re.NOFLAG
    lines = [
        _divided(line, columns, leave_out, flags)
        for line in _divided(text_of(text), rows, leave_out, flags)  # type: ignore[arg-type]
    ]
    width = max(map(len, lines))
    return area_of([[*line, *[padding] * (width - len(line))] for line in lines])


def _divided(text: str, signs: Cell | Area, leave_out: bool, flags: re.RegexFlag) -> list[str]:
    found = [text_of(sign) for sign in cells_of(signs) if sign is not None]  # type: ignore[arg-type]
    if not found:
        return [text]
    parts = re.split("|".join(map(re.escape, sorted(found, key=len, reverse=True))), text, flags=flags)
    return [part for part in parts if part or not leave_out] or [""]


# Signs and their numbers


@scalar("CHAR")
def char(number: int) -> Scalar:
    """Give the sign of a number, as Windows counts them."""
    _required(1 <= number <= 255)
    return bytes([number]).decode("cp1252", errors="replace")


@scalar("CODE")
def code(text: str) -> Scalar:
    """Give the number of the first sign, as Windows counts them."""
    _required(bool(text))
    return text[0].encode("cp1252", errors="replace")[0]


@scalar("UNICHAR")
def unichar(number: int) -> Scalar:
    """Give the sign of a number."""
    _required(1 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF)
    return chr(number)


@scalar("UNICODE")
def unicode_(text: str) -> Scalar:
    """Give the number of the first sign."""
    _required(bool(text))
    return ord(text[0])


# Numbers


@scalar("VALUE")
def value(text: Scalar) -> Scalar:
    """Read a text as a number, a day or a time."""
    if isinstance(text, bool):
        return Error.VALUE
    if not isinstance(text, str):
        return text or 0.0
    found = number_of_text(text)
    found = moment_of_text(text) if found is None else found
    return Error.VALUE if found is None else found


@scalar("NUMBERVALUE")
def number_value(text: str, point: str = ".", group: str = ",") -> Scalar:
    """Read a text as a number, with given signs."""
    _required(bool(point) and bool(group))
    plain = re.sub(r"\s", "", text)
    number = plain.rstrip("%")
    whole_part, sign, decimals = number.partition(point[0])
    _required(group[0] not in decimals)
    shown = whole_part.replace(group[0], "") + ("." if sign else "") + decimals
    _required(not plain or re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", shown) is not None)
    return float(shown or "0") / 100.0 ** (len(plain) - len(number))


@scalar("TEXT")
def text(given: Scalar, form: str) -> Scalar:
    """Write a value in a format."""
    if isinstance(given, Error):
        return given
    if isinstance(given, bool):
        return text_of(given)
    if isinstance(given, str) and number_of_text(given) is None:
        return text_written(given, form)
    return written(number_of(given), form)


def _fixed(number: float, digits: int, thousands: bool) -> str:
    _required(digits <= 127)
    rounded = abs(float(round_(number, float(digits))))
    return f"{rounded:{',' if thousands else ''}.{max(digits, 0)}f}"


@scalar("FIXED")
def fixed(number: float, digits: int = 2, plain: bool = False) -> Scalar:
    """Write a number with so many decimals."""
    shown = _fixed(number, digits, not plain)
    return f"-{shown}" if number < 0 and shown.strip("0.,") else shown


@scalar("DOLLAR", "USDOLLAR")
def dollar(number: float, digits: int = 2) -> Scalar:
    """Write an amount of dollars; a negative one stands in parentheses."""
    shown = f"${_fixed(number, digits, True)}"
    return f"({shown})" if number < 0 and shown.strip("$0.,") else shown
