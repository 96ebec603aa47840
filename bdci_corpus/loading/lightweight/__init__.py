"""Lightweight markup other than Markdown: Org, reStructuredText, AsciiDoc, MediaWiki, Textile, LaTeX."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
