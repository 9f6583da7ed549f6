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
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.analysis.answer.confidence import CURVE_LEVELS, Distribution
from mkba_uncertainty.analysis.information.perfect import not_below_zero
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import require_unmoved
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import LEVELS, Array, Places, Rng, Value, Values, above
from mkba_uncertainty.case import Programme, Site
from mkba_uncertainty.design import Design, DesignKind, dependent
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel, ModelOfCase, build_model
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import CONFIDENCE_LEVEL, Executor, Measured, half_width, measure, over_batches
from mkba_uncertainty.summary import HELD, Blocks, Section, Statistics, Summary, on_first
from mkba_uncertainty.table import Column, Laid, Range, Row, Table, quantile_cells, quantile_columns
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import chance, figure, kind_of, likelihood, range_text

TOTAL, INDEPENDENT, PAYING = "total", "independent", "paying"

SITES = 2_000_000
"""Marks the seeds of sites, beyond that of any replicate."""

ORDER, APART = 4, 5
"""The purposes of random numbers that put a site's own points in an order, and its outcomes beside those of others."""

DEGREE = 3
"""Of the polynomial in each common score."""

MOST_PAIRED = 60
"""With more common scores than this, products of two are left out."""

ROWS_A_TERM, MOST_TERMS = 20, 400
"""No more terms than one for so many draws, and not more than these."""

PILOTS = 8
"""Sites that say which terms matter most."""

FEW_ROWS = 128
"""So many rows BLAS sums in one go, so that the number of its threads makes no difference."""

FOLDS = 8
"""Parts of the replicates that are left out one by one, to see how sure a fit is."""

LINE = ndtri((np.arange(1000) + 0.5) / 1000)
"""Evenly spread scores, at which the value of knowing one estimate is averaged."""

TOGETHER = 32
"""So many sites are summarised at once: of these what is sorted fits a processor's cache."""

Term = tuple[tuple[int, int], ...]
"""A product of Hermite polynomials: of which common score, and of which degree."""


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
    know the common estimates is ``E max(0, g) - max(0, E g)``, where ``g`` is the expected outcome given these (Felli
    and Hazen 1998): fitted by polynomials in the common scores, the interval by leaving out parts of the replicates
    (the jackknife: Asmussen and Glynn 2007, section III.5).

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
    run = replace(run, terms=_terms(run))
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
    """What a batch leaves behind: statistics, and the sums by which outcomes are fitted to common scores, by fold.

    Shapes: F folds, p terms, and k outcomes: the sum, and each site. ``gains`` are what is above zero and what is below
    it, (F, 2, k); ``squares`` and ``products`` those of terms, (F, p, p), and of terms with outcomes, (F, p, k).
    """

    sections: tuple[Section, ...]
    gains: Array
    squares: Array
    products: Array


@dataclass(frozen=True)
class _Block:
    """Common scores, the outcome of each site, and the sum of these beside other draws: shapes (d, n), (S, n), (n,)."""

    scores: Array
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

    def by_replicate(self, batch: range) -> Iterator[tuple[int, Array, Array]]:
        """Give each replicate with its common scores, and outcomes: the sum, then each site."""
        values, size = np.concatenate([self.total[None], self.values]), self.total.size // len(batch)
        for place, replicate in enumerate(batch):
            rows = slice(place * size, (place + 1) * size)
            yield replicate, self.scores[:, rows], values[:, rows]


