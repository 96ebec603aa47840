"""A corpus project: the folder around corpus.toml, its raw files, and what is known of each."""

from __future__ import annotations

import csv
import difflib
import io
import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path

from bdci_corpus.errors import CorpusError, ProjectError, nearest_path, raise_together
from bdci_corpus.licenses import UNKNOWN, license_problem
from bdci_corpus.project.archives import ARCHIVE_SUFFIX, unpacked
from bdci_corpus.project.config import parse_config
from bdci_corpus.project.tables import CONFIG, Config, Corpus, RepairEntry, Source
from bdci_corpus.project.values import NAME, NAMED_SO
from bdci_corpus.text import decode

METADATA = "metadata.csv"

FACTS = ("url", "title", "license", "retrieved", "derived_from", "author", "publisher", "published")
"""The columns that metadata.csv may have without declaring them."""

OUTPUT_FOLDERS = frozenset({"release", "private"})
"""Folders that a build writes: never read as input."""

CACHE = ".bdci_cache"
"""Where a project keeps what was read of its files."""

_OWN_FOLDERS = frozenset({"LICENSES", "loaders", "splits"})
"""Folders of a corpus project that hold no raw files, unless a pattern begins with their name."""

_OF_A_SYSTEM = frozenset({"desktop.ini", "thumbs.db"})

_OF_A_PAGE = ("_files", ".files", "_file")
"""How browsers call the folder beside a page that holds its parts."""

_PAGES = (".html", ".htm", ".xhtml", ".shtml")

_STYLES = (".css", ".js", ".mjs", ".map", ".json", ".ini", ".xml")
"""What stands beside a page and is read as text: styles, scripts and their settings."""

_OF_A_RELEASE = ("manifest.json", "SHA256SUMS")
"""What every release has at its top."""


@dataclass(frozen=True)
class RawFile:
    """One raw file: ``id`` is its path below the raw folder (POSIX, NFC), ``path`` where it lies.

    A member of an archive is a file of it, as of a folder; ``archive`` is where that lies. ``problem`` says why one
    cannot be unpacked, and what to do.
    """

    id: str
    path: Path
    source: Source | None
    archive: Path | None = None
    problem: tuple[str, str] | None = None


