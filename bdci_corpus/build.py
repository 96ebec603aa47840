"""The verb ``build``: raw files to a whole release."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.arranging import arrange
from bdci_corpus.attributing import LICENSES
from bdci_corpus.collecting import Collected, Progress, collect
from bdci_corpus.crediting import licensed_rows
from bdci_corpus.declaring import notice_problems
from bdci_corpus.errors import ProjectError, raise_together
from bdci_corpus.ledger import Ledger, append_events, read_ledger
from bdci_corpus.licenses import Finding, roll_up
from bdci_corpus.project import CACHE, Project, open_project
from bdci_corpus.releasing import Draft, Written, write_release
from bdci_corpus.remembering import recall
from bdci_corpus.reusing import compare_again
from bdci_corpus.splitting import events_for
from bdci_corpus.withholding import redistributable_part
from bdci_corpus.writing import put_in_place, recover

_NAMED = 3
"""How many files a note names."""

SMALL = 2_000_000
"""A corpus of fewer bytes is read in this process: starting others takes longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made, and what stands in the way of publishing it.

    ``quarantined`` are the ids and reasons of what was left out; ``undeclared`` says that the folder
    had no corpus.toml. ``findings`` are what the rows' licenses come to together; ``withheld``
    counts by restriction what ``only_redistributable`` kept back.
    """

    release: Path
    name: str
    version: str
    documents: int
    edits: int
    groups: int
    splits: Mapping[str, int]
    hidden: Mapping[str, int]
    empty_splits: tuple[str, ...]
    quarantined: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    blocking: tuple[str, ...]
    findings: tuple[Finding, ...]
    frozen: int
    withheld: Mapping[str, int]
    logical_sha256: str

    @property
    def load_line(self) -> str:
        """The line of Python that loads the release."""
        here = Path.cwd()
        shown = self.release.relative_to(here) if self.release.is_relative_to(here) else self.release
        return f'datasets.load_dataset("{shown.as_posix()}")'


def build(
    folder: str | Path = ".",
    *,
    out: str | Path = "release",
    freeze: bool = False,
    only_redistributable: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Build the release of a corpus project, or of any folder of raw files, into ``out/<name>``.

    Args:
        folder: a folder with corpus.toml, or any folder of raw files.
        out: where releases stand; an older release of the same name is replaced once the new one
            is whole.
        freeze: append the new documents' splits to the project's ledger.
        only_redistributable: leave out every document that may not be passed on, without a trace of it;
            splits are those that the whole corpus has, and hidden ones are not written.
        workers: processes that read files; by default as many as processors, one for small corpora.
        progress: told what is being done.

    Raises:
        CorpusError: nothing was written and an older release is as it was; several problems come
            in an ExceptionGroup.
    """
    tell = progress or _tell_nobody
    project = open_project(Path(folder))
    if freeze and not project.declared:
        remedy = "Run `bdci-corpus init` there first."
        raise ProjectError(str(folder), "Only a corpus project has a ledger.", remedy)
    target = Path(out).absolute() / project.config.corpus.name
    cache = _cache_folder(project, target)
    collected = collect(project, cache, workers or _default_workers(project), tell)
    _refuse_nothing(project, collected)
    if project.declared:  # guessing terms is not ours to do
        raise_together(list(notice_problems(collected.undeclared, project.config)), "reading license notices")
    tell("comparing", 0, 1)
    ledger_path = project.root / "splits" / "ledger.tsv"
    ledger = read_ledger(ledger_path) if project.declared else Ledger()
    memory = recall(ledger_path.parent, ledger) if project.declared else None
    threshold = project.config.near_duplicates.threshold
    compared = compare_again(collected.documents, threshold, cache.with_name(f"{cache.name}.sketches.parquet"))
    arranged = arrange(project, collected.documents, compared, ledger, memory)
    if memory and (note := memory.note(arranged.candidates)):
        arranged = replace(arranged, assignment=replace(arranged.assignment, notes=(*arranged.assignment.notes, note)))
    events = events_for(arranged.assignment, project.config.corpus.version, arranged.candidates) if freeze else ()
    if freeze:
        arranged = replace(arranged, assignment=replace(arranged.assignment, provisional=frozenset()))
    tell("writing", 0, 1)
    draft = Draft(
        config=project.config,
        collected=collected,
        arranged=arranged,
        ledger=Ledger(events=(*ledger.events, *events)),
        license_texts=project.root / LICENSES if project.declared else None,
    )
    private = target.parent.parent / "private" / target.name
    withheld: Mapping[str, int] = {}
    if only_redistributable:
        draft, withheld = _redistributable(draft)
    wanted = draft.config.splits.hidden and not only_redistributable
    beside = _replacing(private) if wanted else nullcontext(None if only_redistributable else private)
    with _replacing(target) as temporary, beside as hidden:
        written = write_release(draft, temporary, hidden)
        if memory and (events or (freeze and memory.lost)):
            frozen = append_events(ledger_path, events, after=ledger)
            memory.with_new(collected.documents, arranged.sketches, arranged.candidates, frozen)
    tell("writing", 1, 1)
    return _result(draft, written, target, len(events), withheld, _unclaimed(project))


