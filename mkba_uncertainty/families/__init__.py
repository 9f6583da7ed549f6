"""Distribution families: frozen dataclasses with quantiles (``ppf``), ``cdf``, ``mean``, ``sd`` and ``support``."""

from mkba_uncertainty.families import fast_quantile
from mkba_uncertainty.families.base import Family, density
from mkba_uncertainty.families.catalogue import FAMILIES, ParameterSet, make_family, parameter_sets
from mkba_uncertainty.families.closed_form import Point, Triangular, Uniform
from mkba_uncertainty.families.composed import LogPool, Mixture, Rescaled
from mkba_uncertainty.families.metalog import Metalog
from mkba_uncertainty.families.normal import LogNormal, Normal, TruncatedNormal
from mkba_uncertainty.families.observation import (
    Count,
    Counts,
    Mean,
    Observation,
    Share,
    counts_of,
    make_observation,
    parse_observation,
    parse_observe,
)
from mkba_uncertainty.families.relative import is_relative, relative_family
from mkba_uncertainty.families.shaped import Beta, Gamma, Pert
from mkba_uncertainty.families.studies import Studies, Study
from mkba_uncertainty.families.tabulated import Discrete, Empirical
from mkba_uncertainty.families.truncated import Truncated
from mkba_uncertainty.families.updated import Updated, log_evidence, surprise

__all__ = [
    "FAMILIES",
    "Beta",
    "Count",
    "Counts",
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
    "Observation",
    "ParameterSet",
    "Pert",
    "Point",
    "Rescaled",
    "Share",
    "Studies",
    "Study",
    "Triangular",
    "Truncated",
    "TruncatedNormal",
    "Uniform",
    "Updated",
    "counts_of",
    "density",
    "fast_quantile",
    "is_relative",
    "log_evidence",
    "make_family",
    "make_observation",
    "parameter_sets",
    "parse_observation",
    "parse_observe",
    "relative_family",
    "surprise",
]
