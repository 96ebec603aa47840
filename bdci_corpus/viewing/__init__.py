"""View: any row of a release in a browser, raw beside clean, by a small server for this machine alone."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
