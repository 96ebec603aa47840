"""Compose edits, carry spans across them, and undo them.

A text is cleaned in steps. Each step finds edits in the text the step before left; composing them
gives one sorted list of *changes* from the decoded file to the final text, and with the file's
encoding the trace that is published. Changes that touch are merged, so they are strictly separated
and undoing is unambiguous.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
