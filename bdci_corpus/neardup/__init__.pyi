from .clusters import components as components
from .comparison import (
    compared_among as compared_among,
    find_near_duplicates as find_near_duplicates,
    sketches_under as sketches_under,
)
from .dispatch import SizeThresholds as SizeThresholds
from .facts import Fact as Fact, compared as compared, facts_of as facts_of, kind_of as kind_of
from .file_comparison import compare_files as compare_files, write_tables as write_tables
from .first_facts import first_facts_of as first_facts_of
from .results import NearDuplicates as NearDuplicates
from .sketch_tables import (
    contained_pairs as contained_pairs,
    estimated_pairs as estimated_pairs,
    from_table as from_table,
    key_version_of as key_version_of,
    signature as signature,
)
