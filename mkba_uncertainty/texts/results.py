"""Texts of results."""

TEXTS: dict[str, tuple[str, str]] = {
    # Amounts of money; the sign stands before the euro sign in both languages.
    "number.euro": ("{sign}€ {figures}", "{sign}€{figures}"),
    "number.thousand": ("{sign}€ {figures} duizend", "{sign}€{figures}k"),
    "number.million": ("{sign}€ {figures} mln", "{sign}€{figures}M"),
    "number.billion": ("{sign}€ {figures} mld", "{sign}€{figures}bn"),
    "number.range": ("{low} tot {high}", "{low} to {high}"),
    # Mastrandrea et al. (2010), table 1; the Dutch words are those of KNMI's summary of the fifth assessment report.
    "likelihood.virtually_certain": ("zo goed als zeker", "virtually certain"),
    "likelihood.very_likely": ("zeer waarschijnlijk", "very likely"),
    "likelihood.likely": ("waarschijnlijk", "likely"),
    "likelihood.about_as_likely_as_not": (
        "ongeveer even waarschijnlijk als onwaarschijnlijk",
        "about as likely as not",
    ),
    "likelihood.unlikely": ("onwaarschijnlijk", "unlikely"),
    "likelihood.very_unlikely": ("zeer onwaarschijnlijk", "very unlikely"),
    "likelihood.exceptionally_unlikely": ("zo goed als uitgesloten", "exceptionally unlikely"),
    # How to read a balance; see ``mkba_uncertainty.texts.likelihood``.
    "verdict.positive": ("de baten zijn groter dan de kosten", "the benefits exceed the costs"),
    "verdict.negative": ("de baten zijn kleiner dan de kosten", "the benefits fall short of the costs"),
    "verdict.about_equal": (
        "de baten zijn ongeveer gelijk aan de kosten",
        "the benefits are about equal to the costs",
    ),
    "verdict.uncertain": (
        "het is onzeker of de baten groter zijn dan de kosten",
        "it is uncertain whether the benefits exceed the costs",
    ),
    "verdict.uncertain.likely": (
        "de baten zijn waarschijnlijk groter dan de kosten, maar zeker is dat niet",
        "the benefits probably exceed the costs, but that is not certain",
    ),
    "verdict.uncertain.unlikely": (
        "de baten zijn waarschijnlijk kleiner dan de kosten, maar zeker is dat niet",
        "the benefits probably fall short of the costs, but that is not certain",
    ),
}
