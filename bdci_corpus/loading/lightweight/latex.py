"""The grammar of LaTeX, as far as words are to be told from commands: https://latexref.xyz."""

from __future__ import annotations

import re
import unicodedata

from bdci_corpus.loading.lightweight.grammar import InlineMark, MarkupDialect, MarkupFence
from bdci_corpus.patterns import lazily

_M = re.MULTILINE

_MATH = r"(?:equation|align|gather|multline|eqnarray|displaymath|flalign|math|array|split)\*?"

_NESTED = r"[^{}\n]*(?:\{[^{}\n]*(?:\{[^{}\n]*\}[^{}\n]*)*\}[^{}\n]*)*"
"""What stands in braces, perhaps with others within."""

_ARGUMENTS = rf"(?:[ \t]*(?:\[[^\]\n]{{0,200}}\]|\{{{_NESTED}\}}))*"

_LAYOUT = (
    r"(?:documentclass|usepackage|RequirePackage|input|include(?!graphics)|begin|end|label|(?:set|addto)(?:length|counter)"
    r"|(?:re)?new(?:command|environment|theorem|counter|length|page|geometry)|providecommand|def|let|DeclareMathOperator"
    r"|[vh](?:space|skip)|maketitle|tableofcontents|listof\w+|(?:clear|cleardouble|this|no)page(?:style)?|pagestyle|pagenumbering"
    r"|centering|raggedright|raggedleft|bibliography(?:style)?|printbibliography|addbibresource|nocite|graphicspath"
    r"|addcontentsline|[hc]line|cmidrule|(?:top|mid|bottom)rule|(?:no)?indent|set\w+font|set\w*|ctexset|hypersetup|geometry"
    r"|(?:define|color|page)color|includegraphics|includepdf|hyphenation|(?:add)?vspace|linespread|fontsize|selectfont"
    r"|(?:front|main|back)matter|appendix|printindex|makeindex|makeatletter|makeatother|(?:table|image|fig)width|phantomsection"
    r"|hypertarget|rule|input\w+|lstset|usetikzlibrary|tikzset|pgf\w+|newcolumntype|arraystretch|date)"
)
"""Commands whose arguments are no words."""

_ACCENTS = {"`": 0x300, "'": 0x301, "^": 0x302, "~": 0x303, "=": 0x304, "u": 0x306, '"': 0x308, "r": 0x30A, "H": 0x30B}
_ACCENTS |= {"v": 0x30C, "c": 0x327, ".": 0x307}

_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å", "AA": "Å", "l": "ł"}


def _accented(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match["letter"] + chr(_ACCENTS[match["accent"]]))


def _letter(match: re.Match[str]) -> str:
    return _LETTERS[match["name"]]


def _logo(match: re.Match[str]) -> str:
    return "LaTeX2e" if match["name"] == "LaTeXe" else match["name"]


_COMMAND = r"\\(?:text(?:bf|it|tt|rm|sf|sc|sl|md|up|normal)|emph|underline|uline|url|path|mbox|heiti|kaishu|enquote)"

