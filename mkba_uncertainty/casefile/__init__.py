"""Reads case files; nothing else touches them.

A file is read as bytes, parsed as TOML, held against the schema, and checked from name to name. All that is wrong
with it is collected, each problem with its line and key.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
