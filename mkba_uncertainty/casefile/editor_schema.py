"""The JSON Schema of a case file, with which editors complete and check a case as it is typed."""

from __future__ import annotations

import json
from typing import Any

from mkba_uncertainty.casefile.schema import CaseFile
from mkba_uncertainty.families import FAMILIES, Updated, parameter_sets

_LISTS = {"values": 2, "probabilities": 2, "coefficients": 2, "weights": 1}
"""Parameters of families that are lists of numbers, and how few; all others are single numbers."""


def json_schema() -> str:
    """Write the JSON Schema of a case file: the text of ``distributions/case.schema.json``."""
    schema = CaseFile.model_json_schema()
    schema["$defs"]["DistributionTable"] = _distribution()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A case of mkba_uncertainty"}
    return json.dumps(head | _tidy(schema), indent=2, ensure_ascii=False) + "\n"


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
_UPDATED: dict[str, Any] = {
    "prior": {"$ref": "#/$defs/DistributionTable"},
    "observations": {"type": "array", "items": _OBSERVATION, "minItems": 1},
}
"""The parameters of a distribution that data have updated."""


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
    return {
        "type": "object",
        "properties": {
            "family": {"const": family},
            **(_UPDATED if family == Updated.name else {name: _parameter(name) for name in required + optional}),
        },
        "required": ["family", *required],
        "additionalProperties": False,
    }


def _parameter(name: str) -> dict[str, Any]:
    if name == "families":
        return {"type": "array", "items": {"$ref": "#/$defs/DistributionTable"}, "minItems": 1}
    if name in _LISTS:
        return {"type": "array", "items": {"type": "number"}, "minItems": _LISTS[name]}
    return {"type": "number"}
