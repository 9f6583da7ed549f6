"""One programme in many places: how sure the sum is, and each site, and what it is worth to know what they share.

At each site the same case is run with what is known of the site. Of the error in an estimate a share ``rho`` of the
variance is common to all sites: as a normal score the error of site ``s`` is

    ``z(s) = sqrt(rho) z(common) + sqrt(1 - rho) z(s alone)``,

a random-effects model with intra-class correlation ``rho`` (Gelman and Hill 2007, section 12.5) on the scale of the
one-factor Gaussian copula (Vasicek 2002, Risk 15(12): 160-162). So every site has the distribution that the case has,
whatever ``rho``; with 1 the error is the same everywhere, with 0 each site has its own.

The common scores are one scrambled Sobol' design a replicate. Each site has one of its own for its own scores, seeded
by its name, and in an order of its own: two scramblings of the same dimensions, row beside row, would not be
independent. So what a site comes to does not hang on which other sites there are.
"""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.analysis.answer.confidence import CURVE_LEVELS, Distribution
from mkba_uncertainty.analysis.curves.conditional_means import atom_weights
from mkba_uncertainty.analysis.curves.panels import crowded, uncrowded
from mkba_uncertainty.analysis.information.group import ROOT_LAW
from mkba_uncertainty.analysis.information.perfect import not_below_zero
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import require_unmoved
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import LEVELS, Array, Places, Rng, Value, Values, above
from mkba_uncertainty.case import Programme, Site
from mkba_uncertainty.design import Design, DesignKind, dependent
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Family, Normal
from mkba_uncertainty.model import CHUNK, AnyModel, ModelOfCase, build_model
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Executor, Measured, half_width, measure, measure_probability, over_batches
from mkba_uncertainty.summary import HELD, Blocks, Section, Statistics, Summary, on_first
from mkba_uncertainty.table import Column, Laid, Range, Row, Table, quantile_cells, quantile_columns
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import chance, figure, kind_of, likelihood, range_text

TOTAL, INDEPENDENT, PAYING = "total", "independent", "paying"

SITES = 2_000_000
"""Marks the seeds of sites, beyond that of any replicate."""

ORDER, APART, NESTED = 4, 5, 6
"""The purposes of random numbers that put a site's own points in an order, and its outcomes beside those of others; and
that draw its own scores again for the same common ones."""

POINTS = 700_000
"""Marks the seed of the points at which several common scores are known at once, beyond that of sites' purposes."""

SETS, EACH = 8, 32
"""So many sets of so many points: the differences between sets say how sure what comes of them is."""

NODES, FEW_NODES, FEW_SITES = 31, 9, 8
"""Values of an estimate along which its curve is traced, and of more sites than these fewer."""

END = 1e-5
"""The probability at which the outermost nodes lie."""

FINE = 2000
"""Places between the nodes at which curves are averaged."""

PAIRS = 2
"""Pairs of opposite own scores in each half of those that are drawn for the same common ones."""

MOST_ALONG, LEAST_ALONG = 2**13, 64
"""Draws in a replicate along which curves are traced: of all sites together, and of each at least."""

MOST_NUMBERS = 2**20
"""No task leaves many more numbers of curves behind: of more sites, some come at a time."""

FOLDS = 8
"""Parts of the replicates, of which the differences say how sure the value of knowing is."""

TOGETHER = 32
"""So many sites are summarised at once: of these what is sorted fits a processor's cache."""


@dataclass(frozen=True)
class SiteOutcome:
    """One site: how sure its outcome is, and how likely it is above zero."""

    name: str
    label: Text
    found: Distribution
    probability: Measured


@dataclass(frozen=True)
class Worth:
    """What knowing something is worth: where it is done everywhere or nowhere, and where each site decides alone."""

    everywhere: Measured
    each_site: Measured

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {"everywhere_or_nowhere": self.everywhere.to_dict(), "each_site": self.each_site.to_dict()}


