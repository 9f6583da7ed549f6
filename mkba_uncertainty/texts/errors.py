"""Error sentences. Facts that a sentence may mention stand in braces; see ``mkba_uncertainty.errors``."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.place.line": ("regel {line}", "line {line}"),
    "error.several": ("{count} fouten gevonden", "{count} errors found"),
}
