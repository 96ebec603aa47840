"""From what is given to its splits: folders, files, what `datasets` saved, and objects of every library."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.auditing.tables import Read, is_table_file, joined, read_table, table_of_rows
from bdci_corpus.errors import AuditError
from bdci_corpus.progress import Progress, tell_nobody

WHOLE = "all"
"""What the rows of something without splits are called."""

SPLIT_COLUMNS = ("split", "subset", "partition", "fold", "set", "数据集", "划分", "集合")
"""Columns that say which split a row is in, if their values are names of splits."""

_WORDS: Mapping[str, Sequence[str]] = {
    "train": ("train", "training", "训练", "訓練"),
    "validation": ("validation", "valid", "val", "dev", "development", "验证", "驗證", "开发", "開發"),
    "test": ("test", "testing", "eval", "evaluation", "测试", "測試", "评测", "評測"),
}
"""What files and splits are called, as ``datasets`` knows them, and in Chinese."""

_NOTHING_SEEN = frozenset({"EmptyDatasetError", "DataFilesNotFoundError"})
"""What ``datasets`` raises where it sees no files that it can read, though there may be some in other dialects."""

_CONFIGS = re.compile("^configs:", re.MULTILINE)
"""How the card of a data set begins to tell its files."""

_MIXED = "the same data file format"
"""What ``datasets`` says of a folder whose splits are of several kinds of file, which it does not load."""

_LONGEST_MESSAGE = 300
"""How much of a library's own words is shown, in characters."""

_MOST_SPLITS = 50
"""A column with more different values names no splits."""

_AT_ONCE = 10_000
"""Rows of a stream that are made one batch."""

_GIVE = "Give a path, a mapping of splits, a DatasetDict, a table of Arrow, pandas or polars, or an iterable."


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The rows of a split, and where they came from."""

    name: str
    table: pa.Table
    source: str = ""
    unread: int = 0
    first_problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the source: a configuration of a folder, or the column of splits."""

    config: str | None = None
    split_column: str | None = None


def splits_of(data: object, wanted: Wanted, progress: Progress = tell_nobody) -> list[Split]:
    """Return the splits of whatever was given, in their order.

    Raises:
        AuditError: it is nothing that has rows.
    """
    if isinstance(data, str | os.PathLike):
        found = _of_path(Path(data), wanted, progress)
    elif isinstance(data, Mapping) and not _are_columns(data):
        found = list(_of_mapping(data, wanted, progress))
    elif _are_paths(data):
        found = of_files([Path(path) for path in data], progress)  # type: ignore[attr-defined]
    else:
        found = [Split(name=WHOLE, table=_of_object(data))]
    if len(found) == 1:
        found = _by_column(found[0], wanted.split_column)
    elif wanted.split_column is not None:
        raise AuditError(wanted.split_column, "There are several splits already.", "Leave out the column of splits.")
    if not found or not any(split.table.num_rows for split in found):
        raise AuditError(_named(data), "There are no rows.", "Name files that hold some.")
    return found


def _named(data: object) -> str:
    return str(data) if isinstance(data, str | os.PathLike) else type(data).__name__


def split_name(name: str) -> str | None:
    """Return the split that a file or folder is called after, if it is."""
    plain = re.sub(r"[-_.\s]*\d+[-_]of[-_]\d+.*", "", name.lower())
    for split, words in _WORDS.items():
        for word in words:
            if (word in plain) if not word.isascii() else re.search(rf"(?:\A|[^a-z]){word}(?:[^a-z]|\Z)", plain):
                return split
    return None


def names_its_split(column: str, values: pa.ChunkedArray, split: str) -> bool:
    """Tell whether a column does nothing but repeat what split its rows are in."""
    if column.strip().lower() not in SPLIT_COLUMNS:
        return False
    found = pc.unique(values).to_pylist()
    return len(found) == 1 and found[0] is not None and str(found[0]).lower() in {split.lower(), *_words_of(split)}


def _words_of(split: str) -> Sequence[str]:
    return _WORDS.get(split_name(split) or "", ())


