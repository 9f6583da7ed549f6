"""One programme in many places: how sure the sum is, and each site, and what it is worth to know more."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import CURVE_LEVELS, Distribution
from mkba_uncertainty.analysis.portfolio.knowing import Knowledge, knowledge
from mkba_uncertainty.analysis.portfolio.sites import APART, AtSites, orders
from mkba_uncertainty.analysis.portfolio.worth import Folds
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import require_unmoved
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import LEVELS, Array, Places, Rng, above
from mkba_uncertainty.case import Programme, Site
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import build_model
from mkba_uncertainty.replication import Executor, Measured, measure, over_batches
from mkba_uncertainty.summary import Blocks, Means, Section, Statistics, Summary, counted_alike, merged
from mkba_uncertainty.table import Column, Range, Row, Table, quantile_cells, quantile_columns
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import chance, figure, kind_of, likelihood, range_text

TOTAL, INDEPENDENT, PAYING = "total", "independent", "paying"

TOGETHER = 32
"""So many sites are summarised at once: of these what is sorted fits a processor's cache."""


@dataclass(frozen=True)
class SiteOutcome:
    """One site: how sure its outcome is, and how likely it is above zero."""

    name: str
    label: Text
    found: Distribution
    probability: Measured


@dataclass(frozen=True, repr=False)
class Portfolio(Result):
    """One programme in many places.

    Parameters
    ----------
    provenance : Provenance
        Of the case; its hash is that of the case.
    programme : Programme
    outcome : str
        What is added up.
    label : Text
    unit : str or None
    total : Distribution
        Of the sum over the sites.
    probability : Measured
        That the sum is above zero.
    independent : Distribution
        Of the sum if the errors of sites had nothing to do with each other.
    probability_independent : Measured
    wider : Measured
        How many times as large the standard deviation is.
    sites : dict of name to SiteOutcome
    paying : Distribution
        Of the number of sites whose outcome is above zero.
    knowledge : Knowledge
    curves : dict of name to dict of level to Measured
        Quantiles of both sums, for their plot.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> case = mkba.load_case("arnhem-ozo")
    >>> found = mkba.portfolio(mkba.Programme(case, {"a": {}, "b": {}}, local=["recidivism"]), draws=64)
    >>> list(found.sites), found.wider.value > 1
    (['a', 'b'], True)
    """

    programme: Programme
    outcome: str
    label: Text
    unit: str | None
    total: Distribution
    probability: Measured
    independent: Distribution
    probability_independent: Measured
    wider: Measured
    sites: dict[str, SiteOutcome]
    paying: Distribution
    knowledge: Knowledge
    curves: dict[str, dict[float, Measured]]

    @property
    def table(self) -> Table:
        """A row for the sum, for the sum if sites were independent, and for each site."""
        rows = [
            self._row(TOTAL, both("portfolio.total"), self.total, self.probability),
            self._row(INDEPENDENT, both("portfolio.independent"), self.independent, self.probability_independent),
            *(self._row("site", one.label, one.found, one.probability, one.name) for one in self.league),
        ]
        return Table(
            [
                Column("label", "portfolio.site", data=False),
                Column("what"),
                Column("site"),
                Column("point"),
                Column("mean", "table.mean", "outcome"),
                Column("sd"),
                *quantile_columns(LEVELS),
                Range("q0.05", "q0.95", "table.range90", "outcome"),
                Column("probability_positive", "batch.pays", "chance"),
            ],
            rows,
            most=22,
            rest=lambda left: Row({"label": both("portfolio.more", count=len(left))}),
        )

    def _row(self, what: str, label: Text, found: Distribution, probability: Measured, site: str | None = None) -> Row:
        figures = {"mean": found.mean, "sd": found.sd, **quantile_cells(found.quantiles, LEVELS)}
        cells = {"label": label, "what": what, "site": site, "point": found.point, "probability_positive": probability}
        return Row(
            cells | {key: cell for key, cell in figures.items() if cell is not None}, self.unit, bold=what == TOTAL
        )

    @property
    def league(self) -> list[SiteOutcome]:
        """The sites, that with the highest median first."""
        return sorted(self.sites.values(), key=lambda one: -one.found.quantiles[0.5].value)

    @property
    def spread(self) -> str:
        """Whether the sum is ``wider`` than if sites were independent, ``narrower``, or ``alike``: cannot be told."""
        if self.wider.low > 1:
            return "wider"
        return "narrower" if self.wider.high < 1 else "alike"

    def title(self) -> Text:
        """Give the heading."""
        called = self.programme.title or self.programme.case.title
        return both("portfolio.title", title=called, count=len(self.sites))

    def lead(self) -> Sequence[Text]:
        """Say how sure the sum is, how many sites pay, and by how much independent sums get the spread wrong."""
        kind, (low, high) = kind_of(self.unit), (self.total.quantiles[level] for level in (0.05, 0.95))
        few, many = (self.paying.quantiles[level] for level in (0.05, 0.95))
        paying = both("portfolio.lead.sites", low=round(few.value), high=round(many.value), count=len(self.sites))
        if self.provenance.certain:
            value = partial(figure, self.total.quantiles[0.5], kind)
            return [both("verdict.nothing_uncertain", label=self.label, value=value), paying]
        said = both(
            "portfolio.lead",
            label=self.label,
            likelihood=partial(likelihood, self.probability),
            chance=partial(chance, self.probability),
            median=partial(figure, self.total.quantiles[0.5], kind),
            range=partial(range_text, low, high, kind=kind),
        )
        spread = both(f"portfolio.lead.{self.spread}", wider=partial(figure, self.wider, "ratio"))
        return [said, paying, *([spread] if self.total.mean else [])]

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the sums and the sites, all with ``detail``; and what it is worth to know more."""
        table = replace(self.table, most=None) if detail else self.table
        return (table, self.knowledge.table)

    def notes(self) -> Sequence[Text]:
        """Say what estimates have in common, and what the value of knowing them is."""
        words = [] if self.provenance.certain else [both("run.words")]
        return [both(f"portfolio.note.{self.programme.others}"), both("portfolio.note"), *words]

    def record(self, lang: str = "en") -> dict[str, Any]:
        """Give where it comes from, the file of the portfolio too."""
        programme = self.programme
        made = {"portfolio": programme.name, "portfolio_sha256": programme.sha256}
        return {**self.provenance.to_dict(lang), **made}

    def facts(self) -> dict[str, Any]:
        """Give the sum, each site, the sum if they were independent, and what it is worth to know more."""
        programme = self.programme
        return {
            "portfolio": programme.name,
            "portfolio_sha256": programme.sha256,
            "outcome": self.outcome,
            "total": self.total.to_dict(),
            "probability_total_positive": self.probability.to_dict(),
            "sites": {
                name: {**one.found.to_dict(), "probability_positive": one.probability.to_dict()}
                for name, one in self.sites.items()
            },
            "sites_positive": self.paying.to_dict(),
            "if_independent": {
                **self.independent.to_dict(),
                "probability_total_positive": self.probability_independent.to_dict(),
            },
            "sd_ratio": self.wider.to_dict(),
            "worth_knowing": self.knowledge.to_dict(),
        }


def portfolio(
    programme: Programme | str | os.PathLike[str],
    *,
    outcome: str | None = None,
    alternative: str | None = None,
    scenarios: Sequence[str] = (),
    dependence: str = "independent",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
    step: Callable[[], None] | None = None,
) -> Portfolio:
    """Say how sure a programme is that is carried out in many places: of the sum, and of each.

    Memory does not grow with the number of draws, and with that of sites only by what is said of each.

    Parameters
    ----------
    programme : Programme or path
        Or the file of one, as :func:`mkba_uncertainty.load_programme` reads it.
    outcome : str, optional
        What is added up: an amount; the net benefit by default.
    alternative, scenarios, dependence
        As for :func:`mkba_uncertainty.build_model`. What a site knows of itself comes after the scenarios.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.
    step : callable, optional
        Called after each site of each batch, where there is no executor.

    Returns
    -------
    Portfolio

    Raises
    ------
    InputError
        If an outcome is no sum, or estimates that hang together do not have the same in common.
    ModelError
        As :func:`mkba_uncertainty.simulate`; it names the site.

    Notes
    -----
    The sum if sites were independent has the same draws of every site, each in an order of its own. What it is worth to
    know something is ``E max(0, g) - max(0, E g)``, where ``g`` is the expected outcome given it (Felli and Hazen
    1998). Along each estimate the curve ``g`` is traced at quantiles of it, on the same draws of all else; curves of
    sites add up. Of all common errors at once ``g`` is a mean over own errors, drawn again for each draw of the common
    ones; the bias by their noise, which halves of them show, is taken off.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> case = mkba.load_case("arnhem-ozo")
    >>> sites = {"north": {"evictions_prevented_reported": 30}, "south": {}}
    >>> found = mkba.portfolio(mkba.Programme(case, sites, exchangeable={"recidivism": 0.4}), draws=64)
    >>> 0 <= found.probability.value <= 1
    True
    """
    if not isinstance(programme, Programme):
        from mkba_uncertainty.casefile.programme import load_programme

        programme = load_programme(programme)
    design = Design(draws, replicates, rng, kind)
    model = build_model(programme.case, alternative=alternative, scenarios=scenarios, dependence=dependence)
    name = outcome or model.headline
    (name,) = model.select([name])
    if model.unit(name) in (None, "ratio", "share") or model.reasons(name):
        raise InputError("portfolio_no_sum", key="outcome", found=name)
    if any(len(block.observed) > 1 for block in model.evidence):  # whose draws have weights of their own
        require_unmoved(model)
    run = AtSites.of(model, name, design, programme)
    task = _Everywhere(run, _statistics(run.sites))
    task = replace(task, statistics=counted_alike(task.statistics, design, executor, task.folded))
    return _answer(programme, replace(task, step=step) if step and executor is None else task, executor)


def _statistics(sites: Sequence[Site]) -> tuple[Statistics, ...]:
    """Say what is taken: of the sum, and of it if sites were independent; of how many pay; of sites, some at a time."""
    sums, names = (TOTAL, INDEPENDENT), [site.name for site in sites]
    return (
        Statistics(sums, CURVE_LEVELS, {name: (name, 0.0) for name in sums}),
        Statistics((PAYING,), LEVELS),
        *(
            Statistics(tuple(some), LEVELS, {name: (name, 0.0) for name in some})
            for some in (names[start : start + TOGETHER] for start in range(0, len(names), TOGETHER))
        ),
    )


def _nothing() -> None:
    return None


@dataclass(frozen=True)
class SitesLeft:
    """What a batch leaves behind: statistics; and for R replicates what is above zero and below it, (R, 2, k).

    The k outcomes are the sum, and each site.
    """

    sections: list[Section]
    gains: Array


def _fold(parts: list[SitesLeft]) -> list[SitesLeft]:
    (sections,) = merged([part.sections for part in parts])
    return [SitesLeft(sections, np.concatenate([part.gains for part in parts]))]


@dataclass(frozen=True)
class _Block:
    """The outcome of each site, and the sum of these beside other draws: shapes (S, n), (n,)."""

    values: Array
    apart: Array

    @cached_property
    def total(self) -> Array:
        """The sum over the sites."""
        return np.asarray(self.values.sum(axis=0))

    def folded(self, replicates: int) -> list[Array]:
        """Give both sums, how many sites pay, and the sites, some at a time: shapes (k, R, n)."""
        paying = np.asarray(above(self.values, 0.0), dtype=np.float64).sum(axis=0)
        sites = (self.values[start : start + TOGETHER] for start in range(0, len(self.values), TOGETHER))
        each = np.stack([self.total, self.apart]), paying[None], *sites
        return [values.reshape(len(values), replicates, -1) for values in each]

    def gains(self, replicates: int) -> Iterator[Array]:
        """Give what is above zero and what below it, of the sum and each site: two arrays of shape (1 + S, R, n)."""
        values = np.concatenate([self.total[None], self.values]).reshape(1 + len(self.values), replicates, -1)
        return (np.maximum(signed, 0.0) for signed in (values, -values))


@dataclass(frozen=True)
class _Everywhere:
    """The task of one batch: every site on the same draws of the common scores."""

    run: AtSites
    statistics: tuple[Statistics, ...]
    step: Callable[[], None] = field(default=_nothing)

    def __call__(self, batch: range) -> SitesLeft:
        statistics, gains = [Blocks(each) for each in self.statistics], Means(self.run.design.draws)
        for block in self.blocks(batch):
            for each, values in zip(statistics, block.folded(len(batch)), strict=True):
                each.add(values)
            gains.add(block.gains(len(batch)))
        return SitesLeft([each.section() for each in statistics], np.stack(gains.by_replicate(), axis=1))

    def folded(self, batch: range) -> Iterator[list[Array]]:
        """Give the draws of which each of the statistics is taken, some at a time."""
        return (block.folded(len(batch)) for block in self.blocks(batch))

    def blocks(self, batch: range) -> Iterator[_Block]:
        """Give the outcomes of a batch, some draws at a time: every site on the same draws of the common scores."""
        run = self.run
        designs = map(run.design_of, run.sites)
        streams: Iterable[tuple[Iterator[Array], Iterator[Places]]]
        streams = ((run.own(design, batch), orders(design, batch, APART)) for design in designs)
        if len(run.design.block_rows(batch)) > 1:
            streams = list(streams)  # each goes on where it was; else one is there at a time
        for points in run.design.blocks(batch, len(run.shared_rows)):
            mixed = run.mixed(points)
            drawn = run.drawn(mixed)
            start = run.model.run(drawn, (run.outcome,))
            values, apart = np.empty((len(run.sites), points.shape[1])), np.zeros(points.shape[1])
            for row, site, (own, beside) in zip(values, run.sites, streams, strict=True):
                row[:] = run.again(site, start, run.changed(site, drawn, run.there(mixed, next(own))))
                apart += row[next(beside)]
                self.step()
            yield _Block(values, apart)


def _answer(programme: Programme, task: _Everywhere, executor: Executor | None) -> Portfolio:
    run, model, design = task.run, task.run.model, task.run.design
    summaries = [Summary(statistics, keep=False) for statistics in task.statistics]
    spreads, gains = [], Folds(design.replicates)
    batches = design.batches()
    batches.rows *= len(run.sites)  # each draw is one at every site
    for left in over_batches(task, batches, executor, fold=_fold):
        for summary, section in zip(summaries, left.sections, strict=True):
            summary.add(section)
        spreads.append(np.sqrt(left.sections[0].squares))
        gains.add(left.gains)
    sums, count, *each = summaries
    points = _points(run)
    quantiles = sums.quantiles()
    whole, apart = _distributions(sums, [sum(points), sum(points)], quantiles)
    chances = sums.probabilities()
    (paying,) = _distributions(count, [float(sum(point > 0 for point in points))], count.quantiles())
    found: list[Distribution] = []
    likely: dict[str, Measured] = {}
    for some in each:
        at = points[len(found) : len(found) + len(some.statistics.names)]
        found += _distributions(some, at, some.quantiles())
        likely |= some.probabilities()
    return Portfolio(
        provenance=provenance(model, design),
        programme=programme,
        outcome=run.outcome,
        label=model.label(run.outcome),
        unit=model.unit(run.outcome),
        total=whole,
        probability=chances[TOTAL],
        independent=apart,
        probability_independent=chances[INDEPENDENT],
        wider=_ratio(sums, np.concatenate(spreads)),
        sites={
            site.name: SiteOutcome(site.name, site.called, one, likely[site.name])
            for site, one in zip(run.sites, found, strict=True)
        },
        paying=paying,
        knowledge=knowledge(
            run, gains.means, np.array([sd.value for some in (sums, *each) for sd in some.sds()]), executor
        ),
        curves=dict(zip((TOTAL, INDEPENDENT), quantiles, strict=True)),
    )


def _points(run: AtSites) -> list[float]:
    """Give the outcome of each site with nothing uncertain."""
    model, start = run.model, run.model.point()
    each = [{**start, **model.inputs_at(start, site.values)} for site in run.sites]
    inputs = {name: np.array([one[name] for one in each]) for name in each[0]}
    return [float(value) for value in model.evaluate(inputs, [run.outcome])[run.outcome]]


def _distributions(
    summary: Summary, points: Sequence[float], quantiles: Sequence[dict[float, Measured]]
) -> list[Distribution]:
    found = []
    each = zip(points, summary.means(), summary.sds(), quantiles, summary.tails(), strict=True)
    for point, mean, sd, levels, tail in each:
        shown = {level: levels[level] for level in LEVELS}
        boundless = tail is not None and tail.boundless
        found.append(Distribution(point, None if boundless else mean, None if boundless else sd, shown, tail=tail))
    return found


def _ratio(sums: Summary, spreads: Array) -> Measured:
    """Give how many times as far the sum spreads as it would if sites were independent."""
    whole, apart = (sd.value for sd in sums.sds())
    if apart == 0:
        return Measured(1.0, 1.0, 1.0)
    return measure(whole / apart, spreads[:, 0] / spreads[:, 1])
