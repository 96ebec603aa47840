"""The dataset card: YAML made from the Parquet footers, then prose a person wants to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import NamedTuple

import pyarrow as pa
import yaml

from bdci_corpus.licenses import REF, UNKNOWN, expression_of
from bdci_corpus.project import CATEGORIES, RaiTable
from bdci_corpus.release.competition import CompetitionSummary
from bdci_corpus.release.files import TablePart, split_order
from bdci_corpus.release.groups import strata_of, values_of
from bdci_corpus.release.licensed import terms_of_access
from bdci_corpus.release.pages.overview import NAMED, Overview
from bdci_corpus.release.pages.render import chinese, render
from bdci_corpus.release.pages.said import said_in_chinese
from bdci_corpus.release.schema import DOCUMENTS, TABLES

CARD = "README.md"

CARD_COLUMNS = ("language", "license", "restriction", "notice_text")
"""The columns of ``documents`` that the card's YAML is made from."""

DEFAULT_CONFIG = "documents"

_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
"""The hub's names for numbers of rows."""

_LANGUAGE_CODES = {"zh-Hans": "zh", "zh-Hant": "zh"}

_HUB_LICENSES = frozenset(
    {
        "afl-3.0", "agpl-3.0", "apache-2.0", "artistic-2.0", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear",
        "bsl-1.0", "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0",
        "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0",
        "cc-by-sa-3.0", "cc-by-sa-4.0", "cc0-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0",
        "ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0", "eupl-1.1", "gpl-2.0", "gpl-3.0", "isc", "lgpl-2.1",
        "lgpl-3.0", "lppl-1.3c", "mit", "mpl-2.0", "ms-pl", "ncsa", "ofl-1.1", "osl-3.0", "postgresql", "unlicense",
        "wtfpl", "zlib",
    }
)  # fmt: skip
"""The SPDX ids, in lower case, among the values of ``license`` that hf.co/docs/hub/repositories-licenses lists."""

_HUB_FAMILIES = (
    ("c-uda", "c-uda-"),
    ("gfdl", "gfdl-"),
    ("lgpl-lr", "lgpllr"),
    ("odbl", "odbl-"),
    ("odc-by", "odc-by-"),
    ("pddl", "pddl-"),
)
"""Those that stand for a license in every version: with what its SPDX ids begin, in lower case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a release is called, who made it, and the hash of what is in it."""

    name: str
    version: str
    description: str
    homepage: str
    citation: str
    logical_sha256: str
    title: str = ""
    authors: Sequence[str] = ()
    year: int | None = None
    publisher: str = ""
    released: str | None = None
    doi: str = ""
    keywords: Sequence[str] = ()

    @property
    def heading(self) -> str:
        """What people call it."""
        return self.title or self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """How a release was made, as far as its tables do not say it."""

    script: str
    threshold: float
    folds: int
    hidden: Sequence[str]
    notes: Sequence[str]
    targets: Mapping[str, float]
    strata: Sequence[str]
    since: Mapping[str, str]
    classes: Mapping[str, Sequence[str]]
    asked: CompetitionSummary | None
    rai: RaiTable
    quarantined: int
    withdrawn: int
    provisional: int
    redistributable_only: bool
    private: bool
    kept_crossing: bool

    @property
    def shown_targets(self) -> dict[str, float]:
        """The share that was asked for each split which is shown, of all that are: as shares of rows are told."""
        shown = {split: share for split, share in self.targets.items() if split not in self.hidden}
        total = sum(shown.values())
        return {split: share / total for split, share in shown.items()} if total else shown


def card_of(
    parts: Sequence[TablePart], documents: pa.Table, identity: Identity, making: Making, counts: Overview
) -> str:
    """Return README.md: the YAML speaks of ``parts``, the prose of ``counts`` (all splits)."""
    data = card_data(parts, documents, identity, making.classes, making.asked)
    header = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    prose = render(
        "card.md.jinja",
        identity=identity,
        making=making,
        counts=counts,
        splits=[part for part in parts if part.table == DEFAULT_CONFIG],
        tables=[(name, kind.about, sum(p.rows for p in parts if p.table == name)) for name, kind in TABLES.items()],
        labels=labels_on_card(documents, making),
        strata=strata_on_card(documents, making),
        slack=slack(documents, max(1, len(making.targets))),
        columns=DOCUMENTS,
        zh=chinese(),
        said=said_in_chinese,
        named=NAMED,
        citation=citation_of(identity),
    )
    return f"---\n{header}---\n\n{prose}"


