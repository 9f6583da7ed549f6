"""Headings and sentences of tables on the screen."""

TEXTS: dict[str, tuple[str, str]] = {
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
    "table.reproduced": ("klopt", "holds"),
    "table.note": ("toelichting", "note"),
    "table.finding": (
        "waar de publicatie zichzelf tegenspreekt of iets weglaat",
        "where the publication contradicts itself, or leaves something out",
    ),
    "table.not_valued": ("wat niet te waarderen is (PM)", "what cannot be valued"),
    "table.overlap": ("mogelijk dubbel geteld", "possibly counted twice"),
    "table.scenario": ("wat als", "what if"),
    "table.change": ("verandering van het saldo", "change of the balance"),
    "table.before_after": ("kans saldo > 0", "P(balance > 0)"),
    "table.name": ("naam", "name"),
    "table.title": ("titel", "title"),
    "table.estimates": ("schattingen", "estimates"),
    "table.posts": ("posten", "posts"),
    "table.yes": ("ja", "yes"),
    "table.no": ("nee", "no"),
    "table.unknown": ("niet na te gaan", "cannot be told"),
    "table.meaningless": (
        "zegt niets: kosten niet altijd positief",
        "meaningless: costs are not always positive",
    ),
    "run.title": ("{title}: hoe zeker is het?", "{title}: how sure are we?"),
    "table.in_millions": ("{heading}, mln €", "{heading}, €M"),
    "result.sampling": (
        "{draws} trekkingen in {replicates} replicaties, startgetal {seed}. Getallen tonen niet meer cijfers dan hun "
        "foutmarge toelaat.",
        "{draws} draws in {replicates} replicates, seed {seed}. Numbers show no more digits than their error supports.",
    ),
    "run.footer": (
        "{draws} trekkingen in {replicates} replicaties, startgetal {seed}; waarschijnlijkheidswoorden van het IPCC. "
        "Getallen tonen niet meer cijfers dan hun foutmarge toelaat.",
        "{draws} draws in {replicates} replicates, seed {seed}; likelihood words of the IPCC. "
        "Numbers show no more digits than their error supports.",
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
    "whatif.title": (
        "{title}: wat als? Verandering van het saldo in miljoenen euro's, met het bereik van 90% van de trekkingen",
        "{title}: what if? Change of the balance in millions of euros, with the range that holds 90% of the draws",
    ),
}
