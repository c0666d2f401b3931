"""Tables in workbooks: where the header stands and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.corpus import Sample
from tests.corpus.making import (
    EN,
    FI,
    FILE,
    FINNISH,
    MILL,
    QUAY,
    RAIL,
    SCHOOL,
    SHEET,
    SV,
    Project,
    came,
    in_rows,
    in_sheet,
    row,
    section,
    table,
    texts,
)

_PLACE = f"{FILE}, taulukko {SHEET}"


def _lower(name: str, header_row: int, *lines: Sequence[object]) -> Sample:
    """A table whose header comes after some lines."""
    above = [*lines, *([[]] * (header_row - 1 - len(lines)))]

    def dress(_: Any, pages: Any) -> None:
        pages[SHEET].merge_range(0, 0, 0, 9, lines[0][0])

    comes = in_rows(FINNISH, FILE, SHEET, header_row + 1)
    return in_sheet(name, f"the header in row {header_row}, lines above it", [*above, *table()], comes, dress=dress)


_GROUPS = ("Perustiedot", None, None, None, "Toteutusaika", None, "Rahoitus", None, "Hankkeen kuvaus", None)
_UNDER_GROUPS = (*FI[:4], "Alkaa", "Päättyy", *FI[6:])


def _merge_groups(_: Any, pages: Any) -> None:
    for first, last in ((0, 3), (4, 5), (6, 7), (8, 9)):
        pages[SHEET].merge_range(0, first, 0, last, _GROUPS[first])


_TALL = (*FI[:2], "Hakija", None, "Toteutusalue", "Toteutusaika", None, *FI[6:])
_UNDER_TALL = (None, None, "Nimi", "Y-tunnus", None, "Alku", "Loppu", None, None, None, None)


#: Two rows without merged cells: what is asked once stands in the upper one, the parts of a group in the lower one.
_HALVES = (*FI[:4], "Toteutusaika", None, FI[6], None, *FI[8:])
_OTHER_HALVES = (None, None, None, None, "alkaa", "päättyy", None, FI[7], None, None)
_HELPED = (
    *FI[:8],
    f"{FI[8]} (mitä muuttuu ja mihin mennessä? {'Kerro lyhyesti ja selkeästi. ' * 4})",
    f"{FI[9]}\nMitä tehdään, kuka tekee ja milloin. {'Kerro lyhyesti. ' * 5}",
)


def _merge_tall(_: Any, pages: Any) -> None:
    for column, text in enumerate(_TALL):
        if text and _UNDER_TALL[column] is None:
            pages[SHEET].merge_range(0, column, 1, column, text)
    pages[SHEET].merge_range(0, 2, 0, 3, "Hakija")
    pages[SHEET].merge_range(0, 5, 0, 6, "Toteutusaika")


def _with_business_id(project: Project) -> list[object]:
    cells = row(project)
    return [*cells[:3], "9999999-9", *cells[3:]]


_ODD = (
    "Hakemus\u00adnumero",
    "Hankkeen\nnimi",
    "  Hakija ",
    "Toteutusalue\u00a0",
    "ALKAMISPÄIVÄ",
    "Päättymispäivä:",
    "Kokonaiskustannukset *",
    "Rahasto\u200b",
    "Hankkeen\u00a0 tavoitteet",
    "Toimenpiteet\n(max. 2000 merkkiä)",
)
_BROKEN_WORDS = (*FI[:4], "Alkamis-\npäivä", "Päättymis-\npäivä", "Kokonais-\nkustannukset", *FI[7:])
_MIXED = (FI[0], EN[1], SV[2], FI[3], EN[4], SV[5], FI[6], SV[7], EN[8], SV[9])
_TWICE = (*FI, "Kuvaus", "Kuvaus")
_DESCRIBED = (
    "Ensimmäinen kuvaus kertoo ratapihasta ja sen kaikista vaihteista.",
    "Toinen kuvaus kertoo laiturista ja sen uusista nostureista.",
)
HEADERS: tuple[Sample, ...] = (
    in_sheet(
        "header in two halves",
        "two rows of headings without merged cells",
        [_HALVES, _OTHER_HALVES, *table()[1:]],
        in_rows(FINNISH, FILE, SHEET, 3),
    ),
    in_sheet(
        "headings with long help",
        "what to write stands in brackets, or on lines of its own",
        table(header=_HELPED),
        in_rows(FINNISH, FILE, SHEET, names=_HELPED[8:]),
    ),
    in_sheet(
        "names in two languages",
        "a name in a second language fills what is empty in the first; an officer's notes are no text of the applicant",
        [
            [*FI[:2], SV[1], "Kokonaiskustannukset yhteensä", *FI[2:], "Esittelijän huomiot"],
            [
                RAIL.id,
                RAIL.title,
                "Järnvägshamnen",
                900_000,
                *row(RAIL)[2:],
                "Tukee satamaa, vetyä ja matkailua: soitettava hakijalle.",
            ],
            [QUAY.id, None, QUAY.title, 800_000, *row(QUAY)[2:], None],
        ],
        in_rows((RAIL, QUAY), FILE, SHEET, 2),
        absent=["Tukee satamaa"],
        unread=["Kokonaiskustannukset yhteensä"],
    ),
    in_sheet(
        "dates in words",
        "the name of the month, in Finnish and in English",
        [
            FI,
            row(RAIL, start="1. maaliskuuta 2026", end="31 December 2027"),
            row(SCHOOL, start=f"{SCHOOL.start:%B} {SCHOOL.start.day}, {SCHOOL.start.year}"),
        ],
        in_rows((RAIL, SCHOOL), FILE, SHEET, 2),
    ),
    in_sheet("header first", "the header in row 1", table(), in_rows(FINNISH, FILE, SHEET)),
    _lower("header fifth", 5, ["Kymenlaakson haku, syksy 2026"], ["Tulostettu 3.11.2026"], ["Hakemuksia 3"]),
    _lower(
        "header twelfth",
        12,
        ["Kooste"],
        ["Ohje: yksi hakemus riville."],
        [],
        ["Vastuutaho", "Kehittämisyksikkö"],
        ["Päivitetty", "1.11.2026"],
    ),
    _lower("header twentieth", 20, ["Kooste"], ["Taulukko alkaa alempaa."]),
    in_sheet(
        "header in groups",
        "two rows, the upper one merged over groups of columns",
        [_GROUPS, _UNDER_GROUPS, *map(row, FINNISH)],
        in_rows(FINNISH, FILE, SHEET, 3),
        dress=_merge_groups,
    ),
    in_sheet(
        "header of two heights",
        "some headings merged over both rows, others under a common one that alone says whose name it is",
        [_TALL, _UNDER_TALL, *map(_with_business_id, FINNISH)],
        in_rows(FINNISH, FILE, SHEET, 3),
        dress=_merge_tall,
        absent=["9999999-9"],
    ),
    in_sheet(
        "odd blanks in headings",
        "NBSP, line breaks, soft hyphens, capitals, colons, stars, limits",
        [_ODD, *map(row, FINNISH)],
        in_rows(FINNISH, FILE, SHEET, names=_ODD[8:]),
    ),
    in_sheet(
        "headings broken by hand",
        "words divided with a hyphen and a line break",
        [_BROKEN_WORDS, *map(row, FINNISH)],
        in_rows(FINNISH, FILE, SHEET),
    ),
    in_sheet("headings in Swedish", "a Swedish table", table([QUAY], SV), in_rows([QUAY], FILE, SHEET, names=SV[8:])),
    in_sheet("headings in English", "an English table", table([MILL], EN), in_rows([MILL], FILE, SHEET, names=EN[8:])),
    in_sheet(
        "headings in three languages",
        "all three in one header",
        table([RAIL, QUAY, MILL], _MIXED),
        in_rows([RAIL, QUAY, MILL], FILE, SHEET, names=_MIXED[8:]),
    ),
    in_sheet(
        "two sections of one heading",
        "the same heading twice over texts: both are kept",
        [_TWICE, [*row(RAIL), *_DESCRIBED]],
        [
            came(
                RAIL,
                FILE,
                SHEET,
                2,
                sections=(*texts(RAIL), section("Kuvaus", "other", _DESCRIBED[0]), section("Kuvaus (2)", "other", _DESCRIBED[1])),
            )
        ],
    ),
    in_sheet(
        "two columns of one field",
        "the same heading twice over names: the second is told",
        [[*FI, "Hakija"], [*row(RAIL), "Toinen Oy"]],
        [came(RAIL, FILE, SHEET, 2)],
        ("duplicate-column", f"{_PLACE}, solu K1"),
        unread=["Hakija"],
    ),
    in_sheet(
        "column without a heading",
        "one holds marks, the other long texts",
        [[*FI, None, ""], [*row(RAIL), "ok", _DESCRIBED[0]], [*row(SCHOOL), "?", _DESCRIBED[1]]],
        [
            came(each, FILE, SHEET, at, sections=(*texts(each), section("L", "other", said)))
            for at, each, said in zip((2, 3), FINNISH, _DESCRIBED, strict=False)
        ],
    ),
    in_sheet(
        "unknown columns",
        "short ones are listed, long ones are sections",
        [[*FI, "Rasti", "Kissan mielipide"], [*row(RAIL), "x", _DESCRIBED[0]]],
        [came(RAIL, FILE, SHEET, 2, sections=(*texts(RAIL), section("Kissan mielipide", "other", _DESCRIBED[0])))],
        unread=["Rasti"],
    ),
    in_sheet(
        "contact columns",
        "personal and bank data between the others",
        [
            [*FI[:3], "Yhteyshenkilö", "Sähköposti", "Puhelinnumero", "Tilinumero (IBAN)", *FI[3:]],
            [*row(RAIL)[:3], "Maija Keksitty", "maija@example.org", "050 000 0000", "FI00 0000 0000 0000 00", *row(RAIL)[3:]],
        ],
        [came(RAIL, FILE, SHEET, 2)],
        absent=["Maija", "example.org", "050 000", "FI00"],
    ),
)
