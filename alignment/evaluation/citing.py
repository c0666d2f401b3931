"""Whether the evidence shown is what an officer would cite: token F1 against passages that readers marked.

As in ERASER (DeYoung et al. 2020, ACL): precision is the share of the shown words that some reader marked, recall the share of
the words both readers marked that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict

from alignment.evaluation.cases import Case
from alignment.evaluation.measures import f1
from alignment.model import Application, Assessment
from alignment.text.tokens import tokens

Words = set[tuple[str, int]]


class Citing(BaseModel):
    """How well the evidence of one match agrees with what readers marked."""

    model_config = ConfigDict(frozen=True)

    case: str
    target: str
    precision: float
    recall: float
    f1: float


def citing(judged: Sequence[tuple[Case, Application, Assessment]]) -> list[Citing]:
    """The agreement of every marked match; a match without evidence has none."""
    return [
        _agreement(case, target, application, assessment) for case, application, assessment in judged for target in case.marks
    ]


def _agreement(case: Case, target: str, application: Application, assessment: Assessment) -> Citing:
    marks = case.marks[target]
    both, either = (_words(application, sentences) for sentences in (marks.both, marks.either))
    match = next((match for match in assessment.matches if match.target == target), None)
    shown: Words = set()
    for passage in match.evidence if match else ():
        shown |= {(passage.section, passage.start + word.start) for word in tokens(passage.text)}
    precision = len(shown & either) / len(shown) if shown else 0.0
    recall = len(shown & both) / len(both) if both else 1.0
    return Citing(case=case.id, target=target, precision=precision, recall=recall, f1=f1(precision, recall) or 0.0)


def _words(application: Application, sentences: Iterable[str]) -> Words:
    """The words of quoted sentences as (section, place), wherever they stand."""
    found: Words = set()
    for sentence in sentences:
        for section in application.sections:
            start = section.text.find(sentence)
            if start >= 0:
                found |= {(section.name, start + word.start) for word in tokens(sentence)}
    return found


def table(found: Sequence[Citing]) -> str:
    """The agreement as a plain table with its mean."""
    lines = [
        "Evidence against the passages readers marked (words)",
        f"{'case':<12}{'target':<24}{'F1':>6}{'prec':>7}{'recall':>8}",
    ]
    lines += [f"{part.case:<12}{part.target:<24}{part.f1:>6.2f}{part.precision:>7.2f}{part.recall:>8.2f}" for part in found]
    mean = {name: sum(getattr(part, name) for part in found) / len(found) for name in ("f1", "precision", "recall")}
    lines.append(f"{'mean':<36}{mean['f1']:>6.2f}{mean['precision']:>7.2f}{mean['recall']:>8.2f}")
    return "\n".join(lines)
