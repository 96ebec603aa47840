"""Find what a repository must not track: files over 1 MB, packages of others, and what has no place in its root.

``python tests/scripts/tracked_files.py [FILE…]``: looks at these files, or at all that are tracked; exits with 1 if
something is found.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

LARGEST = 1_000_000
"""Bytes. The largest file that the library needs, the table of character pairs, has 290,000."""

ROOT = {"bdci_corpus", "docs", "loaders", "seeds", "splits", "tests", ".ci", ".github"}
"""The folders of the root: another was left by a program that ran there."""

PACKAGES = (".whl", ".tar.gz", ".egg", ".zip")


def tracked() -> list[str]:
    """Return the names of all tracked files."""
    names = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True).stdout  # noqa: S607 - of the PATH
    return [name for name in names.decode().split("\0") if name]


def problems(names: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong with each file."""
    for name in names:
        if name.endswith(PACKAGES):
            yield f"{name} is a package: name it as a dependency in pyproject.toml"
        elif "/" in name and name.partition("/")[0] not in ROOT:
            yield f"{name} stands in a folder that has no place in the root: remove it, or add it to ROOT"
        elif Path(name).is_file() and Path(name).stat().st_size > LARGEST:
            yield f"{name} has {Path(name).stat().st_size:,} bytes, more than {LARGEST:,}: keep it elsewhere"


if __name__ == "__main__":
    found = list(problems(sys.argv[1:] or tracked()))
    sys.stdout.writelines(f"{problem}\n" for problem in found)
    sys.exit(bool(found))
