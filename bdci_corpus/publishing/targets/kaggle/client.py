"""Kaggle's own client, made to give up on silence, to print nothing, and to tell no secret."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bdci_corpus.errors import PublishError
from bdci_corpus.publishing.troubles import RUN_AGAIN, Trouble, answered, causes, nonsense, redacted, unreachable

SECONDS = 60.0
"""How long one request may keep silent."""

_CHUNK = 1 << 20
"""How much of a download is written at a time, in bytes."""

_LOG_IN = "Put an API token into ~/.kaggle/access_token, or set KAGGLE_USERNAME and KAGGLE_KEY, of who owns it."

_MISSING = frozenset({403, 404})
"""What is asked for a data set that is not there: Kaggle says of what is not yours that you may not see it."""

_ERRORS = 400
"""The least status that is one of an error."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """What Kaggle tells of a data set: whether only its owner sees it, and the number of its newest version."""

    private: bool
    newest: int


@contextmanager
def impatient(seconds: float) -> Iterator[None]:
    """Have requests that ask for no bound give up on so much silence, for a while: the client never asks for one."""
    from requests.adapters import HTTPAdapter

    before = HTTPAdapter.send

    def send(self: HTTPAdapter, request: Any, *args: Any, timeout: Any = None, **more: Any) -> Any:  # noqa: ANN401
        return before(self, request, *args, timeout=timeout or seconds, **more)

    HTTPAdapter.send = send
    try:
        yield
    finally:
        HTTPAdapter.send = before


class Client:
    """What is asked of Kaggle about one data set.

    Raises:
        Trouble: from every method, where a request failed.
    """

    def __init__(self, ref: str, where: str) -> None:
        """Name the data set; nothing is asked yet.

        Raises:
            PublishError: the client is not installed.
        """
        if find_spec("kaggle") is None:
            remedy = 'Install it: pip install "bdci-corpus[kaggle]"'
            raise PublishError(where, "Kaggle's client is not installed.", remedy)
        self._ref = ref
        self._owner, _, self._name = ref.partition("/")

    def redacted(self, text: str) -> str:
        """Return a text without what one logs in with."""
        secrets = [os.environ.get("KAGGLE_KEY"), os.environ.get("KAGGLE_API_TOKEN")]
        if "_api" in vars(self):
            secrets += [self._api.config_values.get(name) for name in ("key", "token")]
        for secret in secrets:
            text = redacted(text, secret)
        return text

    def dataset(self) -> Dataset | None:
        """Return what is told of it, None where there is none that one may see.

        Raises:
            Trouble: Kaggle is still unpacking its newest version, among others.
        """
        from kagglesdk.datasets.types.dataset_api_service import ApiGetDatasetRequest, ApiGetDatasetStatusRequest

        with self._asking(), self._api.build_kaggle_client() as kaggle:
            service = kaggle.datasets.dataset_api_client
            try:
                found = service.get_dataset(self._of(ApiGetDatasetRequest()))
            except Exception as error:
                if _status(error) in _MISSING:
                    return None
                raise
            state = service.get_dataset_status(self._of(ApiGetDatasetStatusRequest())).status.name
        if state in {"FAILED", "DELETED"}:
            problem = f"It could not take in what was sent ({state.lower()})."
            raise Trouble(problem, "See its page for the reason.")
        if state != "READY":
            problem = f"It is still taking in what was sent ({state.replace('_', ' ').lower()})."
            raise Trouble(problem, f"Wait a little. {RUN_AGAIN}", waits=15)
        return Dataset(private=found.is_private is True, newest=int(found.current_version_number or 0))

    def download(self, number: int, path: Path) -> None:
        """Write all files of a version to a ZIP archive."""
        from kagglesdk.datasets.types.dataset_api_service import ApiDownloadDatasetRequest

        request = self._of(ApiDownloadDatasetRequest())
        request.dataset_version_number = number
        with self._asking(), self._api.build_kaggle_client() as kaggle:
            response = kaggle.datasets.dataset_api_client.download_dataset(request)
            with path.open("wb") as file:
                for chunk in response.iter_content(_CHUNK):
                    file.write(chunk)

    def create(self, folder: str) -> None:
        """Make it of what a folder holds, private."""
        with self._asking():
            done = self._api.dataset_create_new(folder, public=False, quiet=True, convert_to_csv=False, dir_mode="zip")
        self._accepted(done.error)

    def add_version(self, folder: str, notes: str) -> None:
        """Make a new version of what a folder holds; who may read it stays as it is."""
        with self._asking():
            done = self._api.dataset_create_version(folder, notes, quiet=True, convert_to_csv=False, dir_mode="zip")
        self._accepted(done.error)

    def set_private(self, *, private: bool, scratch: Path) -> None:
        """Say whether only its owner sees it, and leave all else that is said of it."""
        with self._asking(), TemporaryDirectory(dir=scratch) as folder:
            path = Path(self._api.dataset_metadata(self._ref, folder))
            facts = json.loads(path.read_text("utf-8"))
            facts = facts.get("info") or facts
            path.write_text(json.dumps({**facts, "isPrivate": private}), encoding="ascii")
            self._api.dataset_metadata_update(self._ref, folder)

    @cached_property
    def _api(self) -> Any:  # noqa: ANN401 - the client has no types
        from kaggle.api.kaggle_api_extended import KaggleApi

        api = KaggleApi()
        api.authenticate()
        return api

    def _of(self, request: Any) -> Any:  # noqa: ANN401
        request.owner_slug, request.dataset_slug = self._owner, self._name
        return request

    def _accepted(self, error: str | None) -> None:
        if error:
            problem = f'It refuses: "{self.redacted(error)}".'
            raise Trouble(problem, "Do what it says, and run again.")

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Have the client print nothing, and turn what it raises into trouble that says nothing secret."""
        try:
            with redirect_stdout(io.StringIO()):
                yield
        except Trouble:
            raise
        except SystemExit:
            problem = "There is no token to write with, or it was refused."
            raise Trouble(problem, _LOG_IN) from None
        except Exception as error:  # noqa: BLE001 - whatever a client raises, the token must not be shown
            raise self._trouble_of(error) from None

    def _trouble_of(self, error: Exception) -> Trouble:
        import requests

        for cause in causes(error):
            if isinstance(cause, requests.HTTPError) and cause.response is not None:
                body = self.redacted(str(cause)).replace("\n", " ")[:200]
                return answered(_status(cause) or 0, body, cause.response.headers, log_in=_LOG_IN)
            if isinstance(cause, requests.ConnectionError | requests.Timeout):
                return unreachable(type(cause).__name__)
        if isinstance(error, ValueError):  # what the client itself finds wrong
            return Trouble(f"Its client says: {self.redacted(str(error))}.", RUN_AGAIN)
        return nonsense(error)


def _status(error: BaseException) -> int | None:
    """Return the status of an answer; Kaggle has a second one in the body, which counts where the first is none."""
    response = getattr(error, "response", None)
    if response is None:
        return None
    if response.status_code >= _ERRORS:
        return int(response.status_code)
    try:
        return int(response.json()["code"])
    except (ValueError, KeyError, TypeError):
        return int(response.status_code)
