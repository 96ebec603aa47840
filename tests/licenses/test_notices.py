"""License notices: which words are one, how far it reaches, and what a project does with it."""

from __future__ import annotations

import json
import random
import sys
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given, strategies as st
from noise.clean import document
from places import CASES

from bdci_corpus.building.steps import build
from bdci_corpus.documents.normalized import normalize
from bdci_corpus.errors import CorpusError, LicenseError
from bdci_corpus.licenses import (
    confined,
    family as surroundings,
    granting,
    names,
    pictures,
    reserved,
    sentences,
    vocabulary,
)
from bdci_corpus.licenses.candidates import find_candidates
from bdci_corpus.licenses.folding import fold
from bdci_corpus.licenses.matches import find_notices
from bdci_corpus.licenses.pictures import PICTURE
from bdci_corpus.licenses.terms import labeled_synthetic
from bdci_corpus.project.config import parse_config
from bdci_corpus.project.declared import toml_for
from bdci_corpus.records import Notice
from bdci_corpus.text.script import to_traditional

BDCI = (
    "本文档为 2024 CCF BDCI 比赛用语料的一部分。部分文档使用大语言模型改写生成,"
    "内容可能与现实情况不符,可能不具备现实意义,仅允许在本次比赛中使用。"
)
BODY = "邻里互助进社区\n活动开始以来，各站点记下了居民的来访，球队也在比赛中获胜。志愿者走访到户。\n"
DECLARED = [("bdci-2024", "本文档为 2024 CCF BDCI 比赛用语料的一部分")]
CASES = json.loads((CASES / "notices.json").read_text("utf-8"))
NOTICES = [case for case in CASES if case["notices"]]
PROSE = [case for case in CASES if not case["notices"]]


def labels(cases: list[dict[str, object]]) -> list[str]:
    """Return the labels of cases, as test ids."""
    return [str(case["label"]) for case in cases]


@pytest.mark.parametrize("case", NOTICES, ids=labels(NOTICES))
def test_a_notice_is_recognized(case: dict[str, object]) -> None:
    text = str(case["text"])
    found = [
        {"text": text[c.start : c.end], "kind": c.kind, "license": c.license, "restriction": c.restriction}
        for c in find_candidates(text)
    ]
    assert found == case["notices"]


@pytest.mark.parametrize("case", PROSE, ids=labels(PROSE))
def test_prose_that_speaks_of_rights_is_no_notice(case: dict[str, object]) -> None:
    assert find_candidates(str(case["text"])) == []


def test_there_are_enough_cases_both_ways() -> None:
    assert len(NOTICES) >= 60
    assert len(PROSE) >= 50
    assert {str(case["label"]).partition(":")[0] for case in NOTICES} == {"notice"}


@pytest.mark.parametrize("seed", range(20))
def test_clean_text_has_no_notice(seed: int) -> None:
    text = document(random.Random(seed), script=("hans", "hant")[seed % 2])
    assert find_candidates(text) == []


def test_every_character_that_is_looked_for_is_found_in_traditional_writing() -> None:
    modules = (confined, granting, names, pictures, reserved, sentences, surroundings, vocabulary)
    written = "".join(Path(str(module.__file__)).read_text("utf-8") for module in modules)
    characters = {c for c in written if "\u4e00" <= c <= "\u9fff"}
    assert {c for c in characters if fold(to_traditional(c)) != fold(c)} == set()


def wrapped(text: str, width: int) -> str:
    """Cut a text into lines of a width."""
    return "\n".join(text[at : at + width].strip() for at in range(0, len(text), width))


@pytest.mark.parametrize("notice", [BDCI, BDCI.replace(" ", "")], ids=["with blanks", "without"])
@pytest.mark.parametrize("width", [*range(8, 60), 200])
@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["own paragraph", "text right below"])
def test_the_bdci_notice_is_found_whole_however_it_is_spaced_and_wrapped(notice: str, width: int, gap: str) -> None:
    lines = wrapped(notice, width)
    text = lines + gap + BODY
    (found,) = find_notices(text, DECLARED)
    assert text[found.start : found.end] == lines
    (candidate,) = find_candidates(text)
    assert candidate.restriction == "competition-only"