def card_data(
    parts: Sequence[TablePart],
    documents: pa.Table,
    identity: Identity,
    classes: Mapping[str, Sequence[str]],
    asked: CompetitionSummary | None,
) -> dict[str, object]:
    """Return the card's YAML: every file declared, complete features, one default configuration.

    Of ``documents``, only the columns ``CARD_COLUMNS`` are looked at.
    """
    tables = [name for name in TABLES if any(part.table == name for part in parts)]
    written = sorted(set(documents["language"].to_pylist()) - {"und"})
    licenses = sorted(set(documents["license"].to_pylist()))
    return {
        **({"language": sorted({_LANGUAGE_CODES.get(name, name) for name in written})} if written else {}),
        **({"language_bcp47": written} if any("-" in name for name in written) else {}),
        **_license_data(licenses),
        "pretty_name": identity.heading,
        **({"tags": list(identity.keywords)} if identity.keywords else {}),
        "size_categories": [_size(documents.num_rows)],
        **_gate(documents),
        "task_categories": _tasks(classes, asked),
        "configs": [_config(name, [p for p in parts if p.table == name]) for name in tables],
        "dataset_info": [
            _info(name, [p for p in parts if p.table == name], identity, licenses, classes) for name in tables
        ],
    }


def _tasks(classes: Mapping[str, Sequence[str]], asked: CompetitionSummary | None) -> list[str]:
    """Return what the hub calls the tasks that the data is for: what a competition asks first."""
    first = [CATEGORIES[asked.task]] if asked else []
    labels = ["text-classification"] if classes else []
    return list(dict.fromkeys([*first, *labels, "text-generation", "text-retrieval"]))


def _config(name: str, parts: Sequence[TablePart]) -> dict[str, object]:
    """Declare a table's files; without this, a file's name could make it a split by accident."""
    return {
        "config_name": name,
        **({"default": True} if name == DEFAULT_CONFIG else {}),
        "data_files": [{"split": part.split, "path": list(part.files)} for part in parts],
    }


def _info(
    name: str,
    parts: Sequence[TablePart],
    identity: Identity,
    licenses: Sequence[str],
    classes: Mapping[str, Sequence[str]],
) -> dict[str, object]:
    """Return ``dataset_info``. The hash of the content in it keeps ``datasets`` from serving stale rows.

    ``splits`` is left out: with it, ``datasets`` refuses a load with ``filters=`` or ``data_files=``,
    whose rows are fewer.
    """
    described = f"{identity.description} " if identity.description else ""
    content = f"(version {identity.version}, content {identity.logical_sha256})"
    return {
        "config_name": name,
        "description": f"{described}{TABLES[name].about} {content}",
        **({"homepage": identity.homepage} if identity.homepage else {}),
        "license": expression_of(licenses),
        "citation": citation_of(identity),
        "features": features(parts[0].schema, classes if name == DEFAULT_CONFIG else {}),
        "download_size": sum(part.bytes for part in parts),
        "dataset_size": sum(part.uncompressed for part in parts),
    }


def citation_of(identity: Identity) -> str:
    """Return the citation that corpus.toml names, or BibTeX for one that names none."""
    facts = {
        "author": " and ".join(identity.authors),
        "title": identity.heading,
        "year": str(identity.year or ""),
        "publisher": identity.publisher,
        "version": identity.version,
        "doi": identity.doi,
        "url": identity.homepage,
        "note": f"Content SHA-256: {identity.logical_sha256}",
    }
    lines = "".join(f",\n  {key} = {{{value}}}" for key, value in facts.items() if value)
    return identity.citation.strip() or f"@misc{{{identity.name}-{identity.version}{lines}\n}}"


