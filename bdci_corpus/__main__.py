"""Let ``python -m bdci_corpus`` be ``bdci-corpus``."""

from __future__ import annotations

from bdci_corpus.cli import main

main(prog_name="bdci-corpus")
