"""What ``mkba elicit`` shows on a screen."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from mkba_uncertainty.casefile.saving import distribution_text
from mkba_uncertainty.elicitation import Consultation
from mkba_uncertainty.report.screen.view import view
from mkba_uncertainty.texts import say


def consultation_view(result: Consultation, lang: str) -> RenderableType:
    """Show each expert's answer with the families fitted to it, the pool, and what to paste in a case file."""
    paste = f"{say('elicit.paste', lang)}\n{distribution_text(result.family)}"
    parts = [view(part, lang, title=title) for title, part in result.parts()]
    return Group(*parts, Padding(Styled(paste, style="dim"), (1, 2)))
