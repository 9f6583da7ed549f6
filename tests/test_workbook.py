"""Cases as Excel workbooks: the round trip, wrong cells by sheet and address, and what is never opened."""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from cases import FULL, MINIMAL, read, same
from hypothesis import HealthCheck, given, settings, strategies as st

import mkba_uncertainty as mkba
from mkba_uncertainty import new_case, save_case
from mkba_uncertainty.case import Case
from mkba_uncertainty.errors import CaseError, InputError
from mkba_uncertainty.texts import LANGUAGES, Text
from mkba_uncertainty.workbook import load_workbook, save_workbook, sheets

Edit = Callable[[Any], None]


@pytest.fixture
def minimal(tmp_path: Path) -> Case:
    return read(MINIMAL, tmp_path)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give what is in a sound workbook."""
    folder = tmp_path_factory.mktemp("sound")
    save_workbook(read(MINIMAL, folder), folder / "aftercare.xlsx")
    return (folder / "aftercare.xlsx").read_bytes()


@pytest.fixture
def book(sound: bytes, tmp_path: Path) -> Path:
    """Give a sound workbook."""
    path = tmp_path / "aftercare.xlsx"
    path.write_bytes(sound)
    return path


def problems(path: Path) -> list[CaseError]:
    with pytest.raises(CaseError) as caught:
        load_workbook(path)
    error = caught.value
    for lang in LANGUAGES:
        assert "Traceback" not in error.text(lang)
    return list(error.problems or [error])


def edited(path: Path, edit: Edit) -> list[CaseError]:
    """Change a workbook, and give what is wrong with it."""
    found = openpyxl.load_workbook(path)
    edit(found)
    found.save(path)
    return problems(path)


# --- the round trip


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", mkba.shipped_cases())
def test_round_trip_of_shipped_cases(name: str, lang: str, tmp_path: Path) -> None:
    case = mkba.load_case(name)
    save_workbook(case, tmp_path / "case.xlsx", lang=lang)
    assert same(load_workbook(tmp_path / "case.xlsx"), case)


@pytest.mark.lowest
@pytest.mark.parametrize("lang", LANGUAGES)
def test_round_trip_of_the_small_case_and_of_all_that_a_case_can_hold(lang: str, tmp_path: Path) -> None:
    new_case(tmp_path / "my-city.toml", lang=lang)
    for case in (mkba.load_case(tmp_path / "my-city.toml"), read(FULL, tmp_path)):
        path = tmp_path / f"{case.name}.xlsx"
        save_workbook(case, path, lang=lang)
        assert same(load_workbook(path), case)


def test_back_to_a_case_file(tmp_path: Path) -> None:
    case = read(FULL, tmp_path)
    save_workbook(case, tmp_path / "case.xlsx")
    save_case(load_workbook(tmp_path / "case.xlsx"), tmp_path / "back.toml")
    assert same(mkba.load_case(tmp_path / "back.toml"), case)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=40),
    st.just(0.0) | st.floats(1e-18, 1),
)
def test_any_text_and_number_survives_or_is_refused(minimal: Case, tmp_path: Path, text: str, value: float) -> None:
    stripped = text.strip()
    if not stripped:
        return
    case = minimal.with_estimate("relapse", label=Text(stripped, stripped), value=value)
    try:
        save_workbook(case, tmp_path / "any.xlsx", force=True)
    except CaseError:
        assert not stripped.isprintable() or "x005F_" in stripped
        return
    found = load_workbook(tmp_path / "any.xlsx").estimates["relapse"]
    assert (found.label, found.value) == (Text(stripped, stripped), value)


@pytest.mark.parametrize("text", ["=1+1", "+31 26", "-2 %", "@SUM(A1)", '=HYPERLINK("http://x","y")', "#N/A", "TRUE"])
def test_texts_that_look_like_formulas_are_texts(minimal: Case, tmp_path: Path, text: str) -> None:
    save_workbook(minimal.with_estimate("relapse", label=Text(text, "x")), tmp_path / "case.xlsx")
    page = openpyxl.load_workbook(tmp_path / "case.xlsx")["Estimates"]
    cell = page["B3"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))
    with zipfile.ZipFile(tmp_path / "case.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if "worksheets" in name}
    assert not any(b"<f>" in part or b"<f " in part.replace(b"<formula1", b"") for part in parts.values())
    assert load_workbook(tmp_path / "case.xlsx").estimates["relapse"].label.nl == text


@pytest.mark.parametrize("text", ["bell \a", "x" * 32_768, "_x005F_"])
def test_texts_that_no_cell_can_hold(minimal: Case, tmp_path: Path, text: str) -> None:
    path = tmp_path / "case.xlsx"
    with pytest.raises(CaseError) as caught:
        save_workbook(minimal.with_estimate("relapse", label=Text(text, "x")), path)
    assert caught.value.code == "workbook_text"
    assert "label (nl)" in str(caught.value)
    assert len(str(caught.value)) < 500
    assert not path.exists()


def test_a_workbook_does_not_say_when_it_was_made(minimal: Case, tmp_path: Path) -> None:
    for name in ("one", "other"):
        save_workbook(minimal, tmp_path / f"{name}.xlsx")
    with zipfile.ZipFile(tmp_path / "one.xlsx") as one, zipfile.ZipFile(tmp_path / "other.xlsx") as other:
        assert {part.date_time for part in one.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        contents = [
            {name: parts.read(name).replace(b"other.xlsx", b"one.xlsx") for name in parts.namelist()}
            for parts in (one, other)
        ]
    assert contents[0] == contents[1]
    assert b"<dcterms:" not in contents[0]["docProps/core.xml"]


def test_results_stand_on_a_sheet_that_is_not_read(minimal: Case, tmp_path: Path) -> None:
    path = tmp_path / "case.xlsx"
    answer = mkba.confidence(mkba.build_model(minimal), draws=64)
    save_workbook(minimal, path, results=answer.to_frame())
    page = openpyxl.load_workbook(path)["_Results"]
    table = {row[0]: row[1] for row in page.iter_rows(values_only=True)}
    assert table["net_benefit"] == answer.outcomes["net_benefit"].point
    assert same(load_workbook(path), minimal)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cells_where_the_answer_is_one_of_a_few_have_a_list(minimal: Case, tmp_path: Path, lang: str) -> None:
    save_workbook(minimal, tmp_path / "case.xlsx", lang=lang)
    found = openpyxl.load_workbook(tmp_path / "case.xlsx")
    titles = {name: sheet.title(lang) for name, sheet in sheets().items()}
    page = found[titles["estimates"]]
    rules = {str(rule.sqref).partition("2")[0]: rule.formula1 for rule in page.data_validations.dataValidation}
    headers = {cell.value: cell.column_letter for cell in page[1]}
    roles = '"expert,observed,assumption,unit_value,lever,value_choice"'
    assert rules[headers[{"nl": "rol", "en": "role"}[lang]]] == roles
    assert rules[headers[{"nl": "bron", "en": "source"}[lang]]] == f"'{titles['documents']}'!$A$2:$A$1000"
    assert page.freeze_panes == "B2"
    for sheet in sheets().values():
        asked = sum(bool(column.choices or column.refers) for column in sheet.columns)
        assert len(found[titles[sheet.name]].data_validations.dataValidation) == asked, sheet.name


def test_sheets_of_ones_own_and_empty_rows_do_no_harm(book: Path, minimal: Case) -> None:
    found = openpyxl.load_workbook(book)
    own = found.create_sheet("_scratch")
    own["A1"] = "=SUM(B1:B9)"
    found["Estimates"].insert_rows(3)
    found["Estimates"]["B40"] = "   "
    found["Posts"].title = " posts "
    found.save(book)
    assert same(load_workbook(book), minimal)


def test_a_number_that_excel_made_of_a_text_is_a_text_again(book: Path) -> None:
    found = openpyxl.load_workbook(book)
    found["Estimates"]["B3"] = 2012
    found["Estimates"]["C3"] = 0.5
    found["Case"]["B5"] = 4.0
    found.save(book)
    case = load_workbook(book)
    assert case.estimates["relapse"].label == Text("2012", "0.5")
    assert case.horizon == 4


# --- wrong cells: what is changed, where it must be reported, and what must be said


def put(sheet: str, cell: str, value: Any) -> Edit:
    def edit(book: Any) -> None:
        book[sheet][cell] = value

    return edit


def rename(sheet: str, title: str) -> Edit:
    def edit(book: Any) -> None:
        book[sheet].title = title

    return edit


def remove(sheet: str) -> Edit:
    return lambda book: book.remove(book[sheet])


def experts(*answers: tuple[Any, ...]) -> Edit:
    """Add rows of estimate, answer and perhaps weight; the experts have no labels."""
    return lambda book: [book["Experts"].append([name, None, None, *rest]) for name, *rest in answers]


WRONG = {
    "formula": (put("Estimates", "F3", "=0.1+0.2"), "Estimates!F3", "workbook_formula", "paste it as a value"),
    "formula in text": (put("Case", "B2", "=A1"), "Case!B2", "workbook_formula", "Excel formula"),
    "formula as name": (put("Estimates", "A3", "=A4"), "Estimates!A3", "workbook_formula", "Excel formula"),
    "error value": (put("Estimates", "F3", "#REF!"), "Estimates!F3", "workbook_error_value", "#REF!"),
    "text for number": (put("Estimates", "F3", "0,30"), "Estimates!F3", "workbook_number", '"0,30"'),
    "truth": (put("Estimates", "E3", True), "Estimates!E3", "workbook_kind", "true/false"),
    "no value": (put("Estimates", "F2", None), "Estimates!F2", "value_missing", "Give one of the two"),
    "no label": (put("Posts", "C2", None), "Posts!C2", "workbook_missing", "Fill in: en"),
    "no labels": (lambda book: [put("Posts", cell, None)(book) for cell in ("B2", "C2")], "Posts!B2", None, "label"),
    "no family": (put("Estimates", "G3", None), "Estimates!G3", "workbook_missing", "family"),
    "no name": (put("Estimates", "A3", None), "Estimates!A3", "workbook_no_name", "this row has no id"),
    "name twice": (put("Estimates", "A4", "relapse"), "Estimates!A4", "workbook_twice", "Estimates!A3"),
    "bad name": (put("Actors", "A2", "The City"), "Actors!A2", "bad_name", "lower-case"),
    "quantity is estimate": (put("Quantities", "A2", "stay"), "Quantities!A2", "name_twice", "Estimates!A6"),
    "unknown role": (put("Estimates", "D3", "expertt"), "Estimates!D3", "unknown_choice", "Did you mean expert?"),
    "unknown unit": (put("Estimates", "E3", "shares"), "Estimates!E3", "unit_unknown_nearest", "share"),
    "unknown family": (put("Estimates", "G3", "perd"), "Estimates!G3", "unknown_family", "pert"),
    "parameter": (put("Estimates", "H3", 0.4), "Estimates!I3", "mode_outside_range", "0.3"),
    "unknown line": (put("Posts", "F2", "costs-9"), "Posts!F2", "case_unknown_line", "costs-1"),
    "formula of ours": (put("Posts", "G2", "personel"), "Posts!G2", "formula_unknown_nearest", "personnel"),
    "units": (put("Posts", "G3", "stable"), "Posts!G3", None, "household"),
    "horizon": (put("Case", "B5", 4.5), "Case!B5", "expected_whole_number", "4.5"),
    "year": (put("Posts", "H2", 4), "Posts!H2", "year_beyond_horizon", "3"),
    "shares": (put("Posts", "Q2", 0.9), "Posts!Q2", "shares_do_not_sum", "0.9"),
    "share column": (put("Posts", "Q1", "share town"), "Posts!Q2", "case_unknown_actor", "town"),
    "unknown sheet": (rename("Scenarios", "Senarios"), "Senarios", "workbook_unknown_sheet", "Did you mean Scenarios?"),
    "sheet twice": (rename("Scenarios", "Posten"), "Posten", "workbook_twice", "Posts"),
    "missing sheet": (remove("Lines"), None, "workbook_missing_sheet", "Regels / Lines"),
    "unknown column": (put("Lines", "D1", "sides"), "Lines!D1", "workbook_unknown_column", "Did you mean side?"),
    "column twice": (put("Estimates", "E1", "rol"), "Estimates!E1", "workbook_twice", "Estimates!D1"),
    "no heading": (put("Estimates", "AZ3", "note to self"), "Estimates!AZ3", "workbook_no_header", "note to self"),
    "beside the case": (put("Case", "C2", "note"), "Case!C2", "workbook_no_header", "note"),
    "far cell": (put("Estimates", "A9999", "x"), "Estimates", "workbook_far_cell", "outside the table"),
    "more": (put("Estimates", "Y3", "experts: five"), "Estimates!Y3", "workbook_more", "experts: five"),
    "more twice": (put("Estimates", "Y3", "value = 3"), "Estimates!Y3", "workbook_more", "value = 3"),
    "more elsewhere": (put("Scenarios", "F2", "set = 3"), "Scenarios!F2", "workbook_more", "set = 3"),
    "more unknown": (put("Estimates", "Y3", "colour = 3"), "Estimates!Y3", "unknown_key", "colour"),
    "scenario unknown": (
        put("Scenario values", "A2", "more_relaps"), "Scenario values!A2", "workbook_unknown_entry", "more_relapse?",
    ),
    "scenario estimate": (
        put("Scenario values", "B2", "relaps"), "Scenario values!B2", "case_unknown_estimate", "Did you mean relapse?",
    ),
    "scenario share": (put("Scenario values", "C2", 4), "Scenario values!C2", "share_outside_range", "0 to 1"),
    "scenario value": (put("Scenario values", "C2", "many"), "Scenario values!C2", "expected_scenario_value", "many"),
    "scenario pooled": (put("Scenario values", "C2", "pooled"), "Scenario values!C2", "no_experts", "relapse"),
    "expert alone": (experts(("relapse", 0.3)), "Experts!A2", "few_experts", "at least two"),
    "expert unknown": (experts(("relaps", 0.3)), "Experts!A2", "workbook_unknown_entry", "Did you mean relapse?"),
    "expert of nothing": (experts((None, 0.3)), "Experts!A2", "workbook_no_name", "estimate"),
    "expert share": (experts(("relapse", 0.3), ("relapse", 30)), "Experts!D3", "share_outside_range", "0 to 1"),
    "expert text": (experts(("relapse", 0.3), ("relapse", "0,3")), "Experts!D3", "workbook_number", "0,3"),
    "expert formula": (experts(("relapse", 0.3), ("relapse", "=D2")), "Experts!D3", "workbook_formula", "paste it"),
    "expert weight": (experts(("relapse", 0.3), ("relapse", 0.4, -1)), "Experts!E3", "expected_at_least", "-1"),
    "expert silent": (experts(("relapse", 0.3), ("relapse", None, 1)), "Experts!A3", "expert_answers", "answer"),
    "expert half named": (
        lambda book: book["Experts"].append(["relapse", "Noord", None, 0.3]), "Experts!C2", "workbook_missing", "en",
    ),
    "experts of lever": (experts(("personnel", 1), ("personnel", 2)), "Experts!A2", "experts_of_choice", "lever"),
    "scenario no value": (put("Scenario values", "C2", None), "Scenario values!C2", "workbook_missing", "value"),
    "scenario no name": (put("Scenario values", "A2", None), "Scenario values!A2", "workbook_no_name", "scenario"),
    "scenario empty": (remove("Scenario values"), "Scenarios!A2", "workbook_missing_part", "set"),
    "published": (put("Published", "A2", "nett_benefit"), "Published!A2", "case_unknown_outcome", "net_benefit"),
    "correlation": (put("Correlations", "D2", 1.5), "Correlations!D2", "expected_at_most", "at most 1"),
    "correlation of": (put("Correlations", "B2", "stay"), "Correlations!B2", "pair_not_uncertain", "stay"),
    "correlation twice": (put("Correlations", "C3", "households_helped"), "Correlations!C3", "workbook_twice", "C2"),
    "variant": (put("Variant changes", "A2", "other"), "Variant changes!A2", "workbook_unknown_entry", "Variants"),
    "remark": (put("Remarks", "B2", "finding"), "Remarks!B2", "unknown_choice", "Did you mean findings?"),
    "index": (lambda book: book["Price index"].append([20, 100]), "Price index!A2", "bad_year", "20"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_a_wrong_cell_is_named_by_sheet_and_address(mistake: str, book: Path) -> None:
    edit, place, code, words = WRONG[mistake]
    first = edited(book, edit)[0]
    assert first.file == str(book)
    assert first.key == place, str(first)
    assert code in (None, first.code), str(first)
    assert words in first.text("en")
    assert first.text("nl") != first.text("en")


def test_a_date_in_a_cell_for_a_number_has_the_remedy_of_a_text_there(book: Path) -> None:
    import datetime

    said = [edited(book, put("Estimates", "F3", found))[0].text() for found in (datetime.date(2024, 1, 2), "0,30")]
    assert all("Format the cell as a number, and then type it again." in text for text in said)


def test_blanks_and_capitals_around_a_choice_do_no_harm(book: Path, minimal: Case) -> None:
    def edit(page: Any) -> None:
        headings = {cell.value: cell.column for cell in page[1]}
        for heading, change in (("role", str.capitalize), ("distribution", str.upper), ("source", str)):
            cell = page.cell(3, headings[heading])
            cell.value = f" {change(cell.value)} "

    found = openpyxl.load_workbook(book)
    edit(found["Estimates"])
    found.save(book)
    assert mkba.load_workbook(book).estimates == minimal.estimates


def above(sheet: str, title: str | None) -> Edit:
    """Put a title, or nothing, and an empty row above the headings."""

    def edit(book: Any) -> None:
        book[sheet].insert_rows(1, 2)
        book[sheet]["A1"] = title

    return edit


@pytest.mark.parametrize(
    ("edit", "places", "words"),
    [
        (above("Estimates", "All our estimates"), ["Estimates!A3"], "should be on row 1, but are on row 3"),
        (above("Scenarios", None), ["Scenarios!A3"], "on row 3. Remove what is above them."),  # others name scenarios
        (lambda book: book["Case"].insert_cols(1), ["Case!B1"], "should be in column A, but are in column B"),
    ],
)
def test_headings_that_stand_elsewhere_are_one_problem(edit: Edit, places: list[str], words: str, book: Path) -> None:
    found = edited(book, edit)
    assert [error.key for error in found] == places
    assert words in str(found[0])


def test_all_wrong_cells_are_reported_at_once(book: Path) -> None:
    def edit(book: Any) -> None:
        put("Estimates", "F3", "0,30")(book)
        put("Estimates", "F4", "=1")(book)
        put("Posts", "P2", "x")(book)

    assert [error.key for error in edited(book, edit)] == ["Estimates!F3", "Estimates!F4", "Posts!P2"]


def test_what_was_not_looked_at_yet_is_said(book: Path) -> None:
    said = edited(book, put("Estimates", "F4", "=1"))[0].message("en")
    assert said.endswith("The rest has not been checked yet: correct this first, and more may follow.")
    changed = openpyxl.load_workbook(book)
    put("Estimates", "F3", "x")(changed)
    put("Estimates", "F4", "=1")(changed)
    changed.save(book)
    with pytest.raises(CaseError) as caught:
        mkba.load_workbook(book)
    assert str(caught.value).count("The rest has not been checked yet") == 1
    assert "2 errors found. The rest" in str(caught.value)


def test_a_date_that_excel_made(book: Path) -> None:
    import datetime

    (error,) = edited(book, put("Lines", "I2", datetime.date(2024, 1, 2)))
    assert (error.key, error.code) == ("Lines!I2", "workbook_kind")
    assert "2024-01-02" in str(error)


# --- what is never opened


def with_part(path: Path, name: str, content: bytes = b"x", **changes: Callable[[bytes], bytes]) -> None:
    """Add a part to a workbook, and change others."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts = {part: changes.get(part.rpartition("/")[2].partition(".")[0], bytes)(old) for part, old in parts.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, old in {**parts, name: content}.items():
            archive.writestr(part, old)


