"""The command that turns experts' answers into a distribution."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from mkba_uncertainty.cli.options import OutputOptions, help_text, options
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.texts import say

NUMBER = r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*"

EXAMPLES = {
    "quantiles": "0.25=25,0.5=30,0.75=40",
    "three_point": "15,30,50",
    "interval": "10,40,0.9",
    "roulette": "0-10:1,10-20:4,20-30:4,30-40:1",
    "counts": "31/120",
    "mean_se": "30,5",
    "answers": "15@94,30@75,20@75",
    "support": "0,100",
}
"""How each answer is written."""


OF_METALOGS = ("quantiles", "interval", "roulette")
"""The answers to which a metalog can be fitted."""

Read = tuple[str, Any, str | None]
"""The kind of an answer, the answer, and what stands behind its ``@``."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=help_text("elicit"))(elicit)


def _repeatable(kind: str) -> Any:
    return typer.Option(metavar=EXAMPLES[kind], help=help_text(f"elicit.{kind}"), show_default=False)


@options(OutputOptions)
def elicit(
    quantiles: Annotated[list[str], _repeatable("quantiles")] = [],  # noqa: B006 (typer reads it, nobody changes it)
    three_point: Annotated[list[str], _repeatable("three_point")] = [],  # noqa: B006
    interval: Annotated[list[str], _repeatable("interval")] = [],  # noqa: B006
    roulette: Annotated[list[str], _repeatable("roulette")] = [],  # noqa: B006
    counts: Annotated[list[str], _repeatable("counts")] = [],  # noqa: B006
    mean_se: Annotated[list[str], _repeatable("mean_se")] = [],  # noqa: B006
    answers: Annotated[str | None, _repeatable("answers")] = None,
    support: Annotated[str | None, _repeatable("support")] = None,
    family: Annotated[str | None, typer.Option(metavar="NAME", help=help_text("elicit.family"))] = None,
    read_as: Annotated[float | None, typer.Option(help=help_text("elicit.read_as"))] = None,
    prior: Annotated[float | None, typer.Option(help=help_text("elicit.prior"))] = None,
    terms: Annotated[int | None, typer.Option(help=help_text("elicit.terms"))] = None,
    pool: Annotated[str | None, typer.Option(metavar="linear|log", help=help_text("elicit.pool"))] = None,
    seed_questions: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help=help_text("elicit.seed_questions"), show_default=False)
    ] = None,
    cutoff: Annotated[float | None, typer.Option(help=help_text("elicit.cutoff"))] = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help=help_text("out"), show_default=False)] = None,
    *,
    options: OutputOptions,
) -> None:
    """Turn experts' answers into a distribution."""
    from mkba_uncertainty.elicitation import MisfitWarning, consult, consult_answers, fit
    from mkba_uncertainty.report.screen.elicit_tables import consultation_view, write_consultation

    given = {
        "quantiles": quantiles, "three_point": three_point, "interval": interval, "roulette": roulette,
        "counts": counts, "mean_se": mean_se,
    }  # fmt: skip
    limits = None if support is None else read_support(support)
    chosen = {"family": family, "read_as": read_as, "terms": terms, "prior": prior}
    if answers is not None:
        others = {**{kind: texts or None for kind, texts in given.items()}, **chosen}
        clash = [name for name, value in others.items() if value is not None]
        if clash:
            raise InputError("elicit_answers_alone", found=", ".join(clash))
        given = {"answers": answers.split(",")}
    read = [(kind, *read_answer(kind, text)) for kind, texts in given.items() for text in texts]
    refuse_unused(read, family=family, prior=prior, terms=terms, pool=pool)
    weighed = weights_of(read, seed_questions, cutoff)
    values = [answer for _, answer, _ in read]
    if answers is not None:
        result = consult_answers(values, support=limits, **weighed)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", MisfitWarning)  # the tables and the JSON say it
            experts = [fit(**{kind: answer}, support=limits, **applying(kind, chosen)) for kind, answer, _ in read]
        result = consult(experts, method=pool or "linear", **weighed)  # type: ignore[arg-type]
    if out is not None:
        write_consultation(result, out, options.lang.value)
        if not (options.quiet or options.as_json):
            typer.echo(say("out.written", options.lang.value, folder=out), err=True)
    options.answer(result.to_dict, lambda lang: consultation_view(result, lang))


