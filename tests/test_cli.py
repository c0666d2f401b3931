"""The command line as the contract has it: exit codes, streams, and never a traceback."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest
from openpyxl import load_workbook

from alignment import __version__
from alignment.assess import assess_all
from alignment.cli import main, rules_folder
from alignment.evaluation.calibration import Band
from alignment.evaluation.evaluating import Evaluation
from alignment.evaluation.measures import Measures
from alignment.intake import read_inputs
from alignment.messages import day, number, say
from alignment.model import LANGUAGES, Application, Assessment, Language
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Period

pytestmark = pytest.mark.usefixtures("ready_once")
ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "sample_applications"
PARALLEL, BROKEN = SAMPLES / "parallel.jsonl", SAMPLES / "broken.xlsx"
IDS = [f"SIM-{project}-{language}" for project in ("P1", "P2") for language in ("fi", "sv", "en")]
HEAVY = ("numpy", "sklearn", "pandas", "pydantic", "openpyxl", "xlsxwriter", "simplemma", "py3langid", "streamlit", "tqdm")
#: The keys of a line. ``marks`` stands beside the contract's own: the words of a passage that counted.
CONTRACT = {
    "": "schema application rulebook recommendation reasons gates matches coverage problems notices",
    "application": "id title applicant region start end budget_eur fund language source",
    "application.source": "file sheet row",
    "rulebook": "version sha256 programme strategy call",
    "gates": "id passed reason",
    "matches": "target kind score level accepted total contributions evidence sentence",
    "matches.contributions": "source label amount evidence",
    "matches.evidence": "section start end text marks",
    "problems": "code place message hint",
}


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.split("\n") if line]


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, with one worker unless it asks for more."""

    def run(*arguments: object) -> Ran:
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as left:
            code = int(left.code or 0)
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run


