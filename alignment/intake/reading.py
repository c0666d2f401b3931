"""Reading whatever is given: files, folders and standard input, told apart by what they hold and not by their names."""

from __future__ import annotations

import csv
import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from alignment.errors import UsageError
from alignment.intake import guard
from alignment.intake.columns import Headings
from alignment.intake.desk import ColumnMapping, Desk, Draft, Haul, Item
from alignment.intake.documents import read_documents
from alignment.intake.drafts import finish
from alignment.intake.forms import find_labels, read_form
from alignment.intake.grids import Grid, csv_choices, csv_grid, workbook_grids
from alignment.intake.problems import Spot
from alignment.intake.tables import find_header, read_table
from alignment.intake.values import is_blank
from alignment.messages import say
from alignment.model import Application, Language, Problem
from alignment.rulebook.parts import Forms

#: What a folder holds beside the files people put there.
_NOT_PEOPLES = ("~$", ".")
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
_STANDARD_INPUT = "-"


@dataclass(frozen=True)
class Intake:
    """All that was read.

    Attributes:
        applications: in the order of the input.
        problems: all of them, by place; those of single applications too.
        files: names of the files read, folders before a file's name only where a folder was given.
        mappings: what every column, label and unknown key was taken for.
        problems_of: the problems of one application, by its index.
        decisions: what officers decided on an application, by its index, where the input tells it.
    """

    applications: tuple[Application, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    mappings: tuple[ColumnMapping, ...]
    problems_of: Mapping[int, tuple[Problem, ...]]
    decisions: Mapping[int, Mapping[str, Item]]


def read_inputs(inputs: Sequence[Path | BinaryIO], forms: Forms, language: Language) -> Intake:
    """Read all applications of files, folders and standard input (JSON lines).

    A file that cannot be read becomes a problem and the others go on.

    Raises:
        UsageError: when a file or folder does not exist.
    """
    desk = Desk(Headings(forms), language)
    with _collector_paused():
        return _read(inputs, desk)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for garbage meanwhile: among so many cells, all of them in use, it would take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(inputs: Sequence[Path | BinaryIO], desk: Desk) -> Intake:
    files: list[str] = []
    haul = Haul()
    seen: set[Path] = set()
    for given in inputs:
        if isinstance(given, Path):
            for name, path in _files(given, desk, haul):
                if (real := path.resolve()) not in seen:
                    seen.add(real)
                    files.append(name)
                    haul.add(_read_path(path, name, desk))
        else:
            files.append(_STANDARD_INPUT)
            haul.add(_read_stream(given, desk))
    return _intake(haul, files, desk)


def _files(given: Path, desk: Desk, haul: Haul) -> Iterator[tuple[str, Path]]:
    """The files of an input with the names they go by, those of a folder sorted."""
    if not given.exists():
        raise UsageError(say(desk.language, "intake.no-such-file", path=given), say(desk.language, "intake.no-such-file-hint"))
    if not given.is_dir():
        yield _name(given.name), given
        return
    found = sorted(_inside(given))
    if not found:
        haul.problems.append(desk.problem("empty-folder", Spot(_name(given.name))))
    for path in found:
        yield _name(path.relative_to(given).as_posix()), path


def _inside(folder: Path) -> Iterator[Path]:
    # Links to folders are not followed, so no loop of links can catch the walk.
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(_NOT_PEOPLES)]
        paths = (Path(parent, name) for name in names if not name.startswith(_NOT_PEOPLES) and name.lower() not in _SYSTEM_FILES)
        yield from (path for path in paths if path.is_file())


def _name(name: str) -> str:
    """A file name that can be written anywhere, whatever bytes the disk holds."""
    return name.encode("utf-8", "replace").decode()


def _read_path(path: Path, name: str, desk: Desk) -> Haul:
    try:
        with path.open("rb") as stream:
            data = stream.read(guard.LARGEST_FILE + 1)
    except OSError:
        return _only(desk.problem("unreadable-file", Spot(name)))
    return _read_bytes(data, name, desk)


def _read_stream(stream: BinaryIO, desk: Desk) -> Haul:
    data = stream.read(guard.LARGEST_FILE + 1)
    if len(data) > guard.LARGEST_FILE:
        return _only(desk.problem("too-large", Spot(_STANDARD_INPUT)))
    text = _decoded(data)
    if not text.strip():
        return _only(desk.problem("empty-file", Spot(_STANDARD_INPUT)))
    return read_documents(text, _STANDARD_INPUT, desk)


