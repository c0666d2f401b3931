"""The empty workbooks: whole, helpful, and read back exactly as they were filled in."""

from __future__ import annotations

import datetime as dt
import shutil
import stat
import subprocess
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from alignment.cli import rules_folder
from alignment.errors import UsageError
from alignment.intake import Intake, Quarantine, read_inputs
from alignment.intake.template import Shape, write_template
from alignment.messages import say
from alignment.model import LANGUAGES, Application, Language
from alignment.rulebook import load_rulebook

RULEBOOK = load_rulebook(rules_folder())
FORMS = RULEBOOK.forms
Value = str | float | dt.date
SHAPES: tuple[Shape, ...] = get_args(Shape)
ASKED = [role for role, section in FORMS.section.items() if section.weight > 0 and role != "other"]
START, END, BUDGET = dt.date(2026, 3, 1), dt.date(2027, 12, 31), 250_000.5
NATIVE: list[Value] = ["T-001", "Raide", "Satukurki Oy", "Kotka ja Hamina", START, END, BUDGET, "EAKR"]
WRITTEN: list[Value] = [*NATIVE[:4], "1.3.2026", "31.12.2027", "250 000,50 €", "EAKR"]
TEXTS = [f"Osion {role} teksti:\nkontit siirtyvät kumipyöriltä raiteille." for role in ASKED]
FORM_FIRST_ROW = 3
#: One child process for all the tests of this file: starting one takes half a second.
QUARANTINE = Quarantine()

each_language = pytest.mark.parametrize("language", LANGUAGES)
each_shape = pytest.mark.parametrize("shape", SHAPES)


def read(path: Path, language: Language) -> Intake:
    return read_inputs([path], FORMS, language, quarantine=QUARANTINE)


def empty(folder: Path, language: Language, shape: Shape) -> Path:
    path = folder / f"{shape}-{language}.xlsx"
    write_template(path, FORMS, language, shape=shape)
    return path


def fill(path: Path, shape: Shape, values: list[Value]) -> Path:
    """Write the values in the order of the questions: along the first row of the table, or down the form."""
    book = load_workbook(path, rich_text=True)
    for index, value in enumerate(values):
        row, column = (2, index + 1) if shape == "table" else (FORM_FIRST_ROW + index, 2)
        book.worksheets[0].cell(row, column).value = value
    book.save(path)
    return path


def assert_read_back(intake: Intake, values: list[Value]) -> None:
    assert intake.problems == ()
    (read,) = intake.applications
    assert facts(read) == values[: len(NATIVE)]
    assert [section.role for section in read.sections] == ASKED
    assert [section.text for section in read.sections] == values[len(NATIVE) :]


def facts(read: Application) -> list[Value | None]:
    return [read.id, read.title, read.applicant, read.region, read.start, read.end, read.budget_eur, read.fund]


# --- As they are read back


@each_language
@each_shape
@pytest.mark.parametrize("values", [NATIVE, WRITTEN], ids=["cells", "text"])
def test_a_filled_one_reads_back_exactly(tmp_path: Path, language: Language, shape: Shape, values: list[Value]) -> None:
    path = fill(empty(tmp_path, language, shape), shape, [*values, *TEXTS])
    intake = read(path, language)
    assert_read_back(intake, [*NATIVE, *TEXTS])
    labels = [FORMS.section[role].label.in_(language) for role in ASKED]
    assert [section.name.lower() for section in intake.applications[0].sections] == labels
    assert intake.applications[0].source.row == (2 if shape == "table" else None)


@each_language
@each_shape
def test_an_empty_one_has_no_rows_and_its_guidance_is_notes(tmp_path: Path, language: Language, shape: Shape) -> None:
    intake = read(empty(tmp_path, language, shape), language)
    assert [problem.code for problem in intake.problems] == ["no-rows"]
    assert intake.applications == ()
    notes = [reading.sheet for reading in intake.readings if reading.shape == say(language, "shape.notes")]
    assert notes == [say(language, "template.guide"), say(language, "template.choices")]


def test_a_title_that_is_a_heading_too_is_not_read_as_a_question(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", FORMS, "fi", ["maakuntaohjelman tavoitteet ja toimenpiteet"], shape="form")
    fill(tmp_path / "a.xlsx", "form", [*NATIVE, *TEXTS])
    assert_read_back(read(tmp_path / "a.xlsx", "fi"), [*NATIVE, *TEXTS])


SPOKEN = st.text("aåäöÄÖbcdexyz 0123456789.,:;()/-€", min_size=2, max_size=80).map(lambda text: f"A{text}z")
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(LANGUAGES),
    st.sampled_from(SHAPES),
    st.lists(SPOKEN, min_size=5 + len(ASKED), max_size=5 + len(ASKED)),
    st.tuples(DAYS, DAYS).map(sorted),
    st.decimals(0, 10**9, places=2),
)
def test_whatever_is_filled_in_reads_back(
    tmp_path_factory: pytest.TempPathFactory, language: Language, shape: Shape, words: list[str], days: list[dt.date], sum_: float
) -> None:
    values: list[Value] = [*words[:4], *days, float(sum_), *words[4:]]
    path = fill(empty(tmp_path_factory.mktemp("pohja"), language, shape), shape, values)
    assert_read_back(read(path, language), values)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_what_libreoffice_has_saved_reads_back(tmp_path: Path) -> None:
    made = [(shape, language) for shape in SHAPES for language in LANGUAGES]
    paths = [fill(empty(tmp_path, language, shape), shape, [*NATIVE, *TEXTS]) for shape, language in made]
    profile, saved = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", tmp_path / "saved"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(saved), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    for path, (_, language) in zip(paths, made, strict=True):
        assert_read_back(read(saved / path.name, language), [*NATIVE, *TEXTS])


