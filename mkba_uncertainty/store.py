"""Output folders that are whole or absent: written beside their place, then moved into it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkba_uncertainty.errors import StoreError

MANIFEST = "manifest.json"


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
        raise StoreError("not_writable", file=str(folder), found=error.strerror or str(error)) from error
    try:
        yield scratch
        os.chmod(scratch, 0o755)
        if not folder.exists():
            os.rename(scratch, folder)
            return
        for made in sorted(scratch.iterdir(), key=lambda path: path.name == MANIFEST):
            os.replace(made, folder / made.name)
    except OSError as error:
        raise StoreError("not_writable", file=str(folder), found=error.strerror or str(error)) from error
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
