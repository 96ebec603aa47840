"""corpus.toml is checked before anything is read: each error says file, key and remedy."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from bdci_corpus.errors import CorpusError, ProjectError
from bdci_corpus.project.files import open_project

HEAD = '[corpus]\nname = "test"\n'


def errors_of(folder: Path, config: str) -> list[str]:
    """Return the errors of a corpus.toml, as printed."""
    (folder / "corpus.toml").write_text(textwrap.dedent(config), encoding="utf-8")
    try:
        project = open_project(folder)
        files = project.files()
        project.known_facts(files)
    except CorpusError as error:
        return [str(error)]
    except ExceptionGroup as group:
        return [str(error) for error in group.exceptions]
    return []


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("[corpus", "[corpus.toml] This is not TOML: Expected ']' at the end of a table declaration (at end of document). Correct that line."),
        ("", "[corpus.toml > corpus] This key is missing. Add it."),
        ('[corpus]\nname = "test"\nscirpt = "keep"', '[corpus.toml > corpus.scirpt] This key is unknown. Did you mean "script"?'),
        ('[corpus]\nname = "Test!"', "[corpus.toml > corpus.name] Must be lower-case letters, digits, dots, dashes and underscores; found 'Test!'. Correct it."),
        ('[corpus]\nname = "test"\nscript = "Hans"', "[corpus.toml > corpus.script] Input should be 'keep', 'zh-Hans' or 'zh-Hant'; found 'Hans'. Did you mean \"zh-Hans\"?"),
        (HEAD + 'timezone = "Asia/Shangai"', '[corpus.toml > corpus.timezone] "Asia/Shangai" is no time zone. Name one of the IANA database, such as "Asia/Shanghai".'),
        (HEAD + '[[sources]]\nname = "a"\nfiles = ["*.md"]', '[corpus.toml > sources[0].files] "*.md" matches no file. Correct the pattern, or remove it.'),
        (HEAD + '[[sources]]\nname = "a"\nfiles = ["../*.txt"]', "[corpus.toml > sources[0].files[0]] Must stay inside the project: no leading slash, no .., no backslash; found '../*.txt'. Correct it."),
        (HEAD + '[[sources]]\nname = "a"\nfiles = ["*.txt"]\nnotice = "n"', '[corpus.toml > sources[0].notice] There is no notice "n". Declare it under [[notices]].'),
        (HEAD + "[splits]\nratios = { train = 0.8, validation = 0.3 }", "[corpus.toml > splits] Ratios must add up to 1, and these add up to 1.1; found {'ratios': {'train': 0.8, 'validation': 0.3}}. Correct it."),
        (HEAD + "[splits]\nratios = { train = 0.5, dev-set = 0.5 }", "[corpus.toml > splits.ratios.dev-set.[key]] Must be letters, digits, underscores and dots (a dash breaks load_dataset); found 'dev-set'. Correct it."),
        (HEAD + '[rules]\ndisable = ["linebreak"]', '[corpus.toml > rules.disable] There is no rule "linebreak". Did you mean "linebreaks"?'),
        (HEAD + '[[sources]]\nname = "a"\nfiles = ["*.txt"]\nencoding = "rot13"', "[corpus.toml > sources[0].encoding] Must be an encoding of text that Python knows, such as utf-8, gb18030 or big5; found 'rot13'. Correct it."),
        (HEAD + '[splits]\nratios = { train = 0.5, test = 0.5 }\nhidden = ["train", "test"]', "[corpus.toml > splits] Every split that gets documents is hidden, so nothing would be published; found {'ratios': {'train': 0.5, 'test': 0.5}, 'hidden': ['train…. Correct it."),
        (HEAD + "[zzz]", "[corpus.toml > zzz] This key is unknown. Known here: columns, competition, corpus, limits, near_duplicates, notices, quotations, rai, repairs, rules, sources, splits."),
    ],
)  # fmt: skip
def test_an_error_names_file_key_and_remedy(tmp_path: Path, config: str, expected: str) -> None:
    (tmp_path / "a.txt").write_text("text")
    assert errors_of(tmp_path, config) == [expected]


def test_all_problems_are_told_together(tmp_path: Path) -> None:
    config = HEAD + 'scirpt = "keep"\n[near_duplicates]\nthreshold = 7.0\n'
    assert len(errors_of(tmp_path, config)) == 2


def test_two_sources_may_not_claim_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    config = HEAD + '[[sources]]\nname = "a"\nfiles = ["*.txt"]\n[[sources]]\nname = "b"\nfiles = ["a*"]\n'
    assert errors_of(tmp_path, config) == [
        '[corpus.toml > sources] "a.txt" belongs to both "a" and "b". Make their patterns exclude each other.'
    ]


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    (folder / "a.txt").write_text("text")
    assert [file.id for file in open_project(folder).files()] == ["a.txt"]


def test_output_and_hidden_files_are_not_input(tmp_path: Path) -> None:
    for name in (
        "a.txt",
        "release/x/b.txt",
        "private/c.txt",
        ".git/d",
        "sub/.e",
        "sub/f.txt",
        "metadata.csv",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    assert [file.id for file in open_project(tmp_path).files()] == ["a.txt", "sub/f.txt"]


@pytest.mark.parametrize("declared", [False, True])
def test_what_a_build_wrote_is_no_input_wherever_it_lies(tmp_path: Path, *, declared: bool) -> None:
    own = ["LICENSES/MIT.txt", "loaders/own.txt", "splits/notes.txt"]
    for name in ("a.txt", "open/x/manifest.json", "open/x/SHA256SUMS", "open/x/LICENSES/b.txt", "open/c.txt", *own):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text")
    if declared:
        config = '[corpus]\nname = "test"\nraw = "."\n[[sources]]\nname = "all"\nfiles = ["**/*.txt"]\n'
        (tmp_path / "corpus.toml").write_text(config)
    found = [file.id for file in open_project(tmp_path).files()]
    assert found == (["a.txt", "open/c.txt"] if declared else sorted(["a.txt", "open/c.txt", *own]))


def test_ids_are_nfc_paths_below_the_raw_folder(tmp_path: Path) -> None:
    (tmp_path / "seeds" / "e\u0301").mkdir(parents=True)
    (tmp_path / "seeds" / "e\u0301" / "a.txt").write_text("text")
    (tmp_path / "corpus.toml").write_text(HEAD + '[[sources]]\nname = "a"\nfiles = ["seeds/**/*.txt"]\n')
    assert [file.id for file in open_project(tmp_path).files()] == ["\u00e9/a.txt"]


@pytest.mark.parametrize(
    ("csv", "expected"),
    [
        (
            "name,url\na.txt,x\n",
            "[metadata.csv] There is no column file_name. Add it: a path below the raw folder.",
        ),
        (
            "file_name,ulr\na.txt,x\n",
            '[metadata.csv > ulr] This column is unknown. Did you mean "url"? Else declare it under [columns] in corpus.toml: ulr = "string", or "class_label" for a label.',
        ),
        (
            "file_name,url\nb.txt,x\n",
            '[metadata.csv > line 2] "b.txt" is no file of this corpus. Correct file_name.',
        ),
        (
            "file_name,url\na.txt,x\na.txt,y\n",
            '[metadata.csv > line 3] "a.txt" is given twice. Correct file_name.',
        ),
    ],
)
def test_metadata_is_checked(tmp_path: Path, csv: str, expected: str) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text("text")
    (tmp_path / "seeds" / "metadata.csv").write_text(csv)
    config = HEAD + '[[sources]]\nname = "a"\nfiles = ["seeds/*.txt"]\n'
    assert errors_of(tmp_path, config) == [expected]


def test_what_a_person_knows_of_files_is_no_file_of_a_source(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    for name in ("a.txt", "metadata.csv"):
        (tmp_path / "seeds" / name).write_text("file_name,title\na.txt,标题\n", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(HEAD + '[[sources]]\nname = "all"\nfiles = ["seeds/*"]\n', encoding="utf-8")
    assert [file.id for file in open_project(tmp_path).files()] == ["a.txt"]


def test_a_missing_folder_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no such folder"):
        open_project(tmp_path / "nowhere")


def test_what_a_browser_saves_beside_a_page_is_no_document(tmp_path: Path) -> None:
    for name in (
        "page.html",
        "note.txt",
        "data/rows.json",
        "other_files/a.css",
        "page_files/a.css",
        "page_files/b.txt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("甲城在河边。", "utf-8")
    for name in ("style.css", "config.json", "desktop.ini", "data/Thumbs.db"):
        (tmp_path / name).write_text("甲城在河边。", "utf-8")
    found = [file.id for file in open_project(tmp_path).files()]
    assert found == ["data/rows.json", "note.txt", "other_files/a.css", "page.html"]


def test_a_folder_is_listed_without_what_is_no_raw_material(tmp_path: Path) -> None:
    """Names count where they stand: a folder may be called like a file that is left out, and the other way round."""
    kept = [
        "a.txt", "b.css", "metadata.csv/a.txt", "corpus.toml/b.txt", "d/release/c.txt", "d/private", "e/甲.txt", "f/corpus.toml",
        "page_files/x.txt", "g/style.js",
    ]  # fmt: skip
    left = [
        ".h", ".git/a.txt", "~a.txt", "release/a.txt", "private", "d/metadata.csv", "d/.h/a.txt", "d/Desktop.ini",
        "built/manifest.json", "built/SHA256SUMS", "built/a.txt", "i/page_files/x.txt", "j/style.css",
    ]  # fmt: skip
    pages = ["i/page.html", "j/page.htm"]
    raw = tmp_path / "raw"
    for name in (*kept, *left, *pages):
        (raw / name).parent.mkdir(parents=True, exist_ok=True)
        (raw / name).write_text("甲", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("甲", encoding="utf-8")
    (raw / "k.txt").symlink_to("a.txt")
    (raw / "l.txt").symlink_to("../outside.txt")
    (raw / "m").symlink_to("d")
    found = [file.id for file in open_project(raw).files()]
    assert found == sorted([*kept, *pages, "k.txt"])
