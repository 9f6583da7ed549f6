"""Many cases at once: how sure is each of them, in one table and one league."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.answer.confidence import Confidence
from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.side_by_side.dependence import answer_over_views
from mkba_uncertainty.arrays import LEVELS, Rng
from mkba_uncertainty.case import BASE, Case
from mkba_uncertainty.casefile import CaseFiles, case_files, glance, load_case
from mkba_uncertainty.design import Design, DesignKind
from mkba_uncertainty.errors import CaseError, FamilyError, FormulaError, InputError, MkbaError, ModelError, few
from mkba_uncertainty.model import build_model
from mkba_uncertainty.names import listed, unknown
from mkba_uncertainty.replication import Executor, Measured
from mkba_uncertainty.table import Column, Range, Row, Table, quantile_cells, quantile_columns
from mkba_uncertainty.texts import LANGUAGES, Text, both, with_per
from mkba_uncertainty.version import __version__

ALL = "all"
"""Every alternative, scenario or outcome that a case has."""

Subject = str | os.PathLike[str] | Case

CASE_ERRORS = (CaseError, FamilyError, FormulaError, InputError, ModelError)
"""What may be wrong with a case itself, so that others can go on."""


@dataclass(frozen=True)
class Ran:
    """How sure one case is, under one of its alternatives and one scenario.

    Parameters
    ----------
    name : str
        Of the case.
    alternative : str
        ``base`` where there is one approach.
    scenario : str or None
    headline : str
        The outcome by which it stands in the league: the net benefit, or what else a workbook is about.
    limits : mapping of event to (outcome, value)
        What its probabilities are about: that an outcome exceeds a value.
    answer : Confidence
        As ``mkba run`` gives it, without the case itself.
    """

    name: str
    alternative: str
    scenario: str | None
    headline: str
    limits: Mapping[str, tuple[str, float]]
    answer: Confidence

    @property
    def label(self) -> Text:
        """The name of the case, whom its amounts are for, and the alternative and scenario that were asked for."""
        made = self.answer.provenance
        chosen = [each for each in (made.alternative_label, *made.scenario_labels) if each]
        named = Text(*(" · ".join([self.name, *(each[lang] for each in chosen)]) for lang in LANGUAGES))
        return with_per(named, made.per)

    @property
    def unit(self) -> tuple[str | None, Text | None]:
        """What its headline is measured in, and for whom: others can stand beside it in a figure."""
        return self.answer.units[self.headline], self.answer.provenance.per

    @property
    def median(self) -> float:
        """The middle of its headline; below all others where there is none."""
        found = self.answer.outcomes[self.headline].quantiles
        return found[0.5].value if found else -np.inf

    @cached_property
    def rows(self) -> list[Row]:
        """A row an outcome."""
        return [self._row(name) for name in self.answer.outcomes]

    @property
    def of_headline(self) -> Row:
        """The row of its headline."""
        return next(row for row in self.rows if row.cells["outcome"] == self.headline)

    def _row(self, outcome: str) -> Row:
        found, unit = self.answer.outcomes[outcome], self.answer.units[outcome]
        cells: dict[str, Any] = {
            "label": self.label,
            "case": self.name,
            "alternative": self.alternative,
            "scenario": self.scenario,
            "outcome": outcome,
            "unit": unit,
            "point": found.point,
            "mean": found.mean,
            "sd": found.sd,
            **quantile_cells(found.quantiles, LEVELS),
            "median": found.middle,
            **self._chance(outcome),
            **found.shares,
        }
        return Row({key: cell for key, cell in cells.items() if cell is not None or key == "scenario"}, unit)

    def _chance(self, outcome: str) -> dict[str, float | Measured | None]:
        """Give the value that an outcome is to exceed, and how likely it does."""
        for event, (name, limit) in self.limits.items():
            if name == outcome and event in self.answer.probabilities:
                return {"threshold": limit, "probability": self.answer.probabilities[event]}
        return {}


@dataclass(frozen=True, repr=False)
class Batch(Result):
    """Many cases, each as by itself.

    Parameters
    ----------
    provenance : Provenance
        Which draws; of each case its own is in its answer.
    runs : tuple of Ran
        In the order of the cases; of each case first the alternatives without, then with each scenario.
    faults : dict of name to tuple of MkbaError
        What is wrong with the cases that could not be run.
    passed_over : dict of str to {"portfolio", "workbook"}
        Files of the folder that are no cases: those of portfolios, and workbooks of a form that is not read.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.batch(["arnhem-ozo", "den-haag-scm"], draws=64)
    >>> [(ran.name, ran.alternative) for ran in found.runs], found.faults
    ([('arnhem-ozo', 'base'), ('den-haag-scm', 'base')], {})
    """

    runs: tuple[Ran, ...]
    faults: dict[str, tuple[MkbaError, ...]]
    passed_over: dict[str, str] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """A row a case, alternative, scenario and outcome: mean, sd, quantiles, and how likely it exceeds a value."""
        lacking = dict.fromkeys(
            why for ran in self.runs for each in ran.answer.outcomes.values() for why in each.shares
        )
        return Table(
            [
                Column("label", "batch.case", data=False),
                Column("case"),
                Column("alternative"),
                Column("scenario"),
                Column("outcome"),
                Column("unit"),
                Column("point"),
                Column("mean", "table.mean", "outcome"),
                Column("sd"),
                *quantile_columns(LEVELS),
                Column("median", "table.median", "outcome", data=False),
                Range("q0.05", "q0.95", "table.range90", "outcome"),
                Column("threshold"),
                Column("probability", "batch.pays", "chance"),
                *(Column(why) for why in lacking),
            ],
            [row for ran in self.runs for row in ran.rows],
        )

    @property
    def league(self) -> list[Ran]:
        """All of them, the highest headline first: of the unit that most have in front."""
        units = [unit for _, unit in dict.fromkeys((ran.name, ran.unit) for ran in self.runs)]
        return sorted(self.runs, key=lambda ran: (-units.count(ran.unit), units.index(ran.unit), -ran.median))

    @property
    def warnings(self) -> Sequence[Text]:
        """Say how many cases could not be run, that not all amounts can be compared, and what deserves a look."""
        said = few([caution for ran in self.runs for caution in ran.answer.provenance.warnings], in_file=True)
        if self.faults:
            said.append(both("batch.faults", count=len(self.faults), names=", ".join(self.faults)))
        if len({ran.unit for ran in self.runs}) > 1:
            said.append(both("batch.units"))
        return said

    def title(self) -> Text:
        """Give the heading."""
        return both("batch.title", count=len({ran.name for ran in self.runs}))

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the league: of each case its headline; with ``detail`` all outcomes."""
        if detail:
            return (self.table,)
        show = ("label", "median", "q0.05", "probability")
        return (self.table.of((ran.of_headline for ran in self.league), show=show),) if self.runs else ()

    def notes(self) -> Sequence[Text]:
        """Say what the order is, and which files were passed over."""
        return [both("batch.note"), *(both(f"batch.{why}", names=names) for why, names in self._by_reason.items())]

    @property
    def _by_reason(self) -> dict[str, str]:
        """Why files were passed over, and which."""
        reasons = dict.fromkeys(self.passed_over.values())
        return {
            reason: ", ".join(name for name, why in self.passed_over.items() if why == reason) for reason in reasons
        }

    def record(self, lang: str = "en") -> dict[str, Any]:
        """Give where it comes from: of each case its hash, or what is wrong with it."""
        made: dict[str, Any] = {ran.name: {"case_sha256": ran.answer.provenance.case_sha256} for ran in self.runs}
        return {**self.provenance.to_dict(lang), "cases": made | self._errors(lang)}

    def _errors(self, lang: str) -> dict[str, Any]:
        return {name: {"error": [_told(fault, lang) for fault in faults]} for name, faults in self.faults.items()}

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``--json`` shows: of each case what ``run`` gives, others of its runs under ``further``."""
        cases: dict[str, Any] = {}
        for ran in self.runs:
            told = {**ran.answer.to_dict(lang), "alternative": ran.alternative}
            if ran.name in cases:
                cases[ran.name]["further"].append(told)
            else:
                cases[ran.name] = {**told, "further": []}
        told = {**self.provenance.to_dict(lang), "cases": cases | self._errors(lang)}
        return told | {"passed_over": self.passed_over}


def batch(
    cases: str | os.PathLike[str] | CaseFiles | Iterable[Subject],
    *,
    alternatives: Collection[str] = (),
    scenarios: Collection[str] = (),
    dependence: str = "independent",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
    step: Callable[[], None] = lambda: None,
) -> Batch:
    """Say of many cases how sure each is.

    One case is in memory at a time, and of each only summaries are kept. A case that cannot be run is named among the
    ``faults``; the others go on.

    Parameters
    ----------
    cases : path, CaseFiles, or iterable of str, path or Case
        A folder or what was found in it, of which all case files and bindings are taken, and workbooks that mark
        themselves what is uncertain; or cases, or what :func:`mkba_uncertainty.load_case` takes.
    alternatives : collection of str
        Which alternatives, of the cases that have them, or ``"all"``. The others are run as they are; by default each
        is: its first alternative.
    scenarios : collection of str
        Beside each case as it is each of these scenarios by itself, where the case has it; or ``"all"``.
    dependence : str
        As for :func:`mkba_uncertainty.build_model`.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`. Every case has the draws that a run of it alone has.
    step : callable
        Called after each case.

    Returns
    -------
    Batch

    Raises
    ------
    InputError
        If there are no cases, two have the same name, or none has such an alternative or scenario; or if no case at
        all can be run: ``facts["faults"]`` says why.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.batch(mkba.shipped_cases(), scenarios=["recidivism_40"], draws=64)
    >>> [(ran.name, ran.scenario) for ran in found.runs][:2]
    [('arnhem-ozo', None), ('arnhem-ozo', 'recidivism_40')]
    """
    design = Design(draws, replicates, rng, kind)
    files = case_files(cases) if isinstance(cases, str | os.PathLike) else cases
    subjects: Sequence[Subject] = files.cases if isinstance(files, CaseFiles) else list(files)
    named = _named(subjects)
    for what, asked in (("alternatives", alternatives), ("scenarios", scenarios)):
        _require_known(what, asked, subjects)
    runs: list[Ran] = []
    faults: dict[str, tuple[MkbaError, ...]] = {}
    for name, subject in named.items():
        try:
            runs += list(_runs(subject, alternatives, scenarios, dependence, design, executor))
        except CASE_ERRORS as error:
            faults[name] = _faults(error, subject)
        step()
    if not runs:
        raise _nothing_ran(faults)
    made = Provenance(
        case=files.folder.resolve().name if isinstance(files, CaseFiles) else listed(named),
        case_sha256=None,
        version=__version__,
        seed=design.seed,
        draws=draws,
        replicates=replicates,
        design=kind,
        scenario=tuple(scenarios),
        dependence=dependence,
        title=both("plot.league.cases", count=len(named)),
    )
    return Batch(made, tuple(runs), faults, files.passed_over if isinstance(files, CaseFiles) else {})


def _named(subjects: Sequence[Subject]) -> dict[str, Subject]:
    """Give cases by name, of which each has its own."""
    named: dict[str, Subject] = {}
    for subject in subjects:
        name = subject.name if isinstance(subject, Case) else Path(subject).stem
        if name in named:
            first, second = (
                str(one.file or one.name if isinstance(one, Case) else one) for one in (named[name], subject)
            )
            raise InputError("batch_same_name", key=name, first=first, second=second)
        named[name] = subject
    if not named:
        raise InputError("batch_nothing", key="cases")
    return named


def _require_known(what: str, asked: Collection[str], subjects: Sequence[Subject]) -> None:
    """See that each alternative or scenario is one of some case: before any is run."""
    if not set(asked) - {ALL}:
        return
    each = (getattr(one, what) if isinstance(one, Case) else glance(one, what) for one in subjects)
    known = dict.fromkeys(name for one in each for name in one)
    for name in asked:
        if name not in (ALL, *known):
            raise unknown(f"batch_unknown_{what}", what.removesuffix("s"), name, known)


def _runs(
    subject: Subject,
    alternatives: Collection[str],
    scenarios: Collection[str],
    dependence: str,
    design: Design,
    executor: Executor | None,
) -> Iterator[Ran]:
    case = subject if isinstance(subject, Case) else load_case(subject)
    chosen = _among(alternatives, case.alternatives) or [None]
    for scenario, alternative in product([None, *_among(scenarios, case.scenarios)], chosen):
        under = [scenario] if scenario else []
        model = build_model(case, alternative=alternative, scenarios=under, dependence=dependence)
        answer = replace(answer_over_views(model, design, executor), case=None, curve={})
        limits = model.events(model.outcomes)
        yield Ran(case.name, model.alternative or BASE, scenario, model.headline, limits, answer)


def _among(asked: Collection[str], known: Collection[str]) -> list[str | None]:
    """Give those of the known ones that were asked for."""
    return [name for name in known if name in asked or ALL in asked]


def _faults(error: MkbaError, subject: Subject) -> tuple[MkbaError, ...]:
    """Give what is wrong one by one, each with the file that it is in."""
    found = error.problems if isinstance(error, CaseError) and error.problems else (error,)
    for each in found:
        each.file = each.file or str(subject.file or subject.name if isinstance(subject, Case) else subject)
    return found


def _nothing_ran(faults: Mapping[str, tuple[MkbaError, ...]]) -> InputError:
    """Say all that is wrong with cases of which none could be run."""
    every = [fault for each in faults.values() for fault in each]
    said = Text(*("\n".join(fault.text(lang) for fault in every) for lang in LANGUAGES))
    return InputError("batch_all_broken", count=len(faults), said=said, faults=faults)


def _told(fault: MkbaError, lang: str) -> dict[str, Any]:
    return {"file": fault.file, "line": fault.line, "key": fault.key, "message": fault.message(lang)}
