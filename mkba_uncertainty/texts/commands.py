"""Texts of the command line: help, hints, progress."""

TEXTS: dict[str, tuple[str, str]] = {
    "start": (
        "mkba: hoe zeker is een maatschappelijke kosten-batenanalyse?\n\n"
        "Begin met:\n"
        "  mkba report arnhem-ozo      alles op één pagina, om te lezen en te proberen\n"
        "  mkba run arnhem-ozo         hoe zeker is het saldo van Arnhem?\n"
        "  mkba reconcile arnhem-ozo   geeft het model de gepubliceerde cijfers?\n"
        "  mkba whatif arnhem-ozo      en als er meer huishoudens terugvallen?\n"
        "  mkba sobol arnhem-ozo       welke schattingen bepalen de onzekerheid?\n"
        "  mkba new mijn-stad.toml     een eigen casus om mee te beginnen\n"
        "  mkba cases                  welke casussen zijn er?\n"
        "  mkba --help                 alle commando's",
        "mkba: how sure are we of a social cost-benefit analysis?\n\n"
        "Start with:\n"
        "  mkba report arnhem-ozo      all of it on one page, to read and to try\n"
        "  mkba run arnhem-ozo         how sure is Arnhem's balance?\n"
        "  mkba reconcile arnhem-ozo   does the model give the published figures?\n"
        "  mkba whatif arnhem-ozo      and if more households relapse?\n"
        "  mkba sobol arnhem-ozo       which estimates carry the uncertainty?\n"
        "  mkba new my-city.toml       a case of your own to start from\n"
        "  mkba cases                  which cases are there?\n"
        "  mkba --help                 all commands",
    ),
    "interrupted": ("Onderbroken; er is niets half geschreven.", "Interrupted; nothing was left half written."),
    "progress.run": ("Trekkingen", "Draws"),
    "out.written": ("Geschreven in {folder}", "Written to {folder}"),
    "help.mkba": (
        "Hoe zeker is een maatschappelijke kosten-batenanalyse (MKBA)? Elke schatting krijgt een verdeling met haar "
        "bron; duizenden trekkingen zeggen hoe zeker het saldo is. Begin met: mkba report arnhem-ozo",
        "How sure are we of a social cost-benefit analysis (MKBA)? Each estimate gets a distribution with its source; "
        "thousands of draws say how sure the balance is. Start with: mkba report arnhem-ozo",
    ),
    "help.version": ("Toon de versie.", "Show the version."),
    "help.case": (
        "Naam van een meegeleverde casus (zie: mkba cases) of pad naar een casusbestand (.toml).",
        "Name of a shipped case (see: mkba cases) or path to a case file (.toml).",
    ),
    "help.lang": ("Taal van de uitvoer.", "Language of the output."),
    "help.json": (
        "Eén JSON-object op de standaarduitvoer, bedragen in hele precisie.",
        "One JSON object on standard output, amounts unrounded.",
    ),
    "help.quiet": ("Toon niets dan fouten.", "Show nothing but errors."),
    "help.draws": ("Trekkingen per replicatie: een macht van twee.", "Draws in each replicate: a power of two."),
    "help.replicates": (
        "Onafhankelijke replicaties; uit hun verschillen volgt de foutmarge van elk getal.",
        "Independent replicates; the error of every number comes from their differences.",
    ),
    "help.seed": (
        "Toevalsgetal om mee te beginnen; hetzelfde getal geeft dezelfde uitkomst.",
        "Seed of the random numbers; the same seed gives the same result.",
    ),
    "help.scenario": (
        "Scenario van de casus; mag vaker, in volgorde toegepast.",
        "Scenario of the case; repeatable, applied in order.",
    ),
    "help.dependence": (
        "Hoe schattingen samenhangen: een variant van de casus (meestal independent, expected of strong).",
        "How estimates hang together: a variant of the case (mostly independent, expected or strong).",
    ),
    "help.out": (
        "Map voor tabellen (CSV), figuren (SVG, PNG) en manifest.json.",
        "Folder for tables (CSV), figures (SVG, PNG) and manifest.json.",
    ),
    "help.until": (
        "Ga door tot het 95%-interval van een getal zo smal is, bijvoorbeeld 'net_benefit > 0:0.01' of "
        "'net_benefit.mean:5000'.",
        "Go on until the 95% interval of a number is so narrow, such as 'net_benefit > 0:0.01' or "
        "'net_benefit.mean:5000'.",
    ),
    "help.max_replicates": (
        "Met --until: niet meer trekkingen dan in zoveel replicaties.",
        "With --until: no more draws than in so many replicates.",
    ),
    "help.detail": ("Toon ook elke post en elk jaar.", "Show every post and every year too."),
    "help.cases": ("Welke casussen zijn meegeleverd?", "Which cases are shipped?"),
    "help.check": (
        "Is dit bestand een deugdelijke casus? Elke fout met regel, sleutel, verwachting en remedie.",
        "Is this file a sound case? Every mistake with line, key, expectation and remedy.",
    ),
    "help.reconcile": (
        "Geeft het model de gepubliceerde cijfers? Regel voor regel, bewering voor bewering.",
        "Does the model give the published figures? Line by line, claim by claim.",
    ),
    "help.run": (
        "Hoe zeker zijn we? Verdeling van saldo, regels, posten, actoren en jaren.",
        "How sure are we? Distribution of balance, lines, posts, actors and years.",
    ),
    "help.whatif": (
        "Wat als? Scenario's als volledige verdelingen, op dezelfde trekkingen met en zonder de verandering.",
        "What if? Scenarios as full distributions, on the same draws with and without the change.",
    ),
}
