from .comparison import INDEPENDENT as INDEPENDENT, SHARED as SHARED
from .dependence import attained as attained
