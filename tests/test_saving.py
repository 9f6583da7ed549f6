"""Case files as they are written: nothing is lost, comments stay, and nothing is ever half written."""

from __future__ import annotations

import dataclasses
import difflib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, replace
from pathlib import Path
from typing import Any

import pytest
from cases import FULL, MINIMAL, changed, read, same
from hypothesis import HealthCheck, given, settings, strategies as st

import mkba_uncertainty as mkba
from mkba_uncertainty import save_case
from mkba_uncertainty.case import Case, Dependence, Estimate, Remark, Scenario
from mkba_uncertainty.casefile import toml_value
from mkba_uncertainty.errors import CaseError, InputError, StoreError
from mkba_uncertainty.families import Family
from mkba_uncertainty.formula import Formula, parse
from mkba_uncertainty.texts import Text

ELSEWHERE = {"file", "sha256", "warnings", "name", "part_of", "chosen", "binding"}
"""Fields that say where something stands, not what it is."""


@pytest.fixture
def full(tmp_path: Path) -> Case:
    return read(FULL, tmp_path)


@pytest.fixture
def minimal(tmp_path: Path) -> Case:
    return read(MINIMAL, tmp_path)


def saved(case: Case, folder: Path) -> str:
    """Save a case where ``read`` puts it, and give the text of the file."""
    save_case(case, folder / "aftercare.toml")
    return (folder / "aftercare.toml").read_text("utf-8")


