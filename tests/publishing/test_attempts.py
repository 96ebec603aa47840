"""Attempts to get a row to where people read it who may not, each with the real client: a table, and one oracle.

The oracle asks the hub as a stranger would, without a token and with an account that accepts whatever it is asked to
accept, for every file of every version, and looks for the words of the restricted row in them.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hub import Fault, LoopbackHub
from hub.store import Blob, Repo
from publishing import REPO, files_of, make_project, run_publish, text_of, traces_of_row, unpacked

from bdci_corpus.building.steps import build
from bdci_corpus.cli import main
from bdci_corpus.release.files import SUMS, file_sha256

# huggingface_hub sends large files in a way that its HTTP library is to give up.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

STRANGER = "hf_" + "passingBy" * 4

ROW = "00-secret.txt"

Files = dict[str, bytes]


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


def put(repo: Repo, files: Files, *, title: str = "by hand", **where: str) -> str:
    """Commit files as they are; return the commit."""
    blobs = {name: Blob(data, large=name.endswith(".parquet")) for name, data in files.items()}
    return repo.commit(title, {".gitattributes": Blob(b"*", large=False), **blobs}, **where).oid


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What an attempt plays with."""

    hub: LoopbackHub
    releases: Mapping[str, Path]

    @property
    def repo(self) -> Repo:
        """The repository."""
        return self.hub.store.repos[REPO]

    def files(self, name: str) -> Files:
        """Return the files of a release."""
        return files_of(self.releases[name])

    def make(self, *, private: bool = True, gated: str | bool = False) -> Repo:
        """Make the repository."""
        repo = self.hub.store.create(REPO, private=True)
        repo.private, repo.gated = private, gated
        return repo

    def held(self, name: str = "competition-only", *, tag: str = "0.1.0", **settings: bool | str) -> Repo:
        """Make the repository, with a release in it, tagged, and a free one upon that."""
        repo = self.make(**settings)  # type: ignore[arg-type]
        oid = put(repo, self.files(name))
        if tag:
            repo.tags[tag] = oid
        put(repo, self.files("older"))
        return repo


