"""From a case to the tables of a file: the opposite of reading one.

It goes by the fields of the dataclasses, so that a field that is added to a case is written as well, if the file
calls it by the same name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from mkba_uncertainty.case import POOLED, Case, Estimate, Quantity
from mkba_uncertainty.casefile.schema import CaseFile, CaseTable
from mkba_uncertainty.families import Family, Point
from mkba_uncertainty.formula import Formula
from mkba_uncertainty.texts import both

Tables = dict[str, Any]

_NOT_IN_FILE = ("name", "file", "sha256", "warnings")
"""Fields that say where something stands, not what it is."""

_IN_FILE = {"values": "set"}
"""Fields that the file calls otherwise."""

_ALWAYS_THERE = {"dependence": "independent", "variants": "base"}
"""Entries that every case has, in the file or not; ``casefile.<name>`` in the catalogue is their label."""


def case_tables(case: Case) -> Tables:
    """Give the tables of a case file as plain texts, numbers, lists and dicts, in the order of the file.

    What has its default value is left out, as a person would.
    """
    whole = _table(case)
    tables: Tables = {"case": {key: whole[key] for key in CaseTable.model_fields if key in whole}}
    tables |= {key: whole[key] for key in CaseFile.model_fields if whole.get(key)}
    tables |= {key: value for key, value in whole.items() if key not in tables["case"] and key not in tables}
    for name, estimate in case.estimates.items():
        _leave_out_defaults(estimate, case, tables["estimates"][name])
    for name, quantity in case.quantities.items():
        tables["quantities"][name] = _shortest(quantity, tables["quantities"][name])
    for scenario in case.scenarios.values():
        table = tables["scenarios"][scenario.name]
        table["set"] = table.get("set", {}) | dict.fromkeys(table.pop("pooled", ()), POOLED)
    for name, entry in _ALWAYS_THERE.items():
        if tables.get(name, {}).get(entry) == {"label": _plain(both(f"casefile.{entry}"))}:
            del tables[name][entry]
    return {key: value for key, value in tables.items() if value not in ({}, [])}


def _leave_out_defaults(estimate: Estimate, case: Case, table: Tables) -> None:
    if estimate.distribution == Point(estimate.value):
        del table["distribution"]
    if estimate.price_level == case.price_level:
        table.pop("price_level", None)


def _shortest(quantity: Quantity, table: Tables) -> Tables | str:
    """Write a quantity that is only a formula as such."""
    return quantity.formula.text if table.keys() == {"formula"} else table


def _table(entry: Any) -> Tables:
    """Write a dataclass by its fields, but for those that have their default."""
    values = {field: getattr(entry, field.name) for field in fields(entry) if field.name not in _NOT_IN_FILE}
    written = {
        _IN_FILE.get(field.name, field.name): _plain(value)
        for field, value in values.items()
        if value is not None and value != _default(field)
    }
    return {key: value for key, value in written.items() if value not in ({}, [])}


def _default(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


def _plain(value: Any) -> Any:
    if isinstance(value, Formula):
        return value.text
    if isinstance(value, Family):
        defaults = {field.name: field.default for field in fields(value)}
        given = {key: item for key, item in value.parameters().items() if item != defaults.get(key)}
        return {"family": value.name, **_plain(given)}
    if is_dataclass(value):
        return _table(value)
    if isinstance(value, Mapping):
        if any(isinstance(key, tuple) for key in value):  # correlations
            return [{"between": list(pair), "rank": _plain(rank)} for pair, rank in value.items()]
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        if value and all(is_dataclass(item) and hasattr(item, "name") for item in value):  # remarks
            return {item.name: _plain(item) for item in value}
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value