@dataclass(frozen=True)
class _Everywhere:
    """The task of one batch: every site on the same draws of the common scores."""

    model: AnyModel
    outcome: str
    design: Design
    sites: tuple[Site, ...]
    common: Array
    statistics: tuple[Statistics, ...]
    terms: tuple[Term, ...] = ((),)
    step: Callable[[], None] = field(default=_nothing)

    @cached_property
    def shared_rows(self) -> Places:
        """The uncertain inputs that have something in common."""
        return np.flatnonzero(self.common > 0)

    @cached_property
    def own_rows(self) -> Places:
        """The uncertain inputs of which a site has something of its own."""
        return np.flatnonzero(self.common < 1)

    @property
    def folds(self) -> int:
        """Into how many parts replicates are divided."""
        return min(FOLDS, self.design.replicates)

    def __call__(self, batch: range) -> SitesLeft:
        statistics = [Blocks(each) for each in self.statistics]
        folds, terms, kinds = self.folds, len(self.terms), 1 + len(self.sites)
        gains = np.zeros((folds, 2, kinds))
        squares, products = np.zeros((folds, terms, terms)), np.zeros((folds, terms, kinds))
        for block in self.blocks(batch):
            for each, values in zip(statistics, block.folded(len(batch)), strict=True):
                each.add(values)
            for fold, scores, values in block.by_replicate(batch):
                share = values.shape[1] / self.design.draws
                signs = np.stack([np.maximum(values, 0.0), np.maximum(-values, 0.0)])
                gains[fold % folds] += share * signs.mean(axis=2)
                for rows in _few_rows(values.shape[1]):
                    at = matrix_of(self.terms, scores[:, rows])
                    squares[fold % folds] += at @ at.T
                    products[fold % folds] += at @ values[:, rows].T
        return SitesLeft(tuple(each.section() for each in statistics), gains, squares, products)

    def blocks(self, batch: range) -> Iterator[_Block]:
        """Give the outcomes of a batch, some draws at a time: every site on the same draws of the common scores."""
        model, designs = self.model, map(self._design, self.sites)
        streams: Iterable[tuple[Iterator[Array], Iterator[Places]]]
        streams = ((self._own(design, batch), _orders(design, batch, APART)) for design in designs)
        if len(self.design.block_rows(batch)) > 1:
            streams = list(streams)  # each goes on where it was; else one is there at a time
        for points in self.design.blocks(batch, len(self.shared_rows)):
            scores, rows = ndtri(points), points.shape[1]
            mixed = np.zeros((len(model.uncertain), rows))
            mixed[self.shared_rows] = np.sqrt(self.common[self.shared_rows])[:, None] * scores
            drawn: dict[str, Value] = _drawn(model, dependent(model, mixed.copy()), model.uncertain)
            start = model.run(drawn, (self.outcome,))
            values, apart = np.empty((len(self.sites), rows)), np.zeros(rows)
            for row, site, (own, beside) in zip(values, self.sites, streams, strict=True):
                there = mixed.copy()
                there[self.own_rows] += np.sqrt(1.0 - self.common[self.own_rows])[:, None] * next(own)
                row[:] = self._outcome(site, start, drawn, dependent(model, there))
                apart += row[next(beside)]
                self.step()
            yield _Block(scores, values, apart)

    def _outcome(self, site: Site, start: Values, drawn: Values, scores: Array) -> Value:
        """Evaluate a site again, of which only its own scores and what it knows differ."""
        changed = _drawn(self.model, scores, [self.model.uncertain[row] for row in self.own_rows])
        changed |= self.model.inputs_at({**drawn, **changed}, site.values)
        try:
            return self.model.rerun(start, changed, (self.outcome,))[self.outcome]
        except ModelError as error:
            error.key = f"sites.{site.name}: {error.key}"
            raise

    def _own(self, design: Design, batch: range) -> Iterator[Array]:
        """Give a site's own scores, block by block: points that are even, in an order of their own.

        It holds on to no block: as many are under way as there are sites. A Latin hypercube is all of it: made again.
        """
        blocks = design.blocks(batch, len(self.own_rows))
        whole = design.kind == "latin_hypercube" and len(design.block_rows(batch)) > 1
        for number, order in enumerate(_orders(design, batch, ORDER)):
            points = next(islice(design.blocks(batch, len(self.own_rows)), number, None) if whole else blocks)
            yield np.asarray(ndtri(points[:, order]))

    def _design(self, site: Site) -> Design:
        seeds = self.design.seeds
        words = np.frombuffer(hashlib.sha256(site.name.encode()).digest()[:16], dtype=np.uint32).tolist()
        key = (*seeds.spawn_key, SITES, *words)
        own = np.random.SeedSequence(seeds.entropy, spawn_key=key, pool_size=seeds.pool_size)
        return Design(self.design.draws, self.design.replicates, own, self.design.kind)


