"""The version, here so that no metadata need be read at start."""

__version__ = "0.1.0"
