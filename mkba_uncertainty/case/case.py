"""What one case file says, after validation: posts with formulas, scenarios, what was published, in which prices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from mkba_uncertainty.case.binding import Binding
from mkba_uncertainty.case.estimate import Basis, Estimate, Pooling, PriceIndex, Source, middle_of
from mkba_uncertainty.case.minding import cautions
from mkba_uncertainty.case.shares import PART, Shares
from mkba_uncertainty.case.time import CLOCK, Convention, Rates, Series, Side, Timing
from mkba_uncertainty.errors import Caution, InputError
from mkba_uncertainty.families import Counts, Family, Point, Rescaled, Updated, relative_family
from mkba_uncertainty.formula import Formula, order
from mkba_uncertainty.names import unknown
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.currencies import EURO
from mkba_uncertainty.texts.units import money_power

PostKind = Literal["financial", "immaterial"]
Measure = Literal["value", "difference", "ratio", "sign"]
Language = Literal["nl", "en"]

BASE = "base"
"""The variant that every case has, the model as it stands; and the alternative of a case that names none."""

NOTHING = "nothing"
"""The alternative that every case has, and no file names."""

NET_BENEFIT = "net_benefit"
"""The outcome that every analysis of a case is about unless another is named."""

HEADLINES = ("costs", "benefits", "net_benefit", "bcr", "financial_net", "financial_bcr")
"""The outcomes that every case has."""

ASKED = ("net_benefit", "bcr", "financial_net", "financial_bcr")
"""Those of which people ask whether benefits exceed costs."""

RATIOS = ("bcr", "financial_bcr")
"""Those that are ratios; the others, and all else that a case tells, are amounts."""

RETURNS = ("irr", "payback", "payback_discounted", "equivalent_annual")
CUMULATIVE = "cumulative"
"""What is computed only where it is asked for, of all together and of each actor; the latter of every year."""

LACKING: Mapping[str, tuple[str, ...]] = {
    "irr": ("none", "several"),
    "payback": ("never",),
    "payback_discounted": ("never",),
}
"""Those of them that a draw may lack, and why: each reason is an outcome too, 1 on the draws where it holds."""


def outcome_names(lines: Iterable[str], posts: Iterable[str], actors: Iterable[str], horizon: int) -> tuple[str, ...]:
    """Give all outcomes of a case that users may ask for, in the order in which people read them."""
    kinds = {"line": lines, "post": posts, "actor": actors}
    named = [f"{kind}:{name}" for kind, names in kinds.items() for name in names]
    flows = [f"{flow}:{year}" for flow in ("year", "year_costs", "year_benefits") for year in range(horizon)]
    return (*HEADLINES, *named, *flows)


def further_names(actors: Iterable[str], horizon: int, taken: Collection[str]) -> tuple[str, ...]:
    """Give the outcomes that are computed only where they are asked for, but those whose name a file has taken."""
    found = (*RETURNS, *(f"{CUMULATIVE}:{year}" for year in range(horizon)))
    every = (*found, *(f"actor:{actor}:{name}" for actor in actors for name in found))
    return tuple(name for name in every if name not in taken)


def further_part(outcome: str) -> tuple[str, ...]:
    """Give what an outcome says of these, without the actor: ``("irr",)``, ``("irr", "none")``; nothing of others."""
    parts = outcome.split(":")
    parts = parts[2:] if parts[0] == "actor" else parts
    return tuple(parts) if parts and parts[0] in (*RETURNS, CUMULATIVE) else ()


def reasons(outcome: str) -> dict[str, str]:
    """Give why a draw may lack an outcome, and the outcome that says whether it does; nothing of most."""
    part = further_part(outcome)
    return {why: f"{outcome}:{why}" for why in LACKING.get(part[0], ())} if len(part) == 1 else {}


def plain_unit(outcome: str) -> str | None:
    """Give the unit of an outcome that is no amount of money; None of one that is."""
    match further_part(outcome):
        case ("irr",) | ("irr" | "payback" | "payback_discounted", _):
            return "share"
        case ("payback" | "payback_discounted",):
            return "year"
    return "ratio" if outcome in RATIOS else None


OF_LIST = ("value", "unit", "price_level")
"""What is as the list has it, of an estimate that is taken from the library of unit values."""

NOBODY = "-"
"""The author of a document of which nobody says who made it."""


@dataclass(frozen=True)
class Document:
    """A document that estimates come from."""

    title: str
    author: str
    year: int
    url: str | None = None

    @property
    def cited(self) -> str:
        """Who wrote it, when, and its title."""
        return self.title if self.author == NOBODY else f"{self.author} ({self.year}), {self.title}"


@dataclass(frozen=True)
class Quantity:
    """A named intermediate result. A bare number takes the unit that is stated; any other unit is checked."""

    name: str
    formula: Formula
    unit: str | None = None
    label: Text | None = None


@dataclass(frozen=True)
class Post:
    """One cost or benefit, with one timing and one set of actors who pay or gain."""

    name: str
    label: Text
    side: Side
    kind: PostKind
    line: str
    amount: Formula
    timing: Timing
    actors: Mapping[str, float]
    basis: Basis
    note: Text | None = None


@dataclass(frozen=True)
class Line:
    """A line of the published table: posts are summed to it, or to the lines that have it as parent."""

    name: str
    label: Text
    side: Side
    published: float | None = None
    parent: str | None = None
    source: Source | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody who pays or gains; a parent adds up its children."""

    name: str
    label: Text
    parent: str | None = None


