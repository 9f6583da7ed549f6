"""The shape of a case file: which tables and keys there are, and what may stand in each.

One description serves three ends: it validates a file, it becomes the JSON Schema with which editors complete and
check a case as it is typed, and it is the reference of the format. What names refer to is checked elsewhere.
"""

from __future__ import annotations

import json
import math
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from mkba_uncertainty.case import POOLED, Basis, Beyond, Convention, Language, Measure, Middle, PostKind, Role, Side
from mkba_uncertainty.families import FAMILIES, Family, Studies, Updated, parameter_sets, relative_family
from mkba_uncertainty.families.relative import CENTRES, places, widths
from mkba_uncertainty.families.studies import CHOICES
from mkba_uncertainty.texts import Text
from mkba_uncertainty.texts.currencies import EURO


def _formula(found: Any) -> Any:
    """Let a formula be a text or a number; the text itself is parsed later."""
    if isinstance(found, str | int | float) and not isinstance(found, bool):
        return found
    raise PydanticCustomError("formula_type", "a formula")


def _scenario_value(found: Any) -> Any:
    """Let what a scenario sets an estimate to be a finite number, or the word for its experts' answers."""
    if found == POOLED or (isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)):
        return found
    raise PydanticCustomError("scenario_value_type", "a number, or pooled")


def _quantity(found: Any) -> Any:
    """Read ``keep = "1 - recidivism"`` as the table that it is short for."""
    return found if isinstance(found, dict) else {"formula": found}


def _rate(found: Any) -> Any:
    """Read a rate that is the same in all years as the one band that it is short for."""
    return found if isinstance(found, list) else [{"from": 0, "rate": found}]


def _rate_of_band(found: Any) -> Any:
    """Let a rate be a share, or the name of an estimate."""
    if isinstance(found, str) or (isinstance(found, int | float) and not isinstance(found, bool) and -1 < found < 1):
        return found
    raise PydanticCustomError("rate_type", "a rate")


def _by_year(found: Any) -> Any:
    """Read a list of values as those of the years from 0 on."""
    return {str(year): value for year, value in enumerate(found)} if isinstance(found, list) else found


_FORMULA_SCHEMA = {
    "type": ["string", "number"],
    "description": "Numbers, names of estimates, quantities and (in amounts) series, + - * / **, parentheses, and the "
    "functions min, max, exp, log, sqrt, abs, clip(x, low, high). In an amount t is the year and age the years since "
    "the post's first.",
}

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
HyphenatedName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
YearName = Annotated[str, StringConstraints(pattern=r"^(19|20|21)[0-9][0-9]$")]
Year = Annotated[int, Field(ge=1900, le=2200)]
PlainText = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
ScenarioValue = Annotated[
    Any, BeforeValidator(_scenario_value), WithJsonSchema({"anyOf": [{"type": "number"}, {"const": POOLED}]})
]
FormulaText = Annotated[Any, BeforeValidator(_formula), WithJsonSchema(_FORMULA_SCHEMA)]

NumberOfYear = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,4}$")]
ValuesByYear = Annotated[
    dict[NumberOfYear, float],
    Field(min_length=1),
    BeforeValidator(_by_year, json_schema_input_type=list[float] | dict[NumberOfYear, float]),
]


_OBSERVATION = {
    "type": "object",
    "properties": {
        "observed": {"type": "string", "description": "31/120, 2.1+-0.3, 2.1+-0.3,n=40, 72 or 150,exposure=2."},
        "date": {"description": "A year, month or day."},
        "source": {"type": "string"},
        "note": {"type": "string"},
    },
    "required": ["observed"],
    "additionalProperties": False,
}


