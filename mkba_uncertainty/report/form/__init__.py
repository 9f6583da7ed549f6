"""The form: one HTML file in which an expert answers, and that gives back a small file."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
