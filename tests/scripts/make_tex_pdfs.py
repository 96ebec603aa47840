"""Make the PDFs of XeTeX that tests read: two narrow columns, a bound book, page numbers far from the edge.

    python tests/scripts/make_tex_pdfs.py FOLDER        with FOLDER/truth.json

Wants xelatex with ctex and fonts-noto-cjk (Debian: texlive-xetex, texlive-lang-chinese). CI runs none of it.
"""

# ruff: noqa: S607 - a producer that only who runs this has

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from make_pdfs import Made, planned

SETTINGS = (
    ("02", "ctexart", "twocolumn,fontset=none", "a4paper,left=72pt,right=72pt"),
    ("03", "ctexbook", "openany,fontset=none", "a5paper,inner=22mm,outer=14mm"),
    ("00", "ctexart", "fontset=none", "a4paper,left=45mm,right=45mm,bottom=38mm"),
    ("04", "article", "twocolumn", "letterpaper,margin=20mm"),
    ("09", "book", "openany", "a5paper,inner=22mm,outer=14mm"),
)
"""By the number of the document: its class, the options of that, and its margins."""


def documents() -> Iterator[tuple[Made, str]]:
    """Yield what stands in each document, and its source."""
    by_number = {made.name.split("-")[1][-2:]: made for made in planned("typst", 11)}
    for number, kind, options, margins in SETTINGS:
        made = by_number[number]
        blocks = (*made.blocks, *by_number["13"].blocks, *by_number["08"].blocks) if kind == "ctexbook" else made.blocks
        name = made.name.replace("typst", "xetex")
        made = replace(made, name=name, producer="xetex", head="", foot="#", blocks=tuple(blocks))
        yield made, _source(made, kind, options, margins)


def _source(made: Made, kind: str, options: str, margins: str) -> str:
    heading = {"h1": "chapter*" if kind.endswith("book") else "section*", "h2": "subsection*"}
    parts = [
        f"\\documentclass[{options}]{{{kind}}}",
        f"\\usepackage[{margins}]{{geometry}}",
        "\\setCJKmainfont{Noto Serif CJK SC}" if kind.startswith("ctex") else "",
        "\\pagestyle{plain}\\begin{document}",
        f"\\begin{{center}}{{\\LARGE {_tex(made.title)}\\par}}\\medskip {{\\small {_tex(made.byline)}}}\\end{{center}}",
        *(f"\\{heading[b.kind]}{{{_tex(b.text)}}}" if b.kind in heading else _tex(b.text) for b in made.blocks),
        "\\end{document}",
    ]
    return "\n\n".join(parts)


def _tex(text: str) -> str:
    for sign in "%&#_$":
        text = text.replace(sign, f"\\{sign}")
    return text


def main() -> None:
    """Make them."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    truth = {}
    for made, source in documents():
        truth[made.name] = asdict(made)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.tex").write_text(source, "utf-8")
            subprocess.run(
                ["xelatex", "-interaction=nonstopmode", "a.tex"],
                cwd=folder,
                capture_output=True,
                timeout=120,
                check=False,
            )
            (out / f"{made.name}.pdf").write_bytes((Path(folder) / "a.pdf").read_bytes())
    (out / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True), "utf-8")


if __name__ == "__main__":
    main()
