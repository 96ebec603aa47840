"""The hub's answers: for each request that the real clients make, what the real hub would say."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from urllib.parse import parse_qs, quote

import yaml

from hub.store import MAIN, Blob, Commit, Refused, Repo, Store, is_large

PAGE = 1000
"""How many entries of a tree one answer holds."""

COMMITS = 5
"""How many commits one answer holds: few, so that every client has to turn pages."""

_LICENSES = """
afl-3.0 agpl-3.0 apache-2.0 artistic-2.0 bsd bsd-2-clause bsd-3-clause bsd-3-clause-clear bsl-1.0 c-uda cc
cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0
cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc0-1.0
cdla-permissive-1.0 cdla-permissive-2.0 cdla-sharing-1.0 ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 gfdl gpl
gpl-2.0 gpl-3.0 isc lgpl lgpl-2.1 lgpl-3.0 lgpl-lr lppl-1.3c mit mpl-2.0 ms-pl ncsa odbl odc-by ofl-1.1 osl-3.0
other pddl postgresql unknown unlicense wtfpl zlib
"""
LICENSES = frozenset(_LICENSES.split())
"""Values of ``license`` that the hub takes (of the list in its documentation, those that a corpus may meet)."""


@dataclass(frozen=True)
class Request:
    """One request; the names of headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(frozen=True)
class Answer:
    """One answer; ``length`` where it is not that of the body."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None

    @classmethod
    def of(cls, value: object, status: int = 200, **headers: str) -> Answer:
        """Return an answer in JSON."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return cls(json.dumps(value).encode(), status, {"Content-Type": "application/json", **named})


def _user(store: Store, request: Request) -> str | None:
    """Return who asks: None for nobody; a token that nobody has is refused."""
    header = request.headers.get("authorization", "")
    if not header:
        return None
    token = header.removeprefix("Bearer ")
    if token not in store.tokens:
        raise Refused(401, "Invalid credentials in Authorization header")
    return store.tokens[token]


def _owns(user: str | None, name: str) -> bool:
    return user is not None and name.partition("/")[0] == user


def _readable(store: Store, request: Request, name: str, *, files: bool = False) -> Repo:
    """Return a repository that whoever asks may see, and with ``files`` read."""
    user, repo = _user(store, request), store.repos.get(name)
    if repo is None or (repo.private and not _owns(user, name)):
        raise Refused(404 if user else 401, "Repository not found", "RepoNotFound")
    if files and repo.gated and not _owns(user, name) and user not in repo.readers:
        raise Refused(403 if user else 401, f"Access to dataset {name} is restricted.", "GatedRepo")
    return repo


def _writable(store: Store, request: Request, name: str) -> Repo:
    """Return a repository that whoever asks may change."""
    repo = _readable(store, request, name)
    _may_write(store, request, name)
    return repo


def _may_write(store: Store, request: Request, name: str) -> None:
    user = _user(store, request)
    if user is None:
        raise Refused(401, "Invalid username or password.")
    if not _owns(user, name) or request.headers["authorization"].removeprefix("Bearer ") in store.read_only:
        raise Refused(403, "You don't have the rights to write to this namespace")


def whoami(store: Store, request: Request, _: dict[str, str]) -> Answer:
    """``GET /api/whoami-v2``."""
    user = _user(store, request)
    if user is None:
        raise Refused(401, "Invalid username or password.")
    return Answer.of({"type": "user", "id": user, "name": user, "fullname": user, "orgs": [], "auth": {}})


def create(store: Store, request: Request, _: dict[str, str]) -> Answer:
    """``POST /api/repos/create``."""
    asked = json.loads(request.body)
    if asked.get("type") != "dataset":
        raise Refused(400, "only datasets here")
    name = f"{asked.get('organization') or _user(store, request)}/{asked['name']}"
    _may_write(store, request, name)
    private = asked.get("visibility") == "private" or bool(asked.get("private"))
    try:
        repo = store.create(name, private=private)
    except Refused as refused:
        return Answer.of({"error": refused.message, "url": f"{request.url}/datasets/{name}"}, status=409)
    return Answer.of({"url": f"{request.url}/datasets/{name}", "name": name, "id": repo.head.oid[:24]})


