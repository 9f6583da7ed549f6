"""Sentences about experts' own answers in a case."""

TEXTS: dict[str, tuple[str, str]] = {
    "whatif.footer.pooled": (
        "Eén die een scenario zet op wat de experts antwoordden is aan beide kanten onzeker.",
        "One that a scenario sets to what the experts answered is uncertain on both sides.",
    ),
    "explorer.state.experts": (
        "getrokken uit de antwoorden van de experts, dit is het gemiddelde",
        "drawn from the experts' answers, this is the mean",
    ),
    "explorer.change.experts": (
        "{label}: volgens de antwoorden van de experts, gemiddeld {value}",
        "{label}: as the experts answered, {value} on average",
    ),
    "error.no_experts": (
        "{found} heeft geen antwoorden van experts, dus valt er niets te poolen. Voeg ze aan de schatting toe "
        "(experts), of geef een getal.",
        "{found} has no experts' answers, so there is nothing to pool. Add them to the estimate (experts), or give a "
        "number.",
    ),
    "error.few_experts": (
        "er zijn {found} antwoorden van experts met een gewicht boven 0. Verwacht: minstens twee; zet één antwoord "
        "in value en een bereik in distribution.",
        "there are {found} experts' answers with a weight above 0. Expected: at least two; put a single answer in "
        "value and a range in distribution.",
    ),
    "error.experts_contradict": (
        "de antwoorden van de experts, van {low} tot {high}, lopen verder uiteen dan één verdeling kan. Vraag na of "
        "allen hetzelfde bedoelden, of reken met de uitersten als aparte scenario's.",
        "the experts' answers, from {low} to {high}, lie further apart than one distribution can. Ask whether all "
        "meant the same, or run the extremes as scenarios of their own.",
    ),
    "error.experts_of_choice": (
        "een schatting met rol {role} wordt gekozen, niet geschat, maar heeft antwoorden van experts. Verwijder ze, of "
        "kies de rol expert, observed of unit_value.",
        "an estimate with role {role} is chosen, not estimated, but has experts' answers. Remove them, or choose the "
        "role expert, observed or unit_value.",
    ),
    "error.expected_scenario_value": (
        'hier staat {found}. Verwacht: een eindig getal, of "pooled" voor een schatting met antwoorden van experts.',
        'here stands {found}. Expected: a finite number, or "pooled" for an estimate with experts\' answers.',
    ),
    "error.option_is_knowledge": (
        "het scenario {found} gaat over wat er van {sets} bekend is; dat valt niet te kiezen. Laat deze optie weg, of "
        "geef het scenario mee met --scenario {found}: dan geldt het voor alle opties.",
        "the scenario {found} is about what is known of {sets}; that cannot be chosen. Leave this option out, or give "
        "--scenario {found}: then it holds for all options.",
    ),
}
