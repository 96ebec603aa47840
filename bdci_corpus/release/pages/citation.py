"""How a release is cited, for programs: CITATION.cff, and what DataCite asks of whoever registers a DOI."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from bdci_corpus.release.files import as_json
from bdci_corpus.release.pages.card import Identity

CITATION, DATACITE = "CITATION.cff", "datacite.json"

CFF_VERSION = "1.2.0"
"""The version of the Citation File Format, as citation-file-format.github.io defines it."""

KERNEL = "http://datacite.org/schema/kernel-4"
"""The metadata schema of DataCite's that the file follows."""

UNAVAILABLE = ":unav"
"""What DataCite's schema asks for where a value that it requires is not known."""


def citation_pages(identity: Identity, licenses: Sequence[str]) -> dict[str, str]:
    """Return the pages by path: none where nobody says who made the corpus, since nothing is guessed."""
    if not identity.authors:
        return {}
    pages = {CITATION: yaml.safe_dump(_cff(identity, licenses), allow_unicode=True, sort_keys=False, width=100)}
    if identity.year is not None:
        pages[DATACITE] = as_json(_datacite(identity, licenses))
    return pages


def _cff(identity: Identity, licenses: Sequence[str]) -> Mapping[str, object]:
    """Return the file as data; a license that SPDX does not list has no place in it."""
    listed = [name for name in licenses if "LicenseRef-" not in name and " " not in name]
    return {
        "cff-version": CFF_VERSION,
        "message": "If you use this data set, please cite it as below.",
        "type": "dataset",
        "title": identity.heading,
        "version": identity.version,
        **({"date-released": identity.released} if identity.released else {}),
        "authors": [{"name": name} for name in identity.authors],
        **({"abstract": identity.description} if identity.description else {}),
        **({"url": identity.homepage} if identity.homepage else {}),
        **({"doi": identity.doi} if identity.doi else {}),
        **({"keywords": list(identity.keywords)} if identity.keywords else {}),
        **({"license": listed} if listed and len(listed) == len(licenses) else {}),
        "identifiers": [{"type": "other", "value": f"sha256:{identity.logical_sha256}", "description": "Content hash"}],
    }


def _datacite(identity: Identity, licenses: Sequence[str]) -> Mapping[str, object]:
    return {
        "schemaVersion": KERNEL,
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Corpus"},
        "identifiers": [{"identifier": identity.doi, "identifierType": "DOI"}] if identity.doi else [],
        "alternateIdentifiers": [
            {"alternateIdentifier": f"sha256:{identity.logical_sha256}", "alternateIdentifierType": "Content hash"}
        ],
        "creators": [{"name": name} for name in identity.authors],
        "titles": [{"title": identity.heading}],
        "publisher": {"name": identity.publisher or UNAVAILABLE},
        "publicationYear": str(identity.year),
        **({"dates": [{"date": identity.released, "dateType": "Issued"}]} if identity.released else {}),
        "version": identity.version,
        "subjects": [{"subject": word} for word in identity.keywords],
        "rightsList": [{"rightsIdentifier": name, "rightsIdentifierScheme": "SPDX"} for name in licenses],
        "descriptions": (
            [{"description": identity.description, "descriptionType": "Abstract"}] if identity.description else []
        ),
        **({"url": identity.homepage} if identity.homepage else {}),
    }
