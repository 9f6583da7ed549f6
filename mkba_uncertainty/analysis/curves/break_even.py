"""Where does the verdict flip if two estimates move together? The line on which the expected outcome is zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri

from mkba_uncertainty.analysis.curves.crossings import Cdf, Line, find_crossings, values_to_scan
from mkba_uncertainty.analysis.curves.main_effect import CLOUD, variance_shares
from mkba_uncertainty.analysis.curves.nodes import quantile_nodes
from mkba_uncertainty.analysis.curves.switching import require_sign
from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import require_unmoved, require_variance, uncertain_names
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import Array, Rng
from mkba_uncertainty.copula.conditioning import covariance_given, score_of_value, scores_given
from mkba_uncertainty.design import Design, DesignKind, sample
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import Executor, Measured, measure
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.texts import Text, both, joined

NODES, SCAN = 32, 9
LEADING_NODES = 8
STEPS = 16


@dataclass(frozen=True, repr=False)
class BreakEven(Result):
    """The line in the plane of two estimates on which the expected outcome is zero.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
        What the outcome is called.
    mean : Measured
        The expected outcome.
    pair : (str, str)
    labels : (Text, Text)
    points : (float, float)
        The point values of the pair.
    ranges : ((float, float), (float, float))
        The 5 and 95 % quantiles of each.
    x : array of shape (K,)
        Values of the first estimate, ascending.
    roots : tuple of K tuples of Measured
        Where the expected outcome is zero along the second estimate, ascending; none where it keeps its sign.
    other_sign : tuple of K tuples of (float, float)
        From where to where along the second estimate the expected outcome has the other sign than with nothing known;
        infinite at the ends of its range.
    probability_crossed : Measured
        Probability that the pair lies where the expected outcome has the other sign.
    cloud : array of shape (2, n)
        Some draws of the pair.
    left_out : tuple of Text
        Groups of shares that sum to 1: none of these moves alone.
    units : (str or None, str or None)
        Of the pair.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.break_even(model, ("benefits", "costs"), draws=256)
    >>> found.pair, round(found.probability_crossed.value, 1)  # the normal distribution at -1: 0.16
    (('benefits', 'costs'), 0.2)
    """

    outcome: str
    label: Text
    mean: Measured
    pair: tuple[str, str]
    labels: tuple[Text, Text]
    points: tuple[float, float]
    ranges: tuple[tuple[float, float], tuple[float, float]]
    x: Array
    roots: tuple[tuple[Measured, ...], ...]
    other_sign: tuple[tuple[tuple[float, float], ...], ...]
    probability_crossed: Measured
    cloud: Array
    left_out: tuple[Text, ...] = ()
    units: tuple[str | None, str | None] = (None, None)

    @property
    def table(self) -> Table:
        """A row for each root at each value of the first estimate; one without a root where there is none."""
        none = Measured(np.nan, np.nan, np.nan)
        return Table(
            [Column("x"), Column("y")],
            [
                Row({"x": x, "y": root})
                for x, roots in zip(self.x.tolist(), self.roots, strict=True)
                for root in roots or (none,)
            ],
            constants={"outcome": self.outcome, "estimate": self.pair[0], "with": self.pair[1]},
        )

    def notes(self) -> Sequence[Text]:
        """Say which estimates it does not look at."""
        return [both("break_even.left_out", labels=joined(self.left_out))] if self.left_out else []


def break_even(
    model: AnyModel,
    pair: tuple[str, str] | None = None,
    *,
    outcome: str | None = None,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> BreakEven:
    """Say for which values of two estimates the expected outcome is zero, all others at their distributions.

    Parameters
    ----------
    model : AnyModel
    pair : (str, str), optional
        The two that carry most of the variance by default.
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    BreakEven

    Raises
    ------
    InputError
        If the outcome or an estimate is unknown or fixed, or the pair is not two different estimates.
    ModelError
        If the outcome is constant, or NaN or infinite on some draw.

    Notes
    -----
    For each of 32 quantiles of the first estimate the root along the second is sought as for
    :func:`mkba_uncertainty.switching`, on 9 values; the probability is a weighted sum over them,
    and its interval allows for what falls between them.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.break_even(model, ("benefits", "costs"), draws=64)
    >>> round(abs(found.roots[16][0].value - float(found.x[16])), 6)  # they cancel where they are equal
    0.0
    """
    outcome = outcome or model.headline
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    require_unmoved(model)
    tails = require_variance(model, design, [outcome])
    first, second = _two(model, pair) if pair is not None else _leading(model, outcome, design, executor)
    nodes = quantile_nodes(model.inputs[first], NODES)
    x = nodes.x
    along = values_to_scan(model.inputs[second], SCAN)
    lines = {place: Line(second, along, {first: float(value)}) for place, value in enumerate(x)}
    mean, crossings = find_crossings(model, design, outcome, lines, executor)
    require_sign(mean, outcome)

    sign, points = float(np.sign(mean.value)), model.point()
    cdfs = [_conditional_cdf(model, first, second, value) for value in x.tolist()]
    columns = list(zip(crossings.values(), cdfs, strict=True))
    beyond = np.array([crossing.probability(cdf, sign) for crossing, cdf in columns])
    within = np.stack([crossing.probability_by_replicate(cdf, sign) for crossing, cdf in columns], axis=1)
    chance = measure(float(np.sum(nodes.weight * beyond)), np.sum(nodes.weight * within, axis=1))
    between = nodes.mean_error(beyond)
    labels = model.labels([first, second])
    few = replace(design, draws=min(design.draws, CLOUD), rng=design.seeds)
    drawn = sample(model, few, range(1))
    ranges = [tuple(model.inputs[name].ppf(np.array([0.05, 0.95])).tolist()) for name in (first, second)]
    return BreakEven(
        provenance(model, design, tails=tails),
        outcome,
        model.label(outcome),
        mean,
        (first, second),
        (labels[first], labels[second]),
        (points[first], points[second]),
        (ranges[0], ranges[1]),
        x,
        tuple(crossing.measured_roots() for crossing in crossings.values()),
        tuple(tuple(crossing.others(sign)) for crossing in crossings.values()),
        Measured(chance.value, max(chance.low - between, 0.0), min(chance.high + between, 1.0)),
        np.stack([drawn[first], drawn[second]]),
        tuple(model.labels(model.shares).values()),
        (model.unit(first), model.unit(second)),
    )


def _two(model: AnyModel, pair: tuple[str, str]) -> tuple[str, str]:
    names = uncertain_names(model, pair)
    if len(names) != 2 or isinstance(pair, str):
        raise InputError("not_a_pair", key="pair", found=", ".join(names))
    return names[0], names[1]


def _leading(model: AnyModel, outcome: str, design: Design, executor: Executor | None) -> tuple[str, str]:
    names = uncertain_names(model, None)
    if len(names) < 2:
        raise InputError("not_a_pair", key="pair", found=", ".join(names))
    first, second, *_ = variance_shares(model, design, outcome, of=names, nodes=LEADING_NODES, executor=executor)
    return first, second


def _conditional_cdf(model: AnyModel, first: str, second: str, value: float) -> Cdf:
    """Give the distribution function of the second estimate, given the value of the first (Gaussian copula)."""
    names, family = model.correlated, model.inputs[second]
    if first not in names or second not in names:
        return family.cdf
    pair = [names.index(first), names.index(second)]
    correlation = model.normal_correlation[np.ix_(pair, pair)]
    levels = (np.arange(STEPS) + 0.5) / STEPS  # all as good as one, unless the value has a probability
    known = score_of_value(model.inputs[first], value, levels)
    mean = scores_given(np.zeros((2, STEPS)), correlation, [0], known[None])[1]
    sd = np.sqrt(covariance_given(correlation, [0])[1, 1])

    def cdf(values: Array) -> Array:
        scores = ndtri(np.asarray(family.cdf(values)))[..., None]
        return np.asarray(ndtr((scores - mean) / sd).mean(axis=-1))

    return cdf
