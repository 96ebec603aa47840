"""No file stops a build, and every mistake of a person ends in one line: where, what, what to do."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

import bdci_corpus
from bdci_corpus.building import batches, steps
from bdci_corpus.building.result import BuildResult
from bdci_corpus.building.steps import build
from bdci_corpus.building.tasks import Task
from bdci_corpus.cli import main
from bdci_corpus.cli.common import INTERRUPTED, NOTHING_WRITTEN
from bdci_corpus.errors import CorpusError, ProjectError
from bdci_corpus.project.files import name_from

TOML = """[corpus]
name = "trouble"

[[sources]]
name = "all"
files = ["seeds/**/*"]
license = "CC0-1.0"
restriction = "open"
"""


def text_of(number: int) -> str:
    return "".join(chr(0x4E00 + (number * 911 + k * 37) % 9000) for k in range(120)) + "。\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of four files."""
    folder = tmp_path / "project"
    (folder / "seeds").mkdir(parents=True)
    (folder / "corpus.toml").write_text(TOML, "utf-8")
    for number in range(4):
        (folder / "seeds" / f"{number}.txt").write_text(text_of(number), "utf-8")
    return folder


def built(folder: Path, **options: object) -> BuildResult:
    return steps.build(folder, out=folder.parent / "release", **options)  # type: ignore[arg-type]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def problems(result: BuildResult) -> dict[str, str]:
    return dict(result.quarantined)


def with_columns(folder: Path, table: str, cells: str, *, header: str = "file_name,label,area") -> None:
    (folder / "corpus.toml").write_text(f"{TOML}\n[columns]\n{table}\n", "utf-8")
    (folder / "seeds" / "metadata.csv").write_text(f"{header}\n{cells}\n", "utf-8")


def test_columns_may_stand_in_any_order_and_change_it(project: Path) -> None:
    with_columns(project, 'label = "string"\narea = "string"', "0.txt,a,b")
    first = built(project)
    assert bdci_corpus.check(first.release).problems == ()
    with_columns(project, 'area = "string"\nlabel = "string"', "0.txt,a,b")
    (project / "seeds" / "new.txt").write_text(text_of(9), "utf-8")
    second = built(project)
    assert second.documents == 5
    assert bdci_corpus.check(second.release).problems == ()


@pytest.mark.parametrize(
    ("kind", "cell", "fits"),
    [
        *(("int64", cell, True) for cell in ("7", "-7", "+7", " 7 ", "9223372036854775807", "")),
        *(("int64", cell, False) for cell in ("1.0", "正", "9223372036854775808", "1e3", "１", "0x1")),
        *(("bool", cell, True) for cell in ("true", "False", "1", "0", "YES", "no")),
        *(("bool", cell, False) for cell in ("abc", "2", "maybe", "是")),
        *(("float64", cell, True) for cell in ("1", "1.5", "-.5", "1e-3")),
        *(("float64", cell, False) for cell in ("nan", "inf", "1,5", "一")),
        ("string", "anything", True),
    ],
)
def test_a_value_that_is_not_of_its_type_leaves_its_row_out(project: Path, kind: str, cell: str, *, fits: bool) -> None:
    with_columns(project, f'label = "{kind}"', f'0.txt,"{cell}"', header="file_name,label")
    result = built(project)
    assert ("0.txt" in problems(result)) is not fits
    assert fits or "label is" in problems(result)["0.txt"]
    assert result.documents == 3 + fits


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_metadata_is_read_as_spreadsheets_write_it(project: Path, encoding: str) -> None:
    text = "file_name,title\n0.txt,测试文档的标题是这样写的，不多也不少\n"
    (project / "seeds" / "metadata.csv").write_bytes(text.encode(encoding))
    result = built(project)
    rows = [row for path in sorted((result.release / "documents").iterdir()) for row in pq.read_table(path).to_pylist()]
    assert [row["title"] for row in rows if row["id"] == "0.txt"] == ["测试文档的标题是这样写的，不多也不少"]


