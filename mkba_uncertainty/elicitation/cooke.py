"""Weights by performance on seed questions: Cooke's classical model, and the table that such questions stand in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, xlogy

from mkba_uncertainty.arrays import LARGEST_GIVEN, Array
from mkba_uncertainty.elicitation.answers import finite
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.names import unknown
from mkba_uncertainty.store import read_csv
from mkba_uncertainty.table import Column, Laid, Row, Table
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import exact, number

Background = Literal["uniform", "loguniform"]
BACKGROUNDS: tuple[Background, ...] = ("uniform", "loguniform")


@dataclass(frozen=True)
class PerformanceWeights(Laid):
    """How each expert did on the seed questions.

    Attributes
    ----------
    experts : tuple of str
    calibration : tuple of float
        The probability that somebody whose quantiles are right would do at least as badly: near 0 is poorly calibrated.
    information : tuple of float
        How much more an expert said than the background does, on average over the questions: 0 is nothing.
    weights : tuple of float
        Calibration times information, 0 where calibration is below ``cutoff``; they sum to 1.
    cutoff : float
    """

    experts: tuple[str, ...]
    calibration: tuple[float, ...]
    information: tuple[float, ...]
    weights: tuple[float, ...]
    cutoff: float

    def of(self, names: Sequence[str | None]) -> list[float]:
        """Give the weights of the experts who gave these answers.

        Raises
        ------
        InputError
            If an answer has no name, a name is not among the experts, or comes twice.
        """
        known = dict(zip(self.experts, self.weights, strict=True))
        for place, name in enumerate(names, start=1):
            if name is None:
                raise InputError("seeds_no_expert", key="--seed-questions", found=place)
            if name not in known:
                raise unknown("seeds_unknown_expert", "--seed-questions", name, known)
            if names.count(name) > 1:
                raise InputError("seeds_expert_twice", key="--seed-questions", found=name)
        return [known[str(name)] for name in names]

    def to_dict(self) -> dict[str, Any]:
        """Give the scores as plain numbers."""
        return {"cutoff": self.cutoff, "experts": self.table.by("expert")}

    @property
    def table(self) -> Table:
        """A row an expert."""
        return Table(
            [
                Column("expert", "elicit.performance.expert"),
                Column("calibration", "elicit.performance.calibration", "number"),
                Column("information", "elicit.performance.information", "number"),
                Column("weight", "elicit.performance.weight", "chance"),
            ],
            [
                Row({"expert": name, "calibration": calibration, "information": information, "weight": exact(weight)})
                for name, calibration, information, weight in zip(
                    self.experts, self.calibration, self.information, self.weights, strict=True
                )
            ],
        )

    def title(self) -> Text:
        """Give the heading."""
        return both("elicit.title.performance")

    def notes(self) -> Sequence[Text]:
        """Say who does not count."""
        return [both("elicit.performance.cutoff", cutoff=partial(number, exact(self.cutoff)))] if self.cutoff else []


def performance_weights(
    answers: Mapping[str, ArrayLike],
    realisations: ArrayLike,
    *,
    levels: Sequence[float] = (0.05, 0.5, 0.95),
    cutoff: float = 0.0,
    overshoot: float = 0.1,
    background: Background | Sequence[Background] = "uniform",
) -> PerformanceWeights:
    """Weigh experts by how they did on questions of which the answers are known.

    Parameters
    ----------
    answers : mapping of expert to array of shape (questions, levels)
        The quantiles that each answered, ascending for each question.
    realisations : array of shape (questions,)
        What turned out to be true.
    levels : sequence of float
        The probabilities of the quantiles.
    cutoff : float
        Who is calibrated less well than this gets no weight. Cooke's significance level alpha.
    overshoot : float
        How far beyond all answers and the truth the background reaches, as a share of their range.
    background : {"uniform", "loguniform"} or a sequence of these
        What saying nothing would be, for all questions or for each: loguniform for what spans powers of ten.

    Returns
    -------
    PerformanceWeights

    Raises
    ------
    InputError
        If the answers have other shapes, do not ascend, or nobody is calibrated well enough.

    Notes
    -----
    Cooke (1991), Experts in Uncertainty, chapter 12. Calibration is the p-value of ``2 N I(s, p)`` on the chi-squared
    distribution with as many degrees of freedom as there are levels, where ``s`` are the shares of realisations between
    the quantiles (one on a quantile counts below it) and ``p`` the shares that there should be. Information is that of
    the density that has these quantiles and is flat, on the scale of the background, between them.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> truth = [10, 20, 30, 40]
    >>> answers = {
    ...     "careful": [[8, 11, 14], [15, 19, 25], [20, 31, 38], [33, 39, 50]],
    ...     "overconfident": [[1, 2, 3], [11, 12, 13], [21, 22, 23], [31, 32, 33]],
    ... }
    >>> found = mkba.performance_weights(answers, truth)
    >>> found.weights[0] > 0.99
    True
    """
    truth = _array("realisations", realisations, (None,))
    probabilities = _bins(levels)
    shape = (truth.size, len(levels))
    given = np.stack([_array(name, quantiles, shape) for name, quantiles in answers.items()] or [np.empty(shape)])
    if not answers or truth.size == 0:
        raise InputError("cooke_shape", key="answers", found=str(given.shape[:2]), expected="(1+, 1+)")
    for name, expert in zip(answers, given, strict=True):
        for question, quantiles in enumerate(expert, start=1):
            if not (np.diff(quantiles) > 0).all():
                found = ", ".join(f"{value:g}" for value in quantiles)
                raise InputError("cooke_not_ascending", key=str(name), question=question, found=found)
    cutoff, overshoot = finite("cutoff", cutoff), finite("overshoot", overshoot)
    if not overshoot > 0:
        raise InputError("cooke_overshoot", key="overshoot", found=overshoot)
    calibration = np.array([_calibration(expert, truth, probabilities) for expert in given])
    information = _information(*_on_scale(given, truth, background), probabilities, overshoot)
    weights = np.where(calibration >= cutoff, calibration * information, 0.0)
    if not weights.sum() > 0:
        raise InputError("cooke_nobody", key="cutoff", found=cutoff, best=float(calibration.max()))
    return PerformanceWeights(
        tuple(map(str, answers)),
        tuple(calibration.tolist()),
        tuple(information.tolist()),
        tuple((weights / weights.sum()).tolist()),
        cutoff,
    )


def _bins(levels: Sequence[float]) -> Array:
    """Give the probabilities below, between and above the levels."""
    edges = np.array([0.0, *(finite("levels", level) for level in levels), 1.0])
    probabilities: Array = np.diff(edges)
    if len(levels) == 0 or not (probabilities > 0).all():
        raise InputError("cooke_levels", key="levels", found=", ".join(f"{level:g}" for level in levels))
    return probabilities


def _calibration(quantiles: Array, truth: Array, probabilities: Array) -> float:
    """Give the p-value of the hypothesis that truths fall between this expert's quantiles as often as they should."""
    place = (quantiles < truth[:, None]).sum(axis=1)
    shares = np.bincount(place, minlength=probabilities.size) / truth.size
    divergence = float((xlogy(shares, shares) - xlogy(shares, probabilities)).sum())
    return float(chdtrc(probabilities.size - 1, 2 * truth.size * max(divergence, 0.0)))


