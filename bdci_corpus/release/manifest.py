"""The manifest: versions, configuration and hashes of a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from importlib.metadata import version

from bdci_corpus.ledger import PROVISIONAL
from bdci_corpus.release.classes import classes_of
from bdci_corpus.release.competition import CompetitionSummary
from bdci_corpus.release.draft import PublicDraft
from bdci_corpus.release.files import split_order
from bdci_corpus.release.pages.card import Identity, Making
from bdci_corpus.release.pages.contents import PageContents, edition
from bdci_corpus.release.schema import FORMAT
from bdci_corpus.version import __version__


def identity_of(public: PublicDraft, logical_sha256: str) -> Identity:
    """Return what a release is called, by itself and by the hash of its rows."""
    names = [field.name for field in fields(Identity) if field.name != "logical_sha256"]
    return Identity(**{name: getattr(public.config.corpus, name) for name in names}, logical_sha256=logical_sha256)


def making_of(public: PublicDraft) -> Making:
    """Return how a release was made."""
    splits = public.config.splits
    return Making(
        script=public.config.corpus.script,
        threshold=public.config.near_duplicates.threshold,
        folds=splits.folds,
        hidden=[] if public.private else splits.hidden,
        private=public.private,
        notes=public.notes,
        targets=targets_of(splits.ratios),
        strata=splits.stratify,
        since=splits.by_date,
        classes=classes_of(public.config.columns),
        asked=_asked(public),
        rai=public.config.rai,
        quarantined=len(public.quarantine),
        withdrawn=public.withdrawn,
        provisional=sum(event.version == PROVISIONAL for event in public.events),
        redistributable_only=public.redistributable_only,
        kept_crossing=splits.crossing == "keep" and splits.from_column is not None,
    )


def _asked(public: PublicDraft) -> CompetitionSummary | None:
    """Return what pages say of a competition; those of the organizer's own release are for nobody to take part."""
    asked, committed = public.config.competition, public.committed
    if asked is None or committed is None or public.private:
        return None
    own = public.baseline is not None
    return CompetitionSummary(competition=asked, columns=public.config.columns, roots=committed.roots, own_baseline=own)


def targets_of(ratios: Mapping[str, float]) -> dict[str, float]:
    """Return the share of all documents that each split is to have, in the order of splits."""
    total = sum(ratios.values())
    return {name: ratios[name] / total for name in sorted(ratios, key=split_order)}


def manifest(public: PublicDraft, page_contents: PageContents) -> dict[str, object]:
    """Return what the release is: versions, configuration, the hash of each table's rows, and what no table says."""
    files = public.files
    loaders = zip(files["loader"].to_pylist(), files["loader_sha256"].to_pylist(), strict=True)
    return {
        "format": FORMAT,
        "name": public.config.corpus.name,
        "version": public.config.corpus.version,
        "logical_sha256": page_contents.identity.logical_sha256,
        "made_with": {name: version(name) for name in ("numpy", "opencc", "pyarrow")} | {"bdci_corpus": __version__},
        "pages": edition(),
        # what a machine may take is not of the corpus
        "configuration": public.config.model_dump(mode="json", by_alias=True, exclude={"limits"}),
        "loaders": dict(sorted(loaders)),
        "notes": list(public.notes),
        "withdrawn": public.withdrawn,
        "license_texts": {
            name: sha256(text.encode()).hexdigest() for name, text in page_contents.license_texts.items()
        },
        **({"redistributable_only": True} if public.redistributable_only else {}),
        **({"private": True} if public.private else {}),
        **({"commitments": dict(public.committed.roots)} if public.committed else {}),
        "tables": {
            part.name: {
                "rows": part.rows,
                "files": list(part.files),
                "logical_sha256": part.logical_sha256,
            }
            for part in page_contents.parts
        },
    }
