"""Shapley effects, dependence and variants of the model as people and programs meet them: plots, tables, commands."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from cases import changed, read
from command_line import FEW, answer, assert_refused, mkba as command
from drawings import marked
from rich.cells import cell_len
from rich.console import Console

import mkba_uncertainty as mkba
from mkba_uncertainty.case import Dependence
from mkba_uncertainty.errors import ModelError
from mkba_uncertainty.plotting import figures, plot, plot_dependence, plot_shapley, plot_structure
from mkba_uncertainty.report.screen import view
from mkba_uncertainty.texts import LANGUAGES, Text

mpl.use("Agg")
from matplotlib import pyplot as plt

BOTH = pytest.mark.parametrize("lang", LANGUAGES)


@pytest.fixture(scope="module")
def arnhem() -> mkba.Case:
    return mkba.load_case("arnhem-ozo")


@pytest.fixture(scope="module")
def effects(arnhem: mkba.Case) -> Any:
    return mkba.shapley(mkba.build_model(arnhem, dependence="strong"), draws=64)


@pytest.fixture(scope="module")
def views(arnhem: mkba.Case) -> Any:
    return mkba.dependence(arnhem, draws=64)


@pytest.fixture(scope="module")
def variants(arnhem: mkba.Case) -> Any:
    return mkba.structure(arnhem, draws=64)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    plt.close("all")


def ends(line: Any) -> list[float]:
    return [float(x) for x in line.get_xdata()]


def shown(screen: Any, width: int = 80) -> str:
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(screen)
    return console.export_text()


# --- plots


@BOTH
def test_shapley_bars(effects: Any, lang: str) -> None:
    ax = plot_shapley(effects, lang=lang)
    found = marked(ax)
    names = [gid.partition(":")[2] for gid in found if gid.startswith("effect:")]
    assert names == [*list(effects.effects)[:14], "others"]
    for name in names[:-1]:
        effect = effects.effects[name]
        assert found[f"effect:{name}"].get_width() == effect.value
        assert ends(found[f"interval:{name}"]) == [effect.low, effect.high]
        assert bool(found[f"effect:{name}"].get_hatch()) == (name in effects.dependent)
    widths = [found[f"effect:{name}"].get_width() for name in names]
    assert sum(widths) == pytest.approx(1)
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert labels[0] == effects.factor_labels["recidivism"][lang]


def test_shapley_bars_without_dependence_say_so(arnhem: mkba.Case) -> None:
    result = mkba.shapley(mkba.build_model(arnhem), draws=64, groups="role")
    ax = plot(result)
    assert len(ax.get_legend().get_texts()) == 1
    assert "effect:others" not in marked(ax)
    assert not any(bar.get_hatch() for bar in ax.patches)


@BOTH
@pytest.mark.parametrize("draw", [plot_dependence, plot_structure])
def test_rows_of_ranges(draw: Any, views: Any, variants: Any, lang: str) -> None:
    result = views if draw is plot_dependence else variants
    ax = draw(result, lang=lang)
    found = marked(ax)
    shown = result.variants if draw is plot_dependence else result.differing
    for name, variant in shown.items():
        quantiles = {level: value.value for level, value in variant.quantiles.items()}
        assert ends(found[f"range:{name}"]) == [quantiles[0.05], quantiles[0.95]]
        assert ends(found[f"median:{name}"]) == [quantiles[0.5]] * 2
        box = found[f"half:{name}"]
        assert [box.get_x(), box.get_x() + box.get_width()] == pytest.approx([quantiles[0.25], quantiles[0.75]])
        if draw is plot_structure:
            assert ends(found[f"point:{name}"]) == [variant.point]
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    for label, variant in zip(labels, shown.values(), strict=True):
        assert label.startswith(variant.label[lang])


@BOTH
def test_a_variant_without_a_difference_stands_in_a_note_alone(variants: Any, lang: str) -> None:
    label = variants.variants["new_found_trajectories"].label[lang]
    assert not any(label in text for table in variants.shown() for row in table.texts(lang) for text in row)
    (note,) = variants.notes()
    assert note[lang].endswith(f": {label}.")
    assert "new_found_trajectories" in set(variants.to_frame()["variant"])


def test_a_ratio_that_is_no_number_on_some_draws_has_no_quantiles(arnhem: mkba.Case) -> None:
    sunk = replace(arnhem.estimates["personnel_cost"], distribution=mkba.Normal(-1e7, 5e6))
    case = arnhem.replace(estimates={**arnhem.estimates, "personnel_cost": sunk})
    with pytest.raises(ModelError) as caught:
        mkba.dependence(case, outcome="bcr", draws=64)
    assert "bcr has no quantiles" in str(caught.value)
    with pytest.raises(ModelError) as caught:
        mkba.contrast(mkba.build_model(case), scenarios=["recidivism_40"], outcome="bcr", draws=64)
    assert "bcr has no quantiles" in str(caught.value)


def test_every_result_has_its_figure(effects: Any, views: Any, variants: Any) -> None:
    for result, name in ((effects, "shapley"), (views, "dependence"), (variants, "structure")):
        assert list(figures(result)) == [name]
        assert plot(result).get_title(loc="left")


def test_nothing_overlaps(effects: Any, views: Any, variants: Any) -> None:
    """Labels of rows keep clear of each other, and of what stands in the column on the right."""
    for result in (effects, views, variants):
        for lang in LANGUAGES:
            (figure,) = figures(result, lang).values()
            figure.canvas.draw()
            boxes = [label.get_window_extent() for label in figure.axes[0].get_yticklabels()]
            for above, below in pairwise(boxes):
                assert above.y0 >= below.y1


# --- tables


@BOTH
def test_tables_fit_a_screen(effects: Any, views: Any, variants: Any, arnhem: mkba.Case, lang: str) -> None:
    indices = mkba.dependent_indices(mkba.build_model(arnhem, dependence="strong"), draws=64)
    for seen in (
        view(effects, lang),
        view(replace(effects, indices=indices), lang),
        view(indices, lang),
        view(views, lang),
        view(variants, lang),
    ):
        narrow, wide = (shown(seen, width) for width in (80, 300))
        assert max(cell_len(line) for line in narrow.splitlines()) <= 80
        for word in wide.split():
            if any(character.isdigit() for character in word):
                assert word in narrow, word


def test_table_of_shapley_effects(effects: Any) -> None:
    text = " ".join(shown(view(effects, "en"), 120).split())
    assert "Relapse *" in text
    assert "31 others" in text
    assert "Strong dependence" in text
    leader = effects.effects["recidivism"]
    assert f"{100 * leader.value:.0f}%" in text or f"{100 * leader.value:.1f}%" in text


def test_indices_that_are_asked_stand_beside_the_effects() -> None:
    model = mkba.Model({"a": mkba.Normal(0, 4), "b": mkba.Normal(0, 3)}, lambda x: {"y": x["a"] + x["b"]}, ["y"])
    options = {"outcome": "y", "draws": 64, "replicates": 4}
    indices = mkba.dependent_indices(model, **options)
    found = replace(mkba.shapley(model, **options), indices=indices)
    beside = found.to_frame().set_index("estimate")
    for name, index in indices.indices.items():
        assert beside.loc[name, "full_first_order"] == index.full_first_order.value
        assert beside.loc[name, "independent_total_order_high"] == index.independent_total_order.high
    assert found.to_dict()["indices"] == indices.to_dict()["indices"]
    assert "indices" not in mkba.shapley(model, **options).to_dict()


def test_table_of_dependence_states_what_is_attained(arnhem: mkba.Case) -> None:
    jobs = replace(arnhem.estimates["jobs"], distribution=mkba.Discrete((4.0, 8.0), (0.5, 0.5)))
    work = Dependence("work", Text("Werk", "Work"), {("jobs", "recidivism"): -0.6})
    case = arnhem.replace(estimates={**arnhem.estimates, "jobs": jobs}, dependence={"work": work})
    text = " ".join(shown(view(mkba.dependence(case, draws=64), "en")).split())
    assert "−0.60 was asked for between Jobs found or kept and Relapse; the draws attain −0.50" in text


@pytest.mark.parametrize(
    ("factor", "spread"),
    [(1e-3, r"−€\d+ to €\d+ "), (1.0, r"−€\d+k to €\d+k "), (1e3, r"−€\d+M to €\d+M ")],
)
def test_table_of_variants_chooses_its_unit(tmp_path: Path, factor: float, spread: str) -> None:
    amounts = {
        "value = 100000": f"value = {100_000 * factor}",
        "mu = 1000, sigma = 100 ": f"mu = {1000 * factor}, sigma = {100 * factor} ",
    }
    result = mkba.structure(read(changed(amounts), tmp_path), draws=64, weights={"base": 3, "all_stay": 1})
    found = shown(view(result, "en"))
    assert re.search(spread, found)
    assert "75%" in found
    assert "at the weights given" in " ".join(found.split())
    assert "note" not in found


@BOTH
def test_screens_say_under_which_choices_a_result_holds(arnhem: mkba.Case, lang: str) -> None:
    few: dict[str, Any] = {"draws": 64, "replicates": 2}
    strong = mkba.build_model(arnhem, dependence="strong")
    what_if = " ".join(shown(view(mkba.contrast(strong, scenarios=["recidivism_40"], **few), lang)).split())
    assert arnhem.dependence["strong"].label[lang] in what_if
    under = " ".join(shown(view(mkba.dependence(arnhem, scenarios=["new_found_30"], **few), lang)).split())
    assert arnhem.scenarios["new_found_30"].label[lang] in under
    assert "new_found_30" not in under


# --- commands


def test_command_shapley() -> None:
    found = answer("shapley", "arnhem-ozo", "--dependence", "strong", *FEW)
    assert found["outcome"] == "net_benefit"
    assert found["dependence"] == "strong"
    assert len(found["effects"]) == 51
    assert sum(effect["value"] for effect in found["effects"].values()) == pytest.approx(1, abs=1e-12)
    assert next(iter(found["effects"])) == "recidivism"


def test_command_shapley_with_options() -> None:
    found = answer("shapley", "arnhem-ozo", "--outcome", "financial_net", "--group", "role", *FEW)
    assert found["outcome"] == "financial_net"
    assert set(found["effects"]) == {"expert", "observed", "unit_value"}
    found = answer("shapley", "arnhem-ozo", "--indices", "--dependence", "expected", *FEW)
    assert set(found["indices"]["recidivism"]) == {"full_first_order", "independent_total_order"}
    found = answer("shapley", "arnhem-ozo", "--until", "effect:0.2", *FEW)
    assert found["stopping"]["met"]


@pytest.mark.usefixtures("unrendered")
def test_command_structure(tmp_path: Path) -> None:
    found = answer("structure", "arnhem-ozo", "--scenario", "new_found_30", *FEW)
    assert next(iter(found["variants"])) == "base"
    assert found["variants"]["new_found_trajectories"]["differs"]
    assert 0 < found["between_share"]["value"] < 1
    weights = [f"--weight={name}={number}" for number, name in enumerate(found["variants"], 1)]
    found = answer("structure", "arnhem-ozo", *weights, *FEW)
    assert [round(15 * variant["weight"]) for variant in found["variants"].values()] == [1, 2, 3, 4, 5]
    done = command("structure", "arnhem-ozo", "--out", str(tmp_path / "out"), *FEW)
    assert done.returncode == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == {
        "structure.csv",
        "structure.png",
        "structure.svg",
        "manifest.json",
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("shapley", "arnhem-ozo", "--outcome", "nett_benefit"), "Did you mean net_benefit?"),
        (("shapley", "arnhem-ozo", "--group", "rol"), "Did you mean role?"),
        (("shapley", "arnhem-ozo", "--group", "role", "--indices"), "single estimates only"),
        (("shapley", "arnhem-ozo", "--dependence", "strongg"), "Did you mean strong?"),
        (("structure", "arnhem-ozo", "--weight", "base"), "Expected: VARIANT=NUMBER"),
        (("structure", "arnhem-ozo", "--weight", "base=much"), "'base=much' is not a weight"),
        (("structure", "arnhem-ozo", "--weight", "basis=1"), "there is no variant basis"),
        (("structure", "arnhem-ozo", "--weight", "base=1"), "weights are missing for: new_found_trajectories"),
        (("structure", "arnhem-ozo", "--weight", "base=nan"), "the weight is nan"),
    ],
)
def test_bad_input_is_exit_2_with_a_message(arguments: tuple[str, ...], words: str) -> None:
    assert_refused([*arguments, *FEW], [words])


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_figures_say_the_labels_of_scenario_and_dependence(lang: str) -> None:
    case = mkba.load_case("arnhem-ozo")
    model = mkba.build_model(case, scenarios=["new_found_30"], dependence="strong")
    drawn = figures(mkba.tornado(model), lang)["tornado"]
    source = drawn.get_supxlabel()
    assert case.scenarios["new_found_30"].label[lang] in source
    assert case.dependence["strong"].label[lang] in source
    assert "new_found_30" not in source
