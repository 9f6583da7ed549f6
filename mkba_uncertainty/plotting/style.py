"""How plots look: colours, hatches, euros on axes.

All of it is said by explicit arguments: nothing here touches matplotlib's settings, which belong to the user.
Colours are those of Okabe and Ito (2008, "Color universal design"), which colour-blind people tell apart;
hatches and marks say the same again for a print in black and white.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Concatenate, Generic, TypeVar

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import AMOUNT_SPACE, FigureKind, Money, about, chance, kind_of, share, tick_text
from mkba_uncertainty.texts.units import is_share

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

Look = dict[str, Any]
R = TypeVar("R")

INK, GREY, RULE = "#1A1A1A", "#595959", "#BFBFBF"
BLUE, VERMILLION, GREEN, SKY = "#0072B2", "#D55E00", "#009E73", "#56B4E9"


def fill(colour: str, hatch: str | None = None) -> Look:
    """Give the look of a kind of bar."""
    return {"facecolor": colour, "edgecolor": "white", "linewidth": 0.0, "hatch": hatch}


def symbol(marker: str = "D", filled: bool = False) -> Look:
    """Give the look of a mark: an open diamond for what was published."""
    return {
        "linestyle": "none",
        "marker": marker,
        "markersize": 10.0 if marker == "|" else 6.0,
        "markerfacecolor": INK if filled else "white",
        "markeredgecolor": INK,
        "markeredgewidth": 1.6 if marker == "|" else 1.2,
    }


def dot(colour: str) -> Look:
    """Give the look in the key of one draw among many."""
    return {**symbol("o"), "markersize": 3.0, "markerfacecolor": colour, "markeredgewidth": 0.0}


def stroke(colour: str, width: float) -> Look:
    """Give the look of a line."""
    return {"color": colour, "linewidth": width, "linestyle": "-", "marker": ""}


SOLID, PALE, HATCHED, REST = fill(BLUE), fill(SKY), fill(SKY, "////"), fill(RULE)
"""Looks of bars; the last is for what many have together or at most, which is no estimate of its own."""

BENEFIT, COST, BALANCE = fill(SKY), fill(VERMILLION, "////"), fill(GREEN, "..")
RANGE = stroke(INK, 1.3)
"""The look of a whisker in the key."""

TITLE, TEXT, SMALL, TINY = 10.0, 8.0, 7.5, 7.0
"""Sizes of type, in points; on paper none may be smaller than the last."""

WIDTH, LEAST_WIDTH, MOST_WIDTH = 16.0, 8.0, 60.0
"""How wide a figure is unless somebody says otherwise, and may be, in centimetres."""

CM = 1 / 2.54
"""A centimetre, in inches."""

ROW = 0.42
"""The height of a row, in inches."""

LABEL_WIDTH, NARROW_LABEL_WIDTH = 30, 19
"""Characters a line of a row's label, on a desk and on a phone."""

LONGEST_WORD, NARROW_LONGEST_WORD = 50, 25
"""Characters of a word of a label; a longer one is cut, so that room is left for the data."""

NARROW, NARROW_WIDTH = 13.5, 10.7
"""Below how many centimetres a figure is laid out for a phone, and how wide such a figure is."""

LEADING = 1.2
"""From line to line, where 1 is the size of the type."""

HARD_SPACE = "\u00a0"
"""Where no line ends."""

EDGE, ASIDE = 3.0, 8.0
"""Points that stay free at the edges of a figure, and between axes and the figures beside them."""

MONEY_AXIS = "_money"
"""The label of what stands beside an axis of amounts, by which it can be found."""

HEADING, SUBTITLE, HEADER, ROOM, SENTENCE = "_heading", "_subtitle", "_header", "_room", "_sentence"
"""Labels by which parts can be found; legends skip them.

The title of a plot and what one should know to read it, what stands above figures beside rows, room kept free, and
what is said where there is nothing to draw.
"""


