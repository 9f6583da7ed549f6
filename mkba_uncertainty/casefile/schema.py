"""The shape of a case file: which tables and keys there are, and what may stand in each.

One description serves three ends: it validates a file, it becomes the JSON Schema with which editors complete and
check a case as it is typed, and it is the reference of the format (``reference.py``). What each table and key means
stands in the catalogue of texts, as ``schema.PostTable.amount``. What names refer to is checked elsewhere.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    TypeAdapter,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from mkba_uncertainty.case import (
    MOST_BINS,
    MOST_CHIPS,
    POOLED,
    Basis,
    Beyond,
    Convention,
    Language,
    Measure,
    Middle,
    PoolMethod,
    PostKind,
    Role,
    Side,
    WeightsFrom,
)
from mkba_uncertainty.families import FAMILIES, Family, Studies, Updated, parameter_sets, relative_family
from mkba_uncertainty.families.relative import CENTRES, places, widths
from mkba_uncertainty.families.studies import CHOICES
from mkba_uncertainty.texts import CATALOGUE, Text, say
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


def _date(found: Any) -> Any:
    """Let a date of TOML stand for its text."""
    return found.isoformat() if isinstance(found, date) else found


def _by_year(found: Any) -> Any:
    """Read a list of values as those of the years from 0 on."""
    return {str(year): value for year, value in enumerate(found)} if isinstance(found, list) else found


_FORMULA_SCHEMA = {"type": ["string", "number"], "description": say("schema.formula")}

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
HyphenatedName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$")]
YearName = Annotated[str, StringConstraints(pattern=r"^(19|20|21)[0-9][0-9]$")]
Year = Annotated[int, Field(ge=1900, le=2200)]
PlainText = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
DateText = Annotated[PlainText, BeforeValidator(_date)]
Probability = Annotated[str, StringConstraints(pattern=r"^0?\.[0-9]{1,6}$")]
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
        "observed": {"type": "string", "description": say("schema.Observation.observed")},
        "date": {"description": say("schema.Observation.date")},
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

    nl: PlainText
    en: PlainText

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

    title: TextTable
    description: TextTable | None = None
    horizon: Annotated[int, Field(ge=1, le=200)]
    price_level: Year
    price_index: dict[YearName, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    currency: PlainText = Field(default=EURO, json_schema_extra={"pattern": "^[A-Z]{3}$"})
    per: TextTable | None = None
    language: Language | None = None
    first_year: Year | None = None
    discounting: Convention = "start"


class DocumentTable(ClosedTable):
    """A document that estimates come from."""

    title: PlainText
    author: PlainText
    year: Year
    url: PlainText | None = None


class SourceTable(ClosedTable):
    """Where a number or text stands."""

    document: str
    place: PlainText


class ActorTable(ClosedTable):
    """Somebody who pays or gains."""

    label: TextTable
    parent: str | None = None


class LineTable(ClosedTable):
    """A line of the published table."""

    label: TextTable
    side: Side
    published: float | None = None
    parent: str | None = None
    source: SourceTable | None = None


class DistributionTable(BaseModel):
    """A probability distribution; which parameters there are depends on the family, which checks them itself."""

    model_config = ConfigDict(extra="allow", strict=True)

    family: str

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


class RouletteTable(ClosedTable):
    """Chips that an expert laid in bins of one width."""

    low: float
    high: float
    chips: Annotated[list[Annotated[int, Field(ge=0, le=MOST_CHIPS)]], Field(min_length=3, max_length=MOST_BINS)]


class ExpertTable(ClosedTable):
    """What one expert answered: one number, some quantiles, or chips in bins."""

    answer: float | None = None
    quantiles: Annotated[dict[Probability, float], Field(min_length=2)] | None = None
    roulette: RouletteTable | None = None
    weight: Annotated[float, Field(ge=0)] = 1.0
    label: TextTable | None = None
    reason: PlainText | None = None
    date: DateText | None = None


class PoolTable(ClosedTable):
    """How the ranges of experts became the distribution of their estimate."""

    method: PoolMethod
    weights: WeightsFrom
    low: float | None = None
    high: float | None = None
    family: str | None = None
    replaced: DistributionTable | None = None


class EstimateTable(ClosedTable):
    """One number that somebody estimated, registered, or chose.

    One that takes a value from the library has been filled in with what that says, before it comes here.
    """

    use: PlainText | None = None
    label: TextTable
    role: Role
    unit: PlainText
    value: float | None = None
    point: Middle | None = None
    distribution: DistributionTable | None = None
    price_level: Year | None = None
    difference: bool = False
    basis: Basis
    source: SourceTable
    tags: list[HyphenatedName] = Field(default_factory=list)
    note: TextTable | None = None
    experts: list[ExpertTable] | None = None
    pooling: PoolTable | None = None

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors that what takes a value from the library needs nothing else; a cell of a workbook cannot."""
        schema = handler.resolve_ref_schema(handler(core))
        if "cell" in cls.model_fields:
            del schema["properties"]["use"]
        else:
            schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["use"]}]
        return schema