@dataclass(slots=True)
class _FolderCache:
    """What was found of folders while files are listed, each looked at once: whether it is raw, and in the project."""

    raw: dict[Path, bool] = field(default_factory=dict)
    inside: dict[Path, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Project:
    """A corpus project, or a plain folder of raw files (``declared`` is then False)."""

    root: Path
    config: Config
    declared: bool

    @cached_property
    def raw_folder(self) -> Path:
        """Where ids are counted from."""
        return self.root / _as_the_system_has_it(self.config.corpus.raw) if self.declared else self.root

    @cached_property
    def _base(self) -> str:
        """What paths of raw files begin with."""
        return f"{self.raw_folder}{os.sep}"

    def files(self) -> list[RawFile]:
        """Return the raw files, sorted by id.

        Raises:
            ProjectError: there are none, a pattern matches none, or two sources claim one file.
        """
        found = self._listed(whole=True)
        if not found:
            raise ProjectError(
                self.root.name or ".",
                "There is no file to read.",
                "Put raw documents into the folder." if not self.declared else f"Add [[sources]] to {CONFIG}.",
            )
        return found

    def files_there(self) -> list[RawFile]:
        """Return the raw files that there are, sorted by id, even if none or a pattern that matches none.

        Raises:
            ProjectError: two sources claim one file.
        """
        return self._listed(whole=False)

    def _listed(self, *, whole: bool) -> list[RawFile]:
        found = self._declared_files(whole=whole) if self.declared else self._all_files()
        return sorted(found, key=lambda file: (file.id, file.path))

    def unreadable(self, files: Sequence[RawFile]) -> list[tuple[str, str]]:
        """Return what below the raw folder can be none of the ``files``, with the reason; sorted.

        These are folders that may not be read, links out of the project or to nowhere, pipes, sockets and devices.
        """
        if not self.raw_folder.exists():  # a project whose sources lie elsewhere
            return []
        found: list[tuple[str, str]] = []
        denied: list[Path] = []
        claimed, seen = {os.fspath(file.archive or file.path) for file in files}, _FolderCache()
        for folder, folders, names in os.walk(self.raw_folder, onerror=lambda e: denied.append(Path(str(e.filename)))):
            here = Path(folder)
            others = (here / name for name in (*folders, *names) if os.path.join(folder, name) not in claimed)  # noqa: PTH118
            found += (
                (self._id_of(path), why)
                for path in others
                if self._is_raw(path, seen, _OWN_FOLDERS) and (why := self._no_file(path))
            )
            folders[:] = [name for name in folders if self._is_raw(here / name, seen, _OWN_FOLDERS)]
        found += ((path.relative_to(self.root).as_posix(), "The folder cannot be read.") for path in denied)
        return sorted(found)

    def _no_file(self, path: Path) -> str:
        """Return why nothing can be read at a path, or nothing."""
        if path.is_symlink():
            if not path.exists():
                return "It is a link that leads nowhere."
            if not path.resolve().is_relative_to(self.root.resolve()):
                return "It is a link out of the project."
            return "It is a link to a folder." if path.is_dir() else ""
        return "" if path.is_file() or path.is_dir() else "It is no file, but a pipe, a socket or a device."

    def _declared_files(self, *, whole: bool) -> Iterator[RawFile]:
        """Yield the files of all sources; if they are to be ``whole``, each pattern has to match one."""
        claimed: dict[Path, Source] = {}
        errors: list[CorpusError] = []
        for number, source in enumerate(self.config.sources):
            excluded = {path for pattern in source.exclude for path in self.root.glob(_for_glob(pattern))}
            for pattern in source.files:
                seen, others = _FolderCache(), _OWN_FOLDERS - {pattern.split("/", 1)[0]}
                matching = (path for path in self.root.glob(_for_glob(pattern)) if self._readable(path, seen))
                paths = [path for path in matching if path not in excluded and self._is_raw(path, seen, others)]
                if not paths and whole:
                    errors.append(_no_match(number, pattern))
                errors += (
                    _claimed_twice(path.relative_to(self.root), claimed[path], source)
                    for path in paths
                    if claimed.setdefault(path, source) is not source
                )
        raise_together(errors, f"reading {CONFIG}")
        for path, source in claimed.items():
            yield from self._raw_files(path, source)

    def unclaimed(self, files: Sequence[RawFile]) -> list[str]:
        """Return the ids of the files in the raw folder that belong to no source, sorted."""
        claimed, seen = {file.archive or file.path for file in files}, _FolderCache()
        others = (path for path in self.raw_folder.rglob("*") if path not in claimed and self._readable(path, seen))
        return sorted(self._id_of(path) for path in others if self._is_raw(path, seen, _OWN_FOLDERS))

    def _all_files(self) -> Iterator[RawFile]:
        seen = _FolderCache()
        for folder, entry in self._entries(self.root, seen):
            name = entry.name.lower()
            if not entry.is_file(follow_symlinks=False) and not self._readable(Path(entry.path), seen):
                continue
            may_be_part = name in _OF_A_SYSTEM or name.endswith(_STYLES) or folder.name.endswith(_OF_A_PAGE)
            if may_be_part and _is_part_of_page(Path(entry.path)):
                continue
            if name.endswith(ARCHIVE_SUFFIX):
                yield from self._raw_files(Path(entry.path), None)
            else:
                yield RawFile(self._id_below(entry.path), Path(entry.path), None)

    def _entries(self, folder: Path, seen: _FolderCache) -> Iterator[tuple[Path, os.DirEntry[str]]]:
        """Yield what is raw in a folder and those in it, but for folders; each beside the folder that it is in.

        A path is not made for each, nor asked again what the folder has told already.
        """
        try:
            with os.scandir(folder) as found:
                entries = list(found)
        except OSError:
            return  # of which ``unreadable`` tells
        is_root = folder == self.root
        if not is_root and not self._stands_among_raw(folder / "any", seen, frozenset()):
            return
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~")) or (is_root and name in OUTPUT_FOLDERS):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._entries(Path(entry.path), seen)
            elif name != METADATA and not (is_root and name == CONFIG):
                yield folder, entry

    def _raw_files(self, path: Path, source: Source | None) -> Iterator[RawFile]:
        """Yield a file, or the files in it if it is an archive."""
        archive = unpacked(path, self.root.resolve() / CACHE / "unpacked" if self.declared else None)
        if archive is None:
            yield RawFile(self._id_of(path), path, source)
            return
        for name, place in archive.members:
            if not _is_part_of_page(place):
                yield RawFile(f"{self._id_of(path)}/{name}", place, source, path)
        for name, problem, remedy in archive.problems:
            yield RawFile(f"{self._id_of(path)}/{name}".rstrip("/"), path, source, path, (problem, remedy))

    def _is_raw(self, path: Path, seen: _FolderCache, others: frozenset[str] = frozenset()) -> bool:
        """Return whether a file is raw material: not what a build wrote, in whatever folder, nor the project's own."""
        if path.name == METADATA or (path.name == CONFIG and path == self.root / CONFIG):
            return False
        return self._stands_among_raw(path, seen, others)

    def _stands_among_raw(self, path: Path, seen: _FolderCache, others: frozenset[str]) -> bool:
        """Return whether no name of a path, nor a folder of it, says that it is none of the raw material."""
        if path.name.startswith((".", "~")):
            return False
        if path.parent == self.root:
            return path.name not in OUTPUT_FOLDERS | others
        above = path.parent
        if above not in seen.raw:
            seen.raw[above] = self._stands_among_raw(above, seen, others) and not _is_release(above)
        return seen.raw[above]

    def _readable(self, path: Path, seen: _FolderCache) -> bool:
        """Return whether a path is a file, and lies in the project even once links are followed."""
        if not path.is_file():
            return False
        if path.is_symlink():
            return path.resolve().is_relative_to(self.root.resolve())
        if path.parent not in seen.inside:
            seen.inside[path.parent] = path.parent.resolve().is_relative_to(self.root.resolve())
        return seen.inside[path.parent]

    def _id_of(self, path: Path) -> str:
        return self._id_below(os.fspath(path))

    def _id_below(self, written: str) -> str:
        if written.startswith(self._base):  # a path for each of many files is what listing them takes
            below = written.removeprefix(self._base).replace(os.sep, "/")
        else:
            below = Path(written).relative_to(self.root).as_posix()
        return below if below.isascii() else unicodedata.normalize("NFC", _as_utf8(below))

    def known_facts(self, files: Sequence[RawFile]) -> dict[str, dict[str, str]]:
        """Return what metadata.csv says, by file id; empty where there is none.

        Raises:
            ProjectError: it is malformed, has an unknown column or names an unknown or repeated file.
        """
        path = self.raw_folder / METADATA
        if not path.is_file():
            return {}
        allowed = {*FACTS, *self.config.columns}
        known: dict[str, dict[str, str]] = {}
        errors: list[CorpusError] = []
        ids = {file.id for file in files}
        reader = csv.DictReader(io.StringIO(_text_of(path), newline=""), strict=True)
        try:
            columns = list(reader.fieldnames or [])
            rows = [(reader.line_num, row) for row in reader]
        except csv.Error as error:
            where = f"{METADATA} > line {reader.line_num}"
            raise ProjectError(
                where, f"This is no CSV: {error}.", "Close each quote, and double those inside."
            ) from None
        if "file_name" not in columns:
            raise ProjectError(
                METADATA,
                "There is no column file_name.",
                "Add it: a path below the raw folder.",
            )
        errors += (_unknown_column(column, allowed, self) for column in sorted(set(columns) - allowed - {"file_name"}))
        for line, row in rows:
            name = unicodedata.normalize("NFC", row.pop("file_name") or "")
            if name not in ids and not any(isinstance(value, str) and value.strip() for value in row.values()):
                continue  # a row that says nothing, such as init writes, of a file that is gone
            of_row = name not in ids and name.rpartition("#")[0] in ids
            if not (of_row or name in ids) or name in known:
                problem = f'"{name}" is {"given twice" if name in known else "no file of this corpus"}.'
                errors.append(ProjectError(f"{METADATA} > line {line}", problem, "Correct file_name."))
            if of_row and (row.get("license") or "").strip():
                problem, remedy = "A row of a table has its terms from the table.", "Give it a column license there."
                errors.append(ProjectError(f"{METADATA} > line {line} > license", problem, remedy))
            known[name] = {key: value.strip() for key, value in row.items() if key and value and value.strip()}
            if problem_and_remedy := license_problem(known[name].get("license", UNKNOWN)):
                errors.append(ProjectError(f"{METADATA} > line {line}", *problem_and_remedy))
        raise_together(errors, f"reading {METADATA}")
        return known

    def repairs_for(self, file: RawFile) -> list[RepairEntry]:
        """Return the repairs declared for a file."""
        if not self.config.repairs:
            return []
        path = _as_utf8((file.archive or file.path).relative_to(self.root).as_posix())
        if file.archive:
            path += file.id.removeprefix(self._id_of(file.archive))
        return [entry for entry in self.config.repairs if fnmatchcase(path, entry.file)]


def _as_utf8(name: str) -> str:
    """Return a path with the characters that its bytes are in UTF-8, whatever encoding the locale has.

    One whose bytes are no UTF-8 stays as the system gave it, with surrogates.
    """
    if name.isascii():
        return name
    try:
        return os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return name


def _as_the_system_has_it(name: str) -> str:
    """Return a name as the locale decodes the bytes that it is in UTF-8: so names are where files are listed."""
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))


