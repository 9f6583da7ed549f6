"""What an analysis gives: its table, what people read of it, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.errors import few
from mkba_uncertainty.table import Laid, Table
from mkba_uncertainty.texts import Text, preferred_language


@dataclass(frozen=True)
class Result(Laid):
    """What an analysis gives: a table for programs, what people read, and where it comes from.

    Each result says what is its own: what is :class:`~mkba_uncertainty.table.Laid`, and :meth:`facts`; if a page shows
    it, :meth:`finding`, :meth:`gist` and :meth:`remarks`.
    """

    spoken: ClassVar[tuple[int, ...]] = (1,)
    """Which columns of :attr:`pictured` say what its figure shows, for whoever cannot see it."""

    provenance: Provenance

    @property
    def pictured(self) -> Table:
        """What its figure shows, in numbers: the table below it on a page."""
        return self.table

    @property
    def per(self) -> Text | None:
        """Whom or what its amounts are for."""
        return self.provenance.per

    @property
    def warnings(self) -> Sequence[Text]:
        """What deserves a look in the file of the case."""
        return few(self.provenance.warnings)

    def origin(self) -> Sequence[Text]:
        """Say under which circumstances it holds, and on what draws it rests."""
        made = self.provenance
        return [*made.circumstances(), *([made.sampling()] if made.draws else [])]

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

    def record(self, lang: str = "en") -> dict[str, Any]:
        """Give where it comes from, for the manifest of a folder."""
        return self.provenance.to_dict(lang)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give what ``--json`` shows, warnings in one language."""
        return {**self.provenance.to_dict(lang), **self.facts()}

    def __repr__(self) -> str:
        """Show it in a line: class, case and verdict."""
        verdict = getattr(self, "verdict", None)
        said = f", verdict={verdict[preferred_language()]!r}" if verdict is not None else ""
        return f"{type(self).__name__}(case={self.provenance.case!r}{said})"
