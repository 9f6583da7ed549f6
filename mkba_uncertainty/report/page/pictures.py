"""Figures for the page: drawn for a desk and for a phone, in both languages, as small SVG without its heading.

The heading of a figure becomes text of the page, where it wraps, is read aloud, and is found by a search.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mkba_uncertainty.plotting import style
from mkba_uncertainty.plotting.figures import draw, plots_of, rendered
from mkba_uncertainty.report.page.marks import marks
from mkba_uncertainty.report.page.page_table import PageTable
from mkba_uncertainty.texts import LANGUAGES, Text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FONTS = "system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,sans-serif"
"""Those of the page. None is wider than the one that the figure was laid out with."""

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"

BY_ROOT = ("font-family", "stroke-dashoffset: 0")
"""What the root says of all elements, or what goes without saying."""


@dataclass(frozen=True)
class Picture:
    """A figure.

    Parameters
    ----------
    title, subtitle : Text
        Its heading, and what one should know to read it.
    wide, narrow : Text
        As SVG, for a desk and for a phone.
    sentence : Text
        What is said instead where a chart would show nothing.
    """

    title: Text
    subtitle: Text
    wide: Text
    narrow: Text
    sentence: Text


def drawn(result: object, name: str | None = None, *, table: PageTable | None = None) -> Picture:
    """Draw a figure of a result.

    Parameters
    ----------
    result
        What one of the analyses returned.
    name : str, optional
        Which of its figures; the first if absent.
    table : PageTable, optional
        The same in numbers: each drawing says where the rows of it are, see :func:`marks`.

    Raises
    ------
    InputError
        If the result lacks what the figure shows.
    """
    name = name or next(iter(plots_of(result)))
    rows = {lang: table.names(lang) if table else [] for lang in LANGUAGES}
    made = {
        lang: [_draw(result, name, lang, width, rows[lang]) for width in (style.WIDTH, style.NARROW_WIDTH)]
        for lang in LANGUAGES
    }
    return Picture(
        title=Text(*(made[lang][0].title for lang in LANGUAGES)),
        subtitle=Text(*(made[lang][0].subtitle for lang in LANGUAGES)),
        wide=Text(*(made[lang][0].svg for lang in LANGUAGES)),
        narrow=Text(*(made[lang][1].svg for lang in LANGUAGES)),
        sentence=Text(*(made[lang][0].sentence for lang in LANGUAGES)),
    )


@dataclass(frozen=True)
class _Drawn:
    title: str
    subtitle: str
    svg: str
    sentence: str


def _draw(result: object, name: str, lang: str, width: float, rows: Sequence[str]) -> _Drawn:
    plot = plots_of(result)[name]
    figure, ax = draw(plot, result, lang, width)
    title, subtitle = style.take_heading(ax)
    style.arrange(ax, plot.height(result))
    svg = rendered(figure, "svg", facecolor="none").decode()
    return _Drawn(title, subtitle, compact(svg, marks(figure, rows)), style.sentence_of(ax))


def compact(svg: str, places: str = "") -> str:
    """Leave out of an SVG what does not show: metadata, names, nested groups, decimals finer than a tenth of a point.

    Parameters
    ----------
    svg : str
        As matplotlib writes it.
    places : str
        Where the rows of the table are in it.
    """
    from xml.etree import ElementTree

    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(svg)
    _strip(root)
    root.set("style", f"font-family:{FONTS}")
    if places:
        root.set("data-marks", places)
    return ElementTree.tostring(root, encoding="unicode")


def _strip(element: Element) -> None:
    kept: list[Element] = []
    for child in element:
        _strip(child)
        if child.tag == f"{{{SVG}}}metadata":
            continue
        if child.tag == f"{{{SVG}}}g":
            child.attrib.pop("id", None)
            if not child.attrib:
                kept += child
                continue
        kept.append(child)
    element[:] = kept
    element.tail = None
    if not (element.text or "").strip():
        element.text = None
    if link := element.attrib.pop(f"{{{XLINK}}}href", None):
        element.set("href", link)
    if element.get("transform", "").startswith(("rotate(-0 ", "rotate(0 ")):
        del element.attrib["transform"]
    for name, value in element.items():
        if name == "style":
            value = ";".join(
                re.sub(": *", ":", rule) for rule in re.split("; *", value) if rule and not rule.startswith(BY_ROOT)
            )
        short = re.sub(r"-?\d+\.\d+", lambda found: _short(float(found[0])), value)
        element.set(name, _short_path(short) if name == "d" else short)


def _short_path(path: str) -> str:
    """Leave out the points of straight stretches, and white space."""
    parts: list[list[str]] = []
    for part in re.findall(r"[A-Za-z][^A-Za-z]*", path):
        point = part.split()
        while point[0] == "L" and len(parts) > 1 and parts[-1][0] == "L" and _is_between(parts[-2], parts[-1], point):
            parts.pop()
        parts.append(point)
    return "".join(f"{letter}{' '.join(numbers)}" for letter, *numbers in parts)


def _is_between(before: list[str], point: list[str], after: list[str]) -> bool:
    """Say whether a point lies on the line between its neighbours, both upright or both level."""
    pairs = zip(before[-2:], point[-2:], after[-2:], strict=True)
    ordered = [(one, middle, other) for one, middle, other in (map(float, pair) for pair in pairs)]
    return any(one == middle == other for one, middle, other in ordered) and all(
        min(one, other) <= middle <= max(one, other) for one, middle, other in ordered
    )


def _short(number: float) -> str:
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
