"""Every sample of the corpus: what must come of it, what must be told, and where every row of it went."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from alignment.intake import Intake, Quarantine, read_inputs
from alignment.intake.mapping import read_mapping
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Forms
from tests.corpus import Account, Sample
from tests.corpus.faults import FAULTS
from tests.corpus.shapes import SHAPES

SAMPLES = (*SHAPES, *FAULTS)


@pytest.fixture(scope="module")
def room() -> Iterator[Quarantine]:
    """One child process for all samples: starting one takes half a second."""
    with Quarantine() as quarantine:
        yield quarantine


def with_own_headings(forms: Forms, sample: Sample) -> Forms:
    """The forms with the headings that the officer of a sample added, as they would write them into forms.toml."""
    raw = forms.model_dump()
    for heading, meaning in sample.own.items():
        role = meaning.removeprefix("section:")
        headings = raw["field" if role == meaning else "section"][role]["headings"]
        headings["fi"] = (*headings["fi"], heading.lower())
    return Forms.model_validate(raw)


def read(sample: Sample, folder: Path, forms: Forms, room: Quarantine) -> Intake:
    files, fixed = folder / "tiedostot", None
    files.mkdir()
    if sample.fixed:
        (folder / "kartta.toml").write_text(sample.fixed, "utf-8")
        fixed = read_mapping(folder / "kartta.toml", forms, "fi")
    return read_inputs(sample.build(files), with_own_headings(forms, sample), "fi", fixed=fixed, quarantine=room)


def account(intake: Intake) -> Account:
    readings = intake.readings
    return Account(
        applications=sum(reading.applications for reading in readings),
        joined=sum(reading.joined for reading in readings),
        left_out=sum(len(reading.left_out) for reading in readings),
        refused=sum(reading.refused for reading in readings),
    )


@pytest.mark.parametrize("sample", [pytest.param(sample, id=sample.name) for sample in SAMPLES])
def test_sample(sample: Sample, tmp_path: Path, rulebook: Rulebook, room: Quarantine) -> None:
    intake, expect = read(sample, tmp_path, rulebook.forms, room), sample.expect
    assert tuple(application.id for application in intake.applications) == expect.ids
    assert sorted((problem.code, problem.place) for problem in intake.problems) == sorted(expect.told)
    for application, expected in zip(intake.applications, expect.whole, strict=bool(expect.whole)):
        assert application.model_dump() == expected.model_dump()
    given = [section.text for application in intake.applications for section in application.sections]
    assert [text for text in expect.texts if text not in given] == []
    kept = [noun.model_dump_json() for noun in (*intake.applications, *intake.problems)]
    assert [words for words in expect.absent if any(words in text for text in kept)] == []
    listed = {mapping.header for mapping in intake.mappings if mapping.field is None}
    assert [heading for heading in expect.unread if heading not in listed] == []
    for reading in intake.readings:
        assert reading.rows == reading.applications + reading.joined + len(reading.left_out) + reading.refused
    assert expect.account in (None, account(intake))


def test_names_are_unique() -> None:
    names = [sample.name for sample in SAMPLES]
    assert sorted(set(names)) == sorted(names)


def test_the_corpus_tells_every_column_of_a_project_from_every_other() -> None:
    """No two values of an invented project are alike, so a mix-up of two columns always shows."""
    for sample in SHAPES:
        for application in sample.expect.whole:
            values = [str(value) for name, value in application if name not in ("sections", "source") and value not in (None, "")]
            values += [section.text for section in application.sections]
            assert len(set(values)) == len(values), sample.name
