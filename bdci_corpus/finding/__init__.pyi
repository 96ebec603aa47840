from .copies import NearCopy as NearCopy, copies_of as copies_of
from .matches import Match as Match
from .search import find as find
