"""How well each noise is cleaned, on as much generated noise as it takes to tell.

What may remain is listed by kind; real characters are never lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

import pytest
from noise import boilerplate, clean as written, jammer, mojibake, pinyin, seeded, width, wraps
from noise.clean import Script
from noise.truth import Noisy

from bdci_corpus.documents.read import read_bytes
from bdci_corpus.documents.settings import Settings
from bdci_corpus.loading.scripts import find_loaders
from bdci_corpus.records import Document

LOADERS = find_loaders()


def read(text: str) -> Document:
    """Read one document."""
    (document,) = read_bytes(text.encode(), "a.txt", LOADERS, Settings()).documents
    return document


def lost_and_left(wanted: str, found: str) -> tuple[str, str]:
    """Return the characters that are missing from a cleaned text, and those that should not be there."""
    lost: list[str] = []
    left: list[str] = []
    if wanted != found:
        for kind, a, b, c, d in SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
            if kind != "equal":
                lost.append(wanted[a:b])
                left.append(found[c:d])
    return "".join(lost), "".join(left)


def documents(count: int) -> Iterator[tuple[int, str]]:
    """Yield seeds and clean documents."""
    for seed in range(count):
        yield seed, written.document(seeded(seed))


def test_clean_text_stays() -> None:
    for _, text in documents(150):
        assert read(text).text == text


@pytest.mark.parametrize("blanks", ["nbsp", "folded", "stripped"])
@pytest.mark.parametrize("joint", ["", " "])
def test_jammers_go_and_nothing_real_with_them(blanks: str, joint: str) -> None:
    """At least 99.9 % of the junk goes; doubtful places are counted apart, and nothing real is lost."""
    junk = remaining = lines = 0
    lost: Counter[str] = Counter()
    for seed, text in documents(60):
        noisy = jammer.jam(text, seeded(seed), blanks=blanks, joint=joint)  # type: ignore[arg-type]
        doubtful = [c for c in noisy.changes if c.kind.endswith((":loose", ":beside-ascii"))]
        document = read(noisy.text)
        gone, left = lost_and_left(text, document.text)
        lost.update(gone.replace(" ", "").replace("\n", ""))
        lines += noisy.text.count("\n") + 1
        plain = [change for change in noisy.changes if change not in doubtful]
        junk += sum(len(noisy.shown(change).replace(" ", "").replace("\u00a0", "")) for change in plain)
        left_over = len(left.replace(" ", "").replace("\n", ""))
        remaining += max(0, left_over - 2 * len(doubtful))
    assert lines > 1000
    assert not lost
    assert remaining <= 0.001 * junk


@pytest.mark.parametrize("style", ["half", "full", "decomposed", "letters", "labelled", "toneless"])
def test_no_reading_stays_in_a_dense_page(style: str) -> None:
    for seed, text in documents(40):
        traditional = written.traditional(text)
        noisy = pinyin.annotate(traditional, seeded(seed), style=style)  # type: ignore[arg-type]
        if len(noisy.of("pinyin")) < 10:
            continue
        assert read(noisy.text).text == traditional


def damaged_marks(noisy: Noisy, kind: str) -> tuple[int, int]:
    """Return how many damages of a kind there are, and how many characters came back wrong."""
    lost, left = lost_and_left(noisy.clean, read(noisy.text).text)
    return len(noisy.of(kind)), max(len(lost), len(left))


@pytest.mark.parametrize(("maker", "kind"), [(width.fold, "width"), (width.misquote, "quote"), (width.loosen, "blank")])
def test_marks_come_back(maker: object, kind: str) -> None:
    """At least 99.5 % of folded marks and damaged quotes come back exactly."""
    assert callable(maker)
    damages = wrong = 0
    for seed, text in documents(160):
        count, bad = damaged_marks(maker(text, seeded(seed)), kind)
        damages += count
        wrong += bad
    assert damages > 500
    assert wrong <= 0.005 * damages


@pytest.mark.parametrize("maker", [wraps.wrap, wraps.paginate])
def test_sentences_are_rejoined(maker: object) -> None:
    """Precision and recall of rejoined line breaks are at least 0.99."""
    assert callable(maker)
    breaks = missed = wrong = 0
    for seed, text in documents(160):
        noisy = maker(text, seeded(seed))
        inside = [c for c in noisy.changes if c.kind in ("wrap", "page:within")]
        breaks += len(inside)
        found = read(noisy.text).text
        for kind, a, b, c, d in SequenceMatcher(None, text, found, autojunk=False).get_opcodes():
            if kind != "equal":
                missed += "\n" in found[c:d] and "\n" not in text[a:b]
                wrong += "\n" in text[a:b] and "\n" not in found[c:d]
    assert breaks > 150
    assert missed <= 0.01 * breaks
    assert wrong <= 0.01 * breaks


def overlapping(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Return whether a span touches one of others."""
    return any(a < end + 2 and start < b + 2 for a, b in spans)


def slips_seen(seeds: range, script: Script) -> tuple[int, int]:
    """Return how many byte slips there are, and how many are flagged or repaired; no repair may be false."""
    slips = seen = 0
    for seed in seeds:
        text = written.document(seeded(seed), script=script)
        noisy = mojibake.slip(text, seeded(seed), events=3)
        document = read(noisy.text)
        repaired = [edit for edit in document.trace.edits if "mojibake" in edit.rules]
        for edit in repaired:
            assert document.text[edit.start : edit.end] in text, (seed, edit)
        spoken_of = [span.text for span in document.damage] + [edit.before.decode() for edit in repaired]
        for change in noisy.of("slip"):
            slips += 1
            seen += any(set(flagged) & set(noisy.shown(change)) for flagged in spoken_of)
    return slips, seen


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_slips_are_flagged_and_never_repaired_wrongly(script: Script) -> None:
    """At least 0.6 of slips as they come, a quarter of which leave one character. No repair is false."""
    slips, seen = slips_seen(range(120), script)
    assert slips > 120
    assert seen >= 0.6 * slips


@pytest.mark.parametrize("script", ["hans", "hant"])
def test_clean_text_is_hardly_ever_flagged(script: Script) -> None:
    """At most 0.1 false flags a 1,000 characters; names and terms of all kinds stand in the cases."""
    characters = flags = 0
    for seed in range(100):
        text = written.document(seeded(seed), script=script)
        characters += len(text)
        flags += len(read(text).damage)
    assert flags <= 0.1 * characters / 1000


@pytest.mark.parametrize("maker", [boilerplate.navigate, boilerplate.paged])
def test_boilerplate_goes_and_the_text_stays(maker: object) -> None:
    assert callable(maker)
    exact = 0
    for seed, text in documents(100):
        noisy = maker(text, seeded(seed))
        lost, _ = lost_and_left(text, read(noisy.text).text)
        assert not lost.strip(), seed
        exact += not lost_and_left(text, read(noisy.text).text)[1].strip()
    assert exact >= 95
