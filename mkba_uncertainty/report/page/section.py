"""A section of the page: what each of its chapters hands to the frame."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from mkba_uncertainty.texts import Text


@dataclass(frozen=True)
class Section:
    """A chapter of the page.

    Parameters
    ----------
    id : str
        Its anchor: small letters and hyphens.
    title : Text
        Its heading, also in the table of contents.
    html : Markup
        What stands under the heading, in both languages (see :mod:`mkba_uncertainty.report.frame.markup`): complete
        elements, without ``style`` attributes or scripts, which the page's security policy refuses. Its own headings
        are h3.
    script : str
        Trusted JavaScript (never a text of a case) that is the argument of ``startPage``; the explorer's only.
    """

    id: str
    title: Text
    html: Markup
    script: str = ""
