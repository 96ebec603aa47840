"""Binary files are read in a process of their own: limits hold, the file is named, and nothing is left running."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pdfs import SIZE, file_of, pdf, stream

from bdci_corpus.building.steps import build
from bdci_corpus.documents.isolation import GROWN, Worker, isolated_layers
from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import LoaderError
from bdci_corpus.loading.scripts import find_loaders, load_loader
from bdci_corpus.records import Limits

SMALL = Limits(seconds=2, memory=64_000_000)
POSIX = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory and processor time are Linux's here")

HELLO = pdf([[(60, 700, "老街的夏天。")]])
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_PAGE = b"""<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R
    /Resources << /Font << /F1 5 0 R >> /XObject << /X 6 0 R >> >> >>"""


def hostile(content: bytes, form: bytes = b"", flate: bytes = b"") -> bytes:
    """Return a PDF of one page with this content and form, which may call itself."""
    own = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", _PAGE]
    return file_of([*objects, stream(content, flate), _FONT, stream(form, own)])


CALLS_ITSELF = hostile(b"/X Do", b"/X Do /X Do /X Do BT /F1 9 Tf (a) Tj ET")
BLANKS = hostile(zlib.compress(b" " * (1 << 30)), flate=b"/Filter /FlateDecode")
OPERATORS = hostile(
    zlib.compress(b"BT /F1 9 Tf 9 700 Td " + b"(ab) Tj " * 10**6 + b"ET"), flate=b"/Filter /FlateDecode"
)


@POSIX
@pytest.mark.parametrize("raw", [CALLS_ITSELF, BLANKS], ids=["a form that calls itself", "a gigabyte of blanks"])
def test_what_takes_all_memory_is_left_out_with_the_reason(raw: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "evil.pdf").write_bytes(raw)
    (folder / "good.pdf").write_bytes(HELLO)
    result = build(folder, out=tmp_path / "release")
    assert result.documents == 1
    ((name, reason),) = result.quarantined
    assert name == "evil.pdf"
    assert "500 MB of memory" in str(reason)


def test_a_million_operators_are_read_or_refused() -> None:
    with contextlib.suppress(LoaderError):
        assert normalize(OPERATORS)[0].text.startswith("ab")


@pytest.fixture
def worker() -> Iterator[Worker]:
    """Return a process that ends with the test."""
    made = Worker()
    yield made
    made.close()


def loader(folder: Path, body: str) -> Path:
    """Write a loader script whose ``layers`` does this."""
    path = folder / f"binary_{len(list(folder.iterdir()))}.py"
    path.write_text(
        "import os, signal, sys, time\nfrom bdci_corpus import Layer\n"
        "def sniff(head, name):\n    return 1.0\n"
        f"def layers(data):\n    yield Layer(text='first')\n    {body}\n",
        "utf-8",
    )
    return path


@POSIX
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("bytearray(1 << 30)", "more than 64 MB of memory"),
        ("while True: pass", "more than 2 seconds of the processor"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "It crashes its reader (SIGSEGV)"),
        ("os.abort()", "or breaks its reader"),
        ("os._exit(7)", "It crashes its reader (status 7)"),
        ("1 / 0", "The loader fails: ZeroDivisionError"),
        ("yield Layer(text='', marks=[])", ""),
    ],
)
def test_any_loader_is_held_to_the_limits(body: str, said: str, worker: Worker, tmp_path: Path) -> None:
    script = load_loader(loader(tmp_path, body))
    if not said:
        assert [layer.text for layer in worker.layers(script, b"raw", "a.bin", SMALL)] == ["first", ""]
        return
    with pytest.raises(LoaderError) as refused:
        worker.layers(script, b"raw", "a.bin", SMALL)
    assert said in refused.value.problem
    assert "a.bin" in refused.value.where
    assert refused.value.remedy


def test_the_clock_is_a_limit_everywhere(worker: Worker, tmp_path: Path) -> None:
    script = load_loader(loader(tmp_path, "time.sleep(600)"))
    limits = Limits(seconds=0.2)
    with pytest.raises(LoaderError, match="more than 30 seconds by the clock"):
        worker.layers(script, b"raw", "a.bin", limits)


def test_one_process_reads_file_after_file_and_is_replaced_after_a_failure(worker: Worker, tmp_path: Path) -> None:
    good = find_loaders()["pdf_document"]
    bad = load_loader(loader(tmp_path, "os._exit(1)"))
    shows = load_loader(loader(tmp_path, "yield Layer(text=str(os.getpid()))"))
    first, second = (worker.layers(shows, b"", "a", SMALL)[1].text for _ in range(2))
    with pytest.raises(LoaderError):
        worker.layers(bad, b"", "b", SMALL)
    assert worker.layers(good, HELLO, "c")[0].text == "老街的夏天。"
    third = worker.layers(shows, b"", "a", SMALL)[1].text
    assert first == second != third
    assert str(os.getpid()) != first


@POSIX
def test_a_process_that_a_file_made_large_is_replaced(worker: Worker, tmp_path: Path) -> None:
    body = "sys.held = bytearray({}); yield Layer(text=str(os.getpid()))"
    small, large = (load_loader(loader(tmp_path, body.format(size))) for size in (1_000_000, GROWN + 10_000_000))
    first, second, third = (worker.layers(each, b"", "a")[1].text for each in (small, large, small))
    assert first == second != third


def test_what_a_parser_prints_is_no_answer(worker: Worker, tmp_path: Path) -> None:
    script = load_loader(loader(tmp_path, "print('noise'); os.write(1, b'noise'); yield Layer(text=sys.stdin.read())"))
    assert [layer.text for layer in worker.layers(script, b"", "a", SMALL)] == ["first", ""]


_PARENT = """
import sys, threading, time
from pathlib import Path
from bdci_corpus.documents.isolation import WORKER
from bdci_corpus.loading import load_loader
def read():
    WORKER.layers(load_loader(Path(sys.argv[1])), b"", "a")
