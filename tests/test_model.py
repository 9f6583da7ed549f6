"""Models: what goes in and comes out, and a message for everything that cannot."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from cases import changed, minimal
from numpy.testing import assert_allclose, assert_array_equal

from mkba_uncertainty.errors import InputError, MkbaError, ModelError
from mkba_uncertainty.families import Normal, Pert, Point, Uniform
from mkba_uncertainty.model import CHUNK, Model, chunks

INPUTS = {"x": Uniform(0, 1), "z": Normal(2, 1), "p": Point(3.0)}


def good(values: Any) -> Any:
    return {"y": values["x"] * values["z"] + values["p"], "w": values["x"]}


def model_of(function: Callable[[Any], Any], outcomes: Any = ("y",), **options: Any) -> Model:
    return Model(INPUTS, function, outcomes, **options)


def messages(error: MkbaError) -> tuple[str, str]:
    for lang in ("nl", "en"):
        assert "{" not in error.message(lang), error.message(lang)
        assert error.message(lang)[-1] in ".?", error.message(lang)
    return error.text("nl"), error.text("en")


# --- evaluating


@pytest.mark.parametrize("rows", [1, 5, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_outcomes_are_those_of_the_function(rows: int) -> None:
    rng = np.random.default_rng(rows)
    x, z = rng.random(rows), rng.normal(size=rows)
    found = model_of(good, ("y", "w")).evaluate({"x": x, "z": z})
    assert list(found) == ["y", "w"]
    assert_array_equal(found["y"], x * z + 3)
    assert_array_equal(found["w"], x)


def test_the_function_gets_chunks_of_whole_columns() -> None:
    seen: list[dict[str, tuple[int, ...]]] = []

    def look(values: Any) -> Any:
        seen.append({name: value.shape for name, value in values.items()})
        assert all(value.dtype == np.float64 for value in values.values())
        return {"y": values["x"] + values["p"]}

    model_of(look).evaluate({"x": np.arange(CHUNK + 3), "z": 1})
    assert seen == [dict.fromkeys(INPUTS, (CHUNK,)), dict.fromkeys(INPUTS, (3,))]


def test_fixed_inputs_may_be_given_another_value() -> None:
    assert model_of(good).evaluate({"x": 1.0, "z": 1.0, "p": np.array([5.0, 6.0])})["y"].tolist() == [6.0, 7.0]


def test_a_function_cannot_change_what_it_gets() -> None:
    def spoil(values: Any) -> Any:
        values["x"][0] = 99
        return {"y": values["x"]}

    x = np.zeros(3)
    with pytest.raises(ValueError, match="read-only"):
        model_of(spoil).evaluate({"x": x, "z": x})
    assert not x.any()


def test_one_outcome_may_be_named_by_itself() -> None:
    model = model_of(good, "y")
    assert model.outcomes == ("y",)
    assert model_of(good, ("y", "w")).select("w") == ("w",)
    assert model_of(good, ["y", "w"]).select(None) == ("y", "w")


def test_point_is_the_mean_of_every_input() -> None:
    assert model_of(good).point() == {"x": 0.5, "z": 2.0, "p": 3.0}
    assert model_of(good).evaluate(model_of(good).point())["y"].tolist() == [4.0]


def test_running_again_with_a_changed_input() -> None:
    model = model_of(good, ("y", "w"))
    x = np.linspace(0, 1, 5)
    values = model.run({"x": x, "z": x}, ["y", "w"])
    again = model.rerun(values, {"z": np.ones(5)}, ["y"])
    assert_array_equal(again["y"], model.run({"x": x, "z": np.ones(5)}, ["y"])["y"])
    assert_array_equal(values["y"], x * x + 3)


def test_whole_numbers_and_truths_are_numbers() -> None:
    model = model_of(lambda values: {"y": values["x"] > 0.5})
    found = model.evaluate({"x": np.array([0.0, 1.0]), "z": 0})["y"]
    assert_array_equal(found, [0.0, 1.0])
    assert found.dtype == np.float64


@pytest.mark.parametrize(("rows", "sizes"), [(0, []), (1, [1]), (CHUNK, [CHUNK]), (CHUNK + 1, [CHUNK, 1])])
def test_chunks(rows: int, sizes: list[int]) -> None:
    assert [part.stop - part.start for part in chunks(rows)] == sizes


def test_a_model_travels() -> None:
    model = pickle.loads(pickle.dumps(model_of(good, correlation={("x", "z"): 0.5})))
    assert model.evaluate({"x": 1.0, "z": 2.0})["y"] == [5.0]
    assert_array_equal(model.normal_correlation, model_of(good, correlation={("x", "z"): 0.5}).normal_correlation)


# --- what a function may not give


def complex_root(values: Any) -> Any:
    return {"y": np.emath.sqrt(values["x"] - 10)}


@pytest.mark.parametrize(
    ("function", "code", "words"),
    [
        (lambda values: {"y": values["x"].mean()}, "outcome_shape", ["()", "(4,)"]),
        (lambda values: {"y": 3.0}, "outcome_shape", ["()", "(4,)"]),
        (lambda values: {"y": values["x"][:, None]}, "outcome_shape", ["(4, 1)", "(4,)"]),
        (lambda values: {"y": values["x"][:3]}, "outcome_shape", ["(3,)", "(4,)"]),
        (lambda values: {"y": np.outer(values["x"], values["x"])}, "outcome_shape", ["(4, 4)"]),
        (complex_root, "outcome_kind", ["complex128"]),
        (lambda values: {"y": values["x"].astype(str)}, "outcome_kind", ["str"]),
        (lambda values: {"y": None}, "outcome_kind", ["object"]),
        (lambda values: {"Y": values["x"], "other": 1}, "outcome_missing", ["Y, other"]),
        (lambda values: {}, "outcome_missing", ["-"]),
        (lambda values: values["x"], "outcomes_not_named", ["ndarray"]),
        (lambda values: None, "outcomes_not_named", ["NoneType"]),
    ],
)
def test_a_function_that_gives_something_else(function: Callable[[Any], Any], code: str, words: list[str]) -> None:
    with pytest.raises(ModelError) as caught:
        model_of(function).evaluate({"x": np.arange(4), "z": 1.0})
    assert caught.value.code == code
    for message in messages(caught.value):
        assert message.startswith(("y: ", "function: "))
        assert all(word in message for word in words), message


@pytest.mark.parametrize(
    ("function", "found"),
    [
        (lambda values: {"y": np.log(values["x"] - 0.5)}, "nan"),
        (lambda values: {"y": 1 / (values["x"] - 0.25)}, "inf"),
        (lambda values: {"y": np.exp(3000 * values["x"])}, "inf"),
    ],
)
def test_an_outcome_that_is_no_number_shows_its_draw(function: Callable[[Any], Any], found: str) -> None:
    with pytest.raises(ModelError) as caught:
        model_of(function).evaluate({"x": np.array([0.6, 0.25, 0.75]), "z": 1.5})
    assert caught.value.code == "outcome_not_finite"
    for message in messages(caught.value):
        assert message.startswith("y: ")
        assert f" {found} " in message
        assert "x = 0.25, z = 1.5" in message or found == "inf"
        assert "p = 3" in message


def test_it_shows_the_right_draw_beyond_the_first_chunk() -> None:
    x = np.linspace(0, 1, CHUNK + 100)
    x[CHUNK + 42] = 7.0
    model = model_of(lambda values: {"y": np.where(values["x"] > 2, np.nan, values["x"])})
    with pytest.raises(ModelError, match=r"x = 7, z = 42"):
        model.evaluate({"x": x, "z": np.arange(CHUNK + 100) - CHUNK})


def test_huge_numbers_are_numbers() -> None:
    found = model_of(lambda values: {"y": values["x"] + 1e70}).evaluate({"x": np.ones(9), "z": 0})
    assert_array_equal(found["y"], 1e70)


def test_an_outcome_that_is_not_asked_for_may_be_anything() -> None:
    model = model_of(lambda values: {"y": values["x"], "w": np.nan}, ("y", "w"))
    assert model.evaluate({"x": 1.0, "z": 1.0}, ["y"])["y"] == [1.0]


# --- what cannot go in


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (lambda: model_of(good, ()), "no_outcomes", []),
        (lambda: model_of(good).select([]), "no_outcomes", []),
        (lambda: Model({"x": 0.5}, good, ("y",)), "no_family", ["inputs.x", "float", "Point"]),  # type: ignore[dict-item]
        (lambda: model_of(good, ("y", "z")), "outcome_is_input", ["z"]),
        (lambda: model_of(good, ("net", "gross")).select(["nett"]), "unknown_outcome", ["nett", "net, gross"]),
        (lambda: model_of(good).evaluate({"x": 1, "zz": 2}), "unknown_input", ["zz", "z"]),
        (lambda: model_of(good).evaluate({"p": 1}), "missing_input", ["x, z"]),
        (lambda: model_of(good).evaluate({"x": np.ones(3), "z": np.ones(4)}), "input_shape", ["(3,)", "(4,)"]),
        (lambda: model_of(good).evaluate({"x": np.ones((2, 2)), "z": 1}), "input_shape", ["(2, 2)", "(4,)"]),
        (lambda: model_of(good).evaluate({"x": np.ones(3), "z": np.ones(1)}), "input_shape", ["(1,)", "(3,)"]),
        (lambda: model_of(good, correlation={("x", "q"): 0.5}), "correlation_unknown", ["q"]),
        (lambda: model_of(good, correlation={("x", "p"): 0.5}), "correlation_unknown", ["p"]),
        (lambda: model_of(good, correlation={("x", "z"): 1.5}), "correlation_outside_range", ["1.5"]),
    ],
)
def test_what_cannot_go_in(make: Callable[[], object], code: str, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        make()
    assert caught.value.code == code
    for message in messages(caught.value):
        assert all(word in message for word in words), message


def test_the_nearest_name_is_offered_where_there_is_one() -> None:
    model = model_of(good, ("net_benefit", "costs"))
    with pytest.raises(InputError) as near:
        model.select(["net_benfit"])
    assert "Did you mean net_benefit?" in near.value.message("en")
    assert "Bedoelt u net_benefit?" in near.value.message("nl")
    with pytest.raises(InputError) as far:
        model.select(["qqq"])
    assert "mean" not in far.value.message("en")
    assert "Bedoelt" not in far.value.message("nl")
    assert "  " not in far.value.message("en")


# --- correlations


def frame(values: Any, names: str = "xz") -> pd.DataFrame:
    return pd.DataFrame(values, index=[*names], columns=[*names])


def test_correlations_from_a_table_or_pairs_are_the_same() -> None:
    table, pairs = (model_of(good, correlation=asked) for asked in (frame([[1, 0.5], [0.5, 1]]), {("x", "z"): 0.5}))
    assert table.correlations == pairs.correlations == {("x", "z"): 0.5}
    assert table.correlated == pairs.correlated == ("x", "z")
    assert_allclose(table.normal_correlation, [[1, 2 * np.sin(np.pi / 12)], [2 * np.sin(np.pi / 12), 1]])


def test_a_table_may_hold_inputs_that_depend_on_nothing() -> None:
    table = frame([[1, 0, 0.5], [0, 1, 0], [0.5, 0, 1]], "xpz")
    assert model_of(good, correlation=table).correlated == ("x", "z")
    assert model_of(good, correlation=frame(np.eye(2))).correlated == ()


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (frame([[1, 0.5], [0.4, 1]]), "correlation_asymmetric"),
        (frame([[1, 0.5], [np.nan, 1]]), "correlation_asymmetric"),
        (frame([[1, np.nan], [np.nan, 1]]), "correlation_outside_range"),
        (frame([[1, 2], [2, 1]]), "correlation_outside_range"),
        (pd.DataFrame(np.eye(2), index=["x", "z"], columns=["z", "x"]), "correlation_labels"),
    ],
)
def test_tables_that_are_no_correlations(table: pd.DataFrame, code: str) -> None:
    with pytest.raises(InputError) as caught:
        model_of(good, correlation=table)
    assert caught.value.code == code
    messages(caught.value)


# --- the model of a case


def test_a_case_by_hand(tmp_path: Path) -> None:
    model = minimal(tmp_path)
    found = model.evaluate(model.point())
    benefit = 60 * 0.7 * 1000 * (1 + 1 / 1.03 + 1 / 1.03**2)
    assert found["benefits"] == pytest.approx(benefit)
    assert found["net_benefit"] == pytest.approx(benefit - 100_000)
    assert found["actor:city"] == pytest.approx(0.75 * benefit - 100_000)
    assert found["bcr"] == pytest.approx(benefit / 100_000)
    assert found["year:2"] == pytest.approx(42_000)


def test_scenarios_pin_what_they_set(tmp_path: Path) -> None:
    model = minimal(tmp_path, scenarios=["more_relapse"], dependence="expected")
    assert "relapse" not in model.uncertain
    assert model.point()["relapse"] == 0.40
    assert model.fixed["relapse"] == 0.40
    assert model.correlated == ("households_helped", "shelter_cost")


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        ({"scenarios": ["more_relaps"]}, "unknown_scenario", ["more_relaps", "more_relapse"]),
        ({"scenarios": ["zzz"]}, "unknown_scenario", ["zzz", "more_relapse"]),
        ({"dependence": "expectd"}, "unknown_dependence", ["expectd", "expected", "independent"]),
    ],
)
def test_unknown_variants(tmp_path: Path, options: dict[str, Any], code: str, words: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        minimal(tmp_path, **options)
    assert caught.value.code == code
    for message in messages(caught.value):
        assert all(word in message for word in words), message


def test_the_outcomes_that_everybody_asks_for_are_offered_first(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        minimal(tmp_path).select(["nothing"])
    assert "costs, benefits, net_benefit, bcr" in caught.value.message("en")


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("stable * shelter_cost / (relapse - 0.3)", "inf"),
        ("stable * shelter_cost * log(relapse - 0.3)", "-inf"),
        ("stable * shelter_cost * (relapse - 0.3) ** 0.5", "nan"),
    ],
)
def test_a_formula_that_gives_no_number_names_its_post_and_shows_the_draw(
    tmp_path: Path, formula: str, found: str
) -> None:
    model = minimal(tmp_path, changed({'"stable * shelter_cost"': f'"{formula}"'}))
    with pytest.raises(ModelError) as caught:
        model.evaluate({"relapse": np.array([0.4, 0.3, 0.2]), "households_helped": 60.0, "shelter_cost": 1000.0})
    error = caught.value
    assert (error.code, error.key) == ("outcome_not_finite", "posts.shelter.amount")
    for message in messages(error):
        assert "aftercare.toml" in message
        assert f" {found} " in message
        assert f"relapse = {0.2 if found == 'nan' else 0.3}" in message
        assert "households_helped = 60" in message
        assert "personnel" not in message


@pytest.mark.parametrize(
    ("quantity", "changes", "code"),
    [
        (
            '{ formula = "1e18 ** 9", unit = "EUR / year" }',
            {'"stable * shelter_cost"': '"always * 10"'},
            "outcome_never_finite",
        ),
        ('{ formula = "9", unit = "year" }', {'{ years = "stay" }': '{ years = "always" }'}, "outside_horizon_always"),
    ],
)
def test_what_goes_wrong_without_any_estimate_has_no_draw_to_show(
    tmp_path: Path, quantity: str, changes: dict[str, str], code: str
) -> None:
    """No hole in the sentence where the estimates would stand."""
    model = minimal(tmp_path, changed({"[quantities]": f"[quantities]\nalways = {quantity}", **changes}))
    with pytest.raises(ModelError) as caught:
        model.evaluate({"relapse": 0.3, "households_helped": 60.0, "shelter_cost": 1000.0})
    assert caught.value.code == code
    for message in messages(caught.value):
        assert "every draw" in message or "elke trekking" in message


@pytest.mark.parametrize(
    ("stay", "found"),
    [(-0.5, "-0.5"), (4.25, "4.25"), (1e15, "1e+15"), (np.nan, "nan"), (np.inf, "inf")],
)
def test_a_duration_outside_the_horizon_names_its_post_and_shows_the_draw(
    tmp_path: Path, stay: float, found: str
) -> None:
    model = minimal(tmp_path)
    given = {"relapse": 0.3, "households_helped": 60.0, "shelter_cost": 1000.0, "stay": np.array([3.0, stay])}
    with pytest.raises(ModelError) as caught:
        model.evaluate(given)
    error = caught.value
    assert error.key == "posts.shelter.timing.years"
    assert error.code == ("outside_horizon" if np.isfinite(stay) else "outcome_not_finite")
    for message in messages(error):
        assert "stay = " in message
        assert found in message
    assert model.evaluate({**given, "stay": np.array([0.0, 4.0])})["net_benefit"].shape == (2,)


def test_running_a_case_again_also_looks_for_what_is_no_number(tmp_path: Path) -> None:
    model = minimal(tmp_path)
    values = model.run({"relapse": 0.3, "households_helped": 60.0, "shelter_cost": 1000.0}, ["net_benefit"])
    with pytest.raises(ModelError, match=r"posts\.shelter\.amount"):
        model.rerun(values, {"shelter_cost": np.array([1.0, np.inf])}, ["net_benefit"])


def test_a_discount_rate_of_minus_one_is_no_number(tmp_path: Path) -> None:
    model = minimal(tmp_path)
    with pytest.raises(ModelError, match=r"posts\.shelter: .*discount_rate = -1"):
        model.evaluate({**model.point(), "discount_rate": -1.0}, ["net_benefit"])


def test_amounts_of_other_years_are_converted(tmp_path: Path) -> None:
    changes = {
        "price_level = 2020": "price_level = 2020\nprice_index = { 2010 = 80.0, 2020 = 100.0 }",
        "value = 1000\n": "value = 1000\nprice_level = 2010\n",
    }
    model = minimal(tmp_path, changed(changes))
    assert model.point()["shelter_cost"] == 1250
    family = model.inputs["shelter_cost"]
    assert (family.mean, family.sd) == (1250, 125)
    levels = np.array([0.01, 0.5, 0.99])
    assert_allclose(family.ppf(levels), Normal(1250, 125).ppf(levels))
    assert_allclose(family.cdf([1000, 1300]), Normal(1250, 125).cdf([1000, 1300]))
    assert Pert(1, 2, 3) != family
