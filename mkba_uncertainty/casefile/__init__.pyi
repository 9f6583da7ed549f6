from . import reference as reference
from .lines import LineIndex as LineIndex, decimal_comma as decimal_comma, thousands_points as thousands_points
from .loading import (
    CaseFiles as CaseFiles,
    case_files as case_files,
    examine as examine,
    find_case as find_case,
    glance as glance,
    load_case as load_case,
    problems as problems,
    shipped_cases as shipped_cases,
)
from .programme import portfolio_schema as portfolio_schema
from .saving import distribution_text as distribution_text, toml_value as toml_value
from .schema import json_schema as json_schema, meaning as meaning
from .unit_values import library as library, spread_of as spread_of
from .wrapping import wrap as wrap
