"""Planned studies as they are written on the command line: ``recidivism=binomial:100``."""

from __future__ import annotations

import numpy as np

from mkba_uncertainty.analysis.information.study import (
    BinomialStudy,
    DurationStudy,
    NormalStudy,
    PoissonStudy,
    Study,
)
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.names import unknown

STUDIES: dict[str, type[Study]] = {
    study.kind: study for study in (BinomialStudy, PoissonStudy, NormalStudy, DurationStudy)
}
_OPTIONS = {"poisson": ("base",), "normal": ("sd",), "duration": ("variation",)}


def parse_study(text: str) -> dict[str, Study]:
    """Read studies ``ESTIMATE=KIND:N``, with options after a comma; ``+`` joins what is measured in one study.

    Parameters
    ----------
    text : str
        ``"recidivism=binomial:100"``, ``"stay=duration:50,variation=0.8"``, ``"price=normal:100,sd=2000"``,
        ``"evictions=poisson:200,base=484"``, ``"recidivism=binomial:100+stay=duration:100"``.

    Raises
    ------
    InputError
        If the text is not of this form, or a number cannot be used.
    """
    return dict(_parse_one(part.strip(), text) for part in text.split("+"))


def _parse_one(part: str, text: str) -> tuple[str, Study]:
    name, equals, rest = part.partition("=")
    kind, colon, numbers = (part.strip() for part in rest.partition(":"))
    if not (name.strip() and equals and colon):
        raise InputError("study_form", key="study", found=text)
    if kind not in STUDIES:
        raise unknown("study_kind", "study", kind, STUDIES)
    size, *more = numbers.split(",")
    options = dict(option.partition("=")[::2] for option in more)
    for option in options:
        if option.strip() not in _OPTIONS.get(kind, ()):
            raise InputError("study_form", key="study", found=text)
    if kind == "normal" and not options:
        raise InputError("study_needs_sd", key="study", found=text)
    parsed = {key.strip(): _number(value, text) for key, value in options.items()}
    whole = _number(size, text)
    if whole != int(whole):
        raise InputError("study_form", key="study", found=text)
    return name.strip(), STUDIES[kind](int(whole), **parsed)


def _number(value: str, text: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = np.nan
    if not np.isfinite(number):
        raise InputError("study_form", key="study", found=text)
    return number
