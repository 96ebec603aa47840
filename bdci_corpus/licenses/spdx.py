"""SPDX license expressions: whether one is valid, which ids it names, and what it comes down to."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bdci_corpus.licenses.terms import STRICTNESS, strictest

if TYPE_CHECKING:
    from license_expression import LicenseExpression, Licensing

_FOLDER = Path(__file__).parent / "texts"


def shipped_ids() -> tuple[str, ...]:
    """Return the ids of the licenses whose text is shipped, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.txt")))


def shipped_text(name: str) -> str | None:
    """Return the text of a license by its SPDX id, or None where it is not shipped."""
    path = _FOLDER / f"{name}.txt"
    return path.read_text(encoding="utf-8") if name in shipped_ids() else None


REF = re.compile(r"LicenseRef-[A-Za-z0-9.-]+")
"""An id for a license that SPDX does not list."""

_WORD = re.compile(r"[^\s()]+")

_BLANKS = re.compile(r"\s+|(?<=\()|(?=\))")

_OPERATORS = frozenset({"AND", "OR", "WITH"})

_CREATIVE_COMMONS = re.compile(r"(?:LicenseRef-)?CC-(?:BY)?((?:-?(?:NC|SA|ND))*)(?:-\d\.\d.*)?")

_KNOWN_FAMILIES = (
    ("open", r"CC0(?:-.*)?|PDDL(?:-.*)?|CC-PD.*|Unlicense|0BSD|MIT-0|WTFPL|Public-Domain"),
    (
        "attribution",
        (r"MIT|Apache(?:-.*)?|BSD(?:-\d.*)?|ISC|Zlib|ODC-By(?:-.*)?|CDLA-Permissive(?:-.*)?|MulanPSL(?:-.*)?"),
    ),
    ("attribution", r"OGL-UK(?:-.*)?|OGDL-Taiwan(?:-.*)?|Artistic(?:-.*)?"),
    ("share-alike", r"ODbL(?:-.*)?|GFDL(?:-.*)?|[AL]?GPL(?:-.*)?|CDLA-Sharing(?:-.*)?|[ME]PL(?:-.*)?|EUPL(?:-.*)?"),
    ("share-alike", r"OFL(?:-.*)?|MulanPubL(?:-.*)?"),
)

_KNOWN = tuple((restriction, re.compile(f"(?:LicenseRef-)?(?:{names})")) for restriction, names in _KNOWN_FAMILIES)
"""A family without a version comes down to what its versions do."""


def license_problem(expression: str) -> tuple[str, str] | None:
    """Return what is wrong with a license expression and what to write instead, or None if it is valid.

    It must be an SPDX expression as SPDX writes it: current ids, in their own letter case.
    ``LicenseRef-`` ids are free.
    """
    if REF.fullmatch(expression):
        return None
    if expression.strip().upper() in {"", "NONE", "NOASSERTION", "UNKNOWN", "OTHER"}:
        return f'"{expression}" names no license.', 'Write "LicenseRef-Unknown" if nobody knows.'
    for name in license_ids(expression):
        if name.lower().startswith("licenseref") and not REF.fullmatch(name):
            return f'"{name}" is no LicenseRef.', 'Write "LicenseRef-" and letters, digits, dots and dashes.'
    try:
        parsed = _licensing().parse(expression)
    except Exception as error:  # noqa: BLE001 - of four kinds, two of them bugs of the library
        reason = str(error).splitlines()[0].rstrip(".")
        return f'"{expression}" is no license expression: {reason}.', 'Write one such as "MIT OR CC-BY-4.0".'
    return _problem_of(expression, parsed)


def _problem_of(expression: str, parsed: LicenseExpression) -> tuple[str, str] | None:
    unknown = [key for key in _licensing().unknown_license_keys(parsed) if not REF.fullmatch(key)]
    if unknown:
        return f'SPDX lists no license "{unknown[0]}".', _suggestion(unknown[0])
    for symbol in parsed.symbols:
        if getattr(symbol, "license_symbol", symbol).is_exception:
            return f'"{symbol}" is an exception, and no license.', 'Write "license WITH exception".'
        if not getattr(getattr(symbol, "exception_symbol", None), "is_exception", True):
            return f'"{symbol}" names no exception.', "Join licenses by AND or OR."
    canonical = parsed.render()
    if _spaced(canonical) == _spaced(expression):
        return None
    if {name.lower() for name in license_ids(canonical)} == {name.lower() for name in license_ids(expression)}:
        return f'SPDX writes "{canonical}", and not "{expression}".', f'Write "{canonical}".'
    return f'"{expression}" is deprecated.', f'Write "{canonical}".'


