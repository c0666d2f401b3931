"""Applications as PDF files, one each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from alignment.model import Section
from tests.corpus import Sample
from tests.corpus.making import (
    MILL,
    RAIL,
    Project,
    came,
    pairs,
    section,
    shape,
    shown,
)
from tests.corpus.making_pdf import Line, fillable, heading, printed

FILE = "hakemus.pdf"


def lines_of(project: Project) -> list[Line]:
    """A project on a page: a line for each fact, the texts under their headings."""
    told = pairs(project)
    lines = [heading("Hankehakemus"), *(Line(f"{label}: {said}") for label, said in told[:8])]
    return [*lines, *(line for label, said in told[8:] for line in (heading(label), Line(said)))]


def _pdf(
    name: str, about: str, pages: Sequence[Sequence[Line]], sections: Sequence[Section], project: Project = RAIL, **more: Any
) -> Sample:
    return shape(
        name, about, lambda folder: [printed(folder / FILE, pages)], [came(project, FILE, sections=tuple(sections))], **more
    )


def _page(number: int, lines: Sequence[Line]) -> list[Line]:
    """A page with the running head and foot that programs print."""
    foot = 740 - sum(line.size + line.gap for line in lines)
    return [Line("Keksitty liitto – Hankehakemus", 8), *lines, Line(f"Sivu {number}/3", 8, foot)]


_FACTS = [Line(f"{label}: {said}") for label, said in pairs(RAIL)[:8]]
_NEED = "Tavaraliikenne kulkee kumipyörillä, vaikka rata on vieressä."
_THREE_PAGES = [
    _page(1, [heading("Hankehakemus"), *_FACTS, heading("Hankkeen tarve"), Line(_NEED)]),
    _page(
        2,
        [
            heading("Tavoitteet"),
            Line("Hankkeen tavoitteena on kehit-"),
            Line("tää ratapihaa ja lisätä EU-"),
            Line("rahoituksen käyttöä. Työ jatkuu"),
            Line("seuraavalla sivulla"),
        ],
    ),
    _page(3, [Line("ja päättyy siihen."), heading("Toimenpiteet"), Line(RAIL.measures)]),
]
_JOINED = (
    "Hankkeen tavoitteena on kehittää ratapihaa ja lisätä EU-rahoituksen käyttöä."
    " Työ jatkuu seuraavalla sivulla ja päättyy siihen."
)
_NUMBERED = [
    [
        heading("3 Hankkeen perustiedot"),
        *_FACTS,
        heading("4 Tiivistelmä"),
        heading("4.1 Hankkeen julkinen tiivistelmä"),
        Line(_NEED),
        heading("5.1 Hankkeen tavoitteet"),
        Line(RAIL.goals),
        heading("5.2 Hankkeen toimenpiteet"),
        Line(RAIL.measures),
    ]
]
_NUMBERED_SECTIONS = (
    section("4.1 Hankkeen julkinen tiivistelmä", "summary", _NEED),
    section("5.1 Hankkeen tavoitteet", "goals", RAIL.goals),
    section("5.2 Hankkeen toimenpiteet", "measures", RAIL.measures),
)
_ENGLISH = (
    "Application number",
    "Project name",
    "Applicant",
    "Implementation area",
    "Start date",
    "End date",
    "Total costs",
    "Fund",
)
_BELOW = [
    [
        *(line for label, said in zip(_ENGLISH, shown(MILL), strict=False) for line in (heading(label), Line(said))),
        heading("Goals"),
        Line(MILL.goals),
        heading("Measures"),
        Line(MILL.measures),
    ]
]
PAGES: tuple[Sample, ...] = (
    _pdf(
        "PDF: pages",
        "running heads and feet, words and sentences divided by lines and pages",
        _THREE_PAGES,
        (
            section("Hankkeen tarve", "need", _NEED),
            section("Tavoitteet", "goals", _JOINED),
            section("Toimenpiteet", "measures", RAIL.measures),
        ),
        absent=["Sivu"],
    ),
    _pdf("PDF: numbered headings", "headings numbered 4.1", _NUMBERED, _NUMBERED_SECTIONS),
    _pdf(
        "PDF: answers below",
        "an English form whose answers stand below",
        _BELOW,
        (section("Goals", "goals", MILL.goals), section("Measures", "measures", MILL.measures)),
        MILL,
    ),
    shape(
        "PDF: fields", "a form for filling in", lambda folder: [fillable(folder / FILE, dict(pairs(RAIL)))], [came(RAIL, FILE)]
    ),
)
