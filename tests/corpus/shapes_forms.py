"""Forms in workbooks: one application a sheet, its questions and answers placed in every way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from alignment.model import Application
from tests.corpus import Sample
from tests.corpus.making import EN, FI, GAS, MILL, QUAY, RAIL, SCHOOL, SV, Project, came, row, section, shape, texts
from tests.corpus.making_books import Dress, Rows, ods, xls, xlsx

FILE, SHEET = "lomake.xlsx", "Lomake"


def _book(
    name: str, about: str, sheets: Mapping[str, Rows], comes: Sequence[Application], dress: Dress | None = None, **more: Any
) -> Sample:
    return shape(name, about, lambda folder: [xlsx(folder / FILE, sheets, dress)], comes, **more)


def _form(
    name: str,
    about: str,
    rows: Rows,
    project: Project = RAIL,
    dress: Dress | None = None,
    came_as: Mapping[str, Any] | None = None,
    **more: Any,
) -> Sample:
    """A form of one sheet, and the project of it; ``came_as`` are values other than the project's own."""
    return _book(name, about, {SHEET: rows}, [came(project, FILE, SHEET, **(came_as or {}))], dress, **more)


def _asked(project: Project, header: Sequence[str] = FI) -> list[list[object]]:
    """Question and answer beside each other."""
    return [list(pair) for pair in zip(header, row(project), strict=True)]


def _above(project: Project) -> list[list[object]]:
    """Each answer under its question, and an empty row."""
    return [[cell] if cell is not None else [] for pair in _asked(project) for cell in (*pair, None)]


_NAMES = ("Satama", "Koulu", "Kaasu")
_THREE: dict[str, Rows] = {
    name: [[f"Hankehakemus {number}"], [], *_asked(project)]
    for number, (name, project) in enumerate(zip(_NAMES, (RAIL, SCHOOL, GAS), strict=True), start=1)
}
_NOTES: dict[str, Rows] = {"Ohjeet": [["Täytä yksi taulukko kustakin hakemuksesta."], ["Palauta lomake määräaikaan mennessä."]]}


def _merge(_: Any, pages: Any) -> None:
    """Labels over columns A and B, answers over C to F; the long ones three rows high."""
    page, at = pages[SHEET], 2
    for (label, answer), height in zip(_asked(RAIL), [1] * 8 + [3] * 2, strict=True):
        page.merge_range(at, 0, at + height - 1, 1, label)
        page.merge_range(at, 2, at + height - 1, 5, None)
        page.write(at, 2, answer)
        at += height


_GUIDANCE = (
    "Viranomainen täyttää",
    "Nimi, joka julkaistaan",
    "Virallinen nimi",
    "Kunta tai kunnat",
    "pp.kk.vvvv",
    "pp.kk.vvvv",
    "Euroina",
    "Valitse yksi",
    "Enintään 1 000 merkkiä; kerro, mitä hankkeella tavoitellaan.",
    "Enintään 2 000 merkkiä; kerro, mitä tehdään ja kuka tekee.",
)
_KITTENS = "Kissa kannattaa hanketta lämpimästi ja täysin varauksetta."
_UNKNOWN = [["Rasti ruutuun", "x"], ["Kissan mielipide", _KITTENS], ["Lemmikin nimi", "Mirri"]]
_SECTIONED: list[Sequence[object]] = [
    ["HANKEHAKEMUS"],
    ["Saapunut", None],
    [],
    ["1 HAKIJA"],
    ["Hakija", RAIL.applicant],
    ["Y-tunnus", "9999999-9"],
    ["Yhteyshenkilö", "Maija Keksitty"],
    ["Sähköposti", "maija@example.org"],
    ["Puhelin", "050 000 0000"],
    ["Tilinumero", "FI00 0000 0000 0000 00"],
    [],
    ["2 HANKE"],
    *_asked(RAIL)[:2],
    *_asked(RAIL)[3:8],
    [],
    ["3 SISÄLTÖ"],
    *_asked(RAIL)[8:],
    [],
    ["4 ALLEKIRJOITUS"],
    ["Paikka ja päiväys", "Kotka 1.11.2026"],
    ["Nimenselvennys", "Maija Keksitty"],
]
_BOXED: list[Sequence[object]] = [
    *_asked(RAIL)[:4],
    ["Toteutusaika", "1.3.2026 – 31.12.2027"],
    (FI[6], "250 000 €"),
    ["Rahasto", "☒ EAKR ☐ ESR+ ☐ JTF"],
    *_asked(RAIL)[8:],
]
_COLONS = [
    [f"{label}: {said}"]
    for label, said in zip(FI, row(RAIL, start="1.3.2026", end="31.12.2027", budget_eur="250 000 €"), strict=True)
]
_TWO_PARAGRAPHS = "Toinen kappale jatkaa samaa vastausta seuraavalla rivillä."
_PARAGRAPHS: list[Sequence[object]] = [*_asked(RAIL)[:9], [None, _TWO_PARAGRAPHS], _asked(RAIL)[9]]
_SIDE_BY_SIDE: list[Sequence[object]] = [
    ["Hakemusnumero", RAIL.id, None, "Rahasto", RAIL.fund],
    *_asked(RAIL)[1:4],
    ["Alkamispäivä", RAIL.start, None, "Päättymispäivä", RAIL.end],
    _asked(RAIL)[6],
    *_asked(RAIL)[8:],
]
_ASIDE = [[], [], *[[None, None, label, said] for label, said in _asked(RAIL)]]
_EMPTY_SHEETS: dict[str, Rows] = {"Satama": _asked(RAIL), "Tyhjä": [[label, None] for label in FI]}


