"""Derived: the columns that follow from others are what they follow from."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.checking.competition import competition_problems
from bdci_corpus.checking.pages import Whole
from bdci_corpus.checking.pairs import pair_problems
from bdci_corpus.checking.release import MANIFEST, Opened
from bdci_corpus.checking.report import REMEDY, Outcome, counted
from bdci_corpus.errors import CheckError
from bdci_corpus.licenses import BLOCKS_PUBLIC, STRICTNESS, license_problem, may_redistribute
from bdci_corpus.release import claims, counted_files, groups_of, licensed_rows, linking_kinds

_ONE_OF = {
    "restriction": frozenset(STRICTNESS),
    "license_evidence": frozenset({"detected", "declared", "assumed"}),
    "synthetic": frozenset({"none", "rewritten", "generated", "unknown"}),
}


def check_derived(opened: Opened, whole: Whole) -> Outcome[None]:
    """Derive again what follows from other columns, and the figures of all pairs."""
    if not opened.is_complete:
        return Outcome(did="derived nothing again, since not every table can be read", value=None)
    problems = [*derived_problems(opened, whole), *pair_problems(opened, whole)]
    did = f"derived groups, terms, sources and files again, and counted {counted(whole.pairs.num_rows, 'pair')}"
    return Outcome(did=did, value=None, problems=problems)


def derived_problems(opened: Opened, whole: Whole) -> Iterator[CheckError]:
    """Yield values that do not follow from what they are derived from."""
    documents = whole.documents
    place = dict(zip(documents["id"].to_pylist(), documents["split"].to_pylist(), strict=True))
    where = {name: f"documents/{split} > {name}" for name, split in place.items()}
    yield from _term_problems(documents, where)
    yield from _redistributable_problems(opened, whole, where)
    yield from _source_problems(opened, documents, where)
    yield from _manifest_problems(opened)
    yield from _taken_problems(opened, documents, where)
    yield from competition_problems(opened, documents)
    if opened.of_this_edition:
        yield from _group_problems(opened, whole, where)
        yield from _file_problems(opened, whole)


def _term_problems(documents: pa.Table, where: dict[str, str]) -> Iterator[CheckError]:
    """Yield terms that are none."""
    names = documents["id"].to_pylist()
    for column, known in _ONE_OF.items():
        for name, value in zip(names, documents[column].to_pylist(), strict=True):
            if value not in known:
                yield CheckError(f"{where[name]} > {column}", f'It is "{value}", which is no {column}.', REMEDY)
    odd = {value for value in documents["license"].unique().to_pylist() if license_problem(value)}
    for name, value in zip(names, documents["license"].to_pylist(), strict=True) if odd else ():
        if value in odd:
            yield CheckError(f"{where[name]} > license", f'"{value}" is no SPDX expression.', REMEDY)


def _redistributable_problems(opened: Opened, whole: Whole, where: dict[str, str]) -> Iterator[CheckError]:
    """Yield rows whose terms, and whose trace, do not give what they say; of another edition only what is too free."""
    documents = whole.documents
    published = documents["redistributable"].to_pylist()
    for row, may in zip(licensed_rows(documents, whole.traces), published, strict=True):
        expected = may_redistribute(row.restriction, altered=row.altered)
        if may == expected or (not opened.of_this_edition and row.restriction not in BLOCKS_PUBLIC):
            continue
        problem = f"It is {may}, and a copy that is {'' if row.altered else 'not '}altered is {row.restriction}."
        yield CheckError(f"{where[row.id]} > redistributable", problem, REMEDY)
        if opened.manifest.redistributable_only and not expected:
            yield CheckError(where[row.id], "The release says that it holds only what may be passed on.", REMEDY)


def _source_problems(opened: Opened, documents: pa.Table, where: dict[str, str]) -> Iterator[CheckError]:
    """Yield rows whose file is none of their source's, and sources and patterns that no row has."""
    configuration = opened.manifest.configuration
    sources = {source.name: source.files for source in configuration.sources}
    below = configuration.corpus.raw
    columns = [documents[name].to_pylist() for name in ("source", "path", "id")]
    first: dict[tuple[str, str], str] = {}
    for source, path, name in zip(*columns, strict=True):
        first.setdefault((source, path), name)
    used: set[tuple[str, str]] = set()
    for (source, path), name in first.items():
        matching = [pattern for pattern in sources.get(source, ()) if claims(pattern, below, path)]
        used |= {(source, pattern) for pattern in matching}
        if sources and not matching:
            yield CheckError(f"{where[name]} > source", f'"{path}" is no file of the source "{source}".', REMEDY)
        elif not sources and source != next(iter(first))[0]:
            yield CheckError(f"{where[name]} > source", "A folder without corpus.toml has one source.", REMEDY)
    if opened.of_this_edition:
        for source, patterns in sources.items():
            for pattern in [pattern for pattern in patterns if (source, pattern) not in used]:
                place = f"{MANIFEST} > configuration > sources > {source}"
                yield CheckError(place, f'The pattern "{pattern}" matches no file of the release.', REMEDY)


