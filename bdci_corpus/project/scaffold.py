"""Scaffold a corpus project, and a loader script."""

from __future__ import annotations

import csv
import io
import json
import keyword
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath
from string import Template

from bdci_corpus.errors import ProjectError
from bdci_corpus.licenses import STRICTNESS
from bdci_corpus.project.archives import ARCHIVE_SUFFIX
from bdci_corpus.project.declared import notice_problems
from bdci_corpus.project.files import CACHE, FACTS, METADATA, OUTPUT_FOLDERS, name_from, slug
from bdci_corpus.project.own_columns import own_columns
from bdci_corpus.project.tables import CONFIG, Config
from bdci_corpus.records import Notice

SCHEMA = ".corpus.schema.json"
"""Where an editor finds what corpus.toml may hold; the first line of corpus.toml names it."""

MOST_SOURCES = 20
"""A folder of more kinds and folders gets a source for each kind alone: nobody declares a hundred."""

MOST_ROWS = 1_000
"""A metadata.csv of more files has its head only: a person fills in no more by hand."""

_NO_DOCUMENT = re.compile(r"(?:README|LICEN[CS]E|COPYING|CHANGELOG|NOTICE)(?:\.\w+)?$|Thumbs\.db$", re.IGNORECASE)
"""Files that tell of the others."""

_BESIDE_TEXT = re.compile(r"(?:image|audio|video|font)/|text/(?:css|javascript)$")
"""Kinds of files that stand beside documents: what a page shows, and what it is shown with."""

_KINDS = MimeTypes(filenames=())
"""What names say of files, the same on every machine."""

_GIT_ATTRIBUTES = """\
# Raw documents are bytes: no checkout may change them.
{raw}/** -text
splits/ledger.tsv text eol=lf
"""

_TEMPLATES = Path(__file__).parent / "templates"

_LOADER_NAME = re.compile(r"[a-z][a-z0-9_]*")


