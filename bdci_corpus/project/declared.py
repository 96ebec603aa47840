"""What corpus.toml declares of terms, and what to paste into it for a notice that it does not know."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bdci_corpus.errors import LicenseError
from bdci_corpus.licenses import PICTURE, STRICTNESS, Terms, restriction_of
from bdci_corpus.project.tables import CONFIG, Config, Source
from bdci_corpus.records import Notice

MOST_SHOWN = 20
"""So many different notices are shown at once."""

_MATCH_LENGTH = 60
"""The longest words that are proposed for corpus.toml, in characters."""

_SENTENCE = re.compile(r"[^。！？]{8,}[。！？]")

_SHOWN_LENGTH = 40
"""How much of a line an error shows, in characters."""

_TO_FILL_IN = (
    '# rights_holder = ""    # whose it is, if not the source\'s',
    '# attribution = ""      # how to credit them, if not as the source is credited',
)


def notice_terms(config: Config) -> dict[str, Terms]:
    """Return the terms of each declared notice, by id."""
    return {
        notice.id: Terms(
            license=notice.license,
            restriction=notice.restriction,
            rights_holder=notice.rights_holder,
            attribution=notice.attribution,
            synthetic=notice.synthetic or "",
            evidence="detected",
        )
        for notice in config.notices
    }


def declared_terms(source: Source | None, config: Config, known: Mapping[str, str]) -> Terms:
    """Return the terms that a file's source declares, by its notice or by itself, or metadata.csv does.

    Where only a license is declared, and it is a well-known one, the restriction is what it comes down to.
    """
    terms = Terms()
    if source is not None:
        terms = notice_terms(config).get(source.notice or "", terms)
        names = ("license", "restriction", "rights_holder", "attribution", "synthetic")
        sentences = {name: value for name in names if (value := getattr(source, name)) is not None}
        if source.license is not None and source.restriction is None:
            sentences["restriction"] = restriction_of(source.license) or terms.restriction
        declared = bool(sentences) or source.notice is not None
        terms = replace(terms, **sentences, evidence="declared" if declared else "assumed")
        terms = replace(terms, synthetic=terms.synthetic or Terms().synthetic)
    if license_ := known.get("license"):
        restriction = restriction_of(license_) or terms.restriction
        terms = replace(terms, license=license_, restriction=restriction, evidence="declared")
    return terms


@dataclass(frozen=True, slots=True)
class Undeclared:
    """A notice that corpus.toml does not know, and the documents that carry it."""

    notice: Notice
    documents: tuple[str, ...]


def undeclared_notices(found: Sequence[tuple[str, Notice]]) -> list[Undeclared]:
    """Group notices by their words, whatever the blanks; the most frequent first."""
    groups: dict[str, list[tuple[str, Notice]]] = {}
    for document, notice in sorted(found, key=lambda pair: pair[0]):
        groups.setdefault("".join(notice.text.split()), []).append((document, notice))
    some = [Undeclared(group[0][1], tuple(dict.fromkeys(name for name, _ in group))) for group in groups.values()]
    return sorted(some, key=lambda one: (-len(one.documents), one.documents[0]))


def notice_problems(found: Sequence[tuple[str, Notice]], config: Config) -> Iterator[LicenseError]:
    """Yield one error for each notice that nobody declared, with the TOML that declares it."""
    some = undeclared_notices(found)
    ids = {notice.id for notice in config.notices}
    for one in some[:MOST_SHOWN]:
        name = next(name for name in _names(one.notice.kind) if name not in ids)
        ids.add(name)
        yield _problem(one, name, more=max(0, len(some) - MOST_SHOWN) if one is some[:MOST_SHOWN][-1] else 0)


def _names(kind: str) -> Iterator[str]:
    yield kind
    number = 2
    while True:
        yield f"{kind}-{number}"
        number += 1


def _problem(one: Undeclared, name: str, *, more: int) -> LicenseError:
    others = f" {len(one.documents) - 1} more documents carry it." if len(one.documents) > 1 else ""
    further = f" {more} other notices are not shown." if more else ""
    what = "The credit of a picture" if one.notice.kind == PICTURE else "A license notice"
    return LicenseError(
        one.documents[0],
        f'{what} is not declared: "{_short(one.notice.text)}".{others}{further}',
        f"Declare it in {CONFIG}, and correct what it comes down to:\n\n{toml_for(one.notice, name)}",
    )


def toml_for(notice: Notice, name: str) -> str:
    """Return TOML that declares a notice as what it reads like, and in a comment how to say that it is none.

    What reads like the credit of a picture is none of the text's terms, and a comment says how it could be.
    """
    match = f"match = {_quoted(_match(notice.text))}"
    license_ = notice.license or f"LicenseRef-{name.title()}"
    freer = ", ".join(STRICTNESS[: STRICTNESS.index(notice.restriction)])
    named = notice.license is not None and restriction_of(notice.license) == notice.restriction
    remark = "" if named or not freer else f" # the strictest it can mean; others are {freer}"
    as_notice = [
        *("[[notices]]", f"id = {_quoted(name)}", match, f"license = {_quoted(license_)}"),
        *(f"restriction = {_quoted(notice.restriction)}{remark}", *_TO_FILL_IN),
    ]
    as_quotation = ["[[quotations]]", match]
    if notice.kind == PICTURE:
        meant = [*as_quotation, 'reason = "the credit of a picture"', "", "# Or, if the text stands under it, too:"]
        return _lines(meant, as_notice)
    return _lines([*as_notice, "", "# Or, if it is no notice and the document's own words:"], as_quotation)


def _lines(sentences: Sequence[str], commented: Sequence[str]) -> str:
    return "\n".join([*sentences, *(f"# {line}" for line in commented)]) + "\n"


def _match(text: str) -> str:
    """Return the words that tell a notice, on one line: its first sentence, or the beginning of it."""
    line = " ".join(text.split())
    first = _SENTENCE.match(line)
    return (first.group() if first else line)[:_MATCH_LENGTH].strip()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_LENGTH else line[:_SHOWN_LENGTH] + "…"


def _quoted(text: str) -> str:
    """Return a TOML string: JSON's escapes are TOML's, but for DEL, which TOML wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