LINK = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    b'Target="http://example.org/x" TargetMode="External"/></Relationships>'
)
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/vbaProject.bin", b"x", "workbook_macros"),
        ("xl/macrosheets/sheet1.xml", b"<x/>", "workbook_macros"),
        ("xl/activeX/activeX1.xml", b"<x/>", "workbook_macros"),
        ("xl/externalLinks/externalLink1.xml", b"<x/>", "workbook_links"),
        ("xl/connections.xml", b"<x/>", "workbook_links"),
        ("xl/embeddings/oleObject1.bin", b"x", "workbook_links"),
        ("xl/worksheets/_rels/sheet9.xml.rels", LINK % b"image", "workbook_links"),
        ("xl/comments9.xml", BOMB, "workbook_unreadable"),
        ("xl/comments9.xml", BOMB.decode().encode("utf-16"), "workbook_unreadable"),
        ("xl/media/huge.bin", b"\0" * (50_000_000), "workbook_too_large"),
    ],
)
def test_workbooks_that_bring_something_along_are_refused(book: Path, part: str, content: bytes, code: str) -> None:
    with_part(book, part, content)
    (error,) = problems(book)
    assert error.code == code
    assert error.file == str(book)


def test_a_workbook_that_calls_itself_macro_enabled_is_refused(book: Path) -> None:
    def as_macros(content: bytes) -> bytes:
        return content.replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")

    with_part(book, "xl/extra.xml", b"<x/>", **{"[Content_Types]": as_macros})
    assert problems(book)[0].code == "workbook_macros"


