"""Case files: what is read, where keys stand, and that nothing but a CaseError ever comes out of a bad file."""

import ast
import json
import pickle
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from string import Formatter

import pytest
from cases import MINIMAL, changed, read, same
from hypothesis import HealthCheck, given, settings, strategies as st
from mistakes import MISTAKES, mistaken

from mkba_uncertainty.case import Claim, Dependence, Estimate, Line, Post, Quantity, Scenario, Source, Timing
from mkba_uncertainty.casefile import (
    LineIndex,
    find_case,
    json_schema,
    load_case,
    portfolio_schema,
    problems,
    shipped_cases,
)
from mkba_uncertainty.errors import CaseError
from mkba_uncertainty.families import Gamma, Normal, Pert, Point
from mkba_uncertainty.formula import parse
from mkba_uncertainty.texts import CATALOGUE, Text

TESTS = Path(__file__).parent
DISTRIBUTIONS = TESTS.parent / "distributions"
CASES = sorted(DISTRIBUTIONS.glob("*.toml"))


@pytest.fixture
def errors_of(tmp_path):
    """Read a text as a case file; (line, key) of each error."""

    def errors_of(text):
        file = tmp_path / "aftercare.toml"
        file.write_text(text)
        return [(error.line, error.key) for error in problems(file)[1]]

    return errors_of


def line_of(part, text=MINIMAL):
    return text[: text.index(part)].count("\n") + 1


# shipped cases


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_shipped_case_is_sound(file):
    case, errors = problems(file)
    assert [str(error) for error in errors] == []
    assert [warning.en for warning in case.warnings] == []
    assert case.name == file.stem
    assert file.read_text().startswith("#:schema ./case.schema.json\n")
    uncertain = [one for one in case.estimates.values() if one.is_uncertain]
    below = [one.name for one in uncertain if one.distribution.cdf(-1e-9) > 1e-6 and not one.difference]
    assert below == []  # what may well be below zero is a difference, and says so: experts are asked for it as one


def test_shipped_cases_are_found_by_name():
    assert shipped_cases() == [file.stem for file in CASES]
    assert "arnhem-ozo" in shipped_cases()
    assert find_case("arnhem-ozo").samefile(DISTRIBUTIONS / "arnhem-ozo.toml")
    assert load_case("arnhem-ozo") == load_case(find_case("arnhem-ozo"))


