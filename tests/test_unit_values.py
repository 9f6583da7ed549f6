"""The library of unit values: its figures against the table of sources, and what a case takes over from it."""

from __future__ import annotations

import csv
import json
import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cases import changed, minimal, read, same
from command_line import mkba as run
from scipy import stats

import mkba_uncertainty as mkba
import mkba_uncertainty.case
from mkba_uncertainty.casefile import library, spread_of
from mkba_uncertainty.texts import Text

VALUES = Path(__file__).parent.parent / "distributions" / "values"
WORDS = {"miljoen": Decimal(1_000_000)}


def decimals(file: str) -> dict[str, Any]:
    """Read a list or an index, its figures as decimals."""
    return tomllib.loads((VALUES / f"{file}.toml").read_text("utf-8"), parse_float=Decimal)


def printed(text: str, notation: str) -> Decimal:
    """Read a figure as its source prints it, in the notation of its language; a ratio of figures is divided."""
    if " / " in text:
        first, *others = (printed(part, notation) for part in text.split(" / "))
        for other in others:
            first /= other
        return first
    number, _, word = text.replace("%", " procent").partition(" ")
    number = number.replace(".", "").replace(",", ".") if notation == "nl" else number
    return Decimal(number) * WORDS.get(word, Decimal(1)) / (100 if word == "procent" else 1)


SOURCES = list(csv.DictReader((VALUES / "SOURCES.csv").read_text("utf-8").splitlines()))


def test_every_figure_has_one_row_in_the_table_of_sources() -> None:
    files = {file.stem: decimals(file.stem) for file in VALUES.glob("*.toml")}
    figures = sorted((name, key) for name, data in files.items() for key in data.get("values", data.get("figures")))
    assert sorted((row["list"], row["id"]) for row in SOURCES) == figures


@pytest.mark.parametrize("row", SOURCES, ids=[f"{row['list']}:{row['id']}" for row in SOURCES])
def test_a_figure_is_that_of_its_source_to_the_digit(row: dict[str, str]) -> None:
    data, expected = decimals(row["list"]), printed(row["printed"], row["notation"])
    if "figures" in data:
        assert Decimal(data["figures"][row["id"]]) == expected
        return
    entry = data["values"][row["id"]]
    level = entry.get("price_level", data["list"].get("price_level")) if row["year"] else None
    assert (entry["unit"], level and str(level)) == (row["unit"], row["year"] or None)
    assert row["place"]
    value = Decimal(entry["value"])
    if entry["basis"] == "implied":  # a ratio, rounded to the last digit that is not 0
        assert abs(value - expected) <= Decimal(5).scaleb(value.normalize().as_tuple().exponent - 1)
    else:
        assert value == expected


def test_the_price_index_rises_as_statistics_netherlands_says() -> None:
    """Its yearly changes of prices, 2011 to 2025, in percent, are published by themselves."""
    said = ["2.3", "2.5", "2.5", "1.0", "0.6", "0.3", "1.4", "1.7", "2.6", "1.3", "2.7", "10.0", "3.8", "3.3", "3.3"]
    figures = {int(year): Decimal(figure) for year, figure in decimals("cpi-nl")["figures"].items()}
    for year, percent in enumerate(said, 2011):
        change = (figures[year] / figures[year - 1] - 1) * 100
        assert abs(change - Decimal(percent)) <= Decimal("0.0501"), year


@pytest.mark.parametrize(("name", "case"), [("arnhem-ozo-2014", "arnhem-ozo"), ("den-haag-scm-2011", "den-haag-scm")])
def test_what_a_shipped_case_prints_is_what_its_list_says(name: str, case: str) -> None:
    """Value, unit, distribution and place in the document, of the estimate with the same label."""
    own = {one.label.en: one for one in mkba.load_case(case).estimates.values()}
    for value in mkba.unit_values(name).values:
        table, estimate = value.table, own[value.label.en]
        assert (table.value, table.unit, table.basis) == (estimate.value, estimate.unit, estimate.basis)
        assert (table.place, value.label, table.role) == (estimate.source.place, estimate.label, estimate.role)
        assert value.price_level == estimate.price_level
        made = None if table.distribution is None else table.distribution.build()
        assert made == (estimate.distribution if estimate.is_uncertain else None)


# --- in a case

