"""The rules, one module a family of noise, and the order they run in.

A rule is a pure function ``find(text, context)`` that yields edits, sorted and disjoint, and marks.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
