"""Labeled data in plain text: a document a line beside its label, or a token a line beside its tags."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
