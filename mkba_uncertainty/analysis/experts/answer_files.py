"""Reads the files that experts give back, one each, and says all that is wrong with any of them."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkba_uncertainty.analysis.experts.questions import ASKED, Pair, Question, questions_of
from mkba_uncertainty.arrays import LARGEST_GIVEN, SMALLEST_GIVEN
from mkba_uncertainty.case import MOST_BINS, MOST_CHIPS, Case, Expert, PairAnswer, Roulette
from mkba_uncertainty.elicitation import drawn
from mkba_uncertainty.errors import CaseError, InputError, MkbaError
from mkba_uncertainty.names import nearest, unknown
from mkba_uncertainty.store import read_bytes
from mkba_uncertainty.texts import LANGUAGES, Text
from mkba_uncertainty.texts.characters import code_point, odd_character, printable

FORMAT = 1
"""Of answer files; raised on any change of meaning."""

LARGEST = 1_000_000
"""Bytes of an answer file."""

LONGEST_NAME, LONGEST_REASON = 100, 5_000
"""Characters."""

LEVELS = tuple(f"{level:g}" for level in ASKED)

KEYS = ("mkba_answers", "case", "expert", "date", "lang", "estimates", "pairs", "seed_questions")


@dataclass(frozen=True)
class AnswerFile:
    """What one expert gave back.

    Attributes
    ----------
    file : str
    name, date : str
        Who it is, and when.
    estimates : mapping of estimate to Expert
        A range each, with the reason.
    pairs : mapping of (str, str) to PairAnswer
        By the names of both estimates in alphabetical order.
    seeds : mapping of question to (mapping of probability to value)
        Answers to seed questions.
    """

    file: str
    name: str
    date: str
    estimates: Mapping[str, Expert]
    pairs: Mapping[tuple[str, str], PairAnswer] = field(default_factory=dict)
    seeds: Mapping[str, Mapping[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """What all experts gave back.

    Attributes
    ----------
    case : Case
    experts : tuple of AnswerFile
        By the names of their files.
    questions : mapping of estimate to Question
        Those that somebody answered, in the order of the case.
    passed_over : tuple of str
        The other files in the folder, by name.
    """

    case: Case
    experts: tuple[AnswerFile, ...]
    questions: Mapping[str, Question]
    passed_over: tuple[str, ...] = ()

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The pairs that somebody answered."""
        return sorted({pair for expert in self.experts for pair in expert.pairs})


def read_answers(
    folder: str | os.PathLike[str],
    case: Case,
    *,
    estimates: Sequence[str] | None = None,
    supports: Mapping[str, tuple[float | None, float | None]] | None = None,
) -> Answers:
    """Read the answer files in a folder.

    Parameters
    ----------
    folder : str or path
        Its files ending in ``.json``, but for hidden ones; each written by the form of ``mkba elicit --form``.
    case : Case
        That they are about.
    estimates : sequence of str, optional
        Only answers about these.
    supports : mapping of name to (low, high), optional
        What the form said to be possible, where that does not follow from the unit.

    Returns
    -------
    Answers

    Raises
    ------
    CaseError
        If a file is none, is cut off, is about another case or another version of a question, holds something
        impossible, or one expert has two. It holds all that is wrong with all files, each with the file and the key.
    InputError
        If there is no such folder, no answer file in it, or an estimate cannot be asked about.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     try:
    ...         mkba.read_answers(folder, mkba.load_case("arnhem-ozo"))
    ...     except mkba.InputError as error:
    ...         print(error.code)
    answers_none
    """
    files, passed_over = _files(Path(folder))
    asked = {question.name for question in questions_of(case, estimates).questions} if estimates else None
    faults: list[CaseError] = []
    read: list[AnswerFile] = []
    for path in files:
        reader = _Reader(path, case, asked, supports or {})
        answered = reader.read()
        faults += reader.faults
        if answered is not None:
            read.append(answered)
    faults += _twice(read)
    if faults:
        raise _all_of(faults, str(folder))
    names = [name for name in case.estimates if any(name in expert.estimates for expert in read)]
    for name in asked or ():
        if name not in names:
            raise InputError("answers_unanswered", key="estimate", found=name, folder=str(folder))
    for name in supports or {}:
        if name not in names:
            raise unknown("form_unasked", "support", name, names)
    found = questions_of(case, names, supports=supports).questions if names else ()
    return Answers(case, tuple(read), {question.name: question for question in found}, passed_over)