def test_reading_a_case_loads_nothing_heavy():
    heavy = ("tomlkit", "pandas", "xarray", "matplotlib", "SALib", "scipy.stats")
    code = (
        "import sys; from mkba_uncertainty.casefile import load_case; load_case('arnhem-ozo'); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=TESTS.parent, check=True)
    assert done.stdout.strip() == "[]"


# what is read


def test_everything_in_the_file_is_in_the_case(tmp_path):
    case = read(MINIMAL, tmp_path)
    source = Source("report", "2")
    assert (case.name, case.title, case.horizon, case.price_level) == (
        "aftercare",
        Text("Nazorg", "Aftercare"),
        4,
        2020,
    )
    assert case.estimates["relapse"] == Estimate(
        name="relapse",
        label=Text("Terugval", "Relapse"),
        role="expert",
        unit="share",
        value=0.30,
        distribution=Pert(0.15, 0.30, 0.50),
        basis="published",
        source=source,
    )
    assert case.estimates["households_helped"].distribution == Gamma(60)
    assert case.estimates["shelter_cost"].distribution == Normal(1000, 100)
    assert case.estimates["stay"].distribution == Point(3)
    assert [name for name, estimate in case.estimates.items() if estimate.is_uncertain] == [
        "relapse",
        "households_helped",
        "shelter_cost",
    ]
    assert case.quantities == {
        "keep": Quantity("keep", parse("1 - relapse")),
        "stable": Quantity("stable", parse("households_helped * keep")),
    }
    assert case.posts["shelter"] == Post(
        name="shelter",
        label=Text("Minder opvang", "Less shelter"),
        side="benefit",
        kind="financial",
        line="benefits-1",
        amount=parse("stable * shelter_cost"),
        timing=Timing(years=parse("stay")),
        actors={"city": 0.75, "households": 0.25},
        basis="judgement",
    )
    assert case.posts["staff"].timing == Timing()
    assert case.lines["costs-1"] == Line("costs-1", Text("Personeel", "Staff"), "cost", published=100_000.0)
    assert case.scenarios == {
        "more_relapse": Scenario("more_relapse", Text("Meer terugval", "More relapse"), {"relapse": 0.40})
    }
    assert case.dependence == {
        "independent": Dependence("independent", Text("Onafhankelijk", "Independent")),
        "expected": Dependence(
            "expected",
            Text("Verwacht", "Expected"),
            {
                ("relapse", "households_helped"): -0.4,
                ("relapse", "shelter_cost"): 0.3,
                ("households_helped", "shelter_cost"): 0.3,
            },
        ),
    }
    assert case.published == {"net_benefit": 26_000.0}
    assert case.claims["relapse"] == Claim(
        name="relapse",
        label=Text("Meer terugval kost 18.000", "More relapse costs 18,000"),
        source=Source("report", "4"),
        published=-18_000.0,
        measure="difference",
        outcome="net_benefit",
        scenario="more_relapse",
        tolerance=500.0,
    )
    assert case.claims["top"].outcome is None
    assert [remark.name for remark in case.findings + case.not_valued + case.overlaps] == ["sum", "police"]
    assert case.not_valued[0].posts == ("shelter",)
    assert case.warnings == ()


def test_quantities_keep_the_order_of_the_file(tmp_path):
    keep, stable = 'keep = "1 - relapse"\n', 'stable = "households_helped * keep"\n'
    assert list(read(changed({keep + stable: stable + keep}), tmp_path).quantities) == ["stable", "keep"]


def test_hash_is_of_the_bytes_and_the_case_travels(tmp_path):
    case = read(MINIMAL, tmp_path)
    assert case.sha256 == sha256(MINIMAL.encode()).hexdigest()
    assert case.file == str(tmp_path / "aftercare.toml")
    assert pickle.loads(pickle.dumps(case)) == case


def test_windows_files_are_read(tmp_path):
    plain = read(MINIMAL, tmp_path)
    assert same(read("\ufeff" + MINIMAL.replace("\n", "\r\n"), tmp_path), plain)


def test_dotted_keys_and_arrays_of_tables_are_the_same_case(tmp_path):
    text = changed({'label = { nl = "Terugval", en = "Relapse" }': 'label.nl = "Terugval"\nlabel.en = "Relapse"'})
    start, end = text.index("correlations = ["), text.index("[claims.relapse]")
    pairs = tomllib.loads(MINIMAL)["dependence"]["expected"]["correlations"]
    tables = "".join(
        f"[[dependence.expected.correlations]]\nbetween = {pair['between']}\nrank = {pair['rank']}\n" for pair in pairs
    )
    assert same(read(text[:start] + tables + text[end:], tmp_path), read(MINIMAL, tmp_path))


def test_a_bare_number_takes_the_stated_unit(tmp_path):
    in_months = {
        'unit = "year"\nvalue = 3': 'unit = "month"\nvalue = 36',
        'years = "stay"': 'years = "stay / months_per_year"',
        "[quantities]": '[quantities]\nmonths_per_year = { formula = 12, unit = "month / year" }',
    }
    quantities = read(changed(in_months), tmp_path).quantities
    assert quantities["months_per_year"] == Quantity("months_per_year", parse("12"), "month / year")


def test_price_index_silences_the_warning(tmp_path):
    def with_index(index):
        older = {"value = 1000\n": "value = 1000\nprice_level = 2015\n"}
        return read(changed({**older, "price_level = 2020": f"price_level = 2020\n{index}"}), tmp_path)

    assert len(with_index("").warnings) == 1
    assert with_index("price_index = { 2015 = 95.0, 2020 = 100 }").warnings == ()
    assert with_index("price_index = { 2015 = 95.0, 2020 = 100 }").price_index == {2015: 95.0, 2020: 100.0}
    assert len(with_index("price_index = { 2015 = 95.0 }").warnings) == 1


def test_unused_estimates_are_named(tmp_path):
    (warning,) = read(changed({'"1 - relapse"': '"1"'}), tmp_path).warnings
    assert "relapse" in warning.en
    assert "households_helped" not in warning.en
    assert "discount_rate" not in warning.en


def test_a_point_value_outside_its_distribution_deserves_a_look(tmp_path):
    (warning,) = read(changed({"value = 0.30": "value = 0.60"}), tmp_path).warnings
    assert "0.6 of ‘Relapse’" in warning.en
    assert "0.15 to 0.5" in warning.en


# all problems of a file


def test_all_problems_are_found_in_the_order_of_the_file(errors_of):
    text = changed(
        {
            '"stable * shelter_cost"': '"stable * shelter_csot"',  # a name
            'unit = "EUR"\n': 'unit = "EURO"\n',  # a unit
            'role = "observed"': 'role = "observd"',  # structure; the estimate stays known elsewhere
            "horizon = 4\n": "horizon = 4\nhorison = 4\n",  # an unknown key
            "mode = 0.30": "mode = 0.60",  # a distribution
            "rank = -0.4": "rank = -1.4",  # a correlation
            "city = 0.75": "city = 0.70",  # shares
            'outcome = "net_benefit"': 'outcome = "net"',  # an outcome
        }
    )
    found = errors_of(text)
    assert found == [
        (line_of("horison", text), "case.horison"),
        (line_of("mode = 0.60", text), "estimates.relapse.distribution.mode"),
        (line_of("observd", text), "estimates.households_helped.role"),
        (line_of("EURO", text), "estimates.personnel.unit"),
        (line_of("shelter_csot", text), "posts.shelter.amount"),
        (line_of("city = 0.70", text), "posts.shelter.actors"),
        (line_of("rank = -1.4", text), "dependence.expected.correlations.0.rank"),
        (line_of('"net"', text), "claims.relapse.outcome"),
    ]


def test_several_problems_are_one_error(tmp_path):
    with pytest.raises(CaseError) as caught:
        read(changed({"horizon = 4": "horizon = 4.0", "mode = 0.30": "mode = 0.60"}), tmp_path)
    assert str(caught.value).split("\n") == [
        f"{tmp_path / 'aftercare.toml'}: 2 errors found",
        *(str(problem) for problem in caught.value.problems),
    ]
    assert [problem.key for problem in caught.value.problems] == ["case.horizon", "estimates.relapse.distribution.mode"]
    assert pickle.loads(pickle.dumps(caught.value)).text("nl") == caught.value.text("nl")


def test_a_file_full_of_mistakes_does_not_flood(errors_of):
    text = changed({"[quantities]\n": "[quantities]\n" + "".join(f'q{i} = "unknown_{i}"\n' for i in range(500))})
    assert len(errors_of(text)) == 100


def test_every_problem_has_a_sentence_and_its_facts():
    """Also those that no mistake in the table shows."""
    seen = set()
    for file in (TESTS.parent / "mkba_uncertainty" / "casefile").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            kind = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if kind in ("add", "add_unknown", "warn", "CaseError") and isinstance(node.args[0], ast.Constant):
                area = "warning" if kind == "warn" else "error"
                names = {
                    name for _, name, _, _ in Formatter().parse(CATALOGUE[f"{area}.{node.args[0].value}"][0]) if name
                }
                given = {keyword.arg for keyword in node.keywords}
                if kind == "add_unknown":
                    given |= {"found", "allowed", "did_you_mean"}
                if None not in given:
                    assert names <= given | ({"did_you_mean"} if "nearest" in given else set()), node.args[0].value
                seen.add(node.args[0].value)
    assert len(seen) > 40


def test_two_circles_are_two_problems(errors_of):
    text = changed({"[quantities]\n": '[quantities]\na = "b"\nb = "a"\nc = "d + relapse"\nd = "c"\n'})
    assert len(errors_of(text)) == 2


# on which line a key stands

TRICKY = '''\
# [not] = "a table"
[case] # remark with ] and = and "
title = { nl = "a [x] = 3 # no", en = """two
lines = [ " \\""" """ }  # both on line 3
"quoted key" . sub = 2.5
\t'literal.key' = 'C:\\'  # a backslash at its end
"\\u0061" = 1
list = [
  1, # one
  { x = 1, y = [2,
   3] },

  "s",
]
long = """
[fake]
key = 1
\'\'\'
"""
after = \'\'\'
"""\'\'\'
[[foo.bar]]
x = 1
[ foo . "bar" . 'sub' ]
y = 2
[[foo.bar]]
x = 2
[foo.bar.sub]
y = 3
empty = {}
'''

TRICKY_LINES = {
    ("case",): 2,
    ("case", "title"): 3,
    ("case", "title", "nl"): 3,
    ("case", "title", "en"): 3,
    ("case", "quoted key"): 5,
    ("case", "quoted key", "sub"): 5,
    ("case", "literal.key"): 6,
    ("case", "a"): 7,
    ("case", "list"): 8,
    ("case", "list", 0): 9,
    ("case", "list", 1): 10,
    ("case", "list", 1, "x"): 10,
    ("case", "list", 1, "y"): 10,
    ("case", "list", 1, "y", 0): 10,
    ("case", "list", 1, "y", 1): 11,
    ("case", "list", 2): 13,
    ("case", "long"): 15,
    ("case", "after"): 20,
    ("foo",): 22,
    ("foo", "bar"): 22,
    ("foo", "bar", 0): 22,
    ("foo", "bar", 0, "x"): 23,
    ("foo", "bar", 0, "sub"): 24,
    ("foo", "bar", 0, "sub", "y"): 25,
    ("foo", "bar", 1): 26,
    ("foo", "bar", 1, "x"): 27,
    ("foo", "bar", 1, "sub"): 28,
    ("foo", "bar", 1, "sub", "y"): 29,
    ("foo", "bar", 1, "sub", "empty"): 30,
}


def paths(value, path=()) -> Iterator[tuple]:
    """All keys and items of what tomllib read."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield (*path, key)
        yield from paths(entry, (*path, key))


def test_lines_of_a_tricky_text():
    assert set(paths(tomllib.loads(TRICKY))) == set(TRICKY_LINES)
    index = LineIndex(TRICKY)
    assert {path: index.line_of(path) for path in TRICKY_LINES} == TRICKY_LINES
    assert index.repeated == []
    assert index.line_of(("case", "list", 1, "absent", "deeper")) == 10
    assert index.line_of(("absent",)) is None


@pytest.mark.parametrize("name", [*shipped_cases(), *MISTAKES])
def test_every_key_that_tomllib_reads_stands_on_its_line(name):
    text = mistaken(name)[0] if name in MISTAKES else find_case(name).read_text()
    index, lines = LineIndex(text), text.split("\n")
    for path in paths(tomllib.loads(text)):
        assert path in index
        if isinstance(path[-1], str):
            written = path[-1] if path[-1].isprintable() else path[-1].encode("unicode_escape").decode()
            assert re.search(rf"\b{re.escape(written)}\b", lines[index.line_of(path) - 1])


@given(st.text(alphabet="[]{}=,.\"'#\n\\ ab1", max_size=60))
def test_the_index_reads_anything(text):
    LineIndex(text)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    index = LineIndex(text)
    assert all(path in index for path in paths(data))
    assert index.repeated == []


# the JSON Schema


@pytest.mark.lowest
@pytest.mark.parametrize(("name", "made"), [("case", json_schema), ("portfolio", portfolio_schema)])
def test_json_schema_is_current(name, made):
    assert (DISTRIBUTIONS / f"{name}.schema.json").read_text("utf-8") == made(), (
        f"write it again: python -c 'from mkba_uncertainty.casefile import {made.__name__} as made; "
        f"print(made(), end=str())' > distributions/{name}.schema.json"
    )


def test_json_schema_agrees_with_the_reader():
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(json.loads(json_schema()))
    validator.check_schema(validator.schema)
    for file in CASES:
        assert [error.message for error in validator.iter_errors(tomllib.loads(file.read_text()))] == []
    assert validator.is_valid(tomllib.loads(MINIMAL))
    seen_by_editors = (
        *("unknown_key", "missing_key", "unknown_table", "text_for_number", "unknown_role"),
        *("horizon_zero", "name_with_capital", "name_proto", "unknown_family", "unknown_parameter"),
        *("missing_parameter", "actor_share_above_1", "correlation_above_1", "correlation_of_three"),
        *("truth_for_formula", "empty_label"),
    )
    for name in seen_by_editors:
        assert not validator.is_valid(tomllib.loads(mistaken(name)[0])), name


# anything else

PIECES = st.one_of(
    st.sampled_from(
        [*"[]{}=,.\"'#()\\-", '"""', "'''", "nan", "inf", "-1", "1e400", "0x", "12:00", "true", "**", "exp("]
    ),
    st.sampled_from(["[estimates.relapse]", "[[posts]]", "[quantities]", "distribution", "EUR", "relapse", "keep"]),
    st.sampled_from(['family="mixture"', 'family="beta",alpha=0.1', "value=1e308", 'unit="EUR/year"', "1/share**-9"]),
    st.text(max_size=5),
    st.sampled_from(["\n", " ", "\t", "\0", "\x7f", "\ud7ff", "\U0010ffff"]),
)
CUT = st.tuples(st.integers(0, len(MINIMAL)), st.integers(0, 40), st.lists(PIECES, max_size=3).map("".join))