OWN = 'value = 1000\ndistribution = { family = "normal", mu = 1000, sigma = 100 }\n'
SHELTER = 'label = { nl = "Kosten van opvang", en = "Cost of shelter" }\nrole = "unit_value"\n'
SHELTER += (
    f'unit = "EUR / household / year"\n{OWN}basis = "published"\nsource = {{ document = "report", place = "3" }}\n'
)
USE = 'use = "arnhem-ozo-2014:shelter-year"\n'
FACTOR = Fraction("107.51") / Fraction("96.04")
"""The consumer price index of 2020 over that of 2012."""


PAIRS = """\
  { between = ["relapse", "shelter_cost"], rank = 0.3 },
  { between = ["households_helped", "shelter_cost"], rank = 0.3 },
"""
FIXED = {PAIRS: ""}
"""What a case cannot say of a cost that is certain."""


def using(more: str = "", changes: dict[str, str] | None = None) -> str:
    """Give the minimal case in which the cost of shelter is taken from the library."""
    return changed({SHELTER: USE + more, **(changes or {})})


def test_a_case_takes_over_what_it_leaves_out(tmp_path: Path) -> None:
    case = read(using(), tmp_path)
    found, theirs = case.estimates["shelter_cost"], mkba.load_case("arnhem-ozo").estimates["shelter_cost_per_year"]
    for part in ("label", "role", "unit", "value", "distribution", "basis", "price_level"):
        assert getattr(found, part) == getattr(theirs, part), part
    assert (found.source.document, found.source.place) == ("arnhem-ozo-2014", "3.2.3, 2b")
    assert case.documents["arnhem-ozo-2014"].title == "MKBA Overlast en Zorg Overleg (OZO) Arnhem"
    assert case.documents["cpi-nl"].author == "Centraal Bureau voor de Statistiek"
    assert case.warnings == ()


def test_its_value_and_distribution_go_to_the_prices_of_the_case_by_one_factor(tmp_path: Path) -> None:
    model = minimal(tmp_path, using())
    assert model.points["shelter_cost"] == pytest.approx(float(45_000 * FACTOR), rel=1e-15)
    assert model.price_factor("shelter_cost") == pytest.approx(float(FACTOR), rel=1e-15)
    theirs, u = mkba.Pert(35_000, 45_000, 55_000), np.array([0.01, 0.5, 0.99])
    np.testing.assert_allclose(model.inputs["shelter_cost"].ppf(u), float(FACTOR) * theirs.ppf(u), rtol=1e-14)


def test_a_distribution_of_the_case_wins_and_percentages_are_of_the_value(tmp_path: Path) -> None:
    model = minimal(tmp_path, using('distribution = { family = "uniform", low = "-10%", high = "+20%" }\n'))
    ends = model.inputs["shelter_cost"].support
    assert ends == pytest.approx([float(40_500 * FACTOR), float(54_000 * FACTOR)], rel=1e-14)


def test_what_the_case_says_itself_stays(tmp_path: Path) -> None:
    own = 'label = { nl = "Bed", en = "Bed" }\nunit = "EUR/year/household"\nbasis = "judgement"\n'
    found = read(using(own + 'source = { document = "report", place = "3" }\ntags = ["price"]\n'), tmp_path)
    estimate = found.estimates["shelter_cost"]
    assert (estimate.label.nl, estimate.basis, estimate.source.document) == ("Bed", "judgement", "report")
    assert estimate.value == 45_000


def test_in_the_same_prices_nothing_is_converted(tmp_path: Path) -> None:
    case = read(using(changes={"price_level = 2020\n": "price_level = 2012\n"}), tmp_path)
    assert mkba.build_model(case).points["shelter_cost"] == 45_000
    assert "cpi-nl" not in case.documents
    later = case.replace(price_level=2020)
    assert mkba.build_model(later).points["shelter_cost"] == pytest.approx(float(45_000 * FACTOR), rel=1e-15)
    assert "cpi-nl" in mkba_uncertainty.case.conversion(later, later.estimates["shelter_cost"]).en


def test_the_price_index_of_the_case_comes_first(tmp_path: Path) -> None:
    own = "price_level = 2020\nprice_index = { 2012 = 50, 2020 = 100 }\n"
    case = read(using(changes={"price_level = 2020\n": own}), tmp_path)
    assert mkba.build_model(case).points["shelter_cost"] == 90_000


