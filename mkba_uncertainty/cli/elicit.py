"""What experts know: their answers, and what these come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from mkba_uncertainty.cli import completion
from mkba_uncertainty.cli.options import FolderOptions, options
from mkba_uncertainty.cli.session import option
from mkba_uncertainty.errors import InputError


def _answer(kind: str) -> Any:
    return option(f"elicit.{kind}", value=kind)


@dataclass(frozen=True, kw_only=True)
class ElicitOptions(FolderOptions):
    """How to answer; or where to write a form."""

    form: Annotated[str | None, option("elicit.form", "--form", value="case", autocompletion=completion.cases)] = None

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold the output folder; a form is one file."""
        if self.form is not None:
            yield
        else:
            with super().holding():
                yield


@options(ElicitOptions)
def elicit(
    quantiles: Annotated[list[str], _answer("quantiles")] = [],  # noqa: B006 (typer reads it, nobody changes it)
    three_point: Annotated[list[str], _answer("three_point")] = [],  # noqa: B006
    interval: Annotated[list[str], _answer("interval")] = [],  # noqa: B006
    roulette: Annotated[list[str], _answer("roulette")] = [],  # noqa: B006
    counts: Annotated[list[str], _answer("counts")] = [],  # noqa: B006
    mean_se: Annotated[list[str], _answer("mean_se")] = [],  # noqa: B006
    answers: Annotated[str | None, _answer("answers")] = None,
    support: Annotated[list[str], _answer("support")] = [],  # noqa: B006
    family: Annotated[str | None, option("elicit.family", value="name")] = None,
    read_as: Annotated[float | None, option("elicit.read_as")] = None,
    prior: Annotated[float | None, option("elicit.prior")] = None,
    terms: Annotated[int | None, option("elicit.terms")] = None,
    pool: Annotated[str | None, option("elicit.pool", value="pool")] = None,
    seed_questions: Annotated[Path | None, option("elicit.seed_questions", value="csv")] = None,
    cutoff: Annotated[float | None, option("elicit.cutoff")] = None,
    answers_from: Annotated[Path | None, option("elicit.from", "--from", value="folder")] = None,
    into: Annotated[str | None, option("elicit.into", value="case_file")] = None,
    save: Annotated[Path | None, option("elicit.save", value="case_file")] = None,
    estimate: Annotated[str | None, option("elicit.estimate", value="names")] = None,
    pair: Annotated[list[str], option("elicit.pair", "--pair", value="pair")] = [],  # noqa: B006
    roulette_bins: Annotated[int | None, option("elicit.bins")] = None,
    force: Annotated[bool, option("force", "--force")] = False,
    *,
    options: ElicitOptions,
) -> None:
    """Turn experts' answers into a distribution; or write the form that asks for them, or read what it gave back."""
    from mkba_uncertainty.elicitation import consult, consult_answers, fit_each
    from mkba_uncertainty.elicitation.answers import parse_answer, parse_support
    from mkba_uncertainty.report.screen.consultation import consultation_view

    texts: dict[Any, list[str]] = {
        "quantiles": quantiles, "three_point": three_point, "interval": interval, "roulette": roulette,
        "counts": counts, "mean_se": mean_se,
    }  # fmt: skip
    asked = {"family": family, "read_as": read_as, "terms": terms, "prior": prior}
    of_form = {"pair": pair, "roulette_bins": roulette_bins}
    if options.form is not None:
        others = {"from": answers_from, "into": into, "save": save, "answers": answers}
        _refuse_with("form_alone", {**others, **texts, **asked, "pool": pool, "cutoff": cutoff})
        _write_form(options, estimate, pair, support, seed_questions, roulette_bins, force=force)
        return
    if answers_from is not None or into is not None:
        typed = {"answers": answers, **texts, **{name: asked[name] for name in ("read_as", "terms", "prior")}}
        _refuse_with("round_alone", {**typed, **of_form})
        _round(
            options, answers_from, into, save, estimate=estimate, support=support, seed_questions=seed_questions,
            method=pool, family=family, cutoff=cutoff, force=force,
        )  # fmt: skip
        return
    _refuse_with("form_unused", {**of_form, "save": save, "estimate": estimate, "force": force})
    chosen: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    if len(support) > 1:
        raise InputError("elicit_support_once", key="--support", found=", ".join(support))
    limits = parse_support(support[0]) if support else None
    if answers is not None:
        if clash := [*(kind for kind in texts if texts[kind]), *chosen]:
            raise InputError("elicit_answers_alone", found=", ".join(clash))
        texts = {"answers": answers.split(",")}
    read = [(kind, *parse_answer(kind, text)) for kind, typed in texts.items() for text in typed]
    _refuse_unused(read, pool=pool, **chosen)
    weighed = _weighed([behind for *_, behind in read], seed_questions, cutoff)
    if answers is not None:
        result = consult_answers([answer for _, answer, _ in read], support=limits, **weighed)
    else:
        experts = fit_each([(kind, answer) for kind, answer, _ in read], support=limits, **chosen)
        result = consult(experts, method=pool or "linear", **weighed)  # type: ignore[arg-type]
    beside = {"performance": result.performance} if result.performance else {}
    options.write(result, "elicit", **beside)
    options.answer(lambda lang: result.to_dict(), lambda lang: consultation_view(result, lang))


def _refuse_with(code: str, typed: Mapping[str, Any]) -> None:
    """Refuse options that were given, by the name of their parameter."""
    given = [f"--{name.replace('_', '-')}" for name, value in typed.items() if value not in (None, False, [])]
    if given:
        raise InputError(code, key=given[0], found=", ".join(given))