@dataclass(frozen=True)
class Knowledge(Laid):
    """What it is worth to know all that sites have in common, and each part of it; and to know everything.

    Parameters
    ----------
    everything : Worth
    common : Worth
    estimates : dict of name to Worth
        The highest for the decision on all sites first. Estimates that hang together stand under one name.
    labels : dict of name to Text
    unit : str or None
    """

    everything: Worth
    common: Worth
    estimates: dict[str, Worth]
    labels: dict[str, Text]
    unit: str | None

    @property
    def table(self) -> Table:
        """A row for everything, for all that is common, and for each part of it."""
        rows = [
            self._row("everything", both("portfolio.worth.everything"), self.everything),
            self._row("common", both("portfolio.worth.common"), self.common),
        ]
        rows += [self._row(name, self.labels[name], worth, depth=1) for name, worth in self.estimates.items()]
        return Table(
            [
                Column("label", "portfolio.worth", data=False),
                Column("estimate"),
                Column("everywhere_or_nowhere", "portfolio.worth.everywhere", "outcome"),
                Column("each_site", "portfolio.worth.each_site", "outcome"),
            ],
            rows,
            most=10,
        )

    def _row(self, name: str, label: Text, worth: Worth, depth: int = 0) -> Row:
        figures = {"everywhere_or_nowhere": worth.everywhere, "each_site": worth.each_site}
        return Row({"label": label, "estimate": name, **figures}, self.unit, depth=depth)

    def title(self) -> Text:
        """Give the heading."""
        return both("portfolio.worth")

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "everything": self.everything.to_dict(),
            "common": self.common.to_dict(),
            "estimates": {name: worth.to_dict() for name, worth in self.estimates.items()},
        }


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
        said = both(
            "portfolio.lead",
            label=self.label,
            likelihood=partial(likelihood, self.probability),
            chance=partial(chance, self.probability),
            median=partial(figure, self.total.quantiles[0.5], kind),
            range=partial(range_text, low, high, kind=kind),
        )
        paying = both("portfolio.lead.sites", low=round(few.value), high=round(many.value), count=len(self.sites))
        spread = both(f"portfolio.lead.{self.spread}", wider=partial(figure, self.wider, "ratio"))
        return [said, paying, *([spread] if self.total.mean else [])]

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the sums and the sites, all with ``detail``; and what it is worth to know more."""
        table = replace(self.table, most=None) if detail else self.table
        return (table, self.knowledge.table)

    def notes(self) -> Sequence[Text]:
        """Say what estimates have in common, and what the value of knowing them is."""
        return [both(f"portfolio.note.{self.programme.others}"), both("portfolio.note"), both("run.words")]

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
    sites = _sites(model, programme)
    run = _Everywhere(model, name, design, sites, _common(model, programme), _statistics(sites))
    if design.draws > HELD or (executor and design.draws * design.replicates > HELD):
        firsts = ((block.folded(len(batch)) for block in run.blocks(batch)) for batch in design.batches())
        run = replace(run, statistics=on_first(run.statistics, firsts))
    return _answer(programme, replace(run, step=step) if step and executor is None else run, executor)


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


def _sites(model: ModelOfCase, programme: Programme) -> tuple[Site, ...]:
    """Give the sites with their values in the prices of the case."""
    known = {*model.inputs, *model.members}
    for site in programme.sites.values():
        for name in site.values:
            if name not in known:
                raise unknown("portfolio_sets_unknown", f"sites.{site.name}.set", name, known)
    return tuple(
        replace(site, values={name: value * model.price_factor(name) for name, value in site.values.items()})
        for site in programme.sites.values()
    )


def _common(model: ModelOfCase, programme: Programme) -> Array:
    """Give for each uncertain input the share of its variance that sites have in common, the same within a block."""
    found = {name: programme.common(model.breaks.get(name, name)) for name in model.uncertain}
    for block in model.blocks:
        if len({found[name] for name in block.names}) > 1:
            first, *others = block.names
            other = next(name for name in others if found[name] != found[first])
            raise InputError("portfolio_hang_together", key="dependence", first=first, second=other)
    return np.array([found[name] for name in model.uncertain])


@dataclass(frozen=True)
class SitesLeft:
    """What a batch leaves behind: statistics; and for R replicates what is above zero and below it, (R, 2, k).

    The k outcomes are the sum, and each site.
    """

    sections: tuple[Section, ...]
    gains: Array

    @classmethod
    def together(cls, parts: Sequence[SitesLeft]) -> SitesLeft:
        """Give what several batches left behind as of one."""
        sections = zip(*(part.sections for part in parts), strict=True)
        return cls(tuple(map(Section.together, sections)), np.concatenate([part.gains for part in parts]))


def _folded(parts: list[SitesLeft]) -> list[SitesLeft]:
    return [SitesLeft.together(parts)]


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

    def gains(self, replicates: int) -> Array:
        """Give the means of what is above zero and what below it, of the sum and each site: shape (R, 2, 1 + S)."""
        values = np.concatenate([self.total[None], self.values]).reshape(1 + len(self.values), replicates, -1)
        return np.stack([np.maximum(signed, 0.0).mean(axis=2).T for signed in (values, -values)], axis=1)


@dataclass(frozen=True)
class _Places:
    """A model at sites, of which each uncertain input has a share of its variance in common."""

    model: AnyModel
    outcome: str
    design: Design
    sites: tuple[Site, ...]
    common: Array

    @cached_property
    def shared_rows(self) -> Places:
        """The uncertain inputs that have something in common."""
        return np.flatnonzero(self.common > 0)

    @cached_property
    def own_rows(self) -> Places:
        """The uncertain inputs of which a site has something of its own."""
        return np.flatnonzero(self.common < 1)

    def mixed(self, points: Array) -> Array:
        """Give the common part of the scores of all uncertain inputs, by points of the unit cube."""
        found = np.zeros((len(self.model.uncertain), points.shape[1]))
        found[self.shared_rows] = np.sqrt(self.common[self.shared_rows])[:, None] * ndtri(points)
        return found

    def drawn(self, mixed: Array) -> dict[str, Value]:
        """Give the inputs by the common part of their scores alone."""
        return _drawn(self.model, dependent(self.model, mixed.copy()), self.model.uncertain)

    def there(self, mixed: Array, own: Array) -> Array:
        """Give the scores of a site before they depend on each other, by the common part and its own scores."""
        found = mixed.copy()
        found[self.own_rows] += np.sqrt(1.0 - self.common[self.own_rows])[:, None] * own
        return found

    def changed(self, site: Site, drawn: Values, there: Array) -> dict[str, Value]:
        """Give the inputs by which a site differs: by its own scores, and what it knows."""
        scores = dependent(self.model, there.copy())
        changed = _drawn(self.model, scores, [self.model.uncertain[row] for row in self.own_rows])
        return changed | self.model.inputs_at({**drawn, **changed}, site.values)

    def again(self, site: Site, start: Values, changed: Values) -> Value:
        """Evaluate again what differs."""
        try:
            return self.model.rerun(start, changed, (self.outcome,))[self.outcome]
        except ModelError as error:
            error.key = f"sites.{site.name}: {error.key}"
            raise

    def own(self, design: Design, batch: range) -> Iterator[Array]:
        """Give a site's own scores, block by block: points that are even, in an order of their own.

        It holds on to no block: as many are under way as there are sites. A Latin hypercube is all of it: made again.
        """
        blocks = design.blocks(batch, len(self.own_rows))
        whole = design.kind == "latin_hypercube" and len(design.block_rows(batch)) > 1
        for number, order in enumerate(_orders(design, batch, ORDER)):
            points = next(islice(design.blocks(batch, len(self.own_rows)), number, None) if whole else blocks)
            yield np.asarray(ndtri(points[:, order]))

    def design_of(self, site: Site) -> Design:
        """Give the design of a site's own scores, seeded by its name."""
        seeds = self.design.seeds
        words = np.frombuffer(hashlib.sha256(site.name.encode()).digest()[:16], dtype=np.uint32).tolist()
        return replace(self.design, rng=_child(seeds, SITES, *words))


