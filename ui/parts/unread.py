"""What was left without being read, so that nobody looks for the fault in the applications: whole files, and columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from alignment.intake.columns import CONTACT
from alignment.intake.problems import Spot, shown
from alignment.messages import listed
from alignment.model import ColumnMapping, Round
from alignment.reports.plain import one_line
from alignment.reports.words import Words

from .marked import safe

#: Names in one sentence or list; of more the rest is counted.
_MOST_NAMES = 5


def unread_files(round_: Round) -> list[str]:
    """The files that gave nothing at all."""
    given = {each.file for each in round_.readings if each.rows or each.left_out}
    return [file for file in round_.files if file not in given]


def reasons_told(files: Sequence[str], round_: Round, words: Words) -> str:
    """A line for each of these files with what is wrong and what can be done; of many the rest is counted."""
    first, rest = _few(files)
    lines = [words.say("unread.file", file=one_line(file), why=_why(file, round_)) for file in first]
    if rest:
        lines.append(words.say("unread.more", count=words.number(rest), tab=words.say("round.tab_input")))
    return "\n".join(lines)


def _why(file: str, round_: Round) -> str:
    """The first problem of a file or of a place in it; what it was taken for where there is none."""
    place = Spot(file).said(round_.language)
    told = (
        f"{each.message} {each.hint}" for each in round_.problems if each.place == place or each.place.startswith(f"{place}, ")
    )
    return next(told, "") or next((each.shape for each in round_.readings if each.file == file), "")


@dataclass(frozen=True)
class Unread:
    """The columns of one sheet that nobody read, though they are none that are left out on purpose.

    Attributes:
        place: file and sheet.
        headings: of the columns, or of answers and keys.
        missing: what every application needs and nothing in the sheet was read as, in words.
    """

    place: str
    headings: tuple[str, ...]
    missing: tuple[str, ...]


def unread_columns(round_: Round, words: Words) -> list[Unread]:
    """The sheets with columns that were not read."""
    sheets: dict[tuple[str, str | None], list[ColumnMapping]] = {}
    for mapping in round_.mappings:
        sheets.setdefault((mapping.file, mapping.sheet), []).append(mapping)
    unknown = words.say("mapping.unknown")
    found = []
    for place, mappings in sheets.items():
        # What is left out on purpose gives a reason of its own.
        headings = tuple(shown(each.header) for each in mappings if not each.kind and each.header and each.reason == unknown)
        if headings:
            told = " · ".join(one_line(part) for part in place if part)
            found.append(Unread(told, headings, tuple(_missing(mappings, words))))
    return found


def _missing(mappings: Sequence[ColumnMapping], words: Words) -> Iterator[str]:
    fields = {each.field for each in mappings if each.kind == "field"}
    if not fields & {"id", "group"}:
        yield words.say("column.id")
    if "title" not in fields:
        yield words.say("column.title")
    if not any(each.kind == "section" and each.field != CONTACT for each in mappings):
        yield words.say("unread.text")


def missing_told(unread: Iterable[Unread], words: Words) -> str:
    """What nothing was read as, and where that can be put right; empty where nothing is missing."""
    told = _missing_told([name for each in unread for name in each.missing], words)
    return " ".join([*told, _look(words)]) if told else ""


def _missing_told(missing: Iterable[str], words: Words) -> list[str]:
    names = list(dict.fromkeys(missing))
    return [words.say("unread.missing", names=listed(words.language, names))] if names else []


def _look(words: Words) -> str:
    """Where a column can be put right."""
    return words.say("unread.look", tab=words.say("round.tab_columns"))


def unread_html(round_: Round, words: Words) -> str:
    """The columns that were not read, sheet by sheet, and what the applications therefore lack."""
    items = "".join(f"<li>{safe(_told(each, words))}</li>" for each in unread_columns(round_, words))
    heading = f"<p><b>{safe(words.say('unread.heading'))}</b> {safe(_look(words))}</p>"
    return f'<div class="unread">{heading}<ul>{items}</ul></div>' if items else ""


def _told(unread: Unread, words: Words) -> str:
    first, rest = _few(unread.headings)
    names = [words.say("list.quoted", text=heading) for heading in first]
    if rest:
        names.append(words.say("unread.others", count=words.number(rest)))
    told = words.say("unread.left", place=unread.place, names=listed(words.language, names))
    return " ".join([told, *_missing_told(unread.missing, words)])


def _few(items: Sequence[str]) -> tuple[Sequence[str], int]:
    """The first items, and how many the others are: none or at least two, for "one others" is no language."""
    return (items, 0) if len(items) <= _MOST_NAMES else (items[: _MOST_NAMES - 1], len(items) - _MOST_NAMES + 1)
