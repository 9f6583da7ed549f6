"""Pages on disk, with the analyses behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from mkba_uncertainty.design import Design
from mkba_uncertainty.model import CaseModel
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.page import page_of
from mkba_uncertainty.report.page.chapters import CHAPTERS, Chapter

EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@contextmanager
def pictures_left_empty() -> Iterator[None]:
    """Lay out figures, but do not render them: for tests of what stands around them."""
    from matplotlib.figure import Figure

    with patch.object(Figure, "savefig", lambda _, file, **options: file.write(EMPTY)):
        yield


@dataclass(frozen=True)
class Made:
    """A page and where it stands."""

    analyses: Analyses
    html: str
    file: Path

    @property
    def model(self) -> CaseModel:
        return self.analyses.model

    @property
    def url(self) -> str:
        return self.file.as_uri()


def made(
    model: CaseModel,
    folder: Path,
    *,
    chapters: Sequence[Chapter] = CHAPTERS[:2],
    draws: int = 1024,
    replicates: int = 8,
) -> Made:
    """Make a page: of the answer and the explorer alone, unless told otherwise."""
    analyses = Analyses(model, Design(draws, replicates, 1))
    html = page_of(analyses, chapters=chapters)
    file = folder / f"{model.case.name}-report.html"
    file.write_text(html, encoding="utf-8")
    return Made(analyses, html, file)