LINE = "今天上午，市长来到社区，先后走访了两所学校，详细了解情况。"


@pytest.mark.parametrize(
    ("text", "match", "expected"),
    [
        (f"{LINE}本文由某某发布，转载请注明出处。{LINE}", "转载请注明出处", "本文由某某发布，转载请注明出处。"),
        ("© 2019 某某网 版权所有\n首页 | 关于我们", "版权所有", "© 2019 某某网 版权所有"),
        (f"某某网版权所有，未经授权不得转载\n{LINE}", "版权所有", "某某网版权所有，未经授权不得转载"),
        ("<p>正文</p><p>转载请注明出处</p><p>正文</p>", "转载请注明出处", "转载请注明出处"),
        (
            "Body. © 2019 Foo Inc. All rights reserved. The council met.",
            "© 2019",
            "© 2019 Foo Inc. All rights reserved.",
        ),
    ],
)
def test_text_beside_a_notice_is_none_of_it(text: str, match: str, expected: str) -> None:
    (found,) = find_notices(text, [("n", match)])
    assert text[found.start : found.end] == expected


@given(st.text("版权所有转载请注明出处。\n <>©2019本文.!A", max_size=200))
def test_candidates_are_sorted_disjoint_and_inside(text: str) -> None:
    here = 0
    for candidate in find_candidates(text):
        assert here <= candidate.start < candidate.end <= len(text)
        here = candidate.end


FAULTS = [
    ("本文首发于“社区观察”，未经授权不得转载。", None, "all-rights-reserved"),
    ("文章刊于《晚风》，轉載請註明出處。", None, "all-rights-reserved"),
    (
        "版权声明：本文为CSDN博主「甲」的原创文章，遵循CC 4.0 BY-SA版权协议，转载请附上原文出处链接及本声明。",
        "CC-BY-SA-4.0",
        "share-alike",
    ),
    ("distributed under the terms of the CC-BY-4.0 license.", "CC-BY-4.0", "attribution"),
    ("Distributed under CC BY-ND license", "LicenseRef-CC-BY-ND", "no-derivatives"),
    ("released under the [Attribution-NonCommercial-ShareAlike 2.0", "CC-BY-NC-SA-2.0", "non-commercial"),
    ("Creative Commons Attribution Non-Commercial License 4.0", "CC-BY-NC-4.0", "non-commercial"),
    ("感谢收看，转载请注明出处", None, "all-rights-reserved"),
    ("采用知识共享“署名 2.5 中国大陆”许可协议授权", "CC-BY-2.5", "attribution"),
    ("非經授權，不得轉載", None, "all-rights-reserved"),
    ("自由转载-非商用-非衍生-保持署名（创意共享3.0许可证）", "CC-BY-NC-ND-3.0", "no-derivatives"),
    ("【仅供参赛选手使用】", None, "competition-only"),
    ("参赛者不得将其用于比赛以外的任何用途", None, "competition-only"),
    ("License: MIT", "MIT", "attribution"),
    ('<meta name="copyright" content="某某网">', None, "all-rights-reserved"),
    ("<!-- SPDX-License-Identifier: Apache-2.0 -->", "Apache-2.0", "attribution"),
    ("未\u200b经授权不得转载", None, "all-rights-reserved"),
    ("本文采用 CC\u200b BY 4.0 许可", "CC-BY-4.0", "attribution"),
]


@pytest.mark.parametrize(("text", "license_", "restriction"), FAULTS)
def test_faults_that_real_notices_showed(text: str, license_: str | None, restriction: str) -> None:
    for around in (text, f"甲城在河边。\n\n{text}\n\n次日，走访继续。"):
        (found,) = normalize(around.encode())[0].origin.notices
        assert (found.license, found.restriction) == (license_, restriction)


