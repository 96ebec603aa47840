"""Building: the same bytes everywhere, whole or not at all, and nothing left out in silence."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT, SEEDS

from bdci_corpus.building.steps import build
from bdci_corpus.errors import FrozenSplitError, LicenseError, ProjectError
from bdci_corpus.ledger.text import read_ledger


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def project_in(folder: Path, *, reverse: bool = False) -> Path:
    """Copy the corpus project, perhaps making its files in another order."""
    (folder / "seeds").mkdir(parents=True)
    for seed in sorted(SEEDS, reverse=reverse):
        shutil.copyfile(seed, folder / "seeds" / seed.name)
    config = (ROOT / "corpus.toml").read_text("utf-8")
    if reverse:
        head, *tables = config.split("\n[[sources]]\n")
        *sources, last = tables
        last, rest = last.split("\n\n", 1)
        config = "\n[[sources]]\n".join([head, *reversed([*sources, last + "\n"])]) + "\n" + rest
    (folder / "corpus.toml").write_text(config, encoding="utf-8")
    return folder


def run_cli(*args: str, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    command = [sys.executable, "-m", "bdci_corpus", *args]
    return subprocess.run(  # noqa: S603 - our own command
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, text=True, check=False
    )


def test_the_same_bytes_whatever_the_surroundings(tmp_path: Path, release: Path) -> None:
    project_in(tmp_path / "other", reverse=True)
    result = run_cli(
        "build",
        "other",
        "--workers",
        "2",
        cwd=tmp_path,
        PYTHONHASHSEED="7",
        LC_ALL="C",
        TZ="Pacific/Auckland",
    )
    assert result.returncode == 0, result.stderr
    there, here = bytes_of(tmp_path / "release" / "bdci-seeds"), bytes_of(release)
    manifests = [json.loads(files.pop("manifest.json")) for files in (there, here)]
    for manifest in manifests:
        manifest["configuration"]["sources"].sort(key=lambda source: source["name"])
    assert manifests[0] == manifests[1]
    there.pop("SHA256SUMS")
    here.pop("SHA256SUMS")
    assert there == here


def test_building_again_gives_the_same_bytes(tmp_path: Path, release: Path) -> None:
    for _ in range(2):
        again = build(ROOT, out=tmp_path / "release", workers=1).release
        assert bytes_of(again) == bytes_of(release)


def as_another(root: Path, name: str, zone: str, locale: str) -> Path:
    """Build the corpus as another user of another machine: in a folder, home and zone of their own."""
    root.mkdir()
    project = project_in(root / f"{name}s-work" / "p")
    home = root / f"home-of-{name}"
    home.mkdir()
    env = {"HOME": str(home), "USER": name, "LOGNAME": name, "USERNAME": name, "TZ": zone, "LC_ALL": locale}
    command = [sys.executable, "-m", "bdci_corpus", "build", str(project), "--out", str(root / name / "release")]
    if os.geteuid() == 0 and shutil.which("unshare") and shutil.which("hostname"):
        command = ["unshare", "--uts", "sh", "-c", f'hostname host-of-{name}; exec "$@"', "sh", *command]
    subprocess.run(command, cwd=home, env={**os.environ, **env}, check=True, capture_output=True)  # noqa: S603
    return root / name / "release" / "bdci-seeds"


def test_two_users_of_two_machines_build_the_same_bytes_that_name_neither(tmp_path: Path) -> None:
    one = bytes_of(as_another(tmp_path / "a", "zhangsan", "Asia/Tokyo", "C"))
    other = bytes_of(as_another(tmp_path / "b", "mallory", "America/Caracas", "C.UTF-8"))
    assert one == other
    for name, data in one.items():
        for secret in ("zhangsan", "mallory", str(tmp_path), str(ROOT), "Tokyo"):
            assert secret.encode() not in data, name


def test_a_folder_of_mixed_files_builds_without_configuration(tmp_path: Path) -> None:
    folder = tmp_path / "some 文件夹"
    folder.mkdir()
    for seed in SEEDS:
        shutil.copyfile(seed, folder / seed.name)
    (folder / "notes.md").write_text("# 笔记\n\n今天读了两章，记下几句。\n", encoding="utf-8")
    (folder / "gb.txt").write_bytes("为进一步加强基层治理，各地开展了走访活动，效果明显。\n".encode("gb18030"))
    (folder / "wide.txt").write_text("会议于上午九时开始，十一时结束。\n", encoding="utf-16")
    (folder / "windows.txt").write_bytes("第一行写完了。\r\n第二行也写完了。\r\n".encode())
    (folder / "english.txt").write_text("A plain English note.\n\nIt has two paragraphs.\n")
    result = build(folder, out=tmp_path / "release")
    assert result.documents == 10
    assert result.name == "some-wen2-jian4-jia1"
    assert any("license notice" in reason for reason in result.blocking)
    assert not result.quarantined


def test_a_file_that_is_no_text_is_left_out_by_name(tmp_path: Path) -> None:
    project_in(tmp_path / "p")
    picture = tmp_path / "p" / "seeds" / "004_x.txt"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    result = run_cli("build", "p", "--json", cwd=tmp_path)
    assert result.returncode == 1
    ((name, reason),) = json.loads(result.stdout)["quarantined"]
    assert name == "004_x.txt"
    assert reason.startswith("This is a picture (PNG), not text.")
    lines = (tmp_path / "release/bdci-seeds/quarantine.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["004_x.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_left_out_by_name(tmp_path: Path) -> None:
    project_in(tmp_path / "p")
    copies = sorted((tmp_path / "p" / "seeds").iterdir())
    copies[0].chmod(0)
    result = build(tmp_path / "p", out=tmp_path / "release")
    assert [name for name, _ in result.quarantined] == [copies[0].name]


@pytest.mark.parametrize("broken", ["empty", "missing", "malformed", "unreadable"])
def test_a_failed_build_leaves_the_older_release_untouched(tmp_path: Path, broken: str) -> None:
    folder = project_in(tmp_path / "p")
    assert run_cli("build", "p", cwd=tmp_path).returncode == 0
    before = bytes_of(tmp_path / "release" / "bdci-seeds")
    if broken == "malformed":
        (folder / "corpus.toml").write_text("[corpus\n")
    elif broken == "unreadable":
        for seed in (folder / "seeds").iterdir():
            seed.write_bytes(b"\xff" * 100)
    else:
        shutil.rmtree(folder)
        if broken == "empty":
            folder.mkdir()
    result = run_cli("build", "p", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stderr.startswith("error [")
    assert bytes_of(tmp_path / "release" / "bdci-seeds") == before


def test_a_build_that_was_killed_between_renames_is_recovered(tmp_path: Path, release: Path) -> None:
    out = tmp_path / "release"
    shutil.copytree(release, out / ".bdci-seeds.old")
    assert bytes_of(build(ROOT, out=out).release) == bytes_of(release)
    assert not (out / ".bdci-seeds.old").exists()


def test_an_undeclared_notice_stops_a_project(tmp_path: Path) -> None:
    folder = project_in(tmp_path / "p")
    config = (folder / "corpus.toml").read_text("utf-8")
    start, end = config.index("[[notices]]"), config.index("[[repairs]]")
    config = config[:start] + config[end:]
    (folder / "corpus.toml").write_text(config.replace('notice = "bdci-2024"', 'license = "CC0-1.0"'))
    with pytest.raises(LicenseError, match=r"(?s)\[000_.*is not declared.*\[\[notices\]\].*match = "):
        build(folder, out=tmp_path / "release")


def test_freezing_keeps_every_document_where_it_is(tmp_path: Path) -> None:
    folder = project_in(tmp_path / "p")
    first = build(folder, out=tmp_path / "release", freeze=True)
    assert first.frozen == 5
    assert not any("ledger" in reason for reason in first.blocking)
    events = read_ledger(folder / "splits" / "ledger.tsv").events
    config = (folder / "corpus.toml").read_text("utf-8")
    config = config.replace("train = 0.8, validation = 0.2", "train = 0.2, validation = 0.8")
    (folder / "corpus.toml").write_text(config)
    again = build(folder, out=tmp_path / "release", freeze=True)
    assert again.frozen == 0
    assert again.splits == first.splits
    assert read_ledger(folder / "splits" / "ledger.tsv").events == events


def test_lineage_that_joins_published_splits_is_refused(tmp_path: Path) -> None:
    folder = project_in(tmp_path / "p")
    build(folder, out=tmp_path / "release", freeze=True)
    events = read_ledger(folder / "splits" / "ledger.tsv").frozen
    ids = {event.split: name for name, event in events.items()}
    (folder / "seeds" / "metadata.csv").write_text(f"file_name,derived_from\n{ids['train']},{ids['validation']}\n")
    with pytest.raises(FrozenSplitError):
        build(folder, out=tmp_path / "release")


def test_a_hidden_split_stands_beside_the_release(tmp_path: Path) -> None:
    folder = project_in(tmp_path / "p")
    config = (folder / "corpus.toml").read_text("utf-8")
    (folder / "corpus.toml").write_text(config.replace("folds = 5", 'folds = 5\nhidden = ["validation"]'))
    result = build(folder, out=tmp_path / "release")
    assert (result.splits, result.hidden) == ({"train": 4}, {"validation": 1})
    assert list((tmp_path / "private" / "bdci-seeds" / "documents").glob("validation-*.parquet"))
    (hidden,) = {seed.name for seed in SEEDS} - {
        line.split("\t")[0] for line in (result.release / "ledger.tsv").read_text("utf-8").splitlines()
    }
    for name, data in bytes_of(result.release).items():
        assert hidden.encode() not in data, name


def test_own_columns_come_last_and_typed(tmp_path: Path) -> None:
    folder = project_in(tmp_path / "p")
    with (folder / "corpus.toml").open("a", encoding="utf-8") as file:
        file.write('\n[columns]\nlabel = "string"\nscore = "float64"\n')
    (folder / "seeds" / "metadata.csv").write_text(
        f"file_name,label,score,url\n{SEEDS[0].name},news,0.5,https://example.org/a\n"
    )
    import pyarrow.parquet as pq

    release = build(folder, out=tmp_path / "release").release
    table = pq.read_table(release / "documents")
    assert table.column_names[-2:] == ["label", "score"]
    rows = {row["id"]: (row["label"], row["score"], row["url"]) for row in table.to_pylist()}
    assert rows[SEEDS[0].name] == ("news", 0.5, "https://example.org/a")
    assert rows[SEEDS[1].name][:2] == (None, None)


def test_only_a_project_can_freeze(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    with pytest.raises(ProjectError, match="Only a corpus project has a ledger"):
        build(tmp_path, out=tmp_path / "release", freeze=True)


def test_many_shards_give_the_same_bytes_with_one_worker_or_two(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(600):
        text = (
            f"第{number}号记录。\n\n"
            + "".join(chr(0x4E00 + (number * 37 + k * 101) % 20000) for k in range(60))
            + "。\n"
        )
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    one = bytes_of(build(folder, out=tmp_path / "one" / "release", workers=1).release)
    two = bytes_of(build(folder, out=tmp_path / "two" / "release", workers=2).release)
    assert one == two
    assert len(list((tmp_path / "one" / "release" / ".cache" / "many").iterdir())) > 2


def test_adding_a_file_rebuilds_few_shards(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(600):
        (folder / f"{number}.txt").write_text(f"第{number}号记录已经归档。\n", encoding="utf-8")
    cache = tmp_path / "release" / ".cache" / "many"
    build(folder, out=tmp_path / "release")
    before = {path.name for path in cache.iterdir()}
    (folder / "0000.txt").write_text("新来的一篇。\n", encoding="utf-8")
    build(folder, out=tmp_path / "release")
    assert len({path.name for path in cache.iterdir()} - before) <= 2


def test_files_that_belong_to_no_source_are_named(tmp_path: Path) -> None:
    project_in(tmp_path)
    (tmp_path / "seeds" / "page.html").write_text("<p>页面</p>", encoding="utf-8")
    note = build(tmp_path, out=tmp_path / "release").notes[0]
    assert note == ("1 file belongs to no source and was not read: page.html. Add a pattern to files of [[sources]].")


def test_a_second_build_reads_nothing_that_the_first_one_wrote(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("第一句。", encoding="utf-8")
    (tmp_path / "b.md").write_text("# 标题\n\n第二句。\n", encoding="utf-8")
    assert run_cli("init", ".", cwd=tmp_path).returncode == 0
    first = build(tmp_path, out=tmp_path / "release", freeze=True)
    assert build(tmp_path, out=tmp_path / "open", freeze=True).documents == first.documents == 2
    assert build(tmp_path, out=tmp_path / "release").documents == 2
