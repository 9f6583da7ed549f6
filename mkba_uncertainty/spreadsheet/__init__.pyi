from .audit import Audit as Audit, audit as audit
from .book import (
    Book as Book,
    Formula as Formula,
    Name as Name,
)
from .calculation import Calculation as Calculation
from .candidates import (
    Candidate as Candidate,
    candidates as candidates,
)
from .connecting import (
    connect as connect,
    find_cell as find_cell,
    require_number as require_number,
)
from .evaluation import Evaluation as Evaluation, Unsupported as Unsupported
from .labelling import Names as Names, label_of as label_of
from .marking import (
    Marked as Marked,
    Marking as Marking,
    holds_mark as holds_mark,
    mark as mark,
    marked_calculation as marked_calculation,
    refuse as refuse,
)
from .parsing import (
    Table as Table,
    parse as parse,
    reference_of as reference_of,
)
from .precedents import cells_before as cells_before
from .reading import read_book as read_book
from .tree import (
    Address as Address,
    Constant as Constant,
    Drawn as Drawn,
    Reference as Reference,
    Tree as Tree,
    column_number as column_number,
    rebuilt as rebuilt,
)
from .values import (
    ERRORS as ERRORS,
    Area as Area,
    Cell as Cell,
    Error as Error,
    Scalar as Scalar,
    area_of as area_of,
    as_area as as_area,
    cells_of as cells_of,
    of_scalars as of_scalars,
    one_draw as one_draw,
)
