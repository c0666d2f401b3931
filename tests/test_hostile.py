"""Texts that want to be more than text, from the file to the report: words they are in, and words they are out."""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

from alignment.cli import main
from tests.corpus.faults_places import HOSTILE

# openpyxl says that it leaves out what it does not know; nothing of it is of an applicant.
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ASKING = next(number for number, text in enumerate(HOSTILE) if "Ignore the rules" in text)
_THEME = (
    "Satamaan rakennetaan raideyhteys, ja konttien kuljetus siirtyy maanteiltä rautateille. Logistiikan päästöt vähenevät. "
    "Hanke hankkii kaksi sähköistä lukkia ja kouluttaa ratapihan väen käyttämään niitä. Kuljetusketjut satamasta teollisuuteen "
    "nopeutuvat, ja alueen yritykset saavat uuden reitin vientiin."
)


class Told(NamedTuple):
    """What a run left behind."""

    terminal: str
    lines: list[str]
    report: Path


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """A round of nothing but hostile applications, in text, title and applicant."""
    folder = tmp_path_factory.mktemp("vihamielinen")
    source, report, lines = folder / "haku.jsonl", folder / "raportti.xlsx", folder / "rivit.jsonl"
    made = (
        {"id": f"H-{number}", "title": text, "applicant": text, "start": "2023-01-01", "text": {"goals": f"{text} {_THEME}"}}
        for number, text in enumerate(("", *HOSTILE))
    )
    source.write_text("\n".join(map(json.dumps, made)), "utf-8")
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        main(["check", str(source), "--report", str(report), "--workers", "1"])
        main(["check", str(source), "--json", str(lines), "--workers", "1"])
    return Told(screen.getvalue(), lines.read_text("utf-8").splitlines(), report)


def test_the_terminal_shows_nothing_that_moves_or_turns(told: Told) -> None:
    assert "H-1" in told.terminal
    assert not _CONTROLS.search(told.terminal)
    assert not _TURNING.search(told.terminal)


def test_the_json_holds_them_unchanged_and_escaped(told: Told) -> None:
    applications: list[dict[str, Any]] = [json.loads(line) for line in told.lines]
    assert [each["application"]["title"] for each in applications] == ["", *HOSTILE]
    assert not [line for line in told.lines if _CONTROLS.search(line)]


def test_the_report_holds_no_formula_link_or_control_character_of_theirs(told: Told) -> None:
    cells = [cell for sheet in load_workbook(told.report) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(str(cell.value).startswith("=SUM(E") for cell in cells if cell.data_type == "f")
    assert not [cell.value for cell in cells if _CONTROLS.search(str(cell.value))]
    with zipfile.ZipFile(told.report) as archive:
        assert not [name for name in archive.namelist() if b'TargetMode="External"' in archive.read(name)]
    said = {str(cell.value) for cell in cells}
    assert {text for text in HOSTILE if not _CONTROLS.search(text) and not _TURNING.search(text)} <= said


def test_an_instruction_is_no_rule(told: Told) -> None:
    """The application that asks to be accepted fares as the one that says the same without asking."""
    results = {result["application"]["id"]: result for result in map(json.loads, told.lines)}
    asking, plain = results[f"H-{_ASKING + 1}"], results["H-0"]
    assert _accepted(asking) <= _accepted(plain)
    assert asking["recommendation"] == plain["recommendation"]


def _accepted(result: dict[str, Any]) -> set[str]:
    return {match["target"] for match in result["matches"] if match["accepted"]}
