"""Comma-separated files and JSON, as spreadsheet programs, services and scripts write them."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from alignment.model import Application
from tests.corpus import Sample
from tests.corpus.making import (
    FI,
    FINNISH,
    GAS,
    MILL,
    QUAY,
    RAIL,
    SCHOOL,
    SV,
    Project,
    came,
    in_rows,
    row,
    section,
    shape,
    table,
    texts,
)
from tests.corpus.making_books import Rows

_CSV, _JSON, _LINES = "haku.csv", "haku.json", "haku.jsonl"


def separated(rows: Rows, delimiter: str = ";", end: str = "\r\n", quoting: Literal[0, 1, 2, 3] = csv.QUOTE_MINIMAL) -> str:
    """A comma-separated text; dates as a Finnish spreadsheet program writes them."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(
        [_shown(cell) for cell in cells] for cells in rows
    )
    return text.getvalue()


def _shown(cell: object) -> object:
    return f"{cell.day}.{cell.month}.{cell.year}" if isinstance(cell, dt.date) else cell


def _file(
    name: str, about: str, content: bytes, comes: Iterable[Application], *told: tuple[str, str], file: str = _CSV, **more: Any
) -> Sample:
    """A file of these bytes."""

    def build(folder: Path) -> list[Path]:
        (folder / file).write_bytes(content)
        return [folder / file]

    return shape(name, about, build, comes, *told, **more)


def _csv(name: str, about: str, text: str, encoding: str = "utf-8", mark: str = "") -> Sample:
    """The three Finnish projects as a comma-separated text; ``mark`` is written first."""
    return _file(name, about, (mark + text).encode(encoding), in_rows(FINNISH, _CSV, None))


_BOM = "\ufeff"
_LONG = RAIL._replace(
    goals='Äiti sanoi: "raide; tai, vene|laiva".\nÖljyä ei tarvita.\n\nÅbo on kaukana.\tNiin on.', measures="Yksi\r\nkaksi"
)
_LETTERS = [_LONG, SCHOOL]
_SAID = [came(_LONG, _CSV, None, 2, sections=texts(_LONG)), came(SCHOOL, _CSV, None, 3)]
_FINNISH_NUMBERS = [row(RAIL, budget_eur="250 000,00"), row(SCHOOL, budget_eur="98 765,50"), row(GAS, budget_eur="1 200 000")]
_CSVS = (
    _csv("csv with semicolons", "as Excel writes it in Finland, without a mark", separated(table())),
    _csv("csv with commas and a mark", "UTF-8 with its mark", separated(table(), ","), mark=_BOM),
    _file("csv with tabs", "a .tsv", separated(table(), "\t").encode(), in_rows(FINNISH, "haku.tsv", None), file="haku.tsv"),
    _csv("csv with bars", "a bar between the cells", separated(table(), "|")),
    _csv("csv in Windows-1252", "an old code page", separated(table()), "cp1252"),
    _csv("csv in UTF-16, small end first", "Excel's Unicode text", separated(table(), "\t"), "utf-16-le", _BOM),
    _csv("csv in UTF-16, big end first", "the other order of bytes", separated(table()), "utf-16-be", _BOM),
    _csv("csv with line feeds", "lines as Linux ends them", separated(table(), end="\n")),
    _csv("csv with carriage returns", "lines as old Macintoshes end them", separated(table(), end="\r")),
    _csv("csv all quoted", "every cell in quotation marks, headings too", separated(table(), quoting=csv.QUOTE_ALL)),
    _csv("csv without a last line end", "the last line is not ended", separated(table()).rstrip()),
    _file(
        "csv of many lines in a cell",
        "quoted cells with line breaks, quotation marks and delimiters",
        separated([FI, *map(row, _LETTERS)]).encode(),
        _SAID,
    ),
    _file("csv of many lines, commas", "the same with commas", separated([FI, *map(row, _LETTERS)], ",").encode(), _SAID),
    _file(
        "csv with Finnish numbers",
        "blanks between thousands and a decimal comma",
        separated([FI, *_FINNISH_NUMBERS]).encode(),
        in_rows(FINNISH, _CSV, None),
    ),
    _file(
        "csv that names its delimiter",
        "the first line says sep=;",
        f"sep=;\r\n{separated(table())}".encode(),
        in_rows(FINNISH, _CSV, None, 3),
    ),
    _file(
        "csv with a title",
        "lines above the header, empty lines and totals",
        separated([["Haku 2026"], [], FI, row(RAIL), [], row(SCHOOL), ["Yhteensä", *[""] * 5, 348_765.5, "", "", ""]]).encode(),
        [came(RAIL, _CSV, None, 4), came(SCHOOL, _CSV, None, 6)],
        left_out=1,
    ),
    _file(
        "csv padded",
        "delimiters at the end of every line and empty lines of them below",
        "".join(f"{line};;;\r\n" for line in [*separated(table()).splitlines(), ";;;;;;;;;", ";;;;;;;;;"]).encode(),
        in_rows(FINNISH, _CSV, None),
    ),
    _file(
        "csv in Swedish",
        "a Swedish table",
        separated([SV, row(QUAY)]).encode("cp1252"),
        in_rows([QUAY], _CSV, None, names=SV[8:]),
    ),
    _file(
        "csv with zeros first",
        "numbers that are names",
        separated([FI, row(RAIL, id="000123"), row(SCHOOL, id="202601000123456789")]).encode(),
        [came(RAIL, _CSV, None, 2, id="000123"), came(SCHOOL, _CSV, None, 3, id="202601000123456789")],
    ),
)