class ClosedTable(BaseModel):
    """A table of the file: no other keys, nothing read as something that it is not, no NaN and no infinity."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class TextTable(ClosedTable):
    """A text in both languages; where the case has a language, one text in that is enough."""

    nl: PlainText = Field(description="The text in Dutch.")
    en: PlainText = Field(description="The text in English.")

    @model_validator(mode="before")
    @classmethod
    def _in_both(cls, found: Any, info: ValidationInfo) -> Any:
        """Let a text in the language of the case stand for both."""
        language = (info.context or {}).get("language")
        if isinstance(found, str) and language is None:
            raise PydanticCustomError("text_without_language", "a text in both languages")
        if isinstance(found, dict) and found.keys() == {language}:
            found = found[language]
        return {"nl": found, "en": found} if isinstance(found, str) else found

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Let editors take one text as well."""
        return {"anyOf": [{"type": "string", "minLength": 1}, handler(core)]}

    def build(self) -> Text:
        """Make the text."""
        return Text(self.nl, self.en)


def note_of(table: TextTable | None) -> Text | None:
    """Make a text that may be absent."""
    return None if table is None else table.build()


class CaseTable(ClosedTable):
    """What the case is about."""

    title: TextTable = Field(description="The title of the case.")
    description: TextTable | None = Field(default=None, description="What the case is about, in a few sentences.")
    horizon: Annotated[int, Field(ge=1, le=200)] = Field(description="Number of years with cash flows, from year 0.")
    price_level: Year = Field(description="The year whose prices the outcomes are in.")
    price_index: dict[YearName, Annotated[float, Field(gt=0)]] = Field(
        default_factory=dict,
        description="Price index by year; amounts of another price level are converted with it.",
    )
    currency: PlainText = Field(
        default=EURO,
        description="The currency of amounts, by its ISO 4217 code; units are written with it.",
        json_schema_extra={"pattern": "^[A-Z]{3}$"},
    )
    per: TextTable | None = Field(
        default=None, description='Whom or what amounts are for, such as "per participant"; absent: for all.'
    )
    language: Language | None = Field(
        default=None, description="The language of texts that stand here in one only; the other shows them as they are."
    )
    first_year: Year | None = Field(default=None, description="The calendar year of year 0, for tables and figures.")
    discounting: Convention = Field(
        default="start", description="Whether year 0 counts in full, or is half a year or a whole year away."
    )


class DocumentTable(ClosedTable):
    """A document that estimates come from."""

    title: PlainText = Field(description="The title of the document.")
    author: PlainText = Field(description="Who wrote it.")
    year: Year = Field(description="When it appeared.")
    url: PlainText | None = Field(default=None, description="Where it can be found.")


class SourceTable(ClosedTable):
    """Where a number or text stands."""

    document: str = Field(description="A name under [documents].")
    place: PlainText = Field(description="The section, page, table or note.")


class ActorTable(ClosedTable):
    """Somebody who pays or gains."""

    label: TextTable = Field(description="What readers see.")
    parent: str | None = Field(default=None, description="The actor that adds up this one and others.")


class LineTable(ClosedTable):
    """A line of the published table."""

    label: TextTable = Field(description="What readers see.")
    side: Side = Field(description="Whether the line counts as cost or as benefit.")
    published: float | None = Field(
        default=None, description="The published present value, in the currency of the case."
    )
    parent: str | None = Field(default=None, description="The line that adds up this one and others.")
    source: SourceTable | None = Field(default=None, description="Where the published value stands.")


class DistributionTable(BaseModel):
    """A probability distribution; which parameters there are depends on the family, which checks them itself."""

    model_config = ConfigDict(extra="allow", strict=True)

    family: str = Field(description="The name of the family.")

    @property
    def table(self) -> dict[str, Any]:
        """The family and its parameters, as they were typed."""
        return {"family": self.family, **(self.model_extra or {})}

    def build(self, value: float | None = None) -> Family:
        """Make the distribution; percentages in it are relative to a value.

        Raises
        ------
        FamilyError
            If the family is unknown or does not have these parameters.
        """
        return relative_family(self.table, value)


class ExpertTable(ClosedTable):
    """What one expert answered, asked for one number."""

    answer: float = Field(description="The answer, in the unit of the estimate.")
    weight: Annotated[float, Field(ge=0)] = Field(
        default=1.0, description="How much the answer counts beside those of others, such as a number of cases."
    )
    label: TextTable | None = Field(default=None, description="Who it was.")


