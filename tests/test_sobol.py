"""Sobol' indices against closed forms, against SALib on the same points, and against what must be refused."""

from __future__ import annotations

import itertools
import math
import pickle
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import changed, minimal
from hypothesis import given, settings, strategies as st
from intervals import assert_covers, assert_near
from known_indices import KNOWN, compare, of_gaussian_sum, of_ishigami, of_lognormals, of_sobol_g
from known_models import ishigami_function, peak_memory
from numpy.testing import assert_allclose

from mkba_uncertainty import SobolResult, sobol
from mkba_uncertainty.analysis.variance import Indices, Moments, Pages, best_dimensions, leaders
from mkba_uncertainty.design import Design, transform
from mkba_uncertainty.errors import InputError, ModelError
from mkba_uncertainty.families import Normal, Point, Uniform
from mkba_uncertainty.model import CaseModel, Model
from mkba_uncertainty.replication import Measured, RatioSpread, Spread, half_width
from mkba_uncertainty.texts import Text

Array = np.ndarray[Any, np.dtype[np.float64]]
UNIT = {"x1": Uniform(0, 1), "x2": Uniform(0, 1), "x3": Uniform(0, 1)}


def model_of(function: Any, **inputs: Any) -> Model:
    return Model(inputs or UNIT, lambda x: {"y": function(x)}, ("y",))


# --- SALib on the same points


def feed(y: Array, factors: int, second_order: bool) -> Indices:
    """Give SALib's column of outcomes to our estimators."""
    step = 2 * factors + 2 if second_order else factors + 2
    rows = y.reshape(-1, step).T
    a, b = rows[0], rows[-1]
    pages = Pages(a[None, None], b[None, None], factors, second_order)
    for factor in range(factors):
        pages.forth(0, factor, (rows[1 + factor] - a)[None])
    for factor in range(factors if second_order else 0):
        pages.back(0, factor, (rows[1 + factors + factor] - b)[None])
    return Indices.of(pages.moments())


def salib(y: Array, factors: int, second_order: bool) -> Any:
    from SALib.analyze import sobol as analyze

    problem = {"num_vars": factors, "names": [f"x{i}" for i in range(factors)], "bounds": [[0, 1]] * factors}
    return analyze.analyze(problem, y, calc_second_order=second_order, num_resamples=2)


def assert_same(found: Indices, expected: Any, second_order: bool) -> None:
    """Compare pooled or single indices of one outcome with SALib's."""
    assert_allclose(np.squeeze(found.first), expected["S1"], rtol=0, atol=1e-12)
    assert_allclose(np.squeeze(found.total), expected["ST"], rtol=0, atol=1e-12)
    if second_order:
        pairs = np.triu_indices(len(expected["S1"]), 1)
        assert_allclose(np.squeeze(found.second), expected["S2"][pairs], rtol=0, atol=1e-12)


@pytest.mark.parametrize("second_order", [False, True])
@pytest.mark.parametrize("shift", [0.0, -40.0])
@pytest.mark.parametrize("n", [8, 512])
def test_equals_salib_on_points_of_its_own_sampler(second_order: bool, shift: float, n: int) -> None:
    from SALib.sample import sobol as sample

    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-math.pi, math.pi]] * 3}
    points = sample.sample(problem, n, calc_second_order=second_order, seed=11)
    y = ishigami_function(dict(zip(problem["names"], points.T, strict=True)))["y"] + shift
    assert_same(feed(y, 3, second_order), salib(y, 3, second_order), second_order)


