"""What the documentation says runs, and where it points something is."""

from __future__ import annotations

import doctest
import json
import re
import shlex
import shutil
import subprocess
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import flow_pictures
import pytest
import yaml
from click.testing import CliRunner
from places import ROOT

from bdci_corpus.building import build
from bdci_corpus.cli import main
from bdci_corpus.documents import normalize
from bdci_corpus.release import load_dataset

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
SITE = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))

_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)

RAW = {
    "walls.txt": "古城的城墙是明代修的,现在还在。",
    "hills.txt": "山上有一座小庙，庙里住着两个和尚。",
    "rivers.md": "---\ntitle: 河\n---\n# 河\n\n一条**大河**流过这里，船也多。\n",
}


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as both GitHub and the site make them of plain words."""
    plain = (re.sub(r"[`*]|\]\([^)]*\)|\[", "", title) for title in _HEADING.findall(page.read_text("utf-8")))
    return {re.sub(r"[\s]+", "-", re.sub(r"[^\w\s-]", "", title.lower()).strip()) for title in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for path, anchor in _LINK.findall(re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)):
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links to {path}"
        assert not anchor or anchor in anchors(target), f"{page.name} links to {path}#{anchor}"


def in_navigation(entries: object) -> Iterator[str]:
    """Yield the pages that an entry of the navigation names."""
    if isinstance(entries, str):
        yield entries
    elif isinstance(entries, dict):
        for inner in entries.values():
            yield from in_navigation(inner)
    elif isinstance(entries, list):
        for inner in entries:
            yield from in_navigation(inner)


def test_the_site_has_every_page_once() -> None:
    named = list(in_navigation(SITE["nav"]))
    english = (page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md") if not page.name.endswith(".zh.md"))
    assert sorted(named) == sorted(english)


def test_both_languages_have_the_same_pages() -> None:
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")}
    english = {page for page in pages if not page.endswith(".zh.md")}
    chinese = {page.replace(".zh.md", ".md") for page in pages - english}
    assert english == chinese, "write PAGE.zh.md beside it"


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.zh.md")), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_both_languages_have_the_same_code_figures_and_headings(page: Path) -> None:
    english = page.with_name(page.name.replace(".zh.md", ".md"))
    texts = [path.read_text("utf-8") for path in (page, english)]
    chinese_code, code = ([(language, code) for _, language, code in BLOCK.findall(text)] for text in texts)
    assert chinese_code == code, f"copy the changed block of {english.name} into {page.name}"
    picture = re.compile(r"!\[[^\]]*\]\(([^)]*?)(?:\.(?:zh|en))?\.\w+\)")
    assert picture.findall(texts[0]) == picture.findall(texts[1]), "a picture stands in one language only"
    marks = [re.findall(r"^#{1,4} ", re.sub(r"```.*?```", "", text, flags=re.DOTALL), re.MULTILINE) for text in texts]
    assert marks[0] == marks[1], f"a section of {english.name} has none in {page.name}"


def test_the_site_asks_the_network_for_nothing() -> None:
    assert SITE["theme"]["font"] is False
    for name in (*SITE["extra_css"], *SITE["extra_javascript"]):
        assert "://" not in (DOCS / name).read_text("utf-8")


BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
"""A block of code: how far it is indented, its language, and the code."""

READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


def blocks(page: Path, *languages: str) -> list[str]:
    """Return the code of a page in some languages."""
    return [
        textwrap.dedent(code) for _, language, code in BLOCK.findall(page.read_text("utf-8")) if language in languages
    ]


CODE = [page for page in [*sorted(DOCS.rglob("*.md")), *READMES] if BLOCK.search(page.read_text("utf-8"))]


@pytest.mark.parametrize("page", CODE, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_of_a_page_is_one_that_there_is(page: Path) -> None:
    """Commands are read by the verbs that they name, so that an option that is gone or misspelled is found."""
    for code in blocks(page, "sh"):
        for line in re.sub(r"\\\\\n", " ", code).splitlines():
            words = shlex.split(line, comments=True)
            if "|" in words or not words or words[0] != "bdci-corpus":
                continue
            words = words[: words.index(">")] if ">" in words else words
            command: click.Command = main
            rest = words[1:]
            while isinstance(command, click.Group):
                name = next((word for word in rest if not word.startswith("-")), "")
                if name not in command.commands:
                    break
                command, rest = command.commands[name], rest[rest.index(name) + 1 :]
            assert command is not main, line
            command.make_context(command.name, list(rest))  # raises UsageError


@pytest.mark.parametrize("page", CODE, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_data_in_a_page_is_what_it_says(page: Path) -> None:
    for code in blocks(page, "toml"):
        tomllib.loads(code)
    for code in blocks(page, "json"):
        json.loads(code)
    for code in blocks(page, "python"):
        compile("".join(_examples(code)) if ">>>" in code else code, page.name, "exec")


def _examples(code: str) -> Iterator[str]:
    yield from (example.source for example in doctest.DocTestParser().get_examples(code))


HUB = 'datasets.load_dataset("owner/name", revision'
"""How a block begins that asks a hub; tests/publishing asks one."""

TORCH = 'rows = dataset["train"].with_format("torch")'
"""How a block begins that needs PyTorch, which is no dependency, of tests either."""


@pytest.mark.parametrize(
    "page", [*READMES, *(p for p in CODE if p.stem.startswith("publish-") or p.parent.name in {"explanation", "howto"})]
)
def test_python_in_a_page_runs(page: Path, release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs in a folder in which the names that pages use are a release, a folder of texts and a loader."""
    monkeypatch.chdir(tmp_path)
    for name in ("published", "release/bdci-seeds"):
        shutil.copytree(release, tmp_path / name)
    (tmp_path / "some-folder").mkdir()
    for name, text in RAW.items():
        (tmp_path / "some-folder" / name).write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "loaders", tmp_path / "loaders")
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    names: dict[str, object] = {}
    for code in blocks(page, "python"):
        if ">>>" not in code and not code.startswith((HUB, TORCH)):
            exec(compile(code, page.name, "exec"), names)  # noqa: S102 - our own page


