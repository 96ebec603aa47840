"""Print docs/reference/rules.md from the rules' docstrings and the cases of their known failures.

``python tests/scripts/rules_reference.py > docs/reference/rules.md``, and with ``zh`` for ``rules.zh.md``.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

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


HEAD_ZH = """# 规则

由 `python tests/scripts/rules_reference.py zh` 打印，文字在 `tests/scripts/rules.zh.yaml`，例子和用例取自代码；有一个测试保证两者一致。

一条规则认识一种噪声。噪声到处都有，所以在字节解码、加载脚本取出标记语言之后，每条规则都按以下顺序看每篇文档。每处修改都记下规则的名字：
`bdci-corpus explain FILE` 显示它们，`bdci_corpus.undo` 撤销它们。[corpus.toml](corpus-toml.zh.md) 中的 `[rules] disable = ["punctuation"]`
为一个语料关掉一条。对规则自己的结果再运行一遍，什么也不改变。

规则做什么、不得碰什么，以用例写在 `tests/rules/cases/`；以下的失败也在其中，其中一个一旦改好，测试就会失败。怎样加一条：[写规则](../howto/write-a-rule.zh.md)。

| 规则 | 做什么 |
|---|---|"""

CHINESE = Path(__file__).with_name("rules.zh.yaml")


def reference_zh() -> str:
    """Return the page in Chinese."""
    words: Mapping[str, Sequence[str]] = yaml.safe_load(CHINESE.read_text("utf-8"))
    lines = [HEAD_ZH, *(f"| [`{name}`](#{name}) | {words[name][0]} |" for name in RULE_NAMES)]
    failures = json.loads((CASES / "known-failures.json").read_text("utf-8"))
    for name in RULE_NAMES:
        own = [case for case in failures if case["rule"] == name]
        lines += [f"\n## `{name}`", *(f"\n{paragraph}" for paragraph in words[name])]
        lines += [f"\n```pycon\n>>> from bdci_corpus.rules.{name} import find\n>>> {_example(name)}\n```\n"]
        lines += [f"已知的失败：{'' if own else '无。'}{chr(10) if own else ''}"]
        lines += (line for case in own for line in _failure(case, "原文：", "应为", "应标记：", "应保持不变。"))
    return "\n".join(lines).replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


def _example(name: str) -> str:
    return docstring(name).partition("\n\n>>> ")[2]


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
        yield from _failure(case, case["comment"], "should be", "should be flagged: ", "should stay so.")


def _failure(case: Mapping[str, Any], about: str, should: str, flagged: str, stay: str) -> Iterator[str]:
    """Yield a case that fails: the text, and what should become of it."""
    yield f"- {about}\n\n  ```text\n{_indented(case['original'])}\n  ```\n"
    if case["expected"] != case["original"]:
        yield f"  {should}\n\n  ```text\n{_indented(case['expected'])}\n  ```\n"
    elif "damage" in case:
        yield f"  {flagged}{'、'.join(f'`{span}`' for span in case['damage'])}\n"
    else:
        yield f"  {stay}\n"


def _joined(paragraph: str) -> str:
    return " ".join(paragraph.split("\n"))


def _indented(text: str) -> str:
    """Return lines of code in an item of a list; a no-break space is shown as an open box."""
    return "\n".join(f"  {line}".rstrip() for line in text.replace("\u00a0", "⍽").split("\n"))


if __name__ == "__main__":
    sys.stdout.write(reference_zh() if sys.argv[1:] == ["zh"] else reference())
