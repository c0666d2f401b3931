"""Every kind of input, and one broken file for every fault, made here."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from alignment.errors import UsageError
from alignment.intake import Given, Intake, Quarantine, read_inputs
from alignment.intake.mapping import FixedMapping, FixedTable
from alignment.messages import catalogue
from alignment.model import LANGUAGES, Application, ColumnMapping, Language
from alignment.rulebook import load_rulebook

FORMS = load_rulebook(Path(__file__).parent.parent / "rules").forms
HEADER = ["Tunnus", "Hankkeen nimi", "Hakija", "Alkamispäivä", "Päättymispäivä", "Kokonaisbudjetti", "Tavoitteet"]
MARCH = dt.datetime(2026, 3, 1)  # noqa: DTZ001  a cell's date has no time zone
GOALS = "Kontit siirtyvät kumipyöriltä raiteille."
ROW: list[object] = ["H-1", "Raide", "Satukurki Oy", "1.3.2026", "31.12.2027", "250 000 €", GOALS]
GOOD: dict[str, Any] = {"id": "J-1", "title": "Raide", "text": {"goals": GOALS}}


#: One child process for all the tests of this file: starting one takes half a second.
QUARANTINE = Quarantine()


def read(*paths: Path | Given, language: Language = "fi") -> Intake:
    return read_inputs(paths, FORMS, language, quarantine=QUARANTINE)


def workbook(path: Path, rows: Iterable[Sequence[object]], sheet: str = "Hakemukset") -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    add_sheet(book, rows, sheet)
    book.save(path)
    return path


def add_sheet(book: Workbook, rows: Iterable[Sequence[object]], title: str) -> None:
    sheet = book.create_sheet(title)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)


def changed(**cells: object) -> list[object]:
    """The good row with other values, by letter of the column."""
    return [cells.get("ABCDEFG"[index], value) for index, value in enumerate(ROW)]


def table(tmp_path: Path, *rows: Sequence[object], header: Sequence[object] = HEADER) -> Intake:
    return read(workbook(tmp_path / "haku.xlsx", [header, *rows]))


def lines(tmp_path: Path, *values: object) -> Intake:
    path = tmp_path / "haku.jsonl"
    path.write_text("\n".join(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in values), "utf-8")
    return read(path)


def rewritten(path: Path, part: str, change: bytes, by: bytes) -> Path:
    """A workbook with a change in one of its parts."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    assert change in parts[part]
    parts[part] = parts[part].replace(change, by, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def codes(intake: Intake) -> list[str]:
    return [problem.code for problem in intake.problems]


def places(intake: Intake) -> list[tuple[str, str]]:
    return [(problem.code, problem.place) for problem in intake.problems]


def mapped(intake: Intake) -> dict[str, str | None]:
    return {mapping.header: mapping.field for mapping in intake.mappings}


def roles(application: Application) -> dict[str, str]:
    return {section.name: section.role for section in application.sections}


# --- Good input


def test_a_table_is_read_without_a_problem(tmp_path: Path) -> None:
    intake = table(tmp_path, ROW)
    application = intake.applications[0]
    assert intake.problems == ()
    assert intake.files == ("haku.xlsx",)
    assert (application.id, application.title, application.applicant) == ("H-1", "Raide", "Satukurki Oy")
    assert (application.start, application.end, application.budget_eur) == (dt.date(2026, 3, 1), dt.date(2027, 12, 31), 250_000)
    assert [(section.name, section.role, section.text) for section in application.sections] == [("Tavoitteet", "goals", GOALS)]
    assert (application.source.file, application.source.sheet, application.source.row) == ("haku.xlsx", "Hakemukset", 2)


def test_native_dates_and_numbers_are_read(tmp_path: Path) -> None:
    row = changed(A=101, D=MARCH, E=46387, F=1234.5)
    application = table(tmp_path, row).applications[0]
    assert (application.id, application.start, application.end) == ("101", dt.date(2026, 3, 1), dt.date(2026, 12, 31))
    assert application.budget_eur == 1234.5


def test_the_header_may_stand_lower_and_headings_may_be_dressed(tmp_path: Path) -> None:
    dressed = ["Tunnus *", "2.\u00a0Hankkeen\nnimi", "HAKIJA:", "4.1 Tavoitteet (max. 2000 merkkiä):", "Viestintä"]
    rows = [["Syksyn 2026 haku"], [], dressed, [], ["H-1", "Raide", "Oy", GOALS, "Somessa"]]
    intake = read(workbook(tmp_path / "haku.xlsx", rows))
    assert intake.problems == ()
    assert intake.applications[0].source.row == 5
    assert [section.role for section in intake.applications[0].sections] == ["goals", "communication"]
    assert intake.applications[0].sections[0].name == "4.1 Tavoitteet (max. 2000 merkkiä):"
    assert [mapping.field for mapping in intake.mappings] == ["id", "title", "applicant", "goals", "communication"]
    assert {mapping.header_row for mapping in intake.mappings} == {3}


@pytest.mark.parametrize(
    "header", [["ID", "Project title", "Applicant", "Objectives"], ["Diarienummer", "Projektets namn", "Sökande", "Mål"]]
)
def test_other_languages(tmp_path: Path, header: list[str]) -> None:
    intake = read(workbook(tmp_path / "a.xlsx", [header, ["1", "Raide", "Oy", GOALS]]))
    assert intake.problems == ()
    assert list(mapped(intake).values()) == ["id", "title", "applicant", "goals"]


def test_unknown_columns_are_sections_when_long_and_listed_when_short(tmp_path: Path) -> None:
    intake = table(tmp_path, [*ROW, "x" * 60, "kyllä"], header=[*HEADER, "Kissan mielipide", "Rasti"])
    assert mapped(intake)["Kissan mielipide"] == "other"
    assert mapped(intake)["Rasti"] is None
    assert [section.name for section in intake.applications[0].sections] == ["Tavoitteet", "Kissan mielipide"]
    assert ColumnMapping in {type(mapping) for mapping in intake.mappings}
    assert intake.mappings[-1].column == "I"


def test_a_column_of_sums_is_a_field_and_a_column_of_texts_under_the_same_word_a_section(tmp_path: Path) -> None:
    header = [*HEADER[:5], "Budjetti", "Tavoitteet"]
    sums = table(tmp_path, [*ROW[:5], "250 000", GOALS], header=header)
    assert sums.applications[0].budget_eur == 250_000
    words = table(tmp_path, [*ROW[:5], "Palkkoihin varataan puolet ja matkoihin vähän.", GOALS], header=header)
    assert words.problems == ()
    assert mapped(words)["Budjetti"] == "budget"


def test_two_sections_of_one_heading_stay_apart(tmp_path: Path) -> None:
    application = table(tmp_path, [*ROW, "Toinen"], header=[*HEADER, "Tavoitteet"]).applications[0]
    assert {section.name: section.text for section in application.sections} == {"Tavoitteet": GOALS, "Tavoitteet (2)": "Toinen"}


def test_hidden_rows_and_sheets_are_read(tmp_path: Path) -> None:
    book = load_workbook(workbook(tmp_path / "haku.xlsx", [HEADER, ROW]))
    add_sheet(book, [HEADER, changed(A="H-2", G="Muu")], "Piilo")
    book["Hakemukset"].row_dimensions[2].hidden = True
    book["Piilo"].sheet_state = "hidden"
    book.save(tmp_path / "haku.xlsx")
    intake = read(tmp_path / "haku.xlsx")
    assert [application.id for application in intake.applications] == ["H-1", "H-2"]
    assert places(intake) == [("hidden", "haku.xlsx, taulukko Hakemukset"), ("hidden", "haku.xlsx, taulukko Piilo")]


def test_a_workbook_as_spreadsheet_programs_write_it(tmp_path: Path) -> None:
    """Shared strings, some of them in runs of different fonts, and formulas with and without a result."""
    book = xlsxwriter.Workbook(tmp_path / "haku.xlsx")
    sheet = book.add_worksheet("Hakemukset")
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ROW)
    sheet.write_rich_string(1, 6, "Kontit ", book.add_format({"bold": True}), "raiteille ", "kaikki")
    sheet.write_formula(1, 1, '="Ra"&"ide"', None, "Raide")
    sheet.write_formula(1, 2, '=""', None, "")
    book.close()
    application = read(tmp_path / "haku.xlsx").applications[0]
    assert (application.title, application.applicant) == ("Raide", None)
    assert application.sections[0].text == "Kontit raiteille kaikki"