@dataclass(frozen=True)
class _Everywhere(_Places):
    """The task of one batch: every site on the same draws of the common scores."""

    statistics: tuple[Statistics, ...]
    step: Callable[[], None] = field(default=_nothing)

    def __call__(self, batch: range) -> SitesLeft:
        statistics = [Blocks(each) for each in self.statistics]
        gains = np.zeros((len(batch), 2, 1 + len(self.sites)))
        for block in self.blocks(batch):
            for each, values in zip(statistics, block.folded(len(batch)), strict=True):
                each.add(values)
            gains += block.gains(len(batch)) * (block.apart.size / (len(batch) * self.design.draws))
        return SitesLeft(tuple(each.section() for each in statistics), gains)

    def blocks(self, batch: range) -> Iterator[_Block]:
        """Give the outcomes of a batch, some draws at a time: every site on the same draws of the common scores."""
        designs = map(self.design_of, self.sites)
        streams: Iterable[tuple[Iterator[Array], Iterator[Places]]]
        streams = ((self.own(design, batch), _orders(design, batch, APART)) for design in designs)
        if len(self.design.block_rows(batch)) > 1:
            streams = list(streams)  # each goes on where it was; else one is there at a time
        for points in self.design.blocks(batch, len(self.shared_rows)):
            mixed = self.mixed(points)
            drawn = self.drawn(mixed)
            start = self.model.run(drawn, (self.outcome,))
            values, apart = np.empty((len(self.sites), points.shape[1])), np.zeros(points.shape[1])
            for row, site, (own, beside) in zip(values, self.sites, streams, strict=True):
                row[:] = self.again(site, start, self.changed(site, drawn, self.there(mixed, next(own))))
                apart += row[next(beside)]
                self.step()
            yield _Block(values, apart)


