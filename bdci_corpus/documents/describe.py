"""What a cleaned text says of itself, in the script it is published in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bdci_corpus.documents.settings import Wishes
from bdci_corpus.records import Document, Origin, Span
from bdci_corpus.rules import RULE_NAMES, Cleaned, Context, Item, clean
from bdci_corpus.text import (
    HAN,
    HAN_BLOCK,
    KANA,
    LATIN,
    SIMPLIFIED,
    TRADITIONAL,
    Script,
    headings,
    scan_of,
    to_iso,
    to_simplified,
    to_traditional,
)

FIELDS = ("title", "kicker", "dateline", "author", "publisher", "outlet")
"""What a page may say of itself in words, in the order of the release's columns."""

_MARKED = 2
"""Where markup names so many headings, none is guessed."""

_MIN_CHINESE = 0.2
"""The share of letters from which on a text is Chinese or Japanese: names and code among them are Latin."""

_MIN_KANA = 0.1
"""The share of letters from which on a text with Han is Japanese: Chinese quotes a few kana."""

_DOT = "・"
"""A dot among kana, which converters write for the one between names of Chinese."""

_ENGLISH = frozenset({"the", "of", "and", "to", "is", "that", "it", "was", "with", "for", "are", "this"})

_MIN_ENGLISH = 0.12
"""The share of these among the words of an English text with foreign letters: a quarter is usual, in others few are."""

_SCRIPTS = (
    ("ko", "\uac00", "\ud7a3"),
    ("ru", "\u0400", "\u04ff"),
    ("th", "\u0e01", "\u0e5b"),
    ("el", "\u0370", "\u03ff"),
)
"""Scripts from one character to another, and the language that is written in them."""

_RUSSIAN, _OTHER_CYRILLIC = frozenset("ыэёъЫЭЁЪ"), frozenset("іїєґўқғңұәһљњћђџјІЇЄҐЎ")
"""Letters that Russian has and most other languages of its script have not, and that those have."""

_LOOKED_AT = 5_000
"""In how many first characters the script of such a language is told."""

_HAN = f"{chr(HAN_BLOCK[0])}-{chr(HAN_BLOCK[1])}"

_PLAIN = re.compile(
    f"[{_HAN}，。、：；？！《》]{{1,200}}|(?=[^\n]{{1,200}}\\Z)[{_HAN}A-Za-z0-9]+(?: [{_HAN}A-Za-z0-9]+)*"
)
"""What only one rule looks closer at, and what most titles and names are: Chinese characters and full-width marks, or
words of either script without marks."""

_QUIET = tuple(name for name in RULE_NAMES if name != "mojibake")
"""The rules that find nothing in what is plain: cleaning titles takes as long as cleaning short documents."""

_NAME_BREAKS = re.compile(r"[、，,;；/\s]+")


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says the items of a cleaned text: cleaned by the same rules, converted to the same script."""

    cleaned: Cleaned
    context: Context
    convert: Callable[[str], str]

    def said(self, item: Item) -> str:
        """Return an item's text as published, though it may stand in the text no more."""
        if item.taken is None:
            return self.convert(self.cleaned.text[item.start : item.end].strip())
        context = self.context.with_marks(())
        disable = _QUIET if _PLAIN.fullmatch(item.taken) else ("furniture",)
        return self.convert(clean(item.taken, context, disable=disable).text)

    def spans(self, kind: str) -> tuple[Span, ...]:
        """Return the marks of a kind, in order."""
        marks = [item for item in self.cleaned.items if item.name == kind and not item.is_field]
        if not marks:
            return ()
        spans = [self._span(item) for item in sorted(marks, key=lambda item: item.origin)]
        if kind == "page":  # several may be empty
            return tuple(spans)
        return tuple(dict.fromkeys(spans))  # a decoder and a rule may flag the same character

    def _span(self, item: Item) -> Span:
        start, end = _stripped(self.cleaned.text, item.start, item.end)
        return Span(text=self.said(item), start=start, end=end)


