"""Formulas as mathematics: MathML of a formula's tree, with labels in words where the case file has names.

Presentation MathML of the core that browsers draw themselves (W3C, MathML Core): fractions, powers, roots. A chain of
terms or factors is a flat row of parts, each with the sign in front of it, so that a narrow page can break the line
before a sign; a browser that does not break mathematics shows it in one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from mkba_uncertainty.case import CLOCK, LAST, Case
from mkba_uncertainty.formula import Binary, Call, Name, Number, Tree, Unary
from mkba_uncertainty.texts import Text, both

SUM, PRODUCT, NEGATIVE, SCRIPT, WHOLE = 1, 2, 3, 4, 5
"""How tightly a piece holds together: a looser one stands in parentheses inside a tighter one."""

SIGNS = {"+": "+", "-": "\N{MINUS SIGN}", "*": "\N{MULTIPLICATION SIGN}"}
NAMED = {"min": "min", "max": "max", "log": "ln"}

Labels = Mapping[str, Text]


def labels_of(case: Case) -> dict[str, Text]:
    """Give the words for every name that a formula may use; a quantity without a label keeps its name, spaced."""
    named = {name: both(f"clock.{name}") for name in (*CLOCK, LAST)}
    named |= {name: series.label for name, series in case.series.items()}
    named |= {name: quantity.label or _spaced(name) for name, quantity in case.quantities.items()}
    return named | {name: one.label for name, one in case.estimates.items() if one.part_of != "series"}


def _spaced(name: str) -> Text:
    words = name.replace("_", " ")
    return Text(words, words)


def mathml(tree: Tree, labels: Labels, lang: str, *, gives: Text | None = None) -> Markup:
    """Write a formula as a ``math`` element.

    Parameters
    ----------
    tree : Tree
    labels : mapping of name to Text
        What to write instead of the names.
    lang : {"nl", "en"}
        Decides words and the decimal sign.
    gives : Text, optional
        What the formula gives: stands in front of it, with an equals sign.
    """
    parts = _chain(tree, labels, lang)
    if gives is not None:
        first, *rest = parts
        parts = [_words(gives[lang]), _row(_sign("="), first), *rest]
    return Markup('<math lang="{}" display="block">{}</math>').format(lang, Markup("").join(parts))


def _chain(tree: Tree, labels: Labels, lang: str) -> list[Markup]:
    """Write the outermost terms or factors as parts, each with the sign in front of it."""
    match tree:
        case Binary(op=("+" | "-" | "*") as op, left=left, right=right):
            alike, tightness = (("*",), PRODUCT) if op == "*" else (("+", "-"), SUM)
            chained = isinstance(left, Binary) and left.op in alike
            first = _chain(left, labels, lang) if chained else [_within(left, labels, lang, tightness)]
            return [*first, _row(_sign(SIGNS[op]), _behind_sign(right, labels, lang))]
    return [_piece(tree, labels, lang)[0]]


def _behind_sign(tree: Tree, labels: Labels, lang: str) -> Markup:
    """Write what comes after a sign: never a sum, of which it would take the first term only, nor a second sign."""
    piece, tightness = _piece(tree, labels, lang)
    return _parentheses(piece) if tightness in (SUM, NEGATIVE) else piece


def _within(tree: Tree, labels: Labels, lang: str, tightness: int) -> Markup:
    piece, own = _piece(tree, labels, lang)
    return _parentheses(piece) if own < tightness else piece


def _piece(tree: Tree, labels: Labels, lang: str) -> tuple[Markup, int]:
    """Write a part of a formula, and say how tightly it holds together."""
    match tree:
        case Number(value=value):
            return _number(value, lang)
        case Name(id=name):
            return _words(labels[name][lang] if name in labels else name), WHOLE
        case Unary(operand=operand):
            return _row(_sign(SIGNS["-"], "prefix"), _behind_sign(operand, labels, lang)), NEGATIVE
        case Binary(op="/", left=above, right=below):
            return _element("mfrac", _only(above, labels, lang), _only(below, labels, lang)), SCRIPT
        case Binary(op="**", left=base, right=power):
            return _element("msup", _within(base, labels, lang, WHOLE), _only(power, labels, lang)), SCRIPT
        case Binary(op=op):
            return _row(*_chain(tree, labels, lang)), PRODUCT if op == "*" else SUM
        case Call(function="exp", arguments=(power,)):
            return _element("msup", Markup("<mi>e</mi>"), _only(power, labels, lang)), SCRIPT
        case Call(function="sqrt", arguments=(inner,)):
            return _element("msqrt", _only(inner, labels, lang)), WHOLE
        case Call(function="abs", arguments=(inner,)):
            return _fenced("|", [_only(inner, labels, lang)], "|"), WHOLE
        case Call(function="clip", arguments=(inner, low, high)):
            return _piece(Call("min", (Call("max", (inner, low)), high)), labels, lang)
        case Call(function=function, arguments=arguments):
            name = Markup('<mi>{}</mi><mo form="infix">\N{FUNCTION APPLICATION}</mo>').format(NAMED[function])
            return _row(name, _fenced("(", [_only(part, labels, lang) for part in arguments], ")")), WHOLE
    raise NotImplementedError(f"no MathML for {type(tree).__name__}")


def _only(tree: Tree, labels: Labels, lang: str) -> Markup:
    """Write a part where nothing stands beside it: above a bar, under a root, between fences."""
    return _piece(tree, labels, lang)[0]


def _number(value: float, lang: str) -> tuple[Markup, int]:
    """Write a number with all its digits, in powers of ten where it has very many."""
    mantissa, _, exponent = f"{abs(value):,}".removesuffix(".0").partition("e")
    figures = mantissa.translate(str.maketrans(",.", ".,")) if lang == "nl" else mantissa
    written = Markup("<mn>{}</mn>").format(figures)
    tightness = WHOLE
    if exponent:
        power = _element("msup", Markup("<mn>10</mn>"), _number(float(exponent), lang)[0])
        written, tightness = _row(written, _sign(SIGNS["*"]), power), PRODUCT
    return (_row(_sign(SIGNS["-"], "prefix"), written), NEGATIVE) if value < 0 else (written, tightness)


def _words(label: str) -> Markup:
    return Markup("<mtext><span>{}</span></mtext>").format(label)


def _sign(sign: str, form: str = "infix") -> Markup:
    return Markup('<mo form="{}">{}</mo>').format(form, sign)


def _parentheses(piece: Markup) -> Markup:
    return _fenced("(", [piece], ")")


def _fenced(opens: str, parts: Sequence[Markup], closes: str) -> Markup:
    """Write parts between fences, with a semicolon between them: a comma is a decimal sign in Dutch."""
    between = Markup('<mo separator="true">;</mo>').join(parts)
    inner = Markup("<mrow>{}</mrow>").format(between) if len(parts) > 1 else between
    return Markup('<mrow class="fenced">{}{}{}</mrow>').format(_sign(opens, "prefix"), inner, _sign(closes, "postfix"))


def _row(*parts: Markup) -> Markup:
    return _element("mrow", *parts) if len(parts) > 1 else parts[0]


def _element(tag: str, *parts: Markup) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(Markup(tag), Markup("").join(parts))
