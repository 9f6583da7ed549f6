"""How plots look: colours, hatches, euros on axes.

All of it is said by explicit arguments: nothing here touches matplotlib's settings, which belong to the user.
Colours are those of Okabe and Ito (2008, "Color universal design"), which colour-blind people tell apart;
hatches and marks say the same again for a print in black and white.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Concatenate, Generic, TypeVar

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import FigureKind, Money, about, chance, share, tick_text

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.lines import Line2D

Size = tuple[float, float]
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


SOLID, PALE, HATCHED = fill(BLUE), fill(SKY), fill(SKY, "////")
BENEFIT, COST, BALANCE = fill(SKY), fill(VERMILLION, "////"), fill(GREEN, "..")
RANGE = stroke(INK, 1.3)
"""The look of a whisker in the key."""

TITLE, TEXT, SMALL, TINY = 11.0, 9.0, 8.0, 6.5
"""Sizes of type, in points."""

ROW = 0.46
"""The height of a row, in inches."""

LABEL_WIDTH, NARROW_LABEL_WIDTH = 30, 19
"""Characters a line of a row's label, on a desk and on a phone."""

LONGEST_WORD, NARROW_LONGEST_WORD = 50, 25
"""Characters of a word of a label; a longer one is cut, so that room is left for the data."""

NARROW, NARROW_WIDTH = 6.0, 4.7
"""Below how many inches a figure is laid out for a phone, and how wide such a figure is."""

MONEY_AXIS = "_money"
"""The label of what stands beside an axis of amounts, by which it can be found."""

SUBTITLE = "_subtitle"
"""The label of what one should know to read a plot, by which it can be found; legends skip such labels."""


class Plot(Generic[R]):
    """A plot: it draws a result on the user's own axes, or on a new figure of the size that suits the result."""

    def __init__(self, draw: Callable[Concatenate[R, Axes, str, ...], None], size: Callable[[Any], Size]) -> None:
        self.draw, self.size = draw, size
        self.__name__, self.__doc__ = draw.__name__, draw.__doc__

    def __call__(self, result: R, ax: Axes | None = None, *, lang: str = "en", **options: Any) -> Axes:
        """Draw a result, with the options of this plot."""
        if ax is None:
            return self._on_new_figure(result, lang=lang, **options)
        ax.spines[["top", "right"]].set_visible(False)
        self.draw(result, ax, lang, **options)
        _say_per(ax, result, lang)
        _plain(ax)
        return ax

    def _on_new_figure(self, result: R, **options: Any) -> Axes:
        """Draw on a figure that a notebook shows; none is left behind if there is nothing to draw."""
        import matplotlib.pyplot as plt

        figure, ax = plt.subplots(figsize=self.size(result), layout="constrained")
        try:
            return self(result, ax, **options)
        except InputError:
            plt.close(figure)
            raise


def sized(size: Callable[[Any], Size]) -> Callable[[Callable[Concatenate[R, Axes, str, ...], None]], Plot[R]]:
    """Make a plot of a function that draws on axes; ``size`` gives inches of a figure that suit a result."""
    return lambda draw: Plot(draw, size)


def rows_size(rows: int, height: float = ROW) -> Size:
    """Give the size, in inches, of a figure of labelled rows."""
    return 8.5, 1.9 + height * rows


def wrap(label: str, width: int = LABEL_WIDTH, indent: str = "") -> str:
    """Break a label in lines between words, balanced so that no line holds a lone short word; cut endless words."""
    label = _cut(label, LONGEST_WORD)
    breaks = partial(textwrap.wrap, label, break_long_words=False)
    lines = len(breaks(width))
    narrower = next(w for w in range(1, width + 1) if len(breaks(w)) <= lines or w == width)
    even = breaks(max([narrower, *map(len, label.split())]))
    return "\n".join(indent + line for line in even)


def is_narrow(ax: Axes) -> bool:
    """Whether the figure is laid out for a phone: short lines, few ticks, a key of one column."""
    figure = ax.get_figure(root=True)
    return figure is not None and figure.get_figwidth() < NARROW


def heading(ax: Axes, title: str, subtitle: str, width: int = 78) -> None:
    """Put a title above the axes, and what one should know to read the plot under it, ``width`` characters a line."""
    wrapped = textwrap.fill(subtitle, width // 2 if is_narrow(ax) else width)
    lines = len(wrapped.splitlines())
    ax.set_title(title, loc="left", fontsize=TITLE, fontweight="bold", color=INK, pad=8 + 12.0 * lines)
    place: dict[str, Any] = {"xycoords": "axes fraction", "xytext": (0, 6), "textcoords": "offset points"}
    look: dict[str, Any] = {"fontsize": SMALL, "color": GREY, "va": "bottom", "linespacing": 1.2}
    note = ax.annotate(wrapped, (0, 1), **place, **look, label=SUBTITLE)
    note.set_in_layout(False)  # the title keeps the room free; a wide sentence must not squeeze the axes


def legend(ax: Axes, handles: Sequence[Artist], columns: int, below: float = 38.0) -> None:
    """Put the key ``below`` points under the axes, where it covers no data."""
    from matplotlib.figure import Figure
    from matplotlib.transforms import ScaledTranslation

    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    ax.legend(
        handles=handles,
        ncols=1 if is_narrow(ax) else columns,
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        bbox_transform=ax.transAxes + ScaledTranslation(0, -below / 72, figure.dpi_scale_trans),
        borderaxespad=0.0,
        borderpad=0.0,
        frameon=False,
        fontsize=SMALL,
        labelcolor=INK,
        handlelength=1.8,
        columnspacing=1.6,
    )


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
) -> None:
    """Make the y-axis a list of labelled rows, the first on top, with figures to the right of each."""
    if is_narrow(ax):
        labels = [_narrow_label(label) for label in labels]
        _make_room(ax, labels)
    bold = bold or [False] * len(labels)
    ax.set_yticks(range(len(labels)), labels, fontsize=TEXT, color=INK, linespacing=1.1)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    for label, heavy in zip(ax.get_yticklabels(), bold, strict=True):
        label.set(fontweight=_weight(heavy), horizontalalignment="left")
    widths = [_width(line, heavy) for label, heavy in zip(labels, bold, strict=True) for line in label.splitlines()]
    ax.tick_params(axis="y", pad=4.0 + max(widths, default=0.0))
    if header:
        _column(ax, header, texts, bold)