def _of_path(path: Path, wanted: Wanted, progress: Progress) -> list[Split]:
    if not path.exists():
        raise AuditError(str(path), "There is no such file or folder.", "Look whether it is there.")
    if path.is_file():
        return of_files([path], progress)
    if (path / "dataset_dict.json").is_file() or (path / "state.json").is_file():
        return _saved(path)
    return _of_folder(path, wanted, progress)


def _saved(path: Path) -> list[Split]:
    """Return what ``save_to_disk`` wrote."""
    import datasets

    saved = datasets.load_from_disk(str(path))
    if isinstance(saved, datasets.DatasetDict):
        return [Split(name=name, table=_of_object(one), source=str(path / name)) for name, one in saved.items()]
    return [Split(name=WHOLE, table=_of_object(saved), source=str(path))]


def _of_folder(path: Path, wanted: Wanted, progress: Progress) -> list[Split]:
    """Return the splits of a folder as ``datasets`` resolves them, or by names in Chinese, which it does not know."""
    resolved = _resolved(path, wanted.config)
    files = [file for files in resolved.values() for file in files]
    named = _by_names(files)
    if len(resolved) == 1 and len(named) > 1 and all(map(split_name, map(_around(path), files))):
        resolved = named
    if wanted.config is None and not _has_configurations(path):
        others = {name: own for name, own in _by_names(_tables(path)).items() if name in _WORDS}
        resolved = _ordered(others | resolved)  # datasets passes over splits called in Chinese beside others
    return [split for name, files in resolved.items() for split in _of_split(name, files, progress)]


def _around(root: Path) -> Any:  # noqa: ANN401 - a function of a path
    return lambda file: str(file.relative_to(root)) if file.is_relative_to(root) else file.name


def _resolved(path: Path, config: str | None) -> dict[str, list[Path]]:
    """Return the files of every split: by ``configs`` in README.md, by names, or all tables there are."""
    import datasets

    quiet = datasets.logging.get_verbosity()
    datasets.logging.set_verbosity_error()
    try:
        builder = datasets.load_dataset_builder(str(path), name=config)
        found = {str(name): [Path(file) for file in files] for name, files in (builder.config.data_files or {}).items()}
    except Exception as error:  # noqa: BLE001 - whatever the library raises, in words of its own
        tables = _tables(path)
        unseen = type(error).__name__ in _NOTHING_SEEN or _MIXED in str(error)
        if not unseen or not tables:
            reason = " ".join(str(error).split())[:_LONGEST_MESSAGE].rstrip(".") or type(error).__name__
            remedy = "Name a configuration (--config), or files (NAME=FILE for each split)."
            raise AuditError(str(path), f"Its splits cannot be told: {reason}.", remedy) from None
        return _by_names(tables)
    finally:
        datasets.logging.set_verbosity(quiet)
    return _ordered({name: files for name, files in found.items() if files})


def _tables(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if is_table_file(file) and not _is_hidden(file, path))


def _has_configurations(path: Path) -> bool:
    """Return whether a card says which files are which split."""
    card = path / "README.md"
    return card.is_file() and _CONFIGS.search(card.read_text(encoding="utf-8", errors="replace")) is not None


def _ordered(found: dict[str, list[Path]]) -> dict[str, list[Path]]:
    """Return splits in the order that people name them in: train, validation, test, then others as they come."""
    return dict(sorted(found.items(), key=lambda item: [*_WORDS, split_name(item[0])].index(split_name(item[0]))))


def _is_hidden(file: Path, root: Path) -> bool:
    return any(part.startswith((".", "_")) for part in file.relative_to(root).parts)


def _by_names(files: Sequence[Path]) -> dict[str, list[Path]]:
    """Return files by the splits that they, or the folders they lie in, are called after; others by their names."""
    found: dict[str, list[Path]] = {}
    for file in files:
        name = split_name(file.name) or split_name(file.parent.name) or file.name.partition(".")[0]
        found.setdefault(name, []).append(file)
    return _ordered(found)


def of_files(files: Sequence[Path], progress: Progress) -> list[Split]:
    """Return the splits of files, by their names; one file by itself is a whole."""
    if len(files) == 1:
        return list(_of_split(WHOLE, files, progress))
    return [split for name, own in _by_names(files).items() for split in _of_split(name, own, progress)]