def init(folder: Path) -> list[Path]:
    """Make a folder a corpus project, around the raw files that are there; return what was written.

    Each kind of file in each folder is a source of its own: those are what terms are declared for.

    Raises:
        ProjectError: it is one already, or ``folder`` is a file.
    """
    if (folder / CONFIG).exists():
        raise ProjectError(
            str(folder / CONFIG),
            "This is a corpus project already.",
            "Edit it, or name another folder.",
        )
    if folder.exists() and not folder.is_dir():
        raise ProjectError(str(folder), "This is a file.", "Name a folder.")
    raw = "seeds" if not folder.is_dir() or (folder / "seeds").is_dir() else "."
    names = _raw_files(folder, raw)
    raw = raw if names else "seeds"
    config = Template((_TEMPLATES / "corpus.toml.template").read_text(encoding="utf-8")).substitute(
        name=name_from(folder),
        title=_title(folder),
        raw=raw,
        sources="\n".join(map(_as_toml, _sources(names, raw))),
        notices="",
        columns=own_columns(folder / raw / METADATA, FACTS),
    )
    files = {
        CONFIG: config,
        SCHEMA: as_schema(),
        ".gitattributes": _GIT_ATTRIBUTES.format(raw=raw),
        ".gitignore": "".join(f"/{name}/\n" for name in sorted(OUTPUT_FOLDERS)) + f"/{CACHE}/\n/splits/.*\n",
        f"{raw}/{METADATA}": _metadata(names, raw),
    }
    for name in ("seeds", "loaders", "splits") if raw == "seeds" else ("loaders", "splits"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            written.append(folder / name)
    return written


def _title(folder: Path) -> str:
    """Return the line of corpus.toml that names the corpus for people: the folder's name, where that is not ASCII."""
    name = folder.resolve().name
    about = "# what people call it, in any script"
    return f'# title = "…" {about}' if name.isascii() else f"title = {json.dumps(name, ensure_ascii=False)} {about}"


def note_notices(folder: Path, found: Sequence[tuple[str, Notice]], config: Config) -> int:
    """Write into corpus.toml, as comments, the TOML that declares notices that were found; return how many.

    What a notice comes down to is for a person to say: a build stops until one has.
    """
    problems = list(notice_problems(found, config))
    text = "\n\n".join(_commented(f"# {problem.where}: {problem.remedy}") for problem in problems)
    if problems:
        with (folder / CONFIG).open("a", encoding="utf-8", newline="\n") as file:
            file.write(
                f"\n# Notices that were found. Read each, take off the number signs, and correct it.\n\n{text}\n"
            )
    return len(problems)


def as_schema() -> str:
    """Return the JSON Schema of corpus.toml, by which editors complete its keys and mark what is wrong."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Config.model_json_schema(by_alias=True)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def is_beside(name: str) -> bool:
    """Return whether a file is no document by its name: it tells of the others, or is a picture, a style, a sound."""
    kind, _ = _KINDS.guess_type(name)
    return bool(_NO_DOCUMENT.match(name) or (kind and _BESIDE_TEXT.match(kind)))


def _commented(text: str) -> str:
    return "\n".join(line if line.startswith("#") or not line else f"# {line}" for line in text.splitlines())


def _raw_files(folder: Path, raw: str) -> list[PurePosixPath]:
    """Return the raw files that are there, from the project's folder, sorted."""
    root = folder / raw
    if not root.is_dir():
        return []
    found = (path.relative_to(folder) for path in root.rglob("*") if path.is_file() and path.name != METADATA)
    return sorted(PurePosixPath(path.as_posix()) for path in found if not _aside(path))


@dataclass(frozen=True, slots=True)
class _FileKind:
    """The files of one kind in one folder: their source's name, their pattern, and those that are no documents."""

    name: str
    pattern: str
    excluded: Sequence[str]


def _sources(names: Sequence[PurePosixPath], raw: str) -> list[_FileKind]:
    """Return a source for each kind of file in each folder of the raw folder, or one for files to come."""
    depth = 0 if raw == "." else 1
    groups: dict[tuple[str, str], list[PurePosixPath]] = {}
    for path in names:
        top = "/".join(path.parts[: depth + 1]) if len(path.parts) > depth + 1 else "/".join(path.parts[:depth])
        groups.setdefault((top, path.suffix), []).append(path)
    if len(groups) > MOST_SOURCES:
        groups = _by_suffix(names, raw)
    kinds = [
        _FileKind(name, _pattern(top, suffix, own), [str(path) for path in own if is_beside(path.name)])
        for ((top, suffix), own), name in zip(groups.items(), _distinct(groups, depth), strict=True)
        if any(not is_beside(path.name) for path in own)
    ]
    return kinds or [_FileKind("main", f"{raw}/**/*".removeprefix("./"), [])]


def _by_suffix(names: Sequence[PurePosixPath], raw: str) -> dict[tuple[str, str], list[PurePosixPath]]:
    groups: dict[tuple[str, str], list[PurePosixPath]] = {}
    for path in names:
        groups.setdefault(("" if raw == "." else raw, path.suffix), []).append(path)
    return groups


def _pattern(top: str, suffix: str, own: Sequence[PurePosixPath]) -> str:
    """Return the pattern of a group: below its folder where it has one of its own, else in that folder alone."""
    nested = any(len(path.parts) > len(PurePosixPath(top).parts) + 1 for path in own) if top else len(own[0].parts) > 1
    start = f"{_escaped(top)}/" if top else ""
    deep = "**/" if nested or (top and len(PurePosixPath(top).parts) > 1) else ""
    return f"{start}{deep}*{_escaped(suffix)}"


def _escaped(text: str) -> str:
    """Return a name as a pattern that matches it: brackets, stars and question marks stand for themselves."""
    return re.sub(r"([*?[])", r"[\1]", text)


def _distinct(groups: Iterable[tuple[str, str]], depth: int) -> Iterator[str]:
    """Yield a name for each group: its folder's and its kind's, told apart by a number where two are alike."""
    taken: set[str] = set()
    for top, suffix in groups:
        folder = "/".join(PurePosixPath(top).parts[depth:]) if depth else top
        words = f"{folder} {suffix.removeprefix('.')}" if folder else suffix.removeprefix(".") or "files"
        name = plain = slug(words, tones=False) or "files"
        number = 2
        while name in taken:
            name, number = f"{plain}-{number}", number + 1
        taken.add(name)
        yield name


def _as_toml(kind: _FileKind) -> str:
    quoted = [json.dumps(text, ensure_ascii=False) for text in (kind.name, kind.pattern)]
    excluded = json.dumps(list(kind.excluded), ensure_ascii=False)
    lines = [
        "[[sources]]",
        f"name = {quoted[0]}",
        f"files = [{quoted[1]}]",
        *([f"exclude = {excluded} # of the folder, and no documents"] if kind.excluded else []),
        'license = "LicenseRef-Unknown" # an SPDX expression, such as CC-BY-4.0',
        f'restriction = "unknown" # {", ".join(reversed(STRICTNESS[:-1]))}',
    ]
    return "\n".join(lines) + "\n"


def _metadata(names: Sequence[PurePosixPath], raw: str) -> str:
    """Return metadata.csv with a row for each file, to be filled in where a person knows more of one."""
    own = [path for path in names if not is_beside(path.name) and path.suffix.lower() != ARCHIVE_SUFFIX]
    below = [str(path if raw == "." else path.relative_to(raw)) for path in own]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["file_name", *FACTS])
    if len(below) <= MOST_ROWS:
        writer.writerows([name, *[""] * len(FACTS)] for name in below)
    return out.getvalue()


def _aside(path: Path) -> bool:
    return path.parts[0] in OUTPUT_FOLDERS or any(part.startswith(".") for part in path.parts)


def new_loader(name: str, folder: Path) -> Path:
    """Write a loader script to start from into ``folder``; return its path.

    Raises:
        ProjectError: the name is no good, or taken.
    """
    path = folder / f"{name}.py"
    if not _LOADER_NAME.fullmatch(name) or keyword.iskeyword(name) or name in sys.stdlib_module_names:
        remedy = "Use lower-case letters, digits and underscores, and no name of the standard library."
        raise ProjectError(name, "A loader cannot be called that.", remedy)
    if path.exists():
        raise ProjectError(str(path), "There is such a loader already.", "Choose another name.")
    folder.mkdir(parents=True, exist_ok=True)
    text = (_TEMPLATES / "loader.py.template").read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
