"""Pages: what tables do not give is found by its line; of another edition, by its facts."""

from __future__ import annotations

import json
from pathlib import Path

import contests
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from tampering import said

from bdci_corpus.building.steps import build
from bdci_corpus.checking.files import check_files
from bdci_corpus.checking.pages import Whole, check_pages
from bdci_corpus.checking.steps import check
from bdci_corpus.release.files import write_sums
from bdci_corpus.release.versions import SHAPE_FILES, read_shape

FORGED = {
    "README.md": ("**", "**<script>alert(1)</script>"),
    "NOTICE": ("Source: all", "Source: nobody"),
    "REUSE.toml": ("CC0-1.0", "MIT"),
    "LICENSES/CC0-1.0.txt": ("Creative", "Uncreative"),
    "report.html": ("<main>", "<main><script>alert(1)</script>"),
}


def found(release: Path) -> list[str]:
    """Return what is wrong with the files and pages of a release."""
    (release / "SHA256SUMS").unlink(missing_ok=True)
    write_sums(release)
    files = check_files(release)
    assert files.value is not None
    pages = check_pages(files.value, Whole(files.value))
    return [error.where for error in (*files.problems, *pages.problems)]


@pytest.mark.parametrize("name", FORGED)
def test_a_page_that_says_what_the_tables_do_not_is_found(copy: Path, name: str) -> None:
    old, new = FORGED[name]
    text = (copy / name).read_text("utf-8")
    assert old in text
    (copy / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert [where.partition(" > ")[0] for where in found(copy)] == [name]


@pytest.mark.parametrize("name", ["more.txt", "LICENSES/MIT.txt", "documents/more.py"])
def test_a_file_that_no_release_has_is_found_though_the_sums_name_it(copy: Path, name: str) -> None:
    (copy / name).write_text("print(1)\n")
    assert found(copy) == [name]


@pytest.mark.parametrize("name", ["README.md", "report.html"])
def test_pages_of_another_edition_are_compared_by_facts(copy: Path, name: str) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["pages"] = "another"
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    text = (copy / name).read_text("utf-8")
    (copy / name).write_text(text.replace("may be passed on", "may be given away"), encoding="utf-8")
    assert found(copy) == []
    (copy / name).write_text(f"{text}<script>alert(1)</script>\n", encoding="utf-8")
    assert found(copy) == [name]
    (copy / name).write_text(text.replace(manifest["logical_sha256"], "0" * 64), encoding="utf-8")
    assert name in {where.partition(" > ")[0] for where in found(copy)}


def test_a_competition_of_another_edition_is_sound_and_its_sample_is_compared(tmp_path: Path) -> None:
    release = build(
        contests.make_contest(tmp_path / "contest", "classification", "f1_macro"), out=tmp_path / "out"
    ).release
    manifest = json.loads((release / "manifest.json").read_text("utf-8"))
    manifest["pages"] = "another"
    (release / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert found(release) == []
    sample = release / "sample_submission.csv"
    header, first, *others = sample.read_text("utf-8").splitlines()
    for text in ("\n".join([header, *others]), "\n".join([header, first, first, *others]), first, 'a"\n"b'):
        sample.write_text(f"{text}\n", encoding="utf-8")
        assert found(release) == ["sample_submission.csv"]


WORDS = st.one_of(
    st.sampled_from(["x\n---\ny", "---", "\n---\n", "- a: [", "<b>&amp;{{ 1 }}", "\u2028\x85\ufeff\x00\x7f", "a\r\nb"]),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(description=WORDS, homepage=WORDS, citation=WORDS, holder=WORDS)
def test_a_release_is_sound_whatever_its_corpus_says_of_itself(
    tmp_path: Path, description: str, homepage: str, citation: str, holder: str
) -> None:
    (tmp_path / "seeds").mkdir(exist_ok=True)
    (tmp_path / "seeds" / "a.txt").write_text("一篇文字，说的是山水。\n", encoding="utf-8")
    said_of_it = {"description": description, "homepage": homepage, "citation": citation}
    lines = [f"{key} = {toml(value)}" for key, value in said_of_it.items()]
    source = f'[[sources]]\nname = "all"\nfiles = ["seeds/*"]\nlicense = "CC0-1.0"\nrights_holder = {toml(holder)}\n'
    (tmp_path / "corpus.toml").write_text(
        "\n".join(['[corpus]\nname = "odd"', *lines, source]), encoding="utf-8", newline="\n"
    )
    release = build(tmp_path, out=tmp_path / "release", workers=1).release
    assert found(release) == []
    assert read_shape(*((release / name).read_text("utf-8") for name in SHAPE_FILES)).version == "0.1.0"


def toml(value: str) -> str:
    """Return a string as TOML writes it, every character by its number."""
    return '"' + "".join(f"\\U{ord(character):08x}" for character in value) + '"'


@pytest.mark.parametrize(
    "text",
    [
        "# 甲\n\n文。\n\n![阈值选择为 0.4 时的曲\ufffd线](https://e.example/a.png)\n\n文。\n",
        "# 甲\n\n文。\n\n![阈\ufffd](a.png)\n\n![\ufffd](b.png)\n\n好文字，接着说。\n",
        "---\ntitle: 甲\ufffd乙\nauthor: 某\ufffd\n---\n\n正文说的是山水。\n",
        "<PAGE_DIV1>\n\ufffd甲<PAGE_DIV2>\n\n正文说的是山水。\n",
    ],
)
def test_damage_in_what_was_moved_out_of_the_text_is_sound(tmp_path: Path, text: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.md").write_text(text, encoding="utf-8")
    release = build(tmp_path / "raw", out=tmp_path / "release", workers=1).release
    assert said(check(release)) == {}


def test_words_declared_damaged_in_a_caption_are_sound(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    caption = "阈值选择为 0.4 时的異;鸨。曲线"
    text = f"# 甲\n\n文。\n\n![{caption}](https://e.example/a.png)\n\n文。\n"
    (tmp_path / "seeds" / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(
        '[corpus]\nname = "c"\n[[sources]]\nname = "all"\nfiles = ["seeds/*"]\nlicense = "CC0-1.0"\n'
        '[[repairs]]\nfile = "seeds/a.md"\ndamaged = "異;鸨。"\noriginal = "異常火爆。"\n',
        encoding="utf-8",
    )
    assert said(check(build(tmp_path, out=tmp_path / "release", workers=1).release)) == {}


@pytest.mark.parametrize(
    "added",
    [
        "<script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>',
        '<svg><a href="#x"><animate attributeName="href" to="javascript:alert(1)"/></a></svg>',
        '<svg><use href="#x" xlink:href="https://e.example/a.svg#b"/></svg>',
        '<svg><rect onload="alert(1)"/></svg>',
        "<svg><foreignObject><b>x</b></foreignObject></svg>",
    ],
)
def test_a_report_of_another_edition_runs_and_fetches_nothing(copy: Path, added: str) -> None:
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    manifest["pages"] = "another"
    (copy / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    text = (copy / "report.html").read_text("utf-8")
    (copy / "report.html").write_text(text.replace("<main>", f"<main>{added}"), encoding="utf-8")
    assert found(copy) == ["report.html"]