def _orders(design: Design, batch: range, purpose: int) -> Iterator[Places]:
    """Give for each block an order of its draws, within each replicate."""
    generators = [design.generator(replicate, purpose) for replicate in batch]
    for rows in design.block_rows(batch):
        size = rows // len(batch)
        yield np.concatenate([place * size + each.permutation(size) for place, each in enumerate(generators)])


def _few_rows(rows: int) -> Iterator[slice]:
    return (slice(start, start + FEW_ROWS) for start in range(0, rows, FEW_ROWS))


def _drawn(model: AnyModel, scores: Array, names: Collection[str]) -> dict[str, Value]:
    """Turn scores of all uncertain inputs into values of some."""
    return {
        name: model.drawn_from[name].ppf_from_normal(row)
        for name, row in zip(model.uncertain, scores, strict=True)
        if name in names
    }


def matrix_of(terms: Sequence[Term], scores: Array) -> Array:
    """Give terms at scores of shape (common, n): shape (terms, n)."""
    powers = {1: scores, 2: (scores**2 - 1) / np.sqrt(2), 3: (scores**3 - 3 * scores) / np.sqrt(6)}
    found = np.ones((len(terms), scores.shape[1]))
    for row, term in zip(found, terms, strict=True):
        for place, degree in term:
            row *= powers[degree][place]
    return found


