"""What the shell completes: names of cases, and the estimates, scenarios and variants of the case that was typed.

A case that is still being written completes as well: its file is read as TOML and nothing more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from mkba_uncertainty.cli.session import LANG


def cases(incomplete: str) -> list[str]:
    """Complete a case: the shipped ones, then case files and folders, as a shell would."""
    from mkba_uncertainty.casefile import shipped_cases

    return [*(name for name in shipped_cases() if name.startswith(incomplete)), *_paths(incomplete)]


def keys(incomplete: str) -> list[str]:
    """Complete a table or key of case files."""
    from mkba_uncertainty.casefile import reference

    return [key.path for key in reference.overview() if key.path.startswith(incomplete)]


def lists(incomplete: str) -> list[tuple[str, str]]:
    """Complete a list of unit values, with what it is: names of values have a colon, at which shells break words."""
    from mkba_uncertainty.casefile import library

    found = {name: each.list.about.build()[LANG] for name, each in library().lists.items()}
    return [(name, about) for name, about in found.items() if name.startswith(incomplete)]


def scenarios(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete a scenario of the case, with its label."""
    return _members(context, "scenarios", incomplete)


def alternatives(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete an alternative of the case, with its label."""
    return _members(context, "alternatives", incomplete)


def estimates(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete an estimate of the case, with its label."""
    return _members(context, "estimates", incomplete)


def dependences(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Complete a variant of dependence of the case, with its label."""
    found = _members(context, "dependence", incomplete)
    always = "independent"
    return found if always in dict(found) or not always.startswith(incomplete) else [(always, ""), *found]


def _paths(incomplete: str) -> list[str]:
    folder, _, start = incomplete.rpartition("/")
    parent = f"{folder}/" if folder or incomplete.startswith("/") else ""
    try:
        found = sorted(Path(parent or ".").iterdir())
    except OSError:
        return []
    named = [path for path in found if path.name.startswith(start) and (start or not path.name.startswith("."))]
    return [f"{parent}{path.name}" for path in named if path.suffix == ".toml"] + [
        f"{parent}{path.name}/" for path in named if path.is_dir()
    ]


def _members(context: typer.Context, table: str, incomplete: str) -> list[tuple[str, str]]:
    """List the members of a table of the typed case; none where it cannot be read (yet)."""
    from mkba_uncertainty.casefile import glance

    # where an option still lacks its value, what was typed before it has not become a parameter yet
    typed = [context.params.get("case"), context.params.get("first"), *context.args]
    members = glance(next((str(one) for one in typed if one), ""), table)
    return [(name, _label(member)) for name, member in members.items() if name.startswith(incomplete)]


def _label(member: Any) -> str:
    label = member.get("label") if isinstance(member, dict) else None
    return str(label.get(LANG, "")) if isinstance(label, dict) else ""
