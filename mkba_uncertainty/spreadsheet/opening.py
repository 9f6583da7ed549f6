"""Opens a workbook from outside, or refuses to: what is in it is counted before any of it is kept.

A workbook is a zip file of parts, most of them XML. Nothing in it is ever executed, fetched or calculated.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from pyexpat import ExpatError, ParserCreate
from typing import Any

from mkba_uncertainty.errors import CaseError, InputError, MkbaError, own_pip
from mkba_uncertainty.spreadsheet.tree import COLUMNS, ROWS, Reference, column_number
from mkba_uncertainty.store import read_bytes
from mkba_uncertainty.texts import both

Opened = Callable[[str, dict[str, str]], Any]
Closed = Callable[[str, str], Any]

_CHUNK = 4_000_000

LONGEST = 100_000
"""Characters of the attributes of one element: a parser that gets them in small pieces begins anew with each."""

_KINDS = {
    "c": "cells",
    "row": "rows",
    "mergeCell": "merges",
    "xf": "styles",
    "si": "texts",
    "definedName": "names",
    "v": "values",
    "t": "values",
    "is": "values",
    "f": "formulas",
}
"""What there may be much of, by its element; of each other element there may be fewer."""

_FORESEEN = ("c", "row", "xf")
"""What takes next to no bytes, so that a small file may hold millions."""

_AREAS = {"mergeCell": "merged", "hyperlink": "linked", "f": "filled"}
"""Elements that speak of an area of cells, which may be far larger than they are."""

_CELL = re.compile(r"([A-Za-z]{0,3})([1-9][0-9]{0,6})")
_OLD = b"\xd0\xcf\x11\xe0"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_MACROS = re.compile(r"vbaproject|macrosheet", re.IGNORECASE)
_BROKEN = (
    ExpatError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError
)  # fmt: skip
"""What a part may meet that is not what it should be."""


@dataclass(frozen=True)
class Limits:
    """How much a workbook may hold.

    Parameters
    ----------
    packed, unpacked : int
        Bytes of the file, and of all its parts together.
    parts : int
        Files that it consists of.
    counts : mapping
        How many there may be of ``cells``, ``rows``, ``merges``, ``styles``, ``texts``, ``names``, ``values`` and
        ``formulas``, of cells in areas that are ``merged``, ``linked`` or ``filled`` by an array formula; and of any
        ``other`` element.
    """

    packed: int
    unpacked: int
    parts: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Package:
    """The parts of a workbook, each counted while it is read.

    Parameters
    ----------
    file : str
        Where it is from.
    raw : bytes
        As it stands there.
    archive : zipfile.ZipFile
    limits : Limits
    """

    file: str
    raw: bytes
    archive: zipfile.ZipFile
    limits: Limits
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def names(self) -> list[str]:
        """Give the names of its parts."""
        return list(dict.fromkeys(self.archive.namelist()))

    @property
    def macros(self) -> bool:
        """Say whether it brings macros along."""
        return any(_MACROS.search(name) for name in self.names)

    @property
    def sha256(self) -> str:
        """Give the hash of the file."""
        return hashlib.sha256(self.raw).hexdigest()

    def is_xml(self, name: str) -> bool:
        """Say whether a part begins as XML does, in whatever encoding and under whatever name."""
        try:
            with self.archive.open(name) as stream:
                return stream.read(1000).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"
        except _BROKEN:
            raise self.unreadable(name) from None

    def parse(self, name: str, opened: Opened | None = None, closed: Closed | None = None) -> None:
        """Read a part as XML, from its begin to its end.

        Parameters
        ----------
        name : str
        opened : function
            Gets the name of each element that begins, without prefix, and its attributes.
        closed : function
            Gets the name of each element that ends, and the text since the last begin or end.

        Raises
        ------
        CaseError
            If it is no XML, declares entities, or holds more than it may.
        """
        parser = ParserCreate()
        parser.buffer_text = True
        text: list[str] = []

        def start(tag: str, attributes: dict[str, str]) -> None:
            tag = tag.rpartition(":")[2]
            self._count(_KINDS.get(tag, tag), 1)
            if attributes:
                self._look(tag, attributes)
            text.clear()
            if opened is not None:
                opened(tag, attributes)

        def end(tag: str) -> None:
            if closed is not None:
                closed(tag.rpartition(":")[2], "".join(text))
                text.clear()

        def declared(*_: Any) -> None:  # a workbook has no declarations; they are how XML is blown up
            raise self.unreadable(name)

        def commented(*words: str) -> None:
            if max(map(len, words)) > LONGEST:
                raise self.unreadable(name)

        parser.StartElementHandler = start
        parser.StartDoctypeDeclHandler = declared
        parser.CommentHandler = parser.ProcessingInstructionHandler = commented
        if closed is not None:
            parser.EndElementHandler = end
            parser.CharacterDataHandler = text.append
        try:
            self._foresee(name)
            with self.archive.open(name) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk)
            parser.Parse(b"", True)
        except MkbaError:
            raise
        except _BROKEN:
            raise self.unreadable(name) from None

    def unreadable(self, place: str) -> CaseError:
        """Give the error of a part, or a cell, that is not as it should be."""
        return CaseError("workbook_unreadable", file=self.file, key=place)

    def place(self, text: str) -> tuple[int, int]:
        """Read ``B12`` as the numbers of row and column, and ``12`` as a row and column 0.

        Raises
        ------
        CaseError
            If no sheet has such a place.
        """
        match = _CELL.fullmatch(text)
        row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
        if match is None or row > ROWS or column > COLUMNS:
            raise CaseError("workbook_place", file=self.file, found=text[:20])
        return row, column

    def block(self, text: str, sheet: str) -> Reference:
        """Read ``A1:B2``, or ``A1``, as a block of cells."""
        first, _, last = text.replace("$", "").partition(":")
        top, left = self.place(first)
        bottom, right = self.place(last or first)
        return Reference((sheet,), min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    def _foresee(self, name: str) -> None:
        """Refuse what is far too much before it is parsed, which takes a hundred times as long as counting bytes."""
        found: Counter[str] = Counter()
        last = b""
        with self.archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                whole, sign, rest = (last + chunk).rpartition(b"<")
                last = sign + rest[:10]  # what is cut in two counts with the next chunk
                for tag in _FORESEEN:
                    found[_KINDS[tag]] += sum(whole.count(f"<{tag}{end}".encode()) for end in " />")
        for kind, count in found.items():
            self._hold(kind, self.counted[kind] + count)

    def _count(self, kind: str, more: int) -> None:
        found = self.counted[kind] = self.counted[kind] + more
        self._hold(kind, found)

    def _hold(self, kind: str, found: int) -> None:
        limit = self.limits.counts.get(kind, self.limits.counts["other"])
        if found > limit:
            known = kind in self.limits.counts
            what = both(f"workbook.count.{kind}") if known else both("workbook.count.other", found=kind[:40])
            raise CaseError("workbook_count", file=self.file, found=found, what=what, limit=limit)

    def _look(self, tag: str, attributes: dict[str, str]) -> None:
        """Look at how far an element reaches, and how long it is."""
        if sum(map(len, attributes)) + sum(map(len, attributes.values())) > LONGEST:
            raise self.unreadable(tag[:40])
        if tag in _AREAS and "ref" in attributes and attributes.get("t") != "shared":
            rows, columns = self.block(attributes["ref"], "").shape
            self._count(_AREAS[tag], rows * columns)
        elif tag in ("c", "row") and len(place := attributes.get("r", "")) > 6:
            self.place(place)


def openpyxl() -> Any:
    """Import the library that knows Excel's format, which is an extra.

    Raises
    ------
    InputError
        If it is not installed; it says how to.
    """
    try:
        import openpyxl
    except ModuleNotFoundError:  # an installed one that cannot be imported says itself why
        raise InputError("excel_missing", pip=own_pip()) from None
    return openpyxl


def open_package(path: Path, limits: Limits) -> Package:
    """Open a workbook, of which nothing has been read yet.

    Parameters
    ----------
    path : Path
    limits : Limits

    Raises
    ------
    CaseError
        If it is not there, too large, packed or unpacked, or no .xlsx or .xlsm; it says what it is then.
    """
    file = str(path)
    too_large = CaseError("workbook_too_large", file=file, limit=limits.packed // 1_000_000)
    try:
        raw = read_bytes(path, limits.packed)
    except CaseError as error:
        raise too_large if error.code == "file_too_large" else error from None
    if not raw.startswith(b"PK"):
        raise CaseError(_other_kind(raw), file=file)
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        parts = archive.infolist()
        names = archive.namelist()
        kind = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except _BROKEN:
        raise CaseError("workbook_unreadable", file=file) from None
    # what a part claims as its size is all that is ever unpacked of it
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
        raise CaseError("workbook_too_large", file=file, limit=limits.unpacked // 1_000_000)
    if b"opendocument" in kind:
        raise CaseError("workbook_ods", file=file)
    if any(name.endswith("workbook.bin") for name in names):
        raise CaseError("workbook_xlsb", file=file)
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise CaseError("workbook_unreadable", file=file)
    return Package(file, raw, archive, limits)


def _other_kind(raw: bytes) -> str:
    """Name the error of a file that is no zip file."""
    if raw.startswith(_OLD):
        return "workbook_password" if _PASSWORD in raw else "workbook_xls"
    return "workbook_unreadable" if b"\0" in raw[:10_000] or not raw else "workbook_text_file"
