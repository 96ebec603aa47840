"""Generators of noise: clean Chinese text, and every mechanism that was seen to damage it.

The contract: a generator takes clean text and a ``random.Random`` and returns a `Noisy`, a noisy
text with the clean text it should come back to and the exact truth of what was done. The same text
and the same `seeded` chance give the same noise; `stack` lets several noises fall on one text.

========================  =========================================================
`noise.clean`             unlimited clean Chinese, Simplified and Traditional
`noise.jammer`            the anti-copy strings of a Discuz X forum
`noise.pinyin`            readings behind characters
`noise.mojibake`          lost GBK bytes; byte-wise replacement
`noise.width`             marks folded to ASCII, quotes swapped or straightened
`noise.wraps`             hard wraps, page breaks, figures inside sentences
`noise.boilerplate`       navigation, forum chrome, running heads, editor lines
========================  =========================================================
"""

from noise.truth import Change, Maker, Noisy, Tape, seeded, stack, then

__all__ = ["Change", "Maker", "Noisy", "Tape", "seeded", "stack", "then"]