@pytest.mark.parametrize("character", ["\u200b", "\u200d", "\ufeff", "\u2060", "\u00ad"])
@pytest.mark.parametrize("text", ["未经授权不得转载", "本文采用CC BY 4.0许可协议", "版權所有，翻印必究"])
def test_a_character_without_width_hides_nothing_wherever_it_stands(text: str, character: str) -> None:
    for at in range(1, len(text)):
        assert find_candidates(text[:at] + character + text[at:])


@pytest.mark.parametrize("text", ["他说“未经授权不得转载”是惯例。", "扉页上印着“本书采用 CC BY 4.0 许可”几个字。"])
def test_a_quoted_notice_is_none(text: str) -> None:
    assert find_candidates(text) == []


def test_without_a_version_the_family_is_named_and_a_version_beside_it_is_taken() -> None:
    def named(text: str) -> list[str | None]:
        return [candidate.license for candidate in find_candidates(text)]

    assert named("本文采用 CC BY-SA 许可协议。") == ["LicenseRef-CC-BY-SA"]
    assert named("本软件以 GPL 协议发布。") == ["LicenseRef-GPL"]
    beside = "本文采用 CC BY-SA 许可协议。\n\nhttps://creativecommons.org/licenses/by-sa/3.0/"
    assert set(named(beside)) == {"CC-BY-SA-3.0"}


@pytest.mark.parametrize(
    ("text", "license_", "restriction"),
    [
        ("本文以 GFDL 1.3 或 CC BY-SA 3.0 授权发布。", "CC-BY-SA-3.0 OR GFDL-1.3-only", "share-alike"),
        ("代码采用 MIT 许可证，文档采用 CC BY-NC 4.0 许可证。", "CC-BY-NC-4.0 AND MIT", "non-commercial"),
        ("本文采用 CC BY 4.0 协议，未经授权不得转载。", "CC-BY-4.0", "all-rights-reserved"),
        ("本文采用 CC BY 4.0 协议，不得用于商业用途。", "CC-BY-4.0", "non-commercial"),
    ],
)
def test_several_licenses_and_demands_are_never_read_as_freer(text: str, license_: str, restriction: str) -> None:
    (found,) = find_candidates(text)
    assert (found.license, found.restriction) == (license_, restriction)


CREDITS = [
    "![河边](a.jpg)\n*CC BY-SA 4.0*",
    "图片来源：甲城档案馆，CC BY-SA 4.0",
    "Photo by Jane Doe, licensed under CC BY 2.0.",
    "Image by: (Jane Doe, CC BY-SA 4.0)",
]


@pytest.mark.parametrize("credit", CREDITS)
def test_a_picture_s_credit_is_said_to_be_the_picture_s(tmp_path: Path, credit: str) -> None:
    folder = project(tmp_path / "p", f"{BODY}\n{credit}\n\n{BODY}")
    with pytest.raises(LicenseError, match="credit of a picture") as stopped:
        build(folder, out=tmp_path / "release")
    assert list(tomllib.loads(to_paste(stopped.value))) == ["quotations"]
    with (folder / "corpus.toml").open("a", encoding="utf-8") as config:
        config.write(to_paste(stopped.value))
    row = row_of(folder, tmp_path / "release")
    assert (row["license"], row["license_evidence"]) == ("CC0-1.0", "declared")


