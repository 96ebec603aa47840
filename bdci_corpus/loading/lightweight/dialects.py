"""The grammars of Org, reStructuredText, AsciiDoc, MediaWiki and Textile; that of LaTeX is beside.

Each is the part of its manual that tells text from marks: https://orgmode.org/worg/org-syntax.html,
https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html, https://docs.asciidoctor.org/asciidoc/latest/,
https://www.mediawiki.org/wiki/Help:Formatting, https://textile-lang.com/doc. Libraries for these turn a file into a
tree without the places of what they read, and nothing could be led back to its bytes.
"""

from __future__ import annotations

import html
import re

from bdci_corpus.loading.lightweight.grammar import InlineMark, MarkupDialect, MarkupFence
from bdci_corpus.loading.lightweight.latex import LATEX
from bdci_corpus.patterns import lazily
from bdci_corpus.text import HAN_CLASS, KANA_CLASS, holds

_M = re.MULTILINE

_PICTURE = r"(?:png|jpe?g|gif|svg|webp|bmp)"

_EDGE_BEFORE, _EDGE_AFTER = r"(?<![\w*=~`+/\\])", r"(?![\w*=~`])"
"""What may not stand beside marks of emphasis."""

_HAN_BESIDE = f"{HAN_CLASS}{KANA_CLASS}\uff00-\uffef\u3000-\u303f"

_BEFORE, _AFTER = rf"(?:(?<=[{_HAN_BESIDE}])|{_EDGE_BEFORE})", rf"(?:(?=[{_HAN_BESIDE}])|{_EDGE_AFTER})"
"""Emphasis stands between words, or beside Chinese."""


def _around(sign: str) -> re.Pattern[str]:
    return lazily(
        rf"{_BEFORE}{re.escape(sign)}(?P<keep>[^\s{re.escape(sign[0])}](?:[^{re.escape(sign[0])}\n]{{0,200}}[^\s{re.escape(sign[0])}])?)"
        rf"{re.escape(sign)}{_AFTER}"
    )


def _words_before(end: str, name: str = "keep") -> str:
    """Return a pattern of the words of a line, a group of that name, before ``end``, looked for behind each word."""
    return rf"(?P<{name}>(?:[^\s]++(?:(?!{end})[ \t]++)?+)*+){end}"


_STYLES = r"(?:\([^()\n]*+\)|\{[^{}\n]*+\}|\[[^\[\]\n]*+\]|[<>=]{1,2}+)*+"
"""Classes, styles, languages and alignments, each in brackets of its own."""

_BACKTICKS = InlineMark(lazily(r"`+[^`\n]+`+"), literal=True)

ORG = MarkupDialect(
    name="Org",
    endings=(".org",),
    headings=lazily(
        r"\*+[ \t]+(?:(?:TODO|DONE|NEXT|WAITING)[ \t]+)?(?:\[#[A-Z]\][ \t]*)?"
        + _words_before(r"(?:[ \t]+\[(?:\d*/\d*|\d*%)\])?(?:[ \t]+:[\w@#%:]+:)?[ \t]*$")
    ),
    fences=(
        MarkupFence(lazily(r"[ \t]*#\+BEGIN_(SRC|EXAMPLE|EXPORT|COMMENT)\b.*", re.IGNORECASE), r"[ \t]*#\+END_\1"),
        MarkupFence(lazily(r"[ \t]*:(?:PROPERTIES|LOGBOOK):[ \t]*", re.IGNORECASE), r"[ \t]*:END:", "nothing"),
    ),
    dropped=lazily(
        r"[ \t]*(?:#\+(?:BEGIN|END)_\w+.*|#\+\w+(?:\[.*?\])?:.*|#(?: .*)?|\|[-+]+\|?|(?:SCHEDULED|DEADLINE|CLOSED):.*)",
        re.IGNORECASE,
    ),
    attributes=lazily(r"#\+(?P<key>\w+):[ \t]*" + _words_before(r"[ \t]*$", "value")),
    inlines=(
        InlineMark(lazily(rf"{_BEFORE}=(?P<keep>[^\s=](?:[^=\n]*[^\s=])?)={_AFTER}"), "`", "`", literal=True),
        InlineMark(lazily(rf"{_BEFORE}~(?P<keep>[^\s~](?:[^~\n]*[^\s~])?)~{_AFTER}"), "`", "`", literal=True),
        InlineMark(lazily(rf"\[\[[^\[\]\n]+\.{_PICTURE}\]\]", re.IGNORECASE)),
        InlineMark(lazily(r"\[\[[^\[\]\n]+\]\[(?P<keep>[^\[\]]+)\]\]")),
        InlineMark(lazily(r"\[\[(?:file:)?(?P<keep>[^\[\]\n]+)\]\]")),
        InlineMark(lazily(r"^\[fn:\w+\][ \t]*|\[fn:\w+\]", _M)),
        InlineMark(lazily(r"\[fn:\w*:[ \t]*(?P<keep>[^\[\]\n]+)\]"), "（", "）"),
        InlineMark(lazily(r"(?<=[-+] )\[X\](?= )"), "☑"),
        InlineMark(lazily(r"(?<=[-+] )\[[ -]\](?= )"), "☐"),
        InlineMark(_around("*")),
        InlineMark(
            lazily(
                rf"(?:(?<=[\s（(，。：；])|^)/(?P<keep>[^\s/\n](?=[^/\n]*[{HAN_CLASS}])(?:[^/\n]{{0,80}}[^\s/])?)/"
                r"(?=[\s）)，。：；,.;]|$)",
                _M,
            )
        ),
        InlineMark(lazily(r"(?<![ \t])[ \t]*+\\\\$", _M)),
    ),
)

