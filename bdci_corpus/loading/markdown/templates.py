"""The tags of site generators: Jekyll's ``{% x %}``, Hexo's ``{% x %}``, Hugo's ``{{< x >}}`` and ``{{% x %}}``.

The grammar is small: an opening, a name, arguments and a closing, on one line or a few; what some names hold up
to their end tag is code, and stays as it is. What a picture's tag says of it is its caption, and what a tag
shows to a reader is text. Tags within code are code. Linear: a closing that is missing once is not looked for again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bdci_corpus.loading.markdown.masks import Mask, inside, on_line
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

LONGEST_TAG = 2000
"""How far the end of a tag is looked for, in characters."""

_OPENING = lazily(r"\{%|\{\{[<%]|\{\{(?=[^\n{}]{0,200}\}\})")

_IN_ADDRESS = ("](", "](<", '="', "='")

_CLOSING = {"{%": "%}", "{{<": ">}}", "{{%": "%}}", "{{": "}}"}

_NAME = lazily(r"[-+~]?\s*(?P<name>/?\s*[\w.-]+)")

_CODE = frozenset(
    {"highlight", "codeblock", "code", "prism", "prettify", "math", "katex", "mermaid", "mathjax", "latex"}
)

_NO_TEXT = frozenset({"comment", "css", "javascript", "style", "script"})

_PICTURES = frozenset(
    {
        "asset_img",
        "img",
        "image",
        "fullimage",
        "figure",
        "picture",
        "responsive_image",
        "lazyimage",
        "img-cap",
        "fi",
        "asset_image",
    }
)

_SHOWN = frozenset(
    {
        "admonition",
        "notice",
        "note",
        "tip",
        "callout",
        "hint",
        "post_link",
        "asset_link",
        "link",
        "details",
        "folding",
        "spoiler",
        "tab",
        "blockquote",
        "quote",
    }
)
"""Tags whose arguments a reader sees."""

_QUOTES = frozenset({"blockquote", "quote"})
"""Of these all arguments but an address name who is quoted: ``{% blockquote 鲁迅, 《故乡》 %}``."""

_LINKS_TO_POSTS = frozenset({"post_link", "asset_link"})

_LINK_TO_POST = lazily(r"\s*\S+(?:[ \t]+(?P<quote>[\"']?)(?P<shown>[^\n]*?)(?P=quote))?(?:[ \t]+(?:true|false))?\s*$")
"""Of these all that stands behind the post's name is what the link says: ``{% post_link a crontab 笔记 true %}``."""

_SOURCE = lazily(r"[ \t]*(?P<shown>[^\s\"'](?:(?!https?://)[^\n])*?)[ \t]*(?:https?://[^\n]*)?$")

_WHOLE = frozenset(
    {"kbd", "u", "em", "emp", "wavy", "del", "psw", "mark", "sup", "sub", "bb", "hl", "blur", "hashtag", "poem", "cq"}
)
"""Of these all that stands within is read, words in Latin letters, too: ``{% kbd Ctrl %}``."""

_BUTTONS = frozenset({"btn", "button", "cell", "cb"})
"""Of these the one argument between commas that is no address and no icon: ``{% button #, New project %}``;
with two colons between them what precedes the first address: ``{% btn large::立即下载::https://a.b/::fa-solid %}``."""

_STYLED = frozenset({"span", "p", "checkbox", "radio"})
"""Of these what follows the first comma, which styles end: ``{% span red, 文字 %}``."""

_LABELED = frozenset({"label", "font"})
"""Of these what follows an ``@``, or stands before a color: ``{% label primary@重点 %}``, ``{% label 重点 red %}``."""

_WORDS_WITHIN = _WHOLE | _BUTTONS | _STYLED | _LABELED | {"hideinline"}

_SET_BEHIND = lazily(r"(?:[ \t]+(?:color|bg|display|style|class|child)[:=]\S+|[ \t]+https?://\S+)+[ \t]*$")
"""How it looks and where it leads, behind the words of a tag."""