class QuantityTable(ClosedTable):
    """A named intermediate result."""

    formula: FormulaText
    unit: PlainText | None = None
    label: TextTable | None = None


class TimingTable(ClosedTable):
    """When the amount of a post falls."""

    year: FormulaText = 0
    years: FormulaText | None = None
    until: FormulaText | None = None
    growth: FormulaText | None = None
    decline: FormulaText | None = None
    ramp: FormulaText | None = None
    every: Annotated[int, Field(ge=1)] | None = None
    cohorts: str | None = None
    present_value_at: Annotated[float, Field(gt=-1, lt=1)] | None = None


class SeriesTable(ClosedTable):
    """A quantity with a value a year, which amounts may use."""

    label: TextTable
    unit: PlainText
    values: ValuesByYear
    beyond: Beyond = "error"
    distribution: DistributionTable | None = None
    price_level: Year | None = None
    basis: Basis
    source: SourceTable
    note: TextTable | None = None


class SharesTable(ClosedTable):
    """Shares that sum to 1, with a Dirichlet distribution."""

    label: TextTable
    members: Annotated[dict[Name, TextTable], Field(min_length=1)]
    concentrations: list[Annotated[float, Field(gt=0)]] | None = None
    means: list[Annotated[float, Field(gt=0, lt=1)]] | None = None
    count: Annotated[float, Field(gt=0)] | None = None
    basis: Basis
    source: SourceTable
    tags: list[HyphenatedName] = Field(default_factory=list)
    observations: Annotated[list[dict[str, Any]], WithJsonSchema({"type": "array", "items": _OBSERVATION})] = Field(
        default_factory=list
    )
    note: TextTable | None = None


class BandTable(ClosedTable):
    """A discount rate from a year on."""

    start: Annotated[int, Field(ge=0)] = Field(alias="from")
    rate: Annotated[
        Any, BeforeValidator(_rate_of_band), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "number"}]})
    ]


RateByYear = Annotated[
    list[BandTable],
    Field(min_length=1),
    BeforeValidator(_rate, json_schema_input_type=str | float | list[BandTable]),
]


class RatesTable(ClosedTable):
    """Discount rates that are not one for all. Each is a share, a name, or a list of bands of years."""

    bands: RateByYear | None = None
    costs: RateByYear | None = None
    benefits: RateByYear | None = None
    posts: dict[Name, RateByYear] = Field(default_factory=dict)
    actors: dict[Name, RateByYear] = Field(default_factory=dict)


class PostTable(ClosedTable):
    """One cost or benefit, with one timing and one set of actors who pay or gain."""

    label: TextTable
    side: Side
    kind: PostKind
    line: str
    amount: FormulaText
    timing: TimingTable = Field(default_factory=TimingTable)
    actors: Annotated[dict[str, Annotated[float, Field(ge=0, le=1)]], Field(min_length=1)]
    basis: Basis
    note: TextTable | None = None


class ScenarioTable(ClosedTable):
    """Estimates set to a value, or to what their experts' answers come to."""

    label: TextTable
    values: Annotated[dict[str, ScenarioValue], Field(min_length=1)] = Field(alias="set")
    note: TextTable | None = None