Prepare = Callable[[Scene], object]


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One attempt: what is there, what is run, what happens meanwhile; ``done`` says that it is right to do it."""

    name: str
    release: str = "free"
    flags: tuple[str, ...] = ("--public",)
    prepare: Prepare = lambda _: None
    before: tuple[tuple[str, ...], ...] = ()
    """Flags of runs that go before."""
    meanwhile: tuple[str, str, Prepare] | None = None
    """A request, whether before or after it, and what somebody does then."""
    broken: str = ""
    """Requests that the hub refuses to answer."""
    env: Mapping[str, str] = field(default_factory=dict)
    forge: Callable[[Path], None] | None = None
    emptied: bool = False
    """Whether its owner puts out whom the gate let in."""
    done: bool = False


def _older(change: Callable[[Files, Scene], Files], *, on: str = "main") -> Prepare:
    """Return what makes a private place whose older commit holds some files, and whose newest is free."""

    def prepare(scene: Scene) -> None:
        repo = scene.make()
        repo.branches.setdefault(on, repo.branches["main"])
        put(repo, change(scene.files("competition-only"), scene), branch=on)
        if on == "main":
            put(repo, scene.files("older"))

    return prepare


def _ref(kind: str, name: str) -> Prepare:
    """Return what makes a private, free place where one reference leads to a restricted version."""

    def prepare(scene: Scene) -> None:
        repo = scene.make()
        repo.branches["aside"] = repo.branches["main"]
        oid = put(repo, scene.files("competition-only"), branch="aside")
        del repo.branches["aside"]
        getattr(repo, kind)[name] = oid
        put(repo, scene.files("older"))

    return prepare


def _only(*starts: str) -> Callable[[Files, Scene], Files]:
    return lambda files, _: {name: data for name, data in files.items() if name.startswith(starts)}


def _free_with(*starts: str) -> Callable[[Files, Scene], Files]:
    """Return a free version in which some files are those of a restricted one."""
    return lambda files, scene: {**scene.files("older"), **_only(*starts)(files, scene)}


def _moved(before: str, after: str = "") -> Callable[[Files, Scene], Files]:
    return lambda files, _: {f"{before}{name}{after}": data for name, data in files.items()}


def _rows(files: Files) -> list[dict[str, object]]:
    named = [data for name, data in files.items() if name.startswith("documents/")]
    return [row for data in named for row in pq.read_table(pa.BufferReader(data)).to_pylist()]


def _as(name: str, write: Callable[[list[dict[str, object]]], bytes]) -> Callable[[Files, Scene], Files]:
    """Return a version that holds the rows in one file of another kind."""
    return lambda files, _: {name: write(_rows(files))}


def _lines(rows: list[dict[str, object]]) -> bytes:
    return "\n".join(str(row["text"]) for row in rows).encode()


def _parquet(rows: list[dict[str, object]]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table({"text": [str(row["text"]) for row in rows]}), sink)
    return sink.getvalue()


def _says_open(files: Files, _: Scene) -> Files:
    """Every page of it says that all is open; the rows do not."""
    words = (b"competition-only", b"open")
    return {name: data if name.endswith(".parquet") else data.replace(*words) for name, data in files.items()}


def _relabeled(column: str, value: str) -> Callable[[Files, Scene], Files]:
    """Return a version whose documents all have one value in a column, and sums that fit."""

    def change(files: Files, _: Scene) -> Files:
        return {
            name: _set(data, column, value) if name.startswith("documents/") else data for name, data in files.items()
        }

    return change


def _set(data: bytes, column: str, value: str) -> bytes:
    table, sink = pq.read_table(pa.BufferReader(data)), io.BytesIO()
    place = table.column_names.index(column)
    values = pa.array([value] * table.num_rows, pa.string())
    pq.write_table(table.set_column(place, table.schema.field(column), values), sink)
    return sink.getvalue()


def _forge_rows(release: Path) -> None:
    for path in (release / "documents").glob("*.parquet"):
        path.write_bytes(_set(path.read_bytes(), "restriction", "open"))
    _sum_again(release)


def _forge_pages(release: Path) -> None:
    for path in release.rglob("*"):
        if path.is_file() and path.suffix != ".parquet":
            path.write_bytes(path.read_bytes().replace(b"competition-only", b"open"))
    _sum_again(release)


def _forge_table(release: Path) -> None:
    """The free release, with the documents of a restricted one in a file of their own."""
    source = next((release.parent / "competition-only" / "documents").glob("*.parquet"))
    shutil.copy(source, release / "documents" / "extra-00000-of-00001.parquet")
    _sum_again(release)


def _add_text(release: Path) -> None:
    (release / "all.txt").write_text(text_of(0), encoding="utf-8")
    _sum_again(release)


def _link_rows(release: Path) -> None:
    path = next((release / "documents").glob("*.parquet"))
    path.unlink()
    path.symlink_to(next((release.parent / "competition-only" / "documents").glob("*.parquet")))
    _sum_again(release)


def _sum_again(release: Path) -> None:
    paths = sorted(path for path in release.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{file_sha256(path)}  {path.relative_to(release).as_posix()}\n" for path in paths]
    (release / SUMS).write_text("".join(lines), encoding="utf-8", newline="\n")


def _set_to(*, private: bool = False, gated: str | bool = False) -> Prepare:
    def happen(scene: Scene) -> None:
        scene.repo.private, scene.repo.gated = private, gated

    return happen


def _push(name: str = "competition-only", *, tag: str = "") -> Prepare:
    """Return somebody's pushing of a restricted version: as a tag aside, or on main."""

    def happen(scene: Scene) -> None:
        repo = scene.repo
        repo.branches["aside"] = repo.branches["main"]
        oid = put(repo, scene.files(name), branch="aside" if tag else "main")
        del repo.branches["aside"]
        if tag:
            repo.tags[tag] = oid

    return happen


def _long(scene: Scene) -> None:
    """The restricted version lies twelve commits back, beyond the first page of the list."""
    repo = scene.make()
    put(repo, scene.files("competition-only"))
    for number in range(12):
        put(repo, {**scene.files("older"), "README.md": b"%d" % number})


def _squashed(scene: Scene) -> None:
    """The restricted version was there, and is no more."""
    repo = scene.held(tag="")
    files = repo.head.files
    repo.commits.clear()
    repo.branches.clear()
    repo.commit("Super-squash", files)


def _policy(scene: Scene) -> None:
    scene.hub.store.creates_public = True


def _no_gate(scene: Scene) -> None:
    scene.hub.store.keeps_gate = False


KINDS = ("competition-only", "unknown", "all-rights-reserved", "no-derivatives", "unnamed")
GATED = ("--public", "--gated")