def describe(cleaned: Cleaned, context: Context, origin: Origin, wishes: Wishes) -> Document:
    """Make the document: fields, marks, language, and the text in the script wished for."""
    language = language_of(_without_code(cleaned))
    convert, becomes = _conversion(language, wishes.script)
    speaker = _Speaker(cleaned, context, convert)
    text = convert(cleaned.text)
    fields = {item.name: item for item in reversed(cleaned.items) if item.is_field}
    said = {name: value for name in FIELDS if name in fields and (value := speaker.said(fields[name]))}
    if "url" in fields:
        said["url"] = _verbatim(fields["url"], cleaned)
    if "published" in fields and (day := to_iso(_verbatim(fields["published"], cleaned), wishes.timezone)):
        said["published"] = day
    editors = speaker.said(fields["editors"]) if "editors" in fields else ""
    pages = tuple(replace(span, text="") for span in speaker.spans("page"))
    return Document(
        text=text,
        original_text=None if text == cleaned.text else cleaned.text,
        language=becomes if text != cleaned.text else language,
        original_language=language,
        fields=said,
        editors=tuple(name for name in _NAME_BREAKS.split(editors) if name),
        pages=pages,
        headings=tuple(_headings(text, speaker, fields.get("title"))),
        captions=speaker.spans("caption"),
        figures=speaker.spans("figure"),
        damage=speaker.spans("damage"),
        origin=origin,
    )


def _without_code(cleaned: Cleaned) -> str:
    """Return the text without its blocks of code, if there is more than code."""
    code = sorted((item.start, item.end) for item in cleaned.items if item.name == "verbatim" and not item.is_field)
    if not code:
        return cleaned.text
    here, prose = 0, list[str]()
    for start, end in code:
        prose.append(cleaned.text[here:start])
        here = max(here, end)
    said = "".join([*prose, cleaned.text[here:]])
    return said if said.strip() else cleaned.text


def language_of(text: str) -> str:
    """Name the language as far as characters tell: zh-Hans, zh-Hant, ja, en, ko, ru, th, el or und (BCP 47).

    Chinese is told by which script's own characters the text has more of; some of Simplified (于, 云) are old, too.
    """
    scan = scan_of(text)
    han, kana = scan.count(HAN), scan.count(KANA)
    kana -= text.count(_DOT) if kana else 0
    letters = han + kana + scan.count(LATIN)
    if not letters or han + kana < _MIN_CHINESE * letters:
        return "en" if letters and _is_english(text) else _by_its_script(text)
    if kana > _MIN_KANA * letters:
        return "ja"
    traditional, simplified = scan.count(TRADITIONAL), scan.count(SIMPLIFIED)
    return "zh-Hant" if traditional and traditional >= simplified else "zh-Hans"


def _by_its_script(text: str) -> str:
    """Return the language that alone, or nearly so, is written in the script of most letters; else und."""
    letters = [char for char in text[:_LOOKED_AT] if char.isalpha()]
    for language, first, last in _SCRIPTS:
        if 2 * sum(first <= char <= last for char in letters) > len(letters):
            own = language != "ru" or (not _RUSSIAN.isdisjoint(letters) and _OTHER_CYRILLIC.isdisjoint(letters))
            return language if own else "und"
    return "und"


def _is_english(text: str) -> bool:
    """Return whether all letters are ASCII, whatever marks stand among them, or some common words are English."""
    if text.isascii() or not any(char.isalpha() for char in set(text) if not char.isascii()):
        return True
    words = text.lower().split()
    return sum(word in _ENGLISH for word in words) >= _MIN_ENGLISH * len(words)


def _headings(text: str, speaker: _Speaker, title: Item | None) -> Iterator[Span]:
    """Yield the title and the subheadings, those that markup names and those that look like one."""
    marked = {(span.start, span.end) for span in speaker.spans("heading")}
    heads = len(marked | ({_stripped(speaker.cleaned.text, title.start, title.end)} if title and marked else set()))
    marked_up = heads >= _MARKED or bool(speaker.spans("settled"))  # by markup, or by size and tags
    spans = set[tuple[int, int]]() if marked_up else {heading[:2] for heading in headings(text)}
    code = sorted((item.start, item.end) for item in speaker.cleaned.items if item.name == "verbatim")
    if code:
        starts = [start for start, _ in code]
        spans = {span for span in spans if not (at := bisect_right(starts, span[0])) or code[at - 1][1] <= span[0]}
    spans |= marked
    if title is not None and title.start < title.end:
        start, end = _stripped(speaker.cleaned.text, title.start, title.end)
        spans = {(s, e) for s, e in spans if e <= start or end <= s} | {(start, end)}
    for start, end in sorted(spans):
        if start < end:
            yield Span(text=text[start:end], start=start, end=end)


def _conversion(language: str, script: Script) -> tuple[Callable[[str], str], str]:
    """Return what converts a text of a language to the script wished for, and the result's language."""
    if script == "zh-Hans" and language == "zh-Hant":
        return to_simplified, script
    if script == "zh-Hant" and language == "zh-Hans":
        return to_traditional, script
    return str, language


def _verbatim(item: Item, cleaned: Cleaned) -> str:
    return (cleaned.text[item.start : item.end] if item.taken is None else item.taken).strip()


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())
