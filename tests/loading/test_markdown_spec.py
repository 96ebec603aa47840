"""CommonMark and GFM through the reader: the words of our text are those of the parser's text events.

The examples follow the sections of the CommonMark specification and GFM's on tables, task lists and strikethrough,
in words of our own.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from bdci_corpus.documents.normalized import normalize
from bdci_corpus.loading.markdown.events import parse
from bdci_corpus.loading.markdown.post import read_post
from bdci_corpus.trace.changes import apply, undo

_MARKS = re.compile(r"^(?:> )*(?:(?:\d{1,9}[.)]|[-+*]) )+", re.MULTILINE)
"""What the reader keeps of lists' marks."""

_WORDS = re.compile(r"[^\W_]")


def words_of_parser(text: str) -> Counter[str]:
    """Return the letters and digits of the parser's text events, and of the lines that open fences."""
    said: list[str] = []
    for event in parse(text):
        if event.kind in ("Text", "Code", "InlineMath", "DisplayMath"):
            said.append(str(event.value))
        elif event.edge == "+" and event.kind == "CodeBlock" and isinstance(event.value, dict):
            said.append(text[event.start : event.end].partition("\n")[0])
    return Counter(_WORDS.findall("".join(said)))


def kept(text: str) -> str:
    """Return what the reader keeps of a text."""
    return apply(text, list(read_post(text, "a.md").edits), 1)[0]


