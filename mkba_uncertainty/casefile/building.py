"""From the tables of a file to a case, noting every problem on the way."""

from __future__ import annotations

from typing import Any

from mkba_uncertainty.case import Case, Document
from mkba_uncertainty.casefile.alternatives import make_variants
from mkba_uncertainty.casefile.collecting import Problems
from mkba_uncertainty.casefile.estimates import make_estimates, make_note, make_text
from mkba_uncertainty.casefile.formulas import check_units, check_use, make_quantities
from mkba_uncertainty.casefile.posts import make_actors, make_lines, make_posts
from mkba_uncertainty.casefile.structure import check_structure
from mkba_uncertainty.casefile.variants import (
    check_attainable,
    check_published,
    make_claims,
    make_dependence,
    make_remarks,
    make_scenarios,
)


def build_case(data: dict[str, Any], name: str, problems: Problems) -> Case | None:
    """Build the case of a file's tables.

    Returns
    -------
    Case or None
        None where the file has not even the tables of a case. Where problems were noted the case is not sound.
    """
    structure = check_structure(data, problems)
    if structure is None:
        return None
    file = structure.file
    estimates = make_estimates(structure, problems)
    quantities = make_quantities(structure, problems)
    posts = make_posts(structure, problems)
    units = check_units(estimates, quantities, posts, problems)
    variants = make_variants(structure, quantities, posts, units, problems)
    check_published(structure, problems)
    case = Case(
        name=name,
        title=make_text(file.case.title),
        description=make_note(file.case.description),
        horizon=file.case.horizon,
        price_level=file.case.price_level,
        price_index={int(year): index for year, index in file.case.price_index.items()},
        documents={key: Document(**table.model_dump()) for key, table in file.documents.items()},
        actors=make_actors(structure, problems),
        lines=make_lines(structure, problems),
        estimates=estimates,
        quantities={key: quantities[key] for key in file.quantities if key in quantities},
        posts=posts,
        scenarios=make_scenarios(structure, estimates, problems),
        dependence=make_dependence(structure, problems),
        variants=variants,
        published=dict(file.published),
        claims=make_claims(structure, problems),
        findings=make_remarks("findings", structure, problems),
        not_valued=make_remarks("not_valued", structure, problems),
        overlaps=make_remarks("overlaps", structure, problems),
    )
    if not problems.found:
        check_use(estimates, quantities, posts, variants, structure, problems)
        check_attainable(case, problems)
    return case
