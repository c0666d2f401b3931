"""Surveys with one column for each option: the ticked ones put together under their question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from alignment.intake.columns import fold
from alignment.intake.grids import letter
from alignment.intake.headers import Column
from alignment.intake.values import as_text, is_blank
from alignment.model import LANGUAGES
from alignment.rulebook.parts import Exports

_BRACKETED = re.compile(r"(.*\S)\s*\[([^\[\]]+)\]\s*", re.DOTALL)
_LONGEST_HEADING = 500
_PARTED = re.compile(r"\s*[:|]\s+|\s+[-–—]\s+")


class Question(NamedTuple):
    """A question and its options.

    Attributes:
        first: the place of its first column among all columns that were looked at.
        options: by the indexes of their columns.
    """

    text: str
    first: int
    options: dict[int, str]


class Ticks:
    """Tells what was ticked from what was written."""

    def __init__(self, exports: Exports) -> None:
        self._yes = {word.casefold() for language in LANGUAGES for word in exports.ticked.in_(language)}
        self._no = {word.casefold() for language in LANGUAGES for word in exports.unticked.in_(language)}

    def is_ticked(self, value: object, option: str) -> bool | None:
        """Whether a cell says that an option was chosen; None when it says something else."""
        if is_blank(value):
            return False
        text = fold(as_text(value))
        if isinstance(value, bool) or text in {"1", "0"}:
            return text in {"1", "true"}
        if text in self._yes or text == fold(option):
            return True
        return False if text in self._no else None

    def chosen(self, values: Sequence[tuple[object, str]]) -> str:
        """The options that were ticked, and what was written instead of a tick: "Muu, mikä?"."""
        said = ((self.is_ticked(value, option), value, option) for value, option in values)
        return "; ".join(option if ticked else as_text(value) for ticked, value, option in said if ticked is not False)

    def questions(self, columns: Sequence[Column]) -> Iterator[Question]:
        """All questions that have a column for each of their options; one of these may hold free words."""
        taken: set[int] = set()
        for question in sorted(_possible(columns), key=lambda question: (-len(question.options), -len(question.text))):
            if taken.isdisjoint(question.options) and self._is_ticked(question, columns):
                taken.update(question.options)
                yield question

    def _is_ticked(self, question: Question, columns: Sequence[Column]) -> bool:
        """Whether ticks stand in the columns, with free words in one of them at most."""
        odd = ticked = 0
        for column in columns[question.first : question.first + len(question.options)]:
            if any(self.is_ticked(value, question.options[column.index]) is None for value in column.sample):
                odd += 1
            elif column.sample:
                ticked += 1
            if odd > 1:
                return False
        return ticked > 0 and len(question.options) - odd > 1


def _possible(columns: Sequence[Column]) -> Iterator[Question]:
    """What neighbouring columns can be the options of, by what their headings have in common."""
    runs: dict[str, Question] = {}
    for at, column in enumerate(columns):
        options = _readings(column)
        yield from (question for text, question in runs.items() if text not in options and len(question.options) > 1)
        runs = {text: runs.get(text, Question(text, at, {})) for text in options}
        for text, option in options.items():
            runs[text].options[column.index] = option
    yield from (question for question in runs.values() if len(question.options) > 1)


def _readings(column: Column) -> dict[str, str]:
    """How a heading can be a question and one of its options."""
    if len(column.header) > _LONGEST_HEADING:
        return {}
    found = {column.group.text: column.header} if column.group and column.header != letter(column.index) else {}
    if bracketed := _BRACKETED.fullmatch(column.header):
        found[bracketed[1]] = bracketed[2].strip()
    for mark in _PARTED.finditer(column.header):
        if mark.start() and mark.end() < len(column.header):
            found[column.header[: mark.start()]] = column.header[mark.end() :]
    return found
