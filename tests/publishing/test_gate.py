"""The license gate: no way of asking opens to anybody what its terms keep back."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hub import LoopbackHub
from hub.store import Blob
from hypothesis import given, strategies as st
from places import ROOT
from publishing import NOTICE, REPO, files_of, held_by, make_project, make_release, rows_of, traces_of_row, unpacked

from bdci_corpus.building.steps import build
from bdci_corpus.checking.steps import check
from bdci_corpus.cli import main
from bdci_corpus.errors import LicenseError, PublishError
from bdci_corpus.licenses.terms import BLOCKS_PUBLIC, STRICTNESS
from bdci_corpus.publishing.carry_out import carry_out
from bdci_corpus.publishing.gate import (
    Ask,
    Audience,
    Content,
    Gate,
    Version,
    Visibility,
    history_refusals,
    must_be_kept,
    outcome,
    refusals,
)
from bdci_corpus.publishing.plan import Job
from bdci_corpus.publishing.sealed import Sealed, seal
from bdci_corpus.publishing.targets.hub import Hub

# huggingface_hub sends large files in a way that its HTTP library is to give up.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=:DeprecationWarning")

ASKS = [Ask(public=public, gated=gated) for public in (False, True) for gated in (False, True)]
GATES: tuple[Gate, ...] = ("none", "auto", "manual")
REMOTES = [None, *(Visibility(private=private, gate=gate) for private in (True, False) for gate in GATES)]


def content(restriction: str, *, blocked: bool = False) -> Content:
    """Return what a release of one row under this restriction holds."""
    kept = must_be_kept(restriction, blocked=blocked)
    return Content(rows=((restriction, 1),), restricted=("a",) if kept else ())


@pytest.mark.parametrize("remote", REMOTES, ids=str)
@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: f"public={ask.public},gated={ask.gated}")
@pytest.mark.parametrize("restriction", [*STRICTNESS, "something-new"])
def test_the_table_of_verdicts(restriction: str, ask: Ask, remote: Visibility | None) -> None:
    kept = must_be_kept(restriction, blocked=False)
    assert kept == (restriction in BLOCKS_PUBLIC or restriction not in STRICTNESS)
    end, said = outcome(ask, remote), [*refusals(ask, remote, content(restriction), restriction)]
    now = remote or Visibility(private=True)
    if not now.private and not ask.public:
        assert "publishing is private unless asked otherwise" in said[0].problem
        return
    assert end.private == (not ask.public)
    assert end.gate == ("manual" if ask.gated else now.gate)
    assert bool(said) == (kept and not end.private and end.gate != "manual")
    assert all(one.remedy for one in said)


@given(st.sampled_from([*STRICTNESS, "x"]), st.booleans(), st.sampled_from(ASKS), st.sampled_from(REMOTES))
def test_what_is_kept_is_never_open(restriction: str, blocked: bool, ask: Ask, remote: Visibility | None) -> None:  # noqa: FBT001
    held, end = content(restriction, blocked=blocked), outcome(ask, remote)
    said = [*refusals(ask, remote, held, restriction)]
    assert said or end.audience <= held.widest
    assert said or ask.public or end.private


@given(st.sampled_from(REMOTES[1:]), st.sampled_from(ASKS), st.booleans(), st.booleans())
def test_what_stands_in_an_older_version_is_asked_of_everybody_who_would_read_it(
    remote: Visibility,
    ask: Ask,
    restricted: bool,  # noqa: FBT001
    untold: bool,  # noqa: FBT001
) -> None:
    held = Content(rows=(("open", 1),), restricted=("a",) * restricted, untold=("b.bin",) * untold)
    end = outcome(ask, remote).audience
    said = [*history_refusals(end, remote.audience, [Version(names=("0.1.0",), commit="c", content=held)])]
    assert bool(said) == ((restricted or untold) and end > Audience.ADMITTED)
    assert all("0.1.0" in one.problem for one in said)


@pytest.fixture(scope="module", params=["competition-only", "all-rights-reserved", "unknown"])
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """A release with one row that may not be passed on to anybody."""
    folder = tmp_path_factory.mktemp("kept")
    return seal(make_release(folder, "open", "open", request.param, "open").release)


def test_no_way_of_asking_opens_it(hub: LoopbackHub, kept: Sealed) -> None:
    """Whatever is asked, and whatever the repository was before, nobody reads a row that its terms keep back."""
    for ask, (before, policy) in itertools.product(ASKS, itertools.product(REMOTES, (False, True))):
        hub.store.repos.clear()
        hub.store.creates_public = policy
        if before is not None:
            repo = hub.store.create(REPO, private=True)
            repo.commit("card", {**repo.head.files, "README.md": Blob(b"hello", large=False)})
            repo.private, repo.gated = before.private, before.gate != "none" and before.gate
        try:
            carry_out(Hub(REPO, Job(release=kept, ask=ask, where=f"hf:{REPO}")), lambda *_: None)
        except PublishError:
            assert REPO not in hub.store.repos or "manifest.json" not in held_by(hub)
        if REPO not in hub.store.repos:
            continue
        repo = hub.store.repos[REPO]
        readers = "owner" if repo.private else repo.gated
        assert "manifest.json" not in held_by(hub) or readers in {"owner", "manual"}, (ask, before)
        if before is not None and not ask.gated:
            assert repo.gated == (before.gate != "none" and before.gate)


def test_what_is_free_may_be_public(hub: LoopbackHub, tmp_path: Path) -> None:
    free = seal(make_release(tmp_path, "open", "attribution", "open").release)
    assert not free.terms.kept
    carry_out(Hub(REPO, Job(release=free, ask=Ask(public=True), where="hf")), lambda *_: None)
    assert hub.store.repos[REPO].open


def test_only_redistributable_leaves_no_trace(tmp_path: Path) -> None:
    terms = {
        "aa-secret.txt": "competition-only",
        "bb-free.txt": "open",
        "cc-secret.txt": "unknown",
        "dd-free.txt": "attribution",
        "ee-secret.txt": "all-rights-reserved",
        "ff-free.txt": "open",
        "gg-secret.txt": "no-derivatives",
    }
    repairs = '[[repairs]]\nfile = "seeds/aa-secret.txt"\ndamaged = "甲乙丙丁"\noriginal = "戊己庚辛"\n'
    project = make_project(tmp_path / "p", terms, extra=repairs)
    text = (project / "seeds" / "aa-secret.txt").read_text("utf-8").replace(NOTICE, "")
    (project / "seeds" / "bb-free.txt").write_text(text + "\n\n多出来的一句话。\n", encoding="utf-8")
    (project / "seeds" / "ff-free.txt").write_text(text + "\n\n另一句多出来的话。\n", encoding="utf-8")
    (project / "seeds" / "metadata.csv").write_text("file_name,derived_from\ndd-free.txt,cc-secret.txt\n")
    (project / "seeds" / "ee-secret.txt").write_text("独一无二的标题在这里\n\n" + "秘密的内容在这里。\n" * 9, "utf-8")
    altered = project / "seeds" / "gg-secret.txt"
    altered.write_text(altered.read_text("utf-8") + "\n\n\n末了,又说了一句。\n", encoding="utf-8")
    whole = build(project, out=tmp_path / "whole", freeze=True)
    result = build(project, out=tmp_path / "release", only_redistributable=True)
    assert result.withheld == {"unknown": 1, "all-rights-reserved": 1, "competition-only": 1, "no-derivatives": 1}
    assert not check(result.release).problems
    assert result.logical_sha256 != whole.logical_sha256
    before = {row["id"]: (row, split) for split, rows in rows_of(whole.release).items() for row in rows}
    after = {row["id"]: split for split, rows in rows_of(result.release).items() for row in rows}
    assert after == {name: split for name, (_, split) in before.items() if "free" in name}
    shared = "".join(path.read_text("utf-8") for path in (project / "seeds").glob("*-free.txt")).encode()
    data = {name: unpacked(content) for name, content in files_of(result.release).items()}
    for name, (row, _) in before.items():
        if "secret" in name:
            pieces = [*traces_of_row(row), str(row["title"]).encode(), b"secret", "戊己庚辛".encode(), NOTICE.encode()]
            pieces = [piece for piece in pieces if piece not in shared]
            assert len(pieces) > 5
            for file, content in data.items():
                assert not [piece.decode() for piece in pieces if piece in content], file
    assert not seal(result.release).terms.kept


def test_of_the_seeds_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(LicenseError, match=r"Nothing is left: none of the documents may be passed on \(4 unknown, 1 "):
        build(ROOT, out=tmp_path / "release", only_redistributable=True)
    result = CliRunner().invoke(main, ["build", str(ROOT), "--out", str(tmp_path / "r"), "--only-redistributable"])
    assert result.exit_code == 2
    assert "Nothing is left" in result.output
    assert not list((tmp_path / "r").glob("bdci-seeds"))


def test_a_withdrawn_document_leaves_the_next_release(tmp_path: Path) -> None:
    result = make_release(tmp_path, *["open"] * 6)
    before = {row["id"]: (row, split) for split, rows in rows_of(result.release).items() for row in rows}
    gone = next(name for name, (_, split) in before.items() if split == "validation")
    args = ["withdraw", gone, "--reason", "its author asked", "--folder", str(tmp_path), "--json"]
    (event,) = json.loads(CliRunner().invoke(main, args).output)["events"]
    assert (event["document_id"], event["split"], event["version"]) == (gone, "validation", "0.1.0")
    assert event["reason"] == "its author asked"
    assert event["event"] == "withdrawn"
    assert "its author asked" in (tmp_path / "splits" / "ledger.tsv").read_text("utf-8")
    again = build(tmp_path, out=tmp_path / "release", freeze=True)
    after = {row["id"]: split for split, rows in rows_of(again.release).items() for row in rows}
    assert after == {name: split for name, (_, split) in before.items() if name != gone}
    data = {name: unpacked(content) for name, content in files_of(again.release).items()}
    for piece in traces_of_row(before[gone][0]):
        assert not [name for name, content in data.items() if piece in content], piece
    card = (again.release / "README.md").read_text("utf-8")
    assert "1 document was withdrawn after it had been published" in card
    assert "有 1 篇文档发布后撤回" in card
    assert pq.read_metadata(again.release / "documents" / "validation-00000-of-00001.parquet").num_rows
