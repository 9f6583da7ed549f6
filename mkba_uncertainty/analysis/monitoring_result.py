"""The same question after monitoring data: the answer, as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis.confidence_result import Confidence
from mkba_uncertainty.analysis.provenance import Provenance, brief
from mkba_uncertainty.case import Case, Text
from mkba_uncertainty.families import Family, Observation
from mkba_uncertainty.replication import Measured

if TYPE_CHECKING:
    import pandas as pd

CONFLICT = 0.01
"""Data conflict with what was known where the chance of data at least this extreme, doubled, is below this."""


@dataclass(frozen=True)
class Belief:
    """What is known of an estimate: mean, standard deviation and quantiles."""

    mean: float
    sd: float
    quantiles: Mapping[float, float]

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        quantiles = {str(level): value for level, value in self.quantiles.items()}
        return {"mean": self.mean, "sd": self.sd, "quantiles": quantiles}


@dataclass(frozen=True)
class Learnt:
    """One estimate before and after the data.

    Parameters
    ----------
    name : str
    label : Text
    unit : str or None
        None for an input of a model that is no case.
    observations : tuple of Observation
        Its own data; none for one that moved along with others.
    surprise : tuple of float
        For each observation the chance of data at least this extreme on that side, doubled; given the observations
        before it, whatever the data on other estimates.
    expected : tuple of Belief
        What that chance rests on: what was known of the estimate before each observation, without data on others.
    prior, posterior : Belief
    families : tuple of Family
        Its distribution before and after; empty where that after is known by draws only.
    """

    name: str
    label: Text
    unit: str | None
    observations: tuple[Observation, ...]
    surprise: tuple[float, ...]
    expected: tuple[Belief, ...]
    prior: Belief
    posterior: Belief
    families: tuple[Family, ...] = ()

    @property
    def conflicts(self) -> tuple[tuple[Observation, float, Belief], ...]:
        """The observations that conflict with what was known before, with their chances and what was known."""
        found = zip(self.observations, self.surprise, self.expected, strict=True)
        return tuple((one, chance, known) for one, chance, known in found if chance < CONFLICT)


@dataclass(frozen=True)
class Remaining:
    """What it is still worth to know more.

    Parameters
    ----------
    evpi : Measured
        The value of knowing everything.
    evppi : dict of estimate to Measured
        The value of knowing an observed estimate exactly. Those are left out whose block has data on others as well.
    """

    evpi: Measured
    evppi: dict[str, Measured]

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        return {"evpi": self.evpi.to_dict(), "evppi": {name: value.to_dict() for name, value in self.evppi.items()}}


@dataclass(frozen=True)
class Update:
    """The same question after monitoring data.

    Parameters
    ----------
    provenance : Provenance
    case : Case or None
        The case with the data taken in; None for a model that is no case.
    learnt : dict of estimate to Learnt
        The observed estimates.
    moved : dict of estimate to Learnt
        Those that hang together with them, without data of their own.
    before, after : Confidence
    remaining : tuple of Remaining, or None
        What it is worth to know more, before and after; None where there is nothing to choose or to learn.
    effective_draws : dict of names to float
        For each block of estimates that hang together in which several were observed: how many draws of equal weight
        would say as much as those of this run.
    """

    provenance: Provenance
    case: Case | None
    learnt: dict[str, Learnt]
    moved: dict[str, Learnt]
    before: Confidence
    after: Confidence
    remaining: tuple[Remaining, Remaining] | None
    effective_draws: dict[tuple[str, ...], float]

    __repr__ = brief

    @property
    def warnings(self) -> tuple[Text, ...]:
        """Where data and distribution conflict, with both numbers."""
        from mkba_uncertainty.analysis.monitoring_verdict import conflict_text

        return tuple(
            Text(conflict_text(each, *conflict, "nl"), conflict_text(each, *conflict, "en"))
            for each in self.learnt.values()
            for conflict in each.conflicts
        )

    @property
    def verdict(self) -> Text:
        """The answer in a few sentences."""
        from mkba_uncertainty.analysis.monitoring_verdict import verdict

        return Text(verdict(self, "nl"), verdict(self, "en"))

    def to_dict(self) -> dict[str, Any]:
        """Give what ``mkba update --json`` shows: as ``run`` after the data, and what was learnt."""
        own = self.provenance.to_dict()
        verdict = self.verdict
        return {
            **self.after.to_dict(),
            "observations": {
                name: [
                    {**one.to_table(), "value": one.value, "surprise": surprise}
                    for one, surprise in zip(each.observations, each.surprise, strict=True)
                ]
                for name, each in self.learnt.items()
            },
            "prior": {name: each.prior.to_dict() for name, each in self.learnt.items()},
            "posterior": {name: each.posterior.to_dict() for name, each in self.learnt.items()},
            "moved": {
                name: {"prior": each.prior.to_dict(), "posterior": each.posterior.to_dict()}
                for name, each in self.moved.items()
            },
            "before": {key: value for key, value in self.before.to_dict().items() if key not in own},
            "information": self.remaining
            and dict(zip(("before", "after"), (each.to_dict() for each in self.remaining), strict=True)),
            "effective_draws": {" + ".join(names): found for names, found in self.effective_draws.items()},
            "warnings": [{"nl": text.nl, "en": text.en} for text in self.warnings],
            "update_verdict": {"nl": verdict.nl, "en": verdict.en},
        }

    def to_frame(self) -> pd.DataFrame:
        """Give the outcomes as for ``run``, each before and after (column ``when``), and the estimates.

        An estimate is an outcome ``estimate:<name>`` with mean, sd and quantiles.
        """
        import pandas as pd

        rows = [
            {
                "when": when,
                "outcome": f"estimate:{each.name}",
                "mean": belief.mean,
                "sd": belief.sd,
                **{f"q{level:g}": value for level, value in belief.quantiles.items()},
            }
            for each in (*self.learnt.values(), *self.moved.values())
            for when, belief in (("before", each.prior), ("after", each.posterior))
        ]
        outcomes = [
            answer.to_frame().assign(when=when) for when, answer in (("before", self.before), ("after", self.after))
        ]
        frame = pd.concat([*outcomes, pd.DataFrame(rows)], ignore_index=True)
        return frame[["when", *(name for name in frame.columns if name != "when")]]
