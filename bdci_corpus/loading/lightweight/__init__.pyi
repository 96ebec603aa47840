from .dialects import dialect_of as dialect_of
from .reading import read_lightweight as read_lightweight
