"""Find text that was read out of step: runs that are improbable as they stand and common re-paired by one byte."""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from bdci_corpus.compiling import PACE, compiled, run_compiled
from bdci_corpus.patterns import lazily
from bdci_corpus.rules.mojibake import bigrams, bytestream, slip_kernels
from bdci_corpus.rules.mojibake.slip_kernels import Ints, Short, Tables
from bdci_corpus.text import (
    HAN,
    HAN_CLASS,
    KANA,
    KANA_CLASS,
    SIMPLIFIED,
    TRADITIONAL,
    Answers,
    Scan,
    TextBatch,
    one_script_only,
)

NEEDED = (28, 19, 16), (36, 22, 16)
"""The score that a run of one, two, three or more characters needs, in Traditional and Simplified text: a
factor of e for each four.

One character needs most: it is read with two free bytes, and names hold rare characters.
"""

NEIGHBOR, NEAR = 8, 14
"""What is asked for besides for each suspect so many characters from a run: there, others are improbable too."""

WIDE = 512
"""How far around a run suspects are counted that no run explains: classics, drama and lists are full of them."""

UNEXPLAINED = 12
"""So many of them are as expected: in 541 newspaper texts of 1998 a slip in a hundred has more, three fourths of the
false flags in 3,000 pages of classics, novels and plays do."""

RARELY = 2
"""What is asked for besides for each more."""

WITHIN_WORD = 5
"""How much more a run needs that begins or ends within a word; of 1,924 slips made up, none is lost by it."""

NAME, WHOLE_NAME = 10, 20
"""How much more a run needs that may be of a person's name, in which any two characters may meet, or ends one."""

FULL_NAME = 18
"""How much more a run needs that is a surname and two characters: of 1,768 slips two more are missed with 20."""

_FULL = lazily(f"[{HAN_CLASS}]{{3}}")

_NAME = lazily(f"(?<![{HAN_CLASS}])[{HAN_CLASS}]{{2,3}}(?![{HAN_CLASS}])")
"""What may be one: between what is no Han."""

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文褚卫尤施柳严鲁殷陶"
    "張劉陳楊趙黃吳孫馬羅鄭謝韓馮蕭鄧許呂蘇盧蔣賈葉閻鐘鍾範譚鄒陸顧龍萬錢湯喬賀賴龔衛嚴魯"
)

VERSE = 24
"""How much more a run needs that stands in verse, which is full of rare words."""

VERSE_CLAUSES = range(3, 9)
"""How many characters a clause of verse has."""

AROUND = 32
"""How far around a run clauses are looked at, in characters: two of verse on each side, and a rest."""

FEWEST_SHORT = 3
"""How many of them are short, all there are: lines of ci and fu are of several lengths."""

FEWEST_ALIKE = 2
"""How many of the two clauses before and behind are as long as the run's."""

_CLAUSE = re.compile(r"[，。；：！？、,.;:!?\s]+")

LONGEST_WORD = 3
"""So short a run is sound if two of its characters stand together in a word; a longer one may hold a word."""

JAPANESE = 4
"""A text has fewer Han than so many for each kana."""

FOREIGN_NEAR, FOREIGN_FAR = 4, 32
"""So many kana or Hangul, within so many characters of a run, say that it is Japanese or Korean."""

_FOREIGN = lazily(f"[{KANA_CLASS}\uac00-\ud7a3]")

AGAIN = 2
"""How often a rare character stands in a document that is sound."""

SUSPECT_TAKES = 300
"""Where loops are interpreted, a suspect takes as long as so many characters do: a text of rare ones has many."""

_GB_2312 = 0xA100
"""Both bytes of the characters that Simplified text consists of are above A0."""

COMMON = 48
"""The most that a character costs, wherever it stands, that is thought to have lost a byte."""


def runs(scan: Scan, places: Ints) -> list[tuple[int, int]]:
    """Return the spans of a text that were read out of step, found from its suspects."""
    if not len(places):
        return []
    found = np.empty((len(places), 3), np.int64)
    times = np.zeros(1 << (8 * len(places)).bit_length(), np.int64)
    if JAPANESE * scan.count(KANA) > scan.count(HAN):
        return []
    traditional = scan.count(TRADITIONAL) > scan.count(SIMPLIFIED)
    look_up = tables(traditional)
    fast = scan.fast or PACE.note(SUSPECT_TAKES * len(places))
    run = run_compiled if fast else scan.run
    starts, ends, scores = found[: run(slip_kernels.slips, places, scan.codes, look_up, times, found)].T
    if not len(starts):
        return []
    spare = scores - _needed(ends - starts, NEEDED[0 if traditional else 1])
    starts, ends, spare = starts[spare >= 0], ends[spare >= 0], spare[spare >= 0]  # as few are
    if not len(starts):
        return []
    spare = spare - NEIGHBOR * _neighbors(starts, ends, places)
    starts, ends, spare = starts[spare >= 0], ends[spare >= 0], spare[spare >= 0]
    spare = spare - RARELY * np.maximum(_unexplained(starts, ends, places) - UNEXPLAINED, 0)
    likely = spare >= 0
    kept = zip(starts[likely].tolist(), ends[likely].tolist(), spare[likely].tolist(), strict=True)
    return [(start, end) for start, end, more in kept if not _is_sound(scan.text, start, end, more)]


