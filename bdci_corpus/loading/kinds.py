"""What a file is that is no text, told by its bytes and named by its suffix, and what to do about it."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

_LOOKED_AT = 65_536
"""How much of a file is looked at for signatures."""

_PICTURE = "Leave it out; recognize its text first (OCR) if it has some."

_SAVE = "Save it as PDF, HTML or text."

_AS_DOCX = "Save it as docx or PDF; `soffice --headless --convert-to docx` converts many at once."

_AS_PDF = "Save it as PDF; `soffice --headless --convert-to pdf` converts many at once."

_AS_CSV = "Save each sheet as CSV."

_AS_EPUB = "Convert it to EPUB, with Calibre for instance."

_UNPACK = "Unpack it."

_LEAVE = "Leave it out."

_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)", _PICTURE),
    (b"\xff\xd8\xff", "a picture (JPEG)", _PICTURE),
    (b"GIF8", "a picture (GIF)", _PICTURE),
    (b"II*\0", "a picture (TIFF)", _PICTURE),
    (b"MM\0*", "a picture (TIFF)", _PICTURE),
    (b"AT&TFORM", "a scanned document (DjVu)", _PICTURE),
    (b"{\\rtf", "a rich text file (RTF)", _AS_DOCX),
    (b"\xdb\xa5-\0", "a document of an early Word (doc)", _AS_DOCX),
    (b"1\xbe\0\0", "a document of an early Word (doc)", _AS_DOCX),
    (b"\xffWPC", "a WordPerfect document", _AS_DOCX),
    (b"ITSF", "a compiled help file (CHM)", "Extract its pages, which are HTML."),
    (b"CAJ\0", "a document of CNKI (CAJ)", "Save it as PDF with CNKI's reader."),
    (b"HN\0\0", "a document of CNKI (CAJ)", "Save it as PDF with CNKI's reader."),
    (b"KDH \0", "a document of CNKI (KDH)", "Save it as PDF with CNKI's reader."),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh91AY&SY", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\0", "an xz archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (b"SQLite format 3\0", "an SQLite database", "Export its texts as JSON Lines or CSV."),
    (b"\x7fELF", "a program", _LEAVE),
    (b"MZ", "a program", _LEAVE),
    (b"RIFF", "a sound, film or picture (RIFF)", _LEAVE),
    (b"ID3", "a sound (MP3)", _LEAVE),
    (b"OggS", "a sound or film (Ogg)", _LEAVE),
)

_FIRST_BYTES = frozenset(signature[:1] for signature, _, _ in _SIGNATURES)

_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")

_IN_ZIP: tuple[tuple[bytes, str, str], ...] = (
    (b"application/epub", "an e-book (EPUB)", _SAVE),
    (b"\nOFD.xml", "an OFD document", "Save it as PDF with a reader of OFD."),
    (b"\nword/", "a Word document (docx)", _SAVE),
    (b"\nxl/", "an Excel workbook (xlsx)", _AS_CSV),
    (b"\nppt/", "a PowerPoint presentation (pptx)", _AS_PDF),
    (b"opendocument.text", "an OpenDocument text (odt)", _AS_DOCX),
    (b"opendocument.spreadsheet", "an OpenDocument sheet (ods)", _AS_CSV),
    (b"opendocument", "an OpenDocument file", _AS_PDF),
    (b"\nIndex/Document.iwa", "a document of Apple's iWork", "Export it as docx, CSV or PDF."),
    (b"FixedDocSeq", "an XPS document", "Save it as PDF."),
    (b"\nAndroidManifest.xml", "a program", _LEAVE),
    (b"\nMETA-INF/MANIFEST.MF", "a program", _LEAVE),
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_IN_OLE: tuple[tuple[str, str, str], ...] = (
    ("EncryptedPackage", "an Office file closed by a password", "Save a copy without it."),
    ("WordDocument", "a Word document of the old form (doc)", _AS_DOCX),
    ("Workbook", "an Excel workbook of the old form (xls)", _AS_CSV),
    ("Book", "an Excel workbook of the old form (xls)", _AS_CSV),
    ("PowerPoint Document", "a PowerPoint presentation of the old form (ppt)", _AS_PDF),
    ("HwpSummaryInformation", "a Hangul document (hwp)", _AS_PDF),
    ("__properties_version1.0", "a message of Outlook (msg)", "Save it as text or HTML."),
    ("VisioDocument", "a Visio drawing", _AS_PDF),
)

_OF_WPS = {
    ".wps": ("a WPS document (wps)", _AS_DOCX),
    ".wpt": ("a WPS document (wps)", _AS_DOCX),
    ".et": ("a WPS sheet (et)", _AS_CSV),
    ".dps": ("a WPS presentation (dps)", _AS_PDF),
}
"""Kinds of WPS Office, which are Microsoft's under names of their own."""

