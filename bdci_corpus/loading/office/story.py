"""Read a story of a Word document, its body or its notes, into paragraphs and tables.

What a reader sees is text: results of fields without their instructions, insertions without deletions, one of two
alternatives, what stands above a word only if it says more than its sound.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from bdci_corpus.loading.html.inline import is_reading, raised
from bdci_corpus.loading.office.blocks import Cell, FieldCode, TextRun, WordBlock, WordParagraph, WordRow, WordTable
from bdci_corpus.loading.office.symbols import symbol
from bdci_corpus.loading.xml.events import NotXml, XmlEvent

_SKIPPED = frozenset(
    f"w:{name}"
    for name in (
        *("delText", "delInstrText", "moveFrom", "sectPr", "sectPrChange", "pPrChange", "rPrChange", "tblPrChange"),
        *("trPrChange", "tcPrChange", "tblGridChange", "tblPrExChange", "numberingChange", "footnotePr", "endnotePr"),
        *("softHyphen", "annotationRef", "ffData"),
    )
)
"""What no reader sees, with all that is in it."""

_SAID = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}

_OFF = frozenset({"0", "false", "off", "none"})

_BODY_LEVEL = 9
"""The outline level of body text."""

DEEPEST = 60
"""So deep may tables and text boxes stand in each other; people go to four or five."""

_XML_BLANKS = " \t\r\n"


@dataclass(slots=True)
class Story:
    """Paragraphs and tables, in order, and the ids of the notes that they refer to."""

    blocks: list[WordBlock] = field(default_factory=list)
    notes: set[tuple[str, str]] = field(default_factory=set)


def story_of(found: Sequence[XmlEvent], notes: Collection[tuple[str, str]] | None = None) -> Story:
    """Return a story; of one that holds notes those that are among ``notes``, by element and id.

    Raises:
        NotXml: it is nested too deeply.
    """
    reader = _StoryReader(notes)
    for event in found:
        reader.take(event)
    return reader.story


@dataclass(slots=True)
class _Look:
    """How a run looks: hidden, raised or lowered, its size."""

    hidden: bool = False
    raised: str = ""
    size: int = 0


class _StoryReader:
    """Keeps what is open: elements, paragraphs (a text box is one in another), tables, fields."""

    def __init__(self, notes: Collection[tuple[str, str]] | None) -> None:
        self.story = Story()
        self._notes = notes
        self._flows: list[list[WordBlock]] = [self.story.blocks]
        self._paragraphs: list[WordParagraph] = []
        self._tables: list[WordTable] = []
        self._elements: list[str] = []
        self._skipped = 0
        self._fields: list[FieldCode] = []
        self._looks = [_Look()]
        self._text: list[XmlEvent] | None = None
        self._keeps_blanks = False
        self._alternatives: list[tuple[int, bool]] = []
        self._placeholders: list[bool] = []
        self._glosses: list[str] = []
        self._in_gloss = 0
        self._marks: list[int] = []
        self._count = 0
        self._starts: dict[str, Callable[[XmlEvent], bool | None]] = {
            "w:p": self._start_paragraph,
            "a:p": self._start_paragraph,
            "w:r": self._start_run,
            "m:r": self._start_run,
            "a:r": self._start_run,
            "w:t": self._start_text,
            "m:t": self._start_text,
            "a:t": self._start_text,
            "w:instrText": self._start_text,
            "w:fldChar": self._field_character,
            "w:fldSimple": self._simple_field,
            "w:sym": self._symbol,
            "w:del": self._deletion,
            "w:cellDel": self._deletion,
            "w:tbl": self._start_table,
            "w:tr": self._start_row,
            "w:tc": self._start_cell,
            "w:txbxContent": self._start_box,
            "w:footnoteReference": self._reference,
            "w:endnoteReference": self._reference,
            "w:footnote": self._note,
            "w:endnote": self._note,
            "w:sdt": self._start_control,
            "w:docPartGallery": self._gallery,
            "w:showingPlcHdr": self._placeholder,
            "w:sdtContent": self._content,
            "mc:AlternateContent": self._start_alternatives,
            "mc:Choice": self._other,
            "mc:Fallback": self._other,
            "w:ruby": self._start_ruby,
            "w:rt": self._start_gloss,
            "m:den": self._between,
            "m:sup": self._script,
            "m:sub": self._script,
            **dict.fromkeys(("w:tab", "w:ptab", "w:br", "w:cr", "w:noBreakHyphen"), self._say),
            **dict.fromkeys(_PROPERTIES, self._property),
        }
        self._ends: dict[str, Callable[[XmlEvent], None]] = {
            "w:p": self._end_paragraph,
            "a:p": self._end_paragraph,
            "w:t": self._end_text,
            "m:t": self._end_text,
            "a:t": self._end_text,
            "w:instrText": self._end_instruction,
            "w:r": self._end_run,
            "m:r": self._end_run,
            "a:r": self._end_run,
            "w:tbl": self._end_table,
            "w:tc": self._end_cell,
            "w:txbxContent": self._end_box,
            "w:sdt": self._end_control,
            "mc:Choice": self._end_choice,
            "mc:AlternateContent": self._end_alternatives,
            "w:rt": self._end_gloss,
            "w:ruby": self._end_ruby,
            "m:sup": self._end_script,
            "m:sub": self._end_script,
        }

    def take(self, event: XmlEvent) -> None:
        """Read one event."""
        if event.kind == "text":
            if self._text is not None and not self._skipped:
                self._text.append(event)
        elif event.kind == "start":
            if self._skipped or event.name in _SKIPPED:
                self._skipped += 1
                return
            act = self._starts.get(event.name)
            if act is not None and act(event):
                self._skipped = 1
                return
            self._elements.append(event.name)
        elif self._skipped:
            self._skipped -= 1
        else:
            self._elements.pop()
            end = self._ends.get(event.name)
            if end is not None:
                end(event)

    # Text

    def _start_text(self, event: XmlEvent) -> None:
        self._text = []
        self._keeps_blanks = event.attributes.get("space") == "preserve"

    def _end_text(self, _: XmlEvent) -> None:
        found, self._text = self._text or [], None
        if self._in_gloss and self._glosses:
            self._glosses[-1] += "".join(event.text for event in found)
            return
        if self._look.hidden or not self._paragraphs:
            return
        if not self._keeps_blanks:
            found = _trimmed(found)
        number = raised(self._look.raised, "".join(event.text for event in found)) if self._look.raised else None
        if number is not None and found and self._paragraphs[-1].pieces:
            self._add(found[0].start, found[-1].end, number)
            return
        for event in found:
            plain = len(event.text) == event.end - event.start and event.text not in {"\n", "\t"}
            self._add(event.start, event.end, None if plain else " " if event.text in {"\n", "\t"} else event.text)

    def _end_instruction(self, _: XmlEvent) -> None:
        found, self._text = self._text or [], None
        if self._fields:
            self._fields[-1].code += "".join(event.text for event in found)

    def _add(self, start: int, end: int, replacement: str | None = None) -> None:
        """Add a piece to the paragraph."""
        veils = tuple(run for run in self._fields if run.in_code or run.generated) if self._fields else ()
        paragraph = self._paragraphs[-1]
        paragraph.pieces.append(TextRun(start, end, replacement, veils))
        size = len(replacement) if replacement is not None else end - start
        paragraph.sizes[self._look.size] += size
        self._count += size

    def _say(self, event: XmlEvent) -> None:
        """Add a tab, a line end or a hyphen; in properties, a tab is a stop."""
        if self._elements[-1:] == ["w:r"] and self._paragraphs and not self._look.hidden:
            self._add(event.start, event.start, _SAID[event.name])

    def _symbol(self, event: XmlEvent) -> None:
        if self._paragraphs and not self._look.hidden:
            replacement = symbol(event.attributes.get("font", ""), event.attributes.get("char", ""))
            self._add(event.start, event.start, replacement)

    # Paragraphs and runs

    def _start_paragraph(self, _: XmlEvent) -> None:
        self._paragraphs.append(WordParagraph())

    def _end_paragraph(self, _: XmlEvent) -> None:
        if not self._paragraphs:
            return
        paragraph, flow = self._paragraphs.pop(), self._flows[-1]
        last = flow[-1] if flow else None
        if isinstance(last, WordParagraph) and last.joined:
            last.take_over(paragraph)
        else:
            flow.append(paragraph)

    @property
    def _look(self) -> _Look:
        return self._looks[-1]

    def _start_run(self, _: XmlEvent) -> None:
        self._looks.append(_Look())

    def _end_run(self, _: XmlEvent) -> None:
        self._looks.pop()

    def _property(self, event: XmlEvent) -> None:
        """Note a property of a paragraph, a run, a row or a cell, by what it stands in."""
        parent, above = (["", "", *self._elements][-at] for at in (1, 2))
        value = event.attributes.get("val", "")
        if parent == "w:pPr" and above == "w:p" and self._paragraphs:
            _set_paragraph(self._paragraphs[-1], event.name, event.attributes.get("dropCap", value))
        elif parent == "w:rPr" and above == "w:r":
            _set_run(self._look, event.name, value)
        elif parent == "w:tcPr" and self._tables and self._tables[-1].rows and self._tables[-1].rows[-1].cells:
            _set_cell(self._tables[-1].rows[-1].cells[-1], event.name, value)

    def _deletion(self, event: XmlEvent) -> bool:
        """Pass over deleted text; the mark of a deleted paragraph or row stands in its properties."""
        parent, above = (["", "", *self._elements][-at] for at in (1, 2))
        if parent == "w:rPr" and above == "w:pPr" and self._paragraphs:
            self._paragraphs[-1].joined = True
        elif parent == "w:trPr" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].deleted = True
        elif event.name == "w:cellDel" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.pop()
        return True

    # Fields

    def _field_character(self, event: XmlEvent) -> None:
        kind = event.attributes.get("fldCharType", "")
        if kind == "begin":
            self._fields.append(FieldCode())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_code = False
        elif kind == "end" and self._fields:
            self._fields.pop().closed = True

    def _simple_field(self, event: XmlEvent) -> bool:
        return FieldCode(event.attributes.get("instr", "")).generated

    # Tables and text boxes

    def _start_table(self, _: XmlEvent) -> None:
        self._refuse_depth()
        table = WordTable()
        self._flows[-1].append(table)
        self._tables.append(table)

    def _end_table(self, _: XmlEvent) -> None:
        self._tables.pop()

    def _start_row(self, _: XmlEvent) -> None:
        if self._tables:
            self._tables[-1].rows.append(WordRow())

    def _start_cell(self, _: XmlEvent) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append(Cell())
            self._flows.append(self._tables[-1].rows[-1].cells[-1].blocks)
        else:
            self._flows.append(self._flows[-1])

    def _end_cell(self, _: XmlEvent) -> None:
        self._flows.pop()

    def _start_box(self, _: XmlEvent) -> None:
        self._refuse_depth()
        self._flows.append([])

    def _refuse_depth(self) -> None:
        if len(self._flows) > DEEPEST:
            message = f"its tables and text boxes are nested more than {DEEPEST} deep"
            raise NotXml(message)

    def _end_box(self, _: XmlEvent) -> None:
        blocks = self._flows.pop()
        if self._paragraphs:
            self._paragraphs[-1].boxes.append((len(self._paragraphs[-1].pieces), blocks))
        else:
            self._flows[-1].extend(blocks)

    # Notes, controls, alternatives

    def _reference(self, event: XmlEvent) -> None:
        if not self._look.hidden:
            self.story.notes.add((event.name.removesuffix("Reference"), event.attributes.get("id", "")))

    def _note(self, event: XmlEvent) -> bool:
        """Pass over lines that part notes from text, and notes that nothing refers to."""
        if event.attributes.get("type", "normal") != "normal":
            return True
        return self._notes is not None and (event.name, event.attributes.get("id", "")) not in self._notes

    def _start_control(self, _: XmlEvent) -> None:
        self._placeholders.append(False)

    def _end_control(self, _: XmlEvent) -> None:
        self._placeholders.pop()

    def _gallery(self, event: XmlEvent) -> None:
        if self._placeholders and "Contents" in event.attributes.get("val", ""):
            self._placeholders[-1] = True

    def _placeholder(self, event: XmlEvent) -> None:
        if self._placeholders and event.attributes.get("val", "") not in _OFF:
            self._placeholders[-1] = True

    def _content(self, _: XmlEvent) -> bool:
        return bool(self._placeholders) and self._placeholders[-1]

    def _start_alternatives(self, _: XmlEvent) -> None:
        self._alternatives.append((self._count, False))

    def _end_alternatives(self, _: XmlEvent) -> None:
        self._alternatives.pop()

    def _end_choice(self, _: XmlEvent) -> None:
        if self._alternatives:
            before, chosen = self._alternatives[-1]
            self._alternatives[-1] = (before, chosen or self._count > before)

    def _other(self, _: XmlEvent) -> bool:
        return bool(self._alternatives) and self._alternatives[-1][1]

    # Readings above words, and formulas

    def _start_ruby(self, _: XmlEvent) -> None:
        self._glosses.append("")

    def _start_gloss(self, _: XmlEvent) -> None:
        self._in_gloss += 1

    def _end_gloss(self, _: XmlEvent) -> None:
        self._in_gloss -= 1

    def _end_ruby(self, event: XmlEvent) -> None:
        """Leave out a reading; a gloss, which stands before its word in the file, goes behind it."""
        replacement = self._glosses.pop().strip()
        if replacement and not is_reading(replacement) and self._paragraphs:
            self._add(event.start, event.start, f"（{replacement}）")

    def _between(self, event: XmlEvent) -> None:
        """Part a fraction's parts."""
        if self._paragraphs and self._paragraphs[-1].pieces:
            self._add(event.start, event.start, "/")

    def _script(self, _: XmlEvent) -> None:
        self._marks.append(len(self._paragraphs[-1].pieces) if self._paragraphs else 0)

    def _end_script(self, event: XmlEvent) -> None:
        """Raise or lower what stands in a formula: by a character of its own, or by ``^`` and ``_``."""
        at = self._marks.pop() if self._marks else 0
        pieces = self._paragraphs[-1].pieces[at:] if self._paragraphs else []
        if pieces:
            sign = "^" if event.name == "m:sup" else "_"
            self._paragraphs[-1].pieces.insert(at, TextRun(pieces[0].start, pieces[0].start, sign))


