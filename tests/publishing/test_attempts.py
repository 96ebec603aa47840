"""Attempts to get a row to where people read it who may not, each with the real client: a table, and one oracle.

The oracle asks the hub as a stranger would, without a token and with an account that accepts whatever it is asked to
accept, for every file of every version, and looks for the words of the restricted row in them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attempts import (
    Attempt,
    Scene,
    add_text,
    as_lines,
    as_one,
    as_parquet,
    forge_pages,
    forge_rows,
    forge_table,
    free_with,
    keeps_no_gate,
    link_rows,
    long_history,
    moved,
    older,
    only,
    opens_all,
    push,
    reference,
    relabeled,
    says_open,
    settings,
    squashed,
)
from click.testing import CliRunner
from hub import Fault, LoopbackHub
from publishing import REPO, make_project, run_publish, text_of, traces_of_row, unpacked

from bdci_corpus.building.steps import build
from bdci_corpus.cli import main

# huggingface_hub sends large files in a way that its HTTP library is to give up.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

STRANGER = "hf_" + "passingBy" * 4

ROW = "00-secret.txt"


def _release(folder: Path, restriction: str, version: str = "0.1.0", *, free: bool = False, extra: str = "") -> Path:
    terms = {ROW: restriction, "01.txt": "open", "02.txt": "attribution"}
    project = make_project(folder, terms, version=version, extra=extra)
    if restriction == "unnamed":
        text = (project / "corpus.toml").read_text("utf-8")
        text = text.replace('"LicenseRef-unnamed"\nrestriction = "unnamed"\nrights_holder = "某人"', '"CC-BY-4.0"')
        (project / "corpus.toml").write_text(text, encoding="utf-8")
    if restriction == "no-derivatives":
        (project / "seeds" / ROW).write_text(text_of(0).replace("。", " 。"), encoding="utf-8")
    whole = build(project, out=folder / "release", freeze=True).release
    return build(project, out=folder / "open", only_redistributable=True).release if free else whole


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Releases by name: each but the free ones with one row that is not for anybody."""
    root = tmp_path_factory.mktemp("releases")
    kinds = ("competition-only", "unknown", "all-rights-reserved", "no-derivatives", "unnamed")
    found = {name: _release(root / name, name) for name in kinds}
    found["older"] = _release(root / "older", "competition-only", free=True)
    found["free"] = _release(root / "free", "competition-only", "0.2.0", free=True)
    return found


@pytest.fixture(scope="module")
def canaries(releases: Mapping[str, Path]) -> list[bytes]:
    """What gives the restricted row away, whichever its terms are."""
    return [piece for name in ("competition-only", "no-derivatives") for piece in _canaries(releases[name])]


def _canaries(release: Path) -> list[bytes]:
    rows = [row for path in (release / "documents").glob("*.parquet") for row in pq.read_table(path).to_pylist()]
    return traces_of_row(next(row for row in rows if row["id"] == ROW))


KINDS = ("competition-only", "unknown", "all-rights-reserved", "no-derivatives", "unnamed")
GATED = ("--public", "--gated")

FLAGS = [
    *(Attempt(name=f"{kind}, asked to be public", release=kind) for kind in KINDS),
    *(Attempt(name=f"{kind}, privately", release=kind, flags=(), done=True) for kind in KINDS),
    *(Attempt(name=f"{kind}, gated", release=kind, flags=GATED, done=kind in KINDS[:3]) for kind in KINDS),
    Attempt(name="public in an organization", release="unknown", flags=(), prepare=opens_all),
    Attempt(name="gated where no gate is kept", release="unknown", flags=GATED, prepare=keeps_no_gate),
    Attempt(name="what is free, asked to be public", done=True),
]


