"""A competition: who must not know which answers, what is promised of them, and how promises are kept."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