def _spaced(expression: str) -> list[str]:
    return [part for part in _BLANKS.split(expression) if part]


def license_ids(expression: str) -> tuple[str, ...]:
    """Return the ids that an expression names, exceptions among them, sorted."""
    return tuple(sorted({word for word in _WORD.findall(expression) if word.upper() not in _OPERATORS}))


def expression_of(licenses: Iterable[str]) -> str:
    """Return one SPDX expression for rows under several licenses: whoever takes all rows is bound by all."""
    names = sorted(set(licenses))
    return " AND ".join(f"({name})" if " OR " in name and len(names) > 1 else name for name in names)


def restriction_of(expression: str) -> str | None:
    """Return what a valid expression comes down to, or None where one of its licenses is not known here.

    Of licenses joined by OR one may choose; all of those joined by AND hold.
    """
    if _WORD.fullmatch(expression):
        return _restriction_of_id(expression)
    return _restriction(_licensing().parse(expression))


def _restriction(parsed: LicenseExpression) -> str | None:
    if not parsed.args:
        symbol = getattr(parsed, "license_symbol", parsed)
        return _restriction_of_id(symbol.key)
    inner = [_restriction(part) for part in parsed.args]
    known = [restriction for restriction in inner if restriction is not None]
    if len(known) < len(inner):
        return None
    return strictest(known) if parsed.operator.strip() == "AND" else min(known, key=STRICTNESS.index)


def _restriction_of_id(name: str) -> str | None:
    if creative := _CREATIVE_COMMONS.fullmatch(name):
        terms = creative[1].split("-")
        named = {"ND": "no-derivatives", "NC": "non-commercial", "SA": "share-alike"}
        return next((restriction for term, restriction in named.items() if term in terms), "attribution")
    return next((restriction for restriction, names in _KNOWN if names.fullmatch(name)), None)


@cache
def listed_id(name: str) -> str | None:
    """Return an id in the letter case of SPDX's list, or None if it is not there."""
    return next((known for known in _listed() if known.lower() == name.lower()), None)


_IN_LINE = re.compile(r"[\s:]*((?:[A-Za-z0-9.+-]+|[()]|\s(?=[A-Za-z0-9(]))+)")


def expression_in(line: str) -> str | None:
    """Return the SPDX expression that a line begins with, as SPDX writes it; None if it is none.

    What follows it on the line, as the end of a comment does, is no part of it.
    """
    found = _IN_LINE.match(line)
    wording = found[1].rstrip("- ") if found else ""
    try:
        parsed = _licensing().parse(wording) if wording else None
    except Exception:  # noqa: BLE001 - of four kinds, two of them bugs of the library
        return None
    expression = parsed.render() if parsed is not None else None
    return expression if expression and license_problem(expression) is None else None


def _suggestion(name: str) -> str:
    """Return the listed id that looks most like ``name``, in words."""
    wanted = re.sub(r"[\s_]+", "-", name).lower()
    listed = {known.lower(): known for known in _listed()}
    near = [wanted] if wanted in listed else difflib.get_close_matches(wanted, listed, n=1, cutoff=0.75)
    if near:
        return f'Did you mean "{listed[near[0]]}"?'
    own = re.sub(r"[^a-z0-9.-]+", "", wanted).strip("-.").title() or "Own"
    return f'Write an id of https://spdx.org/licenses, or one of your own such as "LicenseRef-{own}".'


def _listed() -> Iterator[str]:
    return (name for name in _licensing().known_symbols if not name.startswith("LicenseRef-"))


@cache
def _licensing() -> Licensing:
    """Return the list of SPDX, which takes a twentieth of a second to read."""
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()