EXAMPLES = [
    # 2 Preliminaries: tabs, escapes, entities
    "\tfoo\tbaz\t\tbim",
    "  \tfoo\tbaz",
    "    a\ta\n    ὐ\ta",
    "- foo\n\n\tbar",
    "- foo\n\n\t\tbar",
    ">\t\tfoo",
    "-\t\tfoo",
    "#\tFoo",
    "*\t*\t*\t",
    '\\!\\"\\#\\$\\%\\&',
    "\\\\*强调*",
    "foo\\\nbar",
    "`` \\[\\` ``",
    "&nbsp; &amp; &copy; &Dcaron; &#35; &#X22;",
    "&nosuch; &#87654321;",
    "f&ouml;o `f&ouml;o`",
    "&#42;foo&#42;",
    "* foo\n\n&#42; foo",
    # 4 Leaf blocks
    "***\n---\n___",
    "+++",
    " - - -",
    "- foo\n***\n- bar",
    "Foo\n***\nbar",
    "# 甲\n## 乙 ##\n### 丙 #b",
    "#5 bolt\n\n#hashtag",
    "\\## foo",
    "# foo *bar* \\*baz\\*",
    "#                  foo                     ",
    "Foo *bar\nbaz*\n====",
    "Foo\n-------------------------\n\nFoo\n=",
    "    Foo\n---\n\n    Foo",
    "`Foo\n----\n`",
    "> Foo\n---",
    "- Foo\n---",
    "===",
    "Foo\nBar\n---",
    "---\n\nFoo\n---\nBar\n---\nBaz",
    "    a simple\n      indented code block",
    "  - foo\n\n    bar",
    "1.  foo\n\n    - bar",
    "    chunk1\n\n    chunk2\n  \n \n \n    chunk3",
    "Foo\n    bar",
    "    foo\nbar",
    "# 甲\n    foo\n乙\n------\n    foo\n----",
    "```\n<\n >\n```",
    "~~~\n<\n >\n~~~",
    "``\nfoo\n``",
    "````\naaa\n```\n``````",
    "```\n\n\n```",
    "   ```\n   aaa\n    aaa\n  aaa\n   ```",
    "> ```\n> aaa\n\nbbb",
    "```ruby startline=3\ndef foo(x)\n  return 3\nend\n```",
    "```\n``` aaa\n```",
    '[foo]: /url "标题"\n\n[foo]',
    "[甲]: /url\n\n[甲] 与 [甲][] 与 [乙][甲]",
    "[foo]: \n/url\n\n[foo]",
    "[foo]: /u\n===\n[foo]",
    "甲\n[bar]: /baz\n\n[bar]",
    "aaa\n\nbbb",
    "aaa\n             bbb\n                                       ccc",
    "aaa     \nbbb     ",
    # 5 Container blocks
    "> # Foo\n> bar\n> baz",
    ">甲\n>乙\n> 丙",
    "> bar\nbaz\n> foo",
    "> - foo\n- bar",
    ">     foo\n    bar",
    ">\n> foo\n>  ",
    "> foo\n\n> bar",
    "> > > foo\nbar",
    ">     code\n\n>    not code",
    "A paragraph\nwith two lines.\n\n    indented code\n\n> A block quote.",
    "1.  A paragraph\n    with two lines.\n\n        indented code\n\n    > A block quote.",
    "- one\n\n two",
    "- one\n\n  two",
    "   > > 1.  one\n>>\n>>     two",
    "- foo\n\n\n  bar",
    "1.  foo\n\n    ```\n    bar\n    ```\n\n    baz\n\n    > bam",
    "123456789. ok",
    "1234567890. not ok",
    "-1. not ok",
    "- foo\n\n      bar",
    "-\n  foo\n-\n  ```\n  bar\n  ```",
    "- foo\n-\n- bar",
    "1. foo\n2.\n3. bar",
    "- foo\n  - bar\n    - baz\n      - boo",
    "- - foo",
    "1. - 2. foo",
    "- # Foo\n- Bar\n  ---\n  baz",
    "- foo\n- bar\n+ baz",
    "Foo\n- bar\n- baz",
    "- foo\n\n- bar\n\n\n- baz",
    "- a\n - b\n  - c\n   - d",
    "* a\n  > b\n  >\n* c",
    "- a\n  > b\n  ```\n  c\n  ```\n- d",
    "- a\n\n  [ref]: /url\n- d",
    # 6 Inlines
    "`foo`",
    "`` foo ` bar ``",
    "` `` `",
    "`foo   bar \nbaz`",
    "*foo`*`",
    "```foo``",
    "`foo``bar``",
    "[not a `link](/foo`)",
    "*foo bar*",
    "a * foo bar*",
    'a*"foo"*',
    "_foo bar_",
    "foo_bar_",
    "пристаням_стремятся_",
    "*foo bar *",
    "*foo*bar",
    "_(bar)_.",
    "**foo bar**",
    "foo**bar**",
    "__foo, __bar__, baz__",
    "**甲*乙*丙**",
    "*foo **bar** baz*",
    "*foo**bar**baz*",
    "***foo** bar*",
    "*foo **bar***",
    "*foo **bar *baz* bim** bop*",
    "** is not",
    "**foo*",
    "****foo*",
    "**foo\nbar**",
    "foo *\\**",
    "*foo*bar*baz",
    '[link](/uri "title")',
    "[link]()",
    "[link](</my uri>)",
    "[link](foo\\)\\:)",
    "[link](foo(and(bar)))",
    "[link *foo **bar** `#`*](/uri)",
    "[![moon](moon.jpg)](/uri)",
    "[foo [bar](/uri)](/uri)",
    "*[foo*](/uri)",
    "[foo`](/uri)`",
    "[foo][bar]\n\n[bar]: /url",
    "[foo][]\n\n[foo]: /u",
    "[foo] bar",
    '![foo](/url "title")',
    "![foo *bar*](x)",
    "![foo ![bar](/url)](/url2)",
    "见 <http://foo.bar.baz>。",
    "<foo@bar.example.com>",
    "foo  \nbaz",
    "foo       \nbaz",
    "*foo  \nbar*",
    "foo\\",
    "### foo\\",
    "foo \n baz",
    # GFM
    "| foo | bar |\n| --- | --- |\n| baz | bim |",
    "| abc | defghi |\n:-: | -----------:\nbar | baz",
    "| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |",
    "| abc | def |\n| --- | --- |\n| bar | baz |\n> bar",
    "| abc | def |\n| --- |\n| bar |",
    "| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |",
    "| abc | def |\n| --- | --- |",
    "- [ ] foo\n- [x] bar\n  - [ ] baz",
    "~~Hi~~ Hello, ~there~ world!",
    "This ~~has a\n\nnew paragraph~~.",
    "> | 甲 | 乙 |\n> |---|---|\n> | 丙 | 丁 |",
    "- | 甲 |\n  |---|\n  | 乙 |",
    "$a_b$ 与 $$\nc * d\n$$",
    "甲[^1]。\n\n[^1]: 注\n    继续。",
]


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_words_are_those_of_the_parser(text: str) -> None:
    assert Counter(_WORDS.findall(_MARKS.sub("", kept(text)))) == words_of_parser(text)


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_lead_back_to_their_bytes(text: str) -> None:
    for document in normalize(text.encode(), loader="front_matter_post"):
        assert undo(document) == text.encode()