def _child(seeds: np.random.SeedSequence, *key: int) -> np.random.SeedSequence:
    return np.random.SeedSequence(seeds.entropy, spawn_key=(*seeds.spawn_key, *key), pool_size=seeds.pool_size)


def _orders(design: Design, batch: range, purpose: int) -> Iterator[Places]:
    """Give for each block an order of its draws, within each replicate."""
    generators = [design.generator(replicate, purpose) for replicate in batch]
    for rows in design.block_rows(batch):
        size = rows // len(batch)
        yield np.concatenate([place * size + each.permutation(size) for place, each in enumerate(generators)])


def _drawn(model: AnyModel, scores: Array, names: Collection[str]) -> dict[str, Value]:
    """Turn scores of all uncertain inputs into values of some."""
    return {
        name: model.drawn_from[name].ppf_from_normal(row)
        for name, row in zip(model.uncertain, scores, strict=True)
        if name in names
    }


def _answer(programme: Programme, run: _Everywhere, executor: Executor | None) -> Portfolio:
    model, design = run.model, run.design
    summaries = [Summary(statistics, keep=False) for statistics in run.statistics]
    spreads, gains = [], _Folds(design.replicates)
    batches = design.batches()
    batches.rows *= len(run.sites)  # each draw is one at every site
    for left in over_batches(run, batches, executor, fold=_folded):
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
        knowledge=_knowledge(
            run, gains.means, np.array([sd.value for some in (sums, *each) for sd in some.sds()]), executor
        ),
        curves=dict(zip((TOTAL, INDEPENDENT), quantiles, strict=True)),
    )


def _points(run: _Everywhere) -> list[float]:
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


# --- what it is worth to know more


class _Folds:
    """Means of arrays by replicate within folds of the replicates: added one by one, in order, whatever the batches."""

    def __init__(self, replicates: int) -> None:
        self._counts = np.bincount(np.arange(replicates) % min(FOLDS, replicates))
        self._sums: list[Array] = [np.zeros(())] * len(self._counts)
        self._added = 0

    def add(self, by_replicate: Array) -> None:
        """Take in some more replicates, shape (R, ...)."""
        for one in by_replicate:
            fold = self._added % len(self._sums)
            self._sums[fold] = self._sums[fold] + one
            self._added += 1

    @property
    def means(self) -> Array:
        """Within each fold, shape (F, ...)."""
        return np.stack([total / count for total, count in zip(self._sums, self._counts.tolist(), strict=True)])


