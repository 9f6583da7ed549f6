"""A figure with what stands around it: where it comes from, how to take it along, and the same in numbers."""

from __future__ import annotations

from markupsafe import Markup

from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.plotting.figures import source
from mkba_uncertainty.report.frame.markup import picture, render
from mkba_uncertainty.report.page.page_table import PageTable
from mkba_uncertainty.report.page.pictures import Picture
from mkba_uncertainty.texts import LANGUAGES, Text


def shown(made: Picture, alternative: Text, table: PageTable, origin: Provenance) -> Markup:
    """Show a figure that tells its values at the pointer, and can be saved and copied.

    Parameters
    ----------
    made : Picture
        Drawn with the table.
    alternative : Text
        What it shows, for whoever cannot see it.
    table : PageTable
        The same in numbers, for whoever unfolds it.
    origin : Provenance
        Of the result.
    """
    return render(
        "figure.html.j2",
        made=made,
        picture=picture(made.wide, alternative, narrow=made.narrow),
        table=table,
        source=Text(*(source(origin, lang) for lang in LANGUAGES)),
    )
