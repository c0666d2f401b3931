"""What was caught in one file: the nouns that travel from the child process to the parent, as JSON."""

from __future__ import annotations

from pydantic import Field, JsonValue

from alignment.intake.problems import Spot
from alignment.model import Application, ColumnMapping, Noun, Problem, Reading


class Answer(Noun):
    """What officers said in one cell, as it stood in the file; a date as text."""

    value: JsonValue
    spot: Spot


class Found(Noun):
    """One application with its own problems, where it stands, and what officers decided where the input tells it."""

    application: Application
    spot: Spot
    problems: tuple[Problem, ...] = ()
    decision: dict[str, Answer] = Field(default_factory=dict)


class Caught(Noun):
    """All of one file: every row of it is accounted for in ``readings``."""

    found: tuple[Found, ...] = ()
    problems: tuple[Problem, ...] = ()
    mappings: tuple[ColumnMapping, ...] = ()
    readings: tuple[Reading, ...] = ()


class Odd(Noun):
    """A cell that is neither text nor a number, as it is shown: a date, a truth value, an error, a formula never reckoned."""

    said: str


class Sheet(Noun):
    """One sheet of a workbook, its cells as they stand."""

    title: str
    rows: tuple[tuple[str | float | Odd | None, ...], ...]


class Sheets(Noun):
    """A workbook that holds no applications, or why it was not opened."""

    sheets: tuple[Sheet, ...] = ()
    problems: tuple[Problem, ...] = ()
