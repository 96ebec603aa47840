"""License expressions: valid as SPDX writes them, and what is printed for one that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bdci_corpus.errors import ProjectError
from bdci_corpus.licenses.spdx import expression_of, license_ids, license_problem, restriction_of
from bdci_corpus.project.files import open_project


@pytest.mark.parametrize(
    "expression",
    [
        "MIT",
        "CC-BY-NC-SA-4.0",
        "LicenseRef-Unknown",
        "LicenseRef-a.b-C9",
        "MIT OR Apache-2.0",
        "(MIT OR ISC) AND LicenseRef-Own",
        "GPL-2.0-only WITH Classpath-exception-2.0",
    ],
)
def test_spdx_expressions_and_license_refs_are_valid(expression: str) -> None:
    assert license_problem(expression) is None


REF = 'Write "LicenseRef-" and letters, digits, dots and dashes.'
WITH = 'Write "license WITH exception".'


@pytest.mark.parametrize(
    ("expression", "problem", "remedy"),
    [
        ("mit", 'SPDX writes "MIT", and not "mit".', 'Write "MIT".'),
        ("cc-by-4.0", 'SPDX writes "CC-BY-4.0", and not "cc-by-4.0".', 'Write "CC-BY-4.0".'),
        ("MIT or ISC", 'SPDX writes "MIT OR ISC", and not "MIT or ISC".', 'Write "MIT OR ISC".'),
        ("GPL-3.0", '"GPL-3.0" is deprecated.', 'Write "GPL-3.0-only".'),
        ("GPL-3.0+", '"GPL-3.0+" is deprecated.', 'Write "GPL-3.0-or-later".'),
        ("CC BY 4.0", 'SPDX lists no license "CC BY 4.0".', 'Did you mean "CC-BY-4.0"?'),
        ("CC-BY-SA-40", 'SPDX lists no license "CC-BY-SA-40".', 'Did you mean "CC-BY-SA-4.0"?'),
        ("Apache2", 'SPDX lists no license "Apache2".', 'Did you mean "Apache-2.0"?'),
        ("NONE", '"NONE" names no license.', 'Write "LicenseRef-Unknown" if nobody knows.'),
        ("", '"" names no license.', 'Write "LicenseRef-Unknown" if nobody knows.'),
        ("licenseref-own", '"licenseref-own" is no LicenseRef.', REF),
        ("LicenseRef-自有", '"LicenseRef-自有" is no LicenseRef.', REF),
        ("Classpath-exception-2.0", '"Classpath-exception-2.0" is an exception, and no license.', WITH),
        ("MIT WITH Apache-2.0", '"MIT WITH Apache-2.0" names no exception.', "Join licenses by AND or OR."),
    ],
)
def test_what_is_wrong_with_an_expression_is_said_with_a_remedy(expression: str, problem: str, remedy: str) -> None:
    assert license_problem(expression) == (problem, remedy)


@pytest.mark.parametrize("expression", ["MIT AND", "MIT AND (ISC", "MIT ISC", "MIT/ISC", "AND", "()", "MIT OR OR MIT"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    found = license_problem(expression)
    assert found is not None
    assert found[1]


@pytest.mark.parametrize(
    ("expression", "restriction"),
    [
        ("CC0-1.0", "open"),
        ("CC-BY-4.0", "attribution"),
        ("CC-BY-3.0-DE", "attribution"),
        ("CC-BY-SA-4.0", "share-alike"),
        ("CC-BY-NC-4.0", "non-commercial"),
        ("CC-BY-NC-SA-4.0", "non-commercial"),
        ("CC-BY-ND-4.0", "no-derivatives"),
        ("CC-BY-NC-ND-4.0", "no-derivatives"),
        ("MIT", "attribution"),
        ("ODbL-1.0", "share-alike"),
        ("MIT OR CC-BY-NC-4.0", "attribution"),
        ("MIT AND CC-BY-NC-4.0", "non-commercial"),
        ("CC0-1.0 AND (CC-BY-ND-4.0 OR CC-BY-SA-4.0)", "share-alike"),
        ("LicenseRef-Own", None),
        ("MIT AND LicenseRef-Own", None),
    ],
)
def test_what_a_license_comes_down_to(expression: str, restriction: str | None) -> None:
    assert restriction_of(expression) == restriction


def test_an_expression_for_all_rows_binds_by_all() -> None:
    joined = expression_of(["MIT", "CC-BY-4.0 OR ISC", "MIT"])
    assert joined == "(CC-BY-4.0 OR ISC) AND MIT"
    assert license_problem(joined) is None
    assert license_ids(joined) == ("CC-BY-4.0", "ISC", "MIT")


def errors_of(folder: Path, tables: str, metadata: str | None = None) -> list[str]:
    """Return the errors of a project with some tables, one line each."""
    (folder / "seeds").mkdir()
    (folder / "seeds" / "a.txt").write_text("正文。")
    (folder / "corpus.toml").write_text(f'[corpus]\nname = "n"\n{tables}', encoding="utf-8")
    if metadata is not None:
        (folder / "seeds" / "metadata.csv").write_text(metadata, encoding="utf-8")
    try:
        project = open_project(folder)
        project.known_facts(project.files())
    except ProjectError as error:
        return [str(error)]
    except ExceptionGroup as group:
        return [str(error) for error in group.exceptions]
    return []


def test_licenses_in_corpus_toml_are_validated_all_at_once(tmp_path: Path) -> None:
    assert errors_of(
        tmp_path,
        '[[sources]]\nname = "a"\nfiles = ["seeds/a.txt"]\nlicense = "cc-by-4.0"\n'
        '[[sources]]\nname = "b"\nfiles = ["seeds/b.txt"]\nlicense = "CC-BY-NC-4.0"\nrestriction = "open"\n'
        '[[notices]]\nid = "n"\nmatch = "版权所有"\nlicense = "GPL-3.0"\nrestriction = "share-alike"\n',
    ) == [
        '[corpus.toml > sources[0].license] SPDX writes "CC-BY-4.0", and not "cc-by-4.0". Write "CC-BY-4.0".',
        '[corpus.toml > sources[1].restriction] "CC-BY-NC-4.0" is not as free as "open". Write "non-commercial".',
        '[corpus.toml > notices[0].license] "GPL-3.0" is deprecated. Write "GPL-3.0-only".',
    ]


def test_a_license_in_metadata_csv_is_validated(tmp_path: Path) -> None:
    source = '[[sources]]\nname = "a"\nfiles = ["seeds/a.txt"]\n'
    assert errors_of(tmp_path, source, "file_name,license\na.txt,CC BY 4.0\n") == [
        '[metadata.csv > line 2] SPDX lists no license "CC BY 4.0". Did you mean "CC-BY-4.0"?'
    ]
