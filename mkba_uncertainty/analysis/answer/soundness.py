"""Is this file a sound case? All that is wrong with it, or that it runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.audit import audit_facts, audit_of
from mkba_uncertainty.analysis.provenance import unsampled
from mkba_uncertainty.case import Case, taken, taken_sentences, taken_table
from mkba_uncertainty.casefile import problems
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import MkbaError
from mkba_uncertainty.model import build_model
from mkba_uncertainty.simulation import RunBatch
from mkba_uncertainty.texts import say

if TYPE_CHECKING:
    from mkba_uncertainty.spreadsheet import Audit

FEW = Design(draws=64, replicates=2)


@dataclass(frozen=True)
class Soundness:
    """What is wrong with a case file (errors), and what deserves a look (warnings of the case)."""

    file: str
    case: Case | None
    errors: tuple[MkbaError, ...]

    @cached_property
    def audit(self) -> Audit | None:
        """Of a case whose model is a workbook: whether its formulas come to what Excel stored."""
        return None if self.case is None else audit_of(self.case)

    @property
    def ok(self) -> bool:
        """Whether the case can be run."""
        return not self.errors

    def text(self, lang: str = "en") -> str:
        """Say what is wrong, or that nothing is, and what deserves a look; a line each."""
        lines = [error.text(lang) for error in self.errors]
        warnings = self.case.warnings if self.case else ()
        if self.case is not None and self.ok:
            sizes = {"estimates": len(self.case.estimates), "posts": len(self.case.posts)}
            if self.audit is None:
                lines.append(say("check.sound", lang, file=self.file, **sizes))
            else:
                outcomes = len(self.case.outcomes)
                lines.append(say("check.sound_workbook", lang, file=self.file, outcomes=outcomes, **sizes))
                if self.audit.stored:  # or else a warning says that nothing is
                    lines += [sentence[lang] for sentence in self.audit.said()]
            lines += [sentence[lang] for sentence in taken_sentences(self.case)]
        return "\n".join([*lines, *(say("check.warning", lang, warning=warning.text(lang)) for warning in warnings)])

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``mkba check --json`` shows."""
        return {
            **unsampled(self.case).to_dict(lang),
            "ok": self.ok,
            "errors": [
                {"file": error.file, "line": error.line, "key": error.key, "message": error.message(lang)}
                for error in self.errors
            ],
            "estimates": len(self.case.estimates) if self.case else None,
            "posts": len(self.case.posts) if self.case else None,
            **({"taken": taken_table(self.case).nested()} if self.case and taken(self.case) else {}),
            **({"audit": audit_facts(self.case, self.audit)} if self.case and self.audit else {}),
        }


def soundness(name_or_path: str) -> Soundness:
    """Read a case file and evaluate each of its models, under every scenario, at the point and on a few draws.

    Parameters
    ----------
    name_or_path : str
        The name of a shipped case, or a path.

    Returns
    -------
    Soundness
    """
    case, found = problems(name_or_path)
    errors: list[MkbaError] = list(found)
    if case is not None and not errors:
        alternatives: list[str | None] = [*case.alternatives]
        for alternative, scenarios in product(alternatives or [None], [(), *((name,) for name in case.scenarios)]):
            try:
                model = build_model(case, alternative=alternative, scenarios=scenarios)
                model.evaluate(model.point())
                RunBatch(model, FEW, model.select(None))(range(FEW.replicates))
            except MkbaError as error:
                errors.append(error)
                break
    return Soundness(name_or_path, case, tuple(errors))