def test_what_a_notice_does_not_state_comes_from_the_source(tmp_path: Path) -> None:
    source = 'license = "CC0-1.0"\nrights_holder = "甲社"\nattribution = "甲社 2024"\nsynthetic = "none"'
    declared = (
        '[[notices]]\nid = "n"\nmatch = "转载请注明出处"\nlicense = "LicenseRef-n"\nrestriction = "attribution"\n'
    )
    folder = project(tmp_path / "p", f"{BODY}\n转载请注明出处。\n", declared, source)
    row = row_of(folder, tmp_path / "release")
    expected = ("LicenseRef-n", "attribution", "甲社", "甲社 2024", "none")
    assert tuple(row[k] for k in ("license", "restriction", "rights_holder", "attribution", "synthetic")) == expected
    assert "甲社" in next((tmp_path / "release").rglob("NOTICE")).read_text("utf-8")


def test_a_notice_without_a_version_agrees_with_the_source_that_declares_one(tmp_path: Path) -> None:
    source = 'license = "CC-BY-4.0"\nattribution = "甲"'
    row = row_of(project(tmp_path / "p", f"{BODY}\n本文采用 CC BY 许可协议。\n", source=source), tmp_path / "release")
    assert (row["license"], row["license_evidence"]) == ("CC-BY-4.0", "detected")


def test_a_notice_that_asks_for_more_than_the_declared_license_is_not_declared(tmp_path: Path) -> None:
    text = f"{BODY}\n本文采用 CC BY 4.0 协议，未经授权不得转载。\n"
    folder = project(tmp_path / "p", text, source='license = "CC-BY-4.0"\nattribution = "甲"')
    with pytest.raises(LicenseError, match="not declared"):
        build(folder, out=tmp_path / "release")


