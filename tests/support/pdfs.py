"""Make small PDFs with a Chinese text layer, by hand: no font is embedded, and readers bring their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Line = tuple[float, float, str] | tuple[float, float, str, float]
"""Where a line begins, in points from the lower left corner, what it says, and the size of its letters, in points."""

SIZE = 10
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"""<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R
    /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>""",
    b"""<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0
    /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>""",
)
_CLOSED = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"41" * 32, b"42" * 32)


def pdf(
    pages: Sequence[Sequence[Line]],
    *,
    closed: bool = False,
    vertical: bool = False,
    entries: bytes = b"",
    properties: Mapping[str, str] | None = None,
) -> bytes:
    """Return a PDF of these pages; a ``closed`` one wants a password that nobody has.

    ``vertical`` sets lines from the top down, ``entries`` are more of what a page says of itself, and ``properties``
    are the file's.
    """
    font = _FONT[0].replace(b"UCS2-H", b"UCS2-V") if vertical else _FONT[0]
    kids = [6 + 2 * number for number in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(pages)),
        font,
        *_FONT[1:],
    ]
    for kid, lines in zip(kids, pages, strict=True):
        content = b"".join(
            b"BT /F1 %g Tf 1 0 0 1 %g %g Tm <%b> Tj ET\n"
            % (line[3] if len(line) > 3 else SIZE, *line[:2], line[2].encode("utf-16-be").hex().encode())
            for line in lines
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> %b >>" % (kid + 1, entries)
        )
        objects.append(b"<< /Length %d >>\nstream\n%bendstream" % (len(content), content))
    extra = b""
    if closed:
        objects.append(_CLOSED)
        extra = b"/ID [<00> <00>] /Encrypt %d 0 R" % len(objects)
    if properties:
        said = (b"/%b <feff%b>" % (k.encode(), v.encode("utf-16-be").hex().encode()) for k, v in properties.items())
        objects.append(b"<< %b >>" % b" ".join(said))
        extra += b" /Info %d 0 R" % len(objects)
    return file_of(objects, extra)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """Return an object of a PDF that is a stream."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def file_of(objects: Sequence[bytes], extra: bytes = b"") -> bytes:
    """Return a PDF of objects, the first of which is the catalog."""
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table) + trailer