def salib_rows(model: Model, design: Design, replicate: int, second_order: bool) -> Array:
    """Write out the points of one replicate as SALib orders them, and evaluate the model on every one of them."""
    count = len(model.uncertain)
    points = design.uniforms(replicate, 2 * count)[list(best_dimensions(model, ("y",)))]
    a, b = points[:count], points[count:]

    def swapped(base: Array, other: Array, factor: int) -> Array:
        page = base.copy()
        page[factor] = other[factor]
        return page

    pages = [a, *(swapped(a, b, factor) for factor in range(count))]
    if second_order:
        pages += [swapped(b, a, factor) for factor in range(count)]
    pages.append(b)
    columns = np.stack(pages, axis=2).reshape(count, -1)
    return model.evaluate(transform(model, columns))["y"]


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("second_order", [False, True])
def test_values_are_salibs_on_all_rows_and_intervals_those_of_linearised_ratios(known: str, second_order: bool) -> None:
    model, design = KNOWN[known]().model, Design(128, 5, 20260101)
    factors = len(model.uncertain)
    rows = np.stack([salib_rows(model, design, replicate, second_order) for replicate in range(5)])
    expected = salib(rows.ravel(), factors, second_order)
    found = sobol(model, second_order=second_order, draws=128, replicates=5, rng=20260101).outcomes["y"]

    # pages of shape (5 replicates, 128 draws), by the letter of Saltelli 2010 and 2002
    pages = np.moveaxis((rows - rows.mean()).reshape(5, 128, -1), 2, 0)
    a, ab, ba, b = pages[0], pages[1 : 1 + factors], pages[1 + factors : -1], pages[-1]
    squares = ((a - (a + b).mean() / 2) ** 2 + (b - (a + b).mean() / 2) ** 2).mean(axis=1) / 2
    variance = squares.mean()

    def check(measured: Any, value: float, numerators: Array) -> None:
        error = (numerators - value * squares) / variance
        half = 2.7764451051977987 * np.std(error, ddof=1) / math.sqrt(5)
        wanted = [value, value - half, value + half]
        assert_allclose([measured.value, measured.low, measured.high], wanted, rtol=0, atol=1e-12)

    first = [(b * (page - a)).mean(axis=1) for page in ab]
    total = [((page - a) ** 2).mean(axis=1) / 2 for page in ab]
    for place, index in enumerate(found.indices.values()):
        check(index.first_order, expected["S1"][place], first[place])
        check(index.total_order, expected["ST"][place], total[place])
    check(found.first_order_sum, float(expected["S1"].sum()), np.sum(first, axis=0))
    half_variance = 2.7764451051977987 * np.std(squares, ddof=1) / math.sqrt(5)
    assert found.variance.value == pytest.approx(variance, rel=1e-12)
    assert found.variance.width == pytest.approx(2 * half_variance, rel=1e-12)
    check(found.interactions, 1 - float(expected["S1"].sum()), squares - np.sum(first, axis=0))
    if second_order:
        for (i, j), (_, measured) in zip(combinations(range(factors), 2), found.second_order, strict=True):
            both = (ba[i] * ab[j] - a * b).mean(axis=1)
            check(measured, expected["S2"][i, j], both - first[i] - first[j])
    else:
        assert found.second_order == []


def test_chunks_within_a_replicate_change_nothing_but_rounding(monkeypatch: pytest.MonkeyPatch) -> None:
    model = of_ishigami().model
    whole = sobol(model, second_order=True, draws=256, replicates=3).outcomes["y"]
    monkeypatch.setattr("mkba_uncertainty.model.protocol.CHUNK", 64)
    monkeypatch.setattr("mkba_uncertainty.design.CHUNK", 64)
    cut = sobol(model, second_order=True, draws=256, replicates=3).outcomes["y"]
    for (_, one, _), (_, other, _) in zip(
        compare(of_ishigami(), result(whole)), compare(of_ishigami(), result(cut)), strict=True
    ):
        assert one.value == pytest.approx(other.value, rel=0, abs=1e-12)
        assert one.width == pytest.approx(other.width, rel=0.05)  # errors are measured from the mean of the first batch


def result(outcome: Any) -> Any:
    """Wrap one outcome as a result."""
    return type("Result", (), {"outcomes": {"y": outcome}})


# --- closed forms


def test_the_table_of_known_answers_is_what_the_closed_forms_give() -> None:
    ishigami, g, product = of_ishigami(), of_sobol_g(), of_lognormals()
    assert_allclose(list(ishigami.first.values()), [0.313905, 0.442411, 0], atol=5e-7)
    assert_allclose(list(ishigami.total.values()), [0.557589, 0.442411, 0.243684], atol=5e-7)
    assert_allclose(ishigami.second["x1", "x3"], 0.243684, atol=5e-7)
    assert_allclose(list(g.first.values()), [0.716192, 0.179048, 0.023676, 0.007162] + 4 * [0.000072], atol=5e-7)
    assert_allclose(list(g.total.values()), [0.787144, 0.242198, 0.034317, 0.010460] + 4 * [0.000105], atol=5e-7)
    assert_allclose(list(product.first.values()), [0.054366, 0.231141, 0.577255], atol=5e-7)
    assert_allclose(list(product.total.values()), [0.091444, 0.344821, 0.705061], atol=5e-7)


@pytest.mark.lowest
@pytest.mark.parametrize("known", KNOWN)
def test_converges_to_the_truth(known: str) -> None:
    truth = KNOWN[known]()
    found = sobol(truth.model, second_order=True, draws=8192, replicates=8, rng=3)
    for name, measured, true in compare(truth, found):
        error = 0.02 * truth.variance if name == "variance" else 0.01
        assert measured.width < 2.5 * error, name
        assert measured.value == pytest.approx(true, abs=error), name


@pytest.mark.parametrize("kind", ["sobol", "latin_hypercube", "monte_carlo"])
@pytest.mark.parametrize("known", KNOWN)
def test_intervals_hold_the_truth_about_as_often_as_they_say(known: str, kind: Any) -> None:
    known_one = KNOWN[known]()

    def found(seed: int) -> dict[str, Measured]:
        result = sobol(known_one.model, second_order=True, draws=64, rng=seed, kind=kind)
        return {name: measured for name, measured, _ in compare(known_one, result)}

    truth = {name: true for name, _, true in compare(known_one, sobol(known_one.model, second_order=True, draws=64))}
    # of few draws with heavy tails; test_sobol_coverage counts closely
    assert_covers(found, truth, seeds=range(30), rates=(0.9, 1.0))


