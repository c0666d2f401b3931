"""Labelled cases: applications of which officers have said which goals and spearheads they serve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alignment.errors import UsageError
from alignment.model import Language
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Target

_SPEARHEADS = "ris3"


class Label(BaseModel):
    """What the annotators said of one field: ``required`` by both, ``acceptable`` by at least one."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    required: frozenset[str]
    acceptable: frozenset[str]


class Labels(BaseModel):
    """The labels of a case, by field (``ris3``, ``goals_2022_2025``, ...)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    lang: Language
    labels: dict[str, Label] = Field(min_length=1)


@dataclass(frozen=True)
class LabelField:
    """A field of labels and the targets of the rulebook that it speaks of, by the label used for each."""

    name: str
    targets: dict[str, Target]


def read_labels(path: Path) -> list[Labels]:
    """The labels of a cases file, one JSON object a line.

    Raises:
        UsageError: when a line is not a labelled case.
    """
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            found.append(Labels.model_validate_json(line))
        except ValidationError as error:
            first: Any = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "line"
            raise UsageError(f"{path.name}, line {number}: not a labelled case ({place}: {first['msg']}).") from None
    return found


def label_fields(rulebook: Rulebook, labels: list[Labels]) -> list[LabelField]:
    """The fields the cases are labelled in, each with its plan's targets.

    ``goals_2022_2025`` are the targets of the programme valid in those years, ``ris3`` those of the latest strategy.
    Cross-cutting themes are not labelled.
    """
    names = dict.fromkeys(name for label in labels for name in label.labels)
    fields = []
    for name in names:
        if name == _SPEARHEADS:
            plan = max((plan for plan in rulebook.plans if plan.kind == "strategy"), key=lambda plan: plan.valid_from)
        else:
            years = tuple(int(year) for year in name.split("_")[-2:])
            plan = next(
                plan
                for plan in rulebook.plans
                if plan.kind == "programme" and plan.valid_to and (plan.valid_from.year, plan.valid_to.year) == years
            )
        fields.append(
            LabelField(
                name,
                {
                    target.id.removeprefix(f"{plan.id}-") if name == _SPEARHEADS else target.id: target
                    for target in plan.target
                    if target.kind != "theme"
                },
            )
        )
    return fields
