"""What a task leaves behind is the same after it was bytes; other bytes are refused, and none of them runs anything."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import is_dataclass
from hashlib import sha256
from typing import Any

import numpy as np
import pytest

from mkba_uncertainty import kept
from mkba_uncertainty.kept import UnusableError, from_bytes, to_bytes
from mkba_uncertainty.summary import Statistics

RNG = np.random.default_rng(1)

LEFT = [
    Statistics(("a", "b"), (0.5, 0.9), {"a > 0": ("a", 0.0)}).section([RNG.random((2, 3, 5))]),
    {"a": (1, -0.0, None, True, "é"), 0.25: np.float64(0.1), ("x", 2): [np.nan, np.inf]},
    np.arange(6),
    np.array([True, False]),
    np.zeros((0, 3)),
]


def assert_same(found: Any, expected: Any) -> None:
    """Values, types, and the order in memory, on which the last bit of a sum depends."""
    assert type(found) is type(expected)
    if isinstance(expected, np.ndarray):
        assert (found.dtype, found.shape, found.tobytes()) == (expected.dtype, expected.shape, expected.tobytes())
        assert found.flags.writeable
        assert not found.size or [*np.argsort(found.strides)] == [*np.argsort(expected.strides)]
    elif isinstance(expected, list | tuple):
        for one, other in zip(found, expected, strict=True):
            assert_same(one, other)
    elif isinstance(expected, dict):
        assert_same(list(found), list(expected))
        assert_same(list(found.values()), list(expected.values()))
    elif is_dataclass(expected):
        assert_same(vars(found), vars(expected))
    else:
        assert repr(found) == repr(expected)


@pytest.mark.parametrize("left", LEFT)
def test_what_was_left_behind_comes_back(left: Any) -> None:
    assert_same(from_bytes(to_bytes(left, "task"), "task"), left)


@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_arrays_keep_the_order_of_their_memory(axes: tuple[int, ...]) -> None:
    array = RNG.random((3, 5, 7)).transpose(axes)
    assert_same(from_bytes(to_bytes(array, "task"), "task"), array)


def test_no_bit_can_flip_and_no_byte_can_lack() -> None:
    whole = to_bytes({"mean": np.arange(3.0)}, "task")
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1 << place % 8
        for bad in (bytes(changed), whole[:place]):
            with pytest.raises(UnusableError):
                from_bytes(bad, "task")
    with pytest.raises(UnusableError):
        from_bytes(whole + b"\0", "task")


def test_what_another_task_left_is_refused() -> None:
    with pytest.raises(UnusableError):
        from_bytes(to_bytes(1, "one"), "another")


def forged(left: str, numbers: bytes = b"") -> bytes:
    """Give what a stranger can write, sound to its hash."""
    body = b'{"of": "task", "left": ' + left.encode() + b"}\n" + numbers
    return kept.FORM + sha256(body).hexdigest().encode() + b"\n" + body


def test_a_forged_file_of_the_right_form_is_only_numbers() -> None:
    assert_same(from_bytes(forged('["array", "<f8", [1], [0], false]', bytes(8)), "task"), np.zeros(1))


@pytest.mark.parametrize(
    "left",
    [
        '["system", "touch /tmp/harm"]',
        '["os:system", "touch /tmp/harm"]',
        '["kept:UnusableError"]',
        '["summary:Section", 1]',
        f'["summary:Section"{", 1" * 20}]',
        "[]",
        "[[]]",
        "{}",
        '["dict", 1]',
        '["dict", [["list"], 1]]',
        '["array"]',
        '["array", "O", [1], [0], false]',
        '["array", "f8,f8", [1], [0], false]',
        '["array", "<f8", [9], [0], false]',
        '["array", "<f8", [-1], [0], false]',
        '["array", "<f8", [1e300], [0], false]',
        f'["array", "<f8", [{2**80}], [0], false]',
        '["array", "<f8", [1000000000, "x"], [0, 1], false]',
        '["array", "<f8", [1], [0, 1], false]',
        "[" * 100_000 + "]" * 100_000,
        '["list", ' * 10_000 + "1" + "]" * 10_000,
        f'"{"x" * kept.LARGEST_TREE}"',
        "1" * 5000,
        "nothing",
    ],
    ids=lambda left: left[:40],
)
def test_a_forged_file_is_refused(left: str) -> None:
    with pytest.raises(UnusableError):
        from_bytes(forged(left, bytes(8)), "task")


@pytest.mark.parametrize(
    "made",
    [pickle.dumps, lambda left: json.dumps(left).encode(), lambda left: b"", lambda left: b"\n\n\n"],
)
def test_other_files_are_refused(made: Callable[[Any], bytes]) -> None:
    with pytest.raises(UnusableError):
        from_bytes(made({"mean": 1.0}), "task")


def test_numbers_that_nothing_holds_are_refused() -> None:
    assert from_bytes(forged("1"), "task") == 1
    with pytest.raises(UnusableError, match="too many numbers"):
        from_bytes(forged("1", b"\0"), "task")


def test_an_object_that_is_not_in_the_list_is_not_written() -> None:
    for left in (object(), {1: slice(3)}, np.array([None])):
        with pytest.raises(TypeError, match="left behind"):
            to_bytes(left, "task")
