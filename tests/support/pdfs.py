"""Make small PDFs with a Chinese text layer, by hand: no font is embedded, and readers bring their own."""

from __future__ import annotations

from collections.abc import Sequence

Line = tuple[float, float, str]
"""Where a line begins, in points from the lower left corner, and what it says."""

SIZE = 10
_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"""<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R
    /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>""",
    b"""<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0
    /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>""",
)
_CLOSED = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"41" * 32, b"42" * 32)


def pdf(pages: Sequence[Sequence[Line]], *, closed: bool = False) -> bytes:
    """Return a PDF of these pages; a ``closed`` one wants a password that nobody has."""
    kids = [6 + 2 * number for number in range(len(pages))]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (b" ".join(b"%d 0 R" % kid for kid in kids), len(pages)),
        *_FONT,
    ]
    for kid, lines in zip(kids, pages, strict=True):
        content = b"".join(
            b"BT /F1 %d Tf 1 0 0 1 %g %g Tm <%b> Tj ET\n" % (SIZE, x, y, text.encode("utf-16-be").hex().encode())
            for x, y, text in lines
        )
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (kid + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%bendstream" % (len(content), content))
    extra = b""
    if closed:
        objects.append(_CLOSED)
        extra = b"/ID [<00> <00>] /Encrypt %d 0 R" % len(objects)
    return _put_together(objects, extra)


def _put_together(objects: Sequence[bytes], extra: bytes) -> bytes:
    out, places = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table) + trailer
