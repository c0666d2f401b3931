"""What the recommendations would mean for real projects: who is lost, who is referred, and what other costs would change.

The band of doubtful matches follows from what a call holds mistakes to cost; here the same applications are recommended anew for
a row of such costs, so that an owner of a call can choose.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from alignment.evaluation.cases import Case
from alignment.model import RECOMMENDATIONS, Application, Assessment, Recommendation
from alignment.recommending import recommend
from alignment.rulebook import Choice, Rulebook
from alignment.rulebook.parts import Costs
from alignment.text.prose import Prose

#: What excluding a project that serves the programme may cost, in looks by an officer.
EXCLUSION_COSTS = (2.0, 3.0, 5.0, 8.0, 12.0)
_ALIGNED = frozenset({"aligned"})
_NOT_ALIGNED = frozenset({"not_aligned"})


class Screening(BaseModel):
    """Recommendations at one cost of a wrong exclusion: counts by what the readers said of the cases."""

    model_config = ConfigDict(frozen=True)

    wrong_exclusion: float
    refer_from: float
    in_force: bool
    aligned: dict[Recommendation, int]
    between: dict[Recommendation, int]
    not_aligned: dict[Recommendation, int]

    @property
    def lost(self) -> float:
        """Share of the aligned projects that are neither recommended nor seen by an officer."""
        return (self.aligned["does_not_meet"] + self.aligned["cannot_assess"]) / max(1, sum(self.aligned.values()))

    @property
    def referred(self) -> float:
        """Share of all projects that are left to an officer."""
        groups = (self.aligned, self.between, self.not_aligned)
        return sum(group["refer"] for group in groups) / max(1, sum(sum(group.values()) for group in groups))


Judged = tuple[Case, Application, Prose, Choice, Assessment]


def screening(judged: Sequence[Judged], rulebook: Rulebook, today: dt.date) -> list[Screening]:
    """The recommendations for a row of costs; empty where no case has a verdict."""
    spoken = [part for part in judged if part[0].verdicts]
    if not spoken:
        return []
    own = spoken[0][3].call.costs
    return [_at(cost, spoken, rulebook, own, today) for cost in sorted({*EXCLUSION_COSTS, own.wrong_exclusion / own.officer})]


def _at(cost: float, judged: Sequence[Judged], rulebook: Rulebook, own: Costs, today: dt.date) -> Screening:
    costs = own.model_copy(update={"wrong_exclusion": cost * own.officer})
    counts: dict[str, dict[Recommendation, int]] = {
        group: dict.fromkeys(RECOMMENDATIONS, 0) for group in ("aligned", "between", "not_aligned")
    }
    for case, application, prose, choice, assessment in judged:
        call = choice.call.model_copy(update={"costs": costs})
        found = assessment.recommendation
        if found != "cannot_assess":
            asked = Choice(choice.programme, choice.strategy, choice.others, call, choice.on, choice.in_force)
            found = recommend(application, prose, assessment.matches, asked, rulebook, "en", today).recommendation
        group = "aligned" if case.verdicts == _ALIGNED else "not_aligned" if case.verdicts == _NOT_ALIGNED else "between"
        counts[group][found] += 1
    return Screening(
        wrong_exclusion=cost, refer_from=costs.refer_from, in_force=cost == own.wrong_exclusion / own.officer, **counts
    )


def table(found: Sequence[Screening]) -> str:
    """The row of costs as a plain table; the one in force is marked."""
    lines = [
        "Recommendations, by what a wrong exclusion costs in looks by an officer (* in force)",
        f"{'cost':<7}{'refer from':>11}{'aligned: meets':>16}{'refer':>7}{'lost':>6}{'lost %':>8}"
        f"{'not aligned: meets':>20}{'refer':>7}{'out':>5}{'referred of all %':>19}",
    ]
    lines += [_line(part) for part in found]
    return "\n".join(lines)


def _line(part: Screening) -> str:
    aligned, others = part.aligned, part.not_aligned
    lost = aligned["does_not_meet"] + aligned["cannot_assess"]
    return (
        f"{part.wrong_exclusion:<5g}{'*' if part.in_force else ' ':<2}{part.refer_from:>11.1f}"
        f"{aligned['meets']:>16}{aligned['refer']:>7}{lost:>6}{100 * part.lost:>8.1f}"
        f"{others['meets']:>20}{others['refer']:>7}{others['does_not_meet']:>5}{100 * part.referred:>19.1f}"
    )
