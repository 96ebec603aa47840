"""Keep back documents that a release may not show, from everything that it says: rows, notes and configuration."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.errors import LicenseError
from bdci_corpus.licenses import STRICTNESS, find_notices, roll_up
from bdci_corpus.neardup import NearDuplicates, find_near_duplicates
from bdci_corpus.project import Config, RepairEntry, Source
from bdci_corpus.release.draft import Arranged, Collected
from bdci_corpus.release.licensed import licensed_rows
from bdci_corpus.splitting import Policy, shares_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Remainder:
    """What is left of a corpus once documents are kept back: ``withheld`` counts them by restriction."""

    config: Config
    collected: Collected
    arranged: Arranged
    withheld: dict[str, int]


def redistributable_part(config: Config, collected: Collected, arranged: Arranged) -> Remainder:
    """Return what of a corpus may be passed on, as if the rest had never been there; splits stay as they are.

    A document is kept back where its row is not redistributable, or a rule about its license stands
    against it. Which raw files could not be read, and who was quarantined, is kept back as well.

    Raises:
        LicenseError: nothing is left.
    """
    rows = arranged.published
    faulty = {name for f in roll_up(licensed_rows(rows, collected.traces)) if f.blocks_public for name in f.rows}
    free = pc.and_(rows["redistributable"], pc.invert(pc.is_in(rows["id"], pa.array(sorted(faulty), pa.string()))))
    kept, held = rows.filter(free), rows.filter(pc.invert(free))
    counts = Counter(held["restriction"].to_pylist())
    withheld = {name: counts[name] for name in reversed(STRICTNESS) if counts[name]}
    if not kept.num_rows:
        said = ", ".join(f"{count} {name}" for name, count in withheld.items())
        problem = f"Nothing is left: none of the documents may be passed on ({said})."
        raise LicenseError(config.corpus.name, problem, "Leave --only-redistributable out, and publish privately.")
    threshold = config.near_duplicates.threshold
    again = find_near_duplicates(kept.select(["id", "text"]), threshold=threshold, sketches=arranged.sketches)
    compared = replace(again, overlaps=arranged.compared.overlaps)
    placed = _renamed(kept, compared)
    ids = set(kept["id"].to_pylist())
    gone = collected.documents.filter(pc.invert(pc.is_in(collected.documents["id"], pa.array(sorted(ids)))))
    paths = {*gone["path"].to_pylist(), *(path for path, *_ in collected.failures)}
    return Remainder(
        config=shown_config(config, kept, paths - set(kept["path"].to_pylist())),
        collected=replace(collected, failures=()),
        arranged=_without(arranged, placed, compared, config),
        withheld=withheld,
    )


def _renamed(kept: pa.Table, compared: NearDuplicates) -> pa.Table:
    """Let columns that name other documents name only what is left: a group its smallest one."""
    ids, groups = kept["id"].to_pylist(), kept["group_id"].to_pylist()
    members: dict[str, list[str]] = defaultdict(list)
    for name, group in zip(ids, groups, strict=True):
        members[group].append(name)
    of = {row["id"]: row["representative"] for row in compared.clusters.to_pylist()}
    duplicate_of = [of[name] if of.get(name, name) != name else None for name in ids]
    left = set(ids)
    for column, values, kind in (
        ("group_id", [min(members[group]) for group in groups], pa.string()),
        ("is_duplicate", [name is not None for name in duplicate_of], pa.bool_()),
        ("duplicate_of", duplicate_of, pa.string()),
        ("derived_from", [name if name in left else None for name in kept["derived_from"].to_pylist()], pa.string()),
    ):
        kept = kept.set_column(kept.column_names.index(column), column, pa.array(values, kind))
    return kept


def _without(arranged: Arranged, placed: pa.Table, compared: NearDuplicates, config: Config) -> Arranged:
    splits = dict(zip(placed["id"].to_pylist(), placed["split"].to_pylist(), strict=True))
    strata = {candidate.id: candidate.stratum for candidate in arranged.candidates if candidate.id in splits}
    lost = {name for name in arranged.assignment.splits if name not in splits}
    policy = Policy(ratios=config.splits.ratios, salt=config.splits.salt or config.corpus.name)
    assignment = replace(
        arranged.assignment,
        quarantined=(),
        left_out=(),
        provisional=arranged.assignment.provisional & splits.keys(),
        shares=shares_of(splits, strata, policy),
        notes=without_names(arranged.assignment.notes, lost),
    )
    return replace(arranged, published=placed, compared=compared, assignment=assignment)


def without_names(notes: Iterable[str], names: Collection[str]) -> tuple[str, ...]:
    """Return the notes that name none of these documents."""
    return tuple(note for note in notes if not any(name in note for name in names))


def shown_config(config: Config, shown: pa.Table, withheld: Collection[str]) -> Config:
    """Return a configuration without what tells of the raw files in ``withheld``.

    ``shown`` are the rows of the release. A source goes that only such files belong to, a pattern that
    only they match, a notice that no row carries, and a repair that is for one of them.
    """
    if not withheld:
        return config
    paths, sources = set(shown["path"].to_pylist()), set(shown["source"].to_pylist())
    below = config.corpus.raw
    kept = [_shown_source(source, below, paths, withheld) for source in config.sources if source.name in sources]
    said = {source.notice for source in kept}
    texts = set(pc.drop_null(shown["notice_text"]).to_pylist())
    notices = [
        n for n in config.notices if n.id in said or any(find_notices(text, [(n.id, n.match)]) for text in texts)
    ]
    return config.model_copy(
        update={
            "sources": kept,
            "notices": notices,
            "repairs": [entry for entry in config.repairs if not _is_for(entry, below, withheld)],
        }
    )


def _shown_source(source: Source, below: str, paths: Collection[str], withheld: Collection[str]) -> Source:
    patterns = [p for p in source.files if _matches(p, below, paths) or not _matches(p, below, withheld)]
    return source.model_copy(update={"files": patterns or source.files})


def _is_for(entry: RepairEntry, below: str, withheld: Collection[str]) -> bool:
    return _matches(entry.file, below, withheld)


def _matches(pattern: str, below: str, paths: Collection[str]) -> bool:
    """Return whether a pattern may mean one of these files; ids are paths below the raw folder."""
    return any(fnmatchcase(f"{below}/{path}", pattern) or fnmatchcase(path, pattern) for path in paths)