def test_a_wrong_stated_size_loses_no_row(tmp_path: Path) -> None:
    path = workbook(tmp_path / "haku.xlsx", [HEADER, ROW])
    rewritten(path, "xl/worksheets/sheet1.xml", b'ref="A1:G2"', b'ref="A1"')
    assert [application.title for application in read(path).applications] == ["Raide"]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_comma_separated_files(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text, goals = io.StringIO(), 'Äiti; öljy, å\nja "uusi" rivi\t.'
    csv.writer(text, delimiter=delimiter).writerows([HEADER, changed(G=goals), [], changed(A="H-2")])
    path = tmp_path / "haku.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    intake = read(path)
    assert intake.problems == ()
    assert intake.applications[0].sections[0].text == goals
    assert [application.source.row for application in intake.applications] == [2, 4]


def test_the_name_of_a_file_does_not_matter(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [HEADER, ROW]).rename(tmp_path / "a.csv")
    (tmp_path / "b.xlsx").write_text(json.dumps({**GOOD, "text": {"goals": "Muu"}}), "utf-8")
    intake = read(tmp_path)
    assert ([application.id for application in intake.applications], intake.problems) == (["H-1", "J-1"], ())


FORM: list[list[object]] = [
    ["Hankehakemus 2026"],
    ["1. Tunnus", "L-1"],
    ["2. Hankkeen nimi", "Raide"],
    ["Alkamispäivä", MARCH],
    ["Rasti ruutuun", "x"],
    ["Tavoitteet", GOALS],
    [None, "Toinen kappale."],
    ["Kissan mielipide", "Kissa kannattaa hanketta lämpimästi ja varauksetta."],
    ["Toimenpiteet", ""],
]


def test_a_form_answered_beside(tmp_path: Path) -> None:
    intake = read(workbook(tmp_path / "lomake.xlsx", FORM, "Raide"))
    application = intake.applications[0]
    assert intake.problems == ()
    assert (application.id, application.title, application.start) == ("L-1", "Raide", dt.date(2026, 3, 1))
    assert roles(application) == {"Tavoitteet": "goals", "Kissan mielipide": "other"}
    assert application.sections[0].text == f"{GOALS}\nToinen kappale."
    assert mapped(intake)["Rasti ruutuun"] is None
    assert (application.source.sheet, application.source.row) == ("Raide", None)


def test_a_form_answered_below(tmp_path: Path) -> None:
    rows = [["Tunnus"], ["L-1"], ["Hankkeen nimi"], ["Raide"], ["Tavoitteet"], ["Lyhyt."], ["Toinen."], ["Toimenpiteet"], [GOALS]]
    intake = read(workbook(tmp_path / "lomake.xlsx", rows))
    application = intake.applications[0]
    assert intake.problems == ()
    assert (application.id, application.title) == ("L-1", "Raide")
    assert [section.text for section in application.sections] == ["Lyhyt.\nToinen.", GOALS]


def test_a_form_may_mix_both_and_a_heading_is_no_answer(tmp_path: Path) -> None:
    rows = [["Tunnus", "L-1"], ["Hankkeen nimi", "Raide"], ["Hakija", "Oy"], ["Alue"], ["Sisältöosa"], ["Tavoitteet"], [GOALS]]
    application = read(workbook(tmp_path / "lomake.xlsx", rows)).applications[0]
    assert application.region is None
    assert [section.text for section in application.sections] == [GOALS]


def test_an_answer_below_guidance_is_not_lost(tmp_path: Path) -> None:
    rows = [
        ["Tunnus", "L-1"],
        ["Hankkeen nimi", "Raide"],
        ["Tavoitteet", "enintään 2000 merkkiä", "x"],
        [f"{GOALS} Ja muuta."],
        ["Lyhyt väliotsikko"],
    ]
    intake = read(workbook(tmp_path / "lomake.xlsx", rows))
    assert intake.applications[0].sections[0].text == f"enintään 2000 merkkiä\n{GOALS} Ja muuta."
    unread = [(mapping.column, mapping.header) for mapping in intake.mappings if mapping.field is None]
    assert unread == [("A", "Lyhyt väliotsikko"), ("C", "")]


def test_a_form_a_sheet(tmp_path: Path) -> None:
    book = Workbook()
    add_sheet(book, FORM, "Yksi")
    add_sheet(book, [["Tunnus", "L-2"], ["Hankkeen nimi", "Toinen"], ["Tavoitteet", "Muuta."]], "Kaksi")
    add_sheet(book, [["Täytä lomake huolella."], ["Kiitos!"]], "Ohjeet")
    book.save(tmp_path / "lomake.xlsx")
    intake = read(tmp_path / "lomake.xlsx")
    assert [application.id for application in intake.applications] == ["L-1", "L-2"]
    assert intake.problems == ()
    assert [mapping.sheet for mapping in intake.mappings if not mapping.header] == ["Ohjeet"]


def test_json_lines_a_list_and_one_object(tmp_path: Path) -> None:
    sections = {"3.2 Hankkeen tavoitteet": "Muuta.", "Kissat": "Miau."}
    heading = {"id": "J-2", "title": "Muu", "sections": sections, "lang": "fi", "väri": 1}
    intake = lines(tmp_path, GOOD, "", heading)
    assert intake.problems == ()
    assert roles(intake.applications[1]) == {"3.2 Hankkeen tavoitteet": "goals", "Kissat": "other"}
    assert [application.source.row for application in intake.applications] == [1, 3]
    assert [mapping.header for mapping in intake.mappings if mapping.field is None] == ["väri"]
    for number, whole in enumerate(([GOOD, heading], GOOD)):
        (tmp_path / f"{number}.json").write_text(json.dumps(whole, indent=2), "utf-8")
    assert len(read(tmp_path / "0.json").applications) == 2
    assert read(tmp_path / "1.json").applications[0].source.row is None


def test_a_mapping_for_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = workbook(tmp_path / "haku.xlsx", [HEADER, ROW])
    fixed = FixedMapping(tables=(FixedTable(file="toinen.xlsx", columns={"Tunnus": "title"}),))
    intake = read_inputs([path], FORMS, "fi", fixed=fixed, quarantine=QUARANTINE)
    assert places(intake) == [("mapped-file-missing", "toinen.xlsx")]
    assert intake.applications[0].id == "H-1"


def test_records_of_another_program_are_known_by_their_keys() -> None:
    told = "Kontit siirtyvät kumipyöriltä raiteille, ja ratapiha saa pistoraiteen."
    record = {
        "application_id": "0001",
        "projectName": "Raide",
        "start_date": "2026-03-01",
        "description": told,
        "email": "a@b.fi",
    }
    (application,) = read(Given("haku.jsonl", json.dumps(record).encode())).applications
    assert (application.id, application.title, application.start) == ("0001", "Raide", dt.date(2026, 3, 1))
    assert [(section.name, section.text) for section in application.sections] == [("description", told)]


def test_a_list_in_an_object_of_another_program(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"count": 2, "data": [GOOD, {**GOOD, "id": "J-2", "title": "Muu"}]}), "utf-8")
    assert [application.id for application in read(tmp_path / "a.json").applications] == ["J-1", "J-2"]


