"""Answers to forms on the web: Microsoft Forms, and surveys with a column for each option."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from alignment.model import Application
from tests.corpus import Sample
from tests.corpus.making import (
    FILE,
    GAS,
    MILL,
    QUAY,
    RAIL,
    SCHOOL,
    SHEET,
    Project,
    came,
    in_sheet,
    section,
)

_BEGUN, _ENDED, _CHANGED = (dt.datetime(2026, 10, day, 9, 30, 15) for day in (1, 2, 3))  # noqa: DTZ001  a cell's time has no zone
_FORMS_EN = ("ID", "Start time", "Completion time", "Email", "Name")
_FORMS_SV = ("ID", "Starttid", "Slutförandetid", "E-post", "Namn")
#: Invented: the Finnish names were not found; their place and what stands below them must tell.
_FORMS_FI = ("Tunniste", "Aloitushetki", "Lähetyshetki", "Vastaajan posti", "Vastaaja")
_ASKED_EN = (
    "Project name",
    "Applicant",
    "Implementation area",
    "Start date",
    "End date",
    "Total costs",
    "Fund",
    "Goals",
    "Measures",
    "Target groups",
)
_ASKED_SV = (
    "Projektets namn",
    "Sökande",
    "Genomförandeområde",
    "Startdatum",
    "Slutdatum",
    "Totala kostnader",
    "Fond",
    "Mål",
    "Åtgärder",
    "Målgrupper",
)
_ASKED_FI = (
    "Hankkeen nimi",
    "Hakija",
    "Toteutusalue",
    "Alkamispäivä",
    "Päättymispäivä",
    "Kokonaiskustannukset",
    "Rahasto",
    "Tavoitteet",
    "Toimenpiteet",
    "Kohderyhmät",
)
_SENDER = ["maija.keksitty@example.org", "Maija Keksitty"]


def _answers(project: Project) -> list[object]:
    facts = list(project)[1:]
    return [*facts[:3], project.start, project.end, *facts[5:], "nuoret;yritykset;"]


def _form(
    name: str, about: str, fixed: Sequence[str], asked: Sequence[str], projects: Sequence[Project], changed: str = ""
) -> Sample:
    """Answers to a form; ``changed`` is the heading of the third time, in newer forms."""
    extra = [_CHANGED] if changed else []
    rows = [[number, _BEGUN, _ENDED, *_SENDER, *extra, *_answers(project)] for number, project in enumerate(projects, start=1)]
    header = [*fixed, *([changed] if changed else []), *asked]
    return in_sheet(
        name,
        about,
        [header, *rows],
        [_answered(each, number, asked) for number, each in enumerate(projects, start=1)],
        absent=["example.org", "Maija"],
    )


def _answered(project: Project, number: int, asked: Sequence[str]) -> Application:
    goals, measures, groups = asked[7:]
    sections = (
        section(goals, "goals", project.goals),
        section(measures, "measures", project.measures),
        section(groups, "target_group", "nuoret; yritykset"),
    )
    return came(project, FILE, SHEET, number + 1, id=str(number), sections=sections)


def _quiz(columns: Sequence[str]) -> list[str]:
    return [heading for asked in columns for heading in (asked, f"Points - {asked}", f"Feedback - {asked}")]


_QUIZ_HEADER = [*_FORMS_EN, "Total points", "Quiz feedback", "Grade posted time", *_quiz(_ASKED_EN)]
_QUIZ_ROW = [
    1,
    _BEGUN,
    _ENDED,
    *_SENDER,
    99,
    "Well done",
    _CHANGED,
    *(cell for answer in _answers(MILL) for cell in (answer, 7, "Looks good")),
]
_SERVICES = (
    _form("Microsoft Forms in English", "two times, the sender, several choices in a cell", _FORMS_EN, _ASKED_EN, [MILL, RAIL]),
    _form(
        "Microsoft Forms in English, newer",
        "with the time of the last change",
        _FORMS_EN,
        _ASKED_EN,
        [MILL],
        "Last modified time",
    ),
    _form("Microsoft Forms in Swedish", "Swedish names, newer", _FORMS_SV, _ASKED_SV, [QUAY], "Ändrades senast klockan"),
    _form(
        "Microsoft Forms in Finnish",
        "names nobody has told us: place and content decide",
        _FORMS_FI,
        _ASKED_FI,
        [RAIL, SCHOOL, GAS],
    ),
    _form("Microsoft Forms in Finnish, newer", "the same with a third time", _FORMS_FI, _ASKED_FI, [RAIL], "Muokkaushetki"),
    in_sheet(
        "Microsoft Forms as a quiz",
        "points and feedback beside every question",
        [_QUIZ_HEADER, _QUIZ_ROW],
        [_answered(MILL, 1, _ASKED_EN)],
        absent=["Well done", "Looks good", "example.org"],
        unread=["Total points", "Points - Goals", "Feedback - Goals"],
    ),
)


# --- Surveys with a column for each option

_OPTIONS = ("Nuoret", "Yritykset", "Kunnat")
_TICKS = ((True, False, True), (False, True, False), (False, False, False))
_SURVEY = ("Tunnus", "Hankkeen nimi", "Tavoitteet")
_SURVEYED = (RAIL, SCHOOL, GAS)


def _ticked(first: int) -> list[Application]:
    """The three projects with the options ticked for each; of the last one none was."""
    comes = []
    for at, (project, ticks) in enumerate(zip(_SURVEYED, _TICKS, strict=True), start=first):
        chosen = "; ".join(option for option, tick in zip(_OPTIONS, ticks, strict=True) if tick)
        sections = [
            section("Tavoitteet", "goals", project.goals),
            *([section("Kohderyhmät", "target_group", chosen)] if chosen else []),
        ]
        comes.append(
            came(
                project,
                FILE,
                SHEET,
                at,
                applicant=None,
                region=None,
                start=None,
                end=None,
                budget_eur=None,
                fund=None,
                sections=tuple(sections),
            )
        )
    return comes


def _survey(name: str, about: str, heading: str, yes: object, no: object, *between: Sequence[object]) -> Sample:
    """Columns named after a question and its options, all written the same way; ``between`` are lines under the header."""
    header = [*_SURVEY, *(heading.format(option) for option in _OPTIONS)]
    marks = [
        [(yes if yes is not None else option) if tick else no for option, tick in zip(_OPTIONS, ticks, strict=True)]
        for ticks in _TICKS
    ]
    rows = [[each.id, each.title, each.goals, *ticks] for each, ticks in zip(_SURVEYED, marks, strict=True)]
    return in_sheet(name, about, [header, *between, *rows], _ticked(2 + len(between)), left_out=len(between))


def _merge_question(_: Any, pages: Any) -> None:
    pages[SHEET].merge_range(0, 3, 0, 5, "Kohderyhmät")


_TWO_ROWS: list[Sequence[object]] = [
    [None, None, None, "Kohderyhmät", None, None],
    [*_SURVEY, *_OPTIONS],
    *([each.id, each.title, each.goals, *map(int, ticks)] for each, ticks in zip(_SURVEYED, _TICKS, strict=True)),
]
_NUMBERS = [1, 2, 3, "4_1", "4_2", "4_3"]
_SURVEYS = (
    _survey("options as ones and zeros", "a column for each option in brackets", "Kohderyhmät [{}]", 1, 0),
    _survey("options as crosses", "a column for each option after a colon", "Kohderyhmät: {}", "x", None),
    _survey("options as words", "the text of the option where it was ticked", "Kohderyhmät - {}", None, None),
    _survey("options as yes and no", "yes and no in Finnish", "Kohderyhmät [{}]", "Kyllä", "Ei"),
    _survey("options under numbers", "a row of numbers under the header", "Kohderyhmät [{}]", 1, 0, _NUMBERS),
    in_sheet("options in two rows", "the question merged over its options", _TWO_ROWS, _ticked(3), dress=_merge_question),
)


SERVICES: tuple[Sample, ...] = (*_SERVICES, *_SURVEYS)
