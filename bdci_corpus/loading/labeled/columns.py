"""A token a line beside its tags (CoNLL, BIO, CoNLL-U), a blank line between sentences: a sentence is a document.

Its text is put together from the tokens, with blanks where words of Latin letters meet; tokens and tags go to
``extra``, as lists of one length. Comments are none of the text, and state more of their sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Reading
from bdci_corpus.text import FINAL_MARKS, lines_of

RULE = "labeled"

_TAG = lazily(r"[BIEOSMLUWX](?:[-_][^\s]{1,40})?")
"""A tag of a span: where in it a token stands, and what it is."""

_PART = lazily(r"[A-Za-z][A-Za-z0-9$_.-]{0,9}|[.,:;!?'`\"()-]{1,3}")
"""A part of speech."""

_COMMENT = lazily(r"#[ \t]*(?:(?P<key>[\w.-]{1,40})[ \t]*=[ \t]*(?P<value>[^\n]*)|.*)")

_TREE = ("id", "tokens", "lemmas", "upos", "xpos", "feats", "head", "deprel", "deps", "misc")
"""The columns of CoNLL-U."""

_FEWEST_TOKENS, _FEWEST_SENTENCES = 12, 2
"""How many tokens show that a file is of this kind, and where tags are parts of speech, how many sentences."""

_SHARE = 0.97
"""The share of lines that are a token and its tags, at least."""

_FIRST_LINES = 24
"""Of how many first lines half at least have as many cells: few lines tell that most files are something else."""

_LONGEST_TOKEN = 40
"""The longest token, in characters."""

_MOST_COLUMNS = 12
"""How many columns there are at most: CoNLL-U has ten."""

_MOST_PARTS = 0.5
"""How many sorts of tags there are at most, as a share of the tokens."""


class _Row(NamedTuple):
    """A line of a token: where it begins and ends, and its cells."""

    start: int
    end: int
    cells: Sequence[str]


def are_columns(head: str) -> bool:
    """Return whether the first characters of a file are tokens and their tags, a line each."""
    if "\n" not in head or len(head.partition("\n")[0]) > 4 * _LONGEST_TOKEN or not _begins_so(head):
        return False
    lines = [line.rstrip() for line in head[: head.rfind("\n")].split("\n")]
    rows = [_cells(line) for line in lines if line and not _is_comment(line)]
    (width, many), *_ = Counter(map(len, rows)).most_common(1) or [(0, 0)]
    if not 1 < width <= _MOST_COLUMNS or many < _SHARE * len(rows):
        return False
    rows = [row for row in rows if len(row) == width]
    if _is_tree(rows, width):
        return True
    if len(rows) < _FEWEST_TOKENS or any(len(row[0]) > _LONGEST_TOKEN for row in rows):
        return False
    tags = Counter(row[-1] for row in rows)
    if sum(many for tag, many in tags.items() if _TAG.fullmatch(tag)) >= _SHARE * len(rows):
        return any(len(tag) > 1 for tag in tags) or ("B" in tags and len(tags) > 1)  # or where in a word it stands
    return _are_parts(lines, rows, tags)


def _begins_so(head: str) -> bool:
    """Return whether half of the first lines have as many cells, more than one, and tags last: most texts do not."""
    lines = [line for line in head.split("\n", _FIRST_LINES)[:_FIRST_LINES] if line.strip() and not _is_comment(line)]
    tagged = [cells for cells in map(_cells, map(str.rstrip, lines)) if len(cells) > 1 and cells[-1][:1].isascii()]
    widths = Counter(map(len, tagged))
    return any(2 * many >= len(lines) for many in widths.values())


def _are_parts(lines: Sequence[str], rows: Sequence[Sequence[str]], tags: Mapping[str, int]) -> bool:
    """Return whether tags are parts of speech: few sorts, below sentences that end with their mark."""
    if not all(map(_PART.fullmatch, tags)) or len(tags) > _MOST_PARTS * len(rows) or len(tags) < _FEWEST_SENTENCES:
        return False
    ends = [above for above, line in zip(lines, [*lines[1:], ""], strict=True) if above and not line]
    marked = sum(_cells(line)[0][-1:] in FINAL_MARKS for line in ends)
    return len(ends) >= _FEWEST_SENTENCES and 2 * marked >= len(ends)


def _is_tree(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Return whether rows are those of CoNLL-U: numbered from one on in each sentence, ten cells."""
    return width == len(_TREE) and rows[0][0].startswith("1") and all(row[0][:1].isdigit() for row in rows)