_NO_WORDS = lazily(
    r"\s*['\"]?(?:[#/.][^\s]*|[a-z][a-z+.-]{1,12}:[^\s]*|[\w-]+(?:[.][\w-]+)+(?:/\S*)?|[\w-]+/[\w./-]*"
    r"|(?:fa[brs]?|icon|iconfont)(?:[ -][\w -]*)?)?['\"]?\s*",
    re.IGNORECASE,
)
"""An address or an icon among the arguments of a button."""

_COLOR_BEHIND = lazily(
    r"[ \t]+(?:default|primary|success|info|warning|danger|blue|pink|red|purple|orange|green|yellow|cyan|gr[ae]y)"
    r"[ \t]*$"
)

_LABEL_CLASS = lazily(r"[ \t]*(?:[\w-]{1,20}[ \t]*)?@[ \t]*", re.ASCII)

_BOXES = frozenset({"admonition", "notice", "note", "tip", "callout", "hint"})
"""Of these a title in Chinese is seen; other words name a kind."""

_HAN = lazily(f"[{HAN_CLASS}]")

_ATTRIBUTE = lazily(
    r"(?P<key>caption|alt|title|text)[ \t]*[=:][ \t]*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|“(?P<wide>[^”]*)”)"
)

_PICTURED = lazily(r"\bcaption[ \t]*=", re.IGNORECASE)

_LOOP = lazily(r"\{%-?[ ]*for[ ]")

_MACRO = lazily(
    r"\{\{[ ]?(?P<name>[A-Z][A-Za-z0-9_]{2,40}|[a-z]{2,12}(?:xref|_inline|_header|_doc))[ ]?"
    r"(?P<arguments>\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|)[ ]?\}\}"
)
"""A macro of MDN: ``{{domxref("TextTrack", "文本轨道")}}``."""

_REFERS = lazily(r"xref|glossary|element|link|attr|httpheader|httpmethod|event")
"""Macros that show the word they refer to, or another that stands for it."""

_RANKS = {"caption": 0, "title": 1, "alt": 2, "text": 3}

_QUOTED = lazily(r"\"(?P<double>[^\"\n]+)\"|'(?P<single>[^'\n]+)'")

_PATHS = lazily(
    r"(?:[\s,]*+(?:[\w-]++[=:](?:\"[^\"]*+\"|'[^']*+'|[^\s\"']++)|[\w./:?&=%#@~+-]++(?=[\s,]|$)))*+[\s,]*+", re.ASCII
)

_SIZES = lazily(r"[\d\s%pxautolefrigchn,]+$")


class TemplateTag(NamedTuple):
    """A tag: its span, its name in lower case (``/x`` and ``endx`` end ``x``), and the span of its arguments."""

    start: int
    end: int
    name: str
    arguments: tuple[int, int]
    opening: str

    @property
    def ends(self) -> str:
        """The name of the tag that this one ends, or nothing."""
        if self.name.startswith("/"):
            return self.name[1:].strip()
        return self.name[3:] if self.name.startswith("end") and len(self.name) > len("end") else ""


class Templates(NamedTuple):
    """What to hide, and the spans of captions."""

    masks: list[Mask]
    captions: list[tuple[int, int]]


def templates(text: str, start: int, code: list[tuple[int, int]]) -> Templates:
    """Return the masks of all tags from ``start`` on that stand in no code; ``code`` is sorted."""
    found = Templates([], [])
    scanner = _tags(text, start, code)
    closings = _Closings(text)
    tag = next(scanner, None)
    while tag is not None:
        closing = closings.of(tag) if tag.name in _CODE | _NO_TEXT | {"raw", "verbatim"} else None
        if closing is None:
            _alone(text, tag, found)
            tag = next(scanner, None)
            continue
        found.masks.append(_hidden(text, tag.start, tag.end))
        if tag.name in _CODE:
            found.masks.append(_body(text, tag.end, closing.start))
        elif tag.name in _NO_TEXT:
            found.masks.append(Mask(tag.end, closing.start, "lines"))
        found.masks.append(_hidden(text, closing.start, closing.end))
        tag = next((each for each in scanner if each.start >= closing.end), None)
    return found


