"""Plots of which estimates matter show the numbers of their result, in both languages, and nothing overlaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from drawings import marked

import mkba_uncertainty as mkba
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import (
    figures,
    plot,
    plot_break_even,
    plot_cost_growth,
    plot_main_effect,
    plot_scatter,
    plot_screening,
    plot_second_order,
    plot_shapley,
    plot_sobol,
    plot_spider,
    plot_switching,
    plot_tornado,
)
from mkba_uncertainty.texts import LANGUAGES

mpl.use("Agg")
from matplotlib import pyplot as plt
from matplotlib.text import Text as Drawn

SMALL: dict[str, Any] = {"draws": 128, "replicates": 4}


@pytest.fixture(scope="module")
def model() -> mkba.CaseModel:
    return mkba.build_model(mkba.load_case("arnhem-ozo"))


@pytest.fixture(scope="module")
def results(model: mkba.CaseModel) -> dict[str, Any]:
    return {
        "tornado": mkba.tornado(model, mode="mean", **SMALL),
        "switching": mkba.switching(model, **SMALL),
        "break_even": mkba.break_even(model, **SMALL),
        "sobol": mkba.sobol(model, outcomes=["costs", "net_benefit"], second_order=True, **SMALL),
        "main_effect": mkba.main_effect(model, **SMALL),
        "screening": mkba.screening(model, **SMALL),
    }


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def data(line: Any) -> Any:
    return np.asarray(line.get_xydata())


# --- what each shows


def test_tornado_bars_reach_the_outcomes(results: dict[str, Any]) -> None:
    result = results["tornado"]
    ax = plot_tornado(result)
    found = marked(ax)
    assert data(found["base"])[0, 0] == result.base.value
    for bar in (*result.bars[:12], *result.choices):
        for side, outcome in (("low", bar.low_outcome), ("high", bar.high_outcome)):
            drawn = found[f"{side}:{bar.estimate}"]
            assert drawn.get_x() == pytest.approx(result.base.value)
            assert drawn.get_x() + drawn.get_width() == pytest.approx(outcome.value)
            assert bool(drawn.get_hatch()) == bar.chosen
        low, high = found[f"low:{bar.estimate}"], found[f"high:{bar.estimate}"]
        assert (low.get_facecolor(), low.get_hatch()) != (high.get_facecolor(), high.get_hatch())
    assert f"low:{result.bars[12].estimate}" not in found
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert labels[0] == "Relapse"
    assert labels[12] == f"{len(result.bars) - 12} others"
    assert "Value of a healthy life year (euros per healthy life year)" in labels[13:]


@pytest.mark.parametrize(
    ("mode", "said"), [("median", "reinforce each other, and may be off at once"), ("mean", "off at once")]
)
def test_the_tornado_says_what_it_leaves_out(results: dict[str, Any], mode: Any, said: str) -> None:
    ax = plot_tornado(replace(results["tornado"], mode=mode))
    words = [" ".join(text.get_text().split()) for text in ax.findobj(Drawn)]
    assert any("Not shown" in sentence and said in sentence for sentence in words)


def test_switching_values_are_relative_to_the_point(results: dict[str, Any]) -> None:
    result = results["switching"]
    found = marked(plot_switching(result))
    shown = list(result.values.values())[:10]
    for row, value in enumerate(shown):
        drawn = found[f"range:{value.estimate}"]
        ends = [(end - value.point) / value.point for end in (value.low, value.high)]
        assert [drawn.get_x(), drawn.get_x() + drawn.get_width()] == pytest.approx(ends)
        assert (f"value:{value.estimate}" in found) == (value.value is not None)
        if value.value is not None:
            np.testing.assert_allclose(data(found[f"value:{value.estimate}"]), [[value.relative_change, row]])
    assert "value:recidivism" in found


def test_an_estimate_with_point_value_zero_gets_a_row_without_a_bar() -> None:
    plain = mkba.Model({"a": mkba.Normal(0, 1), "b": mkba.Normal(1, 1)}, lambda v: {"y": v["a"] + v["b"]}, ("y",))
    ax = plot(mkba.switching(plain, outcome="y", **SMALL))
    assert {label.get_text() for label in ax.get_yticklabels()} == {"a", "b"}
    assert "range:a" not in marked(ax)
    assert "range:b" in marked(ax)


def test_break_even_line_and_the_side_with_the_other_sign(results: dict[str, Any]) -> None:
    result = results["break_even"]
    found = marked(plot_break_even(result))
    line = [(x, root.value) for x, roots in zip(result.x, result.roots, strict=True) for root in roots]
    np.testing.assert_array_equal(data(found["line:1"]), line)
    np.testing.assert_array_equal(data(found["point"]), [result.points])
    assert found["beyond:1"].get_hatch()
    corners = found["beyond:1"].get_paths()[0].vertices
    assert corners[:, 1].max() == pytest.approx(max(y for _, y in line))  # below the line: less is attributed
    assert "line:2" not in found
    assert "beyond:2" not in found


def test_break_even_lines_of_a_ring_lie_around_the_area_with_the_other_sign() -> None:
    model = mkba.Model(
        {"a": mkba.Uniform(-2, 2), "b": mkba.Uniform(-2, 2)}, lambda v: {"y": v["a"] ** 2 + v["b"] ** 2 - 1}, ("y",)
    )
    found = marked(plot_break_even(mkba.break_even(model, ("a", "b"), outcome="y", draws=16, replicates=2)))
    for number, side in ((1, -1), (2, 1)):
        x, y = data(found[f"line:{number}"]).T
        np.testing.assert_allclose(y, side * np.sqrt(1 - x**2), atol=1e-9)
    corners = found["beyond:1"].get_paths()[0].vertices
    assert np.abs(corners[:, 1]).max() == pytest.approx(1, abs=0.02)
    assert "beyond:2" not in found


def test_a_pair_without_a_line() -> None:
    plain = mkba.Model({"a": mkba.Uniform(1, 2), "b": mkba.Uniform(1, 2)}, lambda v: {"y": v["a"] + v["b"]}, ("y",))
    assert "line:1" not in marked(plot(mkba.break_even(plain, outcome="y", **SMALL)))


def test_sobol_bars_are_sorted_and_the_rest_is_pooled(results: dict[str, Any]) -> None:
    result = results["sobol"]
    ax = plot_sobol(result)
    found, indices = marked(ax), result.outcomes["net_benefit"].indices
    order = sorted(indices, key=lambda name: -indices[name].first_order.value)
    for kind, pick in (("first", lambda index: index.first_order), ("total", lambda index: index.total_order)):
        for name in order[:12]:
            index = pick(indices[name])
            assert found[f"{kind}:{name}"].get_width() == pytest.approx(index.value)
            assert list(found[f"interval:{kind}:{name}"].get_xdata()) == [index.low, index.high]
    tops = [found[f"first:{name}"].get_y() for name in order[:12]]
    assert tops == sorted(tops)
    others = sum(indices[name].first_order.value for name in order[12:])
    assert found["first:others"].get_width() == pytest.approx(others)
    assert found["interactions"].get_width() == pytest.approx(result.outcomes["net_benefit"].interactions.value)
    assert "Costs" in plot_sobol(result, outcome="costs").get_title(loc="left")


@pytest.mark.parametrize(("chance", "said"), [(0.001, True), (0.5, False)])
def test_a_figure_of_shares_that_few_draws_carry_says_so(chance: float, said: bool) -> None:
    inputs = {"x": mkba.Normal(0, 1), "b": mkba.Uniform(0, 1), "e": mkba.Normal(0, 0.1)}
    model = mkba.Model(inputs, lambda x: {"y": 100 * x["x"] * (x["b"] > 1 - chance) + x["e"]}, ["y"])
    found = mkba.sobol(model, second_order=True)
    for ax in (plot_sobol(found), plot_second_order(found), plot_shapley(mkba.shapley(model, outcome="y"))):
        assert any("A handful of draws" in one.get_text() for one in ax.findobj(Drawn)) is said


def test_a_square_for_each_pair() -> None:
    inputs = {f"x{place}": mkba.Normal(0, 1) for place in range(10)}

    def product(x: Any) -> Any:
        return {"net_benefit": 9 * x["x0"] * x["x1"] + sum(x.values())}

    result = mkba.sobol(mkba.Model(inputs, product, ["net_benefit"]), second_order=True, draws=512, replicates=4)
    found = marked(plot_second_order(result))
    pairs = {gid: artist for gid, artist in found.items() if not gid.startswith("first:")}
    assert len(pairs) == 9 * 8 / 2
    acting = {frozenset(pair) for pair in result.outcomes["net_benefit"].pairs_that_act(result.provenance.replicates)}
    grey = {gid for gid, square in pairs.items() if square.get_facecolor() == mpl.colors.to_rgba("#EFEFEF")}
    for gid in pairs:
        assert (gid in grey) == (frozenset(gid.split(":")) not in acting)
    with pytest.raises(InputError) as caught:
        plot_second_order(replace(result, outcomes={"y": replace(result.outcomes["net_benefit"], second_order=[])}))
    assert caught.value.code == "plot_no_second_order"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_no_two_act_together_a_sentence_says_so(lang: str) -> None:
    inputs = {"a": mkba.Normal(1, 1), "b": mkba.Normal(2, 1)}
    added = mkba.sobol(mkba.Model(inputs, lambda x: {"y": x["a"] + x["b"]}, ["y"]), second_order=True, **SMALL)
    ax = plot_second_order(added, lang=lang)
    assert not ax.patches
    assert any("0" not in text.get_text() for text in ax.texts)
    (figure,) = (one for name, one in figures(added, lang).items() if name == "second_order")
    assert figure.get_figheight() < 2.0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_no_estimate_flips_the_verdict_a_sentence_says_so(lang: str) -> None:
    inputs = {"a": mkba.Uniform(10, 11), "b": mkba.Uniform(1, 2)}
    sure = mkba.switching(mkba.Model(inputs, lambda x: {"y": x["a"] - x["b"]}, ["y"]), outcome="y", **SMALL)
    ax = plot_switching(sure, lang=lang)
    assert not ax.patches
    assert not ax.axison


def test_main_effects_of_the_leading_estimates(results: dict[str, Any]) -> None:
    result = results["main_effect"]
    ax = plot_main_effect(result)
    found = marked(ax)
    leading = result.leading(6)
    assert [gid for gid in found if gid.startswith("curve:")] == [f"curve:{curve.estimate}" for curve in leading]
    assert leading[0].estimate == "recidivism"
    for curve in leading:
        inside = (curve.probability >= 0.001) & (curve.probability <= 0.999)
        drawn = data(found[f"curve:{curve.estimate}"])
        np.testing.assert_array_equal(drawn, np.stack([curve.x, curve.mean], axis=1)[inside])
        assert data(found[f"point:{curve.estimate}"])[0, 0] == curve.point
    assert len({panel.get_ylim() for panel in ax.child_axes}) == 1


def test_the_scatter_is_of_draws(results: dict[str, Any]) -> None:
    result = results["main_effect"]
    found = marked(plot_scatter(result))
    dots = np.asarray(found["draws:recidivism"].get_offsets())
    np.testing.assert_array_equal(dots[:, 0], result.cloud["recidivism"])
    np.testing.assert_array_equal(dots[:, 1], result.cloud["net_benefit"])


@pytest.mark.parametrize("across", ["quantile", "relative"])
def test_the_spider_has_all_estimates(results: dict[str, Any], across: Any) -> None:
    result = results["main_effect"]
    found = marked(plot_spider(result, across=across))
    assert set(found) == {f"curve:{name}" for name in result.curves}
    curve = result.curves["recidivism"]
    x = curve.probability if across == "quantile" else (curve.x - 0.3) / 0.3
    inside = (curve.probability >= 0.001) & (curve.probability <= 0.999)
    np.testing.assert_allclose(data(found["curve:recidivism"]), np.stack([x, curve.mean], axis=1)[inside])


def test_what_has_no_curves_or_other_axis(results: dict[str, Any]) -> None:
    nothing = replace(results["main_effect"], curves={})
    for draw in (plot_main_effect, plot_scatter, plot_spider):
        with pytest.raises(InputError) as caught:
            draw(nothing)
        assert caught.value.code == "plot_no_curves"
    with pytest.raises(InputError) as caught:
        plot_spider(results["main_effect"], across="time")  # type: ignore[arg-type]
    assert caught.value.code == "plot_across"
    assert not plt.get_fignums()  # nothing half-drawn is left behind


def test_screening_places_each_estimate(results: dict[str, Any]) -> None:
    result = results["screening"]
    found = marked(plot_screening(result))
    for place, (name, measured) in enumerate(result.morris.items()):
        np.testing.assert_array_equal(data(found[name]), [[measured.mu_star.value, measured.sigma.value]])
        assert (f"interval:x:{name}" in found) == (place < 10)


def test_cost_growth() -> None:
    table = pd.DataFrame(
        {
            "varied": ["draws", "draws", "estimates", "estimates", "draws"],
            "size": [2048, 1024, 10, 20, 1024],
            "seconds": [0.2, 0.1, 0.1, 0.2, 9.0],
            "tool": ["ours"] * 4 + ["theirs"],
        }
    )
    found = marked(plot_cost_growth(table))
    assert set(found) == {"draws:ours", "estimates:ours", "draws:theirs"}
    np.testing.assert_array_equal(data(found["draws:ours"]), [[1024, 0.1], [2048, 0.2]])
    assert set(marked(plot_cost_growth(table.drop(columns="tool")[:4], lang="nl"))) == {"draws", "estimates"}
    with pytest.raises(InputError) as caught:
        plot_cost_growth(table.drop(columns="seconds"))
    assert caught.value.code == "plot_columns"


# --- all of them


def test_plot_picks_the_plot_of_a_result(results: dict[str, Any]) -> None:
    for name, result in results.items():
        _, ax = plt.subplots()
        assert plot(result, ax) is ax, name
        plt.close("all")
    names = [name for result in results.values() for name in figures(result)]
    assert names == [
        "tornado", "switching", "break_even", "sobol", "second_order", "main_effect", "spider", "scatter", "screening",
    ]  # fmt: skip
    without = replace(
        results["sobol"], outcomes={"costs": replace(results["sobol"].outcomes["costs"], second_order=[])}
    )
    assert list(figures(without)) == ["sobol"]


def test_drawing_changes_no_setting_of_matplotlib() -> None:
    before = dict(mpl.rcParams)
    inputs = {"a": mkba.Normal(1, 1), "b": mkba.Normal(2, 1)}
    model = mkba.Model(inputs, lambda x: {"y": x["a"] * x["b"]}, ["y"])
    for ask in (mkba.tornado, mkba.switching, mkba.main_effect, mkba.screening):
        figures(ask(model, outcome="y", draws=64))
    figures(mkba.sobol(model, draws=64, second_order=True))
    assert dict(mpl.rcParams) == before
