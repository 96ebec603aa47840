"""Compile every loop before the first file is read: once a machine, in one process, and on no file's time."""

from __future__ import annotations

import json
import platform
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

from bdci_corpus.building.engines.processes import pool_of, stop
from bdci_corpus.compiling import ENOUGH, PACE, code_digest, compiled_folder
from bdci_corpus.documents import Settings, read_bytes, read_lines
from bdci_corpus.loading import find_loaders
from bdci_corpus.neardup import SizeThresholds, find_near_duplicates
from bdci_corpus.progress import Progress, tell_nobody
from bdci_corpus.release import traces_table

_PROSE = (
    '国家坚持和完善制度,巩固和发展平等团结;在报送年度报告时,应同时报送资料(见附件)。他说:"好,走吧!"\n\n第一章 总则\n\n'
)

_READING = "實(shí)現(xiàn)國(guó)家(jiā)經(jīng)濟(jì)發(fā)展(zhǎn)的(de)目(mù)標(biāo),他(tā)們(men)好(hǎo)。\n"

_NOISY = (
    _PROSE,
    "本文未经授权不得转载。All rights reserved.\n" + _PROSE,
    "一\u200b二\u3000三， 四\u00a0。 五 ，六\n\n\n\n七(八)九(八)\n" + _PROSE,
    "他们说得很好* z2 B w' ?4 G- c( v! o4\n | \n" + _PROSE,
    "他们说得很好。\u00a0 a  b  c& d  e3 f' g* h( i) j\n | \n" + _PROSE,
    _READING * 8,
    "市場異;鸨，消防車異常火爆。葛俊。╇S著說，率！笔薪濟發展，有15363838萬戶。\n" + _PROSE,
    "鈥滀腑鍥戒汉姘戔€濆拰涓浗\n" + _PROSE,
)
"""A little of each noise that a loop looks for: what is compiled is what these call."""


_LAYOUT = '["text", null, {}, false, [], [], null]'
"""How rows of JSON Lines are read, as their loader says it."""

_TOLD = "compiling, once on this machine"


def warm_apart(tell: Progress = tell_nobody) -> None:
    """Do as ``warm`` does, in a process that ends with it.

    A compiler takes 300 MB, which the process that it worked in never gives back.
    """
    if _mark() is not None and not is_warm():
        tell(_TOLD, 0, 2)
        pool = pool_of(1)
        try:
            with suppress(BrokenProcessPool):  # then it is done here
                pool.submit(warm).result()
        finally:
            stop(pool)
        tell(_TOLD, 2, 2)
    warm(tell)


def is_warm() -> bool:
    """Return whether all loops are compiled, by an earlier process."""
    mark = _mark()
    return mark is not None and mark.exists()


@cache
def warm(tell: Progress = tell_nobody) -> None:
    """Make sure that loops are compiled, and use their compiled forms from now on.

    It is not a file's fault that a machine is new: what is compiled while a file is read counts as time that the
    file takes, and a file may take so much only. Where compiled loops cannot be kept, each process does it anew.
    """
    PACE.note(ENOUGH)
    mark = _mark()
    if mark is not None and mark.exists():
        return
    tell(_TOLD, 0, 2)
    loaders, settings = find_loaders(), Settings()
    read = [read_bytes(text.encode(), "sample.txt", loaders, settings) for text in _NOISY]
    rows = "".join(json.dumps({"text": text}) + "\n" for text in _NOISY).encode()
    read += read_lines(rows, "sample.jsonl", loaders["record_table"], _LAYOUT, settings)
    traces_table([document for each in read for document in each.documents])
    tell(_TOLD, 1, 2)
    texts = [text for text in _NOISY for _ in range(2)]
    find_near_duplicates(
        [*texts, *(f"{text[9:]}{text[:50]}" for text in _NOISY)], overlaps=True, limits=SizeThresholds(plain_bytes=0)
    )
    tell(_TOLD, 2, 2)
    if mark is not None:
        mark.touch()


def _mark() -> Path | None:
    """Return the file that says that all loops are compiled; None where nothing can be kept."""
    folder = compiled_folder()
    return folder / f"all-{_surroundings()}" if folder else None


def _surroundings() -> str:
    """Return a name for all that machine code depends on."""
    import numba
    from llvmlite.binding import get_host_cpu_name

    known = (code_digest(), numba.__version__, platform.python_version(), platform.machine(), get_host_cpu_name())
    return sha256(repr(known).encode()).hexdigest()[:24]