def test_notice_credits_authors_where_nobody_else_is_named(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", "", source='license = "CC-BY-4.0"')
    (folder / "seeds" / "a.txt").write_text(f"---\ntitle: 河边\nauthor: 王甲\n---\n\n{BODY}", encoding="utf-8")
    row_of(folder, tmp_path / "release")
    assert "Authors: 王甲" in next((tmp_path / "release").rglob("NOTICE")).read_text("utf-8")


def test_the_printed_toml_has_lines_for_whose_it_is() -> None:
    notice = Notice(text="转载请注明出处", id=None, kind="reprint", license=None, restriction="all-rights-reserved")
    lines = toml_for(notice, "n").splitlines()
    assert sum(line.startswith(("# rights_holder", "# attribution")) for line in lines) == 2


@pytest.mark.parametrize("name", ["license", "许可协议", "copyright"])
def test_a_column_that_names_a_license_is_a_notice(tmp_path: Path, name: str) -> None:
    folder = project(tmp_path / "p", "", source='license = "CC0-1.0"')
    (folder / "seeds" / "a.txt").unlink()
    row = {"id": "1", "text": "甲城在河边，街道走访了三百户。", name: "CC BY-NC 4.0"}
    (folder / "seeds" / "a.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    with pytest.raises(LicenseError, match=r"CC BY-NC 4\.0"):
        build(folder, out=tmp_path / "release")


LINES = [
    "CC BY-SA ",
    "MIT, ",
    "本文采用CC BY",
    "知识共享署名-",
    "转载请",
    "未经授权不得转载，",
    "gnu general public license ",
]


@pytest.mark.parametrize("words", [*LINES, "License: (MIT ", "感谢阅读，转载请", "\u200b未经", "<span>版权所有"])
def test_crafted_lines_take_linear_time(words: str) -> None:
    def steps(count: int) -> int:
        seen = 0

        def count_calls(*_: object) -> None:
            nonlocal seen
            seen += 1

        sys.setprofile(count_calls)
        try:
            find_candidates(words * count)
        finally:
            sys.setprofile(None)
        return seen

    find_candidates(words * 50)
    assert steps(800) <= 2.6 * steps(400) + 1_000


def test_a_line_without_end_is_searched_in_linear_time() -> None:
    for text in ("版权所有" * 4_000, "转载请" * 40_000, "© " * 50_000, "未经授权不得" * 20_000 + "转载"):
        find_candidates(text)
        find_notices(text, [("n", "版权所有转载")])


def project(folder: Path, text: str, config: str = "", source: str = 'license = "CC0-1.0"') -> Path:
    """Make a project of one file."""
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    (folder / "seeds" / "a.txt").write_text(text, encoding="utf-8")
    head = f'[corpus]\nname = "one"\n[[sources]]\nname = "s"\nfiles = ["seeds/*"]\n{source}\n'
    (folder / "corpus.toml").write_text(head + config, encoding="utf-8")
    return folder


def row_of(folder: Path, out: Path) -> dict[str, object]:
    """Build, and return the one row."""
    (row,) = pq.read_table(build(folder, out=out).release / "documents").to_pylist()
    return dict(row)


def problems(error: BaseException) -> Iterator[CorpusError]:
    """Yield the errors of a group, or the one."""
    if isinstance(error, BaseExceptionGroup):
        for inner in error.exceptions:
            yield from problems(inner)
    elif isinstance(error, CorpusError):
        yield error


def to_paste(error: CorpusError) -> str:
    """Return the TOML that an error prints: what follows the first empty line."""
    return error.remedy.partition("\n\n")[2]


ONE_A_KIND = list({case["notices"][0]["kind"]: case["text"] for case in NOTICES if len(case["notices"]) == 1}.values())
SEVERAL = (
    f'{BODY}\n© 2019 某某网 "版权\\所有" 版权所有\n\n转载请注明出处：某某网。\n\n本作品采用 CC BY-NC-SA 4.0 许可\n'
)


@pytest.mark.parametrize("text", [*ONE_A_KIND, SEVERAL])
def test_the_printed_toml_pasted_lets_the_build_pass(tmp_path: Path, text: str) -> None:
    folder = project(
        tmp_path / "p", f"{text}\n\n{BODY}", source='license = "LicenseRef-Unknown"\nrestriction = "unknown"'
    )
    with pytest.raises((LicenseError, ExceptionGroup)) as stopped:
        build(folder, out=tmp_path / "release")
    errors = list(problems(stopped.value))
    assert all(error.where == "a.txt" and "is not declared" in error.problem for error in errors)
    pasted = "\n".join(map(to_paste, errors))
    assert sum(map(len, tomllib.loads(pasted).values())) == len(errors)
    with (folder / "corpus.toml").open("a", encoding="utf-8") as config:
        config.write(pasted)
    row = row_of(folder, tmp_path / "release")
    assert row["license_evidence"] == "detected"
    assert row["restriction"] != "unknown"
    said = str(row["notice_text"])
    assert sha256(said.encode()).hexdigest() == row["notice_sha256"]
    assert all("".join(part.split()) in "".join(text.split()) for part in said.split("\n\n"))


@pytest.mark.parametrize("case", NOTICES, ids=labels(NOTICES))
def test_the_toml_of_every_notice_finds_it(case: dict[str, object]) -> None:
    text = str(case["text"])
    for candidate in find_candidates(text):
        if candidate.kind == PICTURE:
            continue
        notice = Notice(
            text=text[candidate.start : candidate.end],
            id=None,
            kind=candidate.kind,
            license=candidate.license,
            restriction=candidate.restriction,
        )
        config = parse_config('[corpus]\nname = "n"\n' + toml_for(notice, candidate.kind))
        found = find_notices(text, [(declared.id, declared.match) for declared in config.notices])
        assert any(f.start < candidate.end and candidate.start < f.end for f in found)


def test_the_same_notice_in_many_files_is_one_problem(tmp_path: Path) -> None:
    folder = project(tmp_path / "p", "")
    for number in range(12):
        text = f"第{number}天，市图书馆又添了{number * 7 + 3}种期刊。\n\n版权所有{' ' * (number % 3)}翻印必究\n"
        (folder / "seeds" / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (folder / "seeds" / "a.txt").unlink()
    with pytest.raises(LicenseError, match=r"\[00\.txt\].*11 more documents carry it"):
        build(folder, out=tmp_path / "release")


def test_a_declared_notice_sets_the_terms_and_leaves_the_text(tmp_path: Path) -> None:
    declared = (
        '[[notices]]\nid = "bdci"\nmatch = "本文档为2024CCF BDCI比赛用语料"\nlicense = "LicenseRef-BDCI"\n'
        'restriction = "competition-only"\nrights_holder = "2024 CCF BDCI"\nsynthetic = "unknown"\n'
    )
    row = row_of(project(tmp_path / "p", f"{BDCI}\n\n{BODY}", declared), tmp_path / "release")
    expected = {
        "license": "LicenseRef-BDCI",
        "restriction": "competition-only",
        "rights_holder": "2024 CCF BDCI",
        "synthetic": "unknown",
        "license_evidence": "detected",
        "notice_text": BDCI,
        "notice_sha256": sha256(BDCI.encode()).hexdigest(),
        "redistributable": False,
    }
    assert {name: row[name] for name in expected} == expected
    assert "BDCI" not in str(row["text"])
    assert str(row["text"]).startswith("邻里互助进社区")


def test_the_strictest_of_several_declared_notices_counts_and_all_are_kept(tmp_path: Path) -> None:
    declared = "".join(
        f'[[notices]]\nid = "{name}"\nmatch = "{match}"\nlicense = "LicenseRef-{name}"\nrestriction = "{restriction}"\n'
        for name, match, restriction in [
            ("credit", "转载请注明出处", "attribution"),
            ("reserved", "版权所有", "all-rights-reserved"),
        ]
    )
    text = f"转载请注明出处。\n\n{BODY}\n版权所有\n"
    row = row_of(project(tmp_path / "p", text, declared), tmp_path / "release")
    assert (row["license"], row["restriction"]) == ("LicenseRef-reserved", "all-rights-reserved")
    assert row["notice_text"] == "转载请注明出处。\n\n版权所有"


def test_words_declared_as_a_quotation_stay_in_the_text(tmp_path: Path) -> None:
    text = f"{BODY}\n版权所有\n"
    folder = project(tmp_path / "p", text, '[[quotations]]\nmatch = "版权所有"\nreason = "the poem\'s title"\n')
    row = row_of(folder, tmp_path / "release")
    assert row["notice_text"] is None
    assert "版权所有" in str(row["text"])
    assert row["license_evidence"] == "declared"


def test_a_notice_that_names_the_declared_license_is_declared(tmp_path: Path) -> None:
    text = f"{BODY}\n本作品采用知识共享署名 4.0 国际许可协议进行许可。\n"
    folder = project(tmp_path / "p", text, source='license = "CC-BY-4.0"\nattribution = "某某"')
    row = row_of(folder, tmp_path / "release")
    assert (row["license_evidence"], row["restriction"]) == ("detected", "attribution")
    assert row["notice_text"] == "本作品采用知识共享署名 4.0 国际许可协议进行许可。"


def test_without_corpus_toml_a_notice_is_recorded_stays_in_the_text_and_blocks_publishing(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{BODY}\n未经授权不得转载\n", encoding="utf-8")
    result = build(folder, out=tmp_path / "release")
    (row,) = pq.read_table(result.release / "documents").to_pylist()
    assert row["notice_text"] == "未经授权不得转载"
    assert "未经授权不得转载" in row["text"]
    assert (row["license_evidence"], row["restriction"]) == ("assumed", "unknown")
    assert any(reason.startswith("undeclared-notice, 1 document") for reason in result.blocking)


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ({"AIGC": {"Label": "1", "ContentProducer": "0011", "ProduceID": "x"}}, "generated"),
        ({"AIGC": {"Label": 1}}, "generated"),
        ({"AIGC": {"Label": "2"}}, "unknown"),
        ({"AIGC": {"Label": "3"}}, "unknown"),
        ({"AIGC": '{"Label": "1", "ContentProducer": "a"}'}, "generated"),
        ({"AIGC": '{"AIGC": {"Label": "1"}}'}, "generated"),
        ({"TC260:AIGC": {"label": "1"}}, "generated"),
        ({"AIGC": {"ContentProducer": "0011"}}, "unknown"),
        ({"AIGC": "not JSON"}, "unknown"),
        ({"AIGC": {"Label": "3"}, "aigc": {"Label": "1"}}, "generated"),
        ({"tags": ["AIGC"], "Label": "1"}, None),
        ({}, None),
    ],
)
def test_an_aigc_label_says_whether_a_text_is_generated(extra: dict[str, object], expected: str | None) -> None:
    assert labeled_synthetic(extra) == expected


FRONT_MATTER = {
    "a mapping": 'title: 图书馆\nAIGC:\n    Label: "{}"\n    ContentProducer: 00119\n    ReservedCode1: ""\n',
    "flow": 'AIGC: {{"Label": "{}", "ContentProducer": "00119", "ReserveCode1": "x"}}\n',
    "JSON in a string": 'AIGC: \'{{"Label": "{}", "ContentProducer": "00119"}}\'\n',
    "beside YAML that is not well-formed": 'title: 用心: 用情\nAIGC:\n  ContentProducer: 00119\n  Label: "{}"\n',
}


@pytest.mark.parametrize("style", FRONT_MATTER)
@pytest.mark.parametrize(
    ("label", "declared", "expected"),
    [("1", "none", "generated"), ("3", "none", "unknown"), ("2", "rewritten", "rewritten")],
)
def test_aigc_labels_in_front_matter_survive_and_set_synthetic(
    tmp_path: Path, style: str, label: str, declared: str, expected: str
) -> None:
    text = f"---\n{FRONT_MATTER[style].format(label)}---\n\n{BODY}"
    folder = project(tmp_path / "p", text, source=f'license = "CC0-1.0"\nsynthetic = "{declared}"')
    row = row_of(folder, tmp_path / "release")
    assert row["synthetic"] == expected
    kept = json.loads(str(row["extra"]))["AIGC"]
    kept = json.loads(kept) if isinstance(kept, str) else kept
    assert (kept["Label"], kept["ContentProducer"]) == (label, "00119")


@given(st.text(min_size=8, max_size=90))
def test_the_toml_for_any_words_is_valid(text: str) -> None:
    notice = Notice(text=text, id=None, kind="copyright", license=None, restriction="all-rights-reserved")
    (table,) = tomllib.loads(toml_for(notice, "n"))["notices"]
    assert "".join(table["match"].split()) in "".join(text.split())


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_the_loader_of_bdci_pages_takes_the_notice_and_no_more(gap: str) -> None:
    for notice in (BDCI, BDCI.replace(" ", ""), wrapped(BDCI.replace(" ", ""), 17)):
        text = f"{notice}{gap}{BODY}<PAGE_DIV>\n\n次日，走访继续进行，社区里又来了几位志愿者。"
        (document,) = normalize(text.encode(), loader="bdci_page")
        assert document.origin.notice_text == notice
        assert document.text.startswith("邻里互助进社区")
        assert "走访到户" in document.text


@pytest.mark.parametrize(
    ("text", "expected"), [(LINE, True), (f"{LINE}\n", True), (f"{LINE}\r\n", True), (LINE.replace("，", ","), False)]
)
def test_no_derivatives_may_be_passed_on_while_no_rule_has_touched_the_text(
    tmp_path: Path, text: str, *, expected: bool
) -> None:
    folder = project(tmp_path / "p", text, source='license = "CC-BY-ND-4.0"\nattribution = "某某"')
    result = build(folder, out=tmp_path / "release")
    (row,) = pq.read_table(result.release / "documents").to_pylist()
    assert row["redistributable"] is expected
    assert any(finding.rule == "no-derivatives-altered" for finding in result.findings) is not expected
