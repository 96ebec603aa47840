"""Books of Project Gutenberg and Aozora Bunko: what their publishers print around the text, and within it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from bdci_corpus.loading.markdown import Entry, stated
from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Field, Mark, Reading
from bdci_corpus.text import HAN_CLASS, KANA_CLASS

RULE = "ebook"

_EBOOK = re.compile(
    r"^\*\*\* ?(?P<way>START|END) OF (?:THE|THIS) PROJECT GUTENBERG E(?:BOOK|TEXT)[^\n]*$", re.IGNORECASE | re.MULTILINE
)
"""Between these lines stands the text of a book of Project Gutenberg; what it is stands above."""

_STATED = lazily(r"^(?P<key>[A-Z][A-Za-z ]{2,30}):[ ]*(?P<value>[^\n]+)$", re.MULTILINE)

_TERMS = lazily(
    r"^This e(?:Book|text) is for the use of anyone.*?(?=\n[ \t]*\n)", re.IGNORECASE | re.DOTALL | re.MULTILINE
)
"""The paragraph in which Project Gutenberg says how a book may be used."""

_PRODUCED = lazily(
    r"\s*(?P<said>(?:E-?text )?(?:produced|prepared|transcribed|scanned)\b[^\n]*(?:\n[^\n]+){0,6})", re.IGNORECASE
)
"""Who made the book, above its title."""

_LAST = lazily(r"\n[ \t]*End of (?:The |the )?Project Gutenberg[^\n]*(?:\n[^\n]+){0,2}\s*\Z")

_TITLE_PAGE = 12
"""Among how many first lines the title stands again, and the author behind ``by``."""

_TITLE_PAGE_SIZE = 2000
"""How long these are at most, in characters."""

_WRAPPED = 50
"""From how many characters on a line goes on in the next; lines of verse and tables are shorter or indented."""

_HYPHENED = lazily(r"[A-Za-z]+-[a-z]+")

_WORD_END, _WORD_START = lazily(r"[A-Za-z]+(?=-\Z)"), lazily(r"[a-z]+")

_LONGEST_WORD = 40
"""How far the halves of a word are looked at, in characters."""

_WIDEST = 90
"""The longest line that was wrapped."""


def gutenberg(text: str) -> Reading | None:
    """Return a book without what Project Gutenberg prints around it, its wrapped lines joined; its title heads it."""
    marked = list(_EBOOK.finditer(text))
    opened = next((mark for mark in marked if mark["way"].upper() == "START"), None)
    if opened is None:
        return None
    ends = (mark.start() for mark in marked if mark["way"].upper() == "END" and mark.start() > opened.end())
    closed = next(ends, len(text))
    if last := _LAST.search(text, opened.end(), closed):
        closed = last.start()
    above = _STATED.finditer(text, 0, opened.start())
    entries = [Entry(each["key"], each["value"].strip(), *each.span("value")) for each in above]
    fields, extra = stated(entries, canonical=True)
    begin = opened.end()
    if produced := _PRODUCED.match(text, begin, closed):
        extra["credits"] = " ".join(produced["said"].split())
        begin = produced.end()
    if terms := _TERMS.search(text, 0, opened.start()):
        extra["terms"] = " ".join(terms[0].split())
    fields = _of_text(text, begin, fields, extra)
    title = next((field for field in fields if field.name == "title"), None)
    gone = [(0, title.start), (title.end, begin)] if title else []
    gone += [*_title_page(text, begin, closed, fields), (closed, len(text))]
    marks = tuple(Mark(kind="furniture", start=start, end=end) for start, end in gone if start < end)
    edits = [*_joined(text, begin, closed)]
    if title is None:  # nothing above is a line that may be one
        edits[:0] = [Edit(start=0, end=begin, replacement="", rule=RULE)]
    return Reading(start=0, end=len(text), fields=tuple(fields), marks=marks, edits=tuple(edits), extra=extra)


def _of_text(text: str, begin: int, fields: Sequence[Field], extra: dict[str, object]) -> list[Field]:
    """Return the fields; title and author of a Chinese book are as the text says, its catalog writes them in pinyin."""
    first = text[begin : begin + 200].strip()[:1]
    if not re.match(f"[{HAN_CLASS}]", first):
        return list(fields)
    latin = [field for field in fields if field.name in {"title", "author"} and (field.value or "").isascii()]
    extra.update({f"catalog_{field.name}": field.value for field in latin})
    return [field for field in fields if field not in latin]


def _title_page(text: str, begin: int, end: int, fields: Sequence[Field]) -> Iterator[tuple[int, int]]:
    """Yield the first lines that say the title and the author again."""
    known = {
        field.name: " ".join((field.value or text[field.start : field.end]).casefold().split()) for field in fields
    }
    author = known.get("author", "")
    again = {known.get("title", "").rstrip("."), "by", f"by {author}"}
    lines = re.finditer(r"[^\n]*\S[^\n]*", text[begin : min(end, begin + _TITLE_PAGE_SIZE)])
    for line in islice(lines, _TITLE_PAGE):
        said = " ".join(line[0].casefold().split()).rstrip(".")
        if said in again or said == author:
            yield begin + line.start(), begin + line.end()


def _joined(text: str, begin: int, end: int) -> Iterator[Edit]:
    """Yield edits that join the lines of a paragraph that was wrapped; a hyphen at a line's end goes with it."""
    hyphened = set(_HYPHENED.findall(text))
    for block in re.finditer(r"[^\n]+(?:\n[ \t]*[^\s][^\n]*)+", text[begin:end]):
        lines = [(begin + block.start() + each.start(), each[0]) for each in re.finditer(r"[^\n]+", block[0])]
        full = [len(line.rstrip()) for _, line in lines[:-1]]
        if min(full) < _WRAPPED or max(full) > _WIDEST or any(line[0].isspace() for _, line in lines[1:]):
            continue
        for start, line in lines[:-1]:
            said = line.rstrip()
            below = text[start + len(line) + 1 : start + len(line) + 1 + _LONGEST_WORD]
            cut = said.endswith("-") and said[-2:-1].isalpha() and below[0].islower()
            yield Edit(
                start=start + len(said) - (cut and _is_whole(hyphened, said, below)),
                end=start + len(line) + 1,
                replacement="" if cut or said.endswith("--") else " ",
                rule=RULE,
            )


