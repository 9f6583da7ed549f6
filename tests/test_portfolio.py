"""One programme in many places, against what follows by hand for normal errors; and what is wrong with its file."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from cases import MINIMAL, changed, housing, read
from command_line import FEW, answer, assert_refused, is_number_with_error, mkba as command
from country import write_country
from drawings import marked
from intervals import assert_near
from known_models import loss, peak_memory
from scipy.stats import norm
from test_comparison import make

import mkba_uncertainty as mkba
from mkba_uncertainty import Portfolio, Programme
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.model import CHUNK
from mkba_uncertainty.plotting import plot_portfolio, plot_sites

mpl.use("Agg")

SHARED, OWN, BETWEEN = 2.0, 3.0, 1.5
RHO, SITES = 0.4, 7
NORMAL = 'family = "normal", mu = {}, sigma = {}'


@pytest.fixture(scope="module")
def normal(tmp_path_factory: pytest.TempPathFactory) -> mkba.Case:
    """A case that costs 1 and yields a sum of normals, 0.5 in expectation."""
    folder = tmp_path_factory.mktemp("normal")
    effects = {"effect": (5, SHARED), "own": (-4.5, OWN), "between": (0, BETWEEN)}
    return make(folder, "one", "effect + own + between", **{name: NORMAL.format(*at) for name, at in effects.items()})


def programme(case: mkba.Case, count: int = SITES, **more: Any) -> Programme:
    return Programme(case, {f"site{number}": {} for number in range(count)}, **more)


@pytest.fixture(scope="module")
def found(normal: mkba.Case) -> Portfolio:
    return mkba.portfolio(programme(normal, local=["own"], exchangeable={"between": RHO}), draws=4096)


MEAN = -0.5
ONE = math.sqrt(SHARED**2 + OWN**2 + BETWEEN**2)
COMMON = math.sqrt(SHARED**2 + RHO * BETWEEN**2)
SUM = math.sqrt(SITES**2 * COMMON**2 + SITES * (OWN**2 + (1 - RHO) * BETWEEN**2))
"""Standard deviations: of one site, of what sites have in common, and of the sum."""


def test_the_sum_of_normal_sites(found: Portfolio) -> None:
    """``n (shared + sqrt(rho) between) + sum of n local errors``."""
    assert found.total.mean is not None
    assert found.total.sd is not None
    assert_near(found.total.mean, SITES * MEAN)
    assert_near(found.total.sd, SUM)
    assert_near(found.probability, float(norm.cdf(SITES * MEAN / SUM)))
    for level, quantile in found.total.quantiles.items():
        assert_near(quantile, float(norm.ppf(level, SITES * MEAN, SUM)))
    assert found.total.sd.value == pytest.approx(SUM, rel=0.01)
    assert found.total.point == pytest.approx(SITES * (3 - 1))  # the point values are 1 each


def test_independent_sums_understate_the_spread(found: Portfolio) -> None:
    apart = math.sqrt(SITES) * ONE
    assert found.independent.sd is not None
    assert_near(found.independent.sd, apart)
    assert found.independent.sd.value == pytest.approx(apart, rel=0.02)
    assert_near(found.probability_independent, float(norm.cdf(SITES * MEAN / apart)))
    assert_near(found.wider, SUM / apart)
    assert found.independent.mean is not None
    assert_near(found.independent.mean, SITES * MEAN)


def test_each_site_is_as_the_case_by_itself(found: Portfolio) -> None:
    for site in found.sites.values():
        assert site.found.mean is not None
        assert site.found.sd is not None
        assert_near(site.found.mean, MEAN)
        assert_near(site.found.sd, ONE)
        assert_near(site.probability, float(norm.cdf(MEAN / ONE)))
    assert found.paying.mean is not None
    assert_near(found.paying.mean, SITES * float(norm.cdf(MEAN / ONE)))


def test_what_it_is_worth_to_know(found: Portfolio) -> None:
    """Unit normal losses: of the sum, and of sites that choose by themselves."""
    known = found.knowledge
    assert_near(known.everything.everywhere, loss(SITES * MEAN, SUM))
    assert_near(known.everything.each_site, SITES * loss(MEAN, ONE))
    assert_near(known.common.everywhere, loss(SITES * MEAN, SITES * COMMON))
    assert_near(known.common.each_site, SITES * loss(MEAN, COMMON))
    assert known.common.everywhere.value == pytest.approx(loss(SITES * MEAN, SITES * COMMON), rel=0.02)
    parts = {"effect": SHARED, "between": math.sqrt(RHO) * BETWEEN}
    assert list(known.estimates) == list(parts)
    for name, sd in parts.items():
        assert_near(known.estimates[name].everywhere, loss(SITES * MEAN, SITES * sd))
        assert_near(known.estimates[name].each_site, SITES * loss(MEAN, sd))
        assert known.estimates[name].everywhere.width < 0.1 * known.estimates[name].everywhere.value


@pytest.mark.parametrize("amount", ["a * b / price", "3 * max(a, 0 * a)", "exp(a / price) * price - 2 * price"])
def test_where_all_is_shared_one_site_is_as_the_case(amount: str, tmp_path: Path) -> None:
    """Products, kinks and tails too: all that is common is everything, and one estimate is worth what `voi` says."""
    case = make(tmp_path, "one", amount, a=NORMAL.format(0, 1), b=NORMAL.format(0, 1))
    known = mkba.portfolio(programme(case, 1), draws=1024).knowledge
    assert known.common == known.everything
    alone = mkba.value_of_information(mkba.build_model(case), draws=1024)
    assert known.everything.everywhere.value == pytest.approx(alone.evpi.value, rel=1e-9)
    for name in known.estimates:
        there, here = alone.evppi[name].value, known.estimates[name].everywhere
        assert here.value == pytest.approx(there.value, abs=(here.width + there.width) / 2 + 1e-12)
        assert here.width <= 2 * there.width + 0.25 * there.value


def test_what_is_common_counts_where_it_multiplies(tmp_path: Path) -> None:
    """``a b c`` with a local ``c`` of mean 1: ``E max(0, a b - 1)`` a site, 0.0871 by integration over ``b``."""
    normals = {"a": NORMAL.format(0, 1), "b": NORMAL.format(0, 1), "c": NORMAL.format(1, 1)}
    case = make(tmp_path, "one", "a * b / price * c / price", **normals)
    b = (np.arange(100_000) + 0.5) / 100_000 * 9
    truth = 2 * float((norm.pdf(b) * b * (norm.pdf(1 / b) - norm.sf(1 / b) / b)).sum()) * 9 / 100_000
    common = mkba.portfolio(programme(case, 3, local=["c"]), draws=512).knowledge.common
    assert_near(common.everywhere, 3 * truth)
    assert_near(common.each_site, 3 * truth)
    assert common.everywhere.value == pytest.approx(3 * truth, rel=0.1)


def test_where_no_draw_is_below_zero_knowing_may_still_be_worth_something(tmp_path: Path) -> None:
    case = make(tmp_path, "sure", "a", a=NORMAL.format(7, 1))
    everything = mkba.portfolio(programme(case, 2), draws=64).knowledge.everything
    assert everything.everywhere.value == 0.0
    assert everything.everywhere.high > 2 * loss(-6, 1)
    assert everything.each_site.high > 2 * loss(-6, 1)


@pytest.mark.parametrize(("values", "chances"), [((-2.0, 4.0), (0.75, 0.25)), ((0.5, 1.0, 1.75), (0.25, 0.5, 0.25))])
def test_an_estimate_of_few_values_is_known_by_these(
    values: tuple[float, ...], chances: tuple[float, ...], tmp_path: Path
) -> None:
    """The effect of one site, less its cost of 1, times the number of sites, at each value by itself."""
    given = f'family = "discrete", values = {list(values)}, probabilities = {list(chances)}'
    case = make(tmp_path, "few", "effect + 0 * other", effect=given, other=NORMAL.format(0, 1))
    left = np.array(values) - 1
    truth = float(np.dot(np.maximum(left, 0.0), chances) - max(np.dot(left, chances), 0.0))
    known = mkba.portfolio(programme(case, 3), draws=64).knowledge
    assert known.estimates["effect"].everywhere.value == pytest.approx(3 * truth, rel=1e-12)
    assert known.estimates["effect"].each_site.value == pytest.approx(3 * truth, rel=1e-12)


def test_sites_that_know_all_leave_nothing_to_spread(normal: mkba.Case) -> None:
    known = {"effect": 2.0, "own": 1.0, "between": 0.5}
    result = mkba.portfolio(Programme(normal, {"a": known, "b": known}), draws=64)
    assert (result.wider.low, result.wider.value, result.wider.high) == (1.0, 1.0, 1.0)
    assert result.spread == "alike"
    assert (result.total.mean and result.total.mean.value, result.total.point) == (5.0, 5.0)


def test_a_share_of_one_is_shared_and_of_zero_local(normal: mkba.Case) -> None:
    """To the last bit: they are the same thing."""
    few: dict[str, Any] = {"draws": 64, "replicates": 4}
    named = mkba.portfolio(programme(normal, 3, shared=["between"], local=["own"]), **few)
    by_share = mkba.portfolio(programme(normal, 3, exchangeable={"between": 1.0, "own": 0.0}), **few)
    assert named.facts() == by_share.facts()
    others = mkba.portfolio(programme(normal, 3, shared=["between", "effect"], others="local"), **few)
    assert named.facts() == others.facts()


def test_where_all_is_local_nothing_can_be_known_for_all(normal: mkba.Case) -> None:
    all_local = mkba.portfolio(programme(normal, 4, others="local"), draws=1024)
    assert_near(all_local.wider, 1.0)
    assert all_local.knowledge.common.everywhere.value == 0.0
    assert all_local.knowledge.estimates == {}


def test_where_all_is_shared_sites_are_multiples_of_one(normal: mkba.Case) -> None:
    """Then knowing what is common is knowing everything, and the sum is as sure as one site."""
    shared = mkba.portfolio(programme(normal, 4), draws=1024)
    assert shared.probability == shared.sites["site0"].probability
    alone = mkba.confidence(mkba.build_model(normal), draws=1024)
    assert shared.sites["site3"].found == alone.outcomes["net_benefit"]
    known = shared.knowledge
    assert known.common.everywhere.value == pytest.approx(known.everything.everywhere.value, rel=0.02)
    assert known.common.each_site.value == pytest.approx(known.common.everywhere.value, rel=1e-9)


def test_whether_the_sum_spreads_wider_is_said_as_it_is(normal: mkba.Case, tmp_path: Path) -> None:
    """Two sites that are opposites of each other have a sum that is certain."""
    few: dict[str, Any] = {"draws": 256}
    wider = mkba.portfolio(programme(normal, 2), **few)
    alike = mkba.portfolio(programme(normal, 2, others="local"), **few)
    case = make(tmp_path, "two", "effect * side / price", effect=NORMAL.format(0, 1), side=NORMAL.format(0, 1))
    narrower = mkba.portfolio(Programme(case, {"up": {"side": 1.0}, "down": {"side": -0.9}}), **few)
    for result, words in (wider, "understates"), (alike, "no measurable difference"), (narrower, "overstates"):
        assert words in result.lead()[-1].en
    assert_near(narrower.wider, 0.1 / math.hypot(1, 0.9))


def test_a_large_replicate_comes_in_blocks(normal: mkba.Case) -> None:
    many: dict[str, Any] = {"draws": 32_768, "replicates": 2}
    shared = mkba.portfolio(programme(normal, 2), **many)
    alone = mkba.confidence(mkba.build_model(normal), **many)
    assert shared.sites["site1"].found == alone.outcomes["net_benefit"]
    apart = mkba.portfolio(programme(normal, 2, others="local"), **many)
    assert apart.total.sd is not None
    assert_near(apart.total.sd, math.sqrt(2) * ONE, replicates=2)
    assert apart.total.sd.value == pytest.approx(math.sqrt(2) * ONE, rel=0.02)


def test_an_executor_gives_the_same_to_the_last_bit(normal: mkba.Case, tmp_path: Path) -> None:
    options: dict[str, Any] = {"draws": 64, "replicates": 4}
    asked = programme(normal, 3, local=["own"], exchangeable={"between": RHO})
    here = mkba.portfolio(asked, **options).facts()
    assert mkba.portfolio(asked, **options, executor=mkba.Resuming(tmp_path)).facts() == here
    again = mkba.Resuming(tmp_path)
    assert mkba.portfolio(asked, **options, executor=again).facts() == here
    assert again.taken == 3  # outcomes, all that is common, and each estimate


def test_a_site_does_not_hang_on_the_others(normal: mkba.Case) -> None:
    sites: dict[str, Mapping[str, float]] = {"a": {"own": 3.0}, "b": {}, "c": {"effect": 4.0, "price": 2.0}}
    options: dict[str, Any] = {"exchangeable": {"between": RHO}, "local": ["own"]}
    few: dict[str, Any] = {"draws": 64, "replicates": 4}
    whole = mkba.portfolio(Programme(normal, sites, **options), **few).facts()["sites"]
    turned = mkba.portfolio(Programme(normal, dict(reversed(sites.items())), **options), **few).facts()["sites"]
    alone = mkba.portfolio(Programme(normal, {"c": sites["c"]}, **options), **few).facts()["sites"]
    assert turned == whole
    assert alone["c"] == whole["c"]


def test_what_a_site_knows_is_known(normal: mkba.Case) -> None:
    """With everything set a site has one outcome: 4 + 3 + 1 - 2."""
    known = {"effect": 4.0, "own": 3.0, "between": 1.0, "price": 2.0}
    result = mkba.portfolio(Programme(normal, {"known": known, "not": {}}, local=["own"]), draws=64)
    site = result.sites["known"].found
    assert site.point == 6.0
    assert site.mean is not None
    assert site.sd is not None
    assert site.mean.value == pytest.approx(6.0)
    assert site.sd.value == 0.0


def test_estimates_that_hang_together(tmp_path: Path) -> None:
    """They are known together, and must have the same in common."""
    case = read(MINIMAL, tmp_path)
    with pytest.raises(mkba.InputError, match="correlated"):
        mkba.portfolio(programme(case, 2, local=["relapse"]), dependence="expected", draws=64)
    names = ["relapse", "households_helped", "shelter_cost"]
    result = mkba.portfolio(
        programme(case, 2, exchangeable=dict.fromkeys(names, 0.5)), dependence="expected", draws=1024
    )
    assert list(result.knowledge.estimates) == ["relapse, households_helped, shelter_cost"]
    alone = mkba.confidence(mkba.build_model(case, dependence="expected"), draws=1024).outcomes["net_benefit"]
    assert alone.sd is not None
    site = result.sites["site1"].found
    assert site.sd is not None
    assert_near(site.sd, alone.sd.value)


def test_shares_that_sum_to_one_are_one_thing(tmp_path: Path) -> None:
    case = housing(tmp_path)
    name = next(iter(case.shares))
    result = mkba.portfolio(programme(case, 2, local=[name]), draws=64)
    assert name not in result.knowledge.estimates
    member = next(iter(case.shares[name].members))
    pinned = mkba.portfolio(Programme(case, {"a": {member: 0.25}, "b": {}}), draws=64)
    model = mkba.build_model(case).pinned({member: 0.25})
    assert pinned.sites["a"].found.point == pytest.approx(model.at_point("net_benefit"))


def test_a_country(tmp_path: Path) -> None:
    """The sum over municipalities is that of their means, and far less sure than if they were independent."""
    result = mkba.portfolio(write_country(tmp_path, 38), draws=16, replicates=2)
    assert len(result.sites) == 38
    assert result.total.mean is not None
    means = [site.found.mean.value for site in result.sites.values() if site.found.mean]
    assert math.fsum(means) == pytest.approx(result.total.mean.value, rel=1e-12)
    assert result.wider.value > 2
    assert result.programme.sites["gm0001"].called.nl == "Municipality 1"


def test_memory_hangs_on_neither_draws_nor_sites_times_draws(normal: mkba.Case) -> None:
    def peak(replicates: int) -> int:
        options: dict[str, Any] = {"draws": 1024, "replicates": replicates}
        return peak_memory(lambda: mkba.portfolio(programme(normal, 2, local=["own"]), **options))

    assert peak(96) < 1.1 * peak(64)


def test_a_stream_of_points_holds_no_block() -> None:
    """As many streams are under way as there are sites."""
    design, dimensions = Design(2 * CHUNK, 2), 40
    streams = []

    def first_of_each() -> None:
        for _ in range(8):
            streams.append(design.blocks(range(1), dimensions))
            next(streams[-1])

    one = peak_memory(lambda: next(design.blocks(range(1), dimensions)))
    assert peak_memory(first_of_each) < 1.5 * one


# --- the file, and the command


FILE = """\
[portfolio]
title = "A test"
case = "aftercare.toml"
shared = ["shelter_cost"]
local = ["households_helped"]

