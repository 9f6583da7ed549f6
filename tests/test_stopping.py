"""The stopping rule: its grammar, and how a run grows."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from mkba_uncertainty.design import MOST_DRAWS, Design
from mkba_uncertainty.errors import InputError
from mkba_uncertainty.stopping import Until, parse_until, run_until, sizes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("net_benefit > 0:0.01", Until("net_benefit > 0", 0.01, "net_benefit", "probability", 0.0)),
        ("net_benefit>0:0.01", Until("net_benefit > 0", 0.01, "net_benefit", "probability", 0.0)),
        (" bcr  >  1.5 : 1e-2 ", Until("bcr > 1.5", 0.01, "bcr", "probability", 1.5)),
        ("line:costs-1 > -2e6:0.05", Until("line:costs-1 > -2e6", 0.05, "line:costs-1", "probability", -2e6)),
        ("year:3 > .5:0.05", Until("year:3 > .5", 0.05, "year:3", "probability", 0.5)),
        ("net_benefit.mean:5000", Until("net_benefit.mean", 5000.0, "net_benefit", "mean")),
        ("post:top.care.sd:5000", Until("post:top.care.sd", 5000.0, "post:top.care", "sd")),
        ("net_benefit.q0.95:5000", Until("net_benefit.q0.95", 5000.0, "net_benefit", "q0.95")),
        ("first_order:0.01", Until("first_order", 0.01, None, "first_order")),
        ("line:costs-1.first_order:0.01", Until("line:costs-1.first_order", 0.01, "line:costs-1", "first_order")),
    ],
)
def test_reads_what_and_width(text: str, expected: Until) -> None:
    assert parse_until(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "until_form"),
        ("first_order", "until_form"),
        (":0.01", "until_form"),
        ("net_benefit >:0.01", "until_form"),
        ("net_benefit > x:0.01", "until_form"),
        ("> 0:0.01", "until_form"),
        ("net_benefit > 0", "until_form"),
        ("net_benefit > 1.2.3:0.01", "until_form"),
        ("net_benefit.:0.01", "until_form"),
        ("net_benefit.Mean!:0.01", "until_form"),
        ("first_order:", "until_width"),
        ("first_order:narrow", "until_width"),
        ("first_order:0", "until_width"),
        ("first_order:-1", "until_width"),
        ("first_order:nan", "until_width"),
        ("first_order:inf", "until_width"),
    ],
)
def test_refuses_anything_else_and_shows_the_forms(text: str, code: str) -> None:
    with pytest.raises(InputError) as error:
        parse_until(text)
    assert error.value.code == code
    assert error.value.text("nl") != error.value.text("en")


@pytest.mark.parametrize(
    ("start", "most", "expected"),
    [
        ((1024, 8), 256, [(8, 1024), (16, 1024), (32, 1024), (32, 2048), (32, 4096), (32, 8192)]),
        ((1024, 8), 20, [(8, 1024), (16, 1024)]),
        ((1024, 8), 8, [(8, 1024)]),
        ((16, 2), 64, [(8, 16), (16, 16), (32, 16), (32, 32)]),
        ((16, 2), 4, [(4, 16)]),
        ((64, 20), 100, [(20, 64), (32, 64), (32, 128)]),
        ((64, 50), 200, [(50, 64), (50, 128), (50, 256)]),
        ((MOST_DRAWS, 8), 256, [(8, MOST_DRAWS), (16, MOST_DRAWS), (32, MOST_DRAWS)]),
    ],
)
def test_begins_with_8_replicates_and_grows_to_32_then_by_draws(
    start: tuple[int, int], most: int, expected: list[tuple[int, int]]
) -> None:
    assert [(size.replicates, size.draws) for size in sizes(Design(*start), most)] == expected


@pytest.mark.parametrize("rng", [0, 5, None, np.random.SeedSequence(3), np.random.default_rng(2)])
def test_a_larger_design_keeps_the_replicates_of_the_smaller(rng: object) -> None:
    design = Design(32, 4, rng)  # type: ignore[arg-type]
    for smaller, larger in itertools.pairwise(itertools.takewhile(lambda d: d.draws == 32, sizes(design, 32))):
        assert (larger.uniforms(3, 2) == smaller.uniforms(3, 2)).all()
        assert larger.seed == design.seed


def test_stops_at_the_first_design_that_is_narrow_enough() -> None:
    seen: list[int] = []

    def run(design: Design) -> float:
        seen.append(design.replicates * design.draws)
        return 40.0 / seen[-1] ** 0.5

    result, stopping = run_until(run, lambda width: width, parse_until("y.mean:0.3"), Design(512, 8))
    assert seen == [4096, 8192, 16384, 32768]
    assert sum(seen[:-1]) < seen[-1]
    assert (stopping.met, stopping.reached, stopping.replicates, stopping.draws) == (True, result, 32, 1024)
    assert stopping.to_dict() == {
        "what": "y.mean", "asked": 0.3, "reached": result, "replicates": 32, "draws": 1024, "met": True
    }  # fmt: skip


def test_says_with_both_widths_that_it_was_not_reached() -> None:
    result, stopping = run_until(
        lambda design: design.replicates, lambda _: 0.5, parse_until("y.mean:0.3"), Design(), 40
    )
    assert result == 32
    assert (stopping.met, stopping.asked, stopping.reached) == (False, 0.3, 0.5)


def test_a_limit_below_the_first_design_is_refused() -> None:
    with pytest.raises(InputError, match="at least 8"):
        run_until(lambda _: 0, lambda _: 1.0, parse_until("y.mean:0.3"), Design(), 4)