def test_a_null_input_has_indices_of_exactly_nothing() -> None:
    found = sobol(model_of(lambda x: x["x1"] * x["x2"]), second_order=True).outcomes["y"]
    null = found.indices["x3"]
    for measured in (null.first_order, null.total_order):
        assert (measured.low, measured.value, measured.high) == (0.0, 0.0, 0.0)
    for pair, measured in found.second_order:
        assert (abs(measured.value) < 0.01) == ("x3" in pair)
    assert found.indices["x1"].first_order.value > 0.4


def test_an_additive_model_leaves_nothing_to_interactions() -> None:
    outcome = sobol(of_gaussian_sum().model, second_order=True).outcomes["y"]
    for measured in (outcome.interactions, *(pair for _, pair in outcome.second_order)):
        assert_near(measured, 0.0)
        assert measured.value == pytest.approx(0, abs=0.01)


def test_units_of_the_outcome_do_not_matter() -> None:
    plain = model_of(lambda x: x["x1"] + x["x2"] * x["x3"])
    other = model_of(lambda x: 3e9 * (x["x1"] + x["x2"] * x["x3"]) - 4e12)
    one, two = (sobol(model, second_order=True).outcomes["y"] for model in (plain, other))
    for name, index in one.indices.items():
        assert two.indices[name].first_order.value == pytest.approx(index.first_order.value, abs=1e-9)
        assert two.indices[name].total_order.width == pytest.approx(index.total_order.width, abs=1e-9)
    assert two.variance.value == pytest.approx(9e18 * one.variance.value, rel=1e-9)


# --- groups


def test_groups_against_the_closed_form() -> None:
    part = {name: math.expm1(sigma**2) for name, sigma in zip(("x1", "x2", "x3"), (0.2, 0.4, 0.6), strict=True)}
    whole = math.prod(1 + value for value in part.values())
    both = (1 + part["x1"]) * (1 + part["x3"]) - 1
    found = sobol(of_lognormals().model, groups={"outer": ["x1", "x3"]}, draws=4096, second_order=True, rng=8)
    outcome = found.outcomes["y"]
    assert found.factors == {"outer": ("x1", "x3"), "x2": ("x2",)}
    assert_near(outcome.indices["outer"].first_order, both / (whole - 1))
    assert_near(outcome.indices["outer"].total_order, 1 - part["x2"] / (whole - 1))
    assert [pair for pair, _ in outcome.second_order] == [("outer", "x2")]
    assert_near(outcome.second_order[0][1], both * part["x2"] / (whole - 1))
    assert max(index.first_order.width for index in outcome.indices.values()) < 0.05


def test_one_group_of_everything_carries_all() -> None:
    index = sobol(of_ishigami().model, groups={"all": ["x1", "x2", "x3"]}).outcomes["y"].indices["all"]
    assert_near(index.first_order, 1.0)
    assert index.first_order.value == pytest.approx(1, abs=0.02)
    assert index.total_order.value == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize(
    ("groups", "code", "found"),
    [
        ({"g": ["x1", "z"]}, "unknown_input", "z"),
        ({"g": ["x1"], "h": ["x2", "x1"]}, "group_twice", "x1"),
        ({"g": []}, "group_empty", None),
        ({"g": ["c"]}, "group_empty", None),
        ({"x1": ["x2", "x3"]}, "group_name", None),
        ("role", "group_by", "role"),
        ("letter", "group_by", "letter"),
    ],
)
def test_groups_that_do_not_fit_are_refused(groups: Any, code: str, found: str | None) -> None:
    model = Model({**UNIT, "c": Point(1.0)}, lambda x: {"y": x["x1"] + x["x2"]}, ("y",))
    with pytest.raises(InputError) as error:
        sobol(model, groups=groups)
    assert error.value.code == code
    assert error.value.facts.get("found") == found
    assert error.value.text("nl") != error.value.text("en")


def test_a_group_may_hold_fixed_inputs_and_bear_the_name_of_a_member() -> None:
    model = Model({**UNIT, "c": Point(1.0)}, lambda x: {"y": x["x1"] + x["x2"] * x["c"]}, ("y",))
    assert sobol(model, groups={"x1": ["x1", "c", "x2"]}).factors == {"x1": ("x1", "x2"), "x3": ("x3",)}


# --- a case


def test_a_case_groups_by_role_and_by_first_tag(tmp_path: Path) -> None:
    tags = {"shelter_cost": '["money", "shelter"]', "relapse": '["shelter"]'}
    text = changed({f"[estimates.{name}]": f"[estimates.{name}]\ntags = {of}" for name, of in tags.items()})
    model = minimal(tmp_path, text)
    by_role = sobol(model, groups="role")
    assert by_role.factors == {
        "expert": ("relapse",),
        "observed": ("households_helped",),
        "unit_value": ("shelter_cost",),
    }
    assert by_role.factor_labels["unit_value"].nl == "Kengetallen"
    by_tag = sobol(model, groups="tag")
    assert by_tag.factors == {
        "shelter": ("relapse",),
        "households_helped": ("households_helped",),
        "money": ("shelter_cost",),
    }
    assert by_tag.factor_labels["households_helped"].en == "Households helped"


