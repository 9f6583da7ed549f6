"""A distribution drawn small: its density as a grey hill, and the value that the case calculates with as a line."""

from __future__ import annotations

import numpy as np
from markupsafe import Markup

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.families import Family

WIDTH, HEIGHT, STEPS = 120, 30, 48
TAIL = 0.001
"""On a scale of its own a hill ends where so little lies beyond it."""

LOW, HIGH = 0.05, 0.95


def silhouette(family: Family, value: float) -> tuple[Markup, bool]:
    """Draw a distribution.

    Parameters
    ----------
    family : Family
    value : float
        Where the line stands.

    Returns
    -------
    svg : Markup
        For the eye only: what it shows must stand beside it in words.
    comparable : bool
        Whether it runs from nothing to twice the value, so that a wide hill is an uncertain number. Where nine tenths
        of the distribution do not fit on that scale, it runs from the first to the last value that is likely at all.
    """
    low, high = sorted((0.0, 2 * value))
    near, far = (float(family.ppf(level)) for level in (LOW, HIGH))
    comparable = low <= near and far <= high and low < high
    if not comparable:
        low, high = (float(family.ppf(level)) for level in (TAIL, 1 - TAIL))
        low, high = min(low, value), max(high, value)
    at = round(WIDTH * (value - low) / (high - low))
    svg = Markup(
        '<svg class="hill" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        '<path class="ground" d="M0,{}h{}"/><path d="{}"/><path class="at" d="M{},0v{}"/></svg>'
    ).format(WIDTH, HEIGHT + 1, HEIGHT, WIDTH, _hill(family, low, high), at, HEIGHT)
    return svg, comparable


def _hill(family: Family, low: float, high: float) -> str:
    """Write the outline: the probability of each of ``STEPS`` equal steps; flat tops where values have their own."""
    edges = np.linspace(low, high, STEPS + 1)
    # a value of its own at the very start of the scale belongs to the first step
    before = np.nextafter(edges[:1], -np.inf)
    steps = np.diff(np.asarray(family.cdf(np.concatenate([before, edges[1:]]))))
    heights = HEIGHT * (1 - steps / steps.max())
    rises = steps > 0
    first, last = int(np.argmax(rises)), STEPS - int(np.argmax(rises[::-1]))
    x = WIDTH * np.arange(STEPS + 1) / STEPS
    if family.atoms:
        across, down = np.repeat(x, 2)[1:-1], np.repeat(heights, 2)
        part = slice(2 * first, 2 * last)
    else:
        across, down = (x[1:] + x[:-1]) / 2, heights
        part = slice(first, last)
    return _path(x[first], x[last], across[part], down[part])


def _path(start: float, end: float, across: Array, down: Array) -> str:
    points = "L".join(f"{x:.1f},{y:.1f}".replace(".0", "") for x, y in zip(across, down, strict=True))
    return f"M{start:g},{HEIGHT}L{points}L{end:g},{HEIGHT}Z"
