"""What it is worth to know more: the answer, as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.decision import Scale
from mkba_uncertainty.analysis.provenance import Provenance, brief
from mkba_uncertainty.analysis.sample_information import StudyWorth
from mkba_uncertainty.case import Case, Text
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.stopping import Stopping

if TYPE_CHECKING:
    import pandas as pd

LITTLE = 0.05
"""Information is worth little when all of it is worth less than this share of what the choice itself gains."""


@dataclass(frozen=True)
class OptionWorth:
    """An option: its expected net benefit, and the probability that it is the best of all."""

    name: str
    label: Text
    mean: Measured
    probability_best: Measured


@dataclass(frozen=True)
class Worth:
    """What it is worth to know one estimate exactly, or all estimates of a group.

    Parameters
    ----------
    name : str
    label : Text
    value : Measured
        In euros.
    members : tuple of str
        The estimates of a group; empty for one estimate.
    inner_bias : float or None
        For a group: the bias by noise of inner means, which has been taken off the value.
    """

    name: str
    label: Text
    value: Measured
    members: tuple[str, ...] = ()
    inner_bias: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        if self.inner_bias is None:
            return self.value.to_dict()
        return {**self.value.to_dict(), "inner_bias": self.inner_bias, "members": list(self.members)}


@dataclass(frozen=True)
class ValueOfInformation:
    """What it is worth to know more before choosing.

    Parameters
    ----------
    provenance : Provenance
    case : Case or None
    outcome : str
        The net benefit that counts: ``net_benefit``, or that of an actor.
    label : Text
        What it is called.
    threshold : float
        What doing nothing yields.
    scale : Scale
    options : dict of name to OptionWorth
    prefer : str
        The option with the highest expected net benefit.
    gain : Measured
        How much more it yields than the next best, as expected now.
    evpi : Measured
        The value of knowing everything exactly.
    evppi : dict of estimate to Worth
        The value of knowing one estimate exactly, the most valuable first.
    groups : dict of group to Worth
    studies : tuple of StudyWorth
    stopping : Stopping or None
        What the stopping rule came to.
    """

    provenance: Provenance
    case: Case | None
    outcome: str
    label: Text
    threshold: float
    scale: Scale
    options: dict[str, OptionWorth]
    prefer: str
    gain: Measured
    evpi: Measured
    evppi: dict[str, Worth]
    groups: dict[str, Worth]
    studies: tuple[StudyWorth, ...]
    stopping: Stopping | None = None

    __repr__ = brief

    @property
    def is_little(self) -> bool:
        """Whether all information together is worth little beside what the choice itself gains."""
        return self.evpi.value < LITTLE * self.gain.value

    @property
    def verdict(self) -> Text:
        """The answer in plain words."""
        from mkba_uncertainty.analysis.information_verdict import verdict

        return Text(verdict(self, "nl"), verdict(self, "en"))

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba voi --json`` shows."""
        verdict = self.verdict
        return {
            **self.provenance.to_dict(),
            "outcome": self.outcome,
            "threshold": self.threshold,
            "scale": {**asdict(self.scale), "factor": self.scale.factor},
            "prefer": {
                "option": self.prefer,
                "gain": self.gain.to_dict(),
                "mean": {name: option.mean.to_dict() for name, option in self.options.items()},
                "probability_best": {name: option.probability_best.to_dict() for name, option in self.options.items()},
            },
            "evpi": self.evpi.to_dict(),
            "evppi": {name: worth.to_dict() for name, worth in self.evppi.items()},
            "evppi_group": {name: worth.to_dict() for name, worth in self.groups.items()},
            "evsi": [
                {"estimate": study.estimate, "study": study.kind, "asked": size.n == study.asked, **size.to_dict()}
                for study in self.studies
                for size in study.sizes
            ],
            "best_study": {
                study.estimate: None if study.best is None else study.best.to_dict() for study in self.studies
            },
            "verdict": {"nl": verdict.nl, "en": verdict.en},
            **({} if self.stopping is None else {"stopping": self.stopping.to_dict()}),
        }

    def to_frame(self) -> pd.DataFrame:
        """Give a row an estimate, then a row a group, a row for everything, and a row a size of a study.

        Columns ``kind`` (``estimate``, ``group``, ``all``, ``study``) and ``estimate``; ``evppi`` with its interval
        for the first three, ``n``, ``evsi`` with its interval, ``cost`` and ``enbs`` for the last.
        """
        import pandas as pd

        worths = [("estimate", worth) for worth in self.evppi.values()]
        worths += [("group", worth) for worth in self.groups.values()]
        rows: list[dict[str, Any]] = [_row(kind, worth.name, "evppi", worth.value) for kind, worth in worths]
        rows.append(_row("all", "", "evppi", self.evpi))
        rows += [
            _row("study", study.estimate, "evsi", size.value) | {"n": size.n, "cost": size.cost, "enbs": size.net.value}
            for study in self.studies
            for size in study.sizes
        ]
        frame = pd.DataFrame(rows)
        frame.insert(0, "outcome", self.outcome)
        return frame.astype({"n": "Int64"}) if "n" in frame else frame


def _row(kind: str, name: str, key: str, value: Measured) -> dict[str, Any]:
    return {"kind": kind, "estimate": name, key: value.value, f"{key}_low": value.low, f"{key}_high": value.high}