def test_it_also_goes_beyond_that_of_the_library(tmp_path: Path) -> None:
    own = "price_level = 2031\nprice_index = { 2012 = 96.04, 2031 = 192.08 }\n"
    model = minimal(tmp_path, using(changes={"price_level = 2020\n": own}))
    assert model.points["shelter_cost"] == pytest.approx(90_000, rel=1e-15)


RATE = 'label = { nl = "Discontovoet", en = "Discount rate" }\nrole = "value_choice"\nunit = "share"\nvalue = 0.03\n'
RATE += 'basis = "judgement"\nsource = { document = "report", place = "1" }\n'


def test_a_discount_rate_is_a_choice_of_its_own_accord(tmp_path: Path) -> None:
    case = read(changed({RATE: 'use = "discontovoet-2020:standard"\n'}), tmp_path)
    rate = case.estimates["discount_rate"]
    assert (rate.value, rate.role, rate.price_level, rate.is_uncertain) == (0.0225, "value_choice", None, False)


def test_what_is_chosen_takes_the_value_without_its_spread(tmp_path: Path) -> None:
    model = minimal(tmp_path, using('role = "value_choice"\n', FIXED))
    assert "shelter_cost" not in model.uncertain
    assert model.points["shelter_cost"] == pytest.approx(float(45_000 * FACTOR), rel=1e-15)


def test_what_an_alternative_sets_is_no_longer_that_of_the_list_but_in_its_prices(tmp_path: Path) -> None:
    labels = [f'[alternatives.{name}]\nlabel = {{ nl = "{name}", en = "{name}" }}\n' for name in ("as_is", "dear")]
    case = read("\n".join([using(), *labels]) + "set = { shelter_cost = 50_000 }\n", tmp_path)
    as_is, dear = (mkba.build_model(case, alternative=name) for name in ("as_is", "dear"))
    assert dear.points["shelter_cost"] == pytest.approx(float(50_000 * FACTOR), rel=1e-15)
    taken = mkba_uncertainty.case.taken
    assert [one.name for one in taken(as_is.case)] == ["shelter_cost"]
    assert taken(dear.case) == []


def test_what_was_said_of_another_number_is_minded(tmp_path: Path) -> None:
    own, relative = (
        f'distribution = {{ family = "uniform", low = {low}, high = {high} }}\n'
        for low, high in ((40_000, 60_000), ('"-20%"', '"+30%"'))
    )
    source = 'source = { document = "report", place = "3" }\n'
    range_of, from_where = read(using(own + source), tmp_path).warnings
    assert (range_of.key, from_where.key) == (
        "estimates.shelter_cost.distribution",
        "estimates.shelter_cost.source",
    )
    assert "in prices of 2012" in range_of.en
    assert "converted to 2020" in range_of.en
    assert "arnhem-ozo-2014:shelter-year" in from_where.en
    assert read(using(relative), tmp_path).warnings == ()
    assert read(using(own, {"price_level = 2020": "price_level = 2012"}), tmp_path).warnings == ()


def test_one_value_under_two_names_is_minded_where_it_is_uncertain(tmp_path: Path) -> None:
    other = f"[estimates.other]\n{USE}\n[quantities]"
    twice = {"[quantities]": other, '"stable * shelter_cost"': '"stable * (shelter_cost + other)"'}
    (caution,) = read(using(changes=twice), tmp_path).warnings
    assert caution.key == "estimates.other.use"
    assert "shelter_cost, other are all arnhem-ozo-2014:shelter-year" in caution.en
    certain = {"[quantities]": f'{other.removesuffix("[quantities]")}role = "lever"\n\n[quantities]'}
    assert read(using(changes=twice | certain), tmp_path).warnings == ()


def test_prices_of_a_year_that_no_index_has_are_never_taken_as_they_are(tmp_path: Path) -> None:
    case = read(using(), tmp_path)
    with pytest.raises(mkba.InputError) as error:
        mkba.build_model(case.replace(price_level=2031))
    assert error.value.key == "shelter_cost"
    assert "prices of 2012 and the case in those of 2031" in error.value.message()
    later = case.replace(price_level=2031, price_index={2012: 1.0, 2031: 2.0})
    assert mkba.build_model(later).points["shelter_cost"] == 90_000


