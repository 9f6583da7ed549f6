"""Section 4 of the page: who pays and who gains, how sure that is, and when money is spent and comes back."""

from __future__ import annotations

from collections.abc import Mapping

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.case import Actor
from mkba_uncertainty.plotting.parts import case_of, spread
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import whole_chance, written
from mkba_uncertainty.report.page.blocks import block, chapter
from mkba_uncertainty.report.page.page_table import page_table
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import Between, figure, share


def actors_section(analyses: Analyses) -> Section | None:
    """Make the section, where the case says who pays and gains."""
    if not analyses.model.case.actors:
        return None
    result = analyses.answer
    blocks = [
        block(_heading(result), result, page_table(result.balances, per=result.per), figure="actors", said=(1, 3)),
        block(
            _flow_heading(result), result, page_table(result.flow, per=result.per), figure="cash_flow", said=(1, 2, 3)
        ),
    ]
    if result.returns.rows:
        blocks.append(page_table(result.returns).html())
    return Section("actors", both("actors.title"), chapter(_lead(result), blocks))


def parties(result: Confidence) -> dict[str, Actor]:
    """Give the actors that are no part of another one, but those whose balance is always zero."""
    actors = case_of(result).actors
    return {
        name: actor
        for name, actor in actors.items()
        if actor.parent is None and not spread(result, f"actor:{name}").is_zero
    }


def _lead(result: Confidence) -> list[Text]:
    """Name who pays most and who gains most, with the probability of a loss."""
    named = parties(result)
    means = {name: spread(result, f"actor:{name}").mean for name in named}
    return [
        both(
            f"actors.{role}",
            actor=named[name].label,
            mean=written(figure, _size(means[name]), result.provenance.kind),
            chance=whole_chance(loss(result, name)),
        )
        for role, name in _extremes(means).items()
    ]


def _extremes(means: Mapping[str, Measured]) -> dict[str, str]:
    ranked = sorted(means, key=lambda name: means[name].value)
    found = {}
    if ranked and means[ranked[0]].value < 0:
        found["payer"] = ranked[0]
    if ranked and means[ranked[-1]].value > 0:
        found["gainer"] = ranked[-1]
    return found


def _size(mean: Measured) -> Measured | Between:
    """Give an amount without its sign: what is paid is said in words."""
    return mean if mean.value >= 0 else Between(-mean.value, -mean.high, -mean.low)


def loss(result: Confidence, actor: str) -> Measured:
    """Give the probability that the balance of an actor is negative."""
    return result.losses[f"actor:{actor}"]


def _heading(result: Confidence) -> Text:
    named = parties(result)
    losing = sum(loss(result, name).value > 0.5 for name in named)
    return both("actors.heading" if losing else "actors.heading.none", count=losing, every=len(named))


def _flow_heading(result: Confidence) -> Text:
    years = range(case_of(result).horizon)
    costs = [spread(result, f"year_costs:{year}").mean.value for year in years]
    benefits = [spread(result, f"year_benefits:{year}").mean.value for year in years]
    if min(sum(costs), sum(benefits)) <= 0:
        return both("actors.flow.none")
    cost_year, benefit_year = costs.index(max(costs)), benefits.index(max(benefits))
    shares = {
        "costs": written(share, costs[cost_year] / sum(costs)),
        "benefits": written(share, benefits[benefit_year] / sum(benefits)),
    }
    if cost_year == benefit_year:
        return both("actors.flow.same", year=_calendar(result, cost_year), **shares)
    shown = {"cost_year": _calendar(result, cost_year), "benefit_year": _calendar(result, benefit_year)}
    return both("actors.flow", **shown, **shares)


def _calendar(result: Confidence, year: int) -> str:
    return str(case_of(result).calendar(year))
