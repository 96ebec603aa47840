"""Print the JSON Schema of what ``bdci-corpus audit --json`` prints: python tests/scripts/audit_schema.py."""

from __future__ import annotations

import json

from bdci_corpus.auditing import Report


def reference() -> str:
    """Return the schema, as docs/reference/audit.schema.json has it."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Report.model_json_schema(mode="serialization"),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - what it is for
