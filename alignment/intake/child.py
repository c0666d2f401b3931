"""The child process in which untrusted files are opened: it may use little memory, and no network, program or file at all.

It reads requests from standard input and writes what was caught to standard output, both as a line of JSON that says how many
bytes follow. It knows nothing between two files but the headings of the forms.
"""

from __future__ import annotations

import gc
import json
import signal
import sys
from functools import lru_cache
from typing import BinaryIO, NoReturn

from alignment.intake.caught import Caught, Sheets
from alignment.intake.columns import Headings
from alignment.intake.desk import Desk
from alignment.intake.mapping import FixedMapping
from alignment.intake.opening import open_file, open_sheets
from alignment.intake.problems import Spot, problem
from alignment.model import Language
from alignment.rulebook.parts import Forms

#: Bytes of address space: more than the largest file that is read needs, less than a small machine has.
MEMORY = 640 * 2**20
#: What a library that reads documents has no business with.
_FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.system", "os.posix_spawn", "os.remove", "os.rename", "ctypes.")


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _lock_in()
    gc.disable()
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        _answer(_opened(data, request).model_dump_json().encode(), answers)
        gc.collect()


def _opened(data: bytes, request: dict[str, str]) -> Caught | Sheets:
    """Applications, where the parent tells of what forms; the bare sheets of a workbook otherwise."""
    language: Language = request["language"]  # type: ignore[assignment]  # our own parent wrote it
    name, forms = request["name"], request.get("forms")
    try:
        if forms is None:
            return open_sheets(data, name, language)
        fixed = FixedMapping.model_validate_json(request["fixed"]) if request["fixed"] else None
        return open_file(data, name, Desk(_headings(forms), language, fixed))
    except MemoryError:
        told = (problem(language, "too-large", Spot(name)),)
        return Sheets(problems=told) if forms is None else Caught(problems=told)


@lru_cache(maxsize=4)
def _headings(forms: str) -> Headings:
    return Headings(Forms.model_validate_json(forms))


def _answer(content: bytes, answers: BinaryIO) -> None:
    answers.write(b"%d\n" % len(content))
    answers.write(content)
    answers.flush()


def _lock_in() -> None:
    """Give up what reading does not need; a reader that was taken over can do no more than answer wrongly."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(arguments[1], str) and not set("wax+").isdisjoint(arguments[1])
    if writes or event.startswith(_FORBIDDEN):
        _forbid(event)


def _forbid(event: str) -> NoReturn:
    message = f"a reader may not do this: {event}"
    raise PermissionError(message)


if __name__ == "__main__":
    main()