PLACES = [
    Attempt(name="into a public place", release="unknown", flags=(), prepare=lambda s: s.make(private=False)),
    Attempt(name="into a public place, public", release="unknown", prepare=lambda s: s.make(private=False)),
    Attempt(
        name="into one that lets in whoever clicks",
        release="unknown",
        prepare=lambda s: s.make(private=False, gated="auto"),
    ),
    Attempt(
        name="into one that lets in whoever clicks, for the competition",
        release="competition-only",
        prepare=lambda s: s.make(private=False, gated="auto"),
    ),
    Attempt(
        name="opening a private one that would let in whoever clicks",
        release="unknown",
        prepare=lambda s: s.make(gated="auto"),
    ),
    Attempt(
        name="into one that lets in whoever clicks, gated by hand now",
        release="unknown",
        flags=GATED,
        prepare=lambda s: s.make(private=False, gated="auto"),
    ),
    Attempt(
        name="into one that lets in whoever clicks, gated by hand now, and emptied",
        release="unknown",
        flags=GATED,
        prepare=lambda s: s.make(private=False, gated="auto"),
        emptied=True,
        done=True,
    ),
    Attempt(
        name="into one that is gated by hand",
        release="unknown",
        prepare=lambda s: s.make(private=False, gated="manual"),
        done=True,
    ),
]

HISTORY = [
    Attempt(name="a tag", prepare=lambda s: s.held()),
    *(Attempt(name=f"a tag: {kind}", prepare=lambda s, kind=kind: s.held(kind)) for kind in KINDS[1:]),
    Attempt(name="an older commit without a tag", prepare=lambda s: s.held(tag="")),
    Attempt(name="an older commit, far back", prepare=long_history),
    Attempt(name="a tag that leads aside", prepare=reference("tags", "0.0.9")),
    Attempt(name="a branch", prepare=reference("branches", "draft")),
    Attempt(name="a pull request", prepare=reference("pull_requests", "1")),
    Attempt(name="what the hub converted", prepare=reference("converts", "parquet")),
    Attempt(name="a branch with nothing but the tables", prepare=older(only("documents/"), on="draft")),
    Attempt(name="private, then opened by a second run", prepare=lambda s: s.held(), before=((),)),
    Attempt(
        name="gated, and asked to be public by a second run", prepare=lambda s: s.held(), before=(GATED,), done=True
    ),
    Attempt(name="opened for whoever clicks", prepare=lambda s: s.held(gated="auto")),
    Attempt(name="public already", prepare=lambda s: s.held(private=False)),
    Attempt(name="public already, for whoever clicks", prepare=lambda s: s.held(private=False, gated="auto")),
    Attempt(name="gated by hand", flags=GATED, prepare=lambda s: s.held(), done=True),
    Attempt(name="public already, gated now", flags=GATED, prepare=lambda s: s.held(private=False), done=True),
    Attempt(
        name="free upon what is gated by hand already",
        prepare=lambda s: s.held(private=False, gated="manual"),
        done=True,
    ),
    *(
        Attempt(name=f"where {request} is not answered", prepare=lambda s: s.held(), broken=request)
        for request in ("GET .*/refs", "GET .*/commits/", "GET .*/tree/", "GET .*/resolve/.*parquet")
    ),
    Attempt(name="squashed", prepare=squashed, done=True),
    Attempt(name="nothing but free versions", prepare=lambda s: s.held("older"), done=True),
]

