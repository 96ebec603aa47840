"""What of a configuration and of notes may be shown, when some documents may not."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fnmatch import fnmatchcase

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.licenses import find_notices
from bdci_corpus.project import Config, RepairEntry, Source


def without_names(notes: Iterable[str], names: Collection[str]) -> tuple[str, ...]:
    """Return the notes that name none of these documents."""
    return tuple(note for note in notes if not any(name in note for name in names))


def shown_config(config: Config, shown: pa.Table, withheld: Collection[str]) -> Config:
    """Return a configuration without what tells of the raw files in ``withheld``.

    ``shown`` are the rows of the release. A source goes that only such files belong to, a pattern that
    only they match, a notice that no row carries, and a repair that is for one of them.
    """
    if not withheld:
        return config
    paths, sources = set(shown["path"].to_pylist()), set(shown["source"].to_pylist())
    below = config.corpus.raw
    kept = [_shown_source(source, below, paths, withheld) for source in config.sources if source.name in sources]
    said = {source.notice for source in kept}
    texts = set(pc.drop_null(shown["notice_text"]).to_pylist())
    notices = [
        n for n in config.notices if n.id in said or any(find_notices(text, [(n.id, n.match)]) for text in texts)
    ]
    return config.model_copy(
        update={
            "sources": kept,
            "notices": notices,
            "repairs": [entry for entry in config.repairs if not _is_for(entry, below, withheld)],
        }
    )


def _shown_source(source: Source, below: str, paths: Collection[str], withheld: Collection[str]) -> Source:
    patterns = [p for p in source.files if _matches(p, below, paths) or not _matches(p, below, withheld)]
    return source.model_copy(update={"files": patterns or source.files})


def _is_for(entry: RepairEntry, below: str, withheld: Collection[str]) -> bool:
    return _matches(entry.file, below, withheld)


def _matches(pattern: str, below: str, paths: Collection[str]) -> bool:
    """Return whether a pattern may mean one of these files; ids are paths below the raw folder."""
    return any(fnmatchcase(f"{below}/{path}", pattern) or fnmatchcase(path, pattern) for path in paths)
