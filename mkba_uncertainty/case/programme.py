"""One programme in many places: a case, the sites that it is carried out at, and what these have in common."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from mkba_uncertainty.case.case import Case
from mkba_uncertainty.case.estimate import CHOICES
from mkba_uncertainty.case.shares import PART
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.names import listed, nearest
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.units import is_share

Others = Literal["shared", "local"]


@dataclass(frozen=True)
class Site:
    """One place.

    Parameters
    ----------
    name : str
    values : mapping of estimate to float
        What is known of it, in the units and prices of the case.
    label : Text, optional
    """

    name: str
    values: Mapping[str, float] = field(default_factory=dict)
    label: Text | None = None

    @property
    def called(self) -> Text:
        """Its label, or else its name."""
        return self.label or Text(self.name, self.name)


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a programme, and where: a path of keys as its file has them."""

    path: tuple[str | int, ...]
    code: str
    found: Any = None
    allowed: Collection[str] | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Programme:
    """A case at many sites.

    Every uncertain estimate is *shared* (one error for all sites), *local* (at each site an error of its own), or
    *exchangeable*: of its error, as a normal score, the share ``rho`` of the variance is common to all sites. A share
    of 1 is shared, one of 0 local.

    Parameters
    ----------
    case : Case
    sites : mapping of name to Site, or to a mapping of estimate to float
    shared, local : collection of str
        Estimates, and groups of shares that sum to 1.
    exchangeable : mapping of str to float
        Estimates, each with its intra-class correlation ``rho``.
    others : {"shared", "local"}
        What estimates are that are not named.
    name : str
    title : Text, optional
    file, sha256 : str, optional

    Raises
    ------
    InputError
        If there are no sites, or a name or number cannot be.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> case = mkba.load_case("arnhem-ozo")
    >>> programme = mkba.Programme(case, {"arnhem": {}, "zwolle": {"jobs": 3}}, local=["recidivism"])
    >>> programme.common("recidivism"), programme.common("shelter_cost_per_year")
    (0.0, 1.0)
    """

    case: Case
    sites: Mapping[str, Site]
    shared: Collection[str] = ()
    local: Collection[str] = ()
    exchangeable: Mapping[str, float] = field(default_factory=dict)
    others: Others = "shared"
    name: str = "portfolio"
    title: Text | None = None
    file: str | None = None
    sha256: str | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        sites = {name: one if isinstance(one, Site) else Site(name, dict(one)) for name, one in self.sites.items()}
        object.__setattr__(self, "sites", sites)
        for mistake in mistakes(self.case, self.sites, self.shared, self.local, self.exchangeable, self.others):
            facts = dict(mistake.facts)
            if mistake.allowed is not None:
                near = nearest(str(mistake.found), mistake.allowed)
                facts |= {"nearest": near, "allowed": listed(mistake.allowed) or "-"}
            key = ".".join(map(str, mistake.path))
            raise InputError(mistake.code, key=key, found=mistake.found, **facts)

    def common(self, name: str) -> float:
        """Give the share of the variance of an estimate's error that all sites have in common."""
        if name in self.exchangeable:
            return self.exchangeable[name]
        if name in self.shared:
            return 1.0
        return 0.0 if name in self.local or self.others == "local" else 1.0


def mistakes(
    case: Case,
    sites: Mapping[str, Site],
    shared: Collection[str],
    local: Collection[str],
    exchangeable: Mapping[str, float],
    others: str,
) -> Iterator[Mistake]:
    """Say what is wrong with what a programme is made of."""
    if others not in get_args(Others):
        yield Mistake(("portfolio", "others"), "portfolio_others", others, get_args(Others))
    known = [name for name, one in case.estimates.items() if one.role not in CHOICES and one.part_of != PART]
    known += case.shares
    told: dict[str, str] = {}
    for kind, names in (("shared", shared), ("local", local), ("exchangeable", exchangeable)):
        for place, name in enumerate(names):
            path = ("portfolio", kind, name if kind == "exchangeable" else place)
            if name in case.estimates and case.estimates[name].role in CHOICES:
                yield Mistake(path, "portfolio_choice", name)
            elif name not in known:
                yield Mistake(path, "portfolio_unknown_estimate", name, known)
            elif name in told:
                yield Mistake(path, "portfolio_twice", name, facts={"first": told[name], "again": kind})
            told.setdefault(name, kind)
    for name, rho in exchangeable.items():
        if not 0 <= rho <= 1:  # nor NaN
            yield Mistake(("portfolio", "exchangeable", name), "portfolio_rho", rho)
    if not sites:
        yield Mistake(("sites",), "portfolio_no_sites")
    for site in sites.values():
        for name, value in site.values.items():
            yield from _about_value(case, ("sites", site.name, "set", name), name, value)


def _about_value(case: Case, path: tuple[str, ...], name: str, value: float) -> Iterator[Mistake]:
    estimate = case.estimates.get(name)
    if estimate is None:
        yield Mistake(path, "portfolio_sets_unknown", name, list(case.estimates))
    elif not math.isfinite(value):
        yield Mistake(path, "portfolio_not_finite", value)
    elif is_share(estimate.unit) and not (-1.0 if estimate.difference else 0.0) <= value <= 1.0:
        yield Mistake(path, "portfolio_no_share", value)