def test_addresses_that_excel_made_clickable_do_no_harm(book: Path, minimal: Case) -> None:
    found = openpyxl.load_workbook(book)
    found["Sources"]["E2"] = "https://example.org"
    found["Sources"]["E2"].hyperlink = "https://example.org"
    found.save(book)
    assert load_workbook(book).documents["report"].url == "https://example.org"


def broken_archive() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "a")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook_unreadable"),
        (b"name;value\nrelapse;0,3\n", "workbook_text_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "workbook_xls"),
        (b"PK\x03\x04" + b"\0" * 100, "workbook_unreadable"),
        (broken_archive(), "workbook_unreadable"),
        (b"\0" * 5_000_001, "workbook_too_large"),
    ],
)
def test_files_that_are_no_workbooks(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(content)
    assert problems(path)[0].code == code


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_part_changed_at_random_gives_a_case_or_a_case_error(book: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(book) as archive:
        parts = {part: bytearray(archive.read(part)) for part in archive.namelist()}
    raw = parts[data.draw(st.sampled_from(sorted(parts)))]
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=4)):
        raw[place : place + 1] = data.draw(st.sampled_from([b"", b"<", b">", b'"', b"/", b"9", b"f", b"\xff", b"&"]))
    path = book.with_name("changed.xlsx")
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, bytes(content))
    with contextlib.suppress(CaseError):
        load_workbook(path)


