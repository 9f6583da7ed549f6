"""Results in a folder: tables as CSV, figures as SVG and PNG, and a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkba_uncertainty.plotting.figures import save_figures
from mkba_uncertainty.store import atomic_folder, write_manifest


def write_result(result: Any, folder: Path, *, lang: str, command: str) -> None:
    """Write a result to a folder, whole or not at all.

    Parameters
    ----------
    result
        Any result with ``to_frame()`` and a ``provenance``.
    folder : Path
        Files of the same name in it are replaced, others stay.
    lang : {"nl", "en"}
        Language of the figures.
    command : str
        Names the table.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    with atomic_folder(folder) as scratch:
        result.to_frame().to_csv(scratch / f"{command}.csv", index=False)
        save_figures(result, scratch, lang)
        write_manifest(scratch, {"command": command, "lang": lang, **result.provenance.to_dict()})
