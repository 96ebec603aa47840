"""The kit for Markdown: a parser's events as edits, marks, fields and verbatim spans."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
