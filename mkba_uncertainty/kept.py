"""What a task leaves behind, to bytes and back: arrays as they lie in memory, all else as JSON, no code at all.

::

    mkba-uncertainty 1 SHA256-OF-ALL-BELOW
    {"of": TASK, "left": TREE}
    the numbers of all arrays, in the order of the tree

In the tree a number, text, true, false or null is itself, and everything else a list that begins with what it is:
``["array", DTYPE, SHAPE, ORDER, SCALAR]``, ``["dict", [KEY, VALUE], ...]``, ``["summary:Section", FIELD, ...]``.
Classes are looked up in a closed list. A stranger can write such a file: it holds numbers, and takes a few times its
own size in memory.
"""

from __future__ import annotations

import json
import math
from dataclasses import fields
from hashlib import sha256
from importlib import import_module
from io import BytesIO
from typing import Any

import numpy as np

from mkba_uncertainty.arrays import Array

LARGEST = 100_000_000
LARGEST_TREE = 2_000_000
"""Bytes; what a task leaves behind is far below these."""

FORM = b"mkba-uncertainty 1 "

PACKAGE = "mkba_uncertainty."

CLASSES = (
    "analysis.answer.confidence:_Left",
    "analysis.curves.conditional_means:Conditional",
    "analysis.information.draws_along:DrawsAlong",
    "analysis.information.value:_Evaluated",
    "analysis.portfolio.total:SitesLeft",
    "analysis.side_by_side.alternatives:_Left",
    "analysis.variance.pages:Moments",
    "analysis.variance.screening:_Distances",
    "replication:Measured",
    "simulation:Batch",
    "summary:Partial",
    "summary:Pooled",
    "summary:Section",
)
"""All classes of which a task leaves an object behind, each after its module."""


class UnusableError(ValueError):
    """Bytes that are not what a task left behind, or not of the task that is meant."""


def to_bytes(left: Any, of: str) -> bytes | None:
    """Write what the task ``of`` this digest left behind; None where that is more than is read back.

    Raises
    ------
    TypeError
        If it holds an object of a class that is not in the list.
    """
    numbers: list[bytes] = []
    tree = json.dumps({"of": of, "left": _tree(left, numbers)}).encode()
    body = b"\n".join([tree, b"".join(numbers)])
    content = FORM + sha256(body).hexdigest().encode() + b"\n" + body
    return content if len(tree) <= LARGEST_TREE and len(content) <= LARGEST else None


def from_bytes(content: bytes, of: str) -> Any:
    """Read what the task ``of`` this digest left behind.

    Raises
    ------
    UnusableError
        If the bytes are damaged, are of another task, or are no such file.
    """
    first, _, body = content.partition(b"\n")
    if first != FORM + sha256(body).hexdigest().encode():
        raise UnusableError("damaged")
    tree, _, numbers = body.partition(b"\n")
    try:
        if len(tree) > LARGEST_TREE:
            raise UnusableError("tree")
        found = json.loads(tree)
        if found["of"] != of:
            raise UnusableError("of another task")
        rest = BytesIO(numbers)
        left = _thing(found["left"], rest)
    except (AttributeError, LookupError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise UnusableError("no tree of a task") from error
    if rest.read(1):
        raise UnusableError("too many numbers")
    return left


def _tree(thing: Any, numbers: list[bytes]) -> Any:
    if thing is None or type(thing) in (bool, int, float, str):
        return thing
    if isinstance(thing, np.ndarray | np.generic):
        return ["array", *_laid(np.asarray(thing), numbers), isinstance(thing, np.generic)]
    if type(thing) in (list, tuple):
        return [type(thing).__name__, *(_tree(part, numbers) for part in thing)]
    if type(thing) is dict:
        return ["dict", *([_tree(key, numbers), _tree(value, numbers)] for key, value in thing.items())]
    name = f"{type(thing).__module__.removeprefix(PACKAGE)}:{type(thing).__name__}"
    if name not in CLASSES:
        raise TypeError(f"a task left behind an object of {type(thing)}, which is not in the list")
    return [name, *(_tree(getattr(thing, part), numbers) for part in _names(type(thing)))]


def _laid(array: Array, numbers: list[bytes]) -> tuple[str, list[int], list[int]]:
    """Lay the numbers of an array down in the order of its memory: sums come to other last bits in another one."""
    if array.dtype.kind not in "biuf":
        raise TypeError(f"a task left behind an array of {array.dtype}")
    order = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    laid = array.transpose(order)
    numbers.append(laid.tobytes())
    return array.dtype.str, list(laid.shape), order


def _thing(tree: Any, rest: BytesIO) -> Any:
    if not isinstance(tree, list):
        if isinstance(tree, dict):
            raise UnusableError("tree")
        return tree
    kind, *parts = tree
    if kind == "array":
        return _array(rest, *parts)
    if kind == "dict":
        return {_thing(key, rest): _thing(value, rest) for key, value in parts}
    found = [_thing(part, rest) for part in parts]
    if kind in ("list", "tuple"):
        return found if kind == "list" else tuple(found)
    return _made(_kind(kind), found)


def _array(rest: BytesIO, kind: str, shape: list[int], order: list[int], scalar: bool) -> Any:
    dtype = np.dtype(kind)
    if dtype.kind not in "biuf":
        raise UnusableError("dtype")
    if not all(type(length) is int and length >= 0 for length in shape):
        raise UnusableError("shape")
    laid = np.frombuffer(bytearray(rest.read(dtype.itemsize * math.prod(shape))), dtype).reshape(shape)
    array = laid.transpose(np.argsort(order).tolist())
    return array[()] if scalar else array


def _kind(name: str) -> Any:
    if name not in CLASSES:
        raise UnusableError("class")
    module, _, kind = name.partition(":")
    return getattr(import_module(PACKAGE + module), kind)


def _names(kind: Any) -> tuple[str, ...]:
    return kind._fields if hasattr(kind, "_fields") else tuple(field.name for field in fields(kind))


def _made(kind: Any, parts: list[Any]) -> Any:
    """Make an object of its fields, of which some may be no arguments."""
    if hasattr(kind, "_make"):
        return kind._make(parts)
    made = object.__new__(kind)
    for name, part in zip(_names(kind), parts, strict=True):
        object.__setattr__(made, name, part)
    return made