def difference(before: str, after: str) -> list[str]:
    """Give the lines that were taken out and put in."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


# --- nothing is lost


def _parts(value: Any) -> Iterator[Any]:
    """Give all the dataclasses of the case format in a case."""
    if isinstance(value, Family | Formula):
        return
    if dataclasses.is_dataclass(value):
        yield value
        for field in dataclasses.fields(value):
            yield from _parts(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _parts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _parts(item)


def test_the_full_case_says_something_in_every_field(full: Case) -> None:
    """If this fails, a field was added to a case: add it to FULL, and see that it is written and read back."""
    by_kind: dict[type, list[Any]] = {}
    for part in _parts(full):
        by_kind.setdefault(type(part), []).append(part)
    assert {Case, Text, Estimate, Scenario, Dependence, Remark} <= set(by_kind)
    silent = [
        f"{kind.__name__}.{field.name}"
        for kind, found in by_kind.items()
        for field in dataclasses.fields(kind)
        if field.name not in ELSEWHERE
        and all(getattr(part, field.name) == _default(field) for part in found)
        and (field.default, field.default_factory) != (MISSING, MISSING)
    ]
    assert silent == []


def _default(field: Any) -> Any:
    return field.default if field.default_factory is MISSING else field.default_factory()


@pytest.mark.lowest
def test_every_field_is_read_back(full: Case, tmp_path: Path) -> None:
    target = tmp_path / "fresh.toml"
    save_case(full.replace(file=""), target)
    found = mkba.load_case(target)
    for field in dataclasses.fields(Case):
        if field.name not in ELSEWHERE:
            assert getattr(found, field.name) == getattr(full, field.name), field.name
    assert same(found, full)


@pytest.mark.parametrize("name", mkba.shipped_cases())
def test_shipped_cases_come_back_without_their_files(name: str, tmp_path: Path) -> None:
    case = mkba.load_case(name)
    save_case(case.replace(file=""), tmp_path / "fresh.toml")
    assert same(mkba.load_case(tmp_path / "fresh.toml"), case)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(codec="utf-8").filter(lambda sign: sign.isprintable() or sign in "\n\t"), min_size=1).filter(
        str.strip
    ),
    st.just(0.0) | st.floats(1e-18, 1),
)
def test_any_text_and_number_comes_back(minimal: Case, tmp_path: Path, text: str, value: float) -> None:
    text = text.strip()
    case = minimal.with_estimate("relapse", label=Text(text, text), value=value, note=Text("-", text))
    for file in ("", minimal.file):
        save_case(case.replace(file=file), tmp_path / "any.toml")
        assert mkba.load_case(tmp_path / "any.toml").estimates["relapse"] == case.estimates["relapse"]


@given(
    st.recursive(
        st.none().map(lambda _: True) | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    )
)
def test_values_are_written_as_toml_has_them(value: Any) -> None:
    try:
        text = toml_value(value).encode().decode()
    except UnicodeEncodeError:
        return
    assert tomllib.loads(f"value = {text}")["value"] == value


# --- comments stay


@pytest.mark.parametrize("name", mkba.shipped_cases())
def test_an_unchanged_case_is_the_same_bytes(name: str, tmp_path: Path) -> None:
    case = mkba.load_case(name)
    save_case(case, tmp_path / "copy.toml")
    assert (tmp_path / "copy.toml").read_bytes() == Path(case.file).read_bytes()


COMMENTED = changed(
    {
        "value = 0.30\n": "value = 0.30 # the report's own\n",
        "[estimates.households_helped]": "# --- counts\n\n# Counted by hand.\n[estimates.households_helped] # sic",
        "[quantities]\n": "# --- quantities\n\n[quantities] # formulas\n",
        'keep = "1 - relapse"\n': '# what lasts\nkeep = "1 - relapse" # once\n',
        "correlations = [\n": "correlations = [ # judgement\n",
        "[posts.staff]": "# --- posts\n\n[posts.staff]",
    }
)


def test_one_number_changes_one_line(tmp_path: Path) -> None:
    case = read(COMMENTED, tmp_path)
    assert difference(COMMENTED, saved(case.with_estimate("relapse", value=0.25), tmp_path)) == [
        "-value = 0.30 # the report's own",
        "+value = 0.25 # the report's own",
    ]


def post(case: Case, name: str, **changes: Any) -> Case:
    return case.replace(posts={**case.posts, name: replace(case.posts[name], **changes)})


def scenarios(case: Case, **values: float) -> Case:
    more = replace(case.scenarios["more_relapse"], values=values, note=Text("-", "-"))
    return case.replace(scenarios={**case.scenarios, "more_relapse": more})


def another(case: Case) -> Case:
    extra = replace(case.estimates["relapse"], name="another", note=Text("Nieuw", "New"))
    return case.replace(estimates={**case.estimates, "another": extra})


def dependence(case: Case) -> Case:
    strong = Dependence("strong", Text("Sterk", "Strong"), {("relapse", "shelter_cost"): 0.8})
    return case.replace(dependence={**case.dependence, "strong": strong})


def quantities(case: Case) -> Case:
    return case.replace(quantities={**case.quantities, "keep": replace(case.quantities["keep"], unit="share")})


EDITS: dict[str, Callable[[Case], Case]] = {
    "distribution": lambda case: case.with_estimate("relapse", distribution=mkba.Uniform(0.2, 0.4)),
    "fixed value": lambda case: case.with_estimate("stay", value=2.0),
    "note": lambda case: case.with_estimate("relapse", note=Text("Let op", "Mind")),
    "tags": lambda case: case.with_estimate("relapse", tags=("effect",)),
    "new estimate": another,
    "scenario": lambda case: scenarios(case, relapse=0.45, stay=2.0),
    "no scenarios": lambda case: case.replace(scenarios={}, claims={"top": case.claims["top"]}),
    "dependence": dependence,
    "ignores dependence": lambda case: case.replace(dependence={"independent": case.dependence["independent"]}),
    "quantity": quantities,
    "published": lambda case: case.replace(published={"net_benefit": 25_000.0, "bcr": 1.2}),
    "description": lambda case: case.replace(description=Text("Waarom", "Why")),
    "price level": lambda case: case.replace(price_level=2021, price_index={2020: 95.0, 2021: 100.0}),
    "overlap": lambda case: case.replace(overlaps=(Remark("both", Text("Dubbel", "Double"), ("staff",)),)),
    "no findings": lambda case: case.replace(findings=()),
    "actors": lambda case: post(case, "shelter", actors={"households": 1.0}),
    "timing": lambda case: post(case, "staff", timing=replace(case.posts["staff"].timing, year=2)),
    "amount": lambda case: post(case, "staff", amount=parse("personnel * 2")),
}


@pytest.mark.lowest
@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_the_file_says_so_and_keeps_its_comments(edit: str, tmp_path: Path) -> None:
    case = EDITS[edit](read(COMMENTED, tmp_path))
    text = saved(case, tmp_path)
    assert same(mkba.load_case(tmp_path / "aftercare.toml").replace(warnings=()), case.replace(warnings=()))
    comments = {line.partition("#")[2] for line in COMMENTED.splitlines() if "#" in line}
    assert len(comments) >= 10
    for comment in comments - ({" judgement"} if edit == "ignores dependence" else set()):
        assert text.count(f"#{comment}\n") == COMMENTED.count(f"#{comment}\n"), comment
    assert "\n\n\n\n" not in text


def test_what_is_added_stands_before_the_heading_of_what_follows(tmp_path: Path) -> None:
    text = saved(another(read(COMMENTED, tmp_path)), tmp_path)
    assert text.index("[estimates.personnel]") < text.index("[estimates.another]") < text.index("# --- quantities")
    text = saved(quantities(mkba.load_case(tmp_path / "aftercare.toml")), tmp_path)
    assert text.index('unit = "share" }') < text.index("# --- posts")


def test_a_removed_entry_leaves_the_heading_of_what_follows(tmp_path: Path) -> None:
    spare = MINIMAL.partition("[estimates.personnel]\n")[2].partition("\n\n")[0]
    text = changed({"[quantities]\n": f"[estimates.spare]\n{spare}\n\n# --- steps\n[quantities]\n"})
    case = read(text, tmp_path)
    kept = {name: estimate for name, estimate in case.estimates.items() if name != "spare"}
    after = saved(case.replace(estimates=kept), tmp_path)
    assert "spare" not in after
    assert "# --- steps\n[quantities]" in after


def test_another_way_to_give_a_distribution_stays_until_it_changes(tmp_path: Path) -> None:
    given = '{ family = "normal", lower = 900, upper = 1100, mass = 0.8 }'
    text = changed({'{ family = "normal", mu = 1000, sigma = 100 }': given})
    case = read(text, tmp_path)
    assert given in saved(case.with_estimate("relapse", value=0.2), tmp_path)
    after = saved(case.with_estimate("shelter_cost", distribution=mkba.Normal(1000.0, 90.0)), tmp_path)
    assert 'distribution = { family = "normal", mu = 1000, sigma = 90 }' in after


def test_a_case_from_elsewhere_keeps_the_comments_of_the_file_that_it_replaces(tmp_path: Path) -> None:
    case = read(COMMENTED, tmp_path).replace(file="")
    assert len(difference(COMMENTED, saved(case.with_estimate("stay", value=2.0), tmp_path))) == 2


@pytest.mark.parametrize("there", ["", "not a case = 1\n", "[case\n", "\x00"])
def test_a_file_that_is_no_case_is_replaced(minimal: Case, tmp_path: Path, there: str) -> None:
    target = tmp_path / "target.toml"
    target.write_text(there, "utf-8")
    save_case(minimal.replace(file=""), target)
    assert same(mkba.load_case(target), minimal)


def test_line_endings_and_tables_out_of_order_are_no_obstacle(tmp_path: Path) -> None:
    head, _, tail = MINIMAL.partition("[estimates.stay]")
    stay, _, rest = tail.partition("[estimates.personnel]")
    text = f"{head}[estimates.personnel]{rest}\n[estimates.stay]{stay}# the end\n"
    file = tmp_path / "aftercare.toml"
    file.write_bytes(text.replace("\n", "\r\n").encode())
    case = mkba.load_case(file).with_estimate("stay", value=2.0).with_estimate("relapse", value=0.2)
    save_case(case, file)
    assert same(mkba.load_case(file), case)
    save_case(another(mkba.load_case(file)), file)
    assert "another" in mkba.load_case(file).estimates


# --- nothing unsound, nothing by halves


def test_an_edit_that_makes_a_case_unsound_is_not_written(minimal: Case, tmp_path: Path) -> None:
    before = (tmp_path / "aftercare.toml").read_bytes()
    case = minimal.with_estimate("relapse", value=30.0).with_estimate("stay", unit="months")
    with pytest.raises(CaseError) as caught:
        save_case(case, tmp_path / "aftercare.toml")
    assert [error.key for error in caught.value.problems] == ["estimates.relapse.value", "estimates.stay.unit"]
    assert all(error.line is None for error in caught.value.problems)
    assert (tmp_path / "aftercare.toml").read_bytes() == before


def test_an_estimate_that_there_is_not(minimal: Case) -> None:
    with pytest.raises(InputError, match=r"Did you mean relapse\?"):
        minimal.with_estimate("relaps", value=0.2)


def test_a_fixed_estimate_stays_fixed(minimal: Case) -> None:
    assert minimal.with_estimate("stay", value=2.0).estimates["stay"].distribution == mkba.Point(2.0)
    assert minimal.with_estimate("relapse", value=0.2).estimates["relapse"].distribution == mkba.Pert(0.15, 0.30, 0.50)
    assert minimal.estimates["stay"].value == 3.0


def test_a_folder_that_is_not_there(minimal: Case, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        save_case(minimal, tmp_path / "nowhere" / "case.toml")
    assert not (tmp_path / "nowhere").exists()
