"""What every model can be asked, wherever it comes from: inputs with distributions -> named outcomes, over draws."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np

from mkba_uncertainty.arrays import Array, Value, Values
from mkba_uncertainty.case import NET_BENEFIT, Case
from mkba_uncertainty.copula.correlation import Block, correlation_matrix, independent_blocks
from mkba_uncertainty.copula.evidence import EvidenceBlock, evidence_blocks
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.families import Family, Point
from mkba_uncertainty.model.sticks import Sticks
from mkba_uncertainty.names import as_names, select, unknown
from mkba_uncertainty.texts import Text

if TYPE_CHECKING:
    import pandas as pd

Correlation: TypeAlias = "Mapping[tuple[str, str], float] | pd.DataFrame | None"

CHUNK = 8192
"""Rows evaluated at once: arrays of this length stay in a processor's cache."""


class AnyModel(ABC):
    """Named inputs -> named outcomes.

    Each kind of model says how a chunk of draws is evaluated (:meth:`run`), and evaluated again where few inputs
    changed (:meth:`rerun`); what its inputs and outcomes are called, in which unit, and which inputs an outcome uses.
    What only a case has is a part that may be absent: ``case``, ``whole``, ``alternative``, ``scenarios``,
    ``dependence``.

    Attributes
    ----------
    inputs : mapping of name to Family
        The distribution of each input; a ``Point`` is fixed.
    outcomes : sequence of str
    correlation : mapping of (name, name) to float, or DataFrame, optional
        Spearman rank correlations between inputs.
    name : str
        What messages and tables call the model.
    case : Case or None
        With its scenarios and variants of dependence, of which ``scenarios`` and ``dependence`` are in force; as
        ``alternative`` has it.
    whole : Case or None
        The case with all its alternatives.
    alternative : str or None
        Which of several alternatives of a case it is; None where there is one approach.
    published : mapping of outcome to float
        What was published of this very model: not of another policy, or with other knowledge.
    shares : mapping of name to Sticks
        Estimates that sum to 1. They are no inputs, but follow from inputs of their own, the breaks.

    Raises
    ------
    InputError
        If there are no outcomes, an input is no Family, an outcome has the name of an input, or the correlations
        cannot all hold together.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    >>> isinstance(model, mkba.AnyModel)
    True
    >>> model.point()["recidivism"], model.label("recidivism").nl, model.headlines[:2]
    (0.3, 'Terugval', ('costs', 'benefits'))
    """

    inputs: Mapping[str, Family]
    outcomes: Sequence[str]
    correlation: Correlation
    name: str
    case: Case | None = None
    whole: Case | None = None
    alternative: str | None = None
    scenarios: tuple[str, ...] = ()
    dependence: str | None = None
    published: Mapping[str, float] = MappingProxyType({})
    shares: Mapping[str, Sticks] = MappingProxyType({})

    def __post_init__(self) -> None:
        """Refuse what cannot be run."""
        outcomes = as_names(self.outcomes)
        for name, family in self.inputs.items():
            if not isinstance(family, Family):
                raise InputError("no_family", key=f"inputs.{name}", found=type(family).__name__)
        for name in outcomes:
            if name in self.inputs:
                raise InputError("outcome_is_input", key="outcomes", found=name)
        object.__setattr__(self, "outcomes", outcomes)
        _ = self.normal_correlation

    def __repr__(self) -> str:
        """Show it in a line."""
        return f"{type(self).__name__}({self.name!r}, inputs={len(self.inputs)}, outcomes={len(self.outcomes)})"

    @abstractmethod
    def run(self, inputs: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate one chunk; returns the outcomes and whatever :meth:`rerun` needs.

        Raises
        ------
        ModelError
            If an outcome is not one finite real number a draw.
        """

    def results(self, inputs: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate one chunk as :meth:`run` does, for the outcomes alone."""
        return self.run(inputs, outcomes)

    @abstractmethod
    def rerun(self, values: Values, changed: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Evaluate a chunk again with some inputs changed; ``values`` is what :meth:`run` gave.

        ``changed`` may hold what :meth:`alike` names too, as another model gave it after the same change.
        """

    def alike(self, other: AnyModel) -> Collection[str]:
        """Give the names that :meth:`run` gives of both models, with the same values on the same draws."""
        return ()

    def with_inputs(self, families: Mapping[str, Family]) -> Self:
        """Give the same model with other distributions of some inputs."""
        return replace(self, inputs={**self.inputs, **families})  # type: ignore[type-var]  # every kind is a dataclass

    @property
    def alternatives(self) -> Mapping[str, AnyModel]:
        """The models of all alternatives of a case, this one among them; none where there is one approach."""
        return {}

    @property
    def kept_dimensions(self) -> int:
        """How many of the uncertain inputs are drawn as if there were no others: by default all of them."""
        return len(self.uncertain)

    @property
    def headlines(self) -> tuple[str, ...]:
        """The outcomes that analyses speak of where none are named."""
        return tuple(self.outcomes)

    @property
    def headline(self) -> str:
        """The outcome that is meant where none is named: the net benefit, or else the first."""
        if self.case is not None:
            return self.case.headline
        return NET_BENEFIT if NET_BENEFIT in self.outcomes else self.outcomes[0]

    @property
    def own_answer(self) -> float | None:
        """What the workbook that is the model gives for the headline, with one value for each number."""
        return None

    def events(self, outcomes: Collection[str]) -> dict[str, tuple[str, float]]:
        """Give what people ask of outcomes, each the outcome and the value that it is to exceed."""
        limits = {name: limit_of(self.unit(name)) for name in outcomes}
        return {f"{name} > {limit:g}": (name, limit) for name, limit in limits.items()}

    @property
    def known_outcomes(self) -> tuple[str, ...]:
        """All outcomes that may be asked for: ``outcomes``, and what is computed only where it is named."""
        return tuple(self.outcomes)

    def reasons(self, outcome: str) -> dict[str, str]:
        """Give why a draw may lack an outcome, and for each reason the outcome that is 1 where it holds, 0 elsewhere.

        Nothing of most outcomes, which every draw has.
        """
        return {}

    def label(self, name: str) -> Text:
        """Give what an input or outcome is called, in both languages."""
        return Text(name, name)

    def labels(self, names: Iterable[str]) -> dict[str, Text]:
        """Give what several are called."""
        return {name: self.label(name) for name in names}

    def unit(self, name: str) -> str | None:
        """Give the unit of an input or outcome, such as ``EUR``, ``share`` or ``ratio``; None where nobody knows it."""
        return None

    def price_factor(self, name: str) -> float:
        """Give what turns an amount in the prices of an input, as its source has them, into one in the model's."""
        return 1.0

    def uses(self, outcome: str) -> frozenset[str]:
        """Give the inputs that an outcome depends on, as far as is known: all of them if nothing is."""
        return frozenset(self.inputs)

    def point(self) -> dict[str, float]:
        """Give the value of each input when nothing is uncertain: its mean."""
        return {name: family.mean for name, family in self.inputs.items()}

    @cached_property
    def uncertain(self) -> tuple[str, ...]:
        """Names of the inputs that are sampled."""
        return tuple(name for name, family in self.inputs.items() if not isinstance(family, Point))

    @cached_property
    def fixed(self) -> dict[str, float]:
        """Values of the inputs that are not sampled."""
        return {name: family.value for name, family in self.inputs.items() if isinstance(family, Point)}

    @cached_property
    def breaks(self) -> dict[str, str]:
        """The inputs that shares follow from, each with the name of these shares."""
        return {name: group for group, shares in self.shares.items() for name in shares.breaks}

    @cached_property
    def members(self) -> dict[str, str]:
        """The uncertain shares, each with the name of what they are shares in."""
        return {name: group for group, shares in self.shares.items() for name in shares.free}

    @cached_property
    def movable(self) -> tuple[str, ...]:
        """What is uncertain and can be moved by itself: inputs, and shares instead of their breaks."""
        return (*(name for name in self.uncertain if name not in self.breaks), *self.members)

    def family(self, name: str) -> Family:
        """Give the distribution of an input, or of a share by itself."""
        if name in self.inputs:
            return self.inputs[name]
        return next(shares.family(name) for shares in self.shares.values() if name in shares.concentrations)

    def with_members(self, inputs: Values) -> dict[str, Value]:
        """Give values of the inputs, and of the shares that follow from them."""
        found = dict(inputs)
        for shares in self.shares.values():
            found |= shares.shares({**self.fixed, **inputs})
        return found

    def inputs_at(self, inputs: Values, pinned: Values) -> dict[str, Value]:
        """Give the inputs that change, from given values, where inputs or shares are pinned.

        What a share leaves of the whole the others divide as they did.
        """
        changed = {name: value for name, value in pinned.items() if name in self.inputs}
        for group in dict.fromkeys(self.members[name] for name in pinned if name in self.members):
            among = {name: value for name, value in pinned.items() if self.members.get(name) == group}
            changed |= self.shares[group].breaks_at(inputs, among)
        return changed

    @cached_property
    def correlations(self) -> dict[tuple[str, str], float]:
        """Spearman rank correlations of pairs of inputs; pairs that are not named are independent."""
        asked = self.correlation
        if asked is None:
            return {}
        if isinstance(asked, Mapping):
            return dict(asked)
        names = list(asked.columns)
        if list(asked.index) != names:
            found, expected = (", ".join(map(str, labels)) for labels in (asked.index, names))
            raise InputError("correlation_labels", key="correlation", found=found, expected=expected)
        pairs = {(a, b): float(asked.loc[a, b]) for i, a in enumerate(names) for b in names[i + 1 :]}
        for (a, b), rank in pairs.items():
            if (other := float(asked.loc[b, a])) != rank and not np.isnan(rank):
                key = f"correlation.{a}"
                raise InputError("correlation_asymmetric", key=key, first=a, second=b, found=rank, other=other)
        return {pair: rank for pair, rank in pairs.items() if rank != 0.0}

    @cached_property
    def correlated(self) -> tuple[str, ...]:
        """Names of the inputs that depend on another one, in the order of ``inputs``."""
        named = [name for pair in self.correlations for name in pair]
        for name in named:
            if name not in self.uncertain:
                raise unknown("correlation_unknown", "correlation", name, self.uncertain)
        return tuple(name for name in self.uncertain if name in named)

    @cached_property
    def normal_correlation(self) -> Array:
        """Correlation matrix of the normal scores of the ``correlated`` inputs."""
        return correlation_matrix(self.correlated, self.correlations)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The ``correlated`` inputs, divided in the smallest blocks that are independent of each other."""
        found = []
        for block in independent_blocks(self.normal_correlation):
            names = tuple(self.correlated[place] for place in block)
            places = np.array([self.uncertain.index(name) for name in names])
            found.append(Block(names, places, self.normal_correlation[np.ix_(block, block)]))
        return tuple(found)

    @cached_property
    def evidence(self) -> tuple[EvidenceBlock, ...]:
        """The blocks of inputs that depend on each other in which data on some move the others along."""
        return evidence_blocks(self.blocks, self.inputs)

    @property
    def moved(self) -> tuple[str, ...]:
        """Names of the inputs in these blocks."""
        return tuple(name for evidence in self.evidence for name in evidence.block.names)

    @cached_property
    def drawn_from(self) -> dict[str, Family]:
        """What turns the normal scores of each uncertain input into values.

        That is its distribution; in the blocks of ``evidence``, whose scores hold the data, that before the data.
        """
        return {
            name: self.inputs[name].evidence[0] if name in self.moved else self.inputs[name] for name in self.uncertain
        }

    def select(self, outcomes: Collection[str] | None) -> tuple[str, ...]:
        """Check names of outcomes; all of them for None."""
        return tuple(self.outcomes) if outcomes is None else select(outcomes, self.known_outcomes)

    def evaluate(self, inputs: Values, outcomes: Collection[str] | None = None) -> dict[str, Array]:
        """Evaluate outcomes on arrays of inputs, in chunks that fit a processor's cache.

        Parameters
        ----------
        inputs : mapping of name to float or array of shape (n,)
            Inputs that are not given take their fixed value.
        outcomes : collection of str, optional
            Which outcomes; all of them by default.

        Returns
        -------
        dict of name to array of shape (n,)

        Raises
        ------
        InputError
            If an outcome or input is unknown, an uncertain input is missing, or inputs differ in length.
        ModelError
            If an outcome is NaN or infinite (it shows the inputs of that draw), or not one real number a draw.
        """
        wanted = self.select(outcomes)
        self._require_complete(inputs)
        arrays = {name: np.asarray(value, dtype=np.float64) for name, value in inputs.items()}
        rows = max((array.size for array in arrays.values()), default=1)
        for name, array in arrays.items():
            if array.ndim and array.shape != (rows,):
                raise InputError("input_shape", key=name, found=array.shape, rows=rows)
        results = {name: np.empty(rows) for name in wanted}
        for chunk in chunks(rows):
            part = {name: array[chunk] if array.ndim else array[()] for name, array in arrays.items()}
            values = self.results(part, wanted)
            for name in wanted:
                results[name][chunk] = values[name]
        return results

    def at_point(self, outcome: str) -> float:
        """Evaluate one outcome with nothing uncertain."""
        return float(self.evaluate(self.point(), [outcome])[outcome][0])

    def every_at_point(self, outcome: str) -> tuple[float, ...]:
        """Give all that an outcome is with nothing uncertain: mostly one number; a rate of return may have several."""
        value = self.at_point(outcome)
        return () if np.isnan(value) else (value,)

    def _require_complete(self, inputs: Values) -> None:
        for name in inputs:
            if name not in self.inputs:
                raise unknown("unknown_input", "input", name, self.inputs)
        missing = [name for name in self.uncertain if name not in inputs]
        if missing:
            raise InputError("missing_input", key=missing[0], found=", ".join(missing))


def chunks(rows: int) -> Iterator[slice]:
    """Cut rows in chunks of at most ``CHUNK``."""
    return (slice(start, min(start + CHUNK, rows)) for start in range(0, rows, CHUNK))


def limit_of(unit: str | None) -> float:
    """Give what an outcome of a unit is to exceed: 1 where it is a ratio, else 0."""
    return 1.0 if unit == "ratio" else 0.0
