"""Near-duplicates: which documents would leak if they stood in different splits.

    texts ── sketch ── bands ── verify ── clusters, groups
      └───── winnowing ── overlaps

Everything is compared by match key (``bdci_corpus.matchkey``), so that script, width, spacing and
punctuation do not matter; what is reported is exact. See docs/explanation/near-duplicates.md.
"""

from bdci_corpus.neardup.clusters import components
from bdci_corpus.neardup.finding import find_near_duplicates
from bdci_corpus.neardup.results import NearDuplicates
from bdci_corpus.neardup.texts import ComparisonError

__all__ = ["ComparisonError", "NearDuplicates", "components", "find_near_duplicates"]
