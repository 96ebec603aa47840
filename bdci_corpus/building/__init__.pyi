from .engines import ENGINES as ENGINES
from .result import BuildResult as BuildResult
from .steps import build as build
