"""Flag characters that lost bytes left behind, and repair what replay and a witness prove.

Evidence for damage: a run that is improbable as Chinese and common when its bytes are paired one
byte later (``slips``), characters that Chinese text never holds (box drawing, private use), what is
legible in another encoding (``misdecoding``), a reading that is none of its character, an orphaned
``?wù)``, a number of ten thousands that the document elsewhere gives as a ten-thousandth.

A repair needs proof: losing a byte (or the replacement of one character by itself and its reading)
reproduces the damaged characters, every character that had an unknown byte has a witness, and
exactly one candidate has. Witnesses are an adjacent reading, the same word elsewhere in the file, a
bracket or quotation left open, or a person's word in corpus.toml.

Rationale: 60,840 strings replay to one damaged word of four characters, so likelihood proves nothing.

Known failures are cases in ``tests/rules/cases/known-failures.json``.
Figures stand in ``docs/explanation/damage.md``.

>>> from bdci_corpus.rules.context import Context
>>> text = "上海市五一勞動獎(jiǎng)?wù)芦@得者"
>>> find(text, Context(file_text=text)).edited(text)
'上海市五一勞動獎(jiǎng)章獲得者'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bdci_corpus.records import Edit, Mark
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.mojibake import bytestream, damage, unreading, witnesses
from bdci_corpus.rules.rule import NOTHING, Found
from bdci_corpus.text import Answers, TextBatch, is_reading

NAME = "mojibake"

MAX_SITES = 64
"""How many damaged places of one document are tried for a repair; the others are only flagged."""


def quiet(batch: TextBatch) -> Answers:
    """Return which texts show no sign of damage, unless somebody says so, or they are annotated."""
    return damage.quiet(batch)


def find(text: str, context: Context) -> Found:
    """Find repairs and damage marks, sorted."""
    edits: list[Edit] = list(_declared(text, context)) if context.repairs else []
    repaired, unproven = _seams(text, context)
    edits += (edit for edit in repaired if not _touches(edit.start, edit.end, edits))
    sites = damage.sites(text, context)
    sites = sorted([*sites, *unproven], key=lambda site: (site.start, site.end)) if unproven else sites
    return Found.of(_results(text, edits, sites)) if edits or sites else NOTHING


def _results(text: str, edits: list[Edit], found: Iterable[damage.Site]) -> Iterator[Edit | Mark]:
    sites = [site for site in found if not _touches(site.start, site.end, edits)]
    evidence = witnesses.Evidence(text) if sites else None
    for site in sites[:MAX_SITES]:
        repair = witnesses.repair(evidence, site) if evidence and site.slipped else None
        if repair and not _touches(repair.start, repair.end, edits):
            edits.append(repair)
    yield from sorted(edits, key=lambda edit: edit.start)
    yield from _marks(site for site in sites if not _touches(site.start, site.end, edits))


def _marks(sites: Iterable[damage.Site]) -> Iterator[Mark]:
    """Yield a mark for each damaged stretch: places that overlap or touch are one."""
    start = end = -1
    for site in sites:
        if site.start > end:
            if start >= 0:
                yield Mark(kind="damage", start=start, end=end)
            start = site.start
        end = max(end, site.end)
    if start >= 0:
        yield Mark(kind="damage", start=start, end=end)


def _touches(start: int, end: int, edits: list[Edit]) -> bool:
    return any(edit.start < end and start < edit.end for edit in edits)


def _declared(text: str, context: Context) -> Iterator[Edit]:
    """Yield the repairs a person declared, as far as replay agrees with them."""
    for entry in context.repairs:
        place = text.find(entry.damaged) if bytestream.replays(entry.original, entry.damaged) else -1
        while place >= 0:
            end = place + len(entry.damaged)
            yield Edit(start=place, end=end, replacement=entry.original, rule=NAME)
            place = text.find(entry.damaged, end)


def _seams(text: str, context: Context) -> tuple[list[Edit], list[damage.Site]]:
    """Return repairs of byte-wise replacements that hit the seam between two characters, and what none is proven of."""
    repaired, unproven = list[Edit](), list[damage.Site]()
    here = 0
    for site in damage.seams(text):
        if site.start < here:
            continue
        stretch = unreading.out_of_step(text, site.start, site.previous) if site.habit == "mark" else None
        restored = bytestream.before_replacement(site, is_reading) if stretch is None else None
        if stretch is not None and stretch.original is not None:
            here = stretch.end
            repaired.append(Edit(start=site.start, end=here, replacement=stretch.original, rule=NAME))
        elif restored is not None:
            here = site.after + restored.consumed
            repaired.append(Edit(start=site.start, end=here, replacement=restored.text, rule=NAME))
        elif context.annotated:
            here = stretch.end if stretch else site.after
            unproven.append(damage.Site(site.start, here, slipped=False))
    for place, end, sound in unreading.behind_letters(text) if context.annotated else ():
        if sound:
            repaired.append(Edit(start=place + 1, end=end, replacement="", rule=NAME))
        else:
            unproven.append(damage.Site(place - 1, end, slipped=False))
    return sorted(repaired, key=lambda edit: edit.start), unproven