def _is_whole(hyphened: Collection[str], said: str, following: str) -> bool:
    """Return whether a word that a hyphen cuts at a line's end has none: nowhere else does it stand with one."""
    first = _WORD_END.search(said[-_LONGEST_WORD:])
    second = _WORD_START.match(following)
    return first is None or second is None or f"{first[0]}-{second[0]}" not in hyphened


_SYMBOLS = lazily(
    r"^-{10,}[ \t]*\n【テキスト中に現れる記号について】.*?\n-{10,}[ \t]*(?:\n|\Z)", re.MULTILINE | re.DOTALL
)
"""What Aozora says of its signs, between two rules."""

_COLOPHON = lazily(r"(?:^|\n)[ \t\u3000]*底本(?:の親本)?：", re.MULTILINE)

_FIRST_PARAGRAPH = lazily(r"(?<=\n)\u3000(?=[^\s\u3000])")
"""The first line that is indented as paragraphs are."""

_RUBY = lazily(r"(?P<bar>[｜|])?(?P<base>[^\s《》｜|]{1,20})《(?P<gloss>[^《》\n]{1,30})》")

_NOTE = lazily(r"(?P<sign>※)?［＃(?P<says>[^\n［］]{1,200}(?:［[^\n［］]{0,40}］[^\n［］]{0,100})?)］")

_CODE = lazily(r"U\+(?P<code>[0-9A-Fa-f]{4,5})|(?:第[34]水準)?(?P<plane>[12])-(?P<row>\d{1,2})-(?P<cell>\d{1,2})")

_HEAD = lazily(r"「(?P<said>[^\n]{1,80})」は(?:同行|窓)?[大中小]見出し")

_FEWEST_AT_TOP, _MOST_AT_TOP = 2, 6
"""How many lines stand above the text: a title and an author; subtitles, the original title, translators."""

_KANA = lazily(f"[{KANA_CLASS}ー・]{{1,30}}")

_ONE_KANA = lazily("[\u3041-\u3096]")

_HEAD_CHARACTERS = 4000
"""In how many first characters hiragana are counted."""

_KANA_SHARE = 5
"""Of so many characters one at least is hiragana in Japanese; two in novels, one in texts full of names."""

_FEWEST_RUBY = 3
"""How many glosses in kana a Japanese text that is none of Aozora has at least."""


