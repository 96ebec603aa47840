"""Card and croissant.json: whatever they say that the files do not is found by its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from tampering import (
    said,
)

from bdci_corpus.checking.files import check_files
from bdci_corpus.checking.steps import check
from bdci_corpus.release.files import write_sums


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("download_size: ", "download_size: 9", "README.md > dataset_info > documents > download_size"),
        ("dtype: bool", "dtype: string", "README.md > dataset_info > documents > features > redistributable > dtype"),
        ("split: validation", "split: test", "README.md > configs > documents > data_files"),
        ("validation-0", "validation-1", "README.md > configs > documents > data_files > validation > path"),
        ("content ", "content of ", "README.md > dataset_info > documents > description"),
        ("configs:", "config:", "README.md > configs"),
        ("license: cc0-1.0", "license: mit", "README.md > license"),
        ("license: CC0-1.0", "license: MIT", "README.md > dataset_info > documents > license"),
        ("n<1K", "1K<n<10K", "README.md > size_categories"),
        ("- zh\n", "- en\n", "README.md > language"),
        ("default: true", "default: false", "README.md > configs > documents > default"),
        ("---\n", "", "README.md"),
        ("language:", "language: [", "README.md"),
    ],
)
def test_a_card_that_does_not_say_what_the_footers_say_is_found(copy: Path, old: str, new: str, where: str) -> None:
    text = (copy / "README.md").read_text("utf-8")
    assert old in text
    (copy / "README.md").write_text(text.replace(old, new), encoding="utf-8")
    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    assert where in said(check(copy))


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ('"CC0-1.0"', '"MIT"', "croissant.json > license"),
        ("validation-0", "validation-1", "croissant.json > distribution"),
        (
            '"sc:Boolean"',
            '"sc:Text"',
            "croissant.json > recordSet > documents > field > documents/redistributable > dataType",
        ),
        ("{", "", "croissant.json"),
        ("{", "[" * 100_000, "croissant.json"),
    ],
)
def test_a_croissant_that_does_not_say_what_the_files_say_is_found(copy: Path, old: str, new: str, where: str) -> None:
    text = (copy / "croissant.json").read_text("utf-8")
    assert old in text
    (copy / "croissant.json").write_text(text.replace(old, new, 1 if old == "{" else -1), encoding="utf-8")
    (copy / "SHA256SUMS").unlink()
    write_sums(copy)
    files = check_files(copy)
    assert where in {error.where for error in files.problems}
