"""Reading whatever is given: files, folders and standard input, each opened in quarantine, and one account of them all."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from alignment.errors import UsageError
from alignment.intake.caught import Answer, Caught, Found
from alignment.intake.mapping import FixedMapping
from alignment.intake.problems import Spot, problem
from alignment.intake.quarantine import LARGEST_FILE, Quarantine
from alignment.messages import say
from alignment.model import Application, ColumnMapping, Language, Problem, Reading
from alignment.rulebook.parts import Forms

#: What a folder holds beside the files people put there.
_NOT_PEOPLES = ("~$", ".")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Given:
    """Content that came without a file of its own: standard input, or an upload."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Intake:
    """All that was read.

    Attributes:
        applications: in the order of the input.
        problems: all of them, in the order of their files; those of single applications too.
        files: names of the files read, folders before a file's name only where a folder was given.
        mappings: what every column, label and unknown key was taken for.
        readings: the account of every sheet and file: its rows are applications, joined, left out or refused.
        problems_of: the problems of one application, by its index.
        decisions: what officers decided on an application, by its index, where the input tells it.
    """

    applications: tuple[Application, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    mappings: tuple[ColumnMapping, ...]
    readings: tuple[Reading, ...]
    problems_of: Mapping[int, tuple[Problem, ...]]
    decisions: Mapping[int, Mapping[str, Answer]]


def read_inputs(
    inputs: Sequence[Path | Given],
    forms: Forms,
    language: Language,
    *,
    fixed: FixedMapping | None = None,
    quarantine: Quarantine | None = None,
) -> Intake:
    """Read all applications of files, folders and given content.

    A file that cannot be read becomes a problem and the others go on.

    Args:
        fixed: what columns are, where an officer has said so.
        quarantine: one to use again; without it one is made for this call.

    Raises:
        UsageError: when a file or folder does not exist.
    """
    with nullcontext(quarantine) if quarantine else Quarantine() as room, _collector_paused():
        reader = _Reader(room, forms, language, fixed)
        for given in inputs:
            reader.read(given)
    return reader.intake()


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for garbage meanwhile: among so many texts, all of them in use, it would take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reader:
    """Reads one input after the other and keeps what was caught."""

    def __init__(self, room: Quarantine, forms: Forms, language: Language, fixed: FixedMapping | None) -> None:
        self._room, self._forms, self._language, self._fixed = room, forms, language, fixed
        self._files: list[str] = []
        self._caught: list[Caught] = []
        self._seen: set[str] = set()

    def read(self, given: Path | Given) -> None:
        """Read one input, a folder with all that is in it; what was read before is not read again."""
        if isinstance(given, Given):
            self._open(given.content, _name(given.name))
            return
        if not given.exists():
            raise UsageError(
                say(self._language, "intake.no-such-file", path=given), say(self._language, "intake.no-such-file-hint")
            )
        for name, path in self._paths(given):
            # Not by resolve(): that fails on a link to itself.
            if (real := os.path.realpath(path)) not in self._seen:
                self._seen.add(real)
                self._read_path(path, name)

    def _paths(self, given: Path) -> Iterator[tuple[str, Path]]:
        """The files of an input with the names they go by, those of a folder sorted."""
        if not given.is_dir():
            yield _name(given.name), given
            return
        found = sorted(_inside(given))
        if not found:
            self._tell("empty-folder", _name(given.name))
        for path in found:
            yield _name(path.relative_to(given).as_posix()), path

    def _read_path(self, path: Path, name: str) -> None:
        try:
            content = _content(path)
        except OSError:
            self._files.append(name)
            self._tell("unreadable-file", name)
        else:
            self._open(content, name)

    def _open(self, content: bytes, name: str) -> None:
        self._files.append(name)
        self._caught.append(self._room.read(content, name, self._forms, self._language, self._fixed))

    def _tell(self, code: str, name: str) -> None:
        self._caught.append(Caught(problems=(problem(self._language, code, Spot(name)),)))

    def intake(self) -> Intake:
        """Everything together, with what only shows when all files lie side by side."""
        for named in dict.fromkeys(table.file for table in self._fixed.tables) if self._fixed else ():
            if named is not None and named not in self._files:
                self._tell("mapped-file-missing", named)
        found = [each for caught in self._caught for each in caught.found]
        repeated = _repeated(found, self._language)
        problems_of = {at: (*each.problems, *repeated.get(at, ())) for at, each in enumerate(found)}
        return Intake(
            applications=tuple(each.application for each in found),
            problems=tuple(self._problems(problems_of)),
            files=tuple(self._files),
            mappings=tuple(mapping for caught in self._caught for mapping in caught.mappings),
            readings=tuple(reading for caught in self._caught for reading in caught.readings),
            problems_of={at: problems for at, problems in problems_of.items() if problems},
            decisions={at: each.decision for at, each in enumerate(found) if each.decision},
        )

    def _problems(self, problems_of: Mapping[int, tuple[Problem, ...]]) -> Iterator[Problem]:
        """File by file, first those of the file itself. What stands with each application of a table stands here once."""
        at = 0
        for caught in self._caught:
            last = at + len(caught.found)
            own = (fault for index in range(at, last) for fault in problems_of[index])
            yield from dict.fromkeys((*caught.problems, *own))
            at = last


def _inside(folder: Path) -> Iterator[Path]:
    # Links to folders are not followed, so no loop of links can catch the walk.
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(_NOT_PEOPLES)]
        kept = (name for name in names if not name.startswith(_NOT_PEOPLES) and name.lower() not in _SYSTEM_FILES)
        yield from (Path(parent, name) for name in kept)


def _content(path: Path) -> bytes:
    """A file's content, and one byte more than allowed of a file that is too large.

    Raises:
        OSError: when it cannot be read or is no ordinary file: a pipe or a device might never end.
    """
    if not path.is_file():
        raise OSError
    with path.open("rb") as stream:
        return stream.read(LARGEST_FILE + 1)


def _name(name: str) -> str:
    """A file name that can be written anywhere, whatever bytes the disk holds."""
    return name.encode("utf-8", "replace").decode()


def _repeated(found: Sequence[Found], language: Language) -> dict[int, list[Problem]]:
    """Problems of applications whose id or text was there before; the first one stands without."""
    told: dict[int, list[Problem]] = {}
    firsts: dict[tuple[str, object], int] = {}
    for index, each in enumerate(found):
        texts = tuple(section.text.strip() for section in each.application.sections)
        for code, key in (("duplicate-id", each.application.id), ("duplicate-text", texts)):
            first = firsts.setdefault((code, key), index)
            if key and first != index:
                place = found[first].spot.said(language)
                fault = problem(language, code, each.spot, id=each.application.id, first=place)
                told.setdefault(index, []).append(fault)
    return told
