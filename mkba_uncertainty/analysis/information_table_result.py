"""The value of information from a table: the answer, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from mkba_uncertainty.errors import InputError
from mkba_uncertainty.replication import Measured

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class TableWorth:
    """What knowing some columns is worth, or a study of them.

    Parameters
    ----------
    name : str
        The columns, joined by ``+``; empty for everything.
    value : Measured
        In the unit of the net benefit.
    bias : float
        What the estimator gave for permuted columns, which has been taken off; 0 where the fit is sure.
    n : int or None
        The size of the study.
    """

    name: str
    value: Measured
    bias: float = 0.0
    n: int | None = None


@dataclass(frozen=True)
class TableInformation:
    """The value of information from a table: ``measure`` is ``evpi``, ``evppi`` or ``evsi``.

    Where there is a single value, ``value``, ``low`` and ``high`` give it.
    """

    measure: Literal["evpi", "evppi", "evsi"]
    rows: int
    options: int
    worths: tuple[TableWorth, ...]

    def __getitem__(self, name: str) -> Measured:
        """Give the value of one column, or of columns joined by ``+``."""
        return next(worth.value for worth in self.worths if worth.name == name)

    @property
    def _only(self) -> Measured:
        if len(self.worths) != 1:
            raise InputError("several_values", key="of", found=", ".join(worth.name for worth in self.worths))
        return self.worths[0].value

    @property
    def value(self) -> float:
        """The value, where there is one."""
        return self._only.value

    @property
    def low(self) -> float:
        """The lower end of its interval."""
        return self._only.low

    @property
    def high(self) -> float:
        """The upper end of its interval."""
        return self._only.high

    def to_dict(self) -> dict[str, Any]:
        """Give what JSON shows."""
        rows = [
            {"estimate": worth.name, "n": worth.n, "bias": worth.bias, **worth.value.to_dict()} for worth in self.worths
        ]
        return {"rows": self.rows, "options": self.options, self.measure: rows}

    def to_frame(self) -> pd.DataFrame:
        """Give a row a value: ``estimate`` (not for evpi), ``n`` (for evsi), the value and its interval, the bias."""
        import pandas as pd

        rows = []
        for worth in self.worths:
            row: dict[str, Any] = {} if self.measure == "evpi" else {"estimate": worth.name}
            row |= {} if worth.n is None else {"n": worth.n}
            ends = {"": worth.value.value, "_low": worth.value.low, "_high": worth.value.high}
            row |= {f"{self.measure}{end}": value for end, value in ends.items()}
            rows.append(row | ({} if self.measure == "evpi" else {"bias": worth.bias}))
        return pd.DataFrame(rows)