@pytest.mark.parametrize("heading", ["Hanke", "Projekti:", "Projekt", "Project *"])
def test_a_common_word_names_the_project_over_a_column_only(tmp_path: Path, heading: str) -> None:
    [application] = table(
        tmp_path, ["H-1", "Raide", "Oy", GOALS], header=["Tunnus", heading, "Hakija", "Tavoitteet"]
    ).applications
    assert application.title == "Raide"
    better = table(tmp_path, ["H-1", "Raide", "Muu", GOALS], header=["Tunnus", "Hankkeen nimi", heading, "Tavoitteet"])
    assert (better.applications[0].title, better.problems) == ("Raide", ())


def test_standard_input_holds_json_lines() -> None:
    data = f"{json.dumps(GOOD)}\nroskaa\n".encode()
    intake = read(Given("-", data))
    assert [application.id for application in intake.applications] == ["J-1"]
    assert places(intake) == [("not-json", "-, rivi 2")]
    assert intake.files == ("-",)


def test_a_folder_is_read_sorted_without_hidden_files_or_loops(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name, text in (("b/2.jsonl", "Yksi"), ("a.jsonl", "Kaksi"), (".piilo.jsonl", "Kolme"), ("~$a.xlsx", "Neljä")):
        (tmp_path / name).write_text(json.dumps({**GOOD, "id": text, "text": {"goals": text}}), "utf-8")
    (tmp_path / "b" / "silmukka").symlink_to(tmp_path, target_is_directory=True)
    intake = read(tmp_path, tmp_path / "a.jsonl")
    assert intake.files == ("a.jsonl", "b/2.jsonl")
    assert [application.id for application in intake.applications] == ["Kaksi", "Yksi"]


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(UsageError, match=r"puuttuu\.xlsx"):
        read(Path("puuttuu.xlsx"))


# --- Text stays as it was given

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80)


