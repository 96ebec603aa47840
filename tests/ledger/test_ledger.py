"""The ledger: what is appended is read back, and what was not appended is refused."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st
from places import ROOT

from bdci_corpus.errors import SplitError
from bdci_corpus.ledger import text
from bdci_corpus.ledger.appending import append_events
from bdci_corpus.ledger.events import Event, Ledger, withdrawal
from bdci_corpus.ledger.sketches import Sketch, read_sketches, write_sketches
from bdci_corpus.ledger.text import read_ledger

LEDGER = Path("splits/ledger.tsv")
SIDECAR = Path("splits/sketches.parquet")
SCHEME = "oph-256x8"


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def assigned(name: str, split: str = "train", *, content: str = "", reason: str = "new") -> Event:
    return Event(
        document_id=name,
        event="assigned",
        group_id=name,
        split=split,
        version="0.1.0",
        reason=reason,
        region_sha256=sha256(content or name),
    )


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run in an empty folder, so that messages name short paths."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def ledger() -> Ledger:
    """A ledger of two appends on disk: three documents, then one more and a withdrawal."""
    before = append_events(LEDGER, [assigned("c.txt"), assigned("a.txt"), assigned("b.txt", "validation")])
    tombstone = withdrawal(before, "b.txt", version="0.2.0", reason="asked for by the author")
    return append_events(LEDGER, [tombstone, assigned("d.txt")])


def test_a_ledger_is_a_table_that_reviews_well_in_a_diff(ledger: Ledger) -> None:
    lines = LEDGER.read_bytes().decode().split("\n")
    seals = [line.split("\t")[-1] for line in lines if "\tsealed\t" in line]
    assert lines == [
        "document_id\tevent\tgroup_id\tsplit\tversion\treason\tregion_sha256",
        f"\tsealed\t\t\t\tevents below: 3\t{seals[0]}",
        f"a.txt\tassigned\ta.txt\ttrain\t0.1.0\tnew\t{sha256('a.txt')}",
        f"b.txt\tassigned\tb.txt\tvalidation\t0.1.0\tnew\t{sha256('b.txt')}",
        f"c.txt\tassigned\tc.txt\ttrain\t0.1.0\tnew\t{sha256('c.txt')}",
        f"\tsealed\t\t\t\tevents below: 2\t{seals[1]}",
        f"b.txt\twithdrawn\tb.txt\tvalidation\t0.2.0\tasked for by the author\t{sha256('b.txt')}",
        f"d.txt\tassigned\td.txt\ttrain\t0.1.0\tnew\t{sha256('d.txt')}",
        "",
    ]
    assert seals[0] == sha256("\n".join(lines[2:5]) + "\n")
    assert seals[1] == sha256("\n".join(lines[6:8]) + "\n" + seals[0])
    assert read_ledger(LEDGER) == ledger


def test_a_ledger_knows_who_is_frozen_withdrawn_and_pinned(ledger: Ledger) -> None:
    assert set(ledger.frozen) == {"a.txt", "c.txt", "d.txt"}
    assert set(ledger.withdrawn) == {"b.txt"}
    assert {name: event.split for name, event in ledger.pinned.items()} == {
        "a.txt": "train",
        "b.txt": "validation",
        "c.txt": "train",
        "d.txt": "train",
    }
    assert {name: batch for name, (batch, _) in ledger.first.items()} == {
        "a.txt": 0,
        "b.txt": 0,
        "c.txt": 0,
        "d.txt": 1,
    }


def test_a_missing_file_is_an_empty_ledger() -> None:
    assert read_ledger(LEDGER) == Ledger()
    assert append_events(LEDGER, []) == Ledger()
    assert not LEDGER.exists()


def test_an_append_never_rewrites_a_line(ledger: Ledger) -> None:
    before = LEDGER.read_bytes()
    append_events(LEDGER, [assigned("0.txt")])
    assert LEDGER.read_bytes().startswith(before)
    assert len(read_ledger(LEDGER).events) == len(ledger.events) + 1


def test_appending_again_what_is_there_changes_nothing(ledger: Ledger) -> None:
    before = LEDGER.read_bytes()
    assert append_events(LEDGER, [assigned("a.txt"), assigned("d.txt")]) == ledger
    assert LEDGER.read_bytes() == before


def test_a_document_may_be_assigned_again_where_it_is_with_other_bytes(ledger: Ledger) -> None:
    grown = append_events(LEDGER, [assigned("a.txt", content="edited", reason="edited")])
    assert grown.frozen["a.txt"].region_sha256 == sha256("edited")
    assert grown.first["a.txt"] == ledger.first["a.txt"]
    assert read_ledger(LEDGER) == grown


def test_a_withdrawn_document_may_come_back_only_to_its_split(ledger: Ledger) -> None:
    assert "b.txt" in ledger.withdrawn
    with pytest.raises(SplitError, match=r"is in train here and in validation by the ledger"):
        append_events(LEDGER, [assigned("b.txt", "train")])
    assert "b.txt" in append_events(LEDGER, [assigned("b.txt", "validation")]).frozen


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@given(names=st.sets(TEXT, min_size=1), reason=TEXT)
def test_any_text_survives_the_file(tmp_path_factory: pytest.TempPathFactory, names: set[str], reason: str) -> None:
    path = tmp_path_factory.mktemp("any") / "ledger.tsv"
    written = append_events(path, [assigned(name, reason=reason) for name in names])
    assert read_ledger(path) == written
    assert {event.document_id for event in written.events} == names
    assert path.read_bytes().count(b"\n") == len(names) + 2


Lines = list[bytes]


def replaced(number: int, old: bytes, new: bytes) -> Callable[[Lines], Lines]:
    """Replace text in the line of this number, counted from 1."""

    def damage(lines: Lines) -> Lines:
        return [line.replace(old, new) if index == number else line for index, line in enumerate(lines, 1)]

    return damage


RESTORE = "Restore the file from version control."
CHOOSE = (
    f"{RESTORE} If the line came by hand or by a merge, keep the one that was published, and delete the other, "
    "and the `sealed` line above it if there is one."
)
UNSEAL = f"{RESTORE} If what follows the seal was merged or edited by hand and is right, delete line "
TWICE = b"a.txt\tassigned\ta.txt\ttrain\t0.2.0\tnew\t" + sha256("a.txt").encode() + b"\n"
NOT_SEALED = f"from line 3 to line 5 is not what was sealed there, or a seal above is gone. {UNSEAL}2: the seal."
DAMAGES: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "emptied": (lambda _: [], f"line 1] The file is empty. {RESTORE}"),
    "without its header": (
        lambda lines: lines[1:],
        "line 1] The header is not document_id event group_id split version reason region_sha256. " + RESTORE,
    ),
    "cut within a line": (
        lambda lines: [*lines[:5], lines[5][:20]],
        f"line 6] The line is cut off. {RESTORE}",
    ),
    "cut within the last line": (
        lambda lines: [*lines[:-1], lines[-1][:-1]],
        f"line 8] The line is cut off. {RESTORE}",
    ),
    "cut between lines": (
        lambda lines: lines[:7],
        f'line 7] The seal in line 6 says "events below: 2", but there are 1. {UNSEAL}6: the seal.',
    ),
    "cut between lines of the first append": (
        lambda lines: lines[:3],
        f'line 3] The seal in line 2 says "events below: 3", but there are 1. {UNSEAL}2: the seal.',
    ),
    "cut behind a seal": (
        lambda lines: lines[:6],
        f'line 6] The seal in line 6 says "events below: 2", but there are 0. {UNSEAL}6: the seal.',
    ),
    "with a line missing": (
        lambda lines: [*lines[:2], *lines[3:]],
        f'line 5] The seal in line 2 says "events below: 3", but there are 2. {UNSEAL}2: the seal.',
    ),
    "with an append missing": (
        lambda lines: [lines[0], *lines[5:]],
        f'line 3] "b.txt" is withdrawn before it is assigned. {CHOOSE}',
    ),
    "with a line more": (
        lambda lines: [*lines[:3], TWICE.replace(b"a.txt", b"aa.txt"), *lines[3:]],
        f"line 5] What stands {NOT_SEALED}",
    ),
    "with the last line twice": (
        lambda lines: [*lines, lines[-1]],
        f'line 9] "d.txt" is assigned twice, first by line 8. {CHOOSE}',
    ),
    "with a line twice": (
        lambda lines: [*lines[:3], *lines[2:]],
        f'line 4] "a.txt" is assigned twice, first by line 3. {CHOOSE}',
    ),
    "with a line twice, far apart": (
        lambda lines: [*lines[:5], TWICE, *lines[5:]],
        f'line 6] "a.txt" is assigned twice, first by line 3. {CHOOSE}',
    ),
    "with an append twice": (
        lambda lines: [*lines, *lines[5:]],
        f'line 10] "b.txt" is withdrawn twice, first by line 7. {CHOOSE}',
    ),
    "in conflict": (
        lambda lines: [*lines[:5], TWICE.replace(b"train", b"test"), *lines[5:]],
        f'line 6] "a.txt" is in test here and in train by line 3. {CHOOSE}',
    ),
    "with two lines swapped": (
        lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]],
        f'line 5] "b.txt" stands below "c.txt": lines changed places. {RESTORE}',
    ),
    "with a withdrawal moved up": (
        lambda lines: [lines[0], lines[6], *lines[1:6], *lines[7:]],
        f'line 2] "b.txt" is withdrawn before it is assigned. {CHOOSE}',
    ),
    "with a changed split": (
        replaced(4, b"validation", b"test"),
        f"line 5] What stands {NOT_SEALED}",
    ),
    "with a changed seal": (
        replaced(2, b"below: 3", b"below: 2"),
        f"line 4] What stands {NOT_SEALED.replace('line 5', 'line 4')}",
    ),
    "with a seal missing above another": (
        lambda lines: [lines[0], *lines[2:]],
        f"line 7] What stands {NOT_SEALED}".replace("3 to line 5", "6 to line 7").replace("2: the", "5: the"),
    ),
    "with an unknown event": (
        replaced(3, b"assigned", b"moved"),
        f'line 3] The event is "moved", not assigned or withdrawn. {RESTORE}',
    ),
    "with a column missing": (
        replaced(8, b"\tnew", b""),
        f"line 8] The line has 6 columns, not 7. {RESTORE}",
    ),
    "with a hash cut off": (
        replaced(3, sha256("a.txt").encode(), b"12"),
        f"line 3] An id, group, split or SHA-256 is missing or malformed. {RESTORE}",
    ),
    "in another encoding": (
        replaced(8, b"new", "新".encode("gb18030")),
        f"line 8] Byte 34 of the line is not UTF-8. {RESTORE}",
    ),
    "with CR LF": (
        lambda lines: [line.replace(b"\n", b"\r\n") for line in lines],
        (
            "line 1] The line ends in CR LF. "
            "Convert the file to LF line ends, and keep `eol=lf` for it in .gitattributes."
        ),
    ),
    "with a merge conflict": (
        lambda lines: [*lines[:5], b"<<<<<<< HEAD\n", *lines[5:]],
        (
            "line 6] A merge conflict stands here. "
            "Keep the lines of both sides: delete only the lines that git put there (<<<<<<<, =======, >>>>>>>)."
        ),
    ),
}


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_ledger_is_refused_with_the_line_and_the_remedy(how: str) -> None:
    damage, expected = DAMAGES[how]
    LEDGER.write_bytes(b"".join(damage(LEDGER.read_bytes().splitlines(keepends=True))))
    with pytest.raises(SplitError) as caught:
        read_ledger(LEDGER)
    assert str(caught.value) == f"[splits/ledger.tsv > {expected}"
    damaged = LEDGER.read_bytes()
    with pytest.raises(SplitError):
        append_events(LEDGER, [assigned("z.txt")])
    assert LEDGER.read_bytes() == damaged


@given(data=st.data())
def test_no_cut_and_no_changed_byte_goes_unnoticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("cut") / "ledger.tsv"
    ends = [0]
    for batch in (("a", "b"), ("c",), ("d", "e", "f")):
        append_events(path, [assigned(name) for name in batch])
        ends.append(path.stat().st_size)
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1), label="place")
    if data.draw(st.booleans(), label="cut"):
        damaged = whole[:place]
        header = whole.index(b"\n") + 1
        if place in {*ends[1:], header}:  # a whole, older ledger: see the sketches
            return
    else:
        other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[place]))
        damaged = whole[:place] + bytes([other]) + whole[place + 1 :]
    path.write_bytes(damaged)
    with pytest.raises(SplitError):
        read_ledger(path)


# By hand, and by git.


def plain(*events: Event) -> bytes:
    """Return a ledger as a person would write it: a header, and a line an event."""
    append_events(Path("plain.tsv"), events)
    lines = [line for line in Path("plain.tsv").read_bytes().splitlines(keepends=True) if b"\tsealed\t" not in line]
    Path("plain.tsv").unlink()
    return b"".join(lines)


def test_a_ledger_without_seals_is_believed_and_appended_to() -> None:
    LEDGER.parent.mkdir()
    written = plain(assigned("b.txt"), assigned("a.txt", "validation"))
    LEDGER.write_bytes(written)
    before = read_ledger(LEDGER)
    assert {name: event.split for name, event in before.pinned.items()} == {"a.txt": "validation", "b.txt": "train"}
    assert before.ends == (2,)
    after = append_events(LEDGER, [assigned("c.txt")], after=before)
    assert LEDGER.read_bytes().startswith(written)
    assert read_ledger(LEDGER) == after
    assert after.ends == (2, 3)
    cut = LEDGER.read_bytes().splitlines(keepends=True)
    LEDGER.write_bytes(b"".join(cut[:-1]))
    with pytest.raises(SplitError, match=r"line 4\] The seal in line 4 says"):
        read_ledger(LEDGER)


@pytest.mark.parametrize(
    ("add", "problem"),
    [
        (b"a.txt\tassigned\ta.txt\ttrain\t1\tnew\t" + b"0" * 64 + b"\n", '"a.txt" is in train here and in validation'),
        (b"c.txt\twithdrawn\tc.txt\ttrain\t1\tgone\t" + b"0" * 64 + b"\n", '"c.txt" is withdrawn before it is'),
        (b"c.txt\tassigned\tc.txt\ttrain\t1\tnew\t" + b"0" * 64, "The line is cut off."),
    ],
)
def test_a_ledger_without_seals_that_contradicts_itself_is_refused(add: bytes, problem: str) -> None:
    LEDGER.parent.mkdir()
    LEDGER.write_bytes(plain(assigned("a.txt", "validation")) + add)
    with pytest.raises(SplitError, match=re.escape(f"line 3] {problem}")):
        read_ledger(LEDGER)


def git(*arguments: str) -> int:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
    return subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603 - our own arguments


def test_two_branches_that_froze_are_merged_by_keeping_the_lines_of_both(ledger: Ledger) -> None:
    assert git("init", "-q", "-b", "one") == git("add", ".") == git("commit", "-qm", "base") == 0
    append_events(LEDGER, [assigned("one.txt"), assigned("same.txt")])
    git("commit", "-qam", "one")
    git("checkout", "-qb", "other", "HEAD~1")
    append_events(LEDGER, [assigned("other.txt", "validation"), assigned("third.txt")])
    git("commit", "-qam", "other")
    assert git("merge", "-q", "one") == 1
    with pytest.raises(SplitError, match="A merge conflict stands here"):
        read_ledger(LEDGER)
    lines = LEDGER.read_bytes().splitlines(keepends=True)
    LEDGER.write_bytes(b"".join(line for line in lines if line[:7] not in (b"<" * 7, b"=" * 7, b">" * 7)))
    merged = read_ledger(LEDGER)
    assert merged.pinned.keys() == ledger.pinned.keys() | {"one.txt", "same.txt", "other.txt", "third.txt"}
    assert len(append_events(LEDGER, [assigned("next.txt")], after=merged).events) == len(merged.events) + 1
    assert read_ledger(LEDGER).frozen.keys() >= {"next.txt", "one.txt", "other.txt"}


def test_a_merge_that_mixed_two_appends_is_mended_by_deleting_their_seals() -> None:
    """As the message says, one after the other."""
    append_events(LEDGER, [assigned("a.txt"), assigned("one.txt")])
    one = LEDGER.read_bytes().splitlines(keepends=True)
    LEDGER.unlink()
    append_events(LEDGER, [assigned("a.txt"), assigned("other.txt", "validation")])
    other = LEDGER.read_bytes().splitlines(keepends=True)
    lines = [one[0], one[1], other[1], one[2], one[3], other[3]]
    for _ in range(2):
        LEDGER.write_bytes(b"".join(lines))
        with pytest.raises(SplitError) as caught:
            read_ledger(LEDGER)
        (number,) = re.findall(r"delete line (\d+): the seal", caught.value.remedy)
        assert b"\tsealed\t" in lines.pop(int(number) - 1)
    LEDGER.write_bytes(b"".join(lines))
    assert read_ledger(LEDGER).pinned.keys() == {"a.txt", "one.txt", "other.txt"}


def test_events_that_contradict_each_other_are_not_appended() -> None:
    with pytest.raises(SplitError) as caught:
        append_events(LEDGER, [assigned("a.txt"), assigned("a.txt", "test")])
    assert str(caught.value).endswith(
        '/splits/ledger.tsv > a.txt] "a.txt" is in train here and in test by the same append. '
        "Build again from the ledger as it is now."
    )
    assert not LEDGER.exists()


def test_withdrawing_needs_a_released_document(ledger: Ledger) -> None:
    with pytest.raises(SplitError) as never:
        withdrawal(ledger, "new.txt", version="0.3.0", reason="wrong")
    assert str(never.value) == (
        "[new.txt] It was never released. Name an id that splits/ledger.tsv holds; what was never released goes by "
        "taking its file out of the raw folder."
    )
    with pytest.raises(SplitError) as twice:
        withdrawal(ledger, "b.txt", version="0.3.0", reason="wrong")
    assert str(twice.value) == (
        '[b.txt] It was withdrawn in version 0.2.0 ("asked for by the author"). To take that back: withdraw ID --undo.'
    )


# Two builds at once.

APPENDER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from bdci_corpus.ledger import Event, append_events
for number in range(int(sys.argv[2])):
    name = f"{sys.argv[1]}-{number:03}.txt"
    append_events(Path("splits/ledger.tsv"), [Event(
        document_id=name, event="assigned", group_id=name, split="train", version="0.1.0",
        reason="new", region_sha256="0" * 64,
    )])
"""
ROOT = ROOT.as_posix()


