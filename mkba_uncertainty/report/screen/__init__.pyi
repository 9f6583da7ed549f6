from .layout import fitted as fitted
from .view import view as view
