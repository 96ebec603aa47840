"""A document a line beside its label: fastText's ``__label__``, or labels of a small set at one end of all lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from bdci_corpus.patterns import lazily
from bdci_corpus.records import Edit, Reading
from bdci_corpus.text import holds, lines_of

RULE = "labeled"

_PREFIX = "__label__"

_LEADING = lazily(r"[ \t]*(?P<labels>(?:__label__[^\s,，]+(?:[ \t]*[,，])?[ \t]*)+)")

_TRAILING = lazily(r"(?:[ \t]*[,，])?(?P<labels>(?:[ \t]+__label__[^\s,，]+)+)[ \t]*$")
"""The labels of fastText, before and behind a text."""

_WORD = (
    r"\d{1,2}|[+-]1|pos|neg|neu|positive|negative|neutral|ham|spam|正面?|负面?|中性|积极|消极|好评|中评|差评|正向|负向"
)
"""Labels that are known as such; of others only a tab says that they are none of the text, in a table."""

_KNOWN = {
    "before": lazily(rf"(?P<label>{_WORD}|[A-Z]{{2,5}}:[a-z]{{1,12}})(?:[ ]*[,，|:：;][ ]*|[ ]+)(?=\S)"),
    "behind": lazily(rf"[^\n]*?\S(?P<cut>[ ]*[,，|;][ ]*|[ ]+)(?P<label>{_WORD})[ ]*$"),
}

_FEWEST = 6
"""How many lines show that each has a label."""

_FEWEST_SORTS, _MOST_SORTS = 2, 0.34
"""How many sorts of labels there may always be, and at most, as a share of the lines."""

_MOST_COUNTED = 0.5
"""How many labels are at most one more than that of the line above: more are numbers of lines."""

_LEAST_TEXT = 4
"""How many characters stand on a line beside its label at least, on average."""


class _Labeled(NamedTuple):
    """A line: what is cut before and behind its text, and its labels."""

    start: int
    text_start: int
    text_end: int
    end: int
    labels: list[str]


def label_form(head: str) -> str | None:
    """Return in which form lines have labels, by the first characters of a file: None if they have none."""
    first = head.lstrip().partition("\n")[0]
    if not holds(head, _PREFIX) and not any(form.match(first) for form in _KNOWN.values()):
        return None
    lines = [line for line in head[: head.rfind("\n") + 1 or len(head)].split("\n") if line.strip()]
    if _PREFIX in head:
        many = sum(_PREFIX in line and bool(_LEADING.match(line) or _TRAILING.search(line)) for line in lines)
        return "fasttext" if many > 1 and many == len(lines) else None
    if len(lines) < _FEWEST or "\n\n" in head.strip():
        return None
    return next((form for form in _KNOWN if _is_labeled(lines, form)), None)


def _is_labeled(lines: Sequence[str], form: str) -> bool:
    """Return whether all lines have a label in one form, of few sorts, and neither counted nor sorted."""
    found = [_KNOWN[form].match(line) for line in lines]
    matches = [match for match in found if match]
    if len(matches) < len(lines):
        return False
    labels = [match["label"] for match in matches]
    sorts = Counter(labels)
    if not 1 < len(sorts) <= max(_FEWEST_SORTS, _MOST_SORTS * len(lines)):
        return False
    numbers = [int(label) for label in labels if label.lstrip("+-").isdigit()]
    steps = sum(after == before + 1 for before, after in pairwise(numbers))
    is_sorted = bool(numbers) and numbers == sorted(numbers) and len(sorts) > _FEWEST_SORTS
    if steps > _MOST_COUNTED * len(lines) or is_sorted:
        return False
    width = sum(len(match.string) - len(match["label"]) - 1 for match in matches)
    return width >= _LEAST_TEXT * len(lines)


def read_lines(text: str, form: str) -> Iterator[Reading]:
    """Yield a document a line, without its label, which goes to ``extra``. Linear."""
    for number, (start, end) in enumerate(lines_of(text), 1):
        if not text[start:end].strip():
            continue
        line = _of_fasttext(text, start, end) if form == "fasttext" else _of_known(text, start, end, form)
        if line.text_start >= line.text_end:
            continue
        behind = min(end + 1, len(text))
        cuts = ((start, line.text_start), (line.text_end, behind))
        edits = tuple(Edit(start=s, end=e, replacement="", rule=RULE) for s, e in cuts if s < e)
        label: object = line.labels[0] if len(line.labels) == 1 else line.labels
        extra = {"label": label} if line.labels else {}
        yield Reading(start=start, end=behind, edits=edits, extra=extra, locator=f"line-{number}")


def _of_fasttext(text: str, start: int, end: int) -> _Labeled:
    leading, trailing = _LEADING.match(text, start, end), _TRAILING.search(text[start:end])
    labels = [*(leading["labels"].split() if leading else []), *(trailing["labels"].split() if trailing else [])]
    names = [name.strip(",，").removeprefix(_PREFIX) for name in labels]
    first = leading.end() if leading else start
    last = start + trailing.start() if trailing else end
    return _Labeled(start, first, max(first, last), end, [name for name in names if name])


def _of_known(text: str, start: int, end: int, form: str) -> _Labeled:
    match = _KNOWN[form].match(text, start, end)
    if match is None:
        return _Labeled(start, start, end, end, [])
    if form == "before":
        return _Labeled(start, match.end(), end, end, [match["label"]])
    return _Labeled(start, start, match.start("cut"), end, [match["label"]])
