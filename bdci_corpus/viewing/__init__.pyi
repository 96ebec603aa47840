from .rows import ReleaseView as ReleaseView, RowQuery as RowQuery
from .server import Viewer as Viewer
