"""A post with front matter (Jekyll, Hexo, Hugo; YAML or TOML), or a Markdown file: HTML or Markdown."""

from collections.abc import Iterator

from bdci_corpus.loading.markdown import read_post, sureness
from bdci_corpus.records import Reading


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it opens with front matter or a header, or is Markdown."""
    return sureness(head, name)


def read(text: str, name: str) -> Iterator[Reading]:
    """Take the whole file as one document, its front matter and headers as fields."""
    yield read_post(text, name)
