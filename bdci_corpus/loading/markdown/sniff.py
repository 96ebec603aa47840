"""How surely a text is a post or Markdown: by its front matter, its header, and what the parser finds in it."""

from __future__ import annotations

from bdci_corpus.loading.markdown.dialects import dialects
from bdci_corpus.loading.markdown.events import parse
from bdci_corpus.loading.markdown.front_matter import opens
from bdci_corpus.loading.markdown.headers import header_at_top
from bdci_corpus.patterns import lazily

NAMES = (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".rmd", ".qmd")

_FRONT = 0.95
"""How sure front matter is: surer than any other loader of text."""

_NAMED = 0.96
"""How sure the suffix is, beside front matter that another kind may have as well."""

_ENOUGH = 2
"""How many keys make a header, or headings without blanks a post."""

_TOP = 400
"""Where the header of a file of any name must begin, in characters."""

_DECORATED = ("[#]:", "> *", ">*", "> -", "* 原文", "- 原文", "[//]:")

_TIGHT = lazily(r"(?:\A|\n\n)#[^\s#!][^#\n]{0,79}(?=\n\n)")
"""A heading without a blank behind its sign."""

_PLAIN = frozenset({"Paragraph", "Text"})


def sureness(head: str, name: str) -> float:
    """Return how surely a file is a post, 0 to 1, by its first characters and its name."""
    if opens(head):
        return _FRONT
    if name.lower().endswith(NAMES):
        plain = all(event.kind in _PLAIN for event in parse(head))
        plain = plain and len(_TIGHT.findall(head)) < _ENOUGH
        plain = plain and not header_at_top(head, 0).spans and not any(dialects(head, 0, [], name))
        return 0.0 if plain else _NAMED
    header = header_at_top(head, 0) if any(sign in head[:_TOP] for sign in _DECORATED) else None
    return _FRONT if header and len(header.spans) >= _ENOUGH and header.spans[0][0] < _TOP else 0.0
