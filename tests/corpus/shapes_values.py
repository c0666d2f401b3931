"""Tables in workbooks: how dates, sums, identifiers and texts are written."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from typing import Any

from tests.corpus import Sample
from tests.corpus.making import (
    FI,
    FILE,
    FINNISH,
    RAIL,
    SCHOOL,
    SHEET,
    came,
    in_rows,
    in_sheet,
    row,
    section,
    table,
    texts,
)


def _written(name: str, about: str, column: str, values: Sequence[tuple[object, object]], **more: Any) -> Sample:
    """A column with its values written in many ways, each with what it says."""
    projects = [RAIL._replace(id=f"V-{number}", goals=f"{RAIL.goals} Kohta {number}.") for number in range(len(values))]
    rows = [FI, *(row(project, **{column: given}) for project, (given, _) in zip(projects, values, strict=True))]
    comes = [
        came(project, FILE, SHEET, at, **{column: meant})
        for at, (project, (_, meant)) in enumerate(zip(projects, values, strict=True), start=2)
    ]
    return in_sheet(name, about, rows, comes, **more)


def _in_runs(book: Any, pages: Any) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    pages[SHEET].write_rich_string(1, 8, "Kontit siirtyvät ", bold, "kumipyöriltä", " ", red, "raiteille.")
    pages[SHEET].write_formula(1, 1, '="Raide "&"satamaan"', None, "Raide satamaan")
    pages[SHEET].write_formula(1, 6, "=125000*2", book.add_format({"num_format": "# ##0 €"}), 250_000)


_MARCH = dt.date(2026, 3, 1)
_NOON = dt.datetime(2026, 3, 1, 12)  # noqa: DTZ001  a cell's time has no zone
_DATES = [
    "1.3.2026",
    "01.03.2026",
    "1. 3. 2026",
    "2026-03-01",
    46_082,
    "46082",
    _NOON,
    46_082.5,
    "1.3.2026 klo 12.00",
    "1.3.2026 kl. 12.00",
    "2026-03-01T12:00:00",
    "1/3/2026",
    "1.3.2026\u00a0",
    _MARCH,
]
_SUMS = [
    ("250 000 €", 250_000),
    ("250\u00a0000,00\u00a0€", 250_000),
    ("1 234,50", 1_234.5),
    ("1.234,50", 1_234.5),
    ("€250,000", 250_000),
    ("0,25 milj. €", 250_000),
    ("1,2 M€", 1_200_000),
    ("250 000 euroa", 250_000),
    ("EUR 250 000", 250_000),
    ("250000", 250_000),
    ("1234.50", 1_234.5),
    ("250.000", 250_000),
    ("250 000,-", 250_000),
    ("12 tuhatta euroa", 12_000),
    ("0,25 miljoner euro", 250_000),
    (1_234.5, 1_234.5),
    (0, 0),
    ("0 €", 0),
]
_DECOMPOSED = [
    [unicodedata.normalize("NFD", cell) if isinstance(cell, str) else cell for cell in line] for line in table([SCHOOL])
]
_KEPT = "Rata\u00adpihan kehit\u00adtä\u00adminen: 5\u00a0km  rataa,\n– vaihde\t(2 kpl)\n\nÄiti & isä <b> \"x\" 'y' 100 % ☃ 🚂"
_IDS = [
    ("000123", "000123"),
    (202_601_000_123_456, "202601000123456"),
    (101, "101"),
    ("12E3", "12E3"),
    (" K-9 ", "K-9"),
    ("KYM/2026/1", "KYM/2026/1"),
    ("1.2", "1.2"),
]


def _numbered() -> Sample:
    """Identifiers of every kind."""
    projects = [RAIL._replace(goals=f"{RAIL.goals} Kohta {number}.") for number in range(len(_IDS))]
    rows = [FI, *(row(project, id=given) for project, (given, _) in zip(projects, _IDS, strict=True))]
    comes = [
        came(project, FILE, SHEET, at, id=meant)
        for at, (project, (_, meant)) in enumerate(zip(projects, _IDS, strict=True), start=2)
    ]
    return in_sheet("identifiers", "leading zeros, long numbers, what looks like a number and is none", rows, comes)


VALUES: tuple[Sample, ...] = (
    _written("dates", "the same day written in every way", "start", [(each, _MARCH) for each in _DATES]),
    _written("sums", "sums written in every way", "budget_eur", _SUMS),
    _numbered(),
    in_sheet(
        "dates from 1904 on",
        "the calendar of old Macintosh workbooks",
        table(),
        in_rows(FINNISH, FILE, SHEET),
        options={"date_1904": True},
    ),
    in_sheet(
        "text in runs",
        "words in bold and red, formulas with saved results",
        table(),
        in_rows(FINNISH, FILE, SHEET),
        dress=_in_runs,
    ),
    in_sheet(
        "inline strings",
        "texts written in the cells and not shared",
        table(),
        in_rows(FINNISH, FILE, SHEET),
        options={"constant_memory": True},
    ),
    in_sheet(
        "decomposed letters",
        "ä as a and two dots: recognised, and kept as given",
        _DECOMPOSED,
        [
            came(
                SCHOOL,
                FILE,
                SHEET,
                2,
                title=str(_DECOMPOSED[1][1]),
                sections=tuple(
                    section(str(_DECOMPOSED[0][at]), role, str(_DECOMPOSED[1][at]))
                    for at, role in ((8, "goals"), (9, "measures"))
                ),
            )
        ],
    ),
    in_sheet(
        "odd characters in texts",
        "soft hyphens, NBSP, line breaks, tabs, marks of markup and pictures stay as they are",
        [FI, row(RAIL._replace(goals=_KEPT), title="Raide\u00a0satamaan")],
        [
            came(
                RAIL._replace(goals=_KEPT),
                FILE,
                SHEET,
                2,
                title="Raide\u00a0satamaan",
                sections=texts(RAIL._replace(goals=_KEPT)),
            )
        ],
    ),
)
