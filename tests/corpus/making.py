"""The invented projects of the corpus, what must come of them, and the samples made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from alignment.intake import Given
from alignment.model import Application, Section, Source
from tests.corpus import Account, Expect, Sample
from tests.corpus.making_books import Dress, Rows, xlsx

Build = Callable[[Path], Sequence[Path | Given]]

#: The workbook of most samples, and its sheet.
FILE, SHEET = "haku.xlsx", "Hakemukset"


class Project(NamedTuple):
    """An invented project: no two values of it are alike, so that no two columns can be mixed up unseen."""

    id: str
    title: str
    applicant: str
    region: str
    start: dt.date
    end: dt.date
    budget_eur: float
    fund: str
    goals: str
    measures: str


#: Headings of a project's values, in their order.
FI = (
    "Hakemusnumero",
    "Hankkeen nimi",
    "Hakija",
    "Toteutusalue",
    "Alkamispäivä",
    "Päättymispäivä",
    "Kokonaiskustannukset",
    "Rahasto",
    "Tavoitteet",
    "Toimenpiteet",
)
SV = (
    "Ansökningsnummer",
    "Projektets namn",
    "Sökande",
    "Genomförandeområde",
    "Startdatum",
    "Slutdatum",
    "Totala kostnader",
    "Fond",
    "Mål",
    "Åtgärder",
)
EN = (
    "Application number",
    "Project name",
    "Applicant",
    "Implementation area",
    "Start date",
    "End date",
    "Total costs",
    "Fund",
    "Goals",
    "Measures",
)
RAIL = Project(
    "K-101",
    "Raide satamaan",
    "Keksitty Satama Oy",
    "Kotka",
    dt.date(2026, 3, 1),
    dt.date(2027, 12, 31),
    250_000,
    "EAKR",
    "Kontit siirtyvät kumipyöriltä raiteille.",
    "Rakennetaan pistoraide ja koulutetaan ratapihan väki.",
)
SCHOOL = Project(
    "K-102",
    "Koulusta töihin",
    "Satukurki ry",
    "Kouvola",
    dt.date(2026, 8, 15),
    dt.date(2028, 7, 31),
    98_765.5,
    "ESR+",
    "Työttömät nuoret löytävät oman opintopolun.",
    "Järjestetään ohjausta ja työpajoja joka viikko.",
)
GAS = Project(
    "K-103",
    "Vetyä kaasuputkeen",
    "Taruvoima Oyj",
    "Hamina",
    dt.date(2026, 5, 4),
    dt.date(2027, 6, 30),
    1_200_000,
    "JTF",
    "Teollisuuden päästöt vähenevät neljänneksen.",
    "Tutkitaan putken kestävyys ja tehdään koeajoja.",
)
QUAY = Project(
    "S-201",
    "Grön kaj",
    "Påhittade Hamnen Ab",
    "Pyttis",
    dt.date(2026, 9, 1),
    dt.date(2028, 2, 29),
    310_500,
    "ERUF",
    "Fartygen får landström i alla hamnar.",
    "Vi bygger elanslutningar och mäter utsläppen.",
)
MILL = Project(
    "E-301",
    "Circular mill",
    "Invented Mill Ltd",
    "Kymenlaakso",
    dt.date(2027, 1, 1),
    dt.date(2029, 3, 31),
    777_000,
    "ERDF",
    "Side streams become raw material.",
    "We pilot three lines and train operators.",
)
FINNISH = (RAIL, SCHOOL, GAS)


def row(project: Project, **changed: object) -> list[object]:
    """A project's values as cells, some of them written in another way."""
    return list((project._asdict() | changed).values())


def shown(project: Project) -> list[str]:
    """A project's values as people write them on paper."""
    days = {name: f"{day.day}.{day.month}.{day.year}" for name, day in (("start", project.start), ("end", project.end))}
    return [str(cell) for cell in row(project, **days, budget_eur=f"{project.budget_eur} €")]


def pairs(project: Project, header: Sequence[str] = FI) -> list[tuple[str, str]]:
    """A project's headings with its values as people write them."""
    return list(zip(header, shown(project), strict=True))


def table(projects: Iterable[Project] = FINNISH, header: Sequence[object] = FI) -> list[Sequence[object]]:
    """A header and a row for each project."""
    return [header, *map(row, projects)]


def texts(project: Project, names: Sequence[str] = FI[8:]) -> tuple[Section, ...]:
    """The goals and measures of a project as sections of these names."""
    told = zip(names, ("goals", "measures"), (project.goals, project.measures), strict=True)
    return tuple(Section(name=name, role=role, text=text) for name, role, text in told)


def section(name: str, role: str, text: str) -> Section:
    """A section as it must come."""
    return Section(name=name, role=role, text=text)


def came(project: Project, file: str, sheet: str | None = None, at: int | None = None, **changed: Any) -> Application:
    """The application that must come of a project, read from that place; in a few values other than the project's own."""
    facts = {name: value for name, value in project._asdict().items() if name not in ("goals", "measures")}
    return Application(**{**facts, "sections": texts(project), "source": Source(file=file, sheet=sheet, row=at), **changed})


def in_rows(
    projects: Sequence[Project], file: str, sheet: str | None, first: int = 2, names: Sequence[str] = FI[8:]
) -> list[Application]:
    """The applications of projects in rows one after the other."""
    return [came(each, file, sheet, at, sections=texts(each, names)) for at, each in enumerate(projects, start=first)]


def shape(
    name: str,
    about: str,
    build: Build,
    comes: Iterable[Application],
    *told: tuple[str, str],
    joined: int = 0,
    left_out: int = 0,
    refused: int = 0,
    absent: Sequence[str] = (),
    unread: Sequence[str] = (),
    fixed: str = "",
    own: Mapping[str, str] | None = None,
) -> Sample:
    """A sample whose applications are given in full."""
    whole = tuple(comes)
    account = Account(len(whole), joined, left_out, refused)
    ids = tuple(each.id for each in whole)
    expect = Expect(ids, told, whole, account, absent=tuple(absent), unread=tuple(unread))
    return Sample(name, about, build, expect, fixed, own or {})


def in_sheet(
    name: str,
    about: str,
    rows: Rows,
    comes: Iterable[Application],
    *told: tuple[str, str],
    dress: Dress | None = None,
    options: Mapping[str, object] | None = None,
    **more: Any,
) -> Sample:
    """A sample of one sheet; ``dress`` and ``options`` are those of its workbook, ``more`` those of the sample."""

    def build(folder: Path) -> list[Path]:
        return [xlsx(folder / FILE, {SHEET: rows}, dress, **(options or {}))]

    return shape(name, about, build, comes, *told, **more)