[portfolio.exchangeable]
relapse = 0.4

[sites.north]
label = { nl = "Noord", en = "North" }
set = { households_helped = 90 }

[sites.south]
"""

TABLE = "site;label;households_helped;personnel\nwest;West;45,5;80000\neast;;;\n"


def file_of(folder: Path, text: str = FILE, table: str = TABLE) -> str:
    """Write a portfolio with its case and a table of sites."""
    (folder / "aftercare.toml").write_text(MINIMAL, "utf-8")
    (folder / "sites.csv").write_text(table, "utf-8")
    path = folder / "country.toml"
    path.write_text(text, "utf-8")
    return str(path)


WITH_TABLE = FILE.replace("shared =", 'sites = "sites.csv"\nshared =')


def test_the_command_answers(tmp_path: Path) -> None:
    path = file_of(tmp_path, WITH_TABLE)
    told = answer("portfolio", path, *FEW)
    assert list(told["sites"]) == ["north", "south", "west", "east"]
    assert is_number_with_error(told["probability_total_positive"])
    assert is_number_with_error(told["total"]["mean"])
    assert is_number_with_error(told["sites"]["west"]["probability_positive"])
    assert is_number_with_error(told["if_independent"]["sd"])
    assert is_number_with_error(told["if_independent"]["probability_total_positive"])
    assert is_number_with_error(told["worth_knowing"]["common"]["everywhere_or_nowhere"])
    assert {"case", "case_sha256", "version", "seed", "draws", "replicates", "portfolio_sha256"} <= set(told)
    read_back = mkba.load_programme(path)
    assert read_back.sites["west"].values == {"households_helped": 45.5, "personnel": 80000.0}
    assert read_back.sites["east"].values == {}
    assert told == json.loads(json.dumps(mkba.portfolio(read_back, draws=64, replicates=4).to_dict()))
    for lang, words in {"nl": ["alle samen", "Noord", "maal zo groot"], "en": ["all together", "North"]}.items():
        shown = " ".join(command("portfolio", path, *FEW, "--lang", lang).stdout.split())
        assert all(word in shown for word in words)


@pytest.mark.usefixtures("unrendered")
def test_the_folder_holds_its_tables(tmp_path: Path) -> None:
    path, out = file_of(tmp_path), tmp_path / "out"
    assert command("portfolio", path, *FEW, "--quiet", "--out", str(out)).returncode == 0
    names = {"portfolio.csv", "portfolio.svg", "portfolio.png", "sites.svg", "sites.png", "worth_knowing.csv"}
    assert {file.name for file in out.iterdir()} == {*names, "manifest.json"}
    table = pd.read_csv(out / "portfolio.csv")
    assert table["what"].tolist() == ["total", "independent", "site", "site"]
    assert json.loads((out / "manifest.json").read_text("utf-8"))["portfolio"] == "country"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_plots(found: Portfolio, lang: str) -> None:
    ax = plot_portfolio(found, lang=lang)
    artists = marked(ax)
    for name, outcome in {"total": found.total, "independent": found.independent}.items():
        assert artists[f"median:{name}"].get_xdata()[0] == outcome.quantiles[0.5].value
        assert artists[f"range:{name}"].get_xdata().tolist() == [outcome.quantiles[at].value for at in (0.05, 0.95)]
    ax = plot_sites(found, lang=lang)
    assert [label.get_text() for label in ax.get_yticklabels()] == [site.name for site in found.league]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_example_to_start_from(tmp_path: Path, lang: str) -> None:
    path = str(tmp_path / "country.toml")
    assert command("new", path, "--example", "portfolio", "--lang", lang).returncode == 0
    told = answer("portfolio", path, *FEW)
    assert list(told["sites"]) == ["arnhem", "sample-city", "sample-town"]


def test_the_file_of_the_documentation_is_sound(tmp_path: Path) -> None:
    text = (Path(__file__).parents[1] / "docs" / "portfolio.md").read_text("utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (table,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    read_back = mkba.load_programme(file_of(tmp_path, example, table))
    assert {name: dict(site.values) for name, site in read_back.sites.items()} == {
        "utrecht": {"households_helped": 120.0, "personnel": 180000.0},
        "gm0014": {"households_helped": 85.0, "personnel": 140000.0},
        "gm0034": {"personnel": 95000.0},
    }


MISTAKES: dict[str, tuple[dict[str, str], int, str, list[str]]] = {
    "unknown key of a site": ({"[sites.south]": "[sites.south]\nsett = { relapse = 0.2 }"}, 15, "sett", ["set"]),
    "unknown estimate": ({'"shelter_cost"': '"sheltercost"'}, 4, "portfolio.shared.0", ["shelter_cost"]),
    "in two lists": ({'["households_helped"]': '["relapse"]'}, 8, "relapse", ["local", "exchangeable"]),
    "twice in one list": ({'["shelter_cost"]': '["shelter_cost", "shelter_cost"]'}, 4, "shared.1", ["one list"]),
    "a lever": ({'"shelter_cost"': '"personnel"'}, 4, "portfolio.shared.0", ["choice", "set"]),
    "a norm": ({'"households_helped"]': '"discount_rate"]'}, 5, "portfolio.local.0", ["choice"]),
    "a site sets what is not": ({"{ households_helped": "{ households_heped"}, 12, "sites.north.set", ["helped"]),
    "no sites": ({FILE[FILE.index("[sites.north]") :]: ""}, 0, "sites", ["no places", "[sites.name]"]),
    "a share above one": ({"relapse = 0.4": "relapse = 1.4"}, 8, "exchangeable.relapse", ["1.4", "from 0", "to 1"]),
    "a share below zero": ({"relapse = 0.4": "relapse = -0.1"}, 8, "exchangeable.relapse", ["from 0"]),
    "not a share": ({"{ households_helped = 90": "{ relapse = 90"}, 12, "set.relapse", ["from 0 to 1"]),
    "not a number": ({"{ households_helped = 90": '{ relapse = "many"'}, 12, "set.relapse", ["number"]),
    "others": ({"local =": 'others = "none"\nlocal ='}, 5, "portfolio.others", ["shared", "local"]),
    "no such case": ({'"aftercare.toml"': '"aftercar.toml"'}, 3, "portfolio.case", ["aftercar.toml"]),
    "no case": ({'case = "aftercare.toml"\n': ""}, 1, "portfolio.case", ["missing"]),
    "no such table": ({"local =": 'sites = "site.csv"\nlocal ='}, 5, "portfolio.sites", ["site.csv"]),
    "a site twice": ({"[sites.south]": "[sites.north]"}, 14, "sites.north", ["line 10"]),
    "a table that is none": ({"[sites.south]": "[places.south]"}, 14, "places", ["sites"]),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_what_is_wrong_is_said_with_its_line(name: str, tmp_path: Path) -> None:
    changes, line, key, words = MISTAKES[name]
    path = file_of(tmp_path, changed(changes, FILE))
    place = [f"{path}, line {line}"] if line else [path]
    assert_refused(["portfolio", path, "--draws", "64"], [*place, key, *words])


TABLES: dict[str, tuple[str, list[str]]] = {
    "a site twice": (TABLE + "west;;;\n", ["sites.csv, line 4, site", "west", "twice"]),
    "one that the file has too": (TABLE + "north;;;\n", ["sites.csv, line 4, site", "north"]),
    "no name": (TABLE + ";;3;\n", ["sites.csv, line 4, site", "no name"]),
    "not a number": (TABLE + "far;;many;\n", ["sites.csv, line 4, households_helped", "many"]),
    "a thousand or one and some": (TABLE + "far;;;1.234\n", ["sites.csv, line 4, personnel", "1.234"]),
    "an unknown estimate": ("site,personel\nwest,3\n", ["sites.csv, line 2, personel", "Did you mean personnel"]),
    "no column site": ("place,personnel\nwest,3\n", ["sites.csv, line 1", "no column site"]),
    "a column twice": ("site,personnel,personnel\nwest,3,4\n", ["sites.csv, line 1, personnel", "twice"]),
    "a long row": ("site,personnel\nwest,3,4\n", ["sites.csv, line 2", "3 cells"]),
    "far too large": (TABLE + "far;;;1e150\n", ["sites.csv, line 4, personnel", "1e150"]),
    "which nobody can see": (TABLE + "fa\u202er;;;\n", ["portfolio.sites", "sites.csv, line 4"]),
    "infinity": ("site,personnel\nwest,1e999\n", ["sites.csv, line 2, personnel"]),
    "nothing": ("", ["sites.csv", "no column site"]),
}


@pytest.mark.parametrize("name", TABLES)
def test_what_is_wrong_with_a_table_is_said_with_its_line(name: str, tmp_path: Path) -> None:
    table, words = TABLES[name]
    assert_refused(["portfolio", file_of(tmp_path, WITH_TABLE, table), "--draws", "64"], words)


def test_what_is_no_portfolio(tmp_path: Path) -> None:
    path = file_of(tmp_path)
    case = str(tmp_path / "aftercare.toml")
    assert_refused(["portfolio", case], [f"mkba run {case}"])
    assert_refused(["portfolio", path, "--outcome", "bcr"], ["bcr", "net_benefit"])
    assert_refused(["portfolio", path, "--outcome", "net"], ["net_benefit"])
    (tmp_path / "aftercare.toml").write_text(changed({'unit = "household"': 'unit = "houshold"'}), "utf-8")
    assert_refused(["portfolio", path], [case, "estimates.households_helped.unit"])
    with pytest.raises(mkba.InputError, match="no places"):
        Programme(mkba.load_case("arnhem-ozo"), {})
    with pytest.raises(mkba.InputError, match="from 0"):
        programme(mkba.load_case("arnhem-ozo"), exchangeable={"recidivism": float("nan")})


def test_a_site_that_cannot_be_computed_is_named(tmp_path: Path) -> None:
    text = changed({'amount = "stable * shelter_cost"': 'amount = "stable * shelter_cost * (1 + 0 * log(keep))"'})
    case = read(text, tmp_path)
    with pytest.raises(mkba.ModelError, match=r"sites\.bad"):
        mkba.portfolio(Programme(case, {"good": {}, "bad": {"relapse": 1.0}}), draws=64)


def test_where_a_case_is_wanted_a_portfolio_is_named_as_such(tmp_path: Path) -> None:
    file = tmp_path / "country.toml"
    mkba.new_case(file, example="portfolio")
    with pytest.raises(CaseError, match=r"country\.toml: this is a portfolio, not a case.*mkba portfolio"):
        mkba.load_case(file)
