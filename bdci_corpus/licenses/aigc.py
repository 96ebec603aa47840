"""Read the label that Chinese law puts into the metadata of generated content.

GB 45438-2025, annex E: the metadata hold a field whose name contains ``AIGC``, with an object of ``Label``,
``ContentProducer``, ``ProduceID``, ``ReservedCode1``, ``ContentPropagator``, ``PropagateID`` and
``ReservedCode2``. ``Label`` is 1 where content is generated, 2 where it may be, 3 where it is suspected to
be. In a text's front matter the object is a mapping, or JSON in a string, perhaps with ``AIGC`` once more
around it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

_SYNTHETIC = {"1": "generated", "2": "unknown", "3": "unknown"}


def labeled_synthetic(extra: Mapping[str, object]) -> str | None:
    """Return what a document's AIGC label says: generated, or unknown; None where there is no label.

    A label that cannot be read, or says that the content may be generated, gives unknown.
    """
    labels = [_label(value) for key, value in extra.items() if "AIGC" in key.upper()]
    said = {_SYNTHETIC.get(label, "unknown") for label in labels}
    return "generated" if "generated" in said else "unknown" if said else None


def _label(value: object) -> str:
    """Return the value of ``Label``, or "" where there is none."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return ""
    if not isinstance(value, Mapping):
        return ""
    folded = {str(key).casefold(): inner for key, inner in value.items()}
    if "label" not in folded and isinstance(folded.get("aigc"), Mapping):
        return _label(folded["aigc"])
    label = folded.get("label")
    return str(label).strip() if isinstance(label, str | int) else ""