class EstimateTable(ClosedTable):
    """One number that somebody estimated, registered, or chose."""

    label: TextTable = Field(description="What readers see.")
    role: Role = Field(
        description="expert, observed and unit_value are uncertain; lever (policy chooses) and value_choice (a norm) "
        "are never sampled."
    )
    unit: PlainText = Field(description="The unit, such as share, count, EUR, EUR / year, USD / household, month.")
    value: float | None = Field(default=None, description="The point value; absent: that of the distribution.")
    point: Middle | None = Field(
        default=None, description="Where value is absent: which value of the distribution it is; absent: the mode."
    )
    distribution: DistributionTable | None = Field(
        default=None, description="The distribution; absent: the value is fixed."
    )
    price_level: Year | None = Field(default=None, description="The year of the prices of an amount of money.")
    basis: Basis = Field(description="Published, implied by published numbers, or a judgement of the modeller.")
    source: SourceTable = Field(description="Where the number stands.")
    tags: list[HyphenatedName] = Field(default_factory=list, description="Groups that the estimate belongs to.")
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")
    experts: list[ExpertTable] | None = Field(
        default=None, description='What each expert answered; a scenario can set the estimate to "pooled".'
    )


class QuantityTable(ClosedTable):
    """A named intermediate result."""

    formula: FormulaText = Field(description="How it follows from estimates and other quantities.")
    unit: PlainText | None = Field(
        default=None, description="The unit of a bare number; of a formula, the unit to check."
    )
    label: TextTable | None = Field(default=None, description="What readers see.")


class TimingTable(ClosedTable):
    """When the amount of a post falls."""

    year: FormulaText = Field(
        default=0, description='The (first) year, a number or a formula; "last" is the last year of the case.'
    )
    years: FormulaText | None = Field(default=None, description="The amount is so much a year, over this many years.")
    until: FormulaText | None = Field(
        default=None, description="Instead of years: the last year with an amount; it counts."
    )
    growth: FormulaText | None = Field(default=None, description="By which share the amount grows each year.")
    decline: FormulaText | None = Field(default=None, description="By which share the amount declines each year.")
    ramp: FormulaText | None = Field(
        default=None, description="Over how many years the amount comes in: of 3 a third, two thirds, all."
    )
    every: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="The amount falls once in so many years, from the first one on."
    )
    cohorts: str | None = Field(
        default=None, description="A series of how many start in each year: the stream starts anew in each."
    )
    present_value_at: Annotated[float, Field(gt=-1, lt=1)] | None = Field(
        default=None,
        description="The amount is already the present value of all of it, in year 0, at this discount rate.",
    )


class SeriesTable(ClosedTable):
    """A quantity with a value a year, which amounts may use."""

    label: TextTable = Field(description="What readers see.")
    unit: PlainText = Field(description="The unit of its values.")
    values: ValuesByYear = Field(
        description="The values from year 0 on; or by year, of the calendar where the case has a first_year."
    )
    beyond: Beyond = Field(
        default="error", description="What follows the last value: that value, zero, or nothing: then all are needed."
    )
    distribution: DistributionTable | None = Field(
        default=None, description="Of one factor around 1 that all values are multiplied by; absent: they are fixed."
    )
    price_level: Year | None = Field(default=None, description="The year of the prices of values that are money.")
    basis: Basis = Field(description="Published, implied by published numbers, or a judgement of the modeller.")
    source: SourceTable = Field(description="Where the values stand.")
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")


class SharesTable(ClosedTable):
    """Shares that sum to 1, with a Dirichlet distribution."""

    label: TextTable = Field(description="What they are shares in.")
    members: Annotated[dict[Name, TextTable], Field(min_length=1)] = Field(
        description="The name of each, which formulas use, and what readers see."
    )
    concentrations: list[Annotated[float, Field(gt=0)]] | None = Field(
        default=None, description="One for each member: as if so many had been counted."
    )
    means: list[Annotated[float, Field(gt=0, lt=1)]] | None = Field(
        default=None, description="Instead of concentrations: the expected share of each member; they sum to 1."
    )
    count: Annotated[float, Field(gt=0)] | None = Field(
        default=None, description="With means: on how many counted cases they are as good."
    )
    basis: Basis = Field(description="Published, implied by published numbers, or a judgement of the modeller.")
    source: SourceTable = Field(description="Where the shares stand.")
    tags: list[HyphenatedName] = Field(default_factory=list, description="Groups that the shares belong to.")
    observations: Annotated[list[dict[str, Any]], WithJsonSchema({"type": "array", "items": _OBSERVATION})] = Field(
        default_factory=list, description="What has been counted of each: 12/30/8, in the order of the members."
    )
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")


