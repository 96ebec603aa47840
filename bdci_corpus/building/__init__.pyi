from .result import BuildResult as BuildResult
from .steps import build as build
