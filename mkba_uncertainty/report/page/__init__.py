"""The page: one HTML file with the answer, an explorer and the account of every number."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