class Plot(Generic[R]):
    """A plot: it draws a result on the user's own axes, or on a new figure as high as suits the result."""

    def __init__(self, draw: Callable[Concatenate[R, Axes, str, ...], None], height: Callable[[Any], float]) -> None:
        self.draw, self.height = draw, height
        self.__name__, self.__doc__ = draw.__name__, draw.__doc__

    def __call__(
        self, result: R, ax: Axes | None = None, *, lang: str = "en", width: float = WIDTH, **options: Any
    ) -> Axes:
        """Draw a result, with the options of this plot; ``width`` is that of a new figure, in centimetres."""
        if ax is None:
            return self._on_new_figure(result, width, lang=lang, **options)
        ax.spines[["top", "right"]].set_visible(False)
        self.draw(result, ax, lang, **options)
        _say_prices(ax, result, lang)
        _plain(ax)
        arrange(ax)
        return ax

    def _on_new_figure(self, result: R, width: float, **options: Any) -> Axes:
        """Draw on a figure that a notebook shows; none is left behind if there is nothing to draw."""
        import matplotlib.pyplot as plt

        height = self.height(result)
        figure, ax = plt.subplots(figsize=(checked(width) * CM, height), layout="constrained")
        try:
            self(result, ax, **options)
        except InputError:
            plt.close(figure)
            raise
        arrange(ax, height)
        return ax


def sized(height: Callable[[Any], float]) -> Callable[[Callable[Concatenate[R, Axes, str, ...], None]], Plot[R]]:
    """Make a plot of a function that draws on axes; ``height`` gives inches of the axes that suit a result."""
    return lambda draw: Plot(draw, height)


SENTENCE_HEIGHT = 0.35
"""The height of a sentence in the place of a chart, in inches."""


def rows_height(rows: int, each: float = ROW) -> float:
    """Give the height, in inches, of labelled rows."""
    return rows * each


def checked(width: float) -> float:
    """Give a width, in centimetres, in which there is room for a figure.

    Raises
    ------
    InputError
        If there is none.
    """
    if not LEAST_WIDTH <= width <= MOST_WIDTH:
        raise InputError("figure_width", key="width", found=width, least=LEAST_WIDTH, most=MOST_WIDTH)
    return width


def wrap(label: str, width: int = LABEL_WIDTH, indent: str = "") -> str:
    """Break a label in lines between words, balanced so that no line holds a lone short word; cut endless words."""
    label = _cut(label, LONGEST_WORD)
    breaks = partial(textwrap.wrap, label, break_long_words=False)
    lines = len(breaks(width))
    narrower = next(w for w in range(1, width + 1) if len(breaks(w)) <= lines or w == width)
    even = breaks(max([narrower, *map(len, label.split())]))
    return "\n".join(indent + line for line in even)


def fold(text: str, points: float, size: float, *, heavy: bool = False) -> str:
    """Break a text between words in lines of at most so many points."""
    lines: list[str] = []
    for word in re.sub(AMOUNT_SPACE, HARD_SPACE, " ".join(text.split())).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and _width(longer, heavy, size) <= points:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines).replace(HARD_SPACE, " ")


def is_narrow(ax: Axes) -> bool:
    """Whether the figure is laid out for a phone: short lines, few ticks, a key of one column."""
    return width_of(_figure(ax)) < 72 * NARROW * CM


def width_of(figure: Figure) -> float:
    """Give the width of a figure, in points."""
    return 72 * float(figure.get_figwidth())


def _figure(ax: Axes) -> Figure:
    from matplotlib.figure import Figure

    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def heading(ax: Axes, title: str, subtitle: str) -> None:
    """Put a title above the axes, and what one should know to read the plot under it."""
    bold: dict[str, Any] = {"fontsize": TITLE, "fontweight": "bold", "color": INK, "linespacing": LEADING}
    ax.set_title(title, loc="left", y=1.0, **bold).set_label(HEADING)
    look: dict[str, Any] = {"fontsize": SMALL, "color": GREY, "va": "bottom", "linespacing": LEADING}
    ax.text(0, 1, subtitle, label=SUBTITLE, **look)


def sentence(ax: Axes, text: str) -> None:
    """Say what a chart would not show: one in which all is nothing."""
    ax.set_axis_off()
    ax.text(0, 1, text, label=SENTENCE, fontsize=TEXT, color=INK, va="top", linespacing=LEADING)


def sentence_of(ax: Axes) -> str:
    """Give the sentence in the place of a chart; nothing where there is a chart."""
    return " ".join(" ".join(text.get_text().split()) for text in _labelled(ax, SENTENCE))


