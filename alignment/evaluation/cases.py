"""Cases to measure by: applications of which readers have said what they serve, what to expect, or which passages carry it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from alignment.errors import UsageError
from alignment.intake import Given
from alignment.model import Language, Recommendation
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Plan, Target


class Label(BaseModel):
    """What the annotators said of one field: ``required`` by both, ``acceptable`` by at least one."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    required: frozenset[str]
    acceptable: frozenset[str]


class Expected(BaseModel):
    """What a hard case must come out as: targets that must and must never be accepted, and recommendations allowed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    accept: frozenset[str] = frozenset()
    never: frozenset[str] = Field(default=frozenset(), alias="not")
    recommendation: frozenset[Recommendation] = frozenset()


class Marks(BaseModel):
    """Sentences of a case that readers would cite for a target: those that both marked, and those that at least one did."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    both: tuple[str, ...]
    either: tuple[str, ...]


class Case(BaseModel):
    """One case. Everything but its id and language may be missing; other keys are the application itself.

    ``labels`` are by field (``ris3``, ``goals_2022_2025``, ...), ``verdicts`` what each reader said of the whole, ``parallel``
    names the project that several cases tell in different languages, ``marks`` are by target.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    lang: Language
    kind: str | None = None
    labels: dict[str, Label] = Field(default_factory=dict)
    verdicts: frozenset[str] = frozenset()
    expect: Expected | None = None
    parallel: str | None = None
    marks: dict[str, Marks] = Field(default_factory=dict)


@dataclass(frozen=True)
class LabelField:
    """A field of labels and the targets of the rulebook that it speaks of, by the label used for each."""

    name: str
    targets: dict[str, Target]


def read_cases(file: Path | Given) -> list[Case]:
    """The cases of a file, or of what was given without one: one JSON object a line.

    Raises:
        UsageError: when a line is not a case.
    """
    found = []
    try:
        content = file.content if isinstance(file, Given) else file.read_bytes()
        lines = content.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        raise UsageError(f"{file.name} is not UTF-8 text.") from None
    for number, line in ((number, line) for number, line in enumerate(lines, start=1) if line.strip()):
        try:
            found.append(Case.model_validate_json(line))
        except ValidationError as error:
            first: Any = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "line"
            raise UsageError(f"{file.name}, line {number}: not a case ({place}: {first['msg']}).") from None
    return found


def label_fields(rulebook: Rulebook, cases: Sequence[Case]) -> list[LabelField]:
    """The fields the cases are labelled in, each with its plan's targets.

    Cross-cutting themes are not labelled.

    Raises:
        UsageError: for a field that no plan of the rulebook answers to, and for a label that is none of its plan's targets.
    """
    fields = []
    for name in dict.fromkeys(name for case in cases for name in case.labels):
        plan = rulebook.labelled.get(name)
        if plan is None:
            raise UsageError(
                f"No plan of the rulebook answers to the label field '{name}'.", "Fields are ris3 and goals_YYYY_YYYY."
            )
        targets = {_label(target, plan): target for target in plan.target if target.kind != "theme"}
        said = (case.labels[name] for case in cases if name in case.labels)
        unknown = {word for label in said for word in (label.acceptable | label.required) - targets.keys()}
        if unknown:
            raise UsageError(f"Labels of '{name}' that {plan.id} does not have: {', '.join(sorted(unknown))}.")
        fields.append(LabelField(name, targets))
    return fields


def _label(target: Target, plan: Plan) -> str:
    """A spearhead is labelled without its strategy: ``digital`` for ``ris3-2021-digital``."""
    return target.id.removeprefix(f"{plan.id}-") if plan.kind == "strategy" else target.id
