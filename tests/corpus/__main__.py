"""What happens to every fault, how long it takes and how much memory the child process uses, as a table in Markdown.

Run as ``python -m tests.corpus [WORD...]``: with words, only the faults whose names hold one of them.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from alignment.cli import rules_folder
from alignment.intake import Intake, Quarantine, read_inputs
from alignment.rulebook import load_rulebook
from alignment.rulebook.parts import Forms
from tests.corpus import Sample
from tests.corpus.faults import FAULTS

_ASKED_EVERY = 0.01


class Watch:
    """The most memory that any child of this process has used since the watch began, in megabytes."""

    def __init__(self) -> None:
        self.peak = 0.0

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Look again and again, for a child that dies takes its account with it."""
        done = Event()
        thread = Thread(target=self._look, args=(done,))
        self.peak = 0.0
        for child in _children():
            with suppress(OSError):
                Path(f"/proc/{child}/clear_refs").write_text("5")
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _look(self, done: Event) -> None:
        while True:
            self.peak = max(self.peak, *(_peak(child) for child in _children()), 0.0)
            if done.wait(_ASKED_EVERY):
                return


def _children() -> list[str]:
    """The readers among our children; one that is just being started still wears our own memory."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split()
    return [child for child in children if b"alignment.intake.child" in _read(child, "cmdline")]


def _read(child: str, what: str) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{child}/{what}").read_bytes()
    return b""


def _peak(child: str) -> float:
    lines = _read(child, "status").splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(b"VmHWM")), 0.0)


def _happened(sample: Sample, intake: Intake) -> str:
    """In a few words: the codes told and how many applications came, with a mark when that is not what must be."""
    codes = ", ".join(dict.fromkeys(problem.code for problem in intake.problems))
    told = sorted((problem.code, problem.place) for problem in intake.problems)
    ids = tuple(application.id for application in intake.applications)
    right = ids == sample.expect.ids and told == sorted(sample.expect.told)
    return f"{'' if right else '**not as it must be** '}{codes or 'read'}; {len(ids)} of {len(sample.expect.ids)}"


def _measured(sample: Sample, room: Quarantine, forms: Forms, watch: Watch) -> tuple[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        paths = sample.build(Path(folder))
        with watch.watching():
            start = time.perf_counter()
            intake = read_inputs(paths, forms, "fi", quarantine=room)
            return _happened(sample, intake), time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    forms, watch, say = load_rulebook(rules_folder()).forms, Watch(), sys.stdout.write
    say("| fault | what it is | what happens; applications | seconds | MB |\n| --- | --- | --- | ---: | ---: |\n")
    with Quarantine() as room:
        for sample in FAULTS:
            if not sys.argv[1:] or any(word in sample.name for word in sys.argv[1:]):
                happened, seconds = _measured(sample, room, forms, watch)
                say(f"| {sample.name} | {sample.about} | {happened} | {seconds:.2f} | {watch.peak:.0f} |\n")


if __name__ == "__main__":
    main()
