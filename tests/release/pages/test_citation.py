"""How a release is cited: what a person said, in the forms that programs read, and nothing that nobody said."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.errors import ProjectError

CORPUS = """[corpus]
name = "letters"
title = "书信集"
raw = "raw"
homepage = "https://letters.example"
description = "Letters."
{more}
[[sources]]
name = "all"
files = ["raw/*"]
license = "CC-BY-4.0"
attribution = "The writers"
"""

CITED = 'authors = ["王小明", "Li, Hua"]\nkeywords = ["letters", "家书"]\ndoi = "10.5281/zenodo.1234"\n'


def built(folder: Path, more: str) -> Path:
    (folder / "raw").mkdir(exist_ok=True)
    for number in range(1, 5):
        text = f"第{number}封信：{'山水云雨'[number - 1] * 9}，盼早日回信。"
        (folder / "raw" / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "corpus.toml").write_text(CORPUS.format(more=more), encoding="utf-8")
    return build(folder, out=folder / "out", workers=1).release


def test_author_year_and_address_stand_in_every_form(tmp_path: Path) -> None:
    release = built(tmp_path, CITED + 'year = 2024\npublisher = "某某大学"\n')
    card = (release / "README.md").read_text("utf-8")
    (bibtex,) = re.findall(r"```bibtex\n(.*?)```", card, re.DOTALL)
    for line in (
        "author = {王小明 and Li, Hua}",
        "title = {书信集}",
        "year = {2024}",
        "url = {https://letters.example}",
    ):
        assert line in bibtex
    header = yaml.safe_load(card.split("---\n")[1])
    assert header["pretty_name"] == "书信集"
    assert header["tags"] == ["letters", "家书"]
    assert "\n# 书信集 0.1.0\n" in card
    cff = yaml.safe_load((release / "CITATION.cff").read_text("utf-8"))
    assert cff["authors"] == [{"name": "王小明"}, {"name": "Li, Hua"}]
    assert (cff["type"], cff["doi"], cff["license"]) == ("dataset", "10.5281/zenodo.1234", ["CC-BY-4.0"])
    datacite = json.loads((release / "datacite.json").read_text("utf-8"))
    for key in ("creators", "titles", "publisher", "publicationYear", "types", "identifiers"):
        assert datacite[key], f"the schema of DataCite requires {key}"
    assert datacite["publicationYear"] == "2024"
    assert check(release).problems == ()


@pytest.mark.parametrize(("more", "there"), [("", set()), (CITED, {"CITATION.cff"})])
def test_what_nobody_said_is_not_written(tmp_path: Path, more: str, there: set[str]) -> None:
    release = built(tmp_path, more)
    assert {"CITATION.cff", "datacite.json"} & {path.name for path in release.iterdir()} == there
    assert check(release).problems == ()


def test_a_citation_that_was_changed_is_found(tmp_path: Path) -> None:
    release = built(tmp_path, CITED)
    text = (release / "CITATION.cff").read_text("utf-8")
    (release / "CITATION.cff").write_text(text.replace("王小明", "李小明"), encoding="utf-8")
    assert {error.where.partition(" > ")[0] for error in check(release).problems} >= {"CITATION.cff"}


@pytest.mark.parametrize("wrong", ['doi = "zenodo.1234"', 'year = "2024"', "year = 24"])
def test_what_is_no_doi_or_year_is_said(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ProjectError):
        built(tmp_path, wrong)
