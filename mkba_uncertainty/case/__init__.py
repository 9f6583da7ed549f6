"""A case: estimates with distributions, posts with formulas, and what was published. Frozen data, no I/O.

The words are those of the field; see the glossary in the README. A case is what one file in ``distributions/``
says. It computes nothing itself: :mod:`mkba_uncertainty.model` turns it into a model.
"""

from mkba_uncertainty.case.case import (
    BASE,
    DISCOUNT_RATE,
    HEADLINES,
    RATIOS,
    Actor,
    Case,
    Claim,
    Dependence,
    Document,
    Line,
    Measure,
    Post,
    PostKind,
    Quantity,
    Remark,
    Scenario,
    Side,
    Timing,
    Variant,
    actor_tree,
    at_price_level,
    outcome_names,
)
from mkba_uncertainty.case.estimate import CHOICES, POOLED, Basis, Estimate, Expert, Role, Source, misfit
from mkba_uncertainty.case.minding import minds

__all__ = [
    "BASE",
    "CHOICES",
    "DISCOUNT_RATE",
    "HEADLINES",
    "POOLED",
    "RATIOS",
    "Actor",
    "Basis",
    "Case",
    "Claim",
    "Dependence",
    "Document",
    "Estimate",
    "Expert",
    "Line",
    "Measure",
    "Post",
    "PostKind",
    "Quantity",
    "Remark",
    "Role",
    "Scenario",
    "Side",
    "Source",
    "Timing",
    "Variant",
    "actor_tree",
    "at_price_level",
    "minds",
    "misfit",
    "outcome_names",
]
