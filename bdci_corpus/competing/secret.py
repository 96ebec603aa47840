"""The secret from which all salts are made: made once, and kept where no build writes."""

from __future__ import annotations

import os

from bdci_corpus.errors import ProjectError
from bdci_corpus.project import Project

SECRET_BYTES = 32
"""As many as the key of HMAC-SHA256 is worth."""


def secret_of(project: Project) -> bytes:
    """Return the secret of a project's competition; the first time it is made, for the owner's eyes only.

    Raises:
        ProjectError: the file is there, and holds none.
    """
    path = project.root / "private" / f"{project.config.corpus.name}.secret"
    path.parent.mkdir(exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path.read_bytes(), f"private/{path.name}")
    secret = os.urandom(SECRET_BYTES)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret.hex().encode() + b"\n")
    return secret


def _read(data: bytes, where: str) -> bytes:
    try:
        secret = bytes.fromhex(data.decode("ascii"))
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise ProjectError(where, "It is no secret as it was made.", "Restore it: without it, nothing opens.")
    return secret
