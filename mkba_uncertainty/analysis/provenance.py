"""Where a result comes from: enough to make it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from mkba_uncertainty.case import Case
from mkba_uncertainty.design import Design
from mkba_uncertainty.errors import Caution
from mkba_uncertainty.model import AnyModel
from mkba_uncertainty.tails import Tail
from mkba_uncertainty.texts import Text, both, joined
from mkba_uncertainty.texts.currencies import EURO
from mkba_uncertainty.texts.figures import FigureKind, Money, Numeric, count, figure, kind_of
from mkba_uncertainty.version import __version__

_UNSAID = (
    "scenario_labels", "dependence_label", "alternative_label",
    "per", "price_level", "title", "on_few", "unit", "certain",
)  # fmt: skip
"""Fields that JSON does not have, or puts otherwise."""


@dataclass(frozen=True)
class Provenance:
    """The case, the code and the design behind a result; no draws where it needed none.

    ``on_few`` are the outcomes of which a handful of draws decides on the variance: people read no shares of it.
    """

    case: str
    case_sha256: str | None
    version: str
    seed: int | None
    draws: int
    replicates: int
    design: str
    scenario: tuple[str, ...]
    dependence: str | None
    scenario_labels: tuple[Text, ...] = ()
    dependence_label: Text | None = None
    warnings: tuple[Caution, ...] = ()
    on_few: tuple[str, ...] = ()
    alternative: str | None = None
    alternative_label: Text | None = None
    currency: str = EURO
    per: Text | None = None
    price_level: int | None = None
    """The year whose prices amounts are in, where somebody says."""
    title: Text | None = None
    """What the case is called."""
    workbook: tuple[str, str] | None = None
    """Name and hash of the workbook that is the model."""
    unit: str | None = None
    """The unit of what such a workbook is about, which may be no money."""
    certain: bool = False
    """Whether nothing is uncertain in the model: then nothing is said in words of likelihood."""

    @property
    def circumstance(self) -> tuple[object, ...]:
        """Which case it is of, under what scenarios and alternative."""
        return self.case_sha256, self.scenario, self.alternative

    @property
    def kind(self) -> FigureKind:
        """The kind of its amounts."""
        return Money(self.currency) if self.unit is None else kind_of(self.unit)

    def amount(self, x: Numeric) -> Callable[[str], str]:
        """Give what writes one of its amounts in a language."""
        return partial(figure, x, self.kind)

    def to_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give the fields as JSON knows them."""
        made = asdict(self) | {"warnings": [warning.to_dict(lang) for warning in self.warnings]}
        for name in _UNSAID:
            del made[name]
        if self.alternative is None:
            del made["alternative"]
        if self.currency == EURO:
            del made["currency"]
        workbook = made.pop("workbook")
        if workbook is not None:
            made["workbook"] = dict(zip(("file", "sha256"), workbook, strict=True))
        if self.per is not None:
            made["per"] = self.per[lang]
        if not self.draws:
            made |= {"draws": None, "replicates": None, "design": None}
        return {**made, "case": self.case or None, "scenario": list(self.scenario)}

    def circumstances(self) -> list[Text]:
        """Say of which alternative, and under which dependence and scenarios a result holds."""
        said = []
        if self.alternative_label is not None:
            said.append(both("run.alternative", label=self.alternative_label))
        if self.dependence_label is not None:
            said.append(both("run.dependence", label=self.dependence_label))
        if self.scenario_labels:
            said.append(both("run.scenario", labels=joined(self.scenario_labels)))
        return said

    def sampling(self) -> Text:
        """Say how many draws a result comes from, and how to make it again."""
        draws = partial(count, self.draws * self.replicates)
        return both("result.sampling", draws=draws, replicates=self.replicates, seed=str(self.seed))


def unsampled(case: Case | None) -> Provenance:
    """Say where an answer comes from that no draws were needed for."""
    return Provenance(
        case=case.name if case else "",
        case_sha256=case.sha256 if case else None,
        version=__version__,
        seed=None,
        draws=0,
        replicates=0,
        design="",
        scenario=(),
        dependence=None,
        warnings=case.warnings if case else (),
        **(_of_case(case) if case else {}),
    )


def provenance(
    model: AnyModel, design: Design, replicates: int | None = None, *, tails: Mapping[str, Tail] | None = None
) -> Provenance:
    """Say where a result of this model and design comes from, and which of its outcomes have heavy tails."""
    made = Provenance(
        case=model.name,
        case_sha256=model.case.sha256 if model.case else None,
        version=__version__,
        seed=design.seed,
        draws=design.draws,
        replicates=replicates or design.replicates,
        design=design.kind,
        scenario=model.scenarios,
        dependence=model.dependence,
        scenario_labels=scenario_labels(model),
        dependence_label=model.case.dependence[model.dependence].label if model.case and model.dependence else None,
        alternative=model.alternative,
        alternative_label=model.case.chosen.label if model.case and model.case.chosen else None,
        warnings=model.case.warnings if model.case else (),
        certain=not model.uncertain,
        **(_of_case(model.case) if model.case else {}),
    )
    return cautioned(made, tails or {}, model.label)


def scenario_labels(model: AnyModel) -> tuple[Text, ...]:
    """Name the scenarios in force, and say of each that changes nothing in the alternative so."""
    in_force = [model.case.scenarios[name] for name in model.scenarios] if model.case else []
    return tuple(both("run.scenario.nothing", label=each.label) if each.is_empty else each.label for each in in_force)


def _of_case(case: Case) -> dict[str, Any]:
    made = {"currency": case.currency, "per": case.per, "price_level": case.price_level, "title": case.title}
    if case.binding is None:
        return made
    book, headline = case.binding.calculation.book, case.binding.outcomes[case.headline]
    return {**made, "workbook": (book.path.name, book.sha256), "unit": headline.unit}


def cautioned(made: Provenance, tails: Mapping[str, Tail], label: Callable[[str], Text]) -> Provenance:
    """Say what heavy tails do to the answer, of all outcomes that it is the same for at once."""
    kinds: dict[str, list[str]] = {}
    cautions = []
    for name, tail in tails.items():
        kind = "boundless" if tail.boundless else "carried_by_few" if tail.rests_on_few else "heavy_tail"
        kinds.setdefault(kind, []).append(name)
    for kind, names in kinds.items():
        said = both(
            f"warning.{kind}",
            labels=joined(map(label, names)),
            carriers=min(tails[name].carriers or 0 for name in names),
            draws=partial(count, tails[names[0]].draws),
        )
        cautions.append(Caution(said.nl, said.en, key="outcomes"))
    on_few = tuple(name for name, tail in tails.items() if tail.rests_on_few)
    return replace(made, warnings=(*cautions, *made.warnings), on_few=on_few)
