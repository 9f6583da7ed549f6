"""The model of any Python function on arrays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.arrays import Array, Value, Values
from mkba_uncertainty.copula.correlation import warn_of_unattained
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.families import Family
from mkba_uncertainty.graph import require_finite
from mkba_uncertainty.model.protocol import AnyModel, Correlation

Function = Callable[[Mapping[str, Array]], Mapping[str, Array]]


@dataclass(frozen=True, repr=False)
class Model(AnyModel):
    """Named inputs -> named outcomes, by a vectorised function.

    Parameters
    ----------
    inputs : mapping of name to Family
        The distribution of each input; a ``Point`` is fixed.
    function : callable
        Takes a dict of float arrays of shape (n,), gives a dict of float arrays of shape (n,). May be called in
        parallel, and on any number of rows.
    outcomes : sequence of str
        The names that ``function`` gives.
        Of what cancels within it only the result is seen: ``0.1 * a + 0.2 * a - 0.3 * a`` is some 1e-17, of either
        sign, where formulas of a case give 0. If a probability hangs on that, round there.
    correlation : mapping of (name, name) to float, or DataFrame, optional
        Spearman rank correlations between inputs.
    name : str
        What messages and tables call the model.

    Raises
    ------
    InputError
        If there are no outcomes, an input is no Family, an outcome has the name of an input, or the correlations
        cannot all hold together.

    Warns
    -----
    UnattainedWarning
        If draws do not come to have a correlation, because a distribution has values that recur.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> model.point()["benefits"], model.uncertain
    (8.0, ('benefits', 'costs'))
    >>> round(mkba.confidence(model).outcomes["net_benefit"].mean.value, 1)
    5.0
    """

    inputs: Mapping[str, Family]
    function: Function
    outcomes: Sequence[str]
    correlation: Correlation = None
    name: str = "model"

    def __post_init__(self) -> None:
        """Refuse what cannot be run, and warn of correlations that draws do not come to have."""
        super().__post_init__()
        warn_of_unattained(self.correlations, self.inputs)

    def run(self, inputs: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Call the function on one chunk; it must give the outcomes, each as one finite real number a draw."""
        given: dict[str, Value] = {**self.fixed, **inputs}
        rows = max((np.size(value) for value in given.values()), default=1)
        columns = {name: np.broadcast_to(np.asarray(value, dtype=np.float64), (rows,)) for name, value in given.items()}
        with np.errstate(all="ignore"):
            found = self.function(columns)
        if not isinstance(found, Mapping):
            raise ModelError("outcomes_not_named", key="function", found=type(found).__name__)
        values: dict[str, Value] = dict(given)
        for name in outcomes:
            if name not in found:
                raise ModelError("outcome_missing", key=name, found=", ".join(map(str, found)) or "-")
            values[name] = _outcome(name, found[name], rows)
            require_finite(name, values[name], given)
        return values

    def rerun(self, values: Values, changed: Values, outcomes: Collection[str]) -> dict[str, Value]:
        """Call the function again: nobody knows which part of it a changed input touches."""
        return self.run({**{name: values[name] for name in self.inputs}, **changed}, outcomes)


def _outcome(name: str, value: object, rows: int) -> Array:
    """See that an outcome of a function is one real number a draw: complex parts or a mean would pass unseen."""
    array = np.asarray(value)
    if array.dtype.kind not in "buif":
        raise ModelError("outcome_kind", key=name, found=array.dtype.name)
    if array.shape != (rows,):
        raise ModelError("outcome_shape", key=name, found=array.shape, rows=rows)
    return array.astype(np.float64, copy=False)
