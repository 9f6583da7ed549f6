"""Sentences of dependence and Shapley effects, and of doubt about the model itself."""

TEXTS: dict[str, tuple[str, str]] = {
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
    # doubt about the model itself
    "error.structure_no_variants": (
        "de casus heeft geen varianten van het model. Voeg er een toe onder [variants], met set, quantities of posts.",
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
    # on the screen
    "dependence.footer": (
        "{draws} trekkingen in {replicates} replicaties, startgetal {seed}. Getallen tonen niet meer cijfers dan hun "
        "foutmarge toelaat.",
        "{draws} draws in {replicates} replicates, seed {seed}. Numbers show no more digits than their error supports.",
    ),
    "dependence.column.variant": ("als schattingen zo samenhangen", "if estimates hang together so"),
    "dependence.column.chance": ("kans > 0", "P(> 0)"),
    "dependence.attained": (
        "{variant}: tussen {pair} is een rangcorrelatie van {asked} gevraagd; de trekkingen halen {attained}, want een "
        "van beide heeft waarden die terugkomen.",
        "{variant}: a rank correlation of {asked} was asked between {pair}; draws attain {attained}, for one of them "
        "has values that recur.",
    ),
    "shapley.title": (
        "{label}: welke schattingen bepalen de onzekerheid?",
        "{label}: which estimates carry the uncertainty?",
    ),
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
    "structure.title": (
        "{title}: hoeveel twijfel is er aan het model zelf?",
        "{title}: how much is the model itself in doubt?",
    ),
    "structure.unit.million": ("{label}, in miljoenen euro's", "{label}, in millions of euros"),
    "structure.unit.thousand": ("{label}, in duizenden euro's", "{label}, in thousands of euros"),
    "structure.unit.euro": ("{label}, in euro's", "{label}, in euros"),
    "structure.unit.ratio": ("{label}", "{label}"),
    "structure.column.variant": ("als het model zo wordt opgezet", "if the model is built so"),
    "structure.column.point": ("punt", "point"),
    "structure.column.weight": ("gewicht", "weight"),
    "structure.equal": (
        "Van de spreiding (variantie) is {share} twijfel aan het model; de rest zit binnen de varianten. Alle "
        "varianten die verschil maken, wegen hierin even zwaar; met --weight kiest u zelf. De varianten zijn niet "
        "gemiddeld.",
        "Of the spread (variance) {share} is doubt about the model; the rest is within the variants. All variants that "
        "make a difference weigh the same in this; --weight lets you choose. The variants are not averaged.",
    ),
    "structure.stated": (
        "Van de spreiding (variantie) is {share} twijfel aan het model, bij de opgegeven gewichten; de rest zit binnen "
        "de varianten. De varianten zijn niet gemiddeld.",
        "Of the spread (variance) {share} is doubt about the model, at the weights given; the rest is within the "
        "variants. The variants are not averaged.",
    ),
    "structure.same": ("(maakt hier geen verschil)", "(no difference here)"),
    "structure.same_note": ("Maakt hier geen verschil.", "Makes no difference here."),
    # plots
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
    "plot.shapley.others": ("{count} andere", "{count} others"),
    "plot.shapley.column": ("Shapley-effect\nen rekenfout", "Shapley effect\nand its error"),
    "plot.shapley.x": ("aandeel in de variantie", "share of the variance"),
    "plot.shapley.alone": ("hangt met niets samen", "hangs together with nothing"),
    "plot.shapley.together": ("hangt samen met andere", "hangs together with others"),
    "plot.shapley.interval": ("rekenfout (95%)", "error of the calculation (95%)"),
    "plot.ranges.median": ("mediaan", "median"),
    "plot.ranges.half": ("middelste helft", "middle half"),
    "plot.ranges.column": ("kans op meer dan 0;\nmediaan, 90%-bereik", "chance of more than 0;\nmedian, 90% range"),
    "plot.dependence.title": (
        "{label}: maakt het uit hoe schattingen samenhangen?",
        "{label}: does it matter how estimates hang together?",
    ),
    "plot.dependence.subtitle": (
        "Dezelfde trekkingen, met andere rangcorrelaties tussen schattingen.",
        "The same draws, with other rank correlations between estimates.",
    ),
    "plot.structure.title": (
        "{label}: hoeveel twijfel is er aan het model zelf?",
        "{label}: how much is the model itself in doubt?",
    ),
    "plot.structure.equal": (
        "Andere manieren om hetzelfde te berekenen, op dezelfde trekkingen. Tussen de varianten zit {share} van de "
        "variantie (gelijke gewichten), de rest erbinnen.",
        "Other ways to calculate the same, on the same draws. {share} of the variance is between the variants (equal "
        "weights), the rest within.",
    ),
    "plot.structure.stated": (
        "Andere manieren om hetzelfde te berekenen, op dezelfde trekkingen. Tussen de varianten zit {share} van de "
        "variantie (opgegeven gewichten), de rest erbinnen.",
        "Other ways to calculate the same, on the same draws. {share} of the variance is between the variants (weights "
        "as given), the rest within.",
    ),
    "plot.structure.point": ("puntschatting", "point estimate"),
    # commands
    "help.shapley": (
        "Welke schattingen bepalen de onzekerheid, ook als zij samenhangen? Shapley-effecten, samen 100%.",
        "Which estimates carry the uncertainty, also where they hang together? Shapley effects, 100% in all.",
    ),
    "help.shapley_outcome": ("Van welke uitkomst.", "Of which outcome."),
    "help.shapley_group": (
        "Neem schattingen samen per rol (role) of label (tag).",
        "Take estimates together by role or tag.",
    ),
    "help.shapley_indices": (
        "Toon ook de eerste-orde- en totaalindex die samenhang toestaan.",
        "Show the first- and total-order index that allow for dependence too.",
    ),
    "help.structure": (
        "Hoeveel twijfel is er aan het model zelf? Alle varianten van de casus, naast elkaar.",
        "How much is the model itself in doubt? All variants of the case, side by side.",
    ),
    "help.structure_weight": (
        "Gewicht van een variant, zoals base=2; herhaalbaar. Geef ze allemaal, of geen: dan tellen ze gelijk.",
        "Weight of a variant, such as base=2; repeatable. Give all of them, or none: then they count the same.",
    ),
    "error.weight_form": (
        "'{found}' is geen gewicht. Verwacht: VARIANT=GETAL, zoals base=2.",
        "'{found}' is no weight. Expected: VARIANT=NUMBER, such as base=2.",
    ),
    "error.indices_of_groups": (
        "eerste-orde- en totaalindices bij samenhang zijn er alleen per schatting. Laat --group of --indices weg.",
        "first- and total-order indices under dependence are of single estimates only. Leave out --group or --indices.",
    ),
}
