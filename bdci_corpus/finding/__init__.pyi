from .copies import NearCopy as NearCopy, copies_of as copies_of
from .matches import FindError as FindError, Match as Match
from .search import find as find
