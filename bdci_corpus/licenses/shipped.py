"""The texts of the licenses that documents most often stand under, as SPDX's list gives them (March 2026)."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "texts"


def shipped_ids() -> tuple[str, ...]:
    """Return the ids of the licenses whose text is shipped, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.txt")))


def shipped_text(name: str) -> str | None:
    """Return the text of a license by its SPDX id, or None where it is not shipped."""
    path = _FOLDER / f"{name}.txt"
    return path.read_text(encoding="utf-8") if name in shipped_ids() else None
