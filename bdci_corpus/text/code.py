"""What lines of program code look like, whatever the language.

No list of languages: a line of code ends in a brace or a semicolon behind ASCII, assigns, calls, opens a block by a
word and a colon, is a comment or a tag. One such line proves little; most of a block's lines do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from bdci_corpus.text.alphabet import HAN_CLASS

ENDINGS = (
    *(".py", ".pyw", ".ipy", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".cs", ".java", ".kt", ".scala", ".go", ".rs"),
    *(".js", ".mjs", ".jsx", ".ts", ".tsx", ".vue", ".php", ".rb", ".pl", ".pm", ".lua", ".swift", ".m", ".r", ".jl"),
    *(".sh", ".bash", ".zsh", ".ps1", ".bat", ".cmd", ".sql", ".css", ".scss", ".less", ".asm", ".s", ".f90", ".pas"),
    *(".toml", ".yaml", ".yml", ".ini", ".cfg", ".conf", ".cmake", ".mk", ".gradle", ".diff", ".patch"),
    *(".po", ".pot", ".properties", ".strings"),
)
"""Names of files that hold code or settings, whatever they say."""

_STRONG = re.compile(
    r"#!\s?/|#\s*(?:include|define|ifn?def|endif|pragma|if|else)\b|<\?php|/[/*]|\*/"
    r"|(?:import|from|package|using|use|require|namespace)\s[\w.:*{}, <>\"'/-]+(?:;|$|\simport\b|\sas\b)"
    r"|(?:async\s+)?(?:def|class|func|function|fn|struct|interface|enum|trait|impl|module|sub|proc)\s+\w+[^。，]*[:({;]?\s*$"
    r"|(?:if|elif|else|for|while|switch|case|try|except|catch|finally|with|do|match|when|loop)\b[^。，]*[:{(]\s*$"
    r"|(?:public|private|protected|static|final|const|let|var|val|extern|inline|typedef|unsigned|void|int|char|float"
    r"|double|bool|string|long|auto)\s[\w<>\[\]*&:.,\s]+(?:[=(;{].*)?$"
    r"|(?:return|yield|raise|throw|break|continue|pass|end|fi|done|esac|goto)\b[^\u3000-\uffff]*;?$"
    r"|@\w+(?:\(.*\))?$|[\]})]+[;,)]*$|[{(\[]$"
    r"|(?:SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|FROM|WHERE|JOIN|GROUP BY|ORDER BY)\s[\w*`'\",.() =<>-]+;?$"
    r"|[$>#]\s[a-z][\w./-]*(?:\s|$)|\$\s[./~][\w./-]+(?:\s|$)|(?:sudo|pip3?|npm|git|docker|apt(?:-get)?|conda|make|cd|curl|wget)\s[\w./-]"
    r"|(?:[\d*/,-]{1,12}\s+){5}[/\w]"
    r"|</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>"
)
"""What a line of code begins with."""

_WITHIN = re.compile(
    r"[;{}]\s*(?://.*|/\*.*\*/|#.*)?$"
    r"|^[\w.\[\]'\"$*&()>-]+(?:\s*[:,]\s*[\w\[\]., ]+)?\s*(?:[-+*/%&|^.:]?=)(?!=)\s*\S"
    r"|^[\w.$]+(?:->|::|\.)?\w*\([^。，]*\)(?:\s*[;:{]|\s*(?:#|//).*)?$"
    r"|^(?:\w+\s+){1,4}\*?\w+\s*\([^。，]*\)\s*\{$"
    r"|=>|\)\s*\{|^[\"'][\w.-]+[\"']\s*:\s*\S"
    r"|[+|]-{2,}|-{2,}[+|]|--+>|<--+|\+->"
)
"""What a line of code has within or at its end."""

_DRAWN = re.compile("[│┃║┌-╋╒-╬╭-╰]")
"""A line of a tree of files, a frame or a diagram has a corner or a stroke down; strokes across may part paragraphs."""

_FRAME = re.compile(r"[+|][-=]{2,}(?:[+|][-=]{2,})*[+|]")
"""A line between the rows of a table; one of several boxes has blanks in it."""

_BORDERS = 2
"""A row of two cells has more borders; a box has two."""

_COMMENT = re.compile(r"(?:#|//|--|/\*|\*|;|%|REM\b|\"\"\"|''')")

_SENTENCE = re.compile("[。！？]$")

_LONG_COMMENT = re.compile(r"\"{3}.*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)|/\*.*?(?:\*/|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)

_PROSE = re.compile(
    f"^[ ]{{0,3}}[{HAN_CLASS}A-Za-z][^\n{{}}]{{0,400}}[{HAN_CLASS}][，。：；,:;。！？][^\n]*$", re.MULTILINE
)
"""A line of prose outside of comments, at a line's beginning."""

_FEWEST_PROSE = 2
"""How many of them show that a text is none of code, though code stands in it."""

_FEWEST = 3
"""From how many lines on a block may be code."""

_MOST = 0.6
"""The share of lines that look like code."""

_LONGEST = 400
"""How much of a line is looked at, in characters."""

_WIDEST = 2.2
"""How many bytes a character of code with Chinese comments takes in UTF-8, at most; Chinese text takes more."""


def is_code_line(line: str) -> bool:
    """Return whether a line, without blanks at its ends, looks like code; by its first 400 characters."""
    line = line[:_LONGEST]
    if not line.lstrip("# ")[:1].isascii():  # as most of Chinese text
        return line[-1] in ";{}"
    return bool(_STRONG.match(line) or _WITHIN.search(line)) and not _SENTENCE.search(line)


def is_drawn(line: str) -> bool:
    """Return whether a line is drawn with the characters for boxes."""
    return _DRAWN.search(line) is not None


def is_framed(lines: Sequence[str]) -> bool:
    """Return whether lines are a table in a frame of ``+---+`` and ``|``, whatever its cells say."""
    bare = [line.strip() for line in lines]
    framed = all(len(line) > 1 and line[0] in "+|" and line[-1] in "+|" for line in bare)
    return framed and any(map(_FRAME.fullmatch, bare)) and any(line.count("|") > _BORDERS for line in bare)


def is_code(lines: Iterable[str], fewest: int = _FEWEST) -> bool:
    """Return whether lines are code: most look like it, and what does not is comment or indented under it."""
    seen = code = 0
    inside = False
    for raw in lines:
        line = raw.strip()
        if not line:
            continue
        seen += 1
        looks = is_code_line(line) and not (line[0] in "+|" and _FRAME.fullmatch(line))
        under = inside and raw[:1] in {" ", "\t"} and not _SENTENCE.search(line)
        comment = inside and _COMMENT.match(line) is not None
        code += looks or under or comment
        inside = looks or under or comment
    return seen >= fewest and code >= _MOST * seen


def is_code_file(text: str) -> bool:
    """Return whether a file is code by its first lines; in prose of Han characters none is looked at."""
    if len(text.encode("utf-8", "surrogatepass")) >= _WIDEST * len(text) or not is_code(text.split("\n")):
        return False
    prose = _PROSE.finditer(_LONG_COMMENT.sub("", text))
    return sum(1 for _ in islice(prose, _FEWEST_PROSE)) < _FEWEST_PROSE


def names_code(name: str) -> bool:
    """Return whether a file is called like one of code."""
    return name.lower().endswith(ENDINGS)
