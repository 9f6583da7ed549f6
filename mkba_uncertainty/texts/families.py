"""What is wrong with the parameters of a distribution, or with correlations."""

TEXTS: dict[str, tuple[str, str]] = {
    # names
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
    # single numbers
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
    "error.parameter_negative": (
        "{key} is {found}. Geef 0 of meer.",
        "{key} is {found}. Give 0 or more.",
    ),
    "error.mass_outside_range": (
        "mass is {found}. Geef de kans op het interval, tussen 0 en 1, zoals 0.9.",
        "mass is {found}. Give the probability of the interval, between 0 and 1, such as 0.9.",
    ),
    # ranges
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
    # counts
    "error.count_outside_range": (
        "k is {found}. Geef een aantal van 0 tot en met n ({n}).",
        "k is {found}. Give a count from 0 to n ({n}).",
    ),
    "error.count_needs_prior": (
        "k is {found} van n = {n}, wat zonder voorkennis geen onzekerheid overlaat. Geef bijvoorbeeld prior = 0.5.",
        "k is {found} out of n = {n}, which leaves no uncertainty without a prior. Give, for instance, prior = 0.5.",
    ),
    # lists
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
}
