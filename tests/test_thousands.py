"""A Dutch reader writes 210.000 for 210 thousand; to a case file that is 210."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkba_uncertainty import new_case
from mkba_uncertainty.casefile import load_case, thousands_points
from mkba_uncertainty.errors import CaseError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a = 210.000", [(1, "210.000")]),
        ("a = 1\nb = { low = 1.250, high = 2.5 } # 3.000", [(2, "1.250")]),
        ('a = "€ 210.000"\nb = """\n1.000\n"""\nc = 12.500', [(5, "12.500")]),
        ("a = 0.250\nb = 1.035\nc = 1234.000\nd = 210_000\ne = -0.100\nf = 1.000e3", []),
    ],
)
def test_numbers_that_look_like_thousands_are_found_with_their_line(text: str, found: list[tuple[int, str]]) -> None:
    assert thousands_points(text) == found


def test_a_case_warns_of_them(tmp_path: Path) -> None:
    file = tmp_path / "my-city.toml"
    new_case(file)
    assert not [warning for warning in load_case(file).warnings if "decimal sign" in warning.en]
    text = file.read_text("utf-8")
    value = next(line for line in text.splitlines() if line.startswith("value = ") and line.split()[2].isdigit())
    file.write_text(text.replace(value, "value = 210.000", 1), "utf-8")
    warnings = [warning.en for warning in load_case(file).warnings]
    assert any("210.000" in warning and "210000" in warning for warning in warnings)


def test_they_are_named_beside_what_else_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "my-city.toml"
    new_case(file)
    text = file.read_text("utf-8").replace("mode = 210000", "mode = 210.000", 1)
    assert "210.000" in text
    file.write_text(text, "utf-8")
    with pytest.raises(CaseError) as caught:
        load_case(file)
    assert "210.000: that is 210, as a point is the decimal sign" in str(caught.value)
    assert "mode is 210. Give a value from low (195000) to high (240000)" in str(caught.value)


def test_shipped_cases_hold_none() -> None:
    for name in ("arnhem-ozo", "den-haag-scm"):
        assert not [warning for warning in load_case(name).warnings if "decimal sign" in warning.en]
