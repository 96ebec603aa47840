"""Print the figures of the house: sizes, complexity, imports, comments, of any working tree.

    python tests/scripts/house_figures.py [TREE…] [--ruff RUFF]

Counted is what lies in ``bdci_corpus`` of each tree. A function's body begins behind its docstring; complexity is
McCabe's, as ruff counts it. An import is upward if the tree's own contract (``layers`` in pyproject.toml) has its
target above; imports for types only do not count. Lines of code are those that hold any, docstrings aside. A passage
stands twice if five lines of code in a row, blanks and imports aside, stand in two places.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import re
import subprocess
import tokenize
import tomllib
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median, quantiles

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

PACKAGE = "bdci_corpus"

TWICE = 5
"""Lines of code in a row that are no chance."""

_PRAGMA = re.compile(r"#\s*(?:noqa|type:|fmt:|ruff:|pragma|!)")

_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def figures(tree: Path, ruff: str) -> dict[str, str]:
    """Return every figure of a working tree, by what it is of."""
    sources = {module_name(path, tree): path.read_text("utf-8") for path in sorted((tree / PACKAGE).rglob("*.py"))}
    parsed = {name: ast.parse(text) for name, text in sources.items()}
    lines = {name: text.count("\n") for name, text in sources.items()}
    bodies = sorted(body for module in parsed.values() for body in map(body_lines, functions(module)) if body)
    imports = {(one, other) for one, module in parsed.items() for other in imported(one, module, parsed.keys())}
    code, comments, pragmas = map(sum, zip(*map(counted_lines, sources.values()), strict=True))
    constants = [said for name, module in parsed.items() for said in sentences(module, sources[name])]
    complexities = sorted(complexity(tree, ruff))
    most, whole = max(lines, key=lines.__getitem__), sum(lines.values())
    return {
        "modules": f"{len(lines)}, median {median(lines.values()):.0f} lines, largest {lines[most]} ({most})",
        "lines": f"{whole:,}, of which {code:,} of code",
        "functions": f"{len(bodies):,}, body of {spread(bodies)} lines",
        "complexity": spread(complexities),
        "imports up": str(upward(imports, layers(tree))),
        "circles": ", ".join(circles(imports)) or "0",
        "comments to 100 of code": f"{100 * (comments + pragmas) / code:.1f}, for people {100 * comments / code:.1f}",
        "noqa to 1,000 of code": f"{1000 * sum(text.count('noqa:') for text in sources.values()) / code:.1f}",
        "numbers without a sentence": f"{constants.count(False)} of {len(constants)}",
        "code that stands twice": f"{twice(sources)} passages",
    }


def spread(values: Sequence[int]) -> str:
    """Return median, 90th percentile and largest of sorted values."""
    return f"{median(values):.0f} / {quantiles(values, n=10, method='inclusive')[8]:.0f} / {values[-1]}"


def module_name(path: Path, tree: Path) -> str:
    """Return the dotted name of a module."""
    return ".".join(path.relative_to(tree).with_suffix("").parts).removesuffix(".__init__")


def functions(module: ast.Module) -> Iterator[Function]:
    """Yield every function and method."""
    yield from (node for node in ast.walk(module) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Return how many lines a body has behind the docstring; 0 where there is nothing behind."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def complexity(tree: Path, ruff: str) -> Iterator[int]:
    """Yield McCabe's complexity of every function."""
    options = ["--isolated", "--no-cache", "--select=C901", "--config=lint.mccabe.max-complexity=0", "--ignore-noqa"]
    command = [ruff, "check", *options, "--output-format=json", "--exit-zero", str(tree / PACKAGE)]
    found = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - ruff
    for item in json.loads(found):
        yield int(re.findall(r"\((\d+) > 0\)", item["message"])[0])


def imported(name: str, module: ast.Module, known: Container[str]) -> Iterator[str]:
    """Yield the modules of the package that one imports, wherever in it, but for types."""
    for node in run_time(module):
        targets: list[str] = []
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            targets = [f"{node.module}.{alias.name}" for alias in node.names]
            targets = [target if target in known else node.module for target in targets]
        yield from (target for target in targets if target in known and target != name)


