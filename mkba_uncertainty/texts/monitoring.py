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
        "{name} is {found}. Expected: a text in quotation marks.",
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
        "zeggen wat daarvan overblijft. Kies --dependence independent.",
        "this estimate hangs together with {found}, on which there are data: what is left of those given this "
        "estimate alone cannot be told. Choose --dependence independent.",
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
    # which estimate was observed
    "error.observe_form": (
        "'{found}' noemt geen schatting met een waarneming. Verwacht: SCHATTING=WAARNEMING, zoals recidivism=31/120.",
        "'{found}' does not name an estimate with an observation. Expected: ESTIMATE=OBSERVATION, such as "
        "recidivism=31/120.",
    ),
    "error.observed_unknown": (
        "er is geen onzekere schatting {found}.{did_you_mean} Kies uit: {known}.",
        "there is no uncertain estimate {found}.{did_you_mean} Choose from: {known}.",
    ),
    "error.observed_choice": (
        "{found} is een keuze (een beleidsknop of een norm), en die leert men niet uit waarnemingen. Gebruik een "
        "scenario.",
        "{found} is a choice (a lever or a norm), which is not learnt from data. Use a scenario.",
    ),
    "error.observed_fixed": (
        "{found} ligt vast op {value:.6g}: waarnemingen veranderen daar niets aan. Geef de schatting een verdeling, "
        "of laat het scenario weg dat haar vastzet.",
        "{found} is fixed at {value:.6g}: data do not change that. Give the estimate a distribution, or leave out "
        "the scenario that fixes it.",
    ),
    "error.observed_under_scenario": (
        "scenario {scenario} vervangt de verdeling van {found}, dus de waarneming zou niets doen. Laat het scenario "
        "weg.",
        "scenario {scenario} replaces the distribution of {found}, so the observation would do nothing. Leave out "
        "the scenario.",
    ),
    "error.observed_no_share": (
        "{found} is een aandeel, maar de eenheid is {unit}. Geef een gemiddelde en zijn standaardfout (2.1+-0.3), of "
        "bij iets dat geteld wordt een aantal (72).",
        "{found} is a share, but the unit is {unit}. Give a mean and its standard error (2.1+-0.3), or a count (72) "
        "of what is counted.",
    ),
    "error.observed_share_as_count": (
        "{found} is een aantal, maar de eenheid is {unit}. Zeg ook van hoeveel: 31/120.",
        "{found} is a count, but the unit is {unit}. Say of how many as well: 31/120.",
    ),
    "error.observed_no_count": (
        "{found} is een aantal, maar de eenheid is {unit}. Geef een gemiddelde en zijn standaardfout: 2.1+-0.3.",
        "{found} is a count, but the unit is {unit}. Give a mean and its standard error: 2.1+-0.3.",
    ),
    "error.observed_again": (
        "{data} staat er voor {found} al, met dezelfde datum en bron: dezelfde waarneming telt niet twee keer. Geef "
        "een andere --date of --source als het een nieuwe is.",
        "{data} is there for {found} already, with the same date and source: the same observation does not count "
        "twice. Give another --date or --source if it is a new one.",
    ),
    "error.observed_nothing": (
        "er is niets waargenomen. Geef --observe recidivism=31/120, of --observations met een CSV-bestand.",
        "nothing was observed. Give --observe recidivism=31/120, or --observations with a CSV file.",
    ),
    "error.observations_not_readable": (
        "dit bestand is niet te lezen ({found}). Verwacht: een CSV-bestand in UTF-8.",
        "this file cannot be read ({found}). Expected: a CSV file in UTF-8.",
    ),
    "error.observations_column": (
        "er is geen kolom '{found}', of ze staat er twee keer.{did_you_mean} Verwacht op de eerste regel: {allowed}.",
        "there is no column '{found}', or it is there twice.{did_you_mean} Expected on the first line: {allowed}.",
    ),
    "error.observations_missing": (
        "deze kolom ontbreekt. Verwacht op de eerste regel: {allowed}.",
        "this column is missing. Expected on the first line: {allowed}.",
    ),
    "error.observations_cell": (
        "deze cel is leeg. Verwacht: de naam van een schatting en een waarneming, zoals recidivism en 31/120.",
        "this cell is empty. Expected: the name of an estimate and an observation, such as recidivism and 31/120.",
    ),
    "error.observations_excess": (
        "er zijn {found} cellen meer dan kolommen. Zet een waarneming met een komma erin tussen aanhalingstekens.",
        "there are {found} cells more than columns. Put an observation that has a comma in quotation marks.",
    ),
    "error.observations_empty": (
        "dit bestand bevat geen waarnemingen. Verwacht: onder de eerste regel een regel per waarneming.",
        "this file holds no observations. Expected: a line for each, below the first.",
    ),
    # the answer
    "update.verdict.estimate": (
        "{label}: waargenomen {data}. De verwachte waarde gaat van {before} (90%-bereik {range_before}) naar {after} "
        "({range_after}).",
        "{label}: observed {data}. The expected value goes from {before} (90% range {range_before}) to {after} "
        "({range_after}).",
    ),
    "update.verdict.balance": (
        "Het verwachte saldo gaat daarmee van {mean_before} naar {mean_after}, de kans op een positief saldo van "
        "{chance_before} naar {chance_after}.",
        "That moves the expected net benefit from {mean_before} to {mean_after}, and the chance of a positive one "
        "from {chance_before} to {chance_after}.",
    ),
    "update.verdict.information": (
        "Alles precies weten was voor de keuze tussen niets doen en de aanpak {before} waard, en is nu {after} waard.",
        "Knowing everything exactly was worth {before} for the choice between nothing and the approach, and is worth "
        "{after} now.",
    ),
    "update.conflict": (
        "Let op: de waarneming en wat vooraf bekend was spreken elkaar tegen. {label}: waargenomen is {data}, vooraf "
        "werd {mean} verwacht (90%-bereik {range}, zonder waarnemingen aan andere schattingen). De kans op een "
        "waarneming die aan die kant minstens zo uitzonderlijk is, verdubbeld, was {chance}. Het antwoord hieronder "
        "weegt beide; kijk na of de waarneming wel over hetzelfde gaat, en of het bereik vooraf niet te smal was.",
        "Note: the observation and what was known before contradict each other. {label}: observed is {data}, expected "
        "was {mean} (90% range {range}, without data on other estimates). The chance of an observation at least this "
        "extreme on that side, doubled, was {chance}. The answer below weighs both; check whether the observation is "
        "about the same thing, and whether the range before was not too narrow.",
    ),
    "error.observation_date": (
        "{found} is geen datum. Verwacht: een jaar, maand of dag, zoals 2015, 2015-03 of 2015-03-01.",
        "{found} is no date. Expected: a year, month or day, such as 2015, 2015-03 or 2015-03-01.",
    ),
    # tables
    "update.title": ("{title}: opnieuw gerekend met waarnemingen", "{title}: once more, with what was observed"),
    "update.column.estimate": ("Schatting", "Estimate"),
    "update.column.observed": ("Waargenomen", "Observed"),
    "update.column.before": ("Vooraf", "Before"),
    "update.column.after": ("Achteraf", "After"),
    "update.column.median_before": ("Vooraf: mediaan (90%)", "Before: median (90%)"),
    "update.column.median_after": ("Achteraf: mediaan (90%)", "After: median (90%)"),
    "update.column.surprise": ("Kans vooraf", "Chance before"),
    "update.column.worth": ("Waarde van weten", "Worth knowing"),
    "update.moved": ("schuift mee", "moves along"),
    "update.note.beliefs": (
        "Verwachte waarde met 90%-bereik. Kans vooraf: op een waarneming die aan die kant minstens zo uitzonderlijk "
        "is, verdubbeld, gegeven de eerdere aan dezelfde schatting.",
        "Expected value with 90% range. Chance before: of an observation at least this extreme on that side, doubled, "
        "given the earlier ones of the same estimate.",
    ),
    "update.note.effective": (
        "Aan {names} samen is waargenomen: de trekkingen zijn gewogen en tellen als {found} trekkingen met gelijk "
        "gewicht.",
        "There are data on {names} together: the draws are weighted, and count as {found} draws of equal weight.",
    ),
    "update.saved": (
        "De casus met deze waarnemingen staat in {file}. Verder: mkba run {file}",
        "The case with these observations is in {file}. Next: mkba run {file}",
    ),
    # the command
    "help.update": (
        "Dezelfde vraag na waarnemingen: schattingen bijgewerkt, en alles ervoor en erna.",
        "The same question after monitoring data: estimates updated, and everything before and after.",
    ),
    "help.update_observe": (
        "Waarneming: recidivism=31/120 (31 van 120), stay=2.1+-0.3 (gemiddelde en standaardfout; ,n=40 erachter "
        "mag), evictions=72 (aantal; ,exposure=2 over twee keer de basis). Mag vaker.",
        "Observation: recidivism=31/120 (31 of 120), stay=2.1+-0.3 (mean and standard error; ,n=40 may follow), "
        "evictions=72 (a count; ,exposure=2 over twice the base). Repeatable.",
    ),
    "help.update_observations": (
        "CSV-bestand met kolommen estimate, observation, en als het kan date, source, note.",
        "CSV file with columns estimate, observation, and if possible date, source, note.",
    ),
    "help.update_date": (
        "Datum van waarnemingen zonder eigen datum; standaard vandaag.",
        "Date of observations that have none; today by default.",
    ),
    "help.update_source": ("Bron van waarnemingen zonder eigen bron.", "Source of observations that have none."),
    "help.update_save": (
        "Schrijf de casus met de waarnemingen naar dit bestand, commentaar en al.",
        "Write the case with the observations to this file, comments kept.",
    ),
    # what a case with data says of the publication
    "drivers.lead.observed": (
        "Waarnemingen aan {observed} hebben de schattingen verschoven die ermee samenhangen. Welke schatting de "
        "onzekerheid draagt of het oordeel omdraait, is dan niet voor elke apart te zeggen en staat hier niet; kies "
        "daarvoor een pagina zonder samenhang (--dependence independent).",
        "Data on {observed} have moved the estimates that hang together with it. Which estimate carries the "
        "uncertainty or flips the verdict cannot then be told for each by itself, and is left out here; make a page "
        "without dependence for that (--dependence independent).",
    ),
    "reconciliation.updated": (
        "Waarnemingen die sindsdien zijn opgenomen tellen hier niet mee, want de publicatie kende ze niet: {labels}.",
        "Data taken in since are left out here, for the publication did not know them: {labels}.",
    ),
    "estimates.basis.updated": (
        "bijgewerkt met {data}; daarvoor {value}, {basis}",
        "updated with {data}; before that {value}, {basis}",
    ),
    # figures
    "plot.update.title": ("{label}: vooraf, waargenomen, achteraf", "{label}: before, observed, after"),
    "plot.update.subtitle": (
        "Waargenomen {data}. Verwacht was {before}, en is nu {after} (90%-bereik {range}).",
        "Observed {data}. Expected was {before}, and is now {after} (90% range {range}).",
    ),
    "plot.update.titles": ("Vooraf, waargenomen, achteraf", "Before, observed, after"),
    "plot.update.subtitles": (
        "Wat over elke schatting bekend was, wat de waarneming alleen zegt, en wat beide samen zeggen.",
        "What was known of each estimate, what the observation alone says, and what both say together.",
    ),
    "plot.update.short": (
        "{data}: van {before} naar {after} ({range})",
        "{data}: from {before} to {after} ({range})",
    ),
    "plot.update.prior": ("vooraf", "before"),
    "plot.update.likelihood": ("de waarneming alleen", "the observation alone"),
    "plot.update.posterior": ("achteraf", "after"),
    "plot.before_after.title": ("{label}: vooraf en achteraf", "{label}: before and after"),
    "plot.before_after.subtitle": (
        "Kans op een positief saldo: {before} vooraf, {after} na de waarnemingen.",
        "Chance of a positive balance: {before} before, {after} after the observations.",
    ),
    "plot.before_after.subtitle_plain": (
        "Mediaan: {before} vooraf, {after} na de waarnemingen.",
        "Median: {before} before, {after} after the observations.",
    ),
    "plot.before_after.before": ("vooraf", "before"),
    "plot.before_after.after": ("na de waarnemingen", "after the observations"),
    "error.plot_no_curve": (
        "de verdelingen van {found} zijn niet als lijn te tekenen: er is geen dichtheid. Lees de tabel.",
        "the distributions of {found} cannot be drawn as lines: there is no density. Read the table.",
    ),
}
