"""Raw folders and releases that lie at a URL, such as a bucket's: brought here to be read, and sent there once whole.

What has not changed is neither brought nor sent again. A copy stays in the user's cache folder.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bdci_corpus.errors import CorpusError, ProjectError
from bdci_corpus.progress import Progress
from bdci_corpus.project import OUTPUT_FOLDERS
from bdci_corpus.release import MANIFEST, SUMS, read_sums

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_AT_ONCE = 128
"""How many files are brought or sent together."""

_SHOWN = 200
"""How much of an error's own words is shown, in characters."""

_HERE = frozenset({"file", "local"})
"""The schemes of URLs of this machine."""


def is_url(place: str | os.PathLike[str]) -> bool:
    """Return whether a place is reached by a URL."""
    return isinstance(place, str) and "://" in place


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A folder at a URL: the file system that it is in, and its path there. ``shown`` tells no password."""

    shown: str
    files: AbstractFileSystem
    path: str

    @classmethod
    def at(cls, url: str) -> Elsewhere:
        """Return the folder at a URL.

        Raises:
            ProjectError: nothing that is installed reaches it.
        """
        parts = urlsplit(url)
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl().rstrip("/")
        from fsspec.core import url_to_fs

        try:
            files, path = url_to_fs(url.rstrip("/"))
        except (ImportError, ValueError) as error:
            remedy = 'Install what reaches it: pip install "bdci-corpus[s3]" for s3, gcsfs for gs, adlfs for abfs.'
            raise ProjectError(shown, f"{_words(error)}.", remedy) from None
        return cls(shown, files, str(path).rstrip("/"))

    @property
    def is_here(self) -> bool:
        """Whether it is a folder of this machine."""
        named = self.files.protocol
        return bool({named} & _HERE if isinstance(named, str) else _HERE.intersection(named))

    def copy(self) -> Path:
        """Return where a copy of it is kept; its last name is the same."""
        user = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return user / "bdci_corpus" / sha256(self.shown.encode()).hexdigest()[:24] / PurePosixPath(self.shown).name

    def listed(self) -> dict[str, Mapping[str, Any]]:
        """Return what is known of each file below it, by path in it."""
        self.files.invalidate_cache()
        with self.reached():
            found = self.files.find(self.path, detail=True) if self.files.exists(self.path) else {}
        below = {name.removeprefix(self.path).lstrip("/"): facts for name, facts in found.items()}
        return {name: facts for name, facts in below.items() if name and not name.endswith("/")}

    def bring(self, names: Sequence[str], folder: Path) -> None:
        """Have files here, below ``folder``."""
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        with self.reached():
            self.files.get([f"{self.path}/{name}" for name in names], [str(folder / name) for name in names])

    def send(self, names: Sequence[str], folder: Path) -> None:
        """Have files there, from below ``folder``."""
        with self.reached():
            for parent in sorted({str(PurePosixPath(self.path, name).parent) for name in names}):
                self.files.makedirs(parent, exist_ok=True)
            self.files.put([str(folder / name) for name in names], [f"{self.path}/{name}" for name in names])

    def remove(self, names: Sequence[str]) -> None:
        """Remove files there."""
        with self.reached():
            for name in names:
                self.files.rm_file(f"{self.path}/{name}")

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Turn what a file system raises into an error that says where; each kind has errors of its own.

        Raises:
            ProjectError: it cannot be reached, or refuses.
        """
        try:
            yield
        except CorpusError:
            raise
        except Exception as error:
            remedy = "Look at the address, and at your credentials and rights there."
            raise ProjectError(self.shown, f"It fails with {type(error).__name__}: {_words(error)}.", remedy) from error


def brought(place: str | os.PathLike[str], tell: Progress) -> Path:
    """Return a folder of raw files: itself, or a copy of what lies at its URL now.

    Raises:
        ProjectError: it cannot be reached, is empty, or a file has a name that a folder cannot have.
    """
    if not is_url(place):
        return Path(place)
    there = Elsewhere.at(str(place))
    if there.is_here:
        return Path(there.path)
    listed = {name: facts for name, facts in there.listed().items() if _is_raw(name)}
    if not listed:
        raise ProjectError(there.shown, "There is no file to read.", "Look at the address: it must name a folder.")
    for name in listed:
        if ".." in name.split("/") or "\\" in name or "\0" in name or "//" in name:
            raise ProjectError(there.shown, f'No folder can have a file called "{name}".', "Rename it.")
    copy = there.copy()
    record = copy.with_name(f"{copy.name}.json")
    known: dict[str, str] = json.loads(record.read_text("utf-8")) if record.is_file() else {}
    now = {name: _stamp(facts) for name, facts in listed.items()}
    for name in known.keys() - now.keys():
        (copy / name).unlink(missing_ok=True)
    new = [name for name, stamp in now.items() if known.get(name) != stamp or not (copy / name).is_file()]
    copy.mkdir(parents=True, exist_ok=True)
    kept = {name: stamp for name, stamp in now.items() if name not in set(new)}
    for group in _groups(new, "downloading", tell):
        record.write_text(json.dumps(kept), encoding="utf-8")
        there.bring(group, copy)
        kept |= {name: now[name] for name in group}
    record.write_text(json.dumps(kept), encoding="utf-8")
    return copy


