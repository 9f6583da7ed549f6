"""``mkba sobol``, ``tornado``, ``switching`` and ``screen`` as programs and people meet them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import command_line
import pytest
from command_line import assert_refused, is_number_with_error, mkba

import mkba_uncertainty as mkba_package

COMMON = {"case", "case_sha256", "version", "seed", "draws", "replicates", "scenario", "dependence"}
SMALL = ("--draws", "64")


def answer(*arguments: str) -> dict[str, Any]:
    found = command_line.answer(*arguments)
    assert set(found) >= COMMON
    return found


# --- JSON


def test_sobol() -> None:
    found = answer("sobol", "arnhem-ozo")["outcomes"]
    assert list(found) == ["costs", "benefits", "net_benefit", "bcr", "financial_net", "financial_bcr"]
    balance = found["net_benefit"]
    assert is_number_with_error(balance["variance"])
    assert balance["second_order"] == []
    indices = balance["indices"]
    assert all(
        is_number_with_error(index[order]) for index in indices.values() for order in ("first_order", "total_order")
    )
    leading = sorted(indices, key=lambda name: -indices[name]["first_order"]["value"])
    assert leading[:2] == ["recidivism", "attribution_placements"]
    assert indices["recidivism"]["first_order"]["value"] == pytest.approx(0.28, abs=0.01)
    assert indices["attribution_placements"]["first_order"]["value"] == pytest.approx(0.15, abs=0.01)


def test_sobol_of_pairs_groups_and_outcomes() -> None:
    found = answer(
        "sobol", "arnhem-ozo", *SMALL, "--second", "--group", "role", "--outcome", "costs", "--outcome", "bcr"
    )
    assert list(found["outcomes"]) == ["costs", "bcr"]
    assert set(found["outcomes"]["bcr"]["indices"]) == {"expert", "observed", "unit_value"}
    pairs = found["outcomes"]["bcr"]["second_order"]
    assert len(pairs) == 3
    assert set(pairs[0]) == {"pair", "value", "low", "high"}
    tags = answer("sobol", "arnhem-ozo", *SMALL, "--group", "tag", "--outcome", "net_benefit")
    assert "attribution" in tags["outcomes"]["net_benefit"]["indices"]


def test_sobol_until_narrow_enough_or_not_reached() -> None:
    rule = ("sobol", "arnhem-ozo", "--outcome", "net_benefit", *SMALL, "--until", "first_order:0.2")
    stopping = answer(*rule)["stopping"]
    assert stopping["met"]
    assert stopping["reached"] <= 0.2
    wide = mkba(*rule[:-1], "first_order:0.0001", "--max-replicates", "16")
    assert wide.returncode == 0
    assert "0.0001" in wide.stdout


@pytest.mark.parametrize("mode", ["median", "mean"])
def test_tornado(mode: str) -> None:
    found = answer("tornado", "arnhem-ozo", "--mode", mode)
    assert found["outcome"] == "net_benefit"
    assert isinstance(found["base"], float)
    bars = found["bars"]
    assert all(
        {"estimate", "low_input", "high_input", "low_outcome", "high_outcome", "swing"} <= set(bar) for bar in bars
    )
    swings = [bar["swing"] for bar in bars]
    assert swings == sorted(swings, reverse=True)
    assert bars[0]["estimate"] == "recidivism"
    for bar in bars:
        assert bar["swing"] == pytest.approx(abs(bar["high_outcome"] - bar["low_outcome"]), rel=1e-9)
    assert {bar["estimate"] for bar in found["choices"]} >= {"qaly_value", "discount_rate", "new_found_share"}


def test_switching() -> None:
    found = answer("switching", "arnhem-ozo")
    assert found["outcome"] == "net_benefit"
    fields = {"value", "relative_change", "low", "high", "probability_crossed"}
    assert all(fields <= set(estimate) for estimate in found["estimates"].values())
    assert all(is_number_with_error(estimate["probability_crossed"]) for estimate in found["estimates"].values())
    relapse = found["estimates"]["recidivism"]
    assert relapse["low"] < relapse["value"] < relapse["high"]
    assert relapse["relative_change"] == pytest.approx(relapse["value"] / 0.3 - 1)
    assert found["estimates"]["attribution_placements"]["value"] is None


def test_screen() -> None:
    asked = ("screen", "arnhem-ozo", *SMALL, "--replicates", "3", "--trajectories", "4")
    found = answer(*asked, "--where", "net_benefit > 1e6")
    assert found["region"]["where"] == "net_benefit > 1e6"
    assert is_number_with_error(found["region"]["share"])
    assert found["region"]["distance"].keys() == found["delta"].keys()
    grouped = answer(*asked, "--group", "role")
    assert set(grouped["morris"]) == {"expert", "observed", "unit_value"}
    assert grouped["delta"] == {}
    names = set(mkba_package.build_model(mkba_package.load_case("arnhem-ozo")).uncertain)
    assert set(found["morris"]) == set(found["delta"]) == set(found["pawn"]) == names
    assert all(set(morris) == {"mu_star", "sigma"} for morris in found["morris"].values())
    assert is_number_with_error(found["morris"]["recidivism"]["mu_star"])
    assert is_number_with_error(found["delta"]["recidivism"])


def test_the_same_seed_the_same_answer() -> None:
    for command in ("sobol", "tornado", "switching", "screen"):
        small = (command, "arnhem-ozo", *SMALL, "--replicates", "2", "--seed", "0")
        assert answer(*small) == answer(*small)


# --- for people


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("sobol", "--second"),
        ("sobol", "--group", "role"),
        ("tornado",),
        ("tornado", "--mode", "mean"),
        ("switching",),
        ("screen",),
    ],
)
def test_tables_fit_eighty_columns(arguments: tuple[str, ...], lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    command, *more = arguments
    done = mkba(command, "arnhem-ozo", *more, *SMALL, "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert all(len(line) <= 80 for line in done.stdout.splitlines())
    assert "…" not in done.stdout
    if "role" not in more:
        assert {"nl": "Terugval", "en": "Relapse"}[lang] in done.stdout


def test_the_tornado_says_what_it_leaves_out_and_what_has_no_range() -> None:
    said = " ".join(mkba("tornado", "arnhem-ozo").stdout.split())
    assert "may be off at once" in said
    assert "Financed new for old" in said
    assert "estimate from – to" in said
    assert "choice from – to" in said


def test_quiet_says_nothing() -> None:
    for command in ("sobol", "tornado", "switching"):
        done = mkba(command, "arnhem-ozo", *SMALL, "--quiet")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.usefixtures("unrendered")
@pytest.mark.parametrize(
    ("command", "files"),
    [
        (("sobol", "--outcome", "net_benefit"), {"sobol.csv", "sobol.svg", "sobol.png"}),
        (("tornado",), {"tornado.csv", "tornado.svg", "tornado.png"}),
        (
            ("switching",),
            {"switching.csv", "switching.svg", "switching.png", "break_even.csv", "break_even.svg", "break_even.png"},
        ),
    ],
)
def test_out(command: tuple[str, ...], files: set[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = mkba(command[0], "arnhem-ozo", *command[1:], *SMALL, "--out", str(out))
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == {*files, "manifest.json"}
    with (out / f"{command[0]}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 40
    assert rows[0]["outcome"] == "net_benefit"
    assert json.loads((out / "manifest.json").read_text("utf-8"))["command"] == command[0]


# --- what cannot be asked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sobol", "arnhem-ozo", "--dependence", "expected"), ("shapley",)),
        (("sobol", "arnhem-ozo", "--outcome", "net_benfit"), ("net_benfit", "net_benefit")),
        (("sobol", "arnhem-ozo", "--until", "first_order"), ("first_order",)),
        (("sobol", "arnhem-ozo", "--group", "colour"), ("colour",)),
        (("sobol", "arnhem-ozo", "--outcome", "line:costs-2"), ("constant",)),
        (("tornado", "arnhem-ozo", "--mode", "max"), ("max",)),
        (("tornado", "arnhem-ozo", "--outcome", "balance"), ("balance",)),
        (("switching", "arnhem-ozo", "--outcome", "line:costs-2"), ("zero",)),
        (("switching", "arnhem-ozo", "--draws", "1000"), ("power of two",)),
        (("screen", "arnhem-ozo", "--draws", "32"), ("64",)),
        (("screen", "arnhem-ozo", "--trajectories", "1"), ("at least 2",)),
        (("screen", "arnhem-ozo", "--where", "net_benefit >= 0"), ("'net_benefit >= 0'", "net_benefit > 0")),
    ],
)
def test_bad_input_is_exit_2_with_a_message(arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert_refused(arguments, words)
