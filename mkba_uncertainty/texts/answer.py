"""What an answer says: outcomes and events, verdicts, what if, reconciling, comparing, and who pays."""

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
    # How to read a balance; see ``mkba_uncertainty.texts.figures``.
    "verdict.positive": ("de baten zijn groter dan de kosten", "the benefits exceed the costs"),
    "verdict.negative": ("de baten zijn kleiner dan de kosten", "the benefits fall short of the costs"),
    "verdict.about_equal": ("de baten zijn ongeveer gelijk aan de kosten", "the benefits are about equal to the costs"),
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
    # outcomes and events
    "outcome.costs": ("Kosten", "Costs"),
    "outcome.benefits": ("Baten", "Benefits"),
    "outcome.net_benefit": ("Saldo", "Net benefit"),
    "outcome.bcr": ("Baten per euro kosten", "Benefits per euro of costs"),
    "outcome.financial_net": ("Financieel saldo", "Financial balance"),
    "outcome.financial_bcr": ("Financiële baten per euro", "Financial benefits per euro"),
    "outcome.year": ("Jaar {year}: saldo", "Year {year}: net"),
    "outcome.year_costs": ("Jaar {year}: kosten", "Year {year}: costs"),
    "outcome.year_benefits": ("Jaar {year}: baten", "Year {year}: benefits"),
    "event.net_benefit > 0": ("Het saldo is positief", "The balance is positive"),
    "event.bcr > 1": ("Een euro levert meer dan een euro op", "A euro returns more than a euro"),
    "event.financial_net > 0": ("Het verdient zichzelf financieel terug", "It pays for itself financially"),
    "event.financial_bcr > 1": (
        "Een euro levert financieel meer dan een euro op",
        "A euro returns more than a euro financially",
    ),
    # headings of tables
    "table.outcome": ("uitkomst", "outcome"),
    "table.published": ("gepubliceerd", "published"),
    "table.point": ("puntschatting", "point estimate"),
    "table.median": ("mediaan", "median"),
    "table.range90": ("90%-bereik", "90% range"),
    "table.mean": ("gemiddelde", "mean"),
    "table.event": ("hoe zeker is het dat ...", "how sure is it that ..."),
    "table.probability": ("kans", "probability"),
    "table.likelihood": ("in woorden", "in words"),
    "table.line": ("regel", "line"),
    "table.actor": ("wie betaalt, wie wint (saldo)", "who pays, who gains (net)"),
    "table.post": ("post", "post"),
    "table.year": ("kasstroom, niet contant gemaakt", "cash flow, undiscounted"),
    "table.computed": ("berekend", "computed"),
    "table.difference": ("verschil", "difference"),
    "table.claim": ("bewering", "claim"),
    "table.note": ("toelichting", "note"),
    "table.not_valued": ("wat niet te waarderen is (PM)", "what cannot be valued"),
    "table.overlap": ("mogelijk dubbel geteld", "possibly counted twice"),
    "table.scenario": ("wat als", "what if"),
    "table.before_after": ("kans saldo > 0", "P(balance > 0)"),
    "table.name": ("naam", "name"),
    "table.title": ("titel", "title"),
    "table.estimates": ("schattingen", "estimates"),
    "table.posts": ("posten", "posts"),
    "table.yes": ("ja", "yes"),
    "table.no": ("nee", "no"),
    "table.meaningless": ("zegt niets: kosten niet altijd positief", "meaningless: costs are not always positive"),
    "table.in_millions": ("{heading} (mln €)", "{heading} (€M)"),
    # sentences on the screen
    "run.title": ("{title}: hoe zeker is het?", "{title}: how sure are we?"),
    "result.sampling": (
        "{draws} trekkingen in {replicates} replicaties, startgetal {seed}. Getallen tonen niet meer cijfers dan hun "
        "foutmarge toelaat.",
        "{draws} draws in {replicates} replicates, seed {seed}. Numbers show no more digits than their error supports.",
    ),
    "run.words": ("Waarschijnlijkheidswoorden van het IPCC.", "Likelihood words of the IPCC."),
    "run.stopped": (
        "Stopregel gehaald: het interval van '{what}' is {reached} breed, gevraagd was {asked}.",
        "Stopping rule met: the interval of '{what}' is {reached} wide, {asked} was asked.",
    ),
    "run.not_stopped": (
        "Stopregel NIET gehaald: het interval van '{what}' is {reached} breed, gevraagd was {asked}; "
        "verhoog --max-replicates.",
        "Stopping rule NOT met: the interval of '{what}' is {reached} wide, {asked} was asked; raise --max-replicates.",
    ),
    "run.not_valued": (
        "Niet in het saldo: {count} posten die niet te waarderen zijn (zie reconcile).",
        "Not in the balance: {count} items that cannot be valued (see reconcile).",
    ),
    "run.not_valued.one": (
        "Niet in het saldo: 1 post die niet te waarderen is (zie reconcile).",
        "Not in the balance: 1 item that cannot be valued (see reconcile).",
    ),
    "whatif.footer": (
        "Op dezelfde trekkingen met en zonder de verandering. Een onzekere schatting die een scenario zet (zoals "
        "terugval) staat aan beide kanten vast, ervoor op haar puntschatting; daarom verschilt de kans ervoor.",
        "On the same draws with and without the change. An uncertain estimate that a scenario sets (such as relapse) "
        "is pinned on both sides, before at its point estimate; that is why the probability before differs.",
    ),
    "run.dependence": ("Samenhang van schattingen: {label}.", "Dependence of estimates: {label}."),
    "run.scenario": ("Scenario: {labels}.", "Scenario: {labels}."),
    "verdict.balance": (
        "Dat het saldo positief is, is {likelihood} ({probability}): mediaan {median}, 90%-bereik {range}.",
        "It is {likelihood} ({probability}) that the balance is positive: median {median}, 90% range {range}.",
    ),
    "verdict.reading": ("Lees dit als: {reading}.", "Read this as: {reading}."),
    "verdict.percentile": (
        "Het gepubliceerde saldo ligt op het {percentile} percentiel.",
        "The published balance sits at the {percentile} percentile.",
    ),
    "verdict.below_all": (
        "Het gepubliceerde saldo ligt onder alle trekkingen.",
        "The published balance lies below all draws.",
    ),
    "verdict.above_all": (
        "Het gepubliceerde saldo ligt boven alle trekkingen.",
        "The published balance lies above all draws.",
    ),
    "verdict.financial": (
        "Dat het zichzelf financieel terugverdient, is {likelihood} ({probability}).",
        "It is {likelihood} ({probability}) that it pays for itself financially.",
    ),
    "verdict.drivers": (
        "De onzekerheid komt het meest van: {drivers} van de variantie.",
        "The uncertainty comes most from: {drivers} of the variance.",
    ),
    "verdict.and": (" en ", " and "),
    "check.sound": (
        "{file} is een deugdelijke casus: {estimates} schattingen, {posts} posten.",
        "{file} is a sound case: {estimates} estimates, {posts} posts.",
    ),
    "check.warning": ("Let op: {warning}", "Mind: {warning}"),
    "reconcile.title": (
        "{title}: geeft het model de gepubliceerde cijfers?",
        "{title}: does the model give the published figures?",
    ),
    "whatif.title": ("{title}: wat als?", "{title}: what if?"),
    "whatif.lead": (
        "{label}: de verandering, met het bereik van 90% van de trekkingen.",
        "{label}: the change, with the range that holds 90% of the draws.",
    ),
    # comparing
    "error.compare_two": (
        "hier zijn {found} casussen. Verwacht: precies twee.",
        "here are {found} cases. Expected: exactly two.",
    ),
    "error.compare_same_name": (
        "beide casussen heten {found}; een casus heet naar zijn bestand. Vergelijk twee verschillende, of hernoem een "
        "bestand.",
        "both cases are called {found}; a case is called after its file. Compare two different ones, or rename a file.",
    ),
    "compare.title": ("{first} en {second} naast elkaar", "{first} and {second} side by side"),
    "compare.better": (
        "Dat een euro in {first} meer oplevert dan in {second}, is {likelihood}: {shared} als beide analyses in "
        "dezelfde richting mis zitten, {independent} als hun fouten los van elkaar staan.",
        "It is {likelihood} that a euro returns more in {first} than in {second}: {shared} if both analyses err in the "
        "same direction, {independent} if their errors have nothing to do with each other.",
    ),
    "compare.meaningless": (
        "Welke meer oplevert per euro, is niet te zeggen: kosten zijn niet in elke trekking positief.",
        "Which returns more per euro cannot be said: costs are not positive in every draw.",
    ),
    "compare.shared": (
        "Als beide analyses in dezelfde richting mis zitten, hebben deze {count} schattingen in beide dezelfde waarde: "
        "{labels}.",
        "Drawn once if errors are shared ({count} estimates of the same name): {labels}.",
    ),
    "compare.shared.one": (
        "Als beide analyses in dezelfde richting mis zitten, heeft deze ene schatting in beide dezelfde waarde: "
        "{labels}.",
        "Drawn once if errors are shared (1 estimate of the same name): {labels}.",
    ),
    "compare.nothing_shared": (
        "De casussen delen geen onzekere schatting: er staat twee keer dezelfde kans.",
        "The cases share no uncertain estimate: the same probability is given twice.",
    ),
    "table.compare.difference": (
        "baten per euro: eerste casus min tweede",
        "benefits per euro: first case minus second",
    ),
    "compare.shared_errors": ("Beide in dezelfde richting mis", "Errors shared"),
    "compare.independent_errors": ("Fouten los van elkaar", "Errors independent"),
    "help.compare": (
        "Welke van twee casussen levert meer op per euro, en hoe zeker is dat?",
        "Which of two cases returns more per euro, and how sure is that?",
    ),
    "example.compare": ("mkba compare arnhem-ozo den-haag-scm", "mkba compare arnhem-ozo den-haag-scm"),
    "help.first": ("De ene casus: naam of pad.", "The one case: name or path."),
    "help.second": ("De andere casus: naam of pad.", "The other case: name or path."),
    "plot.comparison.title": ("Wat levert een euro op?", "What does a euro return?"),
    "plot.comparison.subtitle": (
        "Kans dat {first} meer oplevert per euro dan {second}: {shared} als beide in dezelfde richting mis zitten, "
        "{independent} als hun fouten los van elkaar staan.",
        "Chance that {first} returns more per euro than {second}: {shared} if errors are shared, {independent} if they "
        "are independent.",
    ),
    "plot.comparison.loss": ("minder baten dan kosten", "benefits below costs"),
    "plot.comparison.gain": ("meer baten dan kosten", "benefits above costs"),
    "plot.comparison.column": ("mediaan\nen 90%-bereik", "median and\n90% range"),
    # the answer on the page
    "answer.title": ("Het antwoord", "The answer"),
    "answer.balance": (
        "Dat de baten groter zijn dan de kosten, is {likelihood} ({probability}): het saldo is ongeveer {median}, en "
        "in negen van de tien trekkingen {range}.",
        "It is {likelihood} ({probability}) that the benefits exceed the costs: the balance is about {median}, "
        "and {range} in nine draws out of ten.",
    ),
    "answer.published": (
        "Het gepubliceerde saldo van {published} is hoger dan dat in {percentile} van de trekkingen; dat de aanpak "
        "zichzelf financieel terugverdient, is {likelihood} ({probability}).",
        "The published balance of {published} is higher than that of {percentile} of the draws; it is {likelihood} "
        "({probability}) that the approach pays for itself financially.",
    ),
    "answer.financial": (
        "Dat de aanpak zichzelf financieel terugverdient, is {likelihood} ({probability}).",
        "It is {likelihood} ({probability}) that the approach pays for itself financially.",
    ),
    "answer.drivers": (
        "De grootste aandelen in de onzekerheid: {drivers}.",
        "The largest shares of the uncertainty: {drivers}.",
    ),
    "answer.figure.text": (
        "Lijn die daalt van 100% bij een laag saldo naar 0% bij een hoog saldo. Kans op meer dan nul: {positive}. "
        "Mediaan {median}, 90%-bereik {range}.",
        "A line that falls from 100% at a low balance to 0% at a high one. Probability of more than zero: {positive}. "
        "Median {median}, 90% range {range}.",
    ),
    "answer.figure.published": (
        " Kans op meer dan het gepubliceerde saldo van {published}: {probability}.",
        " Probability of more than the published balance of {published}: {probability}.",
    ),
    "answer.band": (
        "Lees de lijn zo: kies onder een bedrag, en zie links hoe groot de kans is op meer. "
        "De band om de lijn, vaak te smal om te zien, is de rekenfout (95%), die met meer trekkingen kleiner wordt; "
        "de helling is de onzekerheid van de zaak zelf.",
        "Read the line like this: pick an amount below, and see on the left how likely more than that is. The band "
        "around the line, often too narrow to see, is the error of the calculation (95%), which shrinks with more "
        "draws; the slope is the uncertainty of the matter itself.",
    ),
    # Who pays and who gains
    "actors.title": ("Wie betaalt, wie wint?", "Who pays, who gains?"),
    "actors.payer": (
        "Het meeste betaalt ‘{actor}’, gemiddeld {mean} per saldo; de kans op een negatief saldo is daar {chance}.",
        "‘{actor}’ pays most, {mean} on balance on average; the chance of a negative balance is {chance} there.",
    ),
    "actors.gainer": (
        "Het meeste wint ‘{actor}’, gemiddeld {mean} per saldo; de kans op een negatief saldo is daar {chance}.",
        "‘{actor}’ gains most, {mean} on balance on average; the chance of a negative balance is {chance} there.",
    ),
    "actors.heading": (
        "Voor {count} van de {every} partijen is een negatief saldo waarschijnlijker dan een positief",
        "For {count} of {every} parties a negative balance is more likely than a positive one",
    ),
    "actors.caption": (
        "Saldo van elke partij: contante waarde, prijzen van {year}",
        "Balance of each party: present value, prices of {year}",
    ),
    "actors.who": ("partij", "party"),
    "actors.loss": ("kans op een negatief saldo", "chance of a negative balance"),
    "actors.all": ("Allen samen", "All together"),
    "actors.flow": (
        "In jaar {cost_year} valt {costs} van de kosten, in jaar {benefit_year} valt {benefits} van de baten",
        "Year {cost_year} has {costs} of the costs, year {benefit_year} has {benefits} of the benefits",
    ),
    "actors.flow.same": (
        "In jaar {year} valt {costs} van de kosten en {benefits} van de baten",
        "Year {year} has {costs} of the costs and {benefits} of the benefits",
    ),
    "actors.flow.none": ("Kosten en baten per jaar", "Costs and benefits by year"),
    "actors.flow.caption": (
        "Kasstroom per jaar: gemiddelden, niet contant gemaakt, prijzen van {year}",
        "Cash flow by year: means, undiscounted, prices of {year}",
    ),
    "actors.flow.year": ("jaar", "year"),
    "actors.flow.costs": ("kosten", "costs"),
    "actors.flow.benefits": ("baten", "benefits"),
    "actors.flow.net": ("saldo", "balance"),
    "actors.flow.range": ("90%-bereik van het saldo", "90% range of the balance"),
    # figures that cannot be drawn
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
    "error.plot_columns": (
        "de tabel mist de kolom {found}. Verwacht: {expected}.",
        "the table lacks the column {found}. Expected: {expected}.",
    ),
    # What several plots say.
    "plot.published": ("gepubliceerd", "published"),
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
    "plot.exceedance.subtitle": ("Mediaan {median}, 90%-bereik {range}.", "Median {median}, 90% range {range}."),
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
    # What several plots say.
    "plot.others": ("{count} andere", "{count} others"),
    "plot.others.at_most": ("{count} andere, elk hoogstens", "{count} others, each at most"),
    "plot.interval": ("rekenfout (95%)", "error of the calculation (95%)"),
    "plot.point": ("puntschatting", "point estimate"),
}