def test_headlines_that_have_no_indices_are_left_out_by_default_and_refused_by_name(tmp_path: Path) -> None:
    model = minimal(tmp_path)  # its only cost is a lever
    found = sobol(model)
    assert set(found.outcomes) == {"benefits", "net_benefit", "bcr", "financial_net", "financial_bcr"}
    assert set(found.left_out) == {"costs"}
    assert "100000" in found.left_out["costs"].en
    assert found.left_out["costs"].nl != found.left_out["costs"].en
    assert f"Without indices: {model.label('costs').en}." in [note.en[:23] for note in found.notes()]
    with pytest.raises(ModelError, match=r"costs: .*constant: 100000") as error:
        sobol(model, outcomes=["net_benefit", "costs"])
    assert error.value.key == "costs"


def test_a_case_without_any_spread_is_an_error_by_default_too(tmp_path: Path) -> None:
    model = minimal(tmp_path).pinned({"households_helped": 0.0})
    with pytest.raises(ModelError, match="constant"):
        sobol(model)


def test_a_ratio_without_meaning_on_some_draws_is_left_out_or_refused(tmp_path: Path) -> None:
    text = changed(
        {
            'role = "lever"': 'role = "expert"',
            "value = 100000\n": 'value = 100000\ndistribution = { family = "normal", mu = 100000, sigma = 60000 }\n',
        }
    )
    model = minimal(tmp_path, text)
    found = sobol(model)
    assert set(found.left_out) == {"bcr", "financial_bcr"}
    assert set(found.outcomes) == {"costs", "benefits", "net_benefit", "financial_net"}
    with pytest.raises(ModelError, match=r"bcr: .*not a number"):
        sobol(model, outcomes=["bcr"])
    # what stands beside it is not touched
    alone = sobol(model, outcomes=["net_benefit"]).outcomes["net_benefit"]
    assert alone == found.outcomes["net_benefit"]


def test_an_outcome_that_does_not_depend_on_an_estimate_has_indices_of_exactly_nothing(arnhem: CaseModel) -> None:
    outcome = "line:benefits-4a"
    uses = arnhem.graph.uses[outcome]
    indices = sobol(arnhem, outcomes=["net_benefit", outcome]).outcomes[outcome].indices
    assert 1 < len(uses.intersection(indices)) < len(indices)
    for name, index in indices.items():
        if name in uses:
            assert index.total_order.value > 1e-4
        else:
            assert (index.first_order.value, index.total_order.width) == (0.0, 0.0)


def test_a_case_gives_what_its_function_gives(tmp_path: Path) -> None:
    """The graph's short cuts against the whole model, run as a plain function on every page."""
    case = minimal(tmp_path)

    def whole(x: Mapping[str, Array]) -> dict[str, Array]:
        rows = len(next(iter(x.values())))
        return {name: np.broadcast_to(value, rows) for name, value in case.evaluate(x).items()}

    names = ("net_benefit", "bcr", "actor:households")
    plain = Model({name: case.inputs[name] for name in case.inputs}, whole, case.outcomes)
    short, long = (sobol(model, outcomes=names, second_order=True, rng=4) for model in (case, plain))
    for name in names:
        one, other = short.outcomes[name], long.outcomes[name]
        assert_allclose(
            [[index.first_order.value, index.total_order.high] for index in one.indices.values()],
            [[index.first_order.value, index.total_order.high] for index in other.indices.values()],
            rtol=0,
            atol=1e-12,
        )
        assert_allclose([m.value for _, m in one.second_order], [m.value for _, m in other.second_order], atol=1e-12)


def test_arnhem_is_led_by_relapse_then_attribution(arnhem: CaseModel) -> None:
    widths = []
    for seed in range(20):
        indices = sobol(arnhem, outcomes=["net_benefit"], rng=seed).outcomes["net_benefit"].indices
        leaders = sorted(indices, key=lambda name: -indices[name].first_order.value)[:2]
        assert leaders == ["recidivism", "attribution_placements"]
        widths.append([indices[name].first_order.width for name in leaders])
        assert indices["recidivism"].first_order.value == pytest.approx(0.28, abs=0.02)
        assert indices["attribution_placements"].first_order.value == pytest.approx(0.15, abs=0.02)
    assert (np.median(widths, axis=0) < 0.02).all()


def test_arnhem_by_role_leaves_hardly_anything_over(arnhem: CaseModel) -> None:
    found = sobol(arnhem, outcomes=["net_benefit"], groups="role").outcomes["net_benefit"]
    assert set(found.indices) == {"expert", "observed", "unit_value"}
    assert 0.9 < found.first_order_sum.value < 1.0
    assert found.indices["expert"].first_order.value > 0.5


# --- what is refused


