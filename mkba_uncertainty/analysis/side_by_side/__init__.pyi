from .comparison import INDEPENDENT as INDEPENDENT, SHARED as SHARED
from .dependence import attained as attained
from .structure import variant_model as variant_model
