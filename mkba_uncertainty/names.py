"""Names that people type: which are meant, and what to say of one that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Collection

from mkba_uncertainty.errors import InputError

MOST_SHOWN = 20
"""A message names no more alternatives than this."""

LONGEST_NAME = 100
"""Characters of a name that are compared: the time that a comparison takes grows with their square."""

REPEATED = ("unknown_scenario", "unknown_outcome")
"""Errors about options that are repeated to give several names."""


def nearest(name: str, known: Collection[str], *, cutoff: float = 0.6) -> str | None:
    """Find the known name that a misspelt one most likely meant; None if none is alike for a share of ``cutoff``.

    Capitals do not count.
    """
    spelt = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(name[:LONGEST_NAME].casefold(), spelt, n=1, cutoff=cutoff)
    return spelt[near[0]] if near else None


def listed(known: Collection[str]) -> str:
    """List names, or some of many: first those that are not of a part."""
    shown = sorted(known, key=lambda known_name: ":" in known_name)
    return ", ".join(shown if len(shown) <= MOST_SHOWN else [*shown[:MOST_SHOWN], "..."])


def unknown(code: str, key: str | None, name: str, known: Collection[str]) -> InputError:
    """Make the error of a name that is not among the known ones, with the nearest and some of these."""
    some = listed(known)
    if "," in name and code in REPEATED:
        parts = [part.strip() for part in name.split(",")]
        typed, argument = " ".join(f"--{key} {part}" for part in parts), f"{key}s={parts}"
        return InputError("several_names", key=key, found=name, typed=typed, argument=argument, known=some)
    return InputError(code, key=key, found=name, nearest=nearest(name, known), known=some)


def select(outcomes: Collection[str] | None, known: Collection[str]) -> tuple[str, ...]:
    """Check that outcomes are known ones; all of these for None."""
    names = tuple(known) if outcomes is None else as_names(outcomes)
    for name in names:
        if name not in known:
            raise unknown("unknown_outcome", "outcome", name, known)
    return names


def as_names(outcomes: Collection[str]) -> tuple[str, ...]:
    """Give names as a tuple; one name alone is a name, not letters."""
    names = (outcomes,) if isinstance(outcomes, str) else tuple(outcomes)
    if not names:
        raise InputError("no_outcomes", key="outcomes")
    return names
