"""Speed and memory of the main job, workbook to workbook. Run as ``make bench``; not a test, for machines differ.

Each application is made from the sentences of three reference texts in one language; one word in twenty is a compound that no
text had before, so that no cache makes the figures better than life. Prints a table of seconds and megabytes.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter
from openpyxl import Workbook

from alignment.assess import Assessor, Question
from alignment.cli import rules_folder
from alignment.intake import Given, read_inputs
from alignment.model import Application, Section, Source
from alignment.rulebook import load_rulebook

_SECTIONS = ("summary", "need", "goals", "measures", "results")
_HEADERS = (
    "Hakemusnumero",
    "Hankkeen nimi",
    "Hakija",
    "Alkamispäivä",
    "Tiivistelmä",
    "Tarve",
    "Tavoitteet",
    "Toimenpiteet",
    "Tulokset",
)
_TODAY = dt.date(2026, 11, 21)


class Maker:
    """Makes applications of a given length, the same ones on every run."""

    def __init__(self) -> None:
        self._random = random.Random(2026)  # noqa: S311 - nothing secret
        lines = (rules_folder() / "reference" / "texts.jsonl").read_text("utf-8").splitlines()
        texts = [json.loads(line) for line in lines]
        self._texts = {lang: [t["text"] for t in texts if t["language"] == lang] for lang in ("fi", "sv", "en")}

    def text(self, words: int) -> str:
        """About so many words of one language, about few things."""
        texts = self._random.sample(self._texts[self._random.choice(("fi", "fi", "sv", "en"))], 3)
        sentences = [sentence for text in texts for sentence in text.split(". ")]
        found: list[str] = []
        while len(found) < words:
            found += (self._random.choice(sentences).rstrip(".") + ".").split()
        return " ".join(self._fresh(word, found) for word in found[:words])

    def parts(self, words: int) -> list[str]:
        """A text cut into the sections of a form."""
        said, share = self.text(words).split(), words // len(_SECTIONS)
        return [" ".join(said[start : start + share]) for start in range(0, share * len(_SECTIONS), share)]

    def _fresh(self, word: str, others: list[str]) -> str:
        if self._random.random() > 0.05 or not word.isalpha():
            return word
        return self._random.choice(others).strip(".,;:").lower() + word.lower()

    def workbook(self, path: Path, applications: int, words: int) -> None:
        """A round in Excel."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Hakemukset")
        sheet.append(_HEADERS)
        for number in range(applications):
            parts = self.parts(words)
            sheet.append([f"B-{number:05}", f"Hanke {number}", "Hakija Oy", dt.date(2023, 1, 1), *parts])
        book.save(path)

    def wide(self, applications: int, columns: int) -> bytes:
        """A workbook of so many applications and columns, a sentence in most cells; as a spreadsheet program writes it."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True})
        sheet = book.add_worksheet("Hakemukset")
        sheet.write_row(0, 0, [*_HEADERS, *(f"Lisätieto {number}" for number in range(columns - len(_HEADERS)))])
        for number in range(applications):
            told = self.text(10 * (columns - 4)).split(". ")
            cells = [told[cell % len(told)] for cell in range(columns - 4)]
            sheet.write_row(number + 1, 0, [f"B-{number:05}", f"Hanke {number}", "Hakija Oy", "1.1.2023", *cells])
        book.close()
        return out.getvalue()

    def application(self, words: int) -> Application:
        """One application."""
        sections = tuple(
            Section(name=role, role=role, text=text) for role, text in zip(_SECTIONS, self.parts(words), strict=True)
        )
        return Application(id="B", title="Hanke", start=dt.date(2023, 1, 1), sections=sections, source=Source(file="bench"))


def _run(*arguments: str) -> tuple[float, float]:
    """Seconds and peak megabytes of a command, its worker processes included one by one."""
    before = time.perf_counter()
    subprocess.run([sys.executable, "-m", "alignment.cli", *arguments], check=True, capture_output=True)
    return time.perf_counter() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    maker, say = Maker(), sys.stdout.write
    say(f"{'what':<62}{'limit':>10}{'measured':>12}\n")
    seconds = min(_run("--help")[0] for _ in range(5))
    say(f"{'alignment --help':<62}{'0.5 s':>10}{seconds:>10.2f} s\n")
    with tempfile.TemporaryDirectory() as folder:
        sizes = ((250, 300, ""), (500, 300, ""), (1000, 300, "30 s"), (25, 3000, ""), (50, 3000, ""), (100, 3000, "20 s"))
        for applications, words, limit in sizes:
            source, report = Path(folder, "round.xlsx"), Path(folder, "report.xlsx")
            maker.workbook(source, applications, words)
            seconds, memory = _run("check", str(source), "--programme", "k22", "--report", str(report))
            what = f"{applications} applications of {words} words, workbook to workbook"
            say(f"{what:<62}{limit:>10}{seconds:>10.1f} s\n")
    say(f"{'peak memory of one process':<62}{'600 MB':>10}{memory:>9.0f} MB\n")
    before = time.perf_counter()
    rulebook = load_rulebook(rules_folder())
    assessor = Assessor(rulebook)
    say(f"{'loading the rulebook':<62}{'':>10}{time.perf_counter() - before:>10.2f} s\n")
    content = maker.wide(10_000, 20)
    before = time.perf_counter()
    read = read_inputs([Given("round.xlsx", content)], rulebook.forms, "fi")
    what = f"{len(read.applications):,} applications x 20 columns read, child process included"
    say(f"{what:<62}{'4 s':>10}{time.perf_counter() - before:>10.2f} s\n")
    question = Question(_TODAY, "k22")
    assessor.assess(maker.application(300), question)
    for words in (300, 3000):
        times = []
        for application in [maker.application(words) for _ in range(20)]:
            before = time.perf_counter()
            assessor.assess(application, question)
            times.append(time.perf_counter() - before)
        what = f"one application of {words} words once loaded (median of 20)"
        say(f"{what:<62}{'150 ms' if words == 300 else '':>10}{1000 * sorted(times)[10]:>9.0f} ms\n")


if __name__ == "__main__":
    main()