def _on_scale(given: Array, truth: Array, background: Background | Sequence[Background]) -> tuple[Array, Array]:
    """Take logarithms of the questions with a loguniform background."""
    kinds = [background] * truth.size if isinstance(background, str) else list(background)
    for kind in kinds:
        if kind not in BACKGROUNDS:
            raise InputError("cooke_background", key="background", found=kind)
    if len(kinds) != truth.size:
        raise InputError("cooke_shape", key="background", found=str((len(kinds),)), expected=str((truth.size,)))
    given, truth = given.copy(), truth.copy()
    for question, kind in enumerate(kinds):
        if kind == "loguniform":
            if not (truth[question] > 0 and (given[:, question] > 0).all()):
                raise InputError("cooke_not_positive", key="background", question=question + 1)
            given[:, question], truth[question] = np.log(given[:, question]), np.log(truth[question])
    return given, truth


def _information(given: Array, truth: Array, probabilities: Array, overshoot: float) -> Array:
    """Give each expert's relative information with respect to the background, averaged over the questions."""
    low = np.minimum(given.min(axis=(0, 2)), truth)
    high = np.maximum(given.max(axis=(0, 2)), truth)
    low, high = low - overshoot * (high - low), high + overshoot * (high - low)
    ends = np.broadcast_to(np.stack([low, high], axis=-1), (given.shape[0], truth.size, 2))
    widths = np.diff(np.concatenate([ends[..., :1], given, ends[..., 1:]], axis=-1), axis=-1)
    relative = np.log(high - low) + (probabilities * np.log(probabilities / widths)).sum(axis=-1)
    average: Array = relative.mean(axis=1)
    return average


