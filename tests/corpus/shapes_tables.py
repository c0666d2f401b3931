"""Tables in workbooks: what is hidden, merged, painted, between the rows and below them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alignment.model import Application
from tests.corpus import Sample
from tests.corpus.making import (
    EN,
    FI,
    FILE,
    FINNISH,
    GAS,
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
    shape,
    table,
    texts,
)
from tests.corpus.making_books import Rows, hide_ods_row, hide_ods_sheet, merge_ods, ods, xls, xlsx

_PLACE = f"{FILE}, taulukko {SHEET}"


def _languages(folder: Path) -> list[Path]:
    notes = [["Täytä hakemukset omille taulukoilleen."], ["Kiitos!"]]
    sheets: dict[str, Rows] = {
        "Ohjeet": notes,
        SHEET: table(),
        "Ansökningar": table([QUAY], SV),
        "Applications": table([MILL], EN),
    }
    return [xlsx(folder / FILE, sheets)]


_LANGUAGES = [
    *in_rows(FINNISH, FILE, SHEET),
    *in_rows([QUAY], FILE, "Ansökningar", names=SV[8:]),
    *in_rows([MILL], FILE, "Applications", names=EN[8:]),
]


def _hide_rows(_: Any, pages: Any) -> None:
    pages[SHEET].set_row(2, None, None, {"hidden": True})


def _hide_note(_: Any, pages: Any) -> None:
    pages[SHEET].set_row(0, None, None, {"hidden": True})
    pages[SHEET].set_row(9, None, None, {"hidden": True})


def _hidden_sheet(name: str, about: str, how: str) -> Sample:
    def build(folder: Path) -> list[Path]:
        return [
            xlsx(
                folder / FILE,
                {SHEET: table([RAIL]), "Vanhat": table([SCHOOL, GAS])},
                lambda _, pages: getattr(pages["Vanhat"], how)(),
            )
        ]

    comes = [*in_rows([RAIL], FILE, SHEET), *in_rows([SCHOOL, GAS], FILE, "Vanhat")]
    return shape(name, about, build, comes, ("hidden", f"{FILE}, taulukko Vanhat"))


def _open_hidden(folder: Path) -> list[Path]:
    def dress(book: Any, pages: Any) -> None:
        hide_ods_row(pages[SHEET], 3)
        hide_ods_sheet(book, pages["Vanhat"])

    return [ods(folder / "haku.ods", {SHEET: table([RAIL, SCHOOL]), "Vanhat": table([GAS])}, dress)]


def _old_hidden(folder: Path) -> list[Path]:
    def dress(_: Any, pages: Any) -> None:
        pages[SHEET].row(2).hidden = True
        pages["Vanhat"].visibility = 1

    return [xls(folder / "haku.xls", {SHEET: table([RAIL, SCHOOL]), "Vanhat": table([GAS])}, dress)]


def _in_two_sheets(file: str) -> list[Application]:
    return [*in_rows([RAIL, SCHOOL], file, SHEET), *in_rows([GAS], file, "Vanhat")]


def _both_hidden(file: str) -> list[tuple[str, str]]:
    return [("hidden", f"{file}, taulukko {SHEET}"), ("hidden", f"{file}, taulukko Vanhat")]


_SHARED = [FI, row(RAIL), *(row(each, applicant=None) for each in (SCHOOL, GAS))]


def _shared_by(file: str) -> list[Application]:
    return [came(each, file, SHEET, at, applicant=RAIL.applicant) for at, each in enumerate(FINNISH, start=2)]


def _merge_applicant(_: Any, pages: Any) -> None:
    pages[SHEET].merge_range(1, 2, 3, 2, RAIL.applicant)


def _open_merged(folder: Path) -> list[Path]:
    return [ods(folder / "haku.ods", {SHEET: _SHARED}, lambda _, pages: merge_ods(pages[SHEET], 2, 4, 2))]


def _old_merged(folder: Path) -> list[Path]:
    rows = [FI, *(row(each, applicant=None) for each in FINNISH)]
    return [xls(folder / "haku.xls", {SHEET: rows}, lambda _, pages: pages[SHEET].write_merge(1, 3, 2, 2, RAIL.applicant))]


_SECOND_GOAL = "Toinen tavoite on hiljaisempi ja valoisampi satama."


def _merge_ids(_: Any, pages: Any) -> None:
    pages[SHEET].merge_range(1, 0, 2, 0, RAIL.id)


def _footer(name: str, word: str, header: Sequence[str], project: Project, column: int) -> Sample:
    """A line of totals below the table."""
    line: list[object] = [None] * 10
    line[column], line[6] = word, project.budget_eur
    return in_sheet(
        name,
        "a line of totals below the table",
        [header, row(project), line],
        in_rows([project], FILE, SHEET, names=header[8:]),
        left_out=1,
    )


def _paint(book: Any, pages: Any) -> None:
    """A filter, a striped area, checks and a hundred painted empty rows."""
    page, colour = pages[SHEET], book.add_format({"bg_color": "#EEEEEE", "border": 1})
    page.autofilter(0, 0, 3, 9)
    page.freeze_panes(1, 2)
    page.data_validation(1, 7, 300, 7, {"validate": "list", "source": ["EAKR", "ESR+", "JTF"]})
    page.conditional_format(1, 6, 300, 6, {"type": "data_bar"})
    page.write_comment(0, 8, "Mitä hankkeella tavoitellaan")
    for number in range(4, 104):
        page.set_row(number, 20, colour)
        for column in range(10):
            page.write_blank(number, column, None, colour)


_OTHER_ORDER = ("Hankkeen nimi", "Tavoitteet", "Hakemusnumero", "Hakija")
_FAR = [*([[]] * 6), *([None, None, *cells] for cells in (FI, row(RAIL, start="kevät 2026"), row(SCHOOL)))]
TABLES: tuple[Sample, ...] = (
    shape("several sheets", "a sheet in each language, and one of guidance", _languages, _LANGUAGES),
    in_sheet(
        "hidden row",
        "a row hidden by hand or by a filter is read and told",
        table(),
        in_rows(FINNISH, FILE, SHEET),
        ("hidden", _PLACE),
        dress=_hide_rows,
    ),
    in_sheet(
        "hidden note",
        "hidden rows without an application are not told",
        [["Sisäinen"], [], *table()],
        in_rows(FINNISH, FILE, SHEET, 4),
        dress=_hide_note,
    ),
    _hidden_sheet("hidden sheet", "a hidden sheet is read and told", "hide"),
    _hidden_sheet("very hidden sheet", "a sheet hidden so that Excel's menu does not show it", "very_hidden"),
    shape(
        "hidden things in .ods",
        "a hidden row and a hidden sheet",
        _open_hidden,
        _in_two_sheets("haku.ods"),
        *_both_hidden("haku.ods"),
    ),
    shape(
        "hidden things in .xls",
        "a hidden row and a hidden sheet",
        _old_hidden,
        _in_two_sheets("haku.xls"),
        *_both_hidden("haku.xls"),
    ),
    in_sheet("merged cells", "one applicant merged over three rows", _SHARED, _shared_by(FILE), dress=_merge_applicant),
    shape("merged cells in .ods", "one applicant merged over three rows", _open_merged, _shared_by("haku.ods")),
    shape("merged cells in .xls", "one applicant merged over three rows", _old_merged, _shared_by("haku.xls")),
    in_sheet(
        "merged identifier",
        "an identifier merged over two rows: one application",
        [FI, row(RAIL), [None] * 8 + [_SECOND_GOAL], row(SCHOOL)],
        [
            came(RAIL, FILE, SHEET, 2, sections=(*texts(RAIL), section("Tavoitteet (2)", "goals", _SECOND_GOAL))),
            came(SCHOOL, FILE, SHEET, 4),
        ],
        dress=_merge_ids,
        joined=1,
    ),
    in_sheet(
        "empty rows",
        "empty rows between the applications",
        [FI, row(RAIL), [], [], row(SCHOOL), [], [" ", "\u00a0"], [], row(GAS)],
        [came(each, FILE, SHEET, at) for each, at in zip(FINNISH, (2, 5, 9), strict=True)],
    ),
    _footer("totals in Finnish", "Yhteensä", FI, RAIL, 0),
    _footer("totals in Swedish", "Sammanlagt", SV, QUAY, 0),
    _footer("totals in English", "Total:", EN, MILL, 0),
    _footer("totals further right", "Kaikki yhteensä", FI, RAIL, 5),
    in_sheet(
        "table from C7 on",
        "the place of a cell is right there too",
        _FAR,
        [came(RAIL, FILE, SHEET, 8, start=None), came(SCHOOL, FILE, SHEET, 9)],
        ("bad-date", f"{_PLACE}, solu G8"),
    ),
    in_sheet(
        "filter and paint",
        "a filter, checks, comments and painted empty rows below",
        table(),
        in_rows(FINNISH, FILE, SHEET),
        dress=_paint,
    ),
    in_sheet(
        "two tables in a sheet",
        "the lower one has other columns in another order",
        [FI, row(RAIL), row(SCHOOL), [], [], _OTHER_ORDER, [GAS.title, GAS.goals, GAS.id, GAS.applicant]],
        [
            *in_rows([RAIL, SCHOOL], FILE, SHEET),
            came(GAS, FILE, SHEET, 7, region=None, start=None, end=None, budget_eur=None, fund=None, sections=texts(GAS)[:1]),
        ],
    ),
    in_sheet(
        "header repeated",
        "the header again at the top of every printed page",
        [FI, row(RAIL), FI, row(SCHOOL), FI, row(GAS)],
        [came(each, FILE, SHEET, at) for each, at in zip(FINNISH, (2, 4, 6), strict=True)],
        left_out=2,
    ),
)
