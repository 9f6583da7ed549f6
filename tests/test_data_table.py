"""A data table against closed forms, and against runs in which the same value was chosen."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import changed, minimal
from command_line import answer, assert_refused, is_number_with_error, mkba as run
from drawings import marked
from intervals import assert_covers, assert_near
from numpy.typing import NDArray
from scipy.stats import lognorm

import mkba_uncertainty as mkba
from mkba_uncertainty import DataTable, data_table
from mkba_uncertainty.copula import pearson_to_spearman
from mkba_uncertainty.errors import InputError, MkbaError, ModelError
from mkba_uncertainty.plotting import plot_data_table

FEW: dict[str, Any] = {"draws": 64, "replicates": 4}
LINEAR = mkba.Model(
    {"a": mkba.Normal(3, 1), "b": mkba.Uniform(0, 4), "c": mkba.LogNormal(0, 0.5), "d": mkba.Point(7)},
    lambda x: {"y": 2 * x["a"] - 3 * x["b"] + x["c"] + 0 * x["d"], "z": x["b"] * x["d"]},
    ("y", "z"),
)


def values(result: DataTable) -> NDArray[np.float64]:
    return np.array([[cell.value for cell in row] for row in result.values])


@pytest.fixture(scope="module")
def arnhem() -> mkba.CaseModel:
    return mkba.build_model(mkba.load_case("arnhem-ozo"))


# --- the numbers


def test_a_linear_model() -> None:
    a, b = [1.5, 3, 4], [0, 2.5]
    found = data_table(LINEAR, vary="a", at=a, by="b", by_at=b, outcome="y")
    truth = 2 * np.array(a)[:, None] - 3 * np.array(b) + math.exp(0.125)
    assert (found.vary.at, found.by and found.by.at) == (tuple(a), tuple(b))
    for row, true in zip(found.values, truth, strict=True):
        for cell, one in zip(row, true.tolist(), strict=True):
            assert_near(cell, one)
            assert cell.width < 5e-3
    assert values(found) - values(found)[0, 0] == pytest.approx(truth - truth[0, 0], abs=1e-12)  # noise is common


def test_all_that_is_uncertain_may_be_given() -> None:
    found = data_table(
        mkba.Model({"x": mkba.Uniform(0, 1)}, lambda x: {"y": x["x"] ** 2}, ["y"]), vary="x", outcome="y"
    )
    assert values(found)[:, 0] == pytest.approx([x**2 for x in found.vary.at], rel=1e-14)
    assert max(cell.width for (cell,) in found.values) < 1e-14


def test_what_depends_on_the_given_is_drawn_given_that() -> None:
    """X, Y and Z are Gaussian: their means given some are regressions."""
    matrix = np.array([[1, 0.6, 0.3], [0.6, 1, -0.2], [0.3, -0.2, 1]])
    mean, sd = np.array([1.0, 3.0, -2.0]), np.array([2.0, 1.0, 0.5])
    names = ["x", "y", "z"]
    model = mkba.Model(
        {name: mkba.Normal(*pair) for name, pair in zip(names, zip(mean, sd, strict=True), strict=True)},
        lambda v: {"xy": v["x"] * v["y"], "last": v["z"]},
        ["xy", "last"],
        correlation={(names[i], names[j]): pearson_to_spearman(matrix[i, j]) for i, j in [(0, 1), (0, 2), (1, 2)]},
    )
    at = [-1.0, 0.5, 4.0]
    for (cell,), x in zip(data_table(model, vary="x", at=at, outcome="xy").values, at, strict=True):
        assert_near(cell, x * (mean[1] + 0.6 * (x - mean[0]) * sd[1] / sd[0]))
    both = data_table(model, vary="x", at=at, by="y", by_at=[2.0, 3.5], outcome="last")
    weights = matrix[2, :2] @ np.linalg.inv(matrix[:2, :2])
    for i, j in np.ndindex(3, 2):
        scores = (np.array([at[i], [2.0, 3.5][j]]) - mean[:2]) / sd[:2]
        assert_near(both.values[i][j], mean[2] + sd[2] * float(weights @ scores))


def test_the_discount_rate_of_an_annuity(tmp_path: Path) -> None:
    """So much a year for three years, from year 0 on, undiscounted in that."""
    rates = (0.0, 0.02, 0.07)
    found = data_table(minimal(tmp_path), vary="discount_rate", at=rates, outcome="benefits", by="stay", by_at="1,3")
    family = minimal(tmp_path).inputs
    yearly = family["households_helped"].mean * (1 - family["relapse"].mean) * family["shelter_cost"].mean
    for row, rate in zip(found.values, rates, strict=True):
        for cell, years in zip(row, (1, 3), strict=True):
            assert_near(cell, yearly * sum((1 + rate) ** -t for t in range(years)))


@pytest.mark.parametrize(
    ("what", "truth"),
    [
        ("mean", 2 * math.exp(0.125)),
        ("median", 2.0),
        ("q0.9", 2 * float(lognorm.ppf(0.9, 0.5))),
        ("y > 3", float(lognorm.sf(1.5, 0.5))),
    ],
)
def test_intervals_hold_the_truth(what: str, truth: float) -> None:
    model = mkba.Model({"x": mkba.Uniform(0, 4), "c": mkba.LogNormal(0, 0.5)}, lambda v: {"y": v["x"] * v["c"]}, ["y"])
    options: dict[str, Any] = {"vary": "x", "at": 2, "what": what, "draws": 128, "kind": "monte_carlo"}
    assert_covers(lambda seed: data_table(model, outcome="y", rng=seed, **options).values[0][0], truth)


@pytest.mark.parametrize("dependence", ["independent", "strong"])
def test_a_choice_is_the_run_in_which_it_was_made(dependence: str, arnhem: mkba.CaseModel) -> None:
    chosen = {"discount_3": ("discount_rate", 0.03), "new_found_30": ("new_found_share", 0.3)}
    model = mkba.build_model(arnhem.case, dependence=dependence)
    for scenario, (name, value) in chosen.items():
        under = mkba.build_model(arnhem.case, scenarios=[scenario], dependence=dependence)
        answered = mkba.confidence(under, outcomes=["net_benefit"], **FEW)
        expected = {
            "mean": answered.outcomes["net_benefit"].mean,
            "q0.05": answered.outcomes["net_benefit"].quantiles[0.05],
            "net_benefit > 0": answered.probabilities["net_benefit > 0"],
        }
        for what, measured in expected.items():
            assert data_table(model, vary=name, at=value, what=what, **FEW).values[0][0] == measured


def test_it_is_the_curve_of_the_main_effect(arnhem: mkba.CaseModel) -> None:
    model = mkba.build_model(arnhem.case, dependence="strong")
    curve = mkba.main_effect(model, of=["recidivism"], nodes=5, **FEW).curves["recidivism"]
    found = data_table(model, vary="recidivism", at=curve.x, **FEW)
    assert values(found)[:, 0] == pytest.approx(curve.mean, rel=1e-12)


def test_draws_in_chunks_are_the_same_draws() -> None:
    """A replicate of more draws than are evaluated at once."""
    found = data_table(LINEAR, vary="b", at=[1, 2], outcome="y", what="y > 4", draws=16384, replicates=2)
    inputs = mkba.simulate(LINEAR, draws=16384, replicates=2).inputs
    for (cell,), b in zip(found.values, (1, 2), strict=True):
        y = 2 * inputs["a"] - 3 * b + inputs["c"]
        assert cell.value == float((y > 4).mean())


def test_models_of_alternatives() -> None:
    case = mkba.load_case("delta-dikes")
    low, high = (
        data_table(mkba.build_model(case, alternative=name), vary="discount_rate", at="0.02,0.05", **FEW)
        for name in list(case.alternatives)[:2]
    )
    assert low.provenance.alternative != high.provenance.alternative
    assert (values(low) != values(high)).all()


# --- which values


def test_round_values_and_what_is_said_of_an_estimate(arnhem: mkba.CaseModel) -> None:
    one = mkba.Model(
        {
            "x": mkba.Uniform(0, 10),
            "n": mkba.Discrete([1, 2, 5], [0.2, 0.3, 0.5]),
            "e": mkba.Empirical(np.arange(100.0)),
        },
        lambda v: {"y": v["x"] + v["n"] + v["e"]},
        ["y"],
    )
    at = {name: data_table(one, vary=name, outcome="y", **FEW).vary.at for name in one.inputs}
    assert at["x"] == (2, 4, 5, 6, 8)
    assert at["n"] == (1, 2, 5)
    assert set(at["e"]) <= set(range(100))
    assert len(at["e"]) == 9
    assert data_table(arnhem, vary="recidivism", **FEW).vary.at == (0.2, 0.25, 0.3, 0.35, 0.4)
    assert data_table(arnhem, vary="discount_rate", **FEW).vary.at == (0.0225, 0.03, 0.055)
    under = mkba.build_model(arnhem.case, scenarios=["discount_3"])
    assert data_table(under, vary="discount_rate", **FEW).vary.at == (0.0225, 0.03, 0.055)


def test_values_are_ascending_and_each_once() -> None:
    found = data_table(LINEAR, vary="a", at=" 4, 1.5,4.0,3", outcome="y", **FEW)
    assert found.vary.at == (1.5, 3.0, 4.0)


@pytest.mark.parametrize(("name", "sound", "unsound"), [
    ("discount_rate", [-0.5, 0.5], 1.0), ("new_found_share", [0, 1], -0.1), ("new_found_share", [0, 1], 1.1),
    ("qaly_value", [-1, 1e6], math.inf),
])  # fmt: skip
def test_a_choice_may_be_what_its_unit_allows(
    name: str, sound: list[float], unsound: float, arnhem: mkba.CaseModel
) -> None:
    assert data_table(arnhem, vary=name, at=sound, **FEW).vary.at == tuple(sound)
    with pytest.raises(InputError, match=r"cannot be|not a number"):
        data_table(arnhem, vary=name, at=unsound, **FEW)


# --- what people and programs get


def test_the_frame_has_a_row_a_cell() -> None:
    found = data_table(LINEAR, vary="a", at=[2, 3], by="b", by_at=[0, 1], outcome="y", what="median", **FEW)
    frame = found.to_frame()
    assert list(frame) == ["outcome", "what", "vary", "by", "at", "by_at", "value", "value_low", "value_high"]
    assert frame[["at", "by_at"]].to_numpy().tolist() == [[2, 0], [2, 1], [3, 0], [3, 1]]
    assert frame["value"].tolist() == values(found).ravel().tolist()
    alone = data_table(LINEAR, vary="a", at=[2, 3], outcome="y", **FEW)
    assert list(alone.to_frame()) == ["outcome", "what", "vary", "at", "value", "value_low", "value_high"]
    assert alone.facts()["columns"] == [None]


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", ("Net benefit (mean) by Relapse and Discount rate", "Rows: Relapse. Columns: Discount rate.", "5.5% *")),
        (
            "nl",
            ("Saldo (gemiddelde) naar Terugval en Discontovoet", "Rijen: Terugval. Kolommen: Discontovoet.", "5,5% *"),
        ),
    ],
)
def test_the_command(lang: str, expected: tuple[str, ...]) -> None:
    asked = ("table", "arnhem-ozo", "--vary", "recidivism", "--by", "discount_rate", "--draws", "64")
    told = run(*asked, "--at", "0.2,0.3", "--lang", lang)
    assert told.returncode == 0, told.stderr
    for part in (*expected, "30% *"):
        assert part in told.stdout


def test_a_wide_table_is_shown_in_parts() -> None:
    found = data_table(LINEAR, vary="a", at=[1, 3], by="b", by_at=np.linspace(0, 3.5, 8), outcome="y", **FEW)
    parts = [table.on_screen() for table in found.shown()]
    assert [part.headings("en") for part in parts] == [["a", "0", "0.5", "1", "1.5"], ["a", "2 *", "2.5", "3", "3.5"]]
    assert [row[0] for row in parts[1].texts("en")] == ["1", "3 *"]
    whole = [row[1:] for row in found.pictured.texts("en")]
    assert [one[1:] + other[1:] for one, other in zip(*(part.texts("en") for part in parts), strict=True)] == whole


def test_json() -> None:
    found = answer("table", "arnhem-ozo", "--vary", "recidivism", "--by", "discount_rate", "--draws", "64")
    assert (found["vary"], found["by"], found["what"]) == ("recidivism", "discount_rate", "mean")
    assert (found["rows"], found["columns"]) == ([0.2, 0.25, 0.3, 0.35, 0.4], [0.0225, 0.03, 0.055])
    assert [len(row) for row in found["values"]] == [3] * 5
    assert all(is_number_with_error(cell) for row in found["values"] for cell in row)


def test_the_line_and_its_band() -> None:
    found = data_table(LINEAR, vary="a", at=[1, 2, 3], outcome="y", **FEW)
    drawn = marked(plot_data_table(found))
    assert drawn["line"].get_xydata().tolist() == [
        [x, cell.value] for x, (cell,) in zip((1, 2, 3), found.values, strict=True)
    ]
    assert drawn["point"].get_xydata().tolist() == [[3, found.values[2][0].value]]
    assert drawn["band"].get_paths()[0].vertices[:, 1].min() == min(cell.low for (cell,) in found.values)


def test_cells_change_colour_where_the_verdict_flips() -> None:
    """z is -2.5, -1.5, -0.5; -0.5, 0.5, 1.5; 1.5, 2.5, 3.5."""
    model = mkba.Model(
        {"x": mkba.Uniform(0, 2), "y": mkba.Uniform(0, 2)}, lambda v: {"z": 2 * v["x"] + v["y"] - 2.5}, ["z"]
    )
    found = data_table(model, vary="x", at="0,1,2", by="y", by_at="0,1,2", outcome="z", **FEW)
    drawn = marked(plot_data_table(found))
    depth = np.asarray(drawn["cells"].get_array()).reshape(3, 3)
    assert (np.sign(depth) == np.sign(values(found))).all()
    assert depth[2, 2] == 1
    assert depth[0, 2] == -depth[1, 1]  # as far from zero, as dark
    assert drawn["cell:1:2"].get_text() == "1.5"
    edges = {tuple(map(tuple, segment)) for segment in drawn["flip"].get_segments()}
    right_of, below = (
        ((0.5, 0.5), (0.5, 1.5)),
        [((x - 0.5, y), (x + 0.5, y)) for x, y in [(0, 1.5), (1, 0.5), (2, 0.5)]],
    )
    assert edges == {right_of, *below}


# --- what is refused


def test_values_are_suggested_that_suit_the_estimate_with_the_option_that_takes_them() -> None:
    whole = mkba.Model({"a": mkba.Normal(3, 1), "d": mkba.Point(0)}, lambda x: {"y": x["a"] + x["d"]}, ["y"])
    for model, names, such in (
        (LINEAR, {"vary": "d"}, "--at 3.5,7,10.5."),
        (LINEAR, {"vary": "a", "by": "d"}, "--by-at 3.5,7,10.5."),
        (whole, {"vary": "d"}, "--at 0,1,2."),
    ):
        with pytest.raises(InputError) as caught:
            data_table(model, outcome="y", **names, **FEW)
        assert str(caught.value).endswith(f"such as {such}")


def test_no_value_is_suggested_that_cannot_be_and_the_command_speaks_of_its_option(tmp_path: Path) -> None:
    file = tmp_path / "case.toml"
    file.write_text(changed({"value = 0.03\n": "value = 0.8\n"}), "utf-8")
    words = ["--by-at: discount_rate has only the value 0.8", "--by-at 0.4,0.8."]
    assert_refused(["table", str(file), "--vary", "relapse", "--by", "discount_rate", "--lang", "en"], words)


@pytest.mark.parametrize(
    ("what", "said", "even"),
    [
        ("mean", "mean", 0.0),
        ("median", "median", 0.0),
        ("q0.05", "5% quantile", 0.0),
        ("y > 2", "probability above 2.0", 0.5),
    ],
)
def test_a_table_of_one_input_says_what_it_shows(what: str, said: str, even: float) -> None:
    """Each value has its row, with its error beside it."""
    found = data_table(LINEAR, outcome="y", vary="a", at=[2, 3], what=what, **FEW)
    assert found.title().en == f"y ({said}) by a"
    assert found.even == even
    (table,) = found.shown()
    assert [[row.cells["at"], row.cells["0"]] for row in table.rows] == [
        [2.0, found.values[0][0]],
        [3.0, found.values[1][0]],
    ]
    assert len(table.columns) == 3


@pytest.mark.parametrize(
    ("kind", "code", "options"),
    [
        (InputError, "unknown_input", {"vary": "e"}),
        (InputError, "unknown_input", {"vary": "a", "by": "y"}),
        (InputError, "unknown_outcome", {"vary": "a", "outcome": "x"}),
        (InputError, "table_same", {"vary": "a", "by": "a"}),
        (InputError, "table_by_at", {"vary": "a", "by_at": "1"}),
        (InputError, "table_impossible", {"vary": "b", "at": [1, 4.01]}),
        (InputError, "table_impossible", {"vary": "a", "by": "c", "by_at": -1}),
        (InputError, "table_no_number", {"vary": "a", "at": "1,two"}),
        (InputError, "table_no_number", {"vary": "a", "at": "1;2"}),
        (InputError, "table_no_number", {"vary": "a", "at": ""}),
        (InputError, "table_no_number", {"vary": "a", "at": [1, math.nan]}),
        (InputError, "table_no_number", {"vary": "a", "at": [True]}),
        (InputError, "table_no_number", {"vary": "a", "at": "inf"}),
        (InputError, "table_no_values", {"vary": "a", "at": []}),
        (InputError, "table_one_value", {"vary": "d"}),
        (InputError, "table_too_large", {"vary": "a", "at": range(21), "by": "b", "by_at": np.linspace(0, 4, 20)}),
        (InputError, "table_what", {"vary": "a", "what": "mode"}),
        (InputError, "table_what", {"vary": "a", "what": "q0.0"}),
        (InputError, "table_what", {"vary": "a", "what": "y < 0"}),
        (InputError, "condition_form", {"vary": "a", "what": "y > x"}),
        (InputError, "table_two_outcomes", {"vary": "a", "what": "z > 0"}),
        (ModelError, "table_unmoved", {"vary": "d", "at": [1, 2]}),
        (ModelError, "table_unmoved", {"vary": "b", "by": "a", "outcome": "z"}),
    ],
)
def test_what_cannot_be_asked(kind: type[MkbaError], code: str, options: dict[str, Any]) -> None:
    with pytest.raises(kind) as caught:
        data_table(LINEAR, **{"outcome": "y", **FEW, **options})
    assert caught.value.code == code
    for lang in ("nl", "en"):
        assert caught.value.text(lang)
