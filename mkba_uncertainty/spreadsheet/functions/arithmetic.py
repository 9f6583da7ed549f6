"""Functions of numbers, one by one: roots, powers, logarithms, rounding, angles."""

from __future__ import annotations

import numpy as np

from mkba_uncertainty.arrays import Value
from mkba_uncertainty.spreadsheet.functions.registry import numeric, scalar
from mkba_uncertainty.spreadsheet.values import Error, Numbers

numeric("ABS")(np.abs)