def settings(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``PUT …/settings``: who may see the repository, and whether it asks first."""
    repo, asked = _writable(store, request, found["repo"]), json.loads(request.body)
    if "gated" in asked and store.keeps_gate:
        repo.gated = asked["gated"]
    if "visibility" in asked or "private" in asked:
        repo.private = asked.get("visibility") == "private" or bool(asked.get("private"))
    return Answer.of({"private": repo.private, "gated": repo.gated})


def info(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``GET /api/datasets/{id}``, perhaps at a revision."""
    repo = _readable(store, request, found["repo"])
    commit = repo.resolve(found.get("revision", MAIN))
    told = {
        "_id": "0" * 24,
        "id": repo.name,
        "author": repo.name.split("/")[0],
        "sha": commit.oid,
        "private": repo.private,
        "gated": repo.gated,
        "disabled": False,
        "tags": [],
        "downloads": 0,
        "likes": 0,
        "siblings": [_sibling(path, blob, request.query) for path, blob in sorted(commit.files.items())],
        "cardData": _front_matter(commit) or {},
    }
    return Answer.of(told)


def _sibling(path: str, blob: Blob, query: Mapping[str, str]) -> dict[str, object]:
    return {"rfilename": path, **(_entry(path, blob) if query.get("blobs") else {})}


def _front_matter(commit: Commit) -> object:
    card = commit.files.get("README.md")
    parts = card.data.decode().split("---\n", 2) if card else []
    return yaml.safe_load(parts[1]) if len(parts) == 3 else None


def _entry(path: str, blob: Blob) -> dict[str, object]:
    entry: dict[str, object] = {"type": "file", "path": path, "oid": blob.oid, "size": len(blob.data)}
    if blob.large:
        entry["lfs"] = {"oid": blob.sha256, "size": len(blob.data), "pointerSize": 130}
    return entry


def tree(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``GET …/tree/{revision}/{path}``, a page at a time."""
    repo = _readable(store, request, found["repo"])
    files = repo.resolve(found["revision"]).files
    folder = found.get("path", "").strip("/")
    inside = f"{folder}/" if folder else ""
    below = {path: blob for path, blob in files.items() if path.startswith(inside)}
    if folder and not below:
        raise Refused(404, f"{folder} does not exist", "EntryNotFound")
    recursive = request.query.get("recursive", "").lower() == "true"
    entries = {path: _entry(path, blob) for path, blob in below.items() if recursive or "/" not in path[len(inside) :]}
    for path in below:
        parents = path[len(inside) :].split("/")[:-1]
        for depth in range(1, len(parents) + 1 if recursive else min(len(parents), 1) + 1):
            name = inside + "/".join(parents[:depth])
            entries[name] = {"type": "directory", "path": name, "oid": _tree_id(name), "size": 0}
    ordered = [entries[name] for name in sorted(entries)]
    return _page(ordered, request, PAGE)


def _page(entries: Sequence[object], request: Request, most: int) -> Answer:
    """Return so many entries from where the request says, and where to find the rest."""
    start = int(request.query.get("cursor", 0))
    headers = {}
    if start + most < len(entries):
        query = "&".join(f"{key}={quote(value)}" for key, value in request.query.items() if key != "cursor")
        headers["Link"] = f'<{request.url}{request.path}?{query}&cursor={start + most}>; rel="next"'
    return Answer.of(entries[start : start + most], **headers)


def _tree_id(name: str) -> str:
    return sha1(name.encode(), usedforsecurity=False).hexdigest()


def paths_info(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``POST …/paths-info/{revision}``."""
    files = _readable(store, request, found["repo"]).resolve(found["revision"]).files
    if "json" in request.headers.get("content-type", ""):
        asked = json.loads(request.body)["paths"]
    else:
        asked = parse_qs(request.body.decode())["paths"]
    entries: list[dict[str, object]] = []
    for path in asked:
        if path in files:
            entries.append(_entry(path, files[path]))
        elif any(name.startswith(f"{path}/") for name in files):
            entries.append({"type": "directory", "path": path, "oid": _tree_id(path), "size": 0})
    return Answer.of(entries)


def refs(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``GET …/refs``."""
    repo = _readable(store, request, found["repo"])

    def told(kind: str, names: Mapping[str, str]) -> list[dict[str, str]]:
        return [{"name": n, "ref": f"refs/{kind}/{n}", "targetCommit": oid} for n, oid in sorted(names.items())]

    found = {"branches": told("heads", repo.branches), "tags": told("tags", repo.tags)}
    found["converts"] = told("convert", repo.converts)
    if request.query.get("include_prs"):
        found["pullRequests"] = told("pr", repo.pull_requests)
    return Answer.of(found)


def accepted(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``GET …/user-access-request/accepted``: whom the gate has let in."""
    repo = _writable(store, request, found["repo"])
    when = "2026-11-29T00:00:00.000Z"
    told = [
        {"requestId": name, "user": {"user": name, "fullname": name}, "status": "accepted", "timestamp": when}
        for name in sorted(repo.readers)
    ]
    return _page(told, request, PAGE)


def commits(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``GET …/commits/{revision}``: a commit and all before it, the newest first, a page at a time."""
    repo = _readable(store, request, found["repo"])
    line = [repo.resolve(found["revision"])]
    while line[-1].parent in repo.commits:
        line.append(repo.commits[line[-1].parent])
    told = [
        {
            "id": one.oid,
            "title": one.title,
            "message": "",
            "authors": [{"user": "me"}],
            "date": "2026-11-29T00:00:00.000Z",
        }
        for one in line
    ]
    return _page(told, request, COMMITS)


def validate_yaml(_: Store, request: Request, __: dict[str, str]) -> Answer:
    """``POST /api/validate-yaml``: the front matter of a card, before it is committed."""
    parts = json.loads(request.body)["content"].split("---\n", 2)
    errors = []
    try:
        data = yaml.safe_load(parts[1]) if len(parts) == 3 else {}
    except yaml.YAMLError as error:
        errors.append({"message": str(error)})
        data = {}
    licenses = data.get("license", [])
    named = licenses if isinstance(licenses, list) else [licenses]
    errors += ({"message": f"license is none of the hub's: {name!r}"} for name in named if name not in LICENSES)
    if data.get("license") == "other" and not data.get("license_name"):
        errors.append({"message": '"license_name" is missing'})
    return Answer.of({"errors": errors, "warnings": []}, status=400 if errors else 200)


def preupload(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``POST …/preupload/{revision}``: which files are large, and which are there already."""
    files = _writable(store, request, found["repo"]).resolve(found["revision"]).files
    told = []
    for file in json.loads(request.body)["files"]:
        large = is_large(file["path"], file["size"])
        there = files.get(file["path"])
        oid = {"oid": there.sha256 if there.large else there.oid} if there else {}
        mode = "lfs" if large else "regular"
        told.append({"path": file["path"], "uploadMode": mode, "shouldIgnore": False, **oid})
    return Answer.of({"files": told})


def lfs_batch(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``POST …/info/lfs/objects/batch``: where to put large files; nowhere if they are there."""
    _writable(store, request, found["repo"])
    told = []
    for item in json.loads(request.body)["objects"]:
        entry = {"oid": item["oid"], "size": item["size"]}
        if item["oid"] not in store.objects:
            href = f"{request.url}/objects/{item['oid']}?X-Amz-Signature=signed-for-{found['repo'].split('/')[0]}"
            entry["actions"] = {"upload": {"href": href}}
        told.append(entry)
    return Answer.of({"transfer": "basic", "objects": told})


def put_object(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``PUT`` of one large file's content, refused where it is not what its name says."""
    if not request.query.get("X-Amz-Signature"):
        raise Refused(403, "not signed")
    if sha256(request.body).hexdigest() != found["oid"]:
        raise Refused(400, "BadDigest")
    store.objects[found["oid"]] = request.body
    return Answer(b"", headers={"ETag": f'"{found["oid"]}"'})


def commit(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``POST …/commit/{revision}``: a header, then a line for each file, all or nothing."""
    repo = _writable(store, request, found["repo"])
    lines = [json.loads(line) for line in request.body.splitlines() if line]
    header, changes = lines[0]["value"], lines[1:]
    files = dict(repo.resolve(found["revision"]).files)
    for change in changes:
        value = change["value"]
        if change["key"] == "file":
            files[value["path"]] = Blob(base64.b64decode(value["content"]), large=False)
        elif change["key"] == "lfsFile":
            if value["oid"] not in store.objects:
                raise Refused(400, f"LFS object {value['oid']} was never uploaded")
            files[value["path"]] = Blob(store.objects[value["oid"]], large=True)
        elif change["key"] == "deletedFile":
            if files.pop(value["path"], None) is None:
                raise Refused(404, "A file with this name doesn't exist", "EntryNotFound")
        else:
            raise Refused(400, f"unknown operation {change['key']}")
    made = repo.commit(header["summary"], files, header.get("parentCommit"), found["revision"])
    return Answer.of(
        {"success": True, "commitOid": made.oid, "commitUrl": f"{request.url}/datasets/{repo.name}/commit/{made.oid}"}
    )


def tag(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``POST …/tag/{revision}`` makes a tag, ``DELETE …/tag/{name}`` takes it away."""
    repo = _writable(store, request, found["repo"])
    if request.method == "DELETE":
        if repo.tags.pop(found["revision"], None) is None:
            raise Refused(404, "no such tag", "RevisionNotFound")
        return Answer(b"", 204)
    name = json.loads(request.body)["tag"]
    if name in repo.tags:
        raise Refused(409, "Tag reference exists already")
    repo.tags[name] = repo.resolve(found["revision"]).oid
    return Answer.of({"tag": name})


def squash(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``POST …/super-squash/{branch}``: one commit with what the branch holds, nothing before it."""
    repo = _writable(store, request, found["repo"])
    files = repo.resolve(found["revision"]).files
    repo.branches.pop(found["revision"])
    made = repo.commit("Super-squash branch", files, branch=found["revision"])
    kept = {made.oid, *repo.branches.values(), *repo.tags.values()}
    repo.commits = {oid: one for oid, one in repo.commits.items() if oid in kept}
    return Answer.of({"commitOid": made.oid})


def resolve(store: Store, request: Request, found: dict[str, str]) -> Answer:
    """``HEAD`` and ``GET …/resolve/{revision}/{path}``, ranges too."""
    repo = _readable(store, request, found["repo"], files=True)
    state = repo.resolve(found["revision"])
    blob = state.files.get(found["path"])
    if blob is None:
        headers = {"X-Error-Code": "EntryNotFound", "X-Error-Message": "Entry not found", "X-Repo-Commit": state.oid}
        return Answer(b"Entry not found", 404, headers)
    headers = {
        "X-Repo-Commit": state.oid,
        "ETag": f'"{blob.sha256 if blob.large else blob.oid}"',
        "Accept-Ranges": "bytes",
        "Content-Type": "application/octet-stream",
    }
    if blob.large:
        headers |= {"X-Linked-Etag": f'"{blob.sha256}"', "X-Linked-Size": str(len(blob.data))}
    wanted = request.headers.get("range", "")
    if request.method == "HEAD" or not wanted.startswith("bytes="):
        return Answer(blob.data, 200, headers)
    first, _, last = wanted.removeprefix("bytes=").partition("-")
    size = len(blob.data)
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= size:
        return Answer(b"", 416, {"Content-Range": f"bytes */{size}"})
    headers["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return Answer(blob.data[start:end], 206, headers)


_REPO = r"(?P<repo>[\w.-]+/[\w.-]+)"
_API = f"/api/datasets/{_REPO}"
_REVISION = r"(?P<revision>[^/]+)"

Respond = Callable[[Store, Request, dict[str, str]], Answer]
ROUTES: tuple[tuple[str, str, Respond], ...] = (
    ("GET", "/api/whoami-v2", whoami),
    ("POST", "/api/repos/create", create),
    ("POST", "/api/validate-yaml", validate_yaml),
    ("PUT", f"{_API}/settings", settings),
    ("GET", _API, info),
    ("GET", f"{_API}/revision/{_REVISION}", info),
    ("GET", f"{_API}/tree/{_REVISION}(?:/(?P<path>.*))?", tree),
    ("POST", f"{_API}/paths-info/{_REVISION}", paths_info),
    ("GET", f"{_API}/refs", refs),
    ("GET", f"{_API}/commits/{_REVISION}", commits),
    ("GET", f"{_API}/user-access-request/accepted", accepted),
    ("POST", f"{_API}/preupload/{_REVISION}", preupload),
    ("POST", f"{_API}/commit/{_REVISION}", commit),
    ("POST DELETE", f"{_API}/tag/{_REVISION}", tag),
    ("POST", f"{_API}/super-squash/{_REVISION}", squash),
    ("POST", rf"/datasets/{_REPO}\.git/info/lfs/objects/batch", lfs_batch),
    ("PUT", "/objects/(?P<oid>[0-9a-f]{64})", put_object),
    ("HEAD GET", rf"/datasets/{_REPO}/resolve/{_REVISION}/(?P<path>.+)", resolve),
)
"""Which methods and path each function answers."""
