"""How a workbook looks: named traits, and the cell formats that combine them."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

INK = "#1F2A33"
NAVY = "#1F4E5F"
BAR = "#BCDCE2"
LINE = "#D5DCE0"

#: Text and fill of each recommendation; the word stands beside the colour, and every pair has contrast above 7:1.
TONES = {
    "meets": ("#14532D", "#DCF1E0"),
    "refer": ("#5C3B00", "#FFEFC7"),
    "does_not_meet": ("#7A1610", "#FBE0DC"),
    "cannot_assess": ("#37424A", "#E6EAED"),
}
#: Stronger fills of the same hues for charts.
CHART_TONES = {"meets": "#2E7D4F", "refer": "#D99A1C", "does_not_meet": "#B83A2E", "cannot_assess": "#7B8790"}

_TRAITS: dict[str, dict[str, Any]] = {
    "base": {"font_name": "Calibri", "font_size": 10, "font_color": INK, "valign": "top"},
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "count": {"num_format": "#,##0", "align": "right", "indent": 1},
    "score": {"num_format": "0.0", "align": "right", "indent": 1, "bottom": 1, "bottom_color": LINE},
    "points": {"num_format": "+0.00;-0.00;0.00", "align": "right", "indent": 1},
    "figure": {"num_format": "General", "align": "right", "indent": 1},
    "literal": {"num_format": "@", "align": "left", "indent": 1},
    "lined": {"bottom": 1, "bottom_color": LINE},
    "share": {"num_format": "0 %", "align": "right", "indent": 1},
    "link": {"font_color": "#0B5394", "underline": 1, "align": "left", "indent": 1},
    "header": {"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "text_wrap": True, "underline": 0, "valign": "vcenter"},
    "title": {"bold": True, "font_size": 16, "font_color": NAVY, "valign": "vcenter", "indent": 1},
    "note": {"font_color": "#4A5963", "valign": "vcenter", "indent": 1},
    "bold": {"bold": True},
    "scored": {"bold": True, "num_format": "0.0", "bg_color": "#F4F6F7"},
    "middle": {"valign": "vcenter"},
    "band": {"bold": True, "font_size": 11, "bg_color": "#C9DEE4"},
    "tint": {"bg_color": "#EDF4F6"},
    "repeated": {"text_wrap": False, "align": "left", "indent": 1, "font_color": "#5F6B73"},
    "sum": {"bold": True, "bg_color": "#F4F6F7"},
    "mark": {"bold": True, "underline": 1, "font_color": "#B3261E"},
    **{
        name: {"bold": True, "font_color": ink, "bg_color": fill, "text_wrap": True, "align": "left", "indent": 1}
        for name, (ink, fill) in TONES.items()
    },
}


class Styles:
    """The formats of one workbook, each combination of traits made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, ...], Format] = {}
        #: The line under a row, for a conditional format: it saves a cell wherever there is nothing to say.
        self.line: Format = workbook.add_format({"bottom": 1, "bottom_color": LINE})

    def of(self, *traits: str) -> Format:
        """The format with these traits; where they differ the later one holds."""
        if traits not in self._made:
            merged = {key: value for trait in ("base", *traits) for key, value in _TRAITS[trait].items()}
            self._made[traits] = self._workbook.add_format(merged)
        return self._made[traits]
