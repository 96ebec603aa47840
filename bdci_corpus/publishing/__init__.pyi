from .bundles import MAKERS as MAKERS
from .bundles.steps import Bundle as Bundle, bundle as bundle
from .gate import described as described
from .plan import Plan as Plan, Published as Published, Readable as Readable
from .steps import publish as publish
