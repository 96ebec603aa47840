"""A check as an in-toto statement: what was looked at by its hashes, what was found, and what was not looked at.

The statement has no signature of its own: whoever answers for it signs the file. Nothing in it tells time or machine,
so the same release and the same version of the program give the same statement, and any other byte gives another.
"""

from __future__ import annotations

import re
from pathlib import Path

from bdci_corpus.checking.release import MANIFEST, Manifest
from bdci_corpus.checking.report import CheckReport
from bdci_corpus.release import file_sha256
from bdci_corpus.version import __version__

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"

PREDICATE_TYPE = "urn:bdci-corpus:check:1"
"""What the predicate means: one more with each change of its form."""

LOGICAL = "logicalSha256"
"""The name of the hash over rows, which the bytes of their files do not enter, among a subject's digests."""

_RATE = re.compile(r" at [\d.,]+ [kMG]?B/s(?: a core)?")
"""How fast a step was: of the machine, and not of the release."""

NOT_LOOKED_AT = (
    "whether the raw files are what their hashes say: they are not in a release",
    "whether licenses are what the sources declare, and what a court would say of them",
    "likeness of meaning: a paraphrase, a translation, an answer in other words",
    "whether what a text says is true",
)
"""What no check of a release can see."""


def statement_of(root: Path, report: CheckReport) -> dict[str, object]:
    """Return the statement on the release in ``root``, of which ``report`` is what a check found."""
    return {
        "_type": STATEMENT_TYPE,
        "subject": [*_files(root), *_tables(root)],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "verifier": {"name": "bdci-corpus", "version": __version__},
            "result": "PASSED" if report.sound else "FAILED",
            "checked": [{"step": step.name, "did": _RATE.sub("", step.did)} for step in report.steps],
            "problems": report.as_data()["problems"],
            "findings": report.as_data()["findings"],
            "notLookedAt": list(NOT_LOOKED_AT),
        },
    }


def _files(root: Path) -> list[dict[str, object]]:
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return [{"name": name, "digest": {"sha256": file_sha256(root / name)}} for name in names]


def _tables(root: Path) -> list[dict[str, object]]:
    """Return the tables by the hashes over their rows; none where the manifest cannot be read."""
    try:
        manifest = Manifest.model_validate_json((root / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return []
    tables = {name: facts.logical_sha256 for name, facts in sorted(manifest.tables.items())}
    whole = {f"{manifest.name} {manifest.version}": manifest.logical_sha256}
    return [{"name": f"rows of {name}", "digest": {LOGICAL: digest}} for name, digest in {**whole, **tables}.items()]