def test_a_byte_order_mark_is_no_part_of_toml(project: Path) -> None:
    (project / "corpus.toml").write_text("\ufeff" + TOML, "utf-8")
    assert built(project).documents == 4


@pytest.mark.parametrize("name", ["text", "split", "id", "extra"])
def test_a_column_of_every_release_cannot_be_declared(project: Path, name: str) -> None:
    with_columns(project, f'{name} = "string"', f"0.txt,{name}", header=f"file_name,{name}")
    with pytest.raises(ProjectError, match="Every release has a column of that name"):
        built(project)


@pytest.mark.parametrize(
    "config",
    [
        *(TOML.replace("seeds/**/*", pattern) for pattern in ("raw/**.txt", "", "/etc/*", "../*", "seeds/**x/*")),
        TOML + "x = " + "[" * 5000 + "]" * 5000,
        TOML + "x = " + "9" * 5000,
        TOML.replace('"trouble"', "9" * 5000),
        TOML.replace('name = "trouble"', "name = 1979-13-99"),
    ],
)
def test_a_hostile_configuration_is_one_clear_error(project: Path, config: str) -> None:
    (project / "corpus.toml").write_text(config, "utf-8")
    done = run("build", str(project), "--out", str(project.parent / "release"))
    assert done.exit_code == NOTHING_WRITTEN
    assert "corpus.toml" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "text", ['file_name,title\n"0.txt,a\n', "title\na\n", "file_name,title\n0.txt," + "a" * 200_000]
)
def test_hostile_metadata_is_one_clear_error(project: Path, text: str) -> None:
    (project / "seeds" / "metadata.csv").write_text(text, "utf-8")
    done = run("build", str(project), "--out", str(project.parent / "release"))
    assert done.exit_code == NOTHING_WRITTEN
    assert "metadata.csv" in done.output


def test_a_ledger_that_is_a_folder_is_one_clear_error(project: Path) -> None:
    (project / "splits" / "ledger.tsv").mkdir(parents=True)
    done = run("build", str(project), "--out", str(project.parent / "release"))
    assert done.exit_code == NOTHING_WRITTEN
    assert "ledger.tsv" in done.output


@pytest.mark.parametrize("pattern", ["seeds/**", "seeds/**/*", "**"])
def test_a_final_double_star_means_all_files(project: Path, pattern: str) -> None:
    (project / "seeds" / "deep" / "er").mkdir(parents=True)
    (project / "seeds" / "deep" / "er" / "9.txt").write_text(text_of(9), "utf-8")
    (project / "corpus.toml").write_text(TOML.replace("seeds/**/*", pattern), "utf-8")
    assert built(project).documents == 5


