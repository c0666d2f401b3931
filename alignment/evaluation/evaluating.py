"""Measuring a rulebook on cases: agreement with readers, calibration, hard cases, languages, evidence, and what would be lost."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from alignment.assess import Assessor, Question
from alignment.errors import UsageError
from alignment.evaluation import citing, expecting, parity, screening
from alignment.evaluation.calibration import FOLDS, Band, cross_validated, reliability
from alignment.evaluation.calibration import table as bands_table
from alignment.evaluation.cases import Case, label_fields, read_cases
from alignment.evaluation.measures import Measures, Sample, measure
from alignment.evaluation.measures import table as measures_table
from alignment.intake import Given, read_inputs
from alignment.matching.scorecard import Heard
from alignment.model import Application
from alignment.rulebook import Rulebook, choose

#: A case with its application, heard once for all measures.
_Heard = tuple[Case, Application, Heard]


@dataclass(frozen=True)
class Evaluation:
    """All measures; a part is empty where the cases do not carry what it needs.

    ``measures`` are as the rulebook stands, ``cross_validated`` with the fitted numbers fitted on other cases.
    """

    measures: tuple[Measures, ...] = ()
    cross_validated: tuple[Measures, ...] = ()
    reliability: tuple[Band, ...] = ()
    screening: tuple[screening.Screening, ...] = ()
    expectations: tuple[expecting.Expectation, ...] = ()
    parity: tuple[parity.Parity, ...] = ()
    citing: tuple[citing.Citing, ...] = ()

    def as_json(self) -> str:
        """The measures for other programs."""
        parts: dict[str, Sequence[BaseModel]] = vars(self)
        return json.dumps(
            {name: [line.model_dump() for line in part] for name, part in parts.items()}, ensure_ascii=False, indent=2
        )

    def __str__(self) -> str:
        tables = (
            measures_table(self.measures, "With the rulebook as it stands") if self.measures else "",
            measures_table(self.cross_validated, "Fitted numbers cross-validated (5 folds by case)")
            if self.cross_validated
            else "",
            bands_table(self.reliability) if self.reliability else "",
            screening.table(self.screening) if self.screening else "",
            expecting.table(self.expectations) if self.expectations else "",
            parity.table(self.parity) if self.parity else "",
            citing.table(self.citing) if self.citing else "",
        )
        return "\n\n".join(filter(None, tables))


def evaluate(rulebook: Rulebook, files: Sequence[Path], today: dt.date) -> Evaluation:
    """Measure a rulebook on files of cases. Recommendations are those of the newest programme, whatever a case's dates.

    Raises:
        UsageError: when a file does not hold cases.
    """
    told = [pair for file in files for pair in _told(rulebook, file)]
    assessor = Assessor(rulebook)
    heard = _heard(assessor, told)
    samples = list(_samples(assessor, heard))
    held_out = cross_validated(samples, rulebook.scorecard) if len({sample.case for sample in samples}) >= FOLDS else []
    judged = _judged(assessor, heard, today)
    if not samples and not judged:
        names = ", ".join(file.name for file in files)
        hint = "A case has labels, expect, parallel, verdicts or marks."
        raise UsageError(f"There is nothing to measure in {names}.", hint)
    plain = [(case, assessment) for case, *_, assessment in judged]
    return Evaluation(
        measures=tuple(measure(samples)),
        cross_validated=tuple(measure(held_out)),
        reliability=tuple(reliability(held_out)),
        screening=tuple(screening.screening(judged, rulebook, today)),
        expectations=tuple(expecting.expectations(plain)),
        parity=tuple(parity.parity(plain)),
        citing=tuple(citing.citing([(case, application, assessment) for case, application, *_, assessment in judged])),
    )


def samples_of(assessor: Assessor, cases: Path | Given) -> list[Sample]:
    """Every case against every target of every labelled field.

    Raises:
        UsageError: when the file does not hold cases.
    """
    return list(_samples(assessor, _heard(assessor, _told(assessor.rulebook, cases))))


def _told(rulebook: Rulebook, file: Path | Given) -> list[tuple[Case, Application]]:
    cases = read_cases(file)
    intake = read_inputs([file], rulebook.forms, "en")
    if len(intake.applications) != len(cases):
        raise UsageError(f"{file.name}: only {len(intake.applications)} of {len(cases)} cases could be read.")
    return list(zip(cases, intake.applications, strict=True))


def _heard(assessor: Assessor, told: Sequence[tuple[Case, Application]]) -> list[_Heard]:
    return [(case, application, assessor.hear(application)) for case, application in told]


def _judged(assessor: Assessor, told: Sequence[_Heard], today: dt.date) -> list[screening.Judged]:
    """The assessments of those cases that say anything of a whole application."""
    rulebook = assessor.rulebook
    newest = rulebook.newest
    question = Question(today, programme=newest.id, on=newest.valid_from, language="en")
    choice = choose(rulebook, question.programme, question.call, newest.valid_from)
    found: list[screening.Judged] = []
    for case, application, heard in told:
        if case.verdicts or case.expect or case.parallel or case.marks:
            assessment = assessor.judge(application, heard, question)
            found.append((case, application, heard.prose, choice, assessment))
    return found


def _samples(assessor: Assessor, told: Sequence[_Heard]) -> Iterator[Sample]:
    card = assessor.rulebook.scorecard
    fields = label_fields(assessor.rulebook, [case for case, *_ in told])
    for case, _, heard in told:
        for field in (field for field in fields if field.name in case.labels):
            said = case.labels[field.name]
            targets = list(field.targets.values())
            features = assessor.scorer.features(heard, targets)
            ledgers = assessor.scorer.ledgers(heard, targets)
            for name, target, values, ledger in zip(field.targets, targets, features, ledgers, strict=True):
                yield Sample(
                    field=field.name,
                    case=case.id,
                    language=case.lang,
                    target=target.id,
                    kind=target.kind,
                    features=values,
                    score=ledger.score,
                    accepted=card.accepts(ledger.score),
                    label=1.0 if name in said.required else 0.5 if name in said.acceptable else 0.0,
                )
