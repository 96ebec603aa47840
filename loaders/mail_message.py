"""A message of a mailing list, or an archive of them (mbox): sender, subject and date of each, its text below."""

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

from bdci_corpus.errors import LoaderError
from bdci_corpus.records import Edit, Field, Mark, Reading

_BLOCK = re.compile(
    r"(?:From [^\n]{1,200}\n)?(?P<header>(?:[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,200})(?:\n|\Z)"
)
_SEPARATOR = re.compile(r"^(?=From [^\n]{1,200}\d{4}[ \t]*\n[A-Za-z][A-Za-z-]{1,40}:)", re.MULTILINE)
_LINE = re.compile(r"(?P<key>[A-Za-z-]+):[ \t]*(?P<value>[^\n]*(?:\n[ \t][^\n]*)*)\n")
_SENDER = re.compile(r"[^\n]*\((?P<behind>[^()\n]{1,80})\)\s*$|\s*\"?(?P<before>[^\"<>\n]{1,80}?)\"?\s*<[^<>\n]*>\s*$")
_SIGNATURE = re.compile(r"^(?:-- ?|_{20,})\n(?:[^\n]*\n){0,12}[^\n]*\Z", re.MULTILINE)
_ENCODED = re.compile(
    r"content-transfer-encoding:\s*(?:base64|quoted-printable)|content-type:\s*multipart/", re.IGNORECASE
)
_REQUIRED = ("from", "date")


def sniff(head: str, name: str) -> float:
    """Return how surely a file is of this kind: it begins with a header that names sender and date."""
    block = _BLOCK.match(head.lstrip("\n"))
    keys = {line["key"].lower() for line in _LINE.finditer(block["header"])} if block else set()
    return 0.97 if keys.issuperset(_REQUIRED) else 0.0


def read(text: str, name: str) -> Iterator[Reading]:
    """Take each message as a document: its subject is the title, the rest of its header is fields."""
    starts = sorted({0, *(found.start() for found in _SEPARATOR.finditer(text))})
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(text)], strict=True), 1):
        yield _message(text, start, end, f"message-{number}" if len(starts) > 1 else "", name)


def _message(text: str, start: int, end: int, locator: str, name: str) -> Reading:
    first = start + len(text[start:end]) - len(text[start:end].lstrip("\n"))
    block = _BLOCK.match(text, first, end)
    if block is None:
        return Reading(start=start, end=end, locator=locator)
    if _ENCODED.search(block["header"]):
        where = f"{name}#{locator}" if locator else name
        raise LoaderError(where, "Its text is encoded for transport.", "Export the messages as plain text.")
    fields, extra = list[Field](), dict[str, object]()
    for line in _LINE.finditer(text, *block.span("header")):
        field = _field(line["key"].lower(), line)
        if field and field.name not in {known.name for known in fields}:
            fields.append(field)
        elif line["value"].strip():
            extra.setdefault(line["key"], _decoded(line["value"]))
    marks = tuple(
        Mark(kind="furniture", start=found.start(), end=found.end())
        for found in _SIGNATURE.finditer(text, block.end(), end)
    )
    return Reading(
        start=start,
        end=end,
        fields=tuple(fields),
        marks=marks,
        edits=tuple(_edits(text, start, block.end(), fields)),
        locator=locator,
        extra=extra,
    )


def _field(key: str, line: re.Match[str]) -> Field | None:
    """Return what a line of a header states, if it is a field."""
    start, end = line.span("value")
    stated = _decoded(line["value"])
    if key == "from":
        sender = _SENDER.match(stated)
        name = ((sender["behind"] or sender["before"]) if sender else stated).strip()
        return Field(name="author", start=start, end=end, value=name) if name else None
    if key == "subject" and stated:
        return Field(name="title", start=start, end=end, value=stated)
    if key == "date":
        try:
            return Field(name="published", start=start, end=end, value=parsedate_to_datetime(stated).isoformat())
        except (ValueError, OverflowError):
            return None
    return None


def _edits(text: str, start: int, body: int, fields: list[Field]) -> Iterator[Edit]:
    """Yield edits that leave of a header its subject, as the title above the text."""
    title = next((field for field in fields if field.name == "title"), None)
    if title is None:
        yield Edit(start=start, end=body, replacement="", rule="mail")
        return
    if start < title.start:
        yield Edit(start=start, end=title.start, replacement="", rule="mail")
    if text[title.start : title.end] != title.value:
        yield Edit(start=title.start, end=title.end, replacement=title.value or "", rule="mail")
    if title.end < body:
        yield Edit(start=title.end, end=body, replacement="\n\n", rule="mail")


def _decoded(value: str) -> str:
    """Return a header's value in one line, its encoded words (RFC 2047) decoded."""
    stated = " ".join(value.split())
    try:
        return str(make_header(decode_header(stated))) if "=?" in stated else stated
    except (MessageError, LookupError, UnicodeDecodeError, ValueError):
        return stated
