"""The error taxonomy: every error says where, what, and what to do about it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


class CorpusError(Exception):
    """A problem that a user can act on.

    Printed as ``[where] problem remedy``, for example
    ``[seeds/a.txt > page 3] "<PAGE_DIV" is not closed. Close it, or name another loader.``
    """

    def __init__(self, where: str, problem: str, remedy: str) -> None:
        """Keep the three parts: a breadcrumb, a sentence, and an instruction."""
        super().__init__(where, problem, remedy)
        self.where = where
        self.problem = problem
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the one-line form."""
        return f"[{self.where}] {self.problem} {self.remedy}"


MOST_COMPARED = 20_000
"""So many names are compared letter by letter with one that was mistyped: a tenth of a second."""


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Return ``Did you mean "…"?``, with a blank behind, for the known name most like one; "" where none is.

    A name that is the same but for case, or that ends or begins as the one given, is taken before any that is like
    it letter by letter.
    """
    import difflib

    names = list(known)
    folded = wanted.casefold()
    same = (name for name in names if name.casefold() == folded or name.casefold().endswith(f"/{folded}"))
    found = next(same, None) or next(
        (name for name in names if name.rpartition("/")[2] == wanted.rpartition("/")[2]), None
    )
    found = found or next(iter(difflib.get_close_matches(wanted, names[:MOST_COMPARED], n=1, cutoff=0.75)), None)
    return f'Did you mean "{found}"? ' if found else ""


def nearest_path(path: Path) -> str:
    """Return ``Did you mean "…"?``, with a blank behind, for the file or folder beside a path that is most like it."""
    try:
        beside = sorted(one.name for one in path.parent.iterdir())
    except OSError:
        return ""
    return nearest(path.name, beside)


def reason_of(error: Exception) -> str:
    """Return what went wrong in a few words: what the system says, without its number; else the error's class, too."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {Path(os.fsdecode(error.filename)).name}" if error.filename else error.strerror
    return f"{type(error).__name__}: {error}".replace("\n", " ")


class ProjectError(CorpusError):
    """The corpus project (corpus.toml, metadata.csv, the folder itself) is not usable."""


class LoaderError(CorpusError):
    """A loader script is malformed, or met a file it cannot read."""


class DecodingError(CorpusError):
    """A raw file's bytes are not text in any encoding tried; names the byte offset."""


class LicenseError(CorpusError):
    """A license or notice is unknown, invalid or contradictory."""


class SplitError(CorpusError):
    """Splits cannot be assigned, or the ledger is damaged."""


class FrozenSplitError(SplitError):
    """Declared lineage joins documents whose splits are already published and differ."""


class CheckError(CorpusError):
    """A release does not say the truth about itself."""


class ChecksumMismatch(CheckError):  # noqa: N818 - the name says what was found
    """Bytes or rows do not have the hash that was published."""


class MissingFile(CheckError):  # noqa: N818 - the name says what was found
    """A file the manifest names is not there."""


class UnexpectedFile(CheckError):  # noqa: N818 - the name says what was found
    """A file is there that the manifest does not name."""


class Leak(CheckError):  # noqa: N818 - the name says what was found
    """Near-duplicate documents stand in different splits."""


class PublishError(CorpusError):
    """A release may not, or could not, be published."""


class AuditError(CorpusError):
    """What was given cannot be audited: there is no such file, no text in it, or no split of that name."""


class ComparisonError(CorpusError):
    """What was given to compare cannot be compared."""


class FindError(CorpusError):
    """There is no release to look in, or nothing to look for."""


class ClusterError(CorpusError):
    """A cluster cannot compute what this machine asks of it."""


@contextmanager
def working_in(place: str | os.PathLike[str]) -> Iterator[None]:
    """Let trouble with the system that names no file name this one: a disk that is full names none."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or error.errno is None:
            raise
        raise OSError(error.errno, os.strerror(error.errno), os.fspath(place)) from error


def raise_together(errors: Sequence[CorpusError], doing: str) -> None:
    """Raise nothing, the one error, or an ``ExceptionGroup`` of all of them.

    ``doing`` names the work in a few words; it becomes the group's message.
    """
    if len(errors) == 1:
        raise errors[0]
    if errors:
        message = f"{len(errors)} problems while {doing}"
        raise ExceptionGroup(message, list(errors))