def _is_raw(name: str) -> bool:
    """Return whether a build could read it: neither output nor hidden."""
    parts = name.split("/")
    return parts[0] not in OUTPUT_FOLDERS and not any(part.startswith(".") and part != ".." for part in parts)


def _stamp(facts: Mapping[str, Any]) -> str:
    """Return what tells whether a file is another: all that its file system says of it."""
    return sha256(repr(sorted((key, str(value)) for key, value in facts.items())).encode()).hexdigest()


def _groups(names: Sequence[str], what: str, tell: Progress) -> Iterator[Sequence[str]]:
    for start in range(0, len(names), _AT_ONCE):
        tell(what, start, len(names))
        yield names[start : start + _AT_ONCE]
    if names:
        tell(what, len(names), len(names))


def kept_here(out: str | os.PathLike[str]) -> Path:
    """Return where releases are written, on this machine, that are to stand at a place."""
    if not is_url(out):
        return Path(out)
    there = Elsewhere.at(str(out))
    return Path(there.path) if there.is_here else there.copy()


def sent(out: str | os.PathLike[str], kept: Path, name: str, tell: Progress) -> str | None:
    """Send a release, and what is held back of it, to the URL where releases are to stand; return its own.

    Raises:
        ProjectError: the place cannot be reached, or holds what no build wrote.
    """
    there = Elsewhere.at(str(out)) if is_url(out) else None
    if there is None or there.is_here:
        return None
    private = kept.parent / "private" / name
    beside, _, last = there.path.rpartition("/")
    if private.is_dir():
        if not beside or not last:
            problem = "What is held back of a release stands beside the folder of releases, and nothing is beside this."
            raise ProjectError(there.shown, problem, "Name a folder in it.")
        _send(Elsewhere(there.shown, there.files, f"{beside}/private/{name}"), private, tell)
    _send(Elsewhere(there.shown, there.files, f"{there.path}/{name}"), kept / name, tell)
    return f"{there.shown}/{name}"


def _send(there: Elsewhere, folder: Path, tell: Progress) -> None:
    """Make what stands at a place the same as a folder: its sums go first and come last, and say when it is whole."""
    listed = there.listed()
    if listed and MANIFEST not in listed:
        problem = f"{there.path} holds files that no build wrote, and a release would replace them."
        raise ProjectError(there.shown, problem, "Name another place, or empty it.")
    own = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    ours, theirs = read_sums((folder / SUMS).read_text("utf-8")), _sums_there(there, listed)
    same = {
        name
        for name, path in own.items()
        if name in listed and name in ours and theirs.get(name) == ours[name]
        and listed[name].get("size") == path.stat().st_size
    }  # fmt: skip
    changed = [name for name in own if name not in same and name != SUMS]
    gone = [name for name in listed if name not in own]
    if not changed and not gone and SUMS in listed and theirs == ours:
        return
    if SUMS in listed:
        there.remove([SUMS])
    if MANIFEST in changed:  # what is half sent is known as what a build wrote
        changed.remove(MANIFEST)
        there.send([MANIFEST], folder)
    for names in _groups(changed, "uploading", tell):
        there.send(names, folder)
    there.remove([name for name in gone if name != SUMS])
    if SUMS in own:
        there.send([SUMS], folder)


def _sums_there(there: Elsewhere, listed: Mapping[str, object]) -> Mapping[str, str]:
    """Return the sums of what stands at a place; none where they cannot be read, so that all is sent."""
    if SUMS not in listed:
        return {}
    with there.reached():
        return read_sums(there.files.cat_file(f"{there.path}/{SUMS}").decode("utf-8", "replace"))


def _words(error: Exception) -> str:
    return str(error).partition("\n")[0][:_SHOWN].rstrip(".") or type(error).__name__
