"""What ``mkba run`` and ``mkba whatif`` show on a screen."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from mkba_uncertainty.analysis.side_by_side.contrast import Contrasts
from mkba_uncertainty.report.screen.layout import heading, table
from mkba_uncertainty.stopping import Stopping
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import (
    MILLION,
    chance,
    millions,
    number,
    range90,
)


def stopping_note(stopping: Stopping, lang: str) -> str:
    """Say whether the stopping rule was met, with both widths."""
    return stopping.note()[lang]


def contrasts_view(result: Contrasts, lang: str) -> RenderableType:
    """Show what each scenario changes."""
    made = table(lang, "table.scenario", "table.published", "table.median", "table.range90", "table.before_after")
    for contrast in result.contrasts.values():
        made.add_row(
            contrast.label[lang],
            "" if contrast.published is None else number(contrast.published / MILLION, lang),
            millions(contrast.quantiles[0.5], lang),
            range90(contrast.quantiles, lang, "million"),
            f"{chance(contrast.before.value, lang)} → {chance(contrast.after.value, lang)}",
        )
    pooled = any(result.case.scenarios[name].pooled for name in result.contrasts)
    notes = [say("whatif.footer", lang), *([say("whatif.footer.pooled", lang)] if pooled else [])]
    footer = Padding(Styled(" ".join(notes), style="dim"), (0, 2))
    return Group(heading(say("whatif.title", lang, title=result.case.title[lang])), made, footer)
