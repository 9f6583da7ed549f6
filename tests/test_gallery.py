"""The gallery has every figure; and each figure, in both languages, can be printed on a page and read there."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from command_line import assert_refused, mkba as command

import mkba_uncertainty as mkba
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import figures
from mkba_uncertainty.texts import LANGUAGES

mpl.use("Agg")
from matplotlib.text import Text

DOCS = Path(__file__).parents[1] / "docs"
GALLERY = runpy.run_path(str(DOCS / "gallery.py"))
PAGE = (DOCS / "gallery.md").read_text("utf-8")
PLOTS = [GALLERY["DRAWN"].search(lines.strip().splitlines()[-1]) for lines in GALLERY["LINES"].findall(PAGE)]
COUNT = sum(called is not None for called in PLOTS)
MAGNITUDES = {"nl": r"\d (?:duizend|mln|mld)", "en": r"\d(?:k|M|bn)\b"}


@pytest.fixture(scope="module")
def parts() -> list[Any]:
    return list(GALLERY["drawn"](PAGE))


def test_the_gallery_has_every_figure(parts: list[Any]) -> None:
    modules = (Path(mkba.__file__).parent / "plotting").glob("*.py")
    listed = {name for module in modules for name in re.findall(r"^def plot_(\w+)\(result", module.read_text(), re.M)}
    assert {part.plot for part in parts} == listed
    assert all(len(part.lines.strip().splitlines()) <= 3 for part in parts)


def test_each_picture_stands_below_its_lines() -> None:
    made = [f"gallery/{number}.svg" for number in range(COUNT)]
    shown = GALLERY["shown"](PAGE, made)
    assert re.findall(r"\]\((gallery/\d+\.svg)\)", shown) == made
    assert "mkba.plot(answer)\n```\n\n![mkba.plot(answer)](gallery/0.svg)" in shown


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", range(COUNT))
def test_a_figure_can_be_read_on_paper(parts: list[Any], place: int, lang: str) -> None:
    part = parts[place]
    figure = figures(part.result, lang)[part.plot]
    figure.canvas.draw()
    assert figure.get_figwidth() * 2.54 == pytest.approx(16)
    texts = _visible(figure)
    assert min(text.get_fontsize() for text in texts) >= 7
    _assert_apart(figure, texts)
    words = " ".join(text.get_text() for text in texts).replace("mkba_uncertainty", "")
    assert not re.search(r"\b[a-z]+_[a-z_]+\b|Text\(", words)  # a name of a file or of an estimate
    _assert_prices(part.result, figure, texts)
    _assert_one_magnitude(figure, lang)


@pytest.mark.parametrize("width", [10.7, 24.0])
def test_a_figure_is_as_wide_as_asked(parts: list[Any], width: float) -> None:
    for part in parts[:4]:
        figure = figures(part.result, "nl", width=width)[part.plot]
        figure.canvas.draw()
        assert figure.get_figwidth() * 2.54 == pytest.approx(width)
        texts = _visible(figure)
        assert min(text.get_fontsize() for text in texts) >= 7
        _assert_apart(figure, texts)


@pytest.mark.parametrize("width", [2.0, -1.0, 100.0, float("nan")])
def test_a_width_without_room_is_refused(parts: list[Any], width: float) -> None:
    for draw in (lambda: mkba.plot(parts[0].result, width=width), lambda: figures(parts[0].result, width=width)):
        with pytest.raises(InputError) as caught:
            draw()
        assert caught.value.code == "figure_width"


def _visible(figure: Any) -> list[Text]:
    """Give the texts that show: of axes that do, and of ticks within their range."""
    hidden: set[int] = set()
    panels = [panel for ax in figure.axes for panel in ax.child_axes]
    for ax in [*figure.axes, *panels]:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if not (ax.axison and tick.label1.get_visible() and low <= tick.get_loc() <= high):
                    hidden.add(id(tick.label1))
            if not ax.axison:
                hidden.add(id(axis.label))
    found = figure.findobj(Text)
    return [text for text in found if text.get_text().strip() and text.get_visible() and id(text) not in hidden]


def _assert_apart(figure: Any, texts: list[Text]) -> None:
    boxes = [(text.get_text(), Text.get_window_extent(text, figure.canvas.get_renderer())) for text in texts]
    for place, (text, box) in enumerate(boxes):
        assert min(box.x0, box.y0) >= -1, text
        assert box.x1 <= figure.bbox.x1 + 1, text
        assert box.y1 <= figure.bbox.y1 + 1, text
        over = [other for other, there in boxes[place + 1 :] if box.padded(-1).overlaps(there.padded(-1))]
        assert not over, (text, over)


def _assert_prices(result: Any, figure: Any, texts: list[Text]) -> None:
    """Hold that an axis of amounts of a case says of which year its prices are."""
    origin = getattr(result, "provenance", None)
    if getattr(origin, "price_level", None) is None:
        return
    shown = {id(text) for text in texts}
    for ax in [*figure.axes, *(panel for whole in figure.axes for panel in whole.child_axes)]:
        for axis in (ax.xaxis, ax.yaxis):
            ticks = [tick.label1.get_text() for tick in axis.get_major_ticks() if id(tick.label1) in shown]
            if any(re.fullmatch(r"−?€.*", tick) for tick in ticks):
                assert str(origin.price_level) in axis.label.get_text()


def _assert_one_magnitude(figure: Any, lang: str) -> None:
    """Hold that amounts beside a row are all in thousands, or all in millions."""
    for ax in figure.axes:
        beside: dict[Any, set[str]] = {}
        for note in ax.texts:
            if getattr(note, "xycoords", None) is not None and getattr(note, "xy", (0, 0))[0] == 1.0:
                found = re.findall(MAGNITUDES[lang], note.get_text())
                beside.setdefault(note.xy[1], set()).update(one.strip("0123456789 ") for one in found)
        assert all(len(kinds) <= 1 for kinds in beside.values()), beside


def test_a_command_writes_figures_as_wide_as_asked(tmp_path: Path) -> None:
    few = ("--draws", "16", "--replicates", "2", "--quiet")
    assert command("run", "arnhem-ozo", *few, "--out", str(tmp_path), "--width", "12")[0] == 0
    assert '<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="340' in (tmp_path / "actors.svg").read_text("utf-8")
    assert_refused(["run", "arnhem-ozo", "--width", "12"], ["--out"])
    assert_refused(["run", "arnhem-ozo", "--width", "2", "--out", str(tmp_path)], ["8 to 60 cm"])
