"""Which estimates matter: indices, main effects, tornados, switching values, screening; and the stopping rule."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.nothing_uncertain": (
        "geen enkele invoer is onzeker, dus er is niets te bewegen. Geef minstens één schatting een verdeling.",
        "no input is uncertain, so there is nothing to move. Give at least one estimate a distribution.",
    ),
    "error.input_fixed": (
        "{found} ligt vast op {value:.6g}. Kies een schatting met een verdeling, of een casus of scenario waarin deze "
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
    # The command line.
    "help.sobol": (
        "Welke schattingen bepalen de onzekerheid? Sobol'-indices met hun rekenfout.",
        "Which estimates carry the uncertainty? Sobol' indices with their errors.",
    ),
    "help.tornado": (
        "Wat beweegt het saldo, één schatting tegelijk? Keuzes (knoppen, waardeoordelen) apart.",
        "What swings the balance, one estimate at a time? Choices (levers, value choices) apart.",
    ),
    "help.switching": (
        "Waar slaat het oordeel om? De waarde van elke schatting waarbij het verwachte saldo nul is.",
        "Where does the verdict flip? The value of each estimate at which the expected balance is zero.",
    ),
    "help.screen": (
        "Welke schattingen doen er niet toe? Morris, delta en PAWN, met SALib.",
        "Which estimates do not matter? Morris, delta and PAWN, by SALib.",
    ),
    "help.outcome": (
        "Uitkomst: costs, benefits, net_benefit, bcr, financial_net, financial_bcr, line:<id>, post:<id>, actor:<id>, "
        "year:<k>.",
        "Outcome: costs, benefits, net_benefit, bcr, financial_net, financial_bcr, line:<id>, post:<id>, actor:<id>, "
        "year:<k>.",
    ),
    "help.outcomes": (
        "Uitkomst; mag vaker. Anders de zes hoofduitkomsten.",
        "Outcome; repeatable. Otherwise the six headline outcomes.",
    ),
    "help.pairs": (
        "Ook van elk paar: wat twee schattingen alleen samen dragen.",
        "Of each pair as well: what two estimates carry only together.",
    ),
    "help.group": (
        "Neem schattingen samen, naar rol of naar label.",
        "Take estimates together, by role or by tag.",
    ),
    "help.mode": (
        "median: de andere schattingen op hun mediaan. mean: gemiddeld over hun verdeling, wat samenspel ziet.",
        "median: the other estimates at their median. mean: averaged over their distributions, which sees "
        "interactions.",
    ),
    "help.trajectories": (
        "Morris-trajecten per replicatie.",
        "Morris trajectories in each replicate.",
    ),
    # Tables on the screen.
    "table.estimate": ("schatting", "estimate"),
    "table.choice": ("keuze", "choice"),
    "table.first_order": ("alleen", "alone"),
    "table.total_order": ("in totaal", "in all"),
    "table.pair": ("paar", "pair"),
    "table.second_order": ("alleen samen", "only together"),
    "table.leading": ("wat het meest weegt (alleen)", "what weighs most (alone)"),
    "table.from_to": ("van – tot", "from – to"),
    "table.outcome_from_to": ("uitkomst", "outcome"),
    "table.outcome_from_to_millions": ("uitkomst, mln €", "outcome, €M"),
    "table.swing": ("uitslag", "swing"),
    "table.switching_value": ("omslagwaarde", "switching value"),
    "table.relative_change": ("verschil", "change"),
    "table.beyond": ("kans daar voorbij", "chance beyond it"),
    "table.never": ("slaat binnen haar bereik niet om", "does not flip it within its range"),
    "table.closest": ("dichtst bij nul", "closest to zero"),
    "table.mu_star": ("μ*", "μ*"),
    "table.mu_star_millions": ("μ*, mln €", "μ*, €M"),
    "table.sigma": ("σ", "σ"),
    "table.delta": ("delta", "delta"),
    "table.pawn": ("PAWN", "PAWN"),
    "sobol.left_out": ("Zonder indices: {label}. {reason}", "Without indices: {label}. {reason}"),
    "error.switching_ratio": (
        "'{found}' is een verhouding, en die keert het oordeel bij 1, niet bij 0. Kies het saldo dat erbij hoort: "
        "net_benefit of financial_net.",
        "'{found}' is a ratio, which flips the verdict at 1, not at 0. Choose the balance that goes with it: "
        "net_benefit or financial_net.",
    ),
    "sobol.no_pairs": (
        "geen paar is van nul te onderscheiden",
        "no pair can be told from zero",
    ),
    "tornado.without_range": (
        "Zonder balk, want geen scenario verandert ze: {labels}.",
        "Without a bar, as no scenario changes them: {labels}.",
    ),
    "switching.mean": ("{label} naar verwachting: {mean}.", "{label} as expected: {mean}."),
    "switching.farther": ("verder weg", "farther off"),
    "screening.dummy": ("iets dat niets doet", "something that does nothing"),
    "screening.note": (
        "μ*: hoe groot het effect van de hele reikwijdte gemiddeld is; σ: hoe sterk dat effect wisselt. "
        "Delta en PAWN: hoe ver de verdeling van de uitkomst verschuift als de schatting bekend is; wat niet hoger "
        "scoort dan iets dat niets doet, kan vast staan.",
        "μ*: how large the effect of the whole range is on average; σ: how much that effect varies. "
        "Delta and PAWN: how far the distribution of the outcome moves if the estimate is known; what scores no higher "
        "than something that does nothing may be fixed.",
    ),
    "screening.dependence": (
        "Morris kent geen samenhang: elke schatting beweegt daar alleen.",
        "Morris knows no dependence: each estimate moves alone there.",
    ),
    "sensitivity.footer": (
        "{draws} trekkingen in {replicates} replicaties, startgetal {seed}.",
        "{draws} draws in {replicates} replicates, seed {seed}.",
    ),
    # Sobol' indices, groups, and the stopping rule
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
