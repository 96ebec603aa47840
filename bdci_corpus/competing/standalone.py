"""The code that checks and scores, as one file that needs nothing but Python: for bundles.

It is made from the modules themselves, so that there is one logic: their imports are put together at the top, and those
of each other left out.
"""

from __future__ import annotations

import ast
from pathlib import Path

_MODULES = ("cells", "measures", "submission", "judging")
"""In the order in which they use each other."""

_HEAD = '''"""Check and score submissions. Made by bdci_corpus {version}, Apache-2.0; needs Python alone."""

from __future__ import annotations

'''


def program(version: str) -> str:
    """Return the program's text, without anything that runs."""
    imports: set[str] = set()
    bodies = []
    for name in _MODULES:
        source = Path(__file__).with_name(f"{name}.py").read_text("utf-8")
        bodies.append(_without_imports(source, imports))
    return _HEAD.format(version=version) + "\n".join(sorted(imports)) + "\n\n\n" + "\n\n".join(bodies)


def _without_imports(source: str, imports: set[str]) -> str:
    """Return a module's text without its imports, which are added to those of all unless they are of this package."""
    lines = source.splitlines()
    gone: set[int] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            gone.update(range(node.lineno - 1, node.end_lineno or node.lineno))
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if module != "__future__" and not module.startswith("bdci_corpus"):
                imports.add(ast.unparse(node))
    return "\n".join(line for place, line in enumerate(lines) if place not in gone).strip() + "\n"