FILES = [
    Attempt(name="older: tables alone", prepare=older(only("documents/"))),
    Attempt(name="older: passages alone", prepare=older(only("passages/"))),
    Attempt(name="older: traces alone", prepare=older(only("traces/"))),
    Attempt(name="older: report alone", prepare=older(only("report.html"))),
    Attempt(name="older: card alone", prepare=older(only("README.md"))),
    Attempt(name="older: free but for its passages", prepare=older(free_with("passages/"))),
    Attempt(name="older: free but for its traces", prepare=older(free_with("traces/"))),
    Attempt(name="older: free but for its list of files", prepare=older(free_with("files/"))),
    Attempt(name="older: free but for its report", prepare=older(free_with("report.html"))),
    Attempt(name="older: free but for its notices", prepare=older(free_with("NOTICE"))),
    Attempt(name="older: a text file", prepare=older(as_one("all.txt", as_lines))),
    Attempt(name="older: JSON lines", prepare=older(as_one("data/train.jsonl", as_lines))),
    Attempt(name="older: an archive", prepare=older(as_one("corpus.zip", as_lines))),
    Attempt(name="older: Parquet of other columns", prepare=older(as_one("documents/train.parquet", as_parquet))),
    Attempt(name="older: Parquet at the top", prepare=older(as_one("train.parquet", as_parquet))),
    Attempt(name="older: tables in a folder", prepare=older(moved("data/"))),
    Attempt(name="older: tables by another name", prepare=older(moved("", ".bin"))),
    Attempt(name="older: broken Parquet", prepare=older(as_one("documents/train.parquet", as_lines))),
    Attempt(name="older: pages that say open", prepare=older(says_open)),
    Attempt(name="older: an unknown restriction", prepare=older(relabeled("restriction", "quite open"))),
    Attempt(name="older: rows that say open under a notice", prepare=older(relabeled("license_evidence", "declared"))),
    Attempt(name="forged: rows", release="competition-only", forge=forge_rows),
    Attempt(name="forged: pages", release="competition-only", forge=forge_pages),
    Attempt(name="forged: a table more", forge=forge_table),
    Attempt(name="forged: a text file more", forge=add_text),
    Attempt(name="forged: a link in the place of a table", forge=link_rows),
]

COMMIT, SETTINGS, TAG = "POST .*/commit/", "PUT .*/settings", "POST .*/tag/"

RACES = [
    *(
        Attempt(
            name=f"made public {when} {request}",
            release="unknown",
            flags=(),
            prepare=lambda s: s.make(),
            meanwhile=(request, when, settings()),
        )
        for request in (COMMIT, TAG)
        for when in ("call before", "call after")
    ),
    *(
        Attempt(
            name=f"gate {gate or 'taken away'} {when} {request}",
            release="unknown",
            flags=GATED,
            prepare=lambda s: s.make(private=False, gated="manual"),
            meanwhile=(request, when, settings(gated=gate)),
        )
        for request in (COMMIT, TAG)
        for when in ("call before", "call after")
        for gate in (False, "auto")
    ),
    Attempt(
        name="gate taken away before it is opened",
        release="unknown",
        flags=GATED,
        prepare=lambda s: s.make(gated="manual"),
        meanwhile=(SETTINGS, "call before", settings(private=True)),
        done=True,
    ),
    Attempt(
        name="a restricted history, its gate made one for whoever clicks before it is opened",
        flags=GATED,
        prepare=lambda s: s.held(),
        meanwhile=(TAG, "call after", settings(private=True, gated="auto")),
    ),
    *(
        Attempt(
            name=f"a restricted version pushed {when} {request}, {tag or 'on main'}",
            meanwhile=(request, when, push(tag=tag)),
        )
        for request, when in (
            ("POST /api/repos/create", "call after"),
            (COMMIT, "call after"),
            (TAG, "call after"),
            (SETTINGS, "call before"),
            (SETTINGS, "call after"),
        )
        for tag in ("0.0.1", "")
    ),
]

OTHER_TOKEN = "hf_" + "someoneElse" * 3

ENVIRONMENTS = [
    Attempt(name=f"environment: {' '.join(env)}", release="unknown", env=env)
    for env in (
        {"HF_HUB_DISABLE_XET": "0"},
        {"HF_TOKEN": OTHER_TOKEN},
        {"HF_HUB_DISABLE_IMPLICIT_TOKEN": "1"},
        {"BDCI_CORPUS_PUBLIC": "1", "PUBLIC": "1", "GATED": "0"},
    )
]

ATTEMPTS = [*FLAGS, *PLACES, *HISTORY, *FILES, *RACES, *ENVIRONMENTS]


