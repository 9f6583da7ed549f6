"""Days and times. A day is a number: 1 is the first of January 1900, and 60 the 29th of February 1900, which never was.

Workbooks that count from 1904 have their days moved before a function sees them, and moved back after it.
"""

from __future__ import annotations

import math
import re
from calendar import isleap, monthrange
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np

from mkba_uncertainty.spreadsheet.functions.registry import Function, number_of, scalar, whole
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Scalar,
    area_of,
    cells_of,
    each_draw,
    is_area,
    is_plain,
    number_of_text,
    text_of,
)

LAST = 2958465
"""The last day of the year 9999."""

_ZERO = date(1899, 12, 30).toordinal()
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOMENT = re.compile(r"^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?\s*([AaPp])?[Mm]?$")
_DAYS = (
    re.compile(r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})$"),
    re.compile(r"^(?P<day>\d{1,2})[- ](?P<month>[A-Za-z]{3,9})[- ,]+(?P<year>\d{4})$"),
    re.compile(r"^(?P<month>[A-Za-z]{3,9}) (?P<day>\d{1,2}),? (?P<year>\d{4})$"),
)
_NUMERIC_DAY = re.compile(r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}$")

# From numbers to days and back


def number_of_day(year: int, month: int, day: int) -> float:
    """Give the number of a day; months and days may run on beyond the year and the month.

    Raises
    ------
    Failure
        If it lies before 1900 or after 9999.
    """
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not 1900 <= year <= 9999:
        raise Failure(Error.NUM)
    first = date(year, month, 1).toordinal() - _ZERO
    return _inside((first if first > 60 else first - 1) + day - 1)


def _inside(number: float) -> float:
    if not 0 <= number <= LAST:
        raise Failure(Error.NUM)
    return float(number)


def parts_of_day(number: float) -> tuple[int, int, int]:
    """Give year, month and day of a number.

    Raises
    ------
    Failure
        If it lies before 1900 or after 9999.
    """
    whole_days = int(_inside(math.floor(number)))
    if whole_days in (0, 60):
        return (1900, 1, 0) if whole_days == 0 else (1900, 2, 29)
    found = date.fromordinal(_ZERO + whole_days + (whole_days < 60))
    return found.year, found.month, found.day


def seconds_of(number: float) -> int:
    """Give the seconds since midnight.

    Raises
    ------
    Failure
        If the number is negative.
    """
    if number < 0:
        raise Failure(Error.NUM)
    return math.floor((number - math.floor(number)) * 86400 + 0.5) % 86400


def _length(year: int, month: int) -> int:
    return 29 if (year, month) == (1900, 2) else monthrange(year, month)[1]


def moment_of_text(text: str) -> float | None:
    """Read a day, a time or both; None of a text that is neither.

    Raises
    ------
    Unsupported
        If the order of day and month depends on the machine.
    """
    from mkba_uncertainty.spreadsheet.evaluation import Unsupported

    plain = text.strip()
    if _NUMERIC_DAY.match(plain.split(" ")[0]):
        raise Unsupported("formula", f'"{text}"')
    if (time := _time_of_text(plain)) is not None:
        return time
    for cut in (len(plain), *(place for place, sign in enumerate(plain) if sign in " T")):
        day, time = _day_of_text(plain[:cut]), _time_of_text(plain[cut + 1 :].strip()) if cut < len(plain) else 0.0
        if day is not None and time is not None:
            return day + time
    return None


def _time_of_text(text: str) -> float | None:
    found = _MOMENT.match(text)
    if not found:
        return None
    hours, half = int(found[1]), (found[4] or "").upper()
    if half and not 1 <= hours <= 12:
        return None
    hours = hours % 12 + 12 * (half == "P") if half else hours
    return (hours * 3600 + int(found[2]) * 60 + float(found[3] or 0)) / 86400