@pytest.mark.parametrize(
    ("function", "code"),
    [
        (lambda x: np.full_like(x["x1"], 7.0), "sobol_constant"),
        (lambda x: np.zeros_like(x["x1"]), "sobol_constant"),
        (lambda x: 0.1 + (x["x1"] - x["x1"]) + 1e-17 * x["x2"], "sobol_constant"),
        (lambda x: 1e6 + 1e-8 * x["x1"], "sobol_constant"),
        (lambda x: np.log(x["x1"] - 0.5), "outcome_not_finite"),
        (lambda x: 1 / (x["x1"] > 0.5), "outcome_not_finite"),
    ],
)
def test_an_outcome_without_variance_or_number_is_an_error_that_names_it(function: Any, code: str) -> None:
    model = Model(UNIT, lambda x: {"fine": x["x1"], "y": function(x)}, ("fine", "y"))
    with pytest.raises(ModelError) as error:
        sobol(model, draws=64, replicates=40)
    assert (error.value.code, error.value.key) == (code, "y")
    assert "trekking" in error.value.message("nl")


def test_a_small_spread_around_a_large_mean_is_no_constant() -> None:
    index = sobol(model_of(lambda x: 1e6 + 1e-3 * x["x1"])).outcomes["y"].indices["x1"]
    assert index.total_order.value == pytest.approx(1, abs=1e-2)


def test_dependent_inputs_are_refused_and_shapley_named() -> None:
    model = Model(UNIT, lambda x: {"y": x["x1"]}, ("y",), correlation={("x1", "x2"): 0.5})
    with pytest.raises(InputError, match=r"x1 and x2.*independent.*shapley"):
        sobol(model)


def sum_and_product(x: Mapping[str, Array]) -> dict[str, Array]:
    return {"sum": x["a"] + x["b"] + x["c"], "product": x["a"] * x["b"] * x["c"]}


def test_a_group_of_what_depends_on_each_other_and_on_nothing_else_has_its_indices() -> None:
    """The variance of a + b is (1 + 1 + 2 x 0.5) / 12, for the rank correlation of uniforms is their correlation."""
    inputs, rank = {name: Uniform(0, 1) for name in "abc"}, {("a", "b"): 0.5}
    found = sobol(Model(inputs, sum_and_product, ("sum",), rank), groups={"pair": ["a", "b"]}).outcomes["sum"]
    for name, share in {"pair": 0.75, "c": 0.25}.items():
        assert_near(found.indices[name].first_order, share)
        assert_near(found.indices[name].total_order, share)
    assert found.indices["pair"].first_order.width < 0.02


def test_total_and_second_orders_of_dependent_groups() -> None:
    """Of a b c with a, b standard normal with correlation r and c ~ N(m, 1): E ab = r, Var ab = 1 + r^2."""
    r, m = 0.6, 1.5
    inputs = {"a": Normal(0, 1), "c": Normal(m, 1), "b": Normal(0, 1)}
    model = Model(inputs, sum_and_product, ("product",), {("a", "b"): 6 / math.pi * math.asin(r / 2)})
    found = sobol(model, groups={"pair": ["a", "b"]}, second_order=True).outcomes["product"]
    variance = (1 + 2 * r**2) * (m**2 + 1) - (r * m) ** 2
    pair, alone = m**2 * (1 + r**2) / variance, r**2 / variance
    assert_near(found.indices["pair"].first_order, pair)
    assert_near(found.indices["pair"].total_order, 1 - alone)
    assert_near(found.indices["c"].first_order, alone)
    assert_near(found.indices["c"].total_order, 1 - pair)
    assert_near(found.second_order[0][1], 1 - pair - alone)


def test_groups_that_dependence_crosses_are_refused_with_the_pair() -> None:
    inputs = {name: Uniform(0, 1) for name in "abcd"}
    model = Model(inputs, lambda x: {"y": x["a"] + x["d"]}, ("y",), {("a", "b"): 0.5, ("b", "d"): 0.3})
    with pytest.raises(InputError, match="b and d depend on each other"):
        sobol(model, groups={"pair": ["a", "b"], "rest": ["c", "d"]})
    assert sobol(model, groups={"three": ["a", "b", "d"]}, draws=64)


def test_a_dependence_variant_of_a_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="shapley"):
        sobol(minimal(tmp_path, dependence="expected"))


def test_nothing_uncertain_is_refused() -> None:
    with pytest.raises(InputError, match="no input is uncertain"):
        sobol(Model({"c": Point(2.0)}, lambda x: {"y": x["c"]}, ("y",)))


def test_unknown_outcomes_and_bad_designs_are_refused() -> None:
    model = of_ishigami().model
    for options in ({"outcomes": ["z"]}, {"draws": 100}, {"replicates": 1}, {"kind": "halton"}):
        with pytest.raises(InputError):
            sobol(model, **options)  # type: ignore[arg-type]


# --- which input takes which dimension


