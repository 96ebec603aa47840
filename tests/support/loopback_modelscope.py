"""ModelScope's datasets on this machine, as its own client asks for them (recorded with modelscope-hub 0.5.1)."""

from __future__ import annotations

import json
import os
import re
from base64 import b64decode
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256
from pathlib import Path

from loopback import Answer, Loopback, Request

TOKEN = "ms-" + "only-for-tests-of-modelscope"

PRIVATE, PUBLIC = 1, 5
"""What ModelScope calls who sees a repository."""

CARD = b"---\nlicense: Other\n---\n"
"""The card of a new repository."""


@dataclass
class Repository:
    """Who sees it, and the files of its branch and tags."""

    visibility: int
    license: str
    gated: bool = False
    revisions: dict[str, dict[str, bytes]] = field(default_factory=dict)


class LoopbackModelScope(Loopback):
    """``repos`` are repositories by ``owner/name``."""

    def __init__(self) -> None:
        """Hold nothing."""
        super().__init__()
        self.repos: dict[str, Repository] = {}
        self._blobs: dict[str, bytes] = {}

    def environment(self, home: Path, token: str | None = TOKEN) -> dict[str, str]:
        """Return the environment of a process that uses this and nothing else."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MODELSCOPE")}
        own = {"MODELSCOPE_ENDPOINT": self.url, "MODELSCOPE_HOME": str(home), "MODELSCOPE_CACHE": str(home / "cache")}
        return {**kept, **own, "HOME": str(home), **({"MODELSCOPE_API_TOKEN": token} if token else {})}

    def answer(self, request: Request) -> object:
        """Answer as ModelScope does, for the owner of everything."""
        path = request.path
        if path.startswith("/blob/"):
            self._blobs[path.removeprefix("/blob/")] = request.body
            return {}
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            raise Answer(401, {"Code": 401, "Message": "login please", "Success": False})
        if request.method == "POST" and path == "/api/v1/datasets":
            return _data(self._create(_form(request)))
        found = re.fullmatch(r"/(openapi|api)/v1/(?:repos/)?datasets/([^/]+/[^/]+)(/.*)?", path)
        if found is None:
            raise Answer(404, {"Code": 404, "Message": path, "Success": False})
        repo = self.repos.get(found[2])
        if repo is None:
            raise Answer(404, {"Code": 10010205001, "Message": "not found", "Success": False})
        if found[1] == "openapi":
            return {"success": True, "data": {"id": found[2], "visibility": repo.visibility, "gated": repo.gated}}
        return self._asked(repo, found[3] or "", request)

    def _asked(self, repo: Repository, rest: str, request: Request) -> object:
        if rest == "/repo/tree":
            files = self._at(repo, request.query["Revision"])
            return _data({"Files": [_entry(name, data) for name, data in sorted(files.items())]})
        if rest == "/repo":
            return self._at(repo, request.query["Revision"])[request.query["FilePath"]]
        if rest == "/revisions":
            names = [{"Revision": name} for name in repo.revisions]
            return _data({"RevisionMap": {"Branches": names[:1], "Tags": names[1:]}})
        asked = json.loads(request.body)
        if rest == "/repo/tag":
            repo.revisions[asked["TagName"]] = dict(repo.revisions[asked["Ref"]])
            return _data({})
        if rest == "/info/lfs/objects/batch":
            return _data({"objects": [self._object(one) for one in asked["objects"]]})
        if rest == "/commit/master":
            for action in asked["actions"]:
                self._change(repo.revisions["master"], action)
            return _data({"oid": "0" * 40})
        raise Answer(404, {"Code": 404, "Message": rest, "Success": False})

    def _at(self, repo: Repository, revision: str) -> dict[str, bytes]:
        if revision not in repo.revisions:
            raise Answer(404, {"Code": 404, "Message": revision, "Success": False})
        return repo.revisions[revision]

    def _object(self, asked: dict[str, object]) -> dict[str, object]:
        oid = str(asked["oid"])
        sent = oid in self._blobs
        return {"oid": oid, "actions": {} if sent else {"upload": {"href": f"{self.url}/blob/{oid}"}}}

    def _change(self, files: dict[str, bytes], action: dict[str, object]) -> None:
        name = str(action["path"])
        if action["action"] == "delete":
            del files[name]
        elif action["type"] == "lfs":
            files[name] = self._blobs[str(action["sha256"])]
        else:
            files[name] = b64decode(str(action["content"]))

    def _create(self, asked: dict[str, str]) -> dict[str, object]:
        name = f"{asked['Owner']}/{asked['Name']}"
        if name in self.repos:
            raise Answer(400, {"Code": 10020101, "Message": "already exists", "Success": False})
        self.repos[name] = Repository(visibility=int(asked["Visibility"]), license=asked["License"])
        made = {"README.md": CARD, ".gitattributes": b"", "dataset_infos.json": b"{}"}
        self.repos[name].revisions["master"] = made
        return {"Id": 1}


def _entry(name: str, data: bytes) -> dict[str, object]:
    return {"Path": name, "Size": len(data), "Sha256": sha256(data).hexdigest(), "Type": "blob"}


def _data(data: object) -> dict[str, object]:
    return {"Code": 200, "Success": True, "Message": "", "RequestId": "r", "Data": data}


def _form(request: Request) -> dict[str, str]:
    """Return the fields of a multipart form."""
    head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
    form = BytesParser(policy=HTTP).parsebytes(head + request.body)
    return {
        str(part.get_param("name", header="content-disposition")): str(part.get_payload()).strip()
        for part in form.iter_parts()  # type: ignore[attr-defined]
    }
