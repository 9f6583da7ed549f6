"""Sentences about experts: their own answers in a case, seed questions, and choices that do not apply to answers."""

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
        "antwoorden van experts met een gewicht boven 0: {found}. Verwacht: minstens twee; zet één antwoord "
        "in value en een bereik in distribution.",
        "experts' answers with a weight above 0: {found}. Expected: at least two; put a single answer in "
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
    # seed questions
    "error.seeds_unreadable": (
        "dit bestand met peilvragen is niet te lezen. Verwacht: een tekstbestand (CSV, UTF-8) van een paar kB.",
        "this file of seed questions cannot be read. Expected: a text file (CSV, UTF-8) of a few kB.",
    ),
    "error.seeds_empty": (
        "er staan geen peilvragen in. Verwacht: een kopregel question,truth,expert,0.05,0.5,0.95 en per expert en "
        "vraag een regel.",
        "it holds no seed questions. Expected: a heading question,truth,expert,0.05,0.5,0.95 and a line for each "
        "expert and question.",
    ),
    "error.seeds_columns": (
        "de kopregel is {found}. Verwacht: question, truth, expert en kansen zoals 0.05, 0.5 en 0.95, elk één keer; "
        "background mag erbij.",
        "the heading is {found}. Expected: question, truth, expert and probabilities such as 0.05, 0.5 and 0.95, each "
        "once; background may be added.",
    ),
    "error.seeds_cells": (
        "deze regel heeft {found} cellen, de kopregel {expected}. Schrijf decimalen met een punt, en vul elke cel in.",
        "this line has {found} cells, the heading {expected}. Write decimals with a point, and fill in each cell.",
    ),
    "error.seeds_no_text": ("deze cel is leeg. Vul hem in.", "this cell is empty. Fill it in."),
    "error.seeds_no_number": (
        "hier staat {found}. Verwacht: een getal met een decimale punt.",
        "here stands {found}. Expected: a number with a decimal point.",
    ),
    "error.seeds_differ": (
        "bij vraag {question} staat hier {found}, en eerder {first}. Maak ze gelijk.",
        "for question {question} here stands {found}, and earlier {first}. Make them equal.",
    ),
    "error.seeds_twice": (
        "{found} beantwoordt vraag {question} twee keer. Laat een regel weg.",
        "{found} answers question {question} twice. Leave one line out.",
    ),
    "error.seeds_missing": (
        "{found} heeft geen antwoord op {question}. Elke expert beantwoordt elke peilvraag: vul aan, of laat de expert "
        "weg.",
        "{found} did not answer {question}. Each expert answers every seed question: add it, or leave the expert out.",
    ),
    "error.seeds_unknown_expert": (
        "{found} staat niet bij de peilvragen.{did_you_mean} Daar staan: {known}.",
        "{found} is not among the seed questions.{did_you_mean} There are: {known}.",
    ),
    "error.seeds_expert_twice": (
        "{found} geeft twee antwoorden. Elke expert geeft er één.",
        "{found} gives two answers. Each expert gives one.",
    ),
    "error.seeds_no_expert": (
        "van wie is antwoord {found}? Zet bij --seed-questions de naam van de expert erachter: {found}@naam.",
        "whose answer is {found}? With --seed-questions put the expert's name behind it: {found}@name.",
    ),
    # choices that do not apply
    "error.elicit_weight_no_number": (
        "{found}: achter @ staat een gewicht, zoals @2; een naam kan alleen met --seed-questions.",
        "{found}: behind @ stands a weight, such as @2; a name only goes with --seed-questions.",
    ),
    "error.elicit_weight_of_one": (
        "een gewicht ({found}) doet niets bij één expert. Laat het weg, of geef meer antwoorden.",
        "a weight ({found}) does nothing with one expert. Leave it out, or give more answers.",
    ),
    "error.elicit_pool_of_one": (
        "met één expert valt er niets te poolen. Laat --pool {found} weg, of geef meer antwoorden.",
        "with one expert there is nothing to pool. Leave --pool {found} out, or give more answers.",
    ),
    "error.elicit_pool_of_answers": (
        "losse getallen (--answers) gaan op hun eigen manier samen. Laat --pool {found} weg, of geef per expert een "
        "bereik.",
        "bare numbers (--answers) are summed up in their own way. Leave --pool {found} out, or give a range for each "
        "expert.",
    ),
    "error.elicit_unused_prior": (
        "een prior ({found}) hoort bij tellingen, en die zijn er niet. Laat hem weg, of geef k/n met --counts.",
        "a prior ({found}) belongs to counts, and there are none. Leave it out, or give k/n with --counts.",
    ),
    "error.elicit_unused_terms": (
        "termen ({found}) horen bij een metalog, en die wordt hier niet aangepast. Laat ze weg, of geef kwantielen, "
        "een interval of fiches en geen andere familie.",
        "terms ({found}) belong to a metalog, and none is fitted here. Leave them out, or give quantiles, an interval "
        "or chips and no other family.",
    ),
    "error.elicit_unused_cutoff": (
        "een drempel ({found}) voor kalibratie vraagt peilvragen. Laat hem weg, of geef --seed-questions.",
        "a cutoff ({found}) of calibration needs seed questions. Leave it out, or give --seed-questions.",
    ),
    "help.elicit.seed_questions": (
        "Weeg experts naar hun peilvragen (Cooke): een CSV met question,truth,expert,0.05,0.5,0.95. Achter @ staat dan "
        "de naam van de expert.",
        "Weigh experts by their seed questions (Cooke): a CSV with question,truth,expert,0.05,0.5,0.95. Behind @ then "
        "stands the expert's name.",
    ),
    "help.elicit.cutoff": (
        "Wie bij de peilvragen slechter gekalibreerd is dan dit telt niet mee (0.05).",
        "Who is calibrated less well than this on the seed questions does not count (0.05).",
    ),
    "plot.elicit.named": ("{name} ({weight})", "{name} ({weight})"),
    "elicit.title.named": ("{name} (gewicht {weight})", "{name} (weight {weight})"),
    "elicit.title.performance": ("Gewichten naar de peilvragen (Cooke)", "Weights by the seed questions (Cooke)"),
    "elicit.performance.expert": ("expert", "expert"),
    "elicit.performance.calibration": ("kalibratie", "calibration"),
    "elicit.performance.information": ("informatie", "information"),
    "elicit.performance.weight": ("gewicht", "weight"),
    "elicit.performance.cutoff": (
        "Wie onder kalibratie {cutoff} blijft krijgt gewicht 0.",
        "Who stays below calibration {cutoff} gets weight 0.",
    ),
}
