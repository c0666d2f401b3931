"""Tables: what their headers mean, which rows are one application, which are none, and that every row is accounted for.

All projects and organisations in them are invented.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.errors import UsageError
from alignment.intake.columns import Headings
from alignment.intake.desk import Desk, Haul
from alignment.intake.drafts import finish
from alignment.intake.exports import service_columns
from alignment.intake.grids import Grid
from alignment.intake.headers import parts
from alignment.intake.mapping import FixedMapping, FixedTable, read_mapping, written
from alignment.intake.problems import Spot
from alignment.intake.tables import find_header, read_table
from alignment.model import Application
from alignment.rulebook import load_rulebook

FORMS = load_rulebook(Path(__file__).parents[1] / "rules").forms
HEADINGS = Headings(FORMS)
FILE, SHEET = "haku.xlsx", "Hakemukset"
HEADER = ("Hakemusnumero", "Hankkeen nimi", "Hakija", "Kokonaiskustannukset", "Tavoitteet")
GOALS, MEASURES = "Kontit siirtyvät kumipyöriltä raiteille.", "Rakennetaan pistoraide ja koulutetaan väki."
ROW = ("H-1", "Raide", "Satukurki Oy", 250_000, GOALS)
OTHER = ("H-2", "Laituri", "Taruvoima Oy", 1_000, "Laivat saavat sähköä.")
Merged = tuple[tuple[int, int, int, int], ...]


def grid(rows: Sequence[Sequence[object]], merged: Merged = (), hidden_rows: Sequence[int] = (), hidden: bool = False) -> Grid:
    return Grid(FILE, SHEET, [tuple(row) for row in rows], merged, frozenset(hidden_rows), hidden)


def read(sheet: Grid, fixed: FixedMapping | None = None) -> Haul:
    desk = Desk(HEADINGS, "fi", fixed)
    header, strength = find_header(sheet.rows, desk, sheet.spot())
    assert strength
    haul = read_table(sheet, header, desk)
    assert_every_row_is_told(haul)
    return haul


def assert_every_row_is_told(haul: Haul) -> None:
    for reading in haul.readings:
        assert reading.rows == reading.applications + reading.joined + len(reading.left_out) + reading.refused
    assert len(haul.drafts) == sum(reading.applications for reading in haul.readings)


def applications(haul: Haul) -> list[Application]:
    return [finish(draft, Desk(HEADINGS, "fi"))[0] for draft in haul.drafts]


def told(haul: Haul) -> list[tuple[str, str]]:
    """Codes and places of all problems."""
    own = [problem for draft in haul.drafts for problem in finish(draft, Desk(HEADINGS, "fi"))[1]]
    return [
        (problem.code, problem.place.removeprefix(f"{FILE}, taulukko {SHEET}").strip(", ")) for problem in [*haul.problems, *own]
    ]


def sections(application: Application) -> dict[str, tuple[str, str]]:
    return {section.name: (section.role, section.text) for section in application.sections}


def mapped(haul: Haul) -> dict[str, str | None]:
    return {mapping.header: mapping.field for mapping in haul.mappings}


def reasons(haul: Haul) -> dict[str, str]:
    return {mapping.header: mapping.reason for mapping in haul.mappings}


# --- Where the header is


@pytest.mark.parametrize("above", [0, 5, 29])
def test_the_header_may_stand_in_any_of_the_first_thirty_rows(above: int) -> None:
    haul = read(grid([*([("Ohje",)] * above), HEADER, ROW]))
    assert [application.source.row for application in applications(haul)] == [above + 2]


def test_an_upper_row_tells_what_a_heading_alone_does_not() -> None:
    upper = (None, "Hakija", None, "Yhteyshenkilö", "Kuvaus", None)
    lower = ("Tunnus", "Nimi", "Kotipaikka", "Nimi", "Tavoitteet", "Kissan mielipide")
    rows = [upper, lower, ("H-1", "Satukurki Oy", "Kotka", "Maija Keksitty", GOALS, "x")]
    haul = read(grid(rows, ((0, 1, 0, 2), (0, 4, 0, 5))))
    (application,) = applications(haul)
    assert (application.id, application.applicant) == ("H-1", "Satukurki Oy")
    assert mapped(haul)["Hakija: Nimi"] == "applicant"
    assert mapped(haul)["Yhteyshenkilö: Nimi"] == "contact"
    assert "Maija" not in application.model_dump_json()
    assert sections(application)["Tavoitteet"] == ("goals", GOALS)
    assert {mapping.header_row for mapping in haul.mappings} == {2}


def test_groups_above_are_seen_without_merged_cells_too() -> None:
    rows = [
        ("Perustiedot", None, "Sisältö", None),
        ("Tunnus", "Hankkeen nimi", "Tavoitteet", "Toimenpiteet"),
        ("1", "Raide", GOALS, MEASURES),
    ]
    (application,) = applications(read(grid(rows)))
    assert (application.id, application.source.row, len(application.sections)) == ("1", 3, 2)


def test_a_heading_that_is_divided_below() -> None:
    rows = [
        ("Tunnus", "Hankkeen nimi", "Toteutusaika", None, "Tavoitteet"),
        (None, None, "Alku", "Loppu", None),
        ("1", "Raide", "1.3.2026", "31.5.2027", GOALS),
    ]
    (application,) = applications(read(grid(rows)))
    assert (application.start, application.end) == (dt.date(2026, 3, 1), dt.date(2027, 5, 31))
    assert application.source.row == 3


def test_a_title_right_above_the_header_names_no_group() -> None:
    haul = read(grid([("Tavoitteet 2026",), (*HEADER[:4], "Rasti"), (*ROW[:4], "x")]))
    assert mapped(haul)["Rasti"] is None


def test_a_second_table_with_its_title_and_a_repeated_header() -> None:
    rows = [
        HEADER,
        ROW,
        (),
        ("Toinen haku",),
        ("Tavoitteet", "Hankkeen nimi", "Tunnus"),
        (MEASURES, "Muu", "B-1"),
        tuple(map(str.upper, HEADER)),
        HEADER,
    ]
    haul = read(grid(rows))
    assert [(application.id, application.title) for application in applications(haul)][:2] == [("H-1", "Raide"), ("B-1", "Muu")]
    repeated = read(grid([HEADER, ROW, tuple(map(str.upper, HEADER)), OTHER]))
    assert [application.id for application in applications(repeated)] == ["H-1", "H-2"]
    assert repeated.readings[0].left_out == ("haku.xlsx, taulukko Hakemukset, rivi 3: otsikkorivi toistuu",)
    assert [line.partition("rivi ")[2] for line in haul.readings[0].left_out] == [
        "4: seuraavan taulukon otsikko",
        "8: otsikkorivi toistuu",
    ]


def test_the_upper_of_two_tables_is_read_though_the_lower_one_knows_more() -> None:
    rows = [("Tunnus", "Hankkeen nimi", "Tavoitteet"), ("A-1", "Raide", GOALS), (), (*HEADER, "Toimenpiteet"), (*OTHER, MEASURES)]
    assert [application.id for application in applications(read(grid(rows)))] == ["A-1", "H-2"]


def test_every_column_is_told_with_its_reason() -> None:
    haul = read(grid([(*HEADER, "Puhelinnumero", "Rasti", None, "Kissa"), (*ROW, "050 000 0000", "x", "y", "z" * 50)]))
    assert [(mapping.column, mapping.field) for mapping in haul.mappings] == list(
        zip("ABCDEFGHI", ("id", "title", "applicant", "budget_eur", "goals", "contact", None, None, "other"), strict=True)
    )
    assert all(mapping.reason for mapping in haul.mappings)
    assert "050" not in applications(haul)[0].model_dump_json()


def test_the_preferred_of_several_numbers_is_the_identifier_and_another_fills_in() -> None:
    rows = [
        ("Diaarinumero", "Hakemusnumero", "Hankkeen nimi", "Tavoitteet"),
        ("D-1", "H-1", "Raide", GOALS),
        ("D-2", None, "Laituri", MEASURES),
    ]
    haul = read(grid(rows))
    assert [application.id for application in applications(haul)] == ["H-1", "D-2"]
    assert told(haul) == []


def test_one_cell_may_tell_both_dates() -> None:
    header = ("Tunnus", "Hankkeen nimi", "Toteutusaika", "Tavoitteet")
    haul = read(grid([header, ("1", "Raide", "1.3.2026 – 31.5.2027", GOALS), ("2", "Laituri", "24 kk", MEASURES)]))
    first, second = applications(haul)
    assert (first.start, first.end) == (dt.date(2026, 3, 1), dt.date(2027, 5, 31))
    assert (second.start, told(haul)) == (None, [("bad-date", "solu C3")])


# --- Rows that are one application


def test_a_merged_identifier_makes_one_application_and_other_merged_cells_count_for_every_row() -> None:
    rows = [
        HEADER,
        ROW,
        (None, None, "Toinen Oy"),
        (None, None, None, None, MEASURES),
        ("H-2", "Laituri", None, 5, "Muu teksti."),
    ]
    haul = read(grid(rows, ((1, 0, 3, 0), (3, 2, 4, 2))))
    first, second = applications(haul)
    assert (first.id, first.applicant, first.budget_eur) == ("H-1", "Satukurki Oy", 250_000)
    assert [section.text for section in first.sections] == [GOALS, MEASURES]
    assert (second.id, second.applicant) == ("H-2", None)
    assert haul.readings[0].joined == 2


GROUP = (
    "Hankekoodi",
    "Ryhmähanketunnus",
    "Hankkeen nimi",
    "Hakija",
    "Toteutusalue",
    "Alkamispäivä",
    "Päättymispäivä",
    "Kokonaiskustannukset",
    "Tavoitteet",
)


def member(
    code: object, budget: object, *, group: object = "R-1", region: str = "Kotka", start: object = "1.3.2026", goals: str = GOALS
) -> tuple[object, ...]:
    return (code, group, "Raide", f"Satu {code} Oy", region, start, "31.12.2027", budget, goals)


def test_the_parts_of_a_group_project_are_one_application() -> None:
    rows = [
        GROUP,
        member("A", 100),
        member("B", 50.5, region="Hamina", start="1.2.2026", goals=MEASURES),
        member("X", 7, group=None),
        member("A", 100),
    ]
    haul = read(grid(rows))
    group, alone = applications(haul)
    assert (group.id, group.applicant, group.region, group.budget_eur) == ("A", "Satu A Oy", "Kotka; Hamina", 150.5)
    assert (group.start, group.end) == (dt.date(2026, 2, 1), dt.date(2027, 12, 31))
    assert [section.text for section in group.sections] == [GOALS, MEASURES]
    assert (alone.id, alone.budget_eur) == ("X", 7)
    assert (haul.readings[0].joined, told(haul)) == (2, [])


@pytest.mark.parametrize(
    ("budgets", "code", "sum_"),
    [(("noin 5", 7), "bad-number", None), ((5, "noin 7"), "bad-number", None), ((5, None), "", 5), ((None, 5), "", 5)],
)
def test_a_group_whose_sums_cannot_all_be_read(budgets: tuple[object, object], code: str, sum_: float | None) -> None:
    haul = read(grid([GROUP, member("A", budgets[0]), member("B", budgets[1])]))
    assert applications(haul)[0].budget_eur == sum_
    assert [fault for fault, _ in told(haul)] == ([code] if code else [])


def test_a_row_of_the_same_project_with_another_sum_or_a_bad_date_is_told() -> None:
    haul = read(grid([GROUP, member("A", 100), member("A", 200, start="31.2.2026")]))
    assert applications(haul)[0].budget_eur == 100
    assert sorted(told(haul)) == [("bad-date", "solu F3"), ("joined-differs", "solu H3")]


def test_a_group_identifier_alone_is_the_identifier() -> None:
    haul = read(grid([GROUP[1:], member("A", 1)[1:], member("B", 2, goals=MEASURES)[1:]]))
    assert [application.id for application in applications(haul)] == ["R-1"]
    assert haul.readings[0].joined == 1


# --- Rows that are none


@pytest.mark.parametrize(
    "row",
    [("Yhteensä", None, None, 251_000), (None, "Sammanlagt:", None, "251 000 €"), ("Total (EUR)", 2), ("Hakemuksia yhteensä", 2)],
)
def test_totals_are_left_out_with_their_place(row: tuple[object, ...]) -> None:
    haul = read(grid([HEADER, ROW, OTHER, (), row]))
    assert haul.readings[0].left_out == ("haku.xlsx, taulukko Hakemukset, rivi 5: summarivi",)
    assert (len(haul.drafts), haul.problems) == (2, [])


@pytest.mark.parametrize(
    "row", [("Total", "Raide", "Oy", 5, None), (None, "Summa Oy", "Kotka", 5, None), ("Yhteensä", "Muu", None, None, GOALS)]
)
def test_an_application_whose_name_is_a_word_for_a_total_is_read(row: tuple[object, ...]) -> None:
    assert len(read(grid([HEADER, ROW, row])).drafts) == 2


@pytest.mark.parametrize("row", [("Huom!",), (None, None, None, 251_000)])
def test_a_row_that_holds_too_little_is_a_problem(row: tuple[object, ...]) -> None:
    haul = read(grid([HEADER, ROW, row]))
    assert told(haul) == [("not-an-application", "rivi 3")]
    assert haul.readings[0].refused == 1


def test_hidden_rows_and_sheets_are_told_when_an_application_is_in_them() -> None:
    assert told(read(grid([HEADER, ROW, OTHER], hidden_rows=[3]))) == [("hidden", "")]
    assert told(read(grid([HEADER, ROW], hidden=True))) == [("hidden", "")]
    assert told(read(grid([("Sisäinen",), HEADER, ROW], hidden_rows=[1]))) == []


def test_a_table_too_long_is_told_and_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alignment.intake.tables.MOST_ROWS", 1)
    haul = read(grid([HEADER, ROW, OTHER]))
    assert (told(haul), haul.drafts, haul.readings[0].refused) == ([("too-many-rows", "")], [], 2)


CELLS = st.sampled_from(
    [None, "", "x", "H-1", 5, "1.3.2026", "#N/A", "Yhteensä", "Tunnus", "Hankkeen nimi", "Tavoitteet", "a" * 50, True]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=7), max_size=7), st.lists(st.tuples(*[st.integers(0, 7)] * 4), max_size=3))
def test_no_filled_row_is_lost(rows: list[list[object]], ranges: list[tuple[int, int, int, int]]) -> None:
    merged = tuple((top, left, max(top, bottom), max(left, right)) for top, left, bottom, right in ranges)
    sheet = grid([HEADER, *rows], merged)
    desk = Desk(HEADINGS, "fi")
    header, _ = find_header(sheet.rows, desk)
    rows_read = {index for part in parts(sheet, header, desk) for index in part.rows}
    headings = [sheet.rows[index] for index in range(len(sheet.rows)) if index not in rows_read]
    assert header == 0
    filled = sum(any(cell not in (None, "") for cell in sheet.rows[index]) for index in rows_read)
    assert read(sheet).readings[0].rows == filled
    assert all(cell is None or isinstance(cell, str) for row in headings for cell in row)


# --- Known exports


def export_rows(name: str, language: str, *rows: Mapping[str, object]) -> Grid:
    columns = list(FORMS.exports.export[name].columns[language])  # type: ignore[index]
    return grid([columns, *([row.get(column) for column in columns] for row in rows)])


KOHESIO = {
    "Operation_Local_Identifier": "A1",
    "Operation_Name_English": "Rail",
    "Operation_Summary_English": "Goods move to rails.",
    "Operation_Start_Date": "02/03/2021",
}


def test_kohesio_dates_begin_with_the_day_and_a_missing_name_is_taken_from_the_other_language() -> None:
    haul = read(export_rows("kohesio", "en", KOHESIO))
    (application,) = applications(haul)
    assert (application.id, application.title, application.start) == ("A1", "Rail", dt.date(2021, 3, 2))
    assert haul.readings[0].shape == "tunnettu vienti: Kohesio-palvelun hanketiedosto"
    assert reasons(haul)["Country"] == "Ei luettu: tunnetun viennin sarake, joka ei kerro hankkeen sisällöstä."


def test_a_sum_in_another_currency_is_never_taken_for_euros() -> None:
    money = {"Total_Eligible_Expenditure_amount": 1_000_000, "Total_Eligible_Expenditure_Currency": "CZK"}
    haul = read(export_rows("kohesio", "en", KOHESIO | money))
    assert applications(haul)[0].budget_eur is None
    assert [code for code, _ in told(haul)] == ["bad-number"]


EURA = {
    "Hankekoodi": "A1",
    "Hankkeen nimi": "Raide",
    "Suunniteltu rahoitus yhteensä": 5,
    "Suunnitelman mukainen tiivistelmä hankkeen toteutuksesta": GOALS,
}


def test_the_footer_of_an_export_is_left_out_and_a_sparse_project_is_not() -> None:
    footer: list[Mapping[str, object]] = [
        {"Hankekoodi": "Haettu 3.11.2026"},
        {"Hankekoodi": "Yhteensä", "Suunniteltu rahoitus yhteensä": 5},
    ]
    haul = read(export_rows("eura-2021", "fi", EURA, {"Hankekoodi": "A2", "Hankkeen nimi": "Laituri"}, *footer))
    assert [application.id for application in applications(haul)] == ["A1", "A2"]
    assert [line.rpartition(": ")[2] for line in haul.readings[0].left_out] == ["tieto viennistä, ei hanke", "summarivi"]
    nameless = {column: "x" for column in FORMS.exports.export["eura-2021"].columns["fi"] if column != "Hankkeen nimi"}
    assert len(read(export_rows("eura-2021", "fi", EURA, nameless)).drafts) == 2


def test_a_table_with_a_few_columns_of_an_export_is_an_ordinary_one() -> None:
    haul = read(
        grid([("Hankekoodi", "Rahasto", "Hankkeen nimi", "Aloituspvm", "Tavoitteet"), ("A1", "EAKR", "Raide", "1.3.2026", GOALS)])
    )
    assert haul.readings[0].shape == "taulukko"


# --- Microsoft Forms

NOON = dt.datetime(2026, 10, 1, 12, 30)  # noqa: DTZ001  a cell's time has no zone
DAY = dt.datetime(2026, 10, 1)  # noqa: DTZ001
ASKED = ("Hankkeen nimi", "Tavoitteet", "Kohderyhmä")


def answers(*begin: object, header: Sequence[str] = ("Nro", "Alku", "Loppu", "Posti", "Kuka"), more: Sequence[str] = ()) -> Haul:
    return read(grid([(*header, *more, *ASKED), (*begin, "Raide", GOALS, "nuoret;yritykset;")]))


@pytest.mark.parametrize(
    "times", [(NOON, NOON), ("10/1/26 9:30:15", "1.10.2026 klo 9.30"), ("2026-10-01T09:30:15", "2026-10-01 09:30")]
)
@pytest.mark.parametrize("sender", [("maija@example.org", "Maija"), ("anonymous", None)])
def test_answers_of_microsoft_forms_are_known_by_place_and_content(
    times: tuple[object, object], sender: tuple[object, object]
) -> None:
    haul = answers(1, *times, *sender)
    (application,) = applications(haul)
    assert (application.id, application.start, application.end) == ("1", None, None)
    assert sections(application)["Kohderyhmä"] == ("target_group", "nuoret; yritykset")
    assert "aija" not in application.model_dump_json()
    assert haul.readings[0].shape == "Microsoft Forms -lomakkeen vastaukset"


def test_a_table_with_dates_of_a_project_is_not_from_microsoft_forms() -> None:
    haul = answers(
        1,
        DAY,
        DAY,
        "maija@example.org",
        "Maija",
        header=("Tunnus", "Alkamispäivä", "Päättymispäivä", "Sähköposti", "Yhteyshenkilö"),
    )
    (application,) = applications(haul)
    assert application.start == DAY.date()
    assert sections(application)["Kohderyhmä"] == ("target_group", "nuoret;yritykset;")


def test_a_number_asked_for_goes_before_the_number_of_the_answer() -> None:
    header = ("ID", "Start time", "Completion time", "Email", "Name", *ASKED, "Hakemusnumero")
    haul = read(
        grid(
            [
                header,
                (1, NOON, NOON, "a@example.org", "A", "Raide", GOALS, "nuoret;", "H-7"),
                (2, NOON, NOON, "b@example.org", "B", "Laituri", MEASURES, "nuoret;"),
            ]
        )
    )
    assert [application.id for application in applications(haul)] == ["H-7", "2"]


def test_points_and_feedback_are_known_by_the_question_they_name() -> None:
    header = (
        "Nro",
        "Alku",
        "Loppu",
        "Posti",
        "Kuka",
        "Hankkeen nimi",
        "Pisteet - Hankkeen nimi",
        "Palaute - Hankkeen nimi",
        "Tavoitteet",
        "Pisteet - Tavoitteet",
    )
    haul = read(grid([header, (1, NOON, NOON, "a@example.org", "A", "Raide", 5, "Hieno nimi", GOALS, 7)]))
    (application,) = applications(haul)
    assert (application.title, list(sections(application))) == ("Raide", ["Tavoitteet"])
    assert [mapped(haul)[heading] for heading in header[6:8]] == [None, None]


def test_the_time_of_the_last_change_is_no_date_of_the_project() -> None:
    (application,) = applications(answers(1, NOON, NOON, "a@example.org", "A", NOON, more=["Päättymispäivä"]))
    assert (application.start, application.end) == (None, None)


def test_too_few_columns_are_no_service() -> None:
    assert service_columns([], FORMS.exports) == {}


# --- A column for each option


def ticked(heading: str, *cells: object, options: Sequence[str] = ("Nuoret", "Yritykset", "Muu, mikä?")) -> Haul:
    header = ("Tunnus", "Hankkeen nimi", "Tavoitteet", *(heading.format(option) for option in options))
    plain = [None] * len(cells)
    return read(grid([header, ("1", "Raide", GOALS, *cells), ("2", "Laituri", MEASURES, *plain)]))


@pytest.mark.parametrize("heading", ["Kohderyhmät [{}]", "Kohderyhmät: {}", "Kohderyhmät - {}", "Kohderyhmät – {}"])
@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("x", None, None), "Nuoret"),
        ((1, 0, 1), "Nuoret; Muu, mikä?"),
        (("Ja", "Nej", "Nej"), "Nuoret"),
        ((True, True, False), "Nuoret; Yritykset"),
        (("Not selected", "Selected", None), "Yritykset"),
        (("Nuoret", None, "Seurat"), "Nuoret; Seurat"),
        (("Ei", "Ei", "Ei"), None),
    ],
)
def test_ticked_options_are_one_answer(heading: str, cells: tuple[object, ...], said: str | None) -> None:
    haul = ticked(heading, *cells)
    first, second = (sections(application) for application in applications(haul))
    assert first.get("Kohderyhmät") == (("target_group", said) if said else None)
    assert list(second) == ["Tavoitteet"]
    assert {mapping.field for mapping in haul.mappings[3:]} == {"target_group"}


def test_a_question_may_ask_for_a_fact_or_be_unknown() -> None:
    assert applications(ticked("Rahasto [{}]", "x", None, "x", options=("EAKR", "ESR+", "JTF")))[0].fund == "EAKR; JTF"
    assert sections(applications(ticked("Kissat [{}]", "x", None, "x"))[0])["Kissat"] == ("other", "Nuoret; Muu, mikä?")


def test_texts_under_headings_of_one_beginning_stay_apart() -> None:
    first = sections(applications(ticked("Tavoitteet - {}", "Nuoret saavat työtä.", "Yritykset kasvavat.", "Muut hyötyvät."))[0])
    assert [name for name, (role, _) in first.items() if role == "goals"] == [
        "Tavoitteet",
        *(f"Tavoitteet - {each}" for each in ("Nuoret", "Yritykset", "Muu, mikä?")),
    ]


def test_two_columns_of_free_words_are_no_options() -> None:
    haul = ticked("Kohderyhmät - {}", "x", "x", "Seurat ja yhdistykset", "Koululaiset", options=("A", "B", "C", "D"))
    assert [name for name, _ in sections(applications(haul)[0]).items() if name == "Kohderyhmät"] == []


def test_the_question_above_its_options() -> None:
    rows = [
        ("Tunnus", "Hankkeen nimi", "Tavoitteet", "Kohderyhmät", None, "Alueet", None),
        (None, None, None, "Nuoret", "Yritykset", "Kotka", "Hamina"),
        (1, 2, 3, "4_1", "4_2", "5_1", "5_2"),
        ("1", "Raide", GOALS, 1, 0, 1, 1),
    ]
    haul = read(grid(rows, tuple((0, column, 1, column) for column in range(3))))
    (application,) = applications(haul)
    assert sections(application)["Kohderyhmät"] == ("target_group", "Nuoret")
    assert haul.readings[0].left_out == ("haku.xlsx, taulukko Hakemukset, rivi 3: kysymysten numerot",)


# --- What an officer says the columns are


def fix(**columns: str) -> FixedMapping:
    return FixedMapping(tables=(FixedTable(file=FILE, columns=columns),))


def test_an_officer_is_believed_before_any_heading() -> None:
    haul = read(grid([(*HEADER, "Selite"), (*ROW, "Lyhyt")]), fix(Selite="section:measures", Hakija="", Tavoitteet="title"))
    (application,) = applications(haul)
    assert (application.title, application.applicant) == (GOALS, None)
    assert sections(application) == {"Selite": ("measures", "Lyhyt")}
    assert told(haul) == []


def test_a_heading_that_is_nowhere_is_told() -> None:
    assert told(read(grid([HEADER, ROW]), fix(Otsake="title", Hakija="applicant", Poissa=""))) == [("mapped-heading-missing", "")]
    elsewhere = FixedMapping(
        tables=(FixedTable(columns={"Otsake": "title"}), FixedTable(file="muu.xlsx", columns={"Hakija": "title"}))
    )
    assert told(read(grid([HEADER, ROW]), elsewhere)) == []


def test_the_most_precise_part_of_a_mapping_holds() -> None:
    tables = (
        FixedTable(columns={"a": "id"}),
        FixedTable(file=FILE, columns={"a": "title"}),
        FixedTable(file=FILE, sheet=SHEET, columns={"a": "fund"}),
    )
    fixed = FixedMapping(tables=tables)
    found = [fixed.meaning(spot, "A ") for spot in (Spot("muu"), Spot(FILE), Spot(FILE, SHEET))]
    assert [meaning.name for meaning in found if meaning] == ["id", "title", "fund"]
    assert FixedMapping.model_validate_json(fixed.model_dump_json()) == fixed


NAMES = st.sampled_from(
    [
        *HEADER,
        "Kuvaus",
        "kuvaus",
        "Kuvaus [B]",
        "kuvaus [c1]",
        "Ryhmähanketunnus",
        "Tavoitteet [a]",
        "Tavoitteet [b]",
        'Muu "x" \\',
        "Rivi\nvaihto \x9b",
        "",
        "Puhelin",
        "K" * 400,
    ]
)
VALUES = st.sampled_from([None, "x", 1, 0, "1.3.2026", "Raide", "5 €", "Ei", "H-1", "a" * 50, "b" * 60])


@settings(max_examples=150, deadline=None)
@given(st.lists(NAMES, max_size=6), st.lists(st.lists(VALUES, min_size=8, max_size=8), min_size=1, max_size=3), st.booleans())
def test_a_mapping_that_was_shown_and_given_back_changes_no_application(
    names: list[str], rows: list[list[object]], below: bool
) -> None:
    sheet = [("Hankkeen nimi", "Tavoitteet", *names), *rows]
    if below:
        sheet += [(), ("Tunnus", "Hankkeen nimi", "Tavoitteet", *names), *rows]
    found = read(grid(sheet))
    shown = written(found.mappings)
    assert "\x9b" not in shown
    again = read(grid(sheet), FixedMapping.model_validate(tomllib.loads(shown)))
    assert applications(again) == applications(found)


def test_a_heading_that_looks_like_the_place_of_another_is_not_taken_for_it() -> None:
    sheet = grid([("Hankkeen nimi", "Tavoitteet", "Kissa [D]", "Kissa"), ("Raide", GOALS, "k" * 50, "miau")])
    found = read(sheet)
    fixed = FixedMapping.model_validate(tomllib.loads(written(found.mappings)))
    assert applications(read(sheet, fixed)) == applications(found)


def test_headings_known_by_their_groups_are_given_back_as_they_were_shown() -> None:
    rows = [("Hakija", None, "Tavoitteet", None), ("Nimi", "Muu", "Muu", "Osa"), ("Oy", "x", GOALS, MEASURES)]
    sheet = grid(rows, ((0, 0, 0, 1), (0, 2, 0, 3)))
    found = read(sheet)
    columns = {key: {"applicant": "section:other"}.get(value, value) for key, value in written_columns(found).items()}
    again = read(sheet, FixedMapping(tables=(FixedTable(columns=columns),)))
    assert applications(found)[0].applicant == "Oy"
    assert sections(applications(again)[0]) == {"Hakija: Nimi": ("other", "Oy")} | sections(applications(found)[0])


def written_columns(haul: Haul) -> dict[str, str]:
    return dict(tomllib.loads(written(haul.mappings))["table"][0]["columns"])


def test_the_list_shows_how_sure_and_why_and_leaves_room_for_what_was_not_read() -> None:
    shown = written(read(grid([(*HEADER, "Rasti"), (*ROW, "x")])).mappings)
    assert '"Hakija" = "applicant" # 1.00  Otsikko tunnetaan.' in shown
    assert '"Rasti" = "" # 0.00  Ei luettu' in shown
    assert tomllib.loads(shown)["table"][0]["header_row"] == 1


def test_headings_of_forms_and_documents_that_were_not_read_are_remarks() -> None:
    desk = Desk(HEADINGS, "fi")
    spots = [Spot("a.docx", key=label) for label in ("Hakija", "Satutie 1")]
    told_of = [desk.mapping(spot, spot.key or "", desk.recognise(spot.key or "", long=False)) for spot in spots]
    shown = written(told_of)
    assert tomllib.loads(shown)["table"][0]["columns"] == {"Hakija": "applicant"}
    assert '# "Satutie 1" = ""' in shown


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[[table", "TOML"),
        ("[[table]]\nriw = 1", "table – 1 – riw"),
        ("[[table]]\nheader_row = 0", "table – 1 – header_row"),
        ('[[table]]\n[table.columns]\n"Otsake" = "titel"', "titel"),
        (None, "kartta.toml"),
    ],
)
def test_a_wrong_mapping_file_is_told_in_a_sentence(tmp_path: Path, content: str | None, words: str) -> None:
    path = tmp_path / "kartta.toml"
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(UsageError) as raised:
        read_mapping(path, FORMS, "fi")
    assert words in raised.value.sentence
    assert raised.value.hint


def test_a_mapping_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "kartta.toml"
    path.write_text(
        '[[table]]\nfile = "a.xlsx"\n[table.columns]\n"A" = "section:goals"\n"B" = "decision:accepted"\n"C" = "period"\n', "utf-8"
    )
    fixed = read_mapping(path, FORMS, "fi")
    found = [fixed.meaning(Spot("a.xlsx"), heading) for heading in "ABCD"]
    assert [(meaning.kind, meaning.name) if meaning else None for meaning in found] == [
        ("section", "goals"),
        ("decision", "accepted"),
        ("field", "period"),
        None,
    ]
