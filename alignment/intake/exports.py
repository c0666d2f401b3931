"""Tables whose shape is known: exports of public services, and the answers that Microsoft Forms writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from alignment.intake.columns import CONTACT, PREFIXES, Recognition, fold, meant
from alignment.intake.headers import Column
from alignment.model import LANGUAGES
from alignment.rulebook.parts import Export, Exports

_MOMENT = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}.*?\d{1,2}[.:]\d{2}")
_CHOICES = re.compile(r"(?:[^;\n]+;)+")
_SENDER = f"{PREFIXES['section']}{CONTACT}"


class Known(NamedTuple):
    """A known export, with the meanings of its columns by heading, preferred ones first."""

    export: Export
    columns: dict[str, str]

    def order(self, heading: str) -> int | None:
        """The place of a heading among those of the export; None when it is none of them."""
        return list(self.columns).index(fold(heading)) if fold(heading) in self.columns else None

    def meaning(self, heading: str) -> Recognition | None:
        """What a heading means in the export; None when it is none of its headings."""
        written = self.columns.get(fold(heading))
        return None if written is None else meant(written, "export")

    def is_currency(self, heading: str) -> bool:
        """Whether a column tells what the sums are in."""
        return self.export.currency is not None and fold(heading) == fold(self.export.currency)


def known_export(headings: Sequence[str], exports: Exports) -> Known | None:
    """The export that a table is, by the share of its columns that are there."""
    there = {fold(heading) for heading in headings}
    best, share = None, 0.0
    for export in exports.export.values():
        for written in export.columns.values():
            columns = {fold(heading): meaning for heading, meaning in written.items()}
            found = len(there & columns.keys()) / len(columns)
            if found >= export.share and found > share:
                best, share = Known(export, columns), found
    return best


def service_columns(columns: Sequence[Column], exports: Exports) -> dict[int, Recognition]:
    """What Microsoft Forms put beside the answers, by index; empty when the table is not from there.

    Its headings are in the language of whoever exports it. Their place and what stands below them are the same everywhere: a
    number, two times, an address and a name, in newer forms the time of the last change; then the questions.
    """
    first = [column for column in columns if column.index < len(_BEGINNING)]
    if len(first) < len(_BEGINNING) or not all(test(column.sample) for test, column in zip(_BEGINNING, first, strict=True)):
        return {}
    found = {index: meant(meaning, "service") for index, meaning in enumerate(("id", "", "", _SENDER, _SENDER))}
    asked = [column for column in columns if column.index not in found]
    beside = {index: meant("", "service") for index in (*_change(asked), *_quiz(asked, exports))}
    return found | beside


def as_list(value: object) -> object:
    """Several choices in one cell as Microsoft Forms writes them, as a list in a sentence.

    >>> as_list("nuoret;yritykset;"), as_list("Kaksi; kolme"), as_list(5)
    ('nuoret; yritykset', 'Kaksi; kolme', 5)
    """
    if not isinstance(value, str) or not _CHOICES.fullmatch(value):
        return value
    return "; ".join(choice.strip() for choice in value.removesuffix(";").split(";"))


def _change(asked: Sequence[Column]) -> Iterator[int]:
    """The time of the last change; questions ask for dates, not for times of day."""
    if asked and asked[0].sample and _are_moments(asked[0].sample):
        yield asked[0].index


def _quiz(asked: Sequence[Column], exports: Exports) -> Iterator[int]:
    """Points and feedback: behind a question and named after it, or known by their headings."""
    totals = {fold(heading) for language in LANGUAGES for heading in exports.quiz.in_(language)}
    question = ""
    for column in asked:
        heading = fold(column.header)
        if heading in totals or (question and heading.endswith(f" - {question}")):
            yield column.index
        else:
            question = heading


def _are_numbers(values: Sequence[object]) -> bool:
    return bool(values) and all(
        isinstance(value, (int, float)) or (isinstance(value, str) and value.isdecimal()) for value in values
    )


def _are_moments(values: Sequence[object]) -> bool:
    """Dates with a time of day; midnight alone is how a plain date is stored."""
    if not all(isinstance(value, dt.datetime) or (isinstance(value, str) and _MOMENT.match(value)) for value in values):
        return False
    return any(not isinstance(value, dt.datetime) or value.time() != dt.time() for value in values)


def _are_addresses(values: Sequence[object]) -> bool:
    """E-mail addresses, or the one word that stands for all of them when the answers are anonymous."""
    alike = len(set(values)) == 1
    return all(isinstance(value, str) and ("@" in value or alike) and " " not in value.strip() for value in values)


def _are_names(values: Sequence[object]) -> bool:
    return all(isinstance(value, str) for value in values)


_Test = Callable[[Sequence[object]], bool]
_BEGINNING: tuple[_Test, ...] = (_are_numbers, _are_moments, _are_moments, _are_addresses, _are_names)
