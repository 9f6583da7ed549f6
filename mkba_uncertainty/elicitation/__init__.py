"""From experts' answers to distributions: fitting, pooling, and weights by performance."""

from mkba_uncertainty.elicitation.answers import one_answer
from mkba_uncertainty.elicitation.candidates import CANDIDATES
from mkba_uncertainty.elicitation.consultation import Consultation, consult, consult_answers
from mkba_uncertainty.elicitation.cooke import (
    PerformanceWeights,
    SeedQuestions,
    Truths,
    performance_weights,
    read_seed_questions,
    read_truths,
)
from mkba_uncertainty.elicitation.drawn import drawn
from mkba_uncertainty.elicitation.fitting import Elicited, Fit, MisfitWarning, fit, fit_each
from mkba_uncertainty.elicitation.pooling import pool, pooled_answers

__all__ = [
    "CANDIDATES",
    "Consultation",
    "Elicited",
    "Fit",
    "MisfitWarning",
    "PerformanceWeights",
    "SeedQuestions",
    "Truths",
    "consult",
    "consult_answers",
    "drawn",
    "fit",
    "fit_each",
    "one_answer",
    "performance_weights",
    "pool",
    "pooled_answers",
    "read_seed_questions",
    "read_truths",
]
