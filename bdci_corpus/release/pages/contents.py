"""All pages of a release: pure functions of its tables, and of what its manifest and its ledger say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from bdci_corpus.release.classes import named
from bdci_corpus.release.files import TablePart
from bdci_corpus.release.pages.card import CARD, Identity, Making, card_of
from bdci_corpus.release.pages.citation import citation_pages
from bdci_corpus.release.pages.credits import credit_pages
from bdci_corpus.release.pages.overview import Overview, overview
from bdci_corpus.release.pages.report import REPORT, report_of
from bdci_corpus.release.pages.submission import submission_pages


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContents:
    """What the pages of a release are made from.

    ``documents`` have the column ``split`` and are in the order of their ids; ``quarantine`` are the lines of
    quarantine.jsonl, ``license_texts`` those that the project brought, by id.
    """

    identity: Identity
    making: Making
    parts: Sequence[TablePart]
    documents: pa.Table
    traces: pa.Table
    pairs: pa.Table
    quarantine: Sequence[Mapping[str, object]]
    license_texts: Mapping[str, str]

    def named_documents(self) -> pa.Table:
        """Return the documents with classes by name."""
        return named(self.documents, self.making.classes)

    def counts(self) -> Overview:
        """Return what all pages count, to be made once for them."""
        return overview(self.documents, self.traces, self.pairs)


def pages_of(contents: PageContents, counts: Overview) -> dict[str, str]:
    """Return the texts of README.md, report.html, NOTICE, REUSE.toml, LICENSES/ and how to cite it by path.

    Raises:
        LicenseError: the text of a license is neither there nor shipped; all of them together.
    """
    documents = contents.named_documents()
    credited = credit_pages(documents, contents.identity.name, contents.license_texts)
    card = card_of(contents.parts, documents, contents.identity, contents.making, counts)
    report = report_of(
        documents,
        contents.traces,
        contents.pairs,
        counts,
        identity=contents.identity,
        making=contents.making,
        left_out=contents.quarantine,
    )
    asked = contents.making.asked
    cited = citation_pages(contents.identity, sorted(documents["license"].unique().to_pylist()))
    submission = submission_pages(documents, asked) if asked else {}
    return {**credited, CARD: card, REPORT: report, **cited, **submission}


@cache
def edition() -> str:
    """Return a hash of what writes the pages here, so that those of another edition are compared by facts only."""
    digest = sha256()
    folder = Path(__file__).parent
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".css", ".jinja", ".js", ".py", ".yaml"}):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
