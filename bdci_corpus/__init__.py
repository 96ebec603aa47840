"""Turn a folder of messy raw documents into a clean, audited dataset whose splits do not leak.

What is listed in ``__init__.pyi`` is imported when first asked for, so that ``bdci-corpus --help`` need not wait.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
