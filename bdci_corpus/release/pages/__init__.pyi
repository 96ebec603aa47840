from .card import (
    CARD_COLUMNS as CARD_COLUMNS,
    DEFAULT_CONFIG as DEFAULT_CONFIG,
    Identity as Identity,
    Making as Making,
    card_data as card_data,
)
from .citation import CITATION as CITATION, DATACITE as DATACITE, citation_pages as citation_pages
from .contents import PageContents as PageContents, edition as edition, pages_of as pages_of
from .credits import LICENSES as LICENSES, NOTICE as NOTICE, REUSE as REUSE, license_file as license_file
from .croissant import CROISSANT as CROISSANT, croissant_node as croissant_node
from .examples import DecodedEdit as DecodedEdit, edits_of_row as edits_of_row, visible as visible
from .overview import crossing_pairs as crossing_pairs
from .rai import RAI as RAI, rai_fields as rai_fields
from .render import chinese as chinese, environment as environment, pair_kinds as pair_kinds
from .report import REPORT as REPORT, report_script as report_script
from .side_by_side import DiffSpan as DiffSpan, marked_pieces as marked_pieces
from .steps import OTHERS as OTHERS, why as why
from .submission import submission_names as submission_names
