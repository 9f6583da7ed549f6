"""The frame of every page that is written: both languages in one file that opens anywhere and asks for nothing."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
