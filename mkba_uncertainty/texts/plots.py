"""Texts of plots."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.plot_unknown": (
        "van een {found} bestaat geen figuur; wel van: {known}. Geef het resultaat van een van de analyses.",
        "there is no plot of a {found}, only of: {known}. Pass the result of one of the analyses.",
    ),
    "error.plot_needs_case": (
        "deze figuur toont de regels, jaren of actoren van een casus, maar dit resultaat is van een model zonder "
        "casus. Maak het model met build_model.",
        "this plot shows the lines, years or actors of a case, but this result is of a model that is no case. Make "
        "the model with build_model.",
    ),
    "error.plot_needs_outcomes": (
        "deze figuur mist de uitkomst {found}. Bereken het resultaat met alle uitkomsten, zonder outcomes= te noemen.",
        "this plot lacks the outcome {found}. Compute the result with all outcomes, without naming outcomes=.",
    ),
    "error.plot_meaningless": (
        "van {found} zijn geen kwantielen: de kosten zijn niet in elke trekking positief. Kies een andere uitkomst.",
        "{found} has no quantiles: costs are not positive in every draw. Choose another outcome.",
    ),
    "error.plot_no_scenarios": (
        "er is niets te tekenen: dit resultaat heeft geen scenario's. Noem er een of meer.",
        "there is nothing to draw: this result has no scenarios. Name one or more.",
    ),
    # What several plots say.
    "plot.published": ("gepubliceerd", "published"),
    "plot.mean": ("gemiddelde", "mean"),
    "plot.range": ("90%-bereik", "90% range"),
    "plot.mean_and_range": ("gemiddelde\nen 90%-bereik", "mean and\n90% range"),
    "plot.costs": ("kosten", "costs"),
    "plot.benefits": ("baten", "benefits"),
    "plot.balance": ("saldo (baten min kosten)", "net benefit (benefits minus costs)"),
    "plot.present_value": ("contante waarde, prijzen van {year}", "present value, prices of {year}"),
    # The line under a figure: where it comes from.
    "plot.source": (
        "{case}{choices} · {replicates} × {draws} trekkingen{seed} · mkba_uncertainty {version}",
        "{case}{choices} · {replicates} × {draws} draws{seed} · mkba_uncertainty {version}",
    ),
    "plot.source.seed": (", startgetal {seed}", ", seed {seed}"),
    "plot.source.scenario": (" · scenario: {labels}", " · scenario: {labels}"),
    "plot.source.dependence": (" · samenhang: {label}", " · dependence: {label}"),
    # Exceedance curve.
    "plot.exceedance.title": ("{label}: hoe zeker is het?", "{label}: how sure are we?"),
    "plot.exceedance.subtitle": (
        "Mediaan {median}, 90%-bereik {range}.",
        "Median {median}, 90% range {range}.",
    ),
    "plot.exceedance.band": (
        " Band om de lijn: rekenfout (95%).",
        " Band around the line: error of the calculation (95%).",
    ),
    "plot.exceedance.y": ("kans op een hogere uitkomst", "probability of a higher outcome"),
    "plot.exceedance.positive": (
        "kans op meer dan 0: {probability}\n{words}",
        "chance of more than 0: {probability}\n{words}",
    ),
    "plot.exceedance.published": (
        "gepubliceerd: {value}\npercentiel {percentile}",
        "published: {value}\npercentile {percentile}",
    ),
    # Waterfall.
    "plot.waterfall.title": ("Van kosten naar saldo", "From costs to net benefit"),
    "plot.waterfall.subtitle": (
        "Elke balk begint waar de vorige eindigt: kosten naar links, baten naar rechts.",
        "Each bar starts where the last one ends: costs go left, benefits go right.",
    ),
    # Cash flow.
    "plot.cash_flow.title": ("Kosten en baten in de tijd", "Costs and benefits over time"),
    "plot.cash_flow.x": ("jaar", "year"),
    "plot.cash_flow.subtitle": (
        "Kasstroom in het jaar: niet contant gemaakt, prijzen van {year}. Balken: gemiddelden.",
        "Cash flow in the year: undiscounted, prices of {year}. Bars: means.",
    ),
    # Actors.
    "plot.actors.title": ("Wie betaalt, wie wint?", "Who pays, who gains?"),
    "plot.actors.subtitle": (
        "Saldo van elke partij. Dunnere balken: onderdelen van de partij erboven.",
        "Net benefit of each party. Thinner bars: parts of the party above.",
    ),
    "plot.actors.gains": ("wint, naar verwachting", "gains, on average"),
    "plot.actors.pays": ("betaalt, naar verwachting", "pays, on average"),
    "plot.actors.all": ("Allen samen", "All together"),
    "plot.actors.x": ("saldo, {value}", "net benefit, {value}"),
    # Contrasts.
    "plot.contrasts.title": ("Wat als?", "What if?"),
    "plot.contrasts.subtitle": (
        "Verdeling van de verandering, op dezelfde trekkingen met en zonder. De hoogte telt alleen binnen een rij.",
        "Distribution of the change, on the same draws with and without it. Heights compare only within a row.",
    ),
    "plot.contrasts.x": ("verandering: {label}", "change: {label}"),
    "plot.contrasts.column": (
        "mediaan, 90%-bereik,\nkans op positief saldo",
        "median, 90% range, chance\nof a net benefit above 0",
    ),
    "plot.contrasts.before_after": ("{before} → {after}", "{before} → {after}"),
    "plot.contrasts.median": ("mediaan", "median"),
    "plot.contrasts.rise": ("mediaan boven 0", "median above 0"),
    "plot.contrasts.fall": ("mediaan onder 0", "median below 0"),
}
