"""Scrambled Sobol' points: the same, to the last bit, as those of ``scipy.stats.qmc.Sobol``.

They are made here because importing ``scipy.stats`` takes longer than a run, and because draws are wanted along the
rows, some at a time. Direction numbers are those of Joe and Kuo (2008), which scipy brings; the order is that of the
Gray code, and the scrambling a random linear map of the bits with a digital shift (Matousek 1998; Owen 1998).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import InputError

Bits: TypeAlias = npt.NDArray[np.uint32]

BITS = 30
MOST_DIMENSIONS = 21201

_PLACE_VALUES = np.uint32(1) << np.arange(BITS, dtype=np.uint32)
_LOWER = np.tri(BITS, dtype=np.uint32)
_DIAGONAL = np.eye(BITS, dtype=np.uint32)


def sobol_points(dimensions: int, draws: int, block: int, generator: np.random.Generator) -> Iterator[Array]:
    """Give scrambled Sobol' points, half a grid step away from the faces of the unit cube.

    Parameters
    ----------
    dimensions : int
    draws, block : int
        How many, and how many at a time: powers of two.
    generator : Generator
        Of which a child scrambles, as in scipy's engine.

    Returns
    -------
    iterator of array of shape (dimensions, block)

    Raises
    ------
    InputError
        If there are more dimensions than direction numbers.
    """
    if dimensions > MOST_DIMENSIONS:
        raise InputError("sobol_dimensions", found=dimensions, most=MOST_DIMENSIONS)
    (child,) = generator.spawn(1)
    shift = child.integers(2, size=(dimensions, BITS), dtype=np.uint32) @ _PLACE_VALUES
    scramble = child.integers(2, size=(dimensions, BITS, BITS), dtype=np.uint32) & _LOWER | _DIAGONAL
    directions = 2 * _scrambled(_directions(dimensions), scramble)
    shift = 2 * shift + 1  # the last bit is half a grid step
    within = directions[:, : block.bit_length() - 1]
    return (  # which holds on to no block: of many sites as many streams are under way
        np.multiply(_in_gray_order(shift ^ _sum_at(start, directions)[:, 0], within), 0.5 ** (BITS + 1))
        for start in range(0, draws, block)
    )


def _in_gray_order(shift: Bits, directions: Bits) -> Bits:
    """Give the first points: the second half of the Gray code is the first one backwards, with one bit more."""
    points = np.empty((len(shift), 1 << directions.shape[1]), dtype=np.uint32)
    points[:, 0] = shift
    for place, direction in enumerate(directions.T):
        half = 1 << place
        points[:, half : 2 * half] = points[:, half - 1 :: -1] ^ direction[:, None]
    return points


def _sum_at(start: int, directions: Bits) -> Bits:
    """Give what sets the points of a block apart from those of the first one, which share their last bits."""
    gray = start ^ (start >> 1)
    places = [place for place in range(BITS) if gray >> place & 1]
    return np.bitwise_xor.reduce(directions[:, places], axis=1, keepdims=True)


def _scrambled(directions: Bits, scramble: Bits) -> Bits:
    """Multiply the bits of each direction number, the highest first, by the matrix of its dimension, modulo 2."""
    columns = (scramble * _PLACE_VALUES[::-1, None]).sum(axis=1, dtype=np.uint32)
    product = np.zeros_like(directions)
    for place in range(BITS):
        product ^= (directions >> (BITS - 1 - place) & 1) * columns[:, place, None]
    return product


@lru_cache(maxsize=8)
def _directions(dimensions: int) -> Bits:
    """Compute the direction numbers of each dimension from its primitive polynomial (Bratley and Fox 1988)."""
    with (files("scipy") / "stats" / "_sobol_direction_numbers.npz").open("rb") as stream, np.load(stream) as kept:
        polynomials = kept["poly"][:dimensions].astype(np.uint32)
        starts = kept["vinit"][:dimensions].astype(np.uint32)
    numbers = np.ones((dimensions, BITS), dtype=np.uint32)
    degrees = np.frexp(polynomials)[1] - 1
    for degree in range(1, degrees.max() + 1):
        rows = degrees == degree
        back = np.arange(degree, 0, -1, dtype=np.uint32)
        factors = (polynomials[rows, None] >> (degree - back) & 1) << back
        found = numbers[rows]
        found[:, :degree] = starts[rows, :degree]
        for place in range(degree, BITS):
            earlier = found[:, place - degree : place]
            found[:, place] = np.bitwise_xor.reduce(factors * earlier, axis=1) ^ earlier[:, 0]
        numbers[rows] = found
    return numbers * _PLACE_VALUES[::-1]
