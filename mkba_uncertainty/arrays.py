"""Words for what is computed with: arrays and values, sources of random numbers, and the quantiles that are shown."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Places = NDArray[np.intp]
Flags = NDArray[np.bool_]
Value = float | Array
Values = Mapping[str, Value]
Rng = int | np.random.SeedSequence | np.random.Generator | None

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The quantiles that results show."""