_RST_WORDS = r"(?P<keep>[^`<\s]++(?:[ \t\n]++[^`<\s]++)*+)"
"""What stands between backticks, up to the address."""

_H_BLANK, _BLANK_H = rf"(?:(?<=[{HAN_CLASS}])[ ])?", rf"(?:\\?[ ](?=[{HAN_CLASS}]))?"

_H_WORDS = rf"(?P<keep>[{HAN_CLASS}]+)"
"""Words of Han characters between backticks: the blanks beside them stand there for the markup only."""

RST = MarkupDialect(
    name="reStructuredText",
    endings=(".rst", ".rest"),
    headings=lazily(r"(?!)"),
    underlined="=-`:'\"~^_*+#<>.",
    dropped=lazily(r"\.\.[ \t]+_[^\n]*:.*|(?:={2,}[ \t]+)+={2,}[ \t]*|__[ \t].*|[ \t]*[+](?:[-=]{3,}[+])+[ \t]*"),
    prefixes=lazily(r"\.\.[ \t]+(?:\[(?:#[\w-]*|\d+|\*)\][ \t]+|(?=\[[A-Za-z][\w.-]*\][ \t]))"),
    attributes=lazily(r":(?P<key>[^:\n`]{1,30}):[ \t]+" + _words_before(r"[ \t]*$", "value")),
    inlines=(
        InlineMark(lazily(r"``(?P<keep>[^\n]+?)``"), "`", "`", literal=True),
        InlineMark(lazily(rf"{_H_BLANK}:[\w:+.-]{{1,80}}:`[~!]?{_H_WORDS}(?:[ \t\n]*+<[^`>]*>)?`{_BLANK_H}")),
        InlineMark(lazily(rf"{_H_BLANK}`{_H_WORDS}[ \t\n]*+<[^`>]*>`_{{1,2}}{_BLANK_H}")),
        InlineMark(lazily(rf":[\w:+.-]{{1,80}}:`[~!]?{_RST_WORDS}(?:[ \t\n]*+<[^`>]*>)?`(?:\\[ ])?")),
        InlineMark(lazily(rf"`{_RST_WORDS}[ \t\n]*+<[^`>]*>`_{{1,2}}(?:\\[ ])?")),
        InlineMark(lazily(r"`(?P<keep>(?:[^`\n]|\n(?![ \t]*\n))+)`_{0,2}(?:\\[ ])?")),
        InlineMark(lazily(r"\\\n[ \t]*")),
        InlineMark(lazily(r"(?<=\[)(?P<keep>[A-Za-z][\w.-]*\])_(?!\w)")),
        InlineMark(lazily(r"\\[ ]*(?=[*`_|:，。；]|\\)|(?<=[*`_|])\\[ ]?\\?[ ]?")),
        InlineMark(_around("**")),
        InlineMark(_around("*")),
        InlineMark(lazily(r"[ ]?\[(?:#\w*|\d+|\*)\]_")),
        InlineMark(lazily(r"(?<=\w)_(?!\w)(?=[\s，。；,.;]|$)", _M)),
    ),
    items=lazily(r"[ \t]*(?:[-+*•]+|(?:\d{1,3}|#)[.)])[ \t]+"),
    indented=True,
    row=lazily(r"[ \t]*[|+]|.*\S {2,}\S"),
)

_ADDRESS = r"[^\[\]\s]{0,500}+"
"""An address before a bracket: so long at most, since each word that begins one is looked behind."""

