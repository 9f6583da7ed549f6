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
    # Which estimates matter.
    "error.plot_no_second_order": (
        "dit resultaat heeft geen indices van paren. Bereken het met second_order=True (op de opdrachtregel --second).",
        "this result has no indices of pairs. Compute it with second_order=True (--second on the command line).",
    ),
    "error.plot_no_curves": (
        "er is niets te tekenen: dit resultaat heeft geen krommen. Noem een of meer schattingen.",
        "there is nothing to draw: this result has no curves. Name one or more estimates.",
    ),
    "error.plot_across": (
        "de krommen kunnen niet langs '{found}' staan. Kies een van: {expected}.",
        "the curves cannot stand along '{found}'. Choose one of: {expected}.",
    ),
    "error.plot_columns": (
        "de tabel mist de kolom {found}. Verwacht: {expected}.",
        "the table lacks the column {found}. Expected: {expected}.",
    ),
    # Several plots.
    "plot.others": ("{count} andere", "{count} others"),
    "plot.others.at_most": ("{count} andere, elk hoogstens", "{count} others, each at most"),
    "plot.interval": ("rekenfout (95%)", "error of the calculation (95%)"),
    "plot.point": ("puntschatting", "point estimate"),
    # Tornado.
    "plot.tornado.title": ("{label}: wat beweegt het meest?", "{label}: what swings it most?"),
    "plot.tornado.median": (
        "Elke schatting van haar 10%- naar haar 90%-kwantiel, de andere op hun mediaan. "
        "Buiten beeld: dat schattingen elkaar versterken, en tegelijk kunnen afwijken.",
        "Each estimate from its 10% to its 90% quantile, the others at their median. "
        "Left out: that estimates amplify each other, and may be off at once.",
    ),
    "plot.tornado.mean": (
        "Elke schatting van haar 10%- naar haar 90%-kwantiel, gemiddeld over de andere. "
        "Buiten beeld: dat er meer tegelijk kunnen afwijken.",
        "Each estimate from its 10% to its 90% quantile, averaged over the others. "
        "Left out: that several may be off at once.",
    ),
    "plot.tornado.low": ("schatting laag (10%)", "estimate low (10%)"),
    "plot.tornado.high": ("schatting hoog (90%)", "estimate high (90%)"),
    "plot.tornado.choice_low": ("keuze op haar laagste waarde", "choice at its lowest value"),
    "plot.tornado.choice_high": ("keuze op haar hoogste waarde", "choice at its highest value"),
    "plot.tornado.column": ("uitslag,\nschatting van – tot", "swing,\nestimate from – to"),
    "plot.tornado.at_most": ("elk hooguit {swing}", "each at most {swing}"),
    # Switching values.
    "plot.switching.title": ("Waar slaat het oordeel om?", "Where does the verdict flip?"),
    "plot.switching.subtitle": (
        "Bij welke waarde van één schatting de verwachting van '{label}' nul is, met de andere op hun verdeling.",
        "At which value of one estimate '{label}' is expected to be zero, with the others at their distributions.",
    ),
    "plot.switching.x": ("verschil met de puntschatting", "change from the point estimate"),
    "plot.switching.range": ("90%-bereik van de schatting", "90% range of the estimate"),
    "plot.switching.value": ("omslagwaarde", "switching value"),
    "plot.switching.column": ("omslagwaarde,\nkans daar voorbij", "switching value,\nchance beyond it"),
    "plot.switching.never": ("niet binnen haar bereik", "not within its range"),
    "plot.switching.chance": ("{change}, kans {chance}", "{change}, chance {chance}"),
    "plot.switching.above": ("blijft boven {closest}", "stays above {closest}"),
    "plot.switching.below": ("blijft onder {closest}", "stays below {closest}"),
    # Break-even line.
    "plot.break_even.title": (
        "Waar slaat het oordeel om als er twee bewegen?",
        "Where does the verdict flip if two move?",
    ),
    "plot.break_even.subtitle": (
        "Op de lijn is de verwachting van '{label}' nul, met de andere schattingen op hun verdeling. Kans op het "
        "gearceerde gebied: {chance}.",
        "On the line '{label}' is expected to be zero, with the other estimates at their distributions. Chance of the "
        "hatched area: {chance}.",
    ),
    "plot.break_even.line": ("verwachting nul", "expected to be zero"),
    "plot.break_even.beyond": ("ander teken", "the other sign"),
    "plot.break_even.draws": ("trekkingen van het paar", "draws of the pair"),
    # Sobol' indices.
    "plot.sobol.title": (
        "{label}: welke schattingen bepalen de onzekerheid?",
        "{label}: which estimates carry the uncertainty?",
    ),
    "plot.sobol.subtitle": (
        "Aandeel in de variantie. Alleen: wat wegvalt als deze schatting bekend is. In totaal: met al het samenspel "
        "waaraan zij meedoet.",
        "Share of the variance. Alone: what goes if this estimate is known. In all: with every interaction it takes "
        "part in.",
    ),
    "plot.sobol.first": ("alleen (eerste orde)", "alone (first order)"),
    "plot.sobol.total": ("in totaal (totale orde)", "in all (total order)"),
    "plot.sobol.x": ("aandeel in de variantie", "share of the variance"),
    "plot.sobol.column": ("alleen,\nin totaal", "alone,\nin all"),
    "plot.sobol.interactions": ("Samenspel van schattingen", "Estimates acting together"),
    # Second order.
    "plot.second_order.title": ("{label}: welke schattingen werken samen?", "{label}: which estimates act together?"),
    "plot.second_order.subtitle": (
        "Aandeel in de variantie dat twee schattingen alleen samen dragen. Op de diagonaal, omlijnd: alleen. Grijs: "
        "niet van nul te onderscheiden.",
        "Share of the variance that two estimates carry only together. On the diagonal, framed: alone. Grey: cannot be "
        "told from zero.",
    ),
    # Main effects.
    "plot.main_effect.title": (
        "{label}: hoe hangt het van een schatting af?",
        "{label}: how does it depend on one estimate?",
    ),
    "plot.main_effect.subtitle": (
        "Gemiddelde over alle andere schattingen. Grijs: 90%-bereik van de schatting. De band om de lijn, vaak te smal "
        "om te zien, is de rekenfout (95%).",
        "Mean over all other estimates. Grey: 90% range of the estimate. The band around the line, often too narrow to "
        "see, is the error of the calculation (95%).",
    ),
    "plot.main_effect.share": ("{share} van de variantie", "{share} of the variance"),
    "plot.main_effect.curve": ("gemiddelde gegeven de schatting", "mean given the estimate"),
    "plot.scatter.title": ("{label}: trekkingen tegen één schatting", "{label}: draws against one estimate"),
    "plot.scatter.subtitle": (
        "Elke stip is een trekking van alle schattingen; de lijn is het gemiddelde gegeven deze ene.",
        "Each dot is a draw of all estimates; the line is the mean given this one.",
    ),
    "plot.scatter.draw": ("trekking", "draw"),
    "plot.spider.title": ("{label}: alle schattingen bij elkaar", "{label}: all estimates together"),
    "plot.spider.subtitle": (
        "Gemiddelde over de andere schattingen. Hoe steiler, hoe meer de schatting ertoe doet.",
        "Mean over the other estimates. The steeper, the more the estimate matters.",
    ),
    "plot.spider.quantile": (
        "waar de schatting in haar eigen verdeling ligt",
        "where the estimate lies in its own distribution",
    ),
    "plot.spider.relative": (
        "verschil van de schatting met haar puntwaarde",
        "change of the estimate from its point value",
    ),
    # Screening.
    "plot.screening.title": ("{label}: welke schattingen doen ertoe?", "{label}: which estimates matter?"),
    "plot.screening.subtitle": (
        "Morris: naar rechts telt de schatting zwaarder; naar boven is haar effect minder een rechte lijn of hangt het "
        "meer van de andere af.",
        "Morris: to the right the estimate weighs more; upwards its effect is less of a straight line, or depends more "
        "on the others.",
    ),
    "plot.screening.x": ("gemiddelde grootte van het effect (μ*)", "mean size of the effect (μ*)"),
    "plot.screening.y": ("spreiding van het effect (σ)", "spread of the effect (σ)"),
    "plot.screening.column": ("de zwaarste {count}", "the {count} that weigh most"),
    "plot.screening.linear": ("σ = 0,1 μ*: rechte lijn", "σ = 0.1 μ*: straight line"),
    "plot.screening.monotonic": ("σ = 0,5 μ*: één richting", "σ = 0.5 μ*: one direction"),
    # Cost growth.
    "plot.cost_growth.title": ("Hoe de rekentijd groeit", "How the time to compute grows"),
    "plot.cost_growth.subtitle": (
        "Beide assen logaritmisch: een lijn onder 45° betekent dat twee keer zoveel twee keer zo lang duurt.",
        "Both axes logarithmic: a line at 45° means that twice as much takes twice as long.",
    ),
    "plot.cost_growth.y": ("seconden", "seconds"),
    "plot.cost_growth.draws": ("trekkingen", "draws"),
    "plot.cost_growth.estimates": ("schattingen", "estimates"),
    "plot.cost_growth.outcomes": ("uitkomsten", "outcomes"),
    "plot.cost_growth.replicates": ("replicaties", "replicates"),
}
