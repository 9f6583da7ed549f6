"""Error sentences of models, designs and output folders: what goes wrong when a sound case or function is run."""

TEXTS: dict[str, tuple[str, str]] = {
    # see ``mkba_uncertainty.errors``
    "error.place.line": ("regel {line}", "line {line}"),
    "error.several": ("{count} fouten gevonden", "{count} errors found"),
    "error.too_few_effective_each": (
        "de waarnemingen aan {names} laten in een replicatie effectief {found:.0f} trekkingen over; minstens "
        "{fewest:.0f} zijn nodig, en meer replicaties helpen daar niet aan. Neem meer trekkingen (--draws {more} in "
        "plaats van {draws}), of kies --dependence independent.",
        "the data on {names} leave an effective {found:.0f} draws in a replicate; at least {fewest:.0f} are needed, "
        "and more replicates do not help. Take more draws (--draws {more} instead of {draws}), or choose --dependence "
        "independent.",
    ),
    "error.recurring_in_block": (
        "bij {found} komen waarden terug (ze hebben een eigen kans), en er is samenhang met andere schattingen: wat "
        "zo'n waarde over de andere zegt, kan deze analyse niet uitrekenen. Gebruik run of main_effect, neem een "
        "continue verdeling, of kies --dependence independent.",
        "values of {found} recur (they have a probability of their own), under dependence on other estimates: what "
        "such a value says of the others cannot be computed in this analysis. Use run or main_effect, take a "
        "continuous distribution, or choose --dependence independent.",
    ),
    # See ``say``: a sentence with {did_you_mean} needs a fact ``nearest``, which may be None.
    "did_you_mean": (" Bedoelt u {nearest}?", " Did you mean {nearest}?"),
    # models
    "error.no_outcomes": (
        "er is geen enkele uitkomst genoemd. Noem er minstens één.",
        "no outcomes are named. Name at least one.",
    ),
    "error.no_family": (
        "dit is van het type {found}. Verwacht: een verdeling, zoals Pert(0.1, 0.3, 0.5), of Point(0.3) voor een vast "
        "getal.",
        "this is of type {found}. Expected: a distribution, such as Pert(0.1, 0.3, 0.5), or Point(0.3) for a fixed "
        "number.",
    ),
    "error.outcome_is_input": (
        "{found} is zowel invoer als uitkomst. Geef de uitkomst een andere naam.",
        "{found} is an input and an outcome at once. Give the outcome another name.",
    ),
    "error.correlation_labels": (
        "de rijen heten {found} en de kolommen {expected}. Verwacht: dezelfde namen in dezelfde volgorde.",
        "the rows are called {found} and the columns {expected}. Expected: the same names in the same order.",
    ),
    "error.correlation_asymmetric": (
        "{first} met {second} is {found}, maar {second} met {first} is {other}. Verwacht: een symmetrische matrix.",
        "{first} with {second} is {found}, but {second} with {first} is {other}. Expected: a symmetric matrix.",
    ),
    "error.correlation_unknown": (
        "{found} is geen onzekere invoer van het model.{did_you_mean} Laat alleen invoer met een verdeling "
        "samenhangen.",
        "{found} is no uncertain input of the model.{did_you_mean} Correlate only inputs that have a distribution.",
    ),
    "error.unknown_outcome": (
        "het model heeft geen uitkomst {found}.{did_you_mean} Kies een van: {known}.",
        "the model has no outcome {found}.{did_you_mean} Choose one of: {known}.",
    ),
    "error.unknown_input": (
        "het model heeft geen invoer {found}.{did_you_mean} Kies een van: {known}.",
        "the model has no input {found}.{did_you_mean} Choose one of: {known}.",
    ),
    "error.missing_input": (
        "er is geen waarde gegeven voor {found}. Geef elke onzekere invoer een getal of een reeks getallen.",
        "no value is given for {found}. Give every uncertain input a number or an array of numbers.",
    ),
    "error.input_shape": (
        "de waarden hebben de vorm {found}. Verwacht: een getal, of één getal per trekking: ({rows},).",
        "the values have shape {found}. Expected: a number, or one number a draw: ({rows},).",
    ),
    "error.unknown_scenario": (
        "de casus heeft geen scenario {found}.{did_you_mean} Kies een van: {known}.",
        "the case has no scenario {found}.{did_you_mean} Choose one of: {known}.",
    ),
    "error.unknown_dependence": (
        "de casus heeft geen variant van samenhang {found}.{did_you_mean} Kies een van: {known}.",
        "the case has no variant of dependence {found}.{did_you_mean} Choose one of: {known}.",
    ),
    # what a model gives
    "error.outcomes_not_named": (
        "de functie van het model gaf een {found}. Verwacht: een dict van uitkomst naar reeks getallen.",
        "the function of the model gave a {found}. Expected: a dict of outcome to array of numbers.",
    ),
    "error.outcome_missing": (
        "de functie van het model gaf deze uitkomst niet, maar alleen: {found}. Laat de functie haar geven, of haal "
        "haar weg bij outcomes.",
        "the function of the model did not give this outcome, but only: {found}. Make the function give it, or leave "
        "it out of outcomes.",
    ),
    "error.outcome_kind": (
        "de functie van het model gaf waarden van het type {found}. Verwacht: reële getallen.",
        "the function of the model gave values of type {found}. Expected: real numbers.",
    ),
    "error.outcome_shape": (
        "de functie van het model gaf een reeks van vorm {found}. Verwacht: één getal per trekking: ({rows},). Reken "
        "met hele reeksen en vat ze niet samen.",
        "the function of the model gave an array of shape {found}. Expected: one number a draw: ({rows},). Compute "
        "with whole arrays and do not summarise them.",
    ),
    "error.outcome_not_finite": (
        "de uitkomst is {found} bij de trekking {draw}. Zoek een deling door nul, een te grote macht, of een logaritme "
        "of wortel van een negatief getal, of maak de verdeling van deze invoer nauwer.",
        "the result is {found} at the draw {draw}. Look for a division by zero, too large a power, or a logarithm or "
        "root of a negative number, or narrow the distribution of these inputs.",
    ),
    "error.outside_horizon": (
        "de duur is {found} jaar bij de trekking {draw}. Verwacht: 0 tot {longest} jaar, want verder reikt de horizon "
        "van de casus niet. Maak de horizon langer, of de verdeling van deze invoer nauwer.",
        "the duration is {found} years at the draw {draw}. Expected: 0 to {longest} years, for the case's horizon ends "
        "there. Lengthen the horizon, or narrow the distribution of these inputs.",
    ),
    # designs
    "error.design_kind": (
        "er is geen steekproefopzet {found}. Kies een van: {expected}.",
        "there is no sampling design {found}. Choose one of: {expected}.",
    ),
    "error.replicates_most": (
        "{found} replicaties is te veel. Verwacht: hooguit {most}. Neem meer trekkingen per replicatie.",
        "{found} replicates are too many. Expected: at most {most}. Take more draws in each replicate.",
    ),
    "error.replicates": (
        "het aantal replicaties is {found}. Verwacht: een geheel getal van minstens 2, want de fout van elk getal komt "
        "uit het verschil tussen replicaties.",
        "the number of replicates is {found}. Expected: a whole number of at least 2, for the error of every number "
        "comes from the differences between replicates.",
    ),
    "error.draws_range": (
        "het aantal trekkingen per replicatie is {found}. Verwacht: een geheel getal van 2 tot {most}.",
        "the number of draws in a replicate is {found}. Expected: a whole number from 2 to {most}.",
    ),
    "error.draws_power": (
        "het aantal trekkingen per replicatie is {found}; een Sobol'-reeks vraagt een macht van twee. Kies {below} of "
        "{above}.",
        "the number of draws in a replicate is {found}; a Sobol' sequence needs a power of two. Choose {below} or "
        "{above}.",
    ),
    "error.seed_negative": (
        "het startgetal is {found}. Verwacht: een geheel getal van 0 of hoger.",
        "the seed is {found}. Expected: a whole number of 0 or more.",
    ),
    # output
    "error.out_is_file": (
        "dit is een bestand. Geef een map: een bestaande, of een nieuwe naam.",
        "this is a file. Give a folder: an existing one, or a new name.",
    ),
    "error.not_writable": (
        "hier is niet te schrijven: {found}. Kies een map waarin u mag schrijven en waar ruimte is.",
        "this cannot be written: {found}. Choose a folder that you may write to and that has room.",
    ),
}
