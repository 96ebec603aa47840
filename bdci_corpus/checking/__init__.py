"""The verb ``check``: does a release say the truth about itself, and do its splits leak?

    files ── rows ── provenance ── leakage ── probe

A check reads nothing but the release. It has no leniency flags, collects every problem before it
stops, and says of each where it is and what to do. What is worth knowing and no fault is a finding.
See docs/explanation/check.md.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
