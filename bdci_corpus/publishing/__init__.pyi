from .plan import Published as Published
from .steps import publish as publish
