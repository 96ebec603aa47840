"""How threads are printed: dates, the lines that begin posts, the panels and tools around them."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