def _cells(line: str) -> list[str]:
    """Return the cells of a line: parted by tabs, else by blanks."""
    return line.split("\t") if "\t" in line else line.split()


def _is_comment(line: str) -> bool:
    """Return whether a line is none of a token, though none is blank: ``# text = …``, ``-DOCSTART-``."""
    return line.startswith(("# ", "-DOCSTART-")) or (line.startswith("#") and len(_cells(line)) == 1)


def read_columns(text: str) -> Iterator[Reading]:
    """Yield a sentence after the other. Linear."""
    rows, comments, start, number = list[_Row](), dict[str, str](), 0, 0
    for first, end in (*lines_of(text), (len(text), len(text))):
        line = text[first:end].rstrip()
        if line and _is_comment(line):
            comment = _COMMENT.fullmatch(line)
            if comment and comment["key"]:
                comments[comment["key"]] = comment["value"].strip()
        elif line:
            rows.append(_Row(first, end, _cells(line)))
        if not line and rows:
            number += 1
            behind = min(end + 1, len(text))
            yield _sentence(text, (start, behind), rows, comments, number)
            rows, comments, start = [], {}, behind


def _sentence(
    text: str, region: tuple[int, int], rows: Sequence[_Row], comments: Mapping[str, str], number: int
) -> Reading:
    """Return a sentence: its tokens joined, and what stands beside them."""
    tree = len(rows[0].cells) == len(_TREE) and rows[0].cells[0].startswith("1")
    at = _TREE.index("tokens") if tree else 0
    words = [row for row in rows if not tree or row.cells[0].isdigit() or "-" in row.cells[0]]
    covered = _covered(words) if tree else frozenset[int]()
    kept = [row for n, row in enumerate(words) if n not in covered and at < len(row.cells)]
    edits, here = list[Edit](), region[0]
    for before, row in zip([None, *kept], kept, strict=False):
        first = text.index(row.cells[at], row.start + (len(row.cells[0]) + 1 if at else 0))
        blank = " " if before and _are_apart(before, row, at, tree=tree) else ""
        if here < first or blank:
            edits.append(Edit(start=here, end=first, replacement=blank, rule=RULE))
        here = first + len(row.cells[at])
    if here < region[1]:
        edits.append(Edit(start=here, end=region[1], replacement="", rule=RULE))
    extra: dict[str, object] = {key: value for key, value in comments.items() if key != "text"}
    extra |= _columns([row for row in words if not tree or row.cells[0].isdigit()], tree=tree)
    return Reading(start=region[0], end=region[1], edits=tuple(edits), extra=extra, locator=f"sentence-{number}")


def _covered(words: Sequence[_Row]) -> frozenset[int]:
    """Return the numbers of rows whose words a row above (``3-4``) writes as one."""
    found, last = set[int](), 0
    for at, row in enumerate(words):
        number, dash, end = row.cells[0].partition("-")
        if dash and end.isdigit():
            last = int(end)
        elif number.isdigit() and int(number) <= last:
            found.add(at)
    return frozenset(found)


def _are_apart(before: _Row, row: _Row, at: int, *, tree: bool) -> bool:
    """Return whether a blank stands between two tokens: as CoNLL-U says, else between words of Latin letters."""
    if tree:
        return "SpaceAfter=No" not in before.cells[-1]
    left, right = before.cells[at][-1], row.cells[at][0]
    both = left.isascii() and right.isascii() and len(before.cells[at]) + len(row.cells[at]) > 2  # noqa: PLR2004
    return both and (left.isalnum() or left in ",.;:!?)") and right.isalnum()


def _columns(rows: Sequence[_Row], *, tree: bool) -> dict[str, list[str]]:
    """Return the columns by name, but for those that say nothing."""
    width = min(len(row.cells) for row in rows)
    names = list(_TREE) if tree else ["tokens", *(f"tags_{n}" for n in range(1, width - 1)), "tags"][:width]
    columns = {name: [row.cells[n] for row in rows] for n, name in enumerate(names) if n < width}
    return {name: cells for name, cells in columns.items() if name != "id" and set(cells) != {"_"}}
