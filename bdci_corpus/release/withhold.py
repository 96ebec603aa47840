"""Keep back the documents that may not be passed on, as if they had never been there."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.errors import LicenseError
from bdci_corpus.licenses import STRICTNESS, roll_up
from bdci_corpus.neardup import compared_among
from bdci_corpus.project import Config
from bdci_corpus.release.draft import Arranged, Collected
from bdci_corpus.release.licensed import licensed_rows
from bdci_corpus.release.tables import placed


def redistributable_part(config: Config, collected: Collected, arranged: Arranged) -> tuple[Arranged, dict[str, int]]:
    """Return what of a corpus may be passed on, and how many documents may not, by restriction; splits stay.

    A document is kept back where its row is not redistributable, or a rule about its license stands
    against it. What the others may say of it is for ``Draft.public`` to decide.

    Raises:
        LicenseError: nothing is left.
    """
    rows = arranged.published
    faulty = {name for f in roll_up(licensed_rows(rows, collected.traces)) if f.blocks_public for name in f.rows}
    free = pc.and_(rows["redistributable"], pc.invert(pc.is_in(rows["id"], pa.array(sorted(faulty), pa.string()))))
    kept, held = rows.filter(free), rows.filter(pc.invert(free))
    counts = Counter(held["restriction"].to_pylist())
    withheld: dict[str, int] = {name: counts[name] for name in reversed(STRICTNESS) if counts[name]}
    if not kept.num_rows:
        counted = ", ".join(f"{count} {name}" for name, count in withheld.items())
        problem = f"Nothing is left: none of the documents may be passed on ({counted})."
        raise LicenseError(config.corpus.name, problem, "Leave --only-redistributable out, and publish privately.")
    compared = compared_among(arranged.compared, kept, arranged.sketches)
    groups = dict(zip(kept["id"].to_pylist(), kept["group_id"].to_pylist(), strict=True))
    kept = placed(kept, groups, compared)
    splits = dict(zip(kept["id"].to_pylist(), kept["split"].to_pylist(), strict=True))
    assignment = replace(arranged.assignment, provisional=arranged.assignment.provisional & splits.keys())
    return replace(arranged, published=kept, compared=compared, assignment=assignment), withheld
