"""``normalize``: one file, or its bytes, to cleaned documents."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bdci_corpus.documents.read import read_bytes, read_file
from bdci_corpus.documents.settings import Settings, Wishes, settings_for
from bdci_corpus.errors import ProjectError, nearest_path
from bdci_corpus.loading import Loader, find_loaders, load_loader
from bdci_corpus.project import Project, RawFile, open_project
from bdci_corpus.records import Document
from bdci_corpus.rules import RULE_NAMES
from bdci_corpus.text import Script


def normalize(
    source: str | Path | bytes,
    *,
    project: str | Path | None = None,
    loader: str | Path | None = None,
    script: Script | None = None,
    disable: Sequence[str] = (),
) -> list[Document]:
    """Read and clean one file, and return its documents in order.

    Args:
        source: the path of a raw file, or its bytes.
        project: the folder of a corpus project whose sources, notices, repairs and time zone apply.
        loader: the name of a loader, or the path of a loader script; else the surest is chosen.
        script: ``zh-Hans`` and ``zh-Hant`` convert, ``keep`` does not; if not given, the project's, or ``keep``.
        disable: names of rules to leave out.

    Raises:
        CorpusError: the file cannot be read, or a name is unknown. Of a table's rows that are no
            documents, a warning says so.
    """
    for name in disable:
        if name not in RULE_NAMES:
            problem, remedy = f'There is no rule "{name}".', f"There are: {', '.join(RULE_NAMES)}."
            raise ProjectError(where="disable", problem=problem, remedy=remedy)
    name = "bytes" if isinstance(source, bytes) else Path(source).name
    settings = Settings()
    loaders = find_loaders()
    if project is not None:
        opened = open_project(Path(project))
        loaders = find_loaders(opened.root / "loaders" if opened.declared else None)
        name, settings = _declared(opened, source, name)
    wishes = Wishes(script or settings.wishes.script, settings.wishes.timezone)
    settings = settings.with_wishes(wishes, (*settings.disable, *disable))
    if loader is not None:
        loaders, settings = _with_loader(loaders, settings, loader)
    if isinstance(source, bytes):
        return list(read_bytes(source, name, loaders, settings).documents)
    return list(_documents(Path(source), name, loaders, settings))


def _documents(path: Path, name: str, loaders: Mapping[str, Loader], settings: Settings) -> Iterator[Document]:
    """Yield the documents of a file; warn of the rows of a table that are none."""
    try:
        for part in read_file(path, name, loaders, settings):
            for problem in part.problems:
                warnings.warn(str(problem), stacklevel=3)
            yield from part.documents
    except IsADirectoryError:
        raise ProjectError(str(path), "This is a folder.", "Name a file in it.") from None
    except OSError as error:
        near = nearest_path(path) if isinstance(error, FileNotFoundError) else ""
        remedy = f"{near}Name another path."
        raise ProjectError(str(path), f"The file cannot be read: {error.strerror}.", remedy) from None


def _declared(project: Project, source: str | Path | bytes, name: str) -> tuple[str, Settings]:
    """Return the id and settings of a file of a project, or the project's own for any other."""
    if not isinstance(source, bytes):
        path = Path(source).resolve()
        for file in project.files_there():
            if file.path.resolve() == path:
                return file.id, settings_for(project, file)
    return name, settings_for(project, RawFile(id=name, path=project.root / name, source=None))


def _with_loader(
    loaders: Mapping[str, Loader], settings: Settings, loader: str | Path
) -> tuple[Mapping[str, Loader], Settings]:
    """Return loaders and settings that read with the loader named, or the script at a path."""
    if str(loader).endswith(".py"):
        own = load_loader(Path(loader).resolve())
        return {own.name: own}, settings.with_loader(own.name)
    return loaders, settings.with_loader(str(loader))
