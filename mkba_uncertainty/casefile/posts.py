"""Posts of a case file, and the trees that they are summed to: lines of the published table, and actors."""

from __future__ import annotations

import math
from collections.abc import Mapping

from mkba_uncertainty.case import Actor, Line, Post, Timing
from mkba_uncertainty.casefile.collecting import Problems, plain
from mkba_uncertainty.casefile.estimates import make_note, make_source, make_text
from mkba_uncertainty.casefile.formulas import formula_names, read_formula
from mkba_uncertainty.casefile.lines import Path
from mkba_uncertainty.casefile.schema import PostTable
from mkba_uncertainty.casefile.structure import Structure

DEEPEST = 20
"""Levels of lines or actors above each other."""


def make_actors(structure: Structure, problems: Problems) -> dict[str, Actor]:
    """Convert the actors; their parents must be a tree."""
    actors = structure.file.actors
    _check_parents("actors", {name: table.parent for name, table in actors.items()}, structure, problems)
    return {name: Actor(name, make_text(table.label), table.parent) for name, table in actors.items()}


def make_lines(structure: Structure, problems: Problems) -> dict[str, Line]:
    """Convert the lines; their parents must be a tree, on the same side."""
    lines = structure.file.lines
    _check_parents("lines", {name: table.parent for name, table in lines.items()}, structure, problems)
    made = {}
    for name, table in lines.items():
        path = ("lines", name)
        parent = lines.get(table.parent or "")
        if parent is not None and parent.side != table.side:
            facts = {"found": table.side, "other": table.parent, "expected": parent.side}
            problems.add("side_differs", (*path, "side"), **facts)
        source = None if table.source is None else make_source(table.source, (*path, "source"), structure, problems)
        made[name] = Line(name, make_text(table.label), table.side, table.published, table.parent, source)
    return made


def _check_parents(kind: str, parents: Mapping[str, str | None], structure: Structure, problems: Problems) -> None:
    """See that parents exist, and that no chain of parents is a circle or very long."""
    known = structure.names(kind)
    reported: set[str] = set()
    for name, parent in parents.items():
        if parent is not None and parent not in known:
            problems.add_unknown(f"case_unknown_{kind[:-1]}", (kind, name, "parent"), parent, known)
        chain = [name]
        while (above := parents.get(chain[-1])) is not None and above not in chain and len(chain) <= DEEPEST:
            chain.append(above)
        if above == name and name not in reported:
            problems.add("parent_circle", (kind, name, "parent"), found=" -> ".join([*chain, name]))
            reported.update(chain)
        elif len(chain) > DEEPEST:
            problems.add("parents_deep", (kind, name, "parent"), limit=DEEPEST)


def make_posts(structure: Structure, problems: Problems) -> dict[str, Post]:
    """Convert the posts: formulas that can be read, lines and actors that exist and add up."""
    return {name: _post(name, table, structure, problems) for name, table in structure.file.posts.items()}


def _post(name: str, table: PostTable, structure: Structure, problems: Problems) -> Post:
    path = ("posts", name)
    known = formula_names(structure)
    timing = table.timing
    if timing.year >= structure.file.case.horizon:
        last = structure.file.case.horizon - 1
        problems.add("year_beyond_horizon", (*path, "timing", "year"), found=timing.year, last=last)
    if timing.years is not None and timing.present_value_at is not None:
        problems.add("present_value_over_years", (*path, "timing", "present_value_at"))
    years = None
    if timing.years is not None:
        years = read_formula(timing.years, (*path, "timing", "years"), known, problems)
    _check_line(table, path, structure, problems)
    _check_payers(table, path, structure, problems)
    return Post(
        name=name,
        label=make_text(table.label),
        side=table.side,
        kind=table.kind,
        line=table.line,
        amount=read_formula(table.amount, (*path, "amount"), known, problems),
        timing=Timing(timing.year, years, timing.present_value_at),
        actors=dict(table.actors),
        basis=table.basis,
        note=make_note(table.note),
    )


def _check_line(table: PostTable, path: Path, structure: Structure, problems: Problems) -> None:
    """See that the line of a post exists, is on the post's side, and is not itself a sum of lines."""
    lines = structure.file.lines
    if table.line not in structure.names("lines"):
        problems.add_unknown("case_unknown_line", (*path, "line"), table.line, structure.names("lines"))
    elif table.line in lines and lines[table.line].side != table.side:
        facts = {"found": table.side, "other": table.line, "expected": lines[table.line].side}
        problems.add("side_differs", (*path, "side"), **facts)
    children = [name for name, line in lines.items() if line.parent == table.line]
    if children:
        problems.add("line_is_sum", (*path, "line"), found=table.line, children=", ".join(children))


def _check_payers(table: PostTable, path: Path, structure: Structure, problems: Problems) -> None:
    """See that the actors of a post exist, are not sums of actors, and together carry all of it."""
    known = structure.names("actors")
    path = (*path, "actors")
    for actor in table.actors:
        children = [name for name, other in structure.file.actors.items() if other.parent == actor]
        if actor not in known:
            problems.add_unknown("case_unknown_actor", (*path, actor), actor, known)
        elif children:
            problems.add("actor_is_sum", (*path, actor), found=actor, children=", ".join(children))
    total = math.fsum(table.actors.values())
    if abs(total - 1) > 1e-9:
        problems.add("shares_do_not_sum", path, found=plain(total))
