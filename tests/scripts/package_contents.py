"""Look for what wheel and sdist must not hold: text of the raw documents, wheels of others, more than 2 MB.

``python tests/scripts/package_contents.py DIST``: exits with 1 if something is found. Needs nothing but Python.
"""

from __future__ import annotations

import json
import lzma
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LARGEST_SDIST = 2_000_000
"""Bytes. What the library and its documentation take is most of it."""

RUN = 16
"""So many letters in a row that a raw document has, too, are a piece of it. Examples that are quoted are shorter."""

FOREIGN = (".whl", ".gz", ".zip", ".pyc")
"""Ends of names that no member has: what others made, or a machine."""

OUTSIDE = re.compile(r"(?:^|/)seeds/|^loaders/")
"""Raw documents, and loaders that a wheel would put beside the library instead of into it."""


def main(folder: Path) -> int:
    """Print what is wrong with the packages in a folder, and return how many things are."""
    packages = [*folder.glob("*.whl"), *folder.glob("*.tar.gz")]
    known = raw_runs()
    problems = [] if known and len(packages) > 1 else [f"{folder}: a wheel and an sdist are needed, and raw documents"]
    for package in packages:
        problems += (f"{package.name}: {problem}" for problem in problems_of(package, known))
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return len(problems)


def raw_runs() -> set[str]:
    """Return the runs of letters of all raw documents, and of what they should become, but for license notices."""
    known: set[str] = set()
    for path in [*ROOT.glob("seeds/*.txt"), *ROOT.glob("tests/documents/golden/*.txt")]:
        known.update(runs(letters(path.read_bytes())))
    for path in ROOT.glob("tests/documents/golden/*.json"):
        notice = json.loads(path.read_bytes()).get("licence_notice") or ""
        known.difference_update(runs(letters(notice.encode())))
    return known


def problems_of(package: Path, known: set[str]) -> Iterator[str]:
    """Yield what is wrong with a package; ``known`` are the runs of letters that no member may hold."""
    if package.suffix == ".gz" and package.stat().st_size > LARGEST_SDIST:
        yield f"it has {package.stat().st_size:,} bytes, more than {LARGEST_SDIST:,}"
    for name, data in members(package):
        if name.endswith(FOREIGN) or OUTSIDE.search(name):
            yield f"{name} does not belong there"
        content = lzma.decompress(data) if name.endswith(".xz") else data
        if found := next((run for run in runs(letters(content)) if run in known), None):
            yield f"{name} holds text of a raw document: {found}"


def members(package: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each file of a wheel or an sdist."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
        return
    with tarfile.open(package) as packed:
        for member in packed:
            if (file := packed.extractfile(member)) is not None:
                yield member.name, file.read()


def letters(data: bytes) -> str:
    """Return the letters and digits of a text beyond ASCII, where a line may be broken or blanks stand between."""
    return "".join(c for c in data.decode("utf-8", "ignore") if c > "\x7f" and c.isalnum())


def runs(text: str) -> Iterator[str]:
    """Yield every run of letters of the length that counts."""
    yield from (text[start : start + RUN] for start in range(len(text) - RUN + 1))


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1])), 1))
