"""Error sentences of formulas and their units."""

_ALLOWED = (
    "Toegestaan zijn getallen met een decimale punt, namen, + - * / **, haakjes en de functies {functions}.",
    "Allowed are numbers with a decimal point, names, + - * / **, parentheses and the functions {functions}.",
)


def _with_allowed(dutch: str, english: str) -> tuple[str, str]:
    return f"{dutch} {_ALLOWED[0]}", f"{english} {_ALLOWED[1]}"


TEXTS: dict[str, tuple[str, str]] = {
    "error.formula_kind": (
        "{found} is geen formule. Verwacht: een tekst tussen aanhalingstekens, of een getal.",
        "{found} is not a formula. Expected: a text in quotation marks, or a number.",
    ),
    "error.formula_empty": (
        "de formule is leeg. Verwacht: een getal, een naam of een berekening.",
        "the formula is empty. Expected: a number, a name or a calculation.",
    ),
    "error.formula_long": (
        "de formule telt {found} tekens; {limit} mag. Splits haar in benoemde grootheden onder [quantities].",
        "the formula has {found} characters; {limit} are allowed. Split it in named quantities under [quantities].",
    ),
    "error.formula_deep": (
        "de formule is meer dan {limit} lagen diep (haakjes, mintekens, of de termen van één lange som). "
        "Splits haar in benoemde grootheden onder [quantities].",
        "the formula is more than {limit} levels deep (parentheses, minus signs, or the terms of one long sum). "
        "Split it in named quantities under [quantities].",
    ),
    "error.formula_not_finite": (
        "{found} is geen eindig getal. Controleer op een deling door nul, een te grote macht of een logaritme of "
        "wortel van een negatief getal.",
        "{found} is not a finite number. Look for a division by zero, too large a power, or a logarithm or root "
        "of a negative number.",
    ),
    "error.formula_syntax": _with_allowed(
        "bij teken {column} is de formule niet te lezen: '{found}'.",
        "at column {column} the formula cannot be read: '{found}'.",
    ),
    "error.formula_unfinished": _with_allowed(
        "de formule '{found}' houdt te vroeg op: bij teken {column} ontbreekt een getal of naam.",
        "the formula '{found}' ends too early: at column {column} a number or a name is missing.",
    ),
    "error.formula_character": _with_allowed(
        "{found} bij teken {column} hoort niet in een formule.",
        "{found} at column {column} has no place in a formula.",
    ),
    "error.formula_text": _with_allowed(
        "er begint een tekst tussen aanhalingstekens ({found}) bij teken {column}; een formule kent geen teksten.",
        "a text in quotation marks ({found}) begins at column {column}; a formula knows no texts.",
    ),
    "error.formula_equals": (
        "er staat een = vooraan (teken {column}), zoals in Excel. Laat het weg: '{found}'.",
        "the formula begins with = (column {column}), as in Excel. Leave out the =: '{found}'.",
    ),
    "error.formula_comparison": _with_allowed(
        "er staat een vergelijking of toewijzing ({found}) bij teken {column}; gebruik min, max of clip voor een "
        "grens.",
        "there is a comparison or assignment ({found}) at column {column}; use min, max or clip for a bound.",
    ),
    "error.formula_bracket": _with_allowed(
        "er staat {found} bij teken {column}; een formule kent alleen ronde haakjes en geen lijsten of indexen.",
        "there is {found} at column {column}; a formula knows only round parentheses, no lists or indices.",
    ),
    "error.formula_percent": _with_allowed(
        "er staat {found} bij teken {column}; schrijf een percentage als aandeel: 0.05 voor 5%.",
        "there is {found} at column {column}; write a percentage as a share: 0.05 for 5%.",
    ),
    "error.formula_power": _with_allowed(
        "er staat {found} bij teken {column}; schrijf een macht met **.",
        "there is {found} at column {column}; write a power with **.",
    ),
    "error.formula_comma": _with_allowed(
        "er staat een komma in '{found}' bij teken {column}; schrijf decimalen met een punt: 0.5.",
        "there is a comma in '{found}' at column {column}; write decimals with a point: 0.5.",
    ),
    "error.formula_product": _with_allowed(
        "in '{found}' bij teken {column} ontbreekt een rekenteken, zoals * voor een naam of haakje.",
        "in '{found}' at column {column} a sign is missing, such as * before a name or parenthesis.",
    ),
    "error.formula_attribute": _with_allowed(
        "'{found}' bij teken {column} vraagt met een punt een eigenschap op; een naam heeft er geen.",
        "'{found}' at column {column} asks for an attribute with a point; a name has none.",
    ),
    "error.formula_construct": _with_allowed(
        "'{found}' bij teken {column} is niet toegestaan.", "'{found}' at column {column} is not allowed."
    ),
    "error.formula_function": _with_allowed(
        "'{found}' bij teken {column} roept een functie aan die niet bestaat, of er ontbreekt een * voor het haakje.",
        "'{found}' at column {column} calls a function that does not exist, or a * is missing before the parenthesis.",
    ),
    "error.formula_function_alone": (
        "{found} bij teken {column} is een functie. Schrijf er argumenten tussen haakjes achter, of kies een andere "
        "naam.",
        "{found} at column {column} is a function. Write its arguments in parentheses after it, or choose another "
        "name.",
    ),
    "error.formula_arguments": (
        "'{found}' bij teken {column} heeft {count} argumenten; verwacht: {expected}.",
        "'{found}' at column {column} has {count} arguments; expected: {expected}.",
    ),
    "error.formula_name": (
        "{found} bij teken {column} kan geen naam zijn. Een naam begint met een kleine letter en bestaat uit kleine "
        "letters, cijfers en _.",
        "{found} at column {column} cannot be a name. A name begins with a lower-case letter and consists of "
        "lower-case letters, digits and _.",
    ),
    "error.formula_unknown": (
        "de naam {found} bij teken {column} is onbekend. Voeg hem toe als schatting of grootheid, of verbeter hem.",
        "the name {found} at column {column} is unknown. Add it as an estimate or a quantity, or correct it.",
    ),
    "error.formula_unknown_nearest": (
        "de naam {found} bij teken {column} is onbekend. Bedoelt u {nearest}? Voeg hem anders toe als schatting of "
        "grootheid.",
        "the name {found} at column {column} is unknown. Did you mean {nearest}? Otherwise add it as an estimate or "
        "a quantity.",
    ),
    "error.formula_circular": (
        "de definities gaan in een kring: {found}. Minstens één ervan moet zonder de andere te berekenen zijn.",
        "the definitions go round in a circle: {found}. At least one must be computable without the others.",
    ),
    "error.unit_long": (
        "de eenheid telt {found} tekens; {limit} mag.",
        "the unit has {found} characters; {limit} are allowed.",
    ),
    "error.unit_syntax": (
        "'{found}' is geen eenheid. Verwacht: een van {units}, of een combinatie met * / ** en haakjes, zoals "
        "'EUR / year'.",
        "'{found}' is not a unit. Expected: one of {units}, or a combination with * / ** and parentheses, such as "
        "'EUR / year'.",
    ),
    "error.unit_percent": (
        "'{found}' is geen eenheid. Gebruik share, en schrijf het getal als aandeel: 0.05 voor 5%.",
        "'{found}' is not a unit. Use share, and write the number as a share: 0.05 for 5%.",
    ),
    "error.unit_unknown": (
        "de eenheid {found} is onbekend. Verwacht: een van {units}; gebruik count voor wat niet in de lijst staat.",
        "the unit {found} is unknown. Expected: one of {units}; use count for what is not in the list.",
    ),
    "error.unit_unknown_nearest": (
        "de eenheid {found} is onbekend. Bedoelt u {nearest}? Verwacht: een van {units}; gebruik count voor wat niet "
        "in de lijst staat.",
        "the unit {found} is unknown. Did you mean {nearest}? Expected: one of {units}; use count for what is not in "
        "the list.",
    ),
    "error.unit_number": (
        "het getal {term} in de formule heeft geen eenheid, waar {expected} nodig is. Maak er een schatting of "
        "grootheid met die eenheid van.",
        "the number {term} in the formula has no unit, where {expected} is due. Make it an estimate or a quantity "
        "with that unit.",
    ),
    "error.unit_differs": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Er ontbreekt een factor met eenheid {missing}, of "
        "een term of eenheid is verkeerd.",
        "'{term}' has unit {found}, where {expected} is due. A factor with unit {missing} is missing, or a term or a "
        "unit is wrong.",
    ),
    "error.unit_divide": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Deel door {name}.",
        "'{term}' has unit {found}, where {expected} is due. Divide by {name}.",
    ),
    "error.unit_multiply": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Vermenigvuldig met {name}.",
        "'{term}' has unit {found}, where {expected} is due. Multiply by {name}.",
    ),
    "error.unit_divide_new": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Deel door een grootheid "
        '{name} = {{ formula = "{value}", unit = "{unit}" }}.',
        "'{term}' has unit {found}, where {expected} is due. Divide by a quantity "
        '{name} = {{ formula = "{value}", unit = "{unit}" }}.',
    ),
    "error.unit_multiply_new": (
        "'{term}' heeft eenheid {found}, waar {expected} nodig is. Vermenigvuldig met een grootheid "
        '{name} = {{ formula = "{value}", unit = "{unit}" }}.',
        "'{term}' has unit {found}, where {expected} is due. Multiply by a quantity "
        '{name} = {{ formula = "{value}", unit = "{unit}" }}.',
    ),
    "error.unit_exponent": (
        "'{term}' heeft eenheid {found} en staat tot de macht '{exponent}'. Een macht van iets met een eenheid moet "
        "een getal zijn.",
        "'{term}' has unit {found} and is raised to the power '{exponent}'. A power of something with a unit must be "
        "a number.",
    ),
}