@pytest.mark.parametrize("name", ["nowhere.xlsx", "."])
def test_no_such_workbook(name: str, tmp_path: Path) -> None:
    assert problems(tmp_path / name)[0].code in ("file_missing", "file_is_folder")


# --- files


def test_a_workbook_is_not_replaced_unless_told(book: Path, minimal: Case) -> None:
    before = book.read_bytes()
    with pytest.raises(InputError) as caught:
        save_workbook(minimal, book)
    assert caught.value.code == "file_exists_force"
    assert book.read_bytes() == before
    save_workbook(minimal, book, force=True)


@pytest.mark.parametrize("name", ["case.xls", "case.xlsm", "case", "case.toml"])
def test_another_ending_is_refused(minimal: Case, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        save_workbook(minimal, tmp_path / name)
    assert caught.value.code == "file_ending"
    assert "case.xlsx" in str(caught.value)


def test_a_folder_that_is_not_there(minimal: Case, tmp_path: Path) -> None:
    with pytest.raises(mkba.MkbaError) as caught:
        save_workbook(minimal, tmp_path / "nowhere" / "case.xlsx")
    assert caught.value.code == "not_writable"


@pytest.fixture
def without_openpyxl(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)


@pytest.mark.usefixtures("without_openpyxl")
def test_without_the_library_it_says_what_to_install(minimal: Case, tmp_path: Path) -> None:
    for call in (lambda: save_workbook(minimal, tmp_path / "x.xlsx"), lambda: load_workbook(tmp_path / "x.xlsx")):
        with pytest.raises(InputError) as caught:
            call()
        assert 'pip install "mkba-uncertainty[excel]"' in str(caught.value)


def test_an_edit_in_excel_arrives(book: Path, minimal: Case) -> None:
    found = openpyxl.load_workbook(book)
    page = found["Estimates"]
    page["F3"], page["H3"], page["I3"], page["J3"] = 0.25, 0.1, 0.25, 0.4
    found.save(book)
    expected = replace(minimal.estimates["relapse"], value=0.25, distribution=mkba.Pert(0.1, 0.25, 0.4))
    assert load_workbook(book).estimates["relapse"] == expected
