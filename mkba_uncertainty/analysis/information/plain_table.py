"""The value of information from a plain table of draws, where there is no model to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import numpy as np

from mkba_uncertainty.analysis.information.perfect import not_above, not_below_zero, rising
from mkba_uncertainty.analysis.information.regression import SECTIONS, Cells, Question, worth_by_regression
from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.analysis.requirements import (
    FEWEST_ROWS,
    column_of_numbers,
    columns_of,
    require_bounded,
    require_same_labels,
)
from mkba_uncertainty.arrays import SMALLEST_SPREAD, Array, Places, Rng
from mkba_uncertainty.design import require_rng
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.names import unknown
from mkba_uncertainty.replication import Measured, measure
from mkba_uncertainty.table import Column, Laid, Row, Table
from mkba_uncertainty.texts import Text, both


@dataclass(frozen=True)
class TableWorth:
    """What knowing some columns is worth, or a study of them.

    Parameters
    ----------
    name : str
        The columns, joined by ``+``; empty for everything.
    value : Measured
        In the unit of the net benefit.
    bias : float
        What the estimator gave for permuted columns, which has been taken off; 0 where the fit is sure.
    n : int or None
        The size of the study.
    """

    name: str
    value: Measured
    bias: float = 0.0
    n: int | None = None


@dataclass(frozen=True)
class TableInformation(Laid):
    """The value of information from a table: ``measure`` is ``evpi``, ``evppi`` or ``evsi``.

    Where there is a single value, ``value``, ``low`` and ``high`` give it.

    Parameters
    ----------
    measure : {"evpi", "evppi", "evsi"}
        What is valued.
    rows, options : int
        The size of the table of net benefits.
    worths : tuple of TableWorth
        The values, each with its name and interval, in the unit of the net benefit.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> found = mkba.evpi([-1.0, 1.0] * 500)
    >>> found.measure, found.rows, found.value
    ('evpi', 1000, 0.5)
    """

    measure: Literal["evpi", "evppi", "evsi"]
    rows: int
    options: int
    worths: tuple[TableWorth, ...]

    def __repr__(self) -> str:
        """Show it in a line."""
        return f"TableInformation({self.measure}, rows={self.rows}, options={self.options}, values={len(self.worths)})"

    def __getitem__(self, name: str) -> Measured:
        """Give the value of one column, or of columns joined by ``+``."""
        return next(worth.value for worth in self.worths if worth.name == name)

    @property
    def _only(self) -> Measured:
        if len(self.worths) != 1:
            raise InputError("several_values", key="of", found=", ".join(worth.name for worth in self.worths))
        return self.worths[0].value

    @property
    def value(self) -> float:
        """The value, where there is one."""
        return self._only.value

    @property
    def low(self) -> float:
        """The lower end of its interval."""
        return self._only.low

    @property
    def high(self) -> float:
        """The upper end of its interval."""
        return self._only.high

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        rows = [
            {"estimate": worth.name, "n": worth.n, "bias": worth.bias, **worth.value.to_dict()} for worth in self.worths
        ]
        return {"rows": self.rows, "options": self.options, self.measure: rows}

    @property
    def table(self) -> Table:
        """A row a value: ``estimate`` (not for evpi), ``n`` (for evsi), the value and its interval, the bias."""
        columns = [Column(self.measure, "measure.worth", "number")]
        if self.measure != "evpi":
            columns = [Column("estimate", "measure.what"), *columns, Column("bias", "voi.bias", "number")]
        if self.measure == "evsi":
            columns.insert(1, Column("n", "voi.size", "count"))
        rows = [
            Row({"estimate": worth.name, "n": worth.n, self.measure: worth.value, "bias": worth.bias})
            for worth in self.worths
        ]
        return Table(columns, rows)

    def title(self) -> Text:
        """Give the heading."""
        return both("measure.title")


def evpi(net_benefit: Any, *, rng: Rng = 1) -> TableInformation:
    """Say what it would be worth to know everything exactly before choosing.

    Parameters
    ----------
    net_benefit : array, Series or DataFrame of shape (n, options), or (n,) against doing nothing
        Independent draws, at least 200.
    rng : int, SeedSequence, Generator or None
        Cuts the rows in 10 random sections, whose differences give the error.

    Returns
    -------
    TableInformation
        With one value, in the unit of the net benefit.

    Raises
    ------
    InputError
        If the table cannot be used.
    ModelError
        If the options differ by the same amount on every row, or by something that has no variance by these draws.

    Notes
    -----
    ``E max_k NB_k - max_k E NB_k`` (Raiffa and Schlaifer 1961).

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> net_benefit = [-1.0, 1.0] * 500  # against doing nothing
    >>> mkba.evpi(net_benefit).value
    0.5
    """
    require_rng(rng)
    net = _net_benefits(net_benefit)
    lead = _lead(_reordered(net, np.random.default_rng(rng).permutation(len(net))))
    best = lead.max(axis=1)
    parts = [slice(*edges) for edges in pairwise(np.linspace(0, len(lead), SECTIONS + 1).astype(int).tolist())]
    by_section = [best[part].mean() - lead[part].mean(axis=0).max() for part in parts]
    value = not_below_zero(measure(float(best.mean()), by_section))
    return TableInformation("evpi", len(lead), lead.shape[1], (TableWorth("", value),))


def evppi(inputs: Any, net_benefit: Any, of: Any = None, *, rng: Rng = 1) -> TableInformation:
    """Say what it would be worth to know some inputs exactly before choosing.

    Parameters
    ----------
    inputs : DataFrame, or mapping of name to array of shape (n,)
        Draws of the inputs, row by row with the net benefit.
    net_benefit : array, Series or DataFrame of shape (n, options), or (n,) against doing nothing
    of : str, or list of groups, optional
        One input, or a list in which each item is an input or a tuple of inputs that would be known together. By
        default every input by itself.
    rng : int, SeedSequence, Generator or None
        Orders the rows; the same seed gives the same answer.

    Returns
    -------
    TableInformation
        A value for each item; groups are named by their inputs joined by ``+``.

    Raises
    ------
    InputError
        If the inputs have no names, rows differ in number or labels, an input is unknown, a number is missing, or a
        group has more than three inputs and scikit-learn, of the extra ``learning``, is not installed.
    ModelError
        If the options differ by the same amount on every row, or by something that has no variance by these draws.

    Notes
    -----
    Regression of the net benefit on the inputs: cubic splines for up to three inputs, gradient-boosted trees beyond.
    The bias that this has is removed; :mod:`mkba_uncertainty.analysis.information.regression` says how.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> effect = [-1.0, 1.0] * 500
    >>> noise = [-1.0, -1.0, 1.0, 1.0] * 250
    >>> net_benefit = [100 * one + another for one, another in zip(effect, noise, strict=True)]
    >>> found = mkba.evppi({"effect": effect, "noise": noise}, net_benefit)
    >>> found["effect"].value > 45 > found["noise"].value  # 50, and nothing
    True
    """
    table, lead, generator = _prepared(inputs, net_benefit, rng)
    worths = [TableWorth("+".join(group), *_worth(table, lead, group, generator)) for group in _groups(of, table)]
    return TableInformation("evppi", len(lead), lead.shape[1], tuple(worths))


def evsi(
    inputs: Any,
    net_benefit: Any,
    *,
    of: str | Sequence[str] | None = None,
    study: Study | Mapping[str, Study],
    sizes: Sequence[int] | None = None,
    rng: Rng = 1,
) -> TableInformation:
    """Say what a study of some inputs would be worth before choosing.

    Parameters
    ----------
    inputs, net_benefit
        As for :func:`evppi`.
    of : str, or sequence of str
        What is studied; may be left out where ``study`` is a mapping.
    study : Study, or mapping of input to Study
        Several inputs are measured in one study, in the same households.
    sizes : sequence of int, optional
        Numbers of households to value the study at; by default its own. The values come in ascending order.
    rng : int, SeedSequence, Generator or None
        As for :func:`evppi`.

    Returns
    -------
    TableInformation
        A value for each size.

    Raises
    ------
    InputError
        As for :func:`evppi`, or if an input cannot be studied so.
    ModelError
        If the options differ by the same amount on every row, or by something that has no variance by these draws.

    Notes
    -----
    One input: the net benefit is regressed on it, and the posterior expectation of that curve is computed by
    quadrature for all data that the study may give. Several: the net benefit is regressed on simulated summary
    statistics of the study (Strong, Oakley, Brennan and Breeze 2015, Medical Decision Making 35: 570-583).

    Examples
    --------
    >>> import numpy as np
    >>> import mkba_uncertainty as mkba
    >>> effect = mkba.Normal(1, 2).ppf((np.arange(1000) + 0.5) / 1000)
    >>> study = mkba.NormalStudy(n=10, sd=4)
    >>> found = mkba.evsi({"effect": effect}, effect, of="effect", study=study)
    >>> 0 < found.value < mkba.evpi(effect).value
    True
    """
    table, lead, generator = _prepared(inputs, net_benefit, rng)
    studies = _studies(of, study, table)
    asked = sorted(sizes or [next(iter(studies.values())).n])
    found = [
        _study_worth(table, lead, {name: one.of_size(size) for name, one in studies.items()}, generator)
        for size in asked
    ]
    most = _worth(table, lead, list(studies), generator)[0].value if len(studies) > 1 else np.inf
    values = rising([not_above(value, most) for value, _ in found])
    worths = (
        TableWorth("+".join(studies), *each) for each in zip(values, [bias for _, bias in found], asked, strict=True)
    )
    return TableInformation("evsi", len(lead), lead.shape[1], tuple(worths))


def _worth(
    table: Mapping[str, Array], lead: Array, group: Sequence[str], rng: np.random.Generator
) -> tuple[Measured, float]:
    moving = [table[name] for name in group if np.ptp(table[name]) > 0]
    if not moving:  # a constant is known
        return Measured(0.0, 0.0, 0.0), 0.0
    return worth_by_regression(Question(Cells.of(np.column_stack(moving), lead)), rng)


def _study_worth(
    table: Mapping[str, Array], lead: Array, studies: Mapping[str, Study], rng: np.random.Generator
) -> tuple[Measured, float]:
    for name, study in studies.items():
        study.require_possible(name, table[name])
    if len(studies) > 1:
        reported = {name: study.simulate(table[name], rng) for name, study in studies.items()}
        return _worth(reported, lead, list(reported), rng)
    ((name, study),) = studies.items()
    if np.ptp(table[name]) == 0:
        return Measured(0.0, 0.0, 0.0), 0.0
    return worth_by_regression(Question(Cells.of(table[name][:, None], lead), study, name), rng)


def _prepared(inputs: Any, net_benefit: Any, rng: Rng) -> tuple[dict[str, Array], Array, np.random.Generator]:
    """Give the columns and what options yield more than the best of them, rows in random order."""
    require_rng(rng)
    columns = columns_of("inputs", inputs)
    net = _net_benefits(net_benefit)
    for values in columns.values():
        if len(values) != len(net):
            raise InputError("rows_differ", key="net_benefit", found=len(net), expected=len(values))
    require_same_labels("net_benefit", inputs, net_benefit)
    generator = np.random.default_rng(rng)
    order = generator.permutation(len(net))
    return {name: values[order] for name, values in columns.items()}, _lead(_reordered(net, order)), generator


def _reordered(net: Array, order: Places) -> Array:
    """Put rows in another order, with each option's numbers side by side in memory."""
    return np.stack([option[order] for option in net.T]).T


