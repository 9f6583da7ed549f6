"""Section 4 of the page: who pays and who gains, how sure that is, and when money is spent and comes back."""

from __future__ import annotations

from markupsafe import Markup

from mkba_uncertainty.analysis.confidence import Confidence
from mkba_uncertainty.case import Text
from mkba_uncertainty.plotting.parts import actor_tree, case_of, spread
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.markup import both, chance, money, render, written
from mkba_uncertainty.report.page_tables import Row, table
from mkba_uncertainty.report.section import Section
from mkba_uncertainty.texts.numbers import range_text


def actors_section(analyses: Analyses) -> Section:
    """Make the section."""
    result = analyses.answer
    html = render("actors.html.j2", lead=_lead(result), actors=_actors(result))
    return Section("actors", both("actors.title"), html)


def _lead(result: Confidence) -> list[Text]:
    """Name who pays most and who gains most, with the probability of a loss."""
    actors = [actor for actor in case_of(result).actors.values() if actor.parent is None]
    means = {actor.name: spread(result, f"actor:{actor.name}").mean for actor in actors}
    extremes = [
        ("payer", min(actors, key=lambda actor: means[actor.name].value)),
        ("gainer", max(actors, key=lambda actor: means[actor.name].value)),
    ]
    return [
        both(
            f"actors.{role}",
            actor=actor.label,
            mean=money(means[actor.name]),
            chance=chance(result.losses[f"actor:{actor.name}"]),
        )
        for role, actor in extremes
        if (means[actor.name].value < 0) == (role == "payer") and means[actor.name].value != 0
    ]


def _actors(result: Confidence) -> Markup:
    rows = []
    for actor, depth in actor_tree(case_of(result).actors):
        found = spread(result, f"actor:{actor.name}")
        if not found.is_zero:
            loss = chance(result.losses[f"actor:{actor.name}"])
            rows.append(Row([actor.label, money(found.mean), written(range_text, found.low, found.high), loss], depth))
    columns = [both("actors.who"), both("actors.mean"), both("table.range90"), both("actors.loss")]
    return table(both("actors.caption"), columns, rows)
