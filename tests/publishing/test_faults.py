"""Whatever goes wrong on the way to a hub: nothing half visible, a message that helps, and running again completes."""

from __future__ import annotations

import logging
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from threading import Event

import pytest
from hub import Fault, LoopbackHub, Store
from hub.store import Blob
from publishing import OWNER, REPO, TOKEN, client_environment, files_of, held_by, make_release, run_publish

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.carry_out import carry_out
from bdci_corpus.publishing.gate import Ask
from bdci_corpus.publishing.plan import Action, Job
from bdci_corpus.publishing.sealed import Sealed, seal
from bdci_corpus.publishing.targets.hub import Hub
from bdci_corpus.publishing.troubles import redacted

# huggingface_hub sends large files in a way that its HTTP library is to give up.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

ASK = Ask(public=True, gated=True)
SHORT = 0.5
"""How long a request may be silent where the hub is to hang, in seconds."""

WHERE = f"hf:{REPO}"

REQUESTS = [
    "GET /api/datasets/me/corpus$",
    "POST /api/repos/create$",
    "GET /api/datasets/me/corpus/refs$",
    "GET /api/datasets/me/corpus/commits/",
    "GET /api/datasets/me/corpus/revision/",
    "GET /api/datasets/me/corpus/tree/",
    "PUT /api/datasets/me/corpus/settings$",
    "POST /api/validate-yaml$",
    "POST /api/datasets/me/corpus/preupload/",
    "POST /datasets/me/corpus.git/info/lfs/objects/batch$",
    "PUT /objects/",
    "POST /api/datasets/me/corpus/commit/",
    "GET /datasets/me/corpus/resolve/",
    "POST /api/datasets/me/corpus/tag/",
]
"""Every kind of request that publishing makes; a test holds the list to what is really asked."""