def readable_by_strangers(hub: LoopbackHub) -> Iterator[tuple[str, bytes]]:
    """Yield every file of every version that is given to somebody whom nobody let in."""
    from huggingface_hub import HfApi, HfFileSystem
    from huggingface_hub.errors import HfHubHTTPError

    repo = hub.store.repos.get(REPO)
    if repo is None:
        return
    hub.store.tokens[STRANGER] = "stranger"
    if repo.gated == "auto" and not repo.private:
        repo.readers.add("stranger")
    for token in (False, STRANGER):
        api = HfApi(endpoint=hub.url, token=token)
        system = HfFileSystem(endpoint=hub.url, token=token, skip_instance_cache=True)
        try:
            refs = api.list_repo_refs(REPO, repo_type="dataset", include_pull_requests=True)
            every = [*refs.branches, *refs.tags, *refs.converts, *(refs.pull_requests or [])]
            found = [api.list_repo_commits(REPO, repo_type="dataset", revision=r.target_commit) for r in every]
            for commit in sorted({one.commit_id for commits in found for one in commits}):
                for name in api.list_repo_files(REPO, repo_type="dataset", revision=commit):
                    yield f"{commit[:7]}/{name}", system.cat_file(f"datasets/{REPO}@{commit}/{name}")
        except (HfHubHTTPError, OSError):
            continue


def leaks(hub: LoopbackHub, canaries: list[bytes]) -> set[str]:
    """Return the files in which a stranger finds something of the restricted row."""
    return {
        name
        for name, data in readable_by_strangers(hub)
        if any(piece in data or piece in _rows_of(data) for piece in canaries)
    }


def _rows_of(data: bytes) -> bytes:
    try:
        return unpacked(data)
    except pa.ArrowException:
        return data


def test_there_are_enough_of_them() -> None:
    assert len(ATTEMPTS) >= 80
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS)
    assert sum(not attempt.done for attempt in ATTEMPTS) >= 60


def test_the_oracle_finds_what_is_open(hub: LoopbackHub, releases: Mapping[str, Path], canaries: list[bytes]) -> None:
    scene = Scene(hub=hub, releases=releases)
    repo = scene.held(private=False)
    assert leaks(hub, canaries)
    repo.gated = "auto"
    assert leaks(hub, canaries)
    repo.gated = "manual"
    repo.readers.clear()
    assert not leaks(hub, canaries)


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_no_stranger_finds_the_row(
    hub: LoopbackHub, releases: Mapping[str, Path], canaries: list[bytes], attempt: Attempt, tmp_path: Path
) -> None:
    scene = Scene(hub=hub, releases=releases)
    attempt.prepare(scene)
    release = releases[attempt.release]
    if attempt.forge:
        for name in ("competition-only", attempt.release):
            if not (tmp_path / name).exists():
                shutil.copytree(releases[name], tmp_path / name)
        release = tmp_path / attempt.release
        attempt.forge(release)
    already = leaks(hub, canaries)
    if attempt.emptied:
        scene.repo.readers.clear()
    for flags in attempt.before:
        assert run(release, flags) == 0
    if attempt.env:
        hub.store.tokens[OTHER_TOKEN] = "other"
        status = run_publish(
            {**client(hub, tmp_path), **attempt.env}, str(release), "--to", f"hf:{REPO}", *attempt.flags
        )
        assert status.returncode == 2, status.stderr
    elif attempt.broken:
        fault = Fault(attempt.broken, "answer", status=403, times=10_000)
        with hub.going_wrong(fault):
            assert run(release, attempt.flags) == 2
        assert fault.met
    elif attempt.meanwhile:
        request, when, happen = attempt.meanwhile
        fault = Fault(request, when, call=lambda: happen(scene))  # type: ignore[arg-type]
        with hub.going_wrong(fault):
            assert run(release, attempt.flags) == (0 if attempt.done else 2)
        assert fault.met
    else:
        assert run(release, attempt.flags) == (0 if attempt.done else 2)
    assert leaks(hub, canaries) <= already
    # Once more, as people do: nothing becomes possible by trying again.
    run(release, attempt.flags)
    assert leaks(hub, canaries) <= already


def client(hub: LoopbackHub, home: Path) -> dict[str, str]:
    """Return the environment of a process that is logged in."""
    from publishing import client_environment

    return client_environment(hub, home / "home")


def run(release: Path, flags: tuple[str, ...]) -> int:
    """Run the command; return its status."""
    return CliRunner().invoke(main, ["publish", str(release), "--to", f"hf:{REPO}", "--quiet", *flags]).exit_code
