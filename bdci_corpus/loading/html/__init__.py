"""The kit for web pages: tokens with exact positions, elements, the content, edits."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
