r"""What Markdown's dialects add, as masks: formulas in ``\(…\)``, containers, attributes, tags that swallow.

Each is one line or one span with an end of its own. Nothing is looked for within code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from bdci_corpus.loading.markdown.masks import Mask, inside, on_line
from bdci_corpus.loading.markdown.recognized import recognized
from bdci_corpus.loading.markdown.signs import named_emoji, small_figures
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS

_Signs = tuple[tuple[bytes, str], ...]

_Find = TypeVar("_Find", bound=Callable[..., Iterator[Mask]])

_FORMULAS = (("\\(", "\\)"), ("\\[", "\\]"), ("\\begin{", "\\end{"))

LONGEST_FORMULA = 4000
"""How far the end of a formula is looked for, in characters."""

_DOLLARS = lazily(r"^[ \t]*(?P<marks>\$\$)[ \t]*$", re.MULTILINE)

_HAN = lazily(f"[{HAN_CLASS}]")

_CONTAINER = lazily(
    r"^[ \t>]{0,12}(?P<marks>:{3,}[ \t]*(?:\{[^}\n]{0,80}\}|[\w-]{0,32})[ \t]*)(?P<title>[^\n]*)$", re.MULTILINE
)

_ATTRIBUTES = lazily(r"\{:[^}\n]{1,200}\}[ \t]*$", re.MULTILINE)

_CONTENTS = lazily(
    r"^[ \t]{0,3}[-*][ \t]+[^\n]{0,20}\n[ \t]*\{:[ \t]?toc[^}\n]{0,40}\}[ \t]*$", re.MULTILINE | re.IGNORECASE
)

_BEHIND = lazily(r"\{:[ \t]?[.#\w][^{}\n]{0,120}\}")

_HEADING_ID = lazily(r"(?P<id>\{[ \t]?[#.][\w:.#= \t\"-]{0,80}\})[ \t]*#*[ \t]*$", re.MULTILINE)

_ADMONITION = lazily(
    r"^(?:(?:!!!|\?\?\?\+?)[ \t]+[\w-]{1,32}|={3})(?:[ \t]+\"(?P<title>[^\"\n]*)\")?[ \t]*$", re.MULTILINE
)

_INDENTED = lazily(r"\n(?:(?P<blank>    |\t)(?=\S)|[ \t]*(?=\n))")

_SWALLOWS = lazily(r"<(?P<name>script|style|pre|textarea|!--|\?|!\[CDATA\[)", re.IGNORECASE)

_ENDS = {"!--": "-->", "?": "?>", "![cdata[": "]]>"}

_SPOKEN = lazily(
    r"(?P<sign><)/?(?P<name>html|head|body|title|svg|template|noscript|iframe|object|canvas|video|audio|rt|rp|select|base|link|meta|script|style|textarea)>"
    rf"[^\n<]{{0,200}}[{HAN_CLASS}]",
    re.IGNORECASE,
)

_EMBED = lazily(r"!\[\[[^\[\]\n]{1,300}\]\]")

_WIKI_LINK = lazily(r"\[\[(?P<page>[^\[\]\n|()]{1,200}\|)?[^\[\]\n|]{1,200}\]\](?!\()")

_HIGHLIGHT = lazily(rf"==(?![\s=])(?=[^=\n]{{0,80}}[{HAN_CLASS}])[^=\n]{{1,200}}(?<!\s)==(?!=)")

_INSERTED = lazily(rf"\+\+(?![\s+])(?=[^+\n]{{0,80}}[{HAN_CLASS}])[^+\n]{{1,200}}(?<!\s)\+\+(?!\+)")

_REFERENCE = lazily(
    r"[~ ]?[（(][~ ]?\\(?:eq)?ref\{[^{}\n]{1,100}\}[~ ]?[)）]"
    r"|[~ ]?\\(?:cite[a-z]{0,8}|[a-z]{0,4}ref|label)\*?(?:\[[^\]\n]{0,100}\])?\{[^{}\n]{1,200}\}~?"
)

_TIGHT_HEADING = lazily(rf"#(?P<last>#)(?=[{HAN_CLASS}0-9A-Za-z“《【])|#(?P<wide>\u3000)")

_TIGHT_CLOSING = lazily(
    r"^ {0,3}(?P<opening>#{2,6})[^#\n](?:[^\n]*[^#\s\\])?(?P<closing>(?P=opening))[ \t]*$", re.MULTILINE
)
"""A heading that is closed by as many signs as open it, though no blank stands before them: ``##安装##``."""

