"""What the eye could take for a finding: noise among many pairs, an outcome far from zero, a ratio's zero."""

from __future__ import annotations

import pytest

import mkba_uncertainty as mkba
from mkba_uncertainty import dependent_indices


def additive(x: dict[str, object]) -> dict[str, object]:
    return {"y": sum(x.values())}


def ishigami(x: dict[str, object]) -> dict[str, object]:
    import numpy as np

    return {"y": np.sin(x["a"]) + 7 * np.sin(x["b"]) ** 2 + 0.1 * x["c"] ** 4 * np.sin(x["a"])}


def test_no_pair_of_an_additive_model_is_reported_although_many_are_looked_at() -> None:
    """190 pairs without interaction: by their own intervals some ten a run would pass; together 1 run in 20 may err."""
    model = mkba.Model({f"x{i}": mkba.Uniform(0, 1 + i) for i in range(20)}, additive, ["y"])
    alone, together = 0, 0
    for seed in range(20):
        result = mkba.sobol(model, second_order=True, draws=64, rng=seed).outcomes["y"]
        alone += sum(value.low > 0 or value.high < 0 for _, value in result.second_order)
        together += bool(result.pairs_that_act(8))
    assert alone > 20
    assert together <= 4  # binomial(20, 0.05) exceeds 4 once in 400


def test_the_pair_that_acts_is_found() -> None:
    model = mkba.Model({name: mkba.Uniform(-3.141592653589793, 3.141592653589793) for name in "abc"}, ishigami, ["y"])
    result = mkba.sobol(model, second_order=True).outcomes["y"]
    assert list(result.pairs_that_act(8)) == [("a", "c")]


@pytest.mark.parametrize("offset", [0.0, 1e8])
def test_indices_under_dependence_do_not_mind_where_zero_lies(offset: float) -> None:
    """Three Gaussians, sd 1, 1, 2, of which the last two have correlation 0.5 of their normal scores (design.md)."""
    rank = 6 / 3.141592653589793 * 0.252680255142  # asin(0.5 / 2)
    model = mkba.Model(
        {"a": mkba.Normal(0, 1), "b": mkba.Normal(0, 1), "c": mkba.Normal(0, 2)},
        lambda x: {"y": x["a"] + x["b"] + x["c"] + offset},
        ["y"],
        correlation={("b", "c"): rank},
    )
    found = dependent_indices(model, outcome="y", draws=2048).indices
    for name, full, independent in (("a", 0.125, 0.125), ("b", 0.5, 0.09375), ("c", 0.78125, 0.375)):
        assert found[name].full_first_order.value == pytest.approx(full, abs=0.01)
        assert found[name].independent_total_order.value == pytest.approx(independent, abs=0.01)


def test_a_ratio_does_not_flip_the_verdict_at_zero() -> None:
    model = mkba.build_model(mkba.load_case("arnhem-ozo"))
    with pytest.raises(mkba.InputError, match="net_benefit"):
        mkba.switching(model, outcome="bcr", draws=64)
