"""The verb ``competition bundle``: a competition in the form of the place where it is to run, if its rows allow it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from bdci_corpus.errors import PublishError, raise_together
from bdci_corpus.publishing.bundles import MAKERS, NEXT
from bdci_corpus.publishing.bundles.kaggle import slug_of
from bdci_corpus.publishing.bundles.parts import BundleFiles, Parts
from bdci_corpus.publishing.gate import Ask, refusals
from bdci_corpus.publishing.sealed import refuse, seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """What was written: the ``folder``, its files with their sizes in bytes, and what a person does next."""

    kind: str
    folder: Path
    files: dict[str, int]
    strictest: str
    next: str


def bundle(release: Path, private: Path, to: str, out: Path, folder: Path, *, public: bool = False) -> Bundle:
    """Write the bundle of a competition for a place into the new folder ``out``.

    Args:
        release: the public release, which is checked first.
        private: the organizer's own.
        to: one of ``kaggle``, ``codabench``, ``hub``, ``mle-bench`` and ``zip``.
        out: where it is written; what is there already is left alone, and an error.
        folder: where a metric of one's own lies.
        public: let anybody take part; without it, those whom the organizer admits.

    Raises:
        CorpusError: the strictest row does not allow it, the release is not sound, or it has no competition.
    """
    sealed = seal(release)
    refuse(sealed.refusals)
    said = refusals(Ask(public=public), None, sealed.content, sealed.terms.strictest)
    raise_together([PublishError(to, one.problem, _remedy(one.remedy)) for one in said], "bundling")
    if out.exists() and any(out.iterdir()):
        raise PublishError(str(out), "There is something in this folder.", "Name a new one with --out.")
    parts = Parts(release=release, private=private, folder=folder, public=public)
    made = MAKERS[to](parts)
    _write(out, made)
    sizes = {name: (out / name).stat().st_size for name in sorted(made)}
    return Bundle(kind=to, folder=out, files=sizes, strictest=sealed.terms.strictest, next=_next(to, out, parts.name))


def _next(to: str, out: Path, name: str) -> str:
    """Return what a person does next, in the folder of the bundle and by the names that stand in it."""
    words = NEXT[to].replace("SLUG", slug_of(name)).replace("NAME", name)
    return f"In {out}:\n{words}"


def _remedy(remedy: str) -> str:
    return remedy.replace("add --gated, ", "")  # a bundle has no gate: its place asks whom it lets in


def _write(out: Path, files: BundleFiles) -> None:
    """Write files beside the folder first, so that there is all of it or nothing."""
    beside = out.with_name(f".{out.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    for name, data in files.items():
        path = beside / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    if out.exists():
        out.rmdir()
    beside.rename(out)