def test_two_processes_appending_at_once_lose_nothing() -> None:
    command = [sys.executable, "-c", APPENDER]
    builds = [
        subprocess.Popen([*command, name, "40", ROOT])  # noqa: S603 - our own script
        for name in ("first", "second")
    ]
    assert [build.wait(60) for build in builds] == [0, 0]
    ledger = read_ledger(LEDGER)
    assert sorted(event.document_id for event in ledger.events) == [
        f"{name}-{number:03}.txt" for name in ("first", "second") for number in range(40)
    ]
    assert len(ledger.ends) == 80


def test_a_build_that_began_before_another_froze_must_begin_again(ledger: Ledger) -> None:
    append_events(LEDGER, [assigned("theirs.txt", "validation")], after=ledger)
    before = LEDGER.read_bytes()
    with pytest.raises(SplitError) as caught:
        append_events(LEDGER, [assigned("ours.txt")], after=ledger)
    assert caught.value.problem == "The ledger has 6 events, but had 5 when this build began."
    assert LEDGER.read_bytes() == before


def test_a_ledger_that_is_held_too_long_is_an_error() -> None:
    from filelock import FileLock

    LEDGER.parent.mkdir()
    with (
        FileLock(LEDGER.absolute().with_name(".ledger.tsv.lock")),
        pytest.raises(SplitError, match=r"Another build has held it .* Let it end, then build again\."),
    ):
        append_events(LEDGER, [assigned("a.txt")], patience=0.05)


