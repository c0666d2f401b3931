"""Weights that move away from where they are only as far as the answers carry them.

A logistic regression in which everything but the steps is given: a row's total as it stands is an offset, and a ridge penalty
pulls every step towards none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from alignment.matching.similarity import Floats

#: How the columns of starting levels are named, before the kind of target.
BASE = "base:"
#: From how many standard errors, and from how many answers too many or too few, a column's rows say something clear.
_CLEAR, _FEWEST = 2.0, 2.0
#: A starting level holds for targets too that nobody judged: it moves by so much at most.
_FARTHEST_BASE = 1.0


@dataclass(frozen=True)
class Design:
    """Rows as numbers: what every column's point adds to a row's total, the totals as they are, and the answers."""

    columns: tuple[str, ...]
    values: csr_matrix
    totals: Floats
    shares: Floats

    def only(self, chosen: Sequence[int]) -> Design:
        """Some of the rows."""
        return replace(self, values=self.values[chosen], totals=self.totals[chosen], shares=self.shares[chosen])

    def pointing(self) -> Floats:
        """By column, which way its rows clearly point: 1, -1, or 0 where they do not (a score test, and enough of them)."""
        expected = chance(self.totals)
        surprise = self.shares - expected
        score: Floats = self.values.T @ surprise
        spread: Floats = np.sqrt(self.values.power(2).T @ (expected * (1 - expected)))
        many: Floats = np.abs((self.values != 0).T @ surprise)
        return np.sign(score) * ((np.abs(score) >= _CLEAR * spread) & (many >= _FEWEST))

    def fitted(self, pull: float, *, bases: bool) -> Floats:
        """The steps that make the answers likeliest, each held back by the pull; columns that say nothing clear stay."""
        levels = np.array([column.startswith(BASE) for column in self.columns])
        free = np.flatnonzero((self.pointing() != 0) & (bases | ~levels))
        bounds = [(-_FARTHEST_BASE, _FARTHEST_BASE) if level else (None, None) for level in levels[free]]
        values = self.values[:, free]

        def cost(steps: Floats) -> tuple[float, Floats]:
            sums = self.totals + values @ steps
            loss = float(np.sum(np.logaddexp(0, sums) - self.shares * sums)) + pull / 2 * float(steps @ steps)
            slope: Floats = values.T @ (chance(sums) - self.shares) + pull * steps
            return loss, slope

        steps = np.zeros(len(self.columns))
        if len(free):
            steps[free] = minimize(cost, np.zeros(len(free)), jac=True, method="L-BFGS-B", bounds=bounds).x
        return steps

    def loss(self, steps: Floats) -> float:
        """How unlikely the answers are (minus log-likelihood)."""
        sums: Floats = self.totals + self.values @ steps
        return float(np.sum(np.logaddexp(0, sums) - self.shares * sums))


def chance(totals: Floats) -> Floats:
    """How likely an officer accepts matches of these totals, from 0 to 1."""
    return np.asarray(np.exp(-np.logaddexp(0, -totals)), dtype=float)


def folds(cases: Sequence[int], number: int) -> list[set[int]]:
    """Rows in folds, given the case of each: all rows of a case in one; which cases go together is drawn once and for all."""
    different = list(dict.fromkeys(cases))
    turn = np.random.default_rng(len(different)).permutation(len(different)).tolist()
    fold_of = {case: turn[at] % number for at, case in enumerate(different)}
    return [{at for at, case in enumerate(cases) if fold_of[case] == fold} for fold in range(number)]
