"""Makes ``sample_applications/`` from the invented applications in ``tests/samples/``.

Run as ``python tests/make_samples.py [FOLDER]`` from the top of the repository. The same sources give the same files.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from alignment.cli import rules_folder
from alignment.intake.columns import Headings
from alignment.intake.template import write_template
from alignment.intake.values import CELL_LIMIT
from alignment.model import LANGUAGES
from alignment.rulebook import load_rulebook

Case = dict[str, Any]
Value = str | float | dt.date | None

_HERE = Path(__file__).parent
_SOURCES = _HERE / "samples"
_TARGET = _HERE.parent / "sample_applications"

#: Column header of every field, and its width in characters.
_FIELDS = {
    "id": ("Hakemusnumero", 17),
    "title": ("Hankkeen nimi", 34),
    "applicant": ("Hakija", 26),
    "region": ("Toteutusalue", 20),
    "start": ("Alkamispäivä", 15),
    "end": ("Päättymispäivä", 17),
    "budget_eur": ("Kokonaiskustannukset (€)", 25),
    "fund": ("Rahasto", 10),
}
_DATES = ("start", "end")
#: Column header of every section, and the names that the sources give it.
_SECTIONS = {
    "Tiivistelmä": (
        "summary",
        "Hankkeen julkinen tiivistelmä",
        "Projektets offentliga sammanfattning",
        "Public summary of the project",
    ),
    "Hankkeen tarve": ("need", "Hankkeen tarve ja tausta", "Projektets behov och bakgrund", "Need and background"),
    "Tavoitteet": ("goals", "Tavoitteet", "Mål", "Goals"),
    "Toimenpiteet": ("measures", "Toimenpiteet ja aikataulu", "Åtgärder och tidtabell", "Measures and timetable"),
    "Tulokset": ("results", "Tulokset ja vaikutukset", "Resultat och effekter", "Results and effects"),
    "Kohderyhmä": ("Kohderyhmä", "Målgrupp", "Target group"),
    "Maakuntaohjelman toteuttaminen": (
        "Alueellisen ohjelman ja strategian toteuttaminen",
        "Genomförande av landskapsprogrammet och strategin",
        "Implementation of the regional programme and strategy",
    ),
    "Horisontaaliset periaatteet": (
        "Horisontaaliset periaatteet: sukupuolten tasa-arvo, kestävä kehitys, digitalisaatio ja ilmasto",
        "Horisontella principer: jämställdhet, hållbar utveckling, digitalisering och klimat",
        "Horizontal principles: gender equality, sustainable development, digitalisation and climate",
    ),
    "Uutuusarvo ja jatkuvuus": (
        "Hankkeen uutuusarvo ja jatkuvuus",
        "Nyhetsvärde och fortsatt verksamhet",
        "Novelty and continuity",
    ),
    "Yhteydet muihin hankkeisiin": ("Aiemmat hankkeet ja yhteensovittaminen",),
    "Hankkeen hallinto ja seuranta": (
        "Seuranta, arviointi ja hakijan edellytykset",
        "Uppföljning och den sökandes förutsättningar",
        "Monitoring and the applicant's capacity",
    ),
    "Yhteistyökumppanit": ("Yhteistyökumppanit", "Samarbetspartner", "Partners"),
    "Riskit": ("Riskit", "Risker", "Risks"),
    "Viestintä": ("Viestintä", "Kommunikation", "Communication"),
    "Kustannusarvio": ("Kustannusarvio", "Kostnadsförslag", "Budget"),
    "Yhteystiedot": ("Yhteystiedot", "Kontaktuppgifter", "Contact details"),
}
_COLUMN_OF = {name: header for header, names in _SECTIONS.items() for name in names}
#: A header that means nothing to anybody but the officer who wrote it.
_UNKNOWN_COLUMN = "Kansio"

_DATE_FORMAT, _MONEY_FORMAT = "d.m.yyyy", "#,##0"
_TEXT_WIDTH, _FORM_ANSWER_WIDTH, _LINE_HEIGHT, _HIGHEST_ROW = 60, 90, 15, 400
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_HEADER_FONT = Font(name="Calibri", size=11, bold=True, color="FFFFFF")
_HEADER_FILL = PatternFill("solid", fgColor="385723")
_LINE = Border(bottom=Side(style="thin", color="BFBFBF"))
_MADE_ON = b"2026-11-21T00:00:00Z"

#: Language of the applications that are not in Finnish and do not say so in their identifier.
_NOT_FINNISH = {
    "sv": "SIM-009 SIM-010 SIM-011 SIM-012 SIM-013 SIM-020 SIM-025 SIM-026 SIM-036 SIM-038",
    "en": "SIM-014 SIM-015 SIM-016 SIM-017 SIM-021 SIM-022 SIM-027 SIM-029",
    "et": "SIM-031",
    "de": "SIM-032",
    "fi, en": "SIM-033",
    "fi, sv": "SIM-034",
}
_LANGUAGE_OF = {name: language for language, names in _NOT_FINNISH.items() for name in names.split()}


def make_samples(folder: Path) -> None:
    """Write every sample file and the page that explains them into a folder.

    Raises:
        OSError: when a file cannot be written.
    """
    cases = _cases("round.jsonl")
    parallel = [case for case in cases if case["id"].startswith("SIM-P")]
    whole = [case for case in cases if case not in parallel] + _cases("long.jsonl")
    form = json.loads((_SOURCES / "form.json").read_text("utf-8"))
    broken = _cases("broken.jsonl")
    folder.mkdir(parents=True, exist_ok=True)
    _save(_table("Hakemukset 2023", whole), folder / "round-2023.xlsx")
    _save(_broken(broken), folder / "broken.xlsx")
    _write_form(form, folder / "form.xlsx")
    lines = [json.dumps({key: case[key] for key in (*_FIELDS, "text")}, ensure_ascii=False) for case in parallel]
    (folder / "parallel.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    (folder / "README.md").write_text(_page(whole, parallel, form, broken), "utf-8", newline="\n")


def _cases(name: str) -> list[Case]:
    return [json.loads(line) for line in (_SOURCES / name).read_text("utf-8").splitlines()]


def _texts(case: Case) -> dict[str, str]:
    texts: dict[str, str] = case.get("text") or case.get("sections") or {}
    return texts


# --- Tables ---------------------------------------------------------------------------------------------------------------


def _table(name: str, cases: Iterable[Case]) -> Workbook:
    """A workbook with one application a row, and a column for every section that any of them has."""
    rows = [_row(case) for case in cases]
    fields = [header for header, _ in _FIELDS.values()]
    headers = [*fields, *(header for header in _SECTIONS if any(header in row for row in rows))]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for column, header in enumerate(headers, start=1):
        _write_header(sheet, column, header)
    for number, row in enumerate(rows, start=2):
        for column, header in enumerate(headers, start=1):
            _write_value(sheet, number, column, row.get(header))
        sheet.row_dimensions[number].height = _height((row.get(header) for header in headers[len(fields) :]), _TEXT_WIDTH)
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{len(rows) + 1}"
    _set_page(sheet)
    return book


def _row(case: Case) -> dict[str, Value]:
    """What stands in the cells, by column header."""
    row: dict[str, Value] = {header: case[name] for name, (header, _) in _FIELDS.items()}
    for name in _DATES:
        row[_FIELDS[name][0]] = _date(case[name])
    return row | {_COLUMN_OF[name]: text for name, text in _texts(case).items()}


def _date(text: str | None) -> dt.date | str | None:
    """A date; what is none stays the text that somebody typed."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return text


