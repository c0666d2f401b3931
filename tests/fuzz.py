"""Breaks good files of every kind, for as long as it is told, and looks at what the intake makes of them.

Run as ``python -m tests.fuzz --minutes 10``; not a test, for it never ends the same way. Every broken file goes through the real
child process. What nobody can use is written to ``build/fuzz``: a file that broke a promise, the reader or its limits. With
``--guided`` atheris looks for inputs that reach new lines of the readers, in this process and without its limits.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import tempfile
import time
import zipfile
import zlib
from collections import Counter
from contextlib import suppress
from pathlib import Path
from unicodedata import category

from alignment.cli import rules_folder
from alignment.intake import Given, Intake, Quarantine, read_inputs
from alignment.messages import catalogue
from alignment.model import Language, Problem, Reading
from alignment.rulebook import load_rulebook
from alignment.rulebook.parts import Forms
from tests.corpus import faults_making as making
from tests.corpus.shapes import SHAPES

_LANGUAGE: Language = "fi"
#: Codes that say a file broke the reader instead of being read or refused.
BREAKING = frozenset({"harmful-file", "too-slow"})
#: Bytes that mean something to one of the formats.
_TOKENS = (
    b"\x00 \xff \xff\xff\xff\xff 99999999999999999999 -1 1e999 NaN null 31.2.2026 #N/A \xef\xbb\xbf \xed\xa0\x80 \xc3\xa4 "
    b"\t \n \r ; , { [ \" ' < </ > &#0; &amp; <!-- ]]> <![CDATA[ r='XFD1048576' t='s' t='e' <f> <v/> <w:p> <w:tbl> _x000D_ "
    b"/Filter/FlateDecode /Length endstream /Kids[ PK\x03\x04"
).split(b" ")


def seeds() -> dict[str, bytes]:
    """A good file of every kind, by its name."""
    lines = [
        f'{{"id": "J-{n}", "title": "Raide", "start": "2026-03-01", "text": {{"goals": "{making.GOALS} {n}"}}}}' for n in (1, 2)
    ]
    table = making.table_text([making.HEADER, making.row(1), making.row(2)])
    return {
        "a.xlsx": making.workbook([making.HEADER, making.row(1), making.row(2)]),
        "a.xlsm": making.with_parts(making.workbook(), making.part("xl/vbaProject.bin", b"x")),
        "a.xls": making.old_workbook(),
        "a.ods": making.open_workbook(),
        "a.csv": table.encode("utf-8-sig"),
        "a.tsv": table.replace(";", "\t").encode("utf-16"),
        "a.json": f"[{','.join(lines)}]".encode(),
        "a.jsonl": "\n".join(lines).encode(),
        "a.docx": making.word(),
        "a.pdf": making.paper(),
    }


def shaped() -> dict[str, bytes]:
    """The files of all good shapes of the corpus."""
    found: dict[str, bytes] = {}
    for number, sample in enumerate(SHAPES):
        with tempfile.TemporaryDirectory() as folder:
            for given in sample.build(Path(folder)):
                paths = [] if isinstance(given, Given) else given.rglob("*") if given.is_dir() else [given]
                found |= {f"{number}-{path.name}": path.read_bytes() for path in paths if path.is_file()}
    return found


def broken(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    """A file with some damage; in a container mostly to a member, wrapped up again so that the damage is reached."""
    if chance.random() < 0.8 and (members := _members(data)):
        name = chance.choice(sorted(members))
        return making.with_parts(data, making.part(name, _damaged(members[name], others, chance)))
    return _damaged(data, others, chance)


def _members(data: bytes) -> dict[str, bytes]:
    """The members of a container; none when it is no container, or one too damaged to be wrapped up again."""
    with suppress(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError):
        return making.contents(data)
    return {}


def _damaged(data: bytes, others: list[bytes], chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(spoilt) + 1)
        end = min(len(spoilt), at + chance.choice((1, 2, 8, 100, 1_000)))
        match chance.randrange(6):
            case 0:
                spoilt[at:end] = bytes(byte ^ 1 << chance.randrange(8) for byte in spoilt[at:end][:4])
            case 1:
                del spoilt[at:end]
            case 2:
                spoilt[at:at] = spoilt[at:end] * chance.choice((1, 2, 50))
            case 3:
                spoilt[at:at] = chance.choice(_TOKENS) * chance.choice((1, 1, 3, 1_000))
            case 4:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                spoilt[at:end] = other[start : start + chance.choice((10, 500))]
            case _:
                del spoilt[len(spoilt) - chance.randrange(len(spoilt) // 2 + 1) :]
    return bytes(spoilt)


def complaints(intake: Intake, language: Language) -> list[str]:
    """Every promise of the intake that does not hold: rows lost, problems without a place or a sentence, no word at all."""
    found = [f"rows are lost: {reading!r}" for reading in intake.readings if not is_whole(reading)]
    if sum(reading.applications for reading in intake.readings) != len(intake.applications):
        found.append("the readings count other applications than there are")
    if not intake.applications and not intake.problems:
        found.append("neither an application nor a problem")
    return found + [f"badly told: {problem!r}" for problem in intake.problems if not _is_well_told(problem, intake, language)]


def is_whole(reading: Reading) -> bool:
    """Whether every row of a sheet or file is accounted for."""
    return reading.rows == reading.applications + reading.joined + len(reading.left_out) + reading.refused


def _is_well_told(problem: Problem, intake: Intake, language: Language) -> bool:
    """Whether a problem is of the catalogue, says in which file it stands, and can be shown on any screen."""
    said = problem.place + problem.message + problem.hint
    known = f"problem.{problem.code}" in catalogue(language) and problem.message and problem.hint
    return bool(known) and problem.place.startswith(intake.files) and not any(category(sign)[0] == "C" for sign in said)


def fuzz(minutes: float, seed: int, forms: Forms, folder: Path) -> Counter[str]:
    """How often what happened; every input that broke something is kept in the folder."""
    chance, good = random.Random(seed), seeds() | shaped()  # noqa: S311 - nothing secret
    others, happened = list(good.values()), Counter[str]()
    end = time.monotonic() + 60 * minutes
    with Quarantine() as room:
        while time.monotonic() < end:
            name = chance.choice(sorted(good))
            data = broken(good[name], others, chance)
            intake = read_inputs([Given(name, data)], forms, _LANGUAGE, quarantine=room)
            codes = {problem.code for problem in intake.problems}
            happened.update(codes or {"read without a problem"})
            if (bad := complaints(intake, _LANGUAGE)) or codes & BREAKING:
                happened["kept"] += 1
                _keep(folder, name, data, bad or sorted(codes))
    return happened


def _keep(folder: Path, name: str, data: bytes, why: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = hashlib.sha256(data).hexdigest()[:12]
    (folder / f"{stem}-{name}").write_bytes(data)
    (folder / f"{stem}-{name}.txt").write_text("\n".join(why), "utf-8")


def guided(minutes: float, forms: Forms, folder: Path) -> None:
    """Look for inputs that reach new lines of the readers; ends the process.

    Raises:
        ImportError: when atheris is not installed.
    """
    import atheris

    with atheris.instrument_imports(include=["alignment.intake", "docx", "pypdf"]):
        from alignment.intake.columns import Headings
        from alignment.intake.desk import Desk
        from alignment.intake.opening import open_file

    desk, good = Desk(Headings(forms), _LANGUAGE, None), seeds() | shaped()
    others = list(good.values())

    def try_one(data: bytes) -> None:
        caught = open_file(data, "a", desk)
        assert all(map(is_whole, caught.readings))

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        return broken(data or others[0], others, random.Random(seed))[:longest]  # noqa: S311 - nothing secret

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for name, data in good.items():
            Path(corpus, name).write_bytes(data)
        options = [
            f"-max_total_time={60 * minutes:.0f}",
            "-max_len=100000",
            f"-artifact_prefix={folder}/",
            "-timeout=15",
            "-rss_limit_mb=1500",
        ]
        atheris.Setup([sys.argv[0], *options, corpus], try_one, custom_mutator=mutate)
        atheris.Fuzz()


def main() -> None:
    """Fuzz and say what happened."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0, help="another seed breaks other things")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"), help="where breaking inputs are kept")
    parser.add_argument("--guided", action="store_true", help="let atheris look for new lines of the readers")
    given = parser.parse_args()
    forms = load_rulebook(rules_folder()).forms
    if given.guided:
        guided(given.minutes, forms, given.folder)
        return
    for what, count in fuzz(given.minutes, given.seed, forms, given.folder).most_common():
        sys.stdout.write(f"{count:>7}  {what}\n")


if __name__ == "__main__":
    main()
