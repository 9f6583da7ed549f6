"""What varies as one: each uncertain input by itself, or groups of them; and what is said of their shares."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from itertools import accumulate

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.table import Row
from mkba_uncertainty.texts import CATALOGUE, Text, both
from mkba_uncertainty.texts.figures import share

ROLE = "sobol.role."

KINDS = ("role", "tag")
"""Groups that estimates of a case are in."""

MOST_OF_IT, FEW = 0.5, 5
"""A heading counts the factors that together carry half of the uncertainty, but no more than so many."""

Groups = Mapping[str, Sequence[str]] | str | None


def factors_of(model: AnyModel, groups: Groups = None) -> dict[str, tuple[str, ...]]:
    """Divide the uncertain inputs of a model in factors.

    Parameters
    ----------
    model : AnyModel
    groups : mapping of name to inputs, or {"role", "tag"}, optional
        ``"role"`` and ``"tag"`` group the estimates of a case by their role, or by the first of their tags.

    Returns
    -------
    dict of factor to its inputs
        Groups hold their uncertain inputs only; inputs in no group are factors of their own. In the order of the
        model's inputs. Shares that sum to 1 are one factor, of their own name.

    Raises
    ------
    InputError
        If an input is unknown or in two groups, or a group is empty or has the name of an input outside it.
    """
    members = {group: _inputs(model, group, names) for group, names in _members(model, groups).items()}
    group_of: dict[str, str] = {}
    for group, inputs in members.items():
        for name in inputs:
            if name not in model.inputs:
                raise unknown("unknown_input", f"groups.{group}", name, model.inputs)
            first = group_of.setdefault(name, group)
            if first != group:
                raise InputError("group_twice", key="groups", found=name, first=first, second=group)
        if not any(name in model.uncertain for name in inputs):
            raise InputError("group_empty", key=f"groups.{group}")
        if group in model.inputs and group not in inputs:
            raise InputError("group_name", key=f"groups.{group}")
    factors: dict[str, tuple[str, ...]] = {}
    for name in model.uncertain:
        factor = group_of.get(name) or model.breaks.get(name, name)
        factors[factor] = (*factors.get(factor, ()), name)
    return factors


def _inputs(model: AnyModel, group: str, names: Sequence[str]) -> tuple[str, ...]:
    """Give the inputs of a group, the breaks for shares that sum to 1."""
    for name in names:
        if name in model.members:
            raise InputError("share_alone", key=f"groups.{group}", found=name, group=model.members[name])
    together = {shares: [name for name, one in model.breaks.items() if one == shares] for shares in model.shares}
    return tuple(each for name in names for each in together.get(name, [name]))


def parse_groups(model: AnyModel, texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read groups as people type them: ``role`` or ``tag`` for all of these, or a list ``NAME,...`` under that name.

    Raises
    ------
    InputError
        If the estimates of the model have no roles and tags.
    """
    groups: dict[str, tuple[str, ...]] = {}
    for text in texts:
        if text in KINDS:
            found = factors_of(model, text)
            groups |= {name: members for name, members in found.items() if name not in model.inputs}
        else:
            groups[text] = tuple(name.strip() for name in text.split(","))
    return groups


def factors_to_divide(model: AnyModel, outcome: str, groups: Groups) -> dict[str, tuple[str, ...]]:
    """Check that there is an outcome, and uncertainty in it to divide; give the factors to divide it over."""
    model.select([outcome])
    if not model.uncertain:
        raise InputError("sobol_nothing_uncertain", key="inputs")
    return factors_of(model, groups)


def factor_labels(model: AnyModel, factors: Collection[str]) -> dict[str, Text]:
    """Give each factor its label: that of the estimate, or the name of the group."""
    labels = {name: Text(*CATALOGUE.get(ROLE + name, (name, name))) for name in factors}
    return labels | model.labels([name for name in factors if name in model.inputs or name in model.shares])


def others(key: str, rest: Sequence[Row]) -> Row:
    """Give the row of factors that are left out: the sum of what stands under this key."""
    together = sum(row.cells[key].value for row in rest)
    return Row({"label": both("plot.others", count=len(rest)), key: together})


def leaders(labels: Mapping[str, Text], shares: Mapping[str, Measured]) -> Text:
    """Say how few factors carry most of the uncertainty, given the share of each, largest first."""
    name, largest = next(iter(shares.items()))
    sums = list(accumulate(one.value for one in shares.values()))[:FEW]
    count = next((place for place, together in enumerate(sums, 1) if together >= MOST_OF_IT), len(sums))
    if count == 1:
        return both("drivers.one", label=labels[name], share=partial(share, largest))
    return both("drivers.some", count=count, share=partial(share, sums[count - 1]))


def leader(labels: Mapping[str, Text], shares: Mapping[str, Measured]) -> Text:
    """Say which factor carries most of the uncertainty."""
    name, largest = next(iter(shares.items()))
    return both("drivers.lead", label=labels[name], share=partial(share, largest))


def on_few(label: Text) -> Text:
    """Say that no shares are shown of an outcome, since a handful of draws decides on its variance."""
    return both("sobol.on_few", label=label)


def _members(model: AnyModel, groups: Groups) -> Mapping[str, Sequence[str]]:
    if groups is None:
        return {}
    if isinstance(groups, Mapping):
        return {name: (inputs,) if isinstance(inputs, str) else inputs for name, inputs in groups.items()}
    if groups not in KINDS or model.case is None:
        raise InputError("group_by", key="groups", found=groups)
    members: dict[str, list[str]] = {}
    for name in dict.fromkeys(model.breaks.get(name, name) for name in model.uncertain):
        one = next(iter(model.shares[name].concentrations)) if name in model.shares else name
        estimate = model.case.estimates[one]
        for group in (estimate.role,) if groups == "role" else estimate.tags[:1]:
            members.setdefault(group, []).append(name)
    return members
