"""The verb ``build``: raw files to a whole release."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

from bdci_corpus.building.arrange import arrange
from bdci_corpus.building.collect import collect
from bdci_corpus.building.compare import compare_again
from bdci_corpus.building.result import BuildResult, _result, _unclaimed
from bdci_corpus.building.tasks import Tasks, tasks_of
from bdci_corpus.errors import ProjectError, raise_together
from bdci_corpus.ledger import Ledger, append_events, read_ledger
from bdci_corpus.progress import Progress, tell_nobody
from bdci_corpus.project import CACHE, Project, notice_problems, open_project
from bdci_corpus.release import (
    Collected,
    Draft,
    put_in_place,
    recover,
    redistributable_part,
    write_release,
)
from bdci_corpus.release.pages import LICENSES
from bdci_corpus.splitting import events_for, recall

SMALL = 2_000_000
"""A corpus of fewer bytes is read in this process: starting others takes longer."""


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
    tell = progress or tell_nobody
    project = open_project(Path(folder))
    if freeze and not project.declared:
        remedy = "Run `bdci-corpus init` there first."
        raise ProjectError(str(folder), "Only a corpus project has a ledger.", remedy)
    target = Path(out).absolute() / project.config.corpus.name
    cache = _cache_folder(project, target)
    tasks = tasks_of(project)
    collected = collect(tasks, cache, workers or _default_workers(tasks), tell)
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


def _default_workers(tasks: Tasks) -> int:
    return 1 if tasks.size < SMALL else os.cpu_count() or 1


def _refuse_nothing(project: Project, collected: Collected) -> None:
    if collected.documents.num_rows:
        return
    first = collected.failures[0] if collected.failures else (project.root.name, "It is empty.", "")
    raise ProjectError(
        first[0],
        f"No file could be read. {first[1]}",
        first[2] or "Put raw documents into the folder.",
    )
