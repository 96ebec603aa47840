"""The kit for PDF: characters from PDFium as lines, blocks, paragraphs and fields."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
