"""All questions that can be asked of a model: one row each, which the help, the output folder, plots and page read.

To add an analysis is to add its module, its plot, its texts, a row here, and its test.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, get_args

Panel = Literal["answer", "drivers", "doubt", "elicit", "many", "cases"]

PANELS: tuple[Panel, ...] = get_args(Panel)
"""Parts of the help, by what people want to know, in this order."""

Needs = Literal[
    "nothing",
    "uncertainty",
    "each",
    "independence",
    "correlation",
    "scenarios",
    "alternatives",
    "dependence",
    "variants",
]
"""What a case must have for the page to ask.

``each``: every estimate can be spoken of by itself; with ``independence`` of the others, or in spite of
``correlation``.
"""


@dataclass(frozen=True)
class Question:
    """One question, and where its answer comes from.

    Parameters
    ----------
    function : str
        Module and name of the analysis: ``"analysis.curves.tornado:tornado"``.
    result : str
        The class of its answer.
    command : str
        How the command line asks it; empty if it does not, or as part of another.
    panel : Panel, optional
        Where the help shows the command.
    plots : tuple of str
        Figures of the answer, the first drawn unless another is asked: ``module:name``, with a module of
        :mod:`mkba_uncertainty.plotting`.
    chapter : str
        The chapter of the page that shows it; empty for none.
    needs : Needs
        When the page asks it.
    """

    function: str
    result: str
    command: str = ""
    panel: Panel | None = None
    plots: tuple[str, ...] = ()
    chapter: str = ""
    needs: Needs = "nothing"

    @property
    def name(self) -> str:
        """What its table is called in a folder: as the command, or else as the function."""
        return self.command or self.function.partition(":")[2]

    def ask(self, *subjects: Any, **options: Any) -> Any:
        """Answer it: call the analysis, which is imported now."""
        home, _, name = self.function.partition(":")
        return getattr(import_module(f"mkba_uncertainty.{home}"), name)(*subjects, **options)


QUESTIONS: tuple[Question, ...] = (
    Question(
        "analysis.answer.confidence:confidence",
        "Confidence",
        command="run",
        panel="answer",
        plots=("answer:exceedance", "answer:waterfall", "answer:cash_flow", "answer:actors"),
        chapter="answer",
    ),
    Question(
        "analysis.side_by_side.alternatives:alternatives",
        "Alternatives",
        plots=("side_by_side:alternatives",),
        chapter="answer",
        needs="alternatives",
    ),
    Question(
        "analysis.side_by_side.contrast:contrast",
        "Contrasts",
        command="whatif",
        panel="answer",
        plots=("side_by_side:contrasts",),
        chapter="drivers",
        needs="scenarios",
    ),
    Question("analysis.published:reconciliation", "Reconciliation", command="reconcile", panel="answer"),
    Question(
        "analysis.side_by_side.comparison:compare",
        "Comparison",
        command="compare",
        panel="answer",
        plots=("side_by_side:comparison",),
    ),
    Question(
        "analysis.variance.sobol:sobol",
        "SobolResult",
        command="sobol",
        panel="drivers",
        plots=("variance:sobol", "variance:second_order"),
        chapter="drivers",
        needs="independence",
    ),
    Question(
        "analysis.variance.shapley:shapley",
        "ShapleyResult",
        command="shapley",
        panel="drivers",
        plots=("variance:shapley",),
        chapter="drivers",
        needs="correlation",
    ),
    Question("analysis.variance.dependent_indices:dependent_indices", "DependentIndices"),
    Question(
        "analysis.curves.tornado:tornado",
        "Tornado",
        command="tornado",
        panel="drivers",
        plots=("tornado:tornado",),
        chapter="drivers",
        needs="each",
    ),
    Question("analysis.curves.tornado:tornados", "Tornados", plots=("tornado:tornados",)),
    Question(
        "analysis.curves.switching:switching",
        "Switching",
        command="switching",
        panel="drivers",
        plots=("curves:switching",),
        chapter="drivers",
        needs="each",
    ),
    Question(
        "analysis.curves.data_table:data_table",
        "DataTable",
        command="table",
        panel="drivers",
        plots=("data_table:data_table",),
    ),
    Question("analysis.curves.break_even:break_even", "BreakEven", plots=("curves:break_even",)),
    Question(
        "analysis.curves.main_effect:main_effect",
        "MainEffect",
        plots=("curves:main_effect", "curves:spider", "curves:scatter"),
    ),
    Question(
        "analysis.variance.screening:screening",
        "Screening",
        command="screen",
        panel="drivers",
        plots=("variance:screening", "variance:region"),
    ),
    Question(
        "analysis.side_by_side.structure:structure",
        "Structure",
        command="structure",
        panel="doubt",
        plots=("side_by_side:structure",),
        chapter="measure",
        needs="variants",
    ),
    Question(
        "analysis.side_by_side.dependence:dependence",
        "Dependences",
        plots=("side_by_side:dependence",),
        chapter="measure",
        needs="dependence",
    ),
    Question(
        "analysis.information.value:value_of_information",
        "ValueOfInformation",
        command="voi",
        panel="doubt",
        plots=("information:evppi", "information:evsi"),
        chapter="measure",
        needs="uncertainty",
    ),
    Question("analysis.information.plain_table:evppi", "TableInformation", plots=("information:evppi",)),
    Question(
        "analysis.monitoring.update:update",
        "Update",
        command="update",
        panel="doubt",
        plots=("monitoring:learnt", "monitoring:before_after"),
    ),
    Question(
        "analysis.side_by_side.batch:batch",
        "Batch",
        command="batch",
        panel="many",
        plots=("league:league",),
    ),
    Question(
        "analysis.portfolio.total:portfolio",
        "Portfolio",
        command="portfolio",
        panel="many",
        plots=("league:portfolio", "league:sites"),
    ),
    Question("analysis.experts:expert_round", "ExpertRound", plots=("elicitation:round",)),
    Question("elicitation.fitting:fit", "Elicited", plots=("elicitation:fit",)),
    Question(
        "elicitation.consultation:consult",
        "Consultation",
        command="elicit",
        panel="elicit",
        plots=("elicitation:elicited",),
    ),
    Question("elicitation.pooling:pool", "Mixture", plots=("elicitation:pool",)),
    Question("elicitation.pooling:pool", "LogPool", plots=("elicitation:pool",)),
)


def plots() -> dict[str, tuple[str, ...]]:
    """Give for each class of result its figures, as :attr:`Question.plots` names them."""
    return {question.result: question.plots for question in QUESTIONS}


def commands(panel: Panel) -> list[str]:
    """Give the commands of a panel of the help, in its order."""
    return [question.command for question in QUESTIONS if question.command and question.panel == panel]


def asked() -> list[Question]:
    """Give the questions that the page asks."""
    return [question for question in QUESTIONS if question.chapter]
