"""Doubt and how to lessen it: dependence, structure, what is worth measuring, and observations that came in."""

TEXTS: dict[str, tuple[str, str]] = {
    # dependence and structure: what cannot be asked
    "error.structure_no_variants": (
        "de casus heeft geen varianten van het model. Voeg er een toe onder [variants], met set, quantities of posts.",
        "the case has no variants of the model. Add one under [variants], with set, quantities or posts.",
    ),
    "error.unknown_variant": (
        "er is geen variant {found}.{did_you_mean} Kies uit: {known}.",
        "there is no variant {found}.{did_you_mean} Choose from: {known}.",
    ),
    "error.structure_weight": (
        "het gewicht is {found}. Verwacht: een getal van 0 of hoger.",
        "the weight is {found}. Expected: a number of 0 or more.",
    ),
    "error.structure_weights_missing": (
        "er ontbreken gewichten van: {found}. Geef elke variant een gewicht (0 mag), of geef er geen: dan tellen ze "
        "gelijk.",
        "weights are missing of: {found}. Give every variant a weight (0 will do), or give none: then they count the "
        "same.",
    ),
    "error.structure_weights_zero": (
        "de gewichten tellen op tot {found}. Geef minstens één variant een gewicht boven 0.",
        "the weights sum to {found}. Give at least one variant a weight above 0.",
    ),
    # dependence and structure: the screen
    "dependence.column.variant": ("als schattingen zo samenhangen", "if estimates hang together so"),
    "dependence.column.chance": ("kans > 0", "P(> 0)"),
    "dependence.attained": (
        "{variant}: tussen {pair} is een rangcorrelatie van {asked} gevraagd; de trekkingen halen {attained}, want een "
        "van beide heeft waarden die terugkomen.",
        "{variant}: a rank correlation of {asked} was asked between {pair}; draws attain {attained}, for one of them "
        "has values that recur.",
    ),
    "structure.title": (
        "{title}: hoeveel twijfel is er aan het model zelf?",
        "{title}: how much is the model itself in doubt?",
    ),
    "structure.column.variant": ("als het model zo wordt opgezet", "if the model is built so"),
    "structure.column.point": ("punt", "point"),
    "structure.column.weight": ("gewicht", "weight"),
    "structure.equal": (
        "{label}: van de spreiding (variantie) is {share} twijfel aan het model; de rest zit binnen de varianten. "
        "Alle varianten die verschil maken, wegen hierin even zwaar; met --weight kiest u zelf. De varianten zijn niet "
        "gemiddeld.",
        "{label}: of the spread (variance) {share} is doubt about the model; the rest is within the variants. All "
        "variants that make a difference weigh the same in this; --weight lets you choose. The variants are not "
        "averaged.",
    ),
    "structure.stated": (
        "{label}: van de spreiding (variantie) is {share} twijfel aan het model, bij de opgegeven gewichten; de rest "
        "zit binnen de varianten. De varianten zijn niet gemiddeld.",
        "{label}: of the spread (variance) {share} is doubt about the model, at the weights given; the rest is within "
        "the variants. The variants are not averaged.",
    ),
    "structure.same": ("(maakt hier geen verschil)", "(no difference here)"),
    "structure.same_note": ("Maakt hier geen verschil.", "Makes no difference here."),
    # dependence and structure: figures
    "plot.ranges.median": ("mediaan", "median"),
    "plot.ranges.half": ("middelste helft", "middle half"),
    "plot.ranges.column": ("kans op meer dan 0;\nmediaan, 90%-bereik", "chance of more than 0;\nmedian, 90% range"),
    "plot.dependence.title": (
        "{label}: maakt het uit hoe schattingen samenhangen?",
        "{label}: does it matter how estimates hang together?",
    ),
    "plot.dependence.subtitle": (
        "Dezelfde trekkingen, met andere rangcorrelaties tussen schattingen.",
        "The same draws, with other rank correlations between estimates.",
    ),
    "plot.structure.title": (
        "{label}: hoeveel twijfel is er aan het model zelf?",
        "{label}: how much is the model itself in doubt?",
    ),
    "plot.structure.equal": (
        "Andere manieren om hetzelfde te berekenen, op dezelfde trekkingen. Tussen de varianten zit {share} van de "
        "variantie (gelijke gewichten), de rest erbinnen.",
        "Other ways to calculate the same, on the same draws. {share} of the variance is between the variants (equal "
        "weights), the rest within.",
    ),
    "plot.structure.stated": (
        "Andere manieren om hetzelfde te berekenen, op dezelfde trekkingen. Tussen de varianten zit {share} van de "
        "variantie (opgegeven gewichten), de rest erbinnen.",
        "Other ways to calculate the same, on the same draws. {share} of the variance is between the variants (weights "
        "as given), the rest within.",
    ),
    "plot.structure.point": ("puntschatting", "point estimate"),
    # dependence and structure: the command line
    "help.structure": (
        "Hoeveel twijfel is er aan het model zelf? Alle varianten van de casus, naast elkaar.",
        "How much is the model itself in doubt? All variants of the case, side by side.",
    ),
    "example.structure": (
        "mkba structure arnhem-ozo\nmkba structure arnhem-ozo --dependence expected",
        "mkba structure arnhem-ozo\nmkba structure arnhem-ozo --dependence expected",
    ),
    "folder.sheet.structure": ("Modelvarianten", "Model variants"),
    "help.structure_weight": (
        "Gewicht van een variant, zoals base=2; herhaalbaar. Geef ze allemaal, of geen: dan tellen ze gelijk.",
        "Weight of a variant, such as base=2; repeatable. Give all of them, or none: then they count the same.",
    ),
    "error.weight_form": (
        "'{found}' is geen gewicht. Verwacht: VARIANT=GETAL, zoals base=2.",
        "'{found}' is no weight. Expected: VARIANT=NUMBER, such as base=2.",
    ),
    # information: options
    "voi.nothing": ("Niets doen", "Doing nothing"),
    "voi.base": ("De aanpak zoals die is", "The approach as it is"),
    "error.unknown_option": (
        "er is geen keuze {found}.{did_you_mean} Kies uit: {known}.",
        "there is no option {found}.{did_you_mean} Choose from: {known}.",
    ),
    "error.option_twice": (
        "de keuze {found} staat er twee keer. Noem elke keuze één keer.",
        "the option {found} is named twice. Name each option once.",
    ),
    "error.options_too_few": (
        "er is niets te kiezen: alleen {found}. Noem minstens twee keuzes, of één naast niets doen.",
        "there is nothing to choose: only {found}. Name at least two options, or one beside doing nothing.",
    ),
    "error.option_is_norm": (
        "scenario {found} verandert {sets}, en dat is een norm: die kiest men niet om er beter uit te komen. Gebruik "
        "--scenario {found} om alle keuzes met deze norm te bekijken.",
        "scenario {found} changes {sets}, which is a norm: it is not chosen to come out better. Use --scenario {found} "
        "to look at all options under this norm.",
    ),
    "error.threshold_not_finite": (
        "de opbrengst van niets doen is {found}. Verwacht: een bedrag in euro's.",
        "what doing nothing yields is {found}. Expected: an amount in euros.",
    ),
    "error.scale_not_positive": (
        "dit is {found}. Verwacht: een getal boven nul.",
        "this is {found}. Expected: a number above zero.",
    ),
    "error.cost_negative": (
        "de kosten zijn {found}. Verwacht: een bedrag van nul of meer.",
        "the costs are {found}. Expected: an amount of zero or more.",
    ),
    "error.nothing_to_learn": (
        "alle keuzes schelen op elke trekking hetzelfde bedrag, dus valt er niets te leren. Kies keuzes, of een "
        "uitkomst, waarvoor een onzekere schatting verschil maakt.",
        "all options differ by the same amount on every draw, so there is nothing to learn. Choose options, or an "
        "outcome, to which an uncertain estimate makes a difference.",
    ),
    # information: studies
    "error.study_size": (
        "de omvang van de studie is {found}. Verwacht: een geheel getal van 1 tot {most}.",
        "the size of the study is {found}. Expected: a whole number from 1 to {most}.",
    ),
    "error.study_sizes_differ": (
        "schattingen die samen gemeten worden hebben hetzelfde aantal huishoudens; gevonden: {found}. Geef ze één "
        "omvang, of maak er losse studies van.",
        "estimates that are measured together have the same number of households; found: {found}. Give them one size, "
        "or make them separate studies.",
    ),
    "error.study_not_positive": (
        "dit is {found}. Verwacht: een getal boven nul.",
        "this is {found}. Expected: a number above zero.",
    ),
    "error.study_no_share": (
        "een binomiale studie telt welk deel van de huishoudens het heeft, maar deze schatting loopt van {low:.4g} "
        "tot {high:.4g}. Verwacht: een aandeel van 0 tot 1. Kies poisson (een aantal), normal (een bedrag) of "
        "duration (een duur).",
        "a binomial study counts the share of households that have it, but this estimate ranges from {low:.4g} to "
        "{high:.4g}. Expected: a share from 0 to 1. Choose poisson (a count), normal (an amount) or duration (how "
        "long).",
    ),
    "error.study_negative": (
        "een poissonstudie telt gebeurtenissen, maar deze schatting komt onder nul ({low:.4g}). Kies normal.",
        "a Poisson study counts events, but this estimate goes below zero ({low:.4g}). Choose normal.",
    ),
    "error.study_no_duration": (
        "een duur is altijd meer dan nul, maar deze schatting begint bij {low:.4g}. Kies normal.",
        "a duration is always above zero, but this estimate begins at {low:.4g}. Choose normal.",
    ),
    "error.study_form": (
        "'{found}' is geen studie. Verwacht: SCHATTING=SOORT:AANTAL, zoals recidivism=binomial:100, "
        "price=normal:100,sd=2000, evictions=poisson:200,base=484 of stay=duration:50; met + ertussen worden "
        "schattingen samen gemeten.",
        "'{found}' is no study. Expected: ESTIMATE=KIND:NUMBER, such as recidivism=binomial:100, "
        "price=normal:100,sd=2000, evictions=poisson:200,base=484 or stay=duration:50; with + between them estimates "
        "are measured together.",
    ),
    "error.study_kind": (
        "er is geen soort studie {found}.{did_you_mean} Kies uit: {known}.",
        "there is no kind of study {found}.{did_you_mean} Choose from: {known}.",
    ),
    "error.study_needs_sd": (
        "bij '{found}' ontbreekt hoeveel het van huishouden tot huishouden verschilt. Geef de standaardafwijking: "
        "normal:100,sd=2000.",
        "'{found}' does not say how much it varies from household to household. Give the standard deviation: "
        "normal:100,sd=2000.",
    ),
    "error.study_of_what": (
        "onduidelijk wat er bestudeerd wordt: of = {found}, study = {studied}. Geef één kolom en één studie, of een "
        "dict van kolom naar studie.",
        "it is unclear what is studied: of = {found}, study = {studied}. Give one column and one study, or a mapping "
        "of column to study.",
    ),
    # information: tables of draws
    "error.rows_differ": (
        "het saldo heeft {found} rijen en de invoer {expected}. Verwacht: dezelfde trekkingen, rij voor rij.",
        "the net benefit has {found} rows and the inputs have {expected}. Expected: the same draws, row by row.",
    ),
    "error.row_labels_differ": (
        "de rijen van het saldo heten anders dan die van de invoer, of staan in een andere volgorde. Zet ze in "
        "dezelfde volgorde, met dezelfde index.",
        "the rows of the net benefit are labelled otherwise than those of the inputs, or are in another order. Put "
        "them in the same order, with the same index.",
    ),
    "error.rows_too_few": (
        "er zijn {found} rijen. Verwacht: minstens {fewest} onafhankelijke trekkingen.",
        "there are {found} rows. Expected: at least {fewest} independent draws.",
    ),
    "error.table_shape": (
        "het saldo heeft de vorm {found}. Verwacht: één getal per rij, of een kolom per keuze.",
        "the net benefit has shape {found}. Expected: one number a row, or a column an option.",
    ),
    "error.column_no_numbers": (
        "deze kolom is van het type {found}. Verwacht: getallen.",
        "this column is of type {found}. Expected: numbers.",
    ),
    "error.column_not_finite": (
        "op rij {row} staat {found}. Vul het getal in, of laat de rij weg uit invoer en saldo.",
        "row {row} holds {found}. Fill in the number, or leave the row out of inputs and net benefit.",
    ),
    "error.unknown_column": (
        "de tabel heeft geen kolom {found}.{did_you_mean} Kies uit: {known}.",
        "the table has no column {found}.{did_you_mean} Choose from: {known}.",
    ),
    "error.several_values": (
        "er zijn meer waarden: {found}. Vraag er één op bij naam, result[naam], of gebruik to_frame().",
        "there are several values: {found}. Ask for one by name, result[name], or use to_frame().",
    ),
    "error.learning_missing": (
        "een groep van {found} kolommen vraagt scikit-learn (splines gaan tot {most}). Installeer het met: pip install "
        "'mkba-uncertainty[learning]'",
        "a group of {found} columns needs scikit-learn (splines go up to {most}). Install it with: pip install "
        "'mkba-uncertainty[learning]'",
    ),
    # information: the verdict
    "voi.verdict.prefer": (
        "Met wat nu bekend is: {option}, naar verwachting {gain} beter dan {second}; de kans dat dit de beste keuze "
        "is, is {chance}.",
        "On what is known now: {option}, expected to be {gain} better than {second}; the chance that it is the best "
        "choice is {chance}.",
    ),
    "voi.verdict.little": (
        "Meer weten is weinig waard: alles precies weten zou de keuze {amount} beter maken, {part} van dat verschil. "
        "Meer dan dat mag onderzoek voor deze keuze nooit kosten.",
        "Knowing more is worth little: knowing everything exactly would make the choice {amount} better, {part} of "
        "that difference. No research for this choice should ever cost more.",
    ),
    "voi.verdict.something": (
        "Alles precies weten zou de keuze {amount} beter maken, {part} van dat verschil. Meer dan dat mag onderzoek "
        "voor deze keuze nooit kosten.",
        "Knowing everything exactly would make the choice {amount} better, {part} of that difference. No research for "
        "this choice should ever cost more.",
    ),
    "voi.verdict.much": (
        "Meer weten is veel waard: alles precies weten zou de keuze {amount} beter maken, meer dan het verschil tussen "
        "de keuzes zelf.",
        "Knowing more is worth much: knowing everything exactly would make the choice {amount} better, more than the "
        "difference between the options themselves.",
    ),
    "voi.verdict.most": (
        "Op zichzelf het meest waard om te weten: {worths}.",
        "Worth most to know by itself: {worths}.",
    ),
    "voi.verdict.none_alone": (
        "Eén schatting alleen weten is bijna niets waard: de meest waardevolle, {label}, {amount}. Voor deze keuze "
        "doen ze er alleen samen toe.",
        "Knowing one estimate alone is worth next to nothing: the most valuable, {label}, {amount}. For "
        "this choice they matter only together.",
    ),
    "voi.verdict.together": ("Als groep: {worths}.", "As a group: {worths}."),
    "voi.verdict.study": (
        "Studie van {label}, {n} huishoudens: {worth} waard.",
        "Study of {label}, {n} households: worth {worth}.",
    ),
    "voi.verdict.study_pays": (
        "Studie van {label}: loont, het meest met {best} huishoudens, dan blijft na kosten {net} over.",
        "Study of {label}: pays, the most with {best} households, which leaves {net} after its costs.",
    ),
    "voi.verdict.study_none": (
        "Studie van {label}: loont bij geen enkele omvang; met {n} huishoudens is ze {worth} waard en kost ze {cost}.",
        "Study of {label}: pays at no size; with {n} households it is worth {worth} and costs {cost}.",
    ),
    # information: the screen
    "voi.title": (
        "{title}: wat is het waard om meer te weten? {label}",
        "{title}: what is it worth to know more? {label}",
    ),
    "voi.option": ("keuze", "option"),
    "voi.mean": ("verwacht saldo", "expected net benefit"),
    "voi.best": ("kans op beste", "chance it is best"),
    "voi.bias": ("waarvan ruis, afgetrokken", "noise, taken off"),
    "voi.size": ("huishoudens", "households"),
    "voi.cost": ("kosten", "costs"),
    "voi.net": ("waarde na kosten", "worth after costs"),
    "voi.everything": ("Alles", "Everything"),
    "voi.best_size": ("beste", "best"),
    "voi.asked": ("gevraagd", "asked"),
    "voi.study": ("studie van {label}: huishoudens", "study of {label}: households"),
    "voi.exactly": ("hoogstens: precies weten", "at most: known exactly"),
    "voi.scale": (
        "Voor {years} jaar (verdisconteerd tegen {rate}) en {population} keer de omvang van de casus: factor {factor}.",
        "For {years} years (discounted at {rate}) and {population} times the size of the case: factor {factor}.",
    ),
    "voi.threshold": ("Niets doen levert {amount} op.", "Doing nothing yields {amount}."),
    # information: figures
    "plot.evppi.title": ("Wat is het waard om meer te weten?", "What is it worth to know more?"),
    "plot.evppi.subtitle": (
        "Hoeveel beter de keuze naar verwachting wordt door iets precies te weten: het meeste dat onderzoek ernaar mag "
        "kosten.",
        "How much better the choice is expected to become by knowing something exactly: the most that research into it "
        "may cost.",
    ),
    "plot.evppi.x": ("waarde van precies weten", "worth of knowing exactly"),
    "plot.evppi.column": ("waarde en\n95%-interval", "worth and\n95% interval"),
    "plot.evppi.interval": ("95%-interval van de berekening", "95% interval of the computation"),
    "plot.evppi.all": ("alles samen", "everything"),
    "plot.evppi.group": ("groep schattingen", "group of estimates"),
    "plot.evppi.one": ("één schatting", "one estimate"),
    "plot.evsi.title": ("Wat is een studie waard?", "What is a study worth?"),
    "plot.evsi.subtitle": (
        "Hoeveel beter de keuze naar verwachting wordt door een studie, en wat daarvan na haar kosten overblijft. "
        "Streep: precies weten.",
        "How much better the choice is expected to become by a study, and what is left of that after its costs. "
        "Dashes: knowing exactly.",
    ),
    "plot.evsi.subtitle_free": (
        "Hoeveel beter de keuze naar verwachting wordt door een studie. Streep: precies weten.",
        "How much better the choice is expected to become by a study. Dashes: knowing exactly.",
    ),
    "plot.evsi.x": ("aantal huishoudens in de studie", "households in the study"),
    "plot.evsi.y": ("euro's", "euros"),
    "plot.evsi.net": ("na kosten", "after costs"),
    "plot.evsi.best": ("loont het meest: {n}", "pays most: {n}"),
    "error.plot_no_studies": (
        "dit resultaat heeft geen studies. Noem er een of meer, zoals studies={{'recidivism': BinomialStudy(100)}}.",
        "this result has no studies. Name one or more, such as studies={{'recidivism': BinomialStudy(100)}}.",
    ),
    # information: the command line
    "help.voi": (
        "Wat is het waard om meer te weten? Waarde van precies weten, per schatting en groep, en van een studie.",
        "What is it worth to know more? Worth of knowing exactly, by estimate and group, and of a study.",
    ),
    "example.voi": (
        "mkba voi arnhem-ozo --threshold 1000000\n"
        "mkba voi arnhem-ozo --threshold 1000000 --study recidivism=binomial:200",
        "mkba voi arnhem-ozo --threshold 1000000\n"
        "mkba voi arnhem-ozo --threshold 1000000 --study recidivism=binomial:200",
    ),
    "folder.sheet.voi": ("Waarde van informatie", "Value of information"),
    "help.voi_options": (
        "Keuzes, met komma's: nothing, base en scenario's. Eén keuze wordt vergeleken met niets doen.",
        "Options, with commas: nothing, base and scenarios. One alone is weighed against doing nothing.",
    ),
    "help.voi_perspective": (
        "Wiens saldo telt: society of een actor van de casus.",
        "Whose net benefit counts: society, or an actor of the case.",
    ),
    "help.voi_years": (
        "Jaren waarvoor de keuze geldt; latere jaren verdisconteerd.",
        "Years that the choice holds for; later ones discounted.",
    ),
    "help.voi_population": (
        "Hoeveel keer de omvang van de casus (steden, wijken).",
        "How many times the size of the case (cities, districts).",
    ),
    "help.voi_threshold": ("Wat niets doen oplevert, in euro's.", "What doing nothing yields, in euros."),
    "help.voi_group": (
        "Ook groepen: role, tag, of schattingen met komma's; mag vaker.",
        "Groups too: role, tag, or estimates with commas; repeatable.",
    ),
    "help.voi_study": (
        "Studie: recidivism=binomial:100, price=normal:50,sd=2000, count=poisson:200,base=421, stay=duration:50; mag "
        "vaker, + meet samen.",
        "Study: recidivism=binomial:100, price=normal:50,sd=2000, count=poisson:200,base=421, stay=duration:50; "
        "repeatable, + measures together.",
    ),
    "help.voi_cost": ("Kosten van een studie per huishouden.", "Cost of a study for each household."),
    "help.voi_fixed": ("Vaste kosten van een studie.", "Fixed cost of a study."),
    "error.unknown_perspective": (
        "de casus heeft geen actor {found}.{did_you_mean} Kies society of een van: {known}.",
        "the case has no actor {found}.{did_you_mean} Choose society or one of: {known}.",
    ),
    # information: the chapter on the page
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
    # observations: what was observed
    "error.observation_form": (
        "'{found}' is geen waarneming. Verwacht: 31/120 (31 van de 120), 2.1+-0.3 (een gemiddelde en zijn "
        "standaardfout; met ,n=40 erachter uit 40 waarnemingen) of 72 (een aantal; met ,exposure=2 over twee keer de "
        "basis).",
        "'{found}' is no observation. Expected: 31/120 (31 of 120), 2.1+-0.3 (a mean and its standard error; with "
        ",n=40 behind it, of 40 observations) or 72 (a count; with ,exposure=2 over twice the base).",
    ),
    "error.observation_comma": (
        "'{found}' bevat een komma. Schrijf getallen met een punt: 2.1+-0.3. Een komma staat alleen voor n= of "
        "exposure=.",
        "'{found}' has a comma. Write numbers with a point: 2.1+-0.3. A comma only stands before n= or exposure=.",
    ),
    "error.observation_without_error": (
        "'{found}' is geen aantal, en zegt niet hoe zeker het is. Geef bij een gemiddelde zijn standaardfout "
        "(2.1+-0.3), bij een aandeel de telling (31/120).",
        "'{found}' is no count, and does not say how sure it is. Give a mean with its standard error (2.1+-0.3), a "
        "share as it was counted (31/120).",
    ),
    "error.observation_not_whole": (
        "{name} is {found}. Verwacht: een geheel getal, want er is geteld.",
        "{name} is {found}. Expected: a whole number, since it was counted.",
    ),
    "error.observation_outside_range": (
        "{name} is {found}. Verwacht: een geheel getal van {least} tot {most}.",
        "{name} is {found}. Expected: a whole number from {least} to {most}.",
    ),
    "error.observation_more_than_all": (
        "{found} van de {n} kan niet: meer dan alle. Staan de getallen andersom?",
        "{found} of {n} cannot be: more than all. Are the numbers the wrong way round?",
    ),
    "error.observation_table": (
        "{found} is geen waarneming. Verwacht: een tabel met observed, en als het kan {allowed}, zoals {{ observed = "
        '"31/120", date = "2015-03-01", source = "monitor" }}.',
        "{found} is no observation. Expected: a table with observed, and if possible {allowed}, such as {{ observed "
        '= "31/120", date = "2015-03-01", source = "monitor" }}.',
    ),
    "error.observation_text": (
        "{name} is {found}. Verwacht: een tekst tussen aanhalingstekens.",
        "{name} is {found}. Expected: a text in quotation marks.",
    ),
    "error.observation_of_amount": (
        "{found} is een aandeel, maar de schatting is een bedrag. Geef een gemiddelde en zijn standaardfout "
        "(2.1+-0.3).",
        "{found} is a share, but the estimate is an amount. Give a mean and its standard error (2.1+-0.3).",
    ),
    # observations: what one makes of a distribution
    "error.observation_of_point": (
        "de schatting ligt vast op {found}: waarnemingen veranderen daar niets aan. Geef haar eerst een verdeling.",
        "the estimate is fixed at {found}: data do not change that. Give it a distribution first.",
    ),
    "error.observation_impossible": (
        "de verdeling vooraf ({prior}) sluit de waarneming {found} uit. Verruim de verdeling, of controleer de "
        "waarneming.",
        "the distribution before ({prior}) excludes the observation {found}. Widen the distribution, or check the "
        "observation.",
    ),
    "error.observation_beyond_prior": (
        "de waarneming {found} ligt zo ver buiten de verdeling vooraf ({prior}) dat er van die verdeling niets te "
        "leren valt. Controleer de waarneming, of verruim de verdeling.",
        "the observation {found} lies so far outside the distribution before ({prior}) that nothing can be learnt "
        "from that distribution. Check the observation, or widen the distribution.",
    ),
    "error.observation_leaves_one": (
        "na de waarneming {found} laat de verdeling ({prior}) alleen de waarde {value:.6g} over. Zet de schatting "
        "vast op die waarde, of verruim de verdeling.",
        "after the observation {found} the distribution ({prior}) leaves the value {value:.6g} only. Fix the "
        "estimate at that value, or widen the distribution.",
    ),
    # observations: estimates that hang together
    "error.observed_block": (
        "waarnemingen aan {found} hebben de schattingen verschoven die ermee samenhangen, en deze analyse kan dan "
        "niets over elk van die schattingen apart zeggen. Kies --dependence independent, of gebruik run, voi of "
        "update.",
        "data on {found} have moved the estimates that hang together with it, and this analysis then cannot speak of "
        "each of these by itself. Choose --dependence independent, or use run, voi or update.",
    ),
    "error.observed_beside": (
        "deze schatting hangt samen met {found}, waaraan is waargenomen: gegeven deze schatting alleen is niet te "
        "zeggen wat daarvan overblijft. Kies --dependence independent.",
        "this estimate hangs together with {found}, on which there are data: what is left of those given this "
        "estimate alone cannot be told. Choose --dependence independent.",
    ),
    "error.observed_twice": (
        "{found} hangen volledig samen, dus een waarneming aan de ene is er ook een aan de andere. Neem de "
        "waarnemingen op bij één van de twee, of kies een zwakkere samenhang.",
        "{found} determine each other, so data on one are data on the other. Give the data for one of them, or "
        "choose a weaker dependence.",
    ),
    "error.too_few_effective": (
        "de waarnemingen aan {names} laten van alle trekkingen samen effectief {found:.0f} over; minstens "
        "{fewest:.0f} zijn nodig. Neem meer trekkingen (--draws {more} in plaats van {draws}), of kies --dependence "
        "independent.",
        "the data on {names} leave an effective {found:.0f} of all draws; at least {fewest:.0f} are needed. Take "
        "more draws (--draws {more} instead of {draws}), or choose --dependence independent.",
    ),
    # observations: which estimate
    "error.observe_form": (
        "'{found}' noemt geen schatting met een waarneming. Verwacht: SCHATTING=WAARNEMING, zoals recidivism=31/120.",
        "'{found}' does not name an estimate with an observation. Expected: ESTIMATE=OBSERVATION, such as "
        "recidivism=31/120.",
    ),
    "error.observed_unknown": (
        "er is geen onzekere schatting {found}.{did_you_mean} Kies uit: {known}.",
        "there is no uncertain estimate {found}.{did_you_mean} Choose from: {known}.",
    ),
    "error.observed_choice": (
        "{found} is een keuze (een beleidsknop of een norm), en die leert men niet uit waarnemingen. Gebruik een "
        "scenario.",
        "{found} is a choice (a lever or a norm), which is not learnt from data. Use a scenario.",
    ),
    "error.observed_fixed": (
        "{found} ligt vast op {value:.6g}: waarnemingen veranderen daar niets aan. Geef de schatting een verdeling, "
        "of laat het scenario weg dat haar vastzet.",
        "{found} is fixed at {value:.6g}: data do not change that. Give the estimate a distribution, or leave out "
        "the scenario that fixes it.",
    ),
    "error.observed_under_scenario": (
        "scenario {scenario} vervangt de verdeling van {found}, dus de waarneming zou niets doen. Laat het scenario "
        "weg.",
        "scenario {scenario} replaces the distribution of {found}, so the observation would do nothing. Leave out "
        "the scenario.",
    ),
    "error.observed_no_share": (
        "{found} is een aandeel, maar de eenheid is {unit}. Geef een gemiddelde en zijn standaardfout (2.1+-0.3), of "
        "bij iets dat geteld wordt een aantal (72).",
        "{found} is a share, but the unit is {unit}. Give a mean and its standard error (2.1+-0.3), or a count (72) "
        "of what is counted.",
    ),
    "error.observed_share_as_count": (
        "{found} is een aantal, maar de eenheid is {unit}. Zeg ook van hoeveel: 31/120.",
        "{found} is a count, but the unit is {unit}. Say of how many as well: 31/120.",
    ),
    "error.observed_no_count": (
        "{found} is een aantal, maar de eenheid is {unit}. Geef een gemiddelde en zijn standaardfout: 2.1+-0.3.",
        "{found} is a count, but the unit is {unit}. Give a mean and its standard error: 2.1+-0.3.",
    ),
    "error.observed_again": (
        "{data} staat er voor {found} al, met dezelfde datum en bron: dezelfde waarneming telt niet twee keer. Geef "
        "een andere --date of --source als het een nieuwe is.",
        "{data} is there for {found} already, with the same date and source: the same observation does not count "
        "twice. Give another --date or --source if it is a new one.",
    ),
    "error.observed_nothing": (
        "er is niets waargenomen. Geef --observe recidivism=31/120, of --observations met een CSV-bestand.",
        "nothing was observed. Give --observe recidivism=31/120, or --observations with a CSV file.",
    ),
    "error.observations_not_readable": (
        "dit bestand is niet te lezen ({found}). Verwacht: een CSV-bestand in UTF-8.",
        "this file cannot be read ({found}). Expected: a CSV file in UTF-8.",
    ),
    "error.observations_column": (
        "er is geen kolom '{found}', of ze staat er twee keer.{did_you_mean} Verwacht op de eerste regel: {allowed}.",
        "there is no column '{found}', or it is there twice.{did_you_mean} Expected on the first line: {allowed}.",
    ),
    "error.observations_missing": (
        "deze kolom ontbreekt. Verwacht op de eerste regel: {allowed}.",
        "this column is missing. Expected on the first line: {allowed}.",
    ),
    "error.observations_cell": (
        "deze cel is leeg. Verwacht: de naam van een schatting en een waarneming, zoals recidivism en 31/120.",
        "this cell is empty. Expected: the name of an estimate and an observation, such as recidivism and 31/120.",
    ),
    "error.observations_excess": (
        "er zijn {found} cellen meer dan kolommen. Zet een waarneming met een komma erin tussen aanhalingstekens.",
        "there are {found} cells more than columns. Put an observation that has a comma in quotation marks.",
    ),
    "error.observations_empty": (
        "dit bestand bevat geen waarnemingen. Verwacht: onder de eerste regel een regel per waarneming.",
        "this file holds no observations. Expected: a line for each, below the first.",
    ),
    # observations: the answer
    "update.verdict.estimate": (
        "{label}: waargenomen {data}. De verwachte waarde gaat van {before} (90%-bereik {range_before}) naar {after} "
        "({range_after}).",
        "{label}: observed {data}. The expected value goes from {before} (90% range {range_before}) to {after} "
        "({range_after}).",
    ),
    "update.verdict.balance": (
        "Het verwachte saldo gaat daarmee van {mean_before} naar {mean_after}, de kans op een positief saldo van "
        "{chance_before} naar {chance_after}.",
        "That moves the expected net benefit from {mean_before} to {mean_after}, and the chance of a positive one "
        "from {chance_before} to {chance_after}.",
    ),
    "update.verdict.information": (
        "Alles precies weten was voor de keuze tussen niets doen en de aanpak {before} waard, en is nu {after} waard.",
        "Knowing everything exactly was worth {before} for the choice between nothing and the approach, and is worth "
        "{after} now.",
    ),
    "update.conflict": (
        "Let op: de waarneming en wat vooraf bekend was spreken elkaar tegen. {label}: waargenomen is {data}, vooraf "
        "werd {mean} verwacht (90%-bereik {range}, zonder waarnemingen aan andere schattingen). De kans op een "
        "waarneming die aan die kant minstens zo uitzonderlijk is, verdubbeld, was {chance}. Het antwoord hieronder "
        "weegt beide; kijk na of de waarneming wel over hetzelfde gaat, en of het bereik vooraf niet te smal was.",
        "Note: the observation and what was known before contradict each other. {label}: observed is {data}, expected "
        "was {mean} (90% range {range}, without data on other estimates). The chance of an observation at least this "
        "extreme on that side, doubled, was {chance}. The answer below weighs both; check whether the observation is "
        "about the same thing, and whether the range before was not too narrow.",
    ),
    "error.observation_date": (
        "{found} is geen datum. Verwacht: een jaar, maand of dag, zoals 2015, 2015-03 of 2015-03-01.",
        "{found} is no date. Expected: a year, month or day, such as 2015, 2015-03 or 2015-03-01.",
    ),
    # observations: the screen
    "update.title": ("{title}: opnieuw gerekend met waarnemingen", "{title}: once more, with what was observed"),
    "update.observed": ("waargenomen", "observed"),
    "update.before": ("vooraf", "before"),
    "update.before.mean": ("vooraf verwacht", "expected before"),
    "update.before.median": ("mediaan vooraf", "median before"),
    "update.after": ("achteraf", "after"),
    "update.after.mean": ("achteraf verwacht", "expected after"),
    "update.after.median": ("mediaan achteraf", "median after"),
    "update.surprise": ("kans vooraf", "chance before"),
    "update.worth": ("waarde van weten", "worth knowing"),
    "update.moved": ("schuift mee", "moves along"),
    "update.note.beliefs": (
        "Kans vooraf: op een waarneming die aan die kant minstens zo uitzonderlijk is, verdubbeld, gegeven de eerdere "
        "aan dezelfde schatting.",
        "Chance before: of an observation at least this extreme on that side, doubled, given the earlier ones of the "
        "same estimate.",
    ),
    "update.note.effective": (
        "Aan {names} samen is waargenomen: de trekkingen zijn gewogen en tellen als {found} trekkingen met gelijk "
        "gewicht.",
        "There are data on {names} together: the draws are weighted, and count as {found} draws of equal weight.",
    ),
    "update.saved": (
        "De casus met deze waarnemingen staat in {file}. Verder: mkba run {file}",
        "The case with these observations is in {file}. Next: mkba run {file}",
    ),
    # observations: the command line
    "help.update": (
        "Dezelfde vraag na waarnemingen: schattingen bijgewerkt, en alles ervoor en erna.",
        "The same question after monitoring data: estimates updated, and everything before and after.",
    ),
    "example.update": (
        "mkba update arnhem-ozo --observe recidivism=31/120   # van de 120 gevolgd, vielen er 31 terug",
        "mkba update arnhem-ozo --observe recidivism=31/120   # of 120 followed, 31 relapsed",
    ),
    "help.update_observe": (
        "Waarneming: recidivism=31/120 (31 van 120), stay=2.1+-0.3 (gemiddelde en standaardfout; ,n=40 erachter "
        "mag), evictions=72 (aantal; ,exposure=2 over twee keer de basis). Mag vaker.",
        "Observation: recidivism=31/120 (31 of 120), stay=2.1+-0.3 (mean and standard error; ,n=40 may follow), "
        "evictions=72 (a count; ,exposure=2 over twice the base). Repeatable.",
    ),
    "help.update_observations": (
        "CSV-bestand met kolommen estimate, observation, en als het kan date, source, note.",
        "CSV file with columns estimate, observation, and if possible date, source, note.",
    ),
    "help.update_date": (
        "Datum van waarnemingen zonder eigen datum; standaard vandaag.",
        "Date of observations that have none; today by default.",
    ),
    "help.update_source": ("Bron van waarnemingen zonder eigen bron.", "Source of observations that have none."),
    "help.update_save": (
        "Schrijf de casus met de waarnemingen naar dit bestand, commentaar en al.",
        "Write the case with the observations to this file, comments kept.",
    ),
    # observations: what the page says of the publication
    "reconciliation.updated": (
        "Waarnemingen die sindsdien zijn opgenomen tellen hier niet mee, want de publicatie kende ze niet: {labels}.",
        "Data taken in since are left out here, for the publication did not know them: {labels}.",
    ),
    "estimates.basis.updated": (
        "bijgewerkt met {data}; daarvoor {value}, {basis}",
        "updated with {data}; before that {value}, {basis}",
    ),
    # observations: figures
    "plot.update.title": ("{label}: vooraf, waargenomen, achteraf", "{label}: before, observed, after"),
    "plot.update.subtitle": (
        "Waargenomen {data}. Verwacht was {before}, en is nu {after} (90%-bereik {range}).",
        "Observed {data}. Expected was {before}, and is now {after} (90% range {range}).",
    ),
    "plot.update.titles": ("Vooraf, waargenomen, achteraf", "Before, observed, after"),
    "plot.update.subtitles": (
        "Wat over elke schatting bekend was, wat de waarneming alleen zegt, en wat beide samen zeggen.",
        "What was known of each estimate, what the observation alone says, and what both say together.",
    ),
    "plot.update.short": ("{data}: van {before} naar {after} ({range})", "{data}: from {before} to {after} ({range})"),
    "plot.update.prior": ("vooraf", "before"),
    "plot.update.likelihood": ("de waarneming alleen", "the observation alone"),
    "plot.update.posterior": ("achteraf", "after"),
    "plot.before_after.title": ("{label}: vooraf en achteraf", "{label}: before and after"),
    "plot.before_after.subtitle": (
        "Kans op een positief saldo: {before} vooraf, {after} na de waarnemingen.",
        "Chance of a positive balance: {before} before, {after} after the observations.",
    ),
    "plot.before_after.subtitle_plain": (
        "Mediaan: {before} vooraf, {after} na de waarnemingen.",
        "Median: {before} before, {after} after the observations.",
    ),
    "plot.before_after.before": ("vooraf", "before"),
    "plot.before_after.after": ("na de waarnemingen", "after the observations"),
    "error.plot_no_curve": (
        "de verdelingen van {found} zijn niet als lijn te tekenen: er is geen dichtheid. Lees de tabel.",
        "the distributions of {found} cannot be drawn as lines: there is no density. Read the table.",
    ),
}