def run_time(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes that are executed: not those below ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test).endswith("TYPE_CHECKING")):
            yield child
            yield from run_time(child)


def layers(tree: Path) -> dict[str, int]:
    """Return the layer of each name of the contract, the highest first."""
    contracts = tomllib.loads((tree / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (ranks,) = (contract["layers"] for contract in contracts if contract["type"] == "layers")
    return {re.sub(r"[()\s]", "", name): rank for rank, line in enumerate(ranks) for name in re.split(r"[:|]", line)}


def upward(imports: set[tuple[str, str]], ranks: Mapping[str, int]) -> int:
    """Count the imports of what the contract has above."""

    def rank(name: str) -> int | None:
        below = name.removeprefix(f"{PACKAGE}.")
        return next((ranks[part] for part in (below, below.partition(".")[0]) if part in ranks), None)

    pairs = ((rank(one), rank(other)) for one, other in imports)
    return sum(one is not None and other is not None and other < one for one, other in pairs)


def circles(imports: set[tuple[str, str]]) -> list[str]:
    """Return the modules of each circle of imports."""
    names = sorted({name for pair in imports for name in pair})
    place = {name: number for number, name in enumerate(names)}
    ends = np.array([(place[one], place[other]) for one, other in sorted(imports)]).T
    graph = coo_array((np.ones(len(imports)), tuple(ends)), shape=(len(names), len(names)))
    _, group = connected_components(graph, directed=True, connection="strong")
    several = [number for number, size in Counter(group.tolist()).items() if size > 1]
    return [" ".join(name for name in names if group[place[name]] == number) for number in several]


def counted_lines(text: str) -> tuple[int, int, int]:
    """Return how many lines hold code, docstrings aside, how many a comment, and how many a word to a tool."""
    code, strings, comments, pragmas = set[int](), set[int](), 0, 0
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            strings.update(range(node.lineno, (node.end_lineno or 0) + 1))
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _NO_CODE:
            code.update(range(token.start[0], token.end[0] + 1))
        elif token.type == tokenize.COMMENT:
            pragmas += bool(_PRAGMA.match(token.string))
            comments += not _PRAGMA.match(token.string)
    return len(code - strings), comments, pragmas


def sentences(module: ast.Module, text: str) -> Iterator[bool]:
    """Yield of every number that a module names whether a sentence says what it is: behind, above or below it."""
    lines = text.split("\n")
    for at, node in enumerate(module.body):
        match node:
            case ast.Assign(value=value, targets=[ast.Name()]) | ast.AnnAssign(value=value, target=ast.Name()) if value:
                numbers = [n for n in ast.walk(value) if isinstance(n, ast.Constant) and type(n.value) in {int, float}]
                if not numbers or any(isinstance(n, ast.Call | ast.Subscript | ast.Dict) for n in ast.walk(value)):
                    continue
                below = module.body[at + 1] if at + 1 < len(module.body) else None
                said = isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant)
                around = [lines[node.lineno - 2], *lines[node.lineno - 1 : node.end_lineno]]
                yield said or any("# " in line for line in around)
            case _:
                pass


def twice(sources: Mapping[str, str]) -> int:
    """Count the passages of code that stand in two places."""
    places: dict[tuple[str, ...], int] = {}
    found, last = 0, (-TWICE, -TWICE)
    number = 0
    for text in sources.values():
        lines = [line.strip() for line in text.split("\n")]
        lines = [line for line in lines if line and not line.startswith(("#", "from ", "import ", '"""', ")"))]
        for start in range(len(lines) - TWICE + 1):
            window = tuple(lines[start : start + TWICE])
            number += 1
            first = places.setdefault(window, number)
            if first != number:
                found += (number - last[0], first - last[1]) != (1, 1)
                last = number, first
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("trees", nargs="*", type=Path, default=[Path(__file__).resolve().parents[2]])
    parser.add_argument("--ruff", default="ruff")
    given = parser.parse_args()
    columns = [figures(tree.resolve(), given.ruff) for tree in given.trees]
    for name in columns[0]:
        print(f"{name:28}", *(f"{column[name]:60}" for column in columns), sep="  ")  # noqa: T201 - a table