def _net_benefits(net_benefit: Any) -> Array:
    net = column_of_numbers("net_benefit", np.asarray(net_benefit))
    if net.ndim == 1 or (net.ndim == 2 and net.shape[1] == 1):
        net = np.column_stack([np.zeros(len(net)), net])
    if net.ndim != 2:
        raise InputError("table_shape", key="net_benefit", found=net.shape)
    if len(net) < FEWEST_ROWS:
        raise InputError("rows_too_few", key="net_benefit", found=len(net), fewest=FEWEST_ROWS)
    return net


def _lead(net: Array) -> Array:
    best = int(net.mean(axis=0).argmax())
    lead: Array = net - net[:, best : best + 1]
    if np.ptp(lead, axis=0).max() <= SMALLEST_SPREAD * np.abs(net).max():
        raise ModelError("nothing_to_learn", key="net_benefit")
    require_bounded("net_benefit", lead.T)
    return lead


def _groups(of: Any, table: Mapping[str, Array]) -> list[tuple[str, ...]]:
    if of is None:
        return [(name,) for name in table]
    groups = [(group,) if isinstance(group, str) else tuple(group) for group in ([of] if isinstance(of, str) else of)]
    for group in groups:
        for name in group:
            _require_column(name, table)
    return groups


def _studies(
    of: str | Sequence[str] | None, study: Study | Mapping[str, Study], table: Mapping[str, Array]
) -> dict[str, Study]:
    asked = [of] if isinstance(of, str) else list(of or [])
    studies = dict(study) if isinstance(study, Mapping) else dict.fromkeys(asked, study)
    if not studies or (asked and set(asked) != set(studies)):
        raise InputError("study_of_what", key="of", found=", ".join(asked) or "-", studied=", ".join(studies) or "-")
    for name in studies:
        _require_column(name, table)
    return studies


def _require_column(name: str, table: Mapping[str, Array]) -> None:
    if name not in table:
        raise unknown("unknown_column", "of", name, table)
