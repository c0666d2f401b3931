"""JSON lines: the contract's shape, in order, whole or not at all."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from alignment.errors import UsageError
from alignment.model import Assessment
from alignment.reports.lines import json_schema, write_lines, write_lines_file
from tests.rounds import hostile_round


def test_one_line_an_assessment_in_input_order_schema_first() -> None:
    out = io.StringIO()
    write_lines(hostile_round().assessments, out)
    lines = out.getvalue().split("\n")
    assert lines.pop() == ""
    read = [json.loads(line) for line in lines]
    assert [item["application"]["id"] for item in read] == [f"H-{number:03}" for number in range(1, 6)]
    assert all(next(iter(item.items())) == ("schema", 1) for item in read)


def test_a_line_reads_back_as_the_same_assessment() -> None:
    for assessment in hostile_round().assessments:
        out = io.StringIO()
        write_lines([assessment], out)
        assert Assessment.model_validate_json(out.getvalue()) == assessment


def test_the_file_is_the_same_text_in_utf8(tmp_path: Path) -> None:
    out = io.StringIO()
    write_lines(hostile_round().assessments, out)
    write_lines_file(hostile_round().assessments, tmp_path / "a.jsonl", "fi")
    assert (tmp_path / "a.jsonl").read_bytes().decode("utf-8") == out.getvalue()


def test_a_run_that_breaks_off_leaves_no_file(tmp_path: Path) -> None:
    def broken() -> Iterator[Assessment]:
        yield hostile_round().assessments[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_lines_file(broken(), tmp_path / "a.jsonl", "fi")
    assert os.listdir(tmp_path) == []


def test_a_folder_in_the_way_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        write_lines_file([], tmp_path / "a.jsonl", "en")
    assert os.listdir(tmp_path) == ["a.jsonl"]


def test_the_schema_describes_the_line() -> None:
    schema = json.loads(json_schema())
    assert schema["properties"]["schema"]["const"] == 1
    out = io.StringIO()
    write_lines(hostile_round().assessments[:1], out)
    assert list(json.loads(out.getvalue())) == list(schema["properties"])
