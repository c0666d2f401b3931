"""What every reader of a kind of file works with and hands back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from alignment.intake.columns import CONTACT, Headings, Recognition
from alignment.intake.mapping import FixedMapping
from alignment.intake.problems import Spot, problem
from alignment.messages import say
from alignment.model import ColumnMapping, Language, Problem, Reading

FIELDS = ("id", "title", "applicant", "region", "start", "end", "budget_eur", "fund")
DATES = ("start", "end")
MONEY = "budget_eur"
#: Cells of an unknown column that are longer than this, by their median, are a section of their own.
LONG_TEXT = 40
#: Rows, lines or objects of one file; more come in several files.
MOST_ROWS = 100_000
_LONGEST_HEADING = 300


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
    _names: set[str] = field(default_factory=set)

    def add_section(self, name: str, role: str, item: Item) -> None:
        """Keep a section under its own name; a name used twice gets a number, so that evidence points at one text."""
        if len(self._names) < len(self.sections):
            self._names = {passage.name for passage in self.sections}
        unique, number = name, 2
        while unique in self._names:
            unique, number = f"{name} ({number})", number + 1
        self._names.add(unique)
        self.sections.append(Passage(unique, role, item))


@dataclass
class Haul:
    """What came out of a file."""

    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mappings: list[ColumnMapping] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)

    def add(self, other: Haul) -> None:
        """Put another haul after this one."""
        self.drafts += other.drafts
        self.problems += other.problems
        self.mappings += other.mappings
        self.readings += other.readings


@dataclass(frozen=True)
class Desk:
    """The headings that are known, the language in which problems are told, and what an officer said the columns are."""

    headings: Headings
    language: Language
    fixed: FixedMapping | None = None

    def problem(self, code: str, spot: Spot, **values: object) -> Problem:
        """A problem in the language of the run."""
        return problem(self.language, code, spot, **values)

    def meaning(self, spot: Spot, heading: str, long: bool) -> Recognition | None:
        """What a heading at a place means: what an officer said, else what is recognised; NOT_READ when it is to be left."""
        return self.fixed_meaning(spot, heading) or self.recognise(heading, long)

    def fixed_meaning(self, spot: Spot, heading: str) -> Recognition | None:
        """What an officer said that a heading at a place means."""
        return self.fixed.meaning(spot, heading) if self.fixed else None

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

    def reading(
        self,
        spot: Spot,
        shape: str,
        haul: Haul,
        *,
        name: str = "",
        joined: int = 0,
        left_out: Sequence[str] = (),
        refused: int = 0,
    ) -> Reading:
        """The account of one sheet or file, from what was caught in it.

        Args:
            shape: the key of its word.
            name: of a known export.
        """
        return Reading(
            file=spot.file,
            sheet=spot.sheet,
            shape=say(self.language, f"shape.{shape}", name=name),
            rows=len(haul.drafts) + joined + len(left_out) + refused,
            applications=len(haul.drafts),
            joined=joined,
            left_out=tuple(left_out),
            refused=refused,
        )

    def mapping(self, spot: Spot, header: str, found: Recognition | None, reason: str = "") -> ColumnMapping:
        """One line of the list of mappings; ``reason`` is the key of its sentence."""
        if found and found.kind == "section" and found.name == CONTACT:
            reason = "contact"
        return ColumnMapping(
            file=spot.file,
            sheet=spot.sheet,
            header_row=spot.row,
            column=spot.column or "",
            header=header,
            field=found.name if found and found.kind else None,
            label=self.headings.label(found, self.language) if found else "",
            kind=found.kind if found else None,
            confidence=found.confidence if found else 0.0,
            reason=say(self.language, f"mapping.{reason or (found.reason if found else 'unknown')}"),
        )