def take_heading(ax: Axes) -> tuple[str, str]:
    """Take the heading away, and give its title and what stands under it."""
    title = ax.get_title(loc="left")
    (note,) = _labelled(ax, SUBTITLE)
    subtitle = note.get_text()
    ax.set_title("", loc="left")
    note.remove()
    return " ".join(title.split()), " ".join(subtitle.split())


def legend(ax: Axes, handles: Sequence[Artist], columns: int) -> None:
    """Put the key under the axes, where it covers no data, in as many columns as there is room for."""
    room = width_of(_figure(ax)) - 2 * EDGE
    widths = [SMALL * 2.9 + _width(str(handle.get_label()), False, SMALL) for handle in handles]
    fitting = (count for count in range(min(columns, len(handles)), 1, -1) if _across(widths, count) <= room)
    ax.legend(
        handles=handles,
        ncols=next(fitting, 1),
        loc="upper left",
        borderaxespad=0.0,
        borderpad=0.0,
        frameon=False,
        fontsize=SMALL,
        labelcolor=INK,
        handlelength=1.8,
        handletextpad=0.8,
        columnspacing=1.6,
        labelspacing=0.5,
    )


def _across(widths: Sequence[float], columns: int) -> float:
    """Add up columns, each as wide as its widest entry; entries go down the columns, the first of which are longer."""
    longer, rows = len(widths) % columns, len(widths) // columns
    ends = [(rows + 1) * column + min(longer - column, 0) for column in range(columns + 1)]
    return sum(max(widths[a:b]) for a, b in pairwise(ends)) + 1.6 * SMALL * (columns - 1)


# --- where things stand around the axes


def arrange(ax: Axes, height: float | None = None) -> None:
    """Stack what stands above and below axes; with their ``height``, in inches, the figure is as high as that takes.

    Headings and keys begin at the left edge of a figure that has no other axes, and else at that of the axes.
    """
    figure = _figure(ax)
    alone = len(figure.axes) == 1
    room = width_of(_figure(ax)) - 2 * EDGE if alone else None
    for old in _labelled(ax, ROOM):
        old.remove()
    upright = ax.yaxis.label
    upright.set_text(fold(upright.get_text(), 72 * (height or float(figure.get_figheight())), TEXT))
    above = _heap_above(ax, room)
    below = _hang_below(ax, room)
    if height is not None:
        source = 0.0 if figure.get_supxlabel() == "" else TINY * LEADING * _lines(figure.get_supxlabel()) + 4
        figure.set_figheight(max(height, _least_height(ax)) + (above + below + source + 2 * EDGE) / 72)


def _labelled(ax: Any, label: str) -> list[Any]:
    return [artist for artist in ax.get_children() if artist.get_label() == label]


def _lines(text: str) -> int:
    return text.count("\n") + 1


def _heap_above(ax: Axes, room: float | None) -> float:
    """Put the heading above the axes, over what stands above figures beside rows; gives points."""
    headers = [header for each in (ax, *ax.child_axes) for header in _labelled(each, HEADER)]
    up = max((_lines(header.get_text()) * SMALL * LEADING + 8.0 for header in headers), default=6.0)
    titles = _labelled(ax, HEADING) if ax.get_title(loc="left") else []
    texts = [*((note, SMALL, False) for note in _labelled(ax, SUBTITLE)), *((title, TITLE, True) for title in titles)]
    for text, size, heavy in texts:
        if room is not None:
            text.set_text(fold(text.get_text(), room, size, heavy=heavy))
        _place(ax, text, 1.0, up, at_edge=room is not None)
        up += _lines(text.get_text()) * size * LEADING + 3.0
    _keep_room(ax, 1.0, up)
    return up


def _hang_below(ax: Axes, room: float | None) -> float:
    """Put the key below the axes and their labels; gives points."""
    figure = _figure(ax)
    for text in _labelled(ax, SENTENCE):
        if room is not None:
            text.set_text(fold(text.get_text(), room, TEXT))
        _place(ax, text, 1.0, -4.0, at_edge=room is not None)
    down = 4.0
    for panel in (ax, *ax.child_axes):
        label, ticks = panel.xaxis.label.get_text(), panel.xaxis.get_visible() and panel.axison
        down = max(down, 14.0 * ticks + (_lines(label) * TEXT * LEADING + 4.0) * bool(label))
    key = ax.get_legend()
    if key is None:
        return down
    down += 8.0
    _place(ax, key, 0.0, -down, at_edge=room is not None)
    down += 72 * key.get_window_extent().height / figure.dpi
    _keep_room(ax, 0.0, -down)
    return down


