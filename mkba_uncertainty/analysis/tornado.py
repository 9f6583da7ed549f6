"""What swings the answer, one estimate at a time?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from mkba_uncertainty.analysis.labels import input_labels
from mkba_uncertainty.analysis.main_effect import PinnedDraws
from mkba_uncertainty.analysis.provenance import Provenance, provenance
from mkba_uncertainty.case import CHOICES, Text
from mkba_uncertainty.design import Design, Kind, Rng
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.graph import Array
from mkba_uncertainty.model import CaseModel, Model
from mkba_uncertainty.replication import Executor, Measured, measure, over_batches

if TYPE_CHECKING:
    import pandas as pd

Mode = Literal["median", "mean"]
MODES: tuple[Mode, ...] = ("median", "mean")
LOW, HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Bar:
    """The outcome at a low and a high value of one input.

    ``chosen`` marks a lever or value choice: a choice, not an uncertainty; its ends are the values that scenarios set.
    In mode "median" there is nothing sampled, so that intervals have no width.
    """

    estimate: str
    label: Text
    chosen: bool
    low_input: float
    high_input: float
    low_outcome: Measured
    high_outcome: Measured
    swing: Measured


@dataclass(frozen=True)
class Tornado:
    """The bars, estimates before choices, widest first."""

    provenance: Provenance
    outcome: str
    mode: Mode
    base: Measured
    bars: tuple[Bar, ...]

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba tornado --json`` shows."""
        return {
            **self.provenance.to_dict(),
            "outcome": self.outcome,
            "mode": self.mode,
            "base": self.base.value,
            "bars": [
                {
                    "estimate": bar.estimate,
                    "chosen": bar.chosen,
                    "low_input": bar.low_input,
                    "high_input": bar.high_input,
                    "low_outcome": bar.low_outcome.value,
                    "high_outcome": bar.high_outcome.value,
                    "swing": bar.swing.value,
                    "swing_low": bar.swing.low,
                    "swing_high": bar.swing.high,
                }
                for bar in self.bars
            ],
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row a bar."""
        import pandas as pd

        return pd.DataFrame(self.to_dict()["bars"]).assign(outcome=self.outcome)


def tornado(
    model: Model,
    *,
    outcome: str = "net_benefit",
    mode: Mode = "median",
    draws: int = 1024,
    replicates: int = 8,
    rng: Rng = 1,
    kind: Kind = "sobol",
    executor: Executor | None = None,
) -> Tornado:
    """How far does an outcome move when each estimate goes from its 10 % to its 90 % quantile?

    Parameters
    ----------
    model : Model
    outcome : str
    mode : {"median", "mean"}
        "median": all other estimates at their median; this ignores interactions. "mean": the mean of the outcome over the
        distributions of all others, which sees them. Both ignore that several estimates can be off at once.
    draws, replicates, rng, kind, executor
        As for :func:`mkba_uncertainty.simulate`; used in mode "mean".

    Returns
    -------
    Tornado
        For a case also a bar for each lever and value choice that a scenario moves, marked as chosen.

    Raises
    ------
    InputError
        If the outcome or mode is unknown, or no input is uncertain.
    ModelError
        If the outcome is constant.

    Notes
    -----
    Howard (1988), "Decision analysis: practice and promise", Management Science 34(6), for the chart.
    """
    if mode not in MODES:
        raise InputError("tornado_mode", key="mode", found=mode, expected=", ".join(MODES))
    design = Design(draws, replicates, rng, kind)
    model.select([outcome])
    ends = {name: tuple(float(end) for end in model.inputs[name].ppf(np.array([LOW, HIGH]))) for name in model.uncertain}
    choices = chosen_ends(model)
    if mode == "mean":
        parts = list(over_batches(_Means(model, design, outcome, {**ends, **choices}), design.batches(), executor))
        sections = {name: np.concatenate([part[name] for part in parts]) for name in (*ends, *choices, "")}
    else:
        sections = _at_medians(model, outcome, {**ends, **choices})
    labels = input_labels(model, sections.keys() - {""})
    bars = [
        Bar(
            name,
            labels[name],
            name in choices,
            *({**ends, **choices}[name]),
            *(_measured(sections[name][:, end]) for end in (0, 1)),
            _measured(np.abs(np.diff(sections[name])[:, 0]), np.abs(np.diff(sections[name].mean(axis=0))[0])),
        )
        for name in (*ends, *choices)
    ]
    if all(bar.swing.value == 0 for bar in bars):
        raise ModelError("constant_outcome", key=outcome)
    bars.sort(key=lambda bar: (bar.chosen, -bar.swing.value))
    return Tornado(provenance(model, design), outcome, mode, _measured(sections[""][:, 0]), tuple(bars))


def chosen_ends(model: Model) -> dict[str, tuple[float, float]]:
    """Give for each lever and value choice the lowest and highest value that it has or that a scenario sets."""
    if not isinstance(model, CaseModel):
        return {}
    ends = {}
    for name, estimate in model.case.estimates.items():
        if estimate.role in CHOICES:
            values = [scenario.values[name] for scenario in model.case.scenarios.values() if name in scenario.values]
            values.append(model.points[name])
            if min(values) < max(values):
                ends[name] = (min(values), max(values))
    return ends


def _measured(sections: Array, value: float | None = None) -> Measured:
    return measure(float(sections.mean() if value is None else value), sections)


def _at_medians(model: Model, outcome: str, ends: Mapping[str, tuple[float, float]]) -> dict[str, Array]:
    """Give the outcome at both ends of each input, the others at their median: a single section, without error."""
    medians = {name: float(model.inputs[name].ppf(np.array([0.5]))[0]) for name in model.uncertain}
    base = model.evaluate(medians, [outcome])[outcome]
    found = {"": np.array([[base[0]], [base[0]]])}
    for name, pair in ends.items():
        values = model.evaluate({**medians, name: np.array(pair)}, [outcome])[outcome]
        row = np.broadcast_to(values, 2)
        found[name] = np.stack([row, row])
    return found


@dataclass(frozen=True)
class _Means:
    """The task of one batch: the conditional mean at both ends of each input."""

    model: Model
    design: Design
    outcome: str
    ends: Mapping[str, tuple[float, float]]

    def __call__(self, batch: range) -> dict[str, Array]:
        draws = PinnedDraws.of(self.model, self.design, batch, [self.outcome])
        found = {
            name: np.concatenate([draws.means({name: end}) for end in pair], axis=1) for name, pair in self.ends.items()
        }
        return {**found, "": draws.means_now()}
