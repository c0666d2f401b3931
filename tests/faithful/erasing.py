"""ERASER's two measures of an explanation (DeYoung et al. 2020, ACL, section 4).

Comprehensiveness: how far the probability falls when the words an explanation ranks highest are taken out; the more, the better.
Sufficiency: how far it falls when they alone are kept; the less, the better. Both are averaged over several shares of the words
(AOPC), as the authors' published code does.

Sufficiency falls below zero where the kept words score higher than the whole text. Then something the text says has been taken
out of it: "fresh energy" is no energy until "fresh" is blanked. ``lost`` takes such a gain for nothing (Carton et al. 2020).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from tests.faithful.model import Floats, blanked, words

#: Shares of a text's words.
SHARES = (0.05, 0.1, 0.2, 0.5)


class Erasure(NamedTuple):
    """The measures of one explanation, as differences of probability."""

    comprehensiveness: float
    sufficiency: float
    lost: float


def erased(text: str, weights: Floats, probability: Callable[[str], float]) -> Erasure:
    """Take out and keep the words of highest weight."""
    spans = words(text)
    # Equal weights in the order of the text, for all alike.
    ranked = [spans[at] for at in np.argsort(-weights, kind="stable")]
    whole = probability(text)
    cuts = [math.ceil(share * len(spans)) for share in SHARES]
    without = np.array([whole - probability(blanked(text, ranked[:most])) for most in cuts])
    alone = np.array([whole - probability(blanked(text, ranked[most:])) for most in cuts])
    return Erasure(float(without.mean()), float(alone.mean()), float(alone.clip(min=0).mean()))
