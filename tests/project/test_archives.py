"""A ZIP archive of documents is a folder, within limits; what is unsound in it is named, and the rest is read."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from packed import docx, p, zipped

from bdci_corpus.building.steps import build
from bdci_corpus.errors import ProjectError
from bdci_corpus.project.archives import unpacked
from bdci_corpus.project.files import open_project

PAGE = "老街的夏天很长，街上的人都睡了，只有卖冰的还在吆喝。\n"


def folder_with(tmp_path: Path, raw: bytes, name: str = "文.zip") -> Path:
    """Return a folder that holds an archive."""
    folder = tmp_path / "raw"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(raw)
    return folder


def test_members_are_files_of_the_folder(tmp_path: Path) -> None:
    members = {
        "a.txt": PAGE,
        "子/b.docx": docx(p("老街的夏天。")),
        "__MACOSX/._a.txt": "x",
        ".DS_Store": "x",
        "子/": "",
    }
    folder = folder_with(tmp_path, zipped(members))
    assert [file.id for file in open_project(folder).files()] == ["文.zip/a.txt", "文.zip/子/b.docx"]
    result = build(folder, out=tmp_path / "release")
    assert (result.documents, result.quarantined) == (2, ())


def test_a_project_unpacks_into_its_cache_and_leaves_no_archive_unclaimed(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, zipped({"a.txt": PAGE}))
    (folder / "corpus.toml").write_text(
        '[corpus]\nname = "a"\nversion = "0.1.0"\nraw = "."\n[[sources]]\nname = "s"\nfiles = ["*.zip"]\n'
        '[[repairs]]\nfile = "文.zip/a.txt"\ndamaged = "很长"\noriginal = "很短"\n',
        "utf-8",
    )
    (folder / "metadata.csv").write_text("file_name,title\n文.zip/a.txt,旧题\n", "utf-8")
    project = open_project(folder)
    (file,) = project.files()
    assert file.path.is_relative_to(folder.resolve() / ".bdci_cache")
    assert file.source is not None
    assert project.unclaimed([file]) == []
    assert [entry.original for entry in project.repairs_for(file)] == ["很短"]
    assert project.known_facts([file]) == {"文.zip/a.txt": {"title": "旧题"}}


def raw_zip(*entries: tuple[bytes, bytes, int]) -> bytes:
    """Return an archive of stored entries: names as they stand, contents, and flags."""
    body, directory = b"", b""
    for name, content, flags in entries:
        crc, size = zipfile.crc32(content), len(content)
        fields = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0x21, crc, size, size, len(name), 0)
        directory += (
            b"PK\x01\x02" + struct.pack("<H", 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        )
        body += b"PK\x03\x04" + fields + name + content
    end = struct.pack("<HHHHIIH", 0, 0, len(entries), len(entries), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def test_names_in_gbk_are_read(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, raw_zip(("街道/夏天.txt".encode("gbk"), PAGE.encode(), 0)))
    assert [file.id for file in open_project(folder).files()] == ["文.zip/街道/夏天.txt"]


@pytest.mark.parametrize(
    ("name", "flags", "problem"),
    [
        (b"../../evil.txt", 0, "leads out"),
        (b"/etc/evil.txt", 0, "leads out"),
        (b"C:\\evil.txt", 0, "leads out"),
        (b"..\\evil.txt", 0, "leads out"),
        (b"A.txt", 0, "Several members"),
        (b"secret.txt", 1, "password"),
        (b"x" * 300 + b".txt", 0, "cannot be unpacked"),
    ],
)
def test_an_unsound_member_is_named_and_the_rest_is_read(name: bytes, flags: int, problem: str, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, raw_zip((b"a.txt", PAGE.encode(), 0), (name, PAGE.encode(), flags)))
    result = build(folder, out=tmp_path / "release")
    assert result.documents == 1
    ((where, reason),) = result.quarantined
    assert where.startswith("文.zip/")
    assert problem in str(reason)
    assert not list(tmp_path.rglob("evil.txt"))


def test_an_archive_in_an_archive_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, zipped({"a.txt": PAGE, "b.zip": zipped({"c.txt": PAGE})}))
    result = build(folder, out=tmp_path / "release")
    assert [name for name, _ in result.quarantined] == ["文.zip/b.zip"]


def test_a_bomb_is_left_out_whole(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, zipped({f"{n}.txt": b" " * 20_000_000 for n in range(4)}))
    (folder / "a.txt").write_text(PAGE, "utf-8")
    result = build(folder, out=tmp_path / "release")
    assert [name for name, _ in result.quarantined] == ["文.zip"]
    ((where, reason),) = result.quarantined
    assert (where, result.documents) == ("文.zip", 1)
    assert "unpacks to more than 64 MB" in str(reason)
    (folder / "a.txt").unlink()
    with pytest.raises(ProjectError, match="more than 64 MB"):
        build(folder, out=tmp_path / "release")


@pytest.mark.parametrize("raw", [b"PK\x03\x04 broken", b"no archive", docx(p("老街。")), b""])
def test_what_is_no_archive_of_documents_stays_a_file(raw: bytes, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, raw)
    if (folder / "文.zip").read_bytes().startswith(b"PK\x03\x04 "):
        assert unpacked(folder / "文.zip", None) is None or not unpacked(folder / "文.zip", None).members  # type: ignore[union-attr]
        return
    assert [file.id for file in open_project(folder).files()] == ["文.zip"]
    assert io.BytesIO(raw).getvalue() == raw
