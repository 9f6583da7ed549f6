"""Distributions that are written relative to the value, and values that are left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from cases import changed, read, same

import mkba_uncertainty as mkba
from mkba_uncertainty.families import relative_family

PERT = '{ family = "pert", low = 0.15, mode = 0.30, high = 0.50 }'
RELATIVE = changed({PERT: '{ family = "pert", low = "-50%", high = "+65%" }  # as the report says'})


@pytest.mark.parametrize(
    ("written", "value", "family"),
    [
        ({"family": "pert", "low": "-50%", "high": "+65%"}, 0.3, mkba.Pert(0.15, 0.3, 0.495)),
        ({"family": "pert", "low": "- 50 %", "mode": "+20%", "high": 2}, 1, mkba.Pert(0.5, 1.2, 2)),
        ({"family": "pert", "p10": "-10%", "p90": "+30%"}, 50, mkba.Pert.from_p10_p90(50, 45, 65)),
        ({"family": "triangular", "low": "-25%", "high": "+12.5%"}, 80, mkba.Triangular(60, 80, 90)),
        ({"family": "uniform", "low": "-25%", "high": "+25%"}, 80, mkba.Uniform(60, 100)),
        ({"family": "normal", "sigma": "10%"}, 80, mkba.Normal(80, 8)),
        ({"family": "normal", "sd": "10%"}, 80, mkba.Normal(80, 8)),
        ({"family": "normal", "mean": 70, "sd": "10%"}, 80, mkba.Normal(70, 8)),
        ({"family": "normal", "lower": "-10%", "upper": "+20%"}, 50, mkba.Normal.from_interval(45, 60)),
        ({"family": "truncated_normal", "sigma": "50%", "low": "-100%"}, 8, mkba.TruncatedNormal(8, 4, low=0)),
        ({"family": "gamma", "sd": "25%"}, 8, mkba.Gamma.from_mean_sd(8, 2)),
        ({"family": "log_normal", "mean": "+50%", "sd": 2}, 8, mkba.LogNormal.from_mean_sd(12, 2)),
        ({"family": "gamma", "shape": 9, "truncate": ["-50%", "+50%"]}, 8, mkba.Truncated(mkba.Gamma(9), 4, 12)),
        (
            {"family": "mixture", "families": [{"family": "normal", "sigma": "10%"}, {"family": "gamma", "shape": 8}]},
            10,
            mkba.Mixture((mkba.Normal(10, 1), mkba.Gamma(8))),
        ),
    ],
)
def test_a_percentage_is_one_of_the_value(written: dict[str, object], value: float, family: mkba.Family) -> None:
    assert relative_family(written, value) == family


def test_a_point_with_tenths_on_both_sides() -> None:
    for mode, p10, p90, concentration in ((100, 80, 150, 4), (5, 5, 9, 4), (5, 1, 5, 20), (0.3, 0.29, 0.4, 1.5)):
        family = mkba.Pert.from_p10_p90(mode, p10, p90, concentration)
        assert family.cdf([p10, p90]) == pytest.approx([0.1, 0.9], abs=1e-10)
        assert (family.mode, family.concentration) == (mode, concentration)


def test_what_was_typed_stays(tmp_path: Path) -> None:
    case = read(RELATIVE, tmp_path)
    moved = case.with_estimate("relapse", value=0.4)
    assert moved.estimates["relapse"].distribution == mkba.Pert(0.2, 0.4, 0.66)
    for path, origin in ((tmp_path / "aftercare.toml", moved), (tmp_path / "fresh.toml", moved.replace(file=""))):
        mkba.save_case(origin, path)
        assert same(mkba.load_case(path), moved)
        assert 'low = "-50%", high = "+65%" }' in path.read_text()
    assert "# as the report says" in (tmp_path / "aftercare.toml").read_text()


def test_it_stays_through_a_workbook_and_through_data(tmp_path: Path) -> None:
    case = read(RELATIVE, tmp_path)
    mkba.save_workbook(case, tmp_path / "case.xlsx")
    assert mkba.load_workbook(tmp_path / "case.xlsx").estimates == case.estimates
    data = (mkba.Share(31, 120),)
    updated = case.with_estimate("relapse", distribution=mkba.Updated(case.estimates["relapse"].distribution, data))
    assert updated.estimates["relapse"].value == 0.3
    mkba.save_case(updated.replace(file=""), tmp_path / "fresh.toml")
    assert same(mkba.load_case(tmp_path / "fresh.toml"), updated)
    assert 'prior = { family = "pert", low = "-50%", high = "+65%" }' in (tmp_path / "fresh.toml").read_text()


@pytest.mark.parametrize(("point", "value"), [("", 0.3), ("mode", 0.3), ("mean", 1.85 / 6), ("median", None)])
def test_a_value_that_is_left_out_is_that_of_the_distribution(point: str, value: float | None, tmp_path: Path) -> None:
    family = mkba.Pert(0.15, 0.3, 0.5)
    said = f'point = "{point}"\n' if point else ""
    case = read(changed({"value = 0.30\n": said}), tmp_path)
    expected = float(family.ppf(0.5)) if value is None else value
    assert case.estimates["relapse"].value == pytest.approx(expected)
    assert mkba.build_model(case).point()["relapse"] == pytest.approx(expected)
    assert case.warnings == ()
    mkba.save_case(case.replace(file=""), tmp_path / "fresh.toml")
    assert same(mkba.load_case(tmp_path / "fresh.toml"), case)
    wider = case.with_estimate("relapse", distribution=mkba.Pert(0.1, 0.2, 0.9))
    assert wider.estimates["relapse"].value != case.estimates["relapse"].value
    assert case.with_estimate("relapse", value=0.2).estimates["relapse"].middle is None


@pytest.mark.parametrize("use", ["mean", "new_place"])
@pytest.mark.parametrize(("count", "minded"), [(5, True), (7, True), (8, False)])
def test_few_studies_are_minded(count: int, minded: bool, use: str, tmp_path: Path) -> None:
    effects = ", ".join(f"{{ estimate = {1000 + place}, se = 100 }}" for place in range(count))
    studies = f'"studies", use = "{use}", effects = [{effects}], truncate = {{ low = 0 }}'
    case = read(changed({'"normal", mu = 1000, sigma = 100': studies, "value = 1000\n": ""}), tmp_path)
    assert ["few_studies" if f"{count} studies" in one.en else one.en for one in case.warnings] == [
        "few_studies"
    ] * minded