@settings(max_examples=25, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4))
def test_text_is_unchanged_in_every_format(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    folder = tmp_path_factory.mktemp("sama")
    rows = [[f"H-{number}", "Raide", f"Kissa {text}"] for number, text in enumerate(texts)]
    header = ["Tunnus", "Hankkeen nimi", "Tavoitteet"]
    with (folder / "a.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([header, *rows])
    dumped = "\n".join(json.dumps({"id": a, "title": b, "text": {"Tavoitteet": c}}, ensure_ascii=False) for a, b, c in rows)
    (folder / "b.jsonl").write_text(dumped, "utf-8")
    workbook(folder / "c.xlsx", [header, *rows])
    for name in ("a.csv", "b.jsonl", "c.xlsx"):
        found = [application.sections[0].text for application in read(folder / name).applications]
        assert found == [row[2] for row in rows], name


# --- One fault, one problem

ROW_FAULTS: list[tuple[str, Sequence[object], str]] = [
    ("missing-id", changed(A=None), "rivi 2"),
    ("missing-title", changed(B=" "), "rivi 2"),
    ("missing-text", changed(G=None), "rivi 2"),
    ("bad-date", changed(D="keväällä"), "solu D2"),
    ("bad-date", changed(E="31.2.2027"), "solu E2"),
    ("end-before-start", changed(E="1.1.2020"), "solu E2"),
    ("bad-number", changed(F="noin tonni"), "solu F2"),
    ("negative-number", changed(F=-5), "solu F2"),
    ("error-value", changed(C="#N/A"), "solu C2"),
    ("error-value", changed(F="#REF!"), "solu F2"),
    ("formula-without-value", changed(C="=A1"), "solu C2"),
    ("text-cut", changed(G="a" * 32_767), "solu G2"),
    ("bad-encoding", changed(G="Ty\ufffdllisyys"), "solu G2"),
]


@pytest.mark.parametrize(("code", "row", "place"), ROW_FAULTS)
def test_a_fault_in_a_row_is_one_problem(tmp_path: Path, code: str, row: Sequence[object], place: str) -> None:
    intake = table(tmp_path, row)
    assert places(intake) == [(code, f"haku.xlsx, taulukko Hakemukset, {place}")]
    assert len(intake.applications) == 1
    assert intake.problems_of == {0: intake.problems}


def test_a_bad_value_leaves_the_field_empty(tmp_path: Path) -> None:
    application = table(tmp_path, changed(C="#N/A", D="x", E="y", F="-1", G=None)).applications[0]
    assert (application.applicant, application.start, application.end, application.budget_eur) == (None, None, None, None)
    assert application.sections == ()


def test_a_made_id_says_where_it_comes_from(tmp_path: Path) -> None:
    intake = table(tmp_path, changed(A=None))
    assert intake.applications[0].id == "haku-Hakemukset-2"
    assert "haku-Hakemukset-2" in intake.problems[0].message


def test_a_table_without_ids_is_one_fault(tmp_path: Path) -> None:
    intake = table(tmp_path, ROW[1:], changed(G="Muu")[1:], header=HEADER[1:])
    assert [application.id for application in intake.applications] == ["haku-Hakemukset-2", "haku-Hakemukset-3"]
    assert codes(intake) == ["missing-id"]
    assert intake.problems_of == {0: intake.problems, 1: intake.problems}


@pytest.mark.parametrize(("code", "second"), [("duplicate-id", changed(G="Muu")), ("duplicate-text", changed(A="H-2"))])
def test_duplicates_are_both_kept(tmp_path: Path, code: str, second: list[object]) -> None:
    intake = table(tmp_path, ROW, second)
    assert len(intake.applications) == 2
    assert codes(intake) == [code]
    assert "rivi 2" in intake.problems[0].message
    assert list(intake.problems_of) == [1]


def test_empty_texts_are_not_called_duplicates(tmp_path: Path) -> None:
    assert codes(table(tmp_path, changed(G=None), changed(A="H-2", G=None))) == ["missing-text", "missing-text"]


def test_two_columns_for_one_field(tmp_path: Path) -> None:
    intake = table(tmp_path, [*ROW, "Toinen nimi"], header=[*HEADER, "Projektin nimi"])
    assert places(intake) == [("duplicate-column", "haku.xlsx, taulukko Hakemukset, solu H1")]
    assert intake.applications[0].title == "Raide"


def test_a_surer_column_wins_without_a_problem(tmp_path: Path) -> None:
    intake = table(tmp_path, ["Rail", *ROW], header=["Hankkeen nimi latinaksi", *HEADER])
    assert intake.problems == ()
    assert intake.applications[0].title == "Raide"


def test_a_label_twice_in_a_form(tmp_path: Path) -> None:
    intake = read(workbook(tmp_path / "lomake.xlsx", [*FORM, ["Projektin nimi", "Toinen"]]))
    assert codes(intake) == ["duplicate-label"]
    assert intake.applications[0].title == "Raide"


@pytest.mark.parametrize("row", [["Huom!"], [*[None] * 5, 500_000]])
def test_a_row_that_holds_too_little_is_told(tmp_path: Path, row: list[object]) -> None:
    intake = table(tmp_path, ROW, [], row)
    assert places(intake) == [("not-an-application", "haku.xlsx, taulukko Hakemukset, rivi 4")]
    assert len(intake.applications) == 1


def test_a_line_of_totals_is_left_out_and_accounted_for(tmp_path: Path) -> None:
    intake = table(tmp_path, ROW, [], [None, "Yhteensä", *[None] * 3, 500_000])
    assert intake.problems == ()
    assert [(each.rows, each.applications, len(each.left_out)) for each in intake.readings] == [(2, 1, 1)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from([None, "", "x", "1.3.2026", -1, "#N/A", "a" * 50]), max_size=8), max_size=6))
