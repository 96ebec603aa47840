"""Print docs/reference/python.md from signatures and docstrings.

``python tests/scripts/api_reference.py > docs/reference/python.md``, and with ``zh`` for ``python.zh.md``, whose words
stand in ``api.zh.yaml``.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import bdci_corpus
from bdci_corpus import auditing, building, errors, finding, neardup, publishing, testing
from bdci_corpus.checking.report import CheckReport
from bdci_corpus.records import MARK_KINDS

CHINESE = Path(__file__).with_name("api.zh.yaml")

SECTIONS: Mapping[str, Sequence[object]] = {
    "Clean": (bdci_corpus.normalize, bdci_corpus.undo),
    "Make, load and publish releases": (
        *(bdci_corpus.build, bdci_corpus.check, bdci_corpus.load_dataset, bdci_corpus.publish),
    ),
    "Compare and split": (
        *(bdci_corpus.audit, bdci_corpus.find_near_duplicates, bdci_corpus.find),
        *(bdci_corpus.assign_splits, bdci_corpus.LedgerSplit),
    ),
    "What comes back": (
        *(bdci_corpus.Document, building.BuildResult, CheckReport, publishing.Published),
        *(auditing.Audit, neardup.NearDuplicates, bdci_corpus.Pair, finding.Match),
    ),
    "What loaders are written with": (
        *(bdci_corpus.Reading, bdci_corpus.Field, bdci_corpus.Mark, bdci_corpus.Edit, bdci_corpus.Record),
        *(bdci_corpus.BadRecord, bdci_corpus.Layer, testing.check_loader),
    ),
}
"""What is on the page, in the order in which it is needed."""

HEAD = """# Python

Printed from signatures and docstrings by `python tests/scripts/api_reference.py`; a test holds it to that, and runs the
examples.

`import bdci_corpus` is quick: a name is loaded when it is first used. What is not on this page may change. Spans are
half-open and count code points, unless bytes are said. Nothing here asks the network but `publish` and `load_dataset`
of a repository.
"""

HEAD_ZH = """# Python

由 `python tests/scripts/api_reference.py zh` 打印：签名和例子取自代码，译文在 `tests/scripts/api.zh.yaml`；有一个测试保证两者一致，并运行其中的例子。

`import bdci_corpus` 很快：名字在第一次用到时才加载。不在本页上的内容随时可能改变。区间都是半开的，除非写明字节，一律按码位计。
除了 `publish` 和从仓库 `load_dataset`，这里的函数都不访问网络。
"""

WIDTH = 88
"""Characters of a line of a signature: what the site shows without scrolling."""

_SECTION = re.compile(r"^(Args|Returns|Raises|Yields):$")
_ENTRY = re.compile(r"^ {4}([\w.]+): (.*)$")


@dataclass(frozen=True)
class Doc:
    """A docstring by its parts; ``entries`` are the arguments and the errors, by name."""

    paragraphs: tuple[str, ...]
    entries: Mapping[str, Mapping[str, str]]
    returns: str
    examples: str


def doc_of(thing: object) -> Doc:
    """Return the docstring of a function or class by its parts."""
    sections: dict[str, list[str]] = {"": []}
    where = ""
    for line in (inspect.getdoc(thing) or "").split("\n"):
        if found := _SECTION.match(line):
            where = found[1]
            sections[where] = []
        else:
            sections[where].append(line)
    prose, examples = [], []
    for block in "\n".join(sections.pop("")).strip().split("\n\n"):
        (examples if block.startswith(">>> ") else prose).append(block)
    returns = _flowing(" ".join(map(str.strip, sections.pop("Returns", []))))
    entries = {name: dict(_entries(lines)) for name, lines in sections.items()}
    return Doc(tuple(map(_flowing, prose)), entries, returns, "\n".join(examples))


def _entries(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    text = "\n".join(lines)
    for entry in re.split(r"\n(?= {4}\w)", text.rstrip()):
        if found := _ENTRY.match(entry.partition("\n")[0]):
            yield found[1], _flowing(" ".join([found[2], *map(str.strip, entry.split("\n")[1:])]))


def _flowing(text: str) -> str:
    """Return a paragraph of a docstring as Markdown: a line, or a line for each item of a list."""
    joined = re.sub(r"\n(?!- )\s*", " ", text).replace("``", "`")
    return joined.strip()


@cache
def signature(thing: Any) -> str:  # noqa: ANN401 - a function or a class
    """Return how something is called, or the fields that it has, as Python."""
    if dataclasses.is_dataclass(thing):
        fields = (f"    {field.name}: {_plain(str(field.type))}" for field in dataclasses.fields(thing))
        return "\n".join([f"class {thing.__name__}:", *fields])
    called = thing.__init__ if inspect.isclass(thing) else thing
    found = inspect.signature(called)
    kinds = [parameter.kind for parameter in found.parameters.values()]
    parts = [_parameter(parameter) for parameter in found.parameters.values()]
    if inspect.Parameter.KEYWORD_ONLY in kinds:
        parts.insert(kinds.index(inspect.Parameter.KEYWORD_ONLY), "*")
    if inspect.Parameter.POSITIONAL_ONLY in kinds:
        parts.insert(kinds.count(inspect.Parameter.POSITIONAL_ONLY), "/")
    end = f") -> {_plain(str(found.return_annotation))}: ..."
    written = f"def {called.__name__}({', '.join(parts)}{end}"
    if len(written) > WIDTH:
        written = "\n".join([f"def {called.__name__}(", *(f"    {part}," for part in parts), end])
    return f"class {thing.__name__}:\n{textwrap.indent(written, '    ')}" if inspect.isclass(thing) else written


def _parameter(parameter: inspect.Parameter) -> str:
    star = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}.get(parameter.kind, "")
    text = f"{star}{parameter.name}: {_plain(str(parameter.annotation))}"
    if parameter.name == "self":
        return "self"
    if parameter.default is inspect.Parameter.empty:
        return text
    value = parameter.default
    plain = type(value) in {str, int, float, bool, tuple, type(None)}  # a named tuple is none: it shows all its fields
    return f"{text} = {json.dumps(value) if isinstance(value, str) else value if plain else '...'}"


def _plain(annotation: str) -> str:
    """Return an annotation without the modules of ours that names come from."""
    return re.sub(r"\b(?:dispatch|results|records)\.", "", annotation).strip("'")


def members(thing: object) -> dict[str, object]:
    """Return the documented properties and methods of a class by name."""
    if not inspect.isclass(thing):
        return {}
    found = {}
    for name, value in vars(thing).items():
        inner = value.__func__ if isinstance(value, classmethod) else value
        if not name.startswith("_") and (isinstance(inner, property) or inspect.isfunction(inner)):
            found[name] = inner
    return found


def taxonomy() -> list[type[errors.CorpusError]]:
    """Return the classes of errors, each behind the one that it is a kind of."""

    def below(cls: type[errors.CorpusError]) -> Iterator[type[errors.CorpusError]]:
        yield cls
        for inner in sorted(cls.__subclasses__(), key=lambda c: c.__name__):
            if inner.__module__ == errors.__name__:
                yield from below(inner)

    return list(below(errors.CorpusError))


@dataclass(frozen=True)
class Words:
    """How the page says what is not in a docstring, and where a thing's own words come from."""

    head: str
    section: Callable[[str], str]
    doc: Callable[[str, Doc], Doc]
    member: Callable[[str, str, str], str]
    table: str
    raises: str
    returns: str
    errors: str


