"""Which raw files a pattern of corpus.toml matches, as a release tells it from its rows."""

from __future__ import annotations

import pytest

from bdci_corpus.release import claims


@pytest.mark.parametrize(
    ("pattern", "below", "path"),
    [
        ("*.zip", ".", "归档 2019.zip/旧闻/桥.txt"),
        ("*.zip", ".", "a.zip/b.txt"),
        ("raw/**/*.zip", "raw", "x/y/a.zip/c/d.txt"),
        ("raw/a.zip", "raw", "a.zip/b.zip.txt"),
        ("*.txt", ".", "a.txt"),
        ("raw/*.txt", "raw", "a.txt"),
    ],
)
def test_a_pattern_claims_a_file_and_what_is_in_an_archive(pattern: str, below: str, path: str) -> None:
    assert claims(pattern, below, path)


@pytest.mark.parametrize(
    ("pattern", "below", "path"),
    [
        ("*.zip", ".", "x/a.zip/b.txt"),
        ("*.zip", ".", "a.zip.d/b.txt"),
        ("*.txt", ".", "a.zip/b.txt"),
        ("raw/*.tar", "raw", "a.tar/b.txt"),
    ],
)
def test_a_pattern_claims_nothing_else(pattern: str, below: str, path: str) -> None:
    assert not claims(pattern, below, path)
