"""Texts of the value of information."""

TEXTS: dict[str, tuple[str, str]] = {
    # options
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
    # studies
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
        "een binomiale studie telt welk deel van de huishoudens het heeft, maar deze schatting loopt van {low:.4g} tot "
        "{high:.4g}. Verwacht: een aandeel van 0 tot 1. Kies poisson (een aantal), normal (een bedrag) of duration "
        "(een "
        "duur).",
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
        "schattingen "
        "samen gemeten.",
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
        "of "
        "column to study.",
    ),
    # tables
    "error.rows_differ": (
        "het saldo heeft {found} rijen en de invoer {expected}. Verwacht: dezelfde trekkingen, rij voor rij.",
        "the net benefit has {found} rows and the inputs have {expected}. Expected: the same draws, row by row.",
    ),
    "error.row_labels_differ": (
        "de rijen van het saldo heten anders dan die van de invoer, of staan in een andere volgorde. Zet ze in "
        "dezelfde "
        "volgorde, met dezelfde index.",
        "the rows of the net benefit are labelled otherwise than those of the inputs, or are in another order. Put "
        "them "
        "in the same order, with the same index.",
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
    # the verdict
    "voi.verdict.prefer": (
        "Met wat nu bekend is: {option}, naar verwachting {gain} beter dan {second}; de kans dat dit de beste keuze "
        "is, is {chance}.",
        "On what is known now: {option}, expected to be {gain} better than {second}; the chance that it is the best "
        "choice is {chance}.",
    ),
    "voi.verdict.little": (
        "Meer weten is weinig waard: alles precies weten zou de keuze {amount} beter maken, {part} van dat verschil. "
        "Meer "
        "dan dat mag onderzoek voor deze keuze nooit kosten.",
        "Knowing more is worth little: knowing everything exactly would make the choice {amount} better, {part} of "
        "that "
        "difference. No research for this choice should ever cost more.",
    ),
    "voi.verdict.something": (
        "Alles precies weten zou de keuze {amount} beter maken, {part} van dat verschil. Meer dan dat mag onderzoek "
        "voor "
        "deze keuze nooit kosten.",
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
    # the screen
    "voi.title": (
        "{title}: wat is het waard om meer te weten? {label}",
        "{title}: what is it worth to know more? {label}",
    ),
    "voi.column.option": ("Keuze", "Option"),
    "voi.column.mean": ("Verwacht saldo", "Expected net benefit"),
    "voi.column.best": ("Kans op beste", "Chance it is best"),
    "voi.column.estimate": ("Schatting", "Estimate"),
    "voi.column.group": ("Groep", "Group"),
    "voi.column.worth": ("Waarde van weten", "Worth knowing"),
    "voi.column.interval": ("95%-interval", "95% interval"),
    "voi.column.bias": ("Waarvan ruis, afgetrokken", "Noise, taken off"),
    "voi.column.size": ("Huishoudens", "Households"),
    "voi.column.cost": ("Kosten", "Costs"),
    "voi.column.net": ("Waarde na kosten", "Worth after costs"),
    "voi.everything": ("Alles", "Everything"),
    "voi.others": ("{count} andere, elk hoogstens", "{count} others, each at most"),
    "voi.best_size": ("beste", "best"),
    "voi.asked": ("gevraagd", "asked"),
    "voi.study_title": (
        "Studie van {label}. Precies weten is {perfect} waard; meer kan geen studie opleveren.",
        "Study of {label}. Knowing exactly is worth {perfect}; no study can yield more.",
    ),
    "voi.scale": (
        "Voor {years} jaar (verdisconteerd tegen {rate}) en {population} keer de omvang van de casus: factor {factor}.",
        "For {years} years (discounted at {rate}) and {population} times the size of the case: factor {factor}.",
    ),
    "voi.threshold": ("Niets doen levert {amount} op.", "Doing nothing yields {amount}."),
    # figures
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
        "Streep: "
        "precies weten.",
        "How much better the choice is expected to become by a study, and what is left of that after its costs. "
        "Dashes: "
        "knowing exactly.",
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
    # the command
    "help.voi": (
        "Wat is het waard om meer te weten? Waarde van precies weten, per schatting en groep, en van een studie.",
        "What is it worth to know more? Worth of knowing exactly, by estimate and group, and of a study.",
    ),
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
}
