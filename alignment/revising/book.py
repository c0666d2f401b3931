"""The rulebook as an Excel workbook for officers: its weights, words and limits to change, and how to give them back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from alignment.messages import number, say
from alignment.model import Language
from alignment.reports.plain import cell_text
from alignment.reports.styles import LINE, NAVY, Styles
from alignment.reports.tables import height, lines_of, room
from alignment.revising.places import Place, range_of
from alignment.revising.returning import read_book
from alignment.revising.rows import COLUMNS, NUMBER, listed_as, number_rows, spoken, word_rows
from alignment.rulebook import Rulebook

__all__ = ["book", "read_book"]

_WIDTHS = {
    "rule": 42, "target": 40, "concepts": 40, "weight": 10, "why": 80,
    "concept": 30, "label": 44, "spoken": 13, "list": 12, "entry": 52,
    "limit": 46, "group": 24, "what": 76, "value": 10, "allowed": 24,
}  # fmt: skip
_QUIET = ("repeated",)
_CHANGED = {"weight": ("figure", "tint"), "value": ("figure", "tint"), "entry": ("literal", "tint")}
_CHOSEN = dict.fromkeys(("concept", "spoken", "list"), ("literal",))
_WRAPPED = dict.fromkeys(("target", "concepts", "why", "what"), ("text",))
_GUIDE_WIDTHS = (34, 110)
_HEADER_HEIGHT, _TITLE_HEIGHT, _AIR = 26, 34, 4
#: Rows below the last word for which there are lists to choose from.
_SPARE_ROWS = 2_000
_A4 = 9


def book(rulebook: Rulebook, language: Language) -> bytes:
    """The workbook as a file's content; the same rulebook gives the same bytes."""
    out = BytesIO()
    workbook = Workbook(out, {"in_memory": True})
    writer = _Writer(workbook, rulebook, language)
    writer.guidance()
    writer.numbers("weights")
    writer.words()
    writer.numbers("limits")
    workbook.close()
    return out.getvalue()


