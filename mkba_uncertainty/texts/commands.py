"""Texts of the command line: help with its examples, hints, progress, and mistakes in what was typed."""

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
    # What Typer writes around our texts, and what stands for a value.
    "frame.usage": ("Gebruik: ", "Usage: "),
    "frame.arguments": ("Argumenten", "Arguments"),
    "frame.options": ("Opties", "Options"),
    "frame.default": ("[standaard: {{}}]", "[default: {{}}]"),
    "frame.required": ("[verplicht]", "[required]"),
    "metavar.options": ("[OPTIES]", "[OPTIONS]"),
    "metavar.command": ("COMMANDO [ARGUMENTEN]...", "COMMAND [ARGS]..."),
    "metavar.whole_number": ("<geheel getal>", "<whole number>"),
    "metavar.number": ("<getal>", "<number>"),
    "metavar.text": ("<tekst>", "<text>"),
    "metavar.name": ("NAAM", "NAME"),
    "metavar.names": ("NAAM,...", "NAME,..."),
    "metavar.case": ("CASUS", "CASE"),
    "metavar.case_file": ("BESTAND.toml", "FILE.toml"),
    "metavar.workbook": ("BESTAND.xlsx", "FILE.xlsx"),
    "metavar.csv": ("BESTAND.csv", "FILE.csv"),
    "metavar.folder": ("MAP", "DIR"),
    "metavar.until": ("WAT:BREEDTE", "WHAT:WIDTH"),
    "metavar.weight": ("VARIANT=GETAL", "VARIANT=NUMBER"),
    "metavar.pool": ("linear|log", "linear|log"),
    "metavar.perspective": ("society|ACTOR", "society|ACTOR"),
    "metavar.groups": ("role|tag|NAAM,...", "role|tag|NAME,..."),
    "metavar.study": ("SCHATTING=SOORT:N", "ESTIMATE=KIND:N"),
    "metavar.observe": ("SCHATTING=WAARNEMING", "ESTIMATE=OBSERVATION"),
    "metavar.quantiles": ("0.25=25,0.5=30,0.75=40", "0.25=25,0.5=30,0.75=40"),
    "metavar.three_point": ("15,30,50", "15,30,50"),
    "metavar.interval": ("10,40,0.9", "10,40,0.9"),
    "metavar.roulette": ("0-10:1,10-20:4,20-30:4,30-40:1", "0-10:1,10-20:4,20-30:4,30-40:1"),
    "metavar.counts": ("31/120", "31/120"),
    "metavar.mean_se": ("30,5", "30,5"),
    "metavar.answers": ("15@94,30@75,20@75", "15@94,30@75,20@75"),
    "metavar.support": ("0,100", "0,100"),
    # Mistakes in what was typed.
    "error.typed_no_command": (
        "er is geen commando {found}.{did_you_mean} Kies uit: {known}.",
        "there is no command {found}.{did_you_mean} Choose from: {known}.",
    ),
    "error.typed_no_option": (
        "er is geen optie {found}.{did_you_mean} Kies uit: {known}; zie {key} --help.",
        "there is no option {found}.{did_you_mean} Choose from: {known}; see {key} --help.",
    ),
    "error.typed_no_choice": (
        "hier past geen {found}.{did_you_mean} Kies uit: {known}.",
        "{found} does not fit here.{did_you_mean} Choose from: {known}.",
    ),
    "error.typed_no_whole_number": (
        "'{found}' is geen geheel getal. Geef alleen cijfers, zoals 64.",
        "'{found}' is not a whole number. Give digits only, such as 64.",
    ),
    "error.typed_no_number": (
        "'{found}' is geen getal. Geef cijfers, met een punt voor de decimalen, zoals 0.5.",
        "'{found}' is not a number. Give digits, with a point before decimals, such as 0.5.",
    ),
    "error.typed_no_value": (
        "hierachter ontbreekt een waarde. Verwacht: {key} {expected}; zie {command} --help.",
        "no value stands behind it. Expected: {key} {expected}; see {command} --help.",
    ),
    "error.typed_needless_value": (
        "deze optie krijgt geen waarde. Typ alleen {key}; zie {command} --help.",
        "this option takes no value. Type {key} alone; see {command} --help.",
    ),
    "error.typed_too_little": (
        "{found} ontbreekt. Verwacht: {usage}; zie {key} --help.",
        "{found} is missing. Expected: {usage}; see {key} --help.",
    ),
    "error.typed_too_much": (
        "'{found}' is te veel. Verwacht: {usage}; zie {key} --help.",
        "'{found}' is too much. Expected: {usage}; see {key} --help.",
    ),
    "help.help": ("Toon deze hulp.", "Show this help."),
    "help.install_completion": (
        "Laat deze shell commando's, casussen en scenario's aanvullen met Tab.",
        "Let this shell complete commands, cases and scenarios with Tab.",
    ),
    "completion.installed": (
        "Geschreven in {file}; aanvullen met Tab werkt in {shell} zodra u een nieuw venster opent.",
        "Written to {file}: {shell} completion installed; it works in the next window that you open.",
    ),
    "help.show_completion": (
        "Toon wat daarvoor in de instellingen van de shell komt.",
        "Show what goes into the shell's settings for that.",
    ),
    # Examples below the help of each command, one a line; what follows a # is for the reader and a shell skips it.
    "help.examples": ("Voorbeelden:", "Examples:"),
    "panel.answer": ("Het antwoord", "The answer"),
    "panel.drivers": ("Wat het bepaalt", "What drives it"),
    "panel.doubt": ("Wat u nog wilt weten", "What more to know"),
    "panel.cases": ("Casussen, ook uw eigen", "Cases, your own too"),
    "example.report": (
        "mkba report arnhem-ozo --lang nl\n"
        "mkba report arnhem-ozo --out arnhem   # ook figuren, tabellen en een werkboek",
        "mkba report arnhem-ozo\nmkba report arnhem-ozo --out arnhem   # figures, tables and a workbook too",
    ),
    "example.run": (
        "mkba run arnhem-ozo\n"
        "mkba run arnhem-ozo --scenario recidivism_40 --dependence expected\n"
        "mkba run arnhem-ozo --until 'net_benefit > 0:0.01'   # op een procent",
        "mkba run arnhem-ozo\n"
        "mkba run arnhem-ozo --scenario recidivism_40 --dependence expected\n"
        "mkba run arnhem-ozo --until 'net_benefit > 0:0.01'   # to a percent",
    ),
    "example.whatif": (
        "mkba whatif arnhem-ozo\nmkba whatif arnhem-ozo --scenario discount_3   # alleen dit scenario",
        "mkba whatif arnhem-ozo\nmkba whatif arnhem-ozo --scenario discount_3   # this scenario only",
    ),
    "example.reconcile": ("mkba reconcile arnhem-ozo", "mkba reconcile arnhem-ozo"),
    "example.cases": ("mkba cases", "mkba cases"),
    "example.check": (
        "mkba check mijn-stad.toml\nmkba check mijn-stad.toml --quiet && echo klopt",
        "mkba check my-city.toml\nmkba check my-city.toml --quiet && echo sound",
    ),
    "example.new": ("mkba new mijn-stad.toml", "mkba new my-city.toml"),
    "example.export": ("mkba export arnhem-ozo arnhem.xlsx --results", "mkba export arnhem-ozo arnhem.xlsx --results"),
    "example.import": ("mkba import arnhem.xlsx mijn-arnhem.toml", "mkba import arnhem.xlsx my-arnhem.toml"),
}