def _make_room(ax: Axes, labels: Sequence[str]) -> None:
    """Make a figure higher where a label has more lines than its row has room for."""
    figure = ax.get_figure(root=True)
    lines = max((label.count("\n") + 1 for label in labels), default=1)
    lacking = (lines + 0.5) * 1.1 * TEXT / 72 - ROW
    if figure is not None and lacking > 0:
        figure.set_figheight(figure.get_figheight() + lacking * len(labels))


def _narrow_label(label: str) -> str:
    indent = " " * ((len(label) - len(label.lstrip(" "))) // 2)
    return wrap(_cut(" ".join(label.split()), NARROW_LONGEST_WORD), NARROW_LABEL_WIDTH, indent)


def _cut(label: str, longest: int) -> str:
    return re.sub(rf"\S{{{longest}}}(?=\S)", r"\g<0> ", label)


def _weight(heavy: bool) -> str:
    return "bold" if heavy else "normal"


def _width(line: str, heavy: bool) -> float:
    """Measure a line of a label, in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font = FontProperties(weight=_weight(heavy), size=TEXT)
    return float(TextPath((0, 0), line.replace("$", "S"), prop=font, size=TEXT).vertices[:, 0].max(initial=0.0))


def _column(ax: Axes, header: str, texts: Sequence[tuple[str, str]], bold: Sequence[bool]) -> None:
    """Write figures to the right of each row: the first large, the second small below it."""
    place: dict[str, Any] = {"textcoords": "offset points", "annotation_clip": False, "ha": "left"}
    for row, (large, small) in enumerate(texts):
        at: dict[str, Any] = {"xy": (1.03, row), "xycoords": ax.get_yaxis_transform()}
        weight = _weight(bold[row])
        up = 0.0 if small.count("\n") == 0 else 5.0
        upright = "bottom" if small else "center"
        ax.annotate(large, xytext=(0, up), va=upright, fontsize=TEXT, color=INK, fontweight=weight, **at, **place)
        ax.annotate(small, xytext=(0, up - 1), va="top", fontsize=SMALL - 0.5, color=GREY, **at, **place)
    above: dict[str, Any] = {"xy": (1.03, 1.0), "xycoords": "axes fraction", "xytext": (0, 6), "va": "bottom"}
    ax.annotate(header, fontsize=SMALL, color=GREY, linespacing=1.2, **above, **place)


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

    across = axis is axis.axes.xaxis
    most = ticks or (2 if across and is_narrow(axis.axes) else 6)
    axis.set_major_locator(MaxNLocator(nbins=most, steps=[1, 2, 5, 10]))
    axis.set_major_formatter(lambda value, _: _tick(axis, float(value), lang, kind))
    _label(axis, label)
    if isinstance(kind, Money):
        axis.label.set_label(MONEY_AXIS)


def _tick(axis: Axis, value: float, lang: str, kind: FigureKind) -> str:
    """Write a tick; of three or more amounts side by side on a phone the outer ones alone."""
    ticks = axis.get_majorticklocs().tolist()
    low, high = sorted(axis.get_view_interval())
    seen = [tick for tick in ticks if low <= tick <= high]
    crowded = isinstance(kind, Money) and axis is axis.axes.xaxis and is_narrow(axis.axes) and len(seen) > 2
    return "" if crowded and value in seen[1:-1] else tick_text(value, ticks, lang, kind)


def share_axis(axis: Axis, label: str, lang: str) -> None:
    """Make an axis of amounts that are shares of another."""
    value_axis(axis, label, lang, "number")
    axis.set_major_formatter(lambda value, _: share(about(float(value), 0.01), lang))


def probability_axis(axis: Axis, label: str, lang: str) -> None:
    """Make an axis of probabilities, 0 to 100 %."""
    axis.set_ticks([0.0, 0.25, 0.5, 0.75, 1.0])
    axis.set_major_formatter(lambda value, _: chance(float(value), lang))
    _label(axis, label)


def _label(axis: Axis, label: str) -> None:
    axis.set_label_text(label, fontsize=TEXT, color=INK)
    axis.set_tick_params(labelsize=SMALL, labelcolor=INK)
    axis.grid(True, color=RULE, linewidth=0.5, linestyle=":")
    axis.axes.set_axisbelow(True)


def _say_per(ax: Axes, result: object, lang: str) -> None:
    """Say beside each axis of amounts whom they are for."""
    from matplotlib.text import Text

    per = getattr(getattr(result, "provenance", None), "per", None)
    if per is not None:
        for label in ax.findobj(Text):
            assert isinstance(label, Text)
            if label.get_label() == MONEY_AXIS:
                text = label.get_text()
                label.set_text(f"{text} ({per[lang]})" if text else per[lang])


def _plain(ax: Axes) -> None:
    """Finish: a dollar sign in somebody's label is a dollar sign, not the start of a formula."""
    from matplotlib.text import Text

    for text in ax.findobj(Text):
        assert isinstance(text, Text)
        text.set_parse_math(False)
