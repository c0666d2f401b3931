"""From what was asked to a round of assessments: the same calls in the same order as the command line makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

import streamlit as st

from alignment.assess import Assessor, Question
from alignment.cli import rules_folder
from alignment.describing import round_of
from alignment.errors import UsageError
from alignment.intake import Intake, read_inputs
from alignment.messages import say
from alignment.model import Assessment, Language, Notice, Problem, Round
from alignment.notice import notice
from alignment.reports.plain import one_line
from alignment.rulebook import Rulebook, load_rulebook

from .asking import LARGEST_FILE, Asked, Given

#: A page that takes minutes to answer helps nobody; larger rounds are for the command line.
MOST_APPLICATIONS = 1_000
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Method:
    """One assessor for all pages. They run in threads, and the libraries below do not promise to bear that."""

    assessor: Assessor
    lock: Lock = field(default_factory=Lock)


@st.cache_resource(show_spinner=False)
def ready_rulebook() -> Rulebook:
    """The rulebook that comes with the program, read once.

    Raises:
        RulebookError: when it has faults.
    """
    return load_rulebook(rules_folder())


@st.cache_resource(show_spinner=False)
def ready_method() -> Method:
    """The assessor, made once; this takes seconds."""
    return Method(Assessor(ready_rulebook()))


@st.cache_resource(show_spinner=False)
def ready_notice(language: Language) -> Notice:
    """How the rulebook judges, in one language; this takes seconds the first time."""
    with ready_method().lock:
        return notice(ready_rulebook(), language)


def answer(asked: Asked, language: Language, method: Method, tell: Callable[[int, int], object]) -> Round:
    """Read and assess everything that was given.

    Args:
        tell: called with how many applications of how many are done.

    Raises:
        UsageError: for a programme or call that the rulebook does not have, or more applications than the screen takes.
    """
    rulebook = method.assessor.rulebook
    intake = _read(asked.given, rulebook, language)
    if len(intake.applications) > MOST_APPLICATIONS:
        count = len(intake.applications)
        raise UsageError(say(language, "answer.many", count=count, most=MOST_APPLICATIONS), say(language, "answer.many_hint"))
    question = Question(asked.today, asked.programme, asked.call, language=language)
    assessments = list(_assessed(intake, question, method, tell))
    problems = (*_refused(asked.given, language), *intake.problems)
    return round_of(rulebook, language, assessments, problems, intake.files)


def _assessed(intake: Intake, question: Question, method: Method, tell: Callable[[int, int], object]) -> Iterable[Assessment]:
    for index, application in enumerate(intake.applications):
        tell(index, len(intake.applications))
        # One application at a time, so that a small question need not wait for a large round.
        with method.lock:
            yield method.assessor.assess(application, question, intake.problems_of.get(index, ()))


def _read(given: Iterable[Given], rulebook: Rulebook, language: Language) -> Intake:
    """Intake reads files, so the content stands in a folder of its own for as long as the reading takes."""
    with TemporaryDirectory(prefix="alignment-") as folder:
        paths = [_written(each.name, each.content, Path(folder)) for each in given if each.content is not None]
        return read_inputs(paths, rulebook.forms, language)


def _written(name: str, content: bytes, folder: Path) -> Path:
    # A folder for each file, for two files may have the same name.
    path = folder / str(sum(1 for _ in folder.iterdir())) / file_name(name)
    path.parent.mkdir()
    path.write_bytes(content)
    return path


def file_name(name: str) -> str:
    r"""A name from outside as one that can stand in a folder, without leading out of it.

    >>> file_name("C:\\haku\\kevät.xlsx"), file_name("../.."), file_name("a\x00b/..")
    ('kevät.xlsx', '-', '-')
    """
    last = one_line(re.split(r"[/\\]", name)[-1]).lstrip(".")
    return last[-_LONGEST_NAME // 2 :] if len(last.encode()) > _LONGEST_NAME else last or "-"


def _refused(given: Iterable[Given], language: Language) -> list[Problem]:
    message = say(language, "answer.too_large", megabytes=LARGEST_FILE // 2**20)
    hint = say(language, "answer.too_large_hint")
    return [
        Problem(code="too-large", place=one_line(each.name), message=message, hint=hint) for each in given if each.content is None
    ]