def _of_split(name: str, files: Sequence[Path], progress: Progress) -> Iterator[Split]:
    """Yield the rows of all files of a split together."""
    total = sum(file.stat().st_size for file in files if file.exists())
    done, read = 0, list[Read]()
    for file in files:
        if not file.is_file():
            raise AuditError(str(file), "There is no such file.", "Look whether it is there.")
        read.append(read_table(file))
        done += file.stat().st_size
        progress("reading", done, total)
    problem = next(
        (f"{file.name}: {one.first_problem}" for file, one in zip(files, read, strict=True) if one.unread), ""
    )
    yield Split(
        name=name,
        table=joined([one.table for one in read]),
        source=", ".join(map(str, files[:3])) + (f" and {len(files) - 3} more" if len(files) > 3 else ""),  # noqa: PLR2004 - a line
        unread=sum(one.unread for one in read),
        first_problem=problem,
    )


def _are_paths(data: object) -> bool:
    """Return whether these are paths of files, and not texts."""
    if not isinstance(data, list | tuple) or not data:
        return False
    return all(isinstance(one, os.PathLike) for one in data)


def _are_columns(data: Mapping[Any, Any]) -> bool:
    """Return whether a mapping holds columns and not splits: lists of one length, none called like a split."""
    values = list(data.values())
    lists = values and all(isinstance(value, list | tuple) for value in values)
    return bool(lists) and len({len(value) for value in values}) == 1 and not any(map(split_name, map(str, data)))


def _of_mapping(data: Mapping[Any, Any], wanted: Wanted, progress: Progress) -> Iterator[Split]:
    for name, value in data.items():
        if isinstance(value, str | os.PathLike) or _are_paths(value):
            paths = [Path(value)] if isinstance(value, str | os.PathLike) else [Path(one) for one in value]
            if len(paths) == 1 and paths[0].is_dir():
                tables = [split.table for split in _of_path(paths[0], wanted, progress)]
                yield Split(name=str(name), table=joined(tables), source=str(paths[0]))
            else:
                yield from _of_split(str(name), paths, progress)
        else:
            yield Split(name=str(name), table=_of_object(value))


def _of_object(data: Any) -> pa.Table:  # noqa: ANN401 - told by what it can do
    """Return the rows of an object of any library."""
    try:
        return _table(data)
    except pa.ArrowException as error:
        reason = str(error).partition("\n")[0].rstrip(".")
        raise AuditError(type(data).__name__, f"Its rows cannot be read: {reason}.", _GIVE) from None


def _table(data: Any) -> pa.Table:  # noqa: ANN401, PLR0911 - a line a library
    if isinstance(data, pa.Table):
        return data
    if isinstance(data, pa.RecordBatch):
        return pa.table(data)
    if isinstance(data, pa.RecordBatchReader):
        return data.read_all()
    if isinstance(data, pa.Array | pa.ChunkedArray):
        return pa.table({"text": data})
    if hasattr(data, "collect_schema") and hasattr(data, "collect"):  # a LazyFrame of polars
        return _table(data.collect())
    if hasattr(data, "with_format") and hasattr(data, "select_columns"):
        return _dataset(data)
    if hasattr(data, "iloc"):
        return _frame(data)
    if hasattr(data, "__arrow_c_stream__"):
        return pa.table(data) if hasattr(data, "columns") else pa.table({"text": data.to_arrow()})
    return _rows(data)


def _dataset(data: Any) -> pa.Table:  # noqa: ANN401 - a Dataset or IterableDataset
    """Return the rows of a ``Dataset``, a label by its name, or of a stream."""
    names, features = data.column_names, getattr(data, "features", None)
    if names is None or features is None:
        return _rows(iter(data.with_format(None)))
    kept = [name for name in names if not _holds_bytes(features[name])]
    formatted = data.select_columns(kept).with_format("arrow")
    tables = list(formatted.iter(_AT_ONCE)) if kept else []
    table = pa.concat_tables(tables) if tables else pa.table({name: pa.array([], pa.string()) for name in kept})
    for name in kept:
        labels = getattr(features[name], "names", None)
        if labels and pa.types.is_integer(table.schema.field(name).type):
            known = pa.array(labels)
            codes = table.column(name)
            inside = pc.and_(pc.greater_equal(codes, 0), pc.less(codes, len(labels)))
            named = pc.take(known, pc.if_else(inside, codes, None).combine_chunks())
            table = table.set_column(table.column_names.index(name), name, named)
    return table