ASCIIDOC = MarkupDialect(
    name="AsciiDoc",
    endings=(".adoc", ".asciidoc", ".asc"),
    headings=lazily(r"(?:={1,6}|#{1,6})[ \t]+" + _words_before(r"(?:[ \t]+={1,6})?[ \t]*$")),
    fences=(
        MarkupFence(lazily(r"(-{4,}|\.{4,}|`{3,})\S*[ \t]*"), r"\1[ \t]*"),
        MarkupFence(lazily(r"(/{4,}|\+{4,})[ \t]*"), r"\1[ \t]*", "nothing"),
    ),
    dropped=lazily(
        r"\[\[.*\]\]|\[(?!quote)[^\[\]]*\][ \t]*|(?:={4,}|\*{4,}|_{4,}|--|\+|'{3,}|\*{3}|<<<|[|,:!]===)[ \t]*|//.*"
        r"|(?:include|ifdef|ifndef|endif|toc)::.*|:!?[\w-]+!?:.*"
    ),
    attributes=lazily(r":(?P<key>[\w-]+):[ \t]+" + _words_before(r"[ \t]*$", "value")),
    prefixes=lazily(r"\.(?=[^\s.])|\[quote,[ \t]*"),
    inlines=(
        _BACKTICKS,
        InlineMark(lazily(rf"image::?{_ADDRESS}\[[^\[\]\n]*\]")),
        InlineMark(lazily(rf"(?:link:|mailto:|xref:){_ADDRESS}\[(?P<keep>[^\[\],\n]+)[^\[\]\n]*\]")),
        InlineMark(lazily(rf"https?://{_ADDRESS}\[(?P<keep>[^\[\],\n^]+)[^\[\]\n]*\]")),
        InlineMark(lazily(r"<<[^<>,\n]*,[ \t]*(?P<keep>[^<>\n]+)>>")),
        InlineMark(lazily(r"<<(?P<keep>[^<>,\n]+)>>")),
        InlineMark(lazily(r"\(\(\([^()\n]*\)\)\)")),
        InlineMark(lazily(r"\(\((?P<keep>[^()\n]+)\)\)")),
        InlineMark(lazily(r"footnote:\w*\[(?P<keep>[^\[\]\n]+)\]"), "（", "）"),
        InlineMark(lazily(r"(?<=\[quote, )(?P<keep>[^\]\n]*)\]")),
        InlineMark(_around("**")),
        InlineMark(_around("*")),
        InlineMark(_around("__")),
        InlineMark(_around("_")),
        InlineMark(lazily(r"[ \t]\+$", _M)),
    ),
    items=lazily(r"[ \t]*(?:[-*.]+|\d{1,3}\.)[ \t]+"),
)

_WIKI_FILE = r"\[\[[ ]*(?:File|Image|Media|文件|檔案|档案|图像|圖像|图片)[ ]*:"

