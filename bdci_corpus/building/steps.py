"""The verb ``build``: raw files to a whole release."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from bdci_corpus.building.arrange import arrange
from bdci_corpus.building.collect import UNPACKED, collect
from bdci_corpus.building.columns import unheard_columns
from bdci_corpus.building.compare import compare_again
from bdci_corpus.building.competition import baseline_of, committed, record_commitment
from bdci_corpus.building.elsewhere import brought, is_url, kept_here, sent
from bdci_corpus.building.engines import engine_named
from bdci_corpus.building.places import (
    cache_of,
    lend_scratch,
    private_beside,
    refuse_to_replace,
    replacing,
    sketches_beside,
    tidy,
)
from bdci_corpus.building.result import BuildResult, result_of, unclaimed_note
from bdci_corpus.building.tasks import Tasks, tasks_of
from bdci_corpus.building.unchanged import LastBuild, inputs_of
from bdci_corpus.errors import ProjectError, raise_together
from bdci_corpus.ledger import Event, Ledger, append_events, read_ledger
from bdci_corpus.progress import Progress, tell_nobody
from bdci_corpus.project import Project, notice_problems, open_project, read_classes, write_classes
from bdci_corpus.release import (
    LEDGER,
    Collected,
    Draft,
    number_classes,
    redistributable_part,
    reserved_names,
    write_release,
)
from bdci_corpus.release.pages import LICENSES
from bdci_corpus.splitting import Memory, events_for, recall

SMALL = 12_000_000
"""A corpus of fewer bytes is read in this process: another takes two seconds of the processor to start, and reads as
many bytes in as long as these two would in half."""

FILE_BYTES = 3_000
"""A file takes as long to open, look up and describe as so many bytes to read."""


def build(
    folder: str | Path = ".",
    *,
    out: str | Path = "release",
    freeze: bool = False,
    only_redistributable: bool = False,
    workers: int | None = None,
    engine: str = "local",
    progress: Progress | None = None,
) -> BuildResult:
    """Build the release of a corpus project, or of any folder of raw files, into ``out/<name>``.

    Both may be URLs that fsspec reaches, such as ``s3://bucket/raw``.

    Args:
        folder: a folder with corpus.toml, or any folder of raw files.
        out: where releases stand; an older release of the same name is replaced once the new one
            is whole.
        freeze: append the new documents' splits to the project's ledger.
        only_redistributable: leave out every document that may not be passed on, without a trace of it;
            splits are those that the whole corpus has, and hidden ones are not written.
        workers: processes that read files; by default as many as processors, one for small corpora.
        engine: where files are read, to the same bytes: processes of this machine (``local``) or a cluster (``ray``).
        progress: told what is being done.

    Raises:
        CorpusError: nothing was written and an older release is as it was; several problems come
            in an ExceptionGroup.
    """
    tell = progress or tell_nobody
    kept = kept_here(out)
    lend_scratch(kept.absolute())
    project = open_project(brought(folder, tell))
    if is_url(folder):
        _require_nothing_to_keep(project, str(folder), freeze=freeze)
    if freeze and not project.declared:
        remedy = "Run `bdci-corpus init` there first."
        raise ProjectError(str(folder), "Only a corpus project has a ledger.", remedy)
    raise_together(reserved_names(project.config.columns), "reading corpus.toml")
    target = kept.absolute() / project.config.corpus.name
    refuse_to_replace(project, target)
    with cache_of(project, target, tell) as cache:
        tidy(target)
        tasks = tasks_of(project, tell, unpacked=cache / UNPACKED)
        known = _known(project, tasks, cache, target, only_redistributable=only_redistributable)
        result = None if freeze else known.result()
        if result is None:
            used = engine_named(engine, workers or _default_workers(tasks, engine))
            collected = collect(tasks, cache, used, tell)
            _require_fit(project, collected)
            tell("comparing", 0, 1)
            prepared = _arranged(project, collected, cache, freeze=freeze)
            result = _written(
                project, prepared, target, tasks.unclaimed, tell, only_redistributable=only_redistributable
            )
            if collected.settled and not freeze:
                known.remember(result)
        return replace(result, url=sent(out, kept, target.name, tell))


def _require_fit(project: Project, collected: Collected) -> None:
    """Refuse to make a release of what was read where there is none, or it holds what nobody declared.

    Raises:
        CorpusError: there are no documents, or a notice or a column is not declared; all problems together.
    """
    _require_documents(project, collected)
    if project.declared:  # guessing terms is not ours to do
        raise_together(list(notice_problems(collected.undeclared, project.config)), "reading license notices")
    raise_together(list(unheard_columns(project, collected.documents)), "reading columns")


def _require_nothing_to_keep(project: Project, url: str, *, freeze: bool) -> None:
    """Refuse to write into a project at a URL: a ledger, or the secret of a competition.

    Raises:
        ProjectError: the build would have to.
    """
    if freeze or project.config.competition:
        what = "The ledger" if freeze else "A competition's secret"
        problem = f"{what} is kept in the project, and of one at a URL there is only a copy here."
        raise ProjectError(url, problem, "Build where the project lies in a folder.")


def _known(project: Project, tasks: Tasks, cache: Path, target: Path, *, only_redistributable: bool) -> LastBuild:
    """Return what is to be known of the last build of a release."""
    return LastBuild(
        path=cache.with_name(f"{cache.name}.built.json"),
        inputs=inputs_of(project, tasks, target, only_redistributable=only_redistributable),
        folders=(target, private_beside(target)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _PreparedRelease:
    """A draft, and what writing it appends to the ledger."""

    draft: Draft
    ledger: Ledger
    events: tuple[Event, ...]
    memory: Memory | None
    freeze: bool


def _arranged(project: Project, collected: Collected, cache: Path, *, freeze: bool) -> _PreparedRelease:
    """Compare documents and assign them to splits."""
    folder = project.root / "splits"
    ledger = read_ledger(folder / LEDGER) if project.declared else Ledger()
    memory = recall(folder, ledger) if project.declared else None
    known = read_classes(folder, project.config.columns)
    compared = compare_again(collected.documents, project.config, sketches_beside(cache), memory)
    arranged = arrange(project, collected.documents, compared, ledger, memory)
    assignment = arranged.assignment
    if memory and (note := memory.note(arranged.candidates)):
        assignment = replace(assignment, notes=(*assignment.notes, note))
    events: tuple[Event, ...] = ()
    if freeze:
        events = events_for(assignment, project.config.corpus.version, arranged.candidates)
        assignment = replace(assignment, provisional=frozenset())
    draft = Draft(
        config=project.config,
        collected=collected,
        arranged=replace(arranged, assignment=assignment),
        ledger=Ledger(events=(*ledger.events, *events)),
        license_texts=project.root / LICENSES if project.declared else None,
    )
    draft = replace(draft, classes=number_classes(collected.documents, draft.shown(), known))
    return _PreparedRelease(draft=draft, ledger=ledger, events=events, memory=memory, freeze=freeze)


def _written(
    project: Project,
    prepared: _PreparedRelease,
    target: Path,
    unclaimed: Sequence[str],
    tell: Progress,
    *,
    only_redistributable: bool,
) -> BuildResult:
    """Write the release, and the ledger with it."""
    draft, memory, events = prepared.draft, prepared.memory, prepared.events
    private = private_beside(target)
    withheld: Mapping[str, int] = {}
    if only_redistributable:
        draft, withheld = _redistributable(draft)
    draft = replace(draft, committed=committed(project, draft, prepared.ledger), baseline=baseline_of(project))
    wanted = (draft.config.splits.hidden or draft.config.competition) and not only_redistributable
    beside = replacing(private) if wanted else nullcontext(None if only_redistributable else private)
    with replacing(target) as temporary, beside as hidden:
        written = write_release(draft, temporary, hidden, tell)
        if memory and (events or (prepared.freeze and memory.to_renew)):
            arranged = prepared.draft.arranged
            if draft.committed and not only_redistributable:
                record_commitment(project, draft.committed)
            write_classes(project.root / "splits", prepared.draft.classes)
            frozen = append_events(project.root / "splits" / LEDGER, events, after=prepared.ledger)
            memory.with_new(
                prepared.draft.collected.documents,
                arranged.sketches,
                arranged.candidates,
                frozen,
                arranged.common,
                arranged.grouped,
            )
    return result_of(draft, written, target, len(events), withheld, unclaimed_note(unclaimed))


def _redistributable(draft: Draft) -> tuple[Draft, Mapping[str, int]]:
    """Return what of a draft may be passed on, and how many documents are kept back, by restriction."""
    arranged, withheld = redistributable_part(draft.config, draft.collected, draft.arranged)
    return replace(draft, arranged=arranged, redistributable_only=True), withheld


def _default_workers(tasks: Tasks, engine: str) -> int:
    many = tasks.size + FILE_BYTES * len(tasks.tasks) >= SMALL
    return os.cpu_count() or 1 if many or engine != "local" else 1


def _require_documents(project: Project, collected: Collected) -> None:
    if collected.documents.num_rows:
        return
    first = collected.failures[0] if collected.failures else (project.root.name, "It is empty.", "")
    raise ProjectError(
        first[0],
        f"No file could be read. {first[1]}",
        first[2] or "Put raw documents into the folder.",
    )
