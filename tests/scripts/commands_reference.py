"""Print docs/reference/commands.md from the verbs' own help.

``python tests/scripts/commands_reference.py > docs/reference/commands.md``, and with ``zh`` for ``commands.zh.md``,
whose words stand in ``commands.zh.yaml``.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import yaml

from bdci_corpus.cli import SECTIONS, main

CHINESE = Path(__file__).with_name("commands.zh.yaml")

SHARED = ("--quiet", "--json", "--help")
"""The options that every verb has; the head of the page says what they do."""

HEAD = """# Verbs and options

Printed from what `--help` shows by `python tests/scripts/commands_reference.py`; a test holds it to that.
[The command line](cli.md) says what all verbs have in common.

Every verb takes `--quiet` (print nothing but errors), `--json` (print the result as data of a
[documented form](json.schema.json)) and `-h`, `--help`. A word in capitals stands for what you write; brackets mean
that it may be left out.
"""

HEAD_ZH = """# 命令与选项

由 `python tests/scripts/commands_reference.py zh` 打印：用法和例子取自 `--help`，译文在 `tests/scripts/commands.zh.yaml`；有一个测试保证两者一致。
各命令共有的约定见[命令行](cli.zh.md)。

每个命令都有 `--quiet`（只打印错误）、`--json`（以[成文格式](json.schema.json)打印结果）和 `-h`、`--help`。大写的词由你填写；方括号表示可以省略。
"""

_ADDED = (
    (r"\[required\]", "必需。"),
    (r"\[default: ([^;\]]+); ([^\]]+)\]", r"默认 `\1`，`\2`。"),
    (r"\[default: ([^\]]+)\]", r"默认 `\1`。"),
    (r"\[([^\]]+)\]", r"`\1`。"),
)
"""What click adds behind an option's own words, and how that is said in Chinese."""


@dataclass(frozen=True)
class Verb:
    """A verb as the page shows it: ``options`` are names, own words, and what click adds to them."""

    name: str
    usage: str
    paragraphs: tuple[str, ...]
    options: tuple[tuple[str, str, str], ...]
    examples: str


def verbs() -> dict[str, list[Verb]]:
    """Return the verbs of each section; a verb in a group comes behind it."""
    top = click.Context(main, info_name="bdci-corpus")
    return {
        section: [verb for command in there for verb in _described(command, top)] for section, there in SECTIONS.items()
    }


def _described(command: click.Command, parent: click.Context) -> Iterator[Verb]:
    context = click.Context(command, info_name=command.name, parent=parent)
    text, _, examples = inspect.cleandoc(command.help or "").partition("\n\n\b\nExamples:\n")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    yield Verb(
        name=context.command_path.removeprefix("bdci-corpus "),
        usage=usage,
        paragraphs=tuple(" ".join(paragraph.split()) for paragraph in text.split("\n\n")),
        options=tuple(_options(command, context)),
        examples=inspect.cleandoc(examples),
    )
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _described(inner, context)


def _options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str, str]]:
    for option in command.params:
        record = option.get_help_record(context)
        if isinstance(option, click.Option) and record and option.opts[0] not in SHARED:
            words = " ".join((option.help or "").split())
            whole = " ".join(record[1].split())
            yield record[0], words, whole.removeprefix(words).strip()


def reference() -> str:
    """Return the page."""
    lines = [HEAD]
    for section, there in verbs().items():
        lines.append(f"## {section}\n")
        for verb in there:
            rows = [f"| `{_cell(name)}` | {_cell(f'{words} {added}'.strip())} |" for name, words, added in verb.options]
            lines += _page(verb, verb.paragraphs, ["| option | what it does |", "|---|---|", *rows])
    return "\n".join(lines)


def reference_zh() -> str:
    """Return the page in Chinese."""
    zh: Mapping[str, Any] = yaml.safe_load(CHINESE.read_text("utf-8"))
    lines = [HEAD_ZH]
    for section, there in verbs().items():
        lines.append(f"## {zh['sections'][section]}\n")
        for verb in there:
            words = zh[verb.name]
            rows = [
                f"| `{_cell(name)}` | {_cell(words[name.split()[0]] + _added(added))} |"
                for name, _, added in verb.options
            ]
            lines += _page(verb, words["about"], ["| 选项 | 作用 |", "|---|---|", *rows])
    return "\n".join(lines)


def _added(text: str) -> str:
    for pattern, chinese in _ADDED:
        text = re.sub(pattern, chinese, text)
    return text


def _page(verb: Verb, paragraphs: Iterator[str] | tuple[str, ...] | list[str], table: list[str]) -> Iterator[str]:
    yield f"### `{verb.name}`\n"
    yield from (f"{paragraph}\n" for paragraph in paragraphs)
    yield f"```text\n{verb.usage}\n```\n"
    if verb.options:
        yield from table
        yield ""
    if verb.examples:
        yield f"```sh\n{verb.examples}\n```\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.stdout.write(reference_zh() if sys.argv[1:] == ["zh"] else reference())
