"""Uncertainty of social cost-benefit analyses (MKBA).

The public names stand in ``__init__.pyi``. Each is imported when it is first used, so that importing the package costs
nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