_SPACED_BOLD = lazily(
    r"^[ ]{0,3}(?:#{1,6}[ \t]+)?(?:<[^<>\n]{1,200}>[ \t]*)?(?P<opening>\*\*[ \t]+)[^*\s][^*\n]*?(?P<closing>[ \t]*\*\*)"
    r"[ \t]*(?:</\w{1,20}>)?[ \t]*$",
    re.MULTILINE,
)
"""Bold that takes a whole line, with blanks within its stars."""

_CALLOUT = lazily(r"\[![A-Za-z]{2,20}\][+-]?[ \t]*(?P<title>[^\n]*)")

_ABBREVIATION = lazily(r"^\*\[[^\]\n]{1,60}\]:[^\n]*$", re.MULTILINE)

_REMARK = lazily(r"%%(?=[^%\s])[^%\n]{1,400}(?<!\s)%%|^%%[^%\n]{1,400}%%[ \t]*$|^%%\n[^%]{1,4000}\n%%$", re.MULTILINE)

_BLOCK_ID = lazily(r"\^[a-z0-9][a-z0-9-]{2,40}$", re.MULTILINE)

_MODULE = lazily(
    r"^(?:import\s[^\n]*?['\"][^'\"\n]+['\"]|export\s+(?:const|default|let|function)\b[^\n]*);?[ \t]*$", re.MULTILINE
)

_INCLUDED = lazily(
    r"^[ \t]{0,3}(?:<<<[ \t]*[@.~/][^\s。，]*|@\[code[^\]\n]{0,40}\]\([^()\n]{1,200}\)"
    r"|import\s+(?:\w+|\{[\w, ]+\})\s+from\s+['\"][@.~][^'\"\n]+['\"];?)[ \t]*$",
    re.MULTILINE,
)

_ICON = lazily(
    r"(?<!#)[ ]?:(?:material|fontawesome|octicons|simple)-[\w-]{1,60}:(?:\{[^{}\n]{0,80}\})?"
    r"|(?<=\))\{[ ]?[.#:][^{}\n]{1,80}\}"
)

_KEYS = lazily(r"\+\+(?P<keys>[\w-]{1,20}(?:\+[\w-]{1,20}){0,4})\+\+(?![\w+])")

_INDENTED_FENCE = lazily(r"^(?P<indent>\t| {4,8})(?=(?P<fence>`{3,}|~{3,})[^\n`]*\n(?=[^\s`~]))", re.MULTILINE)

_OPEN_LINK = lazily(r"(?<![!\\\\\]])\[[ \t]*(?P<picture>!\[[^\[\]\n]{0,200}\]\([^()\n]{0,400}\)[ \t]*)?\n[ \t>]*\n")
"""The opening of a link that holds paragraphs, as clips of pages have it; to the parser an empty line ends it."""

_LINK_END = lazily(r"\]\((?:https?://|/|\?|#)[^\s()]*(?:\([^\s()]*\)[^\s()]*)*(?:[ \t]+\"[^\"\n]*\")?\)")

_BRACKET = lazily(r"[\[\]]")

_LONGEST_LINK = 2000
"""The longest link of this kind, in characters."""

_RULE_OF_DASHES = lazily(r"^[ \t]{0,3}[—―─━]{8,}[ \t]*$", re.MULTILINE)

_UNDER_SENTENCE = lazily(r"[。；][”’」』）)]?[ \t]*\n(?P<rule>[ ]{0,3}(?:-{3,}|={3,})[ \t]*)$", re.MULTILINE)
"""A rule right below a sentence: to the parser it makes a heading of it."""

_PRE = lazily(r"<pre\b", re.IGNORECASE)


def dialects(text: str, start: int, code: list[tuple[int, int]], name: str = "") -> Iterator[Mask]:
    """Yield the masks of a text from ``start`` on, of each kind in order. ``code`` is sorted."""
    marks = text.encode("utf-8", "replace").translate(None, _NO_MARKS)
    for find_with in _needed(_WITHIN, marks, text):
        yield from find_with(text, start, code)
    kinds = list(_needed(_KINDS, marks, text))
    if name.lower().endswith(".mdx"):
        kinds.append(_modules)
    for find in kinds:
        at = 0
        for mask in sorted(find(text, start)):
            at, is_code = inside(code, at, mask.start)
            if not is_code:
                yield mask


def _needed(kinds: Sequence[tuple[_Signs, _Find]], marks: bytes, text: str) -> Iterator[_Find]:
    """Yield what to look for in a text by the signs it holds; ``marks`` are the characters of it that signs are of."""
    for signs, find in kinds:
        for mark, sign in signs:
            if mark in marks and sign in text:
                yield find
                break