def _array(name: str, values: ArrayLike, shape: tuple[int | None, ...]) -> Array:
    expected = str(shape).replace("None", "questions")
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError("cooke_shape", key=str(name), found=repr(values)[:60], expected=expected) from error
    fits = found.ndim == len(shape) and all(want in (None, have) for want, have in zip(shape, found.shape, strict=True))
    if not fits:
        raise InputError("cooke_shape", key=str(name), found=str(found.shape), expected=expected)
    if not np.isfinite(found).all():
        raise InputError("elicit_number", key=str(name), found="NaN / inf")
    return found


QUESTION, TRUTH, EXPERT, BACKGROUND = "question", "truth", "expert", "background"
"""The columns that are no quantiles; the last one may be left out."""

Line = tuple[int, dict[str, str]]
"""Its number and its cells."""


@dataclass(frozen=True)
class SeedQuestions:
    """What experts said of questions of which the answers are known.

    Attributes
    ----------
    questions : tuple of str
    truths : tuple of float
        What turned out to be true, for each question.
    levels : tuple of float
        The probabilities of the quantiles that were asked.
    answers : mapping of expert to array of shape (questions, levels)
    backgrounds : tuple of {"uniform", "loguniform"}
        One for each question.
    """

    questions: tuple[str, ...]
    truths: tuple[float, ...]
    levels: tuple[float, ...]
    answers: Mapping[str, Array]
    backgrounds: tuple[str, ...]

    def weights(self, *, cutoff: float = 0.0) -> PerformanceWeights:
        """Weigh the experts: see :func:`performance_weights`."""
        return performance_weights(
            self.answers,
            self.truths,
            levels=self.levels,
            cutoff=cutoff,
            background=self.backgrounds,  # type: ignore[arg-type]
        )


@dataclass(frozen=True)
class Truths:
    """Questions of which the answers are known.

    Attributes
    ----------
    truths : mapping of question to float
    backgrounds : mapping of question to {"uniform", "loguniform"}
    """

    truths: dict[str, float]
    backgrounds: dict[str, str]

    def answered(self, answers: Mapping[str, Mapping[str, Mapping[float, float]]]) -> SeedQuestions:
        """Put what experts said, by expert, question and probability, beside what is known.

        Raises
        ------
        InputError
            If an expert did not answer every question, or another one.
        """
        for expert, theirs in answers.items():
            for question in theirs:
                if question not in self.truths:
                    raise unknown("seeds_unknown_question", "--seed-questions", question, self.truths)
            if missing := [question for question in self.truths if question not in theirs]:
                raise InputError("seeds_missing", key="--seed-questions", found=expert, question=", ".join(missing))
        levels = sorted({level for theirs in answers.values() for said in theirs.values() for level in said})
        return SeedQuestions(
            tuple(self.truths),
            tuple(self.truths.values()),
            tuple(levels),
            {
                expert: np.array([[theirs[question][level] for level in levels] for question in self.truths])
                for expert, theirs in answers.items()
            },
            tuple(self.backgrounds.values()),
        )


def read_truths(path: str | os.PathLike[str]) -> Truths:
    """Read the questions and the truths of a table of seed questions, whatever experts answered in it.

    Parameters
    ----------
    path : str or path
        A text file as for :func:`read_seed_questions`, of which the columns ``question`` and ``truth`` will do.

    Raises
    ------
    StoreError, InputError
        As :func:`read_seed_questions`.
    """
    path = Path(path)
    found = Truths({}, {})
    for line, row in _read(path, (QUESTION, TRUTH))[1]:
        _add_truth(found, path, line, row)
    return found


