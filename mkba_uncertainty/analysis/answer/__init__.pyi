from .confidence import Distribution as Distribution
from .convergence import convergence as convergence
from .verdict import ordinal as ordinal, percentile_rank as percentile_rank
