"""The screen's method: in processes of its own, with the answers of the command line, and nobody waits for a round."""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from pathlib import Path

import pytest

from alignment.assess import Assessor, Question
from alignment.errors import UsageError
from alignment.intake import Given, Intake
from alignment.notice import notice
from ui.method import MOST_APPLICATIONS, Job, Method

from .conftest import TODAY

SAMPLE = Path(__file__).parents[1] / "sample_applications" / "round-2023.xlsx"
QUESTION = Question(TODAY)


@pytest.fixture(scope="module")
def intake(method: Method) -> Intake:
    return method.read([Given("kierros.xlsx", SAMPLE.read_bytes())], "fi")


def finished(job: Job) -> Job:
    until = time.monotonic() + 120
    while not job.finished:
        assert time.monotonic() < until, "the round does not end"
        time.sleep(0.02)
    return job


def many(intake: Intake, count: int) -> Intake:
    return dataclasses.replace(intake, applications=(intake.applications * count)[:count], problems_of={})


def test_a_round_gets_the_answers_of_the_assessor_in_its_order(method: Method, intake: Intake, assessor: Assessor) -> None:
    job = finished(method.start(intake, QUESTION))
    assert job.failure is None
    assert job.done == job.total == len(intake.applications)
    expected = [assessor.assess(each, QUESTION, intake.problems_of.get(at, ())) for at, each in enumerate(intake.applications)]
    assert list(job.assessments) == expected


def test_what_if_and_notice_are_those_of_the_command_line(method: Method, intake: Intake, assessor: Assessor) -> None:
    application = intake.applications[0]
    best = max(method.assess(application, QUESTION).matches, key=lambda match: match.score)
    assert method.what_if(application, best, "sv") == assessor.what_if(application, best, "sv")
    assert method.notice("en") == notice(method.rulebook, "en", (assessor.reader, assessor.scorer))


def test_a_draft_does_not_wait_for_a_round(method: Method, intake: Intake) -> None:
    job = method.start(many(intake, 200), QUESTION)
    method.assess(intake.applications[0], QUESTION)
    assert not job.finished
    assert job.done < job.total / 2
    job.stop()
    assert 0 < finished(job).done < job.total


def test_what_cannot_be_begun_is_told_at_once(method: Method, intake: Intake) -> None:
    with pytest.raises(UsageError, match="k99"):
        method.start(intake, Question(TODAY, programme="k99"))
    with pytest.raises(UsageError, match="k99"):
        method.assess(intake.applications[0], Question(TODAY, programme="k99"))
    with pytest.raises(UsageError, match=str(MOST_APPLICATIONS + 1)):
        method.start(many(intake, MOST_APPLICATIONS + 1), QUESTION)


def test_a_process_that_dies_ends_the_round_with_a_sentence_and_the_next_one_goes_on(method: Method, intake: Intake) -> None:
    job = method.start(many(intake, 100), QUESTION)
    for process in list(method._pool._processes):
        os.kill(process, signal.SIGKILL)
    failure = finished(job).failure
    assert failure is not None
    assert "viitekoodi" in failure
    assert finished(method.start(intake, QUESTION)).failure is None