def _formulas(text: str, start: int) -> Iterator[Mask]:
    r"""Yield formulas between ``\(`` and ``\)``, ``\[`` and ``\]``, and environments of LaTeX."""
    for opening, closing in _FORMULAS:
        here = text.find(opening, start)
        while here >= 0:
            end = text.find(closing, here + len(opening))
            if end < 0:
                break
            stop = text.find("}", end) + 1 if closing[-1] == "{" else end + len(closing)
            inner = text[here + len(opening) : end]
            if (
                stop
                and stop - here <= LONGEST_FORMULA
                and "\n\n" not in inner
                and inner.strip()
                and opening not in inner
            ):
                if _is_formula(inner, opening):
                    yield Mask(here, stop, "literal")
                here = text.find(opening, stop)
            else:
                here = text.find(opening, here + len(opening))


def _links_over_lines(text: str, start: int) -> Iterator[Mask]:
    """Yield the brackets and the address of a link that holds paragraphs; its words stay."""
    openings = {opening.start() for opening in _OPEN_LINK.finditer(text, start)}
    around = list[int]()
    for bracket in _BRACKET.finditer(text, start) if openings else ():
        if bracket[0] == "[":
            around.append(bracket.start())
            continue
        first = around.pop() if around else -1
        near = first in openings and bracket.start() - first <= _LONGEST_LINK
        if near and (end := _LINK_END.match(text, bracket.start())):
            yield Mask(first, first + 1, "blank")
            yield Mask(*end.span(), "lines")


def _rules(text: str, start: int) -> Iterator[Mask]:
    """Yield rules that are none to the parser: of dashes, and right below a sentence."""
    for rule in _RULE_OF_DASHES.finditer(text, start):
        yield Mask(*rule.span(), "lines")
    for rule in _UNDER_SENTENCE.finditer(text, start):
        yield Mask(*rule.span("rule"), "lines")


def _displayed(text: str, start: int) -> Iterator[Mask]:
    """Yield formulas between lines ``$$`` that hold an empty line, which ends them to the parser."""
    fences = list(_DOLLARS.finditer(text, start))
    for opening, closing in zip(fences[::2], fences[1::2], strict=False):
        inner = text[opening.end() : closing.start()]
        if "\n\n" in inner and len(inner) <= LONGEST_FORMULA and not _HAN.search(inner):
            yield Mask(opening.start("marks"), closing.end("marks"), "block")


def _is_formula(inner: str, opening: str) -> bool:
    """Return whether what stands in escaped brackets is a formula: LaTeX, or no word of another script."""
    return (
        opening.startswith("\\begin")
        or "\\" in inner
        or (
            not (opening == "\\[" and inner.strip().isdecimal())
            and inner.isascii()
            and bool(re.search(r"[=^_+<>-]|^\s*\w\s*$", inner))
        )
    )


def _headings(text: str, start: int) -> Iterator[Mask]:
    """Yield the blank that ``##标题`` lacks, the wide one of ``#　标题``, and closing signs without a blank."""
    closed = "#\n" in text or "# \n" in text or text.rstrip().endswith("#")
    for heading in _TIGHT_CLOSING.finditer(text, start) if closed else ():
        yield Mask(*heading.span("closing"), "inline")
    for found in _TIGHT_HEADING.finditer(text, start):
        if not _before(text, found.start()).lstrip(" ").strip("#"):
            yield Mask(*found.span(found.lastgroup or 0), "blank")


def _spaced_bold(text: str, start: int) -> Iterator[Mask]:
    """Yield the stars of ``** 小节 **``."""
    for bold in _SPACED_BOLD.finditer(text, start):
        yield Mask(*bold.span("opening"), "inline")
        yield Mask(*bold.span("closing"), "inline")


def _fences(text: str, start: int, code: list[tuple[int, int]]) -> Iterator[Mask]:
    """Yield the indentation of a fence whose code has none: the author meant a fence, and its end is one."""
    at = 0
    for fence in _INDENTED_FENCE.finditer(text, start):
        at, is_code = inside(code, at, fence.start())
        if not is_code:
            yield Mask(*fence.span("indent"), "lines")


def _containers(text: str, start: int) -> Iterator[Mask]:
    """Yield the marks of containers (``:::tip 标题``): the title stays, as a paragraph."""
    for line in _CONTAINER.finditer(text, start):
        yield Mask(*line.span("marks"), "lines")
        if line["title"].strip() and line.end() < len(text):
            yield Mask(line.end(), line.end() + 1, "break")