LATEX = MarkupDialect(
    name="LaTeX",
    endings=(".tex", ".ltx"),
    headings=lazily(
        r"[ \t]*\\(?:part|chapter|(?:sub){0,2}section|(?:sub)?paragraph)\*?(?:\[[^\]\n]{0,200}\])?"
        rf"\{{(?P<keep>{_NESTED})\}}"
        r"(?:[ \t]*\\label\{[^{}\n]*\})?[ \t]*(?:%.*)?$"
    ),
    fences=(
        MarkupFence(
            lazily(r"[ \t]*\\begin\{(verbatim|lstlisting|minted|Verbatim|alltt)\*?\}.*"), r"[ \t]*\\end\{\1\*?\}"
        ),
        MarkupFence(
            lazily(rf"[ \t]*\\begin\{{({_MATH})\}}[ \t]*(?:\\label\{{.*\}})?[ \t]*"), rf"[ \t]*\\end\{{{_MATH}\}}.*"
        ),
        MarkupFence(
            lazily(r"[ \t]*\\begin\{(comment|tikzpicture|filecontents)\*?\}.*"),
            r"[ \t]*\\end\{\1\*?\}.*",
            "nothing",
        ),
    ),
    dropped=lazily(
        rf"[ \t]*(?:%.*|\\{_LAYOUT}(?![a-zA-Z])\*?{_ARGUMENTS}[ \t]*(?:%.*)?"
        r"|\\(?!LaTeX|TeX)[a-zA-Z@]+\*?[ \t]*(?:%.*)?)"
    ),
    attributes=lazily(rf"[ \t]*\\(?P<key>title|author|date)\{{[ \t]*(?P<value>[^{{}}\s]{_NESTED})\}}[ \t]*(?:%.*)?$"),
    spans=(InlineMark(lazily(r"\\begin\{(tikzpicture|comment)\}.{0,8000}?\\end\{\1\}", re.DOTALL)),),
    inlines=(
        InlineMark(lazily(r"\\verb\*?(?P<sign>[^\w\s*])(?P<keep>[^\n]*?)(?P=sign)"), "`", "`", literal=True),
        InlineMark(
            lazily(
                r"\$\$[^$]+\$\$|\$[^$\n]+\$|\\\((?:[^\\\n]|\\[^()\n])++\\\)|\\\[(?:[^\\]|\\[^\[\]])++\\\]", re.DOTALL
            ),
            literal=True,
        ),
        InlineMark(lazily(r"(?<!\\)%[^\n]*(?:\n[ \t]*(?=[^\s%]))?")),
        InlineMark(lazily(r"^[ \t]*\\item[ \t]*\[(?P<keep>[^\[\]\n]*[：:.。])\][ \t]*", _M), "- "),
        InlineMark(lazily(r"^[ \t]*\\item[ \t]*\[(?P<keep>[^\[\]\n]*)\][ \t]*(?=\S)", _M), "- ", "："),
        InlineMark(lazily(r"^[ \t]*\\item[ \t]*\[(?P<keep>[^\[\]\n]*)\][ \t]*", _M), "- "),
        InlineMark(lazily(r"^[ \t]*\\item\b[ \t]*", _M), "- "),
        InlineMark(lazily(r"\\bibitem(?:\[[^\]\n]{0,200}\])?\{[^{}\n]*\}[ \t]*")),
        InlineMark(lazily(r"[~ ]?[（(][~ ]?\\(?:eq)?ref\{[^{}\n]*\}[~ ]?[)）]~?")),
        InlineMark(
            lazily(
                r"[~ ]?\\(?!href)(?:[a-z]{0,12}(?:cite|ref)[a-z]{0,12}|label|index)"
                r"\*?(?:\[[^\]\n]{0,200}\])*\{[^{}\n]*\}~?"
            )
        ),
        InlineMark(lazily(r"\\(?:footnote|footnotetext|thanks)\{(?P<keep>" + _NESTED + r")\}"), "（", "）"),
        InlineMark(lazily(rf"\\caption(?:\[[^\]\n]{{0,200}}\])?\{{(?P<keep>{_NESTED})\}}")),
        InlineMark(lazily(rf"\\href\{{[^{{}}\n]*\}}\{{(?P<keep>{_NESTED})\}}")),
        InlineMark(
            lazily(rf"\\(?:textcolor|colorbox|hyperlink|multicolumn\{{\d+\}})\{{[^{{}}\n]*\}}\{{(?P<keep>{_NESTED})\}}")
        ),
        InlineMark(lazily(rf"{_COMMAND}\{{(?P<keep>{_NESTED})\}}")),
        InlineMark(lazily(rf"\\{_LAYOUT}(?![a-zA-Z])\*?{_ARGUMENTS}[ ]?")),
        InlineMark(lazily(r"\\(?P<name>LaTeXe|[A-Za-z]*TeX|AmS)(?![a-zA-Z])(?:\{\})?"), says=_logo),
        InlineMark(lazily(r"\\(?P<accent>[`'^~=\".]|[uvHcr](?=[ {]))[ ]?\{?(?P<letter>[A-Za-z])\}?"), says=_accented),
        InlineMark(lazily(r"\\(?P<name>ss|ae|AE|oe|OE|aa|AA|o|O|l)(?![a-zA-Z])(?:\{\}|[ ])?"), says=_letter),
        InlineMark(lazily(r"\\(?:ldots|dots|cdots)(?![a-zA-Z])(?:\{\})?"), "…"),
        InlineMark(lazily(r"\\(?P<keep>[%&#_${}])")),
        InlineMark(lazily(r"\\\\(?:\[[^\]\n]{0,40}\])?[ \t]*$", _M)),
        InlineMark(lazily(r"\\[a-zA-Z@]+\*?(?:\[[^\]\n]{0,200}\])?(?=\{)|\\[a-zA-Z@]+\*?[ ]?(?!\{)")),
        InlineMark(lazily(r"(?<!\\)\}[ ]?\{(?!\})"), " "),
        InlineMark(lazily(r"(?<!\\)[{}]")),
        InlineMark(lazily(r"``"), "“"),
        InlineMark(lazily(r"''"), "”"),
        InlineMark(lazily(r"(?<!-)---(?!-)~?"), "——"),
        InlineMark(lazily(r"(?<=[\w）)])--(?=[\w（(])"), "–"),
        InlineMark(lazily(r"~"), " "),
        InlineMark(lazily(r"\\[,;!: /-]")),
        InlineMark(lazily(r"(?<![ ])[ ]*+(?<!\\)&[ ]*"), "\t"),
    ),
    items=lazily(r"[ \t]*\\item"),
    row=lazily(r".*[^\\]&|.*\\\\[ \t]*$"),
)

_BEGIN = "\\begin{document}"


def preamble_end(text: str) -> int:
    """Return where a document begins below its preamble; 0 where there is none."""
    begin = text.find(_BEGIN)
    return max(begin, 0)