def _add_truth(found: Truths, path: Path, line: int, row: Mapping[str, str]) -> str:
    """Add the question of a line, or see that it says what it said before; give the question."""
    question, truth = _text(path, line, row, QUESTION), _number(path, line, row, TRUTH)
    facts: dict[str, Any] = {"file": str(path), "line": line, "question": question}
    if (first := found.truths.setdefault(question, truth)) != truth:
        raise InputError("seeds_differ", key=TRUTH, found=truth, first=first, **facts)
    background = row.get(BACKGROUND) or BACKGROUNDS[0]  # its name is checked where it is used
    if (said := found.backgrounds.setdefault(question, background)) != background:
        raise InputError("seeds_differ", key=BACKGROUND, found=background, first=said, **facts)
    return question


def read_seed_questions(path: str | os.PathLike[str]) -> SeedQuestions:
    r"""Read a table of seed questions.

    The file is text (CSV) with a line for each expert and question, and columns ``question, truth, expert``, then one
    for each quantile, headed by its probability: ``question,truth,expert,0.05,0.5,0.95``. A column ``background`` may
    say ``uniform`` or ``loguniform`` for each question; empty is uniform. Columns are separated by commas, semicolons
    or tabs; decimals have a point.

    Parameters
    ----------
    path : str or path
        A text file of at most 5 MB.

    Returns
    -------
    SeedQuestions
        ``.weights()`` gives what :func:`performance_weights` makes of them.

    Raises
    ------
    StoreError
        If the file cannot be read.
    InputError
        If a cell is missing or no number, or an expert did not answer every question. It names
        the line and the column.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "seeds.csv"
    ...     _ = path.write_text("question,truth,expert,0.05,0.5,0.95\nnights,10,North,8,11,14\n")
    ...     seeds = mkba.read_seed_questions(path)
    >>> seeds.questions, seeds.truths, list(seeds.answers)
    (('nights',), (10.0,), ['North'])
    """
    path = Path(path)
    levels, rows = _read(path)
    known = Truths({}, {})
    answers: dict[str, dict[str, list[float]]] = {}
    for line, row in rows:
        question, expert = _add_truth(known, path, line, row), _text(path, line, row, EXPERT)
        if question in answers.setdefault(expert, {}):
            raise InputError("seeds_twice", key=EXPERT, found=expert, file=str(path), line=line, question=question)
        answers[expert][question] = [_number(path, line, row, level) for level in levels]
    questions = tuple(known.truths)
    for expert, theirs in answers.items():
        missing = [question for question in questions if question not in theirs]
        if missing:
            raise InputError("seeds_missing", file=str(path), found=expert, question=", ".join(missing))
    return SeedQuestions(
        questions,
        tuple(known.truths.values()),
        tuple(map(float, levels)),
        {expert: np.array([theirs[question] for question in questions]) for expert, theirs in answers.items()},
        tuple(known.backgrounds.values()),
    )


def _read(path: Path, needed: tuple[str, ...] = (QUESTION, TRUTH, EXPERT)) -> tuple[list[str], Iterator[Line]]:
    """Give the headings that are levels, of which there are some where experts are needed, and the lines."""
    lines = read_csv(path, "seeds_unreadable").rows
    if len(lines) < 2:
        raise InputError("seeds_empty", file=str(path))
    (first, header), *rest = lines
    levels = [name for name in header if name not in (QUESTION, TRUTH, EXPERT, BACKGROUND)]
    missing = [name for name in needed if name not in header]
    if missing or not (levels or EXPERT not in needed) or len(set(header)) < len(header):
        raise InputError("seeds_columns", file=str(path), line=first, found=", ".join(header)[:200])
    for level in levels if EXPERT in needed else ():
        _number(path, first, {level: level}, level)
    return levels, _rows(path, header, rest)


def _rows(path: Path, header: list[str], lines: list[tuple[int, list[str]]]) -> Iterator[Line]:
    for line, cells in lines:
        if len(cells) != len(header):
            raise InputError("seeds_cells", file=str(path), line=line, found=len(cells), expected=len(header))
        yield line, dict(zip(header, cells, strict=True))


def _text(path: Path, line: int, row: Mapping[str, str], column: str) -> str:
    if not row[column]:
        raise InputError("seeds_no_text", file=str(path), line=line, key=column)
    return row[column]


def _number(path: Path, line: int, row: Mapping[str, str], column: str) -> float:
    try:
        found = float(row[column])
    except ValueError:
        found = np.nan
    if not abs(found) <= LARGEST_GIVEN:
        raise InputError("seeds_no_number", file=str(path), line=line, key=column, found=f'"{row[column][:60]}"')
    return found