def features(schema: pa.Schema, classes: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    """Return an Arrow schema as ``datasets`` writes features in YAML."""
    return [{"name": field.name, **_feature(field.type, classes.get(field.name))} for field in schema]


def _feature(kind: pa.DataType, classes: Sequence[str] | None = None) -> dict[str, object]:
    if classes:
        names = {str(number): name for number, name in enumerate(classes)}
        label = {"class_label": {"names": names}}
        return {"list": label} if pa.types.is_list(kind) else {"dtype": label}
    if pa.types.is_list(kind):
        inner = _feature(kind.value_type)
        return {"list": inner.get("dtype") or inner.get("struct")}
    if pa.types.is_struct(kind):
        return {"struct": [{"name": field.name, **_feature(field.type)} for field in kind]}
    plain = {"double": "float64", "float": "float32", "date32[day]": "date32"}
    return {"dtype": plain.get(str(kind), str(kind))}


class LabelCounts(NamedTuple):
    """How often each class of a column occurs in each split whose answers are shown: ``(name, counts)``, and nulls."""

    column: str
    splits: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]


def labels_on_card(documents: pa.Table, making: Making) -> list[LabelCounts]:
    """Return the classes of each column by split; a split in which nobody has one is left out."""
    found: list[LabelCounts] = []
    for column, names in making.classes.items():
        counts = Counter(
            (value, split)
            for values, split in zip(values_of(documents[column]), documents["split"].to_pylist(), strict=True)
            for value in values or ("",)
        )
        splits = sorted({split for value, split in counts if value}, key=split_order)
        rows = [(name, [counts[name, split] for split in splits]) for name in (*names, "") if splits]
        found.append(LabelCounts(column, splits, [row for row in rows if row[0] or any(row[1])]))
    return [labels for labels in found if labels.splits]


class Stratum(NamedTuple):
    """The documents of one stratum: by split ``(split, documents, share asked for)``, and in all."""

    name: str
    splits: Sequence[tuple[str, int, float]]
    of: int


def strata_on_card(documents: pa.Table, making: Making) -> list[Stratum]:
    """Return each stratum, where there is more than one."""
    names = strata_of(documents, making.strata) if making.strata else []
    counts = Counter(zip(names, documents["split"].to_pylist(), strict=True)) if names else Counter()
    of = Counter(names)
    if len(of) < 2:  # noqa: PLR2004 - one stratum is the corpus
        return []
    splits = sorted((making.targets.keys() - set(making.hidden)) | {split for _, split in counts})
    return [
        Stratum(name, [(split, counts[name, split], making.shown_targets.get(split, 0)) for split in splits], of[name])
        for name in sorted(of)
    ]


def slack(documents: pa.Table, splits: int) -> int:
    """Return by how many documents a split may be off its share of a stratum because groups stay whole.

    In a fresh corpus, of groups that lie in one stratum each and are none too large for an evaluation
    split (``splitting.apportion`` has the proof, of which this is the width: ahead and behind).
    """
    sizes = Counter(documents["group_id"].to_pylist())
    largest = max(sizes.values(), default=1)
    ahead = 1 - Fraction(1, splits)
    behind = sum((Fraction(1, number) for number in range(2, splits + 1)), Fraction(0))
    return ceil(largest * (ahead + behind))


def _size(rows: int) -> str:
    return next((name for limit, name in _SIZES if rows < limit), "n>100M")


def _license_data(names: Sequence[str]) -> dict[str, object]:
    """Name the license as a hub does, or else ``other``, with a link where there is a page to link to.

    A hub documents links to a file ``LICENSE`` or ``LICENSE.md``, which a release does not have, and to addresses.
    """
    if names == [UNKNOWN]:
        return {"license": "unknown"}
    if len(names) > 1 or " " in names[0]:
        return {"license": "other", "license_name": "mixed"}
    if (known := _hub_license(names[0])) is not None:
        return {"license": known}
    link = {} if REF.match(names[0]) else {"license_link": f"https://spdx.org/licenses/{names[0]}.html"}
    return {"license": "other", "license_name": names[0].lower(), **link}


def _hub_license(name: str) -> str | None:
    """Return what a hub calls a license; whether later versions may be chosen is not for its list to say."""
    plain = name.lower().removesuffix("-only").removesuffix("-or-later").removesuffix("+")
    if plain in _HUB_LICENSES:
        return plain
    return next((family for family, start in _HUB_FAMILIES if plain.startswith(start)), None)


def _gate(documents: pa.Table) -> dict[str, object]:
    """Return what a gated repository shows and asks before it lets anybody in."""
    terms = terms_of_access(documents)
    if terms is None:
        return {}
    return {"extra_gated_prompt": terms, "extra_gated_fields": {"I accept these terms": "checkbox"}}