def test_no_filled_row_is_lost(tmp_path_factory: pytest.TempPathFactory, rows: list[list[object]]) -> None:
    intake = table(tmp_path_factory.mktemp("rivit"), *rows)
    filled = sum(any(cell not in (None, "") for cell in row) for row in rows)
    kept_out = codes(intake).count("not-an-application")
    assert len(intake.applications) + kept_out == filled
    if not filled:
        assert codes(intake) == ["no-rows"]


JSON_FAULTS: list[tuple[str, object, str]] = [
    ("not-json", '{"id": "J-2", "title": ', "rivi 2"),
    ("not-json", "[" * 100_000, "rivi 2"),
    ("not-an-object", [1, 2], "rivi 2"),
    ("not-an-object", "5", "rivi 2"),
    ("wrong-type", {**GOOD, "id": "J-2", "text": {"goals": "Muu", "need": ["a"]}}, "rivi 2, kohta text.need"),
    ("wrong-type", {**GOOD, "id": "J-2", "applicant": ["a"], "text": {"goals": "Muu"}}, "rivi 2, kohta applicant"),
    ("wrong-type", {**GOOD, "id": "J-2", "sections": "Tekstiä", "text": {"goals": "Muu"}}, "rivi 2, kohta sections"),
    ("bad-date", {**GOOD, "id": "J-2", "start": 2026, "text": {"goals": "Muu"}}, "rivi 2, kohta start"),
    ("bad-number", {**GOOD, "id": "J-2", "budget_eur": True, "text": {"goals": "Muu"}}, "rivi 2, kohta budget_eur"),
    ("bad-encoding", '{"id": "J-2", "title": "Muu", "text": {"goals": "a\\ud800b"}}', "rivi 2, kohta text.goals"),
    ("missing-id", {"title": "Muu", "text": {"goals": "Muu"}}, "rivi 2"),
]