FLAGS = [
    *(Attempt(name=f"{kind}, asked to be public", release=kind) for kind in KINDS),
    *(Attempt(name=f"{kind}, privately", release=kind, flags=(), done=True) for kind in KINDS),
    *(Attempt(name=f"{kind}, gated", release=kind, flags=GATED, done=kind in KINDS[:3]) for kind in KINDS),
    Attempt(name="public in an organization", release="unknown", flags=(), prepare=_policy),
    Attempt(name="gated where no gate is kept", release="unknown", flags=GATED, prepare=_no_gate),
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
    Attempt(name="an older commit, far back", prepare=_long),
    Attempt(name="a tag that leads aside", prepare=_ref("tags", "0.0.9")),
    Attempt(name="a branch", prepare=_ref("branches", "draft")),
    Attempt(name="a pull request", prepare=_ref("pull_requests", "1")),
    Attempt(name="what the hub converted", prepare=_ref("converts", "parquet")),
    Attempt(name="a branch with nothing but the tables", prepare=_older(_only("documents/"), on="draft")),
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
    Attempt(name="squashed", prepare=_squashed, done=True),
    Attempt(name="nothing but free versions", prepare=lambda s: s.held("older"), done=True),
]

FILES = [
    Attempt(name="older: tables alone", prepare=_older(_only("documents/"))),
    Attempt(name="older: passages alone", prepare=_older(_only("passages/"))),
    Attempt(name="older: traces alone", prepare=_older(_only("traces/"))),
    Attempt(name="older: report alone", prepare=_older(_only("report.html"))),
    Attempt(name="older: card alone", prepare=_older(_only("README.md"))),
    Attempt(name="older: free but for its passages", prepare=_older(_free_with("passages/"))),
    Attempt(name="older: free but for its traces", prepare=_older(_free_with("traces/"))),
    Attempt(name="older: free but for its list of files", prepare=_older(_free_with("files/"))),
    Attempt(name="older: free but for its report", prepare=_older(_free_with("report.html"))),
    Attempt(name="older: free but for its notices", prepare=_older(_free_with("NOTICE"))),
    Attempt(name="older: a text file", prepare=_older(_as("all.txt", _lines))),
    Attempt(name="older: JSON lines", prepare=_older(_as("data/train.jsonl", _lines))),
    Attempt(name="older: an archive", prepare=_older(_as("corpus.zip", _lines))),
    Attempt(name="older: Parquet of other columns", prepare=_older(_as("documents/train.parquet", _parquet))),
    Attempt(name="older: Parquet at the top", prepare=_older(_as("train.parquet", _parquet))),
    Attempt(name="older: tables in a folder", prepare=_older(_moved("data/"))),
    Attempt(name="older: tables by another name", prepare=_older(_moved("", ".bin"))),
    Attempt(name="older: broken Parquet", prepare=_older(_as("documents/train.parquet", _lines))),
    Attempt(name="older: pages that say open", prepare=_older(_says_open)),
    Attempt(name="older: an unknown restriction", prepare=_older(_relabeled("restriction", "quite open"))),
    Attempt(
        name="older: rows that say open under a notice", prepare=_older(_relabeled("license_evidence", "declared"))
    ),
    Attempt(name="forged: rows", release="competition-only", forge=_forge_rows),
    Attempt(name="forged: pages", release="competition-only", forge=_forge_pages),
    Attempt(name="forged: a table more", forge=_forge_table),
    Attempt(name="forged: a text file more", forge=_add_text),
    Attempt(name="forged: a link in the place of a table", forge=_link_rows),
]

COMMIT, SETTINGS, TAG = "POST .*/commit/", "PUT .*/settings", "POST .*/tag/"

RACES = [
    *(
        Attempt(
            name=f"made public {when} {request}",
            release="unknown",
            flags=(),
            prepare=lambda s: s.make(),
            meanwhile=(request, when, _set_to()),
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
            meanwhile=(request, when, _set_to(gated=gate)),
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
        meanwhile=(SETTINGS, "call before", _set_to(private=True)),
        done=True,
    ),
    Attempt(
        name="a restricted history, its gate made one for whoever clicks before it is opened",
        flags=GATED,
        prepare=lambda s: s.held(),
        meanwhile=(TAG, "call after", _set_to(private=True, gated="auto")),
    ),
    *(
        Attempt(
            name=f"a restricted version pushed {when} {request}, {tag or 'on main'}",
            meanwhile=(request, when, _push(tag=tag)),
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
