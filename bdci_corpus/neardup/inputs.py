"""What can be given to compare: lists, iterables, tables of every library, files; and the ids the texts go by.

Nothing of pandas, polars or ``datasets`` is imported: what they give is told by what it can do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.errors import ComparisonError
from bdci_corpus.neardup.arrow import arrow, arrow_strings
from bdci_corpus.neardup.texts import WHERE

TextInput: TypeAlias = object
"""Any iterable of strings (None and NaN are empty texts) or of rows (mappings); an Arrow array, table, record
batch or reader, or whatever exports one (polars, pandas, duckdb); a pandas Series or DataFrame; a ``datasets``
``Dataset``, ``IterableDataset`` or ``DatasetDict``; a mapping of columns, or of splits; a ``pathlib.Path``."""

_SLICE = 1 << 14
"""So many texts of an iterable become one array, and so many rows of a data set are read at once."""

_GIVE = (
    "Give an iterable of strings, a table (Arrow, pandas, polars), a data set of `datasets`, "
    "or a pathlib.Path to Parquet or JSON Lines."
)


@dataclass(frozen=True, slots=True)
class Incoming:
    """Texts and ids on their way in: what is streamed is not read before ``chunks`` are taken."""

    chunks: Iterator[pa.LargeStringArray]
    """Arrays without nulls; can be taken once."""
    given_ids: object
    """Ids as given, None, or a list of arrays that fills while ``chunks`` are taken."""

    def ids(self, count: int) -> pa.Array:
        """Return the ids of so many texts, once all chunks are taken; row numbers (int64) if none were given."""
        streamed = isinstance(self.given_ids, _Streamed)
        return _ids(self.given_ids.whole() if streamed else self.given_ids, count)  # type: ignore[attr-defined]


class _Streamed(list[pa.Array]):
    """The ids of the batches read so far."""

    def whole(self) -> pa.ChunkedArray | None:
        """Return all of them."""
        return pa.chunked_array(self) if self else None


@dataclass(frozen=True, slots=True)
class _WantedColumns:
    """The ids that were given, and the columns to look for."""

    ids: object
    text: str
    id: str

    def incoming(self, texts: Iterable[pa.Array], ids: object = None) -> Incoming:
        """Return texts with the ids given, or else these."""
        return Incoming(map(as_large_strings, texts), self.ids if self.ids is not None else ids)

    def takes_ids(self, names: Iterable[object]) -> bool:
        """Return whether the ids are a column of these."""
        return self.ids is None and self.id in names


def read(given: TextInput, ids: object, *, text_column: str, id_column: str) -> Incoming:
    """Return texts and ids of whatever was given. A null text is an empty one.

    Raises:
        ComparisonError: no texts can be read from it; also later, while chunks are taken.
    """
    asked = _WantedColumns(ids, text_column, id_column)
    try:
        return _of_file(given, asked) or _of_arrow(given, asked) or _of_frame(given, asked) or _of_python(given, asked)
    except pa.ArrowException as error:
        problem = f"The texts cannot be read: {str(error).splitlines()[0].rstrip('.')}."
        raise ComparisonError(WHERE, problem, "Give strings or None.") from None


def _of_file(given: object, asked: _WantedColumns) -> Incoming | None:
    if isinstance(given, str | bytes):
        kind = "a single string" if isinstance(given, str) else "bytes"
        remedy = 'Give a list of texts, or pathlib.Path("…") for a file of them.'
        raise ComparisonError(WHERE, f"The texts are {kind}.", remedy)
    if not isinstance(given, os.PathLike):
        return None
    from pathlib import Path

    from bdci_corpus.neardup.files import read_texts

    return _of_reader(read_texts(Path(given), asked.text, asked.id), asked)


def _of_arrow(given: Any, asked: _WantedColumns) -> Incoming | None:  # noqa: ANN401 - told by what it can do
    """Return texts of what is Arrow's, or exports itself as such."""
    given = _exported(given)
    if isinstance(given, pa.RecordBatchReader):
        return _of_reader(given, asked)
    if isinstance(given, pa.Table | pa.RecordBatch):
        names = given.schema.names
        texts = given.column(_position(asked.text, names))
        own = replace(asked, ids=given.column(_position(asked.id, names))) if asked.takes_ids(names) else asked
        return _of_arrow(texts, own)
    if isinstance(given, pa.ChunkedArray):
        return asked.incoming(given.chunks or [pa.array([], given.type)])
    return asked.incoming([given]) if isinstance(given, pa.Array) else None


