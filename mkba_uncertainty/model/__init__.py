"""A model: named inputs with distributions -> named outcomes, vectorised over draws.

A model is made from any Python function on arrays, or built from a case (:func:`build_model`). An analysis sees
no difference, but that a case's graph lets it evaluate again only what a changed input touches.
"""

from __future__ import annotations

from mkba_uncertainty.model.cashflow import (
    Annuity,
    End,
    PresentValue,
    ProfileValue,
    Schedule,
    Stream,
    StreamValue,
    YearlyAmount,
    YearOf,
    YearTotals,
    annuity,
    spread,
)
from mkba_uncertainty.model.discounting import Discount
from mkba_uncertainty.model.nodes import Evaluate, Ratio, WeightedSum
from mkba_uncertainty.model.of_case import CaseModel, build_model, variant_model
from mkba_uncertainty.model.of_function import Function, Model
from mkba_uncertainty.model.of_graph import GraphModel, ModelOfCase
from mkba_uncertainty.model.protocol import CHUNK, AnyModel, Correlation, chunks, limit_of
from mkba_uncertainty.model.returns import internal_rates, payback
from mkba_uncertainty.model.sticks import Part, Sticks

__all__ = [
    "CHUNK",
    "Annuity",
    "AnyModel",
    "CaseModel",
    "Correlation",
    "Discount",
    "End",
    "Evaluate",
    "Function",
    "GraphModel",
    "Model",
    "ModelOfCase",
    "Part",
    "PresentValue",
    "ProfileValue",
    "Ratio",
    "Schedule",
    "Sticks",
    "Stream",
    "StreamValue",
    "WeightedSum",
    "YearOf",
    "YearTotals",
    "YearlyAmount",
    "annuity",
    "build_model",
    "chunks",
    "internal_rates",
    "limit_of",
    "payback",
    "spread",
    "variant_model",
]
