"""An empty workbook to fill in: a table for many applications or a form for one, with guidance and answers to choose from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Literal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from alignment.errors import UsageError
from alignment.files import whole_file
from alignment.intake.columns import OTHER
from alignment.intake.desk import DATES, MONEY
from alignment.intake.grids import letter
from alignment.intake.questions import Question, questions
from alignment.intake.values import CELL_LIMIT
from alignment.messages import listed, say
from alignment.model import Language
from alignment.reports.styles import INK, LINE, NAVY
from alignment.rulebook.parts import Forms

Shape = Literal["table", "form"]

_ROWS = 1_000
_FORM_FIRST_ROW, _NOTES_FIRST_ROW = 3, 4
_DATE_FORMAT, _MONEY_FORMAT = "d.m.yyyy", "#,##0.00"
#: Widths in characters, heights in points.
_FIELD_WIDTHS = {"id": 16, "title": 38, "applicant": 30, "region": 22}
_FACT_WIDTH, _SECTION_WIDTH, _LABEL_WIDTH, _ANSWER_WIDTH, _NOTES_WIDTH = 16, 52, 30, 96, 92
_FACT_HEIGHT, _HEADER_HEIGHT, _TITLE_HEIGHT, _LINE_HEIGHT, _TALLEST = 21, 36, 32, 15, 400
#: Letters of a text that take the width of one digit, by which columns are measured.
_LETTERS = 1.1
#: In hundredths: so that a page takes what tells an application and three of its texts.
_TABLE_SCALE = 62
#: How long a text is expected where the rulebook does not say.
_LENGTH = 500
#: The longest messages that spreadsheet programs take; they refuse a file with longer ones.
_LONGEST_PROMPT, _LONGEST_PROMPT_TITLE = 255, 32

_NOTE, _TINT = "4A5963", "EDF4F6"
_HEADER_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_LABEL_FONT = Font(name="Calibri", size=11, bold=True, color=INK[1:])
_TITLE_FONT = Font(name="Calibri", size=16, bold=True, color=NAVY[1:])
_NOTE_FONT = Font(name="Calibri", size=10, color=_NOTE)
_HEADER_FILL, _LABEL_FILL = PatternFill("solid", fgColor=NAVY[1:]), PatternFill("solid", fgColor=_TINT)
_INDENTED = Alignment(horizontal="left", wrap_text=True, vertical="top", indent=1)
_MIDDLE = Alignment(horizontal="left", wrap_text=True, vertical="center", indent=1)
_UNWRAPPED = Alignment(horizontal="left", vertical="center", indent=1)
_EDGE = Side(style="thin", color=LINE[1:])
_LINE_BELOW, _BOX = Border(bottom=_EDGE), Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_BOLD = InlineFont(rFont="Calibri", sz=11, b=True, color=Color(INK[1:]))


def write_template(
    path: Path, forms: Forms, language: Language, call_names: Sequence[str] = (), *, shape: Shape = "table"
) -> None:
    """Write an empty application workbook, with a sheet of guidance and one of answers to choose from.

    Args:
        call_names: names of the calls it is for; they stand in its title.
        shape: a table with a row for every application, or a form for one that its applicant fills in.

    Raises:
        UsageError: when there is such a file already, or none can be written there.
    """
    if path.exists():
        raise UsageError(say(language, "file.exists", path=path), say(language, "file.another_name"))
    content = template_bytes(forms, language, call_names, shape=shape)
    with whole_file(path, language) as file:
        file.write(content)


def template_bytes(forms: Forms, language: Language, call_names: Sequence[str] = (), *, shape: Shape = "table") -> bytes:
    """The same workbook as a file's content, for a download."""
    content = BytesIO()
    _Template(forms, language, call_names).made(shape).save(content)
    return content.getvalue()


