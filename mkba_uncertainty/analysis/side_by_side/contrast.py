"""What if? The published sensitivities as full distributions: the same draws with and without the change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.side_by_side.same_draws import (
    Draw,
    Drawn,
    Figure,
    Side,
    drawn,
    drawn_columns,
    on_same_draws,
    own_draws,
)
from mkba_uncertainty.arrays import Rng
from mkba_uncertainty.case import Case, Scenario
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.model.of_case import has_data
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Executor, Measured
from mkba_uncertainty.table import Column, Range, Row, Table
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import exact, figure, kind_of

PERCENTILES = tuple(round(0.01 * step, 2) for step in range(1, 100))
DIFFERENCE, BEFORE, AFTER = "difference", "before", "after"


@dataclass(frozen=True)
class Contrast(Drawn):
    """The change of an outcome by one scenario, with its quantiles at 1, 2, ..., 99 %.

    Parameters
    ----------
    scenario : str
    label : Text
    published : float or None
        The change that the publication claims, if any.
    point : float
        The change at the point estimates.
    before, after : Measured
        Probability of a positive net benefit without and with the change.
    """

    scenario: str
    label: Text
    published: float | None
    point: float
    before: Measured
    after: Measured

    @property
    def holds_published(self) -> bool:
        """Whether the published change lies in the 90 % range."""
        low, high = self.quantiles[0.05].value, self.quantiles[0.95].value
        return self.published is not None and low <= self.published <= high

    @property
    def row(self) -> Row:
        """The change as a row of the table."""
        return Row(
            {
                **self.cells,
                "claimed": None if self.published is None else exact(self.published),
                "probability_before": self.before,
                "probability_after": self.after,
            }
        )


@dataclass(frozen=True, repr=False)
class Contrasts(Result):
    """The changes of one outcome by several scenarios.

    Parameters
    ----------
    provenance : Provenance
        What made it: case, version, seed and draws.
    case : Case
        Whose scenarios they are.
    outcome : str
        What is compared.
    label : Text
        What the outcome is called.
    unit : str or None
        Its unit.
    contrasts : dict of scenario to Contrast
        The largest change first.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    >>> found = mkba.contrast(model, scenarios=["recidivism_40"], draws=64)
    >>> found.outcome, list(found.contrasts)
    ('net_benefit', ['recidivism_40'])
    """

    spoken: ClassVar[tuple[int, ...]] = (2, 3, 1)

    case: Case
    outcome: str
    label: Text
    unit: str | None
    contrasts: dict[str, Contrast]

    @property
    def table(self) -> Table:
        """A row a scenario: published, point, mean and quantiles of the change."""
        kind = kind_of(self.unit)
        return Table(
            [
                Column("label", "table.scenario", data=False),
                Column("scenario"),
                Column("published"),
                Column("point"),
                Column("claimed", "table.published", kind, data=False),
                *drawn_columns(kind),
                Column("probability_before"),
                Column("probability_after"),
                Range("probability_before", "probability_after", "table.before_after", "chance", arrow=True),
            ],
            [found.row for found in self.contrasts.values()],
            caption=both("drivers.whatif.caption"),
            constants={"outcome": self.outcome},
        )

    def title(self) -> Text:
        """Give the heading."""
        return both("whatif.title", title=self.case.title)

    def lead(self) -> Sequence[Text]:
        """Say of which outcome this is the change."""
        return [both("whatif.lead", label=self.label)]

    def notes(self) -> Sequence[Text]:
        """Say what is on both sides."""
        pooled = any(self.case.scenarios[name].pooled for name in self.contrasts)
        return [both("whatif.footer"), *([both("whatif.footer.pooled")] if pooled else [])]

    def finding(self) -> Text:
        """Say how many published changes lie in the 90 % range, or else which scenario changes most."""
        claimed = [found for found in self.contrasts.values() if found.published is not None]
        if not claimed:
            largest = max(self.contrasts.values(), key=lambda found: abs(found.quantiles[0.5].value))
            change = partial(figure, largest.quantiles[0.5], kind_of(self.unit))
            return both("drivers.whatif.most", label=largest.label, change=change)
        inside = sum(found.holds_published for found in claimed)
        key = "drivers.whatif.all" if inside == len(claimed) else "drivers.whatif.some"
        return both(key, count=len(claimed), inside=inside)

    def facts(self) -> dict[str, Any]:
        """Give the changes, by scenario."""
        changes = self.table.by("scenario")
        for change in changes.values():
            chances = {side: change.pop(f"probability_{side}") for side in (BEFORE, AFTER)}
            change["probability_net_benefit_positive"] = chances
        return {"outcome": self.outcome, "contrasts": changes}


def contrast(
    model: CaseModel,
    *,
    scenarios: Collection[str] | None = None,
    outcome: str = "net_benefit",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Contrasts:
    """Say how much scenarios change an outcome, and how sure we are of that.

    Each scenario is compared with the model on the same draws, so that the difference is not blurred by them. An
    uncertain estimate that a scenario sets is pinned on both sides: at its point value before, at the scenario's after.
    One that it sets to what experts' answers come to is uncertain on both sides, at the same quantiles of the two
    distributions.

    Parameters
    ----------
    model : CaseModel
    scenarios : collection of str, optional
        All of the case by default.
    outcome : str
        Whose change.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Contrasts

    Raises
    ------
    InputError
        If a scenario or outcome is unknown.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    >>> found = mkba.contrast(model, scenarios=["recidivism_40"], draws=64)
    >>> found.contrasts["recidivism_40"].mean.value < 0  # more households relapse
    True
    """
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    names = tuple(model.case.scenarios if scenarios is None else scenarios)
    for name in names:
        if name not in model.case.scenarios:
            raise unknown("unknown_scenario", "scenario", name, model.case.scenarios)
    draw = own_draws(model)
    sides = {name: _sides(model, model.case.scenarios[name], draw) for name in names}
    figures = [
        {
            DIFFERENCE: Figure(after, outcome, before),
            BEFORE: Figure(before, "net_benefit"),
            AFTER: Figure(after, "net_benefit"),
        }
        for before, after in sides.values()
    ]
    summaries = on_same_draws(figures, design, executor, PERCENTILES)
    base = model.at_point(outcome)
    contrasts = {}
    for (name, (_, after)), summary in zip(sides.items(), summaries, strict=True):
        found = drawn(summary)
        contrasts[name] = Contrast(
            **vars(found[DIFFERENCE]),
            scenario=name,
            label=model.case.scenarios[name].label,
            published=_published(model, outcome, name),
            point=after.model.at_point(outcome) - base,
            before=found[BEFORE].probability,
            after=found[AFTER].probability,
        )
    return Contrasts(
        provenance(model, design), model.case, outcome, model.label(outcome), model.unit(outcome), contrasts
    )


def _sides(model: CaseModel, scenario: Scenario, draw: Draw) -> tuple[Side, Side]:
    """Give the model without and with the change.

    An estimate that takes the distribution of its experts' answers, and is fixed without it, takes part in the design
    on both sides: the points are the same.
    """
    fixed, pooled = model.fixed.keys() & scenario.pooled, model.pooled(scenario.pooled)
    return (
        Side(
            model.pinned({name: model.points[name] for name in scenario.values}),
            own_draws(model.pooled(fixed)) if fixed else draw,
        ),
        Side(pooled.pinned(scenario.values), own_draws(pooled) if scenario.pooled else draw),
    )


def _published(model: CaseModel, outcome: str, scenario: str) -> float | None:
    """Give the change that the publication claims, of the case as it was published."""
    if model.scenarios or has_data(model.case):
        return None
    wanted = ("difference", outcome, scenario)
    claims = model.case.claims.values()
    return next((one.published for one in claims if (one.measure, one.outcome, one.scenario) == wanted), None)