def _other_kind(folder: Path) -> list[Path]:
    return [xls(folder / "lomake.xls", {SHEET: _asked(RAIL)}), ods(folder / "lomake.ods", {SHEET: _asked(SCHOOL)})]


FORMS: tuple[Sample, ...] = (
    _form("form answered beside", "the answer to the right of its question", _asked(RAIL)),
    _form("form answered below", "the answer under its question", _above(RAIL)),
    _form(
        "form in Swedish",
        "a Swedish form",
        [["Projektansökan"], [], *_asked(QUAY, SV)],
        QUAY,
        came_as={"sections": texts(QUAY, SV[8:])},
    ),
    _form(
        "form in English",
        "an English form",
        [["Project application"], [], *_asked(MILL, EN)],
        MILL,
        came_as={"sections": texts(MILL, EN[8:])},
    ),
    _book(
        "form for each sheet",
        "three applications and a sheet of guidance",
        _NOTES | _THREE,
        [came(each, FILE, name) for name, each in zip(_NAMES, (RAIL, SCHOOL, GAS), strict=True)],
    ),
    _book(
        "forms under each other",
        "three applications in one sheet, each asked the same",
        {SHEET: [line for project in (RAIL, SCHOOL, GAS) for line in (*_asked(project), [])]},
        [came(each, FILE, SHEET, at) for at, each in zip((1, 12, 23), (RAIL, SCHOOL, GAS), strict=True)],
    ),
    _book(
        "form with a column for each application",
        "the questions in the first column, three applications beside each other",
        {SHEET: [list(line) for line in zip(FI, row(RAIL), row(SCHOOL), row(GAS), strict=True)]},
        [came(each, FILE, SHEET) for each in (RAIL, SCHOOL, GAS)],
    ),
    _form(
        "form that repeats its name",
        "the same number and name on two pages are one application",
        [*_asked(RAIL)[:8], [], *_asked(RAIL)[:2], *_asked(RAIL)[8:]],
        unread=list(FI[:2]),
    ),
    _form("form of merged cells", "labels and answers merged over columns and rows", [["Hankehakemus"], []], dress=_merge),
    _form(
        "form with guidance",
        "a third column with guidance is not read",
        [[*pair, said] for pair, said in zip(_asked(RAIL), _GUIDANCE, strict=True)],
    ),
    _form(
        "form with unknown questions",
        "a long answer is a section, a short one is listed",
        [*_asked(RAIL), *_UNKNOWN],
        came_as={"sections": (*texts(RAIL), section("Kissan mielipide", "other", _KITTENS))},
        unread=["Rasti ruutuun", "Lemmikin nimi"],
    ),
    _form(
        "form with headings and contact data",
        "numbered parts, personal and bank data",
        _SECTIONED,
        absent=["9999999-9", "Maija", "example.org", "050 000", "FI00"],
    ),
    _form("form with boxes and a period", "ticked boxes, both dates in one answer, a sum in words", _BOXED),
    _form("form with colons", "question and answer in the same cell", _COLONS),
    _form(
        "form with paragraphs",
        "an answer that goes on in the next row",
        _PARAGRAPHS,
        came_as={
            "sections": (section(FI[8], "goals", f"{RAIL.goals}\n{_TWO_PARAGRAPHS}"), section(FI[9], "measures", RAIL.measures))
        },
    ),
    _form("form side by side", "two questions in a row", _SIDE_BY_SIDE),
    _form("form from C3 on", "empty rows above and empty columns to the left", _ASIDE),
    _book(
        "form left empty",
        "a filled form and an empty one: the empty one is left out",
        _EMPTY_SHEETS,
        [came(RAIL, FILE, "Satama")],
        left_out=1,
    ),
    shape(
        "forms in .xls and .ods", "one of each", _other_kind, [came(RAIL, "lomake.xls", SHEET), came(SCHOOL, "lomake.ods", SHEET)]
    ),
)
