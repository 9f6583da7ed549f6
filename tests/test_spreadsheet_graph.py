"""From uncertain cells to outcomes: what becomes a node, what stays a constant, what is refused and where."""

from __future__ import annotations

import numpy as np
import pytest
from books import address, block, book

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.spreadsheet import Calculation, Formula, audit, connect

U = np.array([0.25, 0.5, 0.75, 1.0])


def graph_of(cells, inputs=("A1",), outcome="Z1", **more):
    calculation = Calculation(book({"A1": 0.5, **cells}, **more))
    return connect(calculation, {address(cell): cell for cell in inputs}, {"y": address(outcome)})


def drawn(cells, *, inputs=("A1",), outcome="Z1", **more):
    """Give the outcome over draws of its inputs."""
    graph = graph_of(cells, inputs, outcome, **more)
    with np.errstate(all="ignore"):
        return graph.evaluate({cell: U + place for place, cell in enumerate(inputs)}, ["y"])["y"]


def test_only_what_an_input_feeds_is_a_node():
    graph = graph_of({"B1": "=A1*2", "C1": "=D1+1", "D1": 3, "E1": "=B1+9", "Z1": "=B1+C1"})
    assert [node.name for node in graph.nodes] == ["Model!B1", "Model!Z1", "y"]
    assert graph.uses["y"] == {"A1"}


def test_what_no_input_feeds_keeps_what_is_stored():
    np.testing.assert_array_equal(drawn({"C1": "=NOSUCH(1)", "Z1": "=A1+C1"}, stored={"C1": 4.0}), U + 4)


@pytest.mark.lowest
@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(A1:A3)", U + 5),
        ("=SUM(A:A)", U + 5),
        ("=SUM(2:3)+A1", U + 5),
        ("=OFFSET(B1,0,-1)+OFFSET(A1,B1,0)", U + 2),
        ('=INDIRECT("A"&B1)', U),
        ("=INDEX(A1:A3,B1)", U),
        ("=INDEX(A1:A3,2)+A1", U + 2),
        ("=ROW(Z1)+A1", U + 1),
        ("=ROWS(Z$1:Z1)+A1", U + 1),
        ("=OFFSET(Z1,0,-25)", U),
        ("=total*A1", 5 * U),
        ("=(A1:A2 A1:B1)+0", U),
        ("=IF(A1>0.5,A2,A3)", np.where(U > 0.5, 2.0, 3.0)),
        ("=Other!A1+A1", U + 7),
    ],
)
def test_references_of_every_kind(formula, expected):
    cells = {"A2": 2, "A3": 3, "B1": 1, "Other!A1": 7, "Z1": formula}
    np.testing.assert_array_equal(drawn(cells, names={"total": "Model!$A$2+Model!$A$3"}), expected)


def test_an_array_formula_fills_its_cells_and_repeats_a_row():
    cells = {"A2": 2, "B1": "=A1:A2*10", "Z1": "=B1+100*B2"}
    np.testing.assert_allclose(drawn(cells, arrays={"B1": "B1:B2"}), 10 * U + 2000)
    cells = {"B1": "=A1+1", "Z1": "=B1+B2+B3"}
    np.testing.assert_allclose(drawn(cells, arrays={"B1": "B1:B3"}), 3 * (U + 1))


def test_a_long_chain_is_no_trouble_stored_or_not():
    chain = {f"B{row}": f"=B{row - 1}+A1" for row in range(2, 3001)}
    np.testing.assert_allclose(drawn({"B1": 0, **chain, "Z1": "=B3000"}), 2999 * U)
    constant = {f"C{row}": f"=C{row - 1}+1" for row in range(2, 3001)}
    np.testing.assert_allclose(drawn({"C1": 0, **constant, "Z1": "=C3000*A1"}), 2999 * U)


