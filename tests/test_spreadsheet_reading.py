"""What is read of a workbook, and what is refused before any of it is kept, by the reader of cases too."""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from openpyxl.formula.translate import Translator
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from mkba_uncertainty.errors import CaseError, InputError
from mkba_uncertainty.spreadsheet import Address, Book, Calculation, read_book
from mkba_uncertainty.texts import LANGUAGES
from mkba_uncertainty.workbook import load_workbook

WORKBOOKS = Path(__file__).parent / "workbooks"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"

Reader = Callable[[Path], Any]
READERS = pytest.mark.parametrize("reader", [read_book, load_workbook])


def related(*relations: tuple[str, str]) -> str:
    """Write relations, each of a kind and a target."""
    listed = (
        f'<Relationship Id="r{place}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(relations, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}relationships">{"".join(listed)}</Relationships>'


def written(
    path: Path,
    *sheets: str,
    front: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    kinds: Mapping[int, str] | None = None,
    **others: str,
) -> Path:
    """Write a workbook by hand: what stands in each sheet, in the front part and in other parts such as ``styles``."""
    names = [f"Sheet{place}" for place in range(1, len(sheets) + 1)]
    types = {"workbook": "sheet.main", **{f"worksheets/{name}": "worksheet" for name in names}}
    types |= {other: other for other in others}
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" '
        f'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in types.items()
    )
    titles = "".join(f'<sheet name="{name}" sheetId="{k}" r:id="r{k}"/>' for k, name in enumerate(names, 1))
    relations = [((kinds or {}).get(k, "worksheet"), f"worksheets/{name}.xml") for k, name in enumerate(names, 1)]
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": related(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{titles}</sheets>{front}</workbook>',
        "xl/_rels/workbook.xml.rels": related(*relations, *((other, f"{other}.xml") for other in others)),
        **{
            f"xl/worksheets/{name}.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
            for name, sheet in zip(names, sheets, strict=True)
        },
    }
    roots = {"styles": "styleSheet", "sharedStrings": "sst"}
    content |= {
        f"xl/{other}.xml": f'<{roots[other]} xmlns="{MAIN}">{text}</{roots[other]}>' for other, text in others.items()
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in {**content, **(parts or {})}.items():
            archive.writestr(name, text)
    return path


def data(cells: str) -> str:
    return f"<sheetData>{cells}</sheetData>"


def saved(path: Path, edit: Callable[[Any], None]) -> Book:
    """Read a workbook that openpyxl wrote."""
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    edit(book)
    book.save(path)
    return read_book(path)


def at(cell: str, sheet: str = "Sheet1") -> Address:
    row, column = openpyxl.utils.cell.coordinate_to_tuple(cell)
    return Address(sheet, row, column)


def shown(found: Mapping[Address, Any]) -> dict[str, Any]:
    """Give cells by their addresses, errors as they stand in a sheet, and formulas as text."""

    def plain(value: Any) -> Any:
        return str(value) if type(value).__name__ == "Error" else getattr(value, "text", value)

    return {str(cell).removeprefix("Sheet1!"): plain(value) for cell, value in found.items()}


# --- values


def test_values_of_every_kind(tmp_path: Path) -> None:
    cells = """<row r="2"><c r="A2"><v>3</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="b"><v>1</v></c>
        <c r="D2" t="e"><v>#DIV/0!</v></c><c r="E2" t="inlineStr"><is><t>in</t></is></c><c r="F2" s="0"/>
        <c r="G2" t="str"><v>a_x000D_b</v></c><c r="H2" t="e"><v>#SPILL!</v></c>
        <c r="I2" t="d"><v>2024-01-02T12:00:00</v></c>
        <c r="J2"><v/></c><c><v>1E-3</v></c></row><row><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>"""
    texts = """<si><t>plain</t></si><si><r><t>ri</t></r><r><rPr><b/></rPr><t xml:space="preserve">ch </t></r>
        <rPh sb="0" eb="1"><t>spoken</t></rPh></si><si><t> bare </t></si>"""
    book = read_book(written(tmp_path / "a.xlsx", data(cells), sharedStrings=texts))
    assert shown(book.constants) == {
        "A2": 3.0,
        "B2": "plain",
        "C2": True,
        "D2": "#DIV/0!",
        "E2": "in",
        "G2": "a\rb",
        "H2": "#VALUE!",
        "I2": 45293.5,
        "K2": 0.001,
        "A3": "rich ",
        "B3": "bare",
    }
    assert all(type(value) is not int for value in book.constants.values())
    assert (book.formulas, book.stored, book.extent) == ({}, {}, (3, 11))


def test_dates_are_the_numbers_that_they_are(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book.active["A1"], book.active["A2"] = 45000, 0.25
        book.active["A1"].number_format, book.active["A2"].number_format = "yyyy-mm-dd", "0.0 %"
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    book = saved(tmp_path / "a.xlsx", edit)
    assert shown(book.constants) == {"A1": 45000.0, "A2": 0.25}
    assert shown(book.number_formats) == {"A1": "yyyy-mm-dd", "A2": "0.0 %"}
    assert book.date1904


def test_what_excel_stored_stands_beside_the_formula(tmp_path: Path) -> None:
    cells = """<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>
        <c r="C1" t="b"><f>1=2</f><v>0</v></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1"><f>NOW()</f></c>
        <c r="F1"><f>2*A1</f><v/></c><c r="G1" t="str"><f>""</f><v></v></c></row>"""
    book = read_book(written(tmp_path / "a.xlsx", data(cells)))
    formulas = ["1+1", '"a"&"b"', "1=2", "1/0", "NOW()", "2*A1", '""']
    assert shown(book.formulas) == dict(zip(["A1", "B1", "C1", "D1", "E1", "F1", "G1"], formulas, strict=True))
    assert shown(book.stored) == {"A1": 2.0, "B1": "ab", "C1": False, "D1": "#DIV/0!", "G1": ""}
    assert book.formula(at("A1")) == "1+1"
    assert (book.formula(at("A2")), book.constants) == (None, {})


# --- formulas that several cells share


SHARED = [
    "A1+$B2*C$3-$D$4",
    "SUM(A:A,$B:C,2:3,$4:5)+A1:INDEX(B:B,3)",
    "\"A1\"&A1&'A1 b'!A1&Prices!B2",
    "Table1[A1]+Table1[[#This Row],[B2]]+LOG10(A1)+TRUE",
    "IF(A1>1E5,A1%,-B2)",
]


@pytest.mark.parametrize("text", SHARED)
def test_a_shared_formula_moves_as_the_translator_of_openpyxl_has_it(text: str, tmp_path: Path) -> None:
    plain = text.replace("&", "&amp;").replace(">", "&gt;")
    cells = f"""<row r="5"><c r="E5"><f t="shared" si="7" ref="E5:G7">{plain}</f></c></row>
        <row r="7"><c r="G7"><f t="shared" si="7"/></c></row>"""
    book = read_book(written(tmp_path / "a.xlsx", data(cells)))
    expected = Translator(f"={text}", "E5").translate_formula("G7").removeprefix("=")
    expected = expected.replace("A1:INDEX", "C3:INDEX")  # the translator takes this for the name of a function
    assert shown(book.formulas) == {"E5": text, "G7": expected}


def test_names_that_look_like_cells_stay_and_references_go_round_the_edge(tmp_path: Path) -> None:
    cells = """<row r="1"><c r="B1"><f t="shared" si="0" ref="A1:B2">YLD1+A1+XFD1048576</f></c></row>
        <row r="2"><c r="A2"><f t="shared" si="0"/></c></row>"""
    book = read_book(written(tmp_path / "a.xlsx", data(cells)))
    assert shown(book.formulas)["A2"] == "YLD1+XFD2+XFC1"


def test_array_formulas_say_what_they_fill(tmp_path: Path) -> None:
    cells = """<row r="1"><c r="A1" cm="1"><f t="array" ref="A1:B2">{1,2;3,4}*C1</f><v>1</v></c><c r="B1"><v>2</v></c>
        <c r="C1"><v>1</v></c></row><row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>"""
    book = read_book(written(tmp_path / "a.xlsx", data(cells)))
    (formula,) = book.formulas.values()
    assert formula.fills is not None
    assert (formula.kind, [str(cell) for cell in formula.fills.addresses()][-1]) == ("array", "Sheet1!B2")
    assert shown(book.constants) == {"C1": 1.0}
    assert shown(book.stored) == {"A1": 1.0, "B1": 2.0, "A2": 3.0, "B2": 4.0}


def test_an_array_formula_of_one_cell_as_openpyxl_writes_it(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book.active["B3"] = ArrayFormula("B3", "=SUM(A1:A3*2)")

    (formula,) = saved(tmp_path / "a.xlsx", edit).formulas.values()
    assert formula.fills is not None
    assert (formula.text, formula.fills.is_cell) == ("SUM(A1:A3*2)", True)


def test_every_cell_of_a_data_table_is_known_as_one(tmp_path: Path) -> None:
    cells = """<row r="2"><c r="B2"><f t="dataTable" ref="B2:B3" dt2D="0" r1="A9"/><v>7</v></c></row>
        <row r="3"><c r="B3"><v>8</v></c></row>"""
    book = read_book(written(tmp_path / "a.xlsx", data(cells)))
    assert {str(cell): formula.kind for cell, formula in book.formulas.items()} == {
        "Sheet1!B2": "table",
        "Sheet1!B3": "table",
    }
    assert (shown(book.stored), book.constants) == ({"B2": 7.0, "B3": 8.0}, {})


def test_a_name_speaks_of_cells_as_seen_from_where_it_is_used(tmp_path: Path) -> None:
    front = """<definedNames><definedName name="left">Sheet1!XFD1</definedName>
        <definedName name="above">Sheet1!A$1</definedName></definedNames>"""
    cells = """<row r="1"><c r="A1"><v>2</v></c><c r="B1"><v>3</v></c><c r="C1"><v>5</v></c></row>
        <row r="2"><c r="B2"><v>7</v></c><c r="C2"><f>left+10*above</f></c></row>"""
    book = read_book(written(tmp_path / "a.xlsx", data(cells), front=front))
    assert Calculation(book).cell(at("C2")) == 57


# --- sheets, names, tables, looks


def test_sheets_names_and_tables_are_found_whatever_the_case_of_letters(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        page = book.active
        for row in (["Year", "Cost\nnet"], [1, 2], [3, 4]):
            page.append(row)
        page.add_table(Table(displayName="Costs", ref="A1:B3"))
        book.create_sheet("Very").sheet_state = "veryHidden"
        book.create_sheet("Chart").sheet_state = "hidden"
        book.defined_names["rate"] = DefinedName("rate", attr_text="0.03")
        book["Very"].defined_names["rate"] = DefinedName("rate", attr_text="Sheet1!$A$2")
        page.merge_cells("D1:E2")

    book = saved(tmp_path / "a.xlsx", edit)
    assert book.sheets == ("Sheet1", "Very", "Chart")
    assert book.hidden == {"Very": "veryHidden", "Chart": "hidden"}
    assert (book.sheet("very"), book.sheet("nowhere")) == ("Very", None)
    assert (book.name("RATE", "Sheet1"), book.name("rate", "Very")) == ("0.03", "Sheet1!$A$2")
    table = book.table("costs")
    assert table is not None
    assert table.columns == ("Year", "Cost\nnet")
    assert (table.data.top, table.data.bottom, table.headings, table.totals) == (2, 3, 1, 0)
    assert (book.table_at(at("B2")), book.table_at(at("C2")), book.table("rate")) == (table, None, None)
    assert [str(block.first) for block in book.merged] == ["Sheet1!D1"]


def test_cells_in_the_style_for_inputs_are_known(tmp_path: Path) -> None:
    def edit(book: Any) -> None:
        book.active["A1"], book.active["A2"] = 1, 2
        book.active["A1"].style = "Input"

    assert saved(tmp_path / "a.xlsx", edit).input_style == {at("A1")}


def test_sheets_without_cells_are_passed_over_and_counted_for_names_of_one_sheet(tmp_path: Path) -> None:
    cells = data('<row r="1"><c r="A1"><v>1</v></c></row>')
    names = '<definedNames><definedName name="own" localSheetId="1">$A$1</definedName></definedNames>'
    path = written(tmp_path / "a.xlsx", "<drawing/>", cells, front=names, kinds={1: "chartsheet"})
    book = read_book(path)
    assert book.sheets == ("Sheet2",)
    assert book.name("own", "Sheet2") == "$A$1"


def test_what_a_workbook_brings_along_is_said_and_left_alone(tmp_path: Path) -> None:
    plain = read_book(written(tmp_path / "a.xlsx", data("")))
    assert (plain.macros, plain.external, plain.pivots, plain.connections) == (False,) * 4
    parts = {
        "xl/vbaProject.bin": b"\0not read",
        "xl/externalLinks/externalLink1.xml": b"<not read",
        "xl/pivotTables/pivotTable1.xml": b"<!DOCTYPE x>",
        "xl/connections.xml": b"not XML",
    }
    book = read_book(written(tmp_path / "b.xlsm", data(""), parts=parts))
    assert (book.macros, book.external, book.pivots, book.connections) == (True,) * 4
    assert book.sha256 != plain.sha256


@pytest.mark.parametrize(("name", "formulas"), [("demand", 730), ("inventory", 90)])
def test_published_workbooks_have_a_stored_value_for_each_formula(name: str, formulas: int) -> None:
    path = WORKBOOKS / f"{name}.xlsx"
    book = read_book(path)
    known = openpyxl.load_workbook(path)
    there = [cell for page in known for row in page.iter_rows() for cell in row if cell.value is not None]
    own = {f"{cell.parent.title}!{cell.coordinate}": cell.value[1:] for cell in there if cell.data_type == "f"}
    assert len(own) == len(book.stored) == formulas
    assert {f"{c.sheet}!{str(c).rpartition('!')[2]}": formula.text for c, formula in book.formulas.items()} == own
    assert len(book.constants) == len(there) - formulas


# --- what is never opened


BOMBS: dict[str, tuple[Callable[[], str], str]] = {
    "merge": (lambda: data("") + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "17179869184 cells in m"),
    "cells": (lambda: data("<row>" + "<c/>" * 4_500_000 + "</row>"), "4500000 cells"),
    "cells with something": (lambda: data("<row>" + '<c s="0"/>' * 1_100_000 + "</row>"), "1100000 cells"),
    "rows": (lambda: data("<row/>" * 250_000), "250000 rows"),
    "styles": (lambda: "<cellXfs>" + "<xf/>" * 3_500_000 + "</cellXfs>", "3500000 cell formats"),
    "row": (lambda: data('<row r="99999999999"><c><v>1</v></c></row>'), "99999999999"),
    "cell": (lambda: data('<row><c r="A1048577"><v>1</v></c></row>'), "A1048577"),
    "links": (lambda: data("") + '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>', "17179869184 cells with"),
    "array": (lambda: data('<row><c r="A1"><f t="array" ref="A1:XFD9999">1</f></c></row>'), "163823616 cells filled"),
    "attribute": (lambda: data(f'<row><c x="{"x" * 200_000}"/></row>'), "not a readable"),
    "comment": (lambda: data(f"<!--{'x' * 200_000}-->"), "not a readable"),
    "elements": (lambda: data("") + "<a/>" * 300_001, "elements of the kind a"),
}


@READERS
@pytest.mark.parametrize("kind", BOMBS)
def test_a_small_file_that_is_large_inside_is_refused_with_the_number(
    kind: str, reader: Reader, tmp_path: Path
) -> None:
    content, found = BOMBS[kind]
    sheet, others = (data(""), {"styles": content()}) if kind == "styles" else (content(), {})
    path = written(tmp_path / "bomb.xlsx", sheet, **others)
    with pytest.raises(CaseError) as caught:
        reader(path)
    assert found in str(caught.value)
    assert all(str(path) in caught.value.text(lang) for lang in LANGUAGES)


@READERS
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_declares_entities_is_refused(encoding: str, reader: Reader, tmp_path: Path) -> None:
    doctype = f'<!DOCTYPE x [<!ENTITY a "aaa">]><worksheet xmlns="{MAIN}">&a;</worksheet>'
    parts = {"xl/worksheets/Sheet1.xml": doctype.encode(encoding)}
    with pytest.raises(CaseError) as caught:
        reader(written(tmp_path / "bomb.xlsx", data(""), parts=parts))
    assert (caught.value.code, caught.value.key) == ("workbook_unreadable", "xl/worksheets/Sheet1.xml")


def test_one_far_cell_on_every_sheet_of_a_case(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title in ("Case", "Estimates"):
        book.create_sheet(title)["GR2000"] = 1
    del book["Sheet"]
    book.save(tmp_path / "case.xlsx")
    with pytest.raises(CaseError) as caught:
        load_workbook(tmp_path / "case.xlsx")
    assert "800000 cells" in str(caught.value)
    assert read_book(tmp_path / "case.xlsx").extent == (2000, 200)


def zipped(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return content.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@READERS
@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), "workbook_password", "password"),
        (OLE, "workbook_xls", ".xls"),
        (zipped(**{"xl__workbook.bin": "x"}), "workbook_xlsb", ".xlsb"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "workbook_ods", ".ods"),
        (b"name;value\nrelapse;0,3\n", "workbook_text_file", ".csv"),
        (b"", "workbook_unreadable", ".xlsx"),
        (zipped(a="b"), "workbook_unreadable", ".xlsx"),
        (b"PK\x03\x04" + b"\0" * 100, "workbook_unreadable", ".xlsx"),
    ],
)
def test_files_of_another_kind_say_what_they_are(
    content: bytes, code: str, words: str, reader: Reader, tmp_path: Path
) -> None:
    path = tmp_path / "model.xlsx"
    path.write_bytes(content)
    with pytest.raises(CaseError) as caught:
        reader(path)
    assert caught.value.code == code
    for lang in LANGUAGES:
        assert words in caught.value.text(lang) or lang == "nl"
        assert "(.xlsx)" in caught.value.text(lang)


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ('<row r="1"><c r="A1" t="s"><v>9</v></c></row>', "Sheet1!A1"),
        ('<row r="1"><c r="A1"><v>many</v></c></row>', "Sheet1!A1"),
        ('<row r="1"><c r="A1"><v>1E999</v></c></row>', "Sheet1!A1"),
        ('<row r="1"><c r="7"><v>1</v></c></row>', "Sheet1!7"),
        ('<row r="1"><c r="A1"><f>1</g></c></row>', "xl/worksheets/Sheet1.xml"),
    ],
)
def test_what_is_broken_is_named_by_its_place(cells: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read_book(written(tmp_path / "a.xlsx", data(cells)))
    assert (caught.value.code, caught.value.key) == ("workbook_unreadable", place)


def test_a_formula_that_nobody_typed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read_book(written(tmp_path / "a.xlsx", data(f'<row><c r="B2"><f>{"1+" * 20_000}1</f></c></row>')))
    assert (caught.value.code, caught.value.key) == ("workbook_formula_long", "Sheet1!B2")
    assert caught.value.facts["found"] == 40_001


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_part_changed_at_random_gives_a_book_or_a_case_error(tmp_path: Path, draws: st.DataObject) -> None:
    book = openpyxl.Workbook()
    for row in (["Year", "Cost"], [1, "=A2*2"], ["_x0041_", ArrayFormula("B3:B4", "=A2:A3")]):
        book.active.append(row)
    book.active.add_table(Table(displayName="Costs", ref="A1:B3"))
    book.active["A1"].style = "Input"
    book.defined_names["rate"] = DefinedName("rate", attr_text="0.03")
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {part: bytearray(archive.read(part)) for part in archive.namelist()}
    raw = parts[draws.draw(st.sampled_from(sorted(parts)))]
    for place in draws.draw(st.lists(st.integers(0, len(raw) - 1), min_size=1, max_size=4)):
        raw[place : place + 1] = draws.draw(st.sampled_from([b"", b"<", b">", b'"', b"/", b"9", b"f", b"\xff", b"-"]))
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        for part, content in parts.items():
            archive.writestr(part, bytes(content))
    with contextlib.suppress(CaseError):
        read_book(tmp_path / "b.xlsx")


@pytest.mark.parametrize("name", ["nowhere.xlsx", "."])
def test_no_such_file(name: str, tmp_path: Path) -> None:
    with pytest.raises(CaseError) as caught:
        read_book(tmp_path / name)
    assert caught.value.code in ("file_missing", "file_is_folder")


def test_without_the_library_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(InputError) as caught:
        read_book(tmp_path / "a.xlsx")
    assert 'pip install "mkba-uncertainty[excel]"' in str(caught.value)