class CorrelationTable(ClosedTable):
    """How two estimates hang together."""

    between: Annotated[list[str], Field(min_length=2, max_length=2)]
    rank: Annotated[float, Field(ge=-1, le=1)]


class PairAnswerTable(ClosedTable):
    """How one expert says that two estimates hang together."""

    between: Annotated[list[str], Field(min_length=2, max_length=2)]
    above: Annotated[float, Field(ge=0, le=1)]
    weight: Annotated[float, Field(ge=0)] = 1.0
    label: TextTable | None = None
    reason: PlainText | None = None
    date: DateText | None = None


class DependenceTable(ClosedTable):
    """One variant of how estimates hang together."""

    label: TextTable
    correlations: list[CorrelationTable] = Field(default_factory=list)
    note: TextTable | None = None
    experts: list[PairAnswerTable] = Field(default_factory=list)


class VariantTable(ClosedTable):
    """Another way to build the model: formulas replaced, or estimates fixed."""

    label: TextTable
    values: dict[str, float] = Field(default_factory=dict, alias="set")
    quantities: dict[str, FormulaText] = Field(default_factory=dict)
    posts: dict[str, FormulaText] = Field(default_factory=dict)
    note: TextTable | None = None


class AlternativeTable(ClosedTable):
    """One of several policies that exclude each other; doing nothing is always one, and is not named."""

    label: TextTable
    values: dict[str, float] = Field(default_factory=dict, alias="set")
    posts: list[str] | None = None
    without: list[str] = Field(default_factory=list)
    variants: list[str] = Field(default_factory=list)
    published: dict[str, float] = Field(default_factory=dict)
    source: SourceTable | None = None
    note: TextTable | None = None


class ClaimTable(ClosedTable):
    """Something that the publication says of an outcome."""

    label: TextTable
    source: SourceTable
    published: float | None = None
    measure: Measure = "value"
    outcome: str | None = None
    scenario: str | None = None
    alternative: str | None = None
    variant: str | None = None
    tolerance: Annotated[float, Field(ge=0)] = 0.0
    note: TextTable | None = None


class RemarkTable(ClosedTable):
    """Something that a reader should know: a finding, an effect without a value (PM), or possible double counting."""

    text: TextTable
    source: SourceTable | None = None
    posts: list[str] = Field(default_factory=list)


class CaseFile(ClosedTable):
    """A social cost-benefit analysis as one file."""

    case: CaseTable
    documents: dict[HyphenatedName, DocumentTable] = Field(default_factory=dict)
    actors: Annotated[dict[Name, ActorTable], Field(min_length=1)]
    lines: Annotated[dict[HyphenatedName, LineTable], Field(min_length=1)]
    published: dict[str, float] = Field(default_factory=dict)
    estimates: Annotated[dict[Name, EstimateTable], Field(min_length=1)]
    quantities: dict[
        Name,
        Annotated[QuantityTable, BeforeValidator(_quantity, json_schema_input_type=FormulaText | QuantityTable)],
    ] = Field(default_factory=dict)
    series: dict[Name, SeriesTable] = Field(default_factory=dict)
    shares: dict[Name, SharesTable] = Field(default_factory=dict)
    posts: Annotated[dict[Name, PostTable], Field(min_length=1)]
    discounting: RatesTable = Field(default_factory=RatesTable)
    scenarios: dict[Name, ScenarioTable] = Field(default_factory=dict)
    dependence: dict[Name, DependenceTable] = Field(default_factory=dict)
    variants: dict[Name, VariantTable] = Field(default_factory=dict)
    alternatives: dict[Name, AlternativeTable] = Field(default_factory=dict)
    claims: dict[HyphenatedName, ClaimTable] = Field(default_factory=dict)
    findings: dict[HyphenatedName, RemarkTable] = Field(default_factory=dict)
    not_valued: dict[HyphenatedName, RemarkTable] = Field(default_factory=dict)
    overlaps: dict[HyphenatedName, RemarkTable] = Field(default_factory=dict)


