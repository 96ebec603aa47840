"""Write what a release says of its terms: the license texts, who is to be credited, and what REUSE reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from bdci_corpus.errors import LicenseError, raise_together
from bdci_corpus.licenses import REF, UNKNOWN, expression_of, license_ids, shipped_text

LICENSES = "LICENSES"

NOTICE = "NOTICE"

REUSE = "REUSE.toml"

SHOWN_AUTHORS = 50
"""So many authors are credited by name before they are only counted."""

_TERMS = ("source", "license", "restriction", "rights_holder", "attribution", "license_evidence")

_PREAMBLE = """{name}

The documents of this dataset come from the sources below, each under its own terms, whose texts are in
{folder}/. The documents were cleaned; the table traces records every change. The columns license,
attribution, rights_holder, author and notice_text say for each document what is said here by source.
"""

_NOBODY_SAID = "Nobody has said under what terms these documents stand. Take all rights in them to be reserved.\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Documents of one source under the same terms, how many, and their authors if nobody else is to be credited."""

    source: str
    license: str
    restriction: str
    rights_holder: str | None
    attribution: str | None
    license_evidence: str
    documents: int
    authors: tuple[str, ...] = ()


def credits_of(documents: pa.Table) -> list[Credit]:
    """Return who is to be credited, by source and terms, sorted."""
    rows = list(zip(*(documents[name].to_pylist() for name in _TERMS), strict=True))
    authors: dict[tuple[str | None, ...], set[str]] = {}
    for terms, author in zip(rows, documents["author"].to_pylist(), strict=True):
        if author:
            authors.setdefault(terms, set()).add(author)
    some = [
        Credit(**dict(zip(_TERMS, terms, strict=True)), documents=count, authors=tuple(sorted(authors.get(terms, ()))))
        for terms, count in Counter(rows).items()
    ]
    return sorted(some, key=lambda c: (c.source, c.license, c.rights_holder or "", c.attribution or "", c.restriction))


def credit_pages(documents: pa.Table, name: str, own_texts: Mapping[str, str]) -> dict[str, str]:
    """Return LICENSES/, NOTICE and REUSE.toml of a release for all its documents, by path.

    ``own_texts`` are the texts of licenses that come from the project, by id; they come first.

    Raises:
        LicenseError: the text of a license is neither there nor shipped; all of them together.
    """
    credited = credits_of(documents)
    texts = _license_texts(documents, credited, own_texts)
    return {
        **{license_file(license_): text for license_, text in texts.items()},
        NOTICE: notice_of(name, credited),
        REUSE: _reuse(credited),
    }


def own_license_texts(documents: pa.Table, folder: Path | None) -> dict[str, str]:
    """Return the texts in a project's folder, named by the id, of licenses that a row names."""
    if folder is None:
        return {}
    names = sorted({name for license_ in set(documents["license"].to_pylist()) for name in license_ids(license_)})
    return {name: path.read_text(encoding="utf-8") for name in names if (path := folder / f"{name}.txt").is_file()}


def license_file(license_: str) -> str:
    """Return the path of a license's text in a release."""
    return f"{LICENSES}/{_for_reuse(license_)}.txt"


def _for_reuse(license_: str) -> str:
    """Return an id or expression as the files for REUSE have it: it refuses a LicenseRef with "Unknown" in it.

    Ids of SPDX are the same in any letter case.
    """
    return license_.replace("Unknown", "unknown")


def _license_texts(documents: pa.Table, credited: Sequence[Credit], own_texts: Mapping[str, str]) -> dict[str, str]:
    """Return the text of each license that a row names, by id."""
    texts, errors = {}, []
    for name in sorted({name for credit in credited for name in license_ids(credit.license)}):
        text = own_texts[name] if name in own_texts else shipped_text(name)
        if text is None and REF.fullmatch(name):
            text = _text_of_own(name, documents, credited)
        if text is None:
            problem = f'The text of the license "{name}" is not shipped.'
            errors.append(LicenseError(f"{LICENSES}/{name}.txt", problem, "Put it there, beside corpus.toml."))
        else:
            texts[name] = text
    raise_together(errors, "collecting license texts")
    return texts


def _text_of_own(name: str, documents: pa.Table, credited: Sequence[Credit]) -> str:
    """Return the notices found in documents under a license of one's own, or say that there is no text."""
    if name == UNKNOWN:
        return _NOBODY_SAID
    mine = [credit for credit in credited if name in license_ids(credit.license)]
    under = documents.filter(pc.is_in(documents["license"], pa.array([credit.license for credit in mine])))
    notices = pc.unique(under["notice_text"].drop_null()).to_pylist()
    if notices:
        return "\n\n".join(notices) + "\n"
    holders = sorted({credit.rights_holder for credit in mine if credit.rights_holder})
    held = f"Rights holder: {', '.join(holders)}.\n" if holders else ""
    restrictions = ", ".join(sorted({credit.restriction for credit in mine}))
    return f"There is no text of these terms. They come down to: {restrictions}.\n{held}"


def notice_of(name: str, credited: Sequence[Credit]) -> str:
    """Return the text of NOTICE: who is to be credited, by source."""
    parts = [_PREAMBLE.format(name=name, folder=LICENSES)]
    for credit in credited:
        lines = [
            f"Source: {credit.source}",
            f"Documents: {credit.documents}",
            f"License: {credit.license} ({credit.restriction}; {credit.license_evidence})",
            *([f"Rights holder: {credit.rights_holder}"] if credit.rights_holder else []),
            *([f"Attribution: {credit.attribution}"] if credit.attribution else []),
            *([] if credit.rights_holder or credit.attribution else _authors(credit.authors)),
        ]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def _authors(names: Sequence[str]) -> list[str]:
    """Return the line that credits authors, where nobody else is named."""
    more = f" and {len(names) - SHOWN_AUTHORS} more, in the column author" if len(names) > SHOWN_AUTHORS else ""
    return [f"Authors: {', '.join(names[:SHOWN_AUTHORS])}{more}"] if names else []


def _reuse(credited: Sequence[Credit]) -> str:
    """Return REUSE.toml: everything in the release stands under the terms of all its rows together."""
    holders = sorted({c.rights_holder or c.attribution or f"Rights holders of the source {c.source}" for c in credited})
    joined = expression_of(credit.license for credit in credited)
    return (
        'version = 1\n\n[[annotations]]\npath = "**"\nprecedence = "override"\n'
        f"SPDX-FileCopyrightText = {_toml(holders)}\nSPDX-License-Identifier = {_toml(_for_reuse(joined))}\n"
    )


def _toml(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