def _object(
    project: Project, text: str = "text", names: Sequence[str] = ("goals", "measures"), **more: object
) -> dict[str, object]:
    """A project as a JSON object."""
    facts = {name: value for name, value in project._asdict().items() if name not in ("goals", "measures")}
    dates = {"start": project.start.isoformat(), "end": project.end.isoformat()}
    return {**facts, **dates, text: dict(zip(names, (project.goals, project.measures), strict=True)), **more}


def _dumped(value: object, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)


def _came(
    project: Project, file: str, at: int | None, names: Sequence[str] = ("goals", "measures"), **changed: Any
) -> Application:
    return came(project, file, None, at, **{"sections": texts(project, names), **changed})


_OBJECTS = [_object(each) for each in FINNISH]
_HEADED = ("3.2 Hankkeen tavoitteet", "Toimenpiteet")
_IN_LIST = [_came(each, _JSON, at) for at, each in enumerate(FINNISH, start=1)]
_IN_LINES = [_came(each, _LINES, at) for at, each in enumerate(FINNISH, start=1)]
_JSONS = (
    _file("json list", "a list of applications", _dumped(_OBJECTS, 2).encode(), _IN_LIST, file=_JSON),
    _file("json object", "a single application", _dumped(_OBJECTS[0], 2).encode(), [_came(RAIL, _JSON, None)], file=_JSON),
    _file(
        "json sections",
        "sections under their headings",
        _dumped([_object(RAIL, "sections", _HEADED)]).encode(),
        [_came(RAIL, _JSON, 1, _HEADED)],
        file=_JSON,
    ),
    _file("json with a mark", "UTF-8 with its mark", f"{_BOM}{_dumped(_OBJECTS)}".encode(), _IN_LIST, file=_JSON),
    _file("json in UTF-16", "as Windows scripts write it", _dumped(_OBJECTS).encode("utf-16"), _IN_LIST, file=_JSON),
    _file("json lines", "one application a line", "\n".join(map(_dumped, _OBJECTS)).encode(), _IN_LINES, file=_LINES),
    _file(
        "json lines in .json",
        "lines in a file that calls itself .json",
        "\n".join(map(_dumped, _OBJECTS)).encode(),
        [_came(each, _JSON, at) for at, each in enumerate(FINNISH, start=1)],
        file=_JSON,
    ),
    _file(
        "json lines with blank lines",
        "empty lines between, a mark first, CRLF",
        f"{_BOM}\r\n{_dumped(_OBJECTS[0])}\r\n\r\n  \r\n{_dumped(_OBJECTS[1])}\r\n\r\n".encode(),
        [_came(RAIL, _LINES, 2), _came(SCHOOL, _LINES, 5)],
        file=_LINES,
    ),
    _file(
        "json with unknown keys",
        "keys of no meaning are listed, those of evaluation cases are not",
        _dumped(_object(MILL, väri="sininen", rating=4, lang="en", labels=[])).encode(),
        [_came(MILL, _JSON, None)],
        file=_JSON,
        unread=["väri", "rating"],
    ),
    _file(
        "json as people write it",
        "numbers for ids, sums and dates as words, empty values",
        _dumped([_object(RAIL, id=17, budget_eur="250 000 €", start="1.3.2026", region=None, fund="")]).encode(),
        [_came(RAIL, _JSON, 1, id="17", region=None, fund=None)],
        file=_JSON,
    ),
    _file(
        "json of a case",
        "an unknown section keeps its name",
        _dumped(_object(QUAY, text="text", names=("goals", "Kissat"))).encode(),
        [_came(QUAY, _JSON, None, sections=(section("goals", "goals", QUAY.goals), section("Kissat", "other", QUAY.measures)))],
        file=_JSON,
    ),
)

TEXTS: tuple[Sample, ...] = (*_CSVS, *_JSONS)
