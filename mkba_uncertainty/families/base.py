"""What every distribution family can do, and the checks on parameters that they share."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from numbers import Real
from reprlib import Repr
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from mkba_uncertainty.arrays import Array
from mkba_uncertainty.errors import FamilyError

LARGEST = 1e150
"""No parameter may be larger: its square must stay a number."""

_SHORT = Repr()
_SHORT.maxother = 200


@dataclass(frozen=True)
class Family(ABC):
    """A probability distribution with its parameters: frozen, comparable, picklable.

    Parameters are checked when it is made: each must be a finite number, and together they must leave a
    distribution that is not a constant (only :class:`Point` is).

    Raises
    ------
    FamilyError
        If no distribution of the family has these parameters; ``key`` names the parameter.

    Examples
    --------
    >>> import mkba_uncertainty as mkba
    >>> known = mkba.Uniform(0, 10)
    >>> isinstance(known, mkba.Family)
    True
    >>> known.mean, known.support, known.parameters()
    (5.0, (0.0, 10.0), {'low': 0.0, 'high': 10.0})
    >>> known.ppf([0.1, 0.9]).tolist()
    [1.0, 9.0]
    """

    name: ClassVar[str]
    """The name of the family in case files."""

    constructors: ClassVar[tuple[str, ...]] = ()
    """Class methods that make the family from other parameters; case files may use these parameters too."""

    def __post_init__(self) -> None:
        """Turn parameters to floats and check them."""
        for field in fields(self):
            if field.type in (float, "float"):  # a string where annotations are not evaluated
                object.__setattr__(self, field.name, number(field.name, getattr(self, field.name)))
        self.check()

    def __repr__(self) -> str:
        """Show the parameters; of many values the first few, for families that leave their own ``repr`` out."""
        shown = (f"{field.name}={_SHORT.repr(getattr(self, field.name))}" for field in fields(self))
        return f"{type(self).__name__}({', '.join(shown)})"

    def check(self) -> None:  # noqa: B027 (a family may have nothing to check)
        """Raise if the (finite) parameters do not go together."""

    @abstractmethod
    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape, in the open interval (0, 1)."""

    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape: ``ppf(ndtr(z))``."""
        return self.ppf(ndtr(z))

    @abstractmethod
    def cdf(self, x: ArrayLike) -> Array:
        """Give the probabilities of at most ``x``, any shape."""

    def log_density(self, x: ArrayLike) -> Array:
        """Give the logarithm of the density at ``x``, any shape; minus infinity outside the support.

        Raises
        ------
        FamilyError
            If values of the family have a probability of their own, so that it has no density.
        """
        raise FamilyError("no_density", key="families", found=self.name)

    def _inside(self, x: Array, log: Array) -> Array:
        """Give ``log``, and minus infinity where ``x`` lies outside the support."""
        low, high = self.support
        return np.where((x >= low) & (x <= high), log, -np.inf)

    @property
    def atoms(self) -> tuple[float, ...]:
        """The values that have a probability of their own, where the cdf jumps; none unless the family says so."""
        return ()

    @property
    def atom_probabilities(self) -> Array:
        """The probability of each atom."""
        atoms = np.array(self.atoms)
        return np.asarray(self.cdf(atoms)) - np.asarray(self.cdf(np.nextafter(atoms, -np.inf)))

    @property
    def evidence(self) -> tuple[Family, tuple[Any, ...]]:
        """The distribution before any data, and the data (:class:`Observation`) that have updated it: none mostly."""
        return self, ()

    @property
    def peak(self) -> float | None:
        """The most likely value; None where there is no one such value, or nobody knows."""
        return None

    @property
    @abstractmethod
    def mean(self) -> float:
        """The expected value."""

    @property
    @abstractmethod
    def sd(self) -> float:
        """The standard deviation."""

    @property
    @abstractmethod
    def support(self) -> tuple[float, float]:
        """The lowest and highest possible value; infinite where there is none."""

    def parameters(self) -> dict[str, Any]:
        """Give the parameters as plain numbers and lists, such that ``make_family(name, parameters)`` rebuilds it."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: _plain(value) for name, value in values.items() if value is not None}

    def __reduce__(self) -> Any:
        """Pickle the parameters and nothing that was derived from them."""
        return type(self), tuple(getattr(self, field.name) for field in fields(self))


