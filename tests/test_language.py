"""The reference of the case language is whole and true: each key is explained, examples run, mistakes are answered."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from command_line import answer, assert_refused, mkba

from mkba_uncertainty.casefile import json_schema, meaning, portfolio_schema, reference
from mkba_uncertainty.families import FAMILIES
from mkba_uncertainty.texts import CATALOGUE

PAGE = (Path(__file__).parents[1] / "docs" / "case-language.md").read_text("utf-8")
EXAMPLES = reference.every_example()


def test_each_table_and_key_has_its_meaning_and_no_meaning_is_left_over() -> None:
    portfolio = json.loads(portfolio_schema())
    tables = {**json.loads(json_schema())["$defs"], **portfolio["$defs"], "PortfolioFile": portfolio}
    named = {name: set(table.get("properties", ())) for name, table in tables.items()}
    named |= {"TextTable": {"nl", "en"}, "Observation": {"observed", "date"}, "DistributionTable": {"family"}}
    homes = {*named} | {f"{name}.{key}" for name in named for key in named[name]}
    assert {key for key in CATALOGUE if re.match(r"schema\.[A-Z]", key)} == {meaning(home) for home in homes}
    assert {key for key in CATALOGUE if key.startswith("schema.family.")} == {
        f"schema.family.{key}" for key in FAMILIES
    }


def test_the_schema_of_editors_says_what_a_key_means() -> None:
    timing = json.loads(json_schema())["$defs"]["TimingTable"]
    assert timing["description"] == CATALOGUE["schema.TimingTable"][1]
    assert timing["properties"]["growth"]["description"] == CATALOGUE["schema.TimingTable.growth"][1]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.of or one.text.partition("\n")[0])
def test_an_example_runs_and_each_mistake_in_it_is_answered(example: reference.Example) -> None:
    case, errors = reference.checked(example.data)
    assert errors == []
    assert case is not None
    assert [one.key for one in case.warnings if one.key != "model.workbook"] == []  # a workbook made without values
    assert all(example.text.count(old) == 1 or "parent" in old for old in example.changes)
    assert len(list(example.mistakes(example.of))) == len(example.changes)


def test_where_no_terminal_says_otherwise_the_reference_is_wide_and_breaks_no_words(monkeypatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    lines = mkba("schema", "posts.timing").stdout.splitlines()
    assert 80 < max(map(len, lines)) <= 100
    assert any("posts.timing.present_value_at" in line for line in lines)
    monkeypatch.setenv("COLUMNS", "90")
    assert max(map(len, mkba("schema", "posts.timing").stdout.splitlines())) <= 90


def test_each_key_has_an_example_in_which_it_stands() -> None:
    for key in reference.all_keys():
        text = "".join(one.text for one in reference.examples(key))
        assert key.path.rpartition(".")[2] in text


@pytest.mark.parametrize(
    "path", ["case.title", "lines.side", "estimates.tags", "scenarios.set", "actors.label", "posts.line"]
)
def test_of_a_key_without_a_mistake_of_its_own_a_wrong_value_is_answered(path: str) -> None:
    (mistake,) = reference.mistakes(reference.find(path)[0])
    assert mistake.typed.startswith(path.rpartition(".")[2])
    assert re.fullmatch(path.replace(".", r"(\.\w[\w-]*)?\.") + r"(\..+)?", mistake.key)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("timing", "posts.timing"),
        ("posts.timing", "posts.timing"),
        ("[posts.shelter.timing]", "posts.timing"),
        ("series", "series"),
        ("discounting", "discounting"),
        ("case.discounting", "case.discounting"),
        ("estimates.relapse.experts.1.weight", "estimates.experts.weight"),
        ("pert", "estimates.distribution.pert"),
    ],
)
def test_a_key_is_found_by_its_path_or_the_end_of_it(asked: str, path: str) -> None:
    assert reference.find(asked)[0].path == path


def test_what_has_the_same_name_is_named_too() -> None:
    found = answer("schema", "discounting")
    assert found["also"] == ["case.discounting"]
    assert {row["key"] for row in found["keys"]} >= {"discounting", "discounting.bands", "discounting.bands.from"}


def test_the_command_explains_a_key_in_both_languages() -> None:
    for lang, words in (("nl", ["Wat valt", "reeks"]), ("en", ["A series of how many start", "text"])):
        shown = " ".join(mkba("schema", "posts.timing.cohorts", "--lang", lang).stdout.split())
        assert CATALOGUE["schema.TimingTable.cohorts"][lang == "en"].split(":")[0][:20] in shown
        assert 'cohorts = "intake"' in shown
        assert 'cohorts = "intak"' in shown
        assert all(word in shown for word in words[1:])


def test_all_keys_are_listed_once() -> None:
    rows = answer("schema")["keys"]
    paths = [row["key"] for row in rows]
    assert len(set(paths)) == len(paths)
    tables = json.loads(json_schema())["$defs"]
    assert {*tables["CaseFile"]["properties"], *tables["BindingFile"]["properties"]} <= set(paths)
    needed = {row["key"]: row["default"] for row in rows}
    assert needed["case.horizon"] == "needed"
    assert needed["case.discounting"] == '"start"'


def test_the_file_of_a_portfolio_is_explained_too() -> None:
    rows = {row["key"]: row for row in answer("schema", "--portfolio")["keys"]}
    assert {"portfolio.exchangeable", "sites", "sites.set"} <= rows.keys()
    assert rows["portfolio.others"]["default"] == '"shared"'
    found = answer("schema", "sites.utrecht.set", "--portfolio")
    assert [row["key"] for row in found["keys"]] == ["sites.set"]
    assert tomllib.loads(found["examples"][0])["portfolio"]["case"] == "arnhem-ozo"
    assert_refused(["schema", "posts", "--portfolio"], ["no table or key posts"])


def test_an_unknown_key_offers_the_nearest() -> None:
    assert_refused(["schema", "posts.timming"], ["posts.timming", "Did you mean posts.timing?"])
    assert_refused(["schema", "cohort"], ["Did you mean cohorts?"])


# --- the page of the documentation


def test_the_page_has_all_tables_and_what_it_names_exists() -> None:
    asked = re.findall(r"<!-- schema (\S+) -->", PAGE)
    paths = {key.path for key in reference.all_keys()}
    examples = {one.of for one in EXAMPLES}
    assert [path for path in asked if path not in paths | examples] == []
    assert {path for path in paths if "." not in path} <= set(asked)
    assert {one for one in examples if not any(one == path or one.startswith(f"{path}.") for path in asked)} <= {""}


def test_the_outcomes_on_the_page_are_outcomes_of_a_case() -> None:
    table = PAGE[PAGE.index("## Outcomes") : PAGE.index("## Estimates")]
    named = re.findall(r"`([a-z][\w:-]+)`", table)
    assert {"net_benefit", "irr", "actor:municipality:irr", "cumulative:1"} <= set(named)
    case, errors = reference.checked({"published": dict.fromkeys(named, 0)})
    assert errors == []
    assert case is not None
    assert set(named) <= set(case.published)
