"""Many side by side, the best on top: cases of a folder, sites of a programme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mkba_uncertainty.analysis.portfolio.total import INDEPENDENT, TOTAL, Portfolio
from mkba_uncertainty.analysis.side_by_side.batch import Batch, Ran
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import parts, style
from mkba_uncertainty.plotting.side_by_side import density, hill, hills_legend, median_and_range
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, Money, chance, figure, kind_of, range_text, shared_unit

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 60
"""More rows than this nobody reads: the best and the worst then stand for all."""

ROOMY, ROOMY_ROW, TIGHT_ROW = 15, 0.5, 0.21
"""Up to so many rows each has lines of figures; heights of a row that has, and of one that has not, in inches."""

LONG_LABEL = 42
"""Characters a line of a label, where there are many rows."""


@dataclass(frozen=True)
class Place:
    """One in a league: its quantiles, and how likely it exceeds what it is to exceed."""

    name: str
    label: str
    quantiles: dict[float, Measured]
    probability: Measured | None


def league_height(count: int) -> float:
    """Give the height, in inches, of a league of so many."""
    return style.rows_height(min(count, MOST + 1), ROOMY_ROW if count <= ROOMY else TIGHT_ROW)


@style.sized(lambda result: league_height(len(_comparable(result))))
def plot_league(result: Batch, ax: Axes, lang: str) -> None:
    """Draw how sure the headline of each case is, the highest median on top.

    For each the median (gid ``median:<name>``), the middle half of the draws (``half:<name>``) and the 90 % range
    (``range:<name>``). Cases whose amounts are in another unit than most are left out, and counted.

    Raises
    ------
    InputError
        If no case could be run.
    """
    shown = _comparable(result)
    if not shown:
        raise InputError("plot_no_runs", key="result")
    titles = Counter(ran.answer.provenance.title for ran in shown)
    places = [_place(ran, lang, by_title=titles[ran.answer.provenance.title] == 1) for ran in shown]
    first = shown[0].answer
    label = first.labels[shown[0].headline][lang]
    limit = shown[0].of_headline.cells.get("threshold", 0.0)
    kind = kind_of(shown[0].unit[0])
    draw_league(
        ax, places, lang, kind, f"{label} ({_prices(shown, lang)})" if isinstance(kind, Money) else label, limit
    )
    apart = len(result.runs) - len(shown)
    left_out = say("plot.league.left_out", lang, count=apart) if apart else ""
    style.heading(ax, say("plot.league.title", lang, label=label), say("plot.league.subtitle", lang) + left_out)


def _comparable(result: Batch) -> list[Ran]:
    """Give those whose headline is measured as most are, and known."""
    league = result.league
    return [ran for ran in league if ran.unit == league[0].unit and ran.answer.outcomes[ran.headline].quantiles]


def _prices(shown: Sequence[Ran], lang: str) -> str:
    """Say of which year the prices are; cases may each have their own."""
    years = {ran.answer.provenance.price_level for ran in shown}
    (year,) = years if len(years) == 1 else (None,)
    return say("plot.league.prices", lang) if year is None else say("plot.prices", lang, year=year)


def _place(ran: Ran, lang: str, *, by_title: bool) -> Place:
    """Give the place of a case, which its title names if no other has the same."""
    found, chances, title = ran.answer.outcomes[ran.headline], ran.of_headline.cells, ran.answer.provenance.title
    label = title if by_title and title is not None else ran.label
    return Place(ran.label["en"], label[lang], found.quantiles, chances.get("probability"))


def draw_league(ax: Axes, places: Sequence[Place], lang: str, kind: FigureKind, label: str, limit: float = 0.0) -> None:
    """Draw a row each; of very many the best and the worst, with a row between them that counts the others."""
    left_out = max(len(places) - MOST, 0)
    best = places[: MOST // 2] if left_out else places
    worst = places[-MOST // 2 :] if left_out else []
    gap = [Place("", say("plot.league.others", lang, count=left_out), {}, None)] if left_out else []
    rows, roomy = [*best, *gap, *worst], len(places) <= ROOMY
    style.zero_line(ax)
    texts = []
    for row, place in enumerate(rows):
        texts.append(_texts(place, lang, kind, roomy=roomy) if place.quantiles else ("", ""))
        if not place.quantiles:
            continue
        low, first, median, third, high = (quantile.value for quantile in place.quantiles.values())
        ax.barh(row, third - first, left=first, height=0.5, zorder=2, gid=f"half:{place.name}", **style.PALE)
        style.whisker(ax, low, high, row, gid=f"range:{place.name}")
        style.line(ax, [median] * 2, [row - 0.25, row + 0.25], style.INK, 2.2, zorder=4.5, gid=f"median:{place.name}")
    labels = [style.wrap(place.label, style.LABEL_WIDTH if roomy else LONG_LABEL) for place in rows]
    style.rows(ax, labels, say("plot.league.column", lang, limit=f"{limit:g}"), texts)
    style.value_axis(ax.xaxis, label, lang, kind)
    looks = {"plot.ranges.median": style.symbol("|"), "plot.ranges.half": style.PALE, "plot.range": style.RANGE}
    style.legend(ax, style.keys(lang, looks), columns=3)


def _texts(place: Place, lang: str, kind: FigureKind, *, roomy: bool) -> tuple[str, str]:
    """Write the probability, the median and the range; of many only the first two, on a line."""
    low, median, high = (place.quantiles[level] for level in (parts.LOW, parts.MEDIAN, parts.HIGH))
    unit = shared_unit((low, median, high))
    middle = figure(median, kind, lang, unit=unit)
    likely = "" if place.probability is None else chance(place.probability, lang)
    if not roomy:
        return f"{likely:<8}{middle}", ""
    return likely or middle, "\n".join([*([middle] if likely else []), range_text(low, high, lang, kind, unit=unit)])


@style.sized(lambda result: style.rows_height(2, 1.1))
def plot_portfolio(result: Portfolio, ax: Axes, lang: str) -> None:
    """Draw the distribution of the sum over all sites, and of the sum if their errors were independent.

    For each the density as a hill, below zero (gid ``loss:<sum>``) and above it (``gain:<sum>``), the median
    (``median:<sum>``) and the 90 % range (``range:<sum>``), where ``<sum>`` is ``total`` or ``independent``.
    """
    kind, design = kind_of(result.unit), result.provenance
    style.zero_line(ax)
    texts = []
    for row, (name, found) in enumerate({TOTAL: result.total, INDEPENDENT: result.independent}.items()):
        x, height = density(result.curves[name], design.draws * design.replicates)
        at = int(np.searchsorted(x, 0.0))  # a place of its own, so that the two colours meet there
        height, x = np.insert(height, at, np.interp(0.0, x, height, left=0.0, right=0.0)), np.insert(x, at, 0.0)
        fills = [("loss", x <= 0, style.COST), ("gain", x >= 0, style.BENEFIT)]
        hill(ax, row, name, (x, height), found.quantiles, fills, None)
        texts.append(median_and_range(found.quantiles, lang, kind))
    labels = [style.wrap(say(f"plot.portfolio.{name}", lang)) for name in (TOTAL, INDEPENDENT)]
    style.rows(ax, labels, say("plot.comparison.column", lang), texts)
    style.value_axis(ax.xaxis, result.label[lang], lang, kind)
    wider = figure(result.wider, "ratio", lang)
    style.heading(ax, say("plot.portfolio.title", lang), say(f"plot.portfolio.{result.spread}", lang, wider=wider))
    hills_legend(ax, lang, "plot.portfolio.loss", "plot.portfolio.gain", published=False)


@style.sized(lambda result: league_height(len(result.sites)))
def plot_sites(result: Portfolio, ax: Axes, lang: str) -> None:
    """Draw how sure each site is, the highest median on top; of very many the best and the worst.

    For each the median (gid ``median:<site>``), the middle half of the draws (``half:<site>``) and the 90 % range
    (``range:<site>``).
    """
    places = [Place(one.name, one.label[lang], one.found.quantiles, one.probability) for one in result.league]
    draw_league(ax, places, lang, kind_of(result.unit), result.label[lang])
    style.heading(ax, say("plot.sites.title", lang), say("plot.league.subtitle", lang))