def _is_part_of_page(path: Path) -> bool:
    """Return whether a file is what a browser saved beside a page, or a system beside anything: no document.

    Where nobody has said which files are raw, pictures and the like are left out by their own kind; these
    would be read as text.
    """
    if path.name.lower() in _OF_A_SYSTEM:
        return True
    folder = path.parent.name
    page = next((folder.removesuffix(end) for end in _OF_A_PAGE if folder.endswith(end)), None)
    if page and any(path.parent.with_name(page + ending).is_file() for ending in _PAGES):
        return True
    return path.suffix.lower() in _STYLES and any(path.parent.glob("*.htm*"))


def _is_release(folder: Path) -> bool:
    return all((folder / name).is_file() for name in _OF_A_RELEASE)


def _unknown_column(column: str, allowed: Collection[str], project: Project) -> ProjectError:
    near = difflib.get_close_matches(column, allowed, n=1)
    remedy = f'Did you mean "{near[0]}"? Else declare it' if near else "Declare it"
    remedy += f' under [columns] in {CONFIG}: {column} = "string", or "class_label" for a label.'
    if not near and not NAME.fullmatch(column):
        remedy = f"Rename it to {NAMED_SO}, and declare it under [columns] in {CONFIG}."
    if not project.declared:
        remedy += f" `bdci-corpus init {project.root}` writes that file."
    return ProjectError(f"{METADATA} > {column}", "This column is unknown.", remedy)


