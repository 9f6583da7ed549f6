"""Sentences of dependence and Shapley effects, and of doubt about the model itself."""

TEXTS: dict[str, tuple[str, str]] = {
    "error.shapley_too_many": (
        "alle deelverzamelingen van {found} factoren doorrekenen gaat niet; hooguit {most}. Neem groepen (groups), of "
        "shapley zonder opsomming.",
        "all subsets of {found} factors cannot be run; {most} at most. Form groups (groups), or take shapley, which "
        "does not enumerate.",
    ),
}
