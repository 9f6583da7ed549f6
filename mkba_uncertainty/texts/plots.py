"""Texts of plots."""

TEXTS: dict[str, tuple[str, str]] = {}
