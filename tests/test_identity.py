"""A task is known again in another process, and taken for another where anything differs that its result hangs on."""

from __future__ import annotations

import importlib
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import changed, minimal, read
from command_line import process

import mkba_uncertainty as mkba
from mkba_uncertainty.design import Design
from mkba_uncertainty.identity import _source, digest

SAY = """
import sys
import mkba_uncertainty as mkba
from mkba_uncertainty.identity import digest
print(digest(mkba.build_model(mkba.load_case(sys.argv[1])), {"a", "b", "c", "d"}, range(3)))
"""


def test_known_again_in_another_process(tmp_path: Path) -> None:
    model = minimal(tmp_path)
    settings = {**os.environ, "PYTHONHASHSEED": "1"}  # the order of sets
    done = process("-c", SAY, str(tmp_path / "aftercare.toml"), program=[sys.executable], env=settings)
    assert done.stdout.strip() == digest(model, {"d", "c", "b", "a"}, range(3)), done.stderr


def test_known_again_after_it_was_run(tmp_path: Path) -> None:
    model = minimal(tmp_path)
    before = digest(model)
    mkba.confidence(model, draws=64)
    assert digest(model) == before


def test_a_case_is_the_same_wherever_it_lies(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    assert digest(minimal(tmp_path)) == digest(minimal(tmp_path / "elsewhere"))


def normal(function: Any, sd: float = 1.0, correlation: Any = None) -> mkba.Model:
    inputs = {"a": mkba.Normal(0, sd), "b": mkba.Normal(0, 1)}
    return mkba.Model(inputs, function, ["y"], correlation=correlation)


def shifted(by: Any) -> Any:
    return lambda x: {"y": x["a"] + by}


FRAME = pd.DataFrame([[1.0, 0.5], [0.5, 1.0]], index=["a", "b"], columns=["a", "b"])

DIFFERENT = [
    0,
    False,
    0.0,
    -0.0,
    "0",
    b"0",
    None,
    (),
    [],
    {},
    (0,),
    [0],
    {0},
    {"a": 1, "b": 2},
    {"b": 2, "a": 1},
    {"a": 1},
    ("a", 1),
    ("a1",),
    range(3),
    range(4),
    np.zeros(2),
    np.zeros(2, dtype=int),
    np.zeros((2, 1)),
    np.array([None, 1]),
    np.add,
    np.subtract,
    FRAME,
    FRAME * 2,
    partial(shifted, 1),
    partial(shifted, by=1),
    Design,
    Design(64, 2),
    Design(64, 3),
    Design(128, 2),
    Design(64, 2, 2),
    Design(64, 2, np.random.SeedSequence(1, spawn_key=(1,))),
    Design(64, 2, kind="monte_carlo"),
    normal(shifted(1)),
    normal(shifted(2)),
    normal(lambda x: {"y": x["a"] * 1}),
    normal(lambda x: {"y": x["b"] * 1}),
    normal(lambda x: {"y": x["a"] * 2}),
    normal(shifted(1), sd=2.0),
    normal(shifted(1), correlation={("a", "b"): 0.5}),
    normal(shifted(1), correlation={("a", "b"): 0.25}),
]


def test_what_differs_has_another_digest() -> None:
    digests = [digest(thing) for thing in DIFFERENT]
    assert len({*digests}) == len(DIFFERENT)
    assert digests == [digest(thing) for thing in DIFFERENT]


def test_one_seed_in_two_forms_is_one_design() -> None:
    assert digest(Design(64, 2, 7)) == digest(Design(64, 2, np.random.SeedSequence(7)))


def test_a_changed_file_is_another_model(tmp_path: Path) -> None:
    other = read(changed({"mu = 1000": "mu = 1001"}), tmp_path)
    assert digest(mkba.build_model(other)) != digest(minimal(tmp_path))


def test_scenarios_dependence_and_data_make_another_model() -> None:
    case = mkba.load_case("arnhem-ozo")
    model = mkba.build_model(case)
    others = [
        mkba.build_model(case, scenarios=["recidivism_40"]),
        mkba.build_model(case, dependence="expected"),
        replace(model, inputs={**model.inputs, "recidivism": mkba.Beta(30, 70)}),
    ]
    assert len({digest(each) for each in (model, *others)}) == 1 + len(others)


def test_a_changed_file_of_a_function_is_another_function(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though its own code is the same: what it calls stands there too."""
    monkeypatch.syspath_prepend(tmp_path)
    found = []
    for factor in ("1", "22"):
        text = f"def part(x):\n    return {factor} * x['a']\n\n\ndef y(x):\n    return {{'y': part(x)}}\n"
        (tmp_path / "their_model.py").write_text(text)
        importlib.invalidate_caches()
        function = importlib.import_module("their_model").y
        found.append((digest(function.__code__), digest(function)))
        del sys.modules["their_model"]
        _source.cache_clear()
    assert found[0][0] == found[1][0]
    assert found[0][1] != found[1][1]
