from .engines import ENGINES as ENGINES
from .engines.processes import spare_pandas as spare_pandas
from .result import BuildResult as BuildResult
from .steps import build as build