def test_what_one_input_does_not_feed_is_not_computed_again():
    graph = graph_of({"A2": 2, "B1": "=A1+1", "B2": "=A2+1", "Z1": "=B1*B2"}, ("A1", "A2"))
    values = graph.evaluate({"A1": U, "A2": U + 1}, ["y"])
    renewed = graph.reevaluate(values, {"A1": U * 3}, ["y"])
    assert renewed["Model!B2"] is values["Model!B2"]
    np.testing.assert_array_equal(renewed["y"], (U * 3 + 1) * (U + 2))


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"Z1": "=NOSUCH(A1)"}, "sheet_function", "Model!Z1"),
        ({"B1": "=A1+C1", "C1": "=B1", "Z1": "=B1"}, "sheet_circular", None),
        ({"Z1": "=Z1+A1"}, "sheet_circular", None),
        ({"Z1": "='[1]Other'!A1+A1"}, "sheet_external", "Model!Z1"),
        ({"A2": 1, "A3": 2, "Z1": "=OFFSET(A1,A1,0)"}, "sheet_moved", "Model!Z1"),
        ({"Z1": '=INDIRECT("A"&A1)'}, "sheet_moved", "Model!Z1"),
        ({"Z1": "=ROUND(A1,1,2,3)"}, "sheet_arguments", "Model!Z1"),
        ({"Z1": "=A1+"}, "sheet_formula", "Model!Z1"),
        ({"B1": "=C1+1", "C1": 3, "Z1": "=B1"}, "outcome_hangs_on_nothing", "Model!Z1"),
        ({"Z1": '=IF(A1>0,"yes","no")'}, "outcome_no_number", "Model!Z1"),
        ({"Z1": "=1/(A1-A1)"}, "outcome_no_number", "Model!Z1"),
    ],
)
def test_what_cannot_be_computed_between_input_and_outcome_is_named(cells, code, cell):
    with pytest.raises(InputError) as caught:
        graph_of(cells)
    assert (caught.value.code, caught.value.key) == (code, "y")
    if cell is not None:
        assert cell in (caught.value.facts.get("cell"), caught.value.facts.get("found"))


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ({"B1": "=NOSUCH(A1)"}, [("Model!B1", "function", "NOSUCH")]),
        ({"B1": "=C1+A1", "C1": "=B1"}, [(f"Model!{cell}", "circular", None) for cell in ("B1", "C1")]),
        ({"B1": "='[1]Other'!A1+A1"}, [("Model!B1", "external", "'[1]Other'!A1")]),
        ({"B1": "=A1+"}, [("Model!B1", "formula", "A1+")]),
        ({"B1": "=OFFSET(A1,A1,0)"}, []),
        ({"B1": '=INDIRECT("A"&A1)'}, []),
    ],
)
def test_what_cannot_be_computed_elsewhere_is_counted_and_does_no_harm(cells, left):
    cells = {**cells, "Z1": "=A1*2"}
    np.testing.assert_array_equal(drawn(cells), 2 * U)
    found = audit(Calculation(book({**cells, "A1": 1}))).left
    assert [(str(one.cell), one.why, known and one.found) for one, (*_, known) in zip(found, left, strict=True)] == left


def test_a_data_table_before_an_outcome_is_refused_and_elsewhere_left():
    whole = book({"A1": 1, "B1": 5, "Z1": "=A1+B1", "Z2": "=A1*2"}, stored={})
    table = Formula("TABLE(,A1)", block("B1:B2"), "table")
    with_table = type(whole)(
        **{**vars(whole), "formulas": {**whole.formulas, address("B1"): table}, "constants": {address("A1"): 1.0}}
    )
    with pytest.raises(InputError) as caught:
        connect(Calculation(with_table), {address("A1"): "A1"}, {"y": address("Z1")})
    assert caught.value.code == "sheet_table"
    connect(Calculation(with_table), {address("A1"): "A1"}, {"y": address("Z2")})
    left = {str(one.cell): one.why for one in audit(Calculation(with_table)).left}
    assert left == dict.fromkeys(("Model!B1", "Model!B2", "Model!Z1"), "table")


