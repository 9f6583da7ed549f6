from .analyses import Analyses as Analyses
from .files import write_report as write_report, write_results as write_results