@pytest.mark.parametrize(("code", "value", "place"), JSON_FAULTS)
def test_a_fault_in_a_line_is_one_problem_and_the_others_go_on(tmp_path: Path, code: str, value: object, place: str) -> None:
    intake = lines(tmp_path, GOOD, value, {**GOOD, "id": "J-3", "text": {"goals": "Kolmas"}})
    assert places(intake) == [(code, f"haku.jsonl, {place}")]
    assert {"J-1", "J-3"} <= {application.id for application in intake.applications}


def test_a_broken_document_is_told_once_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{\n  "id": "J-1",\n  "title" "x"\n}', "utf-8")
    assert places(read(tmp_path / "a.json")) == [("not-json", "a.json, rivi 3")]


def test_a_few_broken_bytes_do_not_spoil_the_other_letters(tmp_path: Path) -> None:
    text = "Tunnus;Hankkeen nimi;Tavoitteet\n1;Työllisyys;Pähkinä ja säätö\n2;Ty\x00;Öljy"
    (tmp_path / "a.csv").write_bytes(text.encode().replace(b"Ty\x00", b"Ty\xf6"))
    intake = read(tmp_path / "a.csv")
    assert places(intake) == [("bad-encoding", "a.csv, rivi 3, sarake B")]
    assert intake.applications[0].title == "Työllisyys"


