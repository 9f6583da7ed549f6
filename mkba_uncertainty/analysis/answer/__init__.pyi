from .confidence import Distribution as Distribution, ProbabilityRange as ProbabilityRange
from .convergence import convergence as convergence
from .verdict import ordinal as ordinal, percentile_rank as percentile_rank
