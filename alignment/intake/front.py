"""What stands in a paper before its first heading: letterheads, addresses, titles, and sometimes the whole text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from alignment.intake.answers import Answers
from alignment.intake.columns import CONTACT, LONG, OTHER, Recognition
from alignment.intake.desk import Desk, Haul, Item
from alignment.intake.problems import shown
from alignment.messages import say
from alignment.model import ColumnMapping

#: A longer paragraph before the first heading is an applicant's text and no letterhead.
_LONG = 200
_LONGEST_TITLE = 150
_NO_TITLE = re.compile(
    r"microsoft word.*|word document|untitled.*|document ?\d*|.*\.(?:docx?|dotx?|odt|rtf|pdf|html?)", re.IGNORECASE
)
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+\.\w+|\b[A-Z]{2}\d{2}(?: ?\d{4}){3,}|(?:\+\d{2,3}|\b0\d{1,2})[ -]?\(?\d{1,3}\)?(?:[ -]?\d{2,4}){1,3}\b"
)
_LONGEST_CONTACT = 100


class Front:
    """Lines without a heading of their own, and titles of the document.

    Attributes:
        lines: in the order of reading.
        titles: lines that are marked as the title.
    """

    def __init__(self, answers: Answers, desk: Desk) -> None:
        self._answers, self._desk = answers, desk
        self._spot = answers.draft.spot
        self.lines: list[str] = []
        self.titles: list[str] = []

    def put(self, title: str) -> None:
        """Keep long text, or all of a paper without headings; list the rest.

        Args:
            title: what the file itself calls the document; the project's title when nothing else tells it.
        """
        draft, mappings = self._answers.draft, self._answers.haul.mappings
        whole = not draft.sections and not draft.fields
        found = None if "title" in draft.fields else self._title(whole, title)
        if found:
            draft.fields["title"] = Item(found, self._spot)
            mappings.append(self._desk.mapping(self._spot, "", Recognition("field", "title", LONG.reason), "title"))
        kept = [line for line in self.lines if (whole or len(line) > _LONG) and not _is_contact_line(line)]
        if kept:
            name = say(self._desk.language, "paper.text")
            draft.add_section(name, OTHER, Item("\n".join(kept), self._spot))
            mappings.append(self._desk.mapping(self._spot, "", LONG, "front-text"))
        mappings += [self._listed(line) for line in (*self.titles, *self.lines) if line not in (*kept, found)]

    def unread(self) -> Haul:
        """All of it listed and nothing kept, after what was told so far."""
        return Haul(mappings=[*self._answers.haul.mappings, *map(self._listed, (*self.titles, *self.lines))])

    def without_contacts(self, lines: Sequence[str]) -> list[str]:
        """Lines without those that hold an address, a number or an account; these are listed."""
        self._answers.haul.mappings += [self._listed(line) for line in lines if _is_contact_line(line)]
        return [line for line in lines if not _is_contact_line(line)]

    def _listed(self, line: str) -> ColumnMapping:
        """A line that was left out; personal data are not repeated even here."""
        contact = _is_contact_line(line)
        return self._desk.mapping(self._spot, "" if contact else shown(line), None, CONTACT if contact else "front")

    def _title(self, whole: bool, title: str) -> str | None:
        """The title of the document; in a paper without headings else its first short line, which is then no text."""
        for text in (*self.titles, title.strip()):
            if text and not _NO_TITLE.fullmatch(text) and not self._desk.meaning(self._spot, text, long=False):
                return text
        short = (line for line in self.lines if len(line) <= _LONGEST_TITLE and not _is_contact_line(line))
        first = next(short, None) if whole and len(self.lines) > 1 else None
        if first is not None:
            self.lines.remove(first)
        return first


def _is_contact_line(line: str) -> bool:
    return len(line) <= _LONGEST_CONTACT and _CONTACT.search(line) is not None
