"""Each raw document becomes its gold, before and after conversion, and says of itself what gold says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from places import GOLDEN, ROOT

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.records import Document
from bdci_corpus.rules import furniture
from bdci_corpus.rules.context import Context
from bdci_corpus.rules.pipeline import clean
from bdci_corpus.rules.punctuation import WIDE

Found = Sequence[Mapping[str, str]]
FOLDED = str.maketrans({wide: mark for mark, wide in WIDE.items()})


def gold_text(seed: Path, kind: str = "") -> str:
    """Return a gold file's text, which has no final newline."""
    return (GOLDEN / f"{seed.name[:3]}{kind}.txt").read_text("utf-8").removesuffix("\n")


def read(seed: Path, **wishes: object) -> Document:
    """Read a seed as its project declares it."""
    (document,) = normalize(seed, project=ROOT, **wishes)  # type: ignore[arg-type]
    return document


def cleaned(verbatim: str) -> str:
    """Return what raw characters become under the rules that keep their text."""
    return clean(verbatim, Context(file_text=verbatim, annotated=True), disable=(furniture.NAME,)).text


def test_the_text_before_conversion_equals_gold(seed: Path) -> None:
    assert read(seed, script="keep").text == gold_text(seed)


def test_the_text_after_conversion_equals_gold(seed: Path) -> None:
    document = read(seed, script="zh-Hans")
    assert document.text == gold_text(seed, ".hans")
    assert document.cleaned == gold_text(seed)


def test_the_text_without_punctuation_equals_gold(seed: Path) -> None:
    """Repairs restore full-width marks, so where gold has an ASCII mark ours may have its wide form."""
    text, gold = read(seed, script="keep", disable=["punctuation"]).text, gold_text(seed, ".rawpunct")
    assert text.translate(FOLDED) == gold.translate(FOLDED)
    different = [(ours, theirs) for ours, theirs in zip(text, gold, strict=True) if ours != theirs]
    assert len(different) <= 2


def test_headings_equal_gold(seed: Path, gold: Mapping[str, Found]) -> None:
    found = [span.text for span in read(seed, script="keep").headings if span.text != gold["title"]]
    assert found == [cleaned(heading["verbatim"]) for heading in gold.get("subheads", [])]


def test_captions_equal_gold(seed: Path, gold: Mapping[str, Found]) -> None:
    found = [span.text for span in read(seed, script="keep").captions]
    assert found == [cleaned(caption["verbatim"]) for caption in gold["captions"]]


def test_damage_equals_gold(seed: Path, gold: Mapping[str, Found]) -> None:
    document = read(seed, script="keep")
    assert [span.text for span in document.damage] == [damage["verbatim"] for damage in gold["damaged"]]
    for span in document.damage:
        assert document.text[span.start : span.end] == span.text


def test_repairs_equal_gold(seed: Path, gold: Mapping[str, Found]) -> None:
    document = read(seed, script="keep")
    repaired = [edit for edit in document.trace.edits if "mojibake" in edit.rules]
    assert len(repaired) == len(gold["repaired"])
