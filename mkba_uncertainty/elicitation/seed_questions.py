"""Reads seed questions, of which the answers are known, and what each expert said of them: a table in a text file."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.elicitation.cooke import BACKGROUNDS, PerformanceWeights, performance_weights
from mkba_uncertainty.errors import InputError

QUESTION, TRUTH, EXPERT, BACKGROUND = "question", "truth", "expert", "background"
"""The columns that are no quantiles; the last one may be left out."""

LARGEST = 5_000_000
"""Bytes; a table of seed questions has a few kB."""

Row = tuple[int, dict[str, str]]
"""A line and its cells."""


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
    InputError
        If the file cannot be read, a cell is missing or no number, or an expert did not answer every question. It names
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
    truths: dict[str, float] = {}
    backgrounds: dict[str, str] = {}  # their names are checked where they are used
    answers: dict[str, dict[str, list[float]]] = {}
    for line, row in rows:
        question, expert = (_text(path, line, row, column) for column in (QUESTION, EXPERT))
        truth, background = _number(path, line, row, TRUTH), row.get(BACKGROUND) or BACKGROUNDS[0]
        facts: dict[str, Any] = {"file": str(path), "line": line, "question": question}
        if (first := truths.setdefault(question, truth)) != truth:
            raise InputError("seeds_differ", key=TRUTH, found=truth, first=first, **facts)
        if (said := backgrounds.setdefault(question, background)) != background:
            raise InputError("seeds_differ", key=BACKGROUND, found=background, first=said, **facts)
        if question in answers.setdefault(expert, {}):
            raise InputError("seeds_twice", key=EXPERT, found=expert, **facts)
        answers[expert][question] = [_number(path, line, row, level) for level in levels]
    questions = tuple(truths)
    for expert, theirs in answers.items():
        missing = [question for question in questions if question not in theirs]
        if missing:
            raise InputError("seeds_missing", file=str(path), found=expert, question=", ".join(missing))
    return SeedQuestions(
        questions,
        tuple(truths.values()),
        tuple(map(float, levels)),
        {expert: np.array([theirs[question] for question in questions]) for expert, theirs in answers.items()},
        tuple(backgrounds.values()),
    )


def _read(path: Path) -> tuple[list[str], Iterator[Row]]:
    """Give the headings that are levels, and the lines."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError("seeds_unreadable", file=str(path))
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputError("seeds_unreadable", file=str(path)) from error
    head = text.partition("\n")[0]
    table = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))
    try:
        lines = [(table.line_num, [cell.strip() for cell in row]) for row in table if any(map(str.strip, row))]
    except csv.Error as error:
        raise InputError("seeds_unreadable", file=str(path)) from error
    if len(lines) < 2:
        raise InputError("seeds_empty", file=str(path))
    (first, header), *rest = lines
    levels = [name for name in header if name not in (QUESTION, TRUTH, EXPERT, BACKGROUND)]
    missing = [name for name in (QUESTION, TRUTH, EXPERT) if name not in header]
    if missing or not levels or len(set(header)) < len(header):
        raise InputError("seeds_columns", file=str(path), line=first, found=", ".join(header)[:200])
    for level in levels:
        _number(path, first, {level: level}, level)
    return levels, _rows(path, header, rest)


def _rows(path: Path, header: list[str], lines: list[tuple[int, list[str]]]) -> Iterator[Row]:
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
    if not np.isfinite(found):
        raise InputError("seeds_no_number", file=str(path), line=line, key=column, found=f'"{row[column][:60]}"')
    return found
