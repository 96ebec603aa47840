"""Splits that do not leak and do not move: from documents, links and the ledger to an assignment.

What is in the ledger stays where it is; who is linked to it follows, or is quarantined
(``quarantine``); the others are placed group by group so that the shares come out as asked
(``apportion``). Everything here is a pure function of its arguments, whose order does not matter.
"""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