KINDS: dict[str, Callable[[str], Fault]] = {
    **{
        str(status): lambda request, status=status: Fault(request, "answer", status=status)
        for status in (401, 403, 404, 409, 412, 500, 503)
    },
    "429": lambda request: Fault(request, "answer", status=429, headers={"Retry-After": "7"}),
    "429 for an hour": lambda request: Fault(request, "answer", status=429, headers={"Retry-After": "3600"}),
    "not JSON": lambda request: Fault(request, "answer", status=200, body="<html>"),
    "cut before": lambda request: Fault(request, "cut before"),
    "cut after": lambda request: Fault(request, "cut after"),
    "cut within": lambda request: Fault(request, "cut within"),
    "hang": lambda request: Fault(request, "hang"),
    "echo": lambda request: Fault(
        request, "answer", status=400, headers={"X-Error-Message": f"bad token {TOKEN}"}, body=f'{{"error": "{TOKEN}"}}'
    ),
}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """A release that may go to a private or gated repository only, checked once."""
    folder = tmp_path_factory.mktemp("kept")
    return seal(make_release(folder, "open", "competition-only", "attribution", "unknown", "open").release)


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Take no time to wait; the seconds that would have been waited."""
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    return slept


def publish(sealed: Sealed, ask: Ask = ASK, seconds: float = 10) -> tuple[Action, ...]:
    """Publish what was checked already; return what was done."""
    hub = Hub(REPO, Job(release=sealed, ask=ask, where=WHERE), seconds=seconds)
    return carry_out(hub, lambda *_: None)[1]


def digests(files: dict[str, bytes]) -> dict[str, str]:
    """Return what to compare files by: a failed test would take minutes to tell their bytes apart."""
    return {name: sha256(data).hexdigest() for name, data in files.items()}


def assert_whole(hub: LoopbackHub, sealed: Sealed) -> None:
    """Nothing is half there, and nobody reads what they may not."""
    repo = hub.store.repos.get(REPO)
    if repo is None:
        return
    assert not repo.open
    assert digests(held_by(hub)) in ({}, digests(files_of(sealed.folder)))
    assert set(repo.tags.values()) <= {repo.head.oid}
    assert not repo.tags or held_by(hub)
    assert repo.private or held_by(hub)


def assert_done(hub: LoopbackHub, sealed: Sealed) -> None:
    """Everything is in place, in one commit."""
    repo = hub.store.repos[REPO]
    assert digests(held_by(hub)) == digests(files_of(sealed.folder))
    assert repo.tags == {"0.1.0": repo.head.oid}
    assert (repo.private, repo.gated) == (False, "manual")
    assert len(repo.commits) == 2


def test_the_list_of_requests_is_what_is_asked(hub: LoopbackHub, sealed: Sealed) -> None:
    import re

    publish(sealed)
    publish(sealed)
    for line in hub.log:
        assert any(re.search(pattern, line) for pattern in REQUESTS), line
    for pattern in REQUESTS:
        assert any(re.search(pattern, line) for line in hub.log), pattern


def attempt(sealed: Sealed, ask: Ask = ASK, seconds: float = 10) -> PublishError | None:
    """Publish, and return the error that came of it."""
    try:
        publish(sealed, ask, seconds)
    except PublishError as error:
        return error
    return None


def assert_helps(error: PublishError) -> None:
    """A message says what happened and what to do, and drags nothing secret along."""
    said = f"{error} {error!r}"
    assert error.remedy
    assert any(told in said for told in ("Nothing was changed there.", "Before that: ", "it had no effect"))
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    assert TOKEN not in said
    assert "signed-for" not in said


@pytest.mark.parametrize(
    ("kind", "times"),
    [(kind, 1) for kind in KINDS] + [(kind, 10_000) for kind in ("403", "500", "cut after")],
)
def test_a_fault(  # noqa: PLR0917 - fixtures
    hub: LoopbackHub,
    sealed: Sealed,
    waited: list[float],
    capfd: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    kind: str,
    times: int,
) -> None:
    caplog.set_level(logging.DEBUG, logger="huggingface_hub")
    for request in REQUESTS:
        hub.store.repos.clear()
        hub.store.objects.clear()
        waited.clear()
        with hub.going_wrong(replace(KINDS[kind](request), times=times)):
            error = attempt(sealed, seconds=SHORT if kind == "hang" else 10)
        assert_whole(hub, sealed)
        if error is not None:
            assert_helps(error)
            publish(sealed)
        assert_done(hub, sealed)
        assert max(waited, default=0) <= LONGEST.get(kind, 16), (request, waited)
    captured = capfd.readouterr()
    for text in (caplog.text, captured.out, captured.err):
        assert not any(secret in text for secret in (TOKEN, "signed-for"))


LONGEST = {"429": 8, "429 for an hour": 3601}
"""How long a wait may be, where the hub asks for one; the client itself waits any time it is asked to."""


def test_messages_say_what_happened_and_what_to_do(hub: LoopbackHub, sealed: Sealed, waited: list[float]) -> None:
    for kind, request, expected in [
        ("401", REQUESTS[0], r"It does not accept the token \(401.*Nothing was changed there.*hf auth login"),
        ("403", "POST /api/repos", r"The token may not do this \(403.*Nothing was changed there"),
        ("403", "POST .*/tag/", r"may not do this.*the repository was gated; all files are in place"),
        ("429 for an hour", "POST .*/tag/", r"too many requests \(429.*\) and asks to wait 3600 seconds.*goes on"),
        ("500", "POST .*/commit/", r"a fault of its own \(500"),
        ("hang", "POST .*/tag/", r"did not answer in time"),
        ("cut before", "POST .*/tag/", r"broke the connection off"),
        ("echo", "POST .*/tag/", r"It refuses \(400: \"bad token …\"\)"),
    ]:
        hub.store.repos.clear()
        with hub.going_wrong(replace(KINDS[kind](request), times=10_000)), pytest.raises(PublishError) as caught:
            publish(sealed, seconds=SHORT if kind == "hang" else 10)
        import re

        assert re.search(expected, str(caught.value)), str(caught.value)
    assert waited


def test_without_a_token_or_a_hub(sealed: Sealed, waited: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
    with LoopbackHub(Store(tokens={TOKEN: OWNER})) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        with pytest.raises(PublishError, match=r"There is no token to write with.*hf auth login"):
            publish(sealed)
    with pytest.raises(PublishError, match=r"It cannot be reached. Nothing was changed there"):
        publish(sealed)
    assert waited


def test_somebody_else_commits_meanwhile(hub: LoopbackHub, sealed: Sealed, waited: list[float]) -> None:
    theirs = {"theirs.txt": Blob(b"theirs", large=False)}

    def commit() -> None:
        repo = hub.store.repos[REPO]
        repo.commit("theirs", {**repo.head.files, **theirs})

    with (
        hub.going_wrong(Fault("POST .*/commit/", "call before", call=commit)),
        pytest.raises(PublishError, match=r"Somebody else committed .*nothing of theirs was touched.*--dry-run"),
    ):
        publish(sealed)
    assert set(held_by(hub)) == {"theirs.txt"}
    assert not waited


def test_somebody_else_changes_the_files_before_the_tag(hub: LoopbackHub, sealed: Sealed) -> None:
    def commit() -> None:
        repo = hub.store.repos[REPO]
        repo.commit("theirs", {**repo.head.files, "README.md": Blob(b"---\n---\nmine now", large=False)})

    with (
        hub.going_wrong(Fault("POST .*/commit/", "call after", call=commit)),
        pytest.raises(PublishError, match=r"somebody changed them since: README.md.*Nothing was tagged"),
    ):
        publish(sealed)
    assert not hub.store.repos[REPO].tags


@pytest.mark.parametrize("when", ["call before", "call after"])
@pytest.mark.parametrize(
    "request_",
    ["POST /api/repos/create", "PUT /objects/", "POST .*/commit/", "POST .*/tag/", "GET .*/refs"],
)
def test_somebody_opens_the_repository_meanwhile(
    hub: LoopbackHub, sealed: Sealed, waited: list[float], request_: str, when: str
) -> None:
    def open_it() -> None:
        repo = hub.store.repos[REPO]
        repo.private, repo.gated = False, False

    fault = Fault(request_, when, call=open_it)  # type: ignore[arg-type]
    if request_ == "POST /api/repos/create" and when == "call before":
        hub.store.creates_public = True
        fault = Fault("never", "answer")
    with hub.going_wrong(fault):
        error = attempt(sealed, Ask())
    assert error is not None
    assert "public" in str(error)
    repo = hub.store.repos[REPO]
    assert not (repo.open and held_by(hub))
    assert not waited


def test_a_hub_that_ignores_the_gate(hub: LoopbackHub, sealed: Sealed) -> None:
    hub.store.keeps_gate = False
    with pytest.raises(PublishError, match=r"accepted the action gate, and it had no effect"):
        publish(sealed)
    assert hub.store.repos[REPO].private
    assert not held_by(hub)


KILLED = """
import pickle, sys
from bdci_corpus.publishing.carry_out import carry_out
from bdci_corpus.publishing.gate import Ask
from bdci_corpus.publishing.plan import Job
from bdci_corpus.publishing.targets.hub import Hub
sealed = pickle.loads(open(sys.argv[1], "rb").read())
print("ready", flush=True)
job = Job(release=sealed, ask=Ask(public=True, gated=True), where="hf:me/corpus")
carry_out(Hub("me/corpus", job), lambda *_: None)
"""


@pytest.mark.parametrize("when", ["call before", "call after"])
def test_killed_at_every_step(hub: LoopbackHub, sealed: Sealed, tmp_path: Path, when: str) -> None:
    (tmp_path / "sealed").write_bytes(pickle.dumps(sealed))
    env = client_environment(hub, tmp_path / "home")
    writes = [pattern for pattern in REQUESTS if pattern.startswith(("POST", "PUT"))]
    for request in writes:
        hub.store.repos.clear()
        hub.store.objects.clear()
        killed = Event()
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", KILLED, str(tmp_path / "sealed")], env=env, stdout=subprocess.PIPE
        )

        def kill(process: subprocess.Popen[bytes] = process, killed: Event = killed) -> None:
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            killed.set()

        with hub.going_wrong(Fault(request, when, call=kill)):  # type: ignore[arg-type]
            process.communicate()
        assert killed.is_set(), request
        assert process.returncode == -signal.SIGKILL
        assert_whole(hub, sealed)
        publish(sealed)
        assert_done(hub, sealed)


def test_no_token_is_written_or_shown_by_the_command(hub: LoopbackHub, sealed: Sealed, tmp_path: Path) -> None:
    env = {**client_environment(hub, tmp_path / "home"), "HF_DEBUG": "1", "HF_HUB_VERBOSITY": "debug"}
    args = (str(sealed.folder), "--to", WHERE)
    said = []
    with hub.going_wrong(replace(KINDS["echo"]("POST .*/tag/"), times=100)):
        said.append(run_publish(env, *args, cwd=tmp_path))
    said += (run_publish(env, *args, *more, cwd=tmp_path) for more in ([], ["--dry-run"], ["--json"]))
    assert [result.returncode for result in said] == [2, 0, 0, 0]
    for result in said:
        assert not any(TOKEN in text for text in (result.stdout, result.stderr))
        assert "Traceback" not in result.stderr
    written = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert not [path for path, data in written.items() if TOKEN.encode() in data]


@pytest.mark.parametrize(
    "text",
    [
        f"Bearer {TOKEN}",
        f"token={TOKEN}",
        "see hf_abcdefGHIJ0123",
        "https://s3/x?X-Amz-Signature=abc&X-Amz-Credential=def",
    ],
)
def test_secrets_are_redacted(text: str) -> None:
    shown = redacted(text, TOKEN)
    assert "…" in shown
    assert not any(secret in shown for secret in (TOKEN, "abcdefGHIJ", "=abc", "=def"))
    assert redacted("hf_xet is a library") == "hf_xet is a library"
