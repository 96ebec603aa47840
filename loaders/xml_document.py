"""XML that holds texts: feeds, dumps of wikis, books and papers, units of translations, comments on films."""

import re
from collections.abc import Iterator

from bdci_corpus.loading.xml import ROOTS, read_xml
from bdci_corpus.records import Reading

_PROLOG = re.compile(r"\s*(?:<\?[^>]{0,400}>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE\b[^<>\[]{0,400}>\s*){0,8}", re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])(?P<rest>[^<>]{0,2000})>")
_PAGES = frozenset({"html", "head", "body"})
_DECLARED = re.compile(r"\s*<\?xml\s")
_ENDINGS = (".xml", ".rss", ".atom", ".tei", ".fb2", ".tmx", ".xlf", ".xliff", ".ttml", ".dfxp", ".rdf")


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it is XML that is no web page."""
    if "<" not in head[:200]:
        return 0.0
    start = _PROLOG.match(head)
    root = _ROOT.match(head, start.end() if start else 0)
    if root and root["name"].lower() in _PAGES:
        return 0.0
    if _DECLARED.match(head) or (root and name.lower().endswith(_ENDINGS)):
        return 0.965
    if root is None or root["name"] not in ROOTS:
        return 0.0
    return 0.965 if "xmlns" in root["rest"] or "version=" in root["rest"] else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take each text as a document, its tags and what describes it out of it."""
    yield from read_xml(text, name)