@pytest.mark.lowest
def test_the_audit_compares_each_formula_with_its_own_stored_value():
    cells = {
        "A1": 2,
        "B1": "=A1*2",
        "B2": "=B1+1",
        "B3": "=NOSUCH(1)",
        "B4": "=B3+1",
        "B5": "=RAND()",
        "B6": "=B5*2",
        "B7": '=A1&"x"',
    }
    stored = {"B1": 5.0, "B2": 6.0, "B3": 1.0, "B4": 2.0, "B5": 0.25, "B6": 0.5, "B7": "2x"}
    found = audit(Calculation(book(cells, stored=stored)))
    assert (found.formulas, found.stored, found.reproduced, found.volatile) == (7, 7, 4, 1)
    assert [(str(one.cell), one.stored, one.computed) for one in found.differing] == [("Model!B1", 5.0, 4.0)]
    assert [(str(one.cell), one.why, one.found) for one in found.left] == [("Model!B3", "function", "NOSUCH")]


def test_a_book_without_values_has_nothing_to_compare_with():
    found = audit(Calculation(book({"A1": 2, "B1": "=A1*2"})))
    assert (found.formulas, found.stored, found.reproduced) == (1, 0, 0)


def test_a_formula_that_comes_to_something_else_than_excel_stored_is_an_error_only_where_an_outcome_hangs_on_it():
    cells = {"B1": "=A1*2", "C1": "=D1*2", "D1": 3, "Z1": "=B1+C1"}
    with pytest.raises(InputError) as caught:
        graph_of(cells, stored={"B1": 7.0})
    assert (caught.value.code, caught.value.facts) == (
        "cell_differs", {"cell": "Model!B1", "stored": "7", "computed": "1"},
    )  # fmt: skip
    np.testing.assert_array_equal(drawn(cells, stored={"B1": 1.0, "C1": 5.0, "Z1": 6.0}), 2 * U + 5)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"C1": "=IF(A1>0.4,B9,5)", "D1": 10, "Z1": "=AVERAGE(C1:D1)"}, np.where(U > 0.4, 5.0, 7.5)),
        ({"C1": "=IF(A1>0.4,B9,5)", "Z1": '=IF(C1="",100,1)'}, np.ones(4)),
        ({"B1": "=IF(A1>0.4,3,)", "Z1": "=COUNT(B1)+A1*0"}, np.ones(4)),
        ({"Z1": "=IF(A1>0.4,B9,5)"}, np.where(U > 0.4, 0.0, 5.0)),
    ],
)
def test_a_formula_that_comes_to_a_blank_on_some_draws_holds_0_there(cells, expected):
    np.testing.assert_array_equal(drawn(cells), expected)


def test_years_of_a_workbook_that_counts_from_1904():
    expected = [2018.0 if day < 41999 - 366 + 366 else 2019.0 for day in (41900.0, 42200.0)]
    graph = graph_of({"A1": 41900.0, "Z1": "=YEAR(A1)"}, date1904=True)
    found = graph.evaluate({"A1": np.array([41900.0, 42200.0])}, ["y"])["y"]
    assert found.tolist() == [2018.0, 2019.0] == expected  # 1904-01-01 is day 0: 41900 days on is 2018-09-18


@pytest.mark.parametrize("formula", ["=RAND()", "=RiskPert(1,2,3)", "=RANDBETWEEN(1,6)", "=luck+0"])
def test_what_a_workbook_draws_itself_is_no_constant(formula):
    cells = {"B1": formula, "Z1": "=A1+10*B1"}
    with pytest.raises(InputError) as caught:
        graph_of(cells, stored={"B1": 0.9, "Z1": 9.5}, names={"luck": "RAND()"})
    assert (caught.value.code, caught.value.facts["cell"]) == ("sheet_random", "Model!B1")


