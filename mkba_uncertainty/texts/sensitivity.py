"""Texts of main effects, tornados, switching values, break-even lines and screening: errors."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.nothing_uncertain": (
        "geen enkele invoer is onzeker, dus er is niets te bewegen. Geef minstens één schatting een verdeling.",
        "no input is uncertain, so there is nothing to move. Give at least one estimate a distribution.",
    ),
    "error.input_fixed": (
        "{found} ligt vast op {value:.6g}. Kies een schatting met een verdeling, of een case of scenario waarin deze "
        "er een heeft.",
        "{found} is fixed at {value:.6g}. Choose an estimate that has a distribution, or a case or scenario in which "
        "this one has.",
    ),
    "error.too_few_nodes": (
        "het aantal punten van een kromme is {found}. Verwacht: een geheel getal van minstens 2.",
        "the number of nodes of a curve is {found}. Expected: a whole number of at least 2.",
    ),
    "error.mean_not_finite": (
        "de uitkomst is op sommige trekkingen geen getal (een verhouding waarvan de noemer niet boven nul ligt), dus "
        "heeft zij geen gemiddelde. Kies een andere uitkomst, zoals een saldo.",
        "the outcome is not a number on some draws (a ratio whose denominator is not above zero), so it has no mean. "
        "Choose another outcome, such as a balance.",
    ),
    "error.outcome_constant": (
        "de uitkomst is constant: op alle trekkingen {found:.6g}. Kies een uitkomst die van een onzekere schatting "
        "afhangt.",
        "the outcome is constant: {found:.6g} on every draw. Choose an outcome that depends on an uncertain estimate.",
    ),
    "error.outcome_constant_in_replicate": (
        "de uitkomst is constant binnen minstens één replicatie van {draws} trekkingen, dus is de fout van haar "
        "variantie niet te bepalen. Neem meer trekkingen per replicatie.",
        "the outcome is constant within at least one replicate of {draws} draws, so the error of its variance cannot "
        "be found. Take more draws per replicate.",
    ),
    "error.mean_is_zero": (
        "de verwachte uitkomst is precies nul en heeft dus geen teken dat kan omslaan. Kies een andere uitkomst.",
        "the expected outcome is exactly zero, so it has no sign that could flip. Choose another outcome.",
    ),
    "error.not_a_pair": (
        "een omslaglijn vraagt twee verschillende onzekere schattingen; dit zijn er niet twee: {found}. Noem er twee.",
        "a break-even line needs two different uncertain estimates; these are not two: {found}. Name two.",
    ),
    "error.tornado_mode": (
        "er is geen tornado van de soort {found}. Kies een van: {expected}.",
        "there is no tornado of mode {found}. Choose one of: {expected}.",
    ),
    "error.nothing_swings": (
        "geen enkele schatting of keuze beweegt deze uitkomst. Kies een uitkomst die van een onzekere schatting "
        "afhangt.",
        "no estimate or choice moves this outcome. Choose an outcome that depends on an uncertain estimate.",
    ),
    "error.too_few_trajectories": (
        "het aantal Morris-trajecten per replicatie is {found}. Verwacht: een geheel getal van minstens 2.",
        "the number of Morris trajectories in a replicate is {found}. Expected: a whole number of at least 2.",
    ),
    "error.too_few_draws": (
        "het aantal trekkingen per replicatie is {found}. Voor delta en PAWN zijn er minstens {fewest} nodig.",
        "the number of draws in a replicate is {found}. delta and PAWN need at least {fewest}.",
    ),
}
