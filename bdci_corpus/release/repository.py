"""A release in a repository of a hub: its files held against its own sums before anything of it is loaded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bdci_corpus.errors import CheckError, CorpusError, nearest_path, raise_together
from bdci_corpus.release.files import SUMS, file_sha256
from bdci_corpus.release.sums import added_by_hubs, files_below, no_sums, read_sums, sum_problems
from bdci_corpus.release.versions import CARD, front_matter

if TYPE_CHECKING:
    from huggingface_hub import HfApi

_DATASET = "dataset"


def verified(repo: str, arguments: Mapping[str, object]) -> dict[str, object]:
    """Verify what ``datasets.load_dataset`` would load with these arguments; return those that hold it to that.

    Without the network, what was downloaded before is verified, and loaded from where it lies.

    Raises:
        CheckError: a file was changed, is missing, or does not belong, or the repository cannot be read.
    """
    import datasets
    from huggingface_hub import HfApi
    from huggingface_hub.errors import OfflineModeIsEnabled, RemoteEntryNotFoundError

    revision, token = arguments.get("revision"), arguments.get("token")
    api = HfApi(endpoint=datasets.config.HF_ENDPOINT, token=token if isinstance(token, str | bool) else None)
    try:
        snapshot = _snapshot(api, repo, None if revision is None else str(revision))
        try:
            held = _hub_digests(api, repo, snapshot.name)
        except OfflineModeIsEnabled:
            raise_together(list(_cached_problems(snapshot)), f"verifying {repo}")
            return {"path": str(snapshot), "revision": None}
        raise_together(list(_problems(api, repo, snapshot, held, arguments)), f"verifying {repo}")
    except RemoteEntryNotFoundError:
        raise no_sums() from None
    except (CorpusError, ExceptionGroup):
        raise
    except Exception as error:  # noqa: BLE001 - the errors of a client, and of whichever HTTP library it uses
        problem = f"It is no folder, and the repository cannot be read ({type(error).__name__})."
        near = nearest_path(Path(repo))
        raise CheckError(repo, problem, f"{near}See to its name, the revision, your token and the network.") from None
    return {"revision": snapshot.name}


def _snapshot(api: HfApi, repo: str, revision: str | None) -> Path:
    """Return the folder of the client's cache that holds the commit; its name is that of the commit."""
    return Path(api.hf_hub_download(repo, SUMS, repo_type=_DATASET, revision=revision)).parent


def _hub_digests(api: HfApi, repo: str, commit: str) -> dict[str, str | None]:
    """Return each file's SHA-256 by its path, None where the hub does not say it (it does of large ones)."""
    from huggingface_hub.hf_api import RepoFile

    found = api.list_repo_tree(repo, recursive=True, revision=commit, repo_type=_DATASET)
    entries = [entry for entry in found if isinstance(entry, RepoFile) and not added_by_hubs(entry.path)]
    return {entry.path: entry.lfs.sha256 if entry.lfs else None for entry in entries}


def _problems(
    api: HfApi, repo: str, snapshot: Path, held: Mapping[str, str | None], arguments: Mapping[str, object]
) -> Iterator[CheckError]:
    def fetched(name: str) -> Path:
        return Path(api.hf_hub_download(repo, name, repo_type=_DATASET, revision=snapshot.name))

    wanted = _wanted(held, fetched, arguments)

    def digest(name: str) -> str:
        stated = held[name]
        return stated if stated is not None and name not in wanted else file_sha256(fetched(name))

    expected = read_sums((snapshot / SUMS).read_text("utf-8"))
    return sum_problems(expected, held.keys(), digest)


def _wanted(
    held: Mapping[str, str | None], fetched: Callable[[str], Path], arguments: Mapping[str, object]
) -> Collection[str]:
    """Return the files that are about to be downloaded: those of the configuration, none of them if streamed."""
    if arguments.get("streaming"):
        return ()
    if arguments.get("data_files") or arguments.get("data_dir") or CARD not in held:
        return held.keys()
    try:
        configs = yaml.safe_load(front_matter(fetched(CARD).read_text("utf-8"))[0])["configs"]
        named = {config["config_name"]: config for config in configs}
        default = next((name for name, config in named.items() if config.get("default")), None)
        chosen = named[arguments.get("name") or default]
        return {path for part in chosen["data_files"] for path in part["path"]}
    except (LookupError, TypeError, yaml.YAMLError):
        return held.keys()


def _cached_problems(snapshot: Path) -> Iterator[CheckError]:
    """Yield what is wrong with the files that were downloaded before; the others cannot be loaded either."""
    expected, present = read_sums((snapshot / SUMS).read_text("utf-8")), files_below(snapshot)
    known = {name: digest for name, digest in expected.items() if name in present}
    return sum_problems(known, present, lambda name: file_sha256(snapshot / name))