def _terms(run: _Everywhere) -> tuple[Term, ...]:
    """Give the terms of the fit: those that move the sum over a few sites the most, as many as the draws can tell."""
    count, design = len(run.shared_rows), run.design
    terms: list[Term] = [((place, degree),) for degree in range(1, DEGREE + 1) for place in range(count)]
    terms += [((i, 1), (j, 1)) for i in range(count) for j in range(i)] if count <= MOST_PAIRED else []
    most = min(max(design.draws * design.replicates // ROWS_A_TERM - 1, 1), MOST_TERMS)
    if len(terms) > most:
        chosen = run.sites[:: max(len(run.sites) // PILOTS, 1)][:PILOTS]
        block = next(replace(run, sites=chosen).blocks(design.batches()[0]))
        total, weight = block.total - block.total.mean(), np.zeros(len(terms))
        for rows in _few_rows(total.size):
            weight += matrix_of(terms, block.scores[:, rows]) @ total[rows]
        best = np.argsort(-np.abs(weight), kind="stable")[:most]
        terms = [terms[place] for place in sorted(best.tolist())]
    return ((), *terms)


def _answer(programme: Programme, run: _Everywhere, executor: Executor | None) -> Portfolio:
    model, design = run.model, run.design
    summaries = [Summary(statistics, keep=False) for statistics in run.statistics]
    spreads = []
    gains = squares = products = np.zeros(())
    batches = design.batches()
    batches.rows *= len(run.sites)  # each draw is one at every site
    for left in over_batches(run, batches, executor):
        for summary, section in zip(summaries, left.sections, strict=True):
            summary.add(section)
        spreads.append(np.sqrt(left.sections[0].squares))
        gains, squares, products = gains + left.gains, squares + left.squares, products + left.products
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
        knowledge=_knowledge(run, squares, products, gains),
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


def _knowledge(run: _Everywhere, squares: Array, products: Array, gains: Array) -> Knowledge:
    """Give the value of knowing, from sums by fold."""
    fits = _fits(squares, products)
    at = ndtri(next(run.design.blocks(run.design.batches()[0], len(run.shared_rows))))
    estimates = {name: _worth_of(run, places, fits, at) for name, places in _units(run).items()}
    ranked = dict(sorted(estimates.items(), key=_by_worth))
    labels = {name: _label(run.model, name) for name in ranked}
    whole = matrix_of(run.terms, at)
    common = _jackknifed([_worths(fit.T @ whole) for fit in fits])
    return Knowledge(_everything(run, gains), common, ranked, labels, run.model.unit(run.outcome))


def _worth_of(run: _Everywhere, places: tuple[int, ...], fits: Sequence[Array], at: Array) -> Worth:
    """Give the value of knowing some common scores, by the terms that are of no others: one by itself on a line."""
    inside = [row for row, term in enumerate(run.terms) if {place for place, _ in term} <= {*places}]
    terms = [tuple((places.index(place), degree) for place, degree in run.terms[row]) for row in inside]
    here = matrix_of(terms, LINE[None] if len(places) == 1 else at[list(places)])
    return _jackknifed([_worths(fit[inside].T @ here) for fit in fits])


def _by_worth(named: tuple[str, Worth]) -> tuple[float, float]:
    return -named[1].everywhere.value, -named[1].each_site.value


def _everything(run: _Everywhere, gains: Array) -> Worth:
    """Give the value of knowing all: what is below zero of what would be done, what is above it of what would not."""
    done = gains[:, 0].sum(axis=0) > gains[:, 1].sum(axis=0)
    counts = np.bincount(np.arange(run.design.replicates) % run.folds)
    missed = np.where(done, gains[:, 1], gains[:, 0])

    def worth(missed: Array) -> Measured:
        by_fold = missed / counts
        return not_below_zero(measure(float(missed.sum() / counts.sum()), by_fold))

    return Worth(worth(missed[:, 0]), worth(missed[:, 1:].sum(axis=1)))


def _fits(squares: Array, products: Array) -> list[Array]:
    """Fit by all draws, and by those of all folds but one: shape (p, k) each."""
    whole = squares.sum(axis=0), products.sum(axis=0)
    left = [(whole[0] - one, whole[1] - other) for one, other in zip(squares, products, strict=True)]
    return [np.linalg.lstsq(one, other, rcond=1e-10)[0] for one, other in (whole, *left)]


def _worths(fitted: Array) -> Array:
    """Give what knowing is worth by fitted outcomes of shape (1 + sites, n): of the sum, and of sites added up."""
    each = np.maximum(fitted, 0.0).mean(axis=1) - np.maximum(fitted.mean(axis=1), 0.0)
    return np.array([each[0], each[1:].sum()])


def _jackknifed(worths: Sequence[Array]) -> Worth:
    """Take off the bias by the noise of a fit, and see how sure it is: by all draws, and without each fold."""
    whole, left = worths[0], np.array(worths[1:])
    folds = len(left)
    pseudo = folds * whole - (folds - 1) * left
    value = pseudo.mean(axis=0)
    half = half_width(value, pseudo, CONFIDENCE_LEVEL)
    found = [not_below_zero(Measured(v, v - h, v + h)) for v, h in zip(value.tolist(), half.tolist(), strict=True)]
    return Worth(*found)


def _units(run: _Everywhere) -> dict[str, tuple[int, ...]]:
    """Give what can be known by itself, with the places of its common scores: estimates that hang together at once."""
    model = run.model
    together = {name: ", ".join(block.names) for block in model.blocks for name in block.names}
    found: dict[str, tuple[int, ...]] = {}
    for place, row in enumerate(run.shared_rows.tolist()):
        name = model.uncertain[row]
        unit = together.get(name) or model.breaks.get(name, name)
        found[unit] = (*found.get(unit, ()), place)
    return found


def _label(model: AnyModel, name: str) -> Text:
    parts = [model.label(one) for one in name.split(", ")]
    return Text(", ".join(part.nl for part in parts), ", ".join(part.en for part in parts))
