"""An open workbook: its sheets in the round's language, its styles and its words."""

from __future__ import annotations

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.worksheet import Worksheet

from alignment.model import Round
from alignment.reports.styles import NAVY, Styles
from alignment.reports.words import Words

SHEETS = ("summary", "portfolio", "matches", "evidence", "problems", "files", "columns", "method")
#: Applicants' text is text, whatever it begins with, and no copy of it is left in a folder for temporary files.
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
_A4 = 9


class Book:
    """What every sheet needs to draw itself."""

    def __init__(self, round_: Round) -> None:
        self._out = BytesIO()
        self._workbook = Workbook(self._out, _OPTIONS)
        self.words = Words(round_)
        self.styles = Styles(self._workbook)
        self.sheets: dict[str, Worksheet] = {name: self._new_sheet(name) for name in SHEETS}
        say = self.words.say
        about = {"title": say("report.title"), "author": "Alignment", "comments": say("report.about")}
        self._workbook.set_properties(about)
        self._workbook.set_custom_property("Language", round_.language)

    def bar_chart(self) -> ChartBar:
        """An empty chart of lying bars; the sheet that asks for it fills it and puts it in its place."""
        return self._workbook.add_chart({"type": "bar"})

    def finished(self) -> bytes:
        """The whole file; nothing can be written after this."""
        self._workbook.close()
        return self._out.getvalue()

    def _new_sheet(self, name: str) -> Worksheet:
        sheet = self._workbook.add_worksheet(self.words.say(f"sheet.{name}"))
        sheet.hide_gridlines(2)
        sheet.set_tab_color(NAVY)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        return sheet
