"""The command line: ``alignment check``, ``explain``, ``evaluate``, ``rules``, ``template``, ``schema``, ``ui``.

It draws and calls; it holds no method of its own. What takes time to import is imported where it is used, so that ``--help``
answers at once.

Exit codes: 0 every application was read and assessed; 1 finished, but some input had problems; 2 nothing could be done.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from alignment import __version__
from alignment.errors import AlignmentError, UsageError

if TYPE_CHECKING:
    from alignment.intake import Intake
    from alignment.model import Assessment, Language, Round
    from alignment.rulebook import Rulebook

DONE, PROBLEMS, NOTHING = 0, 1, 2
_STANDARD = "-"
T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    # What is made here are trees without cycles: looking for cycles every 700 objects would cost a quarter of the time.
    gc.set_threshold(200_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        # JSON lines are UTF-8 wherever they go, and no table may die of a letter that a console lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        code = command(asked)
        sys.stdout.flush()
    except AlignmentError as error:
        _tell(str(error))
    except KeyboardInterrupt:
        _tell("Interrupted; nothing was written.")
    except BrokenPipeError:
        # The reader of a pipe has gone ("| head"): nobody is left to tell, and Python must not try at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _tell(f"{error.strerror or error}: {str(error.filename)[:200]}")
    else:
        return code
    return NOTHING


def rules_folder() -> Path:
    """The rulebook that comes with the program: inside the package when installed, beside it in a checkout."""
    inside = Path(__file__).parent / "rules"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "rules"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="alignment",
        description="Compare project applications with the goals of a regional programme and its smart-specialisation strategy.",
        epilog="The tool recommends and shows its evidence; an officer decides. No text leaves this machine.",
    )
    parser.add_argument("--version", action="version", version=f"alignment {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = _command(commands, "check", _check, "assess applications and write a report")
    check.add_argument(
        "input", nargs="+", help="files or folders (.xlsx, .csv, .json, .jsonl); - is JSON lines on standard input"
    )
    _question(check)
    check.add_argument("--workers", type=_positive, default=os.cpu_count() or 1, metavar="N", help="processes to use")
    check.add_argument("--report", type=Path, metavar="FILE.xlsx", help="write a workbook")
    check.add_argument("--json", type=_named, metavar="FILE.jsonl", help="write JSON lines; - is standard output")

    explain = _command(commands, "explain", _explain, "explain one application in the terminal")
    explain.add_argument("input", nargs=1, help="a file or folder")
    explain.add_argument("--id", required=True, help="the application's id")
    explain.add_argument("--target", metavar="ID", help="only this goal, spearhead or theme")
    _question(explain)

    evaluate = _command(commands, "evaluate", _evaluate, "measure the agreement with labelled cases")
    evaluate.add_argument("cases", type=Path, help="cases, one JSON object a line")
    evaluate.add_argument("--json", metavar="FILE", help="write the measures as JSON; - is standard output")
    evaluate.add_argument("--rules", type=Path, metavar="DIR")

    rules = _command(commands, "rules", _rules, "check a rulebook, or list what is in force")
    rules.add_argument("action", choices=("check", "list"))
    rules.add_argument("--rules", type=Path, metavar="DIR")
    rules.add_argument("--on", type=_date, metavar="DATE", help="in force on this date (YYYY-MM-DD); today otherwise")
    rules.add_argument("--language", choices=("fi", "sv", "en"), default="en")

    template = _command(commands, "template", _template, "write an empty application workbook to fill in")
    template.add_argument("file", type=Path, metavar="FILE.xlsx")
    template.add_argument("--language", choices=("fi", "sv", "en"), default="fi")
    template.add_argument("--rules", type=Path, metavar="DIR")

    _command(commands, "schema", _schema, "print the JSON Schema of one line of output")
    _command(commands, "ui", _ui, "start the screen and print its address")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    command.set_defaults(command=run)
    return command


def _question(command: argparse.ArgumentParser) -> None:
    command.add_argument("--programme", default="auto", metavar="ID", help="a programme's id; auto takes the one in force")
    command.add_argument("--call", metavar="ID", help="a call's id; the rulebook's own choice otherwise")
    command.add_argument(
        "--on", type=_date, metavar="DATE", help="judge by this date (YYYY-MM-DD), not by each application's start"
    )
    command.add_argument("--language", choices=("fi", "sv", "en"), default="fi", help="language of the reasons and the report")
    command.add_argument("--rules", type=Path, metavar="DIR", help="another rulebook")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date: {text!r} (YYYY-MM-DD)") from None


def _named(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("an empty name")
    return text


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number of processes: {text!r}")
    return int(text)


def _check(asked: argparse.Namespace) -> int:
    from alignment.messages import say
    from alignment.reports.lines import write_lines, write_lines_file
    from alignment.reports.terminal import summary_table
    from alignment.reports.workbook import write_workbook

    _spare_input(asked)
    rulebook, intake = _read(asked)
    assessments = list(_shown(_assessed(asked, rulebook, intake), len(intake.applications), asked.language))
    round_ = _round(rulebook, asked.language, assessments, intake)
    to_stdout = asked.json == _STANDARD
    if to_stdout:
        write_lines(assessments, sys.stdout)
    elif asked.json:
        write_lines_file(assessments, Path(asked.json), asked.language)
    if asked.report:
        write_workbook(round_, asked.report)
    if not to_stdout:
        size = shutil.get_terminal_size((110, 24))
        sys.stdout.write(summary_table(round_, size.columns, sys.stdout.isatty()) + "\n")
    for problem in intake.problems:
        _tell(say(asked.language, "command.problem", place=problem.place, message=problem.message, hint=problem.hint))
    _tell(say(asked.language, "command.done", applications=len(assessments), problems=len(intake.problems)))
    if asked.report:
        _tell(say(asked.language, "command.report", path=asked.report))
    return PROBLEMS if intake.problems else DONE


def _spare_input(asked: argparse.Namespace) -> None:
    """Refuse to write a result over an input."""
    from alignment.messages import say

    inputs = {Path(name).resolve() for name in asked.input if name != _STANDARD}
    for result in (asked.report, asked.json):
        if result and result != _STANDARD and Path(result).resolve() in inputs:
            sentence = say(asked.language, "file.over_input", path=result)
            raise UsageError(sentence, say(asked.language, "file.another_result"))


def _explain(asked: argparse.Namespace) -> int:
    from alignment.messages import say
    from alignment.reports.terminal import explanation

    rulebook, intake = _read(asked)
    chosen = next((index for index, found in enumerate(intake.applications) if found.id == asked.id), None)
    if chosen is None:
        ids = ", ".join(application.id for application in intake.applications[:20])
        raise UsageError(say(asked.language, "command.no_id", id=asked.id), say(asked.language, "command.ids", ids=ids))
    [assessment] = _assessed(asked, rulebook, intake, only=chosen)
    round_ = _round(rulebook, asked.language, [assessment], intake)
    sys.stdout.write(explanation(assessment, round_, asked.target) + "\n")
    return DONE


def _evaluate(asked: argparse.Namespace) -> int:
    from alignment.evaluation.evaluating import evaluate
    from alignment.files import whole_file

    if not asked.cases.is_file():
        raise UsageError(f"There is no file {asked.cases}.")
    evaluation = evaluate(_rulebook(asked), asked.cases)
    if asked.json == _STANDARD:
        sys.stdout.write(evaluation.as_json() + "\n")
        return DONE
    if asked.json:
        with whole_file(Path(asked.json), "en") as file:
            file.write(f"{evaluation.as_json()}\n".encode())
    sys.stdout.write(f"{evaluation}\n")
    return DONE


def _rules(asked: argparse.Namespace) -> int:
    from alignment.messages import say

    rulebook = _rulebook(asked)
    language: Language = asked.language
    if asked.action == "check":
        counts = {"targets": len(rulebook.target_of), "concepts": len(rulebook.concepts), "rules": len(rulebook.rules)}
        folder = asked.rules or rules_folder()
        sys.stdout.write(say(language, "command.rules_ok", folder=folder, version=rulebook.about.version, **counts) + "\n")
        return DONE
    on = asked.on or dt.date.today()
    for key, wanted in (("command.in_force", True), ("command.not_in_force", False)):
        sys.stdout.write(say(language, key, date=f"{on:%d.%m.%Y}") + "\n")
        plans = [(plan, plan.id, plan.names.in_(language).text) for plan in rulebook.plans]
        calls = [(call, call.id, call.names.in_(language)) for call in rulebook.calls]
        for period, name, text in (*plans, *calls):
            if period.in_force(on) is wanted:
                ends = period.valid_to.isoformat() if period.valid_to else "…"
                sys.stdout.write(f"  {name:<20} {period.valid_from} – {ends:<10}  {text}\n")
    return DONE


def _template(asked: argparse.Namespace) -> int:
    from alignment.intake import write_template
    from alignment.messages import say

    write_template(asked.file, _rulebook(asked).forms, asked.language)
    _tell(say(asked.language, "command.template", path=asked.file))
    return DONE


def _schema(_asked: argparse.Namespace) -> int:
    from alignment.reports.lines import json_schema

    sys.stdout.write(json_schema() + "\n")
    return DONE


def _ui(_asked: argparse.Namespace) -> int:
    inside = Path(__file__).parent / "ui"
    folder = inside if inside.is_dir() else Path(__file__).parents[1] / "ui"
    # Streamlit wants a process of its own, and its settings lie beside the app.
    os.chdir(folder)
    os.execv(  # noqa: S606 - our own interpreter with our own words
        sys.executable, [sys.executable, "-m", "streamlit", "run", "app.py"]
    )


def _rulebook(asked: argparse.Namespace) -> Rulebook:
    from alignment.rulebook import load_rulebook

    return load_rulebook(asked.rules or rules_folder())


def _read(asked: argparse.Namespace) -> tuple[Rulebook, Intake]:
    """The rulebook and the input, or a clear word where there is no application at all."""
    from alignment.intake import read_inputs
    from alignment.messages import say

    rulebook = _rulebook(asked)
    if _STANDARD in asked.input and sys.stdin is None:
        raise UsageError(say(asked.language, "command.nothing"))
    inputs: list[Path | BinaryIO] = [sys.stdin.buffer if name == _STANDARD else Path(name) for name in asked.input]
    intake = read_inputs(inputs, rulebook.forms, asked.language)
    if not intake.applications:
        told = "\n".join(f"{problem.place}: {problem.message} {problem.hint}" for problem in intake.problems)
        raise UsageError(say(asked.language, "command.nothing"), told)
    return rulebook, intake


def _assessed(asked: argparse.Namespace, rulebook: Rulebook, intake: Intake, only: int | None = None) -> Iterator[Assessment]:
    from alignment.assess import Question, assess_all

    question = Question(dt.date.today(), asked.programme, asked.call, asked.on, asked.language)
    if only is not None:
        return assess_all([intake.applications[only]], rulebook, question, {0: intake.problems_of.get(only, ())})
    return assess_all(intake.applications, rulebook, question, intake.problems_of, asked.workers)


def _round(rulebook: Rulebook, language: Language, assessments: Sequence[Assessment], intake: Intake) -> Round:
    from alignment.describing import round_of

    return round_of(rulebook, language, assessments, intake.problems, intake.files)


def _shown(items: Iterator[T], total: int, language: Language) -> Iterator[T]:
    """Items as they come, with a progress bar on a terminal and none in a pipe."""
    from tqdm import tqdm

    from alignment.messages import say

    yield from tqdm(items, desc=say(language, "command.progress"), total=total, disable=None, leave=False, file=sys.stderr)


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