threading.Thread(target=read, daemon=True).start()
while not (WORKER._process and WORKER._files):
    time.sleep(0.05)
print(WORKER._process.pid, flush=True)
time.sleep({wait})
"""


def is_running(pid: int) -> bool:
    """Return whether a process runs."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text("utf-8")
    except FileNotFoundError:
        return False


@POSIX
@pytest.mark.parametrize("how", ["killed", "ended"])
def test_no_process_is_left_when_its_parent_is_gone(how: str, tmp_path: Path) -> None:
    script = loader(tmp_path, "while True: pass")
    code = _PARENT.replace("{wait}", "600" if how == "killed" else "1")
    paths = os.pathsep.join(filter(None, sys.path))
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-c", code, str(script)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths}
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        time.sleep(1)
        assert is_running(pid)
        if how == "killed":
            parent.kill()
    for _ in range(100):
        if not is_running(pid):
            break
        time.sleep(0.1)
    assert not is_running(pid)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_reads_with_one_of_its_own() -> None:
    read = find_loaders()["pdf_document"]
    assert isolated_layers(read, HELLO, "a.pdf")
    paths = os.pathsep.join(filter(None, sys.path))
    code = (
        "import os\nfrom bdci_corpus.documents.isolation import WORKER, isolated_layers\n"
        "from bdci_corpus.loading import find_loaders\nread = find_loaders()['pdf_document']\n"
        f"raw = bytes.fromhex('{HELLO.hex()}')\nisolated_layers(read, raw, 'a')\nmine = WORKER._process.pid\n"
        "child = os.fork()\nlayers = isolated_layers(read, raw, 'b')\n"
        "same = WORKER._process.pid == mine\n"
        "if not child:\n    WORKER.close()\n    os._exit(0 if layers and not same else 1)\n"
        "assert os.waitpid(child, 0)[1] == 0 and same\n"
    )
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": paths}, check=False, timeout=60
    )
    assert done.returncode == 0
    assert SIZE
