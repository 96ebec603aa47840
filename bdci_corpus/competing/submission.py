"""A submission: what form it has to have, and every fault of one, by row and column.

``SubmissionForm`` says what is asked; ``predictions`` holds the rows of a file to it. CSV, TSV and JSON Lines
are read here, by the standard library alone, since bundles check with this code, too; Parquet in ``files``.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bdci_corpus.competing.cells import AnswerColumn, Wrong, fitting, from_text, from_value, shown

LONGEST_CELL = 10_000_000
"""The longest cell of CSV, in characters: a longer one is a quote that was never closed."""

_CELLS = {".csv": ",", ".tsv": "\t"}

_REST = "…"
"""Stands for a column where the rest of a file cannot be read."""

_AS_UTF8 = "Save it as UTF-8."

Prediction = dict[str, Any]


@dataclass(frozen=True)
class SubmissionForm:
    """What a submission has to have: a row for each of ``rows``, which ``id`` names, and the columns to predict.

    ``rows`` gives for each id the length of its text, in code points, where spans are asked for, and else 0; ``known``
    are the ids that a ranking may name. ``separator`` stands between values of a list where a cell is no JSON.
    """

    id: str
    columns: Mapping[str, AnswerColumn]
    rows: Mapping[str, int]
    known: frozenset[str] = frozenset()
    separator: str = "|"

    def header(self) -> list[str]:
        """Return the names of the columns, the id's first."""
        return [self.id, *self.columns]


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file: the row (a line of the file, from 1; 0 is the file itself), the column, what to do."""

    row: int
    column: str
    problem: str
    remedy: str


@dataclass
class SubmissionRows:
    """The rows of a file, each with its line, and what was wrong before any cell was looked at.

    A row lacks the columns of which a fault is known already. ``text`` says that cells are text, as those of CSV are;
    ``whole`` that the file was read to its end, so that what is not there is missing.
    """

    rows: Iterable[tuple[int, Mapping[str, object]]]
    text: bool
    faults: list[Fault] = field(default_factory=list)
    whole: bool = True


def unread(problem: str, remedy: str, column: str = "", row: int = 0) -> SubmissionRows:
    """Return a file of which no row can be read, and why."""
    return SubmissionRows([], text=True, faults=[Fault(row, column, problem, remedy)], whole=False)


def predictions(read: SubmissionRows, form: SubmissionForm) -> tuple[dict[str, Prediction], list[Fault]]:
    """Return the predictions by id, and everything that is wrong; where anything is, nothing may be scored."""
    found: dict[str, Prediction] = {}
    lines: dict[str, int] = {}
    faults: list[Fault] = []
    for line, row in read.rows:
        name = _name(row[form.id], line, form, lines, faults) if form.id in row else None
        values = {}
        for column, kind in form.columns.items():
            if column not in row:
                continue
            try:
                values[column] = _cell(row[column], kind, form, read.text)
                if name is not None:
                    fitting(values[column], kind, form.rows[name], form.known)
            except Wrong as wrong:
                faults.append(Fault(line, column, wrong.problem, wrong.remedy))
        if name is not None:
            found[name] = values
    faults = sorted([*read.faults, *faults], key=lambda fault: (not fault.row, fault.row))
    if read.whole:
        faults += [
            Fault(0, form.id, f"There is no row {shown(name)}.", "Predict every row of sample_submission.csv.")
            for name in form.rows
            if name not in lines
        ]
    return found, faults


def _cell(value: object, kind: AnswerColumn, form: SubmissionForm, text: bool) -> object:  # noqa: FBT001 - what the file is made of
    if text and isinstance(value, str):
        return from_text(value, kind, form.separator)
    return from_value(value, kind)


def _name(value: object, line: int, form: SubmissionForm, lines: dict[str, int], faults: list[Fault]) -> str | None:
    """Return the id of a row, None where it names no row to predict or one that was there before."""
    name = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else None
    if name is not None and name in form.rows and name not in lines:
        lines[name] = line
        return name
    if name is not None and name in lines:
        problem, remedy = f"{shown(name)} stands in row {lines[name]} already.", "Give each row once."
    elif not name:
        problem, remedy = f"{'It is empty' if value in (None, '') else shown(value) + ' is no id'}.", "Write its id."
    else:
        problem = f"{shown(name)} is no row to predict."
        near = name.strip()
        remedy = f'Write "{near}", without blanks.' if near in form.rows else "Write ids as the sample has them."
    faults.append(Fault(line, form.id, problem, remedy))
    return None


def read_text(data: bytes, suffix: str, form: SubmissionForm) -> SubmissionRows:
    """Return the rows of a file of CSV, TSV or JSON Lines, by the suffix of its name."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return unread(f"Byte {error.start:,} of the file is no UTF-8.", _AS_UTF8, row=line)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return unread("It holds a null character, which no text has.", _AS_UTF8, row=line)
    return _read_cells(text, _CELLS[suffix], form) if suffix in _CELLS else _read_lines(text, form)