# --- What helps to fill them in


def checks(sheet: Worksheet) -> list[DataValidation]:
    return list(sheet.data_validations.dataValidation)


@each_language
@each_shape
def test_every_cell_to_fill_in_tells_what_belongs_there_and_forbids_nothing(
    tmp_path: Path, language: Language, shape: Shape
) -> None:
    sheet = load_workbook(empty(tmp_path, language, shape)).worksheets[0]
    found = checks(sheet)
    assert len(found) == len(NATIVE) + len(ASKED)
    for check in found:
        assert 0 < len(check.prompt or "") <= 255
        assert 0 < len(check.promptTitle or "") <= 32
        assert 0 < len(check.error or "") <= 255
        assert check.errorStyle in ("warning", "information")
    for role, check in zip(ASKED, found[len(NATIVE) :], strict=True):
        guidance = FORMS.section[role].guidance
        assert guidance
        assert str(check.prompt).startswith(guidance.in_(language))
    assert all(cell.comment for cell in (sheet[1] if shape == "table" else [row[0] for row in sheet["A3:A22"]]))


@each_language
@each_shape
def test_lists_offer_the_choices_of_the_rulebook(tmp_path: Path, language: Language, shape: Shape) -> None:
    book = load_workbook(empty(tmp_path, language, shape))
    offered = {}
    for check in checks(book.worksheets[0]):
        if check.type == "list":
            title, _, cells = str(check.formula1).replace("'", "").partition("!")
            rows = book[title].iter_rows(*[range_boundaries(cells)[at] for at in (1, 3, 0, 2)], values_only=True)
            offered[str(check.promptTitle).lower()] = [value for (value,) in rows]
    expected = {field.label.in_(language): field.choices.in_(language) for field in FORMS.field.values() if field.choices}
    assert offered == {label: list(choices) for label, choices in expected.items()}
    assert len(offered) == 2
    assert all(sheet.sheet_state == "visible" for sheet in book.worksheets)


@each_language
def test_every_region_to_choose_is_one_the_gates_know(language: Language) -> None:
    words = [word for known in RULEBOOK.about.regions.values() for word in known]
    choices = FORMS.field["region"].choices
    assert choices
    for choice in choices.in_(language):
        assert any(word in choice.lower() for word in words)


def test_a_rulebook_without_choices_and_guidance_makes_one_too(tmp_path: Path) -> None:
    field = {name: part.model_copy(update={"choices": None}) for name, part in FORMS.field.items()}
    section = {role: part.model_copy(update={"guidance": None, "length": None}) for role, part in FORMS.section.items()}
    write_template(tmp_path / "a.xlsx", FORMS.model_copy(update={"field": field, "section": section}), "en", shape="form")
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["Form", "Guidance"]
    assert checks(book.worksheets[0])[-1].prompt == say("en", "template.section")


# --- How they are laid out


@each_language
@each_shape
def test_they_can_be_printed_and_read_aloud(tmp_path: Path, language: Language, shape: Shape) -> None:
    book = load_workbook(empty(tmp_path, language, shape))
    assert book.properties.language == language
    assert book.properties.title == say(language, "template.book")
    for sheet in book.worksheets:
        assert sheet.merged_cells.ranges == set()
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
    first = book.worksheets[0]
    assert first.title == say(language, f"template.{shape}")
    if shape == "table":
        assert (first.freeze_panes, first.print_title_rows, first.print_title_cols) == ("C2", "$1:$1", "$A:$B")
        assert [first.column_dimensions[name].number_format for name in "AEFG"] == ["@", "d.m.yyyy", "d.m.yyyy", "#,##0.00"]


def test_the_names_of_calls_stand_in_the_title(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", FORMS, "fi", ["Haku 1", "Haku & 2"], shape="form")
    book: Workbook = load_workbook(tmp_path / "a.xlsx")
    assert book.worksheets[0]["A1"].value == book.properties.title == "Hankehakemus: Haku 1 ja Haku & 2"


def test_it_is_private_and_never_written_over_another(tmp_path: Path) -> None:
    path = empty(tmp_path, "fi", "form")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    with pytest.raises(UsageError):
        write_template(path, FORMS, "fi")
    assert path.read_bytes() == content
