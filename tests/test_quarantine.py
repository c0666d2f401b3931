"""The child process in which files are opened: what breaks it harms neither its parent nor the next file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alignment.assess import Assessor, Question
from alignment.intake import Given, Intake, Quarantine, read_inputs
from alignment.intake.caught import Caught
from alignment.intake.child import MEMORY
from alignment.rulebook import load_rulebook
from tests.conftest import TODAY

FORMS = load_rulebook(Path(__file__).parent.parent / "rules").forms
GOOD = Given("hyvä.csv", "Tunnus;Hankkeen nimi;Tavoitteet\nH-1;Raide;Kontit siirtyvät raiteille.\n".encode())
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits on memory are not for Windows")


@pytest.fixture
def quarantine() -> Iterator[Quarantine]:
    with Quarantine() as room:
        yield room


def read(quarantine: Quarantine, *given: Given) -> Intake:
    return read_inputs(given, FORMS, "fi", quarantine=quarantine)


def outcome(intake: Intake) -> tuple[list[str], list[str]]:
    return [application.id for application in intake.applications], [problem.code for problem in intake.problems]


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read(quarantine: Quarantine) -> None:
    quarantine.seconds = 0.001
    assert outcome(read(quarantine, GOOD)) == ([], ["too-slow"])
    quarantine.seconds = 15
    assert outcome(read(quarantine, GOOD)) == (["H-1"], [])


def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_one_read(quarantine: Quarantine) -> None:
    quarantine.seconds = 60  # on a busy machine memory must run out before time does
    hungry = Given("nälkä.json", b"[" + b"{}," * 12_000_000 + b"{}]")
    assert outcome(read(quarantine, hungry, GOOD)) == (["H-1"], ["too-large"])


def test_a_child_that_died_is_replaced(quarantine: Quarantine) -> None:
    os.kill(quarantine._child.pid, signal.SIGKILL)
    quarantine._child.wait()
    assert outcome(read(quarantine, GOOD)) == (["H-1"], [])


def test_a_child_that_dies_over_a_file_is_told_and_the_next_one_read(quarantine: Quarantine) -> None:
    os.kill(quarantine._child.pid, signal.SIGSTOP)  # so that it is still there to be killed when the file comes
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(read, quarantine, GOOD)
        time.sleep(0.3)
        os.kill(quarantine._child.pid, signal.SIGKILL)
        assert outcome(answer.result(timeout=10)) == ([], ["harmful-file"])
    assert outcome(read(quarantine, GOOD)) == (["H-1"], [])


def test_threads_do_not_get_each_others_files(quarantine: Quarantine) -> None:
    files = [Given(f"{n}.csv", GOOD.content.replace(b"H-1", f"H-{n}".encode())) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        read_ids = [outcome(intake)[0] for intake in pool.map(lambda file: read(quarantine, file), files)]
    assert read_ids == [[f"H-{n}"] for n in range(40)]


def test_nothing_is_left_behind_when_the_parent_is_killed() -> None:
    program = "import time; from alignment.intake import Quarantine; print(Quarantine()._child.pid, flush=True); time.sleep(60)"
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )
    assert parent.stdout
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 10
    while running(child):
        assert time.monotonic() < until, "the child outlives its parent"
        time.sleep(0.05)


def running(pid: int) -> bool:
    try:
        return "Z (zombie)" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(
    "deed",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "open('jälki', 'w')",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "bytearray(800 * 2**20)",
    ],
    ids=["network", "file", "shell", "program", "memory"],
)
def test_what_a_reader_may_not_do(deed: str) -> None:
    tried = f"try:\n    exec({deed!r})\nexcept (PermissionError, MemoryError):\n    print('refused')"
    program = f"from alignment.intake.child import _lock_in\n_lock_in()\n{tried}"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=ENVIRONMENT, check=True)
    assert ran.stdout == "refused\n"


def test_the_limits_are_those_of_the_promise() -> None:
    assert MEMORY < 900 * 2**20
    assert Quarantine.__init__.__defaults__ is not None
    assert Quarantine.__init__.__defaults__[0] < 20


def test_reading_a_round_takes_less_time_than_assessing_it(quarantine: Quarantine, assessor: Assessor) -> None:
    path, question = Path(__file__).parents[1] / "sample_applications" / "round-2023.xlsx", Question(TODAY)
    read_inputs([path], FORMS, "fi", quarantine=quarantine)
    before = time.perf_counter()
    applications = read_inputs([path], FORMS, "fi", quarantine=quarantine).applications
    between = time.perf_counter()
    for application in applications:
        assessor.assess(application, question)
    assert between - before < time.perf_counter() - between


def test_an_answer_that_is_no_noun_is_refused() -> None:
    with pytest.raises(ValueError, match="extra"):
        Caught.model_validate_json('{"found": [], "command": "run this"}')
