"""What drives an outcome: tornado, switching values, break-even lines, indices, screening and what if."""

TEXTS: dict[str, tuple[str, str]] = {
    # what cannot be computed
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
    "error.switching_ratio": (
        "'{found}' is een verhouding, en die keert het oordeel bij 1, niet bij 0. Kies het saldo dat erbij hoort: "
        "net_benefit of financial_net.",
        "'{found}' is a ratio, which flips the verdict at 1, not at 0. Choose the balance that goes with it: "
        "net_benefit or financial_net.",
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
    "error.indices_of_groups": (
        "eerste-orde- en totaalindices bij samenhang zijn er alleen per schatting. Laat --group of --indices weg.",
        "first- and total-order indices under dependence are of single estimates only. Leave out --group or --indices.",
    ),
    "error.plot_no_second_order": (
        "dit resultaat heeft geen indices van paren. Bereken het met second_order=True (op de opdrachtregel --second).",
        "this result has no indices of pairs. Compute it with second_order=True (--second on the command line).",
    ),
    "error.plot_no_curves": (
        "er is niets te tekenen: dit resultaat heeft geen krommen. Noem een of meer schattingen.",
        "there is nothing to draw: this result has no curves. Name one or more estimates.",
    ),
    "error.plot_across": (
        "de krommen kunnen niet langs '{found}' staan. Kies een van: {expected}.",
        "the curves cannot stand along '{found}'. Choose one of: {expected}.",
    ),
    # the command line
    "help.sobol": (
        "Welke schattingen bepalen de onzekerheid? Sobol'-indices met hun rekenfout.",
        "Which estimates carry the uncertainty? Sobol' indices with their errors.",
    ),
    "example.sobol": (
        "mkba sobol arnhem-ozo\n"
        "mkba sobol arnhem-ozo --outcome net_benefit --second   # ook paren\n"
        "mkba sobol arnhem-ozo --group role",
        "mkba sobol arnhem-ozo\n"
        "mkba sobol arnhem-ozo --outcome net_benefit --second   # pairs too\n"
        "mkba sobol arnhem-ozo --group role",
    ),
    "folder.sheet.sobol": ("Aandelen in onzekerheid", "Shares of uncertainty"),
    "help.tornado": (
        "Wat beweegt het saldo, één schatting tegelijk? Keuzes (knoppen, waardeoordelen) apart.",
        "What swings the balance, one estimate at a time? Choices (levers, value choices) apart.",
    ),
    "example.tornado": (
        "mkba tornado arnhem-ozo\nmkba tornado arnhem-ozo --outcome actor:municipality --mode mean",
        "mkba tornado arnhem-ozo\nmkba tornado arnhem-ozo --outcome actor:municipality --mode mean",
    ),
    "folder.sheet.tornado": ("Tornado", "Tornado"),
    "help.switching": (
        "Waar slaat het oordeel om? De waarde van elke schatting waarbij het verwachte saldo nul is.",
        "Where does the verdict flip? The value of each estimate at which the expected balance is zero.",
    ),
    "example.switching": (
        "mkba switching arnhem-ozo\nmkba switching arnhem-ozo --outcome financial_net",
        "mkba switching arnhem-ozo\nmkba switching arnhem-ozo --outcome financial_net",
    ),
    "folder.sheet.switching": ("Omslagwaarden", "Switching values"),
    "help.screen": (
        "Welke schattingen doen er niet toe? Morris, delta en PAWN, met SALib.",
        "Which estimates do not matter? Morris, delta and PAWN, by SALib.",
    ),
    "example.screen": ("mkba screen arnhem-ozo --trajectories 32", "mkba screen arnhem-ozo --trajectories 32"),
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
    "help.group": ("Neem schattingen samen, naar rol of naar label.", "Take estimates together, by role or by tag."),
    "help.mode": (
        "median: de andere schattingen op hun mediaan. mean: gemiddeld over hun verdeling, wat samenspel ziet.",
        "median: the other estimates at their median. mean: averaged over their distributions, which sees "
        "interactions.",
    ),
    "help.trajectories": ("Morris-trajecten per replicatie.", "Morris trajectories in each replicate."),
    "help.shapley": (
        "Welke schattingen bepalen de onzekerheid, ook als zij samenhangen? Shapley-effecten, samen 100%.",
        "Which estimates carry the uncertainty, also where they hang together? Shapley effects, 100% in all.",
    ),
    "example.shapley": (
        "mkba shapley arnhem-ozo --dependence expected\nmkba shapley arnhem-ozo --group tag",
        "mkba shapley arnhem-ozo --dependence expected\nmkba shapley arnhem-ozo --group tag",
    ),
    "folder.sheet.shapley": ("Shapley-effecten", "Shapley effects"),
    "help.shapley_outcome": ("Van welke uitkomst.", "Of which outcome."),
    "help.shapley_group": (
        "Neem schattingen samen per rol (role) of label (tag).",
        "Take estimates together by role or tag.",
    ),
    "help.shapley_indices": (
        "Toon ook de eerste-orde- en totaalindex die samenhang toestaan.",
        "Show the first- and total-order index that allow for dependence too.",
    ),
    # tables on the screen
    "table.estimate": ("schatting", "estimate"),
    "table.choice": ("keuze", "choice"),
    "table.first_order": ("alleen", "alone"),
    "table.total_order": ("in totaal", "in all"),
    "table.pair": ("paar", "pair"),
    "table.second_order": ("alleen samen", "only together"),
    "table.leading": ("wat het meest weegt (alleen)", "what weighs most (alone)"),
    "table.from_to": ("van – tot", "from – to"),
    "table.outcome_from_to": ("uitkomst", "outcome"),
    "table.swing": ("uitslag", "swing"),
    "table.switching_value": ("omslagwaarde", "switching value"),
    "table.relative_change": ("verschil", "change"),
    "table.beyond": ("kans daar voorbij", "chance beyond it"),
    "table.never": ("slaat binnen haar bereik niet om", "does not flip it within its range"),
    "table.closest": ("dichtst bij nul", "closest to zero"),
    "table.mu_star": ("μ*", "μ*"),
    "table.sigma": ("σ", "σ"),
    "table.delta": ("delta", "delta"),
    "table.pawn": ("PAWN", "PAWN"),
    "sobol.left_out": ("Zonder indices: {label}. {reason}", "Without indices: {label}. {reason}"),
    "sobol.no_pairs": ("geen paar is van nul te onderscheiden", "no pair can be told from zero"),
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
    "sobol.role.expert": ("Deskundigenoordeel", "Expert judgement"),
    "sobol.role.observed": ("Geregistreerde aantallen", "Registered counts"),
    "sobol.role.unit_value": ("Kengetallen", "Unit values"),
    "shapley.column.estimate": ("schatting of groep", "estimate or group"),
    "shapley.column.effect": ("Shapley-effect", "Shapley effect"),
    "shapley.column.first": ("1e orde, volledig", "first, full"),
    "shapley.column.total": ("totaal, onafhankelijk", "total, independent"),
    "shapley.starred": (
        "* Hangt samen met andere schattingen; wat zij delen, is gelijk over hen verdeeld.",
        "* Hangs together with other estimates; what they share is divided evenly among them.",
    ),
    "shapley.indices": (
        "1e orde, volledig: wat verdwijnt als deze schatting bekend was, met alles wat zij over andere zegt. "
        "Totaal, onafhankelijk: wat overblijft als alle andere bekend waren. Alleen Shapley-effecten zijn samen 100%.",
        "First, full: what goes if this estimate were known, with all that it says of others. Total, "
        "independent: what is left if all others were known. Only Shapley effects add up to 100%.",
    ),
    # Tornado.
    "plot.tornado.title": ("{label}: wat beweegt het meest?", "{label}: what swings it most?"),
    "plot.tornado.median": (
        "Elke schatting van haar 10%- naar haar 90%-kwantiel, de andere op hun mediaan. "
        "Buiten beeld: dat schattingen elkaar versterken, en tegelijk kunnen afwijken.",
        "Each estimate from its 10% to its 90% quantile, the others at their median. "
        "Left out: that estimates amplify each other, and may be off at once.",
    ),
    "plot.tornado.mean": (
        "Elke schatting van haar 10%- naar haar 90%-kwantiel, gemiddeld over de andere. "
        "Buiten beeld: dat er meer tegelijk kunnen afwijken.",
        "Each estimate from its 10% to its 90% quantile, averaged over the others. "
        "Left out: that several may be off at once.",
    ),
    "plot.tornado.low": ("schatting laag (10%)", "estimate low (10%)"),
    "plot.tornado.high": ("schatting hoog (90%)", "estimate high (90%)"),
    "plot.tornado.choice_low": ("keuze op haar laagste waarde", "choice at its lowest value"),
    "plot.tornado.choice_high": ("keuze op haar hoogste waarde", "choice at its highest value"),
    "plot.tornado.column": ("uitslag,\nschatting van – tot", "swing,\nestimate from – to"),
    "plot.tornado.at_most": ("elk hooguit {swing}", "each at most {swing}"),
    # Switching values.
    "plot.switching.title": ("Waar slaat het oordeel om?", "Where does the verdict flip?"),
    "plot.switching.subtitle": (
        "Bij welke waarde van één schatting de verwachting van '{label}' nul is, met de andere op hun verdeling.",
        "At which value of one estimate '{label}' is expected to be zero, with the others at their distributions.",
    ),
    "plot.switching.x": ("verschil met de puntschatting", "change from the point estimate"),
    "plot.switching.range": ("90%-bereik van de schatting", "90% range of the estimate"),
    "plot.switching.value": ("omslagwaarde", "switching value"),
    "plot.switching.column": ("omslagwaarde,\nkans daar voorbij", "switching value,\nchance beyond it"),
    "plot.switching.never": ("niet binnen haar bereik", "not within its range"),
    "plot.switching.chance": ("{change}, kans {chance}", "{change}, chance {chance}"),
    "plot.switching.above": ("blijft boven {closest}", "stays above {closest}"),
    "plot.switching.below": ("blijft onder {closest}", "stays below {closest}"),
    # Break-even line.
    "plot.break_even.title": (
        "Waar slaat het oordeel om als er twee bewegen?",
        "Where does the verdict flip if two move?",
    ),
    "plot.break_even.subtitle": (
        "Op de lijn is de verwachting van '{label}' nul, met de andere schattingen op hun verdeling. Kans op het "
        "gearceerde gebied: {chance}.",
        "On the line '{label}' is expected to be zero, with the other estimates at their distributions. Chance of the "
        "hatched area: {chance}.",
    ),
    "plot.break_even.line": ("verwachting nul", "expected to be zero"),
    "plot.break_even.beyond": ("ander teken", "the other sign"),
    "plot.break_even.draws": ("trekkingen van het paar", "draws of the pair"),
    # Sobol' indices.
    "plot.sobol.title": (
        "{label}: welke schattingen bepalen de onzekerheid?",
        "{label}: which estimates carry the uncertainty?",
    ),
    "plot.sobol.subtitle": (
        "Aandeel in de variantie. Alleen: wat wegvalt als deze schatting bekend is. In totaal: met al het samenspel "
        "waaraan zij meedoet.",
        "Share of the variance. Alone: what goes if this estimate is known. In all: with every interaction it takes "
        "part in.",
    ),
    "plot.sobol.first": ("alleen (eerste orde)", "alone (first order)"),
    "plot.sobol.total": ("in totaal (totale orde)", "in all (total order)"),
    "plot.sobol.x": ("aandeel in de variantie", "share of the variance"),
    "plot.sobol.column": ("alleen,\nin totaal", "alone,\nin all"),
    "plot.sobol.interactions": ("Samenspel van schattingen", "Estimates acting together"),
    # Second order.
    "plot.second_order.title": ("{label}: welke schattingen werken samen?", "{label}: which estimates act together?"),
    "plot.second_order.subtitle": (
        "Aandeel in de variantie dat twee schattingen alleen samen dragen. Op de diagonaal, omlijnd: alleen. Grijs: "
        "niet van nul te onderscheiden.",
        "Share of the variance that two estimates carry only together. On the diagonal, framed: alone. Grey: cannot be "
        "told from zero.",
    ),
    # Main effects.
    "plot.main_effect.title": (
        "{label}: hoe hangt het van een schatting af?",
        "{label}: how does it depend on one estimate?",
    ),
    "plot.main_effect.subtitle": (
        "Gemiddelde over alle andere schattingen. Grijs: 90%-bereik van de schatting. De band om de lijn, vaak te smal "
        "om te zien, is de rekenfout (95%).",
        "Mean over all other estimates. Grey: 90% range of the estimate. The band around the line, often too narrow to "
        "see, is the error of the calculation (95%).",
    ),
    "plot.main_effect.share": ("{share} van de variantie", "{share} of the variance"),
    "plot.main_effect.curve": ("gemiddelde gegeven de schatting", "mean given the estimate"),
    "plot.scatter.title": ("{label}: trekkingen tegen één schatting", "{label}: draws against one estimate"),
    "plot.scatter.subtitle": (
        "Elke stip is een trekking van alle schattingen; de lijn is het gemiddelde gegeven deze ene.",
        "Each dot is a draw of all estimates; the line is the mean given this one.",
    ),
    "plot.scatter.draw": ("trekking", "draw"),
    "plot.spider.title": ("{label}: alle schattingen bij elkaar", "{label}: all estimates together"),
    "plot.spider.subtitle": (
        "Gemiddelde over de andere schattingen. Hoe steiler, hoe meer de schatting ertoe doet.",
        "Mean over the other estimates. The steeper, the more the estimate matters.",
    ),
    "plot.spider.quantile": (
        "waar de schatting in haar eigen verdeling ligt",
        "where the estimate lies in its own distribution",
    ),
    "plot.spider.relative": (
        "verschil van de schatting met haar puntwaarde",
        "change of the estimate from its point value",
    ),
    # Screening.
    "plot.screening.title": ("{label}: welke schattingen doen ertoe?", "{label}: which estimates matter?"),
    "plot.screening.subtitle": (
        "Morris: naar rechts telt de schatting zwaarder; naar boven is haar effect minder een rechte lijn of hangt het "
        "meer van de andere af.",
        "Morris: to the right the estimate weighs more; upwards its effect is less of a straight line, or depends more "
        "on the others.",
    ),
    "plot.screening.x": ("gemiddelde grootte van het effect (μ*)", "mean size of the effect (μ*)"),
    "plot.screening.y": ("spreiding van het effect (σ)", "spread of the effect (σ)"),
    "plot.screening.column": ("de zwaarste {count}", "the {count} that weigh most"),
    "plot.screening.linear": ("σ = 0,1 μ*: rechte lijn", "σ = 0.1 μ*: straight line"),
    "plot.screening.monotonic": ("σ = 0,5 μ*: één richting", "σ = 0.5 μ*: one direction"),
    # Shapley effects.
    "plot.shapley.title": ("{label}: wie draagt de onzekerheid?", "{label}: what carries the uncertainty?"),
    "plot.shapley.independent": (
        "Shapley-effecten: aandeel in de variantie, wisselwerking gelijk verdeeld. Samen 100%.",
        "Shapley effects: share of the variance, interactions divided evenly. 100% in all.",
    ),
    "plot.shapley.dependent": (
        "Shapley-effecten: aandeel in de variantie. Wisselwerking, en wat schattingen delen doordat zij samenhangen, "
        "is gelijk verdeeld. Samen 100%.",
        "Shapley effects: share of the variance. Interactions, and what estimates share because they hang together, "
        "are divided evenly. 100% in all.",
    ),
    "plot.shapley.column": ("Shapley-effect\nen rekenfout", "Shapley effect\nand its error"),
    "plot.shapley.x": ("aandeel in de variantie", "share of the variance"),
    "plot.shapley.alone": ("hangt met niets samen", "hangs together with nothing"),
    "plot.shapley.together": ("hangt samen met andere", "hangs together with others"),
    # the chapter on the page
    "drivers.title": ("Waar hangt het van af?", "What drives it?"),
    "drivers.lead": (
        "Geen schatting draagt meer van de onzekerheid dan ‘{label}’: {share}.",
        "No estimate carries more of the uncertainty than ‘{label}’: {share}.",
    ),
    "drivers.lead.never": (
        "Hoe elke schatting op zichzelf ook uitvalt, het saldo blijft naar verwachting {side}.",
        "However any one estimate turns out, the expected balance stays {side}.",
    ),
    "drivers.positive": ("positief", "positive"),
    "drivers.negative": ("negatief", "negative"),
    "drivers.lead.flip": (
        "Op zichzelf kan alleen ‘{label}’ het oordeel doen omslaan; de kans daarop is {chance}.",
        "By itself only ‘{label}’ can flip the verdict; the chance of that is {chance}.",
    ),
    "drivers.lead.flips": (
        "Er zijn {count} schattingen die elk op zichzelf het oordeel kunnen doen omslaan, ‘{label}’ met de grootste "
        "kans ({chance}).",
        "There are {count} estimates that can each flip the verdict by themselves, ‘{label}’ with the highest chance "
        "({chance}).",
    ),
    "drivers.one": ("‘{label}’ draagt {share} van de onzekerheid", "‘{label}’ carries {share} of the uncertainty"),
    "drivers.some": (
        "De bovenste {count} schattingen bepalen samen {share} van de onzekerheid",
        "The top {count} estimates together carry {share} of the uncertainty",
    ),
    "drivers.sobol.caption": (
        "Aandeel van elke schatting in de variantie van het saldo, met de rekenfout (95%)",
        "Share of each estimate in the variance of the balance, with the error of the calculation (95%)",
    ),
    "drivers.error": ("95%-interval", "95% interval"),
    "drivers.shapley": (
        "Schattingen hangen hier samen. Daarom staan hier Shapley-effecten: die verdelen de hele variantie, ook wat "
        "samenhangende schattingen delen.",
        "Estimates hang together here. So these are Shapley effects: they divide all of the variance, also what "
        "estimates that hang together share.",
    ),
    "drivers.shapley.caption": (
        "Shapley-effect van elke schatting op het saldo, met de rekenfout (95%)",
        "Shapley effect of each estimate on the balance, with the error of the calculation (95%)",
    ),
    "drivers.tornado": (
        "Het saldo beweegt het meest met ‘{label}’: {range}",
        "The balance moves most with ‘{label}’: {range}",
    ),
    "drivers.tornado.choice": (
        "Keuzes tellen ook: met ‘{label}’ beweegt het saldo {swing}. Keuzes zijn niet onzeker, ze worden gemaakt.",
        "Choices count as well: with ‘{label}’ the balance moves {swing}. Choices are not uncertain, they are made.",
    ),
    "drivers.tornado.caption": (
        "Het saldo bij een lage en een hoge waarde van elke schatting of keuze, de andere op hun mediaan",
        "The balance at a low and a high value of each estimate or choice, the others at their median",
    ),
    "drivers.switching.never": (
        "Geen enkele schatting doet op zichzelf het oordeel omslaan",
        "No estimate flips the verdict by itself",
    ),
    "drivers.switching.one": (
        "Alleen voorbij {value} doet ‘{label}’ het oordeel omslaan, een verandering van {change}",
        "Only beyond {value} does ‘{label}’ flip the verdict, a change of {change}",
    ),
    "drivers.switching.value": (
        "Alleen voorbij {value} doet ‘{label}’ het oordeel omslaan",
        "Only beyond {value} does ‘{label}’ flip the verdict",
    ),
    "drivers.switching.some": (
        "Elk van {count} schattingen kan het oordeel doen omslaan",
        "Each of {count} estimates can flip the verdict",
    ),
    "drivers.switching.caption": (
        "De waarde van elke schatting waarbij het verwachte saldo nul is",
        "The value of each estimate at which the expected balance is zero",
    ),
    "drivers.switching.none": ("geen", "none"),
    "drivers.whatif.all": (
        "De gepubliceerde ‘wat als’-bedragen zijn verenigbaar met het model: alle {count} liggen in zijn 90%-bereik",
        "The published ‘what if’ amounts are compatible with the model: all {count} lie within its 90% range",
    ),
    "drivers.whatif.some": (
        "Van de {count} gepubliceerde ‘wat als’-bedragen ligt dit aantal in het 90%-bereik van het model: {inside}",
        "Of the {count} published ‘what if’ amounts this many lie in the model's 90% range: {inside}",
    ),
    "drivers.whatif.most": (
        "Van alle scenario’s verandert ‘{label}’ het saldo het meest: {change}",
        "Of all scenarios ‘{label}’ changes the balance most: {change}",
    ),
    "drivers.whatif.without": (
        "Elk ‘wat als’ is hier vergeleken met de casus zonder scenario, niet met het scenario van deze pagina.",
        "Each ‘what if’ is compared here with the case without a scenario, not with the scenario of this page.",
    ),
    "drivers.whatif.caption": (
        "Verandering van het saldo door elk scenario, op dezelfde trekkingen met en zonder",
        "Change of the balance by each scenario, on the same draws with and without it",
    ),
    "drivers.lead.observed": (
        "Waarnemingen aan {observed} hebben de schattingen verschoven die ermee samenhangen. Welke schatting de "
        "onzekerheid draagt of het oordeel omdraait, is dan niet voor elke apart te zeggen en staat hier niet; kies "
        "daarvoor een pagina zonder samenhang (--dependence independent).",
        "Data on {observed} have moved the estimates that hang together with it. Which estimate carries the "
        "uncertainty or flips the verdict cannot then be told for each by itself, and is left out here; make a page "
        "without dependence for that (--dependence independent).",
    ),
}