@dataclass(frozen=True)
class Scenario:
    """Levers, value choices or estimates set to a value, or estimates to what their experts' answers come to.

    ``pooled`` names the latter, which the file sets to :data:`~mkba_uncertainty.case.POOLED`.
    """

    name: str
    label: Text
    values: Mapping[str, float]
    note: Text | None = None
    pooled: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing, in an alternative that uses none of what it sets."""
        return not (self.values or self.pooled)


@dataclass(frozen=True)
class PairAnswer:
    """What one expert said of two estimates: how likely the second is above its median if the first is above its own.

    ``weight``, ``label``, ``reason`` and ``date`` as of :class:`Expert`.
    """

    between: tuple[str, str]
    above: float
    weight: float = 1.0
    label: Text | None = None
    reason: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Dependence:
    """Spearman rank correlations between estimates: one variant of how estimates hang together.

    ``experts`` are the answers that it rests on, where experts were asked.
    """

    name: str
    label: Text
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict)
    note: Text | None = None
    experts: tuple[PairAnswer, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing hangs together, by design or in an alternative that uses none of what would."""
        return not self.correlations


@dataclass(frozen=True)
class Variant:
    """Another way to build the model, where its makers might have chosen differently: doubt about the model itself.

    Parameters
    ----------
    values : mapping of estimate to value
        Estimates, levers or value choices that are fixed.
    quantities, posts : mapping of name to Formula
        Formulas that replace that of a quantity, or of the amount of a post; the unit stays.
    """

    name: str
    label: Text
    values: Mapping[str, float] = field(default_factory=dict)
    quantities: Mapping[str, Formula] = field(default_factory=dict)
    posts: Mapping[str, Formula] = field(default_factory=dict)
    note: Text | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing, as the base, or in an alternative that uses none of what it changes."""
        return not (self.values or self.quantities or self.posts)


@dataclass(frozen=True)
class Alternative:
    """One of several policies that exclude each other: what it sets, which posts it has, what was published of it.

    Parameters
    ----------
    values : mapping of name to value
        Levers, value choices and estimates that it sets.
    posts : tuple of str, optional
        The posts that it has, if not all.
    without : tuple of str
        Or those that it does not have.
    variants : tuple of str
        Variants of the model that hold in it.
    published : mapping of outcome to value
        Headline figures, and lines as ``line:<id>``.
    source : Source, optional
        Where those stand.
    """

    name: str
    label: Text
    values: Mapping[str, float] = field(default_factory=dict)
    posts: tuple[str, ...] | None = None
    without: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    published: Mapping[str, float] = field(default_factory=dict)
    source: Source | None = None
    note: Text | None = None

    def has(self, post: str) -> bool:
        """Say whether a post of the case is part of it."""
        return (self.posts is None or post in self.posts) and post not in self.without


@dataclass(frozen=True)
class Claim:
    """Something that the publication says of an outcome, to be compared with the model at the point estimates.

    Parameters
    ----------
    measure : {"value", "difference", "ratio", "sign"}
        The outcome itself (under ``scenario`` if given), its change by the scenario, its ratio after to before,
        or its sign (-1, 0 or 1).
    outcome : str, optional
        Absent where the model cannot say anything about the claim; then ``note`` says why.
    alternative : str, optional
        Of which alternative it speaks; absent: of the first.
    variant : str, optional
        Of which variant of the model it speaks; absent: of the model as it stands.
    tolerance : float
        How far, in the unit of ``published``, the model may be off and still reproduce the claim. For the measure
        "sign" with ``published`` 0: below which absolute value an outcome counts as about zero.
    """

    name: str
    label: Text
    source: Source
    published: float | None = None
    measure: Measure = "value"
    outcome: str | None = None
    scenario: str | None = None
    alternative: str | None = None
    variant: str | None = None
    tolerance: float = 0.0
    note: Text | None = None

    @property
    def is_of_the_case(self) -> bool:
        """Whether it speaks of the model as it stands, with nothing changed."""
        return self.scenario is None and self.variant is None


@dataclass(frozen=True)
class Remark:
    """A finding, an item that cannot be valued (PM), or a possible overlap: a text, and the posts it is about."""

    name: str
    text: Text
    posts: tuple[str, ...] = ()
    source: Source | None = None


@dataclass(frozen=True)
class Case:
    """A social cost-benefit analysis as data.

    Parameters
    ----------
    name : str
        The file's name without its ending.
    title : Text
        In Dutch and English, as all labels and notes.
    horizon : int
        Number of years with cash flows: 0 to ``horizon - 1``.
    price_level : int or None
        The year whose prices the outcomes are in; None where nobody says.
    documents : mapping of name to Document
        The publications that figures come from.
    actors : mapping of name to Actor
        Who pays and who gains.
    lines : mapping of name to Line
        The lines of the published table.
    estimates : mapping of name to Estimate
        The figures that somebody estimated, with their distributions and sources.
    quantities : mapping of name to Quantity
        Named intermediate results, for formulas to use.
    posts : mapping of name to Post
        Costs and benefits: a formula, a timing, and the shares of the actors in each.
    scenarios : mapping of name to Scenario
        What if some estimates had other values.
    dependence : mapping of name to Dependence
        Views of how estimates hang together; ``independent`` is one of them.
    published : mapping of outcome name to value
        The headline figures of the publication, such as ``net_benefit``.
    claims : mapping of name to Claim
        Figures in the publication's text, to compare with.
    findings, not_valued, overlaps : tuple of Remark
        What came to light in the publication, what has no price, and posts that may count the same thing twice.
    price_index : mapping of year to index
        Amounts of another price level are converted with it.
    variants : mapping of name to Variant
        Other ways to build the model; ``base``, the case as it stands, is the first.
    alternatives : mapping of name to Alternative
        Policies that exclude each other; a case without has one, the approach as it is.
    chosen : Alternative, optional
        The one that :func:`~mkba_uncertainty.case.only` left of several.
    first_year : int, optional
        The calendar year of year 0, for tables and figures to show.
    discounting : {"start", "middle", "end"}
        Whether year 0 counts in full, or is half a year or a whole year away.
    rates : Rates
        By band of years, side, post and actor.
    series : mapping of name to Series
        Quantities with a value a year, for amounts to use.
    currency : str
        The currency of amounts, by its ISO 4217 code.
    per : Text, optional
        Whom or what all amounts are for, such as "per participant"; absent: for all.
    language : {"nl", "en"}, optional
        That of texts that the file has in one language only.
    shares : mapping of name to Shares
        Estimates that sum to 1.
    binding : Binding, optional
        The workbook that is the model of the case; it then has no posts, lines or actors.
    description : Text, optional
        What the case is about.
    file, sha256 : str
        Where the case was read, and the hash of the bytes read.
    warnings : tuple of Caution
        What is sound but deserves a look: a text in both languages, with ``file``, ``line`` and ``key``.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> case = mkba.load_case("arnhem-ozo")
    >>> case.estimates["recidivism"].value
    0.3
    >>> higher = case.with_estimate("recidivism", value=0.4)
    >>> higher.estimates["recidivism"].value, case.estimates["recidivism"].value
    (0.4, 0.3)
    """

    name: str
    title: Text
    horizon: int
    price_level: int | None
    documents: Mapping[str, Document]
    actors: Mapping[str, Actor]
    lines: Mapping[str, Line]
    estimates: Mapping[str, Estimate]
    quantities: Mapping[str, Quantity]
    posts: Mapping[str, Post]
    scenarios: Mapping[str, Scenario]
    dependence: Mapping[str, Dependence]
    published: Mapping[str, float]
    claims: Mapping[str, Claim]
    findings: tuple[Remark, ...] = ()
    not_valued: tuple[Remark, ...] = ()
    overlaps: tuple[Remark, ...] = ()
    price_index: Mapping[int, float] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)
    chosen: Alternative | None = None
    first_year: int | None = None
    discounting: Convention = "start"
    rates: Rates = field(default_factory=Rates)
    series: Mapping[str, Series] = field(default_factory=dict)
    currency: str = EURO
    per: Text | None = None
    language: Language | None = None
    shares: Mapping[str, Shares] = field(default_factory=dict)
    binding: Binding | None = None
    description: Text | None = None
    file: str = field(default="", compare=False)
    sha256: str = ""
    warnings: tuple[Caution, ...] = ()

    def __repr__(self) -> str:
        """Show it in a line."""
        return f"Case({self.name!r}, estimates={len(self.estimates)}, posts={len(self.posts)})"

    def calendar(self, year: int) -> int:
        """Give the year that readers see for a year of the case."""
        return year if self.first_year is None else self.first_year + year

    @property
    def headline(self) -> str:
        """The outcome that is meant where none is named: of a workbook the first."""
        return next(iter(self.binding.outcomes)) if self.binding else NET_BENEFIT

    @property
    def further_outcomes(self) -> tuple[str, ...]:
        """The outcomes that are computed only where they are asked for."""
        if self.binding:
            return ()
        return further_names(self.actors, self.horizon, {*self.estimates, *self.quantities, *self.series})

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that are computed where none are named: of the further ones those that the file speaks of."""
        if self.binding:
            return tuple(self.binding.outcomes)
        spoken = {*self.published, *(claim.outcome for claim in self.claims.values())}
        named = outcome_names(self.lines, self.posts, self.actors, self.horizon)
        return (*named, *(name for name in self.further_outcomes if name in spoken))

    @cached_property
    def variants_of_policies(self) -> frozenset[str]:
        """The variants of the model that hold in some alternative."""
        return frozenset(variant for each in self.alternatives.values() for variant in each.variants)

    @cached_property
    def yearly(self) -> frozenset[str]:
        """The series and quantities that have a value a year, and what amounts may call the year and the age."""
        found = {*self.series, *(name for name in CLOCK if name not in self.estimates and name not in self.quantities)}
        formulas = {name: quantity.formula for name, quantity in self.quantities.items()}
        for name in order(formulas, {*self.estimates, *found}):
            if not found.isdisjoint(formulas[name].names):
                found.add(name)
        return frozenset(found)

    def replace(self, **changes: Any) -> Case:
        """Return a copy with some parts replaced, as :func:`dataclasses.replace` does."""
        return replace(self, **changes)

    def with_counts(self, name: str, counts: Iterable[Counts]) -> Case:
        """Return a copy in which so many were counted of each of several shares."""
        changed = replace(self.shares[name], observations=(*self.shares[name].observations, *counts))
        return self.replace(shares={**self.shares, name: changed}, estimates={**self.estimates, **changed.estimates()})

    def with_estimate(self, name: str, **changes: Any) -> Case:
        """Return a copy in which one estimate is changed.

        Parameters
        ----------
        name : str
        **changes
            Fields of :class:`Estimate`, such as ``value`` and ``distribution``. A fixed estimate of which only the
            value changes stays fixed, at the new value; a distribution relative to the value goes along with it, and a
            value that is the middle of the distribution with that.

        Raises
        ------
        InputError
            If the case has no such estimate; it offers the nearest. And if it is one of several that sum to 1.
        """
        if name not in self.estimates:
            raise unknown("unknown_estimate", None, name, self.estimates)
        before = self.estimates[name]
        if before.part_of == PART:
            raise InputError("share_changed_alone", key=name, found=name)
        changed = replace(before, **_along(before, changes))
        series, price_index = self.series, self.price_index
        if before.use and any(getattr(changed, part) != getattr(before, part) for part in OF_LIST):
            # it is no longer that of the list, but in its prices
            changed, price_index = replace(changed, use=None, index=None), _with_index(self, changed)
        if before.part_of == "series":
            whole = replace(series[name], distribution=changed.distribution, relative=changed.relative)
            series = {**series, name: whole}
        minded, minds = cautions(before), cautions(changed)
        said, says = [{one.en for one in found} for found in (minded, minds)]
        stay = [one for one in self.warnings if one.en not in said or one.en in says]
        new = [one for one in minds if one.en not in said]
        estimates = {**self.estimates, name: changed}
        return self.replace(estimates=estimates, series=series, price_index=price_index, warnings=(*stay, *new))


