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
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.errors import CaseError, InputError, StoreError
from mkba_uncertainty.names import nearest
from mkba_uncertainty.texts.characters import FORMULA_SIGNS, code_point, odd_character

if TYPE_CHECKING:
    import pandas as pd

MANIFEST = "manifest.json"

UNFINISHED, FINISHED, LOCK = ".mkba-unfinished", ".mkba-finished", ".mkba-lock"
"""What is being written in a folder, what only has yet to move to its place, and the lock of who writes it; only a run
that was killed leaves them."""

ROOM = 1_000_000
"""Bytes that are tried out before anything is computed."""

_HELD: set[Path] = set()
"""Folders that this process holds."""

LARGEST = 5_000_000
"""Bytes; a hundred times a large case."""

LARGEST_TABLE, MOST_CELLS = 50_000_000, 2_000_000
"""Bytes and cells of a CSV file: 65,536 draws of 30 columns."""


def require_new(path: Path, ending: str, *, force: bool | None = None) -> None:
    """Refuse a name of another ending, a file that exists (``force`` None: it cannot be replaced), and a bad place.

    Raises
    ------
    InputError
    StoreError
        If no file can be written there.
    """
    if path.suffix.lower() != ending:
        raise InputError("file_ending", file=str(path), expected=ending, example=f"{path.stem or 'my-city'}{ending}")
    if not force and os.path.lexists(path):
        raise InputError("file_exists" if force is None else "file_exists_force", file=str(path))
    require_writable(path)


def require_writable(path: Path) -> None:
    """See that a file can be written, before what it holds is computed.

    Raises
    ------
    StoreError
        If it cannot.
    """
    with _told(path, OSError, ValueError):
        place = _true(path)
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _try(place)


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
    name = os.fsencode(file.name).decode("utf-8", "ignore")  # whatever the locale makes of it
    if odd := odd_character(name):  # it is shown wherever the case is
        raise CaseError("file_name", file=str(file), found=code_point(odd[0]))
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
        If it cannot be read, is too large, or holds a character that nobody sees; of this ``code``, if it is not UTF-8
        or no table.
    """
    import hashlib

    try:
        content = read_bytes(path, LARGEST_TABLE)
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        if odd := odd_character(text):
            line = text.count("\n", 0, odd.start()) + 1
            raise StoreError("odd_character", file=str(path), line=line, found=code_point(odd[0]))
        separator = max(",;\t", key=text.lstrip("\n").partition("\n")[0].count)
        if (cells := text.count(separator) + text.count("\n")) > MOST_CELLS:
            raise StoreError("csv_cells", file=str(path), found=cells, limit=MOST_CELLS)
        table = csv.reader(io.StringIO(text), delimiter=separator)
        rows = [(table.line_num, [cell.strip() for cell in row]) for row in table if any(map(str.strip, row))]
    except CaseError as error:
        raise StoreError(error.code, file=error.file, **error.facts) from None
    except UnicodeDecodeError as error:
        raise StoreError(code, file=str(path), found=str(error)) from error
    except csv.Error as error:
        raise StoreError(code, file=str(path), line=table.line_num, found=str(error)) from error
    return CsvFile(rows, separator, hashlib.sha256(content).hexdigest())


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table, an apostrophe before each text and heading that a spreadsheet would take for a formula."""
    table.rename(columns=_as_text).map(_as_text).to_csv(path, index=False)


