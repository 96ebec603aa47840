"""Print docs/reference/corpus-toml.md from the models of corpus.toml.

``python tests/scripts/corpus_toml_reference.py > docs/reference/corpus-toml.md``, and with ``zh`` for
``corpus-toml.zh.md``.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from bdci_corpus.project import Config, OwnColumn

CHINESE = Path(__file__).with_name("corpus_toml.zh.yaml")

HEAD = """# corpus.toml

Printed from the models in `bdci_corpus/project/tables.py` by `python tests/scripts/corpus_toml_reference.py`; a test
holds it to that, and reads all examples as one file.

A folder with this file is a corpus project; `bdci-corpus init FOLDER` writes one. The file is UTF-8. A key that is not
listed here is an error that names the nearest one. Paths and patterns have forward slashes and stay inside the project.
"""


def tables() -> dict[str, tuple[str, type[BaseModel]]]:
    """Return each table's heading in TOML and its model, by the name of its key."""
    found = {}
    for name, field in Config.model_fields.items():
        if model := _model_in(field.annotation):
            repeated = get_origin(field.annotation) is list
            found[name] = (f"[[{name}]]" if repeated else f"[{name}]", model)
    return found


def reference() -> str:
    """Return the page."""
    zh = yaml.safe_load(CHINESE.read_text("utf-8"))
    lines = [HEAD]
    for name in Config.model_fields:
        lines += _table(name, zh[name])
    return "\n".join(lines)


HEAD_ZH = """# corpus.toml

由 `python tests/scripts/corpus_toml_reference.py zh` 从 `bdci_corpus/project/tables.py` 的模型和译文打印；有一个测试保证两者一致，并把所有例子当作一个文件来读。

有这个文件的文件夹就是语料项目；`bdci-corpus init FOLDER` 写出一个。文件用 UTF-8。没有列在这里的键是错误，并会指出最接近的键。路径和模式用正斜杠，且不出项目之外。
"""

_WORDS = (
    ("required", "必需"),
    ("none", "无"),
    ("list of ", "列表："),
    ("table of ", "表："),
    (", by name", "，按名字"),
    (", by ", "，按 "),
    (" or ", " 或 "),
    ("characters or more", "个字符以上"),
    ("string of ", "字符串，"),
    ("string", "字符串"),
    ("integer", "整数"),
    ("number", "数"),
    ("boolean", "真假"),
    (" to ", " 至 "),
)
"""How types and defaults are said in Chinese."""


def reference_zh() -> str:
    """Return the page in Chinese."""
    zh = yaml.safe_load(CHINESE.read_text("utf-8"))
    lines = [HEAD_ZH]
    for name in Config.model_fields:
        for line in _table(name, zh[name]):
            lines += _in_chinese(line, zh[name])
    return "\n".join(lines)


def _in_chinese(line: str, zh: Mapping[str, str]) -> Iterator[str]:
    """Yield a line of a table without what it says in English."""
    if line.startswith("## "):
        yield f"{line.partition(chr(10))[0]}\n\n{zh['']}\n"
    elif line.startswith("| key"):
        yield "| 键 | 类型 | 默认 | 例子 | 含义 |\n|---|---|---|---|---|"
    elif line.startswith("| `"):
        key, kind, default, *_ = line.removeprefix("| ").split(" | ")
        example = line.removeprefix("| ").split(" | ")[3]
        yield f"| {key} | {_worded(kind)} | {_worded(default)} | {example} | {zh[key.strip('`')]} |"
    elif line.startswith("Each key is a name"):
        kinds = line[line.index("(") + 1 : line.index(")")]
        yield f"每个键是一个名字，每个值是一种类型（{kinds}），或一张有 `type`、`names`、`separator` 和 `spans` 的表。\n"
    else:
        yield line


def _worded(text: str) -> str:
    """Return a type or a default in Chinese; what stands in code stays."""
    parts = text.split("`")
    for at in range(0, len(parts), 2):
        for english, chinese in _WORDS:
            parts[at] = parts[at].replace(english, chinese)
    return "`".join(parts)


