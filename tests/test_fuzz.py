"""The promises of the intake on tables and files nobody thought of: a short run of what ``tests/fuzz.py`` does for hours."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alignment.intake import Given, Intake, Quarantine, read_inputs
from alignment.model import LANGUAGES, Language
from alignment.rulebook import load_rulebook
from tests.conftest import RULES
from tests.corpus.faults_making import workbook
from tests.fuzz import BREAKING, broken, complaints, seeds

FORMS = load_rulebook(RULES).forms
SEEDS = seeds()
BRIEF = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

_HEADINGS = [
    "Tunnus",
    "Hankkeen nimi",
    "Project title",
    "Sökande",
    "Alkamispäivä",
    "End date",
    "Budjetti",
    "Tavoitteet",
    "Toimenpiteet",
    "Kissa",
    "",
    " ",
    "Tavoitteet",
]
_TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
_CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "x", "H-1", "1.3.2026", "31.2.2026", "Yhteensä", "#N/A", "noin 5", "Tunnus", "Hankkeen nimi", "a" * 50]
    ),
    st.integers(-(10**16), 10**16),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    _TEXTS,
)
_KEYS = st.sampled_from(["id", "title", "start", "text", "sections", "väri"])
_VALUES = st.recursive(
    st.one_of(_CELLS, st.just({"id": "J-1", "title": "Raide", "text": {"goals": "Kontit raiteille."}})),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=5)),
    max_leaves=8,
)
_ROWS = st.lists(st.lists(_CELLS, max_size=10), max_size=8)
_HEADERS = st.lists(st.sampled_from(_HEADINGS), min_size=2, max_size=10)


@pytest.fixture(scope="module")
def room() -> Iterator[Quarantine]:
    with Quarantine() as room:
        yield room


def read(room: Quarantine, name: str, content: bytes, language: Language = "fi") -> Intake:
    intake = read_inputs([Given(name, content)], FORMS, language, quarantine=room)
    assert not complaints(intake, language)
    assert not {problem.code for problem in intake.problems} & BREAKING
    return intake


def as_csv(rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def filled(rows: list[list[Any]]) -> int:
    """Rows in which a person sees anything."""
    return sum(any(str(cell).strip() for cell in row if cell is not None) for row in rows)


def is_number(text: str) -> bool:
    with suppress(ValueError):
        return float(text) is not None
    return False


@BRIEF
@given(above=_ROWS.filter(lambda rows: len(rows) < 4), header=_HEADERS, rows=_ROWS, language=st.sampled_from(LANGUAGES))
def test_no_table_breaks_a_promise(
    room: Quarantine, above: list[list[Any]], header: list[str], rows: list[list[Any]], language: Language
) -> None:
    whole = [*above, header, *rows]
    for name, content in (("a.csv", as_csv(whole)), ("a.xlsx", workbook(whole))):
        intake = read(room, name, content, language)
        said = {str(cell) for row in whole for cell in row}
        texts = [section.text for application in intake.applications for section in application.sections]
        assert all(part in said or is_number(part) for text in texts for part in text.split("\n")), name


@BRIEF
@given(rows=_ROWS)
def test_no_row_of_a_plain_table_is_lost(room: Quarantine, rows: list[list[Any]]) -> None:
    header = ["Tunnus", "Hankkeen nimi", "Hakija", "Alkamispäivä", "Tavoitteet"]
    intake = read(room, "a.xlsx", workbook([header, *rows]))
    assert sum(reading.rows for reading in intake.readings) in (filled(rows), filled(rows) + 1)


@BRIEF
@given(values=st.lists(_VALUES, max_size=5), whole=st.booleans())
def test_no_json_breaks_a_promise(room: Quarantine, values: list[Any], whole: bool) -> None:
    text = json.dumps(values) if whole else "\n".join(map(json.dumps, values))
    intake = read(room, "a.jsonl", text.encode())
    if whole and values:
        assert sum(reading.rows for reading in intake.readings) == len(values)


@settings(BRIEF, max_examples=150)
@given(name=st.sampled_from(sorted(SEEDS)), seed=st.integers(0, 2**32))
def test_no_damaged_file_breaks_a_promise(room: Quarantine, name: str, seed: int) -> None:
    damaged = broken(SEEDS[name], list(SEEDS.values()), random.Random(seed))  # noqa: S311 - nothing secret
    intake = read_inputs([Given(name, damaged)], FORMS, "fi", quarantine=room)
    assert not complaints(intake, "fi")


def test_every_good_file_is_read_whole(room: Quarantine) -> None:
    """Damage to files that are not read at all would show nothing."""
    for name, content in SEEDS.items():
        intake = read(room, name, content)
        assert intake.applications, name
        assert {problem.code for problem in intake.problems} <= {"macro"}, name
