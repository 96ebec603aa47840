"""A hub on this machine that answers what the real clients of Hugging Face ask, for tests and demonstrations."""

from hub.faults import Fault
from hub.server import LoopbackHub
from hub.store import Repo, Store

__all__ = ["Fault", "LoopbackHub", "Repo", "Store"]