def test_a_block_that_is_all_but_a_whole_column_costs_no_more_than_what_is_in_use():
    np.testing.assert_array_equal(
        drawn({"A2": 3, "B1": 2, "Z1": "=SUM(A1:A1048570)+SUMPRODUCT(A2:A900000,B1:B899999)"}), U + 9
    )


def test_a_running_total_to_the_row_above_is_no_circle():
    np.testing.assert_array_equal(drawn({"A2": 2, "A3": "=SUM(A$1:INDEX(A:A,ROW()-1))", "Z1": "=A3"}), U + 2)


def test_what_several_formulas_have_in_common_is_computed_once():
    cells = {"B1": "=ROUND(A1,0)*2", "B2": "=IF(ROUND(A1,0)>0,5,A1)", "Z1": "=B1+B2"}
    graph = graph_of(cells)
    assert [node.name for node in graph.nodes] == ["#1", "Model!B1", "Model!B2", "Model!Z1", "y"]
    whole = np.array([0.0, 1.0, 1.0, 1.0])
    np.testing.assert_array_equal(drawn(cells), 2 * whole + np.where(whole > 0, 5.0, U))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("=LEN(A1&1)", "=LEN(A1&TRUE)", np.array([13.0, 11, 13, 7])),  # 1 and TRUE are not the same
        ("=IF(B1,1,A1+ROW())", "=IF(B1,2,A1+ROW())", np.full(4, 3.0)),
        ("=SUM(A1:A3*1)", "=SUM(A1:A3*1)", 2 * U),  # each means the cell of its own row
    ],
)
def test_what_only_looks_the_same_is_not_shared(first, second, expected):
    cells = {"A2": 10, "B1": True, "C1": first, "D1": second, "Z1": "=C1+D1"}
    assert "#1" not in [node.name for node in graph_of(cells).nodes]
    np.testing.assert_array_equal(drawn(cells), expected)


def test_true_is_not_taken_for_1():
    cells = {"B1": "=LEN(A1&1)", "B2": "=LEN(A1&1)", "B3": "=LEN(A1&TRUE)", "Z1": "=B1+B2+B3"}
    np.testing.assert_array_equal(drawn(cells), [18.0, 15, 18, 9])


def test_results_are_what_is_left_when_the_way_is_let_go():
    graph = graph_of({"B1": "=A1*2", "B2": "=B1+A1", "Z1": "=B1/B2"})
    assert graph.results({"A1": U}, ["Model!B1", "y"]).keys() == {"Model!B1", "y"}
    np.testing.assert_array_equal(graph.results({"A1": U}, ["y"])["y"], graph.evaluate({"A1": U}, ["y"])["y"])


@pytest.mark.parametrize("rows", [3, 64, 65, 300])
def test_a_lookup_in_a_short_column_is_that_in_a_long_one(rows):
    table = {f"C{row}": float(row // 2) for row in range(1, rows + 1)}
    found = drawn({**table, "Z1": f"=IFERROR(MATCH(A1*4-2,C1:C{rows}),-1)"})
    np.testing.assert_array_equal(found, [-1.0, 1.0, 3.0, min(rows, 5)])


def test_errors_of_draws_keep_their_kind():
    cells = {
        "B1": "=IF(A1<0.5,1/0,IF(A1<0.75,NA(),IF(A1<1,SQRT(-1),A1)))",
        "B2": "=(B1+1)*2",
        "Z1": "=IFERROR(ERROR.TYPE(B2),B2)",
    }
    np.testing.assert_array_equal(drawn(cells), [2.0, 7.0, 6.0, 4.0])
    np.testing.assert_array_equal(drawn({**cells, "Z1": "=IFERROR(IFNA(B2,9),-1)"}), [-1.0, 9.0, -1.0, 4.0])
    np.testing.assert_array_equal(drawn({**cells, "C1": "=1/0", "C2": "=NA()", "Z1": "=ROWS(UNIQUE(C1:C2))+A1"}), 2 + U)
