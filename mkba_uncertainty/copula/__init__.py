"""What varies together, as ranks and scores: correlation, and what is known of the rest once some are known."""

from mkba_uncertainty.copula.conditioning import (
    FARTHEST,
    covariance_given,
    learn,
    score_of_value,
    scores_given,
    weights_given,
)
from mkba_uncertainty.copula.correlation import (
    UnattainedWarning,
    attainable_spearman,
    cholesky_factor,
    concordance_to_pearson,
    correlation_matrix,
    mix,
    nearest_correlation,
    pearson_to_spearman,
    spearman_to_pearson,
)
from mkba_uncertainty.copula.evidence import EvidenceBlock

__all__ = [
    "FARTHEST",
    "EvidenceBlock",
    "UnattainedWarning",
    "attainable_spearman",
    "cholesky_factor",
    "concordance_to_pearson",
    "correlation_matrix",
    "covariance_given",
    "learn",
    "mix",
    "nearest_correlation",
    "pearson_to_spearman",
    "score_of_value",
    "scores_given",
    "spearman_to_pearson",
    "weights_given",
]