def _needed(lengths: Ints, by_length: tuple[int, ...]) -> Ints:
    """Return the score that runs need, alone in text that is otherwise as expected."""
    needed: Ints = np.array(by_length)[np.minimum(lengths, len(by_length)) - 1]
    return needed


def _neighbors(starts: Ints, ends: Ints, places: Ints) -> Ints:
    """Return how many suspects stand near runs but outside: lists of names and old texts are full of them."""
    before = np.searchsorted(places, starts - 1) - np.searchsorted(places, starts - NEAR)
    behind = np.searchsorted(places, ends + NEAR) - np.searchsorted(places, ends + 1)
    around: Ints = before + behind
    return around


def _unexplained(starts: Ints, ends: Ints, places: Ints) -> Ints:
    """Return how many suspects stand widely around each run and in no run: a text of rare words has many."""
    outside = places[np.searchsorted(starts, places, "right") == np.searchsorted(ends, places, "right")]
    around: Ints = np.searchsorted(outside, ends + WIDE) - np.searchsorted(outside, starts - WIDE)
    return around


def _is_sound(text: str, start: int, end: int, spare: int) -> bool:
    """Return whether a run is a word, a name, or stands in the document again; ``spare`` is what its score exceeds.

    The same bytes are hardly lost twice with the same outcome; a single character that is not rare may
    well stand elsewhere.
    """
    run = text[start:end]
    if _is_foreign(text, start, end) or _is_expected(text, start, end, spare):
        return True
    if len(run) > 1:
        words = len(run) <= LONGEST_WORD and any(map(bigrams.is_in_words, run, run[1:]))
        return words or _is_doubled(text, start, end) or text.find(run) < start or text.find(run, end) >= 0
    return is_name(run) or text.count(run) >= (AGAIN if is_rare(run) else slip_kernels.TERM)


def _is_foreign(text: str, start: int, end: int) -> bool:
    """Return whether a run stands among kana or Hangul."""
    around = text[max(start - FOREIGN_FAR, 0) : start] + text[end : end + FOREIGN_FAR]
    return len(_FOREIGN.findall(around)) >= FOREIGN_NEAR


def _is_expected(text: str, start: int, end: int, spare: int) -> bool:
    """Return whether a run, by what it exceeds its score, may be of verse, a word or a name."""
    return (
        (spare < VERSE and _in_verse(text, start, end))
        or (spare < WHOLE_NAME and end - start < LONGEST_WORD and _ends_a_name(text, start, end))
        or (spare < FULL_NAME and text[start] in SURNAMES and _FULL.fullmatch(text, start, end) is not None)
        or (spare < NAME and end - start <= LONGEST_WORD and _may_be_name(text, start, end))
        or (spare < WITHIN_WORD and end - start <= LONGEST_WORD and _ends_a_word(text, start, end))
    )


def _is_doubled(text: str, start: int, end: int) -> bool:
    """Return whether a short run holds a character twice side by side, or with its neighbor (哒哒哒, 呦|呦鹿)."""
    beside = text[max(start - 1, 0) : end + 1]
    return end - start <= LONGEST_WORD and any(map(str.__eq__, beside, beside[1:]))


def _in_verse(text: str, start: int, end: int) -> bool:
    """Return whether a run stands in verse, where clauses around it are short: as long as its own, or all of them.

    Its own has lost a character with a byte.
    """
    before = [len(clause) for clause in _CLAUSE.split(text[max(start - AROUND, 0) : start])]
    behind = [len(clause) for clause in _CLAUSE.split(text[end : end + AROUND])]
    own = before[-1] + (end - start) + behind[0]
    near = [*before[:-1][-2:], *behind[1:][:2]]
    if own not in VERSE_CLAUSES:
        return False
    return near.count(own) >= FEWEST_ALIKE or (len(near) >= FEWEST_SHORT and all(map(VERSE_CLAUSES.__contains__, near)))


def _ends_a_word(text: str, start: int, end: int) -> bool:
    """Return whether a run begins or ends within a word: with the character before or behind it (蚊|蝇, 纯碳|氢)."""
    before, behind = text[start - 1 : start], text[end : end + 1]
    joins = (before and bigrams.is_in_words(before, text[start])) or (
        behind and bigrams.is_in_words(text[end - 1], behind)
    )
    return bool(joins)