def _exported(given: Any) -> object:  # noqa: ANN401 - told by what it can do
    """Return what polars, duckdb and others export as Arrow's; anything else as it is."""
    if hasattr(given, "collect_schema") and hasattr(given, "collect"):  # a LazyFrame of polars
        given = given.collect()
    if not hasattr(given, "__arrow_c_stream__") or hasattr(given, "iloc") or isinstance(given, pa.Table):
        return given
    if hasattr(given, "columns") or not hasattr(given, "to_arrow"):
        return given if isinstance(given, pa.ChunkedArray) else pa.RecordBatchReader.from_stream(given)
    return given.to_arrow()  # a Series of polars


def _of_frame(given: Any, asked: _WantedColumns) -> Incoming | None:  # noqa: ANN401 - told by what it can do
    """Return texts of a Series or DataFrame of pandas, or of a data set of ``datasets``."""
    if hasattr(given, "iloc"):
        if not hasattr(given, "columns"):
            return _of_arrow(pa.array(given, from_pandas=True), asked)
        names = list(given.columns)
        texts = pa.array(given.iloc[:, _position(asked.text, names)], from_pandas=True)
        ids = pa.array(given.iloc[:, _position(asked.id, names)]) if asked.takes_ids(names) else asked.ids
        return _of_arrow(texts, replace(asked, ids=ids))
    if not (hasattr(given, "with_format") and hasattr(given, "select_columns")) or isinstance(given, Mapping):
        return None
    names = given.column_names
    if names is None or given.features is None:  # a stream that does not know its columns beforehand
        return _of_python(iter(given.with_format(None)), asked)
    _position(asked.text, names)
    wanted = [asked.text, *([asked.id] if asked.takes_ids(names) else [])]
    formatted = given.select_columns(wanted).with_format("arrow")
    return _of_batches((batch for table in formatted.iter(_SLICE) for batch in table.to_batches()), wanted, asked)


def _of_python(given: Any, asked: _WantedColumns) -> Incoming:  # noqa: ANN401 - told by what it can do
    """Return texts of a mapping of columns or of splits, an array of NumPy, or an iterable of texts or rows."""
    if isinstance(given, Mapping):
        return _of_mapping(given, asked)
    if isinstance(given, np.ndarray):
        if given.ndim != 1:
            raise ComparisonError(WHERE, f"The texts are an array of {given.ndim} dimensions.", "Give one of one.")
        given = given.tolist()
    if isinstance(given, AbstractSet):
        raise ComparisonError(WHERE, "A set has no order, so its texts have no numbers.", "Give sorted(…).")
    if not isinstance(given, Iterable):
        raise ComparisonError(WHERE, f"The texts are {_article(given)}.", _GIVE)
    items = iter(given)
    first = list(islice(items, 1))
    if first and isinstance(first[0], Mapping):
        return _of_rows(chain(first, items), asked)
    return asked.incoming(map(_from_strings, _sliced(chain(first, items))))


def _of_mapping(given: Mapping[Any, Any], asked: _WantedColumns) -> Incoming:
    if asked.text in given:
        ids = given[asked.id] if asked.takes_ids(given) else None
        return read(given[asked.text], ids if asked.ids is None else asked.ids, text_column=asked.text, id_column="")
    if not given or any(value is None or isinstance(value, str | bytes | int | float) for value in given.values()):
        _position(asked.text, list(given))
    return _of_splits(given, asked)


def _of_splits(given: Mapping[Any, Any], asked: _WantedColumns) -> Incoming:
    """Return the texts of all splits, one after another; the ids are ``split/id``."""
    sides = {str(name): read(value, None, text_column=asked.text, id_column=asked.id) for name, value in given.items()}
    found = _Streamed()

    def chunks() -> Iterator[pa.LargeStringArray]:
        for name, side in sides.items():
            count = 0
            for chunk in side.chunks:
                count += len(chunk)
                yield chunk
            ids = side.ids(count).cast(pa.string())
            found.append(pc.binary_join_element_wise(pa.scalar(name), ids, "/"))

    return Incoming(chunks(), found if asked.ids is None else asked.ids)


