"""Sentences of dependence and Shapley effects, and of doubt about the model itself."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.shapley_too_many": (
        "alle deelverzamelingen van {found} factoren doorrekenen gaat niet; hooguit {most}. Neem groepen (groups), of "
        "shapley zonder opsomming.",
        "all subsets of {found} factors cannot be run; {most} at most. Form groups (groups), or take shapley, which "
        "does not enumerate.",
    ),
    "warning.attainable": (
        "in de samenhang {variant} is voor {pair} een rangcorrelatie van {rank} gevraagd; de trekkingen halen {found}, "
        "want een van beide heeft waarden die terugkomen. Neem een continue verdeling als dat te laag is.",
        "the dependence {variant} asks a rank correlation of {rank} for {pair}; draws attain {found}, for one of them "
        "has values that recur. Take a continuous distribution if that is too low.",
    ),
    # variants of a case file
    "casefile.base": ("De case zoals zij is", "The case as it stands"),
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
        "de variant base is de case zoals zij is, en verandert dus niets. Geef deze variant een andere naam.",
        "the variant base is the case as it stands, so it changes nothing. Give this variant another name.",
    ),
    # doubt about the model itself
    "error.structure_no_variants": (
        "de case heeft geen varianten van het model. Voeg er een toe onder [variants], met set, quantities of posts.",
        "the case has no variants of the model. Add one under [variants], with set, quantities or posts.",
    ),
    "error.unknown_variant": (
        "er is geen variant {found}.{did_you_mean} Kies uit: {known}.",
        "there is no variant {found}.{did_you_mean} Choose from: {known}.",
    ),
    "error.structure_weight": (
        "het gewicht is {found}. Verwacht: een getal van 0 of hoger.",
        "the weight is {found}. Expected: a number of 0 or more.",
    ),
    "error.structure_weights_missing": (
        "er ontbreken gewichten van: {found}. Geef elke variant een gewicht (0 mag), of geef er geen: dan tellen ze "
        "gelijk.",
        "weights are missing of: {found}. Give every variant a weight (0 will do), or give none: then they count the "
        "same.",
    ),
    "error.structure_weights_zero": (
        "de gewichten tellen op tot {found}. Geef minstens één variant een gewicht boven 0.",
        "the weights sum to {found}. Give at least one variant a weight above 0.",
    ),
}
