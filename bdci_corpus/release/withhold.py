"""Keep back the documents that may not be passed on, as if they had never been there."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.errors import LicenseError
from bdci_corpus.licenses import STRICTNESS, roll_up
from bdci_corpus.neardup import NearDuplicates, compared_among
from bdci_corpus.project import Config
from bdci_corpus.release.disclosure import shown_config, without_names
from bdci_corpus.release.draft import Arranged, Collected
from bdci_corpus.release.licensed import licensed_rows
from bdci_corpus.release.tables import placed
from bdci_corpus.splitting import shares_of


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
    compared = compared_among(arranged.compared, kept, arranged.sketches)
    remaining = _renamed(kept, compared)
    ids = set(kept["id"].to_pylist())
    gone = collected.documents.filter(pc.invert(pc.is_in(collected.documents["id"], pa.array(sorted(ids)))))
    paths = {*gone["path"].to_pylist(), *(path for path, *_ in collected.failures)}
    return Remainder(
        config=shown_config(config, kept, paths - set(kept["path"].to_pylist())),
        collected=replace(collected, failures=()),
        arranged=_without(arranged, remaining, compared, config),
        withheld=withheld,
    )


def _renamed(kept: pa.Table, compared: NearDuplicates) -> pa.Table:
    """Let columns that name other documents name only what is left: a group its smallest one."""
    ids, groups = kept["id"].to_pylist(), kept["group_id"].to_pylist()
    members: dict[str, list[str]] = defaultdict(list)
    for name, group in zip(ids, groups, strict=True):
        members[group].append(name)
    group_of = {name: min(members[group]) for name, group in zip(ids, groups, strict=True)}
    kept = placed(kept, group_of, compared)
    left = set(ids)
    origins = [name if name in left else None for name in kept["derived_from"].to_pylist()]
    place = kept.column_names.index("derived_from")
    return kept.set_column(place, "derived_from", pa.array(origins, pa.string()))


def _without(arranged: Arranged, placed: pa.Table, compared: NearDuplicates, config: Config) -> Arranged:
    splits = dict(zip(placed["id"].to_pylist(), placed["split"].to_pylist(), strict=True))
    strata = {candidate.id: candidate.stratum for candidate in arranged.candidates if candidate.id in splits}
    lost = {name for name in arranged.assignment.splits if name not in splits}
    assignment = replace(
        arranged.assignment,
        quarantined=(),
        left_out=(),
        provisional=arranged.assignment.provisional & splits.keys(),
        shares=shares_of(splits, strata, config.splits.policy(config.corpus.name)),
        notes=without_names(arranged.assignment.notes, lost),
    )
    return replace(arranged, published=placed, compared=compared, assignment=assignment)
