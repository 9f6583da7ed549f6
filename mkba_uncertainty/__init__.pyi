# The public names: type checkers read this file; `__init__.py` imports a name from where it says when it is first used.

from .analysis.answer.confidence import Confidence as Confidence, confidence as confidence
from .analysis.curves.break_even import BreakEven as BreakEven, break_even as break_even
from .analysis.curves.data_table import DataTable as DataTable, data_table as data_table
from .analysis.curves.main_effect import (
    MainEffect as MainEffect,
    main_effect as main_effect,
    main_effects as main_effects,
)
from .analysis.curves.switching import Switching as Switching, switching as switching
from .analysis.curves.tornado import (
    Tornado as Tornado,
    Tornados as Tornados,
    tornado as tornado,
    tornados as tornados,
)
from .analysis.experts import (
    ExpertRound as ExpertRound,
    expert_round as expert_round,
    read_answers as read_answers,
)
from .analysis.information.plain_table import (
    TableInformation as TableInformation,
    evpi as evpi,
    evppi as evppi,
    evsi as evsi,
)
from .analysis.information.study import (
    BinomialStudy as BinomialStudy,
    DurationStudy as DurationStudy,
    NormalStudy as NormalStudy,
    PoissonStudy as PoissonStudy,
)
from .analysis.information.value import (
    ValueOfInformation as ValueOfInformation,
    value_of_information as value_of_information,
)
from .analysis.monitoring.update import Update as Update, update as update
from .analysis.portfolio.total import Portfolio as Portfolio, portfolio as portfolio
from .analysis.published import Reconciliation as Reconciliation, reconciliation as reconciliation
from .analysis.side_by_side.alternatives import Alternatives as Alternatives, alternatives as alternatives
from .analysis.side_by_side.batch import Batch as Batch, batch as batch
from .analysis.side_by_side.comparison import Comparison as Comparison, compare as compare
from .analysis.side_by_side.contrast import Contrasts as Contrasts, contrast as contrast
from .analysis.side_by_side.dependence import Dependences as Dependences, dependence as dependence
from .analysis.side_by_side.structure import Structure as Structure, structure as structure
from .analysis.variance.dependent_indices import (
    DependentIndices as DependentIndices,
    dependent_indices as dependent_indices,
)
from .analysis.variance.given_data import sobol_given_data as sobol_given_data
from .analysis.variance.screening import Screening as Screening, screening as screening
from .analysis.variance.shapley import ShapleyResult as ShapleyResult, shapley as shapley
from .analysis.variance.sobol import SobolResult as SobolResult, sobol as sobol
from .case import Case as Case, Programme as Programme
from .casefile import load_case as load_case, shipped_cases as shipped_cases
from .casefile.programme import load_programme as load_programme
from .casefile.saving import new_case as new_case, save_case as save_case
from .casefile.unit_values import UnitValues as UnitValues, unit_values as unit_values
from .casefile.wrapping import Wrapped as Wrapped, wrap as wrap
from .copula import UnattainedWarning as UnattainedWarning
from .elicitation import (
    Elicited as Elicited,
    MisfitWarning as MisfitWarning,
    consult as consult,
    fit as fit,
    performance_weights as performance_weights,
    pool as pool,
    pooled_answers as pooled_answers,
    read_seed_questions as read_seed_questions,
)
from .errors import (
    CaseError as CaseError,
    FamilyError as FamilyError,
    FormulaError as FormulaError,
    InputError as InputError,
    MkbaError as MkbaError,
    ModelError as ModelError,
)
from .families import (
    Beta as Beta,
    Count as Count,
    Counts as Counts,
    Discrete as Discrete,
    Empirical as Empirical,
    Family as Family,
    Gamma as Gamma,
    LogNormal as LogNormal,
    LogPool as LogPool,
    Mean as Mean,
    Metalog as Metalog,
    Mixture as Mixture,
    Normal as Normal,
    Pert as Pert,
    Point as Point,
    Share as Share,
    Studies as Studies,
    Study as Study,
    Triangular as Triangular,
    Truncated as Truncated,
    TruncatedNormal as TruncatedNormal,
    Uniform as Uniform,
    Updated as Updated,
)
from .model import (
    AnyModel as AnyModel,
    CaseModel as CaseModel,
    Model as Model,
    build_model as build_model,
)
from .model.of_spreadsheet import SpreadsheetModel as SpreadsheetModel, load_spreadsheet as load_spreadsheet
from .plotting.figures import plot as plot
from .replication import Measured as Measured
from .report.form import elicitation_form as elicitation_form
from .resuming import Resuming as Resuming
from .simulation import Ensemble as Ensemble, simulate as simulate
from .version import __version__ as __version__
from .workbook import load_workbook as load_workbook, save_workbook as save_workbook
