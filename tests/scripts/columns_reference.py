"""Print docs/reference/columns.md from the declarations.

``python tests/scripts/columns_reference.py > docs/reference/columns.md``
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
    sys.stdout.write(reference())
