"""All data that a planned study may give, before it is done: what will be chosen after each, and what that is worth.

With the estimate's distribution as prior, the expected net benefit after the data is ``E[net benefit | data] =
E[g(X) | data]``, where ``g`` is the main-effect curve of the estimate: an exact posterior expectation in one dimension
(Ades, Lu and Claxton 2004, Medical Decision Making 24: 207-227).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.arrays import Array


@dataclass(frozen=True)
class Preposterior:
    """All data that a study may give, with their joint probabilities with the estimate's values.

    Parameters
    ----------
    joint : array of shape (d, m)
        Probability of each of the data together with each of the values.
    dense : bool
        Whether the data stand for a continuum, so that the value between two of them counts as well.
    """

    joint: Array
    dense: bool

    def best(self, curves: Array) -> Array:
        """Give the expected net benefit of the option that is best after the data: (m, ..., K) -> (...)."""
        worth = np.tensordot(self.joint, curves, axes=1)
        total = worth.max(axis=-1).sum(axis=0)
        if self.dense:
            # Euler and Maclaurin: a kink between two points, u and v from zero at these, costs the trapezium this much.
            first, last = worth[:-1], worth[1:]
            before = first.max(axis=-1) - np.take_along_axis(first, last.argmax(axis=-1)[..., None], -1)[..., 0]
            after = last.max(axis=-1) - np.take_along_axis(last, first.argmax(axis=-1)[..., None], -1)[..., 0]
            both = before + after
            total = total + (both / 12 - before * after / np.where(both > 0, both, 1.0) / 2).sum(axis=0)
        return np.asarray(total)

    def choices(self, curves: Array) -> Array:
        """Give with what probability each option is chosen, given the true value: (m, K) -> (m, K)."""
        best = np.tensordot(self.joint, curves, axes=1).argmax(axis=-1)
        chosen = self.joint.T @ np.eye(curves.shape[-1])[best]
        return np.asarray(chosen / self.joint.sum(axis=0)[:, None])


def preposterior(study: Study, name: str, x: Array, weight: Array) -> Preposterior:
    """Give the joint distribution of a study's data and the estimate.

    Parameters
    ----------
    study : Study
    name : str
        The estimate, for messages.
    x, weight : array of shape (m,)
        Values of the estimate, ascending, and their probabilities.

    Raises
    ------
    InputError
        If an estimate with these values cannot be studied so.
    """
    study.require_possible(name, x)
    data = study.data(x)
    step = float(data[1] - data[0])
    logarithm = study.log_likelihood(data[:, None], x, step)
    likelihood = np.exp(logarithm - logarithm.max(axis=0))
    return Preposterior(likelihood * (weight / likelihood.sum(axis=0)), not study.discrete or step > 1)
