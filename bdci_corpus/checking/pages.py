"""Pages: whatever speaks of the tables is made again from them, and compared.

What another edition of the pages wrote is compared by facts: its words may be others, its figures may not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cached_property
from hashlib import sha256
from html.parser import HTMLParser
from itertools import chain

import pyarrow as pa

from bdci_corpus.checking.left_out import Entry, read_left_out
from bdci_corpus.checking.ledger import provisional
from bdci_corpus.checking.release import MANIFEST, Opened
from bdci_corpus.checking.report import REMEDY, Finding, Outcome
from bdci_corpus.errors import CheckError, ChecksumMismatch, LicenseError, MissingFile, UnexpectedFile
from bdci_corpus.licenses import license_ids
from bdci_corpus.release import CARD, LEDGER, QUARANTINE, SUMS, Part, part_of, schema_of, split_order, targets_of
from bdci_corpus.release.pages import (
    CROISSANT,
    NOTICE,
    REPORT,
    REUSE,
    Identity,
    Making,
    Told,
    license_file,
    pages_of,
)

_SHOWN = 60
"""How much of a line is shown, in code points."""

_ACTIVE = frozenset({"script", "iframe", "object", "embed", "form", "base", "link", "img", "svg", "audio", "video"})
"""Elements that no report has: they run, or fetch."""

_ACTIVE_IN_MARKDOWN = re.compile(rf"<(?:{'|'.join(sorted(_ACTIVE))})\b", re.IGNORECASE)


class Whole:
    """All splits of a release together, as its pages see them; read when first needed."""

    def __init__(self, opened: Opened) -> None:
        """Read nothing yet."""
        self._opened = opened

    @cached_property
    def documents(self) -> pa.Table:
        """Return the rows of ``documents`` by id, with the column ``split``."""
        opened = self._opened
        names = schema_of("documents", opened.manifest.configuration.columns).names
        tables = []
        for split in opened.splits():
            rows = opened.read("documents", split, names)
            tables.append(rows.append_column("split", pa.array([split] * rows.num_rows, pa.string())))
        return pa.concat_tables(tables).sort_by("id")

    @cached_property
    def traces(self) -> pa.Table:
        """Return what the pages need of ``traces``."""
        return self._table("traces", ("id", "path", "region_start", "region_end", "edits"))

    @cached_property
    def pairs(self) -> pa.Table:
        """Return ``near_duplicates``."""
        return self._table("near_duplicates", schema_of("near_duplicates").names)

    def _table(self, name: str, columns: tuple[str, ...] | list[str]) -> pa.Table:
        tables = [self._opened.read(name, split, columns) for split in self._opened.splits(name)]
        return pa.concat_tables(tables) if tables else schema_of(name).empty_table().select(columns)


def check_pages(opened: Opened, whole: Whole) -> Outcome[None]:
    """Write every page again from the tables, and compare."""
    if not opened.is_complete:
        return Outcome(did="wrote no page again, since not every table can be read", value=None)
    problems = list(page_problems(opened, whole))
    if opened.of_this_edition:
        return Outcome(did="wrote card, report, NOTICE, LICENSES and REUSE.toml again", value=None, problems=problems)
    finding = Finding(where="pages", text="Of another edition: they were compared by facts, not by bytes.")
    return Outcome(did="compared the facts of the pages", value=None, problems=problems, findings=[finding])


def parts_of(opened: Opened) -> list[Part]:
    """Return the parts of a release in the order of its pages, as their footers describe them."""
    facts = opened.manifest.tables.items()
    parts = [part_of(opened.root, name, table.files, table.logical_sha256) for name, table in facts]
    return sorted(parts, key=lambda part: split_order(part.split))


def identity_of(opened: Opened) -> Identity:
    """Return what a release is called."""
    corpus, names = opened.manifest.configuration.corpus, ("name", "version", "description", "homepage", "citation")
    return Identity(**{name: getattr(corpus, name) for name in names}, logical_sha256=opened.manifest.logical_sha256)


def page_problems(opened: Opened, whole: Whole) -> Iterator[CheckError]:
    """Yield the pages that are not what they would be written as from the tables."""
    if not opened.of_this_edition:
        yield from _factual_problems(opened, whole)
        return
    own: dict[str, str] = {}
    for name, digest in opened.manifest.license_texts.items():
        text = _read(opened, license_file(name))
        if text is not None and sha256(text.encode()).hexdigest() != digest:
            where = license_file(name)
            yield ChecksumMismatch(where, f"Its SHA-256 is not the one in {MANIFEST} > license_texts.", REMEDY)
        own[name] = text or ""
    named = {name for license_ in whole.documents["license"].unique().to_pylist() for name in license_ids(license_)}
    for name in sorted(own.keys() - named):
        yield CheckError(f"{MANIFEST} > license_texts > {name}", "No row is under this license.", REMEDY)
    told = Told(
        identity=identity_of(opened),
        making=_making(opened, read_left_out(opened)),
        parts=parts_of(opened),
        documents=whole.documents,
        traces=whole.traces,
        pairs=whole.pairs,
        quarantine=read_left_out(opened),
        license_texts={name: own[name] for name in sorted(own.keys() & named)},
    )
    try:
        pages = pages_of(told)
    except (LicenseError, ExceptionGroup) as error:
        for one in error.exceptions if isinstance(error, ExceptionGroup) else [error]:
            yield CheckError(one.where, one.problem, REMEDY)
        return
    yield from _stray_files(opened, pages)
    for name, expected in pages.items():
        yield from _differences(name, _read(opened, name), expected)


def _making(opened: Opened, left_out: list[Entry]) -> Making:
    manifest = opened.manifest
    splits = manifest.configuration.splits
    return Making(
        script=manifest.configuration.corpus.script,
        threshold=manifest.configuration.near_duplicates.threshold,
        folds=splits.folds,
        hidden=splits.hidden,
        notes=manifest.notes,
        targets=targets_of(splits.ratios),
        strata=splits.stratify,
        quarantined=len(left_out),
        withdrawn=manifest.withdrawn,
        provisional=provisional(opened),
        redistributable_only=manifest.redistributable_only,
    )


def _read(opened: Opened, name: str) -> str | None:
    """Return the text of a file, None where it is not there or no text."""
    try:
        return (opened.root / name).read_bytes().decode()
    except (OSError, UnicodeError):
        return None


def _stray_files(opened: Opened, pages: Collection[str]) -> Iterator[CheckError]:
    """Yield the files that SHA256SUMS names, and no release has."""
    tables = chain.from_iterable(facts.files for facts in opened.manifest.tables.values())
    known = {CROISSANT, LEDGER, MANIFEST, QUARANTINE, *pages, *tables}
    for line in (_read(opened, SUMS) or "").splitlines():
        name = line.partition("  ")[2]
        if name not in known and (opened.root / name).is_file():
            yield UnexpectedFile(name, "No release has a file of this name.", "Remove it.")


def _differences(name: str, found: str | None, expected: str) -> Iterator[CheckError]:
    """Yield the first line in which a page differs."""
    if found == expected:
        return
    if found is None:
        yield MissingFile(name, "The file is missing, or no text in UTF-8.", REMEDY)
        return
    ours, theirs = (text.split("\n") for text in (found, expected))
    pairs = enumerate(zip(ours, theirs, strict=False), 1)
    at = next((number for number, (one, other) in pairs if one != other), min(len(ours), len(theirs)) + 1)
    one, other = (repr(lines[at - 1][:_SHOWN]) if at <= len(lines) else "nothing" for lines in (ours, theirs))
    yield CheckError(f"{name} > line {at}", f"It reads {one}, and the tables give {other}.", REMEDY)


def _factual_problems(opened: Opened, whole: Whole) -> Iterator[CheckError]:
    """Yield what pages of another edition say that is not so."""
    pages = {name: _read(opened, name) for name in (CARD, REPORT, NOTICE, REUSE)}
    for name, text in pages.items():
        if text is None:
            yield MissingFile(name, "The file is missing, or no text in UTF-8.", REMEDY)
        elif name in {CARD, REPORT} and opened.manifest.logical_sha256 not in text:
            yield CheckError(name, "It does not name the hash of this release's content.", REMEDY)
    if _ACTIVE_IN_MARKDOWN.search(pages[CARD] or ""):
        yield CheckError(CARD, "It has an element that runs or fetches something.", REMEDY)
    parser = _Elements()
    parser.feed(pages[REPORT] or "")
    if parser.active:
        yield CheckError(REPORT, f"It has {parser.active}, which runs or fetches something.", REMEDY)
    documents = whole.documents
    said = [int(count) for count in re.findall("^Documents: ([0-9]{1,18})$", pages[NOTICE] or "", re.MULTILINE)]
    if sum(said) != documents.num_rows:
        yield CheckError(NOTICE, f"It credits {sum(said)} documents, and there are {documents.num_rows}.", REMEDY)
    ids = {name for license_ in documents["license"].unique().to_pylist() for name in license_ids(license_)}
    texts = sorted(map(license_file, ids))
    for name in texts:
        if _read(opened, name) is None:
            yield MissingFile(name, "The text of a license is missing.", REMEDY)
    yield from _stray_files(opened, [*pages, *texts])


class _Elements(HTMLParser):
    """Notes the first element or attribute of a page that runs or fetches something."""

    active = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        found = (
            [tag] if tag in _ACTIVE else [name for name, _ in attrs if name.startswith("on") or name in {"src", "href"}]
        )
        self.active = self.active or "".join(found[:1])