class BandTable(ClosedTable):
    """A discount rate from a year on."""

    start: Annotated[int, Field(ge=0)] = Field(alias="from", description="The first year of the case that it is for.")
    rate: Annotated[
        Any, BeforeValidator(_rate_of_band), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]})
    ] = Field(description="A share, or the name of a value choice among the estimates.")


RateByYear = Annotated[
    list[BandTable],
    Field(min_length=1),
    BeforeValidator(_rate, json_schema_input_type=str | float | list[BandTable]),
]


class RatesTable(ClosedTable):
    """Discount rates that are not one for all. Each is a share, a name, or a list of bands of years."""

    bands: RateByYear | None = Field(
        default=None, description="The rate of the case by band of years; absent: discount_rate in all years."
    )
    costs: RateByYear | None = Field(default=None, description="The rate of costs.")
    benefits: RateByYear | None = Field(default=None, description="The rate of benefits.")
    posts: dict[Name, RateByYear] = Field(default_factory=dict, description="The rate of a post, before its side's.")
    actors: dict[Name, RateByYear] = Field(
        default_factory=dict, description="The rate at which the balance of an actor is reckoned."
    )


class PostTable(ClosedTable):
    """One cost or benefit, with one timing and one set of actors who pay or gain."""

    label: TextTable = Field(description="What readers see.")
    side: Side = Field(description="Whether the post counts as cost or as benefit.")
    kind: PostKind = Field(description="Whether money changes hands.")
    line: str = Field(description="The line of the published table that the post is part of.")
    amount: FormulaText = Field(
        description="The amount, in EUR or the currency of the case; in EUR / year where the timing has years or until."
    )
    timing: TimingTable = Field(default_factory=TimingTable, description="When the amount falls; absent: in year 0.")
    actors: Annotated[dict[str, Annotated[float, Field(ge=0, le=1)]], Field(min_length=1)] = Field(
        description="Who pays or gains, with shares that sum to 1."
    )
    basis: Basis = Field(description="Where the shares of the actors come from.")
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")


class ScenarioTable(ClosedTable):
    """Estimates set to a value, or to what their experts' answers come to."""

    label: TextTable = Field(description="What readers see.")
    values: Annotated[dict[str, ScenarioValue], Field(min_length=1)] = Field(
        alias="set", description='The value that each estimate gets; "pooled": what its experts\' answers come to.'
    )
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")


class CorrelationTable(ClosedTable):
    """How two estimates hang together."""

    between: Annotated[list[str], Field(min_length=2, max_length=2)] = Field(description="Two uncertain estimates.")
    rank: Annotated[float, Field(ge=-1, le=1)] = Field(description="Their Spearman rank correlation.")


class DependenceTable(ClosedTable):
    """One variant of how estimates hang together."""

    label: TextTable = Field(description="What readers see.")
    correlations: list[CorrelationTable] = Field(default_factory=list, description="The pairs that hang together.")
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")


class VariantTable(ClosedTable):
    """Another way to build the model: formulas replaced, or estimates fixed."""

    label: TextTable = Field(description="What readers see.")
    values: dict[str, float] = Field(
        default_factory=dict, alias="set", description="The value that each estimate is fixed at."
    )
    quantities: dict[str, FormulaText] = Field(
        default_factory=dict, description="The formula that replaces that of each quantity; the unit stays."
    )
    posts: dict[str, FormulaText] = Field(
        default_factory=dict, description="The formula that replaces the amount of each post."
    )
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")