MEDIAWIKI = MarkupDialect(
    name="MediaWiki",
    endings=(".wiki", ".mediawiki", ".wikitext"),
    headings=lazily(
        r"(?P<level>={1,6}+)[ \t]*+(?!=)(?P<keep>(?:[^=\s]++|=++(?![ \t]*$)|[ \t]++(?!=*[ \t]*$))++)"
        r"[ \t]*+(?P=level)[ \t]*+$"
    ),
    dropped=lazily(
        r"\{\|.*|\|\}|\|-.*|-{4,}|__[A-Z]+__|\[\[[a-z]{2,3}(?:-[a-z]+)?:[^\[\]\n]*\]\][ \t]*|#(?:REDIRECT|重定向).*"
    ),
    prefixes=lazily(r"[:;]+[ \t]*|\|\+[ \t]*"),
    spans=(
        InlineMark(lazily(r"<!--.*?(?:-->|\Z)", re.DOTALL)),
        InlineMark(lazily(r"<ref\b[^<>]*/>|<ref\b[^<>]*>.{0,4000}?</ref>", re.DOTALL | re.IGNORECASE)),
        InlineMark(lazily(rf"{_WIKI_FILE}(?:[^\[\]]|\[\[[^\[\]]*\]\]|\[[^\[\]]*\])*\]\]\n?", re.IGNORECASE)),
        InlineMark(lazily(r"\[\[[ ]*(?:Category|分类|分類)[ ]*:[^\[\]\n]*\]\]\n?", re.IGNORECASE)),
    ),
    inlines=(
        InlineMark(
            lazily(r"<(nowiki|math|code|pre|source|syntaxhighlight)\b[^<>]*>(?P<keep>[^<]*)</\1>"), literal=True
        ),
        InlineMark(lazily(r"\[\[:?[^\[\]|\n]*\|(?P<keep>[^\[\]|\n]+)\]\]")),
        InlineMark(lazily(r"\[\[:?(?P<keep>[^\[\]|\n]+)\|?\]\]")),
        InlineMark(lazily(r"\[(?:https?:)?//[^\s\[\]]+[ \t]+(?P<keep>[^\[\]\n]+)\]")),
        InlineMark(lazily(r"\[(?:https?:)?//[^\s\[\]]+\]")),
        InlineMark(
            lazily(r"&(?:[A-Za-z]{2,8}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});"),
            says=lambda name: html.unescape(name[0]).replace("\xa0", " "),
        ),
        InlineMark(lazily(r"'{2,5}")),
        InlineMark(lazily(r"-\{(?:[^{}|\n]*\|)?(?:zh-(?:hans|cn):)?(?P<keep>[^{};\n]+)(?:;[^{}\n]*)?\}-")),
        InlineMark(lazily(r"(?<=\n)[|!](?:[ ]*+\w++=(?:\"[^\"\n]*\"|\w++))++[ ]*+\|(?!\|)"), "| "),
        InlineMark(lazily(r"!!|\|\|"), "|"),
        InlineMark(lazily(r"^!", _M), "|"),
        InlineMark(lazily(r"^[*#:;]*(?P<keep>[*#])[ \t]*", _M), "", " "),
        InlineMark(
            lazily(r"</?(?:br|small|big|center|div|span|sub|sup|u|s|b|i|p|font|gallery|blockquote|references)\b[^<>]*>")
        ),
    ),
    items=lazily(r"[*#:;]+[ \t]*"),
    row=lazily(r"[|!]"),
    titled=False,
)

TEXTILE = MarkupDialect(
    name="Textile",
    endings=(".textile",),
    headings=lazily(rf"h[1-6]{_STYLES}\.[ \t]+(?=\S)" + _words_before(r"[ \t]*$")),
    dropped=lazily(r"-{3,}|notextile\..*|<!--.*-->"),
    prefixes=lazily(rf"(?:bq|p|pre|bc|fn\d+){_STYLES}\.{{1,2}}(?::\S+)?[ \t]+"),
    inlines=(
        InlineMark(lazily(r"@(?P<keep>[^@\n]+)@"), "`", "`", literal=True),
        InlineMark(lazily(r"!(?:[<>=])?[^\s!()]+(?:\([^()\n]*\))?!(?::\S+)?")),
        InlineMark(lazily(r"\"(?P<keep>[^\"\n]+?)(?:\([^()\n]*\))?\":[!-~]*[\w/#]")),
        InlineMark(_around("*")),
        InlineMark(_around("_")),
        InlineMark(lazily(r"(?<=\|)(?:_|[<>=~^]|\\\d|/\d)+\.[ \t]*")),
        InlineMark(lazily(r"\[\d+\]")),
    ),
    wraps=False,
)

DIALECTS = (ORG, RST, ASCIIDOC, MEDIAWIKI, TEXTILE, LATEX)

_ORG_HEAD = lazily(r"#\+(?:TITLE|AUTHOR|OPTIONS|STARTUP|DATE):", re.IGNORECASE)

_LATEX_HEAD = lazily(r"\s*(?:%[^\n]*\n\s*)*\\documentclass\b")

_WIKI_HEAD = lazily(r"^==+[^=\n]+==+[ \t]*$", _M)

_WIKI_LINK = lazily(r"\[\[[^\[\]\n]+\]\]|'''[^'\n]+'''|\{\{[^{}]+\}\}")

_FEWEST_LINKS = 3
"""How many links, bold words and templates tell a page of a wiki by what stands in it."""


def dialect_of(head: str, name: str) -> tuple[MarkupDialect | None, float]:
    """Return in which markup a file is written, by its name or its first characters, and how surely."""
    lower = name.lower()
    named = next((dialect for dialect in DIALECTS if lower.endswith(dialect.endings)), None)
    if named is not None:
        return named, 0.97
    if holds(head, "\\documentclass") and _LATEX_HEAD.match(head):
        return LATEX, 0.95
    if holds(head, "#+") and _ORG_HEAD.match(head.lstrip()) and re.search(r"^\*+ \S", head, _M):
        return ORG, 0.9
    if holds(head, "==") and _WIKI_HEAD.search(head) and sum(1 for _ in _WIKI_LINK.finditer(head)) >= _FEWEST_LINKS:
        return MEDIAWIKI, 0.9
    return None, 0.0
