"""Files to bring in, made of the catalogue's invented example, in the language that is asked for."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from textwrap import wrap

import docx
from openpyxl import load_workbook

from alignment.intake.questions import questions
from alignment.messages import say
from alignment.model import Language
from alignment.rulebook.parts import Forms
from tests.corpus.making_pdf import Line, heading, printed

FACTS = ("title", "applicant", "region", "start", "end", "budget_eur", "fund")
TEXTS = ("summary", "need", "goals", "measures", "results")


def example(language: Language) -> dict[str, str]:
    """The example's answers by the name of their question."""
    return {name: say(language, f"example.{name}") for name in (*FACTS, *TEXTS)}


def labels(forms: Forms, language: Language) -> dict[str, str]:
    """How a form calls each of its questions."""
    return {question.name: question.label for question in questions(forms, language)}


def round_file(folder: Path, forms: Forms, language: Language) -> Path:
    """A small round as a table: the example, a shorter one, one with faults, and one that says too little."""
    told, named = example(language), labels(forms, language)
    rows = [
        {"id": "H-1", **told},
        {"id": "H-2", **told, "applicant": "B", "measures": "", "goals": "", "results": "", "budget_eur": "90000"},
        {"id": "H-3", **told, "start": "32.13.2024", "budget_eur": "?"},
        {"id": "H-4", "title": told["title"], "summary": told["title"]},
    ]
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    table.writerow(named.values())
    table.writerows([row.get(name, "") for name in named] for row in rows)
    path = folder / f"{language}.csv"
    path.write_text(written.getvalue(), "utf-8-sig")
    return path


def document(folder: Path, forms: Forms, language: Language) -> Path:
    """The example as a Word document with headings."""
    named, paper = labels(forms, language), docx.Document()
    paper.add_heading(say(language, "example.title"), 0)
    for name in FACTS[1:]:
        paper.add_paragraph(f"{named[name]}: {say(language, f'example.{name}')}")
    for name in TEXTS:
        paper.add_heading(named[name], 1)
        paper.add_paragraph(say(language, f"example.{name}"))
    path = folder / f"{language}.docx"
    paper.save(str(path))
    return path


def print_out(folder: Path, forms: Forms, language: Language) -> Path:
    """The example on paper, as PDF."""
    named = labels(forms, language)
    lines = [Line(say(language, "example.title"), 18)]
    for name in TEXTS:
        lines += [heading(named[name]), *map(Line, wrap(say(language, f"example.{name}"), 85))]
    return printed(folder / f"{language}.pdf", [lines])


def filled(empty: Path, forms: Forms, language: Language) -> Path:
    """The empty form with the example written beside its questions."""
    told, named = example(language), labels(forms, language)
    book = load_workbook(empty)
    answers = {named[name]: answer for name, answer in told.items()}
    for row in book.worksheets[0].iter_rows():
        label = str(row[0].value or "").strip(" *:")
        if label in answers:
            row[1].value = answers.pop(label)
    assert not answers, f"no place for {answers.keys()}"
    path = empty.with_name(f"{language}.xlsx")
    book.save(path)
    return path


def cells(workbook: Path) -> dict[str, object]:
    """Every cell of a workbook that holds something, by sheet and place."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in load_workbook(workbook, rich_text=True).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
