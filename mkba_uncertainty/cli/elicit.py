"""What experts know: their answers, and what these come to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from mkba_uncertainty.cli.options import FolderOptions, options
from mkba_uncertainty.cli.session import option
from mkba_uncertainty.errors import InputError


def _answer(kind: str) -> Any:
    return option(f"elicit.{kind}", value=kind)


@options(FolderOptions)
def elicit(
    quantiles: Annotated[list[str], _answer("quantiles")] = [],  # noqa: B006 (typer reads it, nobody changes it)
    three_point: Annotated[list[str], _answer("three_point")] = [],  # noqa: B006
    interval: Annotated[list[str], _answer("interval")] = [],  # noqa: B006
    roulette: Annotated[list[str], _answer("roulette")] = [],  # noqa: B006
    counts: Annotated[list[str], _answer("counts")] = [],  # noqa: B006
    mean_se: Annotated[list[str], _answer("mean_se")] = [],  # noqa: B006
    answers: Annotated[str | None, _answer("answers")] = None,
    support: Annotated[str | None, _answer("support")] = None,
    family: Annotated[str | None, option("elicit.family", value="name")] = None,
    read_as: Annotated[float | None, option("elicit.read_as")] = None,
    prior: Annotated[float | None, option("elicit.prior")] = None,
    terms: Annotated[int | None, option("elicit.terms")] = None,
    pool: Annotated[str | None, option("elicit.pool", value="pool")] = None,
    seed_questions: Annotated[Path | None, option("elicit.seed_questions", value="csv")] = None,
    cutoff: Annotated[float | None, option("elicit.cutoff")] = None,
    *,
    options: FolderOptions,
) -> None:
    """Turn experts' answers into a distribution."""
    from mkba_uncertainty.elicitation import consult, consult_answers, fit_each
    from mkba_uncertainty.elicitation.answers import parse_answer, parse_support
    from mkba_uncertainty.report.screen.consultation import consultation_view

    texts: dict[Any, list[str]] = {
        "quantiles": quantiles, "three_point": three_point, "interval": interval, "roulette": roulette,
        "counts": counts, "mean_se": mean_se,
    }  # fmt: skip
    asked = {"family": family, "read_as": read_as, "terms": terms, "prior": prior}
    chosen: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    limits = None if support is None else parse_support(support)
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
