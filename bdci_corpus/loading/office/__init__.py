"""The kit for office files: containers with limits, XML with places, Word documents and EPUB books."""

import lazy_loader as _lazy

__getattr__, __dir__, __all__ = _lazy.attach_stub(__name__, __file__)
