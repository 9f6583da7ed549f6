"""What is said of distribution families and of correlations: mostly, what is wrong with their parameters."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.unknown_family": (
        "er is geen verdelingsfamilie {found}; bedoelde u {nearest}? Mogelijk zijn: {allowed}",
        "there is no distribution family {found}; did you mean {nearest}? Possible are: {allowed}",
    ),
    "error.unknown_parameter": (
        "de familie {family} heeft geen parameter {found}; bedoelde u {nearest}? Geef {allowed}",
        "the family {family} has no parameter {found}; did you mean {nearest}? Give {allowed}",
    ),
    "error.parameter_missing": (
        "de familie {family} mist de parameter {key}; geef {allowed}",
        "the family {family} lacks the parameter {key}; give {allowed}",
    ),
    "error.parameters_do_not_mix": (
        "de parameters {found} van de familie {family} horen niet bij elkaar; geef {allowed}",
        "the parameters {found} of the family {family} do not go together; give {allowed}",
    ),
    "error.parameter_not_a_number": (
        "{key} is {found}; verwacht werd een getal",
        "{key} is {found}; expected a number",
    ),
    "error.parameter_not_finite": (
        "{key} is {found}; verwacht werd een eindig getal, tussen -1e150 en 1e150",
        "{key} is {found}; expected a finite number, between -1e150 and 1e150",
    ),
    "error.parameter_not_a_list": (
        "{key} is {found}; verwacht werd een lijst, zoals [1, 2]",
        "{key} is {found}; expected a list, such as [1, 2]",
    ),
    "error.parameter_empty": (
        "{key} is een lege lijst; geef minstens twee waarden",
        "{key} is an empty list; give at least two values",
    ),
    "error.parameter_not_positive": (
        "{key} is {found}; verwacht werd een getal boven 0",
        "{key} is {found}; expected a number above 0",
    ),
    "error.parameter_negative": (
        "{key} is {found}; verwacht werd 0 of meer",
        "{key} is {found}; expected 0 or more",
    ),
    "error.low_above_high": (
        "low ({found}) is hoger dan high ({high}); wissel ze om of verbeter er een",
        "low ({found}) is above high ({high}); swap them or correct one",
    ),
    "error.mode_outside_range": (
        "mode is {found}; verwacht werd een waarde van low ({low}) tot en met high ({high})",
        "mode is {found}; expected a value from low ({low}) to high ({high})",
    ),
    "error.mean_outside_range": (
        "mean is {found}; verwacht werd een waarde tussen low ({low}) en high ({high})",
        "mean is {found}; expected a value between low ({low}) and high ({high})",
    ),
    "error.sd_too_large": (
        "sd is {found}; met gemiddelde {mean} tussen {low} en {high} is hij altijd kleiner dan {limit:.6g}",
        "sd is {found}; with mean {mean} between {low} and {high} it is always below {limit:.6g}",
    ),
    "error.constant": (
        "{found} is de enige mogelijke waarde; maak het bereik breder, of gebruik de familie point",
        "{found} is the only possible value; make the range wider, or use the family point",
    ),
    "error.lower_not_below_upper": (
        "lower ({found}) ligt niet onder upper ({upper}); wissel ze om of verbeter er een",
        "lower ({found}) is not below upper ({upper}); swap them or correct one",
    ),
    "error.mass_outside_range": (
        "mass is {found}; verwacht werd de kans op het interval, tussen 0 en 1, zoals 0.9",
        "mass is {found}; expected the probability of the interval, between 0 and 1, such as 0.9",
    ),
    "error.count_outside_range": (
        "k is {found}; verwacht werd een aantal van 0 tot en met n ({n})",
        "k is {found}; expected a count from 0 to n ({n})",
    ),
    "error.count_needs_prior": (
        "k is {found} van n = {n}: dat laat zonder a-prioriverdeling geen onzekerheid over; geef bijvoorbeeld prior = 0.5",
        "k is {found} out of n = {n}: without a prior that leaves no uncertainty; give, say, prior = 0.5",
    ),
    "error.not_a_logarithm": (
        "{key} is {found}; mu en sigma zijn die van de natuurlijke logaritme, met |mu| + sigma^2 onder {limit:.0f}; "
        "geef anders mean en sd, of lower en upper",
        "{key} is {found}; mu and sigma are those of the natural logarithm, with |mu| + sigma^2 below {limit:.0f}; "
        "or give mean and sd, or lower and upper",
    ),
    "error.truncation_leaves_nothing": (
        "tussen {low} en {high} heeft de normale verdeling met mu {mu} en sigma {sigma} zo goed als geen kans; "
        "verleg {key} of mu",
        "between {low} and {high} the normal distribution with mu {mu} and sigma {sigma} has next to no probability; "
        "move {key} or mu",
    ),
    "error.lengths_differ": (
        "{key} telt {found} getallen; verwacht werden er {expected}, een per waarde",
        "{key} has {found} numbers; expected {expected}, one for each value",
    ),
    "error.values_not_ascending": (
        "values zet {found} na {before}; geef de waarden oplopend, elk één keer",
        "values has {found} after {before}; give the values in ascending order, each once",
    ),
    "error.probabilities_do_not_sum": (
        "de kansen tellen op tot {found:.10g}; verwacht werd 1",
        "the probabilities sum to {found:.10g}; expected 1",
    ),
    "error.not_a_family": (
        '{key} bevat {found}; verwacht werden verdelingen, in een bestand zoals {{ family = "pert", ... }}',
        '{key} holds {found}; expected distributions, in a file such as {{ family = "pert", ... }}',
    ),
    "error.correlation_outside_range": (
        "de correlatie van {key} is {found}; verwacht werd een rangcorrelatie van -1 tot en met 1",
        "the correlation of {key} is {found}; expected a rank correlation from -1 to 1",
    ),
    "error.correlation_with_itself": (
        "{found} is aan zichzelf gekoppeld; noem twee verschillende namen",
        "{found} is paired with itself; name two different ones",
    ),
    "error.correlation_given_twice": (
        "de correlatie van {key} is {before} en nog eens {found}; laat er een weg",
        "the correlation of {key} is {before} and again {found}; leave one out",
    ),
    "error.correlation_of_unknown": (
        "{found} is niet een van de onzekere namen; mogelijk zijn: {allowed}",
        "{found} is not one of the uncertain names; possible are: {allowed}",
    ),
    "error.correlation_impossible": (
        "deze correlaties kunnen niet samen bestaan (kleinste eigenwaarde {smallest}, verwacht werd 0 of meer); "
        "wel kunnen, zo dicht mogelijk erbij: {nearest}",
        "these correlations cannot hold together (smallest eigenvalue {smallest}, expected 0 or more); "
        "near them, these can: {nearest}",
    ),
}
