"""A model: named inputs with distributions -> named outcomes, vectorised over draws.

A model is made from any Python function on arrays, or built from a case (:func:`build_model`). An analysis sees
no difference, but that a case's graph lets it evaluate again only what a changed input touches.
"""

from __future__ import annotations

from mkba_uncertainty.model.cashflow import (
    Annuity,
    CashFlow,
    Evaluate,
    PresentValue,
    Ratio,
    WeightedSum,
    annuity,
    spread,
)
from mkba_uncertainty.model.of_case import CaseModel, build_model
from mkba_uncertainty.model.of_function import Function, Model
from mkba_uncertainty.model.protocol import CHUNK, AnyModel, Correlation, chunks

__all__ = [
    "CHUNK",
    "Annuity",
    "AnyModel",
    "CaseModel",
    "CashFlow",
    "Correlation",
    "Evaluate",
    "Function",
    "Model",
    "PresentValue",
    "Ratio",
    "WeightedSum",
    "annuity",
    "build_model",
    "chunks",
    "spread",
]
