from .matches import FindError as FindError, Match as Match
from .search import find as find
