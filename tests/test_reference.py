"""Printed pages say what the code says; examples in pages run."""

from __future__ import annotations

import doctest
import re
import tomllib
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import api_reference
import columns_reference
import commands_reference
import corpus_toml_reference
import pytest
import rules_reference
import yaml
from click.testing import CliRunner
from places import ROOT

import bdci_corpus
from bdci_corpus.cli import main
from bdci_corpus.project import Config
from bdci_corpus.project.config import parse_config
from bdci_corpus.rules.context import Context

DOCS = ROOT / "docs"
PAGES = {
    "columns": columns_reference,
    "commands": commands_reference,
    "corpus-toml": corpus_toml_reference,
    "python": api_reference,
    "rules": rules_reference,
}
TABLES = corpus_toml_reference.tables()


@pytest.mark.parametrize(("page", "program"), PAGES.items(), ids=PAGES)
def test_a_reference_is_printed_from_the_code(page: str, program: ModuleType) -> None:
    found = (DOCS / "reference" / f"{page}.md").read_text("utf-8")
    reference: Callable[[], str] = program.reference
    assert found == reference(), f"python tests/scripts/{program.__name__}.py > docs/reference/{page}.md"


@pytest.mark.parametrize(("page", "program"), PAGES.items(), ids=PAGES)
def test_a_reference_in_chinese_is_printed_as_well(page: str, program: ModuleType) -> None:
    found = (DOCS / "reference" / f"{page}.zh.md").read_text("utf-8")
    reference: Callable[[], str] = program.reference_zh
    assert found == reference(), f"python tests/scripts/{program.__name__}.py zh > docs/reference/{page}.zh.md"


@pytest.mark.parametrize("name", TABLES)
def test_every_key_of_a_table_is_described_in_english_and_chinese(name: str) -> None:
    zh = yaml.safe_load(corpus_toml_reference.CHINESE.read_text("utf-8"))
    model = TABLES[name][1]
    keys = list(model.model_fields)
    words = corpus_toml_reference.descriptions(model)
    assert list(words) == keys
    assert list(zh[name]) == ["", *(field.alias or key for key, field in model.model_fields.items())]
    for key, said in zip(["", *keys], zh[name].values(), strict=True):
        assert said.endswith("。")
        assert words.get(key, ".").endswith(".")
        assert "|" not in words.get(key, "") + said


def test_every_table_is_on_the_page() -> None:
    zh = yaml.safe_load(corpus_toml_reference.CHINESE.read_text("utf-8"))
    assert list(zh) == list(Config.model_fields)
    assert {*TABLES, "columns"} == set(Config.model_fields)


def test_the_examples_are_a_corpus_toml_in_which_no_key_has_its_default() -> None:
    text = corpus_toml_reference.examples()
    parse_config(text)
    data = tomllib.loads(text)
    assert data.keys() == Config.model_fields.keys()
    for name, (_, model) in TABLES.items():
        table = data[name][0] if isinstance(data[name], list) else data[name]
        fields = {field.alias or key: field for key, field in model.model_fields.items()}
        assert table.keys() == fields.keys()
        for key, field in fields.items():
            assert field.is_required() or table[key] != field.default, f"{name}.{key} shows nothing"


def test_the_defaults_on_the_page_are_those_of_a_corpus_toml_without_these_keys() -> None:
    """They are read back from the page, so that its way of writing a value is tested, too."""
    page = corpus_toml_reference.reference()
    empty = parse_config('[corpus]\nname = "a"\n')
    for name in ("corpus", "rules", "near_duplicates", "splits"):
        section = page.partition(f"## `[{name}]`")[2].partition("\n## ")[0]
        shown = re.findall(r"^\| `(\w+)` \| [^|]+ \| (?:`([^|]+)`|(none)|required) \|", section, re.MULTILINE)
        fields = {field.alias or key: key for key, field in TABLES[name][1].model_fields.items()}
        assert {key for key, *_ in shown} == fields.keys()
        for key, default, none in shown:
            value = getattr(getattr(empty, name), fields[key])
            if none:
                assert value is None
            elif default:
                assert tomllib.loads(f"value = {default}")["value"] == value


def test_every_verb_has_two_examples_and_a_short_sentence() -> None:
    """A group that only holds others has none; nor is a sentence cut where the list of verbs is 80 characters wide."""
    shown = [verb for verbs in commands_reference.verbs().values() for verb in verbs]
    assert {verb.name for verb in shown} >= {"build", "loaders new", "competition score"}
    for verb in shown:
        assert verb.name == "competition" or verb.examples.count("bdci-corpus ") >= 2, verb.name
    assert "..." not in CliRunner().invoke(main, ["--help"]).output
    assert "..." not in CliRunner().invoke(main, ["competition", "--help"]).output.partition("Commands")[2]


def test_everything_that_users_import_is_on_the_page_of_python() -> None:
    named = {getattr(thing, "__name__", "") for things in api_reference.SECTIONS.values() for thing in things}
    errors = {cls.__name__ for cls in api_reference.taxonomy()}
    assert set(bdci_corpus.__all__) - {"__version__"} <= named | errors


def test_the_examples_on_the_page_of_python_run() -> None:
    page = re.sub(r"^```.*$", "", (DOCS / "reference" / "python.md").read_text("utf-8"), flags=re.MULTILINE)
    test = doctest.DocTestParser().get_doctest(page, {}, "python.md", None, 0)
    found = doctest.DocTestRunner().run(test)
    assert found.attempted >= 5
    assert not found.failed


@pytest.fixture(scope="module")
def written() -> ModuleType:
    """The rule in the page on writing one."""
    page = (DOCS / "howto" / "write-a-rule.md").read_text("utf-8")
    code = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(code) == 1
    module = ModuleType("emoticons")
    exec(compile(code[0], "write-a-rule.md", "exec"), module.__dict__)  # noqa: S102 - our own page
    return module


def test_the_rule_in_the_page_on_writing_one_runs(written: ModuleType) -> None:
    results = doctest.testmod(written)
    assert results.attempted
    assert not results.failed


@pytest.mark.parametrize(
    "text", ["好的[微笑][赞]，明天见。", "[赞]", "见[微[赞]笑]。", "见[赞][[赞]赞]", "见[赞][赞]赞]"]
)
def test_the_rule_in_that_page_keeps_the_laws_that_it_names(written: ModuleType, text: str) -> None:
    context = Context(file_text=text)
    found = written.find(text, context)
    spans = found.edits.spans.tolist() if found.edits else []
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert not written.find(found.edited(text), context).edits


PROSE = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]


@pytest.mark.parametrize("page", PROSE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)", text):
        assert "://" in link or (page.parent / link).exists(), link


@pytest.mark.parametrize("page", PROSE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_names_and_paths_that_a_page_mentions_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    for name in re.findall(r"\bbdci_corpus(?:\.\w+)+", text):
        assert resolves(name), name
    for path in re.findall(r"(?<![\w/.-])(?:bdci_corpus|tests|loaders|docs)/[\w./-]*\w", text):
        assert (ROOT / path).exists() or Path(path).stem in {"NEW", "NAME", "emoticons", "minutes"}, path


def resolves(name: str) -> bool:
    """Return whether a dotted name is a module, or something in one, or an attribute of that."""
    module, _, attribute = name.rpartition(".")
    try:
        return hasattr(import_module(module), attribute) or bool(import_module(name))
    except ImportError:
        outer, _, inner = module.rpartition(".")
        return bool(outer) and resolves(module) and hasattr(getattr(import_module(outer), inner), attribute)