def _knowledge(run: _Everywhere, gains: Array, sds: Array, executor: Executor | None) -> Knowledge:
    """Give the value of knowing, by what is above zero and below it within folds, (F, 2, k), and how k outcomes spread.

    The sum over sites is the first, the second its like if they were independent, and then each site.
    """
    everything = _everything(run.design, gains, np.delete(sds, 1))
    levels = gains[:, 0] - gains[:, 1]
    estimates = _along_estimates(run, levels, executor)
    capped = {name: _not_above(worth, everything) for name, worth in estimates.items()}
    ranked = dict(sorted(capped.items(), key=_by_worth))
    labels = {name: _label(run.model, name) for name in ranked}
    return Knowledge(
        everything, _common_worth(run, levels, everything, executor), ranked, labels, run.model.unit(run.outcome)
    )


def _not_above(worth: Worth, most: Worth) -> Worth:
    pairs = (worth.everywhere, most.everywhere), (worth.each_site, most.each_site)
    return Worth(
        *(Measured(*(min(getattr(a, at), getattr(b, at)) for at in ("value", "low", "high"))) for a, b in pairs)
    )


def _by_worth(named: tuple[str, Worth]) -> tuple[float, float]:
    return -named[1].everywhere.value, -named[1].each_site.value


def _everything(design: Design, gains: Array, sds: Array) -> Worth:
    """Give the value of knowing all: what is below zero of what would be done, what is above it of what would not.

    Where no draw is, it may be as much as two standard deviations with the highest probability that draws may miss.
    """
    done = gains[:, 0].sum(axis=0) > gains[:, 1].sum(axis=0)
    missed = np.where(done, gains[:, 1], gains[:, 0])
    unseen = measure_probability(0.0, np.zeros(2), design.draws * design.replicates).high
    reach = np.where(missed.sum(axis=0) == 0, 2 * sds * unseen, 0.0)
    return Worth(
        *(
            _with_reach(measure(float(each.mean()), each), more)
            for each, more in (
                (missed[:, 0], reach[0]),
                (missed[:, 1:].sum(axis=1), reach[1:].sum()),
            )
        )
    )


def _with_reach(found: Measured, reach: float) -> Measured:
    return not_below_zero(Measured(found.value, found.low, found.high + float(reach)))


def _few(run: _Everywhere) -> Design:
    """Give the design by which it is known what knowing is worth: the more sites, the fewer draws of each."""
    most = max(MOST_ALONG >> (len(run.sites) - 1).bit_length(), LEAST_ALONG)
    return replace(run.design, draws=min(run.design.draws, most), rng=run.design.seeds)


# --- of all that is common


@dataclass(frozen=True)
class _Nested(_Places):
    """The task of one batch: outcomes given the common scores, as means over two halves of own scores.

    It leaves behind, of the sum and of each site, means of shape (R, 3, 1 + S): of what is above zero by all own
    scores, by each half of them, and of the outcome.
    """

    def __call__(self, batch: range) -> Array:
        mixed = self.mixed(next(self.design.blocks(batch, len(self.shared_rows))))
        drawn = self.drawn(mixed)
        start = self.model.run(drawn, (self.outcome,))
        total, left = np.zeros((2, mixed.shape[1])), []
        for site in self.sites:
            halves = self._halves(site, batch, mixed, drawn, start)
            total += halves
            left.append(_above_zero(halves, len(batch)))
        return np.stack([_above_zero(total, len(batch)), *left], axis=2)

    def _halves(self, site: Site, batch: range, mixed: Array, drawn: Values, start: Values) -> Array:
        """Give the means over own scores, of each half: shape (2, n)."""
        design, shape = self.design_of(site), (len(self.own_rows), self.design.draws)
        generators = [design.generator(replicate, NESTED) for replicate in batch]
        halves = np.zeros((2, mixed.shape[1]))
        for half in halves:
            for _ in range(PAIRS):
                own = np.concatenate([each.standard_normal(shape) for each in generators], axis=1)
                for opposite in (own, -own):
                    half += self.again(site, start, self.changed(site, drawn, self.there(mixed, opposite)))
        return halves / (2 * PAIRS)


