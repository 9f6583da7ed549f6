"""The value of knowing some columns of a table, by regression, without the upward bias that regression has.

The value is ``E max_k E[NB_k | columns] - max_k E NB_k`` (Strong, Oakley and Brennan 2014, Medical Decision Making 34:
311-326). With fitted means in place of the true ones it is too high where options are nearly equal, for the maximum
takes noise for signal. So:

- Each row is predicted by a fit that did not see it (cross-fitting).
- Two estimates bracket the truth: the maximum of the fitted means, which is too high by the noise of the fit, and what
  the choice that follows from them yields on rows that had no part in it, which is too low by as much, for a choice by
  a noisy fit is not the best. Their average is free of the noise to first order.
- The same average for the choice without the columns is subtracted, on the same rows: a control variate, by which only
  rows count on which the choices differ.
- Where the fit predicts hardly better than a mean, what is left of the bias is estimated on permuted columns and
  taken off, and the interval begins at zero.
- The interval is that over sections. It reaches at least as far up as the value could be by the noise of the fit,
  for where few rows or none change the choice, sections see nothing.

The page on the value of information shows what each of these does, with numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mkba_uncertainty.analysis.information.cells import SECTIONS, Cells
from mkba_uncertainty.analysis.information.perfect import not_below_zero
from mkba_uncertainty.analysis.information.preposterior import Preposterior, preposterior
from mkba_uncertainty.analysis.information.regression import Fit, Linear, Regression, candidates, constant
from mkba_uncertainty.analysis.information.study import Study
from mkba_uncertainty.arrays import Array
from mkba_uncertainty.replication import Measured, half_width

SURE = 2.26
"""A fit counts as better than the mean if its errors are smaller by so many standard errors over sections."""

PERMUTATIONS = 10
SIMULATED = 400

POINTS = 300
"""Cells that stand for all."""

UPPER = 0.99
"""The value by simulated fits that bounds the interval: 0.975 held the truth too rarely where options are equal."""


@dataclass(frozen=True)
class Question:
    """What would be known before the choice: the columns exactly, or what a study of the one column reports.

    Parameters
    ----------
    cells : Cells
    study : Study, optional
    name : str
        The column that is studied.
    """

    cells: Cells
    study: Study | None = None
    name: str = ""

    @cached_property
    def studied(self) -> tuple[NDArray[np.intp], Preposterior]:
        """Cells that stand for all in the order of the studied column, and what the study may report on them."""
        assert self.study is not None
        some, weight = self.cells.spread(self.cells.columns[:, 0], POINTS)
        return some, preposterior(self.study, self.name, self.cells.columns[some, 0], weight)

    def chosen(self, fit: Fit) -> tuple[Array, float]:
        """Give the probability of each option in each cell, shape (m, K), and what the fit expects of the choices."""
        if self.study is None:
            options = np.eye(fit.held_out.shape[1])
            return options[fit.held_out.argmax(axis=1)], self.cells.average(fit.held_out.max(axis=1))
        some, after = self.studied
        column, at = self.cells.columns[:, 0], fit.at(some)[1:]
        parts = []
        for part, curves in zip(self.cells.slices, at, strict=True):
            likely = after.choices(curves)
            parts.append(np.stack([np.interp(column[part], column[some], each) for each in likely.T], axis=1))
        sizes = [self.cells.weight[part].sum() for part in self.cells.slices]
        return np.concatenate(parts), float(np.average([after.best(curves) for curves in at], weights=sizes))

    def average(self, lead: Array, fit: Fit, without: Fit) -> tuple[float, Array]:
        """Give the average of the two estimates, and what each cell contributes to the one by choices, shape (m,)."""
        choice, expected = self.chosen(fit)
        before = without.held_out
        change = choice - np.eye(lead.shape[1])[before.argmax(axis=1)]
        by_cell = (change * lead).sum(axis=1)
        return (expected - self.cells.average(before.max(axis=1)) + self.cells.average(by_cell)) / 2, by_cell

    def could_be(self, fit: Fit, rng: np.random.Generator) -> float:
        """Give how high the value could be by the noise of the fit.

        Fits are simulated around the fit on all rows, with the covariance that the fits without each section show
        (the jackknife), divided by a random scale as Student's t is.
        """
        if self.study is None:
            others = np.where(self.cells.lead.any(axis=0), fit.held_out, -np.inf).max(axis=1)
            some, weight = self.cells.spread(others, POINTS)
            after = None
        else:
            some, after = self.studied
            weight = after.weight
        found = fit.at(some)
        apart = (found[1:] - found[1:].mean(axis=0)) * np.sqrt((SECTIONS - 1) / SECTIONS)
        scale = np.sqrt(rng.chisquare(SECTIONS - 1, SIMULATED) / (SECTIONS - 1))
        draws = rng.normal(size=(SECTIONS, SIMULATED)) / scale
        simulated = found[0].T[:, :, None] + np.ascontiguousarray(apart.transpose(2, 1, 0)) @ draws
        best = weight @ simulated.max(axis=0) if after is None else after.best(np.moveaxis(simulated, 0, -1))
        without = np.stack([weight @ option for option in simulated]).max(axis=0)
        return float(np.quantile(best - without, UPPER))


def worth_by_regression(question: Question, rng: np.random.Generator) -> tuple[Measured, float]:
    """Give the value, and the bias on permuted rows that was taken off (0 where the fit is sure)."""
    cells = question.cells
    regressions, mean = candidates(cells), constant(cells)
    fit, without, better = _best(cells, regressions, mean, cells.lead)
    gain = cells.average(better)
    sure = gain > SURE * float(cells.by_section(better).std(ddof=1)) / np.sqrt(SECTIONS)
    value, by_cell = question.average(cells.lead, fit if gain > 0 else without, without)
    bias = 0.0 if sure else _bias(question, [each for each in regressions if isinstance(each, Linear)], mean, rng)
    half = float(half_width(cells.average(by_cell), cells.by_section(by_cell)))
    value -= bias
    high = max(value + half, question.could_be(fit, rng))
    return not_below_zero(Measured(value, value - half if sure else 0.0, high)), bias


def _best(cells: Cells, regressions: Sequence[Regression], mean: Linear, lead: Array) -> tuple[Fit, Fit, Array]:
    """Give the fit with the smallest held-out errors, that of the mean, and by how much each cell's error is less."""
    fits, without = [each.fit(lead) for each in regressions], mean.fit(lead)
    best = min(fits, key=lambda fit: cells.average(fit.error))
    return best, without, without.error - best.error


def _bias(question: Question, regressions: Sequence[Regression], mean: Linear, rng: np.random.Generator) -> float:
    """Give what the average is where there is nothing to know: rows of the net benefit in another order."""
    cells, found = question.cells, []
    for _ in range(PERMUTATIONS):
        lead = cells.shuffled(rng)
        fit, without, better = _best(cells, regressions, mean, lead)
        found.append(question.average(lead, fit, without)[0] if cells.average(better) > 0 else 0.0)
    return float(np.mean(found))