def test_finding_leaks_comes_out_as_its_page_says() -> None:
    for page in ("howto/find-leaks.md", "howto/find-leaks.zh.md"):
        found = runs(page)
        assert found.attempted >= 8
        assert found.failed == 0


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Return a folder of raw documents, the texts different enough to be no duplicates."""
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in RAW.items():
        (folder / name).write_bytes(text.encode())
    return folder


def runs(page: str, **names: object) -> doctest.TestResults:
    """Run the examples of a page, which find ``names`` there."""
    path = str(DOCS / page)
    return doctest.testfile(path, module_relative=False, encoding="utf-8", extraglobs=names)


def test_undoing_by_hand_comes_out_as_its_page_says(raw: Path, tmp_path: Path) -> None:
    release = build(raw, out=tmp_path / "release").release
    for page in ("howto/undo-by-hand.md", "howto/undo-by-hand.zh.md"):
        found = runs(page, release=release, raw_folder=raw)
        assert found.attempted >= 8
        assert found.failed == 0


def test_other_tools_read_a_release_as_their_page_says(raw: Path, tmp_path: Path) -> None:
    release = build(raw, out=tmp_path / "release").release
    for page in ("howto/use-with-other-tools.md", "howto/use-with-other-tools.zh.md"):
        found = runs(page, release=release)
        assert found.attempted >= 12
        assert found.failed == 0


LABELS = {"体育": ("球队", "比赛", "教练", "球迷"), "天气": ("大雨", "降温", "台风", "阵风")}


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what tutorials name: a release of labeled news, an older one, the corpus, texts of one's own."""
    monkeypatch.chdir(tmp_path)
    raw = tmp_path / "corpus" / "raw"
    raw.mkdir(parents=True)
    rows = ["file_name,label"]
    for label, words in LABELS.items():
        for number in range(12):
            name = f"{label}{number:02}.txt"
            own = f"{chr(0x4E00 + 97 * number)}，{'山水云雨风雪'[number % 6] * (number + 2)}"
            text = f"本地记者报道：{words[number % 4]}{own}，{words[(number + 1) % 4]}，引起关注。"
            (raw / name).write_text(text, encoding="utf-8")
            rows.append(f"{name},{label}")
    (raw / "metadata.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "corpus" / "corpus.toml").write_text(
        '[corpus]\nname = "news"\nraw = "raw"\n[[sources]]\nname = "all"\nfiles = ["raw/*.txt"]\nlicense = "CC0-1.0"\n'
        '[columns]\nlabel = { type = "class_label", names = ["体育", "天气"] }\n'
        '[splits]\nratios = { train = 0.75, validation = 0.25 }\nfolds = 3\nstratify = ["label"]\n',
        encoding="utf-8",
    )
    build("corpus", out="release", freeze=True, workers=1)
    Path("release/news").rename("release/older")
    library = "县图书馆周末开放至晚上九点,读者可凭借书证预约自习座位,馆内新增了地方志阅览区。"
    (raw / "图书馆.txt").write_text(library, encoding="utf-8")
    (raw / "metadata.csv").write_text("\n".join([*rows, "图书馆.txt,天气"]) + "\n", encoding="utf-8")
    build("corpus", out="release", freeze=True, workers=1)
    Path("mine.jsonl").write_text(json.dumps({"text": library}, ensure_ascii=False) + "\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], check=True)  # noqa: S607 - of the PATH
    return tmp_path


@pytest.mark.parametrize("page", ["take-part.md", "take-part.zh.md", "review.md", "review.zh.md"])
def test_the_tutorials_of_readers_come_out(page: str, news: Path) -> None:
    names: dict[str, object] = {}
    ran = 0
    for _, language, code in BLOCK.findall((DOCS / "tutorial" / page).read_text("utf-8")):
        if language == "python":
            exec(compile(code, page, "exec"), names)  # noqa: S102 - our own page
            ran += 1
        for line in code.splitlines() if language == "sh" else ():
            words = shlex.split(line)[1:]
            if words[0] == "view":  # it would serve until it is ended: tests/viewing has its tests
                continue
            done = CliRunner().invoke(main, words)
            assert done.exit_code == 0, (line, done.output)
            ran += 1
    assert ran == (6 if page.startswith("take") else 5)
    assert (news / "verdict.json").is_file() == page.startswith("review")


def test_the_tutorial_comes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    notes = tmp_path / "my-folder" / "notes"
    notes.mkdir(parents=True)
    for number, text in enumerate(RAW.values()):
        (notes / f"{number + 1:02}.md").write_text(text, encoding="utf-8")
    page = (DOCS / "tutorial" / "publish-a-corpus.md").read_text("utf-8")
    (declared,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    ran = 0
    for line in re.findall(r"^bdci-corpus (.*)$", page, re.MULTILINE):
        done = CliRunner().invoke(main, shlex.split(line))
        assert done.exit_code == 0, done.output
        if line.startswith("init"):
            (tmp_path / "my-folder" / "corpus.toml").write_text(declared, encoding="utf-8")
        ran += 1
    assert ran == 7
    assert load_dataset(tmp_path / "published")["train"].num_rows == 2


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_examples_of_cleaning_in_the_readme_come_out(page: Path) -> None:
    shown = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", page.read_text("utf-8"), re.MULTILINE)
    assert len(shown) >= 3
    for raw, clean in shown:
        (document,) = normalize(raw.replace("⏎", "\n").encode())
        assert document.text == clean
    kept = "见图①：每㎡ 1,000.5 元，用 C++ 写成。"
    (document,) = normalize(kept.encode())
    assert document.text == kept


def test_the_drawn_pictures_say_what_the_code_does() -> None:
    for name, picture in flow_pictures.pictures().items():
        found = (DOCS / "pictures" / name).read_text("utf-8")
        assert found == picture, "python tests/scripts/flow_pictures.py docs/pictures"


def test_a_release_has_what_the_picture_of_the_data_flow_names(release: Path) -> None:
    names = {kept for _, __, kept in flow_pictures.STATIONS} - {"seeds/"}
    assert names <= {f"{path.name}/" if path.is_dir() else path.name for path in release.iterdir()}