_PROPERTIES = tuple(
    f"w:{name}"
    for name in (
        "pStyle",
        "outlineLvl",
        "jc",
        "framePr",
        "vanish",
        "specVanish",
        "vertAlign",
        "sz",
        "gridSpan",
        "vMerge",
        "hMerge",
    )
)


def _set_paragraph(paragraph: WordParagraph, name: str, value: str) -> None:
    if name == "w:pStyle":
        paragraph.style = value
    elif name == "w:outlineLvl" and value.isdecimal():
        paragraph.outline = min(int(value), _BODY_LEVEL)
    elif name == "w:jc":
        paragraph.centered = value == "center"
    elif name == "w:framePr" and value in {"drop", "margin"}:
        paragraph.joined = True  # a large first letter, in a paragraph of its own


def _set_run(look: _Look, name: str, value: str) -> None:
    if name in {"w:vanish", "w:specVanish"}:
        look.hidden = value not in _OFF
    elif name == "w:vertAlign":
        look.raised = {"superscript": "sup", "subscript": "sub"}.get(value, "")
    elif name == "w:sz" and value.isdecimal():
        look.size = int(value[:4])


def _set_cell(cell: Cell, name: str, value: str) -> None:
    if name == "w:gridSpan" and value.isdecimal():
        cell.span = max(1, min(int(value[:4]), 99))
    elif name == "w:vMerge":
        cell.continues = value != "restart"
        cell.begins = value == "restart"


def _trimmed(found: Sequence[XmlEvent]) -> list[XmlEvent]:
    """Return text without the blanks around it, which count only where they are said to."""
    kept = list(found)
    while kept and not kept[0].text.strip(_XML_BLANKS):
        kept.pop(0)
    while kept and not kept[-1].text.strip(_XML_BLANKS):
        kept.pop()
    if kept:
        first = kept[0]
        less = len(first.text) - len(first.text.lstrip(_XML_BLANKS))
        kept[0] = first._replace(start=first.start + less, text=first.text[less:])
        last = kept[-1]
        less = len(last.text) - len(last.text.rstrip(_XML_BLANKS))
        kept[-1] = last._replace(end=last.end - less, text=last.text[: len(last.text) - less])
    return kept
