"""The dataset card: YAML made from the Parquet footers, then prose a person wants to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bdci_corpus.licenses import STRICTNESS, UNKNOWN
from bdci_corpus.schema import DOCUMENTS, TABLES
from bdci_corpus.splitting import Share
from bdci_corpus.writing import Part

DEFAULT_CONFIG = "documents"

_SIZES = (
    (1_000, "n<1K"),
    (10_000, "1K<n<10K"),
    (100_000, "10K<n<100K"),
    (1_000_000, "100K<n<1M"),
    (10_000_000, "1M<n<10M"),
    (100_000_000, "10M<n<100M"),
)
_LANGUAGE_CODES = {"zh-Hans": "zh", "zh-Hant": "zh"}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the card says that the tables do not: from corpus.toml and from assigning splits."""

    name: str
    version: str
    description: str
    homepage: str
    citation: str
    logical_sha256: str
    notes: Sequence[str]
    targets: Mapping[str, float]
    shares: Sequence[Share]
    quarantined: int
    provisional: int


def write_card(root: Path, parts: Sequence[Part], documents: pa.Table, about: About) -> None:
    """Write README.md: the YAML speaks of ``parts``, the prose of ``documents`` (all splits)."""
    header = yaml.safe_dump(card_data(parts, documents, about), allow_unicode=True, sort_keys=False, width=100)
    prose = _template("card.md.jinja").render(
        about=about,
        parts=[part for part in parts if part.table == DEFAULT_CONFIG],
        tables=[(name, TABLES[name].about, sum(p.rows for p in parts if p.table == name)) for name in TABLES],
        total=documents.num_rows,
        licenses=_licenses(documents),
        sources=sorted(Counter(documents["source"].to_pylist()).items()),
        damaged=sum(map(bool, documents["damage"].to_pylist())),
        duplicates=sum(documents["is_duplicate"].to_pylist()),
        groups=len(set(documents["group_id"].to_pylist())),
        columns=DOCUMENTS,
        strata=_strata(about.shares),
    )
    (root / "README.md").write_text(f"---\n{header}---\n\n{prose}", encoding="utf-8", newline="\n")


def card_data(parts: Sequence[Part], documents: pa.Table, about: About) -> dict[str, object]:
    """Return the card's YAML: every file declared, complete features, one default configuration."""
    tables = [name for name in TABLES if any(part.table == name for part in parts)]
    languages = sorted({_LANGUAGE_CODES.get(lang, lang) for lang in documents["language"].to_pylist()} - {"und"})
    return {
        **({"language": languages} if languages else {}),
        **_license_data(documents),
        "pretty_name": about.name,
        "size_categories": [_size(documents.num_rows)],
        "task_categories": ["text-generation", "text-retrieval"],
        "configs": [_config(name, [p for p in parts if p.table == name]) for name in tables],
        "dataset_info": [_info(name, [p for p in parts if p.table == name], about) for name in tables],
    }


def _config(name: str, parts: Sequence[Part]) -> dict[str, object]:
    """Declare a table's files; without this, a file's name could make it a split by accident."""
    return {
        "config_name": name,
        **({"default": True} if name == DEFAULT_CONFIG else {}),
        "data_files": [{"split": part.split, "path": list(part.files)} for part in parts],
    }


def _info(name: str, parts: Sequence[Part], about: About) -> dict[str, object]:
    """Return ``dataset_info``. The hash of the content in it keeps ``datasets`` from serving stale rows."""
    described = f"{about.description} " if about.description else ""
    content = f"(version {about.version}, content {about.logical_sha256})"
    return {
        "config_name": name,
        "description": f"{described}{TABLES[name].about} {content}",
        **({"homepage": about.homepage} if about.homepage else {}),
        **({"citation": about.citation} if about.citation else {}),
        "features": features(parts[0].schema),
        "splits": [{"name": part.split, "num_bytes": part.uncompressed, "num_examples": part.rows} for part in parts],
        "download_size": sum(part.bytes for part in parts),
        "dataset_size": sum(part.uncompressed for part in parts),
    }


def features(schema: pa.Schema) -> list[dict[str, object]]:
    """Return an Arrow schema as ``datasets`` writes features in YAML."""
    return [{"name": field.name, **_feature(field.type)} for field in schema]


def _feature(kind: pa.DataType) -> dict[str, object]:
    if pa.types.is_list(kind):
        inner = _feature(kind.value_type)
        return {"list": inner.get("dtype") or inner.get("struct")}
    if pa.types.is_struct(kind):
        return {"struct": [{"name": field.name, **_feature(field.type)} for field in kind]}
    names = {"double": "float64", "float": "float32"}
    return {"dtype": names.get(str(kind), str(kind))}


def _strata(shares: Sequence[Share]) -> list[tuple[str, list[tuple[str, int, int, float]]]]:
    """Return by stratum, where there is more than one, each split's documents, all of them, and the target."""
    names = sorted({share.stratum for share in shares if share.stratum})
    if len(names) < 2:  # noqa: PLR2004 - one stratum is the corpus
        return []
    return [
        (name, [(s.split, s.documents, s.of, float(s.target)) for s in shares if s.stratum == name]) for name in names
    ]


def _size(rows: int) -> str:
    return next((name for limit, name in _SIZES if rows < limit), "n>100M")


def _license_data(documents: pa.Table) -> dict[str, object]:
    """Name the license: a hub knows SPDX ids in lower case, and ``other`` for mixed or own ones."""
    names = sorted(set(documents["license"].to_pylist()))
    if len(names) == 1 and names[0] == UNKNOWN:
        return {"license": "unknown"}
    if len(names) == 1 and not names[0].startswith("LicenseRef-") and " " not in names[0]:
        return {"license": names[0].lower()}
    return {"license": "other", "license_name": "mixed" if len(names) > 1 else names[0].lower()}


def _licenses(documents: pa.Table) -> list[tuple[str, str, int]]:
    """Return license, restriction and number of documents, the strictest first."""
    pairs = zip(documents["license"].to_pylist(), documents["restriction"].to_pylist(), strict=True)
    counts = Counter(pairs)
    ordered = sorted(counts, key=lambda pair: (-STRICTNESS.index(pair[1]), pair[0]))
    return [(name, restriction, counts[name, restriction]) for name, restriction in ordered]


@cache
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates"
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - Markdown; what comes from documents is counted, not quoted
    )


def _template(name: str) -> Template:
    return _environment().get_template(name)
