"""LIME (Ribeiro et al. 2016) and eli5's variant of it as weights for every word, both with their default settings."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np

from alignment.rulebook.parts import Target
from tests.faithful.model import Floats, Model, words

#: How many changed texts each draws by default.
SAMPLES = 5000


def lime_weights(model: Model, text: str, target: Target, seed: int | None, samples: int = SAMPLES) -> Floats:
    """LIME's weights; a word weighs the same wherever it stands."""
    from lime.lime_text import LimeTextExplainer

    spans = words(text)
    explainer = LimeTextExplainer(random_state=seed)
    predict = partial(model.probabilities, target=target)
    explanation = explainer.explain_instance(text, predict, num_features=len(spans), num_samples=samples)
    found = dict(explanation.as_list())
    return np.array([found.get(text[start:end], 0.0) for start, end in spans])


def eli5_weights(model: Model, text: str, target: Target, seed: int | None, samples: int = SAMPLES) -> Floats:
    """eli5's weights: what its linear model of words and pairs of words would lose with each word."""
    from eli5.lime import TextExplainer

    explainer = TextExplainer(n_samples=samples, random_state=seed)
    explainer.fit(text, partial(model.probabilities, target=target))
    column, coefficients = explainer.vec_.vocabulary_, explainer.clf_.coef_[0]
    said = [text[start:end].lower() for start, end in words(text)]
    lost = np.array([coefficients[column[word]] if word in column else 0.0 for word in said])
    for at, pair in enumerate(pairwise(said)):
        if (name := " ".join(pair)) in column:
            lost[at : at + 2] += coefficients[column[name]]
    return lost
