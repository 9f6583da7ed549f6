"""A made-up analysis, as the recipe in CONTRIBUTING has it: module, plot and command in one file, for brevity.

What are the posts worth at the point estimates, and which of them is the largest?
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mkba_uncertainty.analysis.provenance import provenance
from mkba_uncertainty.analysis.result import Result
from mkba_uncertainty.cli.options import CaseArgument, RunOptions, options
from mkba_uncertainty.design import Design
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.plotting import style
from mkba_uncertainty.report.screen.view import view
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.texts import Text, both

TEXTS = {
    "help.largest": ("Welke post is het grootst?", "Which post is the largest?"),
    "example.largest": ("mkba largest arnhem-ozo", "mkba largest arnhem-ozo"),
    "largest.title": ("Posten, de grootste eerst", "Posts, the largest first"),
    "largest.post": ("post", "post"),
    "largest.amount": ("bedrag", "amount"),
}


@dataclass(frozen=True, repr=False)
class Largest(Result):
    """Posts and their amounts, the largest first."""

    amounts: dict[str, float]
    labels: dict[str, Text]

    @property
    def table(self) -> Table:
        columns = [
            Column("label", "largest.post", data=False),
            Column("post"),
            Column("amount", "largest.amount", self.provenance.kind),
        ]
        rows = [Row({"label": self.labels[post], "post": post, "amount": x}) for post, x in self.amounts.items()]
        return Table(columns, rows)

    def title(self) -> Text:
        return both("largest.title")

    def facts(self) -> dict[str, Any]:
        return {"posts": self.table.nested()}


def largest(model: AnyModel, *, draws: int = 1024, replicates: int = 8, rng: int = 1, executor: Any = None) -> Largest:
    """Say which post is the largest at the point estimates."""
    values = model.evaluate({name: np.array([value]) for name, value in model.point().items()})
    posts = sorted((name for name in model.outcomes if name.startswith("post:")), key=lambda name: -values[name][0])
    amounts = {post: float(values[post][0]) for post in posts}
    return Largest(provenance(model, Design(draws, replicates, rng)), amounts, model.labels(posts))


@style.sized(lambda result: style.rows_height(len(result.amounts), 0.4))
def plot_largest(result: Largest, ax: Any, lang: str) -> None:
    """Draw a bar a post."""
    ax.barh([result.labels[post][lang] for post in result.amounts], list(result.amounts.values()))


@options(RunOptions)
def command(case: CaseArgument, *, options: RunOptions) -> None:
    """Say which post is the largest."""
    with options.design() as design:
        result = largest(options.model(case), **design)
    options.write(result, "largest")
    options.answer(result.to_dict, lambda lang: view(result, lang))
