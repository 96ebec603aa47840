"""The manifest: versions, configuration and hashes of a release."""

from __future__ import annotations

from importlib.metadata import version

import pyarrow.compute as pc

from bdci_corpus.release.draft import Draft, Written
from bdci_corpus.release.pages.card import Identity, Making
from bdci_corpus.version import __version__

FORMAT = 1
"""The version of the layout of a release."""


def _identity(draft: Draft, logical_sha256: str) -> Identity:
    names = ("name", "version", "description", "homepage", "citation")
    return Identity(**{name: getattr(draft.config.corpus, name) for name in names}, logical_sha256=logical_sha256)


def _making(draft: Draft, quarantined: int) -> Making:
    config, assignment = draft.config, draft.arranged.assignment
    total = sum(config.splits.ratios.values())
    return Making(
        script=config.corpus.script,
        threshold=config.near_duplicates.threshold,
        folds=config.splits.folds,
        hidden=config.splits.hidden,
        notes=assignment.notes,
        targets={name: ratio / total for name, ratio in config.splits.ratios.items()},
        shares=assignment.shares,
        quarantined=quarantined,
        withdrawn=sum(event.split not in config.splits.hidden for event in draft.ledger.withdrawn.values()),
        provisional=len(assignment.provisional),
        redistributable_only=draft.redistributable_only,
    )


def _manifest(draft: Draft, written: Written) -> dict[str, object]:
    """Return what the release is: versions, configuration, and the hash of each table's rows."""
    files = draft.collected.files
    files = files.filter(pc.is_in(files["path"], pc.unique(draft.arranged.published["path"])))
    loaders = zip(files["loader"].to_pylist(), files["loader_sha256"].to_pylist(), strict=True)
    return {
        "format": FORMAT,
        "name": draft.config.corpus.name,
        "version": draft.config.corpus.version,
        "logical_sha256": written.logical_sha256,
        "made_with": {name: version(name) for name in ("numpy", "opencc", "pyarrow")} | {"bdci_corpus": __version__},
        "configuration": draft.config.model_dump(mode="json"),
        "loaders": dict(sorted(loaders)),
        **({"redistributable_only": True} if draft.redistributable_only else {}),
        "tables": {
            part.name: {
                "rows": part.rows,
                "files": list(part.files),
                "logical_sha256": part.logical_sha256,
            }
            for part in written.parts
        },
    }