# --- Files that cannot be read


def damaged(tmp_path: Path, kind: str) -> Path:
    """A file of each kind that is not opened."""
    path = workbook(tmp_path / "huono.xlsx", [HEADER, ROW])
    sheet = "xl/worksheets/sheet1.xml"
    if kind == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    elif kind == "flipped":
        data = bytearray(path.read_bytes())
        data[data.index(b"xl/worksheets/sheet1.xml") + 200] ^= 0xFF
        path.write_bytes(data)
    elif kind == "far row":
        rewritten(path, sheet, b'r="A2"', b'r="A1048576"')
    elif kind == "far column":
        rewritten(path, sheet, b'r="G2"', b"r='XFD2'")
    elif kind == "dtd":
        rewritten(path, sheet, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    elif kind == "utf-16":
        rewritten(path, sheet, b"<worksheet", b"\x00<\x00w<worksheet")
    elif kind == "bad xml":
        rewritten(path, sheet, b"</sheetData>", b"</sheet>")
    elif kind == "no sheet":
        rewritten(path, "xl/workbook.xml", b"<sheets>", b"<sheetz>")
    else:
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(*{"macro": ("xl/vbaProject.bin", b"x"), "bomb": ("xl/media/a.png", bytes(60 * 2**20))}[kind])
    return path


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("cut", "unreadable-file"),
        ("flipped", "unreadable-file"),
        ("bad xml", "unreadable-file"),
        ("no sheet", "unreadable-file"),
        ("far row", "far-cell"),
        ("far column", "far-cell"),
        ("dtd", "unsafe-file"),
        ("utf-16", "unsafe-file"),
        ("macro", "macro-hidden"),
        ("bomb", "too-large"),
    ],
)
def test_a_workbook_that_is_not_opened_stops_no_other(tmp_path: Path, kind: str, code: str) -> None:
    good = workbook(tmp_path / "hyvä.xlsx", [HEADER, ROW])
    intake = read(damaged(tmp_path, kind), good)
    assert places(intake) == [(code, "huono.xlsx")]
    assert [application.id for application in intake.applications] == ["H-1"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf \n", "empty-file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + b"Workbook", "unreadable-file"),
        (b"%PDF-1.7 ...", "unreadable-file"),
        (b"\x89PNG\x00\x01", "not-a-workbook"),
        (b"PK\x03\x04rubbish", "unreadable-file"),
        ("Tästä tiedostosta ei löydy taulukkoa.".encode(), "no-header"),
        (";".join(HEADER).encode(), "no-rows"),
        (b"Tunnus;Hankkeen nimi\n1;" + b"x" * (17 * 2**20), "unreadable-file"),
    ],
)
def test_files_that_are_no_input(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    intake = read(tmp_path / "a.xlsx")
    assert codes(intake) == [code]
    assert intake.applications == ()
    assert intake.files == ("a.xlsx",)


def test_a_workbook_of_too_many_parts(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, ROW])
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"x/{number}", b"")
    assert codes(read(path)) == ["too-large"]


