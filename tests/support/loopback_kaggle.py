"""Kaggle's data sets and competitions on this machine, as its own client asks for them (recorded with kaggle 2.2.5).

Archives that are sent are unpacked into folders, as Kaggle does; a version is downloaded as one archive.
"""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from loopback import Answer, Loopback, Request

KEY = "onlyForTestsOfKaggle"


@dataclass
class Set:
    """A data set: its settings, and the files of each version."""

    private: bool
    facts: dict[str, object]
    versions: list[dict[str, bytes]] = field(default_factory=list)


class LoopbackKaggle(Loopback):
    """``sets`` are data sets by ``owner/name``; ``unready`` is how often a status says that it is not ready yet."""

    def __init__(self) -> None:
        """Hold nothing."""
        super().__init__()
        self.sets: dict[str, Set] = {}
        self.competitions: dict[str, dict[str, object]] = {}
        self.unready = 0
        self.unpacks = True
        self._blobs: dict[str, tuple[str, bytes]] = {}

    def environment(self, home: Path, key: str | None = KEY) -> dict[str, str]:
        """Return the environment of a process that uses this and nothing else."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KAGGLE")}
        login = {"KAGGLE_USERNAME": "me", "KAGGLE_KEY": key} if key else {}
        own = {"KAGGLE_API_ENVIRONMENT": "LOCALHOST", "http_proxy": self.url, "no_proxy": ""}
        return {**kept, **own, **login, "HOME": str(home), "KAGGLE_CONFIG_DIR": str(home)}

    def answer(self, request: Request) -> object:
        """Answer as Kaggle does, for the owner of everything."""
        path = request.path
        if request.method == "PUT":
            token = path.rpartition("/")[2]
            self._blobs[token] = (self._blobs[token][0], request.body)
            return {}
        if "Basic" not in request.headers.get("Authorization", ""):
            raise Answer(401, {"code": 401, "message": "Unauthenticated"})
        asked = json.loads(request.body or b"{}")
        if path.endswith("/StartBlobUpload"):
            token = str(len(self._blobs))
            self._blobs[token] = (asked["name"], b"")
            return {"token": token, "createUrl": f"{self.url}/blob/{token}"}
        return getattr(self, "_" + path.rpartition("/")[2].lower())(asked)

    def _createcompetition(self, asked: dict[str, object]) -> object:
        self.competitions[str(asked["slug"])] = {**asked}
        return {"id": 1, "ref": asked["slug"], "url": "u"}

    def _createcompetitiondata(self, asked: dict[str, object]) -> object:
        files = {one["name"]: self._blobs[one["token"]][1] for one in asked["files"]}  # type: ignore[attr-defined]
        self.competitions[str(asked["competitionName"])]["data"] = files
        return {"url": "u", "databundleId": 1, "databundleVersionId": 1}

    def _createcompetitionsolution(self, asked: dict[str, object]) -> object:
        self.competitions[str(asked["competitionName"])]["solution"] = self._blobs[str(asked["blobToken"])][1]
        return {}

    def _launchcompetition(self, asked: dict[str, object]) -> object:
        self.competitions[str(asked["competitionName"])]["launched"] = True
        return {}

    def _asked(self, asked: dict[str, object]) -> Set:
        found = self.sets.get(f"{asked['ownerSlug']}/{asked['datasetSlug']}")
        if found is None:
            raise Answer(403, {"code": 403, "message": "Permission 'datasets.get' was denied"})
        return found

    def _getdataset(self, asked: dict[str, object]) -> object:
        found = self._asked(asked)
        return {
            "ref": f"{asked['ownerSlug']}/{asked['datasetSlug']}",
            "isPrivate": found.private,
            "currentVersionNumber": len(found.versions),
            "title": found.facts["title"],
        }

    def _getdatasetstatus(self, asked: dict[str, object]) -> object:
        self._asked(asked)
        self.unready -= 1
        return {"status": "BLOBS_RECEIVED" if self.unready >= 0 else "READY"}

    def _createdataset(self, asked: dict[str, object]) -> object:
        made = Set(private=bool(asked.get("isPrivate")), facts=asked)
        self.sets[f"{asked['ownerSlug']}/{asked['slug']}"] = made
        made.versions.append(self._files(asked))
        return {"status": "ok", "ref": asked["slug"], "url": "u", "error": ""}

    def _createdatasetversion(self, asked: dict[str, object]) -> object:
        self._asked(asked).versions.append(self._files(asked["body"]))  # type: ignore[arg-type]
        return {"status": "ok", "ref": "", "url": "u", "error": ""}

    def _files(self, asked: dict[str, object]) -> dict[str, bytes]:
        files = {}
        for one in asked["files"]:  # type: ignore[attr-defined]
            name, data = self._blobs[one["token"]]
            if self.unpacks and name.endswith(".zip"):
                with ZipFile(io.BytesIO(data)) as archive:
                    entries = [entry for entry in archive.namelist() if not entry.endswith("/")]
                    files |= {f"{name.removesuffix('.zip')}/{entry}": archive.read(entry) for entry in entries}
            else:
                files[name] = data
        return files

    def _downloaddataset(self, asked: dict[str, object]) -> object:
        found = self._asked(asked)
        packed = io.BytesIO()
        with ZipFile(packed, "w") as archive:
            for name, data in found.versions[int(asked.get("datasetVersionNumber") or 0) - 1].items():  # type: ignore[call-overload]
                archive.writestr(name, data)
        return packed.getvalue()

    def _getdatasetmetadata(self, asked: dict[str, object]) -> object:
        found = self._asked(asked)
        facts = {name: found.facts.get(name) for name in ("title", "subtitle", "description")}
        licenses = [{"name": found.facts.get("licenseName")}]
        return {"info": {**facts, "isPrivate": found.private, "licenses": licenses, "keywords": []}}

    def _updatedatasetmetadata(self, asked: dict[str, object]) -> object:
        found, settings = self._asked(asked), asked["settings"]
        assert isinstance(settings, dict)
        found.private = bool(settings.get("isPrivate"))
        found.facts = {**found.facts, **settings}
        return {"errors": []}
