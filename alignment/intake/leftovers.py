"""Rows of a table that are known to be no applications: numbers of questions, totals, and what an export says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from alignment.intake.grids import Row
from alignment.intake.headers import Part
from alignment.intake.plans import Plan
from alignment.intake.values import as_text, is_blank, parse_money
from alignment.model import LANGUAGES
from alignment.rulebook.parts import Exports

# Numbers of questions as survey services write them under the header: 1, 2, "3_1", "3_2".
_NUMBER = re.compile(r"(\d{1,3})(?:[_.:-]\d{1,3})*\.?")
#: A row at the end of an export with a smaller share of its columns filled may be a footer.
_NEARLY_EMPTY = 0.25


def no_answers(part: Part, exports: Exports) -> Iterator[tuple[int, str]]:
    """Numbers of questions right below the header, and lines of totals: indexes of the rows with the keys of the reasons."""
    rows = part.header.grid.rows
    numbers = next((index for index in part.rows if rows[index]), None)
    if numbers is not None and _are_numbers(rows[numbers]):
        yield numbers, "numbers"
    words = frozenset(word.casefold() for language in LANGUAGES for word in exports.totals.in_(language))
    begins = tuple(f"{word} " for word in words)
    yield from ((index, "totals") for index in part.rows if _is_totals(rows[index], words, begins))


def footer(part: Part, plan: Plan) -> Iterator[tuple[int, str]]:
    """The rows at the end of an export which tell of the export itself: nearly empty, and no project's name in them."""
    if plan.known is None:
        return
    rows = part.header.grid.rows
    titles = {column.index for column in plan.columns if column.meaning and column.meaning.field == "title"}
    filled = {
        index: {column for column, cell in enumerate(rows[index]) if not is_blank(cell)}
        for index in _last(part, plan.known.export.footer)
    }
    for index, columns in filled.items():
        if not columns & titles and len(columns) < _NEARLY_EMPTY * len(plan.columns):
            yield index, "footer"


def _last(part: Part, count: int) -> list[int]:
    """The last filled rows of a table."""
    found = [index for index in part.rows if part.header.grid.rows[index] and index not in part.left_out]
    return found[max(0, len(found) - count) :]


def _are_numbers(row: Row) -> bool:
    """Whether a row counts the columns above it: 1, 2, 3 and so on, options of one question with a second number."""
    found = [_NUMBER.fullmatch(as_text(cell).strip()) for cell in row if not is_blank(cell)]
    numbers = [int(each[1]) for each in found if each]
    steps = {after - before for before, after in pairwise(numbers)}
    return len(numbers) == len(found) > 2 and steps <= {0, 1} and 1 in steps


def _is_totals(row: Row, words: frozenset[str], begins: tuple[str, ...]) -> bool:
    """Whether a row begins with a word for a total and holds nothing but numbers otherwise."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    begin = first.strip(" \u00a0:").casefold() if isinstance(first, str) else ""
    if begin not in words and not begin.startswith(begins):
        return False
    return all(cell is first or is_blank(cell) or parse_money(cell) is not None for cell in row)
