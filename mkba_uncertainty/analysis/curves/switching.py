"""Where does the verdict flip? The value of each estimate at which the expected outcome is zero."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, ClassVar, Literal

import numpy as np

from mkba_uncertainty.analysis.curves.crossings import Crossings, Line, find_crossings, values_to_scan
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import require_variance, uncertain_names
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import Rng
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import Executor, Measured, half_width
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.texts import LANGUAGES, Text, both, joined, named
from mkba_uncertainty.texts.figures import chance, change_text, estimate_text, figure, kind_of

SCAN = 33
"""Values over the range of an estimate at which its curve is looked at for a change of sign."""

Side = Literal["above", "below"]
"""A side of a switching value."""

CLOSEST_SHOWN = 6
"""Estimates that flip nothing and get a row of their own on a screen."""


@dataclass(frozen=True)
class Region:
    """Values of an estimate over which the expected outcome keeps its sign.

    Parameters
    ----------
    low, high : float or None
        The switching values that it lies between; None where there is none on that side.
    positive : bool
        Whether the expected outcome is above zero there.
    probability : Measured
        That the estimate lies there. A switching value itself is in no region.
    """

    low: float | None
    high: float | None
    positive: bool
    probability: Measured

    @property
    def sign(self) -> str:
        """``"positive"`` or ``"negative"``."""
        return "positive" if self.positive else "negative"

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {"from": self.low, "to": self.high, "sign": self.sign, "probability": self.probability.to_dict()}

    def text(self, unit: str | None) -> Text:
        """Say where it is, which sign, and how likely."""
        ends = {"low": self.low, "high": self.high}
        known = {name: partial(estimate_text, end, unit=unit) for name, end in ends.items() if end is not None}
        chances = partial(chance, self.probability)
        return both(f"switching.region.{'_'.join(known)}", sign=both(f"drivers.{self.sign}"), chance=chances, **known)


@dataclass(frozen=True)
class SwitchingValue:
    """Where the expected outcome is zero along one estimate.

    Parameters
    ----------
    estimate : str
    label : Text
    unit : str or None
        Its unit in the case.
    point : float
        The point value of the estimate.
    low, high : float
        Its 5 and 95 % quantile.
    value : Measured or None
        The switching value; None where the expected outcome keeps its sign all over the estimate's range. Where there
        are several, the one nearest to the point value.
    values : tuple of Measured
        All of them, ascending.
    regions : tuple of Region
        Between these, ascending: where the expected outcome has which sign.
    probability_crossed : Measured
        Probability that the estimate lies where the expected outcome has the other sign than with nothing known.
    closest : Measured
        The expected outcome that comes closest to zero within the estimate's range; zero itself where it is crossed.
    """

    estimate: str
    label: Text
    unit: str | None
    point: float
    low: float
    high: float
    value: Measured | None
    values: tuple[Measured, ...]
    regions: tuple[Region, ...]
    probability_crossed: Measured
    closest: Measured

    @property
    def relative_change(self) -> float | None:
        """Change from the point value to the switching value, over the point value; None where there is none."""
        return self.change_to(self.value)

    def change_to(self, value: Measured | None) -> float | None:
        """Give the same of any of its switching values."""
        if value is None or self.point == 0:
            return None
        return (value.value - self.point) / abs(self.point)

    def change_text(self, value: Measured) -> Text:
        """Say how far a switching value lies from the point value."""
        return Text(*(change_text(value.value, self.point, lang, self.unit) for lang in LANGUAGES))

    def positive_at(self, value: Measured) -> Side:
        """Say on which side of a switching value the expected outcome is above zero."""
        return next("above" if region.positive else "below" for region in self.regions if region.low == value.value)

    def others(self, sign: float) -> list[Region]:
        """Give the regions in which the expected outcome does not have ``sign``."""
        return [region for region in self.regions if region.positive != (sign > 0)]

    def rows(self, sign: float) -> list[Row]:
        """Give a row of the table for each switching value, with what lies beyond it; one where there is none."""
        beyond = {end: region.probability for region in self.others(sign) for end in (region.low, region.high)}
        return [
            Row(
                {
                    "label": self.label,
                    "estimate": self.estimate,
                    "point": self.point,
                    "switching_value": value or both("drivers.switching.none"),
                    "positive": self.positive_at(value) if value else None,
                    "side": both(f"switching.positive.{self.positive_at(value)}") if value else None,
                    "relative_change": self.change_to(value),
                    "change": self.change_text(value) if value else None,
                    "probability_crossed": self.probability_crossed,
                    "probability_beyond": beyond[value.value] if value else self.probability_crossed,
                    "closest": self.closest,
                },
                unit=self.unit,
            )
            for value in self.values or [None]
        ]


@dataclass(frozen=True, repr=False)
class Switching(Result):
    """The switching values of one outcome: those crossed most likely first, then those that come closest.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
        What the outcome is called.
    unit : str or None
        Its unit.
    mean : Measured
        The expected outcome.
    values : dict of estimate to SwitchingValue

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.switching(model)
    >>> round(found.mean.value, 1), list(found.values)  # the likeliest to be crossed first
    (5.0, ['benefits', 'costs'])
    """

    spoken: ClassVar[tuple[int, ...]] = (2, 3, 5, 6)

    outcome: str
    label: Text
    unit: str | None
    mean: Measured
    values: dict[str, SwitchingValue]

    @property
    def crossed(self) -> list[SwitchingValue]:
        """Those that flip the sign."""
        return [found for found in self.values.values() if found.value is not None]

    def _rows(self, values: Iterable[SwitchingValue]) -> list[Row]:
        return [row for found in values for row in found.rows(self.mean.value)]

    @property
    def table(self) -> Table:
        """A row for each value at which an estimate flips the sign, or for how close it comes."""
        return Table(
            [
                Column("label", "table.estimate", data=False),
                Column("estimate"),
                Column("point", "table.point", "estimate"),
                Column("switching_value", "table.switching_value", "estimate"),
                Column("positive"),
                Column("side", "table.positive", data=False),
                Column("relative_change"),
                Column("change", "table.relative_change", data=False),
                Column("probability_crossed"),
                Column("probability_beyond", "table.beyond", "chance"),
                Column("closest", "table.closest", kind_of(self.unit)),
            ],
            self._rows(self.values.values()),
            caption=both("drivers.switching.caption", **named(self.outcome, self.label)),
            constants={"outcome": self.outcome},
        )

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give those that flip it, and apart those that come closest."""
        crossed = [row.with_unit for row in self._rows(self.crossed)]
        never = [row.with_unit for row in self._rows(found for found in self.values.values() if found.value is None)]
        flips = ("label", "point", "switching_value", "side", "change", "probability_beyond")
        tables = [
            self.table.of(crossed, show=flips),
            self.table.of(
                never, show=("label", "point", "closest"), name="table.never", most=CLOSEST_SHOWN, rest=_farther
            ),
        ]
        return [table for table in tables if table.rows]

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.switching.title")

    def lead(self) -> Sequence[Text]:
        """Say what is expected."""
        mean = partial(figure, self.mean, kind_of(self.unit))
        return [both("switching.mean", label=self.label, mean=mean), *self.remarks()]

    def notes(self) -> Sequence[Text]:
        """Say what a switching value is, and over which range it was looked for."""
        scanned = [both("switching.scanned")] if len(self.crossed) < len(self.values) else []
        return [both("plot.switching.subtitle", label=self.label), *scanned]

    def finding(self) -> Text:
        """Say how many estimates flip the verdict, or where the only one does."""
        if not self.crossed:
            return both("drivers.switching.never")
        if len(self.crossed) > 1:
            return both("drivers.switching.some", count=len(self.crossed))
        (only,) = self.crossed
        assert only.value is not None
        if len(only.values) > 1:
            values = joined(
                Text(*(estimate_text(value.value, lang, only.unit) for lang in LANGUAGES)) for value in only.values
            )
            return both("drivers.switching.several", label=only.label, values=values)
        value = partial(estimate_text, only.value.value, unit=only.unit)
        if only.relative_change is None:
            return both("drivers.switching.value", label=only.label, value=value)
        return both("drivers.switching.one", label=only.label, value=value, change=only.change_text(only.value))

    def gist(self) -> Sequence[Text]:
        """Name the estimate that flips the verdict most likely."""
        if not self.crossed:
            side = both(f"drivers.{'positive' if self.mean.value > 0 else 'negative'}")
            return [both("drivers.lead.never", side=side, **named(self.outcome, self.label))]
        first, count = self.crossed[0], len(self.crossed)
        chances = partial(chance, first.probability_crossed, whole=True)
        key = "drivers.lead.flip" if count == 1 else "drivers.lead.flips"
        return [both(key, count=count, label=first.label, chance=chances)]

    def remarks(self) -> Sequence[Text]:
        """Say of each estimate that flips it more than once where the outcome is expected to have which sign."""
        return [
            both(
                "switching.regions", label=found.label, regions=joined(part.text(found.unit) for part in found.regions)
            )
            for found in self.crossed
            if len(found.values) > 1
        ]

    def facts(self) -> dict[str, Any]:
        """Give the mean, and for each estimate its switching values."""
        return {
            "outcome": self.outcome,
            "mean": self.mean.to_dict(),
            "estimates": {
                name: {
                    "value": found.value and found.value.value,
                    "positive": found.value and found.positive_at(found.value),
                    "relative_change": found.relative_change,
                    "low": found.value and found.value.low,
                    "high": found.value and found.value.high,
                    "probability_crossed": found.probability_crossed.to_dict(),
                    "all": [value.to_dict() for value in found.values],
                    "regions": [region.to_dict() for region in found.regions],
                    "closest": found.closest.to_dict(),
                }
                for name, found in self.values.items()
            },
        }