def _of_rows(rows: Iterator[Mapping[Any, Any]], asked: _WantedColumns) -> Incoming:
    """Return texts of mappings, each a row."""
    first = next(rows)
    _position(asked.text, list(first))
    names = [asked.text, *([asked.id] if asked.takes_ids(first) else [])]

    def batches() -> Iterator[pa.RecordBatch]:
        for part in _sliced(chain([first], rows)):
            other = next((row for row in part if not isinstance(row, Mapping)), None)
            if other is not None:
                raise ComparisonError(WHERE, f"A row is {_article(other)}, where others are mappings.", _GIVE)
            columns = [_from_strings([row.get(asked.text) for row in part])]
            columns += [pa.array([row.get(name) for row in part]) for name in names[1:]]
            yield pa.record_batch(columns, names)

    return _of_batches(batches(), names, asked)


def _of_reader(reader: pa.RecordBatchReader, asked: _WantedColumns) -> Incoming:
    names = reader.schema.names
    _position(asked.text, names)
    return _of_batches(reader, [asked.text, *([asked.id] if asked.takes_ids(names) else [])], asked)


def _of_batches(batches: Iterable[pa.RecordBatch], names: Sequence[str], asked: _WantedColumns) -> Incoming:
    """Return the texts of batches as they come, and the ids that come with them."""
    found = _Streamed()

    def texts() -> Iterator[pa.Array]:
        for batch in batches:
            found.extend(batch.column(name) for name in names[1:])
            yield batch.column(asked.text)

    return asked.incoming(texts(), found if names[1:] else None)


def _position(name: str, names: Sequence[object]) -> int:
    """Return which column is the one to compare, if there is one."""
    if name not in names:
        shown = ", ".join(map(str, names)) or "none at all"
        raise ComparisonError(WHERE, f'There is no column "{name}", only {shown}.', "Name it with text_column.")
    if sum(other == name for other in names) > 1:
        raise ComparisonError(WHERE, f'Several columns are called "{name}".', "Give each a name of its own.")
    return list(names).index(name)


def _article(value: object) -> str:
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiouAEIOU" else f"a {name}"


def _sliced(items: Iterator[Any]) -> Iterator[list[Any]]:
    while part := list(islice(items, _SLICE)):
        yield part


def _from_strings(given: Sequence[object]) -> pa.LargeStringArray:
    strings = [text if isinstance(text, str) else _missing(text) for text in given]
    try:
        return arrow_strings(strings)
    except UnicodeEncodeError:
        # Lone surrogates are no UTF-8. One replacement character each keeps the offsets.
        return arrow_strings([s.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") for s in strings])


def _missing(value: object) -> str:
    """Return an empty text for None, and for what pandas writes in its place: NaN, NA and NaT."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN differs from itself
        return ""
    if type(value).__name__ in {"NAType", "NaTType"}:
        return ""
    raise ComparisonError(WHERE, f"A text is not a string but {type(value).__name__}.", "Give strings or None.")


def as_large_strings(array: pa.Array) -> pa.LargeStringArray:
    """Return strings of any Arrow type as one array of large strings, without nulls."""
    kind = array.type.value_type if pa.types.is_dictionary(array.type) else array.type
    if not _is_string(kind):
        problem = f"The texts are {array.type}, not strings."
        raise ComparisonError(WHERE, problem, "Give a string column.")
    whole = array.cast(pa.large_string())
    return pc.fill_null(whole, "") if whole.null_count else whole


def _is_string(kind: pa.DataType) -> bool:
    is_one = (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_null)
    return any(test(kind) for test in is_one)


def _ids(ids: object, count: int) -> pa.Array:
    if ids is None:
        return arrow(np.arange(count, dtype=np.int64))
    array = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    if not isinstance(array, pa.Array):
        try:
            array = pa.array(array)
        except (pa.ArrowException, TypeError) as error:
            problem = f"The ids are of several types, or of none that can be ordered: {error}.".replace("\n", " ")
            raise ComparisonError(WHERE, problem, "Give strings or integers.") from None
    if pa.types.is_large_string(array.type) or pa.types.is_string_view(array.type) or len(array) == 0:
        array = array.cast(pa.string())
    problem = ""
    if len(array) != count:
        problem = f"There are {len(array)} ids for {count} texts."
    elif array.null_count:
        problem = f"{array.null_count} ids are null."
    elif len(pc.unique(array)) != count:
        counts = pc.value_counts(array)
        twice = counts.filter(pc.greater(counts.field(1), 1))[0][0]
        problem = f'The id "{twice}" stands at several texts.'
    if problem:
        raise ComparisonError(WHERE, problem, "Give every text an id of its own.")
    return array
