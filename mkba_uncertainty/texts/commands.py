"""Texts of commands."""

TEXTS: dict[str, tuple[str, str]] = {}