class ModelTable(ClosedTable):
    """Where the model of a case is, if not in its posts."""

    workbook: PlainText
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")] | None = None
    marked: bool = False


class BoundEstimateTable(EstimateTable):
    """An estimate that stands in a cell of a workbook."""

    cell: PlainText


class BoundCaseTable(ClosedTable):
    """What a case is about whose model is a workbook."""

    title: TextTable
    description: TextTable | None = None
    price_level: Year | None = None
    currency: PlainText = Field(default=EURO, json_schema_extra={"pattern": "^[A-Z]{3}$"})
    per: TextTable | None = None
    language: Language | None = None

    horizon: ClassVar[int] = 1
    first_year: ClassVar[int | None] = None


class OutcomeTable(ClosedTable):
    """An outcome that a cell of a workbook holds."""

    label: TextTable
    cell: PlainText
    unit: PlainText | None = None
    side: Side | None = None
    published: float | None = None
    source: SourceTable | None = None
    note: TextTable | None = None


class BindingFile(ClosedTable):
    """A case whose model is a workbook."""

    case: BoundCaseTable
    model: ModelTable
    documents: dict[HyphenatedName, DocumentTable] = Field(default_factory=dict)
    estimates: Annotated[dict[Name, BoundEstimateTable], Field(min_length=1)]
    outcomes: Annotated[dict[Name, OutcomeTable], Field(min_length=1)]
    scenarios: dict[Name, ScenarioTable] = Field(default_factory=dict)
    dependence: dict[Name, DependenceTable] = Field(default_factory=dict)
    claims: dict[HyphenatedName, ClaimTable] = Field(default_factory=dict)
    findings: dict[HyphenatedName, RemarkTable] = Field(default_factory=dict)
    not_valued: dict[HyphenatedName, RemarkTable] = Field(default_factory=dict)
    overlaps: dict[HyphenatedName, RemarkTable] = Field(default_factory=dict)

    actors: ClassVar[dict[str, ActorTable]] = {}
    lines: ClassVar[dict[str, LineTable]] = {}
    published: ClassVar[dict[str, float]] = {}
    quantities: ClassVar[dict[str, QuantityTable]] = {}
    series: ClassVar[dict[str, SeriesTable]] = {}
    shares: ClassVar[dict[str, SharesTable]] = {}
    posts: ClassVar[dict[str, PostTable]] = {}
    variants: ClassVar[dict[str, VariantTable]] = {}
    alternatives: ClassVar[dict[str, AlternativeTable]] = {}
    discounting: ClassVar[RatesTable] = RatesTable()


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
    "description": say("schema.NumberOrPercent"),
}
_TRUNCATE = {
    "description": say("schema.Truncate"),
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


def meaning(home: str) -> str:
    """Give the key of the text that says what a table or one of its keys means.

    What is not said of a table of a binding means what it means in any case.
    """
    own = f"schema.{home}"
    return own if own in CATALOGUE else own.replace("schema.Bound", "schema.")


def json_schema() -> str:
    """Write the JSON Schema of a case file: the text of ``distributions/case.schema.json``."""
    own = {"DistributionTable": _distribution(), "NumberOrPercent": _NUMBER_OR_PERCENT, "Truncate": _TRUNCATE}
    return schema_text(TypeAdapter(CaseFile | BindingFile), "A case of mkba_uncertainty", own)


def schema_text(adapter: TypeAdapter[Any], title: str, own: Mapping[str, Any] | None = None) -> str:
    """Write the JSON Schema of a kind of file, with what each table and key means; ``own`` tables replace others."""
    schema = adapter.json_schema()
    tables = schema["$defs"] | ({schema["title"]: schema} if "title" in schema else {})
    for name, table in tables.items():
        table["description"] = say(meaning(name))
        for option in [table, *table.get("anyOf", [])]:
            for key, value in option.get("properties", {}).items():
                value["description"] = say(meaning(f"{name}.{key}"))
    schema["$defs"] |= own or {}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
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
        "description": say("schema.DistributionTable"),
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
