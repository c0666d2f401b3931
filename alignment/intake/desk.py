"""What every reader of a kind of file works with and hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from alignment.intake.columns import Headings, Kind, Recognition
from alignment.intake.problems import Spot, problem
from alignment.messages import say
from alignment.model import Language, Problem

FIELDS = ("id", "title", "applicant", "region", "start", "end", "budget_eur", "fund")
DATES = ("start", "end")
MONEY = "budget_eur"
#: Cells of an unknown column that are longer than this, by their median, are a section of their own.
LONG_TEXT = 40
_LONGEST_HEADING = 300


@dataclass(frozen=True)
class ColumnMapping:
    """What one column, label or key of a file was taken for, and why. ``field`` is None when it was not read.

    Attributes:
        header_row: 1-based row of the header or label.
        column: the letter of the column; empty for a key of a JSON file.
        field: a field of an application, or the role of a section, as ``kind`` says.
        confidence: from 0 to 1.
        reason: a sentence in the language of the run.
    """

    file: str
    sheet: str | None
    header_row: int | None
    column: str
    header: str
    field: str | None
    kind: Kind | None
    confidence: float
    reason: str


class Item(NamedTuple):
    """One value as it stood in the file."""

    value: object
    spot: Spot


class Passage(NamedTuple):
    """One section as it stood in the file."""

    name: str
    role: str
    item: Item


@dataclass
class Draft:
    """An application as found, before its values are read."""

    spot: Spot
    fields: dict[str, Item] = field(default_factory=dict)
    sections: list[Passage] = field(default_factory=list)
    #: What officers decided, where the input tells it; an empty cell is an answer too.
    decision: dict[str, Item] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    #: An application without an id whose file has no place for one: told once for the whole table.
    id_problem_told: bool = False

    def add_section(self, name: str, role: str, item: Item) -> None:
        """Keep a section under its own name; a name used twice gets a number, so that evidence points at one text."""
        names = {passage.name for passage in self.sections}
        unique, number = name, 2
        while unique in names:
            unique, number = f"{name} ({number})", number + 1
        self.sections.append(Passage(unique, role, item))


@dataclass
class Haul:
    """What came out of a file."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mappings: list[ColumnMapping] = field(default_factory=list)

    def add(self, other: Haul) -> None:
        """Put another haul after this one."""
        self.drafts += other.drafts
        self.problems += other.problems
        self.mappings += other.mappings


@dataclass(frozen=True)
class Desk:
    """The headings that are known, and the language in which problems are told."""

    headings: Headings
    language: Language

    def problem(self, code: str, spot: Spot, **values: object) -> Problem:
        """A problem in the language of the run."""
        return problem(self.language, code, spot, **values)

    def recognise(self, heading: str, long: bool) -> Recognition | None:
        """What a heading means, its values having a say: a long text is no date and no sum, and a short value no section."""
        if len(heading) > _LONGEST_HEADING:
            return None
        decision = self.headings.recognise(heading, ("decision",))
        if decision and decision.confidence > 0.9:
            return decision
        field = self.headings.recognise(heading, ("field",))
        section = self.headings.recognise(heading, ("section",))
        if field and section and long and field.name in (*DATES, MONEY):
            return section
        if field and section and min(field.confidence, section.confidence) > 0.9:
            return section if long else field
        return max((found for found in (field, section) if found), key=lambda found: found.confidence, default=None)

    def mapping(self, spot: Spot, header: str, found: Recognition | None, reason: str = "") -> ColumnMapping:
        """One line of the list of mappings; ``reason`` is the key of its sentence."""
        return ColumnMapping(
            file=spot.file,
            sheet=spot.sheet,
            header_row=spot.row,
            column=spot.column or "",
            header=header,
            field=found.name if found else None,
            kind=found.kind if found else None,
            confidence=found.confidence if found else 0.0,
            reason=say(self.language, f"mapping.{reason or (found.reason if found else 'unknown')}"),
        )
