"""A run that was broken off: the old result untouched, what was done kept, and the same result in the end."""

from __future__ import annotations

import json
import os
import resource
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alignment.assess import Assessor, Question
from alignment.intake import read_inputs
from alignment.journal import Journal, key_of
from alignment.model import Application, Assessment
from tests.conftest import TODAY

ROOT = Path(__file__).parents[1]
ROUND = ROOT / "tests" / "samples" / "round.jsonl"
OLD = "the old result"


@pytest.fixture(scope="module")
def applications(assessor: Assessor) -> tuple[Application, ...]:
    return read_inputs([ROUND], assessor.rulebook.forms, "fi").applications[:6]


@pytest.fixture(scope="module")
def answers(assessor: Assessor, applications: tuple[Application, ...]) -> list[Assessment]:
    return [assessor.assess(application, Question(TODAY)) for application in applications]


def keys(assessor: Assessor, applications: tuple[Application, ...], question: Question) -> list[str]:
    return [key_of(application, (), question, assessor.rulebook) for application in applications]


def command(folder: Path, *more: str, limit: int | None = None) -> subprocess.Popen[bytes]:
    source = folder.parent / "round.jsonl"
    source.write_text("".join(f"{line}\n" for line in ROUND.read_text("utf-8").splitlines()[:20]), "utf-8")

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    arguments = ["check", str(source), "--json", str(folder / "a.jsonl"), "--workers", "1", "--language", "en", *more]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-m", "alignment.cli", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        preexec_fn=limited,  # noqa: PLW1509 - no threads here
    )


def said(process: subprocess.Popen[bytes]) -> str:
    return process.communicate(timeout=120)[1].decode()


def wait_for_answers(journal: Path, process: subprocess.Popen[bytes], count: int) -> None:
    until = time.monotonic() + 60
    while not journal.exists() or journal.read_bytes().count(b"\n") <= count:
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The result of a run that nothing broke off."""
    folder = tmp_path_factory.mktemp("straight")
    said(command(folder))
    return (folder / "a.jsonl").read_bytes()


def broken_off(folder: Path, sent: signal.Signals) -> tuple[int, str]:
    """How many answers a run left that was sent a signal after the third, and what it said."""
    journal = folder / "a.jsonl.unfinished"
    (folder / "a.jsonl").write_text(OLD)
    process = command(folder)
    wait_for_answers(journal, process, 3)
    process.send_signal(sent)
    told = said(process)
    assert (folder / "a.jsonl").read_text() == OLD
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    return journal.read_bytes().count(b"\n") - 1, told


def test_a_run_that_was_killed_is_taken_up_again_with_the_same_result(tmp_path: Path, straight: bytes) -> None:
    kept, _ = broken_off(tmp_path, signal.SIGKILL)
    assert kept >= 3
    again = command(tmp_path, "--resume")
    told = said(again)
    assert again.returncode in {0, 1}
    assert f"goes on: {kept} of" in told
    assert not (tmp_path / "a.jsonl.unfinished").exists()
    assert (tmp_path / "a.jsonl").read_bytes() == straight


def test_a_run_that_was_asked_to_end_says_how_to_go_on(tmp_path: Path) -> None:
    kept, told = broken_off(tmp_path, signal.SIGTERM)
    assert kept >= 3
    assert "--resume" in told
    assert told.splitlines()[-1] == "Interrupted; no result was written."


def test_a_full_disk_leaves_the_old_result_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(OLD)
    process = command(tmp_path, limit=200_000)
    told = said(process)
    assert (process.returncode, len(told.splitlines())) == (2, 1)
    assert "cannot be written" in told
    assert (tmp_path / "a.jsonl").read_text() == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "a.jsonl.unfinished"]


def test_what_is_known_is_not_asked_again_and_half_a_line_is_forgotten(
    tmp_path: Path, assessor: Assessor, applications: tuple[Application, ...], answers: list[Assessment]
) -> None:
    question = Question(TODAY)
    names = keys(assessor, applications, question)
    first = Journal(tmp_path / "a", "en")
    told = first.kept(names, iter(answers), question)
    assert [next(told), next(told), next(told)] == answers[:3]
    told.close()  # type: ignore[attr-defined]
    with first.path.open("ab") as file:
        file.write(b'{"key": "half a li')

    second = Journal(tmp_path / "a", "en")
    assert second.resume(question) == question
    assert list(second.known) == names[:3]
    assert list(second.kept(names, iter(answers[3:]), question)) == answers
    third = Journal(tmp_path / "a", "en")
    third.resume(question)
    assert list(third.known) == names
    third.close()
    assert list(tmp_path.iterdir()) == []


def test_the_day_is_that_of_the_first_run(tmp_path: Path) -> None:
    question = Question(TODAY)
    list(Journal(tmp_path / "a", "en").kept([], [], question))
    later = Question(TODAY.replace(year=2030))
    assert Journal(tmp_path / "a", "en").resume(later) == question


def test_an_answer_to_something_else_is_not_taken(assessor: Assessor, applications: tuple[Application, ...]) -> None:
    application, question = applications[0], Question(TODAY)
    changed = application.model_copy(update={"title": f"{application.title}!"})
    others = [
        key_of(changed, (), question, assessor.rulebook),
        key_of(application, (), Question(TODAY, language="sv"), assessor.rulebook),
        key_of(application, (), question, assessor.rulebook.model_copy(update={"sha256": "0"})),
    ]
    assert key_of(application, (), question, assessor.rulebook) not in others


@pytest.mark.parametrize("content", ["", "no journal\n", json.dumps({"today": "yesterday"})])
def test_a_file_that_is_no_journal_is_not_taken_up(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.unfinished").write_text(content)
    journal = Journal(tmp_path / "a", "en")
    assert journal.resume(Question(TODAY)) == Question(TODAY)
    assert journal.known == {}
