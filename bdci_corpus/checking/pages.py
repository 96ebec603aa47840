"""Pages: whatever speaks of the tables is made again from them, and compared.

What another edition of the pages wrote is compared by facts: its words may be others, its figures may not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from hashlib import sha256
from html.parser import HTMLParser
from itertools import chain

import pyarrow as pa
import yaml

from bdci_corpus.checking.competition import asked_of, companions, sample_problems
from bdci_corpus.checking.ledger import provisional
from bdci_corpus.checking.left_out import Entry, read_left_out
from bdci_corpus.checking.release import MANIFEST, Opened, part_size
from bdci_corpus.checking.report import REMEDY, Observation, Outcome
from bdci_corpus.checking.stores import IN_MEMORY, stored
from bdci_corpus.errors import CheckError, ChecksumMismatch, LicenseError, MissingFile, UnexpectedFile
from bdci_corpus.licenses import license_ids
from bdci_corpus.release import (
    CARD,
    LEDGER,
    QUARANTINE,
    SAMPLE,
    SUMS,
    TablePart,
    as_json,
    classes_of,
    front_matter,
    part_of,
    schema_of,
    split_order,
    targets_of,
)
from bdci_corpus.release.pages import (
    CITATION,
    CROISSANT,
    DATACITE,
    NOTICE,
    RAI,
    REPORT,
    REUSE,
    Identity,
    Making,
    PageContents,
    license_file,
    pages_of,
    rai_fields,
    report_script,
    submission_names,
)

_SHOWN = 60
"""How much of a line is shown, in code points."""

_ACTIVE = frozenset(
    {
        "animate", "animatemotion", "animatetransform", "audio", "base", "embed", "feimage", "foreignobject", "form",
        "iframe", "image", "img", "link", "math", "object", "script", "set", "use", "video",
    }
)  # fmt: skip
"""Elements that no report has: they run, or fetch. Its charts are shapes of SVG, which do neither."""

_ACTIVE_IN_MARKDOWN = re.compile(rf"<(?:{'|'.join(sorted(_ACTIVE | {'svg'}))})\b", re.IGNORECASE)


class Whole:
    """All splits of a release together, as its pages see them; read when first needed."""

    def __init__(self, opened: Opened) -> None:
        """Read nothing yet."""
        self._opened = opened

    @cached_property
    def documents(self) -> pa.Table:
        """Return the rows of ``documents`` by id."""
        opened = self._opened
        names = schema_of("documents", opened.manifest.configuration.columns).names
        sizes = [
            part_size(opened.root, opened.manifest.tables[f"documents/{split}"].files) for split in opened.splits()
        ]
        if sum(sizes) <= IN_MEMORY:
            return pa.concat_tables(opened.read("documents", split, names) for split in opened.splits()).sort_by("id")
        rows = (batch for split in opened.splits() for batch in opened.batches("documents", split, names))
        return stored(rows, schema_of("documents", opened.manifest.configuration.columns), sorted_by="id")

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
    if not opened.is_complete or not all((opened.root / name).is_file() for name in (LEDGER, QUARANTINE)):
        return Outcome(did="wrote no page again, since not all that they are made from is there", value=None)
    problems = list(page_problems(opened, whole))
    if opened.of_this_edition:
        return Outcome(did="wrote card, report, NOTICE, LICENSES and REUSE.toml again", value=None, problems=problems)
    finding = Observation(where="pages", text="Of another edition: they were compared by facts, not by bytes.")
    return Outcome(did="compared the facts of the pages", value=None, problems=problems, findings=[finding])


def parts_of(opened: Opened) -> list[TablePart]:
    """Return the parts of a release in the order of its pages, as their footers describe them."""
    facts = opened.manifest.tables.items()
    parts = [part_of(opened.root, name, table.files, table.logical_sha256) for name, table in facts]
    return sorted(parts, key=lambda part: split_order(part.split))


def identity_of(opened: Opened) -> Identity:
    """Return what a release is called."""
    corpus = opened.manifest.configuration.corpus
    names = [field.name for field in fields(Identity) if field.name != "logical_sha256"]
    return Identity(**{name: getattr(corpus, name) for name in names}, logical_sha256=opened.manifest.logical_sha256)


def page_problems(opened: Opened, whole: Whole) -> Iterator[CheckError]:
    """Yield the pages that are not what they would be written as from the tables."""
    if not opened.of_this_edition:
        yield from _factual_problems(opened, whole)
        return
    yield from _text_problems(opened, whole)
    contents = contents_of(opened, whole)
    try:
        counts = contents.counts()
        pages = pages_of(contents, counts)
        rai = rai_fields(contents.named_documents(), contents.making, counts)
    except (LicenseError, ExceptionGroup) as error:
        yield CheckError(NOTICE, f"License texts are missing: {error}.".replace("\n", " "), REMEDY)
        return
    except (LookupError, TypeError, ValueError, ArithmeticError) as error:  # values that no release has
        problem = f"The tables hold what no page can be written from ({type(error).__name__}: {error})."
        yield CheckError("pages", problem.replace("\n", " "), REMEDY)
        return
    yield from _stray_files(opened, pages)
    for name in (CROISSANT, MANIFEST):
        yield from _spelling_problems(name, _read(opened, name))
    yield from _rai_problems(_read(opened, CROISSANT), rai)
    for name, expected in pages.items():
        found = _read(opened, name)
        if found is None:
            yield MissingFile(name, "The file is missing.", REMEDY)
        elif name == CARD:
            yield from _card_differences(found, expected)
        else:
            yield from _differences(name, found, expected)


def _text_problems(opened: Opened, whole: Whole) -> Iterator[CheckError]:
    """Yield license texts of the project that are not what the manifest says, or are of no row."""
    named = _license_ids(whole)
    for name, digest in opened.manifest.license_texts.items():
        where = license_file(name)
        if name not in named:
            yield CheckError(f"{MANIFEST} > license_texts > {name}", "No row is under this license.", REMEDY)
        elif (text := _read(opened, where)) is not None and sha256(text.encode()).hexdigest() != digest:
            yield ChecksumMismatch(where, f"Its SHA-256 is not the one in {MANIFEST} > license_texts.", REMEDY)


def _license_ids(whole: Whole) -> set[str]:
    return {name for license_ in whole.documents["license"].unique().to_pylist() for name in license_ids(license_)}


def contents_of(opened: Opened, whole: Whole) -> PageContents:
    """Return what the pages of a release would be written from."""
    own = sorted(opened.manifest.license_texts.keys() & _license_ids(whole))
    left_out = read_left_out(opened)
    return PageContents(
        identity=identity_of(opened),
        making=_making(opened, left_out),
        parts=parts_of(opened),
        documents=whole.documents,
        traces=whole.traces,
        pairs=whole.pairs,
        quarantine=left_out,
        license_texts={name: _read(opened, license_file(name)) or "" for name in own},
    )


def _making(opened: Opened, left_out: list[Entry]) -> Making:
    manifest = opened.manifest
    splits = manifest.configuration.splits
    return Making(
        script=manifest.configuration.corpus.script,
        threshold=manifest.configuration.near_duplicates.threshold,
        folds=splits.folds,
        hidden=manifest.hidden,
        private=manifest.private,
        notes=manifest.notes,
        targets=targets_of(splits.ratios),
        strata=splits.stratify,
        since=splits.by_date,
        classes=classes_of(manifest.configuration.columns),
        asked=asked_of(opened),
        rai=manifest.configuration.rai,
        quarantined=len(left_out),
        withdrawn=manifest.withdrawn,
        provisional=provisional(opened),
        redistributable_only=manifest.redistributable_only,
        kept_crossing=splits.crossing == "keep" and splits.from_column is not None,
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
    known = {CROISSANT, LEDGER, MANIFEST, QUARANTINE, *pages, *tables, *companions(opened)}
    for line in (_read(opened, SUMS) or "").splitlines():
        name = line.partition("  ")[2]
        if name not in known and not name.endswith(".parquet") and (opened.root / name).is_file():
            yield UnexpectedFile(name, "No release has a file of this name.", "Remove it.")


def _spelling_problems(name: str, text: str | None) -> Iterator[CheckError]:
    """Yield where JSON is not spelled as it is written: other blanks, another order, a name that stands twice."""
    try:
        expected = as_json(json.loads(text or ""))
    except (ValueError, RecursionError):
        return  # reported already
    if text is not None:
        yield from _differences(name, text, expected)


def _rai_problems(text: str | None, expected: Mapping[str, object]) -> Iterator[CheckError]:
    """Yield what croissant.json says for responsible use, and the tables do not; the rest is compared already."""
    try:
        page = json.loads(text or "")
    except (ValueError, RecursionError):
        return  # reported already
    found = {key: value for key, value in page.items() if key.startswith(RAI)} if isinstance(page, dict) else {}
    for key in dict.fromkeys([*expected, *found]):
        ours, theirs = found.get(key, "nothing"), expected.get(key, "nothing")
        if ours != theirs:
            yield CheckError(f"{CROISSANT} > {key}", f"It says {ours!r}, and the tables give {theirs!r}.", REMEDY)


def _card_differences(found: str, expected: str) -> Iterator[CheckError]:
    """Yield where a card differs; what its YAML says otherwise is for the files to report."""
    try:
        (header, prose), (ours, other) = front_matter(found), front_matter(expected)
        alike = yaml.safe_load(header) == yaml.safe_load(ours)
    except (ValueError, yaml.YAMLError, RecursionError):
        return
    if alike:
        yield from _differences(CARD, found, expected)
    else:
        yield from _differences(CARD, prose, other, header.count("\n") + 2)


def _differences(name: str, found: str, expected: str, above: int = 0) -> Iterator[CheckError]:
    """Yield the first line in which a page differs; ``above`` are the lines before."""
    if found == expected:
        return
    ours, theirs = (text.split("\n") for text in (found, expected))
    pairs = enumerate(zip(ours, theirs, strict=False))
    at = next((number for number, (one, other) in pairs if one != other), min(len(ours), len(theirs)))
    one, other = (repr(lines[at][:_SHOWN]) if at < len(lines) else "nothing" for lines in (ours, theirs))
    yield CheckError(f"{name} > line {above + at + 1}", f"It reads {one}, and the tables give {other}.", REMEDY)


def _factual_problems(opened: Opened, whole: Whole) -> Iterator[CheckError]:
    """Yield what pages of another edition say that is not so."""
    pages = {name: _read(opened, name) for name in (CARD, REPORT, NOTICE, REUSE)}
    for name, text in pages.items():
        if text is None:
            yield MissingFile(name, "The file is missing.", REMEDY)
        elif name in {CARD, REPORT} and opened.manifest.logical_sha256 not in text:
            yield CheckError(name, "It does not name the hash of this release's content.", REMEDY)
    if _ACTIVE_IN_MARKDOWN.search(pages[CARD] or ""):
        yield CheckError(CARD, "It has an element that runs or fetches something.", REMEDY)
    parser = _Elements()
    parser.feed((pages[REPORT] or "").replace(f"<script>{report_script()}</script>", ""))
    if parser.active:
        yield CheckError(REPORT, f"It has {parser.active}, which runs or fetches something.", REMEDY)
    documents = whole.documents
    counts = [int(count) for count in re.findall("^Documents: ([0-9]{1,18})$", pages[NOTICE] or "", re.MULTILINE)]
    if sum(counts) != documents.num_rows:
        yield CheckError(NOTICE, f"It credits {sum(counts)} documents, and there are {documents.num_rows}.", REMEDY)
    texts = sorted(map(license_file, _license_ids(whole)))
    for name in texts:
        if _read(opened, name) is None:
            yield MissingFile(name, "The file is missing.", REMEDY)
    for_participants = submission_names() if opened.manifest.asked else ()
    yield from _stray_files(opened, [*pages, *texts, CITATION, DATACITE, *for_participants])
    yield from sample_problems(opened, _read(opened, SAMPLE))


class _Elements(HTMLParser):
    """Notes the first element or attribute of a page that runs or fetches something."""

    active = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element."""
        found = [tag] if tag in _ACTIVE else [name for name, value in attrs if _leads_out(name, value or "")]
        self.active = self.active or "".join(found[:1])


def _leads_out(name: str, value: str) -> bool:
    """Return whether an attribute runs something, or names what is not on the page itself."""
    links = name in {"src", "href"} or name.endswith(":href")
    return name.startswith("on") or (links and not value.startswith("#"))
