"""What differs? Several models on the same draws: scenarios, dependence, variants of the model, other cases."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