def open_project(folder: Path) -> Project:
    """Read a folder's corpus.toml, or take the folder as it is.

    Raises:
        ProjectError: the folder is missing, or corpus.toml is not valid; all problems together.
    """
    if not folder.is_dir():
        problem = "This is a file." if folder.exists() else "There is no such folder."
        near = "" if folder.exists() else nearest_path(folder)
        raise ProjectError(str(folder), problem, f"{near}Name a folder of raw documents.")
    path = folder / CONFIG
    if not path.is_file():
        return Project(folder, Config(corpus=Corpus(name=name_from(folder))), declared=False)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = f"This is not UTF-8: {error}."
        raise ProjectError(CONFIG, problem, "Save it as UTF-8.") from None
    return Project(folder, parse_config(text), declared=True)


def _text_of(path: Path) -> str:
    """Return the text of a file that a spreadsheet wrote, in whatever encoding.

    Raises:
        DecodingError: it is no text.
    """
    return decode(path.read_bytes(), path.name).text.removeprefix("\ufeff")


def name_from(folder: Path) -> str:
    """Return a corpus name made from a folder's."""
    return slug(_as_utf8(folder.resolve().name)) or "corpus"


def slug(text: str, *, tones: bool = True) -> str:
    """Return words as a name for machines: ASCII, Chinese in pinyin; with tones few names are alike."""
    spelled = text if text.isascii() else _spelled(text, tones=tones)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def _spelled(text: str, *, tones: bool) -> str:
    """Return words with pinyin in place of Chinese, by a dictionary of phrases that takes 40 MB."""
    from pypinyin import Style, lazy_pinyin

    return " ".join(lazy_pinyin(text, style=Style.TONE3 if tones else Style.NORMAL))


def _for_glob(pattern: str) -> str:
    """Return a pattern that means the same on every Python: before 3.13 a final ``**`` finds folders only."""
    written = _as_the_system_has_it(pattern)
    return f"{written}/*" if written == "**" or written.endswith("/**") else written


def _no_match(number: int, pattern: str) -> ProjectError:
    return ProjectError(
        f"{CONFIG} > sources[{number}].files",
        f'"{pattern}" matches no file.',
        "Correct the pattern, or remove it.",
    )


def _claimed_twice(path: Path, first: Source, second: Source) -> ProjectError:
    return ProjectError(
        f"{CONFIG} > sources",
        f'"{path.as_posix()}" belongs to both "{first.name}" and "{second.name}".',
        "Make their patterns exclude each other.",
    )