def test_a_damaged_document_renamed_to_a_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert codes(read(tmp_path / "a.xlsx")) == ["unreadable-file"]


def test_workbooks_without_applications(tmp_path: Path) -> None:
    assert codes(read(workbook(tmp_path / "a.xlsx", []))) == ["empty-file"]
    assert codes(read(workbook(tmp_path / "b.xlsx", [HEADER]))) == ["no-rows"]
    assert codes(read(workbook(tmp_path / "c.xlsx", [["a", "b", "c"]] * 3))) == ["no-header"]
    assert codes(read(workbook(tmp_path / "d.xlsx", [["Hei"]]))) == ["no-header"]


def test_a_second_table_without_headings_is_told(tmp_path: Path) -> None:
    book = load_workbook(workbook(tmp_path / "haku.xlsx", [HEADER, ROW]))
    add_sheet(book, [["a", "b", "c"]] * 3, "Lisää")
    book.save(tmp_path / "haku.xlsx")
    assert places(read(tmp_path / "haku.xlsx")) == [("no-header", "haku.xlsx, taulukko Lisää")]


def test_an_empty_folder_and_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tyhjä").mkdir()
    assert codes(read(tmp_path / "tyhjä")) == ["empty-folder"]
    monkeypatch.setattr("alignment.intake.quarantine.LARGEST_FILE", 10)
    monkeypatch.setattr("alignment.intake.reading.LARGEST_FILE", 10)
    assert codes(lines(tmp_path, GOOD)) == ["too-large"]
    assert codes(read(Given("-", b"{" * 11))) == ["too-large"]
    assert codes(read(Given("-", b" "))) == ["empty-file"]


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.touch()

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert codes(read(path)) == ["unreadable-file"]


# --- What is told


def test_foreign_text_is_harmless_in_messages(tmp_path: Path) -> None:
    intake = table(tmp_path, changed(D="{0} {x}\n" + "y" * 500))
    assert codes(intake) == ["bad-date"]
    assert "{0} {x} yyy" in intake.problems[0].message
    assert len(intake.problems[0].message) < 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_can_be_told_in_every_language(tmp_path: Path, language: Language) -> None:
    path = workbook(tmp_path / "a.xlsx", [HEADER, *(row for _, row, _ in ROW_FAULTS), ROW, ["Huom!"]])
    damaged(tmp_path, "macro")
    (tmp_path / "b.jsonl").write_text("\n".join(v if isinstance(v, str) else json.dumps(v) for _, v, _ in JSON_FAULTS), "utf-8")
    intake = read(tmp_path, language=language)
    assert path.name in intake.files
    assert all(problem.message and problem.hint and "{" not in problem.place for problem in intake.problems)


def test_every_problem_has_a_hint_in_every_language() -> None:
    placeholders = [{key: re.findall(r"{\w*}", text) for key, text in catalogue(language).items()} for language in LANGUAGES]
    tables = ("intake.", "place.", "problem.", "mending.", "mapping.", "template.")
    ours = [{key: sorted(found) for key, found in known.items() if key.startswith(tables)} for known in placeholders]
    assert ours[0] == ours[1] == ours[2]
    for language in LANGUAGES:
        known = catalogue(language)
        faults = {key.removeprefix("problem.") for key in known if key.startswith("problem.")}
        assert faults <= {key.removeprefix("mending.") for key in known if key.startswith("mending.")}
