"""The workbook: the same numbers as the assessments, safe with hostile text, and usable by everyone."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from alignment.errors import UsageError
from alignment.messages import say
from alignment.model import LANGUAGES, Language, Round
from alignment.reports import tables
from alignment.reports.plain import CELL_LIMIT, cell_text, pieces, plain
from alignment.reports.workbook import write_workbook
from tests.rounds import ESCAPE, FORMULA, NEED, assessment, hostile_round, match, passage

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

SUMMARY_HEADER = 8


@pytest.fixture(scope="module")
def drawn() -> Round:
    return hostile_round()


@pytest.fixture(scope="module")
def path(drawn: Round, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("report") / "raportti.xlsx"
    write_workbook(drawn, file)
    return file


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    return opened(path, rich_text=True)


def opened(file: Path, **options: bool) -> Any:
    """A workbook as a spreadsheet program reads it, outside the type checker's eyes."""
    return load_workbook(file, **options)


def rows(sheet: Any, header: int = 1) -> list[dict[str, Any]]:
    """The rows of a table as dictionaries of cells by heading."""
    names = [cell.value for cell in sheet[header]]
    return [dict(zip(names, row, strict=False)) for row in sheet.iter_rows(min_row=header + 1)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_its_sheets_properties_and_headings(language: Language, tmp_path: Path) -> None:
    write_workbook(hostile_round(language), tmp_path / "r.xlsx")
    made = opened(tmp_path / "r.xlsx")
    names = ("summary", "portfolio", "matches", "evidence", "problems", "files", "columns", "method")
    assert made.sheetnames == [say(language, f"sheet.{name}") for name in names]
    assert made.properties.creator == "Alignment"
    assert made.properties.title == say(language, "report.title")
    assert made.custom_doc_props["Language"].value == language
    for sheet in made:
        assert sheet.auto_filter.ref
        assert sheet.freeze_panes
        assert not sheet.merged_cells.ranges
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.print_title_rows
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_headings_are_unique_and_no_cell_of_a_header_is_empty(book: Any) -> None:
    for sheet in book:
        first = int(re.findall(r"\d+", sheet.auto_filter.ref)[0])
        headings = [cell.value for cell in sheet[first] if cell.value is not None]
        assert len(headings) == len(set(headings)) == sheet.max_column


def test_summary_tells_each_application_in_input_order(book: Any, drawn: Round) -> None:
    found = rows(book["Yhteenveto"], SUMMARY_HEADER)
    assert [row["Tunnus"].value for row in found] == [item.application.id for item in drawn.assessments]
    assert [row["Suositus"].value for row in found] == [
        say("fi", f"recommended.{item.recommendation}") for item in drawn.assessments
    ]
    assert found[0]["Paras pistemäärä"].value == drawn.assessments[0].matches[1].score
    assert found[0]["Taso"].value == "4/5 vahva"
    assert found[0]["Parhaat tavoitteet"].value == "Saavutettavuus (4/5 vahva)"
    assert found[2]["Parhaat tavoitteet"].value == "ei hyväksyttyjä; lähin Elinkeinoelämän uudistaminen (0/5 ei yhteyttä)"
    assert found[0]["Perustelut"].value == "• Hanke palvelee tavoitetta.\n• Toinen syy 1."
    assert [row["Ongelmia"].value for row in found] == [0, 1, 0, 0, 0]
    assert [row["Budjetti, €"].value for row in found] == [item.application.budget_eur for item in drawn.assessments]
    assert found[3]["Paras pistemäärä"].value is None


def test_summary_counts_stand_above_the_table(book: Any) -> None:
    sheet = book["Yhteenveto"]
    counts = {sheet.cell(row, 2).value: (sheet.cell(row, 1).value, sheet.cell(row, 3).value) for row in range(2, 6)}
    assert counts == {
        "täyttää ehdot": (2, "600\u00a0003 €"),
        "virkailijan arvioitava": (1, "200\u00a0001 €"),
        "ei täytä ehtoja": (1, "300\u00a0002 €"),
        "ei voida arvioida": (1, "400\u00a0002 €"),
    }
    assert "Luettuja hakemuksia: 5 · ongelmia: 2" in sheet["D1"].value
    assert sheet.freeze_panes == "C9"


def test_the_account_of_what_was_read_stands_on_the_first_sheet_and_adds_up(book: Any, drawn: Round) -> None:
    told = book["Yhteenveto"].cell(6, 1).value
    assert told == (
        "Tiedostoja 2: rivejä 8 = hakemuksia 5 + toiseen yhdistettyjä 1 + pois jätettyjä 1 + ongelmaksi jääneitä 1"
        " · tyhjiä tai lukematta jääneitä 1"
    )
    names = ("Hakemuksia", "Yhdistetty toiseen", "Jätetty pois", "Ei luettu")
    for row, reading in zip(rows(book["Tiedostot"]), drawn.readings, strict=True):
        assert sum(row[name].value for name in names) == row["Rivejä"].value == reading.rows


def test_every_column_of_the_input_is_listed_with_its_meaning(book: Any, drawn: Round) -> None:
    told = [(row["Otsikko"].value, row["Luettiin kenttään"].value, row["Varmuus"].value) for row in rows(book["Sarakkeet"])]
    assert told == [("Tunnus", "tunnus", 1), (drawn.mappings[1].header, "ei luettu", 0), ("Tavoitteet", "osio: tavoitteet", 0.8)]


def test_colours_never_stand_alone(book: Any) -> None:
    tones = {row["Suositus"].value: row["Suositus"].fill.fgColor.rgb for row in rows(book["Yhteenveto"], SUMMARY_HEADER)}
    assert len(set(tones.values())) == len(tones) == 4


def test_portfolio_counts_accepted_matches_gaps_included(book: Any) -> None:
    found = {row["Kohde"].value: row["Hyväksyttyjä osumia"].value for row in rows(book["Kokonaiskuva"])}
    assert found == {
        "Saavutettavuus": 2,
        "Elinkeinoelämän uudistaminen": 0,
        "Älykäs ja vihreä logistiikka (logistiikkakärki)": 2,
        "Ilmastonmuutoksen hillintä": 0,
    }


def test_matches_hold_the_numbers_of_the_assessments(book: Any, drawn: Round) -> None:
    told = [
        (
            row["Tunnus"].value,
            row["Kohteen tunnus"].value,
            row["Pisteet (0–100)"].value,
            row["Summa"].value,
            row["Hyväksytty"].value,
        )
        for row in rows(book["Osumat"])
    ]
    assert told == [
        (item.application.id, each.target, each.score, each.total, "kyllä" if each.accepted else "ei")
        for item in drawn.assessments
        for each in item.matches
    ]


def test_scores_carry_data_bars_from_0_to_100(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        for sheet in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"):
            bars = re.findall(r"<dataBar>(.*?)</dataBar>", file.read(sheet).decode())
            assert len(bars) == 1
            assert '<cfvo type="num" val="0"/><cfvo type="num" val="100"/>' in bars[0]


def test_every_ledger_is_a_live_sum_that_equals_its_total(path: Path, drawn: Round) -> None:
    formulas, values = opened(path)["Todisteet"], opened(path, data_only=True)["Todisteet"]
    totals = [row for row in range(2, formulas.max_row + 1) if formulas.cell(row, 3).value == "Summa"]
    expected = [each for item in drawn.assessments for each in _shown(item)]
    assert len(totals) == len(expected) == 5
    for row, each in zip(totals, expected, strict=True):
        (place,) = re.findall(r"^=SUM\(E(\d+):E(\d+)\)$", formulas.cell(row, 5).value)
        first, last = map(int, place)
        amounts = [values.cell(number, 5).value for number in range(first, last + 1)]
        assert amounts == [line.amount for line in each.contributions]
        assert last == row - 1
        assert values.cell(row, 5).value == pytest.approx(sum(amounts), abs=1e-9)
        assert values.cell(row, 5).value == each.total
        assert values.cell(row + 1, 5).value == each.score


def _shown(item: Any) -> list[Any]:
    accepted = sorted((each for each in item.matches if each.accepted), key=lambda each: -each.score)
    return accepted or sorted(item.matches, key=lambda each: -each.score)[:1]


def test_matched_words_are_marked_inside_the_passage(book: Any) -> None:
    row = next(row for row in rows(book["Todisteet"]) if "päästöt" in str(row["Sisältö"].value))
    value = row["Sisältö"].value
    assert isinstance(value, CellRichText)
    marked = [run.text for run in value if isinstance(run, TextBlock) and run.font.b]
    assert marked == ["Rata", "satama", "päästöt"]
    assert all(run.font.u and run.font.color for run in value if isinstance(run, TextBlock) and run.font.b)
    assert row["Osio tai peruste"].value == "need"
    assert row["Merkit osiossa"].value == f"27–{len(NEED)}"


def test_passages_of_one_run_keep_their_format(book: Any) -> None:
    found = {str(row["Sisältö"].value): row["Sisältö"] for row in rows(book["Todisteet"]) if row["Rivi"].value == "Tekstikohta"}
    assert found["Sataman"].font.b
    assert found["Sataman"].font.u
    assert not found[NEED[:25]].font.b


def test_links_lead_to_the_rows_they_name(book: Any) -> None:
    summary, evidence = book["Yhteenveto"], book["Todisteet"]
    for number in range(SUMMARY_HEADER + 1, summary.max_row + 1):
        there = evidence[_place(summary.cell(number, 13), "Todisteet")]
        assert there.value == summary.cell(number, 1).value
        assert evidence.cell(there.row, 3).value == "Hakemus"
        assert summary[_place(there, "Yhteenveto")].row == number


def _place(cell: Any, sheet: str) -> str:
    name, _, place = cell.hyperlink.location.partition("!")
    assert name.strip("'") == sheet
    return str(place)


def test_problems_are_listed_once_with_their_owner_and_notices_after(book: Any) -> None:
    sheet = book["Ongelmat"]
    assert sheet["A1"].value == "Luettuja hakemuksia: 5 · ongelmia: 2"
    told = [(row["Tunnus"].value, row["Koodi"].value, row["Mikä on vialla"].value) for row in rows(sheet, 2)]
    assert told == [
        (None, "file_broken", "Tiedostoa ei voi avata."),
        ("H-002", "date_unreadable", "Päivää ei voi lukea: =1+1"),
        ("H-003", "huomautus", "Avain 'x' jäi lukematta."),
    ]


def test_method_groups_topics_and_lists_targets_with_their_source(book: Any) -> None:
    found = [(row["Aihe"].value, row["Nimi"].value, row["Selitys"].value) for row in rows(book["Menetelmä"])]
    topics = [topic for topic, _, _ in found]
    assert [topic for number, topic in enumerate(topics) if topic not in topics[:number]] == [
        "Näin luet raporttia",
        "Rajat",
        "Säännöstö",
        "Pisteytys",
        "Tasot",
        "Kohteet",
        "Luetut tiedostot",
    ]
    assert [name for topic, name, _ in found if topic == "Pisteytys"] == ["base.goal", "rule_scale"]
    assert ("Kohteet", "Saavutettavuus", "Mitä kattaa.\nLähde: ohjelma, s. 4") in found
    assert any("virkailija päättää" in str(why) for _, _, why in found)


def test_no_text_becomes_a_formula_a_number_or_an_outside_link(path: Path, book: Any) -> None:
    live = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(str(cell.value).startswith("=SUM(E") for cell in live)
    cell = rows(book["Yhteenveto"], SUMMARY_HEADER)[1]["Hankkeen nimi"]
    assert (cell.data_type, cell.value) == ("s", plain(FORMULA + ESCAPE))
    assert rows(book["Yhteenveto"], SUMMARY_HEADER)[2]["Hankkeen nimi"].data_type == "s"
    with zipfile.ZipFile(path) as file:
        assert not [name for name in file.namelist() if b'TargetMode="External"' in file.read(name)]


def test_control_characters_are_shown_and_long_text_is_cut(book: Any) -> None:
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [text for text in cells if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text)]
    assert any("\ufffd[31m" in text for text in cells)
    title = rows(book["Yhteenveto"], SUMMARY_HEADER)[4]["Hankkeen nimi"].value
    assert title.endswith("…")
    assert len(title.encode("utf-16-le")) // 2 <= CELL_LIMIT


def test_charts_are_described_and_do_not_cover_the_table(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        drawings = [file.read(name).decode() for name in sorted(file.namelist()) if name.startswith("xl/drawings/drawing")]
    assert len(drawings) == 2
    assert 'descr="Pylväskaavio: hakemusten määrä suosituksittain. täyttää ehdot 2; virkailijan arvioitava 1;' in drawings[0]
    assert "Saavutettavuus 2; Elinkeinoelämän uudistaminen 0;" in drawings[1]
    below = int(re.findall(r"<xdr:to>.*?<xdr:row>(\d+)</xdr:row>", drawings[0])[0])
    assert below < SUMMARY_HEADER - 1


def test_rows_are_tall_enough_for_their_text(book: Any) -> None:
    sheet = book["Todisteet"]
    long = "a😀" * 20_000
    tallest = [sheet.row_dimensions[row].height for row in range(2, sheet.max_row + 1)]
    assert max(tallest) > 400
    assert min(tallest) > 15
    assert long[:10] in str(sheet.cell(tallest.index(max(tallest)) + 2, 4).value)


def test_a_round_without_applications_is_still_a_workbook(tmp_path: Path) -> None:
    empty = hostile_round().model_copy(update={"assessments": (), "problems": ()})
    write_workbook(empty, tmp_path / "r.xlsx")
    made = opened(tmp_path / "r.xlsx")
    assert made["Ongelmat"]["D3"].value == "Ongelmia ei ole."
    assert made["Kokonaiskuva"].max_row == 1


def test_a_target_without_a_guide_goes_by_its_id(tmp_path: Path) -> None:
    strange = assessment(1, "meets", match("x-unknown", "choice", 2.0))
    write_workbook(hostile_round().model_copy(update={"assessments": (strange,)}), tmp_path / "r.xlsx")
    made = opened(tmp_path / "r.xlsx")
    assert made["Osumat"]["D2"].value == "x-unknown"
    assert rows(made["Yhteenveto"], SUMMARY_HEADER)[0]["Paras pistemäärä"].value == strange.matches[0].score


def test_the_file_is_private_and_leaves_nothing_behind(path: Path) -> None:
    assert os.listdir(path.parent) == [path.name]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failure_keeps_the_old_file_and_no_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "r.xlsx"
    old.write_text("old")

    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(UsageError, match="No space left on device"):
        write_workbook(hostile_round(), old)
    assert os.listdir(tmp_path) == ["r.xlsx"]
    assert old.read_text() == "old"


def test_a_missing_folder_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="ei voi kirjoittaa") as caught:
        write_workbook(hostile_round(), tmp_path / "none" / "r.xlsx")
    assert caught.value.hint


def test_a_full_sheet_is_told_and_nothing_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_SHEET_ROWS", 9)
    with pytest.raises(UsageError, match="Todisteet ei mahdu enempää kuin 9"):
        write_workbook(hostile_round(), tmp_path / "r.xlsx")
    assert os.listdir(tmp_path) == []


def test_pieces_survive_marks_outside_their_passage() -> None:
    strange = replace(passage(NEED, 8, 14), marks=((0, 9), (8, 10), (10, 99), (50, 40)))
    assert "".join(run for run, _ in pieces(strange)) == NEED[8:14]
    assert [marked for _, marked in pieces(strange)] == [True, True, True]


@pytest.mark.parametrize("text", ["a" * CELL_LIMIT, "😀" * (CELL_LIMIT // 2), "", "\x00\ud800\uffff\u202e"])
def test_text_that_fits_is_changed_only_one_for_one(text: str) -> None:
    assert len(cell_text(text)) == len(text)
    cell_text(text).encode()
