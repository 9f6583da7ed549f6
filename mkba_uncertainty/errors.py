"""What can go wrong, as facts: every error says what was found, where, what was expected and what to do.

An error holds a code and the facts; its sentence comes from the catalogue of texts, so that the command line
can say it in Dutch or English. ``str(error)`` is the English sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mkba_uncertainty.texts import LANGUAGES, Text, both, say
from mkba_uncertainty.texts.characters import printable
from mkba_uncertainty.texts.figures import Quoted


class MkbaError(Exception):
    """An error that a person can act on.

    Parameters
    ----------
    code : str
        Names the sentence: ``error.<code>`` in the catalogue of texts.
    file, line, key : optional
        Where it was found: a path, a line number counted from 1, a dotted key such as ``posts.shelter.amount``.
    **facts
        The values that the sentence mentions, such as ``found``, ``expected``, ``nearest``.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> try:
    ...     mkba.load_case("arnhem")
    ... except mkba.MkbaError as error:
    ...     print(error.code, error.facts["nearest"])
    unknown_case arnhem-ozo
    """

    def __init__(
        self, code: str, *, file: str | None = None, line: int | None = None, key: str | None = None, **facts: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.file = file
        self.line = line
        self.key = key
        self.facts = facts

    def message(self, lang: str = "en") -> str:
        """Say what was found, what was expected and what to do, without the place."""
        facts = {name: _said(fact, lang) for name, fact in self.facts.items()}
        return say(f"error.{self.code}", lang, key=_said(self.key, lang), file=_said(self.file, lang), **facts)

    def text(self, lang: str = "en") -> str:
        """Say the whole of it: place and message, on one line."""
        return _placed(self.message(lang), self.file, self.line, self.key, lang)

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.text("en")

    def __reduce__(self) -> Any:
        """Survive the trip between processes: keyword arguments and all."""
        return _rebuild, (type(self), self.code, self.file, self.line, self.key, self.facts)


def _said(fact: Any, lang: str) -> Any:
    if isinstance(fact, Text):
        return fact[lang]
    if isinstance(fact, str):
        return printable(fact)
    return Quoted(fact, lang) if isinstance(fact, float) else fact


def _placed(message: str, file: str | None, line: int | None, key: str | None, lang: str) -> str:
    """Put in front of a message where it is about."""
    place = [printable(file)] if file else []
    if line is not None:
        place.append(say("error.place.line", lang, line=line))
    if key:
        place.append(printable(key))
    return ": ".join([", ".join(place), message] if place else [message])


@dataclass(frozen=True)
class Caution(Text):
    """What is sound but deserves a look, in both languages, and where it was found; the same wherever that is."""

    file: str | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)
    key: str | None = field(default=None, compare=False)

    def text(self, lang: str = "en") -> str:
        """Say it with its place, on one line."""
        return _placed(self[lang], self.file, self.line, self.key, lang)

    def minded(self, *, in_file: bool = False) -> Text:
        """Say that it deserves a look; ``in_file`` says in which file, where that is not clear."""
        file = self.file if in_file else None
        place = Text(*(_placed(self[lang], file, self.line, self.key, lang) for lang in LANGUAGES))
        return both("check.warning", warning=place)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what JSON shows, as of an error."""
        return {"file": self.file, "line": self.line, "key": self.key, "message": self[lang]}


MOST_CAUTIONS = 3
"""More than these would hide the answer below them."""


def few(cautions: Sequence[Caution], *, in_file: bool = False) -> list[Text]:
    """Say what deserves a look: all of it where that is little, and else the first and how many there are."""
    if len(cautions) <= MOST_CAUTIONS:
        return [caution.minded(in_file=in_file) for caution in cautions]
    first = cautions[: MOST_CAUTIONS - 1]
    return [*few(first, in_file=in_file), both("check.more", count=len(cautions) - len(first))]


def own_pip() -> str:
    """Say what installs a library for the Python that runs this: ``python`` may be another one, or none at all."""
    from shutil import which

    own, named = sys.executable, which("python")
    if not own or (named and Path(named).parent == Path(own).parent):
        return "python -m pip"
    return f'"{own}" -m pip' if " " in own else f"{own} -m pip"