def test_chinese_folders_have_names_of_their_own(tmp_path: Path) -> None:
    names = {name_from(tmp_path / name) for name in ("新闻", "论坛", "政府公告", "News 2024", "语料-A")}
    assert names == {"xin1-wen2", "lun4-tan2", "zheng4-fu3-gong1-gao4", "news-2024", "yu3-liao4-a"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_left_out_by_name(project: Path) -> None:
    Path(os.fsdecode(os.fsencode(project / "seeds") + b"/bad\xff\xfe\xc4\xe3.txt")).write_text(text_of(7), "utf-8")
    result = built(project)
    assert result.documents == 4
    (name,) = problems(result)
    assert name.startswith("bad\\xff\\xfe")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems compose names")
def test_names_that_are_one_name_are_both_left_out(project: Path) -> None:
    for name in ("caf\u00e9.txt", "cafe\u0301.txt"):
        (project / "seeds" / name).write_text(text_of(7), "utf-8")
    result = built(project)
    assert result.documents == 4
    assert [name for name, _ in result.quarantined] == ["caf\u00e9.txt"] * 2
    assert any("cafe\\u0301.txt" in reason for _, reason in result.quarantined)


def test_a_row_and_a_file_of_one_id_are_both_left_out(project: Path) -> None:
    rows = "".join(f'{{"text": "{text_of(20 + k).strip()}"}}\n' for k in range(3))
    (project / "seeds" / "rows.jsonl").write_text(rows, "utf-8")
    (project / "seeds" / "rows.jsonl#1").write_text(text_of(8), "utf-8")
    result = built(project)
    assert problems(result).keys() == {"rows.jsonl#1"}
    assert result.documents == 4 + 2


def test_folders_that_may_not_be_read_are_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As another user than root would see it: walking a folder is refused."""
    (project / "seeds" / "closed").mkdir()
    scan = os.scandir

    def refused(path: object = ".") -> object:
        if str(path).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)  # type: ignore[call-overload]

    monkeypatch.setattr("os.scandir", refused)
    assert problems(built(project))["seeds/closed"].startswith("The folder cannot be read.")


Meddle = Callable[[Path], None]


def edited(path: Path) -> None:
    path.write_text(text_of(77), "utf-8")


def replaced_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("meddle", [edited, Path.unlink, replaced_by_folder])
def test_a_file_that_changes_after_it_was_hashed_is_left_out(
    project: Path, monkeypatch: pytest.MonkeyPatch, meddle: Meddle
) -> None:
    path = project / "seeds" / "2.txt"
    before = path.read_text("utf-8")
    hashed = steps.tasks_of

    def then_meddled(*arguments: object, **named: object) -> object:
        tasks = hashed(*arguments, **named)  # type: ignore[arg-type]
        meddle(path)
        return tasks

    monkeypatch.setattr(steps, "tasks_of", then_meddled)
    result = built(project)
    assert result.documents == 3
    assert list(problems(result)) == ["2.txt"]
    monkeypatch.undo()
    if path.is_dir():
        path.rmdir()
    path.write_text(before, "utf-8")  # what it was when it was hashed: nothing else may come from the cache
    again = built(project)
    assert problems(again) == {}
    rows = [row for file in sorted((again.release / "documents").iterdir()) for row in pq.read_table(file).to_pylist()]
    assert [row["text"] for row in rows if row["id"] == "2.txt"] == [before.strip()]


def test_a_table_that_changes_while_its_rows_are_written_is_left_out_whole(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project / "seeds" / "rows.jsonl"
    path.write_text("".join(f'{{"text": "{text_of(20 + k).strip()}"}}\n' for k in range(3)), "utf-8")
    read = batches._read  # noqa: SLF001 - what happens between two looks

    def meddled(task: Task, loaders: Path | None) -> Iterator[object]:
        for part in read(task, loaders):
            yield part
            if task.id == "rows.jsonl":
                with path.open("a", encoding="utf-8") as file:
                    file.write('{"text": "后来加上的一行，说的是别的事情。"}\n')

    monkeypatch.setattr(batches, "_read", meddled)
    result = built(project)
    assert result.documents == 4
    assert list(problems(result)) == ["rows.jsonl"]


def test_any_exception_of_one_file_is_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = batches._read  # noqa: SLF001

    def failing(task: Task, loaders: Path | None) -> Iterator[object]:
        if task.id == "1.txt":
            raise ZeroDivisionError
        return read(task, loaders)

    monkeypatch.setattr(batches, "_read", failing)
    result = built(project)
    assert result.documents == 3
    assert "ZeroDivisionError" in problems(result)["1.txt"]


DEADLY = '''"""A loader that ends its process."""
import os
from bdci_corpus import Reading

def sniff(head, name):
    return 1.0 if "致命" in head else 0.0

def read(text, name):
    os._exit(9)
    yield Reading(start=0, end=len(text))
'''


def test_a_file_that_kills_its_process_is_left_out(project: Path) -> None:
    (project / "loaders").mkdir()
    (project / "loaders" / "deadly.py").write_text(DEADLY, "utf-8")
    (project / "seeds" / "3.txt").write_text("致命" + text_of(3), "utf-8")
    for number in range(10, 80):  # enough for more than one shard
        (project / "seeds" / f"{number}.txt").write_text(text_of(number), "utf-8")
    result = built(project, workers=2)
    assert list(problems(result)) == ["3.txt"]
    assert "died" in problems(result)["3.txt"]
    assert result.documents == 3 + 70


SCRIPT = """import sys
import bdci_corpus
print("begun", flush=True)
result = bdci_corpus.build(sys.argv[1], out=sys.argv[2], workers=2)
print(result.documents)
"""


def test_a_script_may_build_at_its_top_level(project: Path) -> None:
    """Each process would run the script again, and build in its turn: it asks for ``__main__`` no more."""
    for number in range(10, 80):  # enough for more than one shard
        (project / "seeds" / f"{number}.txt").write_text(text_of(number), "utf-8")
    script = project.parent / "script.py"
    script.write_text(SCRIPT, "utf-8")
    command = [sys.executable, str(script), str(project), str(project.parent / "release")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
    assert (done.returncode, done.stdout, done.stderr) == (0, "begun\n74\n", "")


ENDLESS = '''"""A loader that never comes back from some files."""
import signal, time
from bdci_corpus import Reading

def sniff(head, name):
    return 1.0

def read(text, name):
    if "无尽" in text:
        HOW
    yield Reading(start=0, end=len(text))
'''


@pytest.mark.skipif(os.name != "posix", reason="timers are POSIX's")
@pytest.mark.parametrize(
    ("workers", "how"),
    [
        (1, "while True: pass"),
        (2, "while True: pass"),
        (2, "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPROF})\n        while True: pass"),
        (2, "time.sleep(1000)"),
    ],
)
def test_a_file_without_end_is_left_out(project: Path, workers: int, how: str) -> None:
    """In this process an exception ends it; in another, a signal that asks nobody."""
    (project / "loaders").mkdir()
    (project / "loaders" / "endless.py").write_text(ENDLESS.replace("HOW", how), "utf-8")
    for number in range(10, 90):
        (project / "seeds" / f"{number}.txt").write_text(text_of(number), "utf-8")
    (project / "seeds" / "zz.txt").write_text("无尽" + text_of(3), "utf-8")
    (project / "corpus.toml").write_text(f"{TOML}\n[limits]\nseconds = 3\n", "utf-8")
    result = built(project, workers=workers)
    assert list(problems(result)) == ["zz.txt"]
    assert "second" in problems(result)["zz.txt"] or "died" in problems(result)["zz.txt"]
    assert result.documents == 4 + 80


def test_corpus_toml_says_how_large_a_file_may_be(project: Path) -> None:
    size = (project / "seeds" / "0.txt").stat().st_size
    (project / "seeds" / "larger.txt").write_text(text_of(7) + text_of(8), "utf-8")
    (project / "seeds" / "rows.jsonl").write_text(f'{{"text": "{text_of(9).strip()}"}}\n' * 9, "utf-8")
    (project / "corpus.toml").write_text(f"{TOML}\n[limits]\nsize = {size}\n", "utf-8")
    said = problems(built(project))
    assert said.keys() == {"larger.txt"}
    assert f"more than {size:,} bytes" in said["larger.txt"]
    assert "[limits]" in said["larger.txt"]
    (project / "corpus.toml").write_text(TOML, "utf-8")  # what was left out is read again
    assert problems(built(project)) == {}


def test_limits_are_of_a_machine_and_leave_no_trace_in_a_release(project: Path) -> None:
    first = built(project)
    sums = (first.release / "SHA256SUMS").read_bytes()
    (project / "corpus.toml").write_text(f"{TOML}\n[limits]\nseconds = 99.5\nmemory = 2000000000\n", "utf-8")
    assert (built(project).release / "SHA256SUMS").read_bytes() == sums


@pytest.mark.parametrize("line", ["seconds = 0", "memory = 1", 'size = "64 MB"', "second = 1", "seconds = nan"])
def test_a_limit_that_is_none_is_one_clear_error(project: Path, line: str) -> None:
    (project / "corpus.toml").write_text(f"{TOML}\n[limits]\n{line}\n", "utf-8")
    with pytest.raises(ProjectError, match="limits"):
        built(project)


@pytest.mark.skipif(os.name != "posix", reason="pipes and links")
def test_what_is_no_file_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = project / "seeds"
    (seeds / "folder").mkdir()
    monkeypatch.chdir(seeds)  # a socket's path is short
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket.txt")
    links = {"out.txt": "/etc/passwd", "zero": "/dev/zero", "cycle": "cycle", "none": "none", "up": ".."}
    for name, to in links.items():
        Path(name).symlink_to(to)
    Path("inside.txt").symlink_to("0.txt")
    Path("földer\udcff").symlink_to("folder")
    Path(".hidden").symlink_to("nowhere")
    said = problems(built(project))
    assert {name: said[name].partition(".")[0] for name in said} == {
        "pipe": "It is no file, but a pipe, a socket or a device",
        "socket.txt": "It is no file, but a pipe, a socket or a device",
        "out.txt": "It is a link out of the project",
        "zero": "It is a link out of the project",
        "cycle": "It is a link that leads nowhere",
        "none": "It is a link that leads nowhere",
        "up": "It is a link to a folder",
        "földer\\xff": "It is a link to a folder",
    }


def test_leftovers_of_dead_builds_go_and_are_no_releases(project: Path) -> None:
    release = built(project).release
    left = release.with_name(".trouble.4711")
    left.mkdir()
    (left / "manifest.json").write_text("{}", "utf-8")
    assert run("check", str(release.parent / "trouble"), "--quiet").exit_code == 0
    built(project)
    assert not left.exists()
    assert {path.name for path in release.parent.iterdir()} == {"trouble"}


def test_two_builds_of_one_project_wait_for_each_other(project: Path) -> None:
    out = project.parent / "release"
    command = [sys.executable, "-m", "bdci_corpus", "build", str(project), "--out", str(out), "--quiet"]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]  # noqa: S603 - our own program
    told = [process.communicate(timeout=300)[1] for process in running]
    assert [(process.returncode, text) for process, text in zip(running, told, strict=True)] == [(0, b"")] * 3
    assert bdci_corpus.check(out / "trouble").problems == ()


def test_a_cache_that_cannot_be_written_is_done_without(project: Path) -> None:
    (project / ".bdci_cache").write_text("", "utf-8")
    assert built(project).documents == 4


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_trouble_of_the_system_is_one_line(project: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def full(*_: object) -> None:
        raise OSError(number, os.strerror(number), "/full/disk")

    monkeypatch.setattr(steps, "write_release", full)
    out = project.parent / "release"
    done = run("build", str(project), "--out", str(out))
    assert done.exit_code == NOTHING_WRITTEN
    assert done.output.count("\n") == 1
    assert "/full/disk" in done.output
    assert list(out.iterdir()) == []


def test_a_defect_is_one_line_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "write_release", lambda *_: 1 // 0)
    done = run("build", str(project), "--out", str(project.parent / "release"))
    assert done.exit_code == NOTHING_WRITTEN
    assert "ZeroDivisionError" in done.output
    assert done.output.count("\n") == 1


def test_a_path_with_brackets_is_warned_of(project: Path) -> None:
    result = steps.build(project, out=project.parent / "[甲]" / "release")
    assert any("[ or ]" in note for note in result.notes)


def test_a_terminal_that_lacks_a_character_shows_its_escape(tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_text("甲城在河边😀，街道走访了三百户。\n", "utf-8")
    command = [sys.executable, "-m", "bdci_corpus", "explain", str(tmp_path / "f.txt")]
    environment = {**os.environ, "PYTHONIOENCODING": "gbk"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False, timeout=120)  # noqa: S603
    assert done.returncode == 0, done.stderr


SLOW = '''"""A loader that takes its time."""
import time
from bdci_corpus import Reading

def sniff(head, name):
    return 1.0

def read(text, name):
    time.sleep(60)
    yield Reading(start=0, end=len(text))
'''


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, INTERRUPTED), (signal.SIGKILL, -signal.SIGKILL)])
def test_an_interruption_is_one_line_and_leaves_no_process(project: Path, sent: int, status: int) -> None:
    (project / "loaders").mkdir()
    (project / "loaders" / "slow.py").write_text(SLOW, "utf-8")
    for number in range(10, 200):
        (project / "seeds" / f"{number}.txt").write_text(text_of(number), "utf-8")
    out = str(project.parent / "release")
    command = [sys.executable, "-m", "bdci_corpus", "build", str(project), "--out", out, "--workers", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)  # noqa: S603
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and len(children(process.pid)) < 2:
        time.sleep(0.1)
    time.sleep(1)
    workers = children(process.pid)
    if sent == signal.SIGINT:
        os.killpg(process.pid, sent)  # as a terminal sends it
    else:
        process.send_signal(sent)
    told = process.communicate(timeout=120)[1]
    assert process.returncode == status
    assert sent == signal.SIGKILL or told.count("\n") == 1, told  # a killed process cannot mind its words
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and any(map(alive, workers)):
        time.sleep(0.1)
    assert not any(map(alive, workers))


def children(pid: int) -> list[int]:
    """Return the processes that a process has started, and theirs."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(path.parent.name))
    return found + [grandchild for child in found for grandchild in children(child)]


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="limits of processes")
@pytest.mark.parametrize(("size", "place"), [(3_000, ".bdci_cache"), (60_000, "release/trouble")])
def test_a_disk_without_room_is_named(project: Path, size: int, place: str) -> None:
    """A process may write no file larger than this, which fails as a full disk does: with no file's name."""
    run("build", str(project), "--out", str(project.parent / "other")) if "release" in place else None
    code = (
        f"import resource, signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
        "from bdci_corpus.cli import main\nmain()\n"
    )
    (project / "seeds" / "long.txt").write_text("".join(text_of(k) for k in range(200, 900)), "utf-8")
    command = [sys.executable, "-c", code, "build", str(project), "--out", str(project.parent / "release")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)  # noqa: S603
    assert done.returncode == NOTHING_WRITTEN
    assert done.stderr.count("\n") == 1
    assert place in done.stderr
    assert "File too large." in done.stderr
    assert "--out" in done.stderr


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("declared", [False, True])
@pytest.mark.parametrize("out", [".", "corpus/..", "linked"])
def test_a_release_never_takes_the_place_of_its_raw_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str, *, declared: bool
) -> None:
    raw = tmp_path / "corpus"
    raw.mkdir()
    (raw / "a.txt").write_text("今天天气很好，我们去河边看花。", encoding="utf-8")
    (tmp_path / "linked").symlink_to(tmp_path)
    if declared:
        (raw / "corpus.toml").write_text('[corpus]\nname = "corpus"\nversion = "0.1.0"\nraw = "."\n', encoding="utf-8")
    before = files_below(raw)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CorpusError, match="The raw files lie there"):
        build("corpus", out=out)
    assert files_below(raw) == before


@pytest.mark.parametrize("place", ["release/corpus", "private/corpus"])
def test_a_release_takes_the_place_of_nothing_that_no_build_wrote(tmp_path: Path, place: str) -> None:
    raw, other = tmp_path / "corpus", tmp_path / place
    raw.mkdir()
    (raw / "a.txt").write_text("今天天气很好，我们去河边看花。", encoding="utf-8")
    (other / "within").mkdir(parents=True)
    (other / "within" / "thesis.txt").write_text("only copy")
    (other / ".DS_Store").write_text("")
    with pytest.raises(CorpusError, match="no build wrote"):
        build(raw, out=tmp_path / "release")
    assert (other / "within" / "thesis.txt").read_text() == "only copy"
    shutil.rmtree(other / "within")
    built = build(raw, out=tmp_path / "release")
    assert build(raw, out=tmp_path / "release").logical_sha256 == built.logical_sha256