def _may_be_name(text: str, start: int, end: int) -> bool:
    return any(map(is_name, text[start:end])) or not SURNAMES.isdisjoint(text[max(start - 1, 0) : start + 2])


def _ends_a_name(text: str, start: int, end: int) -> bool:
    """Return whether a run ends what stands by itself and begins with a surname (袁乙鈞)."""
    names = (_NAME.match(text, at) for at in range(max(start - 2, 0), start) if text[at] in SURNAMES)
    return any(name is not None and name.end() == end for name in names)


def is_rare(char: str) -> bool:
    """Return whether a character is not in GB 2312, not even in another form."""
    return char <= "\uffff" and bool(bigrams.ids()[ord(char)] == bigrams.RARE)


def is_name(char: str) -> bool:
    """Return whether a rare character is in use: those of Hong Kong's and Taiwan's names of persons and places."""
    return is_rare(char) and char.encode("big5hkscs", "ignore") != b""


class BatchSuspects:
    """The suspects of the texts of a batch: ``places`` are those in each text, ``bounds`` where each one's begin."""

    def __init__(self, batch: TextBatch) -> None:
        """Find them."""
        table = bigrams.model()
        self.places = np.empty(len(batch.codes), np.int64)
        self.bounds = np.zeros(len(batch.texts) + 1, np.int64)
        find = compiled(slip_kernels.suspects_each)
        find(batch.codes, batch.bounds, table.single, table.pairs, self.places, self.bounds)
        self.places = self.places[: self.bounds[-1]].copy()

    def in_batch(self, batch: TextBatch) -> Ints:
        """Return their places among the code points of the batch."""
        return self.places + np.repeat(batch.bounds[:-1], np.diff(self.bounds))


def may_hold(batch: TextBatch, suspects: BatchSuspects) -> Answers:
    """Return in which texts of a batch something reads better re-paired."""
    found = np.empty(len(batch.texts), np.int64)
    traditional, simplified = batch.tally()[:, 3:].T
    one, other = tables(False), tables(True)  # noqa: FBT003 - the key of the cache
    compiled(slip_kernels.slips_each)(
        suspects.places, suspects.bounds, batch.codes, batch.bounds, traditional > simplified, one, other, found
    )
    answers: Answers = found > 0
    return answers


def suspects(scan: Scan) -> Ints:
    """Return where a character is improbable both behind the one before it and before the one behind it."""
    table = bigrams.model()
    if scan.fast:
        found = np.empty(len(scan.codes), np.int64)
        return found[: scan.run(slip_kernels.suspects, scan.codes, table.single, table.pairs, found)]
    numbers = np.where(scan.codes < len(table.single), scan.codes, 0)
    packed = np.append(table.single[:1], table.single[numbers]).astype(np.int64)
    apart = slip_kernels.apart(packed[:-1], packed[1:])
    near = np.flatnonzero(apart[:-1] + apart[1:] >= slip_kernels.SUSPECT)
    before, here, behind = packed[near], packed[near + 1], packed[near + 2]
    together = slip_kernels.costs(before, here, table.pairs) + slip_kernels.costs(here, behind, table.pairs)
    return np.compress(together >= slip_kernels.SUSPECT, near)


@cache
def tables(traditional: bool) -> Tables:  # noqa: FBT001 - the key of the cache
    """Return what is looked up in Traditional or Simplified text: re-paired, it holds that script's characters."""
    table = bigrams.model()
    bytes_of = bytestream.codes()
    points = _written(bytes_of, traditional)
    pairs = bytes_of[points].astype(np.int64)
    chars = np.zeros(0x10000, np.uint16)
    chars[pairs] = points
    halves = np.concatenate([pairs >> 8, pairs & 0xFF])
    packed = np.tile(table.single[points].astype(np.int64), 2)
    common = np.flatnonzero((packed >> 25) + bigrams.ANY_LEAST <= COMMON)
    order = common[np.argsort(halves[common], kind="stable")]
    offsets = np.searchsorted(halves[order], np.arange(257))
    least = slip_kernels.STARTING[0 if traditional else 1]
    return Tables(table.single, table.pairs, bytes_of, chars, packed[order], offsets, least)


def _written(bytes_of: Short, traditional: bool) -> Ints:  # noqa: FBT001
    """Return what a text of a script holds of GBK: the Han characters that have a number, and the marks."""
    used = (bytes_of > 0) & (bigrams.ids() < bigrams.BREAK)
    used[[ord(char) for char in one_script_only()[1 if traditional else 0]]] = False
    return np.flatnonzero(used if traditional else used & (bytes_of >= _GB_2312) & (bytes_of & 0xFF >= _GB_2312 >> 8))
