"""Variants of a case file: other ways to build the model, by formulas replaced and estimates fixed."""

from __future__ import annotations

from collections.abc import Mapping

from mkba_uncertainty.case import BASE, Post, Quantity, Variant
from mkba_uncertainty.casefile.collecting import Problems
from mkba_uncertainty.casefile.estimates import make_note, make_text
from mkba_uncertainty.casefile.formulas import NOTHING, demand_unit, formula_names, read_formula, unit_of_amount
from mkba_uncertainty.casefile.lines import Path
from mkba_uncertainty.casefile.schema import VariantTable
from mkba_uncertainty.casefile.structure import Structure
from mkba_uncertainty.casefile.variants import check_values
from mkba_uncertainty.errors import FormulaError
from mkba_uncertainty.formula import Formula, Number, fold, order
from mkba_uncertainty.texts import Text, say


def make_variants(
    structure: Structure,
    quantities: Mapping[str, Quantity],
    posts: Mapping[str, Post],
    units: Mapping[str, str],
    problems: Problems,
) -> dict[str, Variant]:
    """Convert the variants; the base, which is the case as it stands, is always there, and comes first.

    Parameters
    ----------
    structure : Structure
    quantities, posts : mapping
        As the case has them.
    units : mapping of name to unit
        Of the estimates and quantities that have a sound one.
    problems : Problems
    """
    variants = {BASE: Variant(BASE, Text(say("casefile.base", "nl"), say("casefile.base", "en")))}
    for name, table in structure.file.variants.items():
        path = ("variants", name)
        changes = bool(table.values or table.quantities or table.posts)
        if changes == (name == BASE):
            problems.add("variant_base" if changes else "variant_empty", path)
        check_values(table.values, (*path, "set"), structure, problems)
        variants[name] = Variant(
            name=name,
            label=make_text(table.label),
            values=dict(table.values),
            quantities=_quantities(table, path, structure, quantities, units, problems),
            posts=_posts(table, path, structure, posts, units, problems),
            note=make_note(table.note),
        )
    return variants


def _quantities(
    table: VariantTable,
    path: Path,
    structure: Structure,
    quantities: Mapping[str, Quantity],
    units: Mapping[str, str],
    problems: Problems,
) -> dict[str, Formula]:
    """Read formulas of quantities that exist; in their new form they may not go round in a circle."""
    path, known = (*path, "quantities"), structure.names("quantities")
    formulas = {}
    for name, text in table.quantities.items():
        if name not in known:
            problems.add_unknown("case_unknown_quantity", (*path, name), name, known)
        formula = formulas[name] = read_formula(text, (*path, name), formula_names(structure), problems)
        if name in units and not isinstance(fold(formula.tree), Number):
            demand_unit(formula, units[name], (*path, name), units, problems)
    together = {name: quantity.formula for name, quantity in quantities.items()}
    together |= {name: formula for name, formula in formulas.items() if name in together}
    try:
        order(together, formula_names(structure))
    except FormulaError as error:
        key = str(error.key)
        problems.adopt(error, (*path, key) if key in formulas else path)
    return formulas


def _posts(
    table: VariantTable,
    path: Path,
    structure: Structure,
    posts: Mapping[str, Post],
    units: Mapping[str, str],
    problems: Problems,
) -> dict[str, Formula]:
    """Read formulas of the amounts of posts that exist."""
    path, known = (*path, "posts"), structure.names("posts")
    formulas = {}
    for name, text in table.posts.items():
        if name not in known:
            problems.add_unknown("case_unknown_post", (*path, name), name, known)
        formula = formulas[name] = read_formula(text, (*path, name), formula_names(structure), problems)
        if name in posts and formula is not NOTHING:
            demand_unit(formula, unit_of_amount(posts[name]), (*path, name), units, problems)
    return formulas
