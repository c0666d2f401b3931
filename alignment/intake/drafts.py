"""From a draft to an application: every value read, every fault told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from alignment.intake.desk import Desk, Draft, Item
from alignment.intake.values import UNSAVED, as_text, is_blank, is_broken, is_cut, is_error, is_plain, parse_date, parse_money
from alignment.messages import day
from alignment.model import Application, Problem, Section

T = TypeVar("T")


def finish(draft: Draft, desk: Desk) -> tuple[Application, tuple[Problem, ...]]:
    """The application of a draft and its problems. A value that cannot be read is left out; the application stays."""
    return _Finisher(draft, desk).application()


class _Finisher:
    """Reads one draft, gathering problems as it goes."""

    def __init__(self, draft: Draft, desk: Desk) -> None:
        self.draft = draft
        self.desk = desk
        self.problems = list(draft.problems)

    def application(self) -> tuple[Application, tuple[Problem, ...]]:
        start, end = self._dates()
        application = Application(
            id=self._id(),
            title=self._title(),
            applicant=self._field("applicant"),
            region=self._field("region"),
            start=start,
            end=end,
            budget_eur=self._budget(),
            fund=self._field("fund"),
            sections=self._sections(),
            source=self.draft.spot.source(),
        )
        return application, tuple(self.problems)

    def _tell(self, code: str, item: Item | None = None, **values: object) -> None:
        self.problems.append(self.desk.problem(code, item.spot if item else self.draft.spot, **values))

    def _id(self) -> str:
        given = self._field("id")
        if given is not None:
            return given.strip()
        made = self.draft.spot.made_id()
        if not self.draft.id_problem_told:
            self._tell("missing-id", made=made)
        return made

    def _title(self) -> str:
        title = self._field("title")
        if title is None:
            self._tell("missing-title")
        return title or ""

    def _dates(self) -> tuple[dt.date | None, dt.date | None]:
        start, end = self._typed("start", parse_date, "bad-date"), self._typed("end", parse_date, "bad-date")
        if start and end and end < start:
            self._tell("end-before-start", self.draft.fields["end"], start=day(start), end=day(end))
        return start, end

    def _budget(self) -> float | None:
        budget = self._typed("budget_eur", parse_money, "bad-number")
        if budget is not None and budget < 0:
            self._tell("negative-number", self.draft.fields["budget_eur"], value=as_text(budget))
            return None
        return budget

    def _sections(self) -> tuple[Section, ...]:
        found = ((passage, self._text(passage.item)) for passage in self.draft.sections)
        sections = tuple(Section(name=as_text(passage.name), role=passage.role, text=text) for passage, text in found if text)
        if not sections:
            self._tell("missing-text")
        return sections

    def _typed(self, name: str, parse: Callable[[object], T | None], fault: str) -> T | None:
        item = self.draft.fields.get(name)
        if item is None or not self._is_readable(item):
            return None
        value = parse(item.value)
        if value is None:
            self._tell(fault, item, value=as_text(item.value))
        return value

    def _field(self, name: str) -> str | None:
        item = self.draft.fields.get(name)
        return self._text(item) if item else None

    def _text(self, item: Item) -> str | None:
        """The text exactly as given; None when there is none."""
        if isinstance(item.value, str) and is_plain(item.value):
            return item.value
        if not self._is_readable(item):
            return None
        text = as_text(item.value)
        if is_broken(text):
            self._tell("bad-encoding", item)
        if is_cut(text):
            self._tell("text-cut", item)
        return text

    def _is_readable(self, item: Item) -> bool:
        """Whether a cell holds a value at all; an error code or a formula without a result is told."""
        if isinstance(item.value, (dict, list)):
            self._tell("wrong-type", item)
        elif item.value is UNSAVED:
            self._tell("formula-without-value", item)
        elif isinstance(item.value, str) and is_error(item.value):
            self._tell("error-value", item, value=item.value)
        else:
            return not is_blank(item.value)
        return False
