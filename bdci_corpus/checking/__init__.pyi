from .release import Manifest as Manifest
from .steps import check as check
