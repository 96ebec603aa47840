"""Near-duplicates: which documents would leak if they stood in different splits.

    texts ── sketch ── bands ── verify ── clusters, groups
      └───── winnowing ── overlaps

Everything is compared by match key (``bdci_corpus.text.matchkey``), so that script, width, spacing and
punctuation do not matter; what is reported is exact. See docs/explanation/near-duplicates.md.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