def examples() -> str:
    """Return one corpus.toml in which every key has its example."""
    lines: list[str] = []
    for name, field in Config.model_fields.items():
        heading, model = tables().get(name, (f"[{name}]", None))
        given = {} if model else {key: FieldInfo(examples=[v]) for key, v in _example(field).items()}
        keys = {of.alias or key: of for key, of in model.model_fields.items()} if model else given
        lines += [heading, *(f"{_key(key)} = {toml(_example(of))}" for key, of in keys.items()), ""]
    return "\n".join(lines)


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstring below each field of a model, on one line."""
    body = ast.parse(inspect.getsource(model)).body[0]
    statements: Sequence[ast.stmt] = body.body if isinstance(body, ast.ClassDef) else ()
    found = {}
    for field, below in pairwise(statements):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = " ".join(inspect.cleandoc(text).split())
    return found


def toml(value: object) -> str:
    """Return a value as TOML writes it, on one line."""
    match value:
        case Mapping():
            return (
                f"{{ {', '.join(f'{_key(key)} = {toml(inner)}' for key, inner in value.items())} }}" if value else "{}"
            )
        case list() | tuple():
            return f"[{', '.join(map(toml, value))}]"
        case bool():
            return str(value).lower()
        case _:
            return json.dumps(value, ensure_ascii=False)


def _table(name: str, zh: Mapping[str, str]) -> Iterator[str]:
    heading, model = tables().get(name, (f"[{name}]", None))
    if model is None:
        field = Config.model_fields[name]
        about = descriptions(Config)[name].partition(": ")[2]
        yield f"## `{heading}`\n\n{_sentence(about)} {zh['']}\n"
        kinds = ", ".join(f"`{kind}`" for kind in get_args(OwnColumn.model_fields["type"].annotation))
        yield f"Each key is a name, each value a type ({kinds}), or a table of `type`, `names`, `separator` and `spans`.\n"
        yield f"```toml\n{heading}"
        yield from (f"{_key(key)} = {toml(value)}" for key, value in _example(field).items())
        yield "```\n"
        return
    about = (inspect.getdoc(model) or "").partition(": ")[2]
    many = " May stand any number of times." if heading.startswith("[[") else ""
    yield f"## `{heading}`\n\n{_sentence(about)}{many} {zh['']}\n"
    yield "| key | type | default | example | meaning | 含义 |\n|---|---|---|---|---|---|"
    words = descriptions(model)
    for attribute, field in model.model_fields.items():
        key = field.alias or attribute
        kind, default, example = _kind(_schema(model)[key]), _default(field), f"`{toml(_example(field))}`"
        yield f"| `{key}` | {kind} | {default} | {example} | {words[attribute]} | {zh[key]} |"
    yield ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _model_in(annotation: object) -> type[BaseModel] | None:
    candidates = (annotation, *(get_args(annotation) if get_origin(annotation) is not dict else ()))
    return next((c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)), None)


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    properties: dict[str, Any] = model.model_json_schema()["properties"]
    return properties


def _kind(schema: Mapping[str, Any]) -> str:
    """Return a key's type as one reads it."""
    match schema:
        case {"anyOf": [of, {"type": "null"}]}:
            kind = _kind(of)
        case {"enum": values}:
            kind = " or ".join(f"`{toml(value)}`" for value in values)
        case {"type": "array", "items": items}:
            kind = f"list of {_kind(items)}"
        case {"type": "object", "propertyNames": {"enum": names}, "additionalProperties": inner}:
            kind = f"table of {_kind(inner)}, by {' or '.join(f'`{name}`' for name in names)}"
        case {"type": "object", "additionalProperties": inner}:
            kind = f"table of {_kind(inner)}, by name"
        case {"type": "number" | "integer" as number, "minimum": least, "maximum": most}:
            kind = f"{number}, {least:g} to {most:g}"
        case {"minLength": least} if least > 1:
            kind = f"string of {least} characters or more"
        case _:
            kind = str(schema["type"])
    return kind


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    return "none" if field.default is None else f"`{toml(field.default)}`"


def _example(field: FieldInfo) -> Any:  # noqa: ANN401 - whatever TOML can say
    found = field.examples or next(m.examples for a in get_args(field.annotation) for m in _infos(a))
    return found[0]


def _infos(annotation: object) -> Iterator[FieldInfo]:
    """Yield what an annotated part of a union says."""
    yield from (item for item in getattr(annotation, "__metadata__", ()) if isinstance(item, FieldInfo))


def _key(name: str) -> str:
    return name if name.replace("_", "").replace("-", "").isalnum() and name.isascii() else toml(name)


if __name__ == "__main__":
    sys.stdout.write(reference_zh() if sys.argv[1:] == ["zh"] else reference())
