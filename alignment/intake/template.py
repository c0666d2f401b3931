"""An empty workbook to fill in: the same questions as a table of many applications and as a form for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from alignment.errors import UsageError
from alignment.files import whole_file
from alignment.intake.columns import OTHER
from alignment.intake.desk import DATES, FIELDS, MONEY
from alignment.intake.grids import letter
from alignment.intake.values import CELL_LIMIT
from alignment.messages import listed, say
from alignment.model import Language
from alignment.rulebook.parts import Forms

_ROWS = 1_000
_FORM_FIRST_ROW = 3
_DATE_FORMAT, _MONEY_FORMAT = "d.m.yyyy", "#,##0.00"
_SECTION_WIDTH, _FORM_WIDTHS = 50, (34, 90)
_FIELD_WIDTHS = {"title": 40, "applicant": 30, "region": 22}
_ANSWER_HEIGHT = 120
_HEADER_FONT = Font(name="Calibri", bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor="1F4E79")
_LABEL_FILL = PatternFill("solid", fgColor="DDEBF7")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_EDGE = Side(style="thin", color="8EA9C1")
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)


@dataclass(frozen=True)
class _Question:
    """One thing asked: the field it is, or None for a section, its label and a word of guidance."""

    field: str | None
    label: str
    guidance: str


def write_template(path: Path, forms: Forms, language: Language, call_names: Sequence[str] = ()) -> None:
    """Write an empty application workbook: a sheet with a table, and one with a form.

    Args:
        call_names: names of the calls it is for; they stand in the title of the form and of the workbook.

    Raises:
        UsageError: when there is such a file already, or none can be written there.
    """
    if path.exists():
        raise UsageError(say(language, "file.exists", path=path), say(language, "file.another_name"))
    questions = _questions(forms, language)
    title = say(language, "template.book")
    if call_names:
        title = f"{title}: {listed(language, list(call_names))}"
    book = Workbook()
    book.properties.title, book.properties.language = title, language
    book.remove(book.worksheets[0])
    _write_table(book.create_sheet(say(language, "template.table")), questions, language)
    _write_form(book.create_sheet(say(language, "template.form")), questions, title, language)
    for sheet in book.worksheets:
        _set_page(sheet)
    with whole_file(path, language) as file:
        book.save(file)


def _questions(forms: Forms, language: Language) -> list[_Question]:
    """All fields, and the sections that count for something: nobody is asked for what is not used."""
    fields = [
        _Question(name, _capital(forms.field[name].label.in_(language)), say(language, f"template.{name}"))
        for name in FIELDS
        if name in forms.field
    ]
    return fields + [
        _Question(None, _capital(section.label.in_(language)), say(language, "template.section"))
        for role, section in forms.section.items()
        if section.weight > 0 and role != OTHER
    ]


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]


def _write_table(sheet: Worksheet, questions: list[_Question], language: Language) -> None:
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 32
    for index, question in enumerate(questions):
        head = sheet.cell(1, index + 1, question.label)
        head.font, head.fill, head.border = _HEADER_FONT, _HEADER_FILL, _BOX
        head.alignment = Alignment(wrap_text=True, vertical="center")
        head.comment = Comment(question.guidance, say(language, "template.author"), height=90, width=280)
        column = sheet.column_dimensions[letter(index)]
        column.width = _FIELD_WIDTHS.get(question.field, 16) if question.field else _SECTION_WIDTH
        column.alignment = _WRAPPED
        column.number_format = _number_format(question)
        _validate(sheet, f"{letter(index)}2:{letter(index)}{_ROWS + 1}", question, language)
    sheet.auto_filter.ref = f"A1:{letter(len(questions) - 1)}1"
    sheet.print_title_rows = "1:1"


def _write_form(sheet: Worksheet, questions: list[_Question], title: str, language: Language) -> None:
    sheet["A1"] = title
    sheet["A1"].font = Font(name="Calibri", bold=True, size=14)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _FORM_WIDTHS
    for row, question in enumerate(questions, start=_FORM_FIRST_ROW):
        label, answer = sheet.cell(row, 1, question.label), sheet.cell(row, 2)
        label.font, label.fill = Font(name="Calibri", bold=True), _LABEL_FILL
        label.alignment = answer.alignment = _WRAPPED
        label.border = answer.border = _BOX
        answer.number_format = _number_format(question)
        if question.field is None:
            sheet.row_dimensions[row].height = _ANSWER_HEIGHT
        _validate(sheet, f"B{row}", question, language)


def _number_format(question: _Question) -> str:
    if question.field in DATES:
        return _DATE_FORMAT
    return _MONEY_FORMAT if question.field == MONEY else "@" if question.field == "id" else "General"


def _validate(sheet: Worksheet, cells: str, question: _Question, language: Language) -> None:
    """An input message, and a check that warns and does not forbid: a wrong value becomes a problem when it is read."""
    if question.field in DATES:
        check = DataValidation(type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2099,12,31)")
    elif question.field == MONEY:
        check = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    else:
        check = DataValidation(type="textLength", operator="lessThan", formula1=str(CELL_LIMIT))
    check.allow_blank, check.showInputMessage, check.showErrorMessage = True, True, True
    check.errorStyle = "warning"
    # Spreadsheet programs refuse a file whose messages are longer than this.
    check.promptTitle, check.prompt = question.label[:32], question.guidance[:255]
    check.errorTitle, check.error = question.label[:32], say(language, "template.error")[:255]
    check.add(cells)
    sheet.add_data_validation(check)


def _set_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
