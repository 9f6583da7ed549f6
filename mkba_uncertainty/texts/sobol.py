"""Sentences of Sobol' indices and of the stopping rule."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.until_ensemble": (
        "een stopregel laat een run groeien, en dit ensemble is al getrokken. Geef het model zelf.",
        "a stopping rule grows a run, and this ensemble has been drawn already. Give the model instead.",
    ),
    "error.sobol_correlated": (
        "Sobol'-indices veronderstellen onafhankelijke schattingen, en in dit model hangen {found} samen. Kies de "
        "variant 'independent', of shapley, dat met samenhang rekent.",
        "Sobol' indices take estimates to be independent, and in this model {found} depend on each other. Choose the "
        "variant 'independent', or shapley, which allows for dependence.",
    ),
    "error.sobol_nothing_uncertain": (
        "geen enkele invoer is onzeker, dus er is geen onzekerheid te verdelen. Geef minstens één schatting een "
        "verdeling.",
        "no input is uncertain, so there is no uncertainty to divide. Give at least one estimate a distribution.",
    ),
    "error.sobol_constant": (
        "de uitkomst is constant: {found:.6g} op alle trekkingen. Zonder spreiding hebben indices geen betekenis. Kies "
        "een uitkomst die van een onzekere schatting afhangt.",
        "the outcome is constant: {found:.6g} on every draw. Without spread, indices have no meaning. Choose an "
        "outcome that depends on an uncertain estimate.",
    ),
    "error.sobol_not_finite": (
        "de uitkomst is op sommige trekkingen geen getal (een verhouding waarvan de noemer niet boven nul ligt), dus "
        "haar variantie bestaat niet. Kies een andere uitkomst, zoals een saldo.",
        "the outcome is not a number on some draws (a ratio whose denominator is not above zero), so it has no "
        "variance. Choose another outcome, such as a balance.",
    ),
    "error.group_by": (
        "'{found}' is geen indeling in groepen. Verwacht: 'role' of 'tag' (van een casus), of een dict van "
        "groepsnaam naar schattingen.",
        "'{found}' is no way to form groups. Expected: 'role' or 'tag' (of a case), or a mapping of group name to "
        "estimates.",
    ),
    "error.group_twice": (
        "'{found}' staat in twee groepen: '{first}' en '{second}'. Elke schatting hoort in één groep.",
        "'{found}' is in two groups: '{first}' and '{second}'. Each estimate belongs in one group.",
    ),
    "error.group_empty": (
        "de groep bevat geen onzekere schatting. Verwacht: minstens één; vaste waarden dragen geen onzekerheid.",
        "the group holds no uncertain estimate. Expected: at least one; fixed values carry no uncertainty.",
    ),
    "error.group_name": (
        "de groep heet zoals een schatting die er niet in zit. Kies een andere naam.",
        "the group has the name of an estimate that is not in it. Choose another name.",
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
    "sobol.role.expert": ("Deskundigenoordeel", "Expert judgement"),
    "sobol.role.observed": ("Geregistreerde aantallen", "Registered counts"),
    "sobol.role.unit_value": ("Kengetallen", "Unit values"),
}
