"""Patterns that are compiled late: each of them can be, none is before it is used, and they behave as ever."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys

import pytest

import bdci_corpus
from bdci_corpus.patterns import lazily, made_lazily


def test_every_pattern_compiles() -> None:
    for module in pkgutil.walk_packages(bdci_corpus.__path__, "bdci_corpus."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    made = list(made_lazily())
    assert len(made) > 100
    for pattern in made:
        assert pattern.groups == re.compile(pattern.pattern, pattern.flags).groups


def test_importing_compiles_few_patterns() -> None:
    program = (
        "import bdci_corpus.building.steps, bdci_corpus.documents.prepare\n"
        "from bdci_corpus.patterns import made_lazily\n"
        "print(sum('search' in vars(pattern) for pattern in made_lazily()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603
    assert int(done.stdout) < 10


@pytest.mark.parametrize("flags", [0, re.IGNORECASE, re.DOTALL | re.MULTILINE])
def test_a_pattern_is_what_compiling_gives(flags: int) -> None:
    text = "甲b乙\nB丙b"
    real, late = re.compile("(?P<letter>b).?", flags), lazily("(?P<letter>b).?", flags)
    assert late.pattern == real.pattern
    assert [found.span() for found in late.finditer(text)] == [found.span() for found in real.finditer(text)]
    assert late.findall(text) == real.findall(text)
    assert late.sub("-", text) == real.sub("-", text)
    assert late.split(text) == real.split(text)
    assert (late.flags, late.groups, late.groupindex) == (real.flags, real.groups, real.groupindex)
    assert "letter" in repr(late)
    with pytest.raises(AttributeError):
        late.unheard_of  # type: ignore[attr-defined] # noqa: B018


def test_what_is_wrong_with_a_pattern_is_said_where_it_is_used() -> None:
    late = lazily("(")
    with pytest.raises(re.error):
        late.search("")