class AlternativeTable(ClosedTable):
    """One of several policies that exclude each other; doing nothing is always one, and is not named."""

    label: TextTable = Field(description="What readers see.")
    values: dict[str, float] = Field(
        default_factory=dict, alias="set", description="The value that each lever, value choice or estimate gets."
    )
    posts: list[str] | None = Field(default=None, description="The posts that it has; absent: all of them.")
    without: list[str] = Field(default_factory=list, description="Instead of posts: those that it does not have.")
    variants: list[str] = Field(default_factory=list, description="Variants of the model that hold in it.")
    published: dict[str, float] = Field(
        default_factory=dict,
        description='What was published of it: headline outcomes, and lines as "line:NAME". What stands under '
        "[published] and [lines] was published of the first alternative.",
    )
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")


class ClaimTable(ClosedTable):
    """Something that the publication says of an outcome."""

    label: TextTable = Field(description="What readers see.")
    source: SourceTable = Field(description="Where the claim stands.")
    published: float | None = Field(default=None, description="What the publication says.")
    measure: Measure = Field(
        default="value",
        description="The outcome itself, its change or ratio (after to before) by the scenario, or its sign.",
    )
    outcome: str | None = Field(
        default=None, description="The outcome; absent where the model cannot say anything of it."
    )
    scenario: str | None = Field(default=None, description="The scenario of which the claim speaks.")
    alternative: str | None = Field(
        default=None, description="The alternative of which the claim speaks; absent: the first."
    )
    tolerance: Annotated[float, Field(ge=0)] = Field(default=0.0, description="How far off still counts as reproduced.")
    note: TextTable | None = Field(default=None, description="Anything that a reader should know.")


class RemarkTable(ClosedTable):
    """Something that a reader should know: a finding, an effect without a value (PM), or possible double counting."""

    text: TextTable = Field(description="What readers see.")
    source: SourceTable | None = Field(default=None, description="Where it is seen.")
    posts: list[str] = Field(default_factory=list, description="The posts that it is about.")


class CaseFile(ClosedTable):
    """A social cost-benefit analysis as one file."""

    case: CaseTable
    documents: dict[HyphenatedName, DocumentTable] = Field(
        default_factory=dict, description="What the numbers come from."
    )
    actors: Annotated[dict[Name, ActorTable], Field(min_length=1)] = Field(description="Who pays or gains.")
    lines: Annotated[dict[HyphenatedName, LineTable], Field(min_length=1)] = Field(description="The published table.")
    published: dict[str, float] = Field(default_factory=dict, description="Published headline outcomes.")
    estimates: Annotated[dict[Name, EstimateTable], Field(min_length=1)] = Field(description="The numbers.")
    quantities: dict[
        Name,
        Annotated[QuantityTable, BeforeValidator(_quantity, json_schema_input_type=FormulaText | QuantityTable)],
    ] = Field(default_factory=dict, description="Named intermediate results.")
    series: dict[Name, SeriesTable] = Field(default_factory=dict, description="Quantities with a value a year.")
    shares: dict[Name, SharesTable] = Field(default_factory=dict, description="Estimates that sum to 1.")
    posts: Annotated[dict[Name, PostTable], Field(min_length=1)] = Field(description="The costs and benefits.")
    discounting: RatesTable = Field(default_factory=RatesTable, description="Discount rates that are not one for all.")
    scenarios: dict[Name, ScenarioTable] = Field(default_factory=dict, description="What if?")
    dependence: dict[Name, DependenceTable] = Field(default_factory=dict, description="How estimates hang together.")
    variants: dict[Name, VariantTable] = Field(default_factory=dict, description="Other ways to build the model.")
    alternatives: dict[Name, AlternativeTable] = Field(
        default_factory=dict,
        description="Policies that exclude each other; the first is what commands answer for.",
    )
    claims: dict[HyphenatedName, ClaimTable] = Field(
        default_factory=dict, description="What the publication says of outcomes."
    )
    findings: dict[HyphenatedName, RemarkTable] = Field(default_factory=dict, description="What a reader should know.")
    not_valued: dict[HyphenatedName, RemarkTable] = Field(
        default_factory=dict, description="Effects without a value (PM)."
    )
    overlaps: dict[HyphenatedName, RemarkTable] = Field(default_factory=dict, description="Possible double counting.")


