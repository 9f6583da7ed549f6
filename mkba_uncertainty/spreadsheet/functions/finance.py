"""Present values, returns, loans, write-downs and rates of interest."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.spreadsheet.functions.arithmetic import round_
from mkba_uncertainty.spreadsheet.functions.gathered import Entry, gathered, in_cell, result, total
from mkba_uncertainty.spreadsheet.functions.registry import numeric, scalar, whole
from mkba_uncertainty.spreadsheet.operators import divided, power
from mkba_uncertainty.spreadsheet.values import (
    Area,
    Cell,
    Error,
    Failure,
    Numbers,
    Scalar,
    as_area,
    cell_of,
    cells_of,
    first_code,
    iterate,
    numbers,
)

STEPS = 100
"""Of a search for a rate; on each draw it ends by itself."""

NEAR = 1e-14
"""A rate is found where a step changes 1 + rate by a smaller share."""

# Values of series


def _grown(rate: Value, periods: Any) -> Any:
    return power(np.add(1.0, rate), np.asarray(periods, np.float64)[()])


def _present(rate: Value, entries: Sequence[Entry]) -> Any:
    """Give the value, a period before the first, of what comes each period; a cell without a number takes no period."""
    found: Any = 0.0
    period: Any = 0.0
    for entry in entries:
        period = period + np.asarray(entry.here, np.float64)[()]
        found = found + np.divide(entry.values, _grown(rate, period))
    return found


@whole("NPV", takes="v+r")
def npv(rate: Cell, first: Cell | Area, *others: Cell | Area) -> Cell:
    """Give the present value of what comes at the end of each period."""
    asked, entries = numbers(rate), gathered([first, *others])
    found = Numbers(_present(asked.values, entries), asked.codes)
    return result(found.failing(Error.DIV0, np.equal(asked.values, -1)), entries)


def _side_by_side(values: Cell | Area, dates: Cell | Area) -> tuple[list[Entry], list[Any], Any]:
    """Give the amounts, the years from the first date to each, and the codes of errors."""
    amounts, days = cells_of(as_area(values)), cells_of(as_area(dates))
    if len(amounts) != len(days):
        raise Failure(Error.NUM)
    entries, moments = [in_cell(cell) for cell in amounts], [numbers(cell) for cell in days]
    codes = first_code(*(entry.codes for entry in entries), *(moment.codes for moment in moments))
    start = np.trunc(moments[0].values)
    years = [np.divide(np.trunc(moment.values) - start, 365.0) for moment in moments]
    early = np.logical_or.reduce(np.broadcast_arrays(*(np.less(year, 0) for year in years)))[()]
    return entries, years, Numbers(0.0, codes).failing(Error.NUM, early).codes


@whole("XNPV", takes="vrr")
def xnpv(rate: Cell, values: Cell | Area, dates: Cell | Area) -> Cell:
    """Give the present value, on the first date, of what comes on dates."""
    asked = numbers(rate)
    entries, years, codes = _side_by_side(values, dates)
    found = total(
        Entry(np.divide(entry.values, _grown(asked.values, year))) for entry, year in zip(entries, years, strict=True)
    )
    return cell_of(Numbers(found, first_code(asked.codes, codes)).failing(Error.NUM, np.less_equal(asked.values, -1)))


# Returns


def _root(start: Value, step: Callable[[Any], Any]) -> Numbers:
    """Give the rate that steps come to; #NUM! where they come to none.

    Parameters
    ----------
    start : float or array of shape (n,)
    step : callable
        Gives by how much a rate changes.
    """
    rate, found = np.asarray(start, np.float64), np.asarray(False)
    for _ in range(STEPS):
        change = np.where(found, 0.0, step(rate[()]))
        changed = np.where(np.less_equal(rate + change, -1), (rate - 1) / 2, rate + change)  # half way to -1
        rate = np.where(found, rate, changed)
        found = found | np.less_equal(np.abs(change), NEAR * np.abs(1 + rate)) | ~np.isfinite(rate)
        if np.all(found):
            break
    close = np.less_equal(np.abs(step(rate[()])), 1e-9 * np.abs(1 + rate))
    return Numbers(rate[()]).failing(Error.NUM, ~(close & np.isfinite(rate))[()])


def _same_sign(entries: Sequence[Entry]) -> Any:
    some, less = np.asarray(False), np.asarray(False)
    for entry in entries:
        some, less = some | np.greater(entry.values, 0), less | np.less(entry.values, 0)
    return ~(some & less)[()]


def _rate_of(entries: Sequence[Entry], years: Sequence[Any], guess: Value) -> Numbers:
    """Give the rate at which amounts after so many years have no present value."""

    def step(rate: Any) -> Any:
        value: Any = 0.0
        slope: Any = 0.0
        for entry, year in zip(entries, years, strict=True):
            present = np.divide(entry.values, _grown(rate, year))
            value = value + present
            slope = slope - year * present
        return np.negative(np.divide(value * (1 + rate), slope))

    return _root(guess, step).failing(Error.NUM, _same_sign(entries) | np.less_equal(guess, -1))


@whole("IRR", takes="rv")
def irr(values: Cell | Area, guess: Cell = 0.1) -> Cell:
    """Give the return of what comes each period."""
    entries, asked = gathered([as_area(values)]), numbers(guess)
    periods: list[Any] = []
    period: Any = -1.0
    for entry in entries:
        period = period + np.asarray(entry.here, np.float64)[()]
        periods.append(period)
    shape = np.broadcast_shapes(np.shape(asked.values), *(np.shape(entry.values) for entry in entries))
    start = np.broadcast_to(asked.values, shape)[()]
    found = _rate_of(entries, periods, start)
    return result(Numbers(found.values, first_code(asked.codes, found.codes)), entries)


@whole("XIRR", takes="rrv")
def xirr(values: Cell | Area, dates: Cell | Area, guess: Cell = 0.1) -> Cell:
    """Give the return a year of what comes on dates."""
    asked = numbers(guess)
    entries, years, codes = _side_by_side(values, dates)
    found = _rate_of(entries, years, asked.values)
    return cell_of(Numbers(found.values, first_code(asked.codes, codes, found.codes)))


@whole("MIRR", takes="rvv")
def mirr(values: Cell | Area, paid: Cell, earned: Cell) -> Cell:
    """Give the return where what is lent costs one rate and what comes in earns another."""
    entries, cost, gain = gathered([as_area(values)]), numbers(paid), numbers(earned)
    many: Any = 0.0
    for entry in entries:
        many = many + np.asarray(entry.here, np.float64)[()]
    out = _present(cost.values, [Entry(np.minimum(entry.values, 0.0), entry.here) for entry in entries])
    back = _present(gain.values, [Entry(np.maximum(entry.values, 0.0), entry.here) for entry in entries])
    ratio = np.divide(-back * _grown(gain.values, many), out * np.add(1.0, cost.values))
    found = Numbers(power(ratio, np.divide(1.0, many - 1)) - 1, first_code(cost.codes, gain.codes))
    return result(found.failing(Error.DIV0, np.equal(out, 0) | np.equal(back, 0)), entries)


# Loans: what is paid in has the sign -, what is received +


def _paid_up(rate: Value, periods: Any, at_start: Value) -> Any:
    """Give what payments of 1 grow to."""
    flat = np.equal(rate, 0)
    safe = np.where(flat, 1.0, rate)
    grown = np.divide(_grown(rate, periods) - 1, safe) * np.where(np.not_equal(at_start, 0), np.add(1.0, rate), 1.0)
    return np.where(flat, periods, grown)[()]


def _future(rate: Value, periods: Any, payment: Value, present: Value, at_start: Value) -> Any:
    return np.negative(np.multiply(present, _grown(rate, periods)) + payment * _paid_up(rate, periods, at_start))


@numeric("FV")
def fv(rate: Value, periods: Value, payment: Value, present: Value = 0.0, at_start: Value = 0.0) -> Any:
    """Give what payments each period come to in the end."""
    return _future(rate, periods, payment, present, at_start)


@numeric("PV")
def pv(rate: Value, periods: Value, payment: Value, future: Value = 0.0, at_start: Value = 0.0) -> Any:
    """Give what payments each period are worth in the beginning."""
    return divided(
        np.negative(np.add(future, np.multiply(payment, _paid_up(rate, periods, at_start)))), _grown(rate, periods)
    )


@numeric("PMT")
def pmt(rate: Value, periods: Value, present: Value, future: Value = 0.0, at_start: Value = 0.0) -> Any:
    """Give the payment each period of a loan."""
    owed = np.multiply(present, _grown(rate, periods)) + future
    return Numbers(np.negative(np.divide(owed, _paid_up(rate, periods, at_start)))).failing(
        Error.NUM, np.equal(periods, 0)
    )


def _interest(rate: Value, period: Value, periods: Value, present: Value, future: Value, at_start: Value) -> Any:
    payment = pmt(rate, periods, present, future, at_start).values
    late = np.multiply(_future(rate, np.subtract(period, 1), payment, present, 0.0), rate)
    before = np.subtract(_future(rate, np.subtract(period, 2), payment, present, 1.0), payment) * rate
    early = np.where(np.equal(period, 1), 0.0, before)
    return np.where(np.not_equal(at_start, 0), early, late)[()]


def _in_term(found: Any, period: Value, periods: Value) -> Numbers:
    return Numbers(found).failing(Error.NUM, np.less(period, 1) | np.greater_equal(period, np.add(periods, 1)))


@numeric("IPMT")
def ipmt(rate: Value, period: Value, periods: Value, present: Value, future: Value = 0.0, at_start: Value = 0.0) -> Any:
    """Give the interest in the payment of a period."""
    return _in_term(_interest(rate, period, periods, present, future, at_start), period, periods)


@numeric("PPMT")
def ppmt(rate: Value, period: Value, periods: Value, present: Value, future: Value = 0.0, at_start: Value = 0.0) -> Any:
    """Give what the payment of a period pays back."""
    payment = pmt(rate, periods, present, future, at_start).values
    interest = _interest(rate, period, periods, present, future, at_start)
    return _in_term(payment - interest, period, periods)


@numeric("ISPMT")
def ispmt(rate: Value, period: Value, periods: Value, present: Value) -> Any:
    """Give the interest in a period of a loan that is paid back in equal parts."""
    return Numbers(np.multiply(present, rate) * (np.divide(period, periods) - 1)).failing(
        Error.DIV0, np.equal(periods, 0)
    )


def _balance(rate: Value, payment: Any, present: Value, period: Any, at_start: Value) -> Any:
    """Give what is owed right after the payment of a period."""
    late = np.negative(_future(rate, period, payment, present, 0.0))
    grown = np.multiply(present, _grown(rate, period - 1)) + payment * _paid_up(rate, period, 0.0)
    early = np.where(np.equal(period, 0), present, grown)
    return np.where(np.not_equal(at_start, 0), early, late)[()]


def _paid_back(rate: Value, periods: Value, present: Value, start: Value, end: Value, at_start: Value) -> Any:
    """Give what is paid back, and paid at all, from one period to another."""
    first, last = np.ceil(start), np.floor(end)
    payment = pmt(rate, periods, present, 0.0, at_start).values
    back = _balance(rate, payment, present, last, at_start) - _balance(rate, payment, present, first - 1, at_start)
    return back, payment * (last - first + 1)


def _loan(found: Any, rate: Value, periods: Value, present: Value, start: Value, end: Value, at_start: Value) -> Any:
    wrong = np.less_equal(rate, 0) | np.less_equal(periods, 0) | np.less_equal(present, 0)
    outside = np.less(start, 1) | np.less(end, start) | np.greater(end, periods)
    return Numbers(found).failing(Error.NUM, wrong | outside | ~np.isin(at_start, (0, 1)))


@numeric("CUMPRINC")
def cumprinc(rate: Value, periods: Value, present: Value, start: Value, end: Value, at_start: Value) -> Any:
    """Give what is paid back from one period to another."""
    back, _ = _paid_back(rate, periods, present, start, end, at_start)
    return _loan(back, rate, periods, present, start, end, at_start)


@numeric("CUMIPMT")
def cumipmt(rate: Value, periods: Value, present: Value, start: Value, end: Value, at_start: Value) -> Any:
    """Give the interest from one period to another."""
    back, paid = _paid_back(rate, periods, present, start, end, at_start)
    return _loan(paid - back, rate, periods, present, start, end, at_start)


@numeric("NPER")
def nper(rate: Value, payment: Value, present: Value, future: Value = 0.0, at_start: Value = 0.0) -> Any:
    """Give the number of periods in which payments pay a loan."""
    due = np.multiply(payment, np.where(np.not_equal(at_start, 0), np.add(1.0, rate), 1.0))
    ratio = np.divide(due - np.multiply(future, rate), due + np.multiply(present, rate))
    flat = np.negative(np.divide(np.add(present, future), payment))
    return np.where(np.equal(rate, 0), flat, np.divide(np.log(ratio), np.log1p(rate)))[()]


@numeric("RATE")
def rate(
    periods: Value, payment: Value, present: Value, future: Value = 0.0, at_start: Value = 0.0, guess: Value = 0.1
) -> Any:
    """Give the interest each period of a loan."""

    def step(asked: Any) -> Any:
        grown = np.exp(periods * np.log1p(asked))
        slope_of_grown = periods * grown / (1 + asked)
        flat = np.less(np.abs(asked), 1e-6)
        safe = np.where(flat, 1.0, asked)
        ending = np.where(flat, periods * (1 + (periods - 1) / 2 * asked), np.expm1(periods * np.log1p(asked)) / safe)
        slope_of_ending = np.where(
            flat,
            periods * (periods - 1) / 2 * (1 + (periods - 2) * 2 / 3 * asked),
            (slope_of_grown - ending) / safe,
        )
        due = np.where(np.not_equal(at_start, 0), 1 + asked, 1.0)
        slope_of_due = np.where(np.not_equal(at_start, 0), 1.0, 0.0)
        value = present * grown + payment * due * ending + future
        slope = present * slope_of_grown + payment * (slope_of_due * ending + due * slope_of_ending)
        return np.negative(np.divide(value, slope))

    every = np.broadcast_arrays(periods, payment, present, future, at_start, guess)
    return _root(every[-1][()], step).failing(Error.NUM, np.less_equal(periods, 0) | np.less_equal(guess, -1))


# Write-downs


@numeric("SLN")
def sln(cost: Value, salvage: Value, life: Value) -> Any:
    """Give the write-down of each period, in equal parts."""
    return divided(np.subtract(cost, salvage), life)


@numeric("SYD")
def syd(cost: Value, salvage: Value, life: Value, period: Value) -> Any:
    """Give the write-down of a period, smaller by the same amount each period."""
    found = np.subtract(cost, salvage) * (np.subtract(life, period) + 1) * 2 / (life * np.add(life, 1))
    return Numbers(found).failing(Error.NUM, np.less(period, 1) | np.greater(period, life) | np.less(salvage, 0))


@numeric("DDB")
def ddb(cost: Value, salvage: Value, life: Value, period: Value, factor: Value = 2.0) -> Any:
    """Give the write-down of a period, a share of what is left."""
    kept = np.maximum(1 - np.divide(factor, life), 0.0)
    before = np.multiply(cost, power(kept, np.subtract(period, 1.0)))
    after = np.maximum(np.multiply(cost, power(kept, np.add(period, 0.0))), salvage)
    wrong = np.less(cost, 0) | np.less(salvage, 0) | np.less_equal(factor, 0)
    return Numbers(np.maximum(before - after, 0.0)).failing(
        Error.NUM, wrong | np.less(period, 1) | np.greater(period, life)
    )


@numeric("DB")
def db(cost: Value, salvage: Value, life: Value, period: Value, months: Value = 12.0) -> Any:
    """Give the write-down of a period, a share of three digits of what is left; the first year has some months."""
    at, first = np.trunc(period), np.trunc(months) / 12
    share = round_(1 - power(np.divide(salvage, cost), np.divide(1.0, life)), 3.0)
    left = np.multiply(cost, 1 - share * first)
    later = left * power(1 - share, np.maximum(at - 2, 0.0)) * share
    found = np.where(np.equal(at, 1), cost * share * first, np.where(np.greater(at, life), later * (1 - first), later))
    outside = np.less(at, 1) | np.greater(at, np.where(np.less(first, 1), np.add(life, 1), life))
    wrong = np.less_equal(cost, 0) | np.less(salvage, 0) | np.less_equal(life, 0)
    return Numbers(found[()]).failing(Error.NUM, wrong | outside | np.less(first, 1 / 12) | np.greater(first, 1))


@scalar("VDB")
def vdb(
    cost: float, salvage: float, life: float, start: float, end: float, factor: float = 2.0, stay: bool = False
) -> Scalar:
    """Give the write-down between two moments, a share of what is left or, once that is more, equal parts."""
    if cost < 0 or salvage < 0 or life <= 0 or not 0 <= start <= end <= life or factor <= 0:
        return Error.NUM
    left, found = cost, 0.0
    for period in range(math.ceil(end)):
        declining = min(left * min(factor / life, 1.0), max(left - salvage, 0.0))
        equal = max(left - salvage, 0.0) / max(life - period, 1.0)
        down = declining if stay else max(declining, equal)
        found += down * (min(end, period + 1) - max(start, period)) if period + 1 > start else 0.0
        left -= down
    return found


# Rates


@numeric("EFFECT")
def effect(nominal: Value, times: Value) -> Any:
    """Give the interest a year of a rate that is paid several times a year."""
    often = np.trunc(times)
    found = power(1 + np.divide(nominal, often), often) - 1
    return Numbers(found).failing(Error.NUM, np.less_equal(nominal, 0) | np.less(often, 1))


@numeric("NOMINAL")
def nominal(effective: Value, times: Value) -> Any:
    """Give the rate, paid several times a year, that comes to an interest a year."""
    often = np.trunc(times)
    found = often * (power(np.add(1.0, effective), np.divide(1.0, often)) - 1)
    return Numbers(found).failing(Error.NUM, np.less_equal(effective, 0) | np.less(often, 1))


@numeric("RRI")
def rri(periods: Value, present: Value, future: Value) -> Any:
    """Give the growth each period from one value to another."""
    found = power(np.divide(future, present), np.divide(1.0, periods)) - 1
    return Numbers(found).failing(Error.NUM, np.less_equal(periods, 0) | np.equal(present, 0))


@numeric("PDURATION")
def pduration(rate: Value, present: Value, future: Value) -> Any:
    """Give the number of periods in which one value grows to another."""
    found = np.divide(np.log(future) - np.log(present), np.log1p(rate))
    return Numbers(found).failing(
        Error.NUM, np.less_equal(rate, 0) | np.less_equal(present, 0) | np.less_equal(future, 0)
    )


@whole("FVSCHEDULE", takes="va")
def fv_schedule(present: Cell, rates: Cell | Area) -> Cell:
    """Give what a value grows to at one rate after the other."""
    asked, every = numbers(present), [numbers(cell) for cell in iterate([rates])]
    found = asked.values
    for one in every:
        found = np.multiply(found, np.add(1.0, one.values))
    return cell_of(Numbers(found, first_code(asked.codes, *(one.codes for one in every))))


def _of_fraction(price: Value, parts: Value, function: Callable[[Any, Any], Any]) -> Numbers:
    whole_parts = np.trunc(parts)
    digits = power(np.asarray(10.0)[()], np.ceil(np.log10(np.where(np.greater(whole_parts, 0), whole_parts, 1.0))))
    points = np.trunc(price)
    found = points + np.subtract(price, points) * function(digits, whole_parts)
    return Numbers(found).failing(Error.NUM, np.less(parts, 0)).failing(Error.DIV0, np.less(parts, 1))


@numeric("DOLLARDE")
def dollar_decimal(price: Value, parts: Value) -> Any:
    """Write a price in parts of a dollar in decimals."""
    return _of_fraction(price, parts, np.divide)


@numeric("DOLLARFR")
def dollar_fraction(price: Value, parts: Value) -> Any:
    """Write a price in decimals in parts of a dollar."""
    return _of_fraction(price, parts, lambda digits, whole_parts: np.divide(whole_parts, digits))
