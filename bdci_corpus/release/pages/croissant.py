"""croissant.json: the tables of a release in the vocabulary of MLCommons, for whoever reads no Parquet by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from bdci_corpus.licenses import STRICTNESS, expression_of
from bdci_corpus.release.files import TablePart, file_sha256, write_json
from bdci_corpus.release.pages.card import Identity, citation_of
from bdci_corpus.release.pages.rai import RAI_CONFORMS_TO
from bdci_corpus.release.schema import TABLES

CROISSANT = "croissant.json"

CONFORMS_TO = "http://mlcommons.org/croissant/1.1"

_ORGANIZATION = re.compile(
    "大学|大學|学院|學院|研究|公司|团队|團隊|委员会|委員會|中心|实验室|實驗室|报社|報社|协会|協會|出版社|图书馆|"
    r"\b(?:university|institute|laboratory|lab|team|group|committee|foundation|inc|ltd|press|library|academy)\b",
    re.IGNORECASE,
)
"""What names an organization, among the names of authors."""

Node = dict[str, object]

_TERMS = (
    "annotation", "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field",
    "fileProperty", "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset", "jsonPath", "key",
    "md5", "parentField", "path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate",
    "separator", "source", "subField", "transform",
)  # fmt: skip

CONTEXT: Node = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "prov": "http://www.w3.org/ns/prov#",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in _TERMS},
}

_TYPES = {
    "string": "sc:Text",
    "int64": "sc:Integer",
    "double": "sc:Float",
    "bool": "sc:Boolean",
    "date32[day]": "sc:Date",
    "binary": "sc:Text",
}


def write_croissant(
    root: Path, parts: Sequence[TablePart], identity: Identity, documents: pa.Table, rai: Mapping[str, object]
) -> None:
    """Write croissant.json beside the Parquet files of ``parts``; ``rai`` are its ``rai_fields``."""
    write_json(root / CROISSANT, {**croissant_node(root, parts, identity, documents), **rai})


def croissant_node(root: Path, parts: Sequence[TablePart], identity: Identity, documents: pa.Table) -> Node:
    """Return the description of a release but for ``rai_fields``: its files with hashes, its tables with columns.

    ``documents`` have at least the columns ``license`` and ``restriction``.
    """
    licenses = expression_of(documents["license"].unique().to_pylist())
    tables = [name for name in TABLES if any(part.table == name for part in parts)]
    sets: list[Node] = []
    for name in tables:
        own = [part for part in parts if part.table == name]
        sets += [_splits(name, own), _records(name, own)]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": [CONFORMS_TO, RAI_CONFORMS_TO],
        "name": identity.name,
        "description": identity.description or f"The corpus {identity.name}.",
        "version": identity.version,
        "license": licenses,
        "sdLicense": licenses,  # as REUSE.toml says of every file of the release
        "usageInfo": _usage(documents),
        "citeAs": citation_of(identity),
        **_makers(identity),
        "identifier": f"sha256:{identity.logical_sha256}",
        "isLiveDataset": False,
        "distribution": [*_files(root, parts), *map(_file_set, tables)],
        "recordSet": sets,
    }


def _makers(identity: Identity) -> Node:
    """Return who made and published it, where and when, as far as corpus.toml says."""
    published = identity.released or (str(identity.year) if identity.year is not None else None)
    return {
        **({"creator": [_maker(name, identity.publisher) for name in identity.authors]} if identity.authors else {}),
        **({"publisher": _maker(identity.publisher, identity.publisher)} if identity.publisher else {}),
        **({"datePublished": published} if published else {}),
        **({"keywords": list(identity.keywords)} if identity.keywords else {}),
        **({"url": identity.homepage} if identity.homepage else {}),
    }


def _maker(name: str, publisher: str) -> Node:
    """Return an author or the publisher: the vocabulary knows persons and organizations, and no third."""
    organized = name == publisher or _ORGANIZATION.search(name)
    return {"@type": "sc:Organization" if organized else "sc:Person", "name": name}


def _files(root: Path, parts: Sequence[TablePart]) -> Iterator[Node]:
    for name in sorted(name for part in parts for name in part.files):
        yield {
            "@type": "cr:FileObject",
            "@id": name,
            "name": name,
            "contentUrl": name,
            "contentSize": f"{(root / name).stat().st_size} B",
            "encodingFormat": "application/x-parquet",
            "sha256": file_sha256(root / name),
        }


def _file_set(table: str) -> Node:
    return {
        "@type": "cr:FileSet",
        "@id": f"{table}-files",
        "name": f"{table}-files",
        "description": f"All files of {table}.",
        "encodingFormat": "application/x-parquet",
        "includes": f"{table}/*.parquet",
    }


def _splits(table: str, parts: Sequence[TablePart]) -> Node:
    """Return the splits of a table, as the records of a set of their own."""
    name = f"{table}-splits"
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": f"The splits of {table}.",
        "dataType": "cr:Split",
        "key": {"@id": f"{name}/name"},
        "field": [{"@type": "cr:Field", "@id": f"{name}/name", "name": "name", "dataType": "sc:Text"}],
        "data": [{f"{name}/name": part.split} for part in parts],
    }


def _split_pattern(table: str, parts: Sequence[TablePart]) -> str:
    """Return what tells the split of a file, in the one form of which mlcroissant filters records by it.

    It makes a glob of the pattern, and knows no more than dots and dashes with a backslash, and ``.*``: a class of
    characters stays as it is written, and finds nothing. Numbers of shards begin with 0.
    """
    names = (part.split.replace(".", r"\.").replace("-", r"\-") for part in parts)
    return rf"{table}/({'|'.join(names)})-0.*\.parquet"


def _usage(documents: pa.Table) -> list[Node]:
    """Return what may be done with how many documents, by restriction."""
    counts = Counter(documents["restriction"].to_pylist())
    return [
        {
            "@type": "DefinedTerm",
            "name": name,
            "termCode": name,
            "description": f"{counts[name]:,} of {documents.num_rows:,} documents.",
        }
        for name in sorted(
            counts, key=lambda one: (STRICTNESS.index(one) if one in STRICTNESS else len(STRICTNESS), one)
        )
    ]


def _records(table: str, parts: Sequence[TablePart]) -> Node:
    schema = parts[0].schema
    about = {column.name: column.about for column in TABLES[table].columns}
    split: Node = {
        "@type": "cr:Field",
        "@id": f"{table}/split",
        "name": "split",
        "description": "The split, from the name of the file.",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"{table}-files"},
            "extract": {"fileProperty": "fullpath"},
            "transform": {"regex": _split_pattern(table, parts)},
        },
    }
    fields = [_field(table, field, about.get(field.name, "A column of this corpus's own.")) for field in schema]
    if "split" in schema.names:  # as documents have it; by a file's name records can be filtered, by a column not
        fields.pop(schema.names.index("split"))
    split["references"] = {"field": {"@id": f"{table}-splits/name"}}
    names = [column.name for column in TABLES[table].columns]
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": TABLES[table].about,
        **({"key": {"@id": f"{table}/{names[0]}"}} if names[0] in {"id", "path"} else {}),
        "field": [split, *fields],
    }


def _field(table: str, field: pa.Field, about: str) -> Node:
    """Return one column; of a list of structs, each member is a list."""
    kind = field.type
    node: Node = {"@type": "cr:Field", "@id": f"{table}/{field.name}", "name": field.name, "description": about}
    source = {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": field.name}}
    listed: Mapping[str, object] = {"isArray": True, "arrayShape": "-1"} if pa.types.is_list(kind) else {}
    inner = kind.value_type if listed else kind
    if not pa.types.is_struct(inner):
        derived = {"equivalentProperty": "prov:wasDerivedFrom"} if (table, field.name) == ("documents", "path") else {}
        return {**node, **derived, "dataType": _TYPES[str(inner)], **listed, "source": source}
    members = [
        {
            "@type": "cr:Field",
            "@id": f"{table}/{field.name}/{member.name}",
            "name": member.name,
            "dataType": _TYPES.get(str(member.type), "sc:Text"),
            **listed,
            "source": {**source, "transform": {"jsonPath": member.name}},
        }
        for member in inner
    ]
    return {**node, **listed, "subField": members}
