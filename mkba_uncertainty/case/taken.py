"""What a case takes from the library of unit values: from where, in prices of which year, and converted by what."""

from __future__ import annotations

from functools import partial

from mkba_uncertainty.case.case import Case, index_for, price_factor
from mkba_uncertainty.case.estimate import Estimate
from mkba_uncertainty.table import Column, Row, Table
from mkba_uncertainty.texts import Text, both
from mkba_uncertainty.texts.figures import estimate_text
from mkba_uncertainty.texts.places import place_text

OWN_INDEX = "case.price_index"
"""What the price index of the case itself is called."""


def taken(case: Case) -> list[Estimate]:
    """Give the estimates that are taken from the library."""
    return [estimate for estimate in case.estimates.values() if estimate.use]


def taken_table(case: Case) -> Table:
    """Lay where each of them stands, and what became of it in prices of the case's year."""
    columns = [
        Column("estimate", "taken.estimate"),
        Column("use", "taken.use"),
        Column("source", "taken.source"),
        Column("value", "taken.value", "estimate"),
        Column("unit", "taken.unit"),
        Column("price_level", "taken.price_level", "count"),
        Column("factor", "taken.factor", "ratio"),
        Column("converted", "taken.converted", "estimate"),
        Column("case_price_level", "taken.case_price_level", "count"),
        Column("index", "taken.index"),
    ]
    return Table(columns, [_row(case, estimate) for estimate in taken(case)])


def _row(case: Case, estimate: Estimate) -> Row:
    document, factor = case.documents[estimate.source.document], price_factor(case, estimate)
    cells = {
        "estimate": estimate.name,
        "use": estimate.use,
        "source": f"{document.author} ({document.year}), {document.title}, {estimate.source.place}",
        "value": estimate.value,
        "unit": estimate.unit,
        "price_level": estimate.price_level,
        "factor": factor,
        "converted": estimate.value * factor,
        "case_price_level": case.price_level if estimate.price_level else None,
        "index": index_name(case, estimate),
    }
    return Row(cells, unit=estimate.unit)


def index_name(case: Case, estimate: Estimate) -> str | None:
    """Give what converts an estimate to prices of the case's year, if that is another one."""
    index = index_for(case, estimate)
    return None if index is None or estimate.price_level == case.price_level else index.name or OWN_INDEX


def taken_sentences(case: Case) -> list[Text]:
    """Say of each of them where it stands, and what became of it in prices of the case's year."""
    return [
        both(
            "taken.stands",
            estimate=estimate.label,
            use=estimate.use or "",
            document=f"{document.author} ({document.year})",
            place=place_text(estimate.source.place),
            amount=conversion(case, estimate) or _amount(estimate),
        )
        for estimate in taken(case)
        for document in [case.documents[estimate.source.document]]
    ]


def _amount(estimate: Estimate) -> Text:
    value = partial(estimate_text, estimate.value, unit=estimate.unit)
    key = "taken.amount_in_prices" if estimate.price_level else "taken.amount"
    return both(key, value=value, level=str(estimate.price_level))


def conversion(case: Case, estimate: Estimate) -> Text | None:
    """Say how an estimate was converted to prices of the case's year, if that is another one."""
    name = index_name(case, estimate)
    if name is None:
        return None
    unit, factor, document = estimate.unit, price_factor(case, estimate), case.documents.get(name)
    return both(
        "taken.conversion",
        value=partial(estimate_text, estimate.value, unit=unit),
        level=str(estimate.price_level),
        factor=partial(estimate_text, round(factor, 4)),
        index=both("taken.own_index") if name == OWN_INDEX else document.title if document else name,
        converted=partial(estimate_text, estimate.value * factor, unit=unit, beside=estimate.value),
        year=str(case.price_level),
    )
