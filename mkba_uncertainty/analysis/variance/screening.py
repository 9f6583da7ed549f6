"""Screening: which estimates can be left out? Morris and delta, by the functions of SALib, and PAWN.

SALib works here on probabilities and ranks only; our own families turn these into values. So distributions without an
end, with a few values, or with a long tail take none of its measures by surprise.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from scipy.special import ndtri

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.requirements import (
    require_everywhere,
    require_unmoved,
    require_varies,
)
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.analysis.variance.factors import Groups, factor_labels, factors_of
from mkba_uncertainty.arrays import Array, Flags, Rng, above, is_whole
from mkba_uncertainty.design import Design, DesignKind, normal_scores, points_of, quantiles
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.replication import Executor, Measured, measure, measure_probability, over_batches
from mkba_uncertainty.stopping import Condition, parse_condition
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.tails import tails_of
from mkba_uncertainty.texts import LANGUAGES, Text, both
from mkba_uncertainty.texts.figures import chance, exact, figure, kind_of

MOST_SHOWN = 15
"""Estimates that get a row of their own on a screen."""


@dataclass(frozen=True)
class Morris:
    """Mean size and standard deviation of the elementary effects of one estimate, or of a group.

    Both in units of the outcome, as if the estimate went from one end of its range to the other. A group has no
    ``sigma``: its members move to either side, so that its effects have no sign.
    """

    mu_star: Measured
    sigma: Measured | None


@dataclass(frozen=True)
class Region:
    """What tells draws inside a region from those outside it.

    Parameters
    ----------
    where : str
        The condition that holds inside: ``net_benefit > 0``.
    share : Measured
        Of the draws that lie inside.
    distance : dict of estimate to Measured
        The largest difference between the distributions of the estimate inside and outside.
    dummy : Measured
        The same for an input that does nothing.
    event : Text
        The condition in words.
    """

    where: str
    share: Measured
    distance: dict[str, Measured]
    dummy: Measured
    event: Text

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {
            "where": self.where,
            "share": self.share.to_dict(),
            "distance": {name: found.to_dict() for name, found in self.distance.items()},
            "dummy": self.dummy.to_dict(),
        }


@dataclass(frozen=True, repr=False)
class Screening(Result):
    """Ways to see which estimates matter to an outcome.

    Parameters
    ----------
    provenance : Provenance
    outcome : str
    label : Text
        What the outcome is called.
    unit : str or None
        Its unit.
    factors : dict of factor to its inputs
        A factor is an uncertain input, or a group of them.
    labels : dict of factor to Text
    trajectories : int
        Morris trajectories in each replicate.
    morris : dict of factor to Morris
        Largest ``mu_star`` first.
    delta, pawn : dict of estimate to Measured
        In the same order; empty where estimates were grouped.
    dummy_delta, dummy_pawn : Measured or None
        The same for an input that does nothing: whatever scores no higher cannot be told from it.
    region : Region or None
        What tells draws inside a region from those outside, if one was asked for.

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
    factors: dict[str, tuple[str, ...]]
    labels: dict[str, Text]
    trajectories: int
    morris: dict[str, Morris]
    delta: dict[str, Measured]
    pawn: dict[str, Measured]
    dummy_delta: Measured | None = None
    dummy_pawn: Measured | None = None
    region: Region | None = None

    @property
    def table(self) -> Table:
        """The measures of each estimate, and of an input that does nothing."""
        kind = kind_of(self.unit)
        columns = [
            Column("label", "table.estimate", data=False),
            Column("estimate"),
            Column("mu_star", "table.mu_star", kind),
            Column("sigma", "table.sigma", kind),
        ]
        if self.delta:
            columns += [Column("delta", "table.delta", "share"), Column("pawn", "table.pawn", "share")]
        if self.region:
            columns.append(Column("region", both("screening.region", where=self.region.event), "share"))
        dummy = {
            "label": both("screening.dummy"),
            "delta": self.dummy_delta,
            "pawn": self.dummy_pawn,
            "region": self.region and self.region.dummy,
        }
        return Table(
            columns,
            [*(self._row(name) for name in self.morris), *([Row(dummy, data=False)] if self.delta else [])],
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
                "delta": self.delta.get(name),
                "pawn": self.pawn.get(name),
                "region": self.region and self.region.distance[name],
            }
        )

    def title(self) -> Text:
        """Give the heading."""
        return both("plot.screening.title", label=self.label)

    def notes(self) -> Sequence[Text]:
        """Say what the measures are, and that one of them knows no dependence."""
        notes = [both("screening.note" if self.delta else "screening.groups")]
        if self.region:
            inside = partial(chance, self.region.share)
            notes.append(both("screening.where", where=self.region.event, share=inside))
        if self.provenance.dependence not in (None, "independent"):
            notes.append(both("screening.dependence"))
        return notes

    def facts(self) -> dict[str, Any]:
        """Give each measure by estimate, and those of an input that does nothing."""
        dummy = {"delta": self.dummy_delta, "pawn": self.dummy_pawn}
        return {
            "outcome": self.outcome,
            "trajectories": self.trajectories,
            "morris": {
                name: {"mu_star": found.mu_star.to_dict(), "sigma": found.sigma and found.sigma.to_dict()}
                for name, found in self.morris.items()
            },
            "delta": {name: found.to_dict() for name, found in self.delta.items()},
            "pawn": {name: found.to_dict() for name, found in self.pawn.items()},
            "dummy": {name: found.to_dict() for name, found in dummy.items() if found},
            **({"region": self.region.to_dict()} if self.region else {}),
        }


