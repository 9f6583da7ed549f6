"""What if? The published sensitivities as full distributions: the same draws with and without the change."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.side_by_side.same_draws import (
    Drawn,
    Figure,
    Side,
    drawn,
    heaviest,
    on_same_draws,
    own_draws,
    require_numbers,
)
from mkba_uncertainty.arrays import LEVELS, Rng
from mkba_uncertainty.case import Case, Scenario
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.model.of_graph import has_data
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Executor, Measured
from mkba_uncertainty.table import Column, Range, Row, Table
from mkba_uncertainty.texts import Text, both, named
from mkba_uncertainty.texts.figures import about, exact, figure, kind_of_change

PERCENTILES = tuple(round(0.01 * step, 2) for step in range(1, 100))
BASE, DIFFERENCE, BEFORE, AFTER = "base", "difference", "before", "after"
ITSELF, FROM_UNCERTAIN, BOTH = "itself", "from_uncertain", "both"


@dataclass(frozen=True)
class Change(Drawn):
    """The change of an outcome, with its quantiles at 1, 2, ..., 99 %.

    Parameters
    ----------
    before, after : Measured
        Probability of a positive net benefit without and with the change.
    """

    before: Measured
    after: Measured

    @property
    def shown(self) -> dict[str, Any]:
        """What people read of it: the median and the range in digits that all three support."""
        levels = {"median": 0.5, "low": 0.05, "high": 0.95}
        step = max(self.quantiles[level].width / 2 for level in levels.values())
        chances = {"shown_before": self.before, "shown_after": self.after}
        return {key: about(self.quantiles[level].value, step) for key, level in levels.items()} | chances


@dataclass(frozen=True)
class Contrast(Change):
    """The change of an outcome by one scenario: two questions, which differ where it sets an uncertain estimate.

    Of the change itself that estimate is known on both sides; it is what a publication claims. Against not knowing it
    is uncertain before, as in a run.

    Parameters
    ----------
    scenario : str
    label : Text
    published : float or None
        The change that the publication claims, if any.
    point : float
        The change at the point estimates.
    from_uncertain : Change
        The change against not knowing; the other figures are of the change itself.
    among_claims : bool
        Whether the publication claims a change by any scenario beside which this one stands.
    """

    scenario: str
    label: Text
    published: float | None
    point: float
    from_uncertain: Change
    among_claims: bool = False

    @property
    def questions(self) -> dict[str, Change]:
        """What is asked, and the answer; in front what publications claim, if this one does, else what is not known."""
        other = self.from_uncertain
        if (self.mean, self.quantiles, self.before) == (other.mean, other.quantiles, other.before):
            return {BOTH: self}
        asked: list[tuple[str, Change]] = [(ITSELF, self), (FROM_UNCERTAIN, other)]
        return dict(asked if self.among_claims else reversed(asked))

    @property
    def holds_published(self) -> bool:
        """Whether the published change lies in the 90 % range."""
        low, high = self.quantiles[0.05].value, self.quantiles[0.95].value
        return self.published is not None and low <= self.published <= high

    @property
    def rows(self) -> list[Row]:
        """The answers as rows of the table; programs read all of them in the first."""
        other = {f"{FROM_UNCERTAIN}_{key}": cell for key, cell in self.from_uncertain.cells.items()}
        cells = {
            **self.cells,
            **other,
            "claimed": None if self.published is None else exact(self.published),
            "probability_before": self.before,
            "probability_after": self.after,
            f"{FROM_UNCERTAIN}_probability_before": self.from_uncertain.before,
            f"{FROM_UNCERTAIN}_probability_after": self.from_uncertain.after,
        }
        return [
            Row(
                (cells if place == 0 else {}) | {"asked": both(f"whatif.{question}", label=self.label), **change.shown},
                depth=place,
                data=place == 0,
            )
            for place, (question, change) in enumerate(self.questions.items())
        ]


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
    asked : Text
        Of what the chances without and with a scenario are.
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
    asked: Text
    contrasts: dict[str, Contrast]

    @property
    def table(self) -> Table:
        """A row a scenario: published, point, mean and quantiles of the change; people read a row a question."""
        kind = kind_of_change(self.unit)
        chances, figures = ["probability_before", "probability_after"], [f"q{level:g}" for level in LEVELS]
        return Table(
            [
                Column("label", data=False),
                Column("asked", "table.scenario", data=False),
                Column("scenario"),
                Column("published"),
                Column("point"),
                Column("claimed", "table.published", kind, data=False),
                *(Column(key) for key in ("mean", "sd", *figures)),
                Column("median", "table.median", kind, data=False),
                Range("low", "high", "table.range90", kind),
                *(Column(key) for key in chances),
                Range("shown_before", "shown_after", self.asked, "chance", arrow=True),
                *(Column(f"{FROM_UNCERTAIN}_{key}") for key in ("mean", "sd", *figures, *chances)),
            ],
            [row for found in self.contrasts.values() for row in found.rows],
            caption=both("drivers.whatif.caption", **named(self.outcome, self.label)),
            constants={"outcome": self.outcome},
        )

    def title(self) -> Text:
        """Give the heading."""
        return both("whatif.title", title=self.case.title)

    def lead(self) -> Sequence[Text]:
        """Say of which outcome this is the change."""
        return [both("whatif.lead", label=self.label)]

    def notes(self) -> Sequence[Text]:
        """Say what is on both sides, and what the questions are."""
        asked = any(len(found.questions) > 1 for found in self.contrasts.values())
        pooled = any(self.case.scenarios[name].pooled for name in self.contrasts)
        keys = {"whatif.footer": True, "whatif.footer.questions": asked, "whatif.footer.pooled": pooled}
        return [both(key) for key, told in keys.items() if told]

    def remarks(self) -> Sequence[Text]:
        """Say what is on both sides, where that is not what is known now."""
        return self.notes()[1:]

    def finding(self) -> Text:
        """Say how many published changes lie in the 90 % range, or else which scenario changes most."""
        claimed = [found for found in self.contrasts.values() if found.published is not None]
        if not claimed:
            fronts = [(found.label, *next(iter(found.questions.items()))) for found in self.contrasts.values()]
            label, question, largest = max(fronts, key=lambda front: abs(front[2].quantiles[0.5].value))
            change = partial(figure, largest.shown["median"], kind_of_change(self.unit))
            return both(
                "drivers.whatif.most",
                **named(self.outcome, self.label),
                label=both(f"whatif.{question}", label=label),
                change=change,
            )
        inside = sum(found.holds_published for found in claimed)
        key = "drivers.whatif.all" if inside == len(claimed) else "drivers.whatif.some"
        return both(key, count=len(claimed), inside=inside)

    def facts(self) -> dict[str, Any]:
        """Give the changes, by scenario."""
        changes = self.table.by("scenario")
        for change in changes.values():
            other = {
                key.removeprefix(f"{FROM_UNCERTAIN}_"): change.pop(key)
                for key in list(change)
                if key.startswith(FROM_UNCERTAIN)
            }
            quantiles = {f"{level:g}": other.pop(f"q{level:g}") for level in LEVELS}
            change[FROM_UNCERTAIN] = {"mean": other.pop("mean"), "sd": other.pop("sd"), "quantiles": quantiles}
            for answer, figures in ((change, change), (change[FROM_UNCERTAIN], other)):
                chances = {side: figures.pop(f"probability_{side}") for side in (BEFORE, AFTER)}
                answer["probability_net_benefit_positive"] = chances
        return {"outcome": self.outcome, "contrasts": changes}


def contrast(
    model: ModelOfCase,
    *,
    scenarios: Collection[str] | None = None,
    outcome: str | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Contrasts:
    """Say how much scenarios change an outcome, and how sure we are of that.

    Each scenario is compared with the model on the same draws, so that the difference is not blurred by them. Where it
    sets an uncertain estimate there are two questions. Of the change itself that estimate is pinned on both sides: at
    its point value before, at the scenario's after. Against not knowing (``from_uncertain``) it is pinned after only.
    One that it sets to what experts' answers come to is uncertain on both sides, at the same quantiles of the two
    distributions.

    Parameters
    ----------
    model : ModelOfCase
    scenarios : collection of str, optional
        By default all that change something, in the alternative that the model is of.
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
        Whose change.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Contrasts

    Raises
    ------
    InputError
        If a scenario or outcome is unknown, or there is no scenario that changes something.
    ModelError
        If the outcome is a ratio that is not a number on some draws.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    >>> found = mkba.contrast(model, scenarios=["recidivism_40"], draws=64)
    >>> found.contrasts["recidivism_40"].mean.value < 0  # more households relapse
    True
    """
    outcome = outcome or model.headline
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    changing = [name for name, each in model.case.scenarios.items() if not each.is_empty]
    if scenarios is None and not changing:
        of_workbook = model.case.binding is not None and model.case.binding.marked == "workbook"
        none = "whatif_of_workbook" if of_workbook else "whatif_no_scenarios"
        code = "whatif_nothing_changes" if model.case.scenarios else none
        raise InputError(code, file=model.case.file or None, key="scenarios")
    names = tuple(changing if scenarios is None else scenarios)
    for name in names:
        if name not in model.case.scenarios:
            raise unknown("unknown_scenario", "scenario", name, model.case.scenarios)
    base = Side(model, own_draws(model))
    sides = {name: _sides(base, model, model.case.scenarios[name]) for name in names}
    figures = [
        {
            DIFFERENCE: Figure(after, outcome, before),
            FROM_UNCERTAIN: Figure(after, outcome, start),
            BEFORE: Figure(before, model.headline),
            AFTER: Figure(after, model.headline),
            BASE: Figure(base, model.headline),
        }
        for before, start, after in sides.values()
    ]
    summaries = on_same_draws(figures, design, executor, PERCENTILES)
    at_point = model.at_point(outcome)
    published = {name: _published(model, outcome, name) for name in names}
    contrasts = {}
    for (name, (*_, after)), summary in zip(sides.items(), summaries, strict=True):
        found = drawn(summary)
        chances = {side: found[side].probability for side in (BASE, BEFORE, AFTER)}
        contrasts[name] = Contrast(
            **vars(found[DIFFERENCE]),
            scenario=name,
            label=model.case.scenarios[name].label,
            published=published[name],
            among_claims=any(claimed is not None for claimed in published.values()),
            point=after.model.at_point(outcome) - at_point,
            before=chances[BEFORE],
            after=chances[AFTER],
            from_uncertain=Change(**vars(found[FROM_UNCERTAIN]), before=chances[BASE], after=chances[AFTER]),
        )
    changes = [one for found in contrasts.values() for one in (found, found.from_uncertain)]
    require_numbers(outcome, changes)
    tails = heaviest(outcome, changes)
    made = provenance(model, design, tails=tails)
    asked = both("table.before_after", **named(model.headline, model.label(model.headline)))
    return Contrasts(made, model.case, outcome, model.label(outcome), model.unit(outcome), asked, contrasts)


def _sides(base: Side, model: ModelOfCase, scenario: Scenario) -> tuple[Side, Side, Side]:
    """Give the model without the change, what it sets known and not known, and with it.

    An estimate that takes the distribution of its experts' answers, and is fixed without it, takes part in the design
    on both sides: the points are the same.
    """
    fixed, pooled = model.fixed.keys() & scenario.pooled, model.pooled(scenario.pooled)
    start = Side(model, own_draws(model.pooled(fixed))) if fixed else base
    known = {name: model.points[name] for name in scenario.values if name in model.movable}
    return (
        Side(model.pinned(known), start.draw) if known else start,
        start,
        Side(pooled.pinned(scenario.values), own_draws(pooled) if scenario.pooled else base.draw),
    )


def _published(model: ModelOfCase, outcome: str, scenario: str) -> float | None:
    """Give the change that the publication claims, of the case as it was published."""
    if model.scenarios or has_data(model.case):
        return None
    wanted = ("difference", outcome, scenario, None)
    claims = model.case.claims.values()
    return next(
        (one.published for one in claims if (one.measure, one.outcome, one.scenario, one.variant) == wanted), None
    )
