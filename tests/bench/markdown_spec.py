"""Run every example of a CommonMark or GFM specification through the reader.

usage: python tests/bench/markdown_spec.py SPEC

SPEC is ``spec.txt`` as the specification's repository (or the npm package ``commonmark-spec``) has it, or GFM's. Of
each example the words that are kept must be those of the parser's text events. What differs is listed by its reason:
HTML shows text that is no event of the parser, a lone address becomes the document's ``url``, and what wikis write
(``[[page]]``) is no Markdown to the parser. Undoing must give every example back.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import bdci_corpus
from bdci_corpus.loading.markdown.events import parse
from bdci_corpus.loading.markdown.post import read_post
from bdci_corpus.trace.changes import apply

_EXAMPLE = re.compile(r"^`{32} example[^\n]*\n(.*?)^\.\n.*?^`{32}$", re.MULTILINE | re.DOTALL)

_WORDS = re.compile(r"[^\W_]")


def words(text: str) -> tuple[Counter[str], Counter[str]]:
    """Return the letters and digits of the parser's text events, and those that the reader keeps."""
    shown: list[str] = []
    for event in parse(text):
        if event.kind in {"Text", "Code", "InlineMath", "DisplayMath"}:
            shown.append(str(event.value))
        elif event.edge == "+" and event.kind == "CodeBlock" and isinstance(event.value, dict):
            shown.append(text[event.start : event.end].partition("\n")[0])
    reading = read_post(text, "a.md")
    kept = apply(text, list(reading.edits), 1)[0]
    fields = "".join(field.value or "" for field in reading.fields if field.name == "url")
    return Counter(_WORDS.findall("".join(shown))), Counter(_WORDS.findall(kept + fields))


def verdict(text: str) -> str:
    """Return in a word how an example was read."""
    try:
        expected, kept = words(text)
    except bdci_corpus.CorpusError:
        return "refused"
    more = kept - expected
    if not expected - kept and all(sign.isdigit() for sign in more):  # the reader keeps the numbers of lists
        return "same words"
    if not expected - kept and "<" in text:
        return "HTML shows more"
    return "wiki" if "[[" in text else "DIFFERENT"


def main() -> None:
    """Print how many examples were read how, those that differ, and how many come back exactly."""
    examples = [match[1].replace("→", "\t") for match in _EXAMPLE.finditer(Path(sys.argv[1]).read_text("utf-8"))]
    counts: Counter[str] = Counter()
    exact = refused = 0
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.md"
        for number, text in enumerate(examples, 1):
            counts[found := verdict(text)] += 1
            if found == "DIFFERENT":
                print(number, repr(text))
            path.write_text(text, encoding="utf-8", newline="")
            try:
                exact += b"".join(map(bdci_corpus.undo, bdci_corpus.normalize(path))) == text.encode()
            except bdci_corpus.CorpusError:  # nothing but marks, or front matter that is never closed
                refused += 1
    print(f"{len(examples)} examples:", ", ".join(f"{what} {count}" for what, count in counts.most_common()))
    print(f"undone exactly {exact}, without text {refused}")


if __name__ == "__main__":
    main()