def _taken_problems(opened: Opened, documents: pa.Table, where: dict[str, str]) -> Iterator[CheckError]:
    """Yield rows that stand in another split than the column says that splits are taken from."""
    column = opened.manifest.configuration.splits.from_column
    if column is None or column not in documents.column_names:
        return
    columns = (documents[name].to_pylist() for name in ("id", "split", column))
    for name, split, published in zip(*columns, strict=True):
        if published is not None and str(published) != split:
            problem = f"It says {published}, and the document stands in {split}."
            yield CheckError(f"{where[name]} > {column}", problem, REMEDY)


def _manifest_problems(opened: Opened) -> Iterator[CheckError]:
    """Yield what the manifest says twice, and not alike."""
    manifest = opened.manifest
    for name in ("name", "version"):
        own, its = getattr(manifest, name), getattr(manifest.configuration.corpus, name)
        if own != its:
            yield CheckError(f"{MANIFEST} > {name}", f"It is {own}, and the configuration says {its}.", REMEDY)
    columns = ("loader", "loader_sha256")
    loaders = dict(sorted(row for split in opened.splits("files") for row in opened.columns("files", split, columns)))
    if opened.of_this_edition and loaders != manifest.loaders:
        yield CheckError(f"{MANIFEST} > loaders", "They are not those of the table files.", REMEDY)
    named = set(manifest.configuration.splits.ratios) - set(manifest.hidden)
    for split in sorted(set(opened.splits()) - named):
        yield CheckError(f"documents/{split}", "The configuration has no split of this name that is shown.", REMEDY)


def _group_problems(opened: Opened, whole: Whole, where: dict[str, str]) -> Iterator[CheckError]:
    """Yield rows that are in another group than pairs and origins connect them to."""
    splits = opened.manifest.configuration.splits
    expected = groups_of(
        whole.documents, whole.pairs, linking_kinds(overlaps=splits.group_by_overlaps), splits.group_by
    )
    for name, group in zip(*(whole.documents[column].to_pylist() for column in ("id", "group_id")), strict=True):
        if group != expected[name]:
            problem = f'It is "{group}", and pairs, origins and columns connect the document to "{expected[name]}".'
            yield CheckError(f"{where[name]} > group_id", problem, REMEDY)


def _file_problems(opened: Opened, whole: Whole) -> Iterator[CheckError]:
    """Yield files of which other documents are counted than there are, or that no document is from."""
    columns = whole.documents.select(["id", "path", "trace_reaches", "raw_sha256"])
    known = columns.filter(pc.is_valid(columns["raw_sha256"]))
    if known.num_rows and not opened.splits("files"):
        yield CheckError("files", "The table is missing.", REMEDY)
        return
    counts, covered = counted_files(known, whole.traces)
    names = ("path", "regions", "covered_bytes", "bytes", "whole")
    published = {row[0]: row[1:] for split in opened.splits("files") for row in opened.columns("files", split, names)}
    paths = [path for split in opened.splits("files") for (path,) in opened.columns("files", split, ["path"])]
    if paths != sorted(published):
        yield CheckError("files", "Its rows are not sorted, or a file stands twice.", REMEDY)
    for path in sorted(published.keys() | counts.keys()):
        regions, bytes_covered, size, is_whole = published.get(path, (0, 0, 0, False))
        expected = (counts.get(path, 0), covered.get(path, 0), covered.get(path, 0) == size)
        if (regions, bytes_covered, is_whole) != expected:
            said_to_be = f"It says {regions} documents and {bytes_covered:,} bytes covered"
            problem = f"{said_to_be}, and there are {expected[0]} and {expected[1]:,}."
            yield CheckError(f"files > {path}", problem, REMEDY)