class _Writer:
    """Writes one sheet after another."""

    def __init__(self, workbook: Workbook, rulebook: Rulebook, language: Language) -> None:
        self._workbook, self._rulebook, self._language = workbook, rulebook, language
        self._styles = Styles(workbook)
        moment = dt.datetime.combine(rulebook.about.date, dt.time())
        workbook.set_properties({"title": self._say("title"), "author": "Alignment", "created": moment})

    def _say(self, key: str, **values: object) -> str:
        return say(self._language, f"rule_book.{key}", **values)

    def guidance(self) -> None:
        """What may be changed and how, and which rulebook it belongs to."""
        sheet = self._sheet("guidance", changes=False)
        rulebook, of = self._rulebook, self._styles.of
        for column, width in enumerate(_GUIDE_WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_row(0, _TITLE_HEIGHT)
        sheet.write_string(0, 0, self._say("title"), of("title"))
        sheet.write_string(1, 0, self._say("about"), of("note"))
        words = sum(1 for _ in word_rows(rulebook))
        counts = {"rules": len(rulebook.rules), "concepts": len(rulebook.concepts), "words": words}
        counted = self._say("counts", **{name: number(self._language, count) for name, count in counts.items()})
        weights = range_of(("rule", "", "weight")).said(self._language)
        lines = [
            (self._say("version"), rulebook.about.version),
            (self._say("sha256"), rulebook.sha256),
            ("", self._say("sha256_note")),
            ("", counted),
            ("", ""),
            (self._say("how"), self._say("how_quiet")),
            (self._say("weights"), self._say("how_weights", range=weights)),
            (self._say("words"), self._say("how_words")),
            ("", self._say("how_star")),
            (self._say("limits"), self._say("how_limits")),
            ("", self._say("how_back")),
        ]
        for row, (name, text) in enumerate(lines, start=3):
            sheet.write_string(row, 0, name, of("text", "bold"))
            sheet.write_string(row, 1, cell_text(text), of("text"))
            sheet.set_row(row, height(lines_of(text, room(_GUIDE_WIDTHS[1]))) + _AIR)

    def numbers(self, name: str) -> None:
        """A sheet with a number to change in every row."""
        sheet = self._table(name)
        styles = self._cell_styles(name, "lined")
        at = COLUMNS[name].index(NUMBER[name])
        found = list(number_rows(self._rulebook, name, self._language))
        for row, (place, told, value) in enumerate(found, start=1):
            for column, key in enumerate(COLUMNS[name]):
                if column == at:
                    sheet.write_number(row, column, value, styles[column])
                else:
                    sheet.write_string(row, column, cell_text(told[key]), styles[column])
            sheet.set_row(row, height(max(lines_of(text, room(_WIDTHS[key])) for key, text in told.items() if key in _WRAPPED)))
            if name == "limits":
                self._validate(sheet, row, row, at, place)
        if name == "weights":
            self._validate(sheet, 1, len(found), at, found[0].place)
        self._close(sheet, name, len(found))

    def words(self) -> None:
        """A row for every word, and lists to choose from for more of them."""
        sheet = self._table("words")
        styles = self._cell_styles("words", "lined")
        languages, lists = spoken(self._language), listed_as(self._language)
        labels = {name: concept.label.in_(self._language) for name, concept in self._rulebook.concepts.items()}
        row = 0
        for row, (concept, list_, language, entry) in enumerate(word_rows(self._rulebook), start=1):
            cells = (concept, labels[concept], languages[language], lists[list_], entry)
            for column, text in enumerate(cells):
                sheet.write_string(row, column, cell_text(text), styles[column])
        for name, choices in (("spoken", languages.values()), ("list", lists.values())):
            at = COLUMNS["words"].index(name)
            sheet.data_validation(1, at, row + _SPARE_ROWS, at, {"validate": "list", "source": list(choices)})
        self._close(sheet, "words", row)

    def _sheet(self, name: str, *, changes: bool = True) -> Worksheet:
        sheet = self._workbook.add_worksheet(self._say(name))
        sheet.hide_gridlines(2)
        sheet.set_tab_color(NAVY if changes else LINE)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        return sheet

    def _table(self, name: str) -> Worksheet:
        """A sheet with its headings. A whole column has its style, so that a row that is added has it too."""
        sheet = self._sheet(name)
        sheet.set_row(0, _HEADER_HEIGHT)
        for column, (key, style) in enumerate(zip(COLUMNS[name], self._cell_styles(name), strict=True)):
            sheet.set_column(column, column, _WIDTHS[key], style)
            sheet.write_string(0, column, self._say(key), self._styles.of("text", "header"))
        return sheet

    def _cell_styles(self, name: str, *more: str) -> Sequence[Format]:
        """Grey is for reading; what may be changed is dark on a tint. Words are text whatever is written."""
        changed = _CHANGED | (_CHOSEN if name == "words" else {})
        return [self._styles.of(*changed.get(column, _QUIET), *_WRAPPED.get(column, ()), *more) for column in COLUMNS[name]]

    def _validate(self, sheet: Worksheet, first: int, last: int, column: int, place: Place) -> None:
        allowed = range_of(place)
        kind = {"validate": "integer" if allowed.whole else "decimal"}
        limits: dict[str, object] = {"criteria": ">" if allowed.above else ">=", "value": allowed.least}
        if allowed.most is not None:
            limits = {"criteria": "between", "minimum": allowed.least, "maximum": allowed.most}
        told = {"error_title": self._say("allowed"), "error_message": allowed.said(self._language)}
        sheet.data_validation(first, column, last, column, {**kind, **limits, **told})

    def _close(self, sheet: Worksheet, name: str, rows: int) -> None:
        last, end = max(rows, 1), len(COLUMNS[name]) - 1
        sheet.autofilter(0, 0, last, end)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        sheet.ignore_errors({"number_stored_as_text": f"A1:Z{last + 1}"})
