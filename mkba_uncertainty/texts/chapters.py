"""Texts of the page's sections after the explorer: what drives it, who pays, what to measure next."""

TEXTS: dict[str, tuple[str, str]] = {
    "chapter.table": ("Alle getallen in een tabel", "All figures in a table"),
    "chapter.certain": (
        "In deze casus is niets onzeker: er valt niets te verdelen of te meten.",
        "Nothing is uncertain in this case: there is nothing to attribute or to measure.",
    ),
    "chapter.estimate": ("schatting", "estimate"),
    # What drives it
    "drivers.title": ("Waar hangt het van af?", "What drives it?"),
    "drivers.lead": (
        "Geen schatting draagt meer van de onzekerheid dan ‘{label}’: {share}.",
        "No estimate carries more of the uncertainty than ‘{label}’: {share}.",
    ),
    "drivers.lead.never": (
        "Hoe elke schatting op zichzelf ook uitvalt, het saldo blijft naar verwachting {side}.",
        "However any one estimate turns out, the expected balance stays {side}.",
    ),
    "drivers.positive": ("positief", "positive"),
    "drivers.negative": ("negatief", "negative"),
    "drivers.lead.flip": (
        "Op zichzelf kan alleen ‘{label}’ het oordeel doen omslaan; de kans daarop is {chance}.",
        "By itself only ‘{label}’ can flip the verdict; the chance of that is {chance}.",
    ),
    "drivers.lead.flips": (
        "Er zijn {count} schattingen die elk op zichzelf het oordeel kunnen doen omslaan, ‘{label}’ met de grootste "
        "kans ({chance}).",
        "There are {count} estimates that can each flip the verdict by themselves, ‘{label}’ with the highest chance "
        "({chance}).",
    ),
    "drivers.one": ("‘{label}’ draagt {share} van de onzekerheid", "‘{label}’ carries {share} of the uncertainty"),
    "drivers.some": (
        "De bovenste {count} schattingen bepalen samen {share} van de onzekerheid",
        "The top {count} estimates together carry {share} of the uncertainty",
    ),
    "drivers.sobol.caption": (
        "Aandeel van elke schatting in de variantie van het saldo, met de rekenfout (95%)",
        "Share of each estimate in the variance of the balance, with the error of the calculation (95%)",
    ),
    "drivers.first": ("alleen", "alone"),
    "drivers.total": ("in totaal", "in total"),
    "drivers.error": ("95%-interval", "95% interval"),
    "drivers.interactions": ("Samenspel van schattingen", "Interplay of estimates"),
    "drivers.shapley": (
        "Schattingen hangen hier samen. Daarom staan hier Shapley-effecten: die verdelen de hele variantie, ook wat "
        "samenhangende schattingen delen.",
        "Estimates hang together here. So these are Shapley effects: they divide all of the variance, also what "
        "estimates that hang together share.",
    ),
    "drivers.shapley.caption": (
        "Shapley-effect van elke schatting op het saldo, met de rekenfout (95%)",
        "Shapley effect of each estimate on the balance, with the error of the calculation (95%)",
    ),
    "drivers.effect": ("aandeel", "share"),
    "drivers.tornado": (
        "Het saldo beweegt het meest met ‘{label}’: {range}",
        "The balance moves most with ‘{label}’: {range}",
    ),
    "drivers.tornado.choice": (
        "Keuzes tellen ook: met ‘{label}’ beweegt het saldo {swing}. Keuzes zijn niet onzeker, ze worden gemaakt.",
        "Choices count as well: with ‘{label}’ the balance moves {swing}. Choices are not uncertain, they are made.",
    ),
    "drivers.tornado.caption": (
        "Het saldo bij een lage en een hoge waarde van elke schatting of keuze, de andere op hun mediaan",
        "The balance at a low and a high value of each estimate or choice, the others at their median",
    ),
    "drivers.tornado.name": ("schatting of keuze", "estimate or choice"),
    "drivers.tornado.swing": ("uitslag", "swing"),
    "drivers.tornado.inputs": ("laag tot hoog", "low to high"),
    "drivers.tornado.low": ("saldo bij laag", "balance at low"),
    "drivers.tornado.high": ("saldo bij hoog", "balance at high"),
    "drivers.switching.never": (
        "Geen enkele schatting doet op zichzelf het oordeel omslaan",
        "No estimate flips the verdict by itself",
    ),
    "drivers.switching.one": (
        "Alleen voorbij {value} doet ‘{label}’ het oordeel omslaan, een verandering van {change}",
        "Only beyond {value} does ‘{label}’ flip the verdict, a change of {change}",
    ),
    "drivers.switching.value": (
        "Alleen voorbij {value} doet ‘{label}’ het oordeel omslaan",
        "Only beyond {value} does ‘{label}’ flip the verdict",
    ),
    "drivers.switching.some": (
        "Elk van {count} schattingen kan het oordeel doen omslaan",
        "Each of {count} estimates can flip the verdict",
    ),
    "drivers.switching.caption": (
        "De waarde van elke schatting waarbij het verwachte saldo nul is",
        "The value of each estimate at which the expected balance is zero",
    ),
    "drivers.switching.at": ("omslagwaarde", "switching value"),
    "drivers.switching.none": ("geen", "none"),
    "drivers.switching.change": ("verandering", "change"),
    "drivers.switching.chance": ("kans daar voorbij", "chance beyond it"),
    "drivers.switching.closest": ("verwacht saldo, het dichtst bij nul", "expected balance, closest to zero"),
    "drivers.whatif.all": (
        "De gepubliceerde ‘wat als’-bedragen zijn verenigbaar met het model: alle {count} liggen in zijn 90%-bereik",
        "The published ‘what if’ amounts are compatible with the model: all {count} lie within its 90% range",
    ),
    "drivers.whatif.some": (
        "Van de {count} gepubliceerde ‘wat als’-bedragen ligt dit aantal in het 90%-bereik van het model: {inside}",
        "Of the {count} published ‘what if’ amounts this many lie in the model's 90% range: {inside}",
    ),
    "drivers.whatif.most": (
        "Van alle scenario’s verandert ‘{label}’ het saldo het meest: {change}",
        "Of all scenarios ‘{label}’ changes the balance most: {change}",
    ),
    "drivers.whatif.without": (
        "Elk ‘wat als’ is hier vergeleken met de casus zonder scenario, niet met het scenario van deze pagina.",
        "Each ‘what if’ is compared here with the case without a scenario, not with the scenario of this page.",
    ),
    "drivers.whatif.caption": (
        "Verandering van het saldo door elk scenario, op dezelfde trekkingen met en zonder",
        "Change of the balance by each scenario, on the same draws with and without it",
    ),
    "drivers.whatif.median": ("mediaan", "median"),
    "drivers.whatif.published": ("gepubliceerd", "published"),
    "drivers.whatif.before": ("kans op een positief saldo zonder", "chance of a positive balance without"),
    "drivers.whatif.after": ("kans met", "chance with"),
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
    "actors.mean": ("saldo, gemiddeld", "balance, mean"),
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
    # What to measure next
    "measure.title": ("Wat eerst meten?", "What to measure next?"),
    "measure.lead.little": (
        "Meer weten is voor deze keuze weinig waard: zelfs alles precies weten brengt naar verwachting maar {evpi} op.",
        "Knowing more is worth little for this choice: even knowing everything exactly would bring only {evpi} in "
        "expectation.",
    ),
    "measure.lead.less": (
        "Meer weten is voor deze keuze weinig waard: zelfs alles precies weten brengt naar verwachting minder dan "
        "{bound} op.",
        "Knowing more is worth little for this choice: even knowing everything exactly would bring less than {bound} "
        "in expectation.",
    ),
    "measure.lead.something": (
        "Alles precies weten brengt naar verwachting {evpi} op: meer mag onderzoek dus niet kosten.",
        "Knowing everything exactly would bring {evpi} in expectation: research should not cost more than that.",
    ),
    "measure.none": (
        "Eén schatting precies kennen is op zichzelf vrijwel niets waard",
        "Knowing any one estimate exactly is worth next to nothing",
    ),
    "measure.one": (
        "Het meest waard om te meten is ‘{label}’: hooguit {value}",
        "Most worth measuring is ‘{label}’: {value} at most",
    ),
    "measure.caption": (
        "Wat het waard is om iets precies te weten, met de rekenfout (95%)",
        "What it is worth to know something exactly, with the error of the calculation (95%)",
    ),
    "measure.what": ("wat precies bekend is", "what is known exactly"),
    "measure.worth": ("waarde", "worth"),
    "measure.all": ("Alles", "Everything"),
    "measure.dependence": (
        "Naargelang schattingen samenhangen is de kans op een positief saldo {range}",
        "Depending on how estimates hang together, the chance of a positive balance is {range}",
    ),
    "measure.dependence.same": (
        "Of schattingen samenhangen maakt voor de kans op een positief saldo niet uit",
        "Whether estimates hang together makes no difference to the chance of a positive balance",
    ),
    "measure.dependence.caption": (
        "Saldo onder elke aanname over samenhang van schattingen",
        "Balance under each assumption on how estimates hang together",
    ),
    "measure.structure": (
        "Van de onzekerheid is {share} twijfel aan het model zelf, met gelijke gewichten voor de {count} genoemde "
        "varianten",
        "Doubt about the model itself is {share} of the uncertainty, with equal weights on the {count} variants listed",
    ),
    "measure.structure.range": (
        "Andere manieren om hetzelfde te berekenen geven een kans op een positief saldo van {range}.",
        "Other ways to compute the same give a chance of a positive balance of {range}.",
    ),
    "measure.structure.caption": (
        "Saldo onder elke variant van het model, op dezelfde trekkingen",
        "Balance under each variant of the model, on the same draws",
    ),
    "measure.variant": ("variant", "variant"),
    "measure.chance": ("kans op een positief saldo", "chance of a positive balance"),
    "measure.mean": ("gemiddelde", "mean"),
    # The folder of --out
    "progress.report": ("Pagina", "Page"),
    "folder.no_workbook": (
        "Zonder tables.xlsx: voor Excel is de bibliotheek openpyxl nodig. Installeer haar: pip install "
        "'mkba-uncertainty[excel]'. Dezelfde tabellen staan er als CSV.",
        "Without tables.xlsx: Excel needs the library openpyxl. Install it: pip install 'mkba-uncertainty[excel]'. "
        "The same tables are there as CSV.",
    ),
    "folder.facts": (
        "De tabellen achter de pagina {file}, elk op een eigen blad. Bedragen in euro.\n"
        "Bij elk getal staat zijn rekenfout: het 95%-interval, van (laag) tot (hoog). Het wordt kleiner met meer "
        "trekkingen.\n"
        "Gemaakt met mkba_uncertainty {version}: {draws} trekkingen in {replicates} replicaties, startgetal {seed}.",
        "The tables behind the page {file}, each on a sheet of its own. Amounts in euros.\n"
        "Beside each figure stands the error of its calculation: the 95% interval, from (low) to (high). It shrinks "
        "with more draws.\n"
        "Made with mkba_uncertainty {version}: {draws} draws in {replicates} replicates, seed {seed}.",
    ),
    "folder.sheet.read_me": ("Lees mij", "Read me"),
    "folder.sheet.run": ("Uitkomsten", "Outcomes"),
    "folder.sheet.sobol": ("Aandelen in onzekerheid", "Shares of uncertainty"),
    "folder.sheet.shapley": ("Shapley-effecten", "Shapley effects"),
    "folder.sheet.tornado": ("Tornado", "Tornado"),
    "folder.sheet.switching": ("Omslagwaarden", "Switching values"),
    "folder.sheet.whatif": ("Wat als", "What if"),
    "folder.sheet.voi": ("Waarde van informatie", "Value of information"),
    "folder.sheet.dependence": ("Samenhang", "Dependence"),
    "folder.sheet.structure": ("Modelvarianten", "Model variants"),
    "folder.sheet.reconcile": ("Aansluiting", "Reconciliation"),
    "folder.sheet.claims": ("Beweringen", "Claims"),
    "column.low": ("{name} (laag)", "{name} (low)"),
    "column.high": ("{name} (hoog)", "{name} (high)"),
    "column.label": ("wat", "what"),
    "column.id": ("naam", "name"),
    "column.outcome": ("uitkomst", "outcome"),
    "column.estimate": ("schatting", "estimate"),
    "column.scenario": ("scenario", "scenario"),
    "column.dependence": ("samenhang", "dependence"),
    "column.variant": ("variant", "variant"),
    "column.kind": ("soort", "kind"),
    "column.chosen": ("is een keuze", "is a choice"),
    "column.point": ("puntschatting", "point estimate"),
    "column.mean": ("gemiddelde", "mean"),
    "column.sd": ("standaardafwijking", "standard deviation"),
    "column.q0.05": ("5%-kwantiel", "5% quantile"),
    "column.q0.25": ("25%-kwantiel", "25% quantile"),
    "column.q0.5": ("mediaan", "median"),
    "column.q0.75": ("75%-kwantiel", "75% quantile"),
    "column.q0.95": ("95%-kwantiel", "95% quantile"),
    "column.probability": ("kans boven nul", "probability above zero"),
    "column.probability_negative": ("kans onder nul", "probability below zero"),
    "column.probability_before": ("kans op positief saldo zonder", "probability of a positive balance without"),
    "column.probability_after": ("kans op positief saldo met", "probability of a positive balance with"),
    "column.probability_crossed": ("kans voorbij de omslagwaarde", "probability beyond the switching value"),
    "column.first_order": ("aandeel alleen", "share alone"),
    "column.total_order": ("aandeel in totaal", "share in total"),
    "column.effect": ("Shapley-effect", "Shapley effect"),
    "column.low_input": ("lage waarde", "low value"),
    "column.high_input": ("hoge waarde", "high value"),
    "column.low_outcome": ("uitkomst bij laag", "outcome at low"),
    "column.high_outcome": ("uitkomst bij hoog", "outcome at high"),
    "column.swing": ("uitslag", "swing"),
    "column.switching_value": ("omslagwaarde", "switching value"),
    "column.relative_change": ("relatieve verandering", "relative change"),
    "column.closest": ("verwachte uitkomst, het dichtst bij nul", "expected outcome, closest to zero"),
    "column.evppi": ("waarde van precies weten", "worth of knowing exactly"),
    "column.weight": ("gewicht", "weight"),
    "column.shift": ("verschil in gemiddelde", "shift of the mean"),
    "column.published": ("gepubliceerd", "published"),
    "column.computed": ("berekend", "computed"),
    "column.difference": ("verschil", "difference"),
    "column.relative": ("relatief verschil", "relative difference"),
    "column.measure": ("maat", "measure"),
    "column.reproduced": ("gereproduceerd", "reproduced"),
    "column.note": ("toelichting", "note"),
}
"""Labels of a case stand in quotation marks: they begin with a capital, and whatever they are, the sentence holds."""
