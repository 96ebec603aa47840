from .assemble import write_release as write_release
from .classes import (
    classes_of as classes_of,
    named as named,
    number_classes as number_classes,
)
from .competition import (
    BASELINE as BASELINE,
    COMMITMENT as COMMITMENT,
    SAMPLE as SAMPLE,
    SOLUTION as SOLUTION,
    Committed as Committed,
    CompetitionSummary as CompetitionSummary,
    commitment_json as commitment_json,
)
from .diff import Difference as Difference, compare_releases as compare_releases
from .digests import hash_of as hash_of, overall_hash as overall_hash, row_digests as row_digests
from .disclosure import claims as claims
from .draft import (
    HELD_BACK as HELD_BACK,
    Arranged as Arranged,
    Collected as Collected,
    Draft as Draft,
    WrittenRelease as WrittenRelease,
    pairs_among as pairs_among,
)
from .files import (
    SUMS as SUMS,
    TablePart as TablePart,
    as_json as as_json,
    file_sha256 as file_sha256,
    part_of as part_of,
    put_in_place as put_in_place,
    recover as recover,
    split_order as split_order,
)
from .groups import (
    groups_of as groups_of,
    linking_kinds as linking_kinds,
    strata_of as strata_of,
    values_of as values_of,
)
from .licensed import licensed_rows as licensed_rows
from .load import load_dataset as load_dataset
from .manifest import targets_of as targets_of
from .mapped import (
    among as among,
    filtered as filtered,
    forget_mapped as forget_mapped,
    mapped_table as mapped_table,
    rows_at as rows_at,
)
from .passages import passages_table as passages_table, said_again as said_again
from .schema import (
    FORMAT as FORMAT,
    TABLES as TABLES,
    Row as Row,
    reserved_names as reserved_names,
    schema_of as schema_of,
)
from .sums import (
    file_problems as file_problems,
    files_below as files_below,
    links_to_blob as links_to_blob,
    read_sums as read_sums,
)
from .tables import (
    SEALS as SEALS,
    counted_files as counted_files,
    files_table as files_table,
    placed as placed,
    traces_table as traces_table,
    unplaced_table as unplaced_table,
)
from .values import column_problem as column_problem
from .versions import (
    CARD as CARD,
    LEDGER as LEDGER,
    MANIFEST as MANIFEST,
    QUARANTINE as QUARANTINE,
    SHAPE_FILES as SHAPE_FILES,
    Shape as Shape,
    front_matter as front_matter,
    level as level,
    next_version as next_version,
    numbers as numbers,
    read_shape as read_shape,
)
from .withheld import NO_TRACE as NO_TRACE
from .withhold import redistributable_part as redistributable_part
