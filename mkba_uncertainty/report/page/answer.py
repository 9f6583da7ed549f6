"""The answer in a few sentences, and the figure that shows it."""

from __future__ import annotations

from functools import partial

from markupsafe import Markup

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.analysis.answer.verdict import how_sure, percentile_rank, said_surely
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import unbroken, whole_chance, written
from mkba_uncertainty.report.page.curve_table import curve_table
from mkba_uncertainty.report.page.figure import shown
from mkba_uncertainty.report.page.pictures import Picture, drawn
from mkba_uncertainty.texts import Text, both, joined
from mkba_uncertainty.texts.figures import chance, exact, figure, median, range90


def curve(result: Confidence) -> tuple[Picture, Markup]:
    """Draw the curve of the headline, and show it."""
    table = curve_table(result)
    made = drawn(result, "exceedance", table=table)
    return made, shown(made, _alternative(result), table, result.provenance)


def sentences(result: Confidence, *of_variants: Text) -> list[Text]:
    """Give the answer: is it worth it, and does it pay for itself; with where the published figure sits, if any.

    What is said ``of_variants`` of the model comes second.
    """
    financial = result.probabilities.get("financial_net > 0")
    if result.provenance.certain or financial is None:
        return [unbroken(sentence) for sentence in (*result.lead(), *of_variants)]
    quantiles, kind = result.outcomes["net_benefit"].quantiles, result.provenance.kind
    first = both(
        "answer.balance",
        **how_sure(result, whole=True),
        median=partial(median, quantiles, kind=kind),
        range=partial(range90, quantiles, kind=kind),
    )
    pays = said_surely(financial, whole=True)
    if result.published is None or result.published_percentile is None:
        second = both("answer.financial", **pays)
    else:
        published = partial(figure, exact(result.published), kind)
        below = result.published_percentile
        rank = percentile_rank(below.value) / 100
        percentile = written(chance, rank) if 0 < below.value < 1 else whole_chance(below)
        second = both("answer.published", published=published, percentile=percentile, **pays)
    return [unbroken(sentence) for sentence in (first, *of_variants, second)]


def of_variants(analyses: Analyses) -> list[Text]:
    """Say how far the probability goes apart over the variants of the model."""
    structure = analyses["structure"]
    return [] if structure is None else list(structure.range_said)


def _alternative(result: Confidence) -> Text:
    """Say in words what the figure shows."""
    if result.provenance.certain or "financial_net > 0" not in result.probabilities:
        return joined(result.lead(), " ")
    quantiles, positive = result.outcomes["net_benefit"].quantiles, result.probabilities["net_benefit > 0"]
    kind = result.provenance.kind
    assert positive is not None
    first = both(
        "answer.figure.text",
        positive=whole_chance(positive),
        median=written(median, quantiles, kind=kind),
        range=written(range90, quantiles, kind=kind),
    )
    below = result.published_percentile
    if result.published is None or below is None:
        return first
    above = whole_chance(Measured(1.0 - below.value, 1.0 - below.high, 1.0 - below.low))
    more = both("answer.figure.published", published=written(figure, exact(result.published), kind), probability=above)
    return Text(first.nl + more.nl, first.en + more.en)