def _page(words: Words) -> Iterator[str]:
    yield words.head
    for section, things in SECTIONS.items():
        yield f"## {words.section(section)}\n"
        for thing in things:
            yield from _thing(thing, words)
    yield words.errors
    for cls in taxonomy():
        doc = words.doc(cls.__name__, doc_of(cls))
        parent = "" if cls is errors.CorpusError else f" (`{cls.__bases__[0].__name__}`)"
        yield f"| `{cls.__name__}`{parent} | {' '.join(doc.paragraphs)} |"
    yield ""


def _thing(thing: Any, words: Words) -> Iterator[str]:  # noqa: ANN401 - a function or a class
    name = thing.__name__
    doc = words.doc(name, doc_of(thing))
    yield f"### `{name}`\n"
    yield from (f"{paragraph}\n" for paragraph in doc.paragraphs)
    yield f"```python\n{signature(thing)}\n```\n"
    if doc.entries.get("Args"):
        yield words.table
        yield from (f"| `{argument}` | {about} |" for argument, about in doc.entries["Args"].items())
        yield ""
    if doc.returns:
        yield f"{words.returns}{doc.returns}\n"
    if doc.entries.get("Raises"):
        yield words.raises
        yield from (f"- `{error}`: {about}" for error, about in doc.entries["Raises"].items())
        yield ""
    if doc.examples:
        imported = f">>> from {'bdci_corpus' if hasattr(bdci_corpus, name) else thing.__module__} import {name}"
        yield f"```pycon\n{imported}\n{doc.examples}\n```\n"
    if items := [*_members(thing, words)]:
        yield from items
        yield ""


def _members(thing: object, words: Words) -> Iterator[str]:
    """Yield what a class offers beside its fields; of a mark, its kinds."""
    name = getattr(thing, "__name__", "")
    for member, value in members(thing).items():
        called = "" if isinstance(value, property) else f"({_called(value)})"
        yield f"- `{member}{called}`: {words.member(name, f'.{member}', ' '.join(doc_of(value).paragraphs))}"
    if thing is bdci_corpus.Mark:
        yield from (f"- `{kind}`: {words.member(name, kind, about)}" for kind, about in MARK_KINDS.items())


def _called(function: Any) -> str:  # noqa: ANN401 - a method
    names = [p for p in inspect.signature(function).parameters if p not in {"self", "cls"}]
    return ", ".join(names)


def reference() -> str:
    """Return the page."""
    words = Words(
        head=HEAD,
        section=str,
        doc=lambda _, doc: doc,
        member=lambda _, __, text: text,
        table="| argument | what it is |\n|---|---|",
        raises="Raises:\n",
        returns="Returns: ",
        errors="## Errors\n\nAll are `CorpusError`, and are imported from `bdci_corpus.errors`; several at once come in an `ExceptionGroup`.\n\n| error | when |\n|---|---|",
    )
    return "\n".join(_page(words))


def reference_zh() -> str:
    """Return the page in Chinese."""
    zh: Mapping[str, Any] = yaml.safe_load(CHINESE.read_text("utf-8"))

    def translated(name: str, doc: Doc) -> Doc:
        said = zh[name]
        entries = {kind: {key: said[key] for key in found} for kind, found in doc.entries.items()}
        return Doc(tuple(said["about"]), entries, said.get("returns", ""), doc.examples)

    words = Words(
        head=HEAD_ZH,
        section=lambda name: zh["sections"][name],
        doc=translated,
        member=lambda name, member, _: zh[name][member],
        table="| 参数 | 含义 |\n|---|---|",
        raises="可能抛出：\n",
        returns="返回：",
        errors="## 错误\n\n都是 `CorpusError`，从 `bdci_corpus.errors` 导入；一次有好几个时，装在 `ExceptionGroup` 里。\n\n| 错误 | 何时 |\n|---|---|",
    )
    return "\n".join(_page(words))


if __name__ == "__main__":
    sys.stdout.write(reference_zh() if sys.argv[1:] == ["zh"] else reference())