def test_every_input_has_two_dimensions_of_its_own_and_the_weightiest_the_first() -> None:
    weights = {f"x{i}": (i * 7) % 11 for i in range(11)}
    model = Model(
        {name: Uniform(-1, 1) for name in weights}, lambda x: {"y": sum(w * x[n] for n, w in weights.items())}, ("y",)
    )
    dimensions = best_dimensions(model, ("y",))
    assert sorted(dimensions) == list(range(22))
    by_weight = sorted(range(11), key=lambda i: -weights[f"x{i}"])
    assert [dimensions[i] for i in by_weight] == [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18]
    assert [dimensions[11 + i] for i in by_weight] == [4, 5, 6, 7, 12, 13, 14, 15, 19, 20, 21]


def test_the_pilot_shares_no_points_with_a_run() -> None:
    seen: list[float] = []

    def watched(x: np.ndarray) -> np.ndarray:
        seen.extend(np.ravel(x["x1"]).tolist())
        return x["x1"]

    best_dimensions(model_of(watched), ("y",))
    assert len(set(seen)) >= 64
    for seed in (0, 1):
        run = transform(model_of(watched), Design(64, 2, seed).uniforms(0, 6)[:3])["x1"]
        assert set(seen).isdisjoint(run.tolist())


def test_a_pilot_that_fails_or_says_nothing_leaves_inputs_in_their_order() -> None:
    failing = model_of(lambda x: np.log(x["x1"] - 0.5))
    constant = model_of(lambda x: np.ones_like(x["x1"]))
    for model in (failing, constant):
        assert best_dimensions(model, ("y",)) == (0, 1, 2, 3, 4, 5)


def test_an_outcome_that_fails_does_no_harm_to_another() -> None:
    model = Model(UNIT, lambda x: {"fine": x["x1"], "fails": np.log(x["x1"] - 0.5)}, ("fine", "fails"))
    assert sobol(model, outcomes=["fine"]).outcomes["fine"].indices["x1"].first_order.value > 0.9


def test_weighty_inputs_at_the_end_are_known_as_well_as_at_the_front() -> None:
    weights = 0.6 ** np.arange(30)

    def spread(order: Array) -> float:
        names = [f"x{i}" for i in range(30)]
        model = Model(
            {name: Normal(0, 1) for name in names},
            lambda x: {"y": np.sum([w * x[n] for w, n in zip(weights[order], names, strict=True)], axis=0)},
            ("y",),
        )
        first = names[int(np.argmax(weights[order]))]
        found = [sobol(model, draws=256, rng=seed).outcomes["y"].indices[first].first_order.value for seed in range(24)]
        return float(np.sqrt(np.mean((np.array(found) - 1 / np.sum((weights / weights[0]) ** 2)) ** 2)))

    assert spread(np.arange(30)[::-1]) < 1.6 * spread(np.arange(30))


# --- workers, memory, results


def three_outcomes(x: Mapping[str, Array]) -> dict[str, Array]:
    return {"y": x["x1"] + x["x2"] * x["x3"], "z": np.exp(x["x1"]), "w": x["x1"] * x["x3"] ** 3}


def test_any_number_of_workers_gives_the_same_bits() -> None:
    model = Model(UNIT, three_outcomes, ("y", "z", "w"))
    options: dict[str, Any] = {"second_order": True, "replicates": 40, "rng": 6}
    serial = sobol(model, **options)
    with ThreadPoolExecutor(2) as threads:
        assert sobol(model, executor=threads, **options) == serial
    with ProcessPoolExecutor(2) as processes:
        assert sobol(model, executor=processes, **options) == serial


def test_outcomes_do_not_touch_each_other() -> None:
    model = Model(UNIT, three_outcomes, ("y", "z", "w"))
    together = sobol(model, second_order=True)
    for name in ("y", "z", "w"):
        assert sobol(model, outcomes=[name], second_order=True).outcomes[name] == together.outcomes[name]
    assert list(sobol(model, outcomes=["w", "y", "w"]).outcomes) == ["w", "y"]


def test_memory_does_not_grow_with_replicates() -> None:
    model = of_sobol_g().model

    def peak(replicates: int) -> int:
        return peak_memory(lambda: sobol(model, second_order=True, draws=1024, replicates=replicates))

    peak(8)
    assert peak(400) < 1.05 * peak(8)


CUTS = st.lists(st.integers(1, 36), max_size=6).map(lambda cuts: sorted({0, *cuts, 37}))
"""Where 37 replicates are cut into batches."""


@settings(max_examples=10)
@given(CUTS)
def test_the_spread_of_ratios_is_that_of_their_residuals_whatever_the_batches(cuts: list[int]) -> None:
    rng = np.random.default_rng(1)
    u, v = 1e6 + rng.normal(size=(37, 4, 3)), 2e3 + rng.normal(size=(37, 4, 1))
    ratio = u.mean(axis=0) / v.mean(axis=0)
    spread = RatioSpread()
    for start, stop in itertools.pairwise(cuts):
        spread.add(u[start:stop], v[start:stop])
    residuals = (u - ratio * v) / v.mean(axis=0)
    expected = half_width(residuals.mean(axis=0), residuals, 0.9)
    assert_allclose(spread.half_width(ratio, v.mean(axis=0), 0.9), expected, rtol=1e-7)


