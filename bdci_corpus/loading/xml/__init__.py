"""The kit for XML: its events with their places, trees of them, and the kinds of files that hold texts."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
