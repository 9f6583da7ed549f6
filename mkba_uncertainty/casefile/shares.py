"""Shares of a file that sum to 1: members of names of their own, and a Dirichlet distribution."""

from __future__ import annotations

import math

from mkba_uncertainty.case import CLOCK, LAST, Estimate, Shares
from mkba_uncertainty.casefile.collecting import plain
from mkba_uncertainty.casefile.formulas import check_own_name
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.schema import SharesTable, note_of
from mkba_uncertainty.casefile.validation import Draft
from mkba_uncertainty.errors import FamilyError
from mkba_uncertainty.families import Counts, counts_of, make_observation
from mkba_uncertainty.formula import is_name

TABLES = ("estimates", "quantities", "series")


def make_shares(draft: Draft) -> dict[str, Shares]:
    """Convert the shares; those with a problem are left out."""
    made = {name: _shares(name, table, draft) for name, table in draft.file.shares.items()}
    return {name: shares for name, shares in made.items() if shares is not None}


def members_of(shares: dict[str, Shares]) -> dict[str, Estimate]:
    """Give the members of all shares as estimates."""
    return {name: one for each in shares.values() for name, one in each.estimates().items()}


def _shares(name: str, table: SharesTable, draft: Draft) -> Shares | None:
    path: KeyPath = ("shares", name)
    check_own_name(name, path, draft, *TABLES)
    _check_members(name, table, (*path, "members"), draft)
    if not _is_sound(table, path, draft):
        return None
    return Shares(
        name=name,
        label=table.label.build(),
        members={member: label.build() for member, label in table.members.items()},
        basis=table.basis,
        source=draft.source(table.source, (*path, "source")),
        concentrations=None if table.concentrations is None else tuple(table.concentrations),
        means=None if table.means is None else tuple(table.means),
        count=table.count,
        tags=tuple(table.tags),
        observations=_observations(table, (*path, "observations"), draft),
        note=note_of(table.note),
    )


def _observations(table: SharesTable, path: KeyPath, draft: Draft) -> tuple[Counts, ...]:
    """Convert what was counted: a number for each member."""
    made = []
    for place, found in enumerate(table.observations):
        try:
            made.append(counts_of(make_observation(found), len(table.members)))
        except FamilyError as error:
            draft.problems.adopt(error, (*path, place))
    return tuple(made)


def _check_members(group: str, table: SharesTable, path: KeyPath, draft: Draft) -> None:
    """See that members have names that formulas can use, and that nothing else has."""
    earlier: dict[str, str] = {}
    for other, each in draft.file.shares.items():
        if other == group:
            break
        earlier |= dict.fromkeys(each.members, other)
    for member in table.members:
        if not is_name(member) or member in (*CLOCK, LAST):
            draft.problems.add("reserved_name", (*path, member), found=member)
        check_own_name(member, (*path, member), draft, *TABLES, "shares")
        if member in earlier:
            first = draft.problems.index.line_of(("shares", earlier[member], "members", member))
            draft.problems.add("name_twice", (*path, member), found=member, first=first)


def _is_sound(table: SharesTable, path: KeyPath, draft: Draft) -> bool:
    """See that there is one Dirichlet distribution, with a number for each member."""
    before, problems = len(draft.problems.found), draft.problems
    if len(table.members) < 2:
        problems.add("shares_one", (*path, "members"))
    if (table.concentrations is None) == (table.means is None):
        problems.add("shares_one_way", path)
    if (table.count is None) != (table.means is None):
        problems.add("shares_count", (*path, "count"))
    for key in ("concentrations", "means"):
        given = getattr(table, key)
        if given is not None and len(given) != len(table.members):
            problems.add("shares_length", (*path, key), found=len(given), expected=len(table.members))
    if table.means is not None and abs(math.fsum(table.means) - 1) > 1e-9:
        problems.add("means_do_not_sum", (*path, "means"), found=plain(math.fsum(table.means)))
    return len(problems.found) == before
