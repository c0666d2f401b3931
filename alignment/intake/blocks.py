"""What a document is made of, whatever program wrote it: paragraphs, tables and filled-in fields, in the order of reading."""

from __future__ import annotations

from typing import NamedTuple

from alignment.intake.grids import Row

#: The level of a heading that only looks like one: deeper than all that are marked as headings.
BY_LOOKS = 99


class Line(NamedTuple):
    """One paragraph.

    Attributes:
        level: of a heading, 1 the highest; 0 the title of the document; None ordinary text.
        sure: whether it is marked as a heading, and does not only look like one.
        listed: whether it is an item of a list.
    """

    text: str
    level: int | None = None
    sure: bool = False
    listed: bool = False


class Table(NamedTuple):
    """Rows of cells; of merged cells only the first one is filled."""

    rows: list[Row]


class Filled(NamedTuple):
    """A field of a form with its label and what is filled in."""

    label: str
    text: str


Block = Line | Table | Filled
