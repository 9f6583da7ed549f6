"""Which figures there are of a result, as the list of questions says, and how they are drawn and saved.

A file of a figure has the same bytes for the same result, whatever the user's settings.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkba_uncertainty.analysis import questions
from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.plotting.style import Plot
from mkba_uncertainty.store import atomic_folder
from mkba_uncertainty.texts import joined, say
from mkba_uncertainty.texts.figures import count

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS: dict[str, dict[str, Any]] = {"svg": {"metadata": {"Date": None}}, "png": {"dpi": 300}}
"""What a figure is saved as, and how."""

SVG_SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "mkba_uncertainty"}


def plots_of(result: object) -> dict[str, Plot[Any]]:
    """Give the plots of a result by name; none where there are none of its kind."""
    found = {}
    for listed in questions.plots().get(type(result).__name__, ()):
        home, name = listed.split(":")
        found[name] = getattr(import_module(f"mkba_uncertainty.plotting.{home}"), f"plot_{name}")
    return found


def plot(result: object, ax: Axes | None = None, *, lang: str = "en", width: float = style.WIDTH) -> Axes:
    """Draw a result: the plot that answers its question first.

    Parameters
    ----------
    result
        What one of the analyses returned.
    ax : Axes, optional
        Where to draw; a new figure if absent.
    lang : {"nl", "en"}
    width : float
        Of a new figure, in centimetres.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If there is no plot of such a thing, this one lacks what the plot shows, or there is no room for it.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> inputs = {"benefits": mkba.Normal(8, 4), "costs": mkba.Normal(3, 3)}
    >>> model = mkba.Model(inputs, lambda x: {"net_benefit": x["benefits"] - x["costs"]}, ["net_benefit"])
    >>> axes = mkba.plot(mkba.shapley(model))
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['benefits', 'costs']
    """
    found = plots_of(result)
    if not found:
        known = ", ".join(kind for kind, listed in questions.plots().items() if listed)
        raise InputError("plot_unknown", key="result", found=type(result).__name__, known=known)
    return next(iter(found.values()))(result, ax, lang=lang, width=width)


def figures(result: object, lang: str = "en", *, width: float = style.WIDTH) -> dict[str, Figure]:
    """Draw every figure of a result.

    Parameters
    ----------
    result
        What one of the analyses returned.
    lang : {"nl", "en"}
    width : float
        In centimetres.

    Returns
    -------
    dict of name to Figure
        Those that this result has something for: a model that is no case has no lines, years or actors, and some
        results have no figure at all. They belong to no window, and matplotlib's settings stay as they were.
    """
    made, width = {}, style.checked(width)
    for name, plot in plots_of(result).items():
        try:
            figure, ax = draw(plot, result, lang, width)
        except InputError:
            continue
        _sign(figure, result, lang)
        style.arrange(ax, plot.height(result))
        made[name] = figure
    return made


def draw(plot: Plot[Any], result: object, lang: str, width: float) -> tuple[Figure, Axes]:
    """Draw one figure, so many centimetres wide, whatever the user's settings.

    Raises
    ------
    InputError
        If the result lacks what the figure shows.
    """
    import matplotlib.style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with matplotlib.style.context("default"), _boxes():
        height = plot.height(result)
        figure = Figure(figsize=(width * style.CM, height), layout="constrained", facecolor="white")
        FigureCanvasAgg(figure)
        ax = plot(result, figure.add_subplot(), lang=lang)
        style.arrange(ax, height)
        return figure, ax


def rendered(figure: Figure, ending: str, **options: Any) -> bytes:
    """Give a figure as a file: the same bytes each time."""
    import matplotlib.style

    file = io.BytesIO()
    with matplotlib.style.context(["default", SVG_SETTINGS]), _boxes():
        figure.savefig(file, format=ending, **FORMATS[ending], **options)
    return file.getvalue()


def figure_files(result: object, lang: str, width: float = style.WIDTH) -> tuple[dict[str, bytes], set[str]]:
    """Give every figure of a result as files by name, and the characters that the font of figures lacks."""
    made = figures(result, lang, width=width)
    files = {f"{name}.{ending}": rendered(figure, ending) for name, figure in made.items() for ending in FORMATS}
    return files, set().union(*map(_lacking, made.values()))


@contextmanager
def _boxes() -> Iterator[None]:
    """Draw a box for a character that the font lacks, without a warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph \d+ |Matplotlib currently does not support")
        yield


def _lacking(figure: Figure) -> set[str]:
    """Give the characters in a figure that its font lacks."""
    from matplotlib.text import Text

    said = {sign for text in figure.findobj(Text) for sign in text.get_text()}
    return {sign for sign in said if sign != "\n" and ord(sign) not in _of_font()}


@cache
def _of_font() -> frozenset[int]:
    """Give the characters that the font of figures has."""
    from matplotlib.font_manager import findfont, get_font

    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


def save_figures(result: object, folder: Path, lang: str = "en", *, width: float = style.WIDTH) -> list[Path]:
    """Write every figure of a result as SVG, in which text stays text, and PNG.

    Parameters
    ----------
    result, lang, width
        As for :func:`figures`.
    folder : Path
        Made if absent; files of the same name are replaced.

    Returns
    -------
    list of Path
        The files: two a figure, none for a result without figures.

    Raises
    ------
    StoreError
        If the folder cannot be written.
    """
    made, _ = figure_files(result, lang, width)
    if made:
        with atomic_folder(folder) as scratch:
            for name, content in made.items():
                (scratch / name).write_bytes(content)
    return [folder / name for name in made]


def _sign(figure: Figure, result: object, lang: str) -> None:
    """Write under a figure where it comes from, so that it can be told from others, and made again."""
    origin = getattr(result, "provenance", None)
    if not isinstance(origin, Provenance) or not origin.draws:  # what a table came from only its owner knows
        return
    room = style.width_of(figure) - 2 * style.EDGE
    said = style.fold(source(origin, lang), room, style.TINY)
    figure.supxlabel(said, x=style.EDGE / style.width_of(figure), ha="left", fontsize=style.TINY, color=style.GREY)


def source(origin: Provenance, lang: str) -> str:
    """Say where a figure comes from."""
    choices = ""
    if origin.alternative_label is not None:
        choices += say("plot.source.alternative", lang, label=origin.alternative_label[lang])
    if origin.scenario_labels:
        choices += say("plot.source.scenario", lang, labels=joined(origin.scenario_labels)[lang])
    if origin.dependence_label is not None and origin.dependence not in (None, "independent"):
        choices += say("plot.source.dependence", lang, label=origin.dependence_label[lang])
    return say(
        "plot.source",
        lang,
        case=origin.case if origin.title is None else origin.title[lang],
        choices=choices,
        replicates=origin.replicates,
        draws=count(origin.draws, lang),
        seed="" if origin.seed is None else say("plot.source.seed", lang, seed=origin.seed),
        version=origin.version,
    )
