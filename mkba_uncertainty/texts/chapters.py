"""Texts of the page's sections after the explorer."""

TEXTS: dict[str, tuple[str, str]] = {
    "chapter.table": ("De getallen", "The figures"),
    # Who pays and who gains
    "actors.title": ("Wie betaalt, wie wint?", "Who pays, who gains?"),
    "actors.payer": (
        "{actor} betaalt per saldo het meest, gemiddeld {mean}; de kans op een negatief saldo is {chance}.",
        "{actor} pays the most on balance, {mean} on average; the chance of a negative balance is {chance}.",
    ),
    "actors.gainer": (
        "{actor} wint het meest, gemiddeld {mean}; de kans op een negatief saldo is {chance}.",
        "{actor} gains the most, {mean} on average; the chance of a negative balance is {chance}.",
    ),
    "actors.caption": ("Saldo van elke partij, contante waarde", "Balance of each party, present value"),
    "actors.who": ("partij", "party"),
    "actors.mean": ("saldo, gemiddeld", "balance, mean"),
    "actors.loss": ("kans op een negatief saldo", "chance of a negative balance"),
    "actors.all": ("Allen samen", "All together"),
}
