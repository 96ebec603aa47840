"""Print docs/reference/columns.md from the declarations.

``python tests/scripts/columns_reference.py > docs/reference/columns.md``, and with ``zh`` for ``columns.zh.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pyarrow as pa

from bdci_corpus.release.pages.render import chinese
from bdci_corpus.release.schema import TABLES, Column

HEAD = """# The columns of a release

Printed from `bdci_corpus/release/schema.py` by `python tests/scripts/columns_reference.py`; a test holds it to that.

Spans are half-open, `start` up to but not including `end`. They count code points of `text`, and bytes where a column
speaks of raw files. Lists are never null, and may be empty. A corpus may add columns to `documents`, in the table
`[columns]` of corpus.toml.
"""


HEAD_ZH = """# 发布版的各列

由 `python tests/scripts/columns_reference.py zh` 从 `bdci_corpus/release/schema.py` 和译文打印；有一个测试保证两者一致。

区间是半开的，从 `start` 起，到 `end` 之前为止。它们按 `text` 的码位计；说到原始文件的列按字节计。列表从不为空值，可以没有元素。
语料可以在 corpus.toml 的 `[columns]` 表里为 `documents` 增加列。
"""


def reference_zh() -> str:
    """Return the page in Chinese."""
    lines = [HEAD_ZH]
    for name, kinds in TABLES.items():
        lines += [f"## `{name}`\n\n{chinese()['tables'][name]}\n", "| 列 | 类型 | 空值 | 含义 |\n|---|---|---|---|"]
        lines += (
            f"| `{column.name}` | {kind(column).replace('list of', '列表：')} | {'可' if column.nullable else ''} | "
            f"{chinese()[name][column.name]} |"
            for column in kinds.columns
        )
        lines.append("")
    return "\n".join([*lines, ""])


def reference() -> str:
    """Return the page."""
    return "\n".join([HEAD, *(line for name in TABLES for line in table(name)), ""])


def table(name: str) -> Iterator[str]:
    """Yield the lines of one table."""
    zh = chinese()
    yield f"## `{name}`\n\n{TABLES[name].about} {zh['tables'][name]}\n"
    yield "| column | type | null | meaning | 含义 |\n|---|---|---|---|---|"
    for column in TABLES[name].columns:
        null = "may be" if column.nullable else ""
        yield f"| `{column.name}` | {kind(column)} | {null} | {column.about} | {zh[name][column.name]} |"
    yield ""


def kind(column: Column) -> str:
    """Return a column's type as one reads it."""
    if not pa.types.is_list(column.type):
        return f"`{column.type}`"
    inner = column.type.value_type
    if pa.types.is_struct(inner):
        return f"list of `{{{', '.join(field.name for field in inner)}}}`"
    return f"list of `{inner}`"


if __name__ == "__main__":
    sys.stdout.write(reference_zh() if sys.argv[1:] == ["zh"] else reference())