def _read_bytes(data: bytes, name: str, desk: Desk) -> Haul:
    spot = Spot(name)
    if len(data) > guard.LARGEST_FILE:
        return _only(desk.problem("too-large", spot))
    if data.startswith(guard.ZIP_MAGIC):
        return _read_workbook(data, name, desk)
    if data.startswith(guard.OLE_MAGIC):
        return _only(desk.problem(guard.look_at_ole(data).fault or "unreadable-file", spot))
    if data.startswith(b"%PDF") or (b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return _only(desk.problem("not-a-workbook", spot))
    text = _decoded(data)
    if not text.strip():
        return _only(desk.problem("empty-file", spot))
    if text.lstrip()[0] in "{[":
        return read_documents(text, name, desk)
    return _read_csv(text, name, desk)


def _decoded(data: bytes) -> str:
    """Bytes as text: by the mark at the beginning, else UTF-8, else Windows-1252.

    A UTF-8 text with a few broken characters stays UTF-8: the broken ones are told, and the others keep their umlauts.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd")
    if broken and broken >= sum(not sign.isascii() for sign in text) - broken:
        return data.decode("cp1252", "replace")
    return text


def _read_csv(text: str, name: str, desk: Desk) -> Haul:
    try:
        choices = [(find_header(rows, desk)[1], max(map(len, rows)), delimiter) for delimiter, rows in csv_choices(text)]
        grid = csv_grid(text, name, max(choices, key=lambda choice: choice[:2])[2])
    except csv.Error:
        return _only(desk.problem("unreadable-file", Spot(name)))
    return _read_grids([grid], name, desk)


def _read_workbook(data: bytes, name: str, desk: Desk) -> Haul:
    look = guard.look_at_zip(data)
    if look.fault:
        return _only(desk.problem(look.fault, Spot(name)))
    try:
        grids = workbook_grids(data, name, look.unsaved)
    except Exception:  # noqa: BLE001  a broken workbook fails in any way it likes, and the other files must go on
        return _only(desk.problem("unreadable-file", Spot(name)))
    return _read_grids(grids, name, desk)


def _read_grids(grids: list[Grid], name: str, desk: Desk) -> Haul:
    """Every sheet as a table or a form. Sheets of notes are listed, and a file without any application is told."""
    filled = [grid for grid in grids if grid.rows]
    haul, known = Haul(), False
    for grid in filled:
        read = _read_grid(grid, desk)
        known = known or read is not None
        haul.add(read or _unknown_sheet(grid, desk))
    if haul.drafts or haul.problems:
        return haul
    code = "no-rows" if known else "no-header" if filled else "empty-file"
    haul.problems.append(desk.problem(code, filled[0].spot() if len(filled) == 1 else Spot(name)))
    return haul


def _read_grid(grid: Grid, desk: Desk) -> Haul | None:
    row, table = find_header(grid.rows, desk)
    column, form = find_labels(grid, desk)
    if form > table:
        return read_form(grid, column, desk)
    return read_table(grid, row, desk) if table else None


def _unknown_sheet(grid: Grid, desk: Desk) -> Haul:
    """A sheet without a known heading: a problem when it looks like a table, for then applications may be lost."""
    wide = sum(sum(not is_blank(cell) for cell in row) > 2 for row in grid.rows)
    if wide > 1:
        return _only(desk.problem("no-header", grid.spot()))
    return Haul(mappings=[desk.mapping(grid.spot(), "", None, "notes")])


def _only(problem: Problem) -> Haul:
    return Haul(problems=[problem])


def _intake(haul: Haul, files: list[str], desk: Desk) -> Intake:
    finished = [finish(draft, desk) for draft in haul.drafts]
    applications = tuple(application for application, _ in finished)
    repeated = _repeated(applications, haul.drafts, desk)
    problems_of = {index: (*problems, *repeated.get(index, ())) for index, (_, problems) in enumerate(finished)}
    told = [*haul.problems, *(problem for problems in problems_of.values() for problem in problems)]
    # A fault of a whole table stands with each of its applications, and once in the list.
    problems = tuple(dict.fromkeys(told))
    kept = {index: problems for index, problems in problems_of.items() if problems}
    decisions = {index: draft.decision for index, draft in enumerate(haul.drafts) if draft.decision}
    return Intake(applications, problems, tuple(files), tuple(haul.mappings), kept, decisions)


def _repeated(applications: Sequence[Application], drafts: Sequence[Draft], desk: Desk) -> dict[int, list[Problem]]:
    """Problems of applications whose id or text was there before; the first one stands without."""
    found: dict[int, list[Problem]] = {}
    firsts: dict[tuple[str, object], int] = {}
    for index, application in enumerate(applications):
        texts = tuple(section.text.strip() for section in application.sections)
        for code, key in (("duplicate-id", application.id), ("duplicate-text", texts)):
            first = firsts.setdefault((code, key), index)
            if key and first != index:
                place = drafts[first].spot.said(desk.language)
                told = desk.problem(code, drafts[index].spot, id=application.id, first=place)
                found.setdefault(index, []).append(told)
    return found
