from .confidence import Distribution as Distribution
from .convergence import convergence as convergence
from .probability_range import ProbabilityRange as ProbabilityRange
from .verdict import how_sure as how_sure, ordinal as ordinal, percentile_rank as percentile_rank