def _farther(rest: Sequence[Row]) -> Row:
    return Row({"label": both("plot.others", count=len(rest)), "closest": both("switching.farther")})


def switching(
    model: AnyModel,
    *,
    outcome: str | None = None,
    of: Collection[str] | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Switching:
    """Say at which value of each estimate the expected outcome is zero, all others at their distributions.

    Parameters
    ----------
    model : AnyModel
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
        Usually the net benefit, of society or of an actor.
    of : collection of str, optional
        Which estimates; all uncertain ones by default.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Switching

    Raises
    ------
    InputError
        If the outcome or an estimate is unknown or fixed, or the outcome is a ratio, which flips the verdict at 1.
    ModelError
        If the outcome is always zero, or NaN or infinite on some draw.

    Notes
    -----
    The root of the main-effect curve, found on the curve itself; HM Treasury's Green Book (2022, A5) calls it the
    switching value. Its interval comes from the roots within replicates, each one Newton step from the root of all.
    Curves are scanned between the quantiles at 1e-6 and 1 - 1e-6 of the estimate. Two roots between neighbours of the
    33 values scanned cancel and are not seen. A jump over zero counts as a switching value too.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.switching(model)
    >>> {name: round(value.value.value, 1) for name, value in found.values.items()}
    {'benefits': 3.0, 'costs': 8.0}
    """
    outcome = outcome or model.headline
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    if model.unit(outcome) == "ratio":
        raise InputError("switching_ratio", key="outcome", found=outcome)
    names = uncertain_names(model, of, shares=True)
    lines = {name: Line(name, values_to_scan(model.family(name), SCAN)) for name in names}
    tails = require_variance(model, design, [outcome])
    mean, crossings = find_crossings(model, design, outcome, lines, executor)
    require_sign(mean, outcome)
    labels, units = model.labels(names), {name: model.unit(name) for name in names}
    points = model.with_members(model.point())
    found = [
        _switching_value(
            name,
            labels[name],
            units[name],
            float(points[name]),
            model.family(name),
            crossings[name],
            float(np.sign(mean.value)),
        )
        for name in names
    ]
    found.sort(key=lambda value: (value.value is None, -value.probability_crossed.value, abs(value.closest.value)))
    return Switching(
        provenance(model, design, tails=tails),
        outcome,
        model.label(outcome),
        model.unit(outcome),
        mean,
        {value.estimate: value for value in found},
    )


def require_sign(mean: Measured, outcome: str) -> None:
    """Refuse an outcome whose mean is exactly zero: it has no sign that could change."""
    if mean.value == 0:
        raise ModelError("mean_is_zero", key=outcome)


def _switching_value(
    name: str, label: Text, unit: str | None, point: float, family: Family, crossings: Crossings, sign: float
) -> SwitchingValue:
    low, high = family.ppf(np.array([0.05, 0.95])).tolist()
    values = crossings.measured_roots()
    crossed = crossings.measured_probability(family.cdf, sign)
    return SwitchingValue(
        name,
        label,
        unit,
        point,
        low,
        high,
        min(values, key=lambda value: abs(value.value - point), default=None),
        values,
        _regions(crossings, family) if values else (Region(None, None, sign > 0, _complement(crossed)),),
        crossed,
        Measured(0.0, 0.0, 0.0) if values else _closest(crossings),
    )


def _regions(crossings: Crossings, family: Family) -> tuple[Region, ...]:
    ends, positive = [None, *crossings.roots.tolist(), None], crossings.starts_with(1.0)
    return tuple(
        Region(low, high, positive == (place % 2 == 0), probability)
        for place, ((low, high), probability) in enumerate(
            zip(pairwise(ends), crossings.measured_regions(family.cdf), strict=True)
        )
    )


def _complement(chance: Measured) -> Measured:
    return Measured(1 - chance.value, 1 - chance.high, 1 - chance.low)


def _closest(crossings: Crossings) -> Measured:
    curve = crossings.means.mean(axis=0)
    place = int(np.argmin(np.abs(curve)))
    half = float(half_width(curve[place], crossings.means[:, place]))
    return Measured(float(curve[place]), float(curve[place]) - half, float(curve[place]) + half)