def _cache_folder(project: Project, target: Path) -> Path:
    """Return where what was read is kept: in a project, so that no text that is held back stands beside releases."""
    inside = project.declared and os.access(project.root, os.W_OK)
    return project.root / CACHE / target.parent.name / target.name if inside else target.parent / ".cache" / target.name


def _redistributable(draft: Draft) -> tuple[Draft, Mapping[str, int]]:
    """Return what of a draft may be passed on, and how many documents are kept back, by restriction."""
    left = redistributable_part(draft.config, draft.collected, draft.arranged)
    kept = replace(draft, config=left.config, collected=left.collected, arranged=left.arranged)
    return replace(kept, redistributable_only=True), left.withheld


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder that becomes ``target`` if all goes well, and goes away if not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    recover(target)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    try:
        yield temporary
        put_in_place(temporary, target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _tell_nobody(what: str, done: int, total: int) -> None:
    """Report no progress."""


def _default_workers(project: Project) -> int:
    size = sum(file.path.stat().st_size for file in project.files())
    return 1 if size < SMALL else os.cpu_count() or 1


def _refuse_nothing(project: Project, collected: Collected) -> None:
    if collected.documents.num_rows:
        return
    first = collected.failures[0] if collected.failures else (project.root.name, "It is empty.", "")
    raise ProjectError(
        first[0],
        f"No file could be read. {first[1]}",
        first[2] or "Put raw documents into the folder.",
    )


def _unclaimed(project: Project) -> Iterator[str]:
    """Yield a note of the files in the raw folder that no source has."""
    others = project.unclaimed(project.files()) if project.declared else []
    if others:
        named = ", ".join(others[:_NAMED]) + (", …" if len(others) > _NAMED else "")
        subject = "1 file belongs" if len(others) == 1 else f"{len(others)} files belong"
        yield f"{subject} to no source and was not read: {named}. Add a pattern to files of [[sources]]."


def _result(
    draft: Draft, written: Written, target: Path, frozen: int, withheld: Mapping[str, int], unclaimed: Iterable[str]
) -> BuildResult:
    arranged, corpus = draft.arranged, draft.config.corpus
    documents = [part for part in written.parts if part.table == "documents"]
    hidden = pa.array(draft.config.splits.hidden, pa.string())
    shown = arranged.published.filter(pc.invert(pc.is_in(arranged.published["split"], hidden)))
    ids, traces = pc.unique(shown["id"]), draft.collected.traces
    edits = pc.list_value_length(traces.filter(pc.is_in(traces["id"], ids))["edits"])
    findings = roll_up(licensed_rows(shown, traces))
    return BuildResult(
        release=target,
        name=corpus.name,
        version=corpus.version,
        documents=sum(part.rows for part in documents),
        edits=pc.sum(edits).as_py() or 0,
        groups=pc.count_distinct(shown["group_id"]).as_py(),
        splits={part.split: part.rows for part in documents},
        hidden={part.split: part.rows for part in written.hidden if part.table == "documents"},
        empty_splits=arranged.assignment.empty_splits,
        quarantined=tuple((str(e["id"]), f"{e['reason']} {e.get('remedy', '')}".strip()) for e in written.left_out),
        notes=(*unclaimed, *arranged.assignment.notes, *(str(f) for f in findings if not f.blocks_public)),
        blocking=tuple(_blocking(draft, findings)),
        findings=findings,
        frozen=frozen,
        withheld=withheld,
        logical_sha256=written.logical_sha256,
    )


def _blocking(draft: Draft, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what stands in the way of publishing."""
    yield from (str(finding) for finding in findings if finding.blocks_public)
    if provisional := len(draft.arranged.assignment.provisional):
        documents = "1 document is" if provisional == 1 else f"{provisional} documents are"
        yield f"{documents} not in the split ledger yet: build with --freeze"
