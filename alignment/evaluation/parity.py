"""Whether the same project told in several languages gets the same answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from pydantic import BaseModel, ConfigDict

from alignment.evaluation.cases import Case
from alignment.evaluation.measures import accepted
from alignment.model import Assessment


class Parity(BaseModel):
    """Over pairs of languages of the same project: how often the answers are the same.

    ``same_answers`` is the share of single targets that get the same yes or no, ``same_targets`` in how many pairs all do.
    """

    model_config = ConfigDict(frozen=True)

    languages: str
    pairs: int
    same_answers: float
    same_targets: int
    same_recommendation: int
    others: dict[str, str]


def parity(judged: Sequence[tuple[Case, Assessment]]) -> list[Parity]:
    """Agreement by pair of languages, all together first; empty where no project is told twice."""
    told: dict[str, list[tuple[Case, Assessment]]] = {}
    for case, assessment in judged:
        if case.parallel is not None:
            told.setdefault(case.parallel, []).append((case, assessment))
    pairs = [(one, other) for versions in told.values() for one, other in combinations(versions, 2)]
    by_languages = {f"{one[0].lang}–{other[0].lang}": None for one, other in pairs}
    found = []
    for name in ("all", *by_languages) if pairs else ():
        chosen = [(one, other) for one, other in pairs if name in ("all", f"{one[0].lang}–{other[0].lang}")]
        others = {
            f"{one[0].id} / {other[0].id}": ", ".join(sorted(accepted(one[1]) ^ accepted(other[1])))
            for one, other in chosen
            if accepted(one[1]) != accepted(other[1])
        }
        same = sum(one[1].recommendation == other[1].recommendation for one, other in chosen)
        differing = sum(len(accepted(one[1]) ^ accepted(other[1])) for one, other in chosen)
        asked = sum(sum(match.kind != "theme" for match in one[1].matches) for one, _ in chosen)
        found.append(
            Parity(
                languages=name,
                pairs=len(chosen),
                same_answers=1 - differing / asked if asked else 1.0,
                same_targets=len(chosen) - len(others),
                same_recommendation=same,
                others=others,
            )
        )
    return found


def table(found: Sequence[Parity]) -> str:
    """The agreement as a plain table, and the pairs whose accepted targets differ."""
    lines = [
        "The same project in two languages",
        f"{'languages':<12}{'pairs':>7}{'same answers %':>16}{'same targets %':>16}{'same recommendation %':>23}",
    ]
    lines += [
        f"{part.languages:<12}{part.pairs:>7}{100 * part.same_answers:>16.1f}{100 * part.same_targets / part.pairs:>16.0f}"
        f"{100 * part.same_recommendation / part.pairs:>23.0f}"
        for part in found
    ]
    lines += [f"  {names}: {what}" for part in found[:1] for names, what in part.others.items()]
    return "\n".join(lines)
