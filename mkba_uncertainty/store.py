"""Files and folders, of which this is the only writer: whole or absent, written beside their place, then moved."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkba_uncertainty.errors import CaseError, InputError, StoreError
from mkba_uncertainty.names import nearest

MANIFEST = "manifest.json"

LARGEST = 5_000_000
"""Bytes; a hundred times a large case."""


def require_new(path: Path, ending: str, *, force: bool | None = None) -> None:
    """Refuse a name of another ending, and a file that exists; ``force`` None: there is no way to replace it.

    Raises
    ------
    InputError
    """
    if path.suffix.lower() != ending:
        raise InputError("file_ending", file=str(path), expected=ending, example=f"{path.stem or 'my-city'}{ending}")
    if not force and os.path.lexists(path):
        raise InputError("file_exists" if force is None else "file_exists_force", file=str(path))


def near_file(path: Path, ending: str) -> str | None:
    """Give the file in the same folder, with this ending, that was most likely meant; None if none is alike."""
    try:
        stems = [file.stem for file in path.parent.iterdir() if file.suffix.lower() == ending]
    except (OSError, ValueError):
        return None
    near = nearest(path.stem, stems)
    return near and str(path.with_name(near + ending))


def read_bytes(file: Path, largest: int = LARGEST) -> bytes:
    """Read a file of at most so many bytes.

    Raises
    ------
    CaseError
        If it is not there, is a folder, too large, or cannot be read.
    """
    if not os.path.lexists(file):
        raise CaseError("file_missing", file=str(file), nearest=near_file(file, file.suffix.lower()))
    try:
        folder = file.is_dir()
        raw = None
        if file.is_file():  # nothing that never ends, such as a device
            with file.open("rb") as stream:
                raw = stream.read(largest + 1)
    except (OSError, ValueError):
        raise CaseError("file_unreadable", file=str(file)) from None
    if raw is None:
        raise CaseError("file_is_folder" if folder else "file_unreadable", file=str(file))
    if len(raw) > largest:
        raise CaseError("file_too_large", file=str(file), limit=largest // 1_000_000)
    return raw


@dataclass(frozen=True)
class CsvFile:
    """A table that somebody hands in.

    Parameters
    ----------
    rows : list of (int, list of str)
        The number of the line and its cells without blanks around them; lines without any are left out.
    separator : str
        A comma, semicolon or tab: most of the first line.
    sha256 : str
        Of the bytes read.
    """

    rows: list[tuple[int, list[str]]]
    separator: str
    sha256: str


def read_csv(path: Path, code: str) -> CsvFile:
    """Give the rows of a CSV file.

    Raises
    ------
    StoreError
        Of this ``code``, if it cannot be read, is not UTF-8, or is no table.
    """
    import hashlib

    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
        separator = max(",;\t", key=text.lstrip("\r\n").partition("\n")[0].count)
        table = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [(table.line_num, [cell.strip() for cell in row]) for row in table if any(map(str.strip, row))]
    except (OSError, ValueError, csv.Error) as error:
        raise StoreError(code, file=str(path), found=_reason(error)) from error
    return CsvFile(rows, separator, hashlib.sha256(content).hexdigest())


def atomic_file(path: Path, content: bytes) -> None:
    """Write a file in full or not at all; one that is replaced keeps its rights, and a link to it stays.

    Raises
    ------
    StoreError
        If it cannot be written; what was there is still there.
    """
    with _told(path, OSError, ValueError):  # the latter: a name that no file can have
        _replace(path.resolve(), content)  # through a link to the file itself


def read_own(path: Path, largest: int) -> bytes:
    """Read a file that this program wrote, of at most so many bytes.

    Raises
    ------
    OSError
        If something else has its name: a link, folder or device, or a file that is larger.
    """
    found = os.lstat(path)
    if not stat.S_ISREG(found.st_mode) or found.st_size > largest:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    with path.open("rb") as stream:
        return stream.read(found.st_size)


def write_own(path: Path, content: bytes) -> None:
    """Write a file as :func:`atomic_file` does, but in the place of a link that has its name.

    Raises
    ------
    StoreError
    """
    with _told(path, OSError):
        _replace(path, content)


def make_folder(folder: Path) -> None:
    """Make a folder if it is not there, and see that files can be written in it.

    Raises
    ------
    StoreError
        If they cannot.
    """
    with _told(folder, OSError, ValueError):
        folder.mkdir(parents=True, exist_ok=True)
        scratch = _beside(folder / "trial")
        scratch.touch(exist_ok=False)
        scratch.unlink()


def _replace(path: Path, content: bytes) -> None:
    scratch = _beside(path)
    try:
        with scratch.open("xb") as stream:
            if path.exists():
                shutil.copymode(path, scratch)
            stream.write(content)
        os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


@contextmanager
def atomic_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write in; when all went well its files move to ``folder``, else nothing does.

    Files of the same name are replaced, one rename each, the manifest last: a manifest that matches its files says
    that all of them are there. Other files in ``folder`` stay.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError("out_is_file", file=str(folder))
    scratch = _beside(folder)
    try:
        with _told(folder, OSError):
            scratch.mkdir(parents=True)
            yield scratch
            if not folder.exists():
                os.rename(scratch, folder)
                return
            for made in sorted(scratch.iterdir(), key=lambda path: path.name == MANIFEST):
                os.replace(made, folder / made.name)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def write_manifest(folder: Path, facts: Mapping[str, Any]) -> None:
    """Write what made this folder: the facts, the versions of libraries, and the hash of each file."""
    import hashlib
    import platform
    from importlib.metadata import version

    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    }
    libraries = {name: version(name) for name in ("numpy", "scipy", "pandas", "xarray", "matplotlib")}
    whole = {**facts, "python": platform.python_version(), "libraries": libraries, "files": files}
    (folder / MANIFEST).write_text(json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n", "utf-8")


def _beside(path: Path) -> Path:
    """Give a name that nobody else has, on the same disk."""
    return path.parent / f".{path.name[:50]}-{secrets.token_hex(6)}"


@contextmanager
def _told(path: Path, *errors: type[Exception]) -> Iterator[None]:
    """Say of a system error which file or folder could not be written."""
    try:
        yield
    except errors as error:
        raise StoreError("not_writable", file=str(path), found=_reason(error)) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
