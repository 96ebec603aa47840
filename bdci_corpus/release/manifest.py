"""The manifest: versions, configuration and hashes of a release."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version

from bdci_corpus.release.draft import PublicDraft
from bdci_corpus.release.files import Part
from bdci_corpus.release.pages.card import Identity, Making
from bdci_corpus.version import __version__

FORMAT = 1
"""The version of the layout of a release."""


def identity_of(public: PublicDraft, logical_sha256: str) -> Identity:
    """Return what a release is called, by itself and by the hash of its rows."""
    names = ("name", "version", "description", "homepage", "citation")
    return Identity(**{name: getattr(public.config.corpus, name) for name in names}, logical_sha256=logical_sha256)


def making_of(public: PublicDraft) -> Making:
    """Return how a release was made."""
    config = public.config
    total = sum(config.splits.ratios.values())
    return Making(
        script=config.corpus.script,
        threshold=config.near_duplicates.threshold,
        folds=config.splits.folds,
        hidden=config.splits.hidden,
        notes=public.notes,
        targets={name: ratio / total for name, ratio in config.splits.ratios.items()},
        shares=public.shares,
        quarantined=len(public.quarantine),
        withdrawn=public.withdrawn,
        provisional=public.provisional,
        redistributable_only=public.redistributable_only,
    )


def manifest(public: PublicDraft, parts: Sequence[Part], logical_sha256: str) -> dict[str, object]:
    """Return what the release is: versions, configuration, and the hash of each table's rows."""
    files = public.files
    loaders = zip(files["loader"].to_pylist(), files["loader_sha256"].to_pylist(), strict=True)
    return {
        "format": FORMAT,
        "name": public.config.corpus.name,
        "version": public.config.corpus.version,
        "logical_sha256": logical_sha256,
        "made_with": {name: version(name) for name in ("numpy", "opencc", "pyarrow")} | {"bdci_corpus": __version__},
        "configuration": public.config.model_dump(mode="json"),
        "loaders": dict(sorted(loaders)),
        **({"redistributable_only": True} if public.redistributable_only else {}),
        "tables": {
            part.name: {
                "rows": part.rows,
                "files": list(part.files),
                "logical_sha256": part.logical_sha256,
            }
            for part in parts
        },
    }