def aozora(text: str) -> Reading | None:
    """Return a Japanese book: without glosses and notes of who typed it, its colophon in ``extra``."""
    symbols = _SYMBOLS.search(text)
    if not symbols and not _is_japanese(text):
        return None
    noted = "［＃" in text or "底本：" in text
    found = [ruby for ruby in _RUBY.finditer(text) if noted or _KANA.fullmatch(ruby["gloss"])]
    if not noted and len(found) < _FEWEST_RUBY:
        return None
    colophon = next(iter([*_COLOPHON.finditer(text)][-1:]), None)
    if not (symbols or colophon or found):
        return None
    end = colophon.start() if colophon else len(text)
    extra = {"colophon": text[end:].strip()} if colophon else {}
    gone = [symbols.span()] if symbols else []
    gone += [(end, len(text))] if colophon else []
    fields, head = list[Field](), list[tuple[int, int]]()
    if symbols or colophon:
        below = _FIRST_PARAGRAPH.search(text)
        fields, head = _top(text, symbols.start() if symbols else below.start() if below else 0)
    notes = list(_notes(text, gone))
    edits = [each for each in notes if isinstance(each, Edit)]
    taken = sorted([*gone, *((edit.start, edit.end) for edit in edits)])
    edits += _glosses(found, taken)
    marks = [Mark(kind="furniture", start=start, end=stop) for start, stop in (*gone, *head) if start < stop]
    marks += [each for each in notes if isinstance(each, Mark)]
    edits.sort(key=lambda edit: (edit.start, edit.end))
    return Reading(
        start=0, end=len(text), fields=tuple(fields), marks=tuple(marks), edits=tuple(edits), extra=dict(extra)
    )


def _is_japanese(text: str) -> bool:
    kana = len(_ONE_KANA.findall(text, 0, _HEAD_CHARACTERS))
    return _KANA_SHARE * kana > min(len(text), _HEAD_CHARACTERS)


def _top(text: str, end: int) -> tuple[list[Field], list[tuple[int, int]]]:
    """Return title and author: the first line and the last above the signs; a translator is between or last."""
    lines = [found.span() for found in re.finditer(r"[^\s][^\n]*", text[:end])]
    if not _FEWEST_AT_TOP <= len(lines) <= _MOST_AT_TOP:
        return [], []
    people = [span for span in lines[1:] if not text[slice(*span)].rstrip().endswith(("訳", "編", "校訂"))]
    author = people[-1] if people else lines[-1]
    fields = [
        Field(name="title", start=lines[0][0], end=lines[0][1]),
        Field(name="author", start=author[0], end=author[1]),
    ]
    return fields, [author]


def _notes(text: str, gone: Sequence[tuple[int, int]]) -> Iterator[Edit | Mark]:
    """Yield edits that take out notes or put the character that one describes, marks of headings and of lost ones."""
    for note in _NOTE.finditer(text):
        if any(start <= note.start() < end for start, end in gone):
            continue
        char = _described(note["says"]) if note["sign"] else ""
        start = note.start() if char else note.start() + len(note["sign"] or "")
        yield Edit(start=start, end=note.end(), replacement=char, rule=RULE)
        if note["sign"] and not char:
            yield Mark(kind="damage", start=note.start(), end=note.start() + 1)
        head = _HEAD.fullmatch(note["says"])
        if head and text.endswith(head["said"], 0, note.start()):
            yield Mark(kind="heading", start=note.start() - len(head["said"]), end=note.start())


def _described(says: str) -> str:
    """Return the character that a note describes by its number in Unicode or JIS X 0213, if it does."""
    code = _CODE.search(says)
    if code is None:
        return ""
    if code["code"]:
        return chr(int(code["code"], 16))
    raw = bytes((int(code["row"]) + 0xA0, int(code["cell"]) + 0xA0))
    return (b"\x8f" * (code["plane"] == "2") + raw).decode("euc_jis_2004", "ignore")


def _glosses(found: Sequence[re.Match[str]], taken: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """Yield edits that take out how words are read, and the bars before them, where nothing else is taken out."""
    at = 0
    for ruby in found:
        while at < len(taken) and taken[at][1] <= ruby.end("base"):
            at += 1
        if at < len(taken) and taken[at][0] < ruby.end():
            continue
        bare = at == 0 or taken[at - 1][1] <= ruby.start()  # no note stands between the bar and the word
        if ruby["bar"] and bare:
            yield Edit(start=ruby.start(), end=ruby.start() + 1, replacement="", rule=RULE)
        yield Edit(start=ruby.end("base"), end=ruby.end(), replacement="", rule=RULE)
