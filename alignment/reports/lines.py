"""Assessments as JSON lines, for other programs."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from alignment.files import whole_file
from alignment.model import Assessment, Language

#: What some terminals obey and JSON lets through, written as escapes: control characters and marks that turn the direction.
_ESCAPED = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def write_lines(assessments: Iterable[Assessment], out: TextIO) -> None:
    """One JSON object a line, in the order given, each written as soon as it is there."""
    for assessment in assessments:
        out.write(f"{assessment.model_dump_json(by_alias=True).translate(_ESCAPED)}\n")


def write_lines_file(assessments: Iterable[Assessment], path: Path, language: Language) -> None:
    """Write a file of JSON lines (UTF-8), whole or not at all.

    Raises:
        UsageError: when the file cannot be written, in ``language``.
    """
    with whole_file(path, language) as file:
        out = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
        write_lines(assessments, out)
        out.flush()
        out.detach()


def json_schema() -> str:
    """The JSON Schema of one line."""
    return json.dumps(Assessment.model_json_schema(by_alias=True, mode="serialization"), ensure_ascii=False, indent=2)
