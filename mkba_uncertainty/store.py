"""The only writer of files and folders: each is whole or absent, written beside its place, then moved into it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkba_uncertainty.errors import InputError, StoreError

MANIFEST = "manifest.json"


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


def write_file(path: Path, content: bytes, *, parents: bool = False) -> None:
    """Write a file in full or not at all; ``parents``: in folders that are made if they are not there.

    Raises
    ------
    StoreError
        If it cannot be written; what was there is still there.
    """
    try:
        path = path.resolve()  # through a link to the file itself
        if parents:
            path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
        handle, scratch = tempfile.mkstemp(prefix=f".{path.name[:50]}-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.chmod(scratch, mode)
            os.replace(scratch, path)
        except BaseException:
            os.unlink(scratch)
            raise
    except (OSError, ValueError) as error:
        raise _not_writable(path, error) from error


def _umask() -> int:
    """Give the mask of new files; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _not_writable(path: Path, error: Exception) -> StoreError:
    return StoreError("not_writable", file=str(path), found=getattr(error, "strerror", None) or str(error))


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
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise _not_writable(folder, error) from error
    try:
        yield scratch
        os.chmod(scratch, 0o755)
        if not folder.exists():
            os.rename(scratch, folder)
            return
        for made in sorted(scratch.iterdir(), key=lambda path: path.name == MANIFEST):
            os.replace(made, folder / made.name)
    except OSError as error:
        raise _not_writable(folder, error) from error
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
