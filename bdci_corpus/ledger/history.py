"""Was a ledger only appended to since a revision of git? What ``pre-commit`` and a reviewer ask."""

from __future__ import annotations

import shutil
import subprocess
from itertools import zip_longest
from pathlib import Path

from bdci_corpus.errors import ProjectError, SplitError
from bdci_corpus.ledger.text import read_ledger

_RESTORE = "Restore the lines (git checkout REVISION -- FILE), and let build --freeze or withdraw append."


def rewritten_since(path: Path, revision: str) -> SplitError | None:
    """Return what is wrong with a ledger: damaged, or a line rewritten or gone since a revision; None if nothing.

    A ledger that the revision does not have is new, and only has to be whole.

    Raises:
        ProjectError: there is no ledger, or no git to ask.
    """
    if not path.is_file():
        raise ProjectError(str(path), "There is no such file.", "Name the ledger, such as splits/ledger.tsv.")
    try:
        read_ledger(path)
    except SplitError as error:
        return error
    before = _at(path, revision)
    if before is None:
        return None
    for number, (old, new) in enumerate(zip_longest(before.split(b"\n")[:-1], path.read_bytes().split(b"\n")[:-1]), 1):
        if old is not None and old != new:
            done = "is gone" if new is None else "was rewritten"
            problem = f"Line {number} of {revision} {done}: {old.decode(errors='replace')!r}."
            return SplitError(str(path), problem, _RESTORE)
    return None


def _at(path: Path, revision: str) -> bytes | None:
    """Return a file as a revision of git has it, None where that has no such file."""
    git = shutil.which("git")
    if git is None:
        raise ProjectError(str(path), "There is no git on this machine.", "Install it, or check the release instead.")

    def run(*words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([git, *words], cwd=path.resolve().parent, capture_output=True, check=False)  # noqa: S603

    if run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").returncode:
        if revision == "HEAD" and not run("rev-parse", "--git-dir").returncode:
            return None  # nothing is committed yet
        raise ProjectError(str(path), f"git knows no revision {revision} here.", "Name one with --since.")
    found = run("show", f"{revision}:./{path.name}")
    return found.stdout if found.returncode == 0 else None
