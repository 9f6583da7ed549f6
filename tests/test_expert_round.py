"""Answer files of experts: read, pooled, and taken into the case that they are about."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import strangers
from answering import ROUND, answer, answer_file, write_round
from cases import EXPERTS, FULL, MINIMAL, WITH_EXPERTS, changed, read
from command_line import mkba as mkba_command

import mkba_uncertainty as mkba
from mkba_uncertainty.analysis.experts import Answers, Pair, expert_round, possible, questions_of, read_answers
from mkba_uncertainty.case import Case, Dependence
from mkba_uncertainty.copula import pearson_to_spearman
from mkba_uncertainty.design import Design
from mkba_uncertainty.elicitation import drawn, fit_each, read_truths
from mkba_uncertainty.errors import CaseError, InputError
from mkba_uncertainty.report import Analyses
from mkba_uncertainty.report.page.chapters import estimates_section
from mkba_uncertainty.texts import Text

FEW: dict[str, Any] = {"draws": 64, "replicates": 2}
SHARE = (0.0, 1.0)
ESTIMATES = ("recidivism", "attribution_placements")


@pytest.fixture(scope="module")
def arnhem() -> Case:
    return mkba.load_case("arnhem-ozo")


@pytest.fixture(scope="module")
def answers(arnhem: Case, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return read_answers(write_round(tmp_path_factory.mktemp("answers"), arnhem), arnhem)


@pytest.fixture(scope="module")
def found(answers: Answers) -> mkba.ExpertRound:
    return expert_round(answers, **FEW)


# --- reading


def test_all_that_experts_said_is_read(answers: Answers) -> None:
    assert [one.name for one in answers.experts] == sorted(ROUND)
    assert list(answers.questions) == [name for name in answers.case.estimates if name in ESTIMATES]
    noor = next(one for one in answers.experts if one.name == "Noor")
    assert noor.estimates["recidivism"].quantiles == {0.05: 0.15, 0.5: 0.30, 0.95: 0.50}
    assert noor.estimates["attribution_placements"].roulette.chips == (0, 1, 4, 6, 5, 3, 1, 0, 0, 0)
    assert noor.estimates["recidivism"].reason == ROUND["Noor"]["reason"]
    assert noor.pairs["attribution_placements", "recidivism"].above == 0.7


def _set(*path: Any, to: Any) -> Callable[[dict[str, Any]], None]:
    def change(tree: dict[str, Any]) -> None:
        for part in path[:-1]:
            tree = tree[part]
        tree[path[-1]] = to

    return change


RELAPSE, QUANTILES = ("estimates", "recidivism"), ("estimates", "recidivism", "quantiles")
CHIPS = ("estimates", "attribution_placements", "roulette", "chips")
FAULTS: dict[str, tuple[Callable[[dict[str, Any]], Any], str, str]] = {
    "format": (_set("mkba_answers", to=2), "mkba_answers", "answer_format"),
    "case": (_set("case", to="den-haag-scm"), "case", "answer_case"),
    "version": (_set(*RELAPSE, "version", to="0123456789ab"), "estimates.recidivism.version", "answer_version"),
    "version of pair": (_set("pairs", 0, "version", to=None), "pairs.0.version", "answer_version"),
    "unknown": (lambda tree: tree["estimates"].update(relaps={}), "estimates.relaps", "form_unknown"),
    "lever": (lambda tree: tree["estimates"].update(discount_rate={}), "estimates.discount_rate", "form_not_uncertain"),
    "order": (_set(*QUANTILES, "0.5", to=0.6), "estimates.recidivism.quantiles", "elicit_not_ascending"),
    "order of the lowest": (_set(*QUANTILES, "0.05", to=0.3), "estimates.recidivism.quantiles", "elicit_not_ascending"),
    "beyond": (_set(*QUANTILES, "0.95", to=1.2), "estimates.recidivism.quantiles", "elicit_outside_support"),
    "percent": (_set(*QUANTILES, "0.95", to=50), "estimates.recidivism.quantiles", "elicit_outside_support"),
    "nan": (_set(*QUANTILES, "0.95", to=math.nan), "estimates.recidivism.quantiles.0.95", "answer_number"),
    "text": (_set(*QUANTILES, "0.5", to="0,3"), "estimates.recidivism.quantiles.0.5", "answer_number"),
    "true": (_set(*QUANTILES, "0.5", to=True), "estimates.recidivism.quantiles.0.5", "answer_number"),
    "tiny": (_set(*QUANTILES, "0.05", to=1e-300), "estimates.recidivism.quantiles.0.05", "answer_number"),
    "missing": (
        lambda tree: tree["estimates"]["recidivism"]["quantiles"].pop("0.5"),
        ".".join(QUANTILES),
        "answer_levels",
    ),
    "other level": (_set(*QUANTILES, "0.25", to=0.2), ".".join(QUANTILES), "answer_levels"),
    "both": (_set(*RELAPSE, "roulette", to={}), "estimates.recidivism", "answer_kinds"),
    "neither": (lambda tree: tree["estimates"]["recidivism"].pop("quantiles"), "estimates.recidivism", "answer_kinds"),
    "half a chip": (_set(*CHIPS, 2, to=2.5), ".".join(CHIPS) + ".2", "answer_chips"),
    "fewer than no chips": (_set(*CHIPS, 2, to=-1), ".".join(CHIPS) + ".2", "answer_chips"),
    "no chips": (_set(*CHIPS, to=[0] * 10), "estimates.attribution_placements.roulette", "elicit_too_few_bins"),
    "bins": (_set(*CHIPS, to=[1, 2]), ".".join(CHIPS), "answer_bins"),
    "range of bins": (
        _set(*CHIPS[:-1], "high", to=1.5),
        "estimates.attribution_placements.roulette",
        "elicit_outside_support",
    ),
    "no range": (_set(*CHIPS[:-1], "high", to=0), "estimates.attribution_placements.roulette", "elicit_interval"),
    "probability": (_set("pairs", 0, "above", to=70), "pairs.0.above", "answer_probability"),
    "itself": (_set("pairs", 0, "between", to=["recidivism"] * 2), "pairs.0.between", "correlation_with_itself"),
    "three": (_set("pairs", 0, "between", to=["recidivism"] * 3), "pairs.0.between", "answer_between"),
    "pair twice": (lambda tree: tree["pairs"].append(tree["pairs"][0]), "pairs.1", "answer_twice"),
    "escape": (_set(*RELAPSE, "reason", to="a\x1b[2Jb"), "estimates.recidivism.reason", "odd_character"),
    "half a character": (_set(*RELAPSE, "reason", to="\ud800"), "estimates.recidivism.reason", "odd_character"),
    "escape in the name": (_set("expert", to="No\u202eor"), "expert", "odd_character"),
    "no name": (_set("expert", to="  "), "expert", "answer_no_name"),
    "two lines": (_set("expert", to="No\nor"), "expert", "answer_no_name"),
    "long": (_set(*RELAPSE, "reason", to="x" * 5_001), "estimates.recidivism.reason", "answer_long"),
    "date": (_set("date", to="29-11-2026"), "date", "answer_date"),
    "language": (_set("lang", to="de"), "lang", "answer_choice"),
    "other key": (_set(*RELAPSE, "raeson", to="x"), "estimates.recidivism", "answer_unknown_key"),
    "nothing": (lambda tree: tree.update(estimates={}, pairs=[]), "estimates", "answer_empty"),
    "no table": (_set("estimates", to=[]), "estimates", "answer_no_table"),
    "no list": (_set("pairs", to={}), "pairs", "answer_no_list"),
    "seed order": (
        _set("seed_questions", to=[{"question": "nights", **answer([3, 2, 4])}]),
        "seed_questions.0.quantiles",
        "answer_order",
    ),
}


def _write(folder: Path, tree: Any, name: str = "noor.json") -> Path:
    (folder / name).write_text(tree if isinstance(tree, str) else json.dumps(tree), "utf-8")
    return folder


def _faults(folder: Path, case: Case) -> list[CaseError]:
    with pytest.raises(CaseError) as caught:
        read_answers(folder, case)
    return list(caught.value.problems or [caught.value])


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_is_named_by_file_and_key(fault: str, arnhem: Case, tmp_path: Path) -> None:
    change, key, code = FAULTS[fault]
    tree = answer_file(arnhem, "Noor", ROUND["Noor"])
    change(tree)
    first = _faults(_write(tmp_path, tree), arnhem)[0]
    assert (first.code, first.key, first.file) == (code, key, str(tmp_path / "noor.json")), str(first)
    assert first.text("nl") != first.text("en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{}", "answer_foreign"),
        ("[1, 2]", "answer_foreign"),
        ('{"name": "package", "version": "1.0"}', "answer_foreign"),
        ("", "answer_cut_off"),
        ('{"mkba_answers": 1, "case": "arnh', "answer_cut_off"),
        ('{"mkba_answers": 1,', "answer_cut_off"),
        ("<html></html>", "answer_no_json"),
        ('{"mkba_answers": 1, "mkba_answers": 1}', "answer_key_twice"),
        ("[" * 200_000, "answer_no_json"),
        ('{"mkba_answers": ' + "9" * 10_000 + "}", "answer_no_json"),
        (" " * 1_000_001, "answer_too_large"),
    ],
)
def test_a_damaged_or_foreign_file_is_named(text: str, code: str, arnhem: Case, tmp_path: Path) -> None:
    assert [error.code for error in _faults(_write(tmp_path, text), arnhem)] == [code]


def test_all_faults_of_all_files_are_named_at_once(arnhem: Case, tmp_path: Path) -> None:
    write_round(tmp_path, arnhem)
    tree = answer_file(arnhem, " noor ", ROUND["Noor"])
    tree["estimates"]["recidivism"]["quantiles"]["0.5"] = 0.9
    tree["pairs"][0]["above"] = -1
    _write(_write(tmp_path, tree, "z.json"), "{", "y.json")
    faults = [(Path(str(one.file)).name, one.code) for one in _faults(tmp_path, arnhem)]
    assert faults == [
        ("y.json", "answer_cut_off"),
        ("z.json", "elicit_not_ascending"),
        ("z.json", "answer_probability"),
        ("z.json", "answer_expert_twice"),
    ]


def test_only_what_is_asked_for_is_taken(arnhem: Case, tmp_path: Path) -> None:
    read = read_answers(write_round(tmp_path, arnhem), arnhem, estimates=["recidivism"])
    assert list(read.questions) == ["recidivism"]
    assert read.pairs == []
    tree = answer_file(arnhem, "Fem", ROUND["Noor"]) | {"estimates": {}}
    read = read_answers(_write(tmp_path, tree, "fem.json"), arnhem, estimates=["recidivism"])
    assert len(read.experts) == 6, "a pair is an answer, though not about what is asked for"
    with pytest.raises(InputError, match="nobody in"):
        read_answers(tmp_path, arnhem, estimates=["debt_trajectories"])


@pytest.mark.parametrize(("make", "code"), [(Path.mkdir, "answers_none"), (Path.touch, "answers_no_folder")])
def test_a_folder_of_answers_is_needed(make: Any, code: str, arnhem: Case, tmp_path: Path) -> None:
    make(tmp_path / "answers")
    with pytest.raises(InputError) as caught:
        read_answers(tmp_path / "answers", arnhem)
    assert caught.value.code == code


# --- pooling


def _drawn(said: list[float]) -> Any:
    """Draw an answer as the form does, which hangs on no family: one is fitted, for the answer as it is read."""
    given = answer(said)
    asked: tuple[Any, Any]
    if "quantiles" in given:
        asked = ("quantiles", {float(p): x for p, x in given["quantiles"].items()})
    else:
        chips = given["roulette"]["chips"]
        asked = ("roulette", {(place / 10, (place + 1) / 10): laid for place, laid in enumerate(chips)})
    return drawn(fit_each([asked], support=SHARE, family="beta")[0].answer, SHARE)


def test_the_pool_is_the_mixture_of_what_each_expert_saw(found: mkba.ExpertRound) -> None:
    """Where the mean of the five distribution functions has the probability, there its quantile is."""
    for name in ESTIMATES:
        parts = [_drawn(said[name]) for said in ROUND.values()]
        pooled = found.case.estimates[name].distribution
        for level in (0.05, 0.5, 0.95):
            value = float(pooled.ppf(level))
            assert np.mean([part.cdf(value) for part in parts]) == pytest.approx(level, abs=1e-12)


def test_the_logarithmic_pool_is_the_normalised_product(answers: Answers) -> None:
    found = expert_round(answers, method="log", family="beta", **FEW)
    parts = found.estimates["recidivism"].standing
    x = np.linspace(0.0005, 0.9995, 20_001)
    product = np.exp(np.mean([part.log_density(x) for part in parts], axis=0))
    below = np.concatenate([[0.0], np.cumsum((product[1:] + product[:-1]) / 2)])
    assert {type(part) for part in parts} == {mkba.Beta}
    assert found.case.estimates["recidivism"].distribution.families == parts
    assert (found.case.estimates["recidivism"].pooling.method, found.estimates["recidivism"].method) == ("log", "log")
    for level in (0.05, 0.5, 0.95):
        value = float(np.interp(level, below / below[-1], x))
        assert float(found.case.estimates["recidivism"].distribution.ppf(level)) == pytest.approx(value, abs=1e-5)


def test_experts_weigh_by_their_seed_questions(arnhem: Case, tmp_path: Path) -> None:
    truths = [10, 20, 30, 40]
    said = {"careful": [[8, 11, 14], [15, 19, 25], [20, 31, 38], [33, 39, 50]],
            "middling": [[9, 9.5, 12], [18, 21, 26], [20, 29, 34], [42, 45, 50]]}  # fmt: skip
    rows = "".join(f"q{place},{truth}\n" for place, truth in enumerate(truths))
    (tmp_path / "seeds.csv").write_text(f"question,truth\n{rows}")
    who = {"careful": "Noor", "middling": "Bram"}
    experts = {
        who[name]: ROUND[who[name]] | {"seeds": {f"q{place}": each for place, each in enumerate(given)}}
        for name, given in said.items()
    }
    read = read_answers(write_round(tmp_path / "answers", arnhem, experts), arnhem)
    seeds = read_truths(tmp_path / "seeds.csv").answered({one.name: one.seeds for one in read.experts})
    expected = dict(zip(said, mkba.performance_weights(said, truths).weights, strict=True))
    found = expert_round(read, seeds=seeds, **FEW)
    weights = {one.label.en: one.weight for one in found.case.estimates["recidivism"].ranges}
    assert weights == pytest.approx({who[name]: weight for name, weight in expected.items()}, rel=1e-12)
    assert 0.01 < min(weights.values()) < max(weights.values()) < 0.99
    above = sum(weight * ROUND[name]["above"] for name, weight in weights.items())
    assert found.pairs[0].above == pytest.approx(above, rel=1e-12)
    with pytest.raises(InputError, match="did not answer"):
        read_truths(tmp_path / "seeds.csv").answered({"Eli": {}})
    without = read_truths(tmp_path / "seeds.csv").answered({"Noor": read.experts[-1].seeds})
    with pytest.raises(InputError) as caught:  # nobody counts as much as the best by staying away
        expert_round(read, seeds=without, **FEW)
    assert (caught.value.code, caught.value.facts["found"]) == ("seeds_unknown_expert", "Bram")


# --- pairs


def test_pairs_become_rank_correlations(found: mkba.ExpertRound) -> None:
    pair = found.pairs[0]
    above = (0.7 + 0.6 + 0.55 + 0.65) / 4
    assert pair.above == pytest.approx(above, rel=1e-12)
    correlation = math.sin(math.pi * (above - 0.5))
    assert pair.correlation == pytest.approx(correlation, rel=1e-12)
    rank = 6 / math.pi * math.asin(correlation / 2)
    assert found.case.dependence["experts"].correlations == {pair.between: pytest.approx(rank, rel=1e-12)}
    assert pair.rank == pair.asked


def test_what_cannot_hold_together_is_repaired_to_the_nearest() -> None:
    """Of three pairs that all are -0.9 the nearest matrix has -1/2: by symmetry all stay alike, and 1 + 2 r >= 0."""
    asked = {("a", "b"): -0.9, ("a", "c"): -0.9, ("b", "c"): -0.9, ("d", "e"): 0.4}
    found = possible(asked)
    assert found.keys() == asked.keys()
    assert [found[pair] for pair in asked] == pytest.approx([-0.5, -0.5, -0.5, 0.4], abs=1e-8)
    assert possible({("a", "b"): 0.6, ("b", "c"): 0.6}) == {("a", "b"): 0.6, ("b", "c"): 0.6}


def test_pairs_that_were_not_asked_about_give_way_first() -> None:
    """In a chain the ends are independent given the middle: r = r1 r2. In a ring of four alike both diagonals are x.

    Given the other diagonal they are independent: x = 2 r^2 / (1 + x).
    """
    chain = possible({("a", "b"): 0.9, ("b", "c"): -0.8})
    assert chain == {("a", "b"): 0.9, ("b", "c"): -0.8, ("a", "c"): pytest.approx(-0.72, abs=1e-9)}
    ring = dict.fromkeys([("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")], 0.9)
    diagonal = pytest.approx((math.sqrt(1 + 8 * 0.9**2) - 1) / 2, abs=1e-9)
    assert possible(ring) == {**ring, ("a", "c"): diagonal, ("b", "d"): diagonal}


CHAIN = ["recidivism", "attribution_placements", "attribution_evictions"]


def test_what_experts_said_stands_where_it_can(arnhem: Case, tmp_path: Path) -> None:
    said = {**{name: [0.2, 0.4, 0.6] for name in CHAIN}, "above": 0.95}
    found = expert_round(read_answers(write_round(tmp_path, arnhem, {"Noor": said}), arnhem), **FEW)
    assert (found.repaired, found.completed) == (False, True)
    by_pair = {pair.between: pair for pair in found.pairs}
    ends = by_pair["attribution_evictions", "recidivism"]
    asked = math.sin(0.45 * math.pi)
    assert (ends.asked, ends.answers) == (None, ())
    assert ends.rank == pytest.approx(pearson_to_spearman(asked**2), abs=1e-9)
    middle = by_pair["attribution_placements", "recidivism"]
    assert middle.rank == middle.asked == pytest.approx(pearson_to_spearman(asked), rel=1e-12)
    mkba.build_model(found.case, dependence="experts")  # it holds together
    assert "used" in " ".join(found.hanging_together.headings("en"))
    assert "follows from the others" in found.notes()[-1].en


def test_a_next_round_keeps_the_pairs_that_it_does_not_ask_about(found: mkba.ExpertRound, tmp_path: Path) -> None:
    """As it keeps the estimates; what it does ask about is replaced."""
    said = {**{name: [0.2, 0.4, 0.6] for name in CHAIN[1:]}, "above": 0.3}
    write_round(tmp_path, found.case, {"Zita": said})
    case = expert_round(read_answers(tmp_path, found.case), **FEW).case
    after = case.dependence["experts"]
    asked, kept = ("attribution_evictions", "attribution_placements"), ("attribution_placements", "recidivism")
    rank = pearson_to_spearman(math.sin(-0.2 * math.pi))
    assert after.correlations == {asked: pytest.approx(rank, rel=1e-12), kept: found.pairs[0].rank}
    assert [one.label.en for one in after.experts if one.between == kept] == ["Bram", "Chris", "Dewi", "Noor"]
    write_round(tmp_path, case, {"Zita": said | {"above": 0.5}})
    again = expert_round(read_answers(tmp_path, case), **FEW).case.dependence["experts"]
    assert again.correlations[asked] == pytest.approx(0.0, abs=1e-12)
    assert len(again.experts) == 5


def test_a_way_to_pool_that_there_is_not_is_refused_of_one_expert_too(arnhem: Case, tmp_path: Path) -> None:
    """It would stand in the case, which nobody could read then."""
    one = read_answers(write_round(tmp_path, arnhem, {"Eli": ROUND["Eli"]}), arnhem)
    with pytest.raises(InputError, match="not a way to pool"):
        expert_round(one, method="product", **FEW)  # type: ignore[arg-type]


def test_both_matrices_are_shown_where_pairs_cannot_hold_together(arnhem: Case, tmp_path: Path) -> None:
    said = {**{name: [0.2, 0.4, 0.6] for name in CHAIN}, "above": 0.95}
    tree = answer_file(arnhem, "Noor", said)
    ends = Pair(*questions_of(arnhem, [CHAIN[0], CHAIN[2]]).questions)
    tree["pairs"].append({"between": list(ends.between), "version": ends.version, "above": 0.1})
    found = expert_round(read_answers(_write(tmp_path, tree), arnhem), **FEW)
    assert (found.repaired, found.completed) == (True, False)
    asked = {pair.between: pair for pair in found.pairs}["attribution_placements", "recidivism"]
    assert asked.asked == pytest.approx(pearson_to_spearman(math.sin(0.45 * math.pi)), rel=1e-12)
    assert asked.rank < asked.asked
    mkba.build_model(found.case, dependence="experts")  # it holds together
    assert "repaired" in " ".join(found.hanging_together.headings("en"))


def _pairs_only(folder: Path, case: Case, *names: str) -> Answers:
    tree = answer_file(case, "Noor", {**{name: [0.2, 0.4, 0.6] for name in names}, "above": 0.6})
    return read_answers(_write(folder, tree | {"estimates": {}}), case)


def test_a_round_may_be_about_pairs_alone(tmp_path: Path) -> None:
    found = expert_round(_pairs_only(tmp_path, read(MINIMAL, tmp_path), "relapse", "shelter_cost"), **FEW)
    assert found.changes["before"] == found.changes["after"]
    assert [pair.between for pair in found.pairs] == [("relapse", "shelter_cost")]
    assert "together" in found.changes
    assert "relapse" not in found.lead()[0].en
    assert "reasons" not in found.beside


def test_a_support_belongs_to_the_version_of_a_question(tmp_path: Path) -> None:
    case = read(MINIMAL, tmp_path)
    tree = answer_file(case, "Noor", {"relapse": [0.1, 0.2, 0.4]})
    tree["estimates"]["relapse"]["version"] = (
        questions_of(case, ["relapse"], supports={"relapse": (0, 0.5)}).questions[0].version
    )
    assert [one.code for one in _faults(_write(tmp_path, tree), case)] == ["answer_version"]
    read_in = read_answers(tmp_path, case, supports={"relapse": (0, 0.5)})
    found = expert_round(read_in, **FEW).case.estimates["relapse"]
    assert found.distribution.support == (0.0, 0.5)
    assert (found.pooling.low, found.pooling.high) == (0.0, 0.5)
    with pytest.raises(InputError, match="stay is not asked about"):
        read_answers(tmp_path, case, supports={"relapse": (0, 0.5), "stay": (0, 9)})


# --- what it does to the answer


def test_before_and_after_are_runs_of_the_case_without_and_with_them(found: mkba.ExpertRound, arnhem: Case) -> None:
    cases = {
        "before": (arnhem, "independent"),
        "after": (found.case, "independent"),
        "together": (found.case, "experts"),
    }
    for when, (case, dependence) in cases.items():
        run = mkba.confidence(mkba.simulate(mkba.build_model(case, dependence=dependence), rng=1, **FEW))
        balance = run.outcomes["net_benefit"]
        assert found.changes[when].probability == run.probabilities["net_benefit > 0"]
        assert found.changes[when].quantiles[0.95] == balance.quantiles[0.95]
        assert found.changes[when].quantiles[0.5] == balance.quantiles[0.5]


# --- in the case


def _copy(folder: Path) -> Path:
    file = folder / "arnhem-ozo.toml"
    file.write_bytes(Path(mkba.load_case("arnhem-ozo").file).read_bytes())
    return file


def test_the_case_takes_answers_reasons_and_the_pool(tmp_path: Path) -> None:
    file = _copy(tmp_path)
    before = file.read_text()
    write_round(tmp_path / "answers", mkba.load_case(file))
    command = ["elicit", "--from", str(tmp_path / "answers"), "--into", str(file), "--lang", "en"]
    done = mkba_command(*command)
    assert done.returncode == 0, done.stderr
    assert "<b>wint</b>" in done.stdout
    after = file.read_text()
    lost = set(before.splitlines()) - set(after.splitlines())
    assert {line.partition(" = ")[0] for line in lost} == {"distribution"}
    assert len(lost) == 2
    assert "# a coordinator each, for one district" in after
    case = mkba.load_case(file)
    relapse, old = case.estimates["recidivism"], mkba.load_case("arnhem-ozo").estimates["recidivism"]
    assert (relapse.value, relapse.pooling.replaced) == (old.value, old.distribution)
    assert relapse.experts[:5] == old.experts
    assert relapse.pooled == old.pooled, "single answers keep their meaning"
    assert [one.label.en for one in relapse.ranges] == sorted(ROUND)
    assert relapse.ranges[-1].reason == ROUND["Noor"]["reason"]
    assert relapse.pool_of_ranges == relapse.distribution
    assert "values = [0.15, 0.3, 0.5]" in after
    lines = [mkba.reconciliation(one).lines for one in (case, mkba.load_case("arnhem-ozo"))]
    assert lines[0] == lines[1]


def test_nothing_is_written_where_something_is_wrong(tmp_path: Path) -> None:
    file = _copy(tmp_path)
    before = file.read_bytes()
    _write(write_round(tmp_path / "answers", mkba.load_case(file)), "{", "y.json")
    done = mkba_command("elicit", "--from", str(tmp_path / "answers"), "--into", str(file), "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "y.json" in done.stderr
    assert "cut off" in done.stderr
    assert file.read_bytes() == before


def test_a_copy_is_written_and_the_case_stays(tmp_path: Path, arnhem: Case) -> None:
    write_round(tmp_path / "answers", arnhem)
    command = ["elicit", "--from", str(tmp_path / "answers"), "--into", "arnhem-ozo", "--json"]
    refused = mkba_command(*command, "--lang", "en")
    assert (refused.returncode, "--save" in refused.stderr) == (2, True)
    done = mkba_command(*command, "--save", str(tmp_path / "arnhem-ozo.toml"), "--estimate", "recidivism")
    told = json.loads(done.stdout)
    assert list(told["estimates"]) == ["recidivism"]
    assert told["pairs"] == []
    assert {"before", "after"} == set(told["changes"])
    assert {fit["family"] for fit in told["estimates"]["recidivism"]["fits"]} >= {"beta", "pert", "metalog"}
    assert mkba.load_case(tmp_path / "arnhem-ozo.toml").estimates["recidivism"].ranges


def test_files_that_are_no_answers_are_named(arnhem: Case, tmp_path: Path) -> None:
    folder = write_round(tmp_path / "answers", arnhem)
    for name in ("Noor.txt", ".hidden", "b\x1b[2J.csv"):
        (folder / name).touch()
    (folder / "later").mkdir()
    round_ = expert_round(read_answers(folder, arnhem, estimates=["recidivism"]), **FEW)
    named = round_.to_dict()["passed_over"]
    assert named[0] == "Noor.txt"
    assert len(named) == 2
    assert not any("\x1b" in name for name in named)
    assert any("Noor.txt" in note.nl and ".json" in note.nl for note in round_.notes())


def test_where_all_are_answers_none_is_named(found: mkba.ExpertRound) -> None:
    assert found.passed_over == ()
    assert not any(".json" in note.en for note in found.notes())


def test_another_dependence_of_that_name_is_not_overwritten(answers: Answers) -> None:
    other = Dependence("experts", Text("Anders", "Other"), {("recidivism", "attribution_placements"): 0.1})
    taken = answers.case.replace(dependence={**answers.case.dependence, "experts": other})
    with pytest.raises(InputError) as caught:
        expert_round(replace(answers, case=taken), **FEW)
    assert caught.value.code == "round_variant_taken"
    assert expert_round(replace(answers, case=taken), replace_dependence=True, **FEW).case.dependence["experts"].experts


def test_data_stay_after_the_pool(answers: Answers) -> None:
    """The pool replaces what was known before the data, which update it as they did the old distribution."""
    updated = mkba.update(answers.case, {"recidivism": "31/120"}, **FEW).case
    found = expert_round(replace(answers, case=updated), family="beta", **FEW)
    prior, data = found.case.estimates["recidivism"].distribution.evidence
    assert [one.value for one in data] == [31 / 120]
    assert prior == found.case.estimates["recidivism"].pool_of_ranges
    assert found.case.estimates["recidivism"].pooling.replaced == answers.case.estimates["recidivism"].distribution


def _round_of(folder: Path, text: str, experts: dict[str, dict[str, Any]]) -> str:
    """Take answers into a case with this text, and give the text that it then has: the same as after a second time."""
    case, texts = read(text, folder), list[str]()
    for _ in range(2):
        answers = read_answers(write_round(folder / "answers", case, experts), case)
        mkba.save_case(expert_round(answers, **FEW).case, Path(case.file))
        case = mkba.load_case(case.file)
        texts.append(Path(case.file).read_text())
    assert texts[0] == texts[1]
    return texts[0]


TWO = {"Noor": {"shelter_cost": [800, 1000, 1300]}, "Bram": {"shelter_cost": [700, 900, 1200]}}


def test_other_files_replace_a_round(tmp_path: Path) -> None:
    pair = {"relapse": [0.1, 0.3, 0.5], "shelter_cost": [700, 900, 1200], "above": 0.6}
    after = _round_of(tmp_path, MINIMAL, {"Noor": pair, "Bram": pair | {"above": 0.7}})
    (tmp_path / "answers" / "answers-aftercare-noor.json").unlink()
    case = read(after, tmp_path)
    fewer = expert_round(read_answers(tmp_path / "answers", case), **FEW).case
    assert [one.label.en for one in fewer.estimates["relapse"].experts] == ["Bram"]
    assert fewer.estimates["relapse"].pooling.replaced == read(MINIMAL, tmp_path).estimates["relapse"].distribution
    assert [one.above for one in fewer.dependence["experts"].experts] == [0.7]


def test_comments_stay_where_tables_of_a_kind_stand_apart(tmp_path: Path) -> None:
    text = FULL.replace("[estimates.stay]", "# how long they stay\n[estimates.stay]")
    after = _round_of(tmp_path, text, TWO)
    assert set(text.splitlines()) - set(after.splitlines()) == {
        line for line in text.splitlines() if line.startswith("distribution = ") and "900, 1000" in line
    }
    assert mkba.load_case(tmp_path / "aftercare.toml").estimates["shelter_cost"].pooling.replaced.mean > 0


def test_a_value_that_was_the_middle_of_the_old_distribution_stays(tmp_path: Path) -> None:
    text = changed({"value = 1000\n": "", "mu = 1000, sigma = 100 }": 'mu = 1000, sigma = 100 }\npoint = "mean"'})
    after = read(_round_of(tmp_path, text, TWO), tmp_path).estimates["shelter_cost"]
    assert (after.value, after.middle) == (1000, None)


def test_a_value_of_the_library_stays_one(tmp_path: Path) -> None:
    after = _round_of(tmp_path, FULL, {"Noor": {"eviction": [4000, 6000, 9000]}})
    assert 'use = "arnhem-ozo-2014:eviction"' in after
    assert "values = [4000, 6000, 9000]" in after


@pytest.mark.parametrize("name", ["intake", "rented"])
def test_what_has_no_place_for_experts_is_refused(name: str, tmp_path: Path) -> None:
    """Before experts are asked, not when they have answered."""
    with pytest.raises(InputError) as caught:
        mkba.elicitation_form(read(FULL, tmp_path), [name])
    assert (caught.value.code, caught.value.facts["found"]) == ("round_no_place", name)


def test_answers_about_a_workbook_go_into_its_binding(tmp_path: Path) -> None:
    """The workbook marks what is uncertain, though each has a cell of its own: that is not forgotten."""
    raw, text = strangers.sample_workbook()
    (tmp_path / "book.xlsx").write_bytes(raw)
    (tmp_path / "book.toml").write_text(text)
    case = mkba.load_case(tmp_path / "book.toml")
    experts = {"Noor": {"households": [50, 60, 80], "relapse": [0.2, 0.3, 0.45], "above": 0.3}}
    answers = read_answers(write_round(tmp_path / "answers", case, experts), case)
    mkba.save_case(expert_round(answers, **FEW).case, tmp_path / "book.toml")
    after = mkba.load_case(tmp_path / "book.toml")
    assert set(text.splitlines()) - set((tmp_path / "book.toml").read_text().splitlines()) == {
        line for line in text.splitlines() if "pert" in line or "triangular" in line
    } - {line for line in text.splitlines() if line.startswith("note")}
    assert float(after.estimates["households"].distribution.ppf(0.5)) == pytest.approx(60, rel=1e-12)
    mkba.build_model(after, dependence="experts")


def test_where_all_gave_a_range_a_scenario_takes_their_pool(tmp_path: Path) -> None:
    ranges = """experts = [
  { quantiles = { "0.05" = 0.1, "0.5" = 0.2, "0.95" = 0.4 }, weight = 3 },
  { quantiles = { "0.05" = 0.2, "0.5" = 0.3, "0.95" = 0.5 } },
]
"""
    case = read(WITH_EXPERTS.replace(EXPERTS, ranges), tmp_path)
    assert case.estimates["relapse"].distribution == mkba.Pert(0.15, 0.30, 0.50)
    first, second = _drawn([0.1, 0.2, 0.4]), _drawn([0.2, 0.3, 0.5])
    pooled = mkba.build_model(case, scenarios=["own_answers"]).inputs["relapse"]
    for x in (0.1, 0.25, 0.6):
        assert float(pooled.cdf(x)) == pytest.approx(0.75 * first.cdf(x) + 0.25 * second.cdf(x), rel=1e-12)


def test_answers_are_in_the_prices_of_their_estimate(tmp_path: Path) -> None:
    case = read(FULL, tmp_path)
    answers = read_answers(write_round(tmp_path / "answers", case, TWO), case)
    model = mkba.build_model(expert_round(answers, **FEW).case)
    named = expert_round(answers, **FEW).case.estimates["shelter_cost"].pool_of_ranges
    assert model.case.estimates["shelter_cost"].pool_of_ranges.mean == pytest.approx(named.mean * 100 / 92.5, rel=1e-9)


def test_its_tables_say_who_and_what_about_to_programs(found: mkba.ExpertRound) -> None:
    frame = found.to_frame()
    assert list(zip(frame["estimate"], frame["who"], strict=True)) == [
        (name, who) for name in ESTIMATES for who in sorted(ROUND)
    ]
    assert frame["q0.5"].tolist()[0] == pytest.approx(0.22, rel=1e-12)
    assert frame["weight"].tolist() == pytest.approx([0.2] * 10)
    reasons = found.beside["reasons"].to_frame()
    assert set(reasons["estimate"]) == {*ESTIMATES, "attribution_placements, recidivism"}
    fits = found.beside["fits"].to_frame()
    assert fits.groupby(["estimate", "expert"]).misfit.min().max() < 0.02
    assert found.beside["changes"].to_frame()["when"].tolist() == ["before", "after", "together"]
    assert found.beside["pairs"].to_frame()["above"].tolist() == pytest.approx([0.625, 0.6, 0.55, 0.65, 0.7])


# --- on the page and in a figure


def test_the_page_shows_who_said_what_and_why(found: mkba.ExpertRound) -> None:
    html = str(estimates_section(Analyses(mkba.build_model(found.case), Design(32, 2))).html)
    assert "&lt;b&gt;wint&lt;/b&gt; minder van een &#34;traject&#34; &amp; zoekt" in html
    assert "<b>wint</b>" not in html
    assert html.count("Elders was het 20 tot 25 %.") == 3  # of both estimates, and of the pair
    assert "4 × 20% to 30%" in html.replace("\u00a0", " ")
    for name in ROUND:
        assert html.count(f">{name}</th>") + html.count(name) >= 2


def test_the_figure_has_each_expert_the_pool_and_what_was_there(found: mkba.ExpertRound) -> None:
    axes = mkba.plot(found)
    drawn_lines = {line.get_gid(): line for panel in axes.child_axes for line in panel.get_lines()}
    for name in ESTIMATES:
        assert {f"expert:{name}:{who}" for who in ROUND} | {f"pool:{name}", f"before:{name}"} <= drawn_lines.keys()
        x, heights = drawn_lines[f"pool:{name}"].get_data()
        each = [np.interp(x, *drawn_lines[f"expert:{name}:{who}"].get_data()) for who in ROUND]
        assert heights == pytest.approx(np.mean(each, axis=0), rel=1e-9)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--from", "."], "--into"),
        (["--into", "arnhem-ozo"], "--from"),
        (["--from", ".", "--into", "x.toml", "--counts", "3/10"], "--counts"),
        (["--counts", "3/10", "--estimate", "recidivism"], "--estimate"),
        (["--from", ".", "--into", "x.toml", "--cutoff", "0.1"], "--cutoff"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: list[str], code: str) -> None:
    done = mkba_command("elicit", *options, "--lang", "en")
    assert done.returncode == 2
    assert code in done.stderr
