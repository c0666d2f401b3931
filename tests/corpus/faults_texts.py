"""JSON and comma-separated files that are broken, hostile or merely odd."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from tests.corpus import Sample
from tests.corpus.faults_making import GOALS, HEADER, ROW, refused, row, spoilt, survived, table_text

_FILE = "huono.jsonl"
_TABLE = "huono.csv"
_MEGABYTE = 2**20


def _line(number: int, **changed: object) -> str:
    values = {"id": f"H-{number}", "title": "Raide", "text": {"goals": f"{GOALS} Kohde {number}."}} | changed
    return json.dumps(values, ensure_ascii=False)


def _among(*lines: str) -> Callable[[], bytes]:
    """Lines between two good ones."""
    return lambda: "\n".join([_line(1), *lines, _line(9)]).encode()


def _lost(name: str, about: str, line: str, code: str) -> Sample:
    """A line between two good ones that is no application."""
    return spoilt(name, about, _among(line), (code, ", rivi 2"), file=_FILE, comes=("H-1", "H-9"))


def _odd(name: str, about: str, line: str, code: str, key: str) -> Sample:
    """A line between two good ones that is an application with one fault."""
    return spoilt(name, about, _among(line), (code, f", rivi 2, kohta {key}"), file=_FILE, comes=("H-1", "H-2", "H-9"))


def _whole(name: str, about: str, make: Callable[[], bytes], *told: tuple[str, str], comes: tuple[str, ...] = ()) -> Sample:
    return spoilt(name, about, make, *told, file="huono.json", comes=comes)


def _many_sections() -> bytes:
    return _line(1, text={f"Osio {number}": "Raide." for number in range(20_000)}).encode()


def _key_twice() -> bytes:
    return _line(1, **{f"avain {number}": 0 for number in range(50_000)}).replace("{", '{"väri": 1, "väri": 2, ', 1).encode()


_JSON = (
    _lost("JSON deep", "100,000 brackets in one line", "[" * 100_000, "not-json"),
    _lost("JSON deep and closed", "100,000 brackets, closed", "[" * 100_000 + "]" * 100_000, "not-json"),
    _lost("JSON long number", "a sum of 10,000 digits", '{"id": "H-2", "budget_eur": %s}' % ("9" * 10_000), "not-json"),
    _lost("JSON broken line", "a line without its end", '{"id": "H-2", "title": ', "not-json"),
    _lost("JSON text line", "a line of words", "Hei vain", "not-json"),
    _lost("JSON number line", "a line that is a number", "5", "not-an-object"),
    _lost("JSON empty object", "an object without anything", "{}", "not-an-application"),
    _odd(
        "JSON keys twice",
        "a section twice",
        '{"id": "H-2", "title": "Raide", "text": {"goals": "Eka", "goals": "Toka"}}',
        "duplicate-key",
        "text.goals",
    ),
    _odd(
        "JSON NaN",
        "a sum that is no number",
        '{"id": "H-2", "title": "Raide", "budget_eur": NaN, "text": {"goals": "Muu"}}',
        "bad-number",
        "budget_eur",
    ),
    _odd(
        "JSON infinity",
        "a sum without end",
        '{"id": "H-2", "title": "Raide", "budget_eur": 1e999, "text": {"goals": "Muu"}}',
        "bad-number",
        "budget_eur",
    ),
    _odd("JSON list for a name", "a name that is a list", _line(2, applicant=["a"]), "wrong-type", "applicant"),
    _odd("JSON text for sections", "sections that are one text", _line(2, sections="Tekstiä"), "wrong-type", "sections"),
    _odd(
        "JSON list for a text",
        "a section that is a list",
        _line(2, text={"goals": "Muu", "need": ["a"]}),
        "wrong-type",
        "text.need",
    ),
    _odd(
        "JSON half a pair",
        "a lone surrogate",
        '{"id": "H-2", "title": "Raide", "text": {"goals": "a\\ud800b"}}',
        "bad-encoding",
        "text.goals",
    ),
    _odd(
        "JSON NUL",
        "a control character",
        '{"id": "H-2", "title": "Raide", "text": {"goals": "a\\u0000b"}}',
        "bad-encoding",
        "text.goals",
    ),
    _whole(
        "JSON a million objects",
        "a list of a million empty objects",
        lambda: b"[" + b"{}," * 999_999 + b"{}]",
        ("too-many-rows", ""),
    ),
    _whole("JSON a million lines", "a million lines of nothing", lambda: b"{}\n" * 1_000_000, ("too-many-rows", "")),
    _whole(
        "JSON 50 MB",
        "one text of 50 MB",
        lambda: _line(1, text={"goals": "raide " * (50 * _MEGABYTE // 6)}).encode(),
        comes=("H-1",),
    ),
    _whole(
        "JSON many keys",
        "100,000 unknown keys",
        lambda: _line(1, **{f"avain {n}": n for n in range(100_000)}).encode(),
        comes=("H-1",),
    ),
    _whole("JSON many sections", "20,000 sections", _many_sections, comes=("H-1",)),
    _whole(
        "JSON key twice among many",
        "50,000 keys and one of them twice",
        _key_twice,
        ("duplicate-key", ", kohta väri"),
        comes=("H-1",),
    ),
    _whole(
        "JSON broken document",
        "a colon is missing on line 3",
        lambda: b'{\n  "id": "H-1",\n  "title" "x"\n}',
        ("not-json", ", rivi 3"),
    ),
    refused("101 MB", "larger than any file that is read", lambda: b" " * (100 * _MEGABYTE + 1), "too-large", file=_FILE),
    refused("blank file", "a mark, blanks and line ends", lambda: b"\xef\xbb\xbf \r\n\t", "empty-file", file=_FILE),
)


def _csv(*rows: list[object]) -> bytes:
    return table_text([HEADER, *rows]).encode()


def _parted() -> bytes:
    """Headings like "A: A: A: 17", each with twenty places where a question could end and an option begin."""
    return table_text([[*HEADER, *(f"{'A: ' * 20}{n}" for n in range(600))], [*ROW, *["x"] * 600]]).encode()


def _unclosed() -> bytes:
    """A quotation mark that is opened in the second row of three and never closed."""
    return _csv(row(1), row(2, G=f'"{GOALS}'), row(3))


def _controls() -> bytes:
    """Letters of one old code page under the name of none: 0x81 and 0x9d stand for no letter anywhere."""
    return _csv(row(1), row(2, G="Ty\u00f6llisyys")).replace("Työllisyys".encode(), b"Ty\xc3\x83\xc2\xb6llisyys \x81 \x9d")


def _garbled(name: str, about: str, make: Callable[[], bytes]) -> Sample:
    """A table of two, the text of the second with broken characters."""
    return spoilt(name, about, make, ("bad-encoding", ", rivi 3, sarake G"), file=_TABLE, comes=("H-1", "H-2"))


_no_table = partial(refused, file=_TABLE)
_CSV = (
    _no_table(
        "CSV endless line", "60 MB in one line", lambda: b"Tunnus;Hankkeen nimi\n1;" + b"x" * (60 * _MEGABYTE), "unreadable-file"
    ),
    _no_table("CSV NUL", "a NUL byte, as in no text", lambda: _csv(row(1), row(2, G="Rai\0de")), "not-a-workbook"),
    spoilt(
        "CSV quotation mark open",
        "a quotation mark never closed: it must not swallow the rows below it",
        _unclosed,
        file=_TABLE,
        comes=("H-1", "H-2", "H-3"),
    ),
    survived(
        "CSV wide",
        "20,000 columns",
        lambda: table_text([[*HEADER, *map(str, range(20_000))], [*ROW, *["x"] * 20_000]]).encode(),
        file=_TABLE,
    ),
    survived("CSV headings of parts", "600 headings that could each be a question and its options", _parted, file=_TABLE),
    _no_table(
        "CSV junk", "random bytes", lambda: b"\x07\xfe\x01" + bytes((n * n * 7 + n) % 256 for n in range(5_000)), "not-a-workbook"
    ),
    _garbled("CSV controls", "twice encoded, with characters of no alphabet", _controls),
    _garbled(
        "CSV half pairs",
        "lone surrogates in UTF-8",
        lambda: _csv(row(1), row(2, G="ä\ue000")).replace("\ue000".encode(), b"\xed\xa0\x80"),
    ),
    _garbled(
        "CSV broken letter",
        "one Latin-1 letter among UTF-8",
        lambda: _csv(row(1, G="Öljyä päivässä"), row(2, G="Ty\ue000")).replace("\ue000".encode(), b"\xf6"),
    ),
    spoilt(
        "CSV UTF-16 cut",
        "UTF-16 with half a character at its end",
        lambda: b"\xff\xfe" + table_text().encode("utf-16-le") + b"\x41",
        ("not-an-application", ", rivi 3"),
        file=_TABLE,
    ),
    _no_table("CSV only words", "a sentence", "Tästä tiedostosta ei löydy taulukkoa.".encode, "no-header"),
    _no_table("CSV only headings", "headings without a row", _csv, "no-rows"),
    _no_table("CSV many rows", "200,000 rows", lambda: _csv(*([row(1)] * 200_000)), "too-many-rows"),
)
TEXTS: tuple[Sample, ...] = (*_JSON, *_CSV)
