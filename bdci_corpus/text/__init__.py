"""How a text is looked at: bytes, characters, scripts, lines, brackets. Knows no document."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