def _tags(text: str, start: int, code: list[tuple[int, int]]) -> Iterator[TemplateTag]:
    """Yield the tags outside of code, in order."""
    missing, at = set[str](), 0
    opening = _OPENING.search(text, start)
    while opening is not None:
        here = opening.start()
        at, is_code = inside(code, at, here)
        sign = opening.group()
        end = -1
        if not is_code and sign not in missing:
            end = text.find(_CLOSING[sign], opening.end())
            if end < 0:
                missing.add(sign)
        name = _NAME.match(text, opening.end(), end) if 0 <= end - here <= LONGEST_TAG else None
        if name is None:
            opening = _OPENING.search(text, code[at][1] if is_code else opening.end())
            continue
        stop = end + len(_CLOSING[sign])
        yield TemplateTag(here, stop, name["name"].replace(" ", "").lower(), (name.end(), end), sign)
        opening = _OPENING.search(text, stop)


class _Closings:
    """Finds end tags; a name whose end is missing once is not looked for again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._missing: set[tuple[str, str]] = set()

    def of(self, tag: TemplateTag) -> TemplateTag | None:
        """Return the tag that ends another, or None."""
        key = (tag.opening, tag.name)
        if key in self._missing:
            return None
        close = re.escape(_CLOSING[tag.opening])
        name = re.escape(tag.name)
        end = "end" + name if tag.opening == "{%" else rf"/\s*{name}"
        found = re.compile(rf"{re.escape(tag.opening)}-?\s{{0,9}}{end}\s{{0,9}}-?{close}").search(self._text, tag.end)
        if found is None:
            self._missing.add(key)
            return None
        return TemplateTag(found.start(), found.end(), "/" + tag.name, (found.end(), found.end()), tag.opening)


def _alone(text: str, tag: TemplateTag, found: Templates) -> None:
    """Hide a tag, but for what it shows."""
    if tag.opening == "{{":
        found.masks.extend(_value(text, tag))
        return
    shown = None
    if _is_picture(text, tag) and (shown := _caption(text, *tag.arguments)):
        found.captions.append(shown)
    elif tag.name in _WORDS_WITHIN and tag.opening == "{%":
        shown = _words_within(text, tag)
    elif tag.name in _SHOWN:
        shown = _source(text, tag) if tag.name in _QUOTES else _label(text, *tag.arguments)
        if tag.name in _LINKS_TO_POSTS and (link := _LINK_TO_POST.match(text, *tag.arguments)):
            shown = link.span("shown") if link["shown"] else None
        if shown and not _HAN.search(text, *shown) and tag.name in _BOXES:
            shown = None
    if shown is None:
        found.masks.append(_hidden(text, tag.start, tag.end))
        return
    way = _hidden(text, tag.start, tag.end).way
    found.masks.extend((Mask(tag.start, shown[0], way), Mask(shown[1], tag.end, way)))
    if way == "lines" and not _is_picture(text, tag) and text.startswith("\n", tag.end):
        found.masks.append(Mask(tag.end, tag.end + 1, "break"))


def _is_picture(text: str, tag: TemplateTag) -> bool:
    """Return whether a tag shows a picture, perhaps by a file that is included for it."""
    included = tag.name == "include" and _PICTURED.search(text, *tag.arguments) is not None
    return included or tag.name in _PICTURES


def _value(text: str, tag: TemplateTag) -> Iterator[Mask]:
    """Yield what hides ``{{ x }}``: in an address, in a page that lists others, or as a macro of MDN."""
    if text.endswith(_IN_ADDRESS, 0, tag.start) or _LOOP.search(text):
        yield _hidden(text, tag.start, tag.end)
    elif macro := _MACRO.fullmatch(text, tag.start, tag.end):
        name = macro["name"].lower()
        words = [word["double"] or word["single"] or "" for word in _QUOTED.finditer(text, *macro.span("arguments"))]
        shown = next((word for word in words[1::-1] if word), "") if _REFERS.search(name) else ""
        if shown and name.endswith("element"):
            shown = f"<{shown}>"
        yield Mask(tag.start, tag.end, "inline", shown) if shown else _hidden(text, tag.start, tag.end)


def _source(text: str, tag: TemplateTag) -> tuple[int, int] | None:
    """Return who is quoted, without the address of the quotation."""
    if '"' in text[slice(*tag.arguments)]:
        return _label(text, *tag.arguments)
    source = _SOURCE.match(text[: tag.arguments[1]].rstrip("- \t"), tag.arguments[0])
    return source.span("shown") if source else None


def _words_within(text: str, tag: TemplateTag) -> tuple[int, int] | None:
    """Return the words that a tag of a theme of Hexo shows within a line, in whatever letters."""
    start, end = tag.arguments
    if text.startswith("/", end - 1) or (tag.name in {"span", "p"} and "," not in text[start:end]):
        return None  # Markdoc's, which holds nothing
    if tag.name in _BUTTONS | _LABELED and '"' in text[start:end]:
        return _label(text, start, end)
    if tag.name in _BUTTONS:
        start, end = _of_button(text, start, end)
    elif tag.name in _STYLED:
        start = text.find(",", start, end) + 1 or start
    elif tag.name == "hideinline":
        end = max(text.find(",", start, end), start) or end
    elif tag.name in _LABELED and (named := _LABEL_CLASS.match(text, start, end)):
        start = named.end()
    elif tag.name in _LABELED and (color := _COLOR_BEHIND.search(text, start, end)):
        end = color.start()
    if set_behind := _SET_BEHIND.search(text, start, end):
        end = set_behind.start()
    end = start + len(text[start:end].rstrip("- \t\n") or text[start:end].rstrip())
    start = end - len(text[start:end].lstrip("-+~ \t\n") or text[start:end].lstrip())
    return (start, end) if start < end else None


def _of_button(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the words of a button stand."""
    if "::" not in text[start:end]:
        parts = re.compile(r"[^,]+").finditer(text, start, end)
        return next((part.span() for part in parts if not _NO_WORDS.fullmatch(part[0])), (start, start))
    spans = [part.span() for part in re.compile(r"[^:]+(?::(?!:)[^:]+)*").finditer(text, start, end)]
    address = next((at for at, span in enumerate(spans) if _NO_WORDS.fullmatch(text, *span)), len(spans))
    return spans[max(0, address - 1)]


