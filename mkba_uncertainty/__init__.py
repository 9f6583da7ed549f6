"""Uncertainty of social cost-benefit analyses (MKBA).

Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.version import __version__

if TYPE_CHECKING:
    from mkba_uncertainty.analysis.break_even import BreakEven, break_even
    from mkba_uncertainty.analysis.comparison import Comparison, compare
    from mkba_uncertainty.analysis.confidence import Confidence, confidence
    from mkba_uncertainty.analysis.contrast import Contrasts, contrast
    from mkba_uncertainty.analysis.dependence import Dependences, dependence
    from mkba_uncertainty.analysis.dependent_indices import DependentIndices, dependent_indices
    from mkba_uncertainty.analysis.information import value_of_information
    from mkba_uncertainty.analysis.information_result import ValueOfInformation
    from mkba_uncertainty.analysis.information_table import evpi, evppi, evsi
    from mkba_uncertainty.analysis.information_table_result import TableInformation
    from mkba_uncertainty.analysis.main_effect import MainEffect, main_effect, main_effects
    from mkba_uncertainty.analysis.monitoring import update
    from mkba_uncertainty.analysis.monitoring_result import Update
    from mkba_uncertainty.analysis.reconciliation import Reconciliation, reconciliation
    from mkba_uncertainty.analysis.screening import screening
    from mkba_uncertainty.analysis.screening_result import Screening
    from mkba_uncertainty.analysis.shapley import ShapleyResult, shapley
    from mkba_uncertainty.analysis.sobol import sobol
    from mkba_uncertainty.analysis.sobol_result import SobolResult
    from mkba_uncertainty.analysis.structure import Structure, structure
    from mkba_uncertainty.analysis.study import BinomialStudy, DurationStudy, NormalStudy, PoissonStudy
    from mkba_uncertainty.analysis.switching import Switching, switching
    from mkba_uncertainty.analysis.tornado import Tornado, tornado
    from mkba_uncertainty.case import Case
    from mkba_uncertainty.casefile import load_case, shipped_cases
    from mkba_uncertainty.casefile.saving import save_case
    from mkba_uncertainty.casefile.template import new_case
    from mkba_uncertainty.elicitation import (
        Elicited,
        MisfitWarning,
        consult,
        fit,
        performance_weights,
        pool,
        pooled_answers,
        read_seed_questions,
    )
    from mkba_uncertainty.errors import CaseError, FamilyError, FormulaError, InputError, MkbaError, ModelError
    from mkba_uncertainty.families import (
        Beta,
        Count,
        Discrete,
        Empirical,
        Family,
        Gamma,
        LogNormal,
        LogPool,
        Mean,
        Metalog,
        Mixture,
        Normal,
        Pert,
        Point,
        Share,
        Triangular,
        TruncatedNormal,
        Uniform,
        Updated,
    )
    from mkba_uncertainty.model import CaseModel, Model, build_model
    from mkba_uncertainty.plotting import plot
    from mkba_uncertainty.replication import Measured
    from mkba_uncertainty.simulation import Ensemble, simulate
    from mkba_uncertainty.workbook import load_workbook, save_workbook

_HOMES = {
    "analysis.break_even": ("BreakEven", "break_even"),
    "analysis.comparison": ("Comparison", "compare"),
    "analysis.confidence": ("Confidence", "confidence"),
    "analysis.contrast": ("Contrasts", "contrast"),
    "analysis.dependence": ("Dependences", "dependence"),
    "analysis.dependent_indices": ("DependentIndices", "dependent_indices"),
    "analysis.information": ("value_of_information",),
    "analysis.information_result": ("ValueOfInformation",),
    "analysis.information_table": ("evpi", "evppi", "evsi"),
    "analysis.information_table_result": ("TableInformation",),
    "analysis.main_effect": ("MainEffect", "main_effect", "main_effects"),
    "analysis.monitoring": ("update",),
    "analysis.monitoring_result": ("Update",),
    "analysis.reconciliation": ("Reconciliation", "reconciliation"),
    "analysis.screening": ("screening",),
    "analysis.screening_result": ("Screening",),
    "analysis.shapley": ("ShapleyResult", "shapley"),
    "analysis.sobol": ("sobol",),
    "analysis.sobol_result": ("SobolResult",),
    "analysis.structure": ("Structure", "structure"),
    "analysis.study": ("BinomialStudy", "DurationStudy", "NormalStudy", "PoissonStudy"),
    "analysis.switching": ("Switching", "switching"),
    "analysis.tornado": ("Tornado", "tornado"),
    "case": ("Case",),
    "casefile": ("load_case", "shipped_cases"),
    "casefile.saving": ("save_case",),
    "casefile.template": ("new_case",),
    "elicitation": (
        "Elicited",
        "MisfitWarning",
        "consult",
        "fit",
        "performance_weights",
        "pool",
        "pooled_answers",
        "read_seed_questions",
    ),
    "errors": ("CaseError", "FamilyError", "FormulaError", "InputError", "MkbaError", "ModelError"),
    "families": (
        "Beta",
        "Count",
        "Discrete",
        "Empirical",
        "Family",
        "Gamma",
        "LogNormal",
        "LogPool",
        "Mean",
        "Metalog",
        "Mixture",
        "Normal",
        "Pert",
        "Point",
        "Share",
        "Triangular",
        "TruncatedNormal",
        "Uniform",
        "Updated",
    ),
    "model": ("CaseModel", "Model", "build_model"),
    "plotting": ("plot",),
    "replication": ("Measured",),
    "simulation": ("Ensemble", "simulate"),
    "workbook": ("load_workbook", "save_workbook"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Beta",
    "BinomialStudy",
    "BreakEven",
    "Case",
    "CaseError",
    "CaseModel",
    "Comparison",
    "Confidence",
    "Contrasts",
    "Count",
    "Dependences",
    "DependentIndices",
    "Discrete",
    "DurationStudy",
    "Elicited",
    "Empirical",
    "Ensemble",
    "Family",
    "FamilyError",
    "FormulaError",
    "Gamma",
    "InputError",
    "LogNormal",
    "LogPool",
    "MainEffect",
    "Mean",
    "Measured",
    "Metalog",
    "MisfitWarning",
    "Mixture",
    "MkbaError",
    "Model",
    "ModelError",
    "Normal",
    "NormalStudy",
    "Pert",
    "Point",
    "PoissonStudy",
    "Reconciliation",
    "Screening",
    "ShapleyResult",
    "Share",
    "SobolResult",
    "Structure",
    "Switching",
    "TableInformation",
    "Tornado",
    "Triangular",
    "TruncatedNormal",
    "Uniform",
    "Update",
    "Updated",
    "ValueOfInformation",
    "__version__",
    "break_even",
    "build_model",
    "compare",
    "confidence",
    "consult",
    "contrast",
    "dependence",
    "dependent_indices",
    "evpi",
    "evppi",
    "evsi",
    "fit",
    "load_case",
    "load_workbook",
    "main_effect",
    "main_effects",
    "new_case",
    "performance_weights",
    "plot",
    "pool",
    "pooled_answers",
    "read_seed_questions",
    "reconciliation",
    "save_case",
    "save_workbook",
    "screening",
    "shapley",
    "shipped_cases",
    "simulate",
    "sobol",
    "structure",
    "switching",
    "tornado",
    "update",
    "value_of_information",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