def start(*arguments: object, encoding: str = "", **how: Any) -> subprocess.Popen[bytes]:
    """Starts a command in a process of its own, its output held back in a pipe as everywhere but in tests."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONUNBUFFERED", "PYTHONIOENCODING"}}
    if encoding:
        environment["PYTHONIOENCODING"] = encoding
    command = [sys.executable, "-m", "alignment.cli", *map(str, arguments)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # As at a terminal, even where the tests themselves run in the background and Ctrl-C is ignored.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    return subprocess.Popen(command, cwd=ROOT, env=environment, preexec_fn=heard, **{**pipes, **how})  # noqa: PLW1509 - no threads here


def finished(process: subprocess.Popen[bytes], given: bytes | None = None) -> Ran:
    out, err = process.communicate(given, timeout=180)
    return Ran(process.returncode, (out or b"").decode(), (err or b"").decode("utf-8", "replace"))


def parallel() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PARALLEL.read_text("utf-8").splitlines()]


# --- Exit codes -----------------------------------------------------------------------------------------------------------


def test_zero_when_all_was_read_and_assessed(run: Run) -> None:
    code, out, err = run("check", PARALLEL, "--language", "en")
    assert code == 0
    assert all(name in out for name in IDS)
    assert err.strip() == say("en", "command.done", applications=len(IDS), problems=0)


def test_one_when_some_input_had_problems_and_all_else_was_assessed(run: Run, rulebook: Rulebook) -> None:
    intake = read_inputs([BROKEN], rulebook.forms, "fi")
    code, out, err = run("check", BROKEN, "--json", "-")
    assert code == 1
    assert [json.loads(line)["application"]["id"] for line in out.splitlines()] == [a.id for a in intake.applications]
    assert all(f"{problem.place}: {problem.message} {problem.hint}\n" in err for problem in intake.problems)


def test_one_when_a_file_beside_a_good_one_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.xlsx").touch()
    ran = run("check", tmp_path / "empty.xlsx", PARALLEL, "--json", "-")
    assert ran.code == 1
    assert [line["application"]["id"] for line in ran.lines] == IDS
    assert "empty.xlsx" in ran.err


LONG_NAME = "n" * 5000
#: Arguments, and what the sentence must name.
NOTHING: list[Any] = [
    ([], "COMMAND"),
    (["chekc"], "chekc"),
    (["check"], "input"),
    (["check", "{tmp}/missing.xlsx"], "missing.xlsx"),
    (["check", "{tmp}"], "bytes.xlsx"),
    (["check", "{tmp}/a-folder"], "a-folder"),
    (["check", "{tmp}/empty.jsonl"], "empty.jsonl"),
    (["check", "{tmp}/bytes.xlsx"], "bytes.xlsx"),
    (["check", "{tmp}/form.xlsx"], "form.xlsx"),
    (["check", "{sample}", "--programme", "k99"], "k99"),
    (["check", "{sample}", "--programme", "ris3-2021"], "ris3-2021"),
    (["check", "{sample}", "--call", "no-call"], "no-call"),
    (["check", "{sample}", "--on", "2023-02-31"], "2023-02-31"),
    (["check", "{sample}", "--on", "1.3.2023"], "1.3.2023"),
    (["check", "{sample}", "--language", "et"], "et"),
    (["check", "{sample}", "--workers", "0"], "0"),
    (["check", "{sample}", "--workers", "²"], "²"),
    (["check", "{sample}", "--rules", "{tmp}/no-rules"], "no-rules"),
    (["check", "{sample}", "--rules", "{tmp}/empty.jsonl"], "rulebook.toml"),
    (["check", "{sample}", "--report", "{tmp}/no-folder/a.xlsx"], "no-folder"),
    (["check", "{sample}", "--report", "{tmp}/a-folder"], "a-folder"),
    (["check", "{sample}", "--json", "{tmp}/no-folder/a.jsonl"], "no-folder"),
    (["check", "{sample}", "--json", "{tmp}/a-folder"], "a-folder"),
    (["explain", "{sample}"], "--id"),
    (["explain", "{sample}", "--id", "no-id"], "no-id"),
    (["explain", "{sample}", "--id", "SIM-P1-fi", "--target", "k14-sc-1"], "k14-sc-1"),
    (["explain", "{sample}", "--id", "SIM-P1-fi", "--programme", "k99"], "k99"),
    (["explain", "{tmp}/missing.xlsx", "--id", "x"], "missing.xlsx"),
    (["rules"], "action"),
    (["rules", "chekc"], "chekc"),
    (["rules", "check", "--rules", "{tmp}/no-rules"], "no-rules"),
    (["rules", "list", "--on", "tomorrow"], "tomorrow"),
    (["template"], "FILE.xlsx"),
    pytest.param(["template", "{tmp}/no-folder/t.xlsx"], "no-folder"),
    pytest.param(["template", "{tmp}/a-folder"], "a-folder"),
    (["evaluate", "{tmp}/missing.jsonl"], "missing.jsonl"),
    (["evaluate", "{tmp}/a-folder"], "a-folder"),
    (["evaluate", "{sample}"], "parallel.jsonl"),
    (["evaluate", "{tmp}/empty.jsonl"], "empty.jsonl"),
    pytest.param(["evaluate", "{tmp}/bytes.xlsx"], "bytes.xlsx"),
    pytest.param(["check", LONG_NAME], LONG_NAME[:100]),
    pytest.param(["rules", "check", "--rules", LONG_NAME], LONG_NAME[:100]),
]


@pytest.mark.parametrize(("arguments", "named"), NOTHING)
def test_two_when_nothing_could_be_done(run: Run, tmp_path: Path, arguments: Sequence[str], named: str) -> None:
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "bytes.xlsx").write_bytes(bytes(range(256)))
    if "{tmp}/form.xlsx" in arguments:
        assert run("template", tmp_path / "form.xlsx").code == 0
    code, out, err = run(*(argument.format(tmp=tmp_path, sample=PARALLEL) for argument in arguments))
    assert code == 2
    assert out == ""
    assert named in err
    assert "Traceback" not in err
    assert "Errno" not in err


@pytest.mark.parametrize(
    "command", [["check", PARALLEL], ["explain", PARALLEL, "--id", IDS[0]], ["rules", "check"], ["rules", "list"]]
)
def test_a_faulty_rulebook_is_told_with_all_its_faults(run: Run, tmp_path: Path, command: Sequence[object]) -> None:
    rules = shutil.copytree(ROOT / "rules", tmp_path / "rules")
    (rules / "scorecard.toml").write_text("accept_level = 9\n", "utf-8")
    (rules / "forms.toml").unlink()
    (rules / "plans" / "k22.toml").write_bytes(b"\xff = = 1")
    code, out, err = run(*command, "--rules", rules)
    assert (code, out) == (2, "")
    assert all(name in err for name in ("scorecard.toml: accept_level", "forms.toml: missing", "plans/k22.toml"))


def test_frequencies_in_another_encoding_are_a_fault(run: Run, tmp_path: Path) -> None:
    rules = shutil.copytree(ROOT / "rules", tmp_path / "rules")
    with (rules / "reference" / "frequencies.tsv").open("ab") as file:
        file.write("fi\tsää\t3\n".encode("latin-1"))
    code, _, err = run("rules", "check", "--rules", rules)
    assert code == 2
    assert "frequencies.tsv" in err


def test_interrupted_it_says_so_and_leaves_no_file(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupted(*_: object) -> Iterator[Assessment]:
        yield from ()
        raise KeyboardInterrupt

    monkeypatch.setattr("alignment.assess.assess_all", interrupted)
    code, out, err = run("check", PARALLEL, "--report", tmp_path / "a.xlsx", "--json", tmp_path / "a.jsonl")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_signal_that_python_swallowed_is_heard_at_the_next_answer(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def swallowed(*given: Any) -> Iterator[Assessment]:
        # As in a callback of the garbage collector.
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
        yield from assess_all(*given)

    monkeypatch.setattr("alignment.assess.assess_all", swallowed)
    code, _, err = run("check", PARALLEL, "--report", tmp_path / "a.xlsx")
    assert (code, err.splitlines()[-1]) == (2, "Interrupted; no result was written.")
    assert not (tmp_path / "a.xlsx").exists()


def test_interrupted_by_a_signal() -> None:
    process = start("check", "-")
    assert process.stdin
    # More than a pipe holds: when it is all written, the program is reading.
    process.stdin.write(b" " * 300_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    assert finished(process) == (2, "", "Interrupted; no result was written.\n")


def interrupted_with_workers(tmp_path: Path) -> tuple[int, int]:
    process = start("check", tmp_path / "many.jsonl", "--workers", 2, "--json", tmp_path / "a.jsonl", start_new_session=True)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    while len(children.read_text().split()) < 2:
        assert process.poll() is None
    time.sleep(1.0)
    try:
        # Ctrl-C in a terminal reaches the workers too, here while they make themselves ready.
        os.killpg(process.pid, signal.SIGINT)
        code, _, err = finished(process)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    return code, err.splitlines()[-1:].count("Interrupted; no result was written.")


def test_interrupted_with_workers(tmp_path: Path) -> None:
    many = [{**case, "id": f"{case['id']}-{number}"} for number in range(300) for case in parallel()]
    (tmp_path / "many.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in many), "utf-8")
    assert interrupted_with_workers(tmp_path) == (2, 1)
    assert not (tmp_path / "a.jsonl").exists()


def test_killed_it_leaves_no_workers_behind(tmp_path: Path) -> None:
    many = [{**case, "id": f"{case['id']}-{number}"} for number in range(300) for case in parallel()]
    (tmp_path / "many.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in many), "utf-8")
    process = start("check", tmp_path / "many.jsonl", "--workers", 2, "--json", tmp_path / "a.jsonl")
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    journal = tmp_path / "a.jsonl.unfinished"
    while not journal.exists() or journal.read_bytes().count(b"\n") < 2:
        assert process.poll() is None
        time.sleep(0.01)
    workers = [Path(f"/proc/{pid}/stat") for pid in children.read_text().split()]
    assert len(workers) == 2
    process.kill()
    finished(process)
    until = time.monotonic() + 20
    while any(stat.exists() for stat in workers):
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["schema"], id="more than a buffer"),
        pytest.param(["rules", "check"], id="less than a buffer"),
    ],
)
def test_a_closed_pipe_is_nobodys_fault(arguments: Sequence[object]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = start(*arguments, stdout=write)
    os.close(write)
    code, _, err = finished(process)
    assert code in {0, 2}
    assert "BrokenPipe" not in err


def test_without_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert run("check", "-").code == 2


# --- Lines ----------------------------------------------------------------------------------------------------------------


def at(value: Any, path: str) -> list[Any]:
    """All that stands at a path, lists walked through."""
    found = [value]
    for step in filter(None, path.split(".")):
        inner = [outer[step] for outer in found]
        found = [item for each in inner for item in (each if isinstance(each, list) else [each])]
    return found


def test_a_line_has_exactly_the_keys_of_the_contract(run: Run) -> None:
    lines = run("check", PARALLEL, BROKEN, "--json", "-").lines
    for path, keys in CONTRACT.items():
        found = [item for line in lines for item in at(line, path)]
        assert {frozenset(item) for item in found} == {frozenset(keys.split())}, path


def test_lines_stand_in_the_order_of_the_input(run: Run, tmp_path: Path) -> None:
    cases = parallel()[::-1]
    (tmp_path / "b.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in cases[:2]), "utf-8")
    (tmp_path / "a.jsonl").write_text("".join(f"{json.dumps(case)}\n" for case in cases[2:]), "utf-8")
    lines = run("check", tmp_path / "b.jsonl", tmp_path / "a.jsonl", "--json", "-").lines
    assert [line["application"]["id"] for line in lines] == [case["id"] for case in cases]
    assert [line["application"]["source"]["file"] for line in lines] == ["b.jsonl"] * 2 + ["a.jsonl"] * 4


def test_every_line_keeps_the_promises(run: Run) -> None:
    cases = {case["id"]: case["text"] | {"title": case["title"]} for case in parallel()}
    for line in run("check", PARALLEL, "--json", "-").lines:
        texts = cases[line["application"]["id"]]
        assert line["schema"] == 1
        for match in line["matches"]:
            assert match["total"] == pytest.approx(sum(each["amount"] for each in match["contributions"]), abs=1e-9)
            assert all(texts[e["section"]][e["start"] : e["end"]] == e["text"] for e in match["evidence"])


def test_a_dash_is_standard_input_and_output(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = run("check", PARALLEL, "--json", "-").lines
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PARALLEL.read_bytes())))
    ran = run("check", "-", "--json", "-")
    assert ran.code == 0
    for line, same in zip(ran.lines, expected, strict=True):
        assert line["application"].pop("source") == {**same["application"].pop("source"), "file": "-"}
        assert line == same


def test_a_file_gets_the_bytes_of_standard_output(run: Run, tmp_path: Path) -> None:
    """One of them in a process of its own, as everyone runs it."""
    ran = finished(start("check", "-", "--json", "-", "--workers", 1), PARALLEL.read_bytes())
    assert (ran.code, len(ran.err.splitlines())) == (0, 1)
    shutil.copy(PARALLEL, tmp_path / "-")
    assert IDS[0] in run("check", tmp_path / "-", "--json", tmp_path / "a.jsonl").out
    assert (tmp_path / "a.jsonl").read_text("utf-8") == ran.out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_lines_are_utf8_whatever_the_terminal_speaks(run: Run, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding, write_through=True))
    assert run("check", PARALLEL, "--json", "-").code == 0
    assert [json.loads(line)["application"]["id"] for line in out.getvalue().decode("utf-8").splitlines()] == IDS


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_table_is_shown_in_any_encoding(run: Run, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding, write_through=True))
    assert run("check", PARALLEL).code == 0


def test_one_worker_and_three_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    one, three = (tmp_path / f"{workers}.jsonl" for workers in (1, 3))
    for workers, path in ((1, one), (3, three)):
        assert run("check", PARALLEL, BROKEN, "--workers", workers, "--json", path).code == 1
    assert one.read_bytes() == three.read_bytes()


# --- Questions ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("programme", "strategy"), [("k14", None), ("k18", "ris3-2016"), ("k22", "ris3-2021")])
def test_a_programme_can_be_asked_for(run: Run, rulebook: Rulebook, programme: str, strategy: str | None) -> None:
    expected = [target.id for plan in (programme, strategy) if plan for target in rulebook.plan_of[plan].target]
    for line in run("check", PARALLEL, "--programme", programme, "--json", "-").lines:
        assert (line["rulebook"]["programme"], line["rulebook"]["strategy"]) == (programme, strategy)
        assert [match["target"] for match in line["matches"]] == expected


@pytest.mark.parametrize(
    ("on", "programme", "strategy"),
    [("2015-01-01", "k14", None), ("2019-06-01", "k18", "ris3-2016"), ("2025-12-31", "k22", "ris3-2021")],
)
def test_a_date_chooses_the_plans(run: Run, on: str, programme: str, strategy: str | None) -> None:
    for line in run("check", PARALLEL, "--on", on, "--json", "-").lines:
        assert (line["rulebook"]["programme"], line["rulebook"]["strategy"]) == (programme, strategy)
        assert line["notices"] == []


def test_after_the_last_programme_the_latest_is_used_and_that_is_said(run: Run) -> None:
    for line in run("check", PARALLEL, "--on", "2031-02-01", "--language", "en", "--json", "-").lines:
        assert line["rulebook"]["programme"] == "k22"
        assert "not in force on 1.2.2031" in line["notices"][0]


def test_a_call_can_be_asked_for(run: Run, rulebook: Rulebook) -> None:
    for call in rulebook.calls:
        lines = run("check", PARALLEL, "--call", call.id, "--json", "-").lines
        assert {line["rulebook"]["call"] for line in lines} == {call.id}
        asked = [gate.id for gate in call.gate]
        assert all([gate["id"] for gate in line["gates"]][: len(asked)] == asked for line in lines)


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")  # openpyxl does not know all that is drawn
@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_and_report_speak_the_language_asked_for(
    run: Run, rulebook: Rulebook, tmp_path: Path, language: Language
) -> None:
    report = tmp_path / "a.xlsx"
    ran = run("check", PARALLEL, "--language", language, "--json", "-", "--report", report)
    assert say(language, "command.report", path=report) in ran.err
    gates = {gate.id: gate for call in rulebook.calls for gate in call.gate}
    for line in ran.lines:
        reasons = [gates[gate["id"]].passed.in_(language) for gate in line["gates"] if gate["passed"]]
        assert reasons == [gate["reason"] for gate in line["gates"] if gate["passed"]] != []
    cells = [str(cell.value) for sheet in load_workbook(report).worksheets for row in sheet.iter_rows() for cell in row]
    names = [target.names.in_(language).text for target in rulebook.plan_of["k22"].target if target.kind == "goal"]
    assert all(any(name in cell for cell in cells) for name in [*names, *IDS])


def test_the_language_changes_the_words_and_nothing_else(run: Run) -> None:
    told = [run("check", PARALLEL, "--language", language, "--json", "-").lines for language in LANGUAGES]
    numbers = [[[m["score"] for m in line["matches"]] + [line["recommendation"]] for line in lines] for lines in told]
    assert numbers[0] == numbers[1] == numbers[2]
    assert all(len({line["reasons"][0] for line in same}) == len(LANGUAGES) for same in zip(*told, strict=True))


# --- Progress -------------------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_progress(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert run("check", PARALLEL, "--workers", 1).code == 0
    assert re.search(rf"{say('fi', 'command.progress')}: +0%\|", terminal.getvalue())


def test_a_pipe_shows_none(run: Run) -> None:
    ran = run("check", PARALLEL, "--workers", 1)
    assert "%|" not in ran.err + ran.out
    assert "\r" not in ran.err + ran.out
    assert "\x1b" not in ran.out


# --- Other commands -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_explain_shows_what_the_line_says(run: Run, language: Language) -> None:
    line = next(
        line
        for line in run("check", PARALLEL, "--language", language, "--json", "-").lines
        if line["application"]["id"] == IDS[4]
    )
    code, out, err = run("explain", PARALLEL, "--id", IDS[4], "--language", language)
    assert (code, err) == (0, "")
    flat = " ".join(out.split())
    assert line["application"]["title"] in flat
    assert all(" ".join(reason.split()) in flat for reason in line["reasons"])
    for match in line["matches"]:
        assert (f"({match['target']})" in flat) == match["accepted"]
        assert not match["accepted"] or number(language, match["score"], 1) in flat


def test_explain_shows_one_target_accepted_or_not(run: Run, rulebook: Rulebook) -> None:
    for target in rulebook.plan_of["k22"].target:
        code, out, _ = run("explain", PARALLEL, "--id", IDS[0], "--target", target.id)
        assert code == 0
        assert re.findall(r"\((k22-[\w-]+|ris3-[\w-]+)\)\n", out) == [target.id]


def test_rules_check_counts_what_is_there(run: Run, rulebook: Rulebook) -> None:
    code, out, err = run("rules", "check")
    assert (code, err) == (0, "")
    numbers = [rulebook.about.version, len(rulebook.target_of), len(rulebook.concepts), len(rulebook.rules)]
    assert [number for number in numbers if str(number) not in out] == []


@pytest.mark.parametrize("on", ["2013-12-31", "2016-05-01", "2023-09-10", "2040-01-01"])
def test_rules_list_tells_what_is_in_force(run: Run, rulebook: Rulebook, on: str) -> None:
    date = dt.date.fromisoformat(on)
    code, out, _ = run("rules", "list", "--on", on, "--language", "en")
    assert code == 0
    held, not_held = out.split(say("en", "command.not_in_force", date=day(date)))
    assert held.startswith(say("en", "command.in_force", date=day(date)))
    for part, wanted in ((held, True), (not_held, False)):
        periods: list[tuple[Period, str]] = [
            *((plan, plan.id) for plan in rulebook.plans),
            *((call, call.id) for call in rulebook.calls),
        ]
        assert re.findall(r"^  (\S+) ", part, re.MULTILINE) == [
            name for period, name in periods if period.in_force(date) is wanted
        ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_that_is_filled_in_can_be_assessed(run: Run, tmp_path: Path, language: Language) -> None:
    path = tmp_path / "t.xlsx"
    code, out, err = run("template", path, "--language", language)
    assert (code, out) == (0, "")
    assert "t.xlsx" in err
    book = load_workbook(path)
    table = book.worksheets[0]
    case = {**(told := parallel()[0]), **told["text"], "start": dt.date(2023, 9, 1), "end": dt.date(2025, 8, 31)}
    order = ("id", "title", "applicant", "region", "start", "end", "budget_eur", "fund", "summary")
    for column, name in enumerate(order, start=1):
        table.cell(2, column, case[name])
    book.save(path)
    ran = run("check", path, "--json", "-")
    assert ran.code == 0
    assert [{name: line["application"][name] for name in order[:8]} for line in ran.lines] == [
        {**{name: case[name] for name in order[:8]}, "start": "2023-09-01", "end": "2025-08-31"}
    ]


MEASURES = Measures(field="ris3", language="all", cases=6, precision=0.5, recall=1.0, f1=2 / 3, auc=None, top1=1.0)
EVALUATION = Evaluation((MEASURES,), (MEASURES,), (Band(scores="0–10", matches=4, mean=3.0, accepted=25.0),))


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("alignment.evaluation.evaluating.evaluate", lambda *_: EVALUATION)


@pytest.mark.usefixtures("measured")
def test_evaluate_writes_json(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    code, out, _ = run("evaluate", PARALLEL, "--json", path)
    assert code == 0
    assert "0.67" in out
    written = json.loads(path.read_text("utf-8"))
    assert written["measures"] == written["cross_validated"] == [MEASURES.model_dump()]
    assert written["reliability"] == [{"scores": "0–10", "matches": 4, "mean": 3.0, "accepted": 25.0}]
    assert json.loads(run("evaluate", PARALLEL, "--json", "-").out) == written


@pytest.mark.usefixtures("measured")
def test_measures_that_cannot_be_written_are_told(run: Run, tmp_path: Path) -> None:
    code, _, err = run("evaluate", PARALLEL, "--json", tmp_path / "no-folder" / "a.json")
    assert code == 2
    assert "no-folder" in err


def test_the_screen_is_a_process_of_its_own(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    folders: list[Path] = []
    commands: list[list[str]] = []

    def started(program: str, words: list[str]) -> NoReturn:
        commands.append([program, *words])
        raise SystemExit

    monkeypatch.setattr(os, "chdir", lambda folder: folders.append(Path(folder)))
    monkeypatch.setattr(os, "execv", started)
    assert run("ui").code == 0
    ([folder], [[program, *words]]) = (folders, commands)
    assert program == words[0] == sys.executable
    assert words[1:4] == ["-m", "streamlit", "run"]
    assert (folder / words[-1]).is_file()
    assert (folder / ".streamlit" / "config.toml").is_file()


def test_the_screen_takes_another_rulebook(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    rules = shutil.copytree(ROOT / "rules", tmp_path / "rules")

    def started(*_: object) -> NoReturn:
        raise SystemExit

    monkeypatch.setenv("ALIGNMENT_RULES", "")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(os, "execv", started)
    assert run("ui", "--rules", rules).code == 0
    assert rules_folder() == rules.resolve()
    (rules / "scorecard.toml").unlink()
    code, _, err = run("ui", "--rules", rules)
    assert code == 2
    assert "scorecard.toml" in err


def test_help_is_quick_and_complete() -> None:
    tell = "import sys\ntry: cli.main(sys.argv[1:])\nexcept SystemExit: sys.stderr.write(' '.join(sys.modules))"
    command = [sys.executable, "-c", f"from alignment import cli\n{tell}"]
    ran = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert all(name in ran.stdout for name in ("check", "evaluate", "explain", "rules", "template", "ui", "schema"))
    assert {module.partition(".")[0] for module in ran.stderr.split()} & set(HEAVY) == set()


def test_the_version(run: Run) -> None:
    assert run("--version") == (0, f"alignment {__version__}\n", "")


# --- The JSON Schema ------------------------------------------------------------------------------------------------------

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
    "any": (object,),
}
WORDS = {"$defs", "title", "description", "default"}
CHECKED = {"$ref", "anyOf", "const", "enum", "type", "format", "minimum", "maximum", "items", "prefixItems", "minItems"}
CHECKED |= {"maxItems", "properties", "required", "additionalProperties"}


def agrees(schema: dict[str, Any], value: Any, whole: dict[str, Any]) -> bool:
    """Whether a value agrees with a JSON Schema, as far as the words used here go."""
    assert set(schema) <= WORDS | CHECKED
    if "$ref" in schema:
        return agrees(whole["$defs"][schema["$ref"].rpartition("/")[2]], value, whole)
    if "anyOf" in schema:
        return any(agrees(option, value, whole) for option in schema["anyOf"])
    if isinstance(value, bool) != (schema.get("type") == "boolean") or not isinstance(value, TYPES[schema.get("type", "any")]):
        return False
    if value != schema.get("const", value) or value not in schema.get("enum", [value]):
        return False
    if isinstance(value, dict):
        inner = schema["properties"]
        known = set(schema["required"]) <= set(value) <= set(inner) and schema["additionalProperties"] is False
        return known and all(agrees(inner[key], each, whole) for key, each in value.items())
    if isinstance(value, list):
        first = schema.get("prefixItems", [])
        sized = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        shapes = [*first, *[schema.get("items", {})] * (len(value) - len(first))]
        return sized and all(agrees(shape, each, whole) for shape, each in zip(shapes, value, strict=True))
    if schema.get("format") == "date":
        return re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)) is not None
    if isinstance(value, int | float):
        return bool(schema.get("minimum", value) <= value <= schema.get("maximum", value))
    return True


def spoiled(line: dict[str, Any], *path: Any, value: Any = None) -> dict[str, Any]:
    """A copy of a line with one value changed."""
    other = copy.deepcopy(line)
    place: Any = other
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return other


def test_every_line_agrees_with_the_schema(run: Run) -> None:
    code, out, err = run("schema")
    assert (code, err) == (0, "")
    schema = json.loads(out)
    lines = run("check", PARALLEL, BROKEN, "--json", "-").lines
    assert all(agrees(schema, line, schema) for line in lines)
    line = lines[0]
    assert not agrees(schema, {key: value for key, value in line.items() if key != "gates"}, schema)
    wrong: list[tuple[Any, ...]] = [
        ("more", 1),
        ("schema", 2),
        ("recommendation", "yes"),
        ("coverage", 1.5),
        ("application", "start", "1.9.2023"),
        ("application", "source", "row", "first"),
        ("matches", 0, "level", 6),
        ("matches", 0, "score", True),
        ("matches", 0, "kind", "purpose"),
        ("matches", 0, "contributions", 0, "amount", None),
    ]
    for *path, value in wrong:
        assert not agrees(schema, spoiled(line, *path, value=value), schema), path


def test_an_application_is_not_needed_to_know_the_shape() -> None:
    """The nouns read a line back: what is written is what the program itself means."""
    assert set(CONTRACT["application"].split()) - {"language", "source"} <= set(Application.model_fields)