class _Template:
    """One workbook in the making."""

    def __init__(self, forms: Forms, language: Language, call_names: Sequence[str]) -> None:
        self._language = language
        self._title = self._say("book")
        if call_names:
            self._title = f"{self._title}: {listed(language, list(call_names))}"
        # What has no place of its own has none in a workbook either: there it would be one more column to leave empty.
        self._questions = [question for question in questions(forms, language) if question.name != OTHER]
        self._book = Workbook()
        self._book.remove(self._book.worksheets[0])
        about = self._book.properties
        about.title, about.language, about.creator = self._title, language, "Alignment"

    def made(self, shape: Shape) -> Workbook:
        """The workbook, open at the first cell to fill in."""
        answers, notes = self._sheet(shape), self._sheet("guide")
        lists = self._write_choices() if any(question.choices for question in self._questions) else {}
        if shape == "table":
            self._write_table(answers, lists)
        else:
            self._write_form(answers, lists)
        self._write_guide(notes, shape)
        return self._book

    def _say(self, key: str, **values: object) -> str:
        return say(self._language, f"template.{key}", **values)

    def _sheet(self, name: str) -> Worksheet:
        sheet: Worksheet = self._book.create_sheet(self._say(name))
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=name != "table")
        sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        footer = sheet.oddFooter
        footer.left.text, footer.right.text = "&A", "&P / &N"  # type: ignore[union-attr]  # every new sheet has one
        sheet.sheet_properties.tabColor = NAVY[1:] if name in ("table", "form") else LINE[1:]
        sheet.sheet_view.showGridLines = name == "table"
        return sheet

    def _write_table(self, sheet: Worksheet, lists: dict[str, str]) -> None:
        sheet.row_dimensions[1].height = _HEADER_HEIGHT
        for index, question in enumerate(self._questions):
            head = sheet.cell(1, index + 1, question.label)
            head.font, head.fill, head.alignment = _HEADER_FONT, _HEADER_FILL, _MIDDLE
            head.comment = self._comment(question)
            column = sheet.column_dimensions[letter(index)]
            column.width = _SECTION_WIDTH if question.section else _FIELD_WIDTHS.get(question.name, _FACT_WIDTH)
            column.alignment, column.number_format = _INDENTED, _number_format(question)
            self._validate(sheet, f"{letter(index)}2:{letter(index)}{_ROWS + 1}", question, lists)
        last = letter(len(self._questions) - 1)
        sheet.auto_filter.ref = f"A1:{last}1"
        filled = Rule("expression", formula=[f"COUNTA($A2:${last}2)>0"], dxf=DifferentialStyle(border=_LINE_BELOW))
        sheet.conditional_formatting.add(f"A2:{last}{_ROWS + 1}", filled)
        # What tells an application stays beside its long texts, on the screen and on every page.
        sheet.freeze_panes = "C2"
        sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:B"
        sheet.page_setup.orientation, sheet.page_setup.scale = "landscape", _TABLE_SCALE
        _open_at(sheet, "A2")

    def _write_form(self, sheet: Worksheet, lists: dict[str, str]) -> None:
        # Nothing but the title stands above the questions: below a title that is a heading too it would be read as the answer.
        self._write_title(sheet)
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _LABEL_WIDTH, _ANSWER_WIDTH
        for row, question in enumerate(self._questions, start=_FORM_FIRST_ROW):
            label, answer = sheet.cell(row, 1, question.label), sheet.cell(row, 2)
            label.font, label.fill = _LABEL_FONT, _LABEL_FILL
            label.alignment = answer.alignment = _INDENTED if question.section else _MIDDLE
            label.comment = self._comment(question)
            label.border = answer.border = _BOX
            answer.number_format = _number_format(question)
            sheet.row_dimensions[row].height = (
                _height(question.length or _LENGTH, _ANSWER_WIDTH) if question.section else _FACT_HEIGHT
            )
            self._validate(sheet, f"B{row}", question, lists)
        _open_at(sheet, f"B{_FORM_FIRST_ROW}")

    def _write_guide(self, sheet: Worksheet, shape: Shape) -> None:
        """Whole sentences in one column: read back, such a sheet can be nothing but notes."""
        self._write_title(sheet)
        self._write_about(sheet, self._say("table_guide" if shape == "table" else "form_guide"))
        for row, question in enumerate(self._questions, start=_NOTES_FIRST_ROW):
            line = sheet.cell(row, 1)
            line.value = CellRichText(TextBlock(_BOLD, question.label), f" – {question.guidance}")
            line.alignment, line.border = _MIDDLE, _LINE_BELOW
            sheet.row_dimensions[row].height = _height(len(str(line.value)), _NOTES_WIDTH)

    def _write_choices(self) -> dict[str, str]:
        """Every list under its sentence; back come the cells of each list, by the label of its question."""
        sheet = self._sheet("choices")
        self._write_title(sheet)
        self._write_about(sheet, self._say("choices_about"))
        lists, row = {}, _NOTES_FIRST_ROW
        for question in self._questions:
            if question.choices:
                _dress(sheet.cell(row, 1, self._say("choices_of", label=question.label)), _LABEL_FONT, _LABEL_FILL)
                for below, choice in enumerate(question.choices, start=row + 1):
                    sheet.cell(below, 1, choice).alignment = _INDENTED
                first, row = row + 1, row + len(question.choices) + 2
                lists[question.label] = f"{quote_sheetname(sheet.title)}!$A${first}:$A${row - 2}"
        return lists

    def _write_title(self, sheet: Worksheet) -> None:
        _dress(sheet.cell(1, 1, self._title), _TITLE_FONT)
        sheet["A1"].alignment = _UNWRAPPED
        sheet.row_dimensions[1].height = _TITLE_HEIGHT

    def _write_about(self, sheet: Worksheet, about: str) -> None:
        _dress(sheet.cell(2, 1, about), _NOTE_FONT)
        sheet.row_dimensions[2].height = _height(len(about), _NOTES_WIDTH)
        sheet.column_dimensions["A"].width = _NOTES_WIDTH

    def _comment(self, question: Question) -> Comment:
        lines = 2 + math.ceil(len(question.guidance) / 40)
        return Comment(question.guidance, self._say("guide"), height=18 * lines, width=290)

    def _validate(self, sheet: Worksheet, cells: str, question: Question, lists: dict[str, str]) -> None:
        """An input message, and a check that warns and does not forbid: a wrong value becomes a problem when it is read."""
        check = _check(question, lists.get(question.label))
        check.allow_blank, check.showInputMessage, check.showErrorMessage = True, True, True
        check.promptTitle = check.errorTitle = question.label[:_LONGEST_PROMPT_TITLE]
        check.prompt = question.guidance[:_LONGEST_PROMPT]
        check.errorStyle = "information" if question.choices else "warning"
        check.error = self._say("error_choice" if question.choices else "error")
        check.add(cells)
        sheet.add_data_validation(check)


