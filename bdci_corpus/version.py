"""The version of this library, and of those that decide about what it writes."""

from __future__ import annotations

__version__ = "0.1.0"


def libraries() -> dict[str, str]:
    """Return the versions of the libraries that decide about bytes of results."""
    from importlib.metadata import version

    return {name: version(name) for name in ("numpy", "opencc", "pyarrow", "numba")}