def _place(ax: Axes, artist: Any, side: float, up: float, *, at_edge: bool) -> None:
    """Put a text or key so many points above or below a side of the axes."""
    from matplotlib.legend import Legend
    from matplotlib.transforms import ScaledTranslation, blended_transform_factory

    figure = _figure(ax)
    across, x = (figure.dpi_scale_trans, EDGE / 72) if at_edge else (ax.transAxes, 0.0)
    where = blended_transform_factory(across, ax.transAxes) + ScaledTranslation(0, up / 72, figure.dpi_scale_trans)
    if isinstance(artist, Legend):
        artist.set_bbox_to_anchor((x, side), where)
    else:
        artist.set(position=(x, side), transform=where)
    artist.set_in_layout(False)  # room is kept for it apart: a wide sentence must not squeeze the axes


def _keep_room(ax: Axes, side: float, up: float) -> None:
    """Draw nothing so many points above or below a side of the axes: a short line that does not show."""
    from matplotlib.lines import Line2D
    from matplotlib.transforms import ScaledTranslation

    figure = _figure(ax)
    where = ax.transAxes + ScaledTranslation(0, up / 72, figure.dpi_scale_trans)
    ends = [side, 0.01 + 0.98 * side]
    ax.add_artist(Line2D([0, 0.01], ends, linestyle="none", label=ROOM, transform=where, clip_on=False))


def _least_height(ax: Axes) -> float:
    """Give the inches that labelled rows take with all lines of their labels."""
    labels = [label.get_text() for label in ax.get_yticklabels()]
    return len(labels) * (max(map(_lines, labels), default=1) + 0.5) * 1.1 * TEXT / 72


