"""Options that commands share, and the one way in which a command answers: JSON, tables, or an output folder."""

from __future__ import annotations

import functools
import inspect
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from mkba_uncertainty.cli import completion
from mkba_uncertainty.cli.session import LANG, help_text, metavar, option
from mkba_uncertainty.errors import InputError, MkbaError, StoreError
from mkba_uncertainty.store import held
from mkba_uncertainty.texts import Text, both, say
from mkba_uncertainty.texts.characters import printable

if TYPE_CHECKING:
    from mkba_uncertainty.analysis.result import Result
    from mkba_uncertainty.model import ModelOfCase
    from mkba_uncertainty.replication import Executor


class Lang(StrEnum):
    """Languages of output."""

    nl = "nl"
    en = "en"


def case_argument(key: str) -> Any:
    """Describe an argument that is a case, with the help text of that key."""
    return typer.Argument(metavar=metavar("case"), help=help_text(key), autocompletion=completion.cases)


CaseArgument = Annotated[str, case_argument("case")]


DEFAULT_LANG = Lang(LANG)


@dataclass(frozen=True, kw_only=True)
class OutputOptions:
    """How to answer."""

    lang: Annotated[Lang, option("lang")] = DEFAULT_LANG
    as_json: Annotated[bool, option("json", "--json")] = False
    quiet: Annotated[bool, option("quiet", "--quiet", "-q")] = False

    def answer(
        self, to_dict: Callable[[str], dict[str, Any]], view: Callable[[str], Any], *, piped: int | None = None
    ) -> None:
        """Print one JSON object, or what people read, or nothing; ``piped`` is its width where no terminal has one."""
        if self.as_json:
            sys.stdout.write(json.dumps(to_dict(self.lang.value), ensure_ascii=False, allow_nan=False, indent=2) + "\n")
        elif not self.quiet:
            from rich.console import Console
            from rich.constrain import Constrain

            from mkba_uncertainty.report.screen.layout import PROSE

            shown = view(self.lang.value)
            width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else piped
            console = Console(highlight=False, markup=False, width=width)
            console.print(Constrain(shown, PROSE) if isinstance(shown, str) else shown)

    def tell(self, key: str, **facts: Any) -> None:
        """Say beside the answer what was done, to people only."""
        if not (self.quiet or self.as_json):
            told = {
                name: printable(str(fact)) if isinstance(fact, str | Path) else fact for name, fact in facts.items()
            }
            typer.echo(say(key, self.lang.value, **told), err=True)

    @contextmanager
    def stepping(self, steps: int, key: str) -> Iterator[Callable[[], None]]:
        """Show a bar where somebody watches; gives what to call after each step."""
        if not sys.stderr.isatty() or self.quiet:
            yield lambda: None
            return
        from mkba_uncertainty.cli.progress import step_bar

        with step_bar(steps, say(key, self.lang.value)) as step:
            yield step

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold what the command will write in, while it computes; here nothing."""
        yield

    def mind(self, *texts: Text) -> None:
        """Say beside the answer what deserves a look, whatever reads the answer."""
        if not self.quiet:
            for text in texts:
                typer.echo(text[self.lang.value], err=True)


AlternativeOption = Annotated[
    str | None, option("alternative", "--alternative", value="name", autocompletion=completion.alternatives)
]


@dataclass(frozen=True, kw_only=True)
class FolderOptions(OutputOptions):
    """How to answer, with an output folder."""

    out: Annotated[Path | None, option("out", value="folder")] = None
    width: Annotated[float | None, option("width", value="cm")] = None

    @property
    def tables_as(self) -> str:
        """What tables are written as."""
        return "csv"

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold the output folder, so that what is wrong with it is said before anything is computed."""
        if self.width is not None:
            self._check(self.width)
        with nullcontext() if self.out is None else held(self.out):
            yield

    def _check(self, width: float) -> None:
        from mkba_uncertainty.plotting.style import checked

        if self.out is None:
            raise InputError("width_without_out", key="--width", found=f"{width:g}")
        checked(width)

    def write(self, result: Any, command: str, **beside: Any) -> None:
        """Write tables, figures and a manifest to ``--out``, if asked, with other results beside it by name."""
        if self.out is not None:
            from mkba_uncertainty.report.files import write_results

            results = {command: result, **beside}
            facts = result.record(self.lang.value)
            how: dict[str, Any] = {"lang": self.lang.value, "table_format": self.tables_as, "width": self.width}
            self.mind(*write_results(results, self.out, facts=facts, **how))
            self.tell("out.written", folder=self.out)


