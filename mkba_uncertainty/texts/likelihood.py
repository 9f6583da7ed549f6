"""Words for how sure something is: the likelihood words of the IPCC, and the reading of a balance."""

from __future__ import annotations

from typing import Literal

from mkba_uncertainty.texts import say
from mkba_uncertainty.texts.figures import Uncertain

Reading = Literal["positive", "negative", "about_equal", "uncertain"]

LIKELY = 0.66
"""The lowest probability that reads as likely."""

# The lowest probability of each word above the middle, and the highest of each word below it.
_LIKELY = ((0.99, "virtually_certain"), (0.90, "very_likely"), (LIKELY, "likely"))
_UNLIKELY = ((0.01, "exceptionally_unlikely"), (0.10, "very_unlikely"), (0.33, "unlikely"))


def likelihood(p: Uncertain, lang: str = "en") -> str:
    """Say a measured probability in the words of the IPCC: the narrowest of its terms that fits all of its interval.

    Parameters
    ----------
    p : Uncertain
        A probability with its interval, 0 to 1. Where the interval holds a boundary between words the more modest one
        is taken, and "about as likely as not" where it holds one half. A value without an interval is its own
        (``exact(0.9)``); on a boundary the more decided word is taken: 0.90 is "very likely".
    lang : {"nl", "en"}

    Raises
    ------
    ValueError
        If an end is not a probability.

    References
    ----------
    Mastrandrea, M.D., et al. (2010), Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on Consistent
    Treatment of Uncertainties, table 1: virtually certain 99-100 %, very likely 90-100 %, likely 66-100 %, about as
    likely as not 33-66 %, unlikely 0-33 %, very unlikely 0-10 %, exceptionally unlikely 0-1 %. The Dutch terms are
    those of KNMI in its edition of that report's summary (http://projects.knmi.nl/ipcc/SPM/onzekerheid.php).
    """
    if not 0 <= p.low <= p.high <= 1:
        raise ValueError(f"a probability lies between 0 and 1, not at {p.low} to {p.high}")
    modest = min(max(p.low, 0.5), p.high)  # the point of the interval that is nearest to one half
    above = (word for lowest, word in _LIKELY if modest >= lowest)
    below = (word for highest, word in _UNLIKELY if modest <= highest)
    return say(f"likelihood.{next(above, None) or next(below, 'about_as_likely_as_not')}", lang)


def balance_reading(probability: float, low: float, high: float, costs: float, *, small: float = 0.10) -> Reading:
    """Read a balance of benefits and costs as Dutch guidance does: by its sign, then by the size of the gap.

    Where a positive balance is very likely or very unlikely (in the sense of :func:`likelihood`) the sign is the
    reading. Where the sign is open the gap decides: the benefits are about equal to the costs if the balance is small
    against the costs all over its range, and if not, it is uncertain whether the benefits exceed the costs. So a
    balance that is small in the middle only does not count as about equal.

    Parameters
    ----------
    probability : float
        Of a balance above 0.
    low, high : float
        The 5 and 95 % quantiles of the balance, in euros.
    costs : float
        The expected present value of the costs, in euros.
    small : float
        What is small, as a share of the costs. The guidance gives no number: 10 % is a choice of this package.

    Returns
    -------
    {"positive", "negative", "about_equal", "uncertain"}
        The catalogue holds a clause for each, as ``verdict.<reading>``.

    References
    ----------
    Rijkswaterstaat, Steunpunt Economische Expertise, questions and answers on the MKBA method (rwseconomie.nl), 'Hoe
    kunnen uitkomsten van gevoeligheidsanalyses worden geduid, bijvoorbeeld als het saldo door aanpassing van de
    discontovoet van teken verandert?'. It elaborates Romijn and Renes (2013), Algemene leidraad voor
    maatschappelijke kosten-batenanalyse.
    """
    if probability >= 0.90:
        return "positive"
    if probability <= 0.10:
        return "negative"
    return "about_equal" if max(abs(low), abs(high)) <= small * costs else "uncertain"
