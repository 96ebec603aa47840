from .card import (
    CARD_COLUMNS as CARD_COLUMNS,
    DEFAULT_CONFIG as DEFAULT_CONFIG,
    Identity as Identity,
    Making as Making,
    card_data as card_data,
)
from .contents import PageContents as PageContents, edition as edition, pages_of as pages_of
from .credits import LICENSES as LICENSES, NOTICE as NOTICE, REUSE as REUSE, license_file as license_file
from .croissant import CROISSANT as CROISSANT, croissant_node as croissant_node
from .overview import crossing_pairs as crossing_pairs
from .render import environment as environment, pair_kinds as pair_kinds
from .report import REPORT as REPORT
from .side_by_side import DiffSpan as DiffSpan, marked_pieces as marked_pieces
