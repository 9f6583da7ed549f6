"""Posts of a case file, and the trees that they are summed to: lines of the published table, and actors."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mkba_uncertainty.case import Actor, Line, Post, Timing
from mkba_uncertainty.casefile.collecting import plain
from mkba_uncertainty.casefile.formulas import read_formula
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.schema import PostTable, note_of
from mkba_uncertainty.casefile.validation import Draft

DEEPEST = 20
"""Levels of lines or actors above each other."""


def make_actors(draft: Draft) -> dict[str, Actor]:
    """Convert the actors; their parents must be a tree."""
    actors = draft.file.actors
    _check_parents("actors", {name: table.parent for name, table in actors.items()}, draft)
    return {name: Actor(name, table.label.build(), table.parent) for name, table in actors.items()}


def make_lines(draft: Draft) -> dict[str, Line]:
    """Convert the lines; their parents must be a tree, on the same side."""
    lines = draft.file.lines
    _check_parents("lines", {name: table.parent for name, table in lines.items()}, draft)
    made = {}
    for name, table in lines.items():
        path = ("lines", name)
        parent = lines.get(table.parent or "")
        if parent is not None and parent.side != table.side:
            facts = {"found": table.side, "other": table.parent, "expected": parent.side}
            draft.problems.add("side_differs", (*path, "side"), **facts)
        source = None if table.source is None else draft.source(table.source, (*path, "source"))
        made[name] = Line(name, table.label.build(), table.side, table.published, table.parent, source)
    return made


def _check_parents(kind: str, parents: Mapping[str, str | None], draft: Draft) -> None:
    """See that parents exist, and that no chain of parents is a circle or very long."""
    reported: set[str] = set()
    for name, parent in parents.items():
        if parent is not None:
            draft.knows(kind, parent, (kind, name, "parent"))
        chain = [name]
        while (above := parents.get(chain[-1])) is not None and above not in chain and len(chain) <= DEEPEST:
            chain.append(above)
        if above == name and name not in reported:
            draft.problems.add("parent_circle", (kind, name, "parent"), found=" -> ".join([*chain, name]))
            reported.update(chain)
        elif len(chain) > DEEPEST:
            draft.problems.add("parents_deep", (kind, name, "parent"), limit=DEEPEST)


def make_posts(draft: Draft) -> dict[str, Post]:
    """Convert the posts: formulas that can be read, lines and actors that exist and add up."""
    return {name: _post(name, table, draft) for name, table in draft.file.posts.items()}


def _post(name: str, table: PostTable, draft: Draft) -> Post:
    path = ("posts", name)
    timing = table.timing
    if timing.year >= draft.file.case.horizon:
        last = draft.file.case.horizon - 1
        draft.problems.add("year_beyond_horizon", (*path, "timing", "year"), found=timing.year, last=last)
    if timing.years is not None and timing.present_value_at is not None:
        draft.problems.add("present_value_over_years", (*path, "timing", "present_value_at"))
    years = None
    if timing.years is not None:
        years = read_formula(timing.years, (*path, "timing", "years"), draft)
    _check_line(table, path, draft)
    _check_payers(table, path, draft)
    return Post(
        name=name,
        label=table.label.build(),
        side=table.side,
        kind=table.kind,
        line=table.line,
        amount=read_formula(table.amount, (*path, "amount"), draft),
        timing=Timing(timing.year, years, timing.present_value_at),
        actors=dict(table.actors),
        basis=table.basis,
        note=note_of(table.note),
    )


def _check_line(table: PostTable, path: KeyPath, draft: Draft) -> None:
    """See that the line of a post exists, is on the post's side, and is not itself a sum of lines."""
    lines = draft.file.lines
    if not draft.knows("lines", table.line, (*path, "line")):
        return
    if table.line in lines and lines[table.line].side != table.side:
        facts = {"found": table.side, "other": table.line, "expected": lines[table.line].side}
        draft.problems.add("side_differs", (*path, "side"), **facts)
    children = [name for name, line in lines.items() if line.parent == table.line]
    if children:
        draft.problems.add("line_is_sum", (*path, "line"), found=table.line, children=", ".join(children))


def _check_payers(table: PostTable, path: KeyPath, draft: Draft) -> None:
    """See that the actors of a post exist, are not sums of actors, and together carry all of it."""
    path = (*path, "actors")
    for actor in table.actors:
        children = [name for name, other in draft.file.actors.items() if other.parent == actor]
        if draft.knows("actors", actor, (*path, actor)) and children:
            draft.problems.add("actor_is_sum", (*path, actor), found=actor, children=", ".join(children))
    total = math.fsum(table.actors.values())
    if abs(total - 1) > 1e-9:
        draft.problems.add("shares_do_not_sum", path, found=plain(total))
