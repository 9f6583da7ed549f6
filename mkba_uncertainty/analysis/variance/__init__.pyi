from .draws_file import read_draws as read_draws
from .factors import Groups as Groups, factors_to_divide as factors_to_divide, leaders as leaders
from .given_data import Classes as Classes
from .pages import Indices as Indices, Moments as Moments, Pages as Pages, best_dimensions as best_dimensions
from .shapley import shares_of as shares_of
from .sobol import OutcomeIndices as OutcomeIndices
from .walks import Walk as Walk