def _as_text(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def atomic_file(path: Path, content: bytes) -> None:
    """Write a file in full or not at all; one that is replaced keeps its rights, and a link to it stays.

    Raises
    ------
    StoreError
        If it cannot be written; what was there is still there.
    """
    with _told(path, OSError, ValueError):  # the latter: a name that no file can have
        place = _true(path)  # through a link to the file itself
        _clear(place.parent)
        _replace(place, content)


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
        _try(folder / "trial")


def _replace(path: Path, content: bytes) -> None:
    scratch = _beside(path)
    try:
        with scratch.open("xb") as stream:
            _lock(stream.fileno())  # what nobody holds is taken for left behind
            if path.exists():
                shutil.copymode(path, scratch)
            stream.write(content)
            stream.flush()
            if sys.platform == "win32":  # where no open file moves
                stream.close()
            os.replace(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


def _clear(folder: Path) -> None:
    """Remove what processes that were killed left half written: files of which nobody holds the lock.

    One without content may have been made just now, by a process that is about to lock it.
    """
    for path in folder.glob(f"{UNFINISHED}-*"):
        with suppress(OSError):
            found = os.lstat(path)
            if not stat.S_ISREG(found.st_mode) or not found.st_size:
                continue
            with path.open("rb") as stream:
                dead = _lock(stream.fileno())
            if dead:
                path.unlink()


@contextmanager
def held(folder: Path) -> Iterator[Path]:
    """Hold a folder, made if it is not there, so that no other process writes in it, and see that it can be written.

    What a run that was killed had not finished is thrown away; what it had finished, and was moving to its place, is
    moved there now. A folder that was made and stays empty goes again.

    Yields
    ------
    Path
        The folder, without links.

    Raises
    ------
    StoreError
        If it cannot be written, or another process holds it.
    """
    if folder.exists() and not folder.is_dir():
        raise StoreError("out_is_file", file=str(folder))
    with _told(folder, OSError, ValueError):
        place = _true(folder)
        new = not place.exists()
        lock = None if place in _HELD else _locked(place / LOCK, folder)
    if lock is None:
        yield place
        return
    try:
        with _told(folder, OSError):
            _try(place / "trial")
            shutil.rmtree(place / UNFINISHED, ignore_errors=True)
            _settle(place)
        _HELD.add(place)
        yield place
    finally:
        _HELD.discard(place)
        with suppress(OSError):
            os.unlink(place / LOCK)
        os.close(lock)
        if new:
            with suppress(OSError):
                place.rmdir()


@contextmanager
def atomic_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write in; when all went well its files move to ``folder``, else nothing does.

    Files of the same name are replaced, one rename each; a manifest that was there is removed before the first, and
    the new one comes last: a manifest says that all of its files are there. Other files in ``folder`` stay. Of a run
    that is killed between two renames the next one moves the rest.

    Raises
    ------
    StoreError
        If the folder cannot be written, or another process writes in it.
    """
    with held(folder) as place, _told(folder, OSError):
        scratch = place / UNFINISHED
        scratch.mkdir()
        try:
            yield scratch
            for file in scratch.iterdir():
                if (place / file.name).is_dir():  # found before the first of them moves
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), file.name)
            os.replace(scratch, place / FINISHED)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        _settle(place)


def _settle(place: Path) -> None:
    """Move files that are finished to their place, the manifest last, so that it is of what stands beside it."""
    finished = place / FINISHED
    if finished.is_symlink() or not finished.is_dir():
        return
    made = sorted(finished.iterdir(), key=lambda path: path.name == MANIFEST)
    if made and made[-1].name == MANIFEST:
        (place / MANIFEST).unlink(missing_ok=True)
    for file in made:
        os.replace(file, place / file.name)
    finished.rmdir()


def write_manifest(folder: Path, facts: Mapping[str, Any], *, into: Path) -> None:
    """Write what made the files of a folder that go into another: facts, versions of libraries, the hash of each file.

    Under ``earlier`` the manifest keeps the same of commands before, the last one first, with those of their files
    that still stand there as they were written.
    """
    import platform
    from importlib.metadata import version

    files = {path.name: _sha256(path) for path in sorted(folder.iterdir()) if path.name != MANIFEST}
    libraries = {name: version(name) for name in ("numpy", "scipy", "pandas", "xarray", "matplotlib")}
    made = {**facts, "python": platform.python_version(), "libraries": libraries, "files": files}
    whole = {**made, "earlier": _earlier(into, files)}
    (folder / MANIFEST).write_text(json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n", "utf-8")


def _earlier(folder: Path, replaced: Collection[str]) -> list[dict[str, Any]]:
    """Give what the manifest of a folder says of its files, but for those that will be replaced; nothing of another's.

    Who made the manifest is not known: its files are sought by what the folder holds, not the other way round.
    """
    try:
        last = json.loads(read_own(folder / MANIFEST, LARGEST_TABLE))
        json.dumps(last, ensure_ascii=False, allow_nan=False).encode()  # it will be written again
        found = [last, *last.pop("earlier", [])]
        listed = {name for command in found for name in command["files"]} - set(replaced)
        paths = [path for path in folder.iterdir() if path.name in listed and stat.S_ISREG(os.lstat(path).st_mode)]
        stand = {path.name: _sha256(path) for path in paths}
        for command in found:
            command["files"] = {name: sha for name, sha in command["files"].items() if stand.get(name) == sha}
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return []
    return [command for command in found if command["files"]]


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _beside(path: Path) -> Path:
    """Give a name that nobody else has, on the same disk."""
    return path.parent / f"{UNFINISHED}-{secrets.token_hex(6)}"


def _true(path: Path) -> Path:
    """Give the file or folder itself, behind links; those in a circle stay."""
    return Path(os.path.realpath(path))


def _try(path: Path) -> None:
    """Write something large beside a file, and remove it; and what processes that were killed left there."""
    _clear(path.parent)
    scratch = _beside(path)
    try:
        scratch.write_bytes(bytes(ROOM))
    finally:
        scratch.unlink(missing_ok=True)


def _locked(path: Path, folder: Path) -> int:
    """Open a file and lock it until it is closed; whatever ends the process does that."""
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        try:
            _lock(lock)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(lock), os.stat(path)):
                    return lock
        except (BlockingIOError, PermissionError):
            os.close(lock)
            raise StoreError("out_held", file=str(folder)) from None
        os.close(lock)  # who held it has just removed it


def _lock(opened: int) -> bool:
    """Lock an open file, if no other process has; gives whether its disk knows locks."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(opened, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:
            return False
    return True


@contextmanager
def _told(path: Path, *errors: type[Exception]) -> Iterator[None]:
    """Say of a system error which file or folder could not be written."""
    try:
        yield
    except StoreError:  # one of ours, a system error too, says it itself
        raise
    except errors as error:
        raise StoreError("not_writable", file=str(path), found=_reason(error)) from error


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
