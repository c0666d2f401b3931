"""An unfinished run's answers on disk, so that a run that was broken off can be taken up again where it stopped.

The journal lies beside the result it is kept for, private to its owner, and goes when the result is there. An answer is found
again by everything it depends on: application, problems, question, rulebook and version. Nothing else of a run need be the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO

from pydantic import ValidationError

from alignment import __version__
from alignment.assess import Question
from alignment.errors import UsageError
from alignment.messages import say
from alignment.model import Application, Assessment, Language, Noun, Problem
from alignment.rulebook import Rulebook


class _Head(Noun):
    """The first line: the day the run began, for an answer may depend on it and a night's run goes past midnight."""

    today: dt.date


class _Line(Noun):
    """An answer and what it depends on."""

    key: str
    assessment: Assessment


class Journal:
    """The answers of a run so far."""

    def __init__(self, result: Path, language: Language) -> None:
        self.path = result.with_name(f"{result.name}.unfinished")
        self.known: dict[str, Assessment] = {}
        self._language: Language = language
        #: Bytes of the file that are sound: a run that was killed may have left half a line.
        self._sound = 0

    def resume(self, question: Question) -> Question:
        """Take up what an earlier run left; the question with the day on which that run began."""
        try:
            lines = self.path.read_bytes().split(b"\n")[:-1]
            head = _Head.model_validate_json(lines[0])
        except (OSError, IndexError, ValidationError):
            return question
        self._sound = len(lines[0]) + 1
        for line in lines[1:]:
            kept = _Line.model_validate_json(line)
            self.known[kept.key] = kept.assessment
            self._sound += len(line) + 1
        return replace(question, today=head.today)

    def kept(self, keys: Sequence[str], answers: Iterable[Assessment], question: Question) -> Iterator[Assessment]:
        """All answers in order: what is known already, and the new ones, each of them kept before it is handed on.

        Args:
            keys: of all applications, in order.
            answers: those of the applications whose key is not known, in order.

        Raises:
            UsageError: when the journal cannot be written.
        """
        new = iter(answers)
        try:
            with self._opened(question) as out:
                for key in keys:
                    if key in self.known:
                        yield self.known[key]
                        continue
                    answer = next(new)
                    out.write(f"{_Line(key=key, assessment=answer).model_dump_json(by_alias=True)}\n".encode())
                    out.flush()
                    yield answer
        except OSError as error:
            sentence = say(self._language, "file.cannot_write", path=self.path, reason=error.strerror or error)
            raise UsageError(sentence, say(self._language, "file.try_elsewhere")) from error

    def close(self) -> None:
        """Take the journal away: the result is there."""
        self.path.unlink(missing_ok=True)

    def _opened(self, question: Question) -> IO[bytes]:
        """The file to add answers to: the one that was taken up without its torn end, or a new one in its place."""
        out: IO[bytes]
        if self._sound:
            out = self.path.open("r+b")
            out.truncate(self._sound)
            out.seek(self._sound)
            return out
        self.path.unlink(missing_ok=True)
        # Made anew and never followed: nobody else's file or link is written to.
        out = os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        out.write(f"{_Head(today=question.today).model_dump_json()}\n".encode())
        return out


def key_of(application: Application, problems: Sequence[Problem], question: Question, rulebook: Rulebook) -> str:
    """A digest of everything an answer depends on."""
    parts: Mapping[str, object] = {
        "application": application.model_dump(mode="json"),
        "problems": [problem.model_dump() for problem in problems],
        "question": asdict(question),
        "rulebook": rulebook.sha256,
        "version": __version__,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