ATOMS = st.sampled_from(
    [
        *"甲乙丙，。“”（）《》ab1 \n\n\n",
        *(
            "*",
            "**",
            "***",
            "_",
            "`",
            "``",
            "~~",
            "~",
            "[",
            "](u)",
            "![",
            "][1]",
            "\n\n",
            "\n> ",
            "\n- ",
            "\n1. ",
            "\n    ",
            "\n\t",
            "\n# ",
            "\n## ",
        ),
        *(
            "\n---\n",
            "\n===\n",
            "\n```\n",
            "\n| a | b |\n|---|---|\n",
            " | ",
            "\\",
            "\\*",
            "&amp;",
            "<b>",
            "</b>",
            "<br>",
            "<i>x</i>",
            "$x$",
            "  \n",
            "[^1]",
            "\n[^1]: ",
        ),
        *(
            "\n[1]: u\n",
            "{% a %}",
            "{%",
            "%}",
            "{{",
            "}}",
            ":::",
            "\n::: tip 甲\n",
            "[[甲]]",
            "==甲==",
            "\\(x\\)",
            "<!--",
            "-->",
            "<script>",
            "<pre>",
            "<div>",
            "</div>",
            "{: .a}",
            "{#a}",
        ),
        *(
            "\n!!! note\n    ",
            "作者：甲",
            "\n译者：乙\n",
            "> [!tip] 丙",
            "\u3000",
            "\u00a0",
            "\U00020000",
            "😀",
            "\ufdd0",
        ),
    ]
)
SAFE = st.sampled_from(
    [
        *"甲乙丙，。“”（）ab1 \n\n",
        *(
            "*",
            "**",
            "_",
            "`",
            "~~",
            "[",
            "](u)",
            "\n\n",
            "\n> ",
            "\n- ",
            "\n1. ",
            "\n    ",
            "\n# ",
            "\n---\n",
            "\n===\n",
            "\n```\n",
            "\\",
            "\\*",
            "&amp;",
            "  \n",
            "\n[1]: u\n",
        ),
        *("\n| a | b |\n|---|---|\n", " | ", "$x$", "[^1]", "\n\t"),
    ]
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(ATOMS, max_size=40).map("".join))
def test_whatever_is_written_leads_back_to_its_bytes(text: str) -> None:
    for document in normalize(text.encode(), loader="front_matter_post"):
        assert undo(document) == text.encode()
        for span in (*document.headings, *document.captions):
            assert 0 <= span.start <= span.end <= len(document.text)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(SAFE, max_size=30).map("".join))
def test_no_word_of_generated_markdown_is_lost(text: str) -> None:
    """A number before a list's item may be more; no letter may be missing, and none may be new."""
    text = "。\n\n" + text
    ours, theirs = Counter(_WORDS.findall(kept(text))), words_of_parser(text)
    letters = {word for word in {*ours, *theirs} if not word.isdigit()}
    assert {word: ours[word] for word in letters} == {word: theirs[word] for word in letters}
    assert all(ours[word] >= theirs[word] for word in theirs)
