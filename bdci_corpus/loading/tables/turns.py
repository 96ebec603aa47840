"""Conversations in tables: who says what in turn, in the shapes that data sets for language models have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bdci_corpus.loading.tables.columns import text_weights

_SPEAKER = ("role", "from", "speaker", "sender")

_SPOKEN = ("content", "value", "text", "utterance", "message")

_SENDERS = frozenset({"human", "gpt", "user", "assistant", "system", "bot", "chatgpt", "model", "tool", "observation"})
"""Whom ``from`` names in a conversation; in a table of mails it names people."""

_LINES = frozenset(
    {
        "paragraphs",
        "content",
        "contents",
        "text",
        "lines",
        "body",
        "sentences",
        "utterances",
        "段落",
        "正文",
        "内容",
        "诗句",
        "verses",
    }
)
"""What columns are called that hold a text line by line."""

_LABELS = frozenset({"title", "标题", "題目", "题目", "url", "link"})
"""Columns that are no text, however long."""

_FEWEST_WORDS = 8
"""How many words a row of lines has on average, at least."""

_LONGEST_LABEL = 6
"""The longest label in a list, in characters."""

_EXAMPLES = (
    ("instruction", "input", "output"),
    ("instruction", "context", "response"),
    ("instruction", "output"),
    ("instruction", "response"),
    ("prompt", "response"),
    ("prompt", "completion"),
    ("prompt", "output"),
    ("prompt", "chosen"),
    ("input", "target"),
)
"""Columns of one task and its solution, in the order in which they are read."""


_PAIRED = re.compile(
    r"(?P<what>question|query|sentence|sent|text|title|passage|s|q|句子|问题|文本)_?(?P<end>[12ab])", re.IGNORECASE
)
"""Columns of two texts that are compared: ``sentence1`` and ``sentence2``."""


_QUESTIONS = ("question", "query", "ask", "q", "问题", "問題", "问", "标准问", "标准问题", "提问", "题干", "stem")

_DETAILS = ("desc", "description", "detail", "问题描述", "描述", "补充")

_ANSWERS = ("answer", "answers", "a", "reply", "response", "回答", "答案", "答", "标准答案", "回复")
"""What columns of questions are called, of what is added to one, and of answers in words."""

CHOICES = ("choices", "options", "选项", "candidates")
"""What lists of answers to choose from are called."""

_LETTERS = ("a", "b", "c", "d", "e", "f")

_FEWEST_CHOICES = 3
"""How many columns called A, B, C, … are answers to choose from."""

_CONTEXTS = frozenset({"context", "passage", "article", "paragraph", "材料", "原文", "文章"})
"""What a question may be asked of, which is the text then."""


class Turn(NamedTuple):
    """What one speaker says."""

    speaker: str
    text: str


def turns_of(value: object) -> list[Turn] | None:
    """Return the turns of a conversation: objects with a speaker and words; None if a value is none."""
    if not (isinstance(value, list) and value):
        return None
    if all(isinstance(item, dict) and len(item) > 1 and _exchange(item) for item in value):
        return [turn for item in value for turn in _exchange(item)]
    turns = [_turn(item) for item in value]
    known = [turn for turn in turns if turn is not None]
    return known if len(known) == len(turns) else None


def _exchange(item: Mapping[str, object]) -> list[Turn]:
    """Return what an object of speakers and their words says; nothing if any of it is something else."""
    named = [(name, text) for name, text in item.items() if isinstance(text, str) and name.lower() in _SENDERS]
    return [Turn(name, text) for name, text in named] if len(named) == len(item) else []


def _turn(item: object) -> Turn | None:
    if not isinstance(item, dict):
        return None
    named = next((name for name in _SPEAKER if isinstance(item.get(name), str)), None)
    said = next((_words(item[name]) for name in _SPOKEN if name in item), None)
    if named is None or said is None or (named == "from" and item[named].lower() not in _SENDERS):
        return None
    return Turn(item[named], said)


def _words(value: object) -> str | None:
    """Return what a turn says; pictures among its parts say nothing."""
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, dict) for part in value):
        value = "\n".join(part["text"] for part in value if isinstance(part.get("text"), str))
    return value if isinstance(value, str) else None


def spoken(turns: Sequence[Turn]) -> str:
    """Return a conversation as text: a blank line between turns; who speaks is told elsewhere."""
    return "\n\n".join(turn.text.strip("\n") for turn in turns if turn.text.strip())


def lines_in(value: object) -> str | None:
    """Return a list of lines or paragraphs as text, each on its own line; None if a value is none.

    A blank line stands between lines of several clauses without a mark at their ends, which could be wraps.
    """
    if isinstance(value, list) and value and all(isinstance(line, dict) for line in value):
        value = [next((line[name] for name in line if name.lower() in _LINES), None) for line in value]
    if not (isinstance(value, list) and value and all(isinstance(line, str) for line in value)):
        return None
    wraps = any("，" in line and line.rstrip()[-1:].isalnum() for line in value)
    return ("\n\n" if wraps else "\n").join(value)


def lines_column(rows: Sequence[Mapping[str, object]]) -> str | None:
    """Return the column whose cells are the lines of a text: a poem's, an article's; by its name, or what it holds.

    By what it holds, it is the one whose lists have more words than any other column's cells; labels have few.
    """
    names = dict.fromkeys(name for row in rows for name, value in row.items() if isinstance(value, list))
    for name in names:
        if name.lower() in _LINES and 2 * sum(lines_in(row.get(name)) is not None for row in rows) > len(rows):
            return name
    joined = [{name: lines_in(row.get(name)) or "" for name in names} for row in rows]
    weights = text_weights(joined) if names else {}
    best = max(weights, key=lambda name: weights[name], default=None)
    others = text_weights(rows, frozenset(name for row in rows for name in row if name in _LABELS))
    if best is None or weights[best] < max(_FEWEST_WORDS, *others.values(), 0):
        return None
    return best if _are_lines([row[best] for row in rows if isinstance(row.get(best), list)]) else None


def _are_lines(lists: Sequence[object]) -> bool:
    """Return whether most of what lists hold ends with a mark, or is longer than a label."""
    lines = [line for each in lists[:100] if isinstance(each, list) for line in each if isinstance(line, str)]
    said = sum(len(line) > _LONGEST_LABEL or line.rstrip()[-1:] in "。！？，；.!?,;" for line in lines)
    return 2 * said > len(lines)


def example_columns(names: Sequence[str]) -> str | None:
    """Return the template of a text for rows that are tasks with their solutions, by their columns."""
    if (asked := _asked(names)) is not None:
        return asked
    found = next((columns for columns in _EXAMPLES if set(columns) <= set(names)), None) or _pair(names)
    return "\n\n".join(f"{{{column}}}" for column in found) if found else None


def choices_in(value: object) -> str | None:
    """Return answers to choose from as lines, each behind its letter; None if a value is none."""
    if isinstance(value, dict) and isinstance(value.get("text"), list):
        value = dict(zip(map(str, value.get("label") or "ABCDEFGH"), value["text"], strict=False))
    if isinstance(value, list):
        value = dict(zip("ABCDEFGH", value, strict=False)) if len(value) <= len("ABCDEFGH") else None
    if not isinstance(value, dict) or not all(isinstance(choice, str) for choice in value.values()):
        return None
    bare = all(not choice.lstrip().startswith((f"{name}.", f"{name}、", f"({name}")) for name, choice in value.items())
    return "\n".join(f"{name}. {choice}" if bare else choice for name, choice in value.items())


def _asked(names: Sequence[str]) -> str | None:
    """Return the template of a question: with answers to choose from, or what is added to it and its answer."""
    plain = {name.strip("\ufeff ").lower(): name for name in reversed(names)}
    question, answer, detail, choices = (
        next((plain[name] for name in kind if name in plain), None)
        for kind in (_QUESTIONS, _ANSWERS, _DETAILS, CHOICES)
    )
    lettered = [plain[letter] for letter in _LETTERS if letter in plain]
    if question and choices:
        return f"{{{question}}}\n\n{{{choices}}}"
    if question and len(lettered) >= _FEWEST_CHOICES:
        return f"{{{question}}}\n\n" + "\n".join(f"{name.upper()}. {{{name}}}" for name in lettered)
    if answer is None or not _CONTEXTS.isdisjoint(plain) or not (question or (detail and "title" in plain)):
        return None
    return "\n\n".join(f"{{{column}}}" for column in (question, detail, answer) if column)


def _pair(names: Sequence[str]) -> tuple[str, ...] | None:
    """Return the two columns that hold texts to be compared, if there are two of a kind and no more."""
    found = [match for name in names if (match := _PAIRED.fullmatch(name))]
    if len(found) != 2 or found[0]["what"] != found[1]["what"]:  # noqa: PLR2004 - a pair
        return None
    return (found[0].string, found[1].string) if found[0]["end"].lower() in "1a" else None


def conversation_column(rows: Sequence[Mapping[str, object]]) -> str | None:
    """Return the column that holds a conversation in most rows."""
    names = dict.fromkeys(name for row in rows for name, value in row.items() if isinstance(value, list))
    return next(
        (name for name in names if 2 * sum(turns_of(row.get(name)) is not None for row in rows) > len(rows)), None
    )