def _rebuild(
    kind: type[MkbaError], code: str, file: str | None, line: int | None, key: str | None, facts: dict[str, Any]
) -> MkbaError:
    return kind(code, file=file, line=line, key=key, **facts)


class InputError(MkbaError, ValueError):
    """An option or argument that cannot be used: draws not a power of two, an unknown outcome, ...

    Parameters
    ----------
    code, file, line, key, **facts
        As for :class:`MkbaError`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> try:
    ...     mkba.simulate(model, draws=1000)
    ... except mkba.InputError as error:
    ...     print(error.key, error.facts["found"])
    draws 1000
    """


class CaseError(MkbaError, ValueError):
    """A case file that is not a sound case. Holds all that was found: ``problems`` are the single errors.

    Parameters
    ----------
    code, file, line, key, **facts
        As for :class:`MkbaError`.

    Attributes
    ----------
    problems : tuple of CaseError
        The single errors, where there are several.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "case.toml"
    ...     _ = path.write_text("horizon = 'four'")
    ...     try:
    ...         mkba.load_case(path)
    ...     except mkba.CaseError as error:
    ...         print("horizon" in [problem.key for problem in error.problems])
    True
    """

    problems: tuple[CaseError, ...] = ()

    @classmethod
    def of(cls, problems: list[CaseError]) -> CaseError:
        """Join several problems of one file in one error; a single one stays itself."""
        if len(problems) == 1:
            only = problems[0]
            return cls(only.code, file=only.file, line=only.line, key=only.key, **only.facts)
        joined = cls("several", file=problems[0].file, count=len(problems))
        joined.problems = tuple(problems)
        return joined

    def text(self, lang: str = "en") -> str:
        """Say all problems, one a line."""
        if not self.problems:
            return super().text(lang)
        return "\n".join([super().text(lang), *(problem.text(lang) for problem in self.problems)])

    def __reduce__(self) -> Any:
        """Take the single problems along between processes."""
        return _rebuild_joined, (super().__reduce__(), self.problems)


class UnreadError(CaseError):
    """A case file that could not be read to its end, so that what else is wrong with it shows only after this.

    Parameters
    ----------
    code, file, line, key, **facts
        As for :class:`MkbaError`.
    """

    def message(self, lang: str = "en") -> str:
        """Say what was found, and that more may follow."""
        return f"{super().message(lang).rstrip('.')}. {say('error.place.unread', lang)}"


def _rebuild_joined(made: Any, problems: tuple[CaseError, ...]) -> CaseError:
    rebuild, arguments = made
    error: CaseError = rebuild(*arguments)
    error.problems = problems
    return error


class FamilyError(MkbaError, ValueError):
    """Parameters that no distribution of the family has; ``key`` names the parameter.

    Parameters
    ----------
    code, file, line, key, **facts
        As for :class:`MkbaError`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> try:
    ...     mkba.Pert(low=0, mode=7, high=5)
    ... except mkba.FamilyError as error:
    ...     print(error.key, error.facts["found"])
    mode 7.0
    """


class FormulaError(MkbaError, ValueError):
    """A formula that is not allowed, or whose units do not match.

    Parameters
    ----------
    code, file, line, key, **facts
        As for :class:`MkbaError`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> from mkba_uncertainty.formula import Formula
    >>> try:
    ...     Formula("open(passwords)")
    ... except mkba.FormulaError as error:
    ...     print(error.code)
    formula_function
    """


class ModelError(MkbaError, ArithmeticError):
    """A model that gave NaN, infinity, or a constant where a variance is asked.

    Parameters
    ----------
    code, file, line, key, **facts
        As for :class:`MkbaError`.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> constant = mkba.Model({"a": mkba.Normal(0, 1)}, lambda x: {"net_benefit": 0 * x["a"]}, ["net_benefit"])
    >>> try:
    ...     mkba.sobol(constant, draws=64)
    ... except mkba.ModelError as error:
    ...     print(error.code)
    sobol_constant
    """


class StoreError(MkbaError, OSError):
    """A folder or file that could not be written."""


class ClusterError(MkbaError, ConnectionError):
    """A cluster that was lost during a run, or cannot do the work.

    Parameters
    ----------
    code, file, line, key, **facts
        As for :class:`MkbaError`.
    """