def keys(lang: str, looks: Mapping[str, Look]) -> list[Artist]:
    """Make the keys of bars, lines and marks, of which the texts have these names."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    return [
        Patch(label=say(text, lang), **look) if "facecolor" in look else Line2D([], [], label=say(text, lang), **look)
        for text, look in looks.items()
    ]


def line(ax: Axes, x: Any, y: Any, colour: str, width: float, **options: Any) -> Line2D:
    """Draw a line without marks."""
    (drawn,) = ax.plot(x, y, **{**stroke(colour, width), **options})
    return drawn


def whisker(ax: Axes, low: float, high: float, at: float, *, gid: str, upright: bool = False) -> Line2D:
    """Draw a range with end caps, at ``at`` on the other axis; a white rim keeps it visible on any bar."""
    ends, across = (low, high), (at, at)
    x, y = (across, ends) if upright else (ends, across)
    cap = "_" if upright else "|"
    ax.plot(
        x, y, color="white", linewidth=2.9, linestyle="-", marker=cap, markersize=8.5, markeredgewidth=2.9, zorder=3.9
    )
    (line,) = ax.plot(
        x, y, color=INK, linewidth=1.3, linestyle="-", marker=cap, markersize=7, markeredgewidth=1.3, zorder=4, gid=gid
    )
    return line


def mark(ax: Axes, x: float, y: float, *, gid: str, marker: str = "D", filled: bool = False) -> Line2D:
    """Put a mark, on top of all else."""
    (point,) = ax.plot([x], [y], **symbol(marker, filled), zorder=5, gid=gid)
    return point


def rows(
    ax: Axes,
    labels: Sequence[str],
    header: str = "",
    texts: Sequence[tuple[str, str]] = (),
    bold: Sequence[bool] = (),
) -> float:
    """Make the y-axis a list of labelled rows, the first on top, with figures to the right of each.

    Gives the points that labels take.
    """
    if is_narrow(ax):
        labels = [_narrow_label(label) for label in labels]
    bold = bold or [False] * len(labels)
    ax.set_yticks(range(len(labels)), labels, fontsize=TEXT, color=INK, linespacing=1.1)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    for label, heavy in zip(ax.get_yticklabels(), bold, strict=True):
        label.set(fontweight=_weight(heavy), horizontalalignment="left")
    lines = [(line, heavy) for label, heavy in zip(labels, bold, strict=True) for line in label.splitlines()]
    taken = 4.0 + max((_width(line, heavy, TEXT) for line, heavy in lines), default=0.0)
    ax.tick_params(axis="y", pad=taken)
    if header:
        _column(ax, header, texts, bold)
    return taken


def _narrow_label(label: str) -> str:
    indent = " " * ((len(label) - len(label.lstrip(" "))) // 2)
    return wrap(_cut(" ".join(label.split()), NARROW_LONGEST_WORD), NARROW_LABEL_WIDTH, indent)


def _cut(label: str, longest: int) -> str:
    return re.sub(rf"\S{{{longest}}}(?=\S)", r"\g<0> ", label)


def _weight(heavy: bool) -> str:
    return "bold" if heavy else "normal"


def _width(line: str, heavy: bool, size: float) -> float:
    """Measure a line, in points, with some room for how it is hinted."""
    from matplotlib.font_manager import FontProperties, findfont

    font = findfont(FontProperties(weight=_weight(heavy)))
    return 1.03 * size * sum(_advance(font, sign) for sign in line)


@cache
def _advance(font: str, sign: str) -> float:
    """Give how wide a character is, where the size of the type is 1."""
    from matplotlib.font_manager import get_font

    face = get_font(font)
    face.set_size(100.0, 72.0)
    glyph = face.load_glyph(face.get_char_index(ord(sign)))  # of a character that the font lacks: its box
    return float(glyph.linearHoriAdvance) / 65536 / 100


def widest_line(text: str, size: float) -> float:
    """Measure the widest line of a text, in points."""
    return max(_width(line, False, size) for line in text.split("\n"))


def breadth(ax: Axes) -> float:
    """Give about how many points axes and what stands beside them have across."""
    figure = _figure(ax)
    share = 1.0 if len(figure.axes) == 1 else float(ax.get_position().width)
    return share * width_of(figure) - 4 * EDGE


def aside(ax: Axes, text: str, at: tuple[float, float], points: float, side: str, *, gid: str) -> None:
    """Write a small text beside a place, so many points to the right of it; ``side`` of the text is there."""
    look: dict[str, Any] = {"fontsize": TINY, "color": INK, "linespacing": 1.05, "zorder": 4, "gid": gid}
    place: dict[str, Any] = {"xytext": (points, 0), "textcoords": "offset points", "annotation_clip": False}
    note = ax.annotate(text, at, ha=side, va="center", multialignment=side, **place, **look)
    note.set_bbox({"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 0.5})


def _column(ax: Axes, header: str, texts: Sequence[tuple[str, str]], bold: Sequence[bool]) -> None:
    """Write figures to the right of each row: the first large, the second small below it."""
    place: dict[str, Any] = {"textcoords": "offset points", "annotation_clip": False, "ha": "left"}
    for row, (large, small) in enumerate(texts):
        at: dict[str, Any] = {"xy": (1.0, row), "xycoords": ax.get_yaxis_transform()}
        weight = _weight(bold[row])
        up = 0.0 if small.count("\n") == 0 else 5.0
        upright = "bottom" if small else "center"
        ax.annotate(large, xytext=(ASIDE, up), va=upright, fontsize=TEXT, color=INK, fontweight=weight, **at, **place)
        ax.annotate(small, xytext=(ASIDE, up - 1), va="top", fontsize=TINY, color=GREY, **at, **place)
    above: dict[str, Any] = {"xy": (1.0, 1.0), "xycoords": "axes fraction", "xytext": (ASIDE, 6), "va": "bottom"}
    ax.annotate(header, fontsize=SMALL, color=GREY, linespacing=LEADING, label=HEADER, **above, **place)


def zero_line(ax: Axes, upright: bool = True) -> None:
    """Draw the line where nothing is gained or lost."""
    draw = ax.axvline if upright else ax.axhline
    draw(0.0, color=INK, linewidth=0.9, linestyle="-", zorder=1.5)


def panels(
    ax: Axes, count: int, columns: int, *, gaps: tuple[float, float], above: float, **options: Any
) -> list[Axes]:
    """Cut axes in panels, with gaps between columns and rows and room above them, as shares of the whole."""
    ax.set_axis_off()
    rows, columns = -(-count // columns), min(columns, count)
    width, height = (1 - gaps[0] * (columns - 1)) / columns, (1 - above - gaps[1] * (rows - 1)) / rows
    made = []
    for place in range(count):
        row, column = divmod(place, columns)
        at = column * (width + gaps[0]), 1 - above - height - row * (height + gaps[1]), width, height
        panel = ax.inset_axes(at, **options)
        panel.spines[["top", "right"]].set_visible(False)
        made.append(panel)
    return made


def value_axis(axis: Axis, label: str, lang: str, kind: FigureKind, ticks: int | None = None) -> None:
    """Make an axis of amounts: few ticks, written as people read them, with a faint grid."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=ticks or 6, steps=[1, 2, 5, 10]))
    _write_ticks(axis, lambda value, every: tick_text(value, every, lang, kind))
    _label(axis, label)
    if isinstance(kind, Money):
        axis.label.set_label(MONEY_AXIS)


