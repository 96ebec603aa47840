"""Print docs/reference/rules.md from the rules' docstrings and the cases of their known failures.

``python tests/scripts/rules_reference.py > docs/reference/rules.md``
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bdci_corpus.release.pages.render import chinese
from bdci_corpus.rules import RULE_NAMES

CASES = Path(__file__).resolve().parents[1] / "rules" / "cases"

HEAD = """# The rules

Printed from the docstrings in `bdci_corpus/rules/` by `python tests/scripts/rules_reference.py`; a test holds it to
that.

A rule knows one kind of noise. Noise turns up anywhere, so every rule looks at every document, in this order, after the
bytes were decoded and the loader took the markup out. Each edit is recorded with the name of its rule:
`bdci-corpus explain FILE` shows them, and `bdci_corpus.undo` takes them back. `[rules] disable = ["punctuation"]` in
[corpus.toml](corpus-toml.md) turns one off for a corpus. Running the rules on their own result changes nothing.

What a rule does and must not touch stands as cases in `tests/rules/cases/`; the failures below are among them, and a
test fails when one of them is mended. [Write a rule](../howto/write-a-rule.md) says how to add one.

| rule | what it does | 规则 |
|---|---|---|"""


def reference() -> str:
    """Return the page."""
    zh = chinese()["steps"]
    lines = [HEAD]
    lines += (f"| [`{name}`](#{name}) | {docstring(name).partition(chr(10))[0]} | {zh[name]} |" for name in RULE_NAMES)
    failures = json.loads((CASES / "known-failures.json").read_text("utf-8"))
    for name in RULE_NAMES:
        lines += _page(name, zh[name], [case for case in failures if case["rule"] == name])
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


def docstring(name: str) -> str:
    """Return what a rule's module says of it, as Markdown."""
    return inspect.cleandoc(import_module(f"bdci_corpus.rules.{name}").__doc__ or "").replace("``", "`")


def _page(name: str, zh: str, failures: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    text, _, example = docstring(name).partition("\n\n>>> ")
    first, *paragraphs = text.split("\n\n")
    yield f"\n## `{name}`\n\n{first} {zh}。"
    yield from (f"\n{_joined(paragraph)}" for paragraph in paragraphs if not paragraph.startswith("Known failures"))
    yield f"\n```pycon\n>>> from bdci_corpus.rules.{name} import find\n>>> {example}\n```\n"
    yield "Known failures:\n" if failures else "Known failures: none."
    for case in failures:
        yield f"- {case['comment']}\n\n  ```text\n{_indented(case['original'])}\n  ```\n"
        if case["expected"] != case["original"]:
            yield f"  should be\n\n  ```text\n{_indented(case['expected'])}\n  ```\n"
        elif "damage" in case:
            yield f"  should be flagged: {'、'.join(f'`{span}`' for span in case['damage'])}\n"
        else:
            yield "  should stay so.\n"


def _joined(paragraph: str) -> str:
    return " ".join(paragraph.split("\n"))


def _indented(text: str) -> str:
    """Return lines of code in an item of a list; a no-break space is shown as an open box."""
    return "\n".join(f"  {line}".rstrip() for line in text.replace("\u00a0", "⍽").split("\n"))


if __name__ == "__main__":
    sys.stdout.write(reference())
