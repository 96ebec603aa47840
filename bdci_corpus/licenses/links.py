"""Addresses of licenses, and of the badges that stand for them."""

from __future__ import annotations

import re

from bdci_corpus.licenses.granting import points_at_link
from bdci_corpus.licenses.names import Named
from bdci_corpus.licenses.spdx import listed_id, restriction_of
from bdci_corpus.patterns import lazily

_SHIELD = r"shields\.io/badge/licen[sc]e-[-%_a-z0-9.+]{1,40}"

LINKS = (
    r"(?:i\.)?creativecommons\.org/(?:l|licenses)/by[-a-z]{0,9}(?: ?[-a-z]{0,6})?/\d\.\d(?:/[a-z]{2}(?![a-z]))?|"
    r"creativecommons\.org/(?:licenses|publicdomain|p)/(?:zero|mark)/1\.0|"
    r"creativecommons\.org/[-a-z/]{0,60}(?:cc-zero|public-?domain/cc0)|licensebuttons\.net/(?:l|p)/"
    r"(?:by[-a-z]{0,9}|zero)/\d\.\d|"
    r"gnu\.org/(?:licenses|copyleft)/(?:old-licenses/)?(?:a?gpl|lgpl|fdl)(?:-?\d\.\d)?(?:-standalone)?\.(?:html|txt)|"
    r"gnu\.org/licenses/(?:a?gpl|lgpl|fdl)-\d\.\d(?![\w.])|"
    r"(?:opensource|spdx|choosealicense)\.(?:org|com)/licenses?/(?!index|list|category|by-)[a-z0-9.+-]{2,40}|"
    r"apache\.org/licenses/license-2\.0|opendatacommons\.org/licenses/(?:odbl|by|pddl)(?![a-z])|"
    r"coscl\.org\.cn/mulanpsl2?|mozilla\.org/(?:en-us/)?mpl/2\.0|" + _SHIELD
)

_KNOWN = (
    (
        lazily(r"creativecommons\.org/(?:publicdomain|p|licenses)/zero|cc-zero|domain/cc0|licensebuttons\.net/p/zero"),
        "CC0-1.0",
    ),
    (lazily(r"publicdomain/mark"), "CC-PDM-1.0"),
    (lazily(r"apache\.org"), "Apache-2.0"),
    (lazily(r"licenses/odbl"), "ODbL-1.0"),
    (lazily(r"commons\.org/licenses/by(?![-/a-z])"), "ODC-By-1.0"),
    (lazily(r"licenses/pddl"), "PDDL-1.0"),
    (lazily(r"mulanpsl2"), "MulanPSL-2.0"),
    (lazily(r"mulanpsl"), "LicenseRef-MulanPSL"),
    (lazily(r"mozilla\.org"), "MPL-2.0"),
)

_BY = lazily(r"/(by[-a-z]{0,9}(?: ?[-a-z]{0,6})?)/(\d\.\d)")

_GNU = lazily(r"/(agpl|lgpl|gpl|fdl)-?(\d\.\d)?")

_OWN = lazily(r"licenses?/([a-z0-9.+-]+?)(?:-license)?(?:\.(?:html|php|txt|json))?/?$")


def licenses_of_link(address: str, _line: str) -> Named | None:
    """Return the license that an address names, or None if it names none."""
    name = _id_of(address)
    return (name, restriction_of(name) or "unknown") if name else None


def _id_of(address: str) -> str | None:
    for pattern, name in _KNOWN:
        if pattern.search(address):
            return name
    if by := _BY.search(address):
        code = by[1].replace(" ", "").upper().strip("-")
        return listed_id(f"CC-{code}-{by[2]}") or f"LicenseRef-CC-{code}"
    if "gnu.org" in address and (gnu := _GNU.search(address)):
        stem = "GFDL" if gnu[1] == "fdl" else gnu[1].upper()
        return (gnu[2] and listed_id(f"{stem}-{gnu[2]}-only")) or f"LicenseRef-{stem}"
    if "badge/" in address:
        return _of_badge(address)
    own = _OWN.search(address)
    return _listed(own[1]) if own else None


def _listed(name: str) -> str | None:
    """Return an id of SPDX's list for a name in an address; GPL-3.0 is what opensource.org calls GPL-3.0-only."""
    return next((known for known in (listed_id(f"{name}-only"), listed_id(name)) if known), None)


def _of_badge(address: str) -> str | None:
    """Return the license on a badge of shields.io: the label, a dash, the license, a dash and the color."""
    badge = address.split("-", 1)[1].replace("--", "\0").replace("%20", " ").replace("_", " ")
    badge = badge.partition("-")[0].replace("\0", "-").strip().replace(" ", "-").removesuffix("-license")
    cc = re.fullmatch(r"cc-?(by(?:-(?:nc|sa|nd))*)(?:-(\d\.\d))?", badge)
    if cc:
        return (cc[2] and listed_id(f"CC-{cc[1]}-{cc[2]}")) or f"LicenseRef-CC-{cc[1].upper()}"
    if re.fullmatch(r"cc-?0(?:-1\.0)?", badge):
        return "CC0-1.0"
    return _listed(badge) or _listed(re.sub(r"(?<=[a-z])-?v?(\d)(?=$)", r"-\1.0", badge))


def link_fits(lead: str, _words: str, _tail: str) -> bool:
    """Return whether the text stands under what is behind an address, by what stands before it."""
    return points_at_link(lead)