def _read_cells(text: str, delimiter: str, form: SubmissionForm) -> SubmissionRows:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    faults: list[Fault] = []
    rows = _cells(reader, faults)
    line, header = next(rows, (1, []))
    if faults or (wrong := _header_faults(header, line, form)):
        return SubmissionRows([], text=True, faults=faults or wrong, whole=False)
    there: list[tuple[int, Mapping[str, object]]] = []
    for number, cells in rows:
        row = dict(zip(header, cells, strict=False))
        if len(cells) != len(header):
            problem = f"It has {len(cells)} cells, and the header {len(header)}."
            faults.append(Fault(number, "", problem, f"Put cells that hold {shown(delimiter)} or quotes in quotes."))
            row = {form.id: row[form.id]} if row.get(form.id) in form.rows else {}
        there.append((number, row))
    return SubmissionRows(there, text=True, faults=faults, whole=not any(fault.column == _REST for fault in faults))


def _cells(reader: Any, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 - csv's own type
    """Yield the rows of CSV with the line on which each begins; empty lines are none."""
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            remedy = "Close the quotes, and double those in a cell."
            faults.append(Fault(line, _REST, f"From here on it is no CSV: {error}.", remedy))
            return
        if cells:
            yield line, cells


def _header_faults(header: Sequence[str], line: int, form: SubmissionForm) -> list[Fault]:
    """Return what is wrong with the columns of a file; their order is free."""
    wanted = ", ".join(form.header())
    if not header:
        return [Fault(0, "", "It is empty.", f"Write a header: {wanted}.")]
    found = [
        *((name, "It is missing in the header.") for name in form.header() if name not in header),
        *((name, "It stands twice in the header.") for name in dict.fromkeys(header) if header.count(name) > 1),
        *((name, "Nobody asked for it.") for name in dict.fromkeys(header) if name not in form.header()),
    ]
    alike = {name.strip().casefold(): name for name in form.header()}
    meant = {name: alike.get(name.strip().casefold(), name) for name in header}
    near = {name: f'Did you mean "{other}"? ' for name, other in meant.items() if other != name}
    return [Fault(line, name, problem, f"{near.get(name, '')}The columns are: {wanted}.") for name, problem in found]


def _read_lines(text: str, form: SubmissionForm) -> SubmissionRows:
    faults: list[Fault] = []
    rows: list[tuple[int, Mapping[str, object]]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = _object(line, number, faults)
        if row is None:
            continue
        faults += _key_faults(row, number, form)
        rows.append((number, row))
    return SubmissionRows(rows, text=False, faults=faults)


def _object(line: str, number: int, faults: list[Fault]) -> Mapping[str, object] | None:
    remedy = "Write one object of JSON in each line."
    try:
        value = json.loads(line, object_pairs_hook=_unique_keys, parse_constant=_constant)
    except Wrong as wrong:
        faults.append(Fault(number, "", wrong.problem, wrong.remedy))
    except (ValueError, RecursionError):
        faults.append(Fault(number, "", "It is no JSON.", remedy))
    else:
        if isinstance(value, dict):
            return value
        faults.append(Fault(number, "", "It is no object of JSON.", remedy))
    return None


def _constant(name: str) -> float:
    """Return NaN and the infinities as what they are, so that the cell is named that has one."""
    return float(name.replace("Infinity", "inf"))


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Wrong(problem="A key stands twice.", remedy="Write each key once.")
    return found


def _key_faults(row: Mapping[str, object], number: int, form: SubmissionForm) -> list[Fault]:
    wanted = f"The keys are: {', '.join(form.header())}."
    missing = [Fault(number, name, "The key is missing.", wanted) for name in form.header() if name not in row]
    return missing + [Fault(number, name, "Nobody asked for it.", wanted) for name in row if name not in form.header()]