def never_anything_but_a_case_error(folder: Path, raw: bytes) -> None:
    file = folder / "mutated.toml"
    file.write_bytes(raw)
    try:
        load_case(file)
    except CaseError as error:
        for problem in error.problems or (error,):
            assert problem.file == str(file)
            assert problem.line is None or 1 <= problem.line <= raw.count(b"\n") + 1
            for lang in ("en", "nl"):  # all kinds of blanks are shown
                assert all(one.isprintable() or unicodedata.category(one) == "Zs" for one in problem.text(lang))


@given(cuts=st.lists(CUT, min_size=1, max_size=4))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mutated_texts(tmp_path, cuts):
    text = MINIMAL
    for place, length, piece in cuts:
        text = text[:place] + piece + text[place + length :]
    never_anything_but_a_case_error(tmp_path, text.encode())


@given(place=st.integers(0, len(MINIMAL)), raw=st.binary(min_size=1, max_size=4))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mutated_bytes(tmp_path, place, raw):
    never_anything_but_a_case_error(tmp_path, MINIMAL.encode()[:place] + raw + MINIMAL.encode()[place:])


VALUES = st.recursive(
    st.one_of(
        st.floats(),
        st.integers(-(10**30), 10**30),
        st.booleans(),
        st.dates(),
        st.sampled_from(["share", "EUR", "EUR / year", "relapse", "keep", "city", "pert", "year:0", "", "1 / 0"]),
        st.text(max_size=8),
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["nl", "en", "family", "low", "mode", "high", "families"]), inner, max_size=3)
    ),
    max_leaves=4,
)


@given(changes=st.lists(st.tuples(st.integers(0), VALUES), min_size=1, max_size=3), delete=st.booleans())
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mutated_values(tmp_path, changes, delete):
    import tomlkit

    data = tomllib.loads(MINIMAL)
    for chosen, value in changes:
        every = list(paths(data))
        *above, last = every[chosen % len(every)]
        table = data
        for key in above:
            table = table[key]
        if delete:
            del table[last]
        else:
            table[last] = value
    never_anything_but_a_case_error(tmp_path, tomlkit.dumps(data).encode("utf-8", "surrogatepass"))
