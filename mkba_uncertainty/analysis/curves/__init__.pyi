from .conditional_means import PinnedDraws as PinnedDraws
from .crossings import Crossings as Crossings, values_to_scan as values_to_scan
from .nodes import quantile_nodes as quantile_nodes
from .panels import in_pieces as in_pieces, panels_of as panels_of
from .switching import SwitchingValue as SwitchingValue