class WithMoments(Family):
    """A family that finds its mean and its standard deviation together, when either is first asked for."""

    @property
    @abstractmethod
    def _moments(self) -> tuple[float, float]:
        """The mean and the standard deviation."""

    @property
    def mean(self) -> float:
        """The expected value."""
        return self._moments[0]

    @property
    def sd(self) -> float:
        """The standard deviation."""
        return self._moments[1]


class NormalScoreFamily(Family):
    """A family whose quantiles are a function of normal scores ``z``, rather than of probabilities."""

    def ppf(self, u: ArrayLike) -> Array:
        """Give the quantiles at probabilities ``u``, any shape, in the open interval (0, 1)."""
        return self.ppf_from_normal(ndtri(u))

    @abstractmethod
    def ppf_from_normal(self, z: ArrayLike) -> Array:
        """Give the quantiles at standard normal scores ``z``, any shape."""


class BoundedFamily(Family):
    """A family on the range between two of its parameters."""

    low: float
    high: float

    @property
    def support(self) -> tuple[float, float]:
        """``low`` and ``high``."""
        return self.low, self.high


def density(family: Family, x: ArrayLike) -> Array:
    """Give the density of a family at ``x``, any shape; it may be infinite at an end of the support."""
    return np.exp(family.log_density(x))


def normal_log_density(z: Array) -> Array:
    """Give the logarithm of the standard normal density."""
    return -z * z / 2 - math.log(2 * math.pi) / 2


def _plain(value: Any) -> Any:
    if isinstance(value, Family):
        return {"family": value.name, **value.parameters()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def number(name: str, value: object) -> float:
    """Check that parameter ``name`` is a finite number, and give it as a float."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real):
        raise FamilyError("parameter_not_a_number", key=name, found=repr(value))
    try:
        result = float(value)
    except OverflowError:  # an integer of more than 300 digits
        result = math.inf
    if not abs(result) <= LARGEST:
        raise FamilyError("parameter_not_finite", key=name, found=value)
    return result


def numbers(name: str, values: object) -> tuple[float, ...]:
    """Check that parameter ``name`` is a list of finite numbers, and give them as floats."""
    return tuple(number(name, value) for value in items(name, values))


def items(name: str, values: object) -> tuple[Any, ...]:
    """Check that parameter ``name`` is a list with something in it, and give it as a tuple."""
    if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
        raise FamilyError("parameter_not_a_list", key=name, found=repr(values))
    result = tuple(values)
    if not result:
        raise FamilyError("parameter_empty", key=name)
    return result


def require_positive(name: str, value: float) -> None:
    """Check that parameter ``name`` is above zero."""
    if not value > 0:
        raise FamilyError("parameter_not_positive", key=name, found=value)


def require_range(low: float, high: float) -> None:
    """Check that ``low`` is below ``high``."""
    if low > high:
        raise FamilyError("low_above_high", key="low", found=low, high=high)
    if low == high:
        raise FamilyError("constant", key="high", found=high)


def require_mode(low: float, mode: float, high: float) -> None:
    """Check that ``low < high`` and that ``mode`` lies between them, ends included."""
    require_range(low, high)
    if not low <= mode <= high:
        raise FamilyError("mode_outside_range", key="mode", found=mode, low=low, high=high)


def require_mass(mass: float) -> None:
    """Check that ``mass`` is a probability strictly between 0 and 1."""
    if not 0 < number("mass", mass) < 1:
        raise FamilyError("mass_outside_range", key="mass", found=mass)
