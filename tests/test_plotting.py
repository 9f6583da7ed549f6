"""Plots show the numbers of their result, read in both languages and in grey, and leave matplotlib as it was."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from drawings import marked
from scipy.stats import norm

import mkba_uncertainty as mkba
from mkba_uncertainty import Confidence, Contrasts, confidence, contrast
from mkba_uncertainty.analysis.answer import Distribution
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import (
    figures,
    leaf_lines,
    plot,
    plot_actors,
    plot_cash_flow,
    plot_contrasts,
    plot_exceedance,
    plot_waterfall,
    save_figures,
    wrap,
)
from mkba_uncertainty.replication import Measured
from mkba_uncertainty.texts import LANGUAGES, Text
from mkba_uncertainty.texts.figures import MONEY, chance, likelihood, tick_text

mpl.use("Agg")
from matplotlib import pyplot as plt

CASE_PLOTS = (plot_waterfall, plot_cash_flow, plot_actors)


@pytest.fixture(scope="module")
def arnhem() -> Confidence:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    return confidence(model, draws=64, replicates=4)


@pytest.fixture(scope="module")
def whatif() -> Contrasts:
    return contrast(mkba.build_model(mkba.load_case("arnhem-ozo")), draws=64, replicates=4)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def plain(shift: float = 0.0, name: str = "y") -> Confidence:
    model = mkba.Model({"x": mkba.Normal(shift, 1.0)}, lambda inputs: {name: inputs["x"]}, (name,))
    return confidence(model, draws=64, replicates=4)


def at(line: Any) -> tuple[float, float]:
    ((x, y),) = line.get_xydata()
    return float(x), float(y)


def range_of(result: Confidence, outcome: str) -> list[float]:
    quantiles = result.outcomes[outcome].quantiles
    return [quantiles[0.05].value, quantiles[0.95].value]


def mean_of(result: Confidence, outcome: str) -> float:
    mean = result.outcomes[outcome].mean
    assert mean is not None
    return mean.value


def constant(value: float) -> Distribution:
    same = Measured(value, value, value)
    return Distribution(value, same, Measured(0.0, 0.0, 0.0), dict.fromkeys((0.05, 0.25, 0.5, 0.75, 0.95), same))


# --- exceedance


@pytest.mark.parametrize("lang", LANGUAGES)
def test_exceedance_marks_zero_and_the_published_figure(arnhem: Confidence, lang: str) -> None:
    found = marked(plot_exceedance(arnhem, lang=lang))
    positive, percentile = arnhem.probabilities["net_benefit > 0"], arnhem.published_percentile
    assert positive is not None
    assert percentile is not None
    assert at(found["zero"]) == (0.0, positive.value)
    assert at(found["published"]) == (1_436_000.0, 1.0 - percentile.value)
    said = found["text:zero"].get_text().replace("\n", " ")
    assert chance(positive, lang, whole=True) in said
    assert likelihood(positive, lang) in said
    figure = chance(percentile, lang)
    assert f" {figure.rstrip('%')}" in found["text:published"].get_text()


def test_exceedance_words_are_those_of_the_whole_interval(arnhem: Confidence) -> None:
    """As in the verdict: 93 % reads as "likely" where few draws leave 87 % possible."""
    rough = replace(arnhem, probabilities={"net_benefit > 0": Measured(0.93, 0.87, 0.99)})
    assert "\nlikely" in marked(plot_exceedance(rough))["text:zero"].get_text()
    sure = replace(arnhem, probabilities={"net_benefit > 0": Measured(0.93, 0.92, 0.94)})
    assert "\nvery likely" in marked(plot_exceedance(sure))["text:zero"].get_text()


@pytest.mark.lowest
def test_exceedance_curve_and_band_are_the_quantiles_and_their_intervals(arnhem: Confidence) -> None:
    found = marked(plot_exceedance(arnhem))
    expected = [(value.value, 1.0 - level) for level, value in arnhem.curve.items()]
    np.testing.assert_allclose(found["curve"].get_xydata(), expected)
    band = {(round(x, 6), round(y, 6)) for x, y in found["band"].get_paths()[0].vertices}
    for level, value in arnhem.curve.items():
        assert (round(value.low, 6), round(1 - level, 6)) in band
        assert (round(value.high, 6), round(1 - level, 6)) in band


def test_exceedance_of_any_model() -> None:
    result = plain()
    ax = plot(result)
    found = marked(ax)
    assert ax.get_xlabel() == "y"
    assert "published" not in found
    assert at(found["zero"])[0] == 0.0
    assert "€" not in ax.xaxis.get_major_formatter()(2.0, 0)


@pytest.mark.parametrize(("shift", "is_near"), [(3.0, True), (-3.0, True), (1000.0, False)])
def test_zero_is_in_view_unless_it_is_far_off(shift: float, is_near: bool) -> None:
    ax = plot_exceedance(plain(shift))
    low, high = ax.get_xlim()
    assert (low < 0.0 < high) == is_near
    assert ("zero" in marked(ax)) == is_near
    assert "text:zero" in marked(ax)


@pytest.mark.parametrize("power", [1.0, -1.0])
def test_what_is_said_does_not_stand_on_the_curve(power: float) -> None:
    model = mkba.Model(
        {"x": mkba.LogNormal(0.0, 1.0)}, lambda inputs: {"y": power * (inputs["x"] - 1.0)}, ("y",)
    )  # a long tail on either side
    ax = plot_exceedance(confidence(model, draws=64, replicates=4))
    ax.figure.canvas.draw()
    box = marked(ax)["text:zero"].get_window_extent()
    curve = ax.transData.transform(marked(ax)["curve"].get_xydata())
    # the whole box is on one side of the curve
    height = np.interp([box.x0, box.x1], *curve[np.argsort(curve[:, 0])].T)
    assert box.y0 > height.max() or box.y1 < height.min() or box.x0 > curve[:, 0].max()


def test_a_meaningless_ratio_has_no_curve(arnhem: Confidence) -> None:
    ratio = Distribution(1.0, None, None, {}, meaningless=True)
    result = replace(arnhem, curve_outcome="bcr", outcomes={**arnhem.outcomes, "bcr": ratio})
    with pytest.raises(InputError) as caught:
        plot_exceedance(result)
    assert caught.value.code == "meaningless_ratio"


# --- waterfall


@pytest.mark.lowest
def test_bars_of_the_waterfall_lead_to_the_balance(arnhem: Confidence) -> None:
    assert arnhem.case is not None
    found = marked(plot_waterfall(arnhem))
    start = 0.0
    for line in leaf_lines(arnhem.case):
        name, sign = f"line:{line.name}", -1.0 if line.side == "cost" else 1.0
        if name not in found:
            continue
        bar = found[name]
        assert bar.get_x() == pytest.approx(start)
        assert bar.get_width() == pytest.approx(sign * mean_of(arnhem, name))
        ends = sorted(start + sign * end for end in range_of(arnhem, name))
        assert list(found[f"range:{name}"].get_xdata()) == pytest.approx(ends)
        assert at(found[f"published:{name}"])[0] == pytest.approx(start + sign * line.published)
        start += bar.get_width()
    assert start == pytest.approx(mean_of(arnhem, "net_benefit"))
    balance = found["net_benefit"]
    assert (balance.get_x(), balance.get_width()) == (0.0, pytest.approx(start))
    assert list(found["range:net_benefit"].get_xdata()) == pytest.approx(range_of(arnhem, "net_benefit"))
    assert at(found["published:net_benefit"])[0] == 1_436_000.0


def test_the_waterfall_shows_leaves_that_are_not_always_zero(arnhem: Confidence) -> None:
    shown = {gid for gid in marked(plot_waterfall(arnhem)) if gid.startswith("line:")}
    assert {"line:costs-2", "line:benefits-1b"} <= arnhem.outcomes.keys()  # in the report, and zero
    assert shown == {
        f"line:{name}"
        for name in ("costs-1", "costs-3", "benefits-1a", "benefits-2", "benefits-3")
    } | {f"line:benefits-4{part}" for part in "abc"}  # fmt: skip


def test_a_line_with_posts_of_its_own_is_not_split(arnhem: Confidence) -> None:
    assert arnhem.case is not None
    post = arnhem.case.posts["new_for_old"]
    case = arnhem.case.replace(posts={**arnhem.case.posts, post.name: replace(post, line="benefits-1")})
    names = [line.name for line in leaf_lines(case)]
    assert names[:4] == ["costs-1", "costs-2", "costs-3", "benefits-1"]
    assert "benefits-1a" not in names


def test_a_published_line_that_the_model_has_at_zero_stays(arnhem: Confidence) -> None:
    result = replace(arnhem, outcomes={**arnhem.outcomes, "line:benefits-2": constant(0.0)})
    assert "published:line:benefits-2" in marked(plot_waterfall(result))


# --- cash flow


@pytest.mark.lowest
def test_cash_flow_by_year(arnhem: Confidence) -> None:
    found = marked(plot_cash_flow(arnhem))
    for year in range(10):
        costs, benefits = (found[f"year_{side}:{year}"] for side in ("costs", "benefits"))
        assert costs.get_height() == pytest.approx(-mean_of(arnhem, f"year_costs:{year}"))
        assert benefits.get_height() == pytest.approx(mean_of(arnhem, f"year_benefits:{year}"))
        assert costs.get_x() + costs.get_width() / 2 == pytest.approx(year)
        if f"year:{year}" not in found:
            assert costs.get_height() == benefits.get_height() == 0.0
            continue
        assert at(found[f"year:{year}"]) == (year, pytest.approx(costs.get_height() + benefits.get_height()))
        assert list(found[f"range:year:{year}"].get_ydata()) == range_of(arnhem, f"year:{year}")
    assert "year:0" in found
    assert "year:9" in found
    assert "year:6" not in found


# --- actors


def test_balance_of_actors(arnhem: Confidence) -> None:
    assert arnhem.case is not None
    ax = plot_actors(arnhem)
    found = marked(ax)
    hatches = set()
    for name in (*(f"actor:{actor}" for actor in arnhem.case.actors), "net_benefit"):
        bar, mean = found[name], mean_of(arnhem, name)
        assert (bar.get_x(), bar.get_width()) == (0.0, mean)
        assert list(found[f"range:{name}"].get_xdata()) == range_of(arnhem, name)
        hatches.add((mean < 0, bar.get_hatch(), bar.get_facecolor()))
    assert len(hatches) == 2  # gains and losses differ in hatch and colour, and only they
    assert len({hatch for _, hatch, _ in hatches}) == 2
    tops = sum(found[f"actor:{actor.name}"].get_width() for actor in arnhem.case.actors.values() if not actor.parent)
    assert tops == pytest.approx(mean_of(arnhem, "net_benefit"))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    parts = labels[labels.index("Municipality") + 1 :][:3]
    assert [label.strip() for label in parts] == [
        "Municipality: work and income",
        "Municipality: care",
        "Municipality: youth",
    ]
    assert all(label.startswith("  ") for label in parts)
    assert sum(label.startswith(" ") for label in labels) == 3


# --- what-ifs


@pytest.mark.lowest
def test_contrasts_mark_what_they_know(whatif: Contrasts) -> None:
    found = marked(plot_contrasts(whatif))
    for name, one in whatif.contrasts.items():
        front = next(iter(one.questions.values()))
        low, median, high = (front.quantiles[level].value for level in (0.05, 0.5, 0.95))
        assert list(found[f"range:{name}"].get_xdata()) == [low, high]
        assert set(found[f"median:{name}"].get_xdata()) == {median}
        assert (f"published:{name}" in found) == (one.published is not None)
        if one.published is not None:
            assert at(found[f"published:{name}"])[0] == one.published
        assert bool(found[f"density:{name}"].get_hatch()) == (median < 0)
    assert sum(gid.startswith("published:") for gid in found) == 4


def test_hills_do_not_run_into_each_other(whatif: Contrasts) -> None:
    found = marked(plot_contrasts(whatif))
    rows = [found[f"density:{name}"].get_paths()[0].get_extents() for name in whatif.contrasts]
    assert all(upper.y1 < lower.y0 for upper, lower in pairwise(rows))
    assert [row.y1 - row.y0 for row in rows] == pytest.approx([rows[0].height] * len(rows), rel=1e-3)


def hill(whatif: Contrasts, quantiles: dict[float, Measured]) -> tuple[np.ndarray, np.ndarray]:
    """Draw a change of which the quantiles of 8,192 draws are known; give the outline, as high as 1 at its top."""
    one = replace(next(iter(whatif.contrasts.values())), quantiles=quantiles)
    of = replace(whatif.provenance, draws=1024, replicates=8)
    drawn = marked(plot_contrasts(replace(whatif, contrasts={one.scenario: one}, provenance=of)))
    (path,) = drawn[f"density:{one.scenario}"].get_paths()
    x, y = path.vertices[path.vertices[:, 1] < path.vertices[:, 1].max()].T
    return x, (path.vertices[:, 1].max() - y) / np.ptp(path.vertices[:, 1])


def test_density_is_the_derivative_of_the_quantile_function(whatif: Contrasts) -> None:
    levels = np.arange(1, 100) / 100
    quantiles = {float(p): Measured(q, q, q) for p, q in zip(levels, norm.ppf(levels, 3.0, 2.0), strict=True)}
    x, height = hill(whatif, quantiles)
    inner = np.abs(x - 3.0) < 3.0
    # the kernel widens the distribution by a known amount
    width = 0.9 * 8192**-0.2 * 2.0
    spread = np.hypot(2.0, width)
    np.testing.assert_allclose(height[inner], norm.pdf(x[inner], 3.0, spread) / norm.pdf(3.0, 3.0, spread), rtol=0.02)


@pytest.mark.parametrize("value", [0.0, -7e5])
def test_a_change_that_is_always_the_same_is_a_needle(whatif: Contrasts, value: float) -> None:
    always = Measured(value, value, value)
    x, height = hill(whatif, dict.fromkeys(map(float, np.arange(1, 100) / 100), always))
    assert np.isfinite(height).all()
    assert x[np.argmax(height)] == pytest.approx(value, abs=1e-2)
    one = next(iter(whatif.contrasts.values()))
    needle = replace(one, quantiles=dict.fromkeys(one.quantiles, always), mean=always)
    ax = plot_contrasts(replace(whatif, contrasts={needle.scenario: needle}))
    ax.figure.canvas.draw()
    assert set(marked(ax)[f"median:{needle.scenario}"].get_xdata()) == {value}


def test_contrasts_need_scenarios(whatif: Contrasts) -> None:
    with pytest.raises(InputError) as caught:
        plot_contrasts(replace(whatif, contrasts={}))
    assert caught.value.code == "plot_no_scenarios"


def test_very_many_years_are_a_line_with_a_band() -> None:
    dikes = confidence(mkba.build_model(mkba.load_case("delta-dikes")), draws=16, replicates=2)
    found = marked(plot_cash_flow(dikes))
    assert dikes.case is not None
    assert dikes.case.horizon > 60
    means = [mean_of(dikes, f"year:{year}") for year in range(dikes.case.horizon)]
    assert found["year"].get_ydata() == pytest.approx(means)
    band = found["range:year"].get_paths()[0].vertices
    assert band[:, 1].max() == max(range_of(dikes, f"year:{year}")[1] for year in range(dikes.case.horizon))
    assert "range:year:3" not in found


# --- which plot, and what it needs


def test_plot_picks_the_plot_of_a_result(arnhem: Confidence, whatif: Contrasts) -> None:
    _, (left, right) = plt.subplots(1, 2)
    assert plot(arnhem, left) is left
    assert plot(whatif, right, lang="nl") is right
    assert "curve" in marked(left)
    assert "density:recidivism_40" in marked(right)
    assert mkba.plot is plot


@pytest.mark.parametrize("lang", LANGUAGES)
def test_plot_says_what_can_be_plotted(lang: str) -> None:
    with pytest.raises(InputError) as caught:
        plot({"a": 1})
    message = caught.value.message(lang)
    assert all(word in message for word in ("dict", "Confidence", "Contrasts"))


@pytest.mark.parametrize("draw", CASE_PLOTS)
def test_plots_of_a_case_need_a_case_and_its_outcomes(draw: Any, arnhem: Confidence) -> None:
    with pytest.raises(InputError) as caught:
        draw(plain())
    assert caught.value.code == "plot_needs_case"
    few = {name: found for name, found in arnhem.outcomes.items() if ":" not in name}
    with pytest.raises(InputError) as caught:
        draw(replace(arnhem, outcomes=few))
    assert caught.value.code == "plot_needs_outcomes"
    assert not plt.get_fignums()  # nothing half-drawn is left behind


# --- language and looks


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_label_is_there(arnhem: Confidence, whatif: Contrasts, lang: str) -> None:
    assert arnhem.case is not None
    drawn = {**figures(arnhem, lang), **figures(whatif, lang)}
    assert list(drawn) == ["exceedance", "waterfall", "cash_flow", "actors", "contrasts"]
    said = {name: " ".join(_texts(figure)) for name, figure in drawn.items()}
    for actor in arnhem.case.actors.values():
        assert actor.label[lang] in said["actors"]
    for line in leaf_lines(arnhem.case):
        zero = arnhem.outcomes[f"line:{line.name}"].quantiles[0.95].value == 0.0
        assert (line.label[lang] in said["waterfall"]) != zero
    for one in whatif.contrasts.values():
        assert one.label[lang] in said["contrasts"]
    assert arnhem.labels["net_benefit"][lang] in said["exceedance"]


def _visible(figure: Any) -> list[Any]:
    from matplotlib.text import Text as Drawn

    figure.canvas.draw()
    (ax,) = figure.axes
    ticks = [tick.label1 for axis in (ax.xaxis, ax.yaxis) for tick in axis.get_major_ticks()]
    inside = []
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        inside += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    found = [text for text in figure.findobj(Drawn) if text.get_text() and text.get_visible()]
    return [text for text in found if text not in ticks or text in inside]


def _texts(figure: Any) -> list[str]:
    return [" ".join(text.get_text().split()) for text in _visible(figure)]


def test_a_dollar_is_a_dollar(arnhem: Confidence) -> None:
    assert arnhem.case is not None
    actors = dict(arnhem.case.actors)
    actors["state"] = replace(actors["state"], label=Text(r"Rijk $\frac{$", r"State $\frac{$"))
    ax = plot_actors(replace(arnhem, case=arnhem.case.replace(actors=actors)))
    ax.figure.canvas.draw()
    assert r"State $\frac{$" in [label.get_text() for label in ax.get_yticklabels()]


@pytest.mark.parametrize(
    ("ticks", "dutch", "english"),
    [
        ([-1e6, 0, 1e6], ["−€ 1 mln", "€ 0", "€ 1 mln"], ["−€1M", "€0", "€1M"]),
        ([0, 5e5, 1e6], ["€ 0", "€ 0,5 mln", "€ 1,0 mln"], ["€0", "€0.5M", "€1.0M"]),
        ([0, 5e4, 1e5], ["€ 0", "€ 50 duizend", "€ 100 duizend"], ["€0", "€50k", "€100k"]),
        ([0, 2e4, 4e4], ["€ 0", "€ 20 duizend", "€ 40 duizend"], ["€0", "€20k", "€40k"]),
        ([0, 50, 100], ["€ 0", "€ 50", "€ 100"], ["€0", "€50", "€100"]),
        ([2e9, 4e9], ["€ 2 mld", "€ 4 mld"], ["€2bn", "€4bn"]),
    ],
)
def test_ticks_in_euros(ticks: list[float], dutch: list[str], english: list[str]) -> None:
    assert [tick_text(tick, ticks, "nl", MONEY) for tick in ticks] == dutch
    assert [tick_text(tick, ticks, "en", MONEY) for tick in ticks] == english


@pytest.mark.parametrize("kind", [MONEY, "number", "ratio"])
@pytest.mark.parametrize("middle", [0.0, 3.0, 1.2e6, 7e9])
@pytest.mark.parametrize("step", [0.02, 0.5, 100.0, 2e3, 5e4, 1e6])
def test_ticks_tell_neighbours_apart(middle: float, step: float, kind: Any) -> None:
    if step < 1 and middle > (100 if kind == MONEY else 1e9):
        pytest.skip("no axis of larger amounts shows cents, nor of thousands of millions a hundredth")
    ticks = [middle + step * count for count in range(-2, 4)]
    assert len({tick_text(tick, ticks, "nl", kind) for tick in ticks}) == len(ticks)


def test_labels_break_between_words() -> None:
    assert wrap("") == ""
    assert wrap("Rijk") == "Rijk"
    assert wrap("Een kwart minder voorkomen escalaties") == "Een kwart minder\nvoorkomen escalaties"
    long = "Arbeidsongeschiktheidsverzekeringsmaatschappij"
    assert wrap(f"De {long}").splitlines() == ["De", long]


# --- files and settings


def test_importing_the_plots_does_not_import_matplotlib() -> None:
    code = "import sys, mkba_uncertainty.plotting; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_settings_of_matplotlib_stay_as_they_were(arnhem: Confidence, whatif: Contrasts, tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    for draw in (plot, *CASE_PLOTS):
        draw(arnhem)
    save_figures(whatif, tmp_path, "nl")
    assert dict(mpl.rcParams) == before


@pytest.fixture(scope="module")
def saved(arnhem: Confidence, whatif: Contrasts, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("saved")
    return [path for result in (arnhem, whatif) for path in save_figures(result, folder, "nl")]


def test_files_are_the_same_twice_whatever_the_settings(
    saved: list[Path], arnhem: Confidence, whatif: Contrasts, tmp_path: Path
) -> None:
    names = ("exceedance", "waterfall", "cash_flow", "actors", "contrasts")
    assert [path.name for path in saved] == [f"{name}.{kind}" for name in names for kind in ("svg", "png")]
    with mpl.rc_context({"font.size": 20.0, "figure.facecolor": "black", "savefig.dpi": 50, "axes.grid": True}):
        again = [path for result in (arnhem, whatif) for path in save_figures(result, tmp_path, "nl")]
    for one, other in zip(saved, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert not plt.get_fignums()


def test_svg_holds_text_and_no_date(saved: list[Path], arnhem: Confidence) -> None:
    (actors,) = (path.read_text("utf-8") for path in saved if path.name == "actors.svg")
    assert arnhem.case is not None
    assert arnhem.case.actors["health_insurer"].label.nl in actors
    assert "<dc:date>" not in actors


def test_png_is_16_cm_wide_with_300_dots_an_inch(saved: list[Path]) -> None:
    (exceedance,) = (path for path in saved if path.name == "exceedance.png")
    assert plt.imread(exceedance).shape[1] == int(16 / 2.54 * 300)


def test_figures_say_where_they_come_from(arnhem: Confidence) -> None:
    assert arnhem.case is not None
    model = mkba.build_model(arnhem.case, scenarios=["recidivism_40"], dependence="strong")
    here = replace(mkba.confidence(model, draws=64, replicates=4).provenance, seed=None)
    (source,) = [
        text for text in _texts(figures(replace(arnhem, provenance=here), "en")["actors"]) if "mkba_uncertainty" in text
    ]
    assert source.startswith(arnhem.case.title.en)
    assert "4 × 64 draws ·" in source
    assert arnhem.case.scenarios["recidivism_40"].label.en in source
    assert arnhem.case.dependence["strong"].label.en in source
    assert any("seed 1" in text for text in _texts(figures(arnhem, "en")["actors"]))


def test_a_result_without_lines_or_without_plots_has_fewer_figures(tmp_path: Path) -> None:
    assert list(figures(plain())) == ["exceedance"]
    assert figures("no result") == {}
    assert save_figures("no result", tmp_path / "absent") == []
    assert not (tmp_path / "absent").exists()
