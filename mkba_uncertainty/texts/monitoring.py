"""Texts of observations, and of the same question after monitoring data."""

TEXTS: dict[str, tuple[str, str]] = {
    # what was observed
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
        "{name} is {found}. Expected: a text in quotes.",
    ),
    "error.observation_of_amount": (
        "{found} is een aandeel, maar de schatting is een bedrag. Geef een gemiddelde en zijn standaardfout "
        "(2.1+-0.3).",
        "{found} is a share, but the estimate is an amount. Give a mean and its standard error (2.1+-0.3).",
    ),
    # what an observation makes of a distribution
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
    # estimates that hang together
    "error.observed_block": (
        "waarnemingen aan {found} hebben de schattingen verschoven die ermee samenhangen, en deze analyse kan dan "
        "niets over elk van die schattingen apart zeggen. Kies --dependence independent, of gebruik run, voi of "
        "update.",
        "data on {found} have moved the estimates that hang together with it, and this analysis then cannot speak of "
        "each of these by itself. Choose --dependence independent, or use run, voi or update.",
    ),
    "error.observed_beside": (
        "deze schatting hangt samen met {found}, waaraan is waargenomen: gegeven deze schatting alleen is niet te "
        "zeggen wat daarvan overblijft. Noem ze samen als groep, of kies --dependence independent.",
        "this estimate hangs together with {found}, on which there are data: what is left of those given this "
        "estimate alone cannot be told. Name them together as a group, or choose --dependence independent.",
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
}
