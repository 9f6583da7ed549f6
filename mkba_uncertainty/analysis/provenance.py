"""Where a result comes from: enough to make it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from mkba_uncertainty.case import Case
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.version import __version__


@dataclass(frozen=True)
class Provenance:
    """The case, the code and the design behind a result."""

    case: str
    case_sha256: str | None
    version: str
    seed: int | None
    draws: int
    replicates: int
    design: str
    scenario: tuple[str, ...]
    dependence: str | None

    def to_dict(self) -> dict[str, Any]:
        """Give the fields as JSON knows them."""
        return {**asdict(self), "scenario": list(self.scenario)}


def brief(result: Any) -> str:
    """Show a result in a line, for its ``repr``: class, case and verdict."""
    from mkba_uncertainty.texts import preferred_language

    verdict = getattr(result, "verdict", None)
    said = f", verdict={verdict[preferred_language()]!r}" if verdict is not None else ""
    return f"{type(result).__name__}(case={result.provenance.case!r}{said})"


def unsampled(case: Case | None) -> dict[str, Any]:
    """Give the same fields for an answer that no draws were needed for."""
    return {
        "case": case.name if case else None,
        "case_sha256": case.sha256 if case else None,
        "version": __version__,
        "seed": None,
        "draws": None,
        "replicates": None,
        "design": None,
        "scenario": [],
        "dependence": None,
    }


def provenance(model: AnyModel, design: Design, replicates: int | None = None) -> Provenance:
    """Say where a result of this model and design comes from."""
    return Provenance(
        case=model.name,
        case_sha256=model.case.sha256 if model.case else None,
        version=__version__,
        seed=design.seed,
        draws=design.draws,
        replicates=replicates or design.replicates,
        design=design.kind,
        scenario=model.scenarios,
        dependence=model.dependence,
    )
