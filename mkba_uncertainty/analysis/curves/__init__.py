"""What happens as one estimate moves? The expected outcome given its value, and what is read off that curve."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
