"""What an analysis gives: where it comes from, its table, and what people read of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.table import Table
from mkba_uncertainty.texts import Text, preferred_language

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Result:
    """What an analysis gives: where it comes from, a table for programs, and what people read.

    Each result says what is its own: :attr:`table`, and where it differs :meth:`title`, :meth:`lead`, :meth:`shown`,
    :meth:`notes` and :meth:`facts`; if a page shows it, :meth:`finding`, :meth:`gist` and :meth:`remarks`.
    """

    spoken: ClassVar[tuple[int, ...]] = (1,)
    """Which columns of :attr:`pictured` say what its figure shows, for whoever cannot see it."""

    provenance: Provenance

    @property
    def table(self) -> Table:
        """All of it, for programs; the frame and the CSV."""
        raise NotImplementedError

    @property
    def pictured(self) -> Table:
        """What its figure shows, in numbers: the table below it on a page."""
        return self.table

    def title(self) -> Text:
        """Give the heading."""
        raise NotImplementedError

    def lead(self) -> Sequence[Text]:
        """Give what is said before the tables."""
        return ()

    def shown(self, *, detail: bool = False) -> Sequence[Table]:
        """Give the tables that people read; all there is to see with ``detail``."""
        return (self.table,)

    def notes(self) -> Sequence[Text]:
        """Give what one should know to read it."""
        return ()

    def finding(self) -> Text:
        """Give what it found, as a heading."""
        raise NotImplementedError

    def gist(self) -> Sequence[Text]:
        """Give what its chapter should begin with."""
        return ()

    def remarks(self) -> Sequence[Text]:
        """Give what is said under its heading on a page."""
        return ()

    def facts(self) -> dict[str, Any]:
        """Give what JSON holds beside where the result comes from."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Give what ``--json`` shows."""
        return {**self.provenance.to_dict(), **self.facts()}

    def to_frame(self) -> pd.DataFrame:
        """Give a tidy table: each figure followed by its interval."""
        return self.table.to_frame()

    def __repr__(self) -> str:
        """Show it in a line: class, case and verdict."""
        verdict = getattr(self, "verdict", None)
        said = f", verdict={verdict[preferred_language()]!r}" if verdict is not None else ""
        return f"{type(self).__name__}(case={self.provenance.case!r}{said})"