def _write_header(sheet: Worksheet, column: int, header: str) -> None:
    cell = sheet.cell(1, column, header)
    cell.font, cell.fill = _HEADER_FONT, _HEADER_FILL
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.column_dimensions[get_column_letter(column)].width = dict(_FIELDS.values()).get(header, _TEXT_WIDTH)


def _write_value(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        # What spreadsheet programs write in place of a control character.
        value = ILLEGAL_CHARACTERS_RE.sub(lambda found: f"_x{ord(found[0]):04X}_", value)
    cell = sheet.cell(row, column, value)
    cell.alignment, cell.border = _WRAPPED, _LINE
    if isinstance(value, dt.date):
        cell.number_format = _DATE_FORMAT
    elif isinstance(value, (int, float)):
        cell.number_format = _MONEY_FORMAT


def _height(texts: Iterable[Value], width: int) -> int:
    """Height in points at which the longest text can be read; spreadsheet programs do not allow much more than 400."""
    lines = max(
        (sum(1 + len(line) // (width + 10) for line in text.split("\n")) for text in texts if isinstance(text, str)), default=1
    )
    return min(_HIGHEST_ROW, _LINE_HEIGHT * max(2, lines))


def _set_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:B"


def _broken(cases: list[Case]) -> Workbook:
    """A table with the faults of its rows, and a column that nobody knows."""
    book = _table("Hakemukset", (_cut(case) if case["expect"]["problem"] == "text-cut" else case for case in cases))
    sheet = book.worksheets[0]
    column = len(_FIELDS) + 4
    _write_header(sheet, column, _UNKNOWN_COLUMN)
    sheet.column_dimensions[get_column_letter(column)].width = 10
    for number, case in enumerate(cases, start=2):
        # The line of totals at the end has no identifier and no text.
        if case["id"] or case["text"]:
            _write_value(sheet, number, column, f"K {number - 1}")
    return book


def _cut(case: Case) -> Case:
    """An application whose last text goes on until the cell is full."""
    *_, last = case["text"]
    text: str = case["text"][last]
    return case | {"text": case["text"] | {last: (text * (CELL_LIMIT // len(text) + 1))[:CELL_LIMIT]}}


# --- The form -------------------------------------------------------------------------------------------------------------


def _write_form(case: Case, path: Path) -> None:
    """The empty form of the program, filled in."""
    forms = load_rulebook(rules_folder()).forms
    recognise = Headings(forms).recognise
    headings = {found.name: name for name in case["sections"] if (found := recognise(name, ("section",)))}
    answers: dict[str, Value] = {name: _date(case[name]) if name in _DATES else case[name] for name in _FIELDS}
    answers |= {role: case["sections"][name] for role, name in headings.items()}
    write_template(path, forms, "fi", shape="form")
    book = load_workbook(path, rich_text=True)
    sheet = book.worksheets[0]
    for row in range(3, sheet.max_row + 1):
        found = recognise(str(sheet.cell(row, 1).value))
        _answer(sheet, row, answers.pop(found.name, None) if found else None)
    # What the form does not ask, applicants write below it.
    for row, (role, answer) in enumerate(answers.items(), start=sheet.max_row + 1):
        sheet.cell(row, 1, headings[role]).alignment = _WRAPPED
        _answer(sheet, row, answer)
    _save(book, path)


def _answer(sheet: Worksheet, row: int, answer: Value) -> None:
    _write_value(sheet, row, 2, answer)
    sheet.row_dimensions[row].height = _height([answer], _FORM_ANSWER_WIDTH)


def _save(book: Workbook, path: Path) -> None:
    """Save a workbook without the time of its making, so that the same values make the same file."""
    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", _MADE_ON, content)
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


# --- The page that explains them ------------------------------------------------------------------------------------------


def _page(whole: list[Case], parallel: list[Case], form: Case, broken: list[Case]) -> str:
    files = (("round-2023.xlsx", whole), ("parallel.jsonl", parallel), ("form.xlsx", [form]))
    shown = [
        (case["id"], f"`{name}`", _language(case), case["shows"], " or ".join(case["expect"]["recommendation"]))
        for name, cases in files
        for case in cases
    ]
    faults = [
        (number, case["id"] or "none", case["shows"], f"`{code}`" if (code := case["expect"]["problem"]) else "")
        for number, case in enumerate(broken, start=2)
    ]
    return (
        (_SOURCES / "page.md")
        .read_text("utf-8")
        .format(
            whole=len(whole),
            unknown=_UNKNOWN_COLUMN,
            shows=_markdown(("Id", "File", "Language", "What it shows", "Expected recommendation"), shown),
            faults=_markdown(("Row", "Id", "Fault", "Problem code"), faults),
        )
    )


def _language(case: Case) -> str:
    _, _, ending = case["id"].rpartition("-")
    return ending if ending in LANGUAGES else _LANGUAGE_OF.get(case["id"], "fi")


def _markdown(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


if __name__ == "__main__":
    make_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else _TARGET)
