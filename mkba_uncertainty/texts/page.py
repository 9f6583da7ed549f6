"""The page and the folder of results: the frame, the explorer, units in words, names of sheets and columns."""

TEXTS: dict[str, tuple[str, str]] = {
    "help.report": (
        "Alles op één pagina: een HTML-bestand met het antwoord, een verkenner en alle uitleg, dat overal zonder "
        "internet opent. Met --out in een map, met de figuren, de tabellen en een Excel-werkboek erbij.",
        "All of it on one page: one HTML file with the answer, an explorer and all that explains it, which opens "
        "anywhere, offline. With --out in a folder, with the figures, the tables and an Excel workbook beside it.",
    ),
    "report.written": ("Geschreven: {file}", "Written: {file}"),
    # The frame
    "page.title": ("{title}: hoe zeker is het?", "{title}: how sure are we?"),
    "page.language": ("Taal", "Language"),
    "page.contents": ("Inhoud", "Contents"),
    "page.skip": ("Naar de inhoud", "Skip to content"),
    "page.facts": (
        "Contante waarden in prijzen van {year}. Aanname over de schattingen: ‘{dependence}’.",
        "Present values in prices of {year}. Assumption about the estimates: ‘{dependence}’.",
    ),
    "page.facts.scenario": (" Scenario: {labels}.", " Scenario: {labels}."),
    "page.made": (
        "Gemaakt met mkba_uncertainty {version}: {draws} trekkingen in {replicates} replicaties, startgetal {seed}. "
        "Deze pagina is één bestand; ze vraagt niets op van het internet en stuurt niets weg.",
        "Made with mkba_uncertainty {version}: {draws} draws in {replicates} replicates, seed {seed}. "
        "This page is one file; it asks nothing of the internet and sends nothing.",
    ),
    # The explorer
    "explorer.title": ("Probeer het zelf", "Try it yourself"),
    "explorer.lead": (
        "Stel dat een schatting anders uitvalt, of dat u een andere keuze maakt: verschuif iets, en alles wordt meteen "
        "opnieuw berekend.",
        "Suppose an estimate turns out differently, or you choose otherwise: move something, and everything is "
        "computed again at once.",
    ),
    "explorer.independent": (
        "De schattingen zijn hier onafhankelijk van elkaar: zet u er een vast, dan verandert er aan de andere niets.",
        "Estimates are independent of each other here: when you fix one, nothing changes about the others.",
    ),
    "explorer.dependent": (
        "Deze pagina rekent met de variant ‘{dependence}’, waarin schattingen samenhangen. Een schatting vastzetten "
        "is een ‘stel dat’, net als een scenario: de andere schattingen houden hun eigen verdeling en bewegen niet "
        "mee. De verkenner conditioneert dus niet. Wie de waarde werkelijk te weten zou komen, leert ook iets over "
        "de schattingen die ermee samenhangen; die staan er telkens bij.",
        "This page computes with the variant ‘{dependence}’, in which estimates hang together. Fixing an estimate is "
        "a ‘suppose that’, like a scenario: the others keep their own distribution and do not move along. So the "
        "explorer does not condition. Whoever really came to know the value would also learn something of the "
        "estimates that hang together with it; these are named with each.",
    ),
    "explorer.same_draws": (
        "De verkenner rekent in uw eigen browser, met de formules van het model en dezelfde {draws} trekkingen van "
        "elke onzekere schatting als het antwoord hierboven.",
        "The explorer computes in your own browser, with the formulas of the model and the same {draws} draws of each "
        "uncertain estimate as the answer above.",
    ),
    "explorer.draws": (
        "De verkenner rekent in uw eigen browser, met de formules van het model en {draws} trekkingen van elke "
        "onzekere schatting; het antwoord hierboven met {all}. Een getal kan daardoor in de laatste cijfers anders "
        "zijn.",
        "The explorer computes in your own browser, with the formulas of the model and {draws} draws of each uncertain "
        "estimate; the answer above took {all}. So a number may differ in its last digits.",
    ),
    "explorer.noscript": (
        "De verkenner heeft JavaScript nodig. De rest van de pagina niet.",
        "The explorer needs JavaScript. The rest of the page does not.",
    ),
    "explorer.view": ("Saldo van", "Balance of"),
    "explorer.view.net_benefit": ("Iedereen samen", "Society as a whole"),
    "explorer.view.financial_net": ("Iedereen samen, alleen financieel", "Society as a whole, financial only"),
    "explorer.view.actor": ("{actor}", "{actor}"),
    "explorer.scenario": ("Scenario", "Scenario"),
    "explorer.scenario.none": ("Geen", "None"),
    "explorer.threshold": ("Drempel", "Threshold"),
    "explorer.threshold.slide": ("Drempel verschuiven", "Move the threshold"),
    "explorer.threshold.million": ("mln euro", "million euros"),
    "explorer.threshold.thousand": ("duizend euro", "thousand euros"),
    "explorer.threshold.euro": ("euro", "euros"),
    "explorer.question": ("kans op een saldo boven {threshold}", "chance of a balance above {threshold}"),
    "explorer.was": ("was {value}", "was {value}"),
    "explorer.error": (
        "Rekenfout van deze kans (95%): ± {half} procentpunt.",
        "Error of the calculation of this probability (95%): ± {half} percentage points.",
    ),
    "explorer.median": ("Saldo, in het midden", "Balance, in the middle"),
    "explorer.ratio": ("Baten per euro kosten", "Benefits per euro of costs"),
    "explorer.range": ("90%-bereik {range}", "90% range {range}"),
    "explorer.meaningless": ("zegt niets", "meaningless"),
    "explorer.summary": (
        "{view}: {question} {chance}, {words}. Mediaan {middle}, 90%-bereik {range}.",
        "{view}: {question} {chance}, {words}. Median {middle}, 90% range {range}.",
    ),
    "explorer.chart.published": ("gepubliceerd: {value}", "published: {value}"),
    "explorer.legend.now": ("nu", "now"),
    "explorer.legend.before": ("zonder uw wijzigingen", "without your changes"),
    "explorer.actors": ("Wie betaalt, wie wint?", "Who pays, who gains?"),
    "explorer.actors.who": ("partij", "party"),
    "explorer.actors.bar": ("verdeling", "split"),
    "explorer.actors.mean": ("saldo, gemiddeld", "balance, mean"),
    "explorer.actors.gain": ("kans op winst", "chance of a gain"),
    "explorer.choices": ("Knoppen en keuzes", "Levers and value choices"),
    "explorer.choices.note": (
        "Wat beleid of een norm bepaalt. Niet onzeker, wel te kiezen.",
        "What policy or a norm decides. Not uncertain, but for you to choose.",
    ),
    "explorer.estimates": ("Schattingen", "Estimates"),
    "explorer.estimates.note": (
        "De schattingen die de onzekerheid het meest bepalen staan bovenaan. Het grijze silhouet toont hoe aannemelijk "
        "elke waarde is.",
        "Those that carry most of the uncertainty come first. The grey shape shows how plausible each value is.",
    ),
    "explorer.more": ("Nog {count} schattingen", "{count} more estimates"),
    "explorer.fixed": ("{count} vaste gegevens", "{count} fixed figures"),
    "explorer.release": ("Losmaken", "Release"),
    "explorer.correlated": ("hangt samen met: {labels}", "hangs together with: {labels}"),
    "explorer.state.reader": ("vastgezet", "fixed by you"),
    "explorer.state.scenario": ("vastgezet door het scenario", "fixed by the scenario"),
    "explorer.state.choice": ("zoals in de casus", "as in the case"),
    "explorer.state.uncertain": ("onzeker, dit is het gemiddelde", "uncertain, this is the mean"),
    "explorer.state.fixed": ("zoals in de casus", "as in the case"),
    "explorer.changed": ("Gewijzigd", "Changed"),
    "explorer.change": ("{label}: {value}", "{label}: {value}"),
    "explorer.reset": ("Alles terugzetten", "Reset all"),
    "explorer.copy": ("Kopieer een link naar deze stand", "Copy a link to this state"),
    "explorer.copied": ("Gekopieerd.", "Copied."),
    "explorer.copy.self": ("Kopieer de link hiernaast zelf.", "Copy the link beside this yourself."),
    "explorer.link": ("Link naar deze stand", "Link to this state"),
    "explorer.between": ("Kies een getal van {low} tot en met {high}.", "Choose a number from {low} to {high}."),
    "explorer.two_ways": (
        "{typed} kan twee dingen betekenen: schrijf {whole} of {fraction}.",
        "{typed} can mean two things: write {whole} or {fraction}.",
    ),
    "explorer.thousands": ("Schrijf {typed} hier als {whole}.", "Write {typed} here as {whole}."),
    "explorer.ignored": (
        "Niet begrepen in de link, en dus overgeslagen: {parts}",
        "Not understood in the link, and so left out: {parts}",
    ),
    "explorer.not_finite": (
        "Deze combinatie geeft geen uitkomst: bij ‘{post}’ komt er geen getal uit. Maak iets los.",
        "This combination gives no outcome: ‘{post}’ is no number. Release something.",
    ),
    "explorer.too_long": (
        "Deze combinatie geeft geen uitkomst: de duur bij ‘{post}’ valt buiten 0 tot {longest} jaar. Maak iets los.",
        "This combination gives no outcome: the duration of ‘{post}’ falls outside 0 to {longest} years. "
        "Release something.",
    ),
    # Units in words; what comes after "per" is singular, what comes before it mostly plural
    "unit.share": ("%", "%"),
    "unit.EUR": ("euro", "euros"),
    "unit.year": ("jaar", "year"),
    "unit.year.many": ("jaar", "years"),
    "unit.month": ("maand", "month"),
    "unit.month.many": ("maanden", "months"),
    "unit.week": ("week", "week"),
    "unit.week.many": ("weken", "weeks"),
    "unit.day": ("dag", "day"),
    "unit.day.many": ("dagen", "days"),
    "unit.hour": ("uur", "hour"),
    "unit.hour.many": ("uur", "hours"),
    "unit.household": ("huishouden", "household"),
    "unit.household.many": ("huishoudens", "households"),
    "unit.person": ("persoon", "person"),
    "unit.person.many": ("personen", "persons"),
    "unit.child": ("kind", "child"),
    "unit.child.many": ("kinderen", "children"),
    "unit.case": ("geval", "case"),
    "unit.case.many": ("gevallen", "cases"),
    "unit.trajectory": ("traject", "trajectory"),
    "unit.trajectory.many": ("trajecten", "trajectories"),
    "unit.job": ("baan", "job"),
    "unit.job.many": ("banen", "jobs"),
    "unit.qualification": ("startkwalificatie", "qualification"),
    "unit.qualification.many": ("startkwalificaties", "qualifications"),
    "unit.QALY": ("gezond levensjaar", "healthy life year"),
    "unit.QALY.many": ("gezonde levensjaren", "healthy life years"),
    "unit.district": ("wijk", "district"),
    "unit.district.many": ("wijken", "districts"),
    "unit.fte": ("fte", "fte"),
    "unit.client": ("cliënt", "client"),
    "unit.client.many": ("cliënten", "clients"),
    "unit.pupil": ("leerling", "pupil"),
    "unit.pupil.many": ("leerlingen", "pupils"),
    "unit.volunteer": ("vrijwilliger", "volunteer"),
    "unit.volunteer.many": ("vrijwilligers", "volunteers"),
    "unit.dwelling": ("woning", "dwelling"),
    "unit.dwelling.many": ("woningen", "dwellings"),
    "unit.incident": ("incident", "incident"),
    "unit.incident.many": ("incidenten", "incidents"),
    "unit.visit": ("bezoek", "visit"),
    "unit.visit.many": ("bezoeken", "visits"),
    "chapter.table": ("Alle getallen in een tabel", "All figures in a table"),
    "chapter.certain": (
        "In deze casus is niets onzeker: er valt niets te verdelen of te meten.",
        "Nothing is uncertain in this case: there is nothing to attribute or to measure.",
    ),
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
    "folder.sheet.whatif": ("Wat als", "What if"),
    "folder.sheet.dependence": ("Samenhang", "Dependence"),
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