def _attributes(text: str, start: int) -> Iterator[Mask]:
    """Yield kramdown's attributes and the ids of headings."""
    for heading in _HEADING_ID.finditer(text, start):
        if _before(text, heading.start()).lstrip().startswith("#"):
            yield Mask(*heading.span("id"), "inline")
    if "{:" not in text:
        return
    for contents in _CONTENTS.finditer(text, start):
        yield Mask(*contents.span(), "lines")
    for line in _ATTRIBUTES.finditer(text, start):
        if not _before(text, line.start()).strip(" \t>"):
            yield Mask(*line.span(), "lines")
    for behind in _BEHIND.finditer(text, start):
        yield Mask(*behind.span(), "inline")


def _admonitions(text: str, start: int, code: list[tuple[int, int]]) -> Iterator[Mask]:
    """Yield the marks of MkDocs' admonitions and tabs, and the indentation of what they hold, which is no code."""
    at = 0
    for mark in _ADMONITION.finditer(text, start):
        at, is_code = inside(code, at, mark.start())
        if is_code:
            continue
        title = mark.span("title")
        yield Mask(mark.start(), title[0] if title[0] >= 0 else mark.end(), "lines")
        if title[0] >= 0:
            yield Mask(title[1], mark.end(), "lines")
        here, first, fenced = mark.end(), True, False
        while (line := _INDENTED.match(text, here)) is not None:
            is_fence = text.startswith(("```", "~~~"), line.end()) and bool(line["blank"])
            if line["blank"] and (first or fenced or is_fence):
                yield Mask(*line.span("blank"), "lines")
            fenced = fenced != is_fence
            first = not line["blank"]
            stop = text.find("\n", line.end())
            here = len(text) if stop < 0 else stop


def _swallowing(text: str, start: int) -> Iterator[Mask]:
    """Yield the ``<`` of what would take all that follows for HTML: an element without an end, prose about a tag."""
    ends = _LastEnds(text)
    for tag in _SWALLOWS.finditer(text, start):
        name = tag["name"].lower()
        if not _before(text, tag.start()).strip(" \t>") and not ends.behind(_ENDS.get(name, f"</{name}>"), tag.end()):
            yield Mask(tag.start(), tag.start() + 1, "literal")
    for tag in _SPOKEN.finditer(text, start):
        name = tag["name"].lower()
        if not _before(text, tag.start()).strip() and (name == "head" or not ends.behind(f"</{name}>", tag.end())):
            yield Mask(*tag.span("sign"), "literal")


class _LastEnds:
    """Knows where the last end of each element stands, looked for once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lower = ""
        self._last: dict[str, int] = {}

    def behind(self, end: str, position: int) -> bool:
        """Return whether an end stands behind a position."""
        self._lower = self._lower or self._text.lower()
        if end not in self._last:
            self._last[end] = self._lower.rfind(end)
        return self._last[end] >= position


def _remarks(text: str, start: int) -> Iterator[Mask]:
    """Yield Obsidian's comments (``%%…%%``) with their marks."""
    for remark in _REMARK.finditer(text, start):
        before, after = on_line(text, *remark.span())
        alone = not before.strip() and not after.strip()
        yield Mask(*remark.span(), "lines" if alone else "inline")


def _preformatted(text: str, start: int) -> Iterator[Mask]:
    """Yield the empty lines of ``<pre>`` in other blocks of HTML, which end those blocks to Markdown."""
    for block in _PRE.finditer(text, start):
        if not _before(text, block.start()).lstrip().startswith("<"):
            continue
        end = text.find("</pre>", block.end())
        if end < 0:
            return
        inner = text[block.end() : end]
        if "\n\n" in inner and "\n```" not in inner:
            for blank in re.compile(r"\n(?=[ \t]*\n)").finditer(text, block.end(), end):
                yield Mask(blank.start(), blank.end(), "literal")


def _callouts(text: str, start: int) -> Iterator[Mask]:
    """Yield the marks of Obsidian's callouts (``> [!tip] 要点``); their titles stand on lines of their own."""
    for mark in _CALLOUT.finditer(text, start):
        if not _before(text, mark.start()).strip(" \t>") and ">" in _before(text, mark.start()):
            titled = mark["title"].strip() and mark.end() < len(text)
            if titled or not mark.group().rstrip()[2:-1].isupper():
                yield Mask(mark.start(), mark.start("title"), "inline")
            if titled:
                yield Mask(mark.end(), mark.end() + 1, "break")


def _before(text: str, position: int) -> str:
    """Return what stands before a position on its line, as far as it matters."""
    return on_line(text, position, position)[0]


