from .engines import ENGINES as ENGINES
from .engines.processes import spare_imports as spare_imports
from .result import BuildResult as BuildResult
from .steps import build as build