@settings(max_examples=10)
@given(CUTS)
def test_spread_is_half_width_whatever_the_batches(cuts: list[int]) -> None:
    rng = np.random.default_rng(1)
    sections = 1e6 + rng.normal(size=(37, 4, 3))
    value = sections.mean(axis=0) + 0.05
    spread = Spread()
    for start, stop in itertools.pairwise(cuts):
        spread.add(sections[start:stop])
    assert_allclose(spread.half_width(value, 0.9), half_width(value, sections, 0.9), rtol=1e-9)


def test_an_event_that_some_replicates_miss_has_indices_too() -> None:
    def rare(x: Mapping[str, Array]) -> Array:
        return (x["x1"] * x["x2"] > 0.9).astype(float)

    design = Design(64, 40, 1)
    pages = [transform(model_of(rare), design.uniforms(replicate, 6)[:3]) for replicate in range(40)]
    assert any(not rare(x).any() for x in pages)
    found = sobol(model_of(rare), draws=64, replicates=40).outcomes["y"]
    chance = 0.1 + 0.9 * math.log(0.9)  # of x2 alone: 1 - 0.9 / x2 beyond 0.9
    truth = 1 - (0.19 + 1.8 * math.log(0.9) - chance**2) / (chance * (1 - chance))
    assert_near(found.indices["x1"].total_order, truth, replicates=40)
    assert found.indices["x1"].total_order.width < 1
    assert found.variance.width > 0


@settings(max_examples=5)
@given(st.lists(st.integers(1, 49), min_size=2, max_size=4, unique=True).map(sorted))
def test_moments_merge_in_any_grouping_and_shift(cuts: list[int]) -> None:
    rng = np.random.default_rng(2)
    a, b, ab, ba = rng.normal(3, 2, size=(4, 2, 3, 50)) ** 3

    def moments(part: slice) -> Moments:
        pages = Pages(a[..., part], b[..., part], 2, True)
        for outcome in range(2):
            for factor in range(2):
                pages.forth(outcome, factor, (ab - a)[outcome, :, part] * (1 + factor))
            for factor in range(2):
                pages.back(outcome, factor, (ba - b)[outcome, :, part] * (1 - 2 * factor))
        return pages.moments()

    whole = moments(slice(None))
    one, *others = (moments(slice(*pair)) for pair in itertools.pairwise([0, *cuts, 50]))
    for grouped in (sum(others, one), one + sum(others[1:], others[0])):
        assert grouped.draws == 50
        assert_allclose(Indices.of(grouped).joined()[1], Indices.of(whole).joined()[1], rtol=1e-9)
    assert_allclose(
        Indices.of(whole.about(np.array([5.0, -9.0]))).joined()[1], Indices.of(whole).joined()[1], rtol=1e-10
    )
    # pooling replicates is the same as having drawn them as one
    flat = [page.reshape(2, 1, 150) for page in (a, b, ab, ba)]
    one = Pages(flat[0], flat[1], 2, True)
    for outcome in range(2):
        for factor in range(2):
            one.forth(outcome, factor, (flat[2] - flat[0])[outcome] * (1 + factor))
        for factor in range(2):
            one.back(outcome, factor, (flat[3] - flat[1])[outcome] * (1 - 2 * factor))
    assert_allclose(Indices.of(whole.pooled()).joined()[1], Indices.of(one.moments()).joined()[1][0], rtol=1e-10)


def test_results_give_a_tidy_frame_and_the_agreed_json() -> None:
    found = sobol(Model(UNIT, three_outcomes, ("y", "z", "w")), second_order=True, rng=0)
    frame = found.to_frame()
    assert list(frame.columns) == [
        "outcome", "estimate", "first_order", "first_order_low", "first_order_high",
        "total_order", "total_order_low", "total_order_high",
    ]  # fmt: skip
    assert len(frame) == 9
    row = frame[(frame.outcome == "y") & (frame.estimate == "x1")].iloc[0]
    index = found.outcomes["y"].indices["x1"]
    assert (row.first_order, row.total_order_high) == (index.first_order.value, index.total_order.high)
    assert list(found.second_order_frame().columns)[:4] == ["outcome", "estimate", "with", "second_order"]
    assert len(found.second_order_frame()) == 9

    shown = found.to_dict()
    assert (shown["seed"], shown["draws"], shown["replicates"]) == (0, 1024, 8)
    outcome = shown["outcomes"]["y"]
    assert outcome["indices"]["x1"]["first_order"] == index.first_order.to_dict()
    assert outcome["second_order"][0].keys() == {"pair", "value", "low", "high"}
    assert outcome["second_order"][0]["pair"] == ["x1", "x2"]
    assert outcome["variance"]["low"] < outcome["variance"]["value"] < outcome["variance"]["high"]
    assert shown["left_out"] == {}
    assert shown["stopping"] is None
    assert pickle.loads(pickle.dumps(found)) == found