def _files(folder: Path) -> tuple[list[Path], tuple[str, ...]]:
    """Find the answer files in a folder, and name its other files."""
    if not os.path.isdir(folder):
        raise InputError("answers_no_folder", key="--from", found=str(folder))
    shown = [path for path in sorted(folder.iterdir()) if path.name[0] != "."]
    files = [path for path in shown if path.suffix.lower() == ".json"]
    if not files:
        raise InputError("answers_none", key="--from", found=str(folder))
    return files, tuple(printable(path.name) for path in shown if path not in files and path.is_file())


def _twice(read: Sequence[AnswerFile]) -> Iterator[CaseError]:
    """Find experts of whom there are two files."""
    first: dict[str, AnswerFile] = {}
    for one in read:
        before = first.setdefault(" ".join(one.name.casefold().split()), one)
        if before is not one:
            yield CaseError("answer_expert_twice", file=one.file, key="expert", found=one.name, first=before.file)


def _all_of(faults: list[CaseError], folder: str) -> CaseError:
    if len(faults) == 1:
        return faults[0]
    joined = CaseError("several", file=folder, count=len(faults))
    joined.problems = tuple(faults)
    return joined


class _Twice(ValueError):
    """A key that stands there twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise _Twice(next(key for place, (key, _) in enumerate(pairs) if key in dict(pairs[:place])))
    return table


class _Unusable(Exception):
    """What is wrong with a part of the file is noted; the part cannot be used."""


class _Reader:
    """Reads one file, and notes all that is wrong with it."""

    def __init__(
        self,
        path: Path,
        case: Case,
        asked: set[str] | None,
        supports: Mapping[str, tuple[float | None, float | None]],
    ) -> None:
        self.path, self.case, self.asked, self.supports = path, case, asked, supports
        self.faults: list[CaseError] = []

    def read(self) -> AnswerFile | None:
        """Give what the expert answered; None where that cannot be told."""
        try:
            tree = self._tree()
        except _Unusable:
            return None
        self._known(tree, KEYS, "")
        label: Text | None = None
        with suppress(_Unusable):  # go on with what follows it
            name = self._text(tree, "expert", LONGEST_NAME)
            if name is None or "\n" in name:
                self._fault("answer_no_name", "expert")
                raise _Unusable
            label = Text(name, name)
        date = self._date(tree)
        if tree.get("lang", "nl") not in LANGUAGES:
            self._fault("answer_choice", "lang", found=_shown(tree["lang"]), allowed=", ".join(LANGUAGES))
        estimates = dict(self._estimates(tree, label, date))
        pairs = dict(self._pairs(tree, label, date))
        seeds = dict(self._seeds(tree))
        if not self.faults and not tree.get("estimates") and not tree.get("pairs"):
            self._fault("answer_empty", "estimates")
        return AnswerFile(str(self.path), label.nl, date, estimates, pairs, seeds) if label else None

    def _fault(self, code: str, key: str | None = None, **facts: Any) -> None:
        self.faults.append(CaseError(code, file=str(self.path), key=key or None, **facts))

    def _refuse(self, code: str, key: str | None = None, **facts: Any) -> _Unusable:
        self._fault(code, key, **facts)
        return _Unusable()

    # --- the file

    def _tree(self) -> dict[str, Any]:
        """Parse the file, and see that it holds answers about this case."""
        tree = self._parsed()
        if not isinstance(tree, dict) or "mkba_answers" not in tree:
            raise self._refuse("answer_foreign")
        if tree["mkba_answers"] != FORMAT or isinstance(tree["mkba_answers"], bool):
            raise self._refuse("answer_format", "mkba_answers", found=_shown(tree["mkba_answers"]), expected=FORMAT)
        if tree.get("case") != self.case.name:
            raise self._refuse("answer_case", "case", found=_shown(tree.get("case")), expected=self.case.name)
        return tree

    def _parsed(self) -> Any:
        try:
            text = read_bytes(self.path, LARGEST).decode("utf-8-sig")
            return json.loads(text, object_pairs_hook=_once)
        except CaseError as error:
            code = "answer_too_large" if error.code == "file_too_large" else error.code
            raise self._refuse(code, **error.facts) from None
        except UnicodeDecodeError as error:
            raise self._refuse("answer_no_text", offset=error.start) from None
        except json.JSONDecodeError as error:
            cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
            raise self._refuse(
                "answer_cut_off" if cut else "answer_no_json", line=None if cut else error.lineno
            ) from None
        except _Twice as error:
            raise self._refuse("answer_key_twice", found=_shown(str(error))) from None
        except (ValueError, RecursionError):  # a number of thousands of digits; brackets without end
            raise self._refuse("answer_no_json", line=None) from None

    # --- its parts

    def _known(self, table: Mapping[str, Any], allowed: Sequence[str], key: str) -> None:
        for name in table:
            if name not in allowed:
                near = nearest(name, allowed)
                self._fault(
                    "answer_unknown_key", key or None, found=_shown(name), nearest=near, allowed=", ".join(allowed)
                )

    def _table(self, value: Any, key: str, allowed: Sequence[str] = ()) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self._refuse("answer_no_table", key, found=_shown(value))
        if allowed:
            self._known(value, allowed, key)
        return value

    def _rows(self, tree: Mapping[str, Any], key: str) -> list[Any]:
        rows = tree.get(key, [])
        if isinstance(rows, list):
            return rows
        self._fault("answer_no_list", key, found=_shown(rows))
        return []

    def _text(self, table: Mapping[str, Any], key: str, longest: int, home: str = "") -> str | None:
        """Give a text without what nobody sees; None where there is none."""
        value, place = table.get(key), f"{home}{key}"
        if value is None:
            return None
        if not isinstance(value, str):
            raise self._refuse("answer_no_words", place, found=_shown(value))
        if odd := odd_character(value):
            raise self._refuse("odd_character", place, found=code_point(odd[0]))
        if len(value) > longest:
            raise self._refuse("answer_long", place, found=len(value), limit=longest)
        return value.strip() or None

    def _date(self, tree: Mapping[str, Any]) -> str:
        found = tree.get("date")
        try:
            return datetime.date.fromisoformat(found).isoformat()  # type: ignore[arg-type]
        except (TypeError, ValueError):
            self._fault("answer_date", "date", found=_shown(found))
            return ""

    def _number(self, value: Any, key: str) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST_GIVEN
        if not number or 0 < abs(value) < SMALLEST_GIVEN:
            raise self._refuse("answer_number", key, found=_shown(value))
        return float(value)

    def _quantiles(self, value: Any, key: str) -> dict[float, float]:
        table = self._table(value, key)
        if sorted(table) != sorted(LEVELS):
            raise self._refuse(
                "answer_levels", key, found=", ".join(map(_shown, table)) or "-", expected=", ".join(LEVELS)
            )
        return {float(level): self._number(table[level], f"{key}.{level}") for level in sorted(LEVELS)}

    def _roulette(self, value: Any, key: str) -> Roulette:
        table = self._table(value, key, ("low", "high", "chips"))
        low, high = (self._number(table.get(end), f"{key}.{end}") for end in ("low", "high"))
        if not low < high:
            raise self._refuse("elicit_interval", key, found=low, upper=high)
        chips = table.get("chips")
        if not isinstance(chips, list) or not 3 <= len(chips) <= MOST_BINS:
            raise self._refuse("answer_bins", f"{key}.chips", found=_shown(chips), most=MOST_BINS)
        for place, laid in enumerate(chips):
            if not isinstance(laid, int) or isinstance(laid, bool) or not 0 <= laid <= MOST_CHIPS:
                raise self._refuse("answer_chips", f"{key}.chips.{place}", found=_shown(laid), most=MOST_CHIPS)
        return Roulette(low, high, tuple(chips))

    def _estimates(self, tree: Mapping[str, Any], label: Text | None, date: str) -> Iterator[tuple[str, Expert]]:
        with suppress(_Unusable):  # go on with what follows it
            for name, value in self._table(tree.get("estimates", {}), "estimates").items():
                with suppress(_Unusable):  # go on with what follows it
                    answer = self._estimate(name, value, label, date)
                    if self.asked is None or name in self.asked:
                        yield name, answer

    def _estimate(self, name: str, value: Any, label: Text | None, date: str) -> Expert:
        key = f"estimates.{_shown(name, bare=True)}"
        table = self._table(value, key, ("version", "quantiles", "roulette", "reason"))
        question = self._question(name, key)
        self._require_version(table, question, key)
        kinds = [kind for kind in ("quantiles", "roulette") if table.get(kind) is not None]
        if len(kinds) != 1:
            raise self._refuse("answer_kinds", key, found=", ".join(kinds) or "-")
        place = f"{key}.{kinds[0]}"
        quantiles = self._quantiles(table["quantiles"], place) if kinds == ["quantiles"] else {}
        laid = self._roulette(table["roulette"], place) if kinds == ["roulette"] else None
        reason = self._text(table, "reason", LONGEST_REASON, f"{key}.")
        answer = Expert(label=label, quantiles=quantiles, roulette=laid, reason=reason, date=date)
        try:
            drawn(answer.range, question.support)
        except MkbaError as error:
            raise self._refuse(error.code, place, **error.facts) from None
        return answer

    def _question(self, name: str, key: str) -> Question:
        supports = {name: self.supports[name]} if name in self.supports else None
        try:
            return questions_of(self.case, [name], supports=supports).questions[0]
        except InputError as error:
            raise self._refuse(error.code, key, **error.facts) from None

    def _require_version(self, table: Mapping[str, Any], asked: Question | Pair, key: str) -> None:
        found = table.get("version")
        if found != asked.version:
            raise self._refuse("answer_version", f"{key}.version", found=_shown(found), expected=asked.version)

    def _pairs(
        self, tree: Mapping[str, Any], label: Text | None, date: str
    ) -> Iterator[tuple[tuple[str, str], PairAnswer]]:
        seen: set[tuple[str, str]] = set()
        for place, value in enumerate(self._rows(tree, "pairs")):
            with suppress(_Unusable):  # go on with what follows it
                pair, answer = self._pair(value, f"pairs.{place}", label, date)
                if pair in seen:
                    raise self._refuse("answer_twice", f"pairs.{place}", found=", ".join(pair))
                seen.add(pair)
                if self.asked is None or self.asked >= {*pair}:
                    yield pair, answer

    def _pair(self, value: Any, key: str, label: Text | None, date: str) -> tuple[tuple[str, str], PairAnswer]:
        table = self._table(value, key, ("between", "version", "above", "reason"))
        between, place = table.get("between"), f"{key}.between"
        if not (isinstance(between, list) and len(between) == 2 and all(isinstance(name, str) for name in between)):
            raise self._refuse("answer_between", place, found=_shown(between))
        one, other = between
        if one == other:
            raise self._refuse("correlation_with_itself", place, found=_shown(one, bare=True))
        self._require_version(table, Pair(self._question(one, place), self._question(other, place)), key)
        above = self._number(table.get("above"), f"{key}.above")
        if not 0 <= above <= 1:
            raise self._refuse("answer_probability", f"{key}.above", found=above)
        reason = self._text(table, "reason", LONGEST_REASON, f"{key}.")
        first, second = sorted(between)
        return (first, second), PairAnswer((first, second), above, label=label, reason=reason, date=date)

    def _seeds(self, tree: Mapping[str, Any]) -> Iterator[tuple[str, dict[float, float]]]:
        seen: set[str] = set()
        for place, value in enumerate(self._rows(tree, "seed_questions")):
            key = f"seed_questions.{place}"
            with suppress(_Unusable):  # go on with what follows it
                table = self._table(value, key, ("question", "quantiles"))
                question = self._text(table, "question", LONGEST_REASON, f"{key}.")
                if question is None:
                    raise self._refuse("answer_no_words", f"{key}.question", found="-")
                if question in seen:
                    raise self._refuse("answer_twice", key, found=question)
                seen.add(question)
                quantiles = self._quantiles(table.get("quantiles"), f"{key}.quantiles")
                low, middle, high = quantiles.values()
                if not low < middle < high:
                    found = f"{low:g}, {middle:g}, {high:g}"
                    raise self._refuse("answer_order", f"{key}.quantiles", found=found)
                yield question, quantiles


def _shown(found: Any, *, bare: bool = False) -> str:
    """Write what stands in a file, in a few characters; a name without quotation marks if it is short."""
    try:
        text = found if bare and isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        return "..."
    return text if len(text) <= 60 else text[:57] + "..."
