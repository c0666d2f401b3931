"""What every tool is given: the goals' texts as Alignment's own similarity reads them, and the cases."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from alignment.evaluation.cases import label_fields, read_cases
from alignment.intake import read_inputs
from alignment.matching import matcher
from alignment.model import LANGUAGES, Application, Language
from alignment.rulebook import Rulebook, load_rulebook
from alignment.rulebook.parts import Target
from tests.compare.peers import CaseText, GoalText, Job

#: Invented applications of the samples that make a small comparison, cut to two sections.
_SMALL = ("SIM-001", "SIM-002", "SIM-005", "SIM-009", "SIM-P1-sv", "SIM-P2-sv", "SIM-P1-en", "SIM-P2-en")
_SHORT = ("summary", "goals")


def job_of(rules: Path, cases: Path) -> Job:
    """The goals and cases of a labelled file, as every tool is given them."""
    rulebook = load_rulebook(rules)
    labels = read_cases(cases)
    applications = read_inputs([cases], rulebook.forms, "en").applications
    fields = {field.name: [target.id for target in field.targets.values()] for field in label_fields(rulebook, labels)}
    goals = {target: _goal(rulebook.target_of[target], rulebook) for targets in fields.values() for target in targets}
    first = next(iter(goals.values()))
    blank = applications[0].model_copy(update={"sections": ()})
    return Job(
        rules=str(rules),
        fields=fields,
        goals=goals,
        stop_words={lang: list(rulebook.languages.in_(lang).stop_words) for lang in LANGUAGES},
        # Dictionaries are loaded at the first word of a language: that is making ready, not scoring.
        warm_up=[_case(blank.model_copy(update={"title": first[lang]["description"]}), lang) for lang in LANGUAGES],
        cases=[_case(application, label.lang) for application, label in zip(applications, labels, strict=True)],
    )


def _goal(target: Target, rulebook: Rulebook) -> dict[str, GoalText]:
    # The matcher's own choice of lines, told as they are instead of as passages of dictionary forms.
    spoken = cast("Sequence[tuple[Language, str]]", matcher._text(target, rulebook, cast(Any, lambda line, lang: (lang, line))))
    return {
        lang: GoalText(
            name=name.text,
            description=". ".join([name.text, *(alias.text for alias in name.aliases), target.covers.in_(lang)]),
            lines=[line for said, line in spoken if said == lang],
        )
        for lang in LANGUAGES
        for name in [target.names.in_(lang)]
    }


def _case(application: Application, language: Language) -> CaseText:
    text = "\n".join([application.title, *(section.text for section in application.sections)])
    return CaseText(id=application.id, language=language, text=text, application=application.model_dump(mode="json"))


def small_cases(samples: Path, path: Path) -> Path:
    """Write a few invented applications as labelled cases: what the samples expect is taken as said by both annotators."""
    found = [case for line in samples.read_text("utf-8").splitlines() if (case := json.loads(line))["id"] in _SMALL]
    lines = [json.dumps(_labelled(case)) for case in found]
    path.write_text("\n".join(lines), "utf-8")
    return path


def _labelled(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": case["id"],
        "title": case["title"],
        "lang": _language(case["id"]),
        "text": {section: case["text"][section] for section in _SHORT},
        "labels": _labels(case["expect"]),
    }


def _language(case: str) -> str:
    return case.rpartition("-")[2] if case[-2:] in LANGUAGES else "fi"


def _labels(expected: dict[str, list[str]]) -> dict[str, dict[str, list[str]]]:
    said = {
        "goals_2022_2025": [goal for goal in expected["goals"] if goal.startswith("k22-")],
        "ris3": [spearhead.removeprefix("ris3-2021-") for spearhead in expected["spearheads"]],
    }
    return {field: {"required": ids, "acceptable": ids} for field, ids in said.items()}
