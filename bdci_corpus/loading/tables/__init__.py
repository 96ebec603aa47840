"""The kit for tables: dialects of text, JSON in all shapes, Parquet, as rows."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