def _holds_bytes(feature: object) -> bool:
    return type(feature).__name__ in {"Image", "Audio", "Video", "Pdf", "Nifti"}


def _frame(data: Any) -> pa.Table:  # noqa: ANN401 - a Series or DataFrame of pandas
    """Return the columns of a frame without its index; columns of several types are strings."""
    if not hasattr(data, "columns"):
        return pa.table({"text": pa.array(data, from_pandas=True)})
    names = [str(name) for name in data.columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        where = "DataFrame"
        raise AuditError(where, f'Several columns are called "{twice}".', "Give each a name of its own.")
    columns = {}
    for place, name in enumerate(names):
        column = data.iloc[:, place]
        try:
            columns[name] = pa.array(column, from_pandas=True)
        except pa.ArrowException:
            columns[name] = pa.array([None if value is None or value != value else str(value) for value in column])  # noqa: PLR0124 - NaN
    return pa.table(columns)


def _rows(data: Any) -> pa.Table:  # noqa: ANN401 - an iterable of texts or rows
    if isinstance(data, Mapping):
        return pa.table({str(name): pa.array(column, from_pandas=True) for name, column in data.items()})
    if isinstance(data, str | bytes) or not isinstance(data, Iterable):
        raise AuditError(type(data).__name__, "It holds no rows.", _GIVE)
    if hasattr(data, "tolist"):
        data = data.tolist()
    tables, items = list[pa.Table](), iter(data)
    while part := list(islice(items, _AT_ONCE)):
        if all(isinstance(one, Mapping) for one in part):
            tables.append(table_of_rows(part))
        elif any(isinstance(one, Mapping) for one in part):
            raise AuditError(type(data).__name__, "Some of it are rows, and some are not.", _GIVE)
        else:
            tables.append(pa.table({"text": pa.array([_text(one) for one in part], pa.large_string())}))
    return joined(tables)


def _text(item: object) -> str | None:
    """Return a text of an iterable; None where it is missing."""
    if isinstance(item, str):
        return item.encode("utf-8", "replace").decode()
    if item is None or (isinstance(item, float) and item != item) or type(item).__name__ == "NAType":  # noqa: PLR0124 - NaN differs from itself
        return None
    remedy = 'Give texts or rows; or name splits: {"train": …, "test": …}.'
    raise AuditError(type(item).__name__, "It is no text, and no row.", remedy)


def _by_column(split: Split, column: str | None) -> list[Split]:
    """Return the splits that a column names: the one that was told, or one that holds names of splits."""
    table = split.table
    if column is not None and column not in table.column_names:
        shown = ", ".join(table.column_names)
        raise AuditError(split.source or "data", f'There is no column "{column}", only {shown}.', "Name one of these.")
    name = column or next((own for own in table.column_names if _names_splits(table, own)), None)
    if name is None:
        return [split]
    values = table.column(name).cast(pa.string()).combine_chunks().fill_null("")
    kinds = [kind for kind in pc.unique(values).to_pylist() if kind]
    if len(kinds) > _MOST_SPLITS:
        problem = f'The column "{name}" has {len(kinds)} values.'
        raise AuditError(split.source or "data", problem, f"Name one of at most {_MOST_SPLITS} splits.")
    return [
        Split(name=kind, table=table.filter(pc.equal(values, kind)).drop_columns([name]), source=split.source)
        for kind in kinds
    ]


def _names_splits(table: pa.Table, name: str) -> bool:
    if name.strip().lower() not in SPLIT_COLUMNS:
        return False
    kind = table.schema.field(name).type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind)):
        return False
    values = pc.unique(table.column(name).cast(pa.string()).combine_chunks()).to_pylist()
    return 1 < len(values) <= _MOST_SPLITS and any(split_name(value or "") == "train" for value in values)