def _write_form(
    options: ElicitOptions,
    estimate: str | None,
    pair: Sequence[str],
    support: Sequence[str],
    seed_questions: Path | None,
    bins: int | None,
    *,
    force: bool,
) -> None:
    """Write the form for an expert."""
    from mkba_uncertainty.analysis.experts import questions_of
    from mkba_uncertainty.casefile import load_case
    from mkba_uncertainty.elicitation import read_truths
    from mkba_uncertainty.elicitation.answers import parse_named_support
    from mkba_uncertainty.report.form.form import BINS, form_of
    from mkba_uncertainty.store import atomic_file, require_new
    from mkba_uncertainty.texts import say

    case = load_case(str(options.form))
    file = options.out or Path(f"form-{case.name}.html")
    asked = questions_of(
        case,
        _names(estimate or ""),
        pairs=[_pair(text) for text in pair],
        supports=dict(map(parse_named_support, support)),
    )
    html = form_of(
        asked,
        seed_questions=() if seed_questions is None else tuple(read_truths(seed_questions).truths),
        roulette_bins=BINS if bins is None else bins,
        lang=options.lang.value,
    )
    require_new(file, ".html", force=force)
    atomic_file(file, html.encode())
    facts = {"case": case.name, "file": str(file)}
    into = str(options.form) if case.file == str(options.form) else f"{options.form} --save my-{case.name}.toml"
    options.answer(lambda lang: facts, lambda lang: say("form.written", lang, file=file, case=into))
    if given_away := [one.name for one in asked.questions if one.is_given_away]:
        options.tell("form.given_away", names=", ".join(given_away))


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _pair(text: str) -> tuple[str, str]:
    names = _names(text)
    if len(names) != 2:
        raise InputError("form_pair", key="--pair", found=text)
    return names[0], names[1]


def _round(
    options: ElicitOptions,
    folder: Path | None,
    into: str | None,
    save: Path | None,
    *,
    estimate: str | None,
    support: Sequence[str],
    seed_questions: Path | None,
    method: str | None,
    family: str | None,
    cutoff: float | None,
    force: bool,
) -> None:
    """Read the answers of a round of experts, show what they come to, and write that into their case."""
    from mkba_uncertainty.analysis.experts import expert_round, read_answers
    from mkba_uncertainty.casefile import find_case, load_case, shipped_cases
    from mkba_uncertainty.casefile.saving import save_case
    from mkba_uncertainty.elicitation import read_truths
    from mkba_uncertainty.elicitation.answers import parse_named_support
    from mkba_uncertainty.report.screen.view import view
    from mkba_uncertainty.store import require_new, require_writable

    if folder is None or into is None:
        raise InputError("round_into", key="--from" if into is None else "--into")
    if cutoff is not None and seed_questions is None:
        raise InputError("elicit_unused_cutoff", key="--cutoff", found=cutoff)
    if save is not None:
        require_new(save, ".toml", force=force)
    elif into in shipped_cases():
        raise InputError("round_shipped", key="--into", found=into)
    file = save or find_case(into)
    require_writable(file)
    names = None if estimate is None else _names(estimate)
    answers = read_answers(folder, load_case(into), estimates=names, supports=dict(map(parse_named_support, support)))
    said = {one.name: one.seeds for one in answers.experts}
    seeds = None if seed_questions is None else read_truths(seed_questions).answered(said)
    result = expert_round(
        answers,
        method=method or "linear",  # type: ignore[arg-type]
        family=family,
        seeds=seeds,
        cutoff=cutoff or 0.0,
        replace_dependence=force,
    )
    found, beside = (
        result.to_dict(options.lang.value),
        result.beside if options.out else {},
    )  # before anything is saved
    options.write(result, "elicit", **beside)
    save_case(result.case, file)
    options.answer(lambda lang: found, lambda lang: view(result, lang))
    options.tell("elicit.saved", file=file)


def _refuse_unused(
    read: Sequence[tuple[Any, ...]],
    *,
    pool: str | None,
    family: str | None = None,
    prior: float | None = None,
    terms: int | None = None,
    **_: Any,
) -> None:
    """Refuse choices that would do nothing with these answers."""
    from mkba_uncertainty.elicitation.fitting import OF_METALOGS

    kinds = {kind for kind, *_ in read}
    if not kinds:
        raise InputError("elicit_no_answer")
    if prior is not None and "counts" not in kinds:
        raise InputError("elicit_unused_prior", key="--prior", found=prior)
    if terms is not None and (kinds.isdisjoint(OF_METALOGS) or family not in (None, "metalog")):
        raise InputError("elicit_unused_terms", key="--terms", found=terms)
    if pool is not None and "answers" in kinds:
        raise InputError("elicit_pool_of_answers", key="--pool", found=pool)
    if pool is not None and len(read) == 1:
        raise InputError("elicit_pool_of_one", key="--pool", found=pool)


def _weighed(behind: Sequence[str | None], seed_questions: Path | None, cutoff: float | None) -> dict[str, Any]:
    """Give the weights that stand behind the answers, or those by seed questions of the experts named there."""
    from mkba_uncertainty.elicitation import read_seed_questions
    from mkba_uncertainty.elicitation.answers import parse_weights

    if seed_questions is None:
        if cutoff is not None:
            raise InputError("elicit_unused_cutoff", key="--cutoff", found=cutoff)
        return {"weights": parse_weights(behind)}
    performance = read_seed_questions(seed_questions).weights(cutoff=cutoff or 0.0)
    return {"weights": performance.of(behind), "names": behind, "performance": performance}