# --- for editors

_LISTS = {"values": 2, "probabilities": 2, "coefficients": 2, "weights": 1}
"""Parameters of families that are lists of numbers, and how few; all others are single numbers."""

_UPDATED: dict[str, Any] = {
    "prior": {"$ref": "#/$defs/DistributionTable"},
    "observations": {"type": "array", "items": _OBSERVATION, "minItems": 1},
}
"""The parameters of a distribution that data have updated."""


_STUDIES: dict[str, Any] = {
    "effects": {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {"estimate": {"type": "number"}, "se": {"type": "number"}, "source": {"type": "string"}},
            "required": ["estimate", "se"],
            "additionalProperties": False,
        },
        "minItems": 2,
    },
    **{name: {"enum": list(allowed)} for name, allowed in CHOICES.items()},
}
"""The parameters of what studies say together."""

_PLACE = {"$ref": "#/$defs/NumberOrPercent"}
_NUMBER_OR_PERCENT = {
    "anyOf": [{"type": "number"}, {"type": "string", "pattern": "%$"}],
    "description": 'A number; or, relative to the value of the estimate, a text such as "-50%" or "+65%".',
}
_TRUNCATE = {
    "description": "The lowest and the highest possible value; what lies outside is cut off.",
    "anyOf": [
        {"type": "array", "items": _PLACE, "minItems": 2, "maxItems": 2},
        {
            "type": "object",
            "properties": {"low": _PLACE, "high": _PLACE},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ],
}


def json_schema() -> str:
    """Write the JSON Schema of a case file: the text of ``distributions/case.schema.json``."""
    schema = CaseFile.model_json_schema()
    own = {"DistributionTable": _distribution(), "NumberOrPercent": _NUMBER_OR_PERCENT, "Truncate": _TRUNCATE}
    schema["$defs"] |= own
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A case of mkba_uncertainty"}
    return json.dumps(head | _tidy(schema), indent=2, ensure_ascii=False) + "\n"


def _tidy(schema: Any) -> Any:
    """Leave out what TOML does not know (null) and what says nothing (titles made of names); close named tables."""
    if isinstance(schema, list):
        return [_tidy(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidy = {
        key: _tidy(item)
        for key, item in schema.items()
        if not (key == "title" and isinstance(item, str)) and not (key == "default" and item is None)
    }
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    if {"type": "null"} in tidy.get("anyOf", []):
        some = [option for option in tidy.pop("anyOf") if option != {"type": "null"}]
        tidy = {**some[0], **tidy} if len(some) == 1 else {"anyOf": some, **tidy}
    return tidy


def _distribution() -> dict[str, Any]:
    """List the families, each with its sets of parameters."""
    return {
        "description": "A probability distribution: a family and its parameters.",
        "oneOf": [_way(name, *parameters[1:]) for name in FAMILIES for parameters in parameter_sets(name)],
    }


def _way(family: str, required: tuple[str, ...], optional: tuple[str, ...]) -> dict[str, Any]:
    own = {Updated.name: _UPDATED, Studies.name: _STUDIES}
    centre = CENTRES.get(family, "mean")
    needed = [name for name in required if name != centre]
    way = {
        "type": "object",
        "properties": {
            "family": {"const": family},
            **(own.get(family) or {name: _parameter(name, family) for name in required + optional}),
            "truncate": {"$ref": "#/$defs/Truncate"},
        },
        "required": ["family", *needed],
        "additionalProperties": False,
    }
    if centre in required:  # where another one is relative it may be absent: then it is the value
        relative = [{"properties": {name: {"type": "string"}}} for name in needed]
        way["anyOf"] = [{"required": [centre]}, *relative]
    return way


def _parameter(name: str, family: str) -> dict[str, Any]:
    if name == "families":
        return {"type": "array", "items": {"$ref": "#/$defs/DistributionTable"}, "minItems": 1}
    if name in _LISTS:
        return {"type": "array", "items": {"type": "number"}, "minItems": _LISTS[name]}
    return _PLACE if name in (*places(family), *widths(family)) else {"type": "number"}
