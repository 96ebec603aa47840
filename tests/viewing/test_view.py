"""``view``: what it answers is what the release holds, and whoever has no token gets nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlsplit

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from places import ROOT

from bdci_corpus.building.steps import build
from bdci_corpus.cli import main
from bdci_corpus.errors import ProjectError
from bdci_corpus.viewing import ReleaseView, RowQuery, Viewer
from bdci_corpus.viewing.server import _Handler


@contextmanager
def running(release: Path) -> Iterator[Viewer]:
    """Serve a release, and stop."""
    viewer = Viewer(ReleaseView(release))
    thread = Thread(target=viewer.serve)
    thread.start()
    yield viewer
    viewer.close()
    thread.join()


@pytest.fixture(scope="module")
def viewer(release: Path) -> Iterator[Viewer]:
    with running(release) as one:
        yield one


def get(viewer: Viewer, path: str, host: str | None = None, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """Ask the server for a path below its token, unless the path begins with a slash."""
    parts = urlsplit(viewer.url)
    connection = HTTPConnection("127.0.0.1", parts.port or 0, timeout=10)
    connection.putrequest(method, path if path.startswith("/") else parts.path + path, skip_host=True)
    connection.putheader("Host", host or parts.netloc)
    connection.endheaders()
    answer = connection.getresponse()
    found = answer.status, dict(answer.getheaders()), answer.read()
    connection.close()
    return found


def ask(viewer: Viewer, path: str) -> object:
    status, _, body = get(viewer, path)
    assert status == 200, body
    return json.loads(body)


def rows_of(release: Path, table: str = "documents") -> list[dict[str, object]]:
    files = sorted((release / table).glob("*.parquet"))
    return pa.concat_tables(pq.read_table(file) for file in files).to_pylist()


def test_each_row_is_the_row_that_loads(viewer: Viewer, release: Path) -> None:
    for number, row in enumerate(rows_of(release)):
        found = ask(viewer, f"api/row?row={number}")
        assert found["id"] == row["id"]
        assert found["split"] == row["split"]
        assert found["values"]["raw_sha256"] == row["raw_sha256"]
        assert found["terms"]["license"] == row["license"]
        assert ask(viewer, f"api/find?id={quote(str(row['id']))}") == {"row": number}
        split = pq.read_table(next((release / "documents").glob(f"{row['split']}-*")))
        assert split["id"][found["at"]].as_py() == row["id"]


def test_the_parts_are_the_text_and_lead_back_to_the_raw_bytes(viewer: Viewer, release: Path) -> None:
    for number, row in enumerate(rows_of(release)):
        found = ask(viewer, f"api/row?row={number}")
        raw = (ROOT / "seeds" / str(row["path"])).read_bytes()
        written = row["original_text"] or row["text"]
        assert "".join(part["text"] for part in found["parts"]) == written
        assert found["whole"]
        for part in found["parts"]:
            at = part["at"]
            if "rules" not in part:
                kept = part["text"].encode(row["encoding"])
                assert raw[at : at + len(kept)] == kept
            else:
                assert set(part["rules"]) <= set(found["steps"])
        for place in found["fields"]:
            assert 0 <= place["start"] < place["end"] <= len(raw)


def test_filters_and_search_give_what_the_tables_hold(viewer: Viewer, release: Path) -> None:
    rows = rows_of(release)
    for name, values in ask(viewer, "api/filters").items():
        for value, count in values:
            found = ask(viewer, f"api/rows?{name}={quote(value)}")
            assert [one["id"] for one in found["rows"]] == [row["id"] for row in rows if row[name] == value]
            assert found["total"] == count
    used = {step for row in rows_of(release, "traces") for edit in row["edits"] for step in edit["rules"]}
    rules = ask(viewer, "api/rules")
    assert {name for name, *_ in rules} == used
    for name, count, why in rules:
        with_it = {row["id"] for row in rows_of(release, "traces") if any(name in e["rules"] for e in row["edits"])}
        assert {one["id"] for one in ask(viewer, f"api/rows?rule={name}")["rows"]} == with_it
        assert count == len(with_it)
        assert why
    word = "智慧助老"
    found = ask(viewer, f"api/rows?words={quote(word)}")
    assert [one["id"] for one in found["rows"]] == [
        row["id"] for row in rows if word in row["text"] + (row["title"] or "")
    ]


def test_pages_of_a_list_follow_each_other(viewer: Viewer) -> None:
    seen, start = [], 0
    while start is not None:
        found = ask(viewer, f"api/rows?start={start}&count=2")
        seen += [one["row"] for one in found["rows"]]
        start = found["next"]
    assert seen == list(range(5))
    assert ask(viewer, "api/rows?start=99")["rows"] == []
    assert ask(viewer, "api/rows?nothing=x")["rows"] == []


def test_what_is_alike_is_shown_with_its_differences(viewer: Viewer, release: Path) -> None:
    pair = pq.read_table(next((release / "near_duplicates").glob("*"))).to_pylist()[0]
    one, other = (ask(viewer, f"api/find?id={pair[name]}")["row"] for name in ("id_a", "id_b"))
    found = ask(viewer, f"api/row?row={one}")
    assert {(like["id"], like["row"], like["kind"]) for like in found["alike"]} == {(pair["id_b"], other, pair["kind"])}
    sides = ask(viewer, f"api/differences?row={one}&other={other}")["sides"]
    assert any(differs for _, differs in sides[0])


def test_a_label_is_a_filter_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(
        '[corpus]\nname = "labels"\n[[sources]]\nname = "all"\nfiles = ["a.csv"]\n'
        'license = "CC0-1.0"\nrestriction = "open"\n'
        '[columns]\nmood = { type = "class_label", names = ["good", "bad"] }\n[splits]\nratios = { train = 1.0 }\n',
        encoding="utf-8",
    )
    lines = [f"第{n}天，{'山' * n}里下了一场大雨，河水涨了起来。,{'bad' if n % 3 else 'good'}" for n in range(1, 10)]
    (tmp_path / "a.csv").write_text("\n".join(["text,mood", *lines]) + "\n", encoding="utf-8")
    release = ReleaseView(build(tmp_path, out=tmp_path / "out", workers=1).release)
    assert dict(release.counted()["mood"]) == {"good": 3, "bad": 6}
    found = release.chosen(RowQuery(values={"mood": "good"}))
    assert found["total"] == 3


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 403),
        ("/wrong/", 403),
        ("/wrong/api/rows", 403),
        ("../", 404),
        ("api/nothing", 404),
        ("..%2f..%2fetc%2fpasswd", 404),
        ("view.js/../../server.py", 404),
        ("//etc/passwd", 403),
        ("api/row?row=5", 404),
        ("api/row?row=-1", 404),
        ("api/row?row=x", 400),
        ("api/row?row=1e3", 400),
        ("api/row?row=" + "9" * 40, 400),
        ("api/rows?start=%D9%A1", 400),
        ("api/rows?words=" + "a" * 5000, 414),
    ],
)
def test_what_is_not_for_the_reader_is_refused(viewer: Viewer, path: str, status: int) -> None:
    found, headers, body = get(viewer, path)
    assert found == status
    assert b"root:" not in body
    assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_a_name_of_another_site_for_this_machine_is_refused(viewer: Viewer) -> None:
    assert get(viewer, "api/rows", host="evil.example")[0] == 421
    assert get(viewer, "api/rows", host=urlsplit(viewer.url).netloc.replace("127.0.0.1", "localhost"))[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_it_only_reads(viewer: Viewer, method: str) -> None:
    assert get(viewer, "", method=method)[0] == 501


def test_it_listens_to_this_machine_alone_and_each_time_under_another_address(release: Path) -> None:
    with running(release) as one, running(release) as other:
        assert one.token != other.token
        assert urlsplit(one.url).hostname == "127.0.0.1"
        assert get(one, urlsplit(one.url).path)[0] == 200
        assert get(one, urlsplit(other.url).path)[0] == 403


def test_what_it_serves_names_nothing_elsewhere(viewer: Viewer) -> None:
    for name in ("", "view.css", "view.js"):
        status, _, body = get(viewer, name)
        assert status == 200
        assert b"://" not in body
        assert b"innerHTML" not in body


@pytest.mark.parametrize("manifest", [None, "{", "[]", '{"tables": {"documents/train": {"files": ["../a.parquet"]}}}'])
def test_what_is_no_release_is_said_in_a_line(tmp_path: Path, manifest: str | None) -> None:
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(ProjectError, match="No release can be read here"):
        ReleaseView(tmp_path)
    done = CliRunner().invoke(main, ["view", str(tmp_path)])
    assert done.exit_code == 2
    assert ("This folder is no release" if manifest is None else "No release can be read here") in done.output


class _Gone(_Handler):
    """A handler whose reader has closed the page."""

    def __init__(self) -> None:
        """Wait for no request."""

    def _answer(self) -> tuple[bytes, str]:
        return b"", "text/plain"

    def _send(self, *_: object) -> None:
        raise BrokenPipeError


def test_a_reader_who_closes_the_page_is_no_trouble() -> None:
    _Gone().do_GET()