def share_axis(axis: Axis, label: str, lang: str, ticks: int | None = None) -> None:
    """Make an axis of amounts that are shares of another."""
    value_axis(axis, label, lang, "number", ticks)
    _write_ticks(axis, lambda value, _: share(about(value, 0.01), lang))


def probability_axis(axis: Axis, label: str, lang: str) -> None:
    """Make an axis of probabilities, 0 to 100 %."""
    axis.set_ticks([0.0, 0.25, 0.5, 0.75, 1.0])
    axis.set_major_formatter(lambda value, _: chance(float(value), lang))
    _label(axis, label)


def estimate_axis(axis: Axis, label: str, lang: str, unit: str | None, ticks: int | None = None) -> None:
    """Make an axis of values of an estimate: shares as percentages, amounts in their currency."""
    if is_share(unit):
        share_axis(axis, label, lang, ticks)
    else:
        kind = kind_of(unit)
        value_axis(axis, label, lang, kind if isinstance(kind, Money) else "number", ticks)


def _write_ticks(axis: Axis, write: Callable[[float, list[float]], str]) -> None:
    """Write ticks; side by side no more of them than there is room for, zero among these."""

    def text(value: float, _: Any) -> str:
        every = axis.get_majorticklocs().tolist()
        if axis is axis.axes.xaxis and len(every) > 1:
            low, high = sorted(axis.get_view_interval())
            step = every[1] - every[0]
            apart = axis.axes.bbox.width / _figure(axis.axes).dpi * 72 * step / (high - low)
            widest = max(_width(write(tick, every), False, SMALL) for tick in every if low <= tick <= high) + 4.0
            first = 0.0 if low <= 0.0 <= high else every[0]
            if round((value - first) / step) % math.ceil(widest / apart):
                return ""
        return write(float(value), every)

    axis.set_major_formatter(text)


def _label(axis: Axis, label: str) -> None:
    axis.set_label_text(label, fontsize=TEXT, color=INK, linespacing=LEADING)
    axis.set_tick_params(labelsize=SMALL, labelcolor=INK)
    axis.grid(True, color=RULE, linewidth=0.5, linestyle=":")
    axis.axes.set_axisbelow(True)


def prices(result: object, lang: str) -> str:
    """Say of which year the prices of amounts are, and whom these are for; nothing where nobody knows."""
    origin = getattr(result, "provenance", None)
    notes = []
    if (year := getattr(origin, "price_level", None)) is not None:
        notes.append(say("plot.prices", lang, year=year))
    if (per := getattr(origin, "per", None)) is not None:
        notes.append(per[lang])
    return ", ".join(notes)


def _say_prices(ax: Axes, result: object, lang: str) -> None:
    from matplotlib.text import Text

    note = prices(result, lang)
    for label in ax.findobj(Text):
        if note and label.get_label() == MONEY_AXIS:
            assert isinstance(label, Text)
            text = label.get_text()
            apart = " " if label in (ax.xaxis.label, ax.yaxis.label) else "\n"  # a panel has little room
            label.set_text(f"{text}{apart}({note})" if text else note)


def _plain(ax: Axes) -> None:
    """Finish: a dollar sign in somebody's label is a dollar sign, not the start of a formula."""
    from matplotlib.text import Text

    for text in ax.findobj(Text):
        assert isinstance(text, Text)
        text.set_parse_math(False)
