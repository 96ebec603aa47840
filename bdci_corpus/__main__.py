"""Let ``python -m bdci_corpus`` be ``bdci-corpus``."""

from bdci_corpus.cli import main

main(prog_name="bdci-corpus")
