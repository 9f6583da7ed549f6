"""The first section of the page: the answer in two sentences, and the figure that shows it."""

from __future__ import annotations

from mkba_uncertainty.analysis.answer.confidence import Confidence, about_headline, percentile_rank, whole_share
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, whole_chance, written
from mkba_uncertainty.report.page.blocks import part
from mkba_uncertainty.report.page.curve_table import curve_table
from mkba_uncertainty.report.page.figure import shown
from mkba_uncertainty.report.page.pictures import drawn
from mkba_uncertainty.report.page.section import Section
from mkba_uncertainty.texts import LANGUAGES, Text, both, say
from mkba_uncertainty.texts.figures import chance, exact, figure, likelihood, median, range90, share

BESIDE_TEXT = (6.4, 3.8)
"""Inches of the figure, which has three fifths of the page: its letters are no smaller than those of other figures."""


def answer_section(analyses: Analyses) -> Section:
    """Make the section."""
    result = analyses.answer
    table = curve_table(result)
    made = drawn(result, "exceedance", size=BESIDE_TEXT, table=table)
    html = render(
        "answer.html.j2",
        sentences=sentences(result),
        drivers=_drivers(result, analyses.model),
        cautions=[caution.minded() for caution in result.provenance.warnings],
        made=made,
        figure=shown(made, _alternative(result), table, result.provenance),
    )
    beside = analyses["alternatives"]
    return Section("answer", both("answer.title"), html if beside is None else html + part(beside))


def _drivers(result: Confidence, model: ModelOfCase) -> Text | None:
    """Name the estimates that carry most of the uncertainty, and the share that each would take away by itself."""
    labels = model.labels(result.drivers)
    shares = {name: written(share, whole_share(part)) for name, part in result.drivers.items()}
    named = {
        name: Text(*(f"{label[lang]} ({shares[name][lang]})" for lang in LANGUAGES)) for name, label in labels.items()
    }
    joined = (say("verdict.and", lang).join(driver[lang] for driver in named.values()) for lang in LANGUAGES)
    return Text(*joined) if named else None


def sentences(result: Confidence) -> list[Text]:
    """Give the answer: is it worth it, and does it pay for itself; with where the published figure sits, if any."""
    if result.provenance.certain:
        return list(result.lead())
    if "financial_net > 0" not in result.probabilities:
        return [_of_headline(result), *([result.beside_own] if result.beside_own else [])]
    quantiles, kind = result.outcomes["net_benefit"].quantiles, result.provenance.kind
    positive, financial = (result.probabilities[event] for event in ("net_benefit > 0", "financial_net > 0"))
    assert positive is not None
    assert financial is not None
    first = both(
        "answer.balance",
        likelihood=written(likelihood, positive),
        probability=whole_chance(positive),
        median=written(median, quantiles, kind=kind),
        range=written(range90, quantiles, kind=kind),
    )
    pays = {
        "likelihood": written(likelihood, financial),
        "probability": whole_chance(financial),
    }
    if result.published is None or result.published_percentile is None:
        return [first, both("answer.financial", **pays)]
    published = written(figure, exact(result.published), kind)
    below = result.published_percentile
    rank = percentile_rank(below.value) / 100
    percentile = written(chance, rank) if 0 < below.value < 1 else whole_chance(below)
    return [first, both("answer.published", published=published, percentile=percentile, **pays)]


def _of_headline(result: Confidence) -> Text:
    """Say it of a workbook's outcome, of which nobody knows what is financial in it."""
    name = result.curve_outcome
    limit = 1.0 if result.units[name] == "ratio" else 0.0
    asked, found = result.probabilities[f"{name} > {limit:g}"], result.outcomes[name]
    assert asked is not None
    return about_headline(result.labels[name], result.units[name], found, asked, limit, result.published_percentile)


def _alternative(result: Confidence) -> Text:
    """Say in words what the figure shows."""
    if result.provenance.certain and result.verdict is not None:
        return result.verdict
    if "financial_net > 0" not in result.probabilities:
        return _of_headline(result)
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
