"""First-order indices from a plain table of draws: closed forms, coverage, and tables that cannot be used."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from command_line import answer, assert_refused, mkba
from intervals import assert_covers, assert_near
from known_tables import KNOWN, NULL

import mkba_uncertainty as package
from mkba_uncertainty import sobol_given_data
from mkba_uncertainty.analysis.variance import Classes, read_draws
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import plot_sobol
from mkba_uncertainty.replication import Measured

RNG = np.random.default_rng(5)
A, B = RNG.normal(size=(2, 400))


def first_orders(inputs: Any, outputs: Any) -> dict[str, Measured]:
    indices = sobol_given_data(inputs, outputs).outcomes["y"].indices
    return {name: index.first_order for name, index in indices.items()}


# --- known answers


@pytest.mark.parametrize("name", KNOWN)
def test_first_orders_of_8192_independent_draws(name: str) -> None:
    known = KNOWN[name]
    found = first_orders(*known.draw(1, 8192))
    for each, true in known.first.items():
        assert_near(found[each], true, replicates=1000)
        assert found[each].width < (0.03 if true == 0 else 0.08)


@pytest.mark.parametrize(("name", "rows"), [("Ishigami", 1024), ("few values", 1024), ("normals, added", 300)])
def test_coverage(name: str, rows: int) -> None:
    """What cannot be told from nothing is covered more often: its interval holds the noise of the classes twice."""
    known = KNOWN[name]
    assert_covers(lambda seed: first_orders(*known.draw(seed, rows)), known.first, seeds=range(120), rates=(0.93, 1.0))


def test_an_input_that_does_nothing_has_an_index_of_zero_on_average() -> None:
    """Without correction seven classes of 200 rows, each with a line, would give it 13 / 199 = 0.065."""
    known = KNOWN["uneven noise"]
    found = [first_orders(*known.draw(seed, 200))[NULL].value for seed in range(300)]
    assert abs(np.mean(found)) < 4 * np.std(found) / np.sqrt(300) < 0.01


def test_the_sum_and_what_it_leaves() -> None:
    known = KNOWN["Ishigami"]
    found = sobol_given_data(*known.draw(2, 8192)).outcomes["y"]
    total = sum(index.first_order.value for index in found.indices.values())
    assert found.first_order_sum.value == pytest.approx(total, rel=1e-12)
    assert found.interactions.value == pytest.approx(1 - total, rel=1e-12)
    assert_near(found.interactions, 1 - sum(known.first.values()), replicates=1000)
    assert found.interactions.width < 0.08
    y = known.draw(2, 8192)[1]
    assert found.variance.value == pytest.approx(y.var(ddof=1), rel=1e-12)


def test_of_few_values_it_is_one_less_the_variance_within_each() -> None:
    x, y = np.repeat([0.0, 1.0, 7.0], 100), A[:300] + np.repeat([0.0, 1.0, -1.0], 100)
    within = np.mean([part.var(ddof=1) for part in y.reshape(3, 100)])
    assert first_orders({"x": x}, y)["x"].value == pytest.approx(1 - within / y.var(ddof=1), rel=1e-12)


def test_of_one_class_it_is_the_straight_line() -> None:
    """Of a line through all rows the leverages sum to 2, and squared residuals are divided by one less these."""
    x, y = A, A + B
    line = np.polynomial.Polynomial.fit(x, y, 1)
    leverage = 1 / 400 + (x - x.mean()) ** 2 / np.sum((x - x.mean()) ** 2)
    found = Classes.of(x, 1).unexplained(y - y.mean())[0]
    np.testing.assert_allclose(found, (y - line(x)) ** 2 / (1 - leverage), rtol=1e-9)


def test_equal_values_stay_together() -> None:
    x = np.concatenate([np.zeros(300), np.linspace(1, 2, 101)])
    classes = Classes.of(x, 10)
    assert len(set(classes.of_row[:300])) == 1
    assert np.bincount(classes.of_row).min() >= 4
    assert np.array_equal(np.unique(classes.of_row), np.arange(classes.of_row.max() + 1))


def test_the_order_of_rows_and_columns_and_the_scale_do_not_matter() -> None:
    inputs, y = KNOWN["Ishigami"].draw(3, 500)
    order = RNG.permutation(500)
    turned = {name: np.exp(inputs[name][order]) for name in reversed(inputs)}
    one, other = first_orders(inputs, y), first_orders(turned, 1e6 + 1000 * y[order])
    assert other == first_orders(turned, 1e6 + 1000 * y[order])
    assert one["x2"].value == pytest.approx(other["x2"].value, abs=0.05)  # other lines within the same classes
    straight = first_orders({name: 5 - 3 * values for name, values in inputs.items()}, -y)
    for name in inputs:
        assert straight[name].value == pytest.approx(one[name].value, abs=0.03)  # classes counted from the other end


def test_a_row_that_lies_alone_does_not_decide_a_class() -> None:
    """A class with a row of leverage 1 gets its mean: the line would pass through that row whatever it holds."""
    x = np.concatenate([np.linspace(0, 1, 399), [1e9]])
    found = first_orders({"x": x}, B)["x"]
    assert np.isfinite([found.low, found.high]).all()
    assert abs(found.value) < 0.2


# --- tables


@pytest.mark.lowest
def test_frames_series_and_several_outcomes() -> None:
    frame = pd.DataFrame({"a": A, "b": B})
    found = sobol_given_data(frame, pd.DataFrame({"sum": A + B, "difference": A - B}))
    assert list(found.outcomes) == ["sum", "difference"]
    assert list(sobol_given_data(frame, pd.Series(A + B, name="total")).outcomes) == ["total"]
    assert found.to_frame().columns.to_list() == [
        "outcome", "estimate", "first_order", "first_order_low", "first_order_high",
    ]  # fmt: skip
    assert found.facts()["rows"] == 400
    assert set(found.facts()["outcomes"]["sum"]["indices"]["a"]) == {"first_order"}


@pytest.mark.parametrize("inputs", [pd.DataFrame({"a": A}, index=np.arange(1, 401)), {"a": A.tolist()}])
def test_a_list_has_no_labels(inputs: Any) -> None:
    y = A + B
    expected = sobol_given_data({"a": A}, y).to_dict()
    for outputs in (y.tolist(), {"y": y.tolist()}):
        assert sobol_given_data(inputs, outputs).to_dict() == expected


@pytest.mark.parametrize(
    ("inputs", "outputs", "code", "key"),
    [
        ({"a": A, "b": B[:-1]}, A, "columns_differ", "b"),
        ({"a": A}, B[:-1], "columns_differ", "y"),
        ({"a": A, "b": np.where(B > 2, np.nan, B)}, A, "column_not_finite", "b"),
        ({"a": A}, np.where(B > 2, np.inf, B), "column_not_finite", "y"),
        ({"a": A, "b": np.full(400, 3.0)}, A, "column_constant", "b"),
        ({"a": A}, np.full(400, 0.1) + 1e-17, "column_constant", "y"),
        ({"a": A, "b": ["x"] * 400}, A, "column_no_numbers", "b"),
        ({"a": A[:50]}, B[:50], "rows_too_few", "inputs"),
        ({}, B, "table_no_columns", "inputs"),
        (A.tolist(), B, "table_without_names", "inputs"),
        (np.column_stack([A, B]), B, "table_without_names", "inputs"),
        (pd.Series(A, name="a"), B, "table_without_names", "inputs"),
        ({"a": A}, np.column_stack([A, B]), "column_shape", "y"),
        ({"a": A}, 3.0, "column_shape", "y"),
        ({"a": np.column_stack([A, B])}, B, "column_shape", "a"),
        ({"a": A, "b": 3.0}, B, "column_shape", "b"),
        (pd.DataFrame({"a": A, "b": B}).set_axis(["a", "a"], axis=1), B, "column_shape", "a"),
        ({"a": A}, {}, "table_no_columns", "outputs"),
        (pd.DataFrame({"a": A}), pd.Series(B, index=np.arange(1, 401), name="y"), "row_labels_differ", "y"),
    ],
)
def test_tables_that_cannot_be_used(inputs: Any, outputs: Any, code: str, key: str) -> None:
    with pytest.raises(InputError) as error:
        sobol_given_data(inputs, outputs)
    assert (error.value.code, error.value.key) == (code, key)


# --- files


def written(folder: Path, text: str) -> Path:
    path = folder / "draws.csv"
    path.write_text(text, "utf-8")
    return path


def test_separators_and_decimal_commas(tmp_path: Path) -> None:
    for text in ('a,"the sum"\n1.5,-2e3\n\n2,4\n', "a;the sum\n1,5;-2e3\n2;4\n", "a\tthe sum\n1.5\t-2e3\n2\t4\n"):
        found = read_draws(written(tmp_path, text))
        assert {name: values.tolist() for name, values in found.items()} == {"a": [1.5, 2.0], "the sum": [-2000.0, 4.0]}


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("a,y\n1,2\n3,\n", "draws_no_number", 3, "y"),
        ("a,y\n1,2\n\nmany,4\n", "draws_no_number", 4, "a"),
        ("a,y\nnan,2\n", "draws_no_number", 2, "a"),
        ("a;y\n1.234,5;2\n", "draws_no_number", 2, "a"),
        ("a,y\n1,2\n1,2,3\n", "draws_cells", 3, None),
        (",a,y\n0,1,2\n", "draws_heading", 1, None),
        ("a,a,y\n0,1,2\n", "draws_heading", 1, None),
    ],
)
def test_files_that_cannot_be_used(tmp_path: Path, text: str, code: str, line: int, key: str | None) -> None:
    with pytest.raises(InputError) as error:
        read_draws(written(tmp_path, text))
    assert (error.value.code, error.value.line, error.value.key) == (code, line, key)
    assert error.value.file == str(tmp_path / "draws.csv")


@pytest.fixture
def table(tmp_path: Path) -> str:
    inputs, y = KNOWN["Ishigami"].draw(4, 500)
    path = tmp_path / "table.csv"
    pd.DataFrame({**inputs, "y": y, "twice": 2 * y}).to_csv(path, index=False)
    return str(path)


def test_the_command_gives_what_the_function_gives(table: str) -> None:
    found = answer("sobol", "--table", table, "--outcome", "y", "--outcome", "twice")
    inputs, y = KNOWN["Ishigami"].draw(4, 500)
    expected = sobol_given_data(inputs, {"y": y, "twice": 2 * y}).to_dict()
    assert found["outcomes"] == json.loads(json.dumps(expected))["outcomes"]
    digest = hashlib.sha256(Path(table).read_bytes()).hexdigest()
    assert (found["case"], found["case_sha256"], found["rows"]) == ("table.csv", digest, 500)


def test_the_screen_shows_first_orders_and_what_they_leave(table: str) -> None:
    shown = mkba("sobol", "--table", table, "--outcome", "y", "--outcome", "twice", "--lang", "en").stdout
    assert "in all" not in shown
    assert "500 rows" in shown
    assert "Of no column alone" in shown


def test_columns_that_hang_together_leave_no_row_for_what_is_left() -> None:
    inputs, y = KNOWN["Ishigami"].draw(4, 500)
    found = sobol_given_data({**inputs, "again": inputs["x2"], "once more": inputs["x2"]}, {"y": y})
    assert found.outcomes["y"].interactions.high < 0
    assert [row.cells["label"]["en"] for row in found.table.rows] == list(found.outcomes["y"].first_orders)
    assert [text.get_text() for text in plot_sobol(found).get_yticklabels()] == list(found.outcomes["y"].first_orders)


def test_the_figure_has_one_bar_an_input() -> None:
    ax = plot_sobol(sobol_given_data(*KNOWN["Ishigami"].draw(4, 500)))
    drawn = {patch.get_gid() for patch in ax.patches} - {None}
    assert drawn == {"first:x1", "first:x2", "first:x3", f"first:{NULL}", "interactions"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--table", "{table}"], "--outcome: which column is the outcome? Choose with --outcome from: x1, x2"),
        (["--table", "{table}", "--outcome", "z"], "no column z"),
        (["arnhem-ozo", "--table", "{table}", "--outcome", "y"], "nor: CASE"),
        (["--table", "{table}", "--outcome", "y", "--second", "--seed", "0"], "nor: --second, --seed"),
        (["--table", "nowhere.csv", "--outcome", "y"], "nowhere.csv: there is no such file"),
        ([], "there is no case"),
    ],
)
def test_what_the_command_refuses(table: str, arguments: list[str], message: str) -> None:
    typed = [each.format(table=table) for each in arguments]
    assert_refused(["sobol", *typed, "--lang", "en"], [message])


def test_an_error_in_the_columns_of_a_file_names_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "a,y\n" + "1,2\n" * 300)
    assert_refused(["sobol", "--table", str(path), "--outcome", "y"], ["draws.csv, a: "])


def test_columns_that_hang_together_are_minded() -> None:
    """Shares of a + b + c, of which a and b have a rank correlation of 0.5: these add up to more than the variance."""
    inputs = dict.fromkeys("abc", package.Normal(0, 1))
    for ranks, count in (({}, 0), ({("a", "b"): 0.5}, 1), ({("a", "b"): 0.5, ("b", "c"): -0.3}, 2)):
        model = package.Model(inputs, lambda x: {"y": x["a"] + x["b"] + x["c"]}, ["y"], ranks)
        drawn = package.simulate(model, draws=256, kind="monte_carlo")
        columns = {name: values.to_numpy().ravel() for name, values in drawn.inputs.items()}
        found = package.sobol_given_data(columns, drawn.array(["y"]).ravel())
        assert len(found.warnings) == bool(count)
        for said in found.warnings:
            assert "a and b" in said.en
            assert "0.5" in said.en
            assert "0,5" in said.nl
            assert ("2 pairs" in said.en) == (count == 2)


def test_few_rows_prove_no_dependence() -> None:
    """Of 30 independent columns of 200 rows some pair has a rank correlation beyond 0.2; that is noise."""
    columns = np.random.default_rng(1).normal(size=(30, 200))
    ranks = np.corrcoef(columns.argsort(axis=1).argsort(axis=1)) - np.eye(30)
    assert np.abs(ranks).max() > 0.2
    found = package.sobol_given_data({f"x{place}": each for place, each in enumerate(columns)}, columns.sum(axis=0))
    assert found.warnings == []
