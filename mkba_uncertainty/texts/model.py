"""What goes wrong when a model runs: distributions and correlations, formulas and units, designs, output folders."""

_ALLOWED = (
    "Toegestaan zijn getallen met een decimale punt, namen, + - * / **, haakjes en de functies {functions}.",
    "Allowed are numbers with a decimal point, names, + - * / **, parentheses and the functions {functions}.",
)


def _with_allowed(dutch: str, english: str) -> tuple[str, str]:
    return f"{dutch} {_ALLOWED[0]}", f"{english} {_ALLOWED[1]}"


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
    # the stopping rule
    "error.until_ensemble": (
        "een stopregel laat een run groeien, en dit ensemble is al getrokken. Geef het model zelf.",
        "a stopping rule grows a run, and this ensemble has been drawn already. Give the model instead.",
    ),
    "error.until_form": (
        "'{found}' is geen stopregel. Verwacht: WAT:BREEDTE, zoals 'net_benefit > 0:0.01', 'net_benefit.mean:5000' of "
        "'first_order:0.01'.",
        "'{found}' is no stopping rule. Expected: WHAT:WIDTH, such as 'net_benefit > 0:0.01', 'net_benefit.mean:5000' "
        "or 'first_order:0.01'.",
    ),
    "error.until_width": (
        "de breedte '{found}' is geen getal boven nul. Geef na de laatste dubbele punt hoe breed het interval "
        "(hoog min laag) hooguit mag zijn.",
        "the width '{found}' is not a number above zero. Give after the last colon how wide the interval (high minus "
        "low) may be.",
    ),
    "error.until_unknown": (
        "deze analyse geeft geen '{found}'.{did_you_mean} Kies uit: {known}.",
        "this analysis gives no '{found}'.{did_you_mean} Choose from: {known}.",
    ),
    "error.until_replicates": (
        "max_replicates {found} is kleiner dan het aantal replicaties waarmee begonnen wordt, {fewest}. Verwacht: "
        "minstens {fewest}.",
        "max_replicates {found} is below the number of replicates to begin with, {fewest}. Expected: at least "
        "{fewest}.",
    ),
    # distributions: names
    "error.unknown_family": (
        "er is geen verdelingsfamilie {found}.{did_you_mean} Kies een van: {allowed}.",
        "there is no distribution family {found}.{did_you_mean} Choose one of: {allowed}.",
    ),
    "error.unknown_parameter": (
        "de familie {family} heeft geen parameter {found}.{did_you_mean} Geef: {allowed}.",
        "the family {family} has no parameter {found}.{did_you_mean} Give: {allowed}.",
    ),
    "error.parameter_missing": (
        "de familie {family} mist de parameter {key}. Geef: {allowed}.",
        "the family {family} lacks the parameter {key}. Give: {allowed}.",
    ),
    "error.parameters_do_not_mix": (
        "de parameters {found} van de familie {family} horen niet bij elkaar. Geef: {allowed}.",
        "the parameters {found} of the family {family} do not go together. Give: {allowed}.",
    ),
    # distributions: single numbers
    "error.parameter_not_a_number": (
        "{key} is {found}, geen getal. Geef een getal, zonder aanhalingstekens.",
        "{key} is {found}, not a number. Give a number, without quotation marks.",
    ),
    "error.parameter_not_finite": (
        "{key} is {found}. Geef een eindig getal, tussen -1e150 en 1e150.",
        "{key} is {found}. Give a finite number, between -1e150 and 1e150.",
    ),
    "error.parameter_not_positive": (
        "{key} is {found}. Geef een getal boven 0.",
        "{key} is {found}. Give a number above 0.",
    ),
    "error.parameter_negative": ("{key} is {found}. Geef 0 of meer.", "{key} is {found}. Give 0 or more."),
    "error.mass_outside_range": (
        "mass is {found}. Geef de kans op het interval, tussen 0 en 1, zoals 0.9.",
        "mass is {found}. Give the probability of the interval, between 0 and 1, such as 0.9.",
    ),
    # distributions: ranges
    "error.constant": (
        "{found} is de enige mogelijke waarde. Maak het bereik breder, of gebruik de familie point.",
        "{found} is the only possible value. Make the range wider, or use the family point.",
    ),
    "error.low_above_high": (
        "low ({found}) is hoger dan high ({high}). Wissel ze om of verbeter er een.",
        "low ({found}) is above high ({high}). Swap them or correct one.",
    ),
    "error.lower_not_below_upper": (
        "lower ({found}) ligt niet onder upper ({upper}). Wissel ze om of verbeter er een.",
        "lower ({found}) is not below upper ({upper}). Swap them or correct one.",
    ),
    "error.mode_outside_range": (
        "mode is {found}. Geef een waarde van low ({low}) tot en met high ({high}).",
        "mode is {found}. Give a value from low ({low}) to high ({high}).",
    ),
    "error.mean_outside_range": (
        "mean is {found}. Geef een waarde tussen low ({low}) en high ({high}).",
        "mean is {found}. Give a value between low ({low}) and high ({high}).",
    ),
    "error.sd_too_large": (
        "sd is {found}. Met gemiddelde {mean}, tussen {low} en {high}, is hij altijd kleiner dan {limit:.6g}; "
        "geef een kleinere, of een breder bereik.",
        "sd is {found}. With mean {mean}, between {low} and {high}, it is always below {limit:.6g}; "
        "give a smaller one, or a wider range.",
    ),
    "error.truncation_leaves_nothing": (
        "tussen {low} en {high} heeft de normale verdeling met mu {mu} en sigma {sigma} zo goed als geen kans. "
        "Verleg {key} of mu.",
        "between {low} and {high} the normal distribution with mu {mu} and sigma {sigma} has next to no probability. "
        "Move {key} or mu.",
    ),
    "error.not_a_logarithm": (
        "{key} is {found}. Bij log_normal gelden mu en sigma voor de natuurlijke logaritme, met |mu| + sigma^2 onder "
        "{limit:.0f}; geef anders mean en sd, of lower en upper.",
        "{key} is {found}. Of log_normal, mu and sigma are those of the natural logarithm, with |mu| + sigma^2 below "
        "{limit:.0f}; or else give mean and sd, or lower and upper.",
    ),
    # distributions: counts
    "error.count_outside_range": (
        "k is {found}. Geef een aantal van 0 tot en met n ({n}).",
        "k is {found}. Give a count from 0 to n ({n}).",
    ),
    "error.count_needs_prior": (
        "k is {found} van n = {n}, wat zonder voorkennis geen onzekerheid overlaat. Geef bijvoorbeeld prior = 0.5.",
        "k is {found} out of n = {n}, which leaves no uncertainty without a prior. Give, for instance, prior = 0.5.",
    ),
    # distributions: lists
    "error.parameter_not_a_list": (
        "{key} is {found}, geen lijst. Geef een lijst, zoals [1, 2].",
        "{key} is {found}, not a list. Give a list, such as [1, 2].",
    ),
    "error.parameter_empty": (
        "{key} is een lege lijst. Geef minstens twee waarden.",
        "{key} is an empty list. Give at least two values.",
    ),
    "error.lengths_differ": (
        "{key} telt {found} getallen. Geef er {expected}: een per waarde.",
        "{key} has {found} numbers. Give {expected}: one for each value.",
    ),
    "error.values_not_ascending": (
        "{found} staat na {before}. Geef de waarden oplopend, elk één keer.",
        "{found} comes after {before}. Give the values in ascending order, each once.",
    ),
    "error.probabilities_do_not_sum": (
        "de kansen tellen op tot {found:.10g}. Laat ze optellen tot 1.",
        "the probabilities sum to {found:.10g}. Make them sum to 1.",
    ),
    "error.not_a_family": (
        '{key} bevat {found}. Geef verdelingen; in een bestand zoals {{ family = "pert", ... }}.',
        '{key} holds {found}. Give distributions; in a file such as {{ family = "pert", ... }}.',
    ),
    # correlations
    "error.correlation_of_unknown": (
        "{found} is niet een van de onzekere namen.{did_you_mean} Kies uit: {known}.",
        "{found} is not one of the uncertain names.{did_you_mean} Choose from: {known}.",
    ),
    "error.correlation_with_itself": (
        "{found} is aan zichzelf gekoppeld. Noem twee verschillende namen.",
        "{found} is paired with itself. Name two different ones.",
    ),
    "error.correlation_outside_range": (
        "de correlatie van {key} is {found}. Geef een rangcorrelatie van -1 tot en met 1.",
        "the correlation of {key} is {found}. Give a rank correlation from -1 to 1.",
    ),
    "error.correlation_given_twice": (
        "de correlatie van {key} is {before} en ook {found}. Laat er een weg.",
        "the correlation of {key} is {before} and also {found}. Leave one out.",
    ),
    "error.correlation_impossible": (
        "deze correlaties kunnen niet samen bestaan (kleinste eigenwaarde {smallest}, verwacht werd 0 of meer). "
        "Dicht erbij kunnen wel: {nearest_possible}.",
        "these correlations cannot hold together (smallest eigenvalue {smallest}, expected 0 or more). "
        "Near them, these can: {nearest_possible}.",
    ),
    # distributions: metalogs and pools
    "error.metalog_terms": (
        "een metalog met {found} termen kan hier niet. Geef er 2 tot en met {most}.",
        "a metalog with {found} terms is not possible here. Give 2 to {most}.",
    ),
    "error.metalog_infeasible": (
        "deze metalog bestaat niet: bij kans {found:.3g} zou de dichtheid niet positief zijn. Neem minder termen, of "
        "kijk of de kwantielen van dezelfde persoon over hetzelfde gaan.",
        "there is no such metalog: at probability {found:.3g} its density would not be positive. Take fewer terms, or "
        "check that the quantiles are of one person about one thing.",
    ),
    "error.metalog_tail": (
        "deze metalog heeft geen bruikbare standaardafwijking: zijn open staart is te zwaar (macht {found:.3g}, "
        "verwacht werd hoogstens {limit}). Geef ook aan de open kant een grens.",
        "this metalog has no usable standard deviation: its open tail is too heavy (power {found:.3g}, expected at "
        "most {limit}). Give a bound on the open side too.",
    ),
    "error.metalog_too_large": (
        "deze metalog reikt voorbij {limit:g}. Kies een kleinere eenheid.",
        "this metalog reaches beyond {limit:g}. Choose a smaller unit.",
    ),
    "error.not_ascending": (
        "{found} staat na {before}. Geef {key} oplopend, elk één keer.",
        "{found} comes after {before}. Give {key} in ascending order, each once.",
    ),
    "error.probability_outside_range": (
        "{found} is geen kans tussen 0 en 1. Een grens waar niets voorbij kan, hoort bij low of high.",
        "{found} is not a probability between 0 and 1. A bound that nothing can pass belongs in low or high.",
    ),
    "error.value_outside_bounds": (
        "{found} ligt niet binnen low ({low}) en high ({high}). Verleg de grens of verbeter de waarde.",
        "{found} does not lie within low ({low}) and high ({high}). Move the bound or correct the value.",
    ),
    "error.no_density": (
        "de familie {found} heeft waarden met een eigen kans en dus geen dichtheid. Neem een lineaire pool (mixture) "
        "of een doorlopende verdeling.",
        "the family {found} has values with a probability of their own, so no density. Take a linear pool (mixture) "
        "or a continuous distribution.",
    ),
    "error.nothing_in_common": (
        "wat de een mogelijk acht, sluit een ander uit ({found}): een logaritmische pool houdt niets over. Neem een "
        "lineaire pool, of bespreek het verschil met de experts.",
        "what one holds possible another excludes ({found}): a logarithmic pool leaves nothing. Take a linear pool, or "
        "discuss the difference with the experts.",
    ),
    "error.log_pool_tail": (
        "deze pool heeft geen betrouwbare standaardafwijking: zijn staart is te zwaar. Geef de verdelingen een grens.",
        "this pool has no reliable standard deviation: its tail is too heavy. Give the distributions a bound.",
    ),
    # formulas and their units
    "error.formula_kind": (
        "{found} is geen formule. Verwacht: een tekst tussen aanhalingstekens, of een getal.",
        "{found} is not a formula. Expected: a text in quotation marks, or a number.",
    ),
    "error.formula_empty": (
        "de formule is leeg. Verwacht: een getal, een naam of een berekening.",
        "the formula is empty. Expected: a number, a name or a calculation.",
    ),
    "error.formula_long": (
        "de formule telt {found} tekens; {limit} mag. Splits haar in benoemde grootheden onder [quantities].",
        "the formula has {found} characters; {limit} are allowed. Split it in named quantities under [quantities].",
    ),
    "error.formula_deep": (
        "de formule is meer dan {limit} lagen diep (haakjes, mintekens, of de termen van één lange som). "
        "Splits haar in benoemde grootheden onder [quantities].",
        "the formula is more than {limit} levels deep (parentheses, minus signs, or the terms of one long sum). "
        "Split it in named quantities under [quantities].",
    ),
    "error.formula_not_finite": (
        "{found} is geen eindig getal. Controleer op een deling door nul, een te grote macht of een logaritme of "
        "wortel van een negatief getal.",
        "{found} is not a finite number. Look for a division by zero, too large a power, or a logarithm or root "
        "of a negative number.",
    ),
    "error.formula_syntax": _with_allowed(
        "bij teken {column} is de formule niet te lezen: '{found}'.",
        "at column {column} the formula cannot be read: '{found}'.",
    ),
    "error.formula_unfinished": _with_allowed(
        "de formule '{found}' houdt te vroeg op: bij teken {column} ontbreekt een getal of naam.",
        "the formula '{found}' ends too early: at column {column} a number or a name is missing.",
    ),
    "error.formula_character": _with_allowed(
        "{found} bij teken {column} hoort niet in een formule.",
        "{found} at column {column} has no place in a formula.",
    ),
    "error.formula_text": _with_allowed(
        "er begint een tekst tussen aanhalingstekens ({found}) bij teken {column}; een formule kent geen teksten.",
        "a text in quotation marks ({found}) begins at column {column}; a formula knows no texts.",
    ),
    "error.formula_equals": (
        "er staat een = vooraan (teken {column}), zoals in Excel. Laat het weg: '{found}'.",
        "the formula begins with = (column {column}), as in Excel. Leave out the =: '{found}'.",
    ),
    "error.formula_comparison": _with_allowed(
        "er staat een vergelijking of toewijzing ({found}) bij teken {column}; gebruik min, max of clip voor een "
        "grens.",
        "there is a comparison or assignment ({found}) at column {column}; use min, max or clip for a bound.",
    ),
    "error.formula_bracket": _with_allowed(
        "er staat {found} bij teken {column}; een formule kent alleen ronde haakjes en geen lijsten of indexen.",
        "there is {found} at column {column}; a formula knows only round parentheses, no lists or indices.",
    ),
    "error.formula_percent": _with_allowed(
        "er staat {found} bij teken {column}; schrijf een percentage als aandeel: 0.05 voor 5%.",
        "there is {found} at column {column}; write a percentage as a share: 0.05 for 5%.",
    ),
    "error.formula_power": _with_allowed(
        "er staat {found} bij teken {column}; schrijf een macht met **.",
        "there is {found} at column {column}; write a power with **.",
    ),
    "error.formula_comma": _with_allowed(
        "er staat een komma in '{found}' bij teken {column}; schrijf decimalen met een punt: 0.5.",
        "there is a comma in '{found}' at column {column}; write decimals with a point: 0.5.",
    ),
    "error.formula_product": _with_allowed(
        "in '{found}' bij teken {column} ontbreekt een rekenteken, zoals * voor een naam of haakje.",
        "in '{found}' at column {column} a sign is missing, such as * before a name or parenthesis.",
    ),
    "error.formula_attribute": _with_allowed(
        "'{found}' bij teken {column} vraagt met een punt een eigenschap op; een naam heeft er geen.",
        "'{found}' at column {column} asks for an attribute with a point; a name has none.",
    ),
    "error.formula_construct": _with_allowed(
        "'{found}' bij teken {column} is niet toegestaan.",
        "'{found}' at column {column} is not allowed.",
    ),
    "error.formula_function": _with_allowed(
        "'{found}' bij teken {column} roept een functie aan die niet bestaat, of er ontbreekt een * voor het haakje.",
        "'{found}' at column {column} calls a function that does not exist, or a * is missing before the parenthesis.",
    ),
    "error.formula_function_alone": (
        "{found} bij teken {column} is een functie. Schrijf er argumenten tussen haakjes achter, of kies een andere "
        "naam.",
        "{found} at column {column} is a function. Write its arguments in parentheses after it, or choose another "
        "name.",
    ),
    "error.formula_arguments": (
        "'{found}' bij teken {column} heeft {count} argumenten; verwacht: {expected}.",
        "'{found}' at column {column} has {count} arguments; expected: {expected}.",
    ),
    "error.formula_name": (
        "{found} bij teken {column} kan geen naam zijn. Een naam begint met een kleine letter en bestaat uit kleine "
        "letters, cijfers en _.",
        "{found} at column {column} cannot be a name. A name begins with a lower-case letter and consists of "
        "lower-case letters, digits and _.",
    ),
    "error.formula_unknown": (
        "de naam {found} bij teken {column} is onbekend. Voeg hem toe als schatting of grootheid, of verbeter hem.",
        "the name {found} at column {column} is unknown. Add it as an estimate or a quantity, or correct it.",
    ),
    "error.formula_unknown_nearest": (
        "de naam {found} bij teken {column} is onbekend. Bedoelt u {nearest}? Voeg hem anders toe als schatting of "
        "grootheid.",
        "the name {found} at column {column} is unknown. Did you mean {nearest}? Otherwise add it as an estimate or "
        "a quantity.",
    ),
    "error.formula_circular": (
        "de definities gaan in een kring: {found}. Minstens één ervan moet zonder de andere te berekenen zijn.",
        "the definitions go round in a circle: {found}. At least one must be computable without the others.",
    ),
    "error.unit_long": (
        "de eenheid telt {found} tekens; {limit} mag.",
        "the unit has {found} characters; {limit} are allowed.",
    ),
    "error.unit_syntax": (
        "'{found}' is geen eenheid. Verwacht: een van {units}, of een combinatie met * / ** en haakjes, zoals "
        "'EUR / year'.",
        "'{found}' is not a unit. Expected: one of {units}, or a combination with * / ** and parentheses, such as "
        "'EUR / year'.",
    ),
    "error.unit_percent": (
        "'{found}' is geen eenheid. Gebruik share, en schrijf het getal als aandeel: 0.05 voor 5%.",
        "'{found}' is not a unit. Use share, and write the number as a share: 0.05 for 5%.",
    ),
    "error.unit_unknown": (
        "de eenheid {found} is onbekend. Verwacht: een van {units}; gebruik count voor wat niet in de lijst staat.",
        "the unit {found} is unknown. Expected: one of {units}; use count for what is not in the list.",
    ),
    "error.unit_unknown_nearest": (
        "de eenheid {found} is onbekend. Bedoelt u {nearest}? Verwacht: een van {units}; gebruik count voor wat niet "
        "in de lijst staat.",
        "the unit {found} is unknown. Did you mean {nearest}? Expected: one of {units}; use count for what is not in "
        "the list.",
    ),
    "error.unit_number": (
        "het getal {term} in de formule heeft geen eenheid, waar {expected} nodig is. Maak er een schatting of "
        "grootheid met die eenheid van.",
        "the number {term} in the formula has no unit, where {expected} is due. Make it an estimate or a quantity "
        "with that unit.",
    ),
    "error.unit_differs": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Er ontbreekt een factor met eenheid {missing}, of "
        "een term of eenheid is verkeerd.",
        "'{term}' has unit {found}, where {expected} is due. A factor with unit {missing} is missing, or a term or a "
        "unit is wrong.",
    ),
    "error.unit_divide": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Deel door {name}.",
        "'{term}' has unit {found}, where {expected} is due. Divide by {name}.",
    ),
    "error.unit_multiply": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Vermenigvuldig met {name}.",
        "'{term}' has unit {found}, where {expected} is due. Multiply by {name}.",
    ),
    "error.unit_divide_new": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Deel door een grootheid "
        '{name} = {{ formula = "{value}", unit = "{unit}" }}.',
        "'{term}' has unit {found}, where {expected} is due. Divide by a quantity "
        '{name} = {{ formula = "{value}", unit = "{unit}" }}.',
    ),
    "error.unit_multiply_new": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Vermenigvuldig met een grootheid "
        '{name} = {{ formula = "{value}", unit = "{unit}" }}.',
        "'{term}' has unit {found}, where {expected} is due. Multiply by a quantity "
        '{name} = {{ formula = "{value}", unit = "{unit}" }}.',
    ),
    "error.unit_exponent": (
        "'{term}' heeft eenheid {found} en staat tot de macht '{exponent}'. Een macht van iets met een eenheid moet "
        "een getal zijn.",
        "'{term}' has unit {found} and is raised to the power '{exponent}'. A power of something with a unit must be "
        "a number.",
    ),
}