def _day_of_text(text: str) -> float | None:
    for pattern in _DAYS:
        if found := pattern.match(text):
            month = _month(found["month"])
            year, day = int(found["year"]), int(found["day"])
            if month and year >= 1900 and 1 <= day <= _length(year, month):
                return number_of_day(year, month, day)
    return None


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    short = text[:3].lower()
    full = date(2000, _MONTHS.index(short) + 1, 1).strftime("%B").lower() if short in _MONTHS else ""
    return _MONTHS.index(short) + 1 if text.lower() in (short, full) and full else None


def _moment(value: Scalar) -> float:
    """Read a moment, which may stand as a text."""
    if not isinstance(value, str) or number_of_text(value) is not None:
        return number_of(value)
    moment = moment_of_text(value)
    if moment is None:
        raise Failure(Error.VALUE)
    return moment


def _day(value: Scalar) -> int:
    return int(_inside(math.floor(_moment(value))))


# Parts


@scalar("DATE")
def day_of_date(year: int, month: int, day: int) -> Scalar:
    """Give the day of a date; years below 1900 count from 1900."""
    if year < 0:
        return Error.NUM
    return number_of_day(year + 1900 if year < 1900 else year, month, day)


@scalar("TIME")
def time(hours: int, minutes: int, seconds: int) -> Scalar:
    """Give a time as a part of a day."""
    every = hours * 3600 + minutes * 60 + seconds
    return every % 86400 / 86400 if every >= 0 and max(hours, minutes, seconds) <= 32767 else Error.NUM


@scalar("DATEVALUE")
def date_value(text: str) -> Scalar:
    """Read a day."""
    found = moment_of_text(text)
    return Error.VALUE if found is None else float(math.floor(found))


@scalar("TIMEVALUE")
def time_value(text: str) -> Scalar:
    """Read a time."""
    found = moment_of_text(text)
    return Error.VALUE if found is None else found % 1


def _register_part(name: str, part: Callable[[float], int]) -> None:
    def compute(moment: Scalar) -> Scalar:
        return float(part(_moment(moment)))

    scalar(name)(compute)


