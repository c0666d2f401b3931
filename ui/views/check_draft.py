"""A draft as it stands in the form, and the application it is; what a file holds, as it stands in the form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from alignment.intake import Given, Intake
from alignment.intake.columns import Headings
from alignment.intake.desk import Desk, Draft, Item
from alignment.intake.drafts import finish
from alignment.intake.problems import Spot
from alignment.intake.questions import Question
from alignment.messages import day, number, say
from alignment.model import Application, Assessment, Language, Problem, Round
from alignment.rulebook.parts import Forms

#: Characters of all texts together: many times the longest form there is.
LONGEST = 200_000
#: An application of a file has an identifier of its own, a draft needs none.
UNASKED = "id"
#: From which weight a section says much of a project.
MUCH = 0.5
#: What officers need of an application and nobody of a draft.
OF_OFFICERS = ("missing-id", "missing-id-column")
#: What an officer misses, but the form tells by its own name where nothing stands in it.
_OF_TITLE = "missing-title"

Values = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """What was in the form when the button was pressed.

    Attributes:
        given: the file, when all is still as the file gave it.
        turn: how many times the button was pressed on this page.
    """

    values: Values
    given: Given | None
    today: dt.date
    turn: int


@dataclass(frozen=True)
class Taken:
    """What was read of a file: its applications, one of which fills the form."""

    id: str
    given: Given
    intake: Intake
    language: Language


@dataclass(frozen=True)
class Read:
    """The application that the form tells, with its problems by the name of their question; empty for the whole."""

    application: Application
    faults: Mapping[str, Sequence[Problem]]


@dataclass(frozen=True)
class Answer:
    """What is told of a draft in one language.

    Attributes:
        what_if: what would change a match, by target, where it was reckoned.
    """

    asked: Asked
    language: Language
    read: Read
    application: Application
    assessment: Assessment
    round_: Round
    what_if: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class Work:
    """What one person has on this page. It goes with the session and is kept nowhere else.

    Attributes:
        filled: what the form was filled with last, by a file or a button.
        before: the answer to the draft as it was checked before.
        begun: how many times the form was begun anew, which gives the place for a file another key.
    """

    taken: Taken | None = None
    filled: Values = field(default_factory=dict)
    asked: Asked | None = None
    answer: Answer | None = None
    before: Assessment | None = None
    begun: int = 0


def read_form(values: Values, questions: Sequence[Question], forms: Forms, language: Language) -> Read:
    """The form's values read as those of any file are."""
    name = say(language, "check.draft_file")
    draft = Draft(Spot(name), id_problem_told=True)
    draft.fields[UNASKED] = Item(say(language, "check.draft_id"), draft.spot)
    places = {}
    for question in questions:
        spot = Spot(name, key=question.label)
        places[spot.said(language)] = question.name
        item = Item(values.get(question.name, ""), spot)
        if question.section:
            draft.add_section(question.label, question.name, item)
        else:
            draft.fields[question.name] = item
    application, problems = finish(draft, Desk(Headings(forms), language))
    faults: dict[str, list[Problem]] = {}
    for problem in problems:
        where = "title" if problem.code == _OF_TITLE else places.get(problem.place, "")
        faults.setdefault(where, []).append(problem)
    return Read(application, faults)


def intake_of(read: Read, language: Language) -> Intake:
    """The form as what a file would have given."""
    problems = tuple(problem for found in read.faults.values() for problem in found)
    return Intake(
        applications=(read.application,),
        problems=problems,
        files=(say(language, "check.draft_file"),),
        mappings=(),
        readings=(),
        problems_of={0: problems} if problems else {},
        decisions={},
    )


def values_of(application: Application, forms: Forms, language: Language) -> Values:
    """An application as one would write it into the form; texts of one role stand below each other."""
    values = {
        "title": application.title,
        "applicant": application.applicant or "",
        "region": application.region or "",
        "start": day(application.start) if application.start else "",
        "end": day(application.end) if application.end else "",
        "budget_eur": _money(application.budget_eur, language),
        "fund": application.fund or "",
    }
    for section in application.sections:
        if section.role in forms.section and forms.section[section.role].weight > 0:
            values[section.role] = f"{values[section.role]}\n\n{section.text}" if section.role in values else section.text
    return {name: value.strip() for name, value in values.items() if value.strip()}


def _money(amount: float | None, language: Language) -> str:
    if amount is None:
        return ""
    return number(language, amount, 0 if amount.is_integer() else 2)
