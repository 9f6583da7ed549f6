"""What a reader can move in the explorer: every estimate, lever and value choice, within a range that makes sense."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mkba_uncertainty.analysis.curves.main_effect import variance_shares
from mkba_uncertainty.analysis.requirements import known_alone
from mkba_uncertainty.arrays import Rng
from mkba_uncertainty.case import CHOICES, Estimate
from mkba_uncertainty.design import Design
from mkba_uncertainty.families import Family
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.texts.units import is_share
from mkba_uncertainty.units import is_counted

TAIL, FAR = 0.001, 0.25
"""A slider ends where the distribution does, but at the quantile ``TAIL`` if nearly nothing lies beyond it: if the end
is further away than the share ``FAR`` of what lies between both quantiles."""

STEPS = 100
"""A slider has about so many steps."""

FEW, MANY = 4, 20
"""It has whole steps if there are so many of these: few of what is counted, many of anything else."""

RANKING_NODES, RANKING_DRAWS = 8, 256
"""How exactly the share of the variance is computed by which estimates are put in order."""


@dataclass(frozen=True)
class Control:
    """One number that a reader can fix.

    Parameters
    ----------
    estimate : Estimate
    group : {"choice", "uncertain", "fixed"}
        A lever or value choice, an estimate with a distribution, or a number without one.
    value : float
        What it is when nobody touches it (a sampled estimate: its mean).
    low, high, step : float
        Of the slider.
    correlated : tuple of str
        The estimates that it depends on in this variant of dependence.
    """

    estimate: Estimate
    group: str
    value: float
    low: float
    high: float
    step: float
    correlated: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of the estimate."""
        return self.estimate.name

    @property
    def scale(self) -> int:
        """How many the reader sees for one: a share is shown in percent."""
        return 100 if is_share(self.estimate.unit) else 1

    @property
    def decimals(self) -> int:
        """How many decimals a step of the slider has, as the reader sees it."""
        return max(0, -math.floor(math.log10(self.step * self.scale) + 1e-9))

    def shown(self, value: float) -> str:
        """Write a number of this control as a field of a page holds it."""
        return f"{value * self.scale:.12g}"


def controls(model: ModelOfCase, *, rng: Rng = 1) -> list[Control]:
    """Give a control for every estimate: choices first, then estimates by how much of the uncertainty they carry.

    Parameters
    ----------
    model : ModelOfCase
        As it was run: under its scenarios and its variant of dependence.
    rng : int, SeedSequence, Generator or None
        For the order of the estimates, see :func:`mkba_uncertainty.analysis.curves.main_effect.main_effect`.
    """
    made = [_control(model, estimate) for estimate in model.case.estimates.values()]
    shares = _variance_shares(model, rng)
    order = {"choice": 0, "uncertain": 1, "fixed": 2}
    return sorted(made, key=lambda control: (order[control.group], -shares.get(control.name, 0.0)))


def _variance_shares(model: ModelOfCase, rng: Rng) -> Mapping[str, float]:
    names = (*known_alone(model), *model.members)  # those that data on others have moved come last
    if not names:
        return {}
    design = Design(RANKING_DRAWS, rng=rng)
    shares = variance_shares(model, design, model.headline, of=names, nodes=RANKING_NODES)
    return {name: share.value for name, share in shares.items()}


def _control(model: ModelOfCase, estimate: Estimate) -> Control:
    name = estimate.name
    family, value = model.family(name), model.points[name]
    asked = [value, *(scenario.values[name] for scenario in model.case.scenarios.values() if name in scenario.values)]
    sampled = name in model.movable
    if sampled:
        low, high = _plausible(family)
        value = family.mean
    else:
        low, high = _range_around(value, asked, most=1.0 if is_share(estimate.unit) else math.inf)
    low, high = min(low, *asked), max(high, *asked)
    step = _step(high - low, estimate.unit, asked)
    return Control(
        estimate=estimate,
        group="choice" if estimate.role in CHOICES else "uncertain" if sampled else "fixed",
        value=value,
        low=_outward(low, step, math.floor),
        high=_outward(high, step, math.ceil),
        step=step,
        correlated=tuple(sorted({other for pair in model.correlations if name in pair for other in pair} - {name})),
    )


def _plausible(family: Family) -> tuple[float, float]:
    """Give the range of a distribution, without long tails in which nearly nothing lies."""
    (low, high), (near_low, near_high) = family.support, (float(family.ppf(p)) for p in (TAIL, 1 - TAIL))
    far = FAR * (near_high - near_low)
    return low if near_low - low <= far else near_low, high if high - near_high <= far else near_high


def _range_around(value: float, asked: Iterable[float], most: float) -> tuple[float, float]:
    """Give a range for a number without a distribution: from nothing to twice its value, but to no share above 1."""
    if value == 0:
        return 0.0, 1.0
    ends = 0.0, 2 * value
    return min(ends), max(min(max(ends), most), *asked)


def _step(width: float, unit: str | None, asked: Iterable[float]) -> float:
    """Give the step of a slider: no part of what is counted, nor of one where many fit and no value has parts."""
    fine, one = nice_step(width), 0.01 if is_share(unit) else 1.0
    if unit is not None and unit != "count" and is_counted(unit) and width >= FEW:
        return max(fine, one)
    whole = all(math.isclose(value, round(value / one) * one, rel_tol=1e-9, abs_tol=1e-12) for value in asked)
    return max(fine, one) if whole and width >= MANY * one else fine


def nice_step(width: float) -> float:
    """Give the largest 1, 2 or 5 times a power of ten of which ``STEPS`` fit in a width."""
    finest = width / STEPS
    power = 10.0 ** math.floor(math.log10(finest) + 1e-9)
    return next(times * power for times in (5, 2, 1) if times * power <= finest * (1 + 1e-9))


def _outward(value: float, step: float, towards: Callable[[float], int]) -> float:
    """Move an end of a range to a whole number of steps, away from the middle."""
    places = value / step
    rounded = round(places) if math.isclose(places, round(places), rel_tol=1e-9, abs_tol=1e-9) else towards(places)
    return float(f"{rounded * step:.12g}")