def _above_zero(halves: Array, replicates: int) -> Array:
    whole = halves.mean(axis=0)
    each = np.maximum(whole, 0.0), np.maximum(halves, 0.0).mean(axis=0), whole
    return np.stack([values.reshape(replicates, -1).mean(axis=1) for values in each], axis=1)


def _common_worth(run: _Everywhere, levels: Array, everything: Worth, executor: Executor | None) -> Worth:
    """Give the value of knowing all that sites have in common: everything, where they have nothing of their own."""
    if not run.own_rows.size:
        return everything
    if not run.shared_rows.size:
        return Worth(Measured(0.0, 0.0, 0.0), Measured(0.0, 0.0, 0.0))
    task, folds = _Nested(run.model, run.outcome, _few(run), run.sites, run.common), _Folds(run.design.replicates)
    batches = task.design.batches()
    batches.rows *= 4 * PAIRS * len(run.sites)
    for left in over_batches(task, batches, executor):
        folds.add(left)
    above_zero, by_half, mean = np.moveaxis(folds.means, 1, 0)
    bias = by_half - above_zero
    worth = above_zero - bias - np.where(levels.mean(axis=0) > 0, mean, 0.0)
    found = Worth(
        _unbiased(worth[:, 0], bias[:, 0], everything.everywhere),
        _unbiased(worth[:, 1:].sum(axis=1), bias[:, 1:].sum(axis=1), everything.each_site),
    )
    return _not_above(found, everything)


def _unbiased(worth: Array, bias: Array, most: Measured) -> Measured:
    """Measure within folds; the interval reaches down by what may be left of the bias, and up where no draw says so."""
    found, left = measure(float(worth.mean()), worth), ROOT_LAW * max(float(bias.mean()), 0.0)
    return not_below_zero(Measured(found.value, found.low - left, found.high if found.value > 0 else most.high))


# --- of one estimate


@dataclass(frozen=True)
class _Known:
    """What can be known by itself: where its values, or its common scores, are tried; some rows of uncertain inputs."""

    rows: Places
    at: Array
    by_value: bool