@dataclass(frozen=True, kw_only=True)
class DrawOptions(FolderOptions):
    """How to run models, and how to answer."""

    draws: Annotated[int, option("draws")] = 1024
    replicates: Annotated[int, option("replicates")] = 8
    seed: Annotated[int, option("seed")] = 1
    scenario: Annotated[
        list[str],
        option("scenario", value="name", autocompletion=completion.scenarios),
    ] = ()  # type: ignore[assignment]
    dependence: Annotated[str, option("dependence", value="name", autocompletion=completion.dependences)] = (
        "independent"
    )

    @contextmanager
    def design(self) -> Iterator[dict[str, Any]]:
        """Give draws, replicates, rng and an executor that shows progress where somebody watches."""
        from mkba_uncertainty.cli.progress import progress_bar
        from mkba_uncertainty.design import Design

        batches = len(Design(self.draws, self.replicates, self.seed).batches())
        with ExitStack() as stack:
            executor = stack.enter_context(self.executor())
            if sys.stderr.isatty() and not self.quiet and batches > 1:
                label = say("progress.run", self.lang.value)
                executor = stack.enter_context(progress_bar(batches, label, executor))
            yield {"draws": self.draws, "replicates": self.replicates, "rng": self.seed, "executor": executor}

    @contextmanager
    def executor(self) -> Iterator[Executor | None]:
        """Give where tasks run; here for None."""
        yield None

    def of_a_model(self) -> dict[str, bool]:
        """Say of each option on how to run a model whether it is other than by default."""
        answering = {field.name for field in fields(FolderOptions)}
        return {
            f"--{field.name.replace('_', '-')}": (getattr(self, field.name) or None) != (field.default or None)
            for field in fields(self)
            if field.name not in answering
        }


@dataclass(frozen=True, kw_only=True)
class RunOptions(DrawOptions):
    """How to run a model, and how to answer."""

    alternative: AlternativeOption = None

    def model(self, case: str, outcomes: Collection[str] = ()) -> ModelOfCase:
        """Read a case and build its model; of a workbook that marks its inputs outcomes may be cells."""
        from mkba_uncertainty.casefile import load_case
        from mkba_uncertainty.model import build_model

        return build_model(load_case(case, outcomes=outcomes), **self.under())

    def under(self) -> dict[str, Any]:
        """Give the alternative, scenarios and dependence that were asked for."""
        return {
            "alternative": self.alternative,
            "scenarios": tuple(self.scenario),
            "dependence": self.dependence,
        }


@dataclass(frozen=True, kw_only=True)
class LongOptions(DrawOptions):
    """How to run models for long: where, and what of it is kept."""

    dask: Annotated[str | None, option("dask", value="address")] = None
    resume: Annotated[Path | None, option("resume", value="folder")] = None

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Hold the output folder; and where numbers were kept that lead to nonsense, say that they are the reason."""
        kept = self.resume is not None and any(self.resume.glob("*.task"))
        try:
            with super().holding():
                yield
        except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
            if not kept or isinstance(error, MkbaError):
                raise
            raise StoreError("resume_misfit", file=str(self.resume), found=type(error).__name__) from error

    @contextmanager
    def executor(self) -> Iterator[Executor | None]:
        """Give where tasks run, and keep what they leave behind if that was asked."""
        with self._cluster() as cluster:
            if self.resume is None:
                yield cluster
                return
            from mkba_uncertainty.resuming import Resuming

            resuming = Resuming(self.resume, cluster)
            try:
                yield resuming
            finally:
                self.mind(*resuming.notes())
                self.tell("resume.kept", folder=self.resume)

    @contextmanager
    def _cluster(self) -> Iterator[Executor | None]:
        if self.dask is None:
            yield None
            return
        from mkba_uncertainty.cluster import connected

        with connected(self.dask) as cluster:
            if found := cluster.differences():
                self.mind(both("dask.versions", found=found))
            yield cluster


@dataclass(frozen=True, kw_only=True)
class StoppingOptions(LongOptions, RunOptions):
    """How to run a model, when to stop, and how to answer."""

    until: Annotated[str | None, option("until", value="until")] = None
    max_replicates: Annotated[int, option("max_replicates")] = 256

    def stopping(self) -> dict[str, Any]:
        """Give the options of the stopping rule."""
        return {"until": self.until, "max_replicates": self.max_replicates}

    def grown(self, design: dict[str, Any], result: Result) -> dict[str, Any]:
        """Give how a result was run, as large as the stopping rule made that: for what stands beside it."""
        made = result.provenance
        return design | {"draws": made.draws, "replicates": made.replicates}


def options(kind: type[OutputOptions]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command the options of ``kind``: it takes them as one object in its parameter ``options``."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        hints = get_type_hints(kind, include_extras=True)
        shared = [
            inspect.Parameter(
                field.name, inspect.Parameter.KEYWORD_ONLY, annotation=hints[field.name], default=field.default
            )
            for field in fields(kind)
        ]
        own_hints = get_type_hints(command, include_extras=True)
        own = [
            parameter.replace(annotation=own_hints[name], kind=inspect.Parameter.KEYWORD_ONLY)
            for name, parameter in inspect.signature(command).parameters.items()
            if name != "options"
        ]

        @functools.wraps(command)
        def run(**values: Any) -> None:
            chosen = kind(**{field.name: values.pop(field.name) for field in fields(kind)})
            with chosen.holding():
                command(**values, options=chosen)

        run.__signature__ = inspect.Signature(own + shared)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in own + shared}
        return run

    return decorate
