from .confidence import Distribution as Distribution, ordinal as ordinal
from .convergence import convergence as convergence
