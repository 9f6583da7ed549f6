"""What is it worth to know more? The value of perfect information and of a study."""

from mkba_uncertainty.analysis.information.study import BinomialStudy, DurationStudy, NormalStudy, PoissonStudy
from mkba_uncertainty.analysis.information.table import TableInformation, evpi, evppi, evsi
from mkba_uncertainty.analysis.information.value import ValueOfInformation, value_of_information

__all__ = [
    "BinomialStudy",
    "DurationStudy",
    "NormalStudy",
    "PoissonStudy",
    "TableInformation",
    "ValueOfInformation",
    "evpi",
    "evppi",
    "evsi",
    "value_of_information",
]
