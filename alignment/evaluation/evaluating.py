"""Assessing labelled cases and measuring how well the tool agrees with the officers who labelled them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from alignment.assess import Assessor
from alignment.errors import UsageError
from alignment.evaluation.calibration import FOLDS, cross_validated, reliability
from alignment.evaluation.cases import label_fields, read_labels
from alignment.evaluation.measures import Measures, Sample, measure, table
from alignment.intake import read_inputs
from alignment.rulebook import Rulebook, load_rulebook


@dataclass(frozen=True)
class Evaluation:
    """The measures as the rulebook stands, and cross-validated for the numbers that were fitted."""

    measures: tuple[Measures, ...]
    cross_validated: tuple[Measures, ...]
    reliability: tuple[tuple[str, int, float, float], ...]

    def as_json(self) -> str:
        """The measures for other programs."""
        return json.dumps(
            {
                "measures": [m.model_dump() for m in self.measures],
                "cross_validated": [m.model_dump() for m in self.cross_validated],
                "reliability": [
                    dict(zip(("scores", "matches", "mean", "accepted"), band, strict=True)) for band in self.reliability
                ],
            },
            ensure_ascii=False,
            indent=2,
        )

    def __str__(self) -> str:
        bands = [f"{band:<10}{count:>8}{mean:>12.1f}{share * 100:>12.1f}" for band, count, mean, share in self.reliability]
        return "\n\n".join(
            [
                table(self.measures, "With the rulebook as it stands"),
                table(self.cross_validated, "Fitted numbers cross-validated (5 folds by case)"),
                "\n".join(
                    ["Score bands (cross-validated)", f"{'score':<10}{'matches':>8}{'mean score':>12}{'accepted %':>12}", *bands]
                ),
            ]
        )


def evaluate(rulebook: Rulebook, cases: Path) -> Evaluation:
    """Measure a rulebook on labelled cases.

    Raises:
        UsageError: when the file does not hold labelled cases.
    """
    samples = _samples(rulebook, cases)
    held_out = cross_validated(samples, rulebook.scorecard)
    return Evaluation(tuple(measure(samples)), tuple(measure(held_out)), tuple(reliability(held_out)))


def samples_of(rules: Path, cases: Path) -> list[Sample]:
    """Every case against every target of every labelled field."""
    return _samples(load_rulebook(rules), cases)


def _samples(rulebook: Rulebook, cases: Path) -> list[Sample]:
    labels = read_labels(cases)
    intake = read_inputs([cases], rulebook.forms, "en")
    if len(intake.applications) != len(labels):
        raise UsageError(f"{cases.name}: only {len(intake.applications)} of {len(labels)} cases could be read.")
    if len(labels) < FOLDS:
        raise UsageError(f"{cases.name}: {len(labels)} case(s) are too few to cross-validate; at least {FOLDS} are needed.")
    fields = label_fields(rulebook, labels)
    assessor = Assessor(rulebook)
    card = rulebook.scorecard
    found = []
    for application, label in zip(intake.applications, labels, strict=True):
        prose = assessor.reader.read(application)
        for field in fields:
            if field.name not in label.labels:
                continue
            said = label.labels[field.name]
            targets = list(field.targets.values())
            features = assessor.scorer.features(prose, targets)
            ledgers = assessor.scorer.ledgers(prose, targets)
            for name, target, values, ledger in zip(field.targets, targets, features, ledgers, strict=True):
                found.append(
                    Sample(
                        field=field.name,
                        case=label.id,
                        language=label.lang,
                        target=target.id,
                        kind=target.kind,
                        features=values,
                        score=ledger.score,
                        accepted=card.accepts(ledger.score),
                        label=1.0 if name in said.required else 0.5 if name in said.acceptable else 0.0,
                    )
                )
    return found
