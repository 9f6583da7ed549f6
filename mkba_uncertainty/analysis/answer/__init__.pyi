from .confidence import Distribution as Distribution
from .convergence import convergence as convergence
from .probability_range import ProbabilityRange as ProbabilityRange
from .verdict import ordinal as ordinal, percentile_rank as percentile_rank
