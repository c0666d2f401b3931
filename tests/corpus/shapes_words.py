"""Applications as Word documents, one each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml

from tests.corpus import Sample
from tests.corpus.making import (
    FI,
    QUAY,
    RAIL,
    SCHOOL,
    SV,
    Project,
    came,
    pairs,
    section,
    shape,
    shown,
)

FILE = "hakemus.docx"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Pairs = Iterable[tuple[str, str]]


def _label_table(document: Any, given: Pairs) -> None:
    page = document.add_table(rows=0, cols=2)
    for pair in given:
        for cell, text in zip(page.add_row().cells, pair, strict=True):
            cell.text = text


def _put(document: Any, xml: str) -> None:
    """A piece of WordprocessingML at the end of the document."""
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(f"<w:root {_W}>{xml}</w:root>")[0])


def _run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


def answered(path: Path, project: Project) -> Path:
    """A Word document: one table of questions and answers."""
    document = docx.Document()
    document.add_paragraph("Hankehakemus", style="Title")
    _label_table(document, pairs(project))
    document.save(str(path))
    return path


def _word(
    name: str,
    about: str,
    write: Callable[[Any], None],
    project: Project = RAIL,
    came_as: dict[str, Any] | None = None,
    **more: Any,
) -> Sample:
    def build(folder: Path) -> list[Path]:
        document = docx.Document()
        write(document)
        document.save(str(folder / FILE))
        return [folder / FILE]

    return shape(name, about, build, [came(project, FILE, **(came_as or {}))], **more)


_SECOND = "Toinen kappale kertoo lisää."
_UNKNOWN = "Kissa kannattaa hanketta lämpimästi ja täysin varauksetta."
_FRONT_PERSONAL = ["9999999-9", "Satutie", "050 000", "KEKSILÄ", "FI00", "XXXXFIHH", "Maija", "example.org"]


def _facts(document: Any, project: Project = RAIL, header: Sequence[str] = FI) -> None:
    """The short answers, a line each."""
    for label, said in pairs(project, header)[:8]:
        document.add_paragraph(f"{label}: {said}")


def _headed(document: Any) -> None:
    document.add_heading("Hankehakemus", 0)
    _facts(document)
    document.add_heading("Tavoitteet", 1)
    document.add_paragraph(RAIL.goals)
    document.add_paragraph(_SECOND)
    document.add_heading("Toimenpiteet", 1)
    document.add_paragraph(RAIL.measures)
    document.add_heading("Kissan mielipide", 1)
    document.add_paragraph(_UNKNOWN)


_HEADED = {
    "sections": (
        section("Tavoitteet", "goals", f"{RAIL.goals}\n{_SECOND}"),
        section("Toimenpiteet", "measures", RAIL.measures),
        section("Kissan mielipide", "other", _UNKNOWN),
    )
}


def _mixed(document: Any) -> None:
    document.add_heading("1 Hankkeen perustiedot", 1)
    _label_table(document, pairs(RAIL)[:8])
    document.add_heading("2 Sisältö", 1)
    document.add_heading("2.1 Hankkeen tavoitteet", 2)
    document.add_paragraph(RAIL.goals)
    document.add_heading("2.2 Toimenpiteet", 2)
    document.add_paragraph(RAIL.measures)


_MIXED = {
    "sections": (section("2.1 Hankkeen tavoitteet", "goals", RAIL.goals), section("2.2 Toimenpiteet", "measures", RAIL.measures))
}


def _controls(document: Any) -> None:
    """Every answer in a content control, as forms made for filling in have them."""
    for label, said in pairs(RAIL)[:8]:
        _put(document, f"<w:p>{_run(f'{label}: ')}<w:sdt><w:sdtPr/><w:sdtContent>{_run(said)}</w:sdtContent></w:sdt></w:p>")
    for label, said in pairs(RAIL)[8:]:
        document.add_heading(label, 1)
        _put(document, f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{_run(said)}</w:p></w:sdtContent></w:sdt>")


def _tracked(document: Any) -> None:
    """Words that were put in count, words that were struck out do not."""
    _facts(document)
    document.add_heading("Tavoitteet", 1)
    begin, end = RAIL.goals.split(" kumipyöriltä")
    struck = f'<w:del w:id="1" w:author="x">{_run(" ilmalaivoista", "delText")}</w:del>'
    added = f'<w:ins w:id="2" w:author="x">{_run(" kumipyöriltä")}</w:ins>'
    _put(document, f"<w:p>{_run(begin)}{struck}{added}{_run(end)}</w:p>")
    document.add_heading("Toimenpiteet", 1)
    document.add_paragraph(RAIL.measures)


def _boxes(document: Any) -> None:
    """Boxes of which one is ticked, and both dates in one answer."""
    said = dict(pairs(RAIL))
    _label_table(document, [(label, said[label]) for label in FI[:4]])
    _label_table(
        document,
        [("Toteutusaika", f"{said[FI[4]]} – {said[FI[5]]}"), (FI[6], said[FI[6]]), ("Rahasto", "☒ EAKR   ☐ ESR+   ☐ JTF")],
    )
    _label_table(document, pairs(RAIL)[8:])


def _front(document: Any) -> None:
    """The form of EURA 2014 from its first page on; the answers are invented."""
    document.sections[0].header.paragraphs[0].text = "Keksitty liitto, sisäinen"
    document.sections[0].footer.paragraphs[0].text = "Sivu 1"
    document.add_paragraph("Keksitty liitto")
    document.add_paragraph("HANKEHAKEMUS")
    said = dict(zip(RAIL._fields, shown(RAIL), strict=True))
    official = [
        ("Saapumispäivämäärä", "3.11.2026"),
        ("Käsittelijä", "Maija Keksitty"),
        ("Diaarinumero", "EURA 2014/1/1"),
        ("Puhelinnumero", "050 000 0000"),
        ("Hakemusnumero", RAIL.id),
        ("Hakemustyyppi", "Uusi hakemus"),
        ("Hankekoodi", "A00000"),
        ("Tila", "Saapunut"),
    ]
    applicant = [
        ("Hakijan virallinen nimi", RAIL.applicant),
        ("Organisaatiotyyppi", "Yritys"),
        ("Y-tunnus", "9999999-9"),
        ("Jakeluosoite", "Satutie 1"),
        ("Puhelinnumero", "050 000 0001"),
        ("Postinumero", "00098"),
        ("Postitoimipaikka", "KEKSILÄ"),
        ("Tilinumero (IBAN)", "FI00 0000 0000 0000 00"),
        ("BIC", "XXXXFIHH"),
        ("WWW-osoite", "www.example.org"),
        ("Hankkeen yhteyshenkilön nimi", "Maija Keksitty"),
        ("Hankkeen yhteyshenkilön asema", "Johtaja"),
        ("Hankkeen yhteyshenkilön sähköposti", "maija@example.org"),
        ("Hankkeen yhteyshenkilön puhelin", "050 000 0002"),
        ("Hakijoiden lukumäärä tai tuen siirto -menettely", "Vain yksi hakija"),
    ]
    basics = [
        ("Hankkeen julkinen nimi", RAIL.title),
        ("Alkamispäivämäärä", said["start"]),
        ("Päättymispäivämäärä", said["end"]),
        ("Toimintalinja", "2 Keksitty linja"),
        ("Erityistavoite", "4.1 Keksitty tavoite"),
    ]
    for title, answers in (
        ("Viranomaisen merkintöjä", official),
        ("1 Viranomainen, jolle hakemus osoitetaan", [("Viranomainen", "Keksitty liitto")]),
        ("2 Hakijan perustiedot", applicant),
        ("3 Hankkeen perustiedot", basics),
    ):
        document.add_heading(title, 1)
        _label_table(document, answers)
    document.add_heading("4 Tiivistelmä", 1)
    document.add_heading("4.1 Hankkeen julkinen tiivistelmä (tavoitteet, toimenpiteet, tulokset)", 2)
    document.add_paragraph(RAIL.goals)
    document.add_heading("5 Hankkeen toimenpiteet", 1)
    document.add_paragraph(RAIL.measures)
    document.add_heading("14 Allekirjoitus", 1)
    _label_table(document, [("Paikka ja päiväys", "KEKSILÄ 1.11.2026"), ("Nimenselvennys", "Maija Keksitty")])


_FRONT = {
    "region": None,
    "budget_eur": None,
    "fund": None,
    "sections": (
        section("4.1 Hankkeen julkinen tiivistelmä (tavoitteet, toimenpiteet, tulokset)", "summary", RAIL.goals),
        section("5 Hankkeen toimenpiteet", "measures", RAIL.measures),
    ),
}


def _swedish(document: Any) -> None:
    _facts(document, QUAY, SV)
    for label, said in pairs(QUAY, SV)[8:]:
        document.add_heading(label, 1)
        document.add_paragraph(said)


def _bold(document: Any) -> None:
    """Headings that are only bold: people seldom use styles."""
    _facts(document)
    for label, said in pairs(RAIL)[8:]:
        document.add_paragraph().add_run(label).bold = True
        document.add_paragraph(said)


def _lists(document: Any) -> None:
    """A text of a list, with breaks and tabs."""
    _facts(document)
    document.add_heading("Tavoitteet", 1)
    for text in ("Ensimmäinen kohta", "Toinen kohta"):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading("Toimenpiteet", 1)
    document.add_paragraph(RAIL.measures)


_LISTED = {
    "sections": (
        section("Tavoitteet", "goals", "Ensimmäinen kohta\nToinen kohta"),
        section("Toimenpiteet", "measures", RAIL.measures),
    )
}
WORDS: tuple[Sample, ...] = (
    _word("Word: table", "questions and answers in a table", lambda document: _label_table(document, pairs(SCHOOL)), SCHOOL),
    _word("Word: headings", "headings by style with texts under them, short answers in lines", _headed, came_as=_HEADED),
    _word("Word: mixed", "a table of facts, then numbered headings", _mixed, came_as=_MIXED),
    _word("Word: bold headings", "headings that are only bold", _bold),
    _word("Word: lists", "a list is a text of lines", _lists, came_as=_LISTED),
    _word("Word: content controls", "answers in controls for filling in", _controls),
    _word("Word: tracked changes", "what was put in counts, what was struck out does not", _tracked, absent=["ilmalaivoista"]),
    _word("Word: boxes and a period", "a ticked box, both dates in one answer", _boxes),
    _word(
        "Word: EURA 2014",
        "front matter with contact and bank data, which is not kept",
        _front,
        came_as=_FRONT,
        absent=_FRONT_PERSONAL,
    ),
    _word(
        "Word: Swedish",
        "a Swedish document",
        _swedish,
        QUAY,
        {"sections": (section("Mål", "goals", QUAY.goals), section("Åtgärder", "measures", QUAY.measures))},
    ),
)
