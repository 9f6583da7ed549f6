from .decision import make_decision as make_decision
from .planned import StudyWorth as StudyWorth
from .preposterior import preposterior as preposterior
from .regression import Cells as Cells, Linear as Linear
from .study import Study as Study, parse_study as parse_study
