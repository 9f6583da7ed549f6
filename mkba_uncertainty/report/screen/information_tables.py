"""What ``mkba voi`` shows on a screen."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text as Styled

from mkba_uncertainty.analysis.information.sample import StudyWorth
from mkba_uncertainty.analysis.information.value import ValueOfInformation
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.report.screen.run_tables import stopping_note
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import about, chance, count, exact, interval, money, number, share

MOST = 12
"""Estimates that get a row of their own."""

FEWEST = 3


def voi_view(result: ValueOfInformation, lang: str) -> RenderableType:
    """Show the verdict, the options, what knowing is worth, and what studies are worth."""
    title = result.case.title[lang] if result.case else result.provenance.case
    parts: list[RenderableType] = [
        heading(say("voi.title", lang, title=title, label=result.label[lang])),
        Padding(Styled(result.verdict[lang]), (0, 2, 1, 2)),
        _options(result, lang),
        _worths(result, lang),
    ]
    parts += [_study(study, lang) for study in result.studies]
    return Group(*parts, _footer(result, lang))


def _options(result: ValueOfInformation, lang: str) -> Table:
    made = table(lang, "voi.column.option", "voi.column.mean", "voi.column.best")
    for option in result.options.values():
        made.add_row(
            option.label[lang],
            money(option.mean, lang),
            chance(option.probability_best, lang),
            style="bold" if option.name == result.prefer else None,
        )
    return made


def _worths(result: ValueOfInformation, lang: str) -> Table:
    noisy = any(round(group.inner_bias or 0.0) != 0 for group in result.groups.values())
    made = table(
        lang, "voi.column.estimate", "voi.column.worth", "voi.column.interval", *(["voi.column.bias"] if noisy else [])
    )
    made.add_row(say("voi.everything", lang), *_shown(result.evpi, lang), style="bold")
    for group in result.groups.values():
        noise = [money(group.inner_bias or 0.0, lang)] if noisy else []
        made.add_row(group.label[lang], *_shown(group.value, lang), *noise, style="italic")
    worths = list(result.evppi.values())
    shown = [worth for worth in worths if worth.value.value > 0][:MOST] or worths[:FEWEST]
    for worth in shown:
        made.add_row(worth.label[lang], *_shown(worth.value, lang))
    rest = worths[len(shown) :]
    if rest:
        made.add_row(say("voi.others", lang, count=len(rest)), *_shown(rest[0].value, lang), style="dim")
    return made


def _shown(value: Measured, lang: str) -> tuple[str, str]:
    return money(value, lang), interval(value, lang)


def _study(study: StudyWorth, lang: str) -> RenderableType:
    costly = study.costs.of(1) > 0
    columns = ["voi.column.size", "voi.column.worth", *(["voi.column.cost", "voi.column.net"] if costly else [])]
    made = table(lang, *columns, texts=())
    made.add_column("", no_wrap=True)
    for size in study.sizes:
        is_best = costly and study.best is size
        more = [money(size.cost, lang), money(size.net, lang)] if costly else []
        mark = say("voi.best_size", lang) if is_best else say("voi.asked", lang) if size.n == study.asked else ""
        made.add_row(count(size.n, lang), money(size.value, lang), *more, mark, style="bold" if mark else None)
    perfect = say("voi.study_title", lang, label=study.label[lang], perfect=money(study.perfect, lang))
    return Group(Padding(Styled(perfect), (0, 2)), made)


def _footer(result: ValueOfInformation, lang: str) -> Padding:
    facts, scale = result.provenance, result.scale
    notes = []
    if result.threshold:
        notes.append(say("voi.threshold", lang, amount=money(result.threshold, lang)))
    if scale.factor != 1:
        notes.append(
            say(
                "voi.scale",
                lang,
                years=number(exact(scale.years), lang),
                rate=share(scale.discount_rate, lang),
                population=number(exact(scale.population), lang),
                factor=number(about(scale.factor, 0.01), lang),
            )
        )
    if result.case is not None:
        notes.append(say("run.dependence", lang, label=result.case.dependence[facts.dependence or ""].label[lang]))
        if facts.scenario:
            labels = ", ".join(result.case.scenarios[name].label[lang] for name in facts.scenario)
            notes.append(say("run.scenario", lang, labels=labels))
    if result.stopping is not None:
        notes.append(stopping_note(result.stopping, lang))
    notes.append(
        say(
            "run.footer",
            lang,
            draws=count(facts.draws * facts.replicates, lang),
            replicates=facts.replicates,
            seed=facts.seed,
        )
    )
    return Padding(Styled(" ".join(notes), style="dim"), (0, 2))
