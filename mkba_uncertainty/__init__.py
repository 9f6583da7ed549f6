"""Uncertainty of social cost-benefit analyses (MKBA).

Names are imported when they are first used, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.version import __version__

if TYPE_CHECKING:
    from mkba_uncertainty.analysis.answer import Confidence, confidence
    from mkba_uncertainty.analysis.curves import (
        BreakEven,
        MainEffect,
        Switching,
        Tornado,
        break_even,
        main_effect,
        main_effects,
        switching,
        tornado,
    )
    from mkba_uncertainty.analysis.information import (
        BinomialStudy,
        DurationStudy,
        NormalStudy,
        PoissonStudy,
        TableInformation,
        ValueOfInformation,
        evpi,
        evppi,
        evsi,
        value_of_information,
    )
    from mkba_uncertainty.analysis.monitoring import Update, update
    from mkba_uncertainty.analysis.published import Reconciliation, reconciliation
    from mkba_uncertainty.analysis.side_by_side import (
        Comparison,
        Contrasts,
        Dependences,
        Structure,
        compare,
        contrast,
        dependence,
        structure,
    )
    from mkba_uncertainty.analysis.variance import (
        DependentIndices,
        Screening,
        ShapleyResult,
        SobolResult,
        dependent_indices,
        screening,
        shapley,
        sobol,
    )
    from mkba_uncertainty.case import Case
    from mkba_uncertainty.casefile import load_case, shipped_cases
    from mkba_uncertainty.casefile.saving import new_case, save_case
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
    "analysis.answer": (
        "Confidence",
        "Distribution",
        "confidence",
    ),
    "analysis.variance": (
        "DependentIndices",
        "Screening",
        "ShapleyResult",
        "SobolResult",
        "dependent_indices",
        "screening",
        "shapley",
        "sobol",
    ),
    "analysis.curves": (
        "BreakEven",
        "MainEffect",
        "Switching",
        "Tornado",
        "break_even",
        "main_effect",
        "main_effects",
        "switching",
        "tornado",
    ),
    "analysis.side_by_side": (
        "Comparison",
        "Contrasts",
        "Dependences",
        "Structure",
        "compare",
        "contrast",
        "dependence",
        "structure",
    ),
    "analysis.information": (
        "BinomialStudy",
        "DurationStudy",
        "NormalStudy",
        "PoissonStudy",
        "TableInformation",
        "ValueOfInformation",
        "evpi",
        "evppi",
        "evsi",
        "value_of_information",
    ),
    "analysis.monitoring": (
        "Update",
        "update",
    ),
    "analysis.published": ("Reconciliation", "reconciliation"),
    "case": ("Case",),
    "casefile": ("load_case", "shipped_cases"),
    "casefile.saving": ("new_case", "save_case"),
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
