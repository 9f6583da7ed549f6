"""Families by the names and parameters that case files use."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families.base import Family
from mkba_uncertainty.families.closed_form import Point, Triangular, Uniform
from mkba_uncertainty.families.composed import LogPool, Mixture
from mkba_uncertainty.families.metalog import Metalog
from mkba_uncertainty.families.normal import LogNormal, Normal, TruncatedNormal
from mkba_uncertainty.families.shaped import Beta, Gamma, Pert
from mkba_uncertainty.families.studies import Studies
from mkba_uncertainty.families.tabulated import Discrete, Empirical
from mkba_uncertainty.families.truncated import cut
from mkba_uncertainty.families.updated import Updated
from mkba_uncertainty.names import nearest

FAMILIES: dict[str, type[Family]] = {
    family.name: family
    for family in (
        Point,
        Uniform,
        Triangular,
        Pert,
        Beta,
        Normal,
        TruncatedNormal,
        LogNormal,
        Gamma,
        Discrete,
        Empirical,
        Mixture,
        LogPool,
        Metalog,
        Studies,
        Updated,
    )
}
"""The families by the name that case files give them."""


_SYNONYMS = {"lambda": "concentration"}
"""What others call a parameter."""


class ParameterSet(NamedTuple):
    """One way to give the parameters of a family: the constructor, and the names that it takes."""

    constructor: str
    required: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """All the names that it takes."""
        return frozenset(self.required + self.optional)

    def __str__(self) -> str:
        """Show the names, the optional ones in brackets: ``low, mode, high [, concentration]``."""
        return ", ".join(self.required) + "".join(f" [, {name}]" for name in self.optional)


def parameter_sets(name: str) -> list[ParameterSet]:
    """List the ways to give the parameters of the family called ``name``; the first is that of the class itself."""
    return [parameters for parameters, _ in _ways(name)]


def make_family(name: str, parameters: Mapping[str, Any]) -> Family:
    """Make a family from its name and parameters in a case file.

    Parameters
    ----------
    name : str
        A name of ``FAMILIES``.
    parameters : mapping
        One of the sets that :func:`parameter_sets` lists, and ``truncate`` to cut it (:class:`Truncated`). Where a
        family is asked (``families`` of a mixture)
        a table ``{"family": name, **parameters}`` will do.

    Raises
    ------
    FamilyError
        If the family or a parameter is unknown, one is missing, or the values do not go together.
    """
    ways = _ways(name)
    if "truncate" in parameters:
        whole = make_family(name, {key: value for key, value in parameters.items() if key != "truncate"})
        return cut(whole, parameters["truncate"])
    given = set(parameters)
    for way, constructor in ways:
        if given <= way.names and given.issuperset(way.required):
            return constructor(**{key: _made(value) for key, value in parameters.items()})
    known = [key for way, _ in ways for key in way.required + way.optional]
    allowed = " | ".join(dict.fromkeys(str(way) for way, _ in ways))
    for key in parameters:
        if key not in known:
            near = nearest(_SYNONYMS.get(key, key), known)
            raise FamilyError("unknown_parameter", key=key, family=name, found=key, nearest=near, allowed=allowed)
    intended = max((way for way, _ in ways), key=lambda way: len(given & way.names))
    for key in parameters:
        if key not in intended.names:
            found = ", ".join(parameters)
            raise FamilyError("parameters_do_not_mix", key=key, family=name, found=found, allowed=allowed)
    missing = next(key for key in intended.required if key not in given)
    raise FamilyError("parameter_missing", key=missing, family=name, allowed=allowed)


@cache
def _ways(name: str) -> list[tuple[ParameterSet, Callable[..., Family]]]:
    if name not in FAMILIES:
        allowed = ", ".join(FAMILIES)
        raise FamilyError("unknown_family", key="family", found=name, nearest=nearest(name, FAMILIES), allowed=allowed)
    family = FAMILIES[name]
    constructors = [family, *(getattr(family, constructor) for constructor in family.constructors)]
    return [(_parameter_set(constructor), constructor) for constructor in constructors]


def _parameter_set(constructor: Callable[..., Family]) -> ParameterSet:
    parameters = inspect.signature(constructor).parameters.values()
    return ParameterSet(
        constructor.__qualname__,
        tuple(parameter.name for parameter in parameters if parameter.default is parameter.empty),
        tuple(parameter.name for parameter in parameters if parameter.default is not parameter.empty),
    )


def _made(value: Any) -> Any:
    """Make families of the tables in ``value``."""
    if isinstance(value, Mapping) and "family" in value:
        return make_family(str(value["family"]), {key: item for key, item in value.items() if key != "family"})
    return [_made(item) for item in value] if isinstance(value, list) else value
