"""Find: is this text in a release, in which row, split and version?

A text is looked for by match key, so that script, width, blanks and punctuation make no difference: as a whole,
as a near-copy, as an excerpt of a row, and as a passage that both share.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
