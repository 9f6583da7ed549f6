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

from mkba_uncertainty.analysis.perfect_information import not_below_zero
from mkba_uncertainty.analysis.preposterior import Preposterior, preposterior
from mkba_uncertainty.analysis.regression import SECTIONS, Fit, Linear, Regression, Sections, candidates, constant
from mkba_uncertainty.analysis.study import Study
from mkba_uncertainty.graph import Array
from mkba_uncertainty.replication import Measured, half_width

SURE = 2.0
"""A fit counts as better than the mean if its errors are smaller by this many standard errors."""

PERMUTATIONS = 10
SIMULATED = 400

POINTS = 400
"""Rows that stand for all: evenly over the order of the rows, crowded towards both ends."""

UPPER = 0.99
"""The value by simulated fits that bounds the interval: 0.975 held the truth too rarely where options are equal."""


@dataclass(frozen=True)
class Question:
    """What would be known before the choice: the columns exactly, or what a study of the one column reports.

    Parameters
    ----------
    columns : array of shape (n, d)
        In random order of rows.
    lead : array of shape (n, K)
        What each option yields more than the one that is best without knowing.
    sections : Sections
    study : Study, optional
    name : str
        The column that is studied.
    """

    columns: Array
    lead: Array
    sections: Sections
    study: Study | None = None
    name: str = ""

    def points(self, order: Array) -> tuple[Array, Array]:
        """Give rows that stand for all, in an order, and their weights."""
        count = len(order)
        t = np.arange(1, POINTS) / POINTS
        edges = np.unique(np.concatenate([[0], np.round(count * t**2 * (3 - 2 * t)), [count]]).astype(int))
        ranked = np.argsort(order, kind="stable")
        return ranked[(edges[:-1] + edges[1:] - 1) // 2], np.diff(edges) / count

    @cached_property
    def studied(self) -> tuple[Array, Preposterior]:
        """Rows that stand for all in the order of the studied column, and what the study may report on them."""
        assert self.study is not None
        rows, weight = self.points(self.columns[:, 0])
        return rows, preposterior(self.study, self.name, self.columns[rows, 0], weight)

    def chosen(self, fit: Fit) -> tuple[Array, float]:
        """Give the probability of each option on each row, shape (n, K), and what the fit expects of the choices."""
        options = np.eye(self.lead.shape[1])
        if self.study is None:
            return options[fit.held_out.argmax(axis=1)], float(fit.held_out.max(axis=1).mean())
        rows, after = self.studied
        x, at = self.columns[rows, 0], fit.at(rows)[1:]
        parts = []
        for section, curves in zip(self.sections.slices, at, strict=True):
            probability = after.choices(curves)
            parts.append(np.stack([np.interp(self.columns[section, 0], x, each) for each in probability.T], axis=1))
        sizes = [section.stop - section.start for section in self.sections.slices]
        return np.concatenate(parts), float(np.average([after.best(curves) for curves in at], weights=sizes))

    def average(self, fit: Fit, without: Fit) -> tuple[float, Array]:
        """Give the average of the two estimates, and what each row contributes to the one by choices, shape (n,)."""
        choice, expected = self.chosen(fit)
        before = without.held_out
        change = choice - np.eye(self.lead.shape[1])[before.argmax(axis=1)]
        by_row = (change * self.lead).sum(axis=1)
        return (expected - float(before.max(axis=1).mean()) + float(by_row.mean())) / 2, by_row

    def could_be(self, fit: Fit, rng: np.random.Generator) -> float:
        """Give how high the value could be by the noise of the fit.

        Fits are simulated around the fit on all rows, with the covariance that the fits without each section show
        (the jackknife), divided by a random scale as Student's t is.
        """
        if self.study is None:
            others = np.where(self.lead.any(axis=0), fit.held_out, -np.inf).max(axis=1)
            rows, weight = self.points(others)
            after = None
        else:
            rows, after = self.studied
            weight = after.joint.sum(axis=0)
        found = fit.at(rows)
        apart = (found[1:] - found[1:].mean(axis=0)) * np.sqrt((SECTIONS - 1) / SECTIONS)
        scale = np.sqrt(rng.chisquare(SECTIONS - 1, SIMULATED) / (SECTIONS - 1))
        draws = rng.normal(size=(SIMULATED, SECTIONS)) / scale[:, None]
        simulated = found[0][:, None] + np.tensordot(draws, apart, axes=1).transpose(1, 0, 2)
        knowing = np.tensordot(weight, simulated.max(axis=-1), axes=1) if after is None else after.best(simulated)
        without = np.tensordot(weight, simulated, axes=1).max(axis=-1)
        return float(np.quantile(knowing - without, UPPER))


def worth_by_regression(question: Question, rng: np.random.Generator) -> tuple[Measured, float]:
    """Give the value, and the bias on permuted columns that was taken off (0 where the fit is sure)."""
    regressions = candidates(question.columns, question.sections)
    mean = constant(question.sections)
    fit, without, better = _best(regressions, mean, question.lead)
    gain = float(better.mean())
    sure = gain > SURE * float(better.std()) / np.sqrt(len(better))
    value, by_row = question.average(fit if gain > 0 else without, without)
    bias = 0.0 if sure else _bias(question, [each for each in regressions if isinstance(each, Linear)], mean, rng)
    half = float(half_width(by_row.mean(), question.sections.means(by_row)))
    value -= bias
    high = max(value + half, question.could_be(fit, rng))
    return not_below_zero(Measured(value, value - half if sure else 0.0, high)), bias


def _best(regressions: Sequence[Regression], mean: Linear, lead: Array) -> tuple[Fit, Fit, Array]:
    """Give the fit with the smallest held-out errors, that of the mean, and by how much each row's error is less."""
    fits, without = [each.fit(lead) for each in regressions], mean.fit(lead)
    best = min(fits, key=lambda fit: float(fit.error.mean()))
    return best, without, without.error - best.error


def _bias(question: Question, regressions: Sequence[Regression], mean: Linear, rng: np.random.Generator) -> float:
    """Give what the average is where there is nothing to know: rows of the net benefit in another order."""
    found = []
    for _ in range(PERMUTATIONS):
        shuffled = Question(
            question.columns, rng.permutation(question.lead), question.sections, question.study, question.name
        )
        fit, without, better = _best(regressions, mean, shuffled.lead)
        found.append(shuffled.average(fit, without)[0] if better.mean() > 0 else 0.0)
    return float(np.mean(found))
