"""Scaffold a corpus project, and a loader script."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path
from string import Template

from bdci_corpus.errors import ProjectError
from bdci_corpus.project.config import CONFIG
from bdci_corpus.project.files import CACHE, METADATA, OUTPUT_FOLDERS, name_from

_GIT_ATTRIBUTES = """\
# Raw documents are bytes: no checkout may change them.
{raw}/** -text
splits/ledger.tsv text eol=lf
"""

_TEMPLATES = Path(__file__).parent / "templates"

_LOADER_NAME = re.compile(r"[a-z][a-z0-9_]*")


def init(folder: Path) -> list[Path]:
    """Make a folder a corpus project, around the raw files that are there; return what was written.

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
    raw, patterns = _raw_files(folder)
    config = Template((_TEMPLATES / "corpus.toml.template").read_text(encoding="utf-8")).substitute(
        name=name_from(folder), raw=raw, patterns=", ".join(f'"{pattern}"' for pattern in patterns)
    )
    files = {
        CONFIG: config,
        ".gitattributes": _GIT_ATTRIBUTES.format(raw=raw),
        ".gitignore": "".join(f"/{name}/\n" for name in sorted(OUTPUT_FOLDERS)) + f"/{CACHE}/\n/splits/.*\n",
    }
    for name in ("seeds", "loaders", "splits") if raw == "seeds" else ("loaders", "splits"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files.items():
        if not (folder / name).exists():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
            written.append(folder / name)
    return written


def _raw_files(folder: Path) -> tuple[str, list[str]]:
    """Return the raw folder and the patterns of its files: ``seeds``, or where files are already."""
    if not folder.is_dir() or (folder / "seeds").is_dir():
        return "seeds", ["seeds/**/*"]
    suffixes = {
        path.suffix
        for path in folder.rglob("*")
        if path.is_file() and path.name != METADATA and not _aside(path.relative_to(folder))
    }
    named = sorted(suffix for suffix in suffixes if suffix)
    return (".", [f"**/*{suffix}" for suffix in named]) if named else ("seeds", ["seeds/**/*"])


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