def _wiki(text: str, start: int) -> Iterator[Mask]:
    """Yield the marks of Obsidian's links and embedded files."""
    for block in _BLOCK_ID.finditer(text, start):
        before = text[block.start() - 1 : block.start()]
        if before in ("", "\n", " ", "\t"):
            yield Mask(block.start() - (before in (" ", "\t")), block.end(), "inline")
    for embed in _EMBED.finditer(text, start):
        yield Mask(*embed.span(), "inline")
    for link in _WIKI_LINK.finditer(text, start):
        if "toc" not in link.group().lower():
            first = link.end("page") if link["page"] else link.start() + 2
            yield Mask(link.start(), first, "inline")
            yield Mask(link.end() - 2, link.end(), "inline")


def _highlights(text: str, start: int) -> Iterator[Mask]:
    for found in _HIGHLIGHT.finditer(text, start):
        yield Mask(found.start(), found.start() + 2, "inline")
        yield Mask(found.end() - 2, found.end(), "inline")


def _inserted(text: str, start: int) -> Iterator[Mask]:
    for found in _INSERTED.finditer(text, start):
        yield Mask(found.start(), found.start() + 2, "inline")
        yield Mask(found.end() - 2, found.end(), "inline")


def _references(text: str, start: int) -> Iterator[Mask]:
    """Yield what LaTeX refers with, outside of formulas: nothing of it can be read."""
    for found in _REFERENCE.finditer(text, start):
        yield Mask(*found.span(), "inline")


def _abbreviations(text: str, start: int) -> Iterator[Mask]:
    for line in _ABBREVIATION.finditer(text, start):
        yield Mask(*line.span(), "lines")


def _modules(text: str, start: int) -> Iterator[Mask]:
    """Yield what MDX imports and exports."""
    for line in _MODULE.finditer(text, start):
        yield Mask(*line.span(), "lines")


def _icons(text: str, start: int) -> Iterator[Mask]:
    """Yield the icons, keys and attributes of links that themes of MkDocs add."""
    for icon in _ICON.finditer(text, start):
        yield Mask(*icon.span(), "inline")
    for keys in _KEYS.finditer(text, start):
        yield Mask(keys.start(), keys.start("keys"), "inline")
        yield Mask(keys.end("keys"), keys.end(), "inline")


def _included(text: str, start: int) -> Iterator[Mask]:
    """Yield the lines of VitePress and VuePress that include a file: ``<<< @/snippets/a.js{2}``, ``@[code](a.js)``."""
    for line in _INCLUDED.finditer(text, start):
        yield Mask(*line.span(), "lines")


_MARKS = b"%!?=`~\\$#:{<[*^+ \t"
"""The characters that signs are made of: a text is looked through once for them, and for signs among them."""

_NO_MARKS = bytes(byte for byte in range(256) if byte not in _MARKS)


def _signs(*signs: str) -> _Signs:
    """Return signs, each behind those of its characters that are looked through."""
    return tuple((bytes(byte for byte in sign.encode() if byte in _MARKS), sign) for sign in signs)


_WITHIN = (
    (_signs("!!!", "???", "=== "), _admonitions),
    (_signs("    ```", "\t```", "    ~~~", "\t~~~"), _fences),
    (((b"{", "}-----"), *_signs("$^", "$ ^", "\\textcircled", "\\%")), recognized),
)
"""What to look for where a text holds a sign of it, in any order with code."""

_KINDS = (
    (_signs("\\(", "\\[", "\\begin{"), _formulas),
    (_signs("$$"), _displayed),
    (_signs("\n---", "\n===", "———", "───", "━━━"), _rules),
    (_signs("[\n", "[ \n", "[!["), _links_over_lines),
    (_signs("##", "#\u3000"), _headings),
    (_signs("** "), _spaced_bold),
    (_signs(":::"), _containers),
    (_signs("{"), _attributes),
    (_signs("<"), _swallowing),
    (_signs("<pre", "<PRE"), _preformatted),
    (_signs("[!"), _callouts),
    (_signs("*["), _abbreviations),
    (_signs("[[", "^"), _wiki),
    (_signs("=="), _highlights),
    (_signs("++"), _inserted),
    (_signs("^", "~"), small_figures),
    (_signs("\\cite", "\\ref", "\\eqref", "\\label", "\\autoref"), _references),
    (_signs(":"), named_emoji),
    (_signs("%%"), _remarks),
    (_signs("<<<", "[code", "import "), _included),
    (_signs(":material-", ":fontawesome-", ":octicons-", ":simple-", "){", "){ ."), _icons),
)
"""The same, outside of code."""
