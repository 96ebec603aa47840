"""XML that holds texts: feeds, dumps of wikis, books and papers, units of translations, comments on films."""

import re
from collections.abc import Iterator

from bdci_corpus.loading.xml import ROOTS, read_xml
from bdci_corpus.records import Reading
from bdci_corpus.text import names_code

_PROLOG = re.compile(r"\s*(?:<\?[^>]{0,400}>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE\b[^<>\[]{0,400}>\s*){0,8}", re.DOTALL)
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?P<name>[A-Za-z_][\w.-]*)(?=[\s/>])(?P<rest>[^<>]{0,2000})>")
_PAGES = frozenset({"html", "head", "body"})
_DECLARED = re.compile(r"\s*<\?xml\s")
_LINE_OF_TAGS = re.compile(r"[ \t]*(?:</?[A-Za-z_][\w:.-]*(?:\s[^<>]*)?/?>|<!--)")
_OF_HTML = frozenset(
    (
        *(
            "a",
            "abbr",
            "article",
            "aside",
            "b",
            "blockquote",
            "br",
            "button",
            "center",
            "code",
            "details",
            "div",
            "doc",
        ),
        *("dl", "em", "fieldset", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5"),
        *("h6", "header", "hr", "i", "iframe", "img", "input", "kbd", "li", "link", "main", "meta", "nav", "ol"),
        *(
            "p",
            "picture",
            "pre",
            "script",
            "section",
            "small",
            "span",
            "strong",
            "style",
            "sub",
            "summary",
            "sup",
            "table",
        ),
        *("tbody", "td", "template", "th", "title", "tr", "u", "ul", "video"),
    )
)
_LINES = 40
_FEWEST_TAGGED = 4
_MOST_TAGGED = 0.9
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
    if root is None or names_code(name):
        return 0.0
    if root["name"] in ROOTS and ("xmlns" in root["rest"] or "version=" in root["rest"]):
        return 0.965
    return 0.93 if _is_all_tags(head, root["name"]) else 0.0


def _is_all_tags(head: str, root: str) -> bool:
    """Return whether a file begins with an element that is none of HTML's, and its lines with tags, too."""
    lines = [line for line in head.split("\n")[:_LINES] if line.strip()]
    tagged = sum(_LINE_OF_TAGS.match(line) is not None for line in lines)
    return root.lower() not in _OF_HTML and tagged >= max(_FEWEST_TAGGED, _MOST_TAGGED * len(lines))


def read(text: str, name: str) -> Iterator[Reading]:
    """Take each text as a document, its tags and what describes it out of it."""
    yield from read_xml(text, name)
