"""What of a project everybody may read: what of configuration, notes and reasons speaks of shown documents."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from fnmatch import fnmatchcase
from unicodedata import normalize

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.licenses import find_notices
from bdci_corpus.project import ARCHIVE_SUFFIX, Config, RepairEntry, Source, Splits
from bdci_corpus.text import match_key

_BLANKS = re.compile(r"\s+")

_QUOTED = re.compile(r'".*"|“.*”|\'.*\'', re.DOTALL)

_EXCEPTION = re.compile(r"(failed with \w+): .*", re.DOTALL)


def without_names(notes: Iterable[str], names: Collection[str]) -> tuple[str, ...]:
    """Return the notes that name none of these documents; a note puts a name between quotes."""
    return tuple(note for note in notes if not any(f'"{name}"' in note for name in names))


def without_values(words: str) -> str:
    """Return what was said of a file that could not be read without what it quotes of the file."""
    return _EXCEPTION.sub(r"\1.", _QUOTED.sub("…", words))


def shown_config(config: Config, shown: pa.Table, others: pa.Table, *, unread: bool) -> Config:
    """Return what of a configuration speaks of the rows in ``shown``; ``others`` are all other rows that were read.

    A source stays that has such a row, a pattern that matches its file, a notice that it carries or that
    its source names, a quotation and a repair whose words it has, and a column, unless only others have
    values in it, as those may that are ``unread``.
    """
    below, paths = config.corpus.raw, pc.unique(shown["path"]).to_pylist()
    named = set(pc.unique(shown["source"]).to_pylist())
    columns = {
        name: kind
        for name, kind in config.columns.items()
        if _has_values(shown, name) or not (unread or _has_values(others, name))
    }
    sources = [_shown_source(source, below, paths) for source in config.sources if source.name in named]
    referenced = {source.notice for source in sources}
    texts = pc.unique(pc.drop_null(shown["notice_text"])).to_pylist()
    return config.model_copy(
        update={
            "sources": sources,
            "notices": [
                n
                for n in config.notices
                if n.id in referenced or any(find_notices(text, [(n.id, n.match)]) for text in texts)
            ],
            "quotations": [entry for entry in config.quotations if _is_said(shown, [entry.match])],
            "repairs": [entry for entry in config.repairs if _is_shown(entry, below, shown)],
            "columns": columns,
            "splits": _shown_splits(config, config.columns.keys() - columns.keys()),
        }
    )


def _shown_splits(config: Config, unseen: Collection[str]) -> Splits:
    """Return how splits are made, without the columns that nobody sees."""
    splits = config.splits
    return splits.model_copy(
        update={
            "stratify": [name for name in splits.stratify if name not in unseen],
            "group_by": [name for name in splits.group_by if name not in unseen],
            "from_column": None if splits.from_column in unseen else splits.from_column,
            "by_date": {} if splits.date in unseen else splits.by_date,
            "date": type(splits)().date if splits.date in unseen else splits.date,
        }
    )


def _shown_source(source: Source, below: str, paths: Sequence[str]) -> Source:
    return source.model_copy(  # what is excluded is not shown
        update={"files": [p for p in source.files if any(claims(p, below, path) for path in paths)], "exclude": []}
    )


def claims(pattern: str, below: str, path: str) -> bool:
    """Return whether a pattern of corpus.toml matches a raw file; ``path`` counts from the raw folder ``below``.

    A file in an archive is matched as the archive is, too.
    """
    parts, names = normalize("NFC", pattern).split("/"), path.split("/")
    ends = [len(names), *(at + 1 for at, name in enumerate(names[:-1]) if name.lower().endswith(ARCHIVE_SUFFIX))]
    return any(_fits(parts, whole) for end in ends for whole in ([*below.split("/"), *names[:end]], names[:end]))


def _fits(pattern: Sequence[str], path: Sequence[str]) -> bool:
    """Return whether a path matches part by part; ``**`` is any number of folders, at the end any file in them."""
    last = len(pattern) - 1
    at = {0}
    for name in path:
        for place in range(last):
            at |= {place + 1} if place in at and pattern[place] == "**" else set()
        stays = {place for place in at if place <= last and pattern[place] == "**"}
        at = stays | {place + 1 for place in at - stays if place <= last and fnmatchcase(name, pattern[place])}
    return last + 1 in at or (pattern[last] == "**" and last in at)


def _is_shown(entry: RepairEntry, below: str, shown: pa.Table) -> bool:
    """Return whether a repair was for a document that is shown: its file is, and has the words."""
    every = pc.unique(shown["path"]).to_pylist()
    paths = [path for path in every if fnmatchcase(f"{below}/{path}", entry.file) or fnmatchcase(path, entry.file)]
    return _is_said(
        shown.filter(pc.is_in(shown["path"], pa.array(paths, pa.string()))), [entry.original, entry.damaged]
    )


def _is_said(documents: pa.Table, words: Sequence[str]) -> bool:
    """Return whether one of the documents has some of these words, in whatever script, with whatever blanks."""
    plain = [_BLANKS.sub("", word) for word in words]
    keys = [key for word in words if (key := match_key(word))]
    for batch in documents.select(["text", "original_text"]).to_batches(max_chunksize=1_000):
        for text in (*batch["text"].to_pylist(), *batch["original_text"].to_pylist()):
            if text and (any(word in _BLANKS.sub("", text) for word in plain) or _has(text, keys)):
                return True
    return False


def _has(text: str, keys: Sequence[str]) -> bool:
    return bool(keys) and any(key in match_key(text) for key in keys)


def _has_values(rows: pa.Table, column: str) -> bool:
    return bool(rows[column].null_count < rows.num_rows)