_register_part("YEAR", lambda moment: parts_of_day(moment)[0])
_register_part("MONTH", lambda moment: parts_of_day(moment)[1])
_register_part("DAY", lambda moment: parts_of_day(moment)[2])
_register_part("HOUR", lambda moment: seconds_of(moment) // 3600)
_register_part("MINUTE", lambda moment: seconds_of(moment) // 60 % 60)
_register_part("SECOND", lambda moment: seconds_of(moment) % 60)

# Weeks


def _first_weekday(kind: int) -> int:
    """Give the day on which a week begins, counted from Monday as 0.

    Raises
    ------
    Failure
        If there is no such kind of week.
    """
    starts = {1: 6, 2: 0, **{11 + place: place for place in range(7)}}
    if kind not in starts:
        raise Failure(Error.NUM)
    return starts[kind]


def weekday_of(day: int) -> int:
    """Give the day of the week, counted from Monday as 0."""
    return (day - 2) % 7


@scalar("WEEKDAY")
def weekday(moment: Scalar, kind: int = 1) -> Scalar:
    """Give the day of the week."""
    day = _day(moment)
    return float(weekday_of(day)) if kind == 3 else float((weekday_of(day) - _first_weekday(kind)) % 7 + 1)


@scalar("ISOWEEKNUM")
def iso_week(moment: Scalar) -> Scalar:
    """Give the number of the week: the first one has a Thursday."""
    day = _day(moment)
    thursday = day - weekday_of(day) + 3
    return float((thursday - number_of_day(parts_of_day(max(thursday, 1))[0], 1, 1)) // 7 + 1)


@scalar("WEEKNUM")
def week(moment: Scalar, kind: int = 1) -> Scalar:
    """Give the number of the week: the first one has the first of January."""
    if kind == 21:
        return iso_week(moment)  # type: ignore[no-any-return]
    day = _day(moment)
    first = int(number_of_day(parts_of_day(day)[0], 1, 1))
    return float((day - first + (weekday_of(first) - _first_weekday(kind)) % 7) // 7 + 1)


# Months and years


@scalar("EDATE")
def months_later(moment: Scalar, months: int) -> Scalar:
    """Give the same day some months later, or the last of that month."""
    year, month, day = parts_of_day(_day(moment))
    first = number_of_day(year, month + months, 1)
    return first + min(day, _length(*parts_of_day(first)[:2])) - 1


@scalar("EOMONTH")
def end_of_month(moment: Scalar, months: int) -> Scalar:
    """Give the last day of the month some months later."""
    year, month, _ = parts_of_day(_day(moment))
    first = number_of_day(year, month + months, 1)
    return first + _length(*parts_of_day(first)[:2]) - 1


@scalar("DAYS")
def days(end: Scalar, start: Scalar) -> Scalar:
    """Count the days between."""
    return float(_day(end) - _day(start))


def _ends_february(day: int) -> bool:
    year, month, of_month = parts_of_day(day)
    return month == 2 and of_month == _length(year, month)


def _days_of_30(start: int, end: int, european: bool, *, february: bool) -> int:
    """Count the days between in months of 30 days; whether the end of February is a 30th too may differ at the end."""
    (year, month, day), (last_year, last_month, last_day) = parts_of_day(start), parts_of_day(end)
    if european:
        day, last_day = min(day, 30), min(last_day, 30)
    else:
        if _ends_february(start):
            last_day = 30 if february and _ends_february(end) else last_day
            day = 30
        last_day = 30 if last_day == 31 and day >= 30 else last_day
        day = min(day, 30)
    return (last_year - year) * 360 + (last_month - month) * 30 + last_day - day


@scalar("DAYS360")
def days_of_360(start: Scalar, end: Scalar, european: bool = False) -> Scalar:
    """Count the days between in months of 30 days."""
    return float(_days_of_30(_day(start), _day(end), european, february=False))


def _year_between(start: int, end: int) -> float:
    """Give the length of a year between two days: the mean of the years that they lie in, if more than one apart."""
    (year, *since), (last, *until) = parts_of_day(start), parts_of_day(end)
    if year == last or (last == year + 1 and until <= since):
        leap = isleap(year) if year == last else _holds_leap_day(start, end)
        return 366.0 if leap else 365.0
    return sum(366 if isleap(one) else 365 for one in range(year, last + 1)) / (last - year + 1)


def _holds_leap_day(start: int, end: int) -> bool:
    years = {parts_of_day(start)[0], parts_of_day(end)[0]}
    return any(isleap(year) and start <= number_of_day(year, 2, 29) <= end for year in years)


@scalar("YEARFRAC")
def year_fraction(start: Scalar, end: Scalar, basis: int = 0) -> Scalar:
    """Give the years between: 0 and 4 in months of 30 days, 1 in true years, 2 and 3 in years of 360 and 365 days."""
    first, last = sorted((_day(start), _day(end)))
    match basis:
        case 0 | 4:
            return _days_of_30(first, last, basis == 4, february=True) / 360
        case 1:
            return (last - first) / _year_between(first, last)
        case 2 | 3:
            return (last - first) / (360 if basis == 2 else 365)
    return Error.NUM


@scalar("DATEDIF")
def whole_between(start: Scalar, end: Scalar, unit: str) -> Scalar:
    """Count whole years, months or days between; YM, MD and YD leave years, or years and months, out."""
    first, last = _day(start), _day(end)
    if first > last:
        return Error.NUM
    (year, month, day), (last_year, last_month, last_day) = parts_of_day(first), parts_of_day(last)
    months = (last_year - year) * 12 + last_month - month - (last_day < day)
    match unit.upper():
        case "Y":
            return float(months // 12)
        case "M":
            return float(months)
        case "D":
            return float(last - first)
        case "YM":
            return float(months % 12)
        case "MD":
            return last - number_of_day(last_year, last_month - (last_day < day), day)
        case "YD":
            return last - number_of_day(last_year - ((last_month, last_day) < (month, day)), month, day)
    return Error.NUM


# Working days


def _weekend(kind: Scalar) -> frozenset[int]:
    """Give the days of the week that are free, counted from Monday as 0.

    Raises
    ------
    Failure
        If there is no such kind of weekend.
    """
    if isinstance(kind, str):
        if not re.fullmatch("[01]{7}", kind):
            raise Failure(Error.VALUE)
        return frozenset(place for place, free in enumerate(kind) if free == "1")
    number = 1 if kind is None else int(_moment(kind))
    if 1 <= number <= 7:
        return frozenset({(number + 4) % 7, (number + 5) % 7})
    if 11 <= number <= 17:
        return frozenset({(number + 2) % 7})
    raise Failure(Error.NUM)


def _holidays(cells: Sequence[Scalar]) -> set[int]:
    return {_day(cell) for cell in cells if cell is not None}


def _working_days(start: Scalar, end: Scalar, weekend: Scalar, *free: Scalar) -> Scalar:
    first, last = _day(start), _day(end)
    closed = _weekend(weekend)
    sign = 1 if first <= last else -1
    first, last = sorted((first, last))
    weeks, rest = divmod(last - first + 1, 7)
    open_days = weeks * (7 - len(closed)) + sum(weekday_of(first + place) not in closed for place in range(rest))
    holidays = sum(first <= day <= last and weekday_of(day) not in closed for day in _holidays(free))
    return float(sign * (open_days - holidays))


def _working_day(start: Scalar, count: Scalar, weekend: Scalar, *free: Scalar) -> Scalar:
    day, left = _day(start), int(_moment(count))
    closed, holidays = _weekend(weekend), _holidays(free)
    if len(closed) == 7:
        return Error.VALUE
    step = 1 if left > 0 else -1
    while left:
        day = int(_inside(day + step))
        left -= step if weekday_of(day) not in closed and day not in holidays else 0
    return float(day)


def _register_working(name: str, function: Callable[..., Scalar]) -> None:
    def one(*values: Scalar) -> Scalar:
        try:
            return function(*values)
        except Failure as failure:
            return failure.error

    def plain(start: Cell, second: Cell, free: Cell | Area = None) -> Cell:
        return each_draw(one, start, second, 1.0, *cells_of(free))

    def international(start: Cell, second: Cell, weekend: Cell = 1.0, free: Cell | Area = None) -> Cell:
        return each_draw(one, start, second, weekend, *cells_of(free))

    whole(name, takes="vvr")(plain)
    whole(f"{name}.INTL", takes="vvvr")(international)


_register_working("NETWORKDAYS", _working_days)
_register_working("WORKDAY", _working_day)

# Since 1904

SINCE_1904 = 1462.0
"""The days from the first of January 1900 to that of 1904, as sheets count them."""

_GIVEN: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("YEAR", "MONTH", "DAY", "WEEKDAY", "WEEKNUM", "ISOWEEKNUM", "EDATE", "EOMONTH"), (0,)),
    **dict.fromkeys(("DAYS360", "YEARFRAC", "DATEDIF"), (0, 1)),
    "NETWORKDAYS": (0, 1, 2),
    "NETWORKDAYS.INTL": (0, 1, 3),
    "WORKDAY": (0, 2),
    "WORKDAY.INTL": (0, 3),
}
_DAYS_GIVEN_BACK = frozenset({"DATE", "DATEVALUE", "EDATE", "EOMONTH", "WORKDAY", "WORKDAY.INTL"})


def in_1904(function: Function, arguments: Sequence[Cell | Area]) -> Cell | Area:
    """Compute a function in a workbook whose days are counted from 1904."""
    given = _GIVEN.get(function.name, ())
    if function.name == "TEXT" and _shows_days(arguments[1]):
        given = (0,)
    moved = [_moved(argument, SINCE_1904) if at in given else argument for at, argument in enumerate(arguments)]
    found = function(moved)
    return _moved(found, -SINCE_1904) if function.name in _DAYS_GIVEN_BACK else found


def _moved(value: Cell | Area, days_later: float) -> Cell | Area:
    if is_area(value):
        return area_of([[_moved(cell, days_later) for cell in row] for row in value])  # type: ignore[misc]
    return np.add(value, days_later)[()] if is_plain(value) else value


def _shows_days(form: Any) -> bool:
    from mkba_uncertainty.spreadsheet.functions.formats import is_date_format

    return not is_area(form) and isinstance(form, str) and is_date_format(text_of(form))
