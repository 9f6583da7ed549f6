from .confidence import Distribution as Distribution, ordinal as ordinal, percentile_rank as percentile_rank
from .convergence import convergence as convergence