def read_answer(kind: str, text: str) -> tuple[Any, str | None]:
    """Read one answer, and what stands behind its ``@``: a weight or a name."""
    answer, at, behind = text.partition("@")
    if at and not behind.strip():
        raise _unreadable(kind, text)
    try:
        return _READERS[kind](answer), behind.strip() if at else None
    except InputError:
        raise
    except (ValueError, AttributeError):  # a part that is no number, or does not match
        raise _unreadable(kind, text) from None


def refuse_unused(
    read: Sequence[Read], *, family: str | None, prior: float | None, terms: int | None, pool: str | None
) -> None:
    """Refuse choices that would do nothing with these answers."""
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


def applying(kind: str, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Give the choices that say something of this kind of answer."""
    silent = {"prior": kind != "counts", "terms": kind not in OF_METALOGS}
    return {name: value for name, value in chosen.items() if value is not None and not silent.get(name)}


def weights_of(read: Sequence[Read], file: Path | None, cutoff: float | None) -> dict[str, Any]:
    """Give the weights that stand behind the answers, or those by seed questions of the experts named there."""
    from mkba_uncertainty.elicitation.seed_questions import read_seed_questions
    from mkba_uncertainty.names import unknown

    behind = [text for *_, text in read]
    if file is None:
        if cutoff is not None:
            raise InputError("elicit_unused_cutoff", key="--cutoff", found=cutoff)
        for text in behind:
            if text is not None and not re.fullmatch(NUMBER, text):
                raise InputError("elicit_weight_no_number", found=text)
            if text is not None and len(read) == 1:
                raise InputError("elicit_weight_of_one", found=text)
        weights = [1.0 if text is None else float(text) for text in behind]
        return {"weights": None if set(weights) == {1.0} else weights}
    performance = read_seed_questions(file).weights(cutoff=cutoff or 0.0)
    known = dict(zip(performance.experts, performance.weights, strict=True))
    for place, name in enumerate(behind, start=1):
        if name is None:
            raise InputError("seeds_no_expert", key="--seed-questions", found=place)
        if name not in known:
            raise unknown("seeds_unknown_expert", "--seed-questions", name, known)
        if behind.count(name) > 1:
            raise InputError("seeds_expert_twice", key="--seed-questions", found=name)
    return {"weights": [known[str(name)] for name in behind], "names": behind, "performance": performance}


def read_support(text: str) -> tuple[float | None, float | None]:
    """Read a support; an empty side is open."""
    match = re.fullmatch(f"(?:{NUMBER})?,(?:{NUMBER})?", text.strip())
    if match is None:
        raise _unreadable("support", text)
    low, high = (None if end is None else float(end) for end in match.groups())
    return low, high


def _unreadable(kind: str, text: str) -> InputError:
    return InputError("elicit_syntax", key=f"--{kind.replace('_', '-')}", found=repr(text), expected=EXAMPLES[kind])


def _number(text: str) -> float:
    if not re.fullmatch(NUMBER, text):
        raise ValueError
    return float(text)


def _numbers(text: str, separator: str = ",") -> tuple[float, ...]:
    return tuple(_number(part) for part in text.split(separator))


def _quantiles(text: str) -> dict[float, float]:
    found: dict[float, float] = {}
    for part in text.split(","):
        probability, value = _numbers(part, "=")
        if probability in found:
            raise InputError("elicit_twice", key="--quantiles", found=probability)
        found[probability] = value
    return found


def _roulette(text: str) -> dict[tuple[float, float], float]:
    found = {}
    for part in text.split(","):
        low, high, chips = map(float, re.fullmatch(f"{NUMBER}-{NUMBER}:{NUMBER}", part).groups())  # type: ignore[union-attr]
        found[low, high] = chips
    return found


_READERS: dict[str, Callable[[str], Any]] = {
    "quantiles": _quantiles,
    "three_point": _numbers,
    "interval": _numbers,
    "roulette": _roulette,
    "counts": lambda text: _numbers(text, "/"),
    "mean_se": _numbers,
    "answers": _number,
}
