"""Screening: which estimates can be left out? Morris and delta, by the functions of SALib, and PAWN.

SALib works here on probabilities and ranks only; our own families turn these into values. So distributions without an
end, with a few values, or with a long tail take none of its measures by surprise.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import require_unmoved, require_varies, uncertain_names
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.arrays import Array, Rng, is_whole
from mkba_uncertainty.design import Design, DesignKind, normal_scores, points_of, quantiles
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import Executor, Measured, measure, over_batches
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import kind_of

MOST_SHOWN = 15
"""Estimates that get a row of their own on a screen."""


@dataclass(frozen=True)
class Morris:
    """Mean size and standard deviation of the elementary effects of one estimate.

    Both in units of the outcome, as if the estimate went from one end of its range to the other.
    """

    mu_star: Measured
    sigma: Measured


@dataclass(frozen=True, repr=False)
class Screening(Result):
    """Three ways to see which estimates matter to an outcome.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
        What the outcome is called.
    unit : str or None
        Its unit.
    labels : dict of estimate to Text
    trajectories : int
        Morris trajectories in each replicate.
    morris : dict of estimate to Morris
        Largest ``mu_star`` first.
    delta, pawn : dict of estimate to Measured
        In the same order.
    dummy_delta, dummy_pawn : Measured
        The same for an input that does nothing: whatever scores no higher cannot be told from it.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.screening(model, trajectories=4, draws=64, replicates=2)
    >>> {name: round(each.mu_star.value / inputs[name].sd, 2) for name, each in found.morris.items()}  # straight lines
    {'benefits': 4.55, 'costs': 4.55}
    """

    outcome: str
    label: Text
    unit: str | None
    labels: dict[str, Text]
    trajectories: int
    morris: dict[str, Morris]
    delta: dict[str, Measured]
    pawn: dict[str, Measured]
    dummy_delta: Measured
    dummy_pawn: Measured

    @property
    def table(self) -> Table:
        """The measures of each estimate, and of an input that does nothing."""
        kind = kind_of(self.unit)
        dummy = {"label": both("screening.dummy"), "delta": self.dummy_delta, "pawn": self.dummy_pawn}
        return Table(
            [
                Column("label", "table.estimate", data=False),
                Column("estimate"),
                Column("mu_star", "table.mu_star", kind),
                Column("sigma", "table.sigma", kind),
                Column("delta", "table.delta", "share"),
                Column("pawn", "table.pawn", "share"),
            ],
            [*(self._row(name) for name in self.morris), Row(dummy, data=False)],
            constants={"outcome": self.outcome},
            most=MOST_SHOWN,
            rest=_at_most,
        )

    def _row(self, name: str) -> Row:
        morris = self.morris[name]
        return Row(
            {
                "label": self.labels[name],
                "estimate": name,
                "mu_star": morris.mu_star,
                "sigma": morris.sigma,
                "delta": self.delta[name],
                "pawn": self.pawn[name],
            }
        )

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.screening.title", label=self.label)

    def notes(self) -> Sequence[Text]:
        """Say what the measures are, and that one of them knows no dependence."""
        hang_together = self.provenance.dependence not in (None, "independent")
        return [both("screening.note"), *([both("screening.dependence")] if hang_together else [])]

    def facts(self) -> dict[str, Any]:
        """Give each measure by estimate, and those of an input that does nothing."""
        return {
            "outcome": self.outcome,
            "trajectories": self.trajectories,
            "morris": {
                name: {"mu_star": found.mu_star.to_dict(), "sigma": found.sigma.to_dict()}
                for name, found in self.morris.items()
            },
            "delta": {name: found.to_dict() for name, found in self.delta.items()},
            "pawn": {name: found.to_dict() for name, found in self.pawn.items()},
            "dummy": {"delta": self.dummy_delta.to_dict(), "pawn": self.dummy_pawn.to_dict()},
        }


def _at_most(rest: Sequence[Row]) -> Row:
    return Row({"label": both("plot.others.at_most", count=len(rest)), "mu_star": rest[0].cells["mu_star"]})


LEVELS = 4
TRIM = 0.005
"""Probability left out in each tail of the Morris grid, whose outer levels would otherwise be infinite."""

SLICES = 10
FEWEST_DRAWS = 64
DUMMY = ""
"""The name, among estimates, of an input that does nothing."""


def screening(
    model: AnyModel,
    *,
    outcome: str = "net_benefit",
    trajectories: int = 16,
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: DesignKind = "sobol",
    executor: Executor | None = None,
) -> Screening:
    """Say which estimates matter at all to an outcome, by three measures that assume little.

    Parameters
    ----------
    model : AnyModel
    outcome : str
    trajectories : int
        Morris trajectories in each replicate; each costs a run more than there are estimates.
    draws : int
        Draws in each replicate, for delta and PAWN; at least 64.
    replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Screening

    Raises
    ------
    InputError
        If the outcome is unknown, no input is uncertain, or numbers are too small.
    ModelError
        If the outcome is constant, or NaN or infinite on some draw.

    Notes
    -----
    Morris 1991 with ``mu_star`` of Campolongo, Cariboni and Saltelli 2007: one estimate at a time moves over two thirds
    of its range, on a grid of 4 levels from its 0.5 % to its 99.5 % quantile. It knows no dependence: an estimate moves
    and those that hang together with it stay. ``sigma`` is 0 for an estimate that only adds a straight line.

    delta (Borgonovo 2007; estimator 26 of Plischke, Borgonovo and Smith 2013) is the share of probability that moves if
    the estimate is known; PAWN (Pianosi and Wagener 2018) the median distance of Kolmogorov and Smirnov between the
    distribution of the outcome, and that within each tenth of the estimate. Both come from the same draws and see
    dependence. Neither estimator reaches 0: compare with the dummy. delta does not depend on the scale of the outcome,
    so it is estimated on the normal scores of its ranks: a kernel density then suffers from no long tail, and equal
    outcomes share their stretch of ranks evenly.

    Values come from all draws together and intervals from sectioning (Nakayama 2014). As both estimators are biased
    upward, and within a replicate more so, their intervals are wide enough to hold most of that bias.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.screening(model, trajectories=4, draws=64, replicates=2)
    >>> list(found.morris)
    ['benefits', 'costs']
    >>> found.delta["benefits"].value > found.dummy_delta.value
    True
    """
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    require_unmoved(model)
    names = uncertain_names(model, None)
    if not is_whole(trajectories) or trajectories < 2:
        raise InputError("too_few_trajectories", key="trajectories", found=trajectories)
    if draws < FEWEST_DRAWS:
        raise InputError("too_few_draws", key="draws", found=draws, fewest=FEWEST_DRAWS)
    parts = list(over_batches(_Run(model, design, outcome, trajectories), design.batches(), executor))
    scores, y, points, effects = (np.concatenate([part[place] for part in parts]) for place in range(4))
    for values in (y, effects):
        if not np.isfinite(values).all():
            raise ModelError("mean_not_finite", key=outcome)
    require_varies(y.mean(axis=1)[:, None], y.var(axis=1)[:, None], [outcome], draws)

    morris = _morris(names, points, effects)
    dummy = np.random.default_rng(_child(design, replicates)).permuted(scores[:, 0], axis=1)
    columns = [*scores.swapaxes(0, 1), dummy]
    found = list(over_batches(_FromDraws(y), columns, executor))
    ordered = sorted(names, key=lambda name: -morris[name].mu_star.value)
    measured = dict(zip((*names, DUMMY), found, strict=True))
    labels = model.labels(names)
    return Screening(
        provenance(model, design),
        outcome,
        model.label(outcome),
        model.unit(outcome),
        {name: labels[name] for name in ordered},
        trajectories,
        {name: morris[name] for name in ordered},
        {name: measured[name][0] for name in ordered},
        {name: measured[name][1] for name in ordered},
        *measured[DUMMY],
    )


@dataclass(frozen=True)
class _Run:
    """The task of one batch: for each replicate draws with their outcome, and Morris trajectories with theirs."""

    model: AnyModel
    design: Design
    outcome: str
    trajectories: int

    def __call__(self, batch: range) -> tuple[Array, Array, Array, Array]:
        """Give normal scores (R, D, n), outcomes (R, n), grid points (R, m, D), and outcomes on these (R, m)."""
        scores, drawn, points, effects = zip(*(self._replicate(number) for number in batch), strict=True)
        return np.stack(scores), np.stack(drawn), np.stack(points), np.stack(effects)

    def _replicate(self, number: int) -> tuple[Array, Array, Array, Array]:
        from SALib.sample.morris import sample

        names = self.model.uncertain
        scores = normal_scores(self.model, points_of(self.model, self.design, number))
        seed = int(np.random.default_rng(_child(self.design, number)).integers(1, 2**31))  # SALib drops a seed of 0
        with _undisturbed():
            points: Array = sample(_problem(len(names)), self.trajectories, num_levels=LEVELS, seed=seed)
        levels = TRIM + (1 - 2 * TRIM) * points
        placed = {name: self.model.inputs[name].ppf(level) for name, level in zip(names, levels.T, strict=True)}
        return scores, self._evaluate(quantiles(self.model, scores)), points, self._evaluate(placed)

    def _evaluate(self, inputs: dict[str, Array]) -> Array:
        return self.model.evaluate(inputs, [self.outcome])[self.outcome]


@dataclass(frozen=True)
class _FromDraws:
    """The task of one estimate: delta and PAWN, given its normal scores of shape (R, n)."""

    outcomes: Array

    def __call__(self, scores: Array) -> tuple[Measured, Measured]:
        with _undisturbed():
            return self._measured(_delta, scores), self._measured(_pawn, scores)

    def _measured(self, index: Callable[[Array, Array], float], scores: Array) -> Measured:
        within = [index(*pair) for pair in zip(scores, self.outcomes, strict=True)]
        found = measure(index(scores.ravel(), self.outcomes.ravel()), within)
        return Measured(found.value, max(found.low, 0.0), min(found.high, 1.0))


def _morris(names: tuple[str, ...], points: Array, outcomes: Array) -> dict[str, Morris]:
    """Let SALib take the elementary effects of all replicates together, and of each.

    SALib divides by its step on the grid from 0 to 1; the step in probability is a little smaller.
    """
    from SALib.analyze import morris

    problem = _problem(len(names))

    def analyse(x: Array, y: Array) -> Array:
        with _undisturbed():
            found = morris.analyze(problem, x, y, num_levels=LEVELS, num_resamples=2, seed=1)
        return np.array([found["mu_star"], found["sigma"]], dtype=np.float64) / (1 - 2 * TRIM)

    together = analyse(points.reshape(-1, len(names)), outcomes.ravel())
    within = np.stack([analyse(*pair) for pair in zip(points, outcomes, strict=True)])
    return {
        name: Morris(*(measure(float(together[row, column]), within[:, row, column]) for row in (0, 1)))
        for column, name in enumerate(names)
    }


def _delta(scores: Array, outcomes: Array) -> float:
    from SALib.analyze.delta import calc_delta
    from scipy.stats import rankdata

    count = outcomes.size
    y = ndtri((rankdata(outcomes, method="ordinal") - 0.5) / count)
    exponent = 2 / (7 + np.tanh((1500 - count) / 500))  # classes as SALib has them: Plischke et al. 2013, section 5
    classes = min(int(np.ceil(count**exponent)), 48)
    return float(calc_delta(y, np.linspace(y.min(), y.max(), 100), scores, np.linspace(0, count, classes + 1)))


def _pawn(scores: Array, outcomes: Array) -> float:
    every = np.sort(outcomes)
    edges = np.quantile(scores, np.linspace(0.0, 1.0, SLICES + 1))
    distances = [
        _distance(np.sort(outcomes[(low <= scores) & (scores < high)]), every) for low, high in pairwise(edges)
    ]
    return float(np.median(distances))


def _distance(part: Array, every: Array) -> float:
    """Give the Kolmogorov-Smirnov distance of some of the values to all of them, both sorted."""
    below = [np.searchsorted(values, every, side="right") / values.size for values in (part, every)]
    return float(np.abs(below[0] - below[1]).max())


def _problem(count: int) -> dict[str, Any]:
    return {"num_vars": count, "names": [f"x{number}" for number in range(count)], "bounds": [[0.0, 1.0]] * count}


def _child(design: Design, number: int) -> np.random.SeedSequence:
    """Give a seed apart from that of the draws of any replicate."""
    return np.random.SeedSequence(design.seeds.entropy, spawn_key=(*design.seeds.spawn_key, number, 1))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep what SALib changes to itself: numpy's global random state, and how warnings are treated."""
    state, formatter = np.random.get_state(), warnings.formatwarning  # noqa: NPY002
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        np.random.set_state(state)  # noqa: NPY002
        warnings.formatwarning = formatter
