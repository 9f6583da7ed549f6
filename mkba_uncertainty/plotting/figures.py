"""All figures of a result, and files of them: the same bytes for the same result, whatever the user's settings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkba_uncertainty.analysis.provenance import Provenance
from mkba_uncertainty.case import Case
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.plotting import style
from mkba_uncertainty.plotting.registry import plots_of
from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import count

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PNG_DPI = 300
SVG_SETTINGS = {"svg.fonttype": "none", "svg.hashsalt": "mkba_uncertainty"}


def figures(result: object, lang: str = "en") -> dict[str, Figure]:
    """Draw every figure of a result.

    Parameters
    ----------
    result
        What one of the analyses returned.
    lang : {"nl", "en"}

    Returns
    -------
    dict of name to Figure
        Those that this result has something for: a model that is no case has no lines, years or actors, and some
        results have no figure at all. They belong to no window, and matplotlib's settings stay as they were.
    """
    import matplotlib.style
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    made = {}
    with matplotlib.style.context("default"):
        for name, plot in plots_of(result).items():
            try:
                figure = Figure(figsize=plot.size(result), layout="constrained", facecolor="white")
                FigureCanvasAgg(figure)
                plot.draw(result, figure.add_subplot(), lang=lang)
            except InputError:
                continue
            _sign(figure, result, lang)
            made[name] = figure
    return made


def save_figures(result: object, folder: Path, lang: str = "en") -> list[Path]:
    """Write every figure of a result as SVG, in which text stays text, and PNG.

    Parameters
    ----------
    result, lang
        As for :func:`figures`.
    folder : Path
        Made if absent; files of the same name are replaced.

    Returns
    -------
    list of Path
        The files: two a figure, none for a result without figures.
    """
    import matplotlib.style

    made = figures(result, lang)
    if not made:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    with matplotlib.style.context(["default", SVG_SETTINGS]):
        for name, figure in made.items():
            svg, png = folder / f"{name}.svg", folder / f"{name}.png"
            figure.savefig(svg, metadata={"Date": None})
            figure.savefig(png, dpi=PNG_DPI)
            paths += [svg, png]
    return paths


def _sign(figure: Figure, result: object, lang: str) -> None:
    """Write under a figure where it comes from, so that it can be told from others, and made again."""
    origin = getattr(result, "provenance", None)
    if not isinstance(origin, Provenance):
        return
    case = getattr(result, "case", None)
    figure.supxlabel(_source(origin, case, lang), x=0.99, ha="right", fontsize=style.TINY, color=style.GREY)


def _source(origin: Provenance, case: Case | None, lang: str) -> str:
    choices = ""
    if origin.scenario:
        labels = [case.scenarios[name].label[lang] if case else name for name in origin.scenario]
        choices += say("plot.source.scenario", lang, labels=", ".join(labels))
    if origin.dependence not in (None, "independent"):
        assert origin.dependence is not None
        label = case.dependence[origin.dependence].label[lang] if case else origin.dependence
        choices += say("plot.source.dependence", lang, label=label)
    return say(
        "plot.source",
        lang,
        case=origin.case,
        choices=choices,
        replicates=origin.replicates,
        draws=count(origin.draws, lang),
        seed="" if origin.seed is None else say("plot.source.seed", lang, seed=origin.seed),
        version=origin.version,
    )
