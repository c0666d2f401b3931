"""The command line, ``alignment``: check, explain, evaluate, learn, rules, template, notice, schema and ui.

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
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event, current_thread, main_thread
from typing import TYPE_CHECKING, TypeVar

from alignment import __version__
from alignment.errors import AlignmentError, UsageError

if TYPE_CHECKING:
    from alignment.assess import Question
    from alignment.intake import Intake
    from alignment.journal import Journal
    from alignment.model import Assessment, Language, Problem, Round
    from alignment.rulebook import Rulebook

DONE, PROBLEMS, NOTHING = 0, 1, 2
_STANDARD = "-"
#: Tells the processes of the screen which rulebook is in use.
_RULES = "ALIGNMENT_RULES"
_INPUT_HELP = "files or folders (.xlsx .xlsm .xls .ods .csv .tsv .json .jsonl .docx .pdf); - is standard input"
#: Set once the run has been asked to end.
_ending = Event()
T = TypeVar("T")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    # What is made here are trees without cycles: looking for cycles every 700 objects would cost a quarter of the time.
    gc.set_threshold(200_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        # JSON lines are UTF-8 wherever they go, and no table may die of a letter that a console lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # A run that is asked to end ends as one that is interrupted: nothing half written, and what was done is kept.
    _ending.clear()
    if current_thread() is main_thread():
        for asking in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(asking) is not signal.SIG_IGN:
                signal.signal(asking, _end)
    asked = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        code = command(asked)
        sys.stdout.flush()
    except AlignmentError as error:
        _tell(str(error))
    except KeyboardInterrupt:
        _tell("Interrupted; no result was written.")
    except BrokenPipeError:
        # The reader of a pipe has gone ("| head"): nobody is left to tell, and Python must not try at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        _tell(f"{error.strerror or error}: {str(error.filename)[:200]}")
    else:
        return code
    return NOTHING


def _end(*_: object) -> None:
    """End at once; where Python is in a callback, whose errors it swallows, the run hears of it at the next answer."""
    _ending.set()
    raise KeyboardInterrupt


def rules_folder() -> Path:
    """The rulebook in use: the one that ``alignment ui --rules`` names, or the one that comes with the program.

    That lies inside the package when installed, beside it in a checkout.
    """
    if named := os.environ.get(_RULES):
        return Path(named)
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
    check.add_argument("input", nargs="+", help=_INPUT_HELP)
    _question(check)
    check.add_argument("--map", type=Path, metavar="FILE.toml", help="what the columns are, as --show-mapping writes it")
    check.add_argument("--show-mapping", action="store_true", help="write what every column would be read as, and stop there")
    check.add_argument("--resume", action="store_true", help="take up an interrupted run with the same --report or --json")
    check.add_argument("--workers", type=_positive, default=os.cpu_count() or 1, metavar="N", help="processes to use")
    check.add_argument("--report", type=Path, metavar="FILE.xlsx", help="write a workbook")
    check.add_argument("--json", type=_named, metavar="FILE.jsonl", help="write JSON lines; - is standard output")

    explain = _command(commands, "explain", _explain, "explain one application in the terminal")
    explain.add_argument("input", nargs=1, help="a file or folder")
    explain.add_argument("--map", type=Path, metavar="FILE.toml", help="what the columns are, as --show-mapping writes it")
    explain.add_argument("--id", required=True, help="the application's id")
    explain.add_argument("--target", metavar="ID", help="only this goal, spearhead or theme")
    _question(explain)

    evaluate = _command(commands, "evaluate", _evaluate, "measure the judgement on cases: labelled, hard, parallel or marked")
    evaluate.add_argument("cases", nargs="+", type=Path, help="cases, one JSON object a line")
    evaluate.add_argument("--json", metavar="FILE", help="write the measures as JSON; - is standard output")
    evaluate.add_argument("--rules", type=Path, metavar="DIR")

    learn = _command(commands, "learn", _learn, "propose a rulebook that has learned from past decisions")
    learn.add_argument(
        "decisions",
        nargs="+",
        type=Path,
        help="tables (.xlsx, .csv, .jsonl) of applications with accepted targets, officer and date",
    )
    learn.add_argument("--rules", type=Path, metavar="DIR", help="the rulebook to start from; it is not changed")
    learn.add_argument("--to", type=Path, default=Path("proposal"), metavar="FOLDER", help="a new folder for the proposal")
    learn.add_argument("--language", choices=("fi", "sv", "en"), default="fi", help="language of the proposal")

    _rules_actions(commands)

    template = _command(commands, "template", _template, "write an empty application workbook to fill in")
    template.add_argument("file", type=Path, metavar="FILE.xlsx")
    template.add_argument("--language", choices=("fi", "sv", "en"), default="fi")
    template.add_argument("--form", action="store_true", help="a form for one application instead of a table for many")
    template.add_argument("--rules", type=Path, metavar="DIR")

    page = _command(commands, "notice", _notice, "tell how the rulebook judges: steps, figures, limits and who decides")
    page.add_argument(
        "file", nargs="?", type=Path, metavar="FILE.html", help="write a page; plain text on standard output otherwise"
    )
    page.add_argument("--language", choices=("fi", "sv", "en"), default="fi")
    page.add_argument("--rules", type=Path, metavar="DIR")

    _command(commands, "schema", _schema, "print the JSON Schema of one line of output")
    screen = _command(commands, "ui", _ui, "start the screen and open it in a browser, or print its address where there is none")
    screen.add_argument("--rules", type=Path, metavar="DIR", help="another rulebook")
    return parser


def _rules_actions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = commands.add_parser("rules", help="check, list or compare rulebooks, or change one in Excel")
    actions = rules.add_subparsers(required=True, dest="action", metavar="action")
    sound = _command(actions, "check", _rules_check, "tell every fault of a rulebook at once")
    listing = _command(actions, "list", _rules_list, "tell what is in force on a date")
    for action in (sound, listing):
        action.add_argument("--rules", type=Path, metavar="DIR")
        action.add_argument("--language", choices=("fi", "sv", "en"), default="en")
    listing.add_argument("--on", type=_date, metavar="DATE", help="in force on this date (YYYY-MM-DD); today otherwise")
    diff = _command(actions, "diff", _rules_diff, "tell what changed between two rulebooks, and which recommendations would turn")
    diff.add_argument("old", type=Path, help="the rules folder as it was")
    diff.add_argument("new", type=Path, help="the rules folder as it would be")
    diff.add_argument("input", nargs="*", type=Path, help="applications to assess under both")
    _question(diff, rules=False)
    export = _command(actions, "export", _rules_export, "write a workbook of weights, words and limits to change in Excel")
    export.add_argument("file", type=Path, metavar="FILE.xlsx")
    back = _command(actions, "import", _rules_import, "save what was changed in such a workbook as a new rulebook")
    back.add_argument("file", type=Path, metavar="FILE.xlsx")
    back.add_argument("--to", type=Path, required=True, metavar="FOLDER", help="a new folder for the new rulebook")
    back.add_argument("--version", required=True, help="version of the new rulebook")
    back.add_argument("--author", required=True, help="who made the changes")
    back.add_argument("--reason", required=True, help="why they were made")
    for action in (export, back):
        action.add_argument("--rules", type=Path, metavar="DIR", help="the rulebook to change; it stays as it is")
        action.add_argument("--language", choices=("fi", "sv", "en"), default="fi")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    command.set_defaults(command=run)
    return command


def _question(command: argparse.ArgumentParser, *, rules: bool = True) -> None:
    command.add_argument("--programme", default="auto", metavar="ID", help="a programme's id; auto takes the one in force")
    command.add_argument("--call", metavar="ID", help="a call's id; the rulebook's own choice otherwise")
    command.add_argument(
        "--on", type=_date, metavar="DATE", help="judge by this date (YYYY-MM-DD), not by each application's start"
    )
    command.add_argument("--language", choices=("fi", "sv", "en"), default="fi", help="language of the reasons and the report")
    if rules:
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
    if asked.show_mapping:
        return _show_mapping(asked, intake)
    journal = _journal(asked)
    assessments = _assessed(asked, rulebook, intake, journal)
    round_ = _round(rulebook, asked.language, assessments, intake)
    to_stdout = asked.json == _STANDARD
    if to_stdout:
        write_lines(assessments, sys.stdout)
    elif asked.json:
        write_lines_file(assessments, Path(asked.json), asked.language)
    if asked.report:
        write_workbook(round_, asked.report)
    if journal:
        journal.close()
    if not to_stdout:
        size = shutil.get_terminal_size((110, 24))
        sys.stdout.write(summary_table(round_, size.columns, sys.stdout.isatty()) + "\n")
    _tell_problems(asked.language, intake.problems)
    _tell(say(asked.language, "command.done", applications=len(assessments), problems=len(intake.problems)))
    if asked.report:
        _tell(say(asked.language, "command.report", path=asked.report))
    return PROBLEMS if intake.problems else DONE


def _show_mapping(asked: argparse.Namespace, intake: Intake) -> int:
    """The mapping in force, as a file to correct and give back."""
    from alignment.intake.mapping import written

    sys.stdout.write(written(intake.mappings))
    _tell_problems(asked.language, intake.problems)
    return PROBLEMS if intake.problems else DONE


def _journal(asked: argparse.Namespace) -> Journal | None:
    """Where the answers are kept until the result is written; none when the result goes to the terminal only."""
    from alignment.journal import Journal

    result = asked.report or (Path(asked.json) if asked.json and asked.json != _STANDARD else None)
    return Journal(result, asked.language) if result else None


def _assessed(asked: argparse.Namespace, rulebook: Rulebook, intake: Intake, journal: Journal | None) -> list[Assessment]:
    """All applications assessed, in order; a run that is interrupted says how to go on."""
    from alignment.assess import assess_all
    from alignment.journal import key_of
    from alignment.messages import say

    question, total = _asked(asked), len(intake.applications)
    if journal is None:
        everything = assess_all(intake.applications, rulebook, question, intake.problems_of, asked.workers)
        return list(_shown(everything, total, asked.language))
    question = journal.resume(question) if asked.resume else question
    keys = [key_of(each, intake.problems_of.get(at, ()), question, rulebook) for at, each in enumerate(intake.applications)]
    open_ = [at for at, key in enumerate(keys) if key not in journal.known]
    if asked.resume:
        _tell(say(asked.language, "command.resumed", known=total - len(open_), total=total))
    left = [intake.applications[at] for at in open_]
    problems = {number: intake.problems_of.get(at, ()) for number, at in enumerate(open_)}
    answers = assess_all(left, rulebook, question, problems, asked.workers)
    done: list[Assessment] = []
    try:
        for answer in _shown(journal.kept(keys, answers, question), total, asked.language):
            done.append(answer)  # noqa: PERF402 - what is there counts when the rest is interrupted
    except KeyboardInterrupt:
        if done:
            _tell(say(asked.language, "command.kept", path=journal.path))
        else:
            journal.close()
        raise
    return done


def _spare_input(asked: argparse.Namespace) -> None:
    """Refuse to write a result over an input."""
    from alignment.messages import say

    inputs = {Path(name).resolve() for name in asked.input if name != _STANDARD}
    for result in (asked.report, asked.json):
        if result and result != _STANDARD and Path(result).resolve() in inputs:
            sentence = say(asked.language, "file.over_input", path=result)
            raise UsageError(sentence, say(asked.language, "file.another_result"))


def _explain(asked: argparse.Namespace) -> int:
    from alignment.assess import Assessor
    from alignment.messages import say
    from alignment.reports.terminal import explanation

    rulebook, intake = _read(asked)
    chosen = next((index for index, found in enumerate(intake.applications) if found.id == asked.id), None)
    if chosen is None:
        ids = ", ".join(application.id for application in intake.applications[:20])
        raise UsageError(say(asked.language, "command.no_id", id=asked.id), say(asked.language, "command.ids", ids=ids))
    assessor, application = Assessor(rulebook), intake.applications[chosen]
    assessment = assessor.assess(application, _asked(asked), intake.problems_of.get(chosen, ()))
    round_ = _round(rulebook, asked.language, [assessment], intake)
    told = explanation(assessment, round_, asked.target, lambda match: assessor.what_if(application, match, asked.language))
    sys.stdout.write(f"{told}\n")
    return DONE


def _evaluate(asked: argparse.Namespace) -> int:
    from alignment.evaluation.evaluating import evaluate
    from alignment.files import whole_file

    if missing := next((file for file in asked.cases if not file.is_file()), None):
        raise UsageError(f"There is no file {missing}.")
    evaluation = evaluate(_rulebook(asked), asked.cases, dt.date.today())
    if asked.json == _STANDARD:
        sys.stdout.write(evaluation.as_json() + "\n")
        return DONE
    if asked.json:
        with whole_file(Path(asked.json), "en") as file:
            file.write(f"{evaluation.as_json()}\n".encode())
    sys.stdout.write(f"{evaluation}\n")
    return DONE


def _learn(asked: argparse.Namespace) -> int:
    from alignment.learning.proposing import propose
    from alignment.messages import say
    from alignment.reports.plain import plain

    text, problems = propose(asked.rules or rules_folder(), asked.decisions, asked.to, asked.language, dt.date.today())
    sys.stdout.write(plain(text))
    _tell_problems(asked.language, problems)
    _tell(say(asked.language, "learn.done", path=asked.to))
    return PROBLEMS if problems else DONE


def _rules_check(asked: argparse.Namespace) -> int:
    from alignment.messages import say

    rulebook = _rulebook(asked)
    counts = {"targets": len(rulebook.target_of), "concepts": len(rulebook.concepts), "rules": len(rulebook.rules)}
    folder = asked.rules or rules_folder()
    sys.stdout.write(say(asked.language, "command.rules_ok", folder=folder, version=rulebook.about.version, **counts) + "\n")
    return DONE


def _rules_list(asked: argparse.Namespace) -> int:
    from alignment.messages import day, say

    rulebook = _rulebook(asked)
    language: Language = asked.language
    on = asked.on or dt.date.today()
    for key, wanted in (("command.in_force", True), ("command.not_in_force", False)):
        sys.stdout.write(say(language, key, date=day(on)) + "\n")
        plans = [(plan, plan.id, plan.names.in_(language).text) for plan in rulebook.plans]
        calls = [(call, call.id, call.names.in_(language)) for call in rulebook.calls]
        for period, name, text in (*plans, *calls):
            if period.in_force(on) is wanted:
                ends = period.valid_to.isoformat() if period.valid_to else "…"
                sys.stdout.write(f"  {name:<20} {period.valid_from} – {ends:<10}  {text}\n")
    return DONE


def _rules_diff(asked: argparse.Namespace) -> int:
    from alignment.assess import Question
    from alignment.evaluation.turning import turning
    from alignment.messages import say
    from alignment.reports.changes import change_list, turn_list
    from alignment.rulebook import load_rulebook
    from alignment.rulebook.differences import differences

    old, new = load_rulebook(asked.old), load_rulebook(asked.new)
    language: Language = asked.language
    question = Question(dt.date.today(), asked.programme, asked.call, asked.on, language)
    turned = turning(asked.input, old, new, question, os.cpu_count() or 1) if asked.input else None
    groups: dict[str, list[str]] = {}
    for found in differences(old, new):
        groups.setdefault(say(language, f"differences_group.{found.group}"), []).append(found.sentence(language))
    if not groups:
        groups[say(language, "differences.none" if old.sha256 == new.sha256 else "differences.remarks")] = []
    sys.stdout.write(change_list(groups))
    if turned is None:
        return DONE
    sys.stdout.write("\n" + turn_list(language, turned.turns))
    for key, ids in (("turning.only_old", turned.only_old), ("turning.only_new", turned.only_new)):
        if ids:
            sys.stdout.write(say(language, key, ids=", ".join(ids)) + "\n")
    _tell_problems(language, turned.problems)
    return PROBLEMS if turned.problems else DONE


def _rules_export(asked: argparse.Namespace) -> int:
    from alignment.files import whole_file
    from alignment.messages import say
    from alignment.revising.book import book

    if asked.file.exists():
        raise UsageError(say(asked.language, "file.exists", path=asked.file), say(asked.language, "file.another_name"))
    content = book(_rulebook(asked), asked.language)
    with whole_file(asked.file, asked.language) as file:
        file.write(content)
    _tell(say(asked.language, "revising.exported", path=asked.file))
    return DONE


def _rules_import(asked: argparse.Namespace) -> int:
    from alignment.intake import Given, Quarantine
    from alignment.messages import say
    from alignment.reports.plain import one_line
    from alignment.revising.book import read_book
    from alignment.revising.saving import Revision, save

    given = Given(asked.file.name, asked.file.read_bytes())
    with Quarantine() as quarantine:
        rulebook = _rulebook(asked)
        changes, problems = read_book(given, rulebook, asked.language, quarantine)
    if problems:
        _tell_problems(asked.language, problems)
        _tell(say(asked.language, "revising.faulty", count=len(problems)))
        return PROBLEMS
    if not changes:
        _tell(say(asked.language, "revising.nothing"))
        return DONE
    revision = Revision(asked.version, asked.author, asked.reason, dt.date.today())
    save(asked.rules or rules_folder(), changes, revision, asked.to, asked.language)
    sys.stdout.write("".join(f"{one_line(change.sentence(rulebook, asked.language))}\n" for change in changes))
    _tell(say(asked.language, "revising.done", version=asked.version, path=asked.to))
    return DONE


def _template(asked: argparse.Namespace) -> int:
    from alignment.intake.template import write_template
    from alignment.messages import say

    write_template(asked.file, _rulebook(asked).forms, asked.language, shape="form" if asked.form else "table")
    _tell(say(asked.language, "command.template", path=asked.file))
    return DONE


def _notice(asked: argparse.Namespace) -> int:
    from alignment.files import whole_file
    from alignment.messages import say
    from alignment.notice import notice
    from alignment.reports.notice import notice_html, notice_text

    told = notice(_rulebook(asked), asked.language)
    if asked.file is None:
        sys.stdout.write(notice_text(told))
        return DONE
    with whole_file(asked.file, asked.language) as file:
        file.write(notice_html(told).encode())
    _tell(say(asked.language, "command.notice", path=asked.file))
    return DONE


def _schema(_asked: argparse.Namespace) -> int:
    from alignment.reports.lines import json_schema

    sys.stdout.write(json_schema() + "\n")
    return DONE


def _ui(asked: argparse.Namespace) -> int:
    # A rulebook with faults is told here, in a sentence, and not by the server.
    _rulebook(asked)
    if asked.rules:
        os.environ[_RULES] = str(asked.rules.resolve())
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
    from alignment.intake import Given, Quarantine, read_inputs
    from alignment.intake.mapping import read_mapping
    from alignment.intake.quarantine import LARGEST_FILE
    from alignment.messages import say

    if _STANDARD in asked.input and sys.stdin is None:
        raise UsageError(say(asked.language, "command.nothing"))
    # The child that opens the files starts while the rulebook is read.
    with Quarantine() as quarantine:
        rulebook = _rulebook(asked)
        fixed = read_mapping(asked.map, rulebook.forms, asked.language) if asked.map else None
        inputs: list[Path | Given] = [
            Given(_STANDARD, sys.stdin.buffer.read(LARGEST_FILE + 1)) if name == _STANDARD else Path(name) for name in asked.input
        ]
        intake = read_inputs(inputs, rulebook.forms, asked.language, fixed=fixed, quarantine=quarantine)
    if not intake.applications:
        told = "\n".join(f"{problem.place}: {problem.message} {problem.hint}" for problem in intake.problems)
        raise UsageError(say(asked.language, "command.nothing"), told)
    return rulebook, intake


def _asked(asked: argparse.Namespace) -> Question:
    from alignment.assess import Question

    return Question(dt.date.today(), asked.programme, asked.call, asked.on, asked.language)


def _round(rulebook: Rulebook, language: Language, assessments: Sequence[Assessment], intake: Intake) -> Round:
    from alignment.describing import round_of

    return round_of(rulebook, language, assessments, intake)


def _shown(items: Iterator[T], total: int, language: Language) -> Iterator[T]:
    """Items as they come, with a progress bar on a terminal and none in a pipe."""
    from tqdm import tqdm

    from alignment.messages import say

    for item in tqdm(items, desc=say(language, "command.progress"), total=total, disable=None, leave=False, file=sys.stderr):
        yield item
        if _ending.is_set():
            raise KeyboardInterrupt


def _tell_problems(language: Language, problems: Iterable[Problem]) -> None:
    from alignment.messages import say

    for problem in problems:
        _tell(say(language, "command.problem", place=problem.place, message=problem.message, hint=problem.hint))


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
