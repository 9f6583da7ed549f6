"""Any Excel model as it is: its cells, its formulas over draws, what is uncertain in it, and how it compares.

Nothing in a workbook is ever run, fetched or written to: its formulas are read as data.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