def test_on_a_screen_all_others_stand_in_one_row_above_what_estimates_do_together() -> None:
    names = [f"x{number}" for number in range(20)]
    model = Model({name: Normal(0, 1) for name in names}, lambda x: {"y": sum(x[name] for name in names)}, ["y"])
    found = sobol(model, draws=64, replicates=4)
    rows = found.shown()[0].on_screen().rows
    assert len(rows) == 17
    named = {row.cells["estimate"] for row in rows[:15]}
    rest = [index.first_order.value for name, index in found.outcomes["y"].indices.items() if name not in named]
    assert rows[15].cells["label"].en == "5 others"
    assert rows[15].cells["first_order"] == pytest.approx(sum(rest), rel=1e-12)
    assert max(rest) <= min(row.cells["first_order"].value for row in rows[:15])
    assert rows[16].cells["total_order"] == found.outcomes["y"].interactions
    assert len(found.to_frame()) == 20


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0.64, 0.36], "‘a’ carries 64% of the uncertainty"),
        ([0.3, 0.25, 0.24, 0.21], "The top 2 estimates together carry 55% of the uncertainty"),
        ([0.05] * 20, "The top 5 estimates together carry 25% of the uncertainty"),
    ],
)
def test_what_is_found_counts_the_estimates_that_carry_half(shares: list[float], said: str) -> None:
    names = "abcdefghijklmnopqrst"[: len(shares)]
    labels = {name: Text(name, name) for name in names}
    measured = {name: Measured(x, x - 0.01, x + 0.01) for name, x in zip(names, shares, strict=True)}
    assert leaders(labels, measured).en == said


# --- until


def test_runs_until_the_interval_is_narrow_enough() -> None:
    model = of_ishigami().model
    found = sobol(model, until="first_order:0.012", rng=2)
    assert found.stopping is not None
    assert found.stopping.met
    widest = max(index.first_order.width for index in found.outcomes["y"].indices.values())
    assert found.stopping.reached == widest <= 0.012
    assert found.provenance.replicates == found.stopping.replicates > 8
    same = sobol(model, replicates=found.stopping.replicates, draws=found.stopping.draws, rng=2)
    assert same.outcomes == found.outcomes


def test_says_so_when_the_width_is_not_reached() -> None:
    found = sobol(of_ishigami().model, until="y.total_order:0.0001", max_replicates=64, draws=128, rng=2)
    assert found.stopping is not None
    assert not found.stopping.met
    assert (found.stopping.asked, found.stopping.replicates, found.stopping.draws) == (0.0001, 32, 256)
    assert found.stopping.reached > 0.0001
    assert found.to_dict()["stopping"]["met"] is False


@pytest.mark.parametrize("what", ["second_order", "first_order_sum", "interactions", "y.interactions"])
def test_other_intervals_can_be_asked(what: str) -> None:
    found = sobol(of_gaussian_sum().model, second_order=True, until=f"{what}:0.05", draws=128)
    assert found.stopping is not None
    assert found.stopping.met


@pytest.mark.parametrize("until", ["mean:0.1", "y.mean:0.1", "y > 0:0.1", "second_order:0.1", "z.first_order:0.1"])
def test_until_must_speak_of_what_there_is(until: str) -> None:
    with pytest.raises(InputError) as error:
        sobol(of_ishigami().model, until=until)
    assert error.value.code == "until_unknown"


def test_a_generator_is_used_for_all_sizes_alike() -> None:
    found = sobol(of_ishigami().model, until="first_order:0.02", rng=np.random.default_rng(4))
    assert found.stopping is not None
    again: SobolResult = sobol(
        of_ishigami().model,
        replicates=found.stopping.replicates,
        draws=found.stopping.draws,
        rng=np.random.default_rng(4),
    )
    assert again.outcomes == found.outcomes
    assert found.provenance.seed is None


def test_normal_inputs_far_out_keep_their_digits() -> None:
    """Sums of a page lose nothing to a large mean: the centre is taken off first."""
    near = Model({"x1": Normal(0, 1), "x2": Normal(0, 2)}, lambda x: {"y": x["x1"] + x["x2"]}, ("y",))
    far = Model({"x1": Normal(0, 1), "x2": Normal(0, 2)}, lambda x: {"y": x["x1"] + x["x2"] + 1e7}, ("y",))
    one, two = (sobol(model).outcomes["y"].indices["x1"] for model in (near, far))
    assert two.first_order.value == pytest.approx(one.first_order.value, abs=1e-8)
    assert two.total_order.width == pytest.approx(one.total_order.width, abs=1e-8)


@pytest.mark.parametrize(("total", "said"), [(0.2, True), (0.3, False), (0.4, False)])
def test_a_total_below_its_first_order_is_said_to_be_error(total: float, said: bool) -> None:
    found = sobol(Model({"a": Normal(0, 1)}, lambda x: {"y": x["a"]}, ["y"]), draws=64)
    outcome = found.outcomes["y"]
    index = replace(outcome.indices["a"], first_order=Measured(0.3, 0.2, 0.4), total_order=Measured(total, 0.1, 0.5))
    found = replace(found, outcomes={"y": replace(outcome, indices={"a": index})})
    assert any("never less than ‘alone’" in note.en for note in found.notes()) == said
