"""What a case takes over from the library of unit values: ``use = "list:value"`` in place of a number.

Each such entry is filled in with what the list says and the case does not, before the file is held against its shape;
from there on it is an estimate like any other, in the prices of its list, with the price index of that.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from mkba_uncertainty.case import CHOICES, PriceIndex
from mkba_uncertainty.casefile.collecting import MOST_NAMES, Problems, shown
from mkba_uncertainty.casefile.lines import KeyPath
from mkba_uncertainty.casefile.unit_values import EDITION, UnitValue, library
from mkba_uncertainty.families import Point, is_relative
from mkba_uncertainty.names import nearest
from mkba_uncertainty.texts.currencies import EURO, may_be_currency
from mkba_uncertainty.texts.units import money_power, powers

Tables = dict[str, Any]

INSTEAD_OF = ("value", "point")
"""What an entry that takes a value over cannot say as well."""


def take_over(data: Tables, using: Tables, problems: Problems) -> tuple[Tables, frozenset[str]]:
    """Fill in what a case takes over.

    Parameters
    ----------
    data : dict
        The tables of its file.
    using : dict
        Those of its estimates that say ``use``.
    problems : Problems

    Returns
    -------
    data : dict
        The tables of the file, with the documents that figures were taken from; entries with a problem are left out.
    left_out : frozenset of str
        The names of those.
    """
    if "model" in data:
        for name, entry in using.items():
            problems.add("use_of_workbook", ("estimates", name, "use"), found=shown(entry["use"]))
        return data | {"estimates": _without(data["estimates"], using)}, frozenset(using)
    filled: Tables = {}
    documents: Tables = {}
    for name, entry in using.items():
        value = _found(entry, ("estimates", name), problems)
        if value is not None and _agrees(value, entry, ("estimates", name), data, problems):
            _check_own(value, entry, ("estimates", name), data, problems)
            filled[name] = value.entry(entry.get("role")) | entry
            documents |= _documents(value, filled[name], data)
    _check_editions(filled, problems)
    _check_once(filled, problems)
    _check_spread(filled, problems)
    left_out = frozenset(using.keys() - filled)
    estimates = {name: filled.get(name, entry) for name, entry in _without(data["estimates"], left_out).items()}
    given = data.get("documents", {})
    listed = {**given, **_without(documents, given)} if isinstance(given, dict) else given
    return data | {"estimates": estimates, "documents": listed}, left_out


def _without(entries: Tables, names: Collection[str]) -> Tables:
    return {name: entry for name, entry in entries.items() if name not in names}


def _about(data: Tables) -> Mapping[str, Any]:
    case = data.get("case")
    return case if isinstance(case, dict) else {}


def _found(entry: Tables, path: KeyPath, problems: Problems) -> UnitValue | None:
    """Find the value that an entry names; None, with a problem that says what was probably meant, if there is none."""
    found, path, lists = entry["use"], (*path, "use"), library().lists
    if not isinstance(found, str) or found.count(":") != 1 or not all(found.split(":")):
        example = next(library().values).use
        near = nearest(found, [value.use for value in library().values]) if isinstance(found, str) else None
        problems.add("use_malformed", path, found=shown(found), example=example, nearest=near)
        return None
    of, name = found.split(":")
    if of not in lists:
        problems.add_unknown("use_unknown_list", path, of, lists)
        return None
    if name not in (known := lists[of].values):
        some = [*list(known)[:MOST_NAMES], *(["..."] if len(known) > MOST_NAMES else [])]
        facts = {"list": of, "nearest": nearest(name, known), "allowed": ", ".join(some)}
        problems.add("use_unknown_value", path, found=shown(name), **facts)
        return None
    return library().value(found)


def _agrees(value: UnitValue, entry: Tables, path: KeyPath, data: Tables, problems: Problems) -> bool:
    """See that an entry says nothing else than the list, and that its prices can be those of the case."""
    before, use = len(problems.found), value.use
    for key in INSTEAD_OF:
        if key in entry:
            problems.add("use_and_value", (*path, key), found=f"{key} = {shown(entry[key])}", use=use)
    unit, level = entry.get("unit", value.table.unit), entry.get("price_level", value.price_level)
    if isinstance(unit, str) and powers(unit) != powers(value.table.unit):
        problems.add("use_unit", (*path, "unit"), found=shown(unit), expected=value.table.unit, use=use)
    if level is None and money_power(value.table.unit):
        problems.add("use_without_price_level", (*path, "use"), found=use)
    elif value.price_level not in (None, level):
        problems.add("use_price_level", (*path, "price_level"), found=shown(level), expected=value.price_level, use=use)
    if len(problems.found) == before:
        _check_prices(value, level, (*path, "use"), data, problems)
    return len(problems.found) == before


def _check_prices(value: UnitValue, level: Any, path: KeyPath, data: Tables, problems: Problems) -> None:
    """See that a value is in the currency of the case, or has a rate, and that a price index knows both years."""
    about = _about(data)
    currency, year = about.get("currency", EURO), about.get("price_level")
    for word in filter(may_be_currency, powers(value.table.unit)):
        if word != currency and not _has_rate(word, data):
            problems.add("use_currency", path, found=value.use, currency=word, expected=shown(currency))
    if not (isinstance(year, int) and isinstance(level, int)) or level == year or not money_power(value.table.unit):
        return
    own, index = about.get("price_index"), library().index(value)
    if isinstance(own, dict) and {str(level), str(year)} <= own.keys():
        return
    facts = {"found": value.use, "level": level, "year": year}
    if index is None:
        problems.add("use_without_index", path, **facts)
    elif not {level, year} <= index.figures.keys():
        ends = {"first": min(index.figures), "last": max(index.figures)}
        problems.add("use_beyond_index", path, index=index.name, **facts, **ends)


def _check_own(value: UnitValue, entry: Tables, path: KeyPath, data: Tables, problems: Problems) -> None:
    """Mind what was said of another number, and is left beside the one that is taken over."""
    level, year, listed = value.price_level, _about(data).get("price_level"), value.entry(entry.get("role"))
    facts = {"use": value.use, "level": level, "year": year}
    own = {key: entry.get(key, listed.get(key)) for key in ("distribution", "source")}
    left = {key for key in own if own[key] != listed.get(key)}
    ranges = isinstance(own["distribution"], dict) and own["distribution"].get("family") != Point.name
    in_list_prices = "pooling" in entry or level == year or not money_power(value.table.unit)  # experts are asked so
    if "distribution" in left and ranges and not (in_list_prices or is_relative(own["distribution"])):
        problems.warn("use_own_distribution", (*path, "distribution"), **facts)
    if "source" in left:
        problems.warn("use_own_source", (*path, "source"), **facts)


def _has_rate(currency: str, data: Tables) -> bool:
    """Say whether a case has an estimate of what one unit of a currency is worth in another."""
    units = [entry.get("unit") for entry in data["estimates"].values() if isinstance(entry, dict)]
    return any(powers(unit).get(currency, 0) < 0 for unit in units if isinstance(unit, str))


def index_of(use: str) -> PriceIndex | None:
    """Give the price index of what an estimate takes over, if that has one."""
    value = library().value(use)
    return None if value is None else library().index(value)


def _documents(value: UnitValue, entry: Tables, data: Tables) -> Tables:
    """Give the list as a document of the case, and the price index where it converts."""
    index = library().index(value)
    converts = index is not None and entry.get("price_level") != _about(data).get("price_level")
    names = [value.list, *([index.name] if index is not None and converts else [])]
    return {name: library().document(name) for name in names}


def _check_editions(filled: Tables, problems: Problems) -> None:
    """Mind two editions of one list."""
    first: dict[str, tuple[str, str]] = {}
    for name, entry in filled.items():
        edition = entry["use"].partition(":")[0]
        match = EDITION.fullmatch(edition)
        other, of = first.setdefault(match[1] if match else edition, (edition, name))
        if other != edition:
            facts = {"edition": edition, "estimate": name, "other": other, "of": of}
            problems.warn("two_editions", ("estimates", name, "use"), **facts)


def _check_once(filled: Tables, problems: Problems) -> None:
    """Mind one uncertain value under several names, each of which has draws of its own."""
    names: dict[str, list[str]] = {}
    for name, entry in filled.items():
        if "distribution" in entry:
            names.setdefault(entry["use"], []).append(name)
    for use, several in names.items():
        if len(several) > 1:
            problems.warn("use_twice", ("estimates", several[1], "use"), use=use, names=", ".join(several))


def _check_spread(filled: Tables, problems: Problems) -> None:
    """Mind what counts as certain only because neither the list nor the case gives it a distribution."""
    fixed = [name for name, entry in filled.items() if "distribution" not in entry and entry["role"] not in CHOICES]
    if fixed:
        problems.warn("use_without_spread", ("estimates", fixed[0], "use"), names=", ".join(fixed))
