"""Every post and every intermediate result of a case: the formula as mathematics, when it falls, who pays or gains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from mkba_uncertainty.analysis.answer.confidence import Distribution
from mkba_uncertainty.case import Case, Line, Post, Quantity, number_of
from mkba_uncertainty.formula import Formula, render as render_formula
from mkba_uncertainty.model import ModelOfCase
from mkba_uncertainty.report.analyses import Analyses
from mkba_uncertainty.report.frame.markup import render, written
from mkba_uncertainty.report.page.mathml import labels_of, mathml
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import FigureKind, Money, estimate_text, figure, range_text
from mkba_uncertainty.texts.unit_words import unit_words
from mkba_uncertainty.texts.units import is_share


def formulas(analyses: Analyses) -> Markup:
    """Show the posts by line of the published table, and the intermediate results that their formulas use."""
    model, outcomes = analyses.model, analyses.answer.outcomes
    case = model.case
    labels = labels_of(case)
    posts = [_post(case, post, outcomes[f"post:{post.name}"], labels) for post in case.posts.values()]
    by_line = [(line, [one for one in posts if one.post.line == line.name]) for line in case.lines.values()]
    return render(
        "posts.html.j2",
        lines=[(_heading(case, line), members) for line, members in by_line if members],
        quantities=_quantities(model, labels),
    )


SHAPES = ("until", "growth", "decline", "ramp")
"""Keys of a timing that a sentence each says."""


@dataclass(frozen=True)
class PostRecord:
    """What the page says of a post. ``amount`` and ``years`` are formulas as mathematics, in both languages."""

    post: Post
    amount: Markup
    years: Markup | None
    timing: Text
    point: Text
    range: Text
    shares: Text


def _post(case: Case, post: Post, found: Distribution, labels: Mapping[str, Text]) -> PostRecord:
    ends = (found.quantiles[level] for level in (0.05, 0.95))
    assert found.point is not None
    named = [(case.actors[name].label, part) for name, part in post.actors.items()]
    return PostRecord(
        post=post,
        amount=formula(post.amount, labels),
        years=formula(post.timing.years, labels) if post.timing.years else None,
        timing=_timing(case, post, labels),
        point=written(figure, found.point, Money(case.currency, whole=True)),
        range=written(range_text, *ends, kind=Money(case.currency)),
        shares=Text(
            *(
                "; ".join(f"{label[lang]} {estimate_text(part, lang, 'share')}" for label, part in named)
                for lang in LANGUAGES
            )
        ),
    )


def formula(shown: Formula, labels: Mapping[str, Text], gives: Text | None = None) -> Markup:
    """Write a formula as mathematics, once in each language."""
    return Markup("").join(mathml(shown.tree, labels, lang, gives=gives) for lang in LANGUAGES)


def _timing(case: Case, post: Post, labels: Mapping[str, Text]) -> Text:
    """Say in words when a post falls and how it changes from year to year."""
    timing = post.timing

    def shown(part: int | float | Formula) -> Text:
        number = number_of(part) if isinstance(part, Formula) else float(part)
        if number is not None:
            return stated(number)
        assert isinstance(part, Formula)
        return Text(
            *(render_formula(part.tree, {name: text[lang] for name, text in labels.items()}) for lang in LANGUAGES)
        )

    first = str(case.calendar(timing.year)) if isinstance(timing.year, int) else shown(timing.year)
    said = [both("posts.spread" if timing.lasts else "posts.once", year=first)]
    if timing.every is not None:
        said = [both("posts.every", year=first, every=timing.every)]
    said += [both(f"posts.{key}", given=shown(part)) for key in SHAPES if (part := getattr(timing, key)) is not None]
    if timing.cohorts is not None:
        said.append(both("posts.cohorts", series=case.series[timing.cohorts].label))
    if timing.present_value_at is not None:
        said.append(both("posts.present_value", rate=written(estimate_text, timing.present_value_at, unit="share")))
    return Text(*(" ".join(one[lang] for one in said) for lang in LANGUAGES))


def _heading(case: Case, line: Line) -> Text:
    """Name a line, and the line that it is part of."""
    above = case.lines[line.parent].label if line.parent else None
    return line.label if above is None else Text(*(f"{above[lang]}: {line.label[lang]}" for lang in LANGUAGES))


@dataclass(frozen=True)
class QuantityRecord:
    """What the page says of an intermediate result, with its value at the point estimates."""

    quantity: Quantity
    equation: Markup
    value: Text


def _quantities(model: ModelOfCase, labels: Mapping[str, Text]) -> list[QuantityRecord]:
    case = model.case
    yearly = case.yearly
    values = model.graph.evaluate({**model.points, **model.point()}, case.quantities.keys() - yearly)
    return [
        QuantityRecord(
            quantity,
            formula(quantity.formula, labels, gives=labels[name]),
            both("quantities.yearly") if name in yearly else _with_unit(float(values[name]), quantity.unit),
        )
        for name, quantity in case.quantities.items()
    ]


def _with_unit(value: float, unit: str | None) -> Text:
    """Write a computed value with four digits, in words a unit."""
    rounded = float(f"{value:.4g}")
    if is_share(unit):
        return stated(rounded, "share")
    figures, words = stated(rounded), unit_words(unit) if unit else Text("", "")
    return Text(*(f"{figures[lang]} {words[lang]}".strip() for lang in LANGUAGES))


def stated(value: float, kind: FigureKind = "number") -> Text:
    """Write a number of the case, which has no error: as typed, a share in percent."""
    return written(estimate_text, value, unit="share" if kind == "share" else None)
