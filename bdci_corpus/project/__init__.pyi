from .config import CONFIG as CONFIG, Config as Config, RepairEntry as RepairEntry, Source as Source
from .declared import declared_terms as declared_terms, notice_problems as notice_problems, notice_terms as notice_terms
from .files import CACHE as CACHE, Project as Project, RawFile as RawFile, open_project as open_project
from .scaffold import init as init, new_loader as new_loader
from .withdraw import withdraw_document as withdraw_document
