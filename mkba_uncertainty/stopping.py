"""When to stop: grow a run until the interval of one number is narrow enough.

A replicate is the same in a larger run, so growing means running again with more of them: 8, 16, 32. Beyond 32 more
replicates say little about the error, so the draws of each are doubled instead. Each step doubles the work; all steps
together cost at most twice the last one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, TypeVar

from mkba_uncertainty.arrays import is_whole
from mkba_uncertainty.design import MOST_DRAWS, Design
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.texts import Text, both

FEWEST_REPLICATES = 8
"""The error of fewer is itself known so badly that a run stops too early: see benchmarks/coverage_tails.py."""

ENOUGH_REPLICATES = 32
MAX_REPLICATES = 256

_CONDITION = re.compile(
    r"(?P<name>\S.*?)\s*(?P<side>[<>])\s*(?P<limit>[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)", re.IGNORECASE
)
_STATISTIC = re.compile(r"(?:(?P<name>\S.*)\.)?(?P<statistic>q0?\.\d+|[a-z_]+)")

Result = TypeVar("Result")


@dataclass(frozen=True)
class Condition:
    """An outcome above or below a limit: ``net_benefit > 0``.

    Parameters
    ----------
    outcome : str
    above : bool
    limit : float
    text : str
        As it was written, but for spaces.
    """

    outcome: str
    above: bool
    limit: float
    text: str


@dataclass(frozen=True)
class Until:
    """Stop when the interval (high - low) of a number is at most this wide.

    Parameters
    ----------
    what : str
        The number, as it was written: ``net_benefit > 0``, ``net_benefit.mean``, ``first_order``.
    width : float
    outcome : str or None
        The outcome it is about; None where none was named.
    statistic : str
        ``probability`` for an event, else the last word: ``mean``, ``q0.95``, ``first_order``.
    limit : float or None
        What the outcome must exceed, for an event.
    """

    what: str
    width: float
    outcome: str | None
    statistic: str
    limit: float | None = None


@dataclass(frozen=True)
class Stopping:
    """What a stopping rule came to: the width asked and the width reached, with so many replicates of so many draws.

    The widths are in the unit of the number itself.
    """

    what: str
    asked: float
    reached: float
    replicates: int
    draws: int

    @property
    def met(self) -> bool:
        """Whether the interval became as narrow as was asked."""
        return self.reached <= self.asked

    def note(self) -> Text:
        """Say whether the rule was met, with both widths."""
        widths = {"reached": f"{self.reached:.3g}", "asked": f"{self.asked:.3g}"}
        return both("run.stopped" if self.met else "run.not_stopped", what=self.what, **widths)

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {**asdict(self), "met": self.met}


def as_rule(until: str | Until | None) -> Until | None:
    """Give a stopping rule as it is, or as its text says."""
    return until if until is None or isinstance(until, Until) else parse_until(until)


def parse_condition(text: str, key: str) -> Condition:
    """Read a condition ``OUTCOME > NUMBER`` or ``OUTCOME < NUMBER``, given as option ``key``.

    Raises
    ------
    InputError
        If the text is not of this form.
    """
    found = _CONDITION.fullmatch(text.strip())
    if found is None:
        raise InputError("condition_form", key=key, found=text)
    name, side, limit = found["name"], found["side"], found["limit"]
    return Condition(name, side == ">", float(limit), f"{name} {side} {limit}")


def parse_until(text: str) -> Until:
    """Read a stopping rule ``WHAT:WIDTH``.

    Parameters
    ----------
    text : str
        ``"net_benefit > 0:0.01"`` (a probability), ``"net_benefit.mean:5000"`` or ``"net_benefit.q0.95:5000"`` (a
        statistic of an outcome), ``"first_order:0.01"`` (the widest interval of that kind) or
        ``"net_benefit.first_order:0.01"`` (of that outcome only). Names of outcomes may hold colons.

    Raises
    ------
    InputError
        If the text is not of these forms, or the width is not above zero.
    """
    if not isinstance(text, str):
        raise InputError("until_form", key="until", found=text)
    what, colon, width_text = (part.strip() for part in text.rpartition(":"))
    try:
        width = float(width_text)
    except ValueError:
        width = math.nan
    event, statistic = _CONDITION.fullmatch(what), _STATISTIC.fullmatch(what)
    if not colon or not (event or statistic) or (event and event["side"] == "<"):
        raise InputError("until_form", key="until", found=text)
    if not 0 < width < math.inf:
        raise InputError("until_width", key="until", found=width_text)
    if statistic:
        return Until(what, width, statistic["name"], statistic["statistic"])
    assert event is not None
    return Until(f"{event['name']} > {event['limit']}", width, event["name"], "probability", float(event["limit"]))


def sizes(design: Design, max_replicates: int) -> Iterator[Design]:
    """Give ever larger designs, each twice the one before, that begin with ``design`` of enough replicates.

    Parameters
    ----------
    design : Design
    max_replicates : int
        No design has more draws in all than so many replicates of ``design``.
    """
    most = max_replicates * design.draws
    rng = design.rng if design.seed is not None else design.seeds
    replicates = max(design.replicates, min(FEWEST_REPLICATES, max_replicates))
    draws = design.draws
    while True:
        yield replace(design, replicates=replicates, draws=draws, rng=rng)
        if replicates < ENOUGH_REPLICATES:
            replicates = min(2 * replicates, ENOUGH_REPLICATES)
        else:
            draws *= 2
        if replicates * draws > most or draws > MOST_DRAWS:
            return


def run_until(
    run: Callable[[Design], Result],
    width_of: Callable[[Result], float],
    until: Until,
    design: Design,
    max_replicates: int = MAX_REPLICATES,
) -> tuple[Result, Stopping]:
    """Run with ever larger designs until a number's interval is narrow enough, or the designs run out.

    Parameters
    ----------
    run : callable
        Design -> result.
    width_of : callable
        Result -> width of the interval of the number that ``until`` is about.
    until : Until
    design : Design
        The first and smallest design, but for replicates: there are 8 at least.
    max_replicates : int
        No design has more draws in all than so many replicates of ``design``.

    Returns
    -------
    result, Stopping
        The last result, and what the rule came to: ``Stopping.met`` says whether the width was reached.

    Raises
    ------
    InputError
        If ``max_replicates`` is below the replicates of ``design``.

    Notes
    -----
    The run stops when the *estimated* error is small, which happens a little too early now and then: the interval of a
    stopped run holds the truth slightly less often than one of a run whose size was fixed beforehand.
    """
    if not is_whole(max_replicates) or max_replicates < design.replicates:
        raise InputError("until_replicates", key="max_replicates", found=max_replicates, fewest=design.replicates)
    for larger in sizes(design, max_replicates):
        result = run(larger)
        stopping = Stopping(until.what, until.width, width_of(result), larger.replicates, larger.draws)
        if stopping.met:
            break
    return result, stopping
