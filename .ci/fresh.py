"""Is what is committed of our own making still what the code makes? ``python .ci/fresh.py [--write]``.

Notebooks are run again and the words and numbers that they print compared with those stored; of the pictures the texts
are, and the parts of pages that the code writes. Numbers may differ in the last of their five digits or more, as they
do between processors. With ``--write`` what is fresh is kept.
"""

from __future__ import annotations

import math
import os
import re
import runpy
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import nbclient
import nbformat

ROOT = Path(__file__).parents[1]
PICTURES = {"docs/how-sure.svg": "docs/make_picture.py"}
"""Pictures, and what makes them: a script that takes where to write."""

NUMBER = re.compile(r"\d+(?:\.\d+)?")
CLOSE = 1e-4


def words(text: str) -> list[str]:
    """Cut a text in numbers and what stands between them, whatever the white space."""
    return [part for part in re.split(f"({NUMBER.pattern})|\\s+", text) if part]


def same(old: str | None, new: str | None) -> bool:
    """Say whether two words are the same, or the same number but for its last digits."""
    if old is None or new is None or not (NUMBER.fullmatch(old) and NUMBER.fullmatch(new)):
        return old == new
    decimals = [len(text.partition(".")[2]) for text in (old, new)]
    return decimals[0] == decimals[1] and math.isclose(float(old), float(new), rel_tol=CLOSE)


def differences(old: str, new: str) -> Iterator[str]:
    """Say what stands where something else is expected: the first difference, with what surrounds it."""
    pairs = list(zip_longest(words(old), words(new)))
    for place, (stored, fresh) in enumerate(pairs):
        if not same(stored, fresh):
            near = " ".join(str(one) for one, _ in pairs[max(place - 6, 0) : place])
            yield f"after '{near}': stored {stored!r}, now {fresh!r}"
            return


def printed(cell: Any) -> str:
    """Give what a cell of a notebook printed or showed, as text."""
    outputs = (output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", ()))
    return "\n".join(outputs)


def run_again(path: Path) -> Any:
    """Run a notebook from its first cell to its last, and give it with what it shows now."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.get("metadata", {}).pop("execution", None)
    nbclient.NotebookClient(
        notebook, timeout=600, record_timing=False, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    return notebook


def notebook_differences(path: Path, *, write: bool) -> Iterator[str]:
    """Say in which cells a notebook shows something else than when it was stored."""
    stored, fresh = nbformat.read(path, as_version=4), run_again(path)
    for number, (old, new) in enumerate(zip(stored.cells, fresh.cells, strict=True), start=1):
        yield from (f"{path.name}, cell {number}, {found}" for found in differences(printed(old), printed(new)))
    if write:
        nbformat.write(fresh, path)


def picture_differences(picture: Path, script: Path, *, write: bool) -> Iterator[str]:
    """Say which texts of a picture the code writes otherwise now."""
    with tempfile.TemporaryDirectory() as folder:
        made = picture if write else Path(folder) / picture.name
        stored = texts(picture) if picture.exists() else ""
        subprocess.run([sys.executable, script, made], check=True)
        yield from (f"{picture.name}, {found}" for found in differences(stored, texts(made)))


def page_differences(*, write: bool) -> Iterator[str]:
    """Say in which pages of the documentation something stands that the code says otherwise now."""
    made = runpy.run_path(str(ROOT / "docs/make_pages.py"))
    for page in made["PAGES"]:
        stored = page.read_text("utf-8")
        fresh = made["filled"](stored)
        yield from (f"{page.name}, {found}" for found in differences(stored, fresh))
        if write:
            page.write_text(fresh, "utf-8")


def texts(picture: Path) -> str:
    """Give the texts that stand in an SVG."""
    return "\n".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text("utf-8")))


def main() -> None:
    """Compare all, and fail where something is stale."""
    write = "--write" in sys.argv[1:]
    os.environ["MKBA_LANG"] = "en"
    found = [
        *page_differences(write=write),
        *(
            one
            for picture, script in PICTURES.items()
            for one in picture_differences(ROOT / picture, ROOT / script, write=write)
        ),
        *(
            one
            for path in sorted((ROOT / "notebooks").glob("*.ipynb"))
            for one in notebook_differences(path, write=write)
        ),
    ]
    print("\n".join(found) or "all that is committed is fresh")
    if found and not write:
        sys.exit("stale: look whether what is new is right, then `python .ci/fresh.py --write`")


if __name__ == "__main__":
    main()
