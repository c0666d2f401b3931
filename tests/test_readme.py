"""The README does not lie: its commands run, and its figures are what the command prints."""

from __future__ import annotations

import os
import re
import shlex
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from alignment.cli import main
from alignment.evaluation.evaluating import Evaluation

pytestmark = pytest.mark.usefixtures("ready_once")
ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [line[2:] for line in README.splitlines() if line.startswith("$ alignment ") and "evaluate" not in line]
FIELDS = {
    "RIS3 spearheads": "ris3",
    "goals 2022–2025": "goals_2022_2025",
    "goals 2018–2021": "goals_2018_2021",
    "goals 2014–2017": "goals_2014_2017",
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sample_applications").symlink_to(ROOT / "sample_applications")
    # What earlier commands wrote may be read by this one.
    before = [each for each in COMMANDS[: COMMANDS.index(command)] if " > " in each]
    assert [run(each) for each in (*before, command)] == [0] * (len(before) + 1)


def run(command: str) -> int:
    """A command's exit code, its standard output in a file where it says so."""
    line, _, out = command.partition(" > ")
    with Path(out or os.devnull).open("w", encoding="utf-8") as file, redirect_stdout(file):
        return main(shlex.split(line)[1:])


def test_every_command_of_the_program_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = re.findall(r"^    ([a-z]+) ", capsys.readouterr().out, flags=re.MULTILINE)
    assert len(told) >= 7
    assert [name for name in told if f"alignment {name}" not in README and f"make {name}" not in README] == []


def test_the_figures_are_those_of_the_command(real: Evaluation) -> None:
    both = (real.measures, real.cross_validated)
    plain, held_out = ({m.field: m for m in measures if m.language == "all"} for measures in both)
    for title, field in FIELDS.items():
        told = re.search(rf"^\| {title} \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|", README, flags=re.MULTILINE)
        assert told is not None
        figures = (plain[field].f1, held_out[field].f1, held_out[field].auc)
        assert [f"{figure:.2f}" for figure in figures] == list(told.groups())


def test_the_figures_of_the_invented_cases_are_those_of_the_command(invented: Evaluation) -> None:
    hard, pairs = invented.expectations[0], invented.parity[0]
    told = " ".join(README.split())
    assert f"{hard.as_expected} of {hard.cases} come out as expected" in told
    assert f"{100 * pairs.same_answers:.1f} % of the single answers" in told
    assert f"{100 * pairs.same_targets / pairs.pairs:.0f} % of the pairs" in told
    assert f"{100 * pairs.same_recommendation / pairs.pairs:.0f} %. This is" in told
    assert f"F1 of {sum(part.f1 for part in invented.citing) / len(invented.citing):.2f}." in told


def test_every_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert [link for link in links if not link.startswith("http") and not (ROOT / link).exists()] == []
