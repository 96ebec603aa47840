"""Audit: does any data set leak between its splits, ours or not?

    sources ── columns ── comparison ── links, labels, giveaways ── report, page

It reads nothing of ours and needs no project. See docs/howto/find-leaks.md.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
