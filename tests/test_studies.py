"""What studies say together: the BCG trials, and what a hand can reckon."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

import mkba_uncertainty as mkba

BCG = [
    *((4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761)),
    *((180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232)),
    *((17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825)),
]
"""With and without tuberculosis of those vaccinated, and of those who were not, in thirteen trials.

Colditz et al. (1994), Journal of the American Medical Association 271: 698-702; as dat.bcg of the R package metadat has
them (https://search.r-project.org/CRAN/refmans/metadat/html/dat.bcg.html).
"""

RISK_RATIOS = [
    mkba.Study(math.log(a / (a + b)) - math.log(c / (c + d)), math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)))
    for a, b, c, d in BCG
]


@pytest.mark.parametrize(
    ("tau", "mu", "se", "tau2", "low", "high"),
    [("dl", -0.7141, 0.1787, 0.3088, -1.999, 0.571), ("pm", -0.7150, 0.1809, 0.3181, -2.019, 0.589)],
)
def test_the_bcg_trials(tau: str, mu: float, se: float, tau2: float, low: float, high: float) -> None:
    mean = mkba.Studies(RISK_RATIOS, tau=tau)
    place = mkba.Studies(RISK_RATIOS, use="new_place", tau=tau)
    assert (mean.mean, mean.sd) == (pytest.approx(mu, abs=5e-5), pytest.approx(se, abs=5e-5))
    assert mean.heterogeneity**2 == pytest.approx(tau2, abs=5e-5)
    assert place.mean == mean.mean
    assert place.ppf([0.025, 0.975]) == pytest.approx([low, high], abs=5e-4)


def test_the_heterogeneity_of_paule_and_mandel_makes_q_what_is_expected() -> None:
    tau2 = mkba.Studies(RISK_RATIOS, tau="pm").heterogeneity ** 2
    weights = [1 / (one.se**2 + tau2) for one in RISK_RATIOS]
    found = list(zip(weights, (one.estimate for one in RISK_RATIOS), strict=True))
    mu = sum(weight * y for weight, y in found) / sum(weights)
    q = sum(weight * (y - mu) ** 2 for weight, y in found)
    assert q == pytest.approx(len(RISK_RATIOS) - 1, rel=1e-12)


@pytest.mark.parametrize("tau", ["dl", "pm"])
def test_studies_that_agree_have_no_heterogeneity(tau: str) -> None:
    alike = mkba.Studies([mkba.Study(1.0, 0.3), mkba.Study(1.1, 0.4), mkba.Study(0.9, 0.5)], tau=tau)
    assert alike.heterogeneity == 0
    assert alike.sd == pytest.approx((1 / 0.09 + 1 / 0.16 + 1 / 0.25) ** -0.5)


def test_a_new_place_is_students_t_in_both_tails() -> None:
    place = mkba.Studies(RISK_RATIOS[:5], use="new_place")
    tau, se = place.heterogeneity, mkba.Studies(RISK_RATIOS[:5]).sd
    known = stats.t(3, place.mean, math.hypot(tau, se))
    levels = [1e-9, 0.01, 0.3, 0.5 - 1e-9, 0.5, 0.7, 0.99]
    assert place.ppf(levels) == pytest.approx(known.ppf(levels), rel=1e-8)
    assert place.sd == pytest.approx(math.sqrt(3) * math.hypot(tau, se))


def test_a_normal_prediction_has_the_density_of_a_normal() -> None:
    """Of equal standard errors the variance over places is that of the findings less their own: 0.04 - 0.01."""
    found = mkba.Studies([mkba.Study(each, 0.1) for each in (0.1, 0.3, 0.5)], "new_place", predictive="normal")
    x = np.array([-0.2, 0.3, 0.9])
    np.testing.assert_allclose(found.log_density(x), stats.norm(0.3, (0.03 + 0.04 / 3) ** 0.5).logpdf(x), rtol=1e-12)
