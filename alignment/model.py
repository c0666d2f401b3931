"""The nouns of the whole house. Read this file first.

Data flows one way: files become :class:`Application`, an application and the rulebook become :class:`Match`,
matches become an :class:`Assessment`, and a :class:`Round` of assessments becomes a report. Every noun is frozen and
refuses unknown fields. ``Assessment`` is also, field by field, the JSON line the program writes.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.dataclasses import dataclass

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = ("fi", "sv", "en")
Kind = Literal["goal", "spearhead", "theme", "choice"]
KINDS: tuple[Kind, ...] = ("goal", "spearhead", "theme", "choice")
Recommendation = Literal["meets", "refer", "does_not_meet", "cannot_assess"]
RECOMMENDATIONS: tuple[Recommendation, ...] = ("meets", "refer", "does_not_meet", "cannot_assess")


class Noun(BaseModel):
    """Base of every noun: frozen, and a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Problem(Noun):
    """Something wrong with the input, told to the person who can mend it. Never raised: always handed on."""

    code: str
    place: str = Field(description="file, sheet and row or cell, as a person would look it up")
    message: str
    hint: str


class Source(Noun):
    """Where an application was read from."""

    file: str
    sheet: str | None = None
    row: int | None = Field(default=None, description="1-based, as the spreadsheet program shows it")


class Section(Noun):
    """One part of an application: its name and text exactly as given, and the role the name was recognised as."""

    name: str
    role: str
    text: str


class Application(Noun):
    """One project application as read, nothing added and nothing taken away."""

    id: str
    title: str = ""
    applicant: str | None = None
    region: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    budget_eur: float | None = None
    fund: str | None = None
    sections: tuple[Section, ...] = ()
    source: Source


# A round holds hundreds of thousands of the next two: as dataclasses with slots they take a sixth of a model's memory.
@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Evidence:
    """A passage of the applicant's own text: ``text == section_text[start:end]``, offsets in characters."""

    section: str
    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...] = Field(
        default=(), description="the words that counted, as offsets into the section, in order and without overlap"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Contribution:
    """One line of the ledger: what it is, how much it adds to the total, and the evidence it rests on."""

    source: str = Field(description="'base', 'rule:<rule id>' or 'similarity'")
    label: str
    amount: float = Field(description="log-odds points; all amounts of a match add up to its total")
    evidence: tuple[int, ...] = Field(default=(), description="indices into the match's evidence")


class Match(Noun):
    """One application against one target: a ledger of contributions and what they add up to."""

    target: str
    kind: Kind
    score: float = Field(ge=0, le=100, description="100 / (1 + exp(-total)): how likely an officer accepts the match")
    level: int = Field(ge=0, le=5)
    accepted: bool
    total: float = Field(description="log-odds points: exactly the sum of the contributions' amounts")
    contributions: tuple[Contribution, ...]
    evidence: tuple[Evidence, ...] = ()
    sentence: str


class Gate(Noun):
    """A condition of the call. ``passed`` is None when the application does not tell."""

    id: str
    passed: bool | None
    reason: str


class ApplicationFacts(Noun):
    """What an assessment repeats of its application: everything but the text."""

    id: str
    title: str
    applicant: str | None
    region: str | None
    start: dt.date | None
    end: dt.date | None
    budget_eur: float | None
    fund: str | None
    language: str | None = Field(description="main language of the text; None when it is not fi, sv or en")
    source: Source


class RulebookUsed(Noun):
    """Which rules an assessment was made with, so that it can be repeated."""

    version: str
    sha256: str
    programme: str
    strategy: str | None
    call: str


class Assessment(Noun):
    """The answer for one application. This is the JSON line of the contract."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True, validate_by_name=True)

    shape: Literal[1] = Field(default=1, alias="schema", description="version of this shape")
    application: ApplicationFacts
    rulebook: RulebookUsed
    recommendation: Recommendation
    reasons: tuple[str, ...]
    gates: tuple[Gate, ...]
    matches: tuple[Match, ...]
    coverage: float = Field(ge=0, le=1, description="share of the text's theme words that the targets know")
    problems: tuple[Problem, ...] = ()
    notices: tuple[str, ...] = ()


class TargetGuide(Noun):
    """What a report says of a target: its names and where it comes from."""

    id: str
    kind: Kind
    name: str
    plan: str
    group: str | None
    covers: str
    reference: str


class MethodLine(Noun):
    """One line of the method sheet: a heading, or a name with its value and why."""

    topic: str
    name: str
    value: str
    why: str = ""


class NoticeTable(Noun):
    """A table of a notice, its cells in words: the first of every row names it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class NoticeSection(Noun):
    """One part of a notice; ``id`` is the same in all languages."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]
    table: NoticeTable | None = None


class Notice(Noun):
    """How a rulebook judges, told to officers and applicants: every figure in it is the rulebook's own."""

    language: Language
    title: str
    sections: tuple[NoticeSection, ...]


class ColumnMapping(Noun):
    """What one column, label or key of the input was taken for, and why. ``field`` is None when it was not read."""

    file: str
    sheet: str | None = None
    header_row: int | None = Field(default=None, description="1-based row of the header or label")
    column: str = Field(description="letter of the column; empty for a key of a JSON file or a heading of a document")
    header: str
    field: str | None = Field(description="a field of an application, or the role of a section, as ``kind`` says")
    label: str = Field(default="", description="what people call that field or role, in the language of the run")
    kind: Literal["field", "section", "decision"] | None
    confidence: float = Field(ge=0, le=1)
    reason: str = Field(description="a sentence in the language of the run")


class Reading(Noun):
    """What was made of one sheet or file: ``rows == applications + joined + len(left_out) + refused``.

    A row is a filled row of a table below its header, an object or line of JSON, or a whole form or document.
    """

    file: str
    sheet: str | None = None
    shape: str = Field(description="what it was taken for, in words: a table, a form, a known export, not read")
    rows: int = Field(ge=0)
    applications: int = Field(ge=0)
    joined: int = Field(default=0, ge=0, description="rows that tell more of an application begun in another row")
    left_out: tuple[str, ...] = Field(default=(), description="rows known to be no applications: place and reason in words")
    refused: int = Field(default=0, ge=0, description="rows that became a problem instead of an application")


class Round(Noun):
    """Everything a report draws: assessments in input order, problems, and the method they were made with."""

    language: Language
    assessments: tuple[Assessment, ...]
    problems: tuple[Problem, ...]
    targets: tuple[TargetGuide, ...]
    levels: tuple[str, ...] = Field(min_length=6, max_length=6, description="the words of levels 0 to 5")
    method: tuple[MethodLine, ...]
    files: tuple[str, ...]
    readings: tuple[Reading, ...] = ()
    mappings: tuple[ColumnMapping, ...] = ()
