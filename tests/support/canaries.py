"""A corpus in which every document sings in every place from which it can speak, and a search for the songs.

A canary is a word that stands nowhere else. Each document has one for its text, title, author, file name, notice
and so on; what of them may be in a release, the document's state decides: shown or not.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import planted
import pyarrow as pa
import pyarrow.parquet as pq

PLACES = (
    "text", "title", "author", "name", "folder", "notice", "quotation", "front", "label", "column", "source",
    "holder", "attribution", "url", "publisher", "damage", "caption", "heading", "repair", "retrieved",
)  # fmt: skip

_ALIKE = "春秋山水云雨江湖林田花草木火土西南北天地人日月星石竹米羊牛犬禾"
"""Characters that are the same in both scripts."""

_FRAME = b"\x28\xb5\x2f\xfd"
"""With what a compressed page begins."""

HEAD = """
[corpus]
name = "aviary"
version = "0.1.0"
[splits]
ratios = {{ train = 0.5, validation = 0.25, test = 0.25 }}
hidden = ["test"]
stratify = ["source"]
group_by_overlaps = true
[columns]
label = "string"
year = "int64"
{columns}
"""

SOURCE = """
[[sources]]
name = "{source}"
files = ["seeds/{folder}*/*.md"]
license = "{license}"
restriction = "{restriction}"
rights_holder = "{holder}"
attribution = "{attribution}"
[[notices]]
id = "{source}"
match = "{notice}不得转载"
license = "{license}"
restriction = "{restriction}"
rights_holder = "{holder}"
[[quotations]]
match = "版权所有{quotation}"
reason = "{quotation}"
[[repairs]]
file = "seeds/{folder}*/*.md"
damaged = "異;{repair}鸨。"
original = "異常{repair}火爆。"
"""

PAGE = """---
title: {title}
author: {author}
{front}: {front}
---

{body}

{text}说的是这里。

## {heading}

![{caption}里的\ufffd{damage}](a.png)

他写道"版权所有{quotation}"几个字。異常{repair}火爆。

{notice}不得转载。
"""


def songs(name: str) -> dict[str, str]:
    """Return a document's canaries by place: lower-case ASCII where a name must be, and Chinese elsewhere."""
    plain = {"name", "folder", "front", "column", "source", "url"}
    found = {}
    for place in PLACES:
        draw = random.Random(f"{name} {place}")
        letters = "abcdefghijklmnopqrstuvwxyz" if place in plain else _ALIKE
        found[place] = "".join(draw.choice(letters) for _ in range(12 if place in plain else 8))
    return found


class Aviary:
    """A corpus project; ``songs`` are the canaries of each document by its id."""

    def __init__(self, folder: Path) -> None:
        """Plan nothing yet."""
        self.folder = folder
        self.songs: dict[str, dict[str, str]] = {}
        self.texts: dict[str, str] = {}
        self._free: dict[str, bool] = {}
        self._facts: dict[str, dict[str, str]] = {}

    def add(self, name: str, body: str, *, free: bool, **facts: str) -> str:
        """Plan a document, and return its id; ``facts`` are for metadata.csv."""
        own = songs(name)
        path = f"{own['folder']}1/{own['name']}.md"
        self.songs[path], self.texts[path], self._free[path] = own, PAGE.format(body=body, **own), free
        said = {"label": own["label"], own["column"]: own["column"], "retrieved": own["retrieved"]}
        said |= {"url": f"https://e.example/{own['url']}", "publisher": own["publisher"]}
        self._facts[path] = said | facts
        return path

    def write(self) -> None:
        """Write the project."""
        tables = []
        for path, own in self.songs.items():
            file = self.folder / "seeds" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.texts[path], encoding="utf-8")
            terms = ("CC0-1.0", "open") if self._free[path] else ("LicenseRef-Kept", "all-rights-reserved")
            tables.append(SOURCE.format(**own, license=terms[0], restriction=terms[1]))
        columns = "\n".join(f'{own["column"]} = "string"' for own in self.songs.values())
        text = HEAD.format(columns=columns) + "".join(tables)
        (self.folder / "corpus.toml").write_text(text, encoding="utf-8")
        names = sorted({name for facts in self._facts.values() for name in facts})
        with (self.folder / "seeds" / "metadata.csv").open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, ["file_name", *names])
            rows.writeheader()
            rows.writerows({"file_name": path, **facts} for path, facts in self._facts.items())


def planned(folder: Path) -> Aviary:
    """Return a project of pairs, origins and single documents, every other of which may not be passed on."""
    draw = random.Random(11)
    aviary = Aviary(folder)
    for number in range(7):
        base = planted.synthetic(draw, 500)
        for end, text in enumerate((base, planted.edited(base, draw, 0.01))):
            aviary.add(f"pair {number} {end}", text, free=(number + end) % 2 == 0 or number > 4)
    origin = aviary.add("origin", planted.synthetic(draw, 300), free=False)
    for number in range(2):
        aviary.add(f"made {number}", planted.synthetic(draw, 300), free=True, derived_from=origin)
    for number in range(8):
        aviary.add(f"single {number}", planted.synthetic(draw, 300), free=number % 2 == 0)
    return aviary


def forms(song: str) -> Iterator[bytes]:
    """Yield a canary as bytes may have it: plain, escaped in JSON and HTML, in an address, and in UTF-16."""
    yield song.encode()
    yield json.dumps(song).strip('"').encode()
    yield quote(song).encode()
    yield "".join(f"&#{ord(character)};" for character in song).encode()
    yield song.encode("utf-16-le")


def heard(song: str, spoken: Mapping[str, bytes]) -> list[str]:
    """Return the files of a release in which a canary is heard; ``spoken`` are their bytes, as ``all_bytes`` gives."""
    return [name for name, data in spoken.items() if any(form in data for form in forms(song))]


def all_bytes(release: Path) -> dict[str, bytes]:
    """Return of every file its path, its bytes, and of Parquet its pages, footer and values too."""
    found = {}
    for path in sorted(path for path in release.rglob("*") if path.is_file()):
        name, data = path.relative_to(release).as_posix(), path.read_bytes()
        pieces = [name.encode(), data]
        if path.suffix == ".parquet":
            pieces += [*_pages(data), str(pq.read_metadata(path).to_dict()).encode()]
            pieces.append(str(pq.read_table(path, partitioning=None).to_pylist()).encode())
        found[name] = b"\0".join(pieces)
    return found


def _pages(data: bytes) -> Iterator[bytes]:
    """Yield every page of a Parquet file that was compressed by zstd, whether or not a footer names it."""
    at = data.find(_FRAME)
    while at >= 0:
        pieces = []
        try:
            with pa.CompressedInputStream(pa.BufferReader(data[at:]), "zstd") as page:
                while piece := page.read(1 << 16):
                    pieces.append(piece)
        except OSError:
            pass  # what follows the page is none
        yield b"".join(pieces)
        at = data.find(_FRAME, at + 1)


def digests(text: str) -> list[str]:
    """Return the hashes by which the bytes of a file are named."""
    return [sha256(text.encode()).hexdigest()]
