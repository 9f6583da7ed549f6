"""Number formats, such as ``#,##0.00;(0)`` and ``d mmm yyyy``: how TEXT writes a value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date

from mkba_uncertainty.spreadsheet.functions.arithmetic import round_
from mkba_uncertainty.spreadsheet.functions.dates import parts_of_day, weekday_of
from mkba_uncertainty.spreadsheet.operators import SIGNS
from mkba_uncertainty.spreadsheet.values import Error, Failure, shown_number

_TOKEN = re.compile(
    r'(?P<quoted>"[^"]*"?)|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|(?P<bracket>\[[^\]]*\])'
    r"|(?P<general>General)|(?P<half>AM/PM|A/P)|(?P<exponent>E[+-])(?=[0#?])|(?P<part>y+|m+|d+|h+|s+)"
    r"|(?P<fraction>(?<=s)\.0+|(?<=\])\.0+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"^\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]$")
_ELAPSED = re.compile(r"^\[(h+|m+|s+)\]$", re.IGNORECASE)
_CURRENCY = re.compile(r"^\[\$([^-\]]*)(?:-[^\]]*)?\]$")
_LOCALE = re.compile(r"^\[\$[^-\]]*-([0-9A-Fa-f]+)\]$")
_ENGLISH = frozenset({"409", "809", "1009", "C09", "1409"})

Token = tuple[str, str]


def _tokens(section: str) -> list[Token]:
    return [(match.lastgroup or "", match[match.lastgroup or 0]) for match in _TOKEN.finditer(section)]


def _sections(form: str) -> list[list[Token]]:
    """Divide a format where a semicolon stands outside quotes."""
    sections: list[list[Token]] = [[]]
    for token in _tokens(form):
        if token == ("other", ";"):
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def _shows_moments(section: Sequence[Token]) -> bool:
    return any(kind == "part" or (kind == "bracket" and _ELAPSED.match(text)) for kind, text in section)


def is_date_format(form: str) -> bool:
    """Say whether a format writes days or times."""
    return any(_shows_moments(section) for section in _sections(form))


def written(value: float, form: str) -> str:
    """Write a number in a format.

    Raises
    ------
    Failure
        If the format cannot write it.
    Unsupported
        If it writes fractions, or names of months or days in a language other than English.
    """
    if not form:
        return ""
    sections = _sections(form)
    section, size, sign = _chosen(value, sections)
    if any(kind == "general" for kind, _ in section):
        return sign + "".join(shown_number(size) if kind == "general" else _plain(kind, text) for kind, text in section)
    if _shows_moments(section):
        if value < 0:
            raise Failure(Error.VALUE)
        return _moment_written(value, section)
    return _number_written(size, section, sign)


def text_written(text: str, form: str) -> str:
    """Write a text in a format, of which it takes the fourth part or one with an ``@``."""
    sections = _sections(form)
    section = sections[3] if len(sections) > 3 else sections[-1]
    if ("other", "@") not in section:
        return text
    return "".join(text if token == ("other", "@") else _plain(*token) for token in section)


def _chosen(value: float, sections: list[list[Token]]) -> tuple[list[Token], float, str]:
    """Give the part of a format for a number, and the size and the sign that it writes."""
    conditions = [_condition(section) for section in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            holds, negative = condition or (lambda _: True, False)
            if holds(value):
                return section, abs(value), "-" if value < 0 and not negative else ""
        raise Failure(Error.VALUE)
    if len(sections) == 1:
        return sections[0], abs(value), "-" if value < 0 else ""
    if value < 0:
        return sections[1], -value, ""
    return sections[2 if value == 0 and len(sections) > 2 else 0], value, ""


def _condition(section: Sequence[Token]) -> tuple[Callable[[float], bool], bool] | None:
    """Give the condition of a part, and whether only negative numbers meet it; None if it has none."""
    for kind, text in section:
        if kind == "bracket" and (found := _CONDITION.match(text)):
            return _holding(found[1], float(found[2]))
    return None


def _holding(sign: str, bound: float) -> tuple[Callable[[float], bool], bool]:
    return lambda value: bool(SIGNS[sign](value, bound)), sign in ("<", "<=") and bound <= 0


def _plain(kind: str, text: str) -> str:
    """Write what stands in a format for itself."""
    match kind:
        case "quoted":
            return text.strip('"')
        case "space":
            return " "
        case "fill":
            return ""
        case "bracket":
            found = _CURRENCY.match(text)
            return found[1] if found else ""
    return text


# Numbers


def _number_written(size: float, section: Sequence[Token], sign: str) -> str:
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    if ("other", "/") in section and any(text == "?" for _, text in section):
        raise Unsupported("function", 'TEXT(..., "?/?")')
    places = [at for at, (kind, text) in enumerate(section) if kind == "other" and text in "0#?"]
    if not places:
        return sign + "".join(_plain(*token) for token in section)
    exponent = next((at for at, (kind, _) in enumerate(section) if kind == "exponent"), len(section))
    point = next((at for at, token in enumerate(section) if token == ("other", ".")), exponent)
    before = [at for at in places if at < min(point, exponent)]
    behind = [at for at in places if point < at < exponent]
    last = max([*before, *behind], default=-1)
    commas = [at for at, token in enumerate(section) if token == ("other", ",") and at < exponent]
    thousands = any(before and before[0] < at < before[-1] for at in commas)
    scaling = {at for at in commas if at > last and all(one in commas for one in range(last + 1, at))}
    hundreds = sum(token == ("other", "%") for token in section)
    size = size * 100.0**hundreds / 1000.0 ** len(scaling)
    power = 0
    if exponent < len(section):
        size, power = _mantissa(size, len(before), len(behind))
    digits = f"{float(round_(size, float(len(behind)))):.{len(behind)}f}"
    integer, _, decimals = digits.partition(".")
    if not digits.strip("0."):
        sign = ""
    parts = {
        **_integer_digits(integer.lstrip("0"), [(at, section[at][1]) for at in before], thousands),
        **_decimal_digits(decimals, [(at, section[at][1]) for at in behind]),
    }
    made = []
    for at, token in enumerate(section):
        if at > exponent and at in places:
            continue
        if at in parts:
            made.append(parts[at])
        elif at == exponent:
            width = sum(one > exponent for one in places)
            shown = "-" if power < 0 else "+" if token[1].endswith("+") else ""
            made.append(f"E{shown}{abs(power):0{width}d}")
        elif at not in scaling and not (at in commas and before and before[0] < at < before[-1]):
            made.append(_plain(*token))
    return sign + "".join(made)


def _mantissa(size: float, integers: int, decimals: int) -> tuple[float, int]:
    step = max(integers, 1)
    power = math.floor(math.log10(size)) // step * step if size else 0
    mantissa = float(round_(size / 10.0**power, float(decimals)))
    return (mantissa / 10.0**step, power + step) if mantissa >= 10.0**step else (mantissa, power)


def _integer_digits(digits: str, places: Sequence[tuple[int, str]], thousands: bool) -> dict[int, str]:
    """Give what each place shows, from the right; the first one shows all that is left."""
    shown: dict[int, str] = {}
    count = 0

    def one(digit: str) -> str:
        nonlocal count
        count += 1
        return digit + ("," if thousands and count > 1 and (count - 1) % 3 == 0 else "")

    for number, (at, sign) in enumerate(reversed(places)):
        if digits or sign == "0":
            shown[at] = one(digits[-1:] or "0")
            digits = digits[:-1]
        else:
            shown[at] = " " if sign == "?" else ""
        if number == len(places) - 1:
            while digits:
                shown[at] = one(digits[-1]) + shown[at]
                digits = digits[:-1]
    return shown


def _decimal_digits(digits: str, places: Sequence[tuple[int, str]]) -> dict[int, str]:
    shown: dict[int, str] = {}
    needed = len(digits.rstrip("0"))
    for number, (at, sign) in enumerate(places):
        rest = any(later == "0" for _, later in places[number:])
        shown[at] = digits[number] if number < needed or rest else " " if sign == "?" else ""
    return shown


# Days and times


def _moment_written(value: float, section: Sequence[Token]) -> str:
    fraction = next((len(text) - 1 for kind, text in section if kind == "fraction"), 0)
    units = 10**fraction
    ticks = math.floor(value * 86400 * units + 0.5 + 1e-6)
    seconds, rest = divmod(ticks, units)
    day, in_day = divmod(seconds, 86400)
    half = any(kind == "half" for kind, _ in section)
    _in_english(section)
    shown = []
    for at, (kind, text) in enumerate(section):
        if kind == "part":
            shown.append(_part(text.lower(), day, in_day, half, minutes=_is_minutes(section, at)))
        elif kind == "half":
            shown.append(text.split("/")[in_day >= 43200])
        elif kind == "fraction":
            shown.append(f".{rest:0{fraction}d}")
        elif kind == "bracket" and (elapsed := _ELAPSED.match(text)):
            unit = {"h": 3600, "m": 60, "s": 1}[elapsed[1][0].lower()]
            shown.append(f"{seconds // unit:0{len(elapsed[1])}d}")
        else:
            shown.append(_plain(kind, text))
    return "".join(shown)


def _in_english(section: Sequence[Token]) -> None:
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    named = any(kind == "part" and text[0] in "mMdD" and len(text) > 2 for kind, text in section)
    for kind, text in section:
        locale = _LOCALE.match(text) if kind == "bracket" else None
        if named and locale and locale[1].lstrip("0").upper() not in _ENGLISH:
            raise Unsupported("function", f'TEXT(..., "{text}")')


def _is_minutes(section: Sequence[Token], at: int) -> bool:
    """Say whether an m means minutes: it stands behind hours or before seconds."""
    parts = [
        (place, text.strip("[]").lower()[0])
        for place, (kind, text) in enumerate(section)
        if kind == "part" or (kind == "bracket" and _ELAPSED.match(text))
    ]
    place = next(number for number, (one, _) in enumerate(parts) if one == at)
    return (place > 0 and parts[place - 1][1] == "h") or (place + 1 < len(parts) and parts[place + 1][1] == "s")


def _part(text: str, day: int, in_day: int, half: bool, *, minutes: bool) -> str:
    year, month, of_month = parts_of_day(day)
    width = len(text)
    match text[0]:
        case "y":
            return f"{year % 100:02d}" if width < 3 else f"{year:04d}"
        case "m" if minutes and width < 3:
            return f"{in_day // 60 % 60:0{width}d}"
        case "m":
            name = date(2000, month, 1).strftime("%B")
            return f"{month:0{width}d}" if width < 3 else name[:3] if width == 3 else name[0] if width == 5 else name
        case "d":
            weekday = date(2001, 1, 1 + weekday_of(day)).strftime("%A")
            return f"{of_month:0{width}d}" if width < 3 else weekday[:3] if width == 3 else weekday
        case "h":
            hours = in_day // 3600
            return f"{(hours - 1) % 12 + 1 if half else hours:0{min(width, 2)}d}"
    return f"{in_day % 60:0{min(width, 2)}d}"