def test_a_build_that_dies_while_appending_leaves_the_ledger_as_it_was(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = LEDGER.read_bytes()

    def die(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", die)
        with pytest.raises(OSError, match="No space left"):
            append_events(LEDGER, [assigned("e.txt")])
    assert LEDGER.read_bytes() == before
    assert len(append_events(LEDGER, [assigned("e.txt")]).events) == len(ledger.events) + 1
    names = {path.name for path in LEDGER.parent.iterdir()}
    assert names <= {"ledger.tsv", ".ledger.tsv.lock"}


def test_a_ledger_that_is_a_link_is_written_where_it_points() -> None:
    real = Path("elsewhere/ledger.tsv")
    append_events(real, [assigned("a.txt")])
    LEDGER.parent.mkdir()
    LEDGER.symlink_to(real.absolute())
    append_events(LEDGER, [assigned("b.txt")])
    assert LEDGER.is_symlink()
    assert set(read_ledger(real).frozen) == {"a.txt", "b.txt"}


# The sketches beside it.


def sketches_of(ledger: Ledger) -> list[Sketch]:
    return [
        Sketch(id=e.document_id, region_sha256=e.region_sha256, sketch=e.document_id.encode() * 9)
        for e in ledger.events
        if e.event == "assigned"
    ]


def test_sketches_are_read_back_of_withdrawn_documents_too(ledger: Ledger) -> None:
    write_sketches(SIDECAR, sketches_of(ledger), SCHEME)
    found = read_sketches(SIDECAR, ledger, SCHEME)
    assert found.kept["b.txt", sha256("b.txt")] == b"b.txt" * 9
    assert len(found.kept) == 4
    assert (found.lost, found.why) == ((), "")


def test_sketches_that_another_build_wrote_meanwhile_stay(ledger: Ledger) -> None:
    one, *others = sketches_of(ledger)
    write_sketches(SIDECAR, [one], SCHEME)
    write_sketches(SIDECAR, others, SCHEME)
    assert read_sketches(SIDECAR, ledger, SCHEME).lost == ()
    write_sketches(SIDECAR, [one], "another scheme")
    assert len(read_sketches(SIDECAR, ledger, "another scheme").kept) == 1


def test_sketches_have_the_same_bytes_in_any_order(ledger: Ledger) -> None:
    write_sketches(SIDECAR, sketches_of(ledger), SCHEME)
    before = SIDECAR.read_bytes()
    write_sketches(SIDECAR, [*reversed(sketches_of(ledger)), *sketches_of(ledger)], SCHEME)
    assert SIDECAR.read_bytes() == before


def test_an_edited_document_has_a_sketch_for_each_of_its_versions(ledger: Ledger) -> None:
    write_sketches(SIDECAR, sketches_of(ledger), SCHEME)
    edited = append_events(LEDGER, [assigned("a.txt", content="edited")])
    lost = read_sketches(SIDECAR, edited, SCHEME).lost
    assert [(event.document_id, event.region_sha256) for event in lost] == [("a.txt", sha256("edited"))]
    write_sketches(SIDECAR, sketches_of(edited), SCHEME)
    assert len(read_sketches(SIDECAR, edited, SCHEME).kept) == 5


def flipped(data: bytes) -> bytes:
    place = data.index(b"b.txtb.txt") if b"b.txtb.txt" in data else 40
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


LOSSES: dict[str, tuple[Callable[[bytes], bytes | None], str]] = {
    "missing": (lambda _: None, "sketches.parquet is missing."),
    "cut off": (lambda data: data[:-30], "sketches.parquet is damaged ("),
    "emptied": (lambda _: b"", "sketches.parquet is damaged ("),
    "altered": (flipped, "sketches.parquet is damaged ("),
}


@pytest.mark.parametrize("how", LOSSES)
def test_the_loss_of_the_sketches_is_detected(how: str, ledger: Ledger) -> None:
    damage, why = LOSSES[how]
    write_sketches(SIDECAR, sketches_of(ledger), SCHEME)
    damaged = damage(SIDECAR.read_bytes())
    SIDECAR.unlink() if damaged is None else SIDECAR.write_bytes(damaged)
    found = read_sketches(SIDECAR, ledger, SCHEME)
    assert not found.kept
    assert [event.document_id for event in found.lost] == ["a.txt", "b.txt", "c.txt", "d.txt"]
    assert found.why.startswith(why)


def test_sketches_of_another_scheme_are_lost(ledger: Ledger) -> None:
    write_sketches(SIDECAR, sketches_of(ledger), "classic-128")
    found = read_sketches(SIDECAR, ledger, SCHEME)
    assert (len(found.kept), len(found.lost)) == (0, 4)
    assert found.why == "sketches.parquet holds sketches of classic-128, not of oph-256x8."


def test_sketches_of_an_older_scheme_stay_beside_new_ones(ledger: Ledger) -> None:
    """An earlier version made them; the caller says which it can still use."""
    one, *others = sketches_of(ledger)
    write_sketches(SIDECAR, [replace(one, scheme="classic-128"), *others], SCHEME)
    found = read_sketches(SIDECAR, ledger, SCHEME, is_older="classic-128".__eq__)
    assert found.older == {(one.id, one.region_sha256): ("classic-128", one.sketch)}
    assert (len(found.kept), found.lost, found.why) == (len(others), (), "")
    unknown = read_sketches(SIDECAR, ledger, SCHEME)
    assert [event.document_id for event in unknown.lost] == [one.id]
    assert unknown.why == "sketches.parquet holds sketches of classic-128, not of oph-256x8."


def test_lost_sketches_are_named_where_others_are_kept(ledger: Ledger) -> None:
    write_sketches(SIDECAR, sketches_of(ledger)[:2], SCHEME)
    found = read_sketches(SIDECAR, ledger, SCHEME)
    assert (len(found.kept), [event.document_id for event in found.lost]) == (2, ["c.txt", "d.txt"])


@pytest.mark.parametrize("kept", [5, 1, 0])
def test_a_ledger_cut_off_before_a_seal_is_given_away_by_the_sketches(kept: int, ledger: Ledger) -> None:
    write_sketches(SIDECAR, sketches_of(ledger), SCHEME)
    lines = LEDGER.read_bytes().splitlines(keepends=True)[:kept]
    LEDGER.write_bytes(b"".join(lines)) if lines else LEDGER.unlink()
    count, first = (1, "d.txt") if kept == 5 else (4, "a.txt")
    with pytest.raises(SplitError) as caught:
        read_sketches(SIDECAR, read_ledger(LEDGER), SCHEME)
    assert str(caught.value) == (
        f"[splits/sketches.parquet] It knows {count} documents that the ledger does not, "
        f'"{first}" among them: the ledger was cut off or replaced. Restore the ledger; if '
        "those documents were never published, delete this file."
    )


@pytest.mark.parametrize("stem", ["chain", "root"])
def test_reading_many_empty_seals_takes_work_in_proportion(stem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in digests: four times the seals, four times the work."""
    counted: list[int] = []

    def sha(data: bytes = b"") -> hashlib._Hash:
        counted.append(1)
        return hashlib.sha256(data)

    work = []
    for seals in (50, 200):
        above, lines = "", [text.HEADER]
        for _ in range(seals):
            above = sha256(above if stem == "chain" else "")
            lines.append(text.line(("", "sealed", "", "", "", "events below: 0", above)))
        path = Path(f"{seals}.tsv")
        path.write_bytes(b"".join(lines))
        counted.clear()
        with monkeypatch.context() as patched:
            patched.setattr(text, "hashlib", SimpleNamespace(sha256=sha))
            assert text.read_ledger(path).events == ()
        work.append(len(counted))
    assert 0 < work[1] <= 4.2 * work[0]


def test_branches_of_one_stem_may_be_merged_in_any_number(tmp_path: Path) -> None:
    def event(number: int) -> Event:
        return Event(
            document_id=f"{number:05}", event="assigned", group_id="g", split="train", version="0.1.0", reason="new",
            region_sha256="0" * 64,
        )  # fmt: skip

    path = tmp_path / "ledger.tsv"
    path.write_bytes(text.HEADER + b"".join(text.sealed([event(number)], "") for number in range(3_000)))
    assert len(text.read_ledger(path).events) == 3_000
