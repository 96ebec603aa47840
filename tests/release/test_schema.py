"""Every column is described once, in English and Chinese."""

from __future__ import annotations

import pytest

from bdci_corpus.release.pages.render import chinese, in_markdown
from bdci_corpus.release.schema import PASSAGE_CHARACTERS, TABLES
from bdci_corpus.rules.order import RULE_NAMES


def test_every_table_column_and_rule_has_a_name_in_chinese() -> None:
    words = chinese()
    assert words["tables"].keys() == TABLES.keys()
    for name, table in TABLES.items():
        assert list(words[name]) == [column.name for column in table.columns]
    assert f"最长 {PASSAGE_CHARACTERS} 字" in words["tables"]["passages"]
    assert words["steps"].keys() == {"encoding", *RULE_NAMES}


@pytest.mark.parametrize("name", TABLES)
def test_a_description_is_one_sentence_or_more_that_end(name: str) -> None:
    for column in TABLES[name].columns:
        assert column.about.endswith(".")
        assert "|" not in column.about
        assert chinese()[name][column.name].endswith("。")


@pytest.mark.parametrize(
    "text", ["a|b", "<script>", "[x](y)", "![x](y)", "`code`", "a\nb", "# a", "*a*", "&lt;", "$x$"]
)
def test_text_in_markdown_is_text(text: str) -> None:
    shown = in_markdown(text)
    assert "\n" not in shown
    plain = shown.replace("\\", "")
    assert plain == text.replace("\n", " ")
    for place, character in enumerate(shown):
        if character in "|<[`#*&$!":
            assert shown[place - 1] == "\\"
