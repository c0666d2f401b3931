"""Where untrusted files are opened: a child process with limits on time and memory, made anew when a file has broken it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import weakref
from contextlib import suppress
from threading import Lock, Timer
from types import TracebackType
from typing import IO, cast

from alignment.errors import UsageError
from alignment.intake.caught import Caught, Sheets
from alignment.intake.mapping import FixedMapping
from alignment.intake.problems import Spot, problem
from alignment.messages import say
from alignment.model import Language, Problem
from alignment.rulebook.parts import Forms

#: Seconds that one file may take.
SECONDS = 15.0
#: Bytes of the largest file that is read.
LARGEST_FILE = 100 * 2**20
#: Bytes of the largest answer of a child that is listened to.
_LONGEST_ANSWER = 1_000 * 2**20


class Quarantine:
    """Opens files one after the other in a child process; safe to share between threads. Close it, or use it as a context.

    The child is started at once, so that it is ready when the first file comes.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._lock = Lock()
        self._start()

    def __enter__(self) -> Quarantine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the child go; a file that is being read is given up."""
        self._let_go()

    def _start(self) -> None:
        self._child = _started()
        # The child goes with whoever forgets to close, at the latest with the program.
        self._let_go = weakref.finalize(self, _end, self._child)

    def read(self, data: bytes, name: str, forms: Forms, language: Language, fixed: FixedMapping | None = None) -> Caught:
        """What a file holds. A file that takes too long, too much memory or the child's life is a problem.

        Args:
            data: the file's content.
            name: the name it goes by; nothing is opened by it.
            fixed: what columns are, where an officer has said so.

        Raises:
            UsageError: when no child process can be started.
        """
        told = {"forms": forms.model_dump_json(), "fixed": fixed.model_dump_json() if fixed else ""}
        answer = self._opened(data, name, language, told)
        return Caught(problems=(answer,)) if isinstance(answer, Problem) else Caught.model_validate_json(answer)

    def sheets(self, data: bytes, name: str, language: Language) -> Sheets:
        """The cells of a workbook that holds no applications, with the same care.

        Args:
            data: the file's content.
            name: the name it goes by; nothing is opened by it.

        Raises:
            UsageError: when no child process can be started.
        """
        answer = self._opened(data, name, language, {})
        return Sheets(problems=(answer,)) if isinstance(answer, Problem) else Sheets.model_validate_json(answer)

    def _opened(self, data: bytes, name: str, language: Language, told: dict[str, str]) -> bytes | Problem:
        """The child's answer on a file, or why there is none."""
        if len(data) > LARGEST_FILE:
            return problem(language, "too-large", Spot(name))
        head = {"name": name, "size": len(data), "language": language, **told}
        with self._lock:
            if self._child.poll() is not None:
                self._let_go()
                self._start()
            answer, late = self._asked(f"{json.dumps(head)}\n".encode(), data)
        return answer or problem(language, "too-slow" if late else "harmful-file", Spot(name), seconds=round(self.seconds))

    def _asked(self, head: bytes, data: bytes) -> tuple[bytes | None, bool]:
        """The child's answer, or None when it died; and whether it was because its time was up."""
        child = self._child
        requests, answers = cast(IO[bytes], child.stdin), cast(IO[bytes], child.stdout)
        timer = Timer(self.seconds, child.kill)
        timer.start()
        answer = None
        try:
            with suppress(OSError):
                requests.write(head)
                requests.write(data)
                requests.flush()
                answer = _whole(answers)
        finally:
            late = not timer.is_alive()
            timer.cancel()
            if answer is None:
                self.close()
        return answer, late


def _whole(answers: IO[bytes]) -> bytes | None:
    """One answer; None when it ends too soon, as it does when the child dies."""
    size = answers.readline(20).strip()
    if not size.isdigit() or int(size) > _LONGEST_ANSWER:
        return None
    content = answers.read(int(size))
    return content if len(content) == int(size) else None


def _started() -> subprocess.Popen[bytes]:
    # The same modules as here, whatever put them on the path. What libraries say of a file may hold its words: not kept.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.curdir for path in sys.path)}
    command = [sys.executable, "-m", "alignment.intake.child"]
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
    except OSError as error:
        raise UsageError(
            say("en", "intake.no-child", reason=error.strerror or error), say("en", "intake.no-child-hint")
        ) from error


def _end(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    for pipe in (child.stdin, child.stdout):
        with suppress(OSError):
            cast(IO[bytes], pipe).close()
    child.wait()
