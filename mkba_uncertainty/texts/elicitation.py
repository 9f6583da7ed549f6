"""Experts: what is wrong with answers, metalogs, pools and seed questions; what ``mkba elicit`` and a case show."""

TEXTS: dict[str, tuple[str, str]] = {
    # answers
    "error.elicit_one_answer": (
        "gegeven: {found}. Geef precies één antwoord per expert: {allowed}.",
        "given: {found}. Give exactly one answer for each expert: {allowed}.",
    ),
    "error.elicit_number": (
        "{found} is geen getal, of te groot. Geef een eindig getal.",
        "{found} is not a number, or too large. Give a finite number.",
    ),
    "error.elicit_shape": (
        "{found} is geen rij van de vorm ({expected}). Geef die getallen, in die volgorde.",
        "{found} is not a row of the form ({expected}). Give these numbers, in this order.",
    ),
    "error.elicit_support": (
        "de ondergrens {found} ligt niet onder de bovengrens {high}. Wissel ze om of verbeter er een.",
        "the lower bound {found} is not below the upper bound {high}. Swap them or correct one.",
    ),
    "error.elicit_outside_support": (
        "{found} ligt niet binnen de mogelijke waarden, {low} tot {high}. Verruim het bereik (support) of verbeter het "
        "antwoord.",
        "{found} does not lie within the possible values, {low} to {high}. Widen the support or correct the answer.",
    ),
    "error.elicit_too_few": (
        "{found} is te weinig. Geef minstens twee kwantielen (kans en waarde) of bakken met fiches.",
        "{found} is too little. Give at least two quantiles (probability and value) or bins with chips.",
    ),
    "error.elicit_probability": (
        "{found} is geen kans tussen 0 en 1. Geef 0.25 voor een kwart; de uiterste waarden horen in support.",
        "{found} is not a probability between 0 and 1. Give 0.25 for a quarter; the extremes belong in support.",
    ),
    "error.elicit_not_ascending": (
        "bij de grotere kans {probability} hoort {found}, niet meer dan {before}. Geef bij een grotere kans een "
        "grotere waarde.",
        "the larger probability {probability} has the value {found}, no more than {before}. Give a larger value for a "
        "larger probability.",
    ),
    "error.elicit_three_point": (
        "{found} is geen laagste, meest waarschijnlijke en hoogste waarde. Geef ze oplopend, de "
        "laagste onder de hoogste.",
        "{found} is not a lowest, most likely and highest value. Give them ascending, the lowest below the highest.",
    ),
    "error.elicit_interval": (
        "{found} ligt niet onder {upper}. Geef eerst de ondergrens, dan de bovengrens.",
        "{found} is not below {upper}. Give the lower end first, then the upper one.",
    ),
    "error.elicit_bins_overlap": (
        "de bak die bij {found} begint, overlapt met een die tot {before} loopt. Laat bakken op elkaar aansluiten.",
        "the bin that starts at {found} overlaps one that runs to {before}. Let bins adjoin.",
    ),
    "error.elicit_chips": ("{found} fiches kan niet. Geef 0 of meer.", "{found} chips cannot be. Give 0 or more."),
    "error.elicit_too_few_bins": (
        "er liggen fiches in {found} bakken. Verdeel ze over minstens drie; neem anders smallere bakken.",
        "chips lie in {found} bins. Spread them over at least three; or else take narrower bins.",
    ),
    "error.elicit_counts": (
        "{found} van {n} kan niet. Geef een aantal k van 0 tot en met n, met n boven 0.",
        "{found} of {n} cannot be. Give a count k from 0 to n, with n above 0.",
    ),
    "error.elicit_se": (
        "de standaardfout is {found}. Geef een getal boven 0.",
        "the standard error is {found}. Give a number above 0.",
    ),
    "error.elicit_no_range": (
        "een antwoord van het soort {found} noemt geen bereik om ruimer te lezen. Laat read_as weg of vraag "
        "een interval.",
        "an answer of the kind {found} states no range to read wider. Leave out read_as, or ask for an interval.",
    ),
    "error.elicit_read_as": (
        "{found} is geen kans onder die van het genoemde bereik ({stated:.4g}). Geef een lagere, zoals 0.6.",
        "{found} is not a probability below that of the stated range ({stated:.4g}). Give a lower one, such as 0.6.",
    ),
    "error.elicit_family": (
        "{found} is geen familie om aan te passen.{did_you_mean} Kies een van: {known}.",
        "{found} is not a family to fit.{did_you_mean} Choose one of: {known}.",
    ),
    "error.elicit_nothing_fits": (
        "geen familie (gevraagd: {found}) past bij dit antwoord ({kind}) op {low} tot {high}. Kies een andere familie "
        "of een ander bereik, of geef meer kwantielen.",
        "no family (asked: {found}) suits this answer ({kind}) on {low} to {high}. Choose another family or support, "
        "or give more quantiles.",
    ),
    # pools
    "error.elicit_experts": (
        "er zijn {found} experts. Verwacht: {expected}, een per gewicht.",
        "there are {found} experts. Expected: {expected}, one for each weight.",
    ),
    "error.elicit_weight": (
        "een gewicht is {found}. Geef gewichten van 0 of meer, niet alle 0.",
        "a weight is {found}. Give weights of 0 or more, not all 0.",
    ),
    "error.elicit_pool_method": (
        "{found} is geen manier om te poolen.{did_you_mean} Kies uit: {known}.",
        "{found} is not a way to pool.{did_you_mean} Choose from: {known}.",
    ),
    "error.elicit_not_pooled": (
        "{found} is geen verdeling. Geef families, of wat fit teruggeeft.",
        "{found} is not a distribution. Give families, or what fit returns.",
    ),
    "error.elicit_few_answers": (
        "er is {found} antwoord. Geef er minstens twee, van verschillende experts.",
        "there is {found} answer. Give at least two, of different experts.",
    ),
    "error.elicit_same_answers": (
        "alle antwoorden zijn {found}: zij zeggen niets over de spreiding. Vraag de experts om een bereik.",
        "all answers are {found}: they say nothing of the spread. Ask the experts for a range.",
    ),
    "error.elicit_pooled_support": (
        "antwoorden op {low} tot {high} zijn niet samen te vatten. Geef twee grenzen, alleen ondergrens 0, "
        "of geen grens.",
        "answers on {low} to {high} cannot be summed up. Give two bounds, the lower bound 0 alone, or no bound.",
    ),
    # seed questions
    "error.cooke_shape": (
        "{key} heeft de vorm {found}. Verwacht: {expected}.",
        "{key} has the shape {found}. Expected: {expected}.",
    ),
    "error.cooke_levels": (
        "{found} zijn geen oplopende kansen tussen 0 en 1. Geef bijvoorbeeld 0.05, 0.5 en 0.95.",
        "{found} are not ascending probabilities between 0 and 1. Give 0.05, 0.5 and 0.95, for instance.",
    ),
    "error.cooke_not_ascending": (
        "bij vraag {question} van {key} lopen de kwantielen {found} niet op. Verbeter het antwoord.",
        "at question {question} of {key} the quantiles {found} do not ascend. Correct the answer.",
    ),
    "error.cooke_not_positive": (
        "bij vraag {question} ligt niet alles boven 0, wat een logaritmische achtergrond vraagt. Neem uniform.",
        "at question {question} not all is above 0, as a logarithmic background needs. Take uniform.",
    ),
    "error.cooke_background": (
        "{found} is geen achtergrond. Kies uniform of loguniform.",
        "{found} is not a background. Choose uniform or loguniform.",
    ),
    "error.cooke_overshoot": (
        "overshoot is {found}. Geef een getal boven 0, zoals 0.1.",
        "overshoot is {found}. Give a number above 0, such as 0.1.",
    ),
    "error.cooke_nobody": (
        "geen enkele expert haalt kalibratie {found}; de beste heeft {best:.3g}. Verlaag cutoff of weeg gelijk.",
        "no expert reaches calibration {found}; the best has {best:.3g}. Lower cutoff, or weigh equally.",
    ),
    # what people see
    "elicit.misfit": (
        "geen familie komt dicht bij dit antwoord: gevraagd was {asked} kans op hoogstens {value}, de beste ({family}) "
        "geeft {achieved}.",
        "no family comes near this answer: asked was a probability of {asked} of at most {value}, the best ({family}) "
        "gives {achieved}.",
    ),
    # plots
    "error.plot_several_experts": (
        "deze figuur toont een expert; hier zijn er {found}. Teken ze met plot_pool.",
        "this plot shows one expert; here are {found}. Draw them with plot_pool.",
    ),
    "error.plot_one_expert": (
        "deze figuur toont meer experts, hier is er een. Teken hem met plot_fit.",
        "this plot shows several experts, here is one. Draw it with plot_fit.",
    ),
    "error.plot_no_density": (
        "{found} heeft geen dichtheid om te tekenen. Neem een doorlopende verdeling.",
        "{found} has no density to draw. Take a continuous distribution.",
    ),
    "plot.elicit.x": ("waarde", "value"),
    "plot.elicit.fit.title": ("Wat de expert zei, als verdeling", "What the expert said, as a distribution"),
    "plot.elicit.fit.subtitle": (
        "Bij elk streepje de kans op hoogstens die waarde, tussen haakjes wat de verdeling geeft als dat scheelt.",
        "At each mark the probability of at most that value, in brackets what the best fit gives where that differs.",
    ),
    "plot.elicit.read_as": (
        "Het genoemde bereik is gelezen als een van {mass}.",
        "The stated range was read as one of {mass}.",
    ),
    "plot.elicit.fit.label": ("{family} (mist {misfit})", "{family} (misses {misfit})"),
    "plot.elicit.as_stated": ("op zijn woord ({mass})", "at its word ({mass})"),
    "plot.elicit.expert": ("expert {place} ({weight})", "expert {place} ({weight})"),
    "plot.elicit.pool.title": ("Wat de experts samen zeggen", "What the experts say together"),
    "plot.elicit.pool.subtitle": (
        "Verdeling per expert (met gewicht), en samengenomen.",
        "Distribution of each expert (with its weight), and taken together.",
    ),
    "plot.elicit.pool.subtitle.answers": (
        "Elk stokje is zo hoog als het gewicht van het antwoord. De verdeling heeft hun gemiddelde en spreiding.",
        "Each stem is as high as the weight of the answer. The distribution has their mean and spread.",
    ),
    "plot.elicit.pool.mixture": ("samen (lineair)", "pooled (linear)"),
    "plot.elicit.pool.log_pool": ("samen (logaritmisch)", "pooled (logarithmic)"),
    "plot.elicit.pool.answers": ("samen", "together"),
    "plot.elicit.answer": ("antwoord van een expert", "answer of one expert"),
    # the command
    "help.elicit": (
        "Van antwoorden van experts naar een verdeling: elke familie aangepast, gevraagd tegen verkregen; herhaal een "
        "antwoord om experts te poolen. Een gewicht komt achter een @: --quantiles 0.25=25,0.5=30,0.75=40@2",
        "From experts' answers to a distribution: every family fitted, asked against achieved; repeat an answer to "
        "pool experts. A weight goes behind an @: --quantiles 0.25=25,0.5=30,0.75=40@2",
    ),
    "example.elicit": (
        "mkba elicit --quantiles 0.25=25,0.5=30,0.75=40 --support 0,100\n"
        "mkba elicit --three-point 15,30,50 --three-point 10,25,60   # twee deskundigen samen",
        "mkba elicit --quantiles 0.25=25,0.5=30,0.75=40 --support 0,100\n"
        "mkba elicit --three-point 15,30,50 --three-point 10,25,60   # two experts together",
    ),
    "help.elicit.quantiles": (
        "Kansen en waarden: 0.25=25,0.5=30,0.75=40. Herhaalbaar, een per expert; dat geldt voor alle antwoorden.",
        "Probabilities and values: 0.25=25,0.5=30,0.75=40. Repeatable, one an expert; so are all answers.",
    ),
    "help.elicit.three_point": (
        "Laagste, meest waarschijnlijke en hoogste waarde: 15,30,50.",
        "Lowest, most likely and highest value: 15,30,50.",
    ),
    "help.elicit.interval": (
        "Onder- en bovengrens, en de kans daartussen: 10,40,0.9.",
        "Lower and upper end, and the probability between: 10,40,0.9.",
    ),
    "help.elicit.roulette": (
        "Fiches in bakken: 0-10:1,10-20:4,20-30:4,30-40:1.",
        "Chips in bins: 0-10:1,10-20:4,20-30:4,30-40:1.",
    ),
    "help.elicit.counts": ("Geteld: k van n gevallen, 31/120.", "Counted: k of n cases, 31/120."),
    "help.elicit.mean_se": ("Gemiddelde en standaardfout: 30,5.", "Mean and standard error: 30,5."),
    "help.elicit.answers": (
        "Alleen één getal per expert, met gewicht: 15@94,30@75,20@75. Gaat niet samen met andere antwoorden.",
        "One number an expert and no more, with its weight: 15@94,30@75,20@75. Does not go with other answers.",
    ),
    "help.elicit.support": (
        "Waarden die kunnen: 0,100. Laat een kant leeg als die open is: 0,",
        "Values that are possible: 0,100. Leave a side empty if it is open: 0,",
    ),
    "help.elicit.family": (
        "Alleen deze familie, zoals beta, pert, log_normal of metalog.",
        "This family only, such as beta, pert, log_normal or metalog.",
    ),
    "help.elicit.read_as": (
        "Lees het genoemde bereik als een met deze lagere kans (0.6), tegen overmoed; beide worden getoond.",
        "Read the stated range as one of this lower probability (0.6), against overconfidence; both are shown.",
    ),
    "help.elicit.prior": (
        "Bij tellingen: bij k en bij n - k opgeteld (0.5: Jeffreys).",
        "With counts: added to k and to n - k (0.5: Jeffreys).",
    ),
    "help.elicit.terms": ("Termen van een metalog.", "Terms of a metalog."),
    "help.elicit.pool": (
        "Hoe experts samengaan: linear (mengsel) of log (product).",
        "How experts are pooled: linear (mixture) or log (product).",
    ),
    "error.elicit_syntax": (
        "{found} is niet te lezen. Schrijf het als {expected}, met een punt in een getal.",
        "{found} cannot be read. Write it like {expected}, with a point in a number.",
    ),
    "error.elicit_twice": (
        "de kans {found} staat er twee keer. Laat er een weg.",
        "the probability {found} is given twice. Leave one out.",
    ),
    "error.elicit_no_answer": (
        "er is geen antwoord gegeven. Geef bijvoorbeeld --quantiles 0.25=25,0.5=30,0.75=40; zie mkba elicit --help.",
        "no answer was given. Give, for instance, --quantiles 0.25=25,0.5=30,0.75=40; see mkba elicit --help.",
    ),
    "error.elicit_answers_alone": (
        "--answers zijn losse getallen en gaan niet samen met andere antwoorden of keuzen ({found}). Laat een van de "
        "twee weg.",
        "--answers are bare numbers and do not go with other answers or choices ({found}). Leave one of the two out.",
    ),
    "elicit.title": ("Van antwoord naar verdeling", "From answer to distribution"),
    "elicit.title.expert": ("Expert {place} (gewicht {weight})", "Expert {place} (weight {weight})"),
    "elicit.title.read_as": (
        "Het genoemde bereik gelezen als een van {mass}",
        "The stated range read as one of {mass}",
    ),
    "elicit.title.as_stated": ("Op zijn woord", "At its word"),
    "elicit.title.pooled.linear": ("Samen: lineaire pool", "Together: linear pool"),
    "elicit.title.pooled.log": ("Samen: logaritmische pool", "Together: log-linear pool"),
    "elicit.title.pooled.answers": ("Samen: gemiddelde en spreiding", "Together: mean and spread"),
    "elicit.family": ("familie", "family"),
    "elicit.reading": ("lezing", "reading"),
    "elicit.asked": ("gevraagd", "asked"),
    "elicit.misfit.column": ("afwijking", "misses"),
    "elicit.refused": ("{family} kan niet: {reason}", "{family} is refused: {reason}"),
    "elicit.warning": ("Let op: {warning}", "Mind: {warning}"),
    "elicit.paste": ("Voor een casusbestand:", "For a case file:"),
    # experts of a case, seed questions, and choices that do not apply to answers
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