def _at_most(rest: Sequence[Row]) -> Row:
    return Row({"label": both("plot.others.at_most", count=len(rest)), "mu_star": rest[0].cells["mu_star"]})


LEVELS = 4
TRIM = 0.005
"""Probability left out in each tail of the Morris grid, whose outer levels would otherwise be infinite."""

SLICES = 10
FEWEST_DRAWS = 64

FADING = 4 / 15
"""The power of the number of draws with which delta loses less by smoothing."""

DUMMY = ""
"""The name, among estimates, of an input that does nothing."""


def screening(
    model: AnyModel,
    *,
    outcome: str | None = None,
    groups: Groups = None,
    where: str | None = None,
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
    outcome : str, optional
        By default the headline: the net benefit, or else the first outcome.
    groups : mapping of name to inputs, or {"role", "tag"}, optional
        Inputs that move together, as for :func:`mkba_uncertainty.sobol`; then there are Morris measures only,
        as there are where estimates are shares that sum to 1.
    where : str, optional
        A region, such as ``"net_benefit > 0"`` or ``"bcr < 1"``: also say what tells draws inside it from the others.
    trajectories : int
        Morris trajectories in each replicate; each costs a run more than there are estimates, or groups.
    draws : int
        Draws in each replicate, for all but Morris; at least 64.
    replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`.

    Returns
    -------
    Screening

    Raises
    ------
    InputError
        If an outcome is unknown, no input is uncertain, a group does not fit, numbers are too small, or the region
        holds all draws of a replicate, or none.
    ModelError
        If the outcome is constant, or NaN or infinite on some draw.

    Notes
    -----
    Morris 1991 with ``mu_star`` of Campolongo, Cariboni and Saltelli 2007: one estimate at a time moves over two thirds
    of its range, on a grid of 4 levels from its 0.5 % to its 99.5 % quantile. Both its figures are moments, over a few
    values of each estimate: of an outcome with a heavy tail, which gets a warning, they say little. It knows no
    dependence: an estimate moves and those that hang together with it stay. ``sigma`` is 0 for an estimate that only
    adds a straight line. The members of a group all move, each to either side; such an effect has a size but no sign,
    hence no ``sigma``.

    delta (Borgonovo 2007; estimator 26 of Plischke, Borgonovo and Smith 2013) is the share of probability that moves if
    the estimate is known. It does not depend on the scale of the outcome, so it is estimated on the normal scores of
    its ranks: a kernel density then suffers from no long tail, and equal outcomes share their stretch of ranks evenly.
    The densities are smoothed, which makes delta too small where it is large. That fades with the power 4/15 of the
    number of draws (the square of a bandwidth, in classes of ``n^(2/3)`` draws), or up to half as fast where densities
    have edges. So where replicates give less than all draws do, the value is extrapolated, and the interval holds that
    step and once more as much. The densities have noise as well, which makes delta too large where it is small: as much
    as a dummy shows, which the interval reaches down for.

    PAWN (Pianosi and Wagener 2018) is the median distance of Kolmogorov and Smirnov between the distribution of the
    outcome, and that within each tenth of the estimate. What tells draws inside a region from those outside is that
    distance between the distributions of the estimate here and there (Spear and Hornberger 1980; Hornberger and Spear
    1981); its interval reaches down as far too. No estimate reaches 0 by any of them: compare
    with the dummy.

    All but Morris see dependence. Intervals come from sectioning (Nakayama 2014); within a replicate these estimators
    are biased more than on all draws, which makes the intervals wide enough to hold that.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> found = mkba.screening(model, where="net_benefit > 5", trajectories=4, draws=64, replicates=2)
    >>> list(found.morris)
    ['benefits', 'costs']
    >>> found.delta["benefits"].value > found.dummy_delta.value
    True
    >>> found.region.distance["benefits"].value > found.region.distance["costs"].value > found.region.dummy.value
    True
    """
    outcome = outcome or model.headline
    design = Design(draws, replicates, rng, kind)
    condition = None if where is None else parse_condition(where, "where")
    outcomes = model.select([outcome, *([condition.outcome] if condition else [])])
    require_unmoved(model)
    if not model.uncertain:
        raise InputError("nothing_uncertain", key="inputs")
    names, factors = model.uncertain, factors_of(model, groups)
    grouped = groups is not None or bool(model.breaks)
    if condition and grouped:
        raise InputError("where_of_groups", key="where")
    if not is_whole(trajectories) or trajectories < 2:
        raise InputError("too_few_trajectories", key="trajectories", found=trajectories)
    if draws < FEWEST_DRAWS:
        raise InputError("too_few_draws", key="draws", found=draws, fewest=FEWEST_DRAWS)
    run = _Run(model, design, outcomes, tuple(factors.values()), trajectories)
    parts = list(over_batches(run, design.batches(), executor))
    scores, drawn, points, effects = (np.concatenate([part[place] for part in parts]) for place in range(4))
    y = drawn[:, 0]
    for column, name in enumerate(outcomes):
        require_everywhere(model, name, drawn[:, column])
    for values in (drawn, effects):
        if not np.isfinite(values).all():
            raise ModelError("mean_not_finite", key=outcome)
    require_varies(y.mean(axis=1)[:, None], y.var(axis=1)[:, None], [outcome], draws)

    morris = _morris(factors, names, points, effects)
    ordered = sorted(factors, key=lambda name: -morris[name].mu_star.value)
    labels = factor_labels(model, factors)
    (tail,) = tails_of(y.reshape(1, -1))
    found = Screening(
        provenance(model, design, tails={outcome: tail} if tail else {}),
        outcome,
        model.label(outcome),
        model.unit(outcome),
        {name: factors[name] for name in ordered},
        {name: labels[name] for name in ordered},
        trajectories,
        {name: morris[name] for name in ordered},
        {},
        {},
    )
    if grouped:
        return found
    dummy = np.random.default_rng(_child(design, replicates)).permuted(scores[:, 0], axis=1)
    inside = None if condition is None else _inside(condition, drawn[:, outcomes.index(condition.outcome)])
    columns = [*scores.swapaxes(0, 1), dummy]
    measured = dict(zip((*names, DUMMY), over_batches(_FromDraws(y, inside), columns, executor), strict=True))
    noise = measured[DUMMY].delta.high
    return replace(
        found,
        delta={name: _above_noise(measured[name].delta, noise) for name in ordered},
        pawn={name: measured[name].pawn for name in ordered},
        dummy_delta=measured[DUMMY].delta,
        dummy_pawn=measured[DUMMY].pawn,
        region=None if condition is None or inside is None else _region(condition, inside, measured, ordered, model),
    )


@dataclass(frozen=True)
class _Run:
    """The task of one batch: for each replicate draws with their k outcomes, and m points of trajectories with one."""

    model: AnyModel
    design: Design
    outcomes: tuple[str, ...]
    factors: tuple[tuple[str, ...], ...]
    trajectories: int

    def __call__(self, batch: range) -> tuple[Array, Array, Array, Array]:
        """Give normal scores (R, D, n), outcomes (R, k, n), points (R, m, D), and the first outcome on these (R, m)."""
        scores, drawn, points, effects = zip(*(self._replicate(number) for number in batch), strict=True)
        return np.stack(scores), np.stack(drawn), np.stack(points), np.stack(effects)

    def _replicate(self, number: int) -> tuple[Array, Array, Array, Array]:
        from SALib.sample.morris import sample

        names = self.model.uncertain
        scores = normal_scores(self.model, points_of(self.model, self.design, range(number, number + 1)))
        seed = int(np.random.default_rng(_child(self.design, number)).integers(1, 2**31))  # SALib drops a seed of 0
        with _undisturbed():
            points: Array = sample(_grouped(names, self.factors), self.trajectories, num_levels=LEVELS, seed=seed)
        levels = TRIM + (1 - 2 * TRIM) * points
        placed = {name: self.model.inputs[name].ppf(level) for name, level in zip(names, levels.T, strict=True)}
        first = self.outcomes[0]
        drawn = self.model.evaluate(quantiles(self.model, scores), self.outcomes)
        effects = self.model.evaluate(placed, [first])[first]
        return scores, np.stack([drawn[name] for name in self.outcomes]), points, effects


@dataclass(frozen=True)
class _Distances:
    """What draws say of one estimate."""

    delta: Measured
    pawn: Measured
    region: Measured | None


@dataclass(frozen=True)
class _FromDraws:
    """The task of one estimate, given its normal scores of shape (R, n): outcomes, and which draws lie inside."""

    outcomes: Array
    inside: Flags | None

    def __call__(self, scores: Array) -> _Distances:
        with _undisturbed():
            return _Distances(
                _extrapolated(*self._sections(_delta, scores, self.outcomes)),
                _in_unit(measure(*self._sections(_pawn, scores, self.outcomes))),
                None if self.inside is None else _in_unit(measure(*self._sections(_apart, scores, self.inside))),
            )

    def _sections(self, index: Callable[[Array, Any], float], scores: Array, beside: Any) -> tuple[float, list[float]]:
        """Give a measure on all draws, and within each replicate."""
        return index(scores.ravel(), beside.ravel()), [index(*pair) for pair in zip(scores, beside, strict=True)]


def _in_unit(found: Measured) -> Measured:
    return Measured(min(max(found.value, 0.0), 1.0), max(found.low, 0.0), min(found.high, 1.0))


def _extrapolated(value: float, within: Sequence[float]) -> Measured:
    """Add what smoothing took, where a replicate shows less than all draws do, which are as many as R of them.

    Where densities have edges or peaks the loss fades up to half as fast: the interval reaches twice as far up.
    """
    found = measure(value, within)
    lost = max(value - float(np.mean(within)), 0.0) / (len(within) ** FADING - 1)
    return _in_unit(Measured(value + lost, found.low, found.high + 2 * lost))


def _above_noise(found: Measured, noise: float) -> Measured:
    """Let an interval reach down as far as noise may have lifted it: noise and signal add up as squares do."""
    return replace(found, low=float(np.sqrt(max(found.low**2 - noise**2, 0.0))))


def _inside(region: Condition, drawn: Array) -> Flags:
    """Say which draws lie inside a region, shape (R, n).

    Raises
    ------
    InputError
        If in some replicate all draws do, or none does.
    """
    inside = above(drawn, region.limit) if region.above else above(-drawn, -region.limit)
    shares = inside.mean(axis=1)
    if shares.min() == 0 or shares.max() == 1:
        raise InputError(
            "where_empty",
            key="where",
            found=region.text,
            share=Text(*(chance(inside.mean().item(), lang) for lang in LANGUAGES)),
            draws=drawn.shape[1],
        )
    return inside


def _region(
    region: Condition, inside: Flags, measured: dict[str, _Distances], names: Sequence[str], model: AnyModel
) -> Region:
    distances = {name: found.region for name, found in measured.items() if found.region is not None}
    share = measure_probability(float(inside.mean()), inside.mean(axis=1), inside.size)
    noise = distances[DUMMY].high
    limit = partial(figure, exact(region.limit), kind_of(model.unit(region.outcome)))
    event = both("screening.event", label=model.label(region.outcome), sign="><"[not region.above], limit=limit)
    apart = {name: _above_noise(distances[name], noise) for name in names}
    return Region(region.text, share, apart, distances[DUMMY], event)


def _morris(
    factors: Mapping[str, tuple[str, ...]], names: tuple[str, ...], points: Array, outcomes: Array
) -> dict[str, Morris]:
    """Let SALib take the elementary effects of all replicates together, and of each.

    SALib divides by its step on the grid from 0 to 1; the step in probability is a little smaller.
    """
    from SALib.analyze import morris

    problem = _grouped(names, tuple(factors.values()))

    def analyse(x: Array, y: Array) -> Array:
        with _undisturbed():
            found = morris.analyze(problem, x, y, num_levels=LEVELS, num_resamples=2, seed=1)
        return np.ma.filled([found["mu_star"], found["sigma"]], np.nan) / (1 - 2 * TRIM)

    together = analyse(points.reshape(-1, len(names)), outcomes.ravel())
    within = np.stack([analyse(*pair) for pair in zip(points, outcomes, strict=True)])
    found = {}
    for column, (name, members) in enumerate(factors.items()):
        mu_star, sigma = (measure(float(together[row, column]), within[:, row, column]) for row in (0, 1))
        found[name] = Morris(mu_star, sigma if len(members) == 1 else None)
    return found


def _delta(scores: Array, outcomes: Array) -> float:
    from SALib.analyze.delta import calc_delta
    from scipy.stats import rankdata

    count = outcomes.size
    y = ndtri((rankdata(outcomes, method="ordinal") - 0.5) / count)
    classes = int(np.ceil(np.cbrt(count)))  # Plischke et al. 2013, section 5, of many draws
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


def _apart(scores: Array, inside: Flags) -> float:
    """Give the distance of Kolmogorov and Smirnov between scores inside and outside."""
    within = inside[np.argsort(scores)]
    return float(np.abs(np.cumsum(within) / within.sum() - np.cumsum(~within) / (~within).sum()).max())


def _grouped(names: Sequence[str], factors: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    """State the problem for SALib, with a group for each factor; its columns stay in the order of names."""
    factor_of = {name: str(place) for place, factor in enumerate(factors) for name in factor}
    return {**_problem(len(names)), "groups": [factor_of[name] for name in names]}


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
