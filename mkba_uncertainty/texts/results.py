"""Texts of results."""

TEXTS: dict[str, tuple[str, str]] = {}