def _with_index(case: Case, estimate: Estimate) -> Mapping[int, float]:
    """Give the price index of a case with the years that convert an estimate, as the list of that has them."""
    index, own, year = index_for(case, estimate), case.price_index, case.price_level
    if index is None or not index.name:
        return own
    base = own[year] / index.figures[year] if year in own else 1.0  # type: ignore[index]  # a year of the index
    years = {each: index.figures[each] * base for each in (estimate.price_level, year)}  # type: ignore[index]  # likewise
    return {**(own if year in own else {}), **years}  # type: ignore[dict-item]  # likewise


def _along(before: Estimate, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Add to changes of an estimate what goes along with them."""
    along: dict[str, Any] = {}
    if "distribution" in changes:
        prior = changes["distribution"].evidence[0]
        if prior == before.distribution.evidence[0]:
            return dict(changes)
        middle = None if before.middle is None or "value" in changes else middle_of(prior, before.middle)
        along = {"relative": None, "middle": None} if middle is None else {"relative": None, "value": middle}
    elif "value" not in changes:
        pass
    elif before.relative is not None:
        family, data = relative_family(before.relative, changes["value"]), before.distribution.evidence[1]
        along = {"distribution": Updated(family, data) if data else family}
    elif isinstance(before.distribution, Point):
        along = {"distribution": Point(changes["value"])}
    else:
        along = {"middle": None}
    return {**along, **changes}


def at_price_level(case: Case) -> Case:
    """Give the case in prices of its own year: every amount of another year, wherever it stands, times one factor."""
    factors = {name: price_factor(case, estimate) for name, estimate in case.estimates.items()}
    factors = {name: factor for name, factor in factors.items() if factor != 1.0}
    if not factors and not case.series:
        return case

    def converted(values: Mapping[str, float]) -> dict[str, float]:
        return {name: value * factors.get(name, 1.0) for name, value in values.items()}

    estimates = {
        name: replace(
            case.estimates[name],
            value=case.estimates[name].value * factor,
            distribution=_times(case.estimates[name].distribution, factor),
            price_level=case.price_level,
            experts=tuple(one.times(factor) for one in case.estimates[name].experts),
            pooling=_pooling_times(case.estimates[name].pooling, factor),
        )
        for name, factor in factors.items()
    }
    series = {name: _series_at(case, each) for name, each in case.series.items()}
    return case.replace(
        estimates={**case.estimates, **estimates},
        series=series,
        scenarios={name: replace(each, values=converted(each.values)) for name, each in case.scenarios.items()},
        variants={name: replace(each, values=converted(each.values)) for name, each in case.variants.items()},
    )


def _times(family: Family, factor: float) -> Family:
    """Give a distribution times a factor; what is fixed stays so."""
    return Point(family.value * factor) if isinstance(family, Point) else Rescaled(family, factor)


def _pooling_times(pooling: Pooling | None, factor: float) -> Pooling | None:
    return None if pooling is None else pooling.times(factor)


def _series_at(case: Case, series: Series) -> Series:
    """Give a series in prices of the case's year."""
    factor = price_factor(case, series)
    if factor == 1.0:
        return series
    given = series.values
    values = (
        {year: value * factor for year, value in given.items()}
        if isinstance(given, Mapping)
        else tuple(value * factor for value in given)
    )
    return replace(series, values=values, price_level=case.price_level)


def price_factor(case: Case, estimate: Estimate | Series) -> float:
    """Give the index of the case's price level over that of an estimate; 1 where it needs no conversion.

    Raises
    ------
    InputError
        If an estimate comes from the library, and no index knows both the years.
    """
    index = index_for(case, estimate)
    if index is None:
        level, of_library = estimate.price_level, isinstance(estimate, Estimate) and (estimate.use or estimate.index)
        if of_library and level not in (None, case.price_level):
            raise InputError("taken_beyond_index", key=estimate.name, level=level, year=case.price_level)
        return 1.0
    power = money_power(estimate.unit)  # below the line, as in jobs / EUR, prices work the other way
    ratio = index.figures[case.price_level] / index.figures[estimate.price_level]  # type: ignore[index]  # both are years
    return float(ratio**power)


def index_for(case: Case, estimate: Estimate | Series) -> PriceIndex | None:
    """Give the index that knows both the prices of an estimate and those of the case.

    That of the case comes first, with a name that is empty; then that of the list that an estimate was taken from.
    """
    of_list = estimate.index if isinstance(estimate, Estimate) else None
    for index in (PriceIndex("", case.price_index), of_list):
        if index is not None and estimate.price_level in index.figures and case.price_level in index.figures:
            return index
    return None


def actor_tree(actors: Mapping[str, Actor], parent: str | None = None, depth: int = 0) -> list[tuple[Actor, int]]:
    """Give all actors with their depth: each followed by its parts."""
    return [
        row
        for actor in actors.values()
        if actor.parent == parent
        for row in ((actor, depth), *actor_tree(actors, actor.name, depth + 1))
    ]
