"""Labeled data in plain text: a document a line beside its label (fastText), or a token a line (CoNLL, BIO)."""

from collections.abc import Iterator

from bdci_corpus.loading.labeled import are_columns, label_form, read_columns, read_lines
from bdci_corpus.records import Reading
from bdci_corpus.text import names_code

_LOOKED_AT = 16_384


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: all its first lines have a label, or are a token and its tags."""
    if names_code(name) or name.lower().endswith((".md", ".html", ".htm", ".csv", ".json", ".jsonl")):
        return 0.0
    head = head[:_LOOKED_AT]
    return 0.97 if are_columns(head) or label_form(head) else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take each line, or each sentence, as a document."""
    form = label_form(text[:_LOOKED_AT])
    if form is not None:
        yield from read_lines(text, form)
    else:
        yield from read_columns(text)