# --- lists that lack something

LIST = """
[list]
title = "A list"
author = "A. Author"
year = {year}
about = "Prices"
licence = "Public"
{more}

[values.bed]
label = {{ nl = "Bed", en = "Bed" }}
unit = "EUR / household / year"
value = 2000
basis = "published"
place = "1"
distribution = {{ family = "pert", low = "-10%", high = "+30%" }}
spread = "published"

[values.bare]
label = {{ nl = "Kaal bed", en = "Bare bed" }}
unit = "EUR/household/year"
value = 1500
basis = "published"
place = "2"
"""


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put three lists in place of the library: two editions, one of which says no year of its prices."""
    folder = tmp_path / "shipped"
    (folder / "values").mkdir(parents=True)
    for name, year, more in (("prices-2018", 2018, "price_level = 2018"), ("prices-2019", 2019, "")):
        (folder / "values" / f"{name}.toml").write_text(LIST.format(year=year, more=more), "utf-8")
    monkeypatch.setattr("mkba_uncertainty.casefile.unit_values.shipped_folder", lambda: folder)
    return folder / "values"


def taking(use: str, more: str = "", changes: dict[str, str] | None = None) -> str:
    return changed({SHELTER: f'use = "{use}"\n{more}', **(changes or {})})


def wrong(folder: Path, text: str) -> tuple[str, str | None, str]:
    """Give the code, key and sentence of the one thing that is wrong."""
    with pytest.raises(mkba.CaseError) as error:
        read(text, folder)
    assert error.value.problems == ()
    return error.value.code, error.value.key, error.value.message()


INDEX = FIXED | {"price_level = 2020\n": "price_level = 2020\nprice_index = { 2018 = 90, 2020 = 99 }\n"}


def test_a_list_without_a_price_index_needs_one_in_the_case(lists: Path, tmp_path: Path) -> None:
    code, key, said = wrong(tmp_path, taking("prices-2018:bed", changes=FIXED))
    assert (code, key) == ("use_without_index", "estimates.shelter_cost.use")
    assert "prices of 2018 and the case in those of 2020" in said
    model = minimal(tmp_path, taking("prices-2018:bed", changes=INDEX))
    assert model.points["shelter_cost"] == pytest.approx(2200, rel=1e-15)
    assert model.inputs["shelter_cost"].support == pytest.approx([1980, 2860], rel=1e-14)  # 10 % less to 30 % more


def test_a_list_that_says_no_price_year_leaves_it_to_the_case(lists: Path, tmp_path: Path) -> None:
    code, key, _ = wrong(tmp_path, taking("prices-2019:bed", changes=FIXED))
    assert (code, key) == ("use_without_price_level", "estimates.shelter_cost.use")
    model = minimal(tmp_path, taking("prices-2019:bed", "price_level = 2018\n", INDEX))
    assert model.points["shelter_cost"] == pytest.approx(2200, rel=1e-15)


def test_without_a_spread_it_is_fixed_and_that_is_minded(lists: Path, tmp_path: Path) -> None:
    case = read(taking("prices-2018:bare", changes=INDEX), tmp_path)
    assert not case.estimates["shelter_cost"].is_uncertain
    (caution,) = case.warnings
    assert caution.key == "estimates.shelter_cost.use"
    assert "count as certain: shelter_cost" in caution.en
    sure = read(taking("prices-2018:bare", 'role = "lever"\n', INDEX), tmp_path)
    assert sure.warnings == ()


def test_two_editions_of_a_list_are_minded(lists: Path, tmp_path: Path) -> None:
    other = '[estimates.other]\nuse = "prices-2019:bed"\nprice_level = 2018\n\n[quantities]'
    more = INDEX | {"[quantities]": other, '"stable * shelter_cost"': '"stable * (shelter_cost + other)"'}
    (caution,) = read(taking("prices-2018:bed", changes=more), tmp_path).warnings
    assert (caution.key, caution.line is not None) == ("estimates.other.use", True)
    assert "other is from prices-2019 and shelter_cost from prices-2018" in caution.en


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("value = 2000", 'value = "2000"', "values.bed.value", "a number"),
        ('unit = "EUR / household / year"', 'unit = "EUR / huis"', "values.bed.unit", "huis"),
        ('place = "1"', "", "values.bed.place", "missing"),
        ('low = "-10%"', 'low = "10%"', "values.bed.distribution", "10%"),
        ('spread = "published"', "", "values.bed.spread", "neither"),
        ('spread = "published"', 'spread = "judgement"', "values.bed.spread", "judged_by"),
        (
            'unit = "EUR / household / year"',
            'unit = "year"\nprice_level = 2017',
            "values.bed.price_level",
            "no currency",
        ),
        ("price_level = 2018", 'price_level = 2018\nindex = "cpi"', "list.index", "no price index cpi"),
    ],
)
def test_a_list_that_is_not_sound_is_named(lists: Path, old: str, new: str, key: str, said: str) -> None:
    file = lists / "prices-2018.toml"
    file.write_text(changed({old: new}, file.read_text("utf-8")), "utf-8")
    with pytest.raises(mkba.CaseError) as error:
        library()
    assert (error.value.file, error.value.key) == (str(file), key)
    assert said in error.value.message()


def test_a_list_is_named_after_its_edition(lists: Path) -> None:
    (lists / "prices-2018.toml").rename(lists / "prices.toml")
    with pytest.raises(mkba.CaseError, match=r"prices.toml, line 2, list: a list is named after its edition"):
        library()


def add_index(lists: Path, figures: str) -> None:
    """Put a price index beside the lists, and let one name it."""
    file = lists / "prices-2018.toml"
    file.write_text(changed({"price_level = 2018": 'price_level = 2018\nindex = "costs"'}, file.read_text("utf-8")))
    head = LIST.format(year=2020, more='currency = "EUR"\nplace = "all"').partition("[values")[0]
    (lists / "costs.toml").write_text(f"{head.replace('[list]', '[index]')}[figures]\n{figures}", "utf-8")


@pytest.mark.parametrize(("year", "figure", "said"), [("20", "100", "is not a year"), ("2020", "0", "above 0")])
def test_a_price_index_that_is_not_sound_is_named(lists: Path, year: str, figure: str, said: str) -> None:
    add_index(lists, f"2018 = 80\n{year} = {figure}\n")
    with pytest.raises(mkba.CaseError) as error:
        library()
    assert error.value.key == f"figures.{year}"
    assert said in error.value.message()


def test_a_price_index_is_of_the_currency_of_its_list(lists: Path) -> None:
    add_index(lists, "2018 = 80\n2020 = 100\n")
    file = lists / "prices-2018.toml"
    file.write_text(file.read_text("utf-8").replace("EUR/household/year", "USD/household/year"), "utf-8")
    with pytest.raises(mkba.CaseError) as error:
        library()
    assert (error.value.key, error.value.facts["expected"]) == ("values.bare.unit", "EUR")


def test_a_price_index_is_a_file_too(lists: Path, tmp_path: Path) -> None:
    add_index(lists, "2018 = 80\n2020 = 100\n")
    case = read(taking("prices-2018:bed"), tmp_path)
    assert mkba.build_model(case).points["shelter_cost"] == 2500
    assert list(case.documents) == ["report", "prices-2018", "costs"]


# --- other currencies


def test_another_currency_needs_an_exchange_rate(tmp_path: Path) -> None:
    dollars = using().replace("EUR", "USD").replace("price_level = 2020\n", 'price_level = 2020\ncurrency = "USD"\n')
    code, key, said = wrong(tmp_path, dollars)
    assert (code, key) == ("use_currency", "estimates.shelter_cost.use")
    assert "USD / EUR" in said
    rate = (
        '[estimates.rate]\nlabel = { nl = "Koers", en = "Rate" }\nrole = "assumption"\nunit = "USD / EUR"\nvalue = 2\n'
    )
    rate += 'basis = "judgement"\nsource = { document = "report", place = "9" }\n\n[quantities]'
    text = changed(
        {"[quantities]": rate, '"stable * shelter_cost"': '"stable * shelter_cost * rate"', " / 2": " * rate / 2"},
        dollars,
    )
    plain = minimal(tmp_path, using()).evaluate(minimal(tmp_path, using()).point())
    model = minimal(tmp_path, text)
    assert model.evaluate(model.point())["benefits"] == pytest.approx(2 * plain["benefits"], rel=1e-14)


# --- kept, changed and shown


def test_saving_keeps_the_file_as_it_was(tmp_path: Path) -> None:
    text = using('tags = ["price"] # ours\n')
    case = read(text, tmp_path)
    mkba.save_case(case, tmp_path / "again.toml")
    assert (tmp_path / "again.toml").read_text("utf-8") == text
    mkba.save_case(case.replace(file=""), tmp_path / "fresh.toml")
    fresh = tomllib.loads((tmp_path / "fresh.toml").read_text("utf-8"))
    assert fresh["estimates"]["shelter_cost"] == {"use": "arnhem-ozo-2014:shelter-year", "tags": ["price"]}
    assert list(fresh["documents"]) == ["report"]
    assert same(mkba.load_case(tmp_path / "fresh.toml"), case)


def test_saving_leaves_a_relative_distribution_to_the_list(lists: Path, tmp_path: Path) -> None:
    case = read(taking("prices-2018:bed", changes=INDEX), tmp_path)
    mkba.save_case(case.replace(file=""), tmp_path / "fresh.toml")
    assert tomllib.loads((tmp_path / "fresh.toml").read_text("utf-8"))["estimates"]["shelter_cost"] == {
        "use": "prices-2018:bed"
    }
    assert spread_of(case.estimates["shelter_cost"]) == Text(
        "De spreiding is die van de bron.", "The spread is that of the source."
    )
    certain = case.with_estimate("shelter_cost", distribution=mkba.Point(2000.0))
    mkba.save_case(certain.replace(file=""), tmp_path / "fresh.toml")
    assert same(mkba.load_case(tmp_path / "fresh.toml"), certain)
    assert spread_of(certain.estimates["shelter_cost"]) is None


@pytest.mark.parametrize("more", [{}, {"value": 45_000.0}])
def test_a_distribution_that_a_case_gives_later_goes_beside_use(more: dict[str, float], tmp_path: Path) -> None:
    """The value of the list may be said again, as a round of experts does."""
    uniform = mkba.Uniform(40_000, 50_000)
    case = read(using(), tmp_path).with_estimate("shelter_cost", distribution=uniform, **more)
    mkba.save_case(case, tmp_path / "aftercare.toml")
    found = tomllib.loads((tmp_path / "aftercare.toml").read_text("utf-8"))["estimates"]["shelter_cost"]
    assert found == {
        "use": "arnhem-ozo-2014:shelter-year",
        "distribution": {"family": "uniform", "low": 40_000, "high": 50_000},
    }
    again = mkba.load_case(tmp_path / "aftercare.toml")
    assert [one.key for one in again.warnings] == ["estimates.shelter_cost.distribution"]
    assert same(again.replace(warnings=()), case)


@pytest.mark.parametrize("own", ["", "price_index = { 2015 = 200, 2020 = 215.02 }\n"])
def test_another_value_is_the_cases_own_in_the_prices_of_the_list(own: str, tmp_path: Path) -> None:
    """The index that converted it goes along, to the base of an index that the case has."""
    text = using(changes={"price_level = 2020\n": f"price_level = 2020\n{own}"})
    case = read(text, tmp_path).with_estimate("shelter_cost", value=50_000)
    mkba.save_case(case, tmp_path / "aftercare.toml")
    back = mkba.load_case(tmp_path / "aftercare.toml")
    assert same(back, case)
    assert back.estimates["shelter_cost"].use is None
    assert mkba.build_model(back).points["shelter_cost"] == pytest.approx(float(50_000 * FACTOR), rel=1e-14)


@pytest.mark.parametrize("changes", [{"price_level": 2015}, {"unit": "EUR / year / household / 1"}])
def test_other_prices_or_another_unit_are_the_cases_own(changes: dict[str, Any], tmp_path: Path) -> None:
    case = read(using(), tmp_path).with_estimate("shelter_cost", **changes)
    mkba.save_case(case, tmp_path / "aftercare.toml")
    back = mkba.load_case(tmp_path / "aftercare.toml")
    assert same(back, case)
    assert back.estimates["shelter_cost"].use is None
    factor = Fraction("107.51") / (100 if "price_level" in changes else Fraction("96.04"))
    assert mkba.build_model(back).points["shelter_cost"] == pytest.approx(float(45_000 * factor), rel=1e-14)


def test_excel_shows_where_it_came_from_and_reads_it_back(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    case, file = read(using(), tmp_path), tmp_path / "aftercare.xlsx"
    mkba.save_workbook(case, file)
    header, row = openpyxl.load_workbook(file)["_Unit values"].iter_rows(values_only=True)
    found = dict(zip(header, row, strict=True))
    assert (found["unit value"], found["value in the source"]) == ("arnhem-ozo-2014:shelter-year", 45_000)
    assert "3.2.3, 2b" in found["source"]
    assert (found["prices of"], found["in prices of"], found["price index"]) == (2012, 2020, "cpi-nl")
    assert found["factor"] == pytest.approx(float(FACTOR), rel=1e-15)
    assert found["value in the case"] == pytest.approx(float(45_000 * FACTOR), rel=1e-15)
    back = mkba.load_workbook(file)
    assert back.estimates == case.estimates
    mkba.save_case(back, tmp_path / "back.toml")
    assert '"arnhem-ozo-2014:shelter-year"' in (tmp_path / "back.toml").read_text("utf-8")


def test_check_and_the_page_say_where_it_came_from(tmp_path: Path) -> None:
    file = tmp_path / "aftercare.toml"
    file.write_text(using(), "utf-8")
    done = run("check", str(file))
    assert "is arnhem-ozo-2014:shelter-year" in " ".join(done.stdout.split())
    (row,) = json.loads(run("check", str(file), "--json").stdout)["taken"]
    assert (row["price_level"], row["case_price_level"], row["index"]) == (2012, 2020, "cpi-nl")
    assert row["converted"] == pytest.approx(float(45_000 * FACTOR), rel=1e-15)


# --- found


def test_values_are_found_in_both_languages_and_by_source(tmp_path: Path) -> None:
    for words in ("opvang per jaar", "shelter per year", "SHELTER-YEAR"):
        assert [value.use for value in mkba.unit_values(words).values] == ["arnhem-ozo-2014:shelter-year"], words
    assert {value.list for value in mkba.unit_values("binnenlands bestuur").values} == {"den-haag-scm-2011"}
    assert len(mkba.unit_values().values) == len([row for row in SOURCES if row["list"] != "cpi-nl"])


def test_the_command_lists_them(tmp_path: Path) -> None:
    found = json.loads(run("values", "discontovoet", "2020", "--json").stdout)
    assert {one["name"]: one["value"] for one in found["values"]} == {
        "discontovoet-2020:standard": 0.0225,
        "discontovoet-2020:fixed-costs": 0.016,
        "discontovoet-2020:nonlinear-benefits": 0.029,
    }
    assert {"name", "value", "unit", "price_level", "source"} <= found["values"][0].keys()
    assert found["indices"]["cpi-nl"]["figures"]["2023"] == 126.09
    assert "discontovoet-2015:standard" in run("values", "discount rate", "--lang", "nl").stdout


def test_a_value_has_the_range_of_its_spread() -> None:
    frame = mkba.unit_values("arnhem-ozo").to_frame().set_index("name")
    low, mode, high = 3500, 5000, 8000
    beta = stats.beta(1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low), low, high - low)
    found = frame.loc["arnhem-ozo-2014:eviction"]
    assert (found["q0.05"], found["q0.95"]) == pytest.approx(beta.ppf([0.05, 0.95]))
    assert "€5,000 €4,000 to €6,700 2012" in " ".join(run("values", "eviction", "--lang", "en").stdout.split())
    assert mkba.unit_values("ambulance").to_frame()[["q0.05", "q0.95"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("word", "near"),
    [("shelter-yaer", "shelter-year"), ("opvnag", "opvang"), ("Poverty provision prise", "Poverty provisions: price")],
)
def test_what_is_not_found_is_said_with_the_nearest_and_how_to_see_all(word: str, near: str) -> None:
    nearest, every = mkba.unit_values(word).notes()
    assert near in nearest.en
    assert "mkba values" in every.en


def test_of_what_is_like_nothing_no_nearest_is_named() -> None:
    missed = run("values", "zzzz", "--lang", "en")
    assert (missed.returncode, "nearest" in missed.stdout) == (0, False)
    assert "Nothing found for ‘zzzz’" in missed.stdout
    assert "mkba values shows everything" in missed.stdout
