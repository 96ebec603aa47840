"""Word documents and EPUB books made by hand, member by member: each shows one thing that people's files have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.records import Document
from bdci_corpus.trace.changes import undo

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": _W,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)
_CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP archive of members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def relationships(**targets: str) -> str:
    """Return a member of references, by the last word of their kind."""
    kinds = {"core": f"{_PACKAGE}/relationships/metadata/core-properties"}
    entries = (
        f'<Relationship Id="r{number}" Type="{kinds.get(kind, f"{_REL}/{kind}")}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(entries)}</Relationships>'


def docx(body: str, *, styles: str = "", footnotes: str = "", core: str = "", **members: str | bytes) -> bytes:
    """Return a Word document of these elements; ``members`` replace or add others."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    metadata = f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relationships(officeDocument="word/document.xml", core="docProps/core.xml"),
            "docProps/core.xml": f"{head}<cp:coreProperties {metadata}>{core}</cp:coreProperties>",
            "word/document.xml": f"{head}<w:document {_NAMES}><w:body>{body}</w:body></w:document>",
            "word/styles.xml": f"{head}<w:styles {_NAMES}>{styles}</w:styles>",
            "word/footnotes.xml": f"{head}<w:footnotes {_NAMES}>{footnotes}</w:footnotes>",
            "word/_rels/document.xml.rels": relationships(styles="styles.xml", footnotes="footnotes.xml"),
            **members,
        }
    )


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph of runs; a run that is no XML is text."""
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(run if run.startswith("<") else t(run) for run in runs)
    return f"<w:p><w:pPr>{own}{properties}</w:pPr>{inside}</w:p>"


def t(text: str, properties: str = "") -> str:
    """Return a run of text."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def style(name: str, *, based: str = "", level: int | None = None, own: str = "", default: bool = False) -> str:
    """Return a paragraph style whose id is its name."""
    level_of = f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>' if level is not None else ""
    based_on = f'<w:basedOn w:val="{based}"/>' if based else ""
    kind = 'w:type="paragraph" w:default="1"' if default else 'w:type="paragraph"'
    return f'<w:style {kind} w:styleId="{name}"><w:name w:val="{own or name}"/>{based_on}{level_of}</w:style>'


def table(*rows: str) -> str:
    """Return a table of rows."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    """Return a row of cells; one that is no XML is text."""
    inside = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def tc(*paragraphs: str, properties: str = "") -> str:
    """Return a cell of paragraphs; one that is no XML is text."""
    inside = "".join(one if one.startswith("<") else p(one) for one in paragraphs)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def epub(
    chapters: Mapping[str, str | bytes],
    *,
    metadata: str = "",
    guide: str = "",
    items: str = "",
    left_out: str = "",
    **members: str | bytes,
) -> bytes:
    """Return a book of chapters (the inside of their bodies, or bytes as they stand), in this order.

    ``items`` stand in its manifest, too, and ``members`` in the book; ``left_out`` does not.
    """
    items += "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in chapters)
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">{metadata}</metadata>'
        f"<manifest>{items}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>"
    )
    root = '<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
    found = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": f'<container xmlns="{_CONTAINER}">{root}</container>',
        "OPS/book.opf": package,
        **{f"OPS/{name}": one if isinstance(one, bytes) else xhtml(one) for name, one in chapters.items()},
        **members,
    }
    return zipped({name: content for name, content in found.items() if name != left_out})


def xhtml(body: str) -> str:
    """Return a chapter."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"'
        ' xmlns:epub="http://www.idpf.org/2007/ops"><head><title/><link rel="stylesheet" href="a.css"/></head>\n'
        f"<body>{body}</body></html>"
    )


def read(raw: bytes) -> Document:
    """Return the one document of a container, after undoing it to its members' bytes."""
    (document,) = normalize(raw)
    members = document.origin.extra["members"]
    assert isinstance(members, dict)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        contents = [archive.read(name) for name in members]
    assert [len(content) for content in contents] == list(members.values())
    assert undo(document) == b"".join(contents)
    assert document.trace.reaches == "part"
    return document