def _check(question: Question, choices: str | None) -> DataValidation:
    if choices:
        return DataValidation(type="list", formula1=choices)
    if question.name in DATES:
        return DataValidation(type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2099,12,31)")
    if question.name == MONEY:
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    return DataValidation(type="textLength", operator="lessThan", formula1=str(CELL_LIMIT))


def _number_format(question: Question) -> str:
    if question.name in DATES:
        return _DATE_FORMAT
    return _MONEY_FORMAT if question.name == MONEY else "@" if question.name == "id" else "General"


def _height(length: int, width: int) -> float:
    """As tall as a text of so many characters is in a column of that width, and a little more."""
    return min(_LINE_HEIGHT * math.ceil(length / (_LETTERS * width)) + 6, _TALLEST)


def _open_at(sheet: Worksheet, cell: str) -> None:
    """Let the cursor stand there when the workbook is opened; in a table that is the pane of the first columns."""
    frozen = sheet.sheet_view.pane
    if frozen:
        frozen.activePane = "bottomLeft"
    for selection in sheet.sheet_view.selection:
        if selection.pane == (frozen.activePane if frozen else None):
            selection.activeCell = selection.sqref = cell


def _dress(cell: Cell, font: Font, fill: PatternFill | None = None) -> None:
    cell.font, cell.alignment = font, _MIDDLE
    if fill:
        cell.fill = fill
