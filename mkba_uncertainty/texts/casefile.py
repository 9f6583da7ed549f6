"""What is wrong with a case file, or deserves a look; starting, saving and naming the parts of one."""

TEXTS: dict[str, tuple[str, str]] = {
    "casefile.independent": ("Onafhankelijk", "Independent"),
    # the file as a file
    "error.unknown_case": (
        "er is geen casus of bestand {found}.{did_you_mean} Geef een pad naar een .toml-bestand, of een van: "
        "{allowed}.",
        "there is no case or file {found}.{did_you_mean} Give a path to a .toml file, or one of: {allowed}.",
    ),
    "error.file_is_folder": (
        "dit is een map; een casus is één bestand. Geef het pad naar het .toml-bestand zelf.",
        "this is a folder; a case is one file. Give the path to the .toml file itself.",
    ),
    "error.file_unreadable": (
        "dit bestand is niet te lezen. Verwacht: een gewoon bestand waarvoor u leesrechten hebt.",
        "this file cannot be read. Expected: an ordinary file that you have permission to read.",
    ),
    "error.file_too_large": (
        "dit bestand is groter dan {limit} MB; een casus is een tekst van hooguit een paar honderd kB. Controleer of "
        "dit het goede bestand is.",
        "this file is larger than {limit} MB; a case is a text of a few hundred kB at most. Check that this is the "
        "right file.",
    ),
    "error.file_not_utf8": (
        "byte {offset} ({found}) is geen UTF-8. Sla het bestand op als tekst in UTF-8.",
        "byte {offset} ({found}) is not UTF-8. Save the file as text in UTF-8.",
    ),
    "error.file_empty": (
        "het bestand is leeg. Verwacht: een casus, met minstens [case], [actors], [lines], [estimates] en [posts].",
        "the file is empty. Expected: a case, with at least [case], [actors], [lines], [estimates] and [posts].",
    ),
    # the file as TOML
    "error.duplicate_key": (
        "deze sleutel staat al op regel {first}. Verwijder een van beide, of geef er een een andere naam.",
        "this key already stands on line {first}. Remove one of the two, or rename one.",
    ),
    "error.toml_again": (
        "{found} geeft iets dat al een waarde heeft opnieuw een waarde. Zet elke sleutel en tabel één keer neer.",
        "{found} gives a value again to what already has one. Write every key and table once.",
    ),
    "error.toml_unclosed": (
        "hier of op een eerdere regel is een aanhalingsteken of haakje niet gesloten: {found}. Sluit het.",
        "a quotation mark or bracket is not closed here or on an earlier line: {found}. Close it.",
    ),
    "error.toml_value": (
        "{found} heeft geen geldige waarde na het =-teken. Verwacht: een getal met een decimale punt, een tekst "
        "tussen aanhalingstekens, een lijst [..] of een tabel {{..}} op één regel.",
        "{found} has no valid value after the = sign. Expected: a number with a decimal point, a text in quotation "
        "marks, a list [..] or a table {{..}} on one line.",
    ),
    "error.toml_more": (
        "na de waarde staat nog iets: {found}. Schrijf decimalen met een punt (0.5), en elke sleutel op een eigen "
        "regel.",
        "something follows the value: {found}. Write decimals with a point (0.5), and every key on a line of its own.",
    ),
    "error.toml_key": (
        "{found} is geen regel van een casus. Verwacht: sleutel = waarde, [tabel], of # toelichting.",
        "{found} is not a line of a case. Expected: key = value, [table], or # remark.",
    ),
    "error.toml_backslash": (
        "er staat een \\ in een tekst: {found}. Schrijf hem dubbel (\\\\), of zet de tekst tussen enkele "
        "aanhalingstekens.",
        "there is a \\ in a text: {found}. Double it (\\\\), or put the text in single quotation marks.",
    ),
    "error.toml_other": (
        "{found} is geen geldige TOML. Verwacht: sleutel = waarde, [tabel], of # toelichting.",
        "{found} is not valid TOML. Expected: key = value, [table], or # remark.",
    ),
    "error.toml_deep": (
        "lijsten of tabellen zitten honderden lagen diep in elkaar. Een casus heeft er hooguit vijf; sluit de haakjes.",
        "lists or tables are nested hundreds of levels deep. A case has five at most; close the brackets.",
    ),
    "error.toml_number": (
        "er staat een getal van duizenden cijfers in. Verwacht: getallen van hooguit zo'n zestien cijfers.",
        "it holds a number of thousands of digits. Expected: numbers of some sixteen digits at most.",
    ),
    # tables and keys
    "error.missing_table": (
        "de tabel [{found}] ontbreekt. Voeg hem toe; een casus heeft minstens [case], [actors], [lines], [estimates] "
        "en [posts].",
        "the table [{found}] is missing. Add it; a case has at least [case], [actors], [lines], [estimates] and "
        "[posts].",
    ),
    "error.missing_key": (
        "de sleutel {found} ontbreekt. Voeg hem toe aan de tabel op deze regel.",
        "the key {found} is missing. Add it to the table on this line.",
    ),
    "error.missing_source": (
        "de sleutel source ontbreekt: waar staat dit? Voeg hem toe aan de tabel op deze regel, zoals "
        'source = {{ document = "rapport", place = "blz. 12" }}, met document de naam van een tabel onder [documents].',
        "the key source is missing: where does this stand? Add it to the table on this line, such as "
        'source = {{ document = "report", place = "p. 12" }}, with document the name of a table under [documents].',
    ),
    "error.unknown_table": (
        "een casus heeft geen tabel of sleutel {found}.{did_you_mean} Toegestaan: {allowed}.",
        "a case has no table or key {found}.{did_you_mean} Allowed: {allowed}.",
    ),
    "error.unknown_key": (
        "de sleutel {found} is hier onbekend.{did_you_mean} Toegestaan: {allowed}. Verbeter of verwijder hem.",
        "the key {found} is unknown here.{did_you_mean} Allowed: {allowed}. Correct or remove it.",
    ),
    "error.unknown_choice": (
        "hier staat {found}.{did_you_mean} Kies uit: {allowed}.",
        "here stands {found}.{did_you_mean} Choose from: {allowed}.",
    ),
    "error.bad_name": (
        "{found} kan geen naam zijn. Een naam begint met een kleine letter en bestaat uit kleine letters, cijfers en "
        "_.",
        "{found} cannot be a name. A name begins with a lower-case letter and consists of lower-case letters, digits "
        "and _.",
    ),
    "error.reserved_name": (
        "{found} is een functie of een gereserveerd woord, dus formules kunnen de naam niet gebruiken. Kies een "
        "andere.",
        "{found} is a function or a reserved word, so formulas cannot use the name. Choose another.",
    ),
    "error.bad_year": (
        "{found} is geen jaar. Verwacht: een jaartal van vier cijfers met zijn index, zoals 2012 = 100.0.",
        "{found} is not a year. Expected: a year of four digits with its index, such as 2012 = 100.0.",
    ),
    "error.name_twice": (
        "{found} is ook een schatting (regel {first}). Geef de grootheid een andere naam.",
        "{found} is an estimate as well (line {first}). Rename the quantity.",
    ),
    # kinds of value
    "error.expected_text": (
        "hier staat {found}. Verwacht: een tekst tussen aanhalingstekens.",
        "here stands {found}. Expected: a text in quotation marks.",
    ),
    "error.expected_number": (
        "hier staat {found}. Verwacht: een getal, met een decimale punt en zonder aanhalingstekens.",
        "here stands {found}. Expected: a number, with a decimal point and without quotation marks.",
    ),
    "error.expected_whole_number": (
        "hier staat {found}. Verwacht: een geheel getal, zonder punt en zonder aanhalingstekens.",
        "here stands {found}. Expected: a whole number, without a point and without quotation marks.",
    ),
    "error.expected_table": (
        "hier staat {found}. Verwacht: een tabel, zoals {{ sleutel = waarde, ... }}.",
        "here stands {found}. Expected: a table, such as {{ key = value, ... }}.",
    ),
    "error.expected_list": (
        "hier staat {found}. Verwacht: een lijst, zoals [ ..., ... ].",
        "here stands {found}. Expected: a list, such as [ ..., ... ].",
    ),
    "error.expected_formula": (
        "hier staat {found}. Verwacht: een formule tussen aanhalingstekens, of een getal.",
        "here stands {found}. Expected: a formula in quotation marks, or a number.",
    ),
    "error.expected_pair": (
        "hier staan er {found}. Verwacht: precies twee schattingen.",
        "here are {found}. Expected: exactly two estimates.",
    ),
    "error.expected_above": (
        "hier staat {found}. Verwacht: een getal groter dan {limit}.",
        "here stands {found}. Expected: a number above {limit}.",
    ),
    "error.expected_at_least": (
        "hier staat {found}. Verwacht: een getal van minstens {limit}.",
        "here stands {found}. Expected: a number of at least {limit}.",
    ),
    "error.expected_below": (
        "hier staat {found}. Verwacht: een getal kleiner dan {limit}.",
        "here stands {found}. Expected: a number below {limit}.",
    ),
    "error.expected_at_most": (
        "hier staat {found}. Verwacht: een getal van hoogstens {limit}.",
        "here stands {found}. Expected: a number of at most {limit}.",
    ),
    "error.not_finite": (
        "hier staat {found}. Verwacht: een eindig getal.",
        "here stands {found}. Expected: a finite number.",
    ),
    "error.not_sound": (
        "{found} past hier niet. Vergelijk het met dezelfde sleutel in een meegeleverde casus.",
        "{found} does not fit here. Compare it with the same key in a shipped case.",
    ),
    "error.empty_text": (
        "de tekst is leeg. Vul hem in, of verwijder de sleutel als die niet verplicht is.",
        "the text is empty. Fill it in, or remove the key if it is not required.",
    ),
    "error.empty_table": (
        "de tabel is leeg. Verwacht: minstens één regel erin.",
        "the table is empty. Expected: at least one entry.",
    ),
    "error.empty_list": (
        "de lijst is leeg. Verwacht: twee schattingen.",
        "the list is empty. Expected: two estimates.",
    ),
    # estimates
    "error.missing_discount_rate": (
        "de schatting discount_rate ontbreekt. Voeg [estimates.discount_rate] toe, met role value_choice en unit "
        "share.",
        "the estimate discount_rate is missing. Add [estimates.discount_rate], with role value_choice and unit share.",
    ),
    "error.discount_rate_role": (
        "de discontovoet heeft rol {found}. Verwacht: value_choice; hij is een norm en wordt niet getrokken.",
        "the discount rate has role {found}. Expected: value_choice; it is a norm and is not sampled.",
    ),
    "error.discount_rate_unit": (
        'de discontovoet heeft eenheid {found}. Verwacht: "share", zoals 0.03 voor 3% per jaar.',
        'the discount rate has unit {found}. Expected: "share", such as 0.03 for 3% a year.',
    ),
    "error.share_outside_range": (
        "hier staat {found}, maar de eenheid is share. Verwacht: een getal van 0 tot en met 1, zoals 0.3 voor 30%.",
        "here stands {found}, but the unit is share. Expected: a number from 0 to 1, such as 0.3 for 30%.",
    ),
    "error.share_distribution_outside_range": (
        "de verdeling loopt van {low} tot {high}, maar de eenheid is share. Verwacht: een verdeling tussen 0 en 1, "
        "zoals pert, beta of truncated_normal.",
        "the distribution goes from {low} to {high}, but the unit is share. Expected: a distribution between 0 and 1, "
        "such as pert, beta or truncated_normal.",
    ),
    "error.share_parameter_outside_range": (
        "hier staat {found}, maar de eenheid is share. Verwacht: een verdeling tussen 0 en 1, met getallen zoals 0.3 "
        "voor 30%.",
        "here stands {found}, but the unit is share. Expected: a distribution between 0 and 1, in numbers such as 0.3 "
        "for 30%.",
    ),
    "error.sampled_choice": (
        "een schatting met rol {role} wordt gekozen, niet getrokken, maar heeft een verdeling. Verwijder de verdeling "
        "en zet andere waarden in scenario's, of kies de rol expert, observed of unit_value.",
        "an estimate with role {role} is chosen, not sampled, but has a distribution. Remove the distribution and put "
        "other values in scenarios, or choose the role expert, observed or unit_value.",
    ),
    "error.point_is_not_value": (
        "de verdeling is het punt {found}, maar value is {value}. Maak ze gelijk, of verwijder de verdeling.",
        "the distribution is the point {found}, but value is {value}. Make them equal, or remove the distribution.",
    ),
    "error.price_level_without_euros": (
        "er staat een prijspeil ({found}), maar in de eenheid {unit} komen geen euro's voor. Verwijder het prijspeil "
        "of verbeter de eenheid.",
        "there is a price level ({found}), but no euros occur in the unit {unit}. Remove the price level or correct "
        "the unit.",
    ),
    # names that refer to something
    "error.case_unknown_document": (
        "{found} is geen document onder [documents].{did_you_mean} Er zijn: {allowed}. Verbeter de naam, of voeg toe "
        "wat ontbreekt.",
        "{found} is not a document under [documents].{did_you_mean} There are: {allowed}. Correct the name, or add "
        "what is missing.",
    ),
    "error.case_unknown_actor": (
        "{found} is geen actor onder [actors].{did_you_mean} Er zijn: {allowed}. Verbeter de naam, of voeg toe wat "
        "ontbreekt.",
        "{found} is not an actor under [actors].{did_you_mean} There are: {allowed}. Correct the name, or add what is "
        "missing.",
    ),
    "error.case_unknown_line": (
        "{found} is geen regel onder [lines].{did_you_mean} Er zijn: {allowed}. Verbeter de naam, of voeg toe wat "
        "ontbreekt.",
        "{found} is not a line under [lines].{did_you_mean} There are: {allowed}. Correct the name, or add what is "
        "missing.",
    ),
    "error.case_unknown_post": (
        "{found} is geen post onder [posts].{did_you_mean} Er zijn: {allowed}. Verbeter de naam, of voeg toe wat "
        "ontbreekt.",
        "{found} is not a post under [posts].{did_you_mean} There are: {allowed}. Correct the name, or add what is "
        "missing.",
    ),
    "error.case_unknown_estimate": (
        "{found} is geen schatting onder [estimates].{did_you_mean} Er zijn: {allowed}. Verbeter de naam, of voeg toe "
        "wat ontbreekt.",
        "{found} is not an estimate under [estimates].{did_you_mean} There are: {allowed}. Correct the name, or add "
        "what is missing.",
    ),
    "error.case_unknown_scenario": (
        "{found} is geen scenario onder [scenarios].{did_you_mean} Er zijn: {allowed}. Verbeter de naam, of voeg toe "
        "wat ontbreekt.",
        "{found} is not a scenario under [scenarios].{did_you_mean} There are: {allowed}. Correct the name, or add "
        "what is missing.",
    ),
    "error.case_unknown_outcome": (
        "{found} is geen uitkomst van deze casus.{did_you_mean} Er zijn: {allowed}. Verbeter de naam, of voeg toe wat "
        "ontbreekt.",
        "{found} is not an outcome of this case.{did_you_mean} There are: {allowed}. Correct the name, or add what is "
        "missing.",
    ),
    # lines, actors and posts
    "error.parent_circle": (
        "de regels of actoren tellen elkaar op in een kring: {found}. Haal er één parent uit.",
        "the lines or actors add each other up in a circle: {found}. Take one parent out.",
    ),
    "error.parents_deep": (
        "hier zitten meer dan {limit} lagen boven elkaar. Maak de opbouw platter.",
        "there are more than {limit} levels above each other here. Make the structure flatter.",
    ),
    "error.side_differs": (
        "hier staat {found}, maar de regel {other} is aan de kant {expected}. Maak de kanten gelijk, of kies een "
        "andere regel.",
        "here stands {found}, but the line {other} is on the side {expected}. Make the sides equal, or choose another "
        "line.",
    ),
    "error.line_is_sum": (
        "de regel {found} telt andere regels op ({children}). Zet de post in een van die regels.",
        "the line {found} adds up other lines ({children}). Put the post in one of those.",
    ),
    "error.actor_is_sum": (
        "de actor {found} telt andere actoren op ({children}). Geef het aandeel aan een of meer van hen.",
        "the actor {found} adds up other actors ({children}). Give the share to one or more of those.",
    ),
    "error.shares_do_not_sum": (
        "de aandelen van de actoren tellen op tot {found}. Verwacht: samen 1.",
        "the shares of the actors sum to {found}. Expected: 1 in all.",
    ),
    "error.year_beyond_horizon": (
        "hier staat jaar {found}, maar het laatste jaar van de casus is {last}. Verbeter het jaar of verhoog horizon "
        "in [case].",
        "here stands year {found}, but the last year of the case is {last}. Correct the year or raise horizon in "
        "[case].",
    ),
    "error.present_value_over_years": (
        "een bedrag per jaar (years) kan niet al een contante waarde zijn (present_value_at). Verwijder een van beide.",
        "an amount per year (years) cannot be a present value already (present_value_at). Remove one of the two.",
    ),
    # dependence
    "error.independent_correlated": (
        "de variant independent heeft per definitie geen correlaties. Geef deze variant een andere naam.",
        "the variant independent has no correlations by definition. Give this variant another name.",
    ),
    "error.pair_not_uncertain": (
        "{found} is niet onzeker (een lever, value_choice of vast getal), dus hangt het nergens mee samen. Verwijder "
        "het paar, of geef de schatting een verdeling.",
        "{found} is not uncertain (a lever, value_choice or fixed number), so nothing depends on it. Remove the pair, "
        "or give the estimate a distribution.",
    ),
    "error.pair_of_one": (
        "beide helften van het paar zijn {found}. Verwacht: twee verschillende schattingen.",
        "both halves of the pair are {found}. Expected: two different estimates.",
    ),
    "error.pair_twice": (
        "het paar {found} staat er twee keer. Verwijder een van beide.",
        "the pair {found} stands here twice. Remove one of the two.",
    ),
    # claims
    "error.claim_without_note": (
        "zonder outcome zegt het model niets over deze uitspraak. Zeg in note waarom niet, of voeg outcome toe.",
        "without outcome the model says nothing of this claim. Say in note why not, or add outcome.",
    ),
    "error.claim_without_published": (
        "de sleutel published ontbreekt: wat zegt de publicatie? Voeg hem toe, of verwijder outcome en zeg in note "
        "waarom.",
        "the key published is missing: what does the publication say? Add it, or remove outcome and say why in note.",
    ),
    "error.claim_without_scenario": (
        "een uitspraak van soort {measure} vergelijkt met een scenario. Voeg de sleutel scenario toe.",
        "a claim of the measure {measure} compares with a scenario. Add the key scenario.",
    ),
    "error.claim_sign": (
        "hier staat {found}, maar het gaat om een teken (measure = sign). Verwacht: -1, 0 of 1.",
        "here stands {found}, but it is about a sign (measure = sign). Expected: -1, 0 or 1.",
    ),
    # what is sound but deserves a look
    "warning.unused": (
        "geen post gebruikt deze schattingen: {names}. Verwijder ze, of gebruik ze in een formule.",
        "no post uses these estimates: {names}. Remove them, or use them in a formula.",
    ),
    "warning.price_levels": (
        "prijspeilen van verschillende jaren komen in één som samen: {years}; de casus rekent in prijzen van {level}. "
        "Ze worden niet omgerekend. Geef in [case] een price_index met deze jaren en {level}.",
        "price levels of different years meet in one sum: {years}; the case reckons in prices of {level}. They are "
        "not converted. Give a price_index with these years and {level} in [case].",
    ),
    "warning.thousands_point": (
        "op regel {line} staat {found}: dat is hier {value}, want een punt is het decimaalteken. Schrijf {meant} als "
        "dat bedoeld is, en anders {value}.",
        "on line {line} stands {found}: here that is {value}, as a point is the decimal sign. Write {meant} if that is "
        "meant, and {value} if not.",
    ),
    "warning.value_outside_range": (
        "de puntwaarde {value} van {estimate} ligt buiten het bereik van de verdeling ({low} tot {high}). Controleer "
        "beide.",
        "the point value {value} of {estimate} lies outside the range of its distribution ({low} to {high}). Check "
        "both.",
    ),
    "warning.attainable": (
        "in de samenhang {variant} is voor {pair} een rangcorrelatie van {rank} gevraagd; de trekkingen halen {found}, "
        "want een van beide heeft waarden die terugkomen. Neem een continue verdeling als dat te laag is.",
        "the dependence {variant} asks a rank correlation of {rank} for {pair}; draws attain {found}, for one of them "
        "has values that recur. Take a continuous distribution if that is too low.",
    ),
    # variants of a case file
    "casefile.base": ("De casus zoals hij is", "The case as it stands"),
    "error.case_unknown_quantity": (
        "{found} is geen grootheid onder [quantities].{did_you_mean} Er zijn: {allowed}. Een variant vervangt formules "
        "die er al zijn: verbeter de naam, of voeg de grootheid daar toe.",
        "{found} is not a quantity under [quantities].{did_you_mean} There are: {allowed}. A variant replaces formulas "
        "that exist: correct the name, or add the quantity there.",
    ),
    "error.variant_empty": (
        "deze variant verandert niets. Geef haar set, quantities of posts, of verwijder haar.",
        "this variant changes nothing. Give it set, quantities or posts, or remove it.",
    ),
    "error.variant_base": (
        "de variant base is de casus zoals hij is, en verandert dus niets. Geef deze variant een andere naam.",
        "the variant base is the case as it stands, so it changes nothing. Give this variant another name.",
    ),
    # edits
    "error.unknown_estimate": (
        "de casus heeft geen schatting {found}.{did_you_mean} Kies een van: {known}.",
        "the case has no estimate {found}.{did_you_mean} Choose one of: {known}.",
    ),
    # files to write
    "error.file_exists": (
        "dit bestand bestaat al en is niet aangeraakt. Kies een andere naam.",
        "this file exists already and was not touched. Choose another name.",
    ),
    "error.file_exists_force": (
        "dit bestand bestaat al en is niet aangeraakt. Kies een andere naam, of geef --force om het te vervangen.",
        "this file exists already and was not touched. Choose another name, or give --force to replace it.",
    ),
    "error.file_ending": (
        "de naam eindigt niet op {expected}. Noem het bijvoorbeeld {example}.",
        "the name does not end in {expected}. Call it {example}, for one.",
    ),
    # starting and saving one
    "new.written": (
        "Geschreven: {file}. Verder:\n"
        "  mkba run {file}         dit werkt meteen\n"
        "  mkba check {file}       na elke wijziging: wat is er mis, en op welke regel?",
        "Written: {file}. Next:\n"
        "  mkba run {file}         it runs already\n"
        "  mkba check {file}       after every change: what is wrong, and on which line?",
    ),
    "export.written": (
        "Geschreven: {file}. Terug naar een casusbestand:\n  mkba import {file} {case}",
        "Written: {file}. Back to a case file:\n  mkba import {file} {case}",
    ),
    "import.written": (
        "Geschreven: {file}, {estimates} schattingen en {posts} posten. Verder:\n  mkba run {file}",
        "Written: {file}, {estimates} estimates and {posts} posts. Next:\n  mkba run {file}",
    ),
    "help.new": (
        "Schrijf een kleine casus met uitleg, om mee te beginnen.",
        "Write a small case with explanations, to start from.",
    ),
    "help.export": ("Schrijf een casus als Excel-werkboek.", "Write a case as an Excel workbook."),
    "help.import": ("Lees een Excel-werkboek terug als casusbestand.", "Read an Excel workbook back as a case file."),
    "help.new_file": ("Het nieuwe casusbestand (.toml).", "The new case file (.toml)."),
    "help.workbook": ("Het werkboek (.xlsx).", "The workbook (.xlsx)."),
    "help.force": ("Vervang het bestand als het er al is.", "Replace the file if it exists."),
    "help.results": ("Reken de casus door en zet de uitkomsten erbij.", "Run the case and add the outcomes."),
}