def _hidden(text: str, start: int, end: int) -> Mask:
    """Hide a tag: as lines if nothing else stands on them."""
    before, after = on_line(text, start, end)
    return Mask(start, end, "lines" if not before.strip() and not after.strip() else "inline")


def _body(text: str, start: int, end: int) -> Mask:
    """Return the code between two tags, without the line ends beside them."""
    first = start
    while first < end and text[first] in " \t":
        first += 1
    start = first + 1 if first < end and text[first] == "\n" else start
    stop = start + len(text[start:end].rstrip())
    return Mask(start, stop, "block" if "\n" in text[start - 1 : end] else "literal")


def _caption(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a picture's tag says what it shows: by an attribute, or behind path and size."""
    named = sorted(_ATTRIBUTE.finditer(text, start, end), key=lambda found: _RANKS[found["key"]])
    for attribute in named:
        if (attribute[attribute.lastgroup or 0] or "").strip():
            return attribute.span(attribute.lastgroup or 0)
    return None if named else _label(text, start, end)


def _label(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the words among a tag's arguments: the last in quotes, or what follows paths and names."""
    quoted = [found for found in _QUOTED.finditer(text, start, end) if not _SIZES.fullmatch(found.group()[1:-1])]
    if quoted:
        return quoted[-1].span(quoted[-1].lastgroup or 0)
    paths = _PATHS.match(text, start, end)
    first = paths.end() if paths else start
    stop = first + len(text[first:end].rstrip("- \t\n"))
    if text.startswith("@", first):
        first += 1
    comma = text.find(",", first, stop)
    stop = comma if comma >= 0 else stop
    return (first, stop) if first < stop and re.search(r"\w", text[first:stop]) else None