_SOME_OLE = ("a file of an old Microsoft Office (doc, xls or ppt)", _AS_PDF)

_LONGEST_TYPE = 100
"""The longest type that an archive says it has, in bytes: longer than any."""

_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{26}([\x20-\x7e]{1,200})", re.DOTALL)
"""The start of a member in a ZIP archive, its name last; what follows it may be taken along."""

_ENTRY = 128
"""The bytes of an entry in the directory of a compound file (MS-CFB 2.6.1)."""

_MOST_ENTRIES = 32
"""How many entries are looked at: the streams that tell kinds apart come first."""

_MOBI = b"BOOKMOBI"

_FTYP = b"ftyp"


_MHTML = re.compile(
    rb"\s{0,8}(?:[A-Za-z-]{1,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,8}){0,12}?"
    rb"Content-Type:\s{0,8}multipart/related\s{0,8};",
    re.IGNORECASE,
)

_AS_PAGE = "Open it in a browser and save it as a complete page (HTML)."


def kind_of_binary(raw: bytes, name: str = "") -> tuple[str, str] | None:
    """Return what a file that is no text is, by its bytes, and what to do about it; None if it may be text.

    ``raw`` is the file, or as much of its beginning as there is; what its ``name`` ends in says more where several
    kinds have one form.
    """
    if raw.startswith(_OLE):
        suffix = PurePosixPath(name.lower()).suffix
        inside = _ole_names(raw)
        kind = next(((kind, remedy) for mark, kind, remedy in _IN_OLE if mark in inside), None)
        closed = kind == _IN_OLE[0][1:]
        return kind if kind and closed else _OF_WPS.get(suffix, kind or _SOME_OLE)
    if raw.startswith(_ZIPS) and b"\0" in raw[:_LOOKED_AT]:
        return _kind_of_zip(raw) or ("a ZIP archive", _UNPACK)
    if raw[60:68] == _MOBI:
        return "an e-book of Kindle or Mobipocket", _AS_EPUB
    if raw[4:8] == _FTYP and b"\0" in raw[:4]:
        return "a film, sound or picture (MP4, HEIC)", _LEAVE
    head = raw[:_LOOKED_AT] if raw[:1] in _FIRST_BYTES else b""
    for signature, kind_of, remedy in _SIGNATURES:
        if head.startswith(signature) and not (signature.isascii() and b"\0" not in head and signature[:1] != b"{"):
            return kind_of, remedy
    return ("a web page saved as one file (MHTML)", _AS_PAGE) if _MHTML.match(raw, 0, _LOOKED_AT) else None


def zip_kind(archive: zipfile.ZipFile) -> tuple[str, str] | None:
    """Return what a ZIP archive is by the names in it, and what to do about it; None for one of plain files."""
    names = [info.filename for info in archive.infolist()]
    media_type = archive.open("mimetype").read(_LONGEST_TYPE) if "mimetype" in names else b""
    return _kind_of("\n".join(["", *names, ""]).encode("utf-8", "replace") + media_type)


def _kind_of(shown: bytes) -> tuple[str, str] | None:
    return next(((kind, remedy) for mark, kind, remedy in _IN_ZIP if mark in shown), None)


def _kind_of_zip(raw: bytes) -> tuple[str, str] | None:
    """Return what a ZIP archive is; of one whose end is missing, its beginning has some names, too."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return zip_kind(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError):
        found = (header[1] for header in _LOCAL_HEADER.finditer(raw[:_LOOKED_AT]))
        return _kind_of(b"\n".join([b"", *found, b""]))


def _ole_names(raw: bytes) -> frozenset[str]:
    """Return the first names in the directory of a compound file, as far as its bytes are there."""
    if len(raw) < 0x34:  # noqa: PLR2004 - where the header says where the directory begins
        return frozenset()
    (shift,), (sector,) = struct.unpack_from("<H", raw, 0x1E), struct.unpack_from("<I", raw, 0x30)
    start = (sector + 1) << min(shift, 16)
    names = set()
    for at in range(start, min(len(raw), start + _MOST_ENTRIES * _ENTRY) - _ENTRY + 1, _ENTRY):
        size = min(struct.unpack_from("<H", raw, at + 64)[0], 64)
        names.add(raw[at : at + max(size - 2, 0)].decode("utf-16-le", "ignore"))
    return frozenset(names)