@dataclass(frozen=True)
class _Grid:
    """How a curve goes on between its nodes: in straight lines, and by every other node, to see how well they fit.

    Parameters
    ----------
    before, after, share : arrays of shape (2, m)
        The nodes on either side of each place, and how far it is from the first: by all nodes, and by every other one.
    weight : array of shape (m,)
        Of the places; they sum to 1.
    sets : int
        In how many independent sets the places come: 1 where they are no sample.
    """

    before: Places
    after: Places
    share: Array
    weight: Array
    sets: int = 1

    @classmethod
    def of(cls, family: Family, count: int) -> tuple[Array, _Grid]:
        """Give the nodes along an estimate, and how curves go on between these."""
        weights = atom_weights(family) if len(family.atoms) <= count else None
        if weights is not None:
            place = np.tile(np.arange(weights.size), (2, 1))
            return np.array(family.atoms), cls(place, place, np.zeros(place.shape), weights)
        fine, nodes = (np.arange(FINE) + 0.5) / FINE, (np.arange(count) + 0.5) / count
        ends = uncrowded(np.array([END, 1 - END]))
        x = np.unique(np.asarray(family.ppf(crowded(np.sort(np.concatenate([ends, nodes]))))))
        places, weight = np.asarray(family.ppf(crowded(fine))), fine * (1 - fine)
        every_other = np.unique([*range(0, x.size, 2), x.size - 1])
        before, after, share = zip(*(_lines(x, of, places) for of in (np.arange(x.size), every_other)), strict=True)
        return x, cls(np.stack(before), np.stack(after), np.stack(share), weight / weight.sum())

    @classmethod
    def of_points(cls, count: int) -> _Grid:
        """Give one of points of equal weight, each by itself."""
        place = np.tile(np.arange(count), (2, 1))
        return cls(place, place, np.zeros(place.shape), np.full(count, 1 / count), SETS)

    def through(self, curves: Array, which: int = 0) -> Array:
        """Give curves of shape (..., n) at all places, as far as they are from their mean: shape (..., m)."""
        start = curves[..., self.before[which]]
        found = start + (curves[..., self.after[which]] - start) * self.share[which]
        return np.asarray(found - (found * self.weight).sum(axis=-1, keepdims=True))

    def worth(self, curves: Array, level: Array) -> tuple[Array, Array, float]:
        """Give the worth of knowing by curves within folds, (F, n), around known means, (F,): for :func:`_measured`."""
        sign = -1.0 if level.mean() > 0 else 1.0
        leads = sign * (self.through(curves) + level[:, None])
        lead = leads.mean(axis=0)
        most = np.maximum(lead, 0.0)
        misfit = np.abs(self.through(curves.mean(axis=0)) - self.through(curves.mean(axis=0), 1))
        apart = np.maximum(np.maximum(lead + misfit, 0.0) - most, most - np.maximum(lead - misfit, 0.0))
        value = float((self.weight * most).sum())
        within = _gain(leads, self.weight)
        sets = _gain(lead.reshape(self.sets, -1), np.full(lead.size // self.sets, self.sets / lead.size))
        reach = np.maximum(lead + half_width(lead, leads), 0.0) if value == 0 else np.zeros(1)
        error = float((self.weight * apart).sum() + (self.weight * reach).sum())
        return np.array([value, *within]), sets if self.sets > 1 else np.array([value, value]), error


def _gain(leads: Array, weight: Array) -> Array:
    return np.asarray((np.maximum(leads, 0.0) * weight).sum(axis=-1) - np.maximum((leads * weight).sum(axis=-1), 0.0))


def _lines(x: Array, of: Places, places: Array) -> tuple[Places, Places, Array]:
    """Give for each place the nodes on either side, of some of the nodes, and how far along it is; beyond ends too."""
    if of.size == 1:
        return np.zeros(places.size, dtype=np.intp), np.zeros(places.size, dtype=np.intp), np.zeros(places.size)
    before = np.clip(np.searchsorted(x[of], places) - 1, 0, of.size - 2)
    first, second = of[before], of[before + 1]
    return first, second, (places - x[first]) / (x[second] - x[first])


@dataclass(frozen=True)
class _Along(_Places):
    """The task of one batch: the mean outcome of each site, with each of what can be known at each of its nodes.

    It leaves behind an array of shape (R, nodes of all, S).
    """

    known: tuple[_Known, ...]

    def __call__(self, batch: range) -> Array:
        mixed = self.mixed(next(self.design.blocks(batch, len(self.shared_rows))))
        drawn, rows, found = self.drawn(mixed), mixed.shape[1], []
        times = min(
            max(CHUNK // rows, 1), max(known.at.shape[1] for known in self.known)
        )  # so many nodes are tried in one pass
        common = np.tile(mixed, times)
        for site in self.sites:
            there = self.there(mixed, next(self.own(self.design_of(site), batch)))
            inputs = {**drawn, **self.changed(site, drawn, there)}
            inputs = {name: np.tile(np.broadcast_to(value, rows), times) for name, value in inputs.items()}
            start, own = self.model.run(inputs, (self.outcome,)), np.tile(there, times) - common
            means = []
            for known in self.known:
                for first in range(0, known.at.shape[1], times):
                    some = known.at[:, first : first + times]
                    at = np.repeat(np.pad(some, ((0, 0), (0, times - some.shape[1])), mode="edge"), rows, axis=1)
                    values = self.again(site, start, self._moved(known, site, inputs, common, own, at))
                    each = np.broadcast_to(values, rows * times).reshape(times, len(batch), -1).mean(axis=2)
                    means.append(each[: some.shape[1]])
            found.append(np.concatenate(means).T)
        return np.stack(found, axis=2)

    def _moved(self, known: _Known, site: Site, inputs: Values, common: Array, own: Array, at: Array) -> Values:
        """Give what moves where something is known: inputs, but for what the site knows."""
        model, names = self.model, [self.model.uncertain[row] for row in known.rows]
        if known.by_value:
            moved: dict[str, Value] = {names[0]: at[0]}
        else:
            scores = own[known.rows] + np.sqrt(self.common[known.rows])[:, None] * at
            if any(name in model.correlated for name in names):
                every = own + common
                every[known.rows] = scores
                scores = dependent(model, every)[known.rows]
            moved = {name: model.drawn_from[name].ppf_from_normal(row) for name, row in zip(names, scores, strict=True)}
        knows = {*names} & {*model.inputs_at(inputs, site.values)}
        return moved | model.inputs_at({**inputs, **moved}, site.values) if knows else moved


def _along_estimates(run: _Everywhere, levels: Array, executor: Executor | None) -> dict[str, Worth]:
    """Give the value of knowing each estimate, or at once those that hang together; some sites at a time."""
    units = {name: _known(run, rows) for name, rows in _units(run).items()}
    if not units:
        return {}
    design, known = _few(run), tuple(each for each, _ in units.values())
    ends = np.cumsum([each.at.shape[1] for each in known])
    at_once = max(MOST_NUMBERS // (min(design.per_batch, design.replicates) * int(ends[-1])), 1)
    total: Array = np.zeros(())
    sites: dict[str, list[tuple[Array, Array, float]]] = {name: [] for name in units}
    for first in range(0, len(run.sites), at_once):
        task = _Along(run.model, run.outcome, design, run.sites[first : first + at_once], run.common, known)
        batches, folds = design.batches(), _Folds(design.replicates)
        batches.rows *= len(task.sites) * int(ends[-1])
        for left in over_batches(task, batches, executor):
            folds.add(left)
        curves = folds.means
        total = total + curves.sum(axis=2)
        for (name, (_, grid)), some in zip(units.items(), np.split(curves, ends[:-1], axis=1), strict=True):
            here = levels[:, 1 + first : 1 + first + at_once]
            sites[name] += [
                grid.worth(curve, level) for curve, level in zip(some.transpose(2, 0, 1), here.T, strict=True)
            ]
    sums = np.split(total, ends[:-1], axis=1)
    return {
        name: Worth(_measured([grid.worth(curve, levels[:, 0])]), _measured(sites[name]))
        for (name, (_, grid)), curve in zip(units.items(), sums, strict=True)
    }


def _measured(worths: Sequence[tuple[Array, Array, float]]) -> Measured:
    """Add worths up: each its value and those within folds, those by sets of points, and what it may be off by."""
    value, *within = np.sum([worth for worth, _, _ in worths], axis=0).tolist()
    sets = np.sum([each for _, each, _ in worths], axis=0)
    half = math.hypot(half_width(value, within), half_width(value, sets)) + math.fsum(error for _, _, error in worths)
    return not_below_zero(Measured(value, value - half, value + half))


def _units(run: _Everywhere) -> dict[str, Places]:
    """Give what can be known by itself, with the rows of its inputs: estimates that hang together at once."""
    model = run.model
    together = {name: ", ".join(block.names) for block in model.blocks for name in block.names}
    found: dict[str, list[int]] = {}
    for row in run.shared_rows.tolist():
        name = model.uncertain[row]
        found.setdefault(together.get(name) or model.breaks.get(name, name), []).append(row)
    return {name: np.array(rows) for name, rows in found.items()}


def _known(run: _Everywhere, rows: Places) -> tuple[_Known, _Grid]:
    """Say where something is tried: at values of it where all of it is shared, else at common scores."""
    first = run.model.uncertain[rows[0]]
    if rows.size > 1:
        points = Design(EACH, SETS, _child(run.design.seeds, POINTS, int(rows[0])))
        at = np.concatenate([ndtri(points.uniforms(each, rows.size)) for each in range(SETS)], axis=1)
        return _Known(rows, at, False), _Grid.of_points(at.shape[1])
    by_value = bool(run.common[rows[0]] == 1) and first not in run.model.correlated
    count = NODES if len(run.sites) <= FEW_SITES else FEW_NODES
    x, grid = _Grid.of(run.model.drawn_from[first] if by_value else Normal(0.0, 1.0), count)
    return _Known(rows, x[None], by_value), grid


def _label(model: AnyModel, name: str) -> Text:
    parts = [model.label(one) for one in name.split(", ")]
    return Text(", ".join(part.nl for part in parts), ", ".join(part.en for part in parts))
