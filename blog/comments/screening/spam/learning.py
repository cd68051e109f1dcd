"""Learning a spam score from comments that people judged, and telling how good it is.

Logistic regression by stochastic gradient descent with a step of its own for each weight (AdaGrad: Duchi, Hazan, Singer
2011). Pure Python: some thousand comments take seconds, in a job at night.
"""

import math
import random
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from blog.comments.screening.spam.features import BUCKETS, features, tokens_of

EPOCHS = 10
STEP = 0.5
# Of the squared gradients, so that the first step is not divided by nothing.
SMALLEST = 1e-8
# Beyond this the logistic function is 0 or 1 to six digits.
STEEP = 15.0
SEED = 7
# Of good comments so many may be held on a score alone.
WRONGLY_HELD = 0.01
# A model that tells spam from the rest less well than this orders the queue, and holds nothing.
LEAST_AUC = 0.9
NEVER = 1.0
MOST_TOLD = 6

Sample = tuple[str, bool]
Vector = tuple["array[int]", "array[float]"]


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights by bucket, and a bias."""

    weights: "array[float]"
    bias: float

    def score(self, body: str) -> float:
        """From 0 (reads like what people let stand) to 1 (like what they called spam)."""
        weights = self.weights
        return _logistic(self.bias + sum(weights[bucket] * value for bucket, value in features(body).items()))

    def telling(self, body: str) -> list[tuple[int, int, float]]:
        """The words that speak most for spam, strongest first: start, end (code points of the body), and weight."""
        found = [
            (
                token.start,
                token.end,
                sum(self.weights[bucket] for bucket in token.buckets) / len(token.buckets),
            )
            for token in tokens_of(body)
            if token.buckets
        ]
        return sorted((one for one in found if one[2] > 0), key=lambda one: -one[2])[:MOST_TOLD]


@dataclass(frozen=True, slots=True)
class Measured:
    """How well scores tell spam from the rest where the model had not seen them, and from where one may hold."""

    auc: float
    hold_at: float


def learn(samples: Sequence[Sample]) -> Learned:
    """A model of the samples (words, and whether they are spam). The same samples make the same model."""
    vectors = [(_vector(body), float(is_spam)) for body, is_spam in samples]
    weights, squares = array("d", bytes(8 * BUCKETS)), array("d", [SMALLEST]) * BUCKETS
    bias, dice = 0.0, random.Random(SEED)  # noqa: S311
    for _ in range(EPOCHS):
        dice.shuffle(vectors)
        for (buckets, values), wanted in vectors:
            told = bias + sum(weights[bucket] * value for bucket, value in zip(buckets, values, strict=True))
            error = _logistic(told) - wanted
            bias -= STEP / EPOCHS * error
            for bucket, value in zip(buckets, values, strict=True):
                slope = error * value
                squares[bucket] += slope * slope
                weights[bucket] -= STEP * slope / math.sqrt(squares[bucket])
    return Learned(array("f", weights), bias)


def measure(samples: Sequence[Sample]) -> Measured:
    """Learn from each half of the samples, score the other half by it. Each half needs samples of both kinds."""
    mixed = list(samples)
    random.Random(SEED).shuffle(mixed)  # noqa: S311
    mixed.sort(key=lambda sample: sample[1])  # so that every second one takes half of each kind
    halves = mixed[::2], mixed[1::2]
    scored = [
        (model.score(body), is_spam)
        for model, rest in ((learn(halves[0]), halves[1]), (learn(halves[1]), halves[0]))
        for body, is_spam in rest
    ]
    auc = area_under_curve(scored)
    good = sorted(score for score, is_spam in scored if not is_spam)
    strict = good[math.ceil(len(good) * (1 - WRONGLY_HELD)) - 1]
    return Measured(auc, min(max(strict, 0.5), NEVER) if auc >= LEAST_AUC else NEVER)


def area_under_curve(scored: Sequence[tuple[float, bool]]) -> float:
    """How often spam scores higher than the rest: the area under the ROC curve, by ranks (Mann and Whitney 1947)."""
    by_score: dict[float, list[bool]] = {}
    for score, is_spam in scored:
        by_score.setdefault(score, []).append(is_spam)
    below, ranks = 0, 0.0
    for score in sorted(by_score):
        tied = by_score[score]
        ranks += sum(tied) * (below + (len(tied) + 1) / 2)
        below += len(tied)
    spam = sum(is_spam for _, is_spam in scored)
    return (ranks - spam * (spam + 1) / 2) / (spam * (len(scored) - spam))


def _vector(body: str) -> Vector:
    found = features(body)
    return array("l", found), array("d", found.values())


def _logistic(x: float) -> float:
    return 1 / (1 + math.exp(-max(-STEEP, min(STEEP, x))))
