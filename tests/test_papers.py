"""Word documents, PDF documents and forms, all made here: what a person reads in them is what comes."""

from __future__ import annotations

import datetime as dt
import io
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

from alignment.intake.columns import Headings
from alignment.intake.desk import Desk, Haul
from alignment.intake.drafts import finish
from alignment.intake.forms import find_labels, read_form
from alignment.intake.grids import Grid
from alignment.intake.pages import read_pdf
from alignment.intake.printing import Piece
from alignment.intake.words import read_docx
from alignment.model import Application
from alignment.rulebook.parts import Forms

FORMS = Forms.model_validate(tomllib.loads((Path(__file__).parent.parent / "rules" / "forms.toml").read_text("utf-8")))
HEADINGS = Headings(FORMS)
GOALS = "Kontit siirtyvät kumipyöriltä raiteille, ja satama kasvaa."
LONG = "Kissa kannattaa hanketta lämpimästi ja varauksetta, kuten aina ennenkin."
MARCH, DECEMBER = dt.date(2026, 3, 1), dt.date(2027, 12, 31)


def desk() -> Desk:
    return Desk(HEADINGS, "fi", None)


def only(haul: Haul) -> Application:
    """The one application of a haul, whose account must add up."""
    assert [(reading.rows, reading.applications) for reading in haul.readings] == [(1, 1)]
    return finish(haul.drafts[0], desk())[0]


def codes(haul: Haul) -> list[str]:
    faults = [problem.code for draft in haul.drafts for problem in finish(draft, desk())[1]]
    return [problem.code for problem in haul.problems] + faults


def texts(application: Application) -> dict[str, str]:
    return {section.name: section.text for section in application.sections}


def roles(application: Application) -> dict[str, str]:
    return {section.name: section.role for section in application.sections}


def mapped(haul: Haul) -> dict[str, str | None]:
    return {mapping.header: mapping.field for mapping in haul.mappings}


# --- Word


def word(document: docx.document.Document) -> Haul:
    data = io.BytesIO()
    document.save(data)
    return read_docx(data.getvalue(), "haku.docx", desk())


def document(*lines: str | tuple[str, str]) -> docx.document.Document:
    """Paragraphs; of a pair the second is the style."""
    made = docx.Document()
    for line in lines:
        text, style = (line, "Normal") if isinstance(line, str) else line
        made.add_paragraph(text, style)
    return made


def with_table(made: docx.document.Document, rows: Sequence[Sequence[str]]) -> docx.document.Document:
    table = made.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return made


def test_headings_of_styles_and_known_ones_begin_sections() -> None:
    haul = word(
        document(
            ("Raide rantaan", "Title"),
            "Keksitty liitto, Satukatu 1",
            "Hakemusnumero: K-7",
            ("Tavoitteet", "Heading 1"),
            GOALS,
            "Toinen kappale.",
            ("Satamarata", "Heading 2"),
            "Rata uusitaan.",
            ("Kissan mielipide", "Heading 1"),
            "Miau.",
            "Kohderyhmä",
            "Kunnat ja yritykset.",
        )
    )
    application = only(haul)
    assert (application.id, application.title) == ("K-7", "Raide rantaan")
    assert texts(application) == {
        "Tavoitteet": f"{GOALS}\nToinen kappale.",
        "Satamarata": "Rata uusitaan.",
        "Kissan mielipide": "Miau.",
        "Kohderyhmä": "Kunnat ja yritykset.",
    }
    assert list(roles(application).values()) == ["goals", "goals", "other", "target_group"]
    assert mapped(haul)["Keksitty liitto, Satukatu 1"] is None
    assert codes(haul) == []


@pytest.mark.parametrize("name", ["Otsikko 1", "Rubrik 1", "heading 1"])
def test_headings_of_other_languages_and_their_heirs(name: str) -> None:
    made = document(LONG)
    style = made.styles.add_style("Oma", 1)
    style.element.find("w:name", style.element.nsmap).set(f"{{{style.element.nsmap['w']}}}val", name)
    made.add_paragraph("Kissan mielipide", style)
    made.add_paragraph(GOALS)
    assert texts(only(word(made)))["Kissan mielipide"] == GOALS


def test_a_circle_of_styles_ends() -> None:
    made = document(("Tavoitteet", "Heading 1"), GOALS)
    style = made.styles["Heading 1"]
    style.base_style = style
    assert texts(only(word(made))) == {"Tavoitteet": GOALS}


def test_bold_words_are_headings_and_list_items_are_not() -> None:
    made = document(("Tavoitteet", "Heading 1"), GOALS, ("Kunnat", "List Bullet"), ("Riskit", "List Bullet"))
    made.add_paragraph().add_run("Oma väliotsikko").bold = True
    made.add_paragraph("Lisää tekstiä.")
    assert texts(only(word(made))) == {"Tavoitteet": f"{GOALS}\nKunnat\nRiskit", "Oma väliotsikko": "Lisää tekstiä."}


def test_tables_of_labels_and_answers() -> None:
    made = document("HAKEMUS")
    with_table(made, [["Hakijan virallinen nimi", "Organisaatiotyyppi", "Y-tunnus"], ["Satukurki Oy", "Yritys", "1234567-8"]])
    rows = [["Hankkeen julkinen nimi", "Raide"], ["Toteutusaika", "1.3.2026 – 31.12.2027"], ["Tilinumero (IBAN)", "FI21 1234"]]
    with_table(made, [*rows, ["Kokonaiskustannukset", "250 000 €"], ["Tavoitteet", GOALS], ["Rahasto", "☐ EAKR ☒ JTF"]])
    haul = word(made)
    application = only(haul)
    assert (application.title, application.applicant, application.fund) == ("Raide", "Satukurki Oy", "JTF")
    assert (application.start, application.end, application.budget_eur) == (MARCH, DECEMBER, 250_000)
    assert texts(application) == {"Tavoitteet": GOALS}
    assert mapped(haul)["Tilinumero (IBAN)"] == mapped(haul)["Y-tunnus"] == "contact"


def test_a_table_within_a_section_is_its_text() -> None:
    made = document(("Toimenpiteet", "Heading 1"), "Teemme näin:")
    with_table(made, [["Työpaketti", "Kuukaudet"], ["Satama", "1–6"]])
    made.add_paragraph("Sitten lopetamme.")
    text = "Teemme näin:\nTyöpaketti\tKuukaudet\nSatama\t1–6\nSitten lopetamme."
    assert texts(only(word(made))) == {"Toimenpiteet": text}


LIST = [
    ["Tunnus", "Hankkeen nimi", "Tavoitteet"],
    ["K-1", "Raide", GOALS],
    ["K-2", "Silta", "Silta rakennetaan yli joen, ja kaikki pääsevät yli."],
]


def test_a_table_of_applications_in_a_paper_without_headings() -> None:
    haul = word(with_table(document("Saapuneet hakemukset"), LIST))
    assert [finish(draft, desk())[0].id for draft in haul.drafts] == ["K-1", "K-2"]
    assert sum(reading.rows for reading in haul.readings) == 2


def test_a_table_of_other_projects_is_no_list_of_applications() -> None:
    made = with_table(document(("Tavoitteet", "Heading 1"), GOALS, ("Yhteydet muihin hankkeisiin", "Heading 1")), LIST)
    application = only(word(made))
    assert texts(application)["Tavoitteet"] == GOALS
    assert "Silta" in texts(application)["Yhteydet muihin hankkeisiin"]


def test_contact_details_are_left_out_everywhere() -> None:
    secret = ["Ville Virkamies", "ville@satu.example", "FI21 1234 5600 0007 85", "050 123 4567", "Satutie 1"]
    haul = word(
        document(
            ("Hakijan perustiedot", "Heading 1"),
            "Hakijan virallinen nimi: Satukurki Oy",
            f"Puhelin: {secret[3]}",
            f"Tilinumero: {secret[2]}",
            secret[4],
            ("Hankkeen yhteyshenkilön nimi", "Heading 2"),
            secret[0],
            ("Tavoitteet", "Heading 1"),
            GOALS,
            f"Sähköposti: {secret[1]}",
            "Tavoitteet jatkuvat.",
        )
    )
    application = only(haul)
    assert application.applicant == "Satukurki Oy"
    assert texts(application) == {"Tavoitteet": f"{GOALS}\nTavoitteet jatkuvat."}
    whole = application.model_dump_json() + "".join(mapping.model_dump_json() for mapping in haul.mappings)
    assert not [word for word in secret if word in whole]
    assert mapped(haul)["Sähköposti"] == "contact"


def test_what_was_changed_put_in_a_box_or_noted_at_the_foot_is_text_as_it_stands() -> None:
    made = document(("Tavoitteet", "Heading 1"))
    xml = (
        f'<w:p {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        "<w:r><w:t xml:space='preserve'>Kontit </w:t></w:r><w:ins><w:r><w:t>siirtyvät</w:t><w:tab/></w:r></w:ins>"
        "<w:del><w:r><w:delText>poistuvat</w:delText></w:r></w:del><w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>raiteille</w:t><w:br/><w:t>nyt</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Kirjoita tähän</w:t></w:r></w:sdtContent></w:sdt>"
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
        "<w:txbxContent><w:p><w:r><w:t>Laatikko.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>Laatikko.</w:t></w:r></w:p></w:txbxContent></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    made.element.body.insert_element_before(parse_xml(xml), "w:sectPr")
    assert texts(only(word(made))) == {"Tavoitteet": "Kontit siirtyvät\traiteille\nnyt\nLaatikko."}


def test_content_controls_around_everything_and_deep_nesting() -> None:
    made = document(("Tavoitteet", "Heading 1"))
    control = "<w:sdt><w:sdtPr/><w:sdtContent>"
    inner = f"<w:p><w:r><w:t>{GOALS}</w:t></w:r></w:p>"
    deep = control * 60 + inner + "</w:sdtContent></w:sdt>" * 60
    made.element.body.insert_element_before(parse_xml(deep.replace("<w:sdt>", f"<w:sdt {nsdecls('w')}>", 1)), "w:sectPr")
    assert texts(only(word(made))) == {"Tavoitteet": GOALS}


def test_labels_parted_by_line_breaks() -> None:
    application = only(word(document(f"Hankkeen nimi: Raide\nHakija: Satukurki Oy\nTavoitteet: {GOALS}", "Toinen.")))
    assert (application.title, application.applicant) == ("Raide", "Satukurki Oy")
    assert texts(application) == {"Tavoitteet": f"{GOALS}\nToinen."}


def test_a_question_as_a_heading_keeps_its_question() -> None:
    application = only(word(document(("Tavoitteet: mitä hankkeella tavoitellaan?", "Heading 1"), GOALS)))
    assert texts(application) == {"Tavoitteet: mitä hankkeella tavoitellaan?": GOALS}


def test_a_heading_that_is_both_a_sum_and_a_section_is_what_stands_below_it() -> None:
    prose = "Palkkoihin varataan puolet ja matkoihin vähän."
    words = only(word(document(("Tavoitteet", "Heading 1"), GOALS, ("Budjetti", "Heading 1"), prose, "Ja muuta.")))
    assert texts(words) == {"Tavoitteet": GOALS, "Budjetti": f"{prose}\nJa muuta."}
    digits = only(word(document(("Tavoitteet", "Heading 1"), GOALS, "Budjetti", "250 000 €", "Ja muuta.")))
    assert (digits.budget_eur, texts(digits)) == (250_000, {"Tavoitteet": f"{GOALS}\nJa muuta."})


def test_a_paper_without_headings_is_one_text() -> None:
    haul = word(document("Raide rantaan", GOALS, "Soita 050 123 4567 tai kirjoita ville@satu.example", "Kiitos!"))
    application = only(haul)
    assert (application.title, texts(application)) == ("Raide rantaan", {"Teksti": f"{GOALS}\nKiitos!"})
    assert roles(application) == {"Teksti": "other"}


def test_the_heading_above_all_others_is_the_title() -> None:
    made = document(("Raide rantaan", "Heading 1"), "Hakija: Satukurki Oy", ("Tavoitteet", "Heading 2"), GOALS)
    application = only(word(made))
    assert (application.title, application.applicant, texts(application)) == (
        "Raide rantaan",
        "Satukurki Oy",
        {"Tavoitteet": GOALS},
    )


def test_of_two_headings_side_by_side_none_is_the_title() -> None:
    made = document(("Satukurki Oy", "Heading 1"), ("Raide rantaan", "Heading 1"), ("Tavoitteet", "Heading 1"), GOALS)
    assert codes(word(made)) == ["missing-id", "missing-title"]


def test_an_empty_paper() -> None:
    haul = word(document(" ", ""))
    assert ([problem.code for problem in haul.problems], haul.drafts) == (["no-text"], [])
    assert [(reading.rows, reading.refused) for reading in haul.readings] == [(1, 1)]


def test_a_wrong_period_is_told_with_its_place() -> None:
    haul = word(document("Hankkeen nimi: Raide", "Toteutusaika: keväällä", f"Tavoitteet: {GOALS}"))
    problems = finish(haul.drafts[0], desk())[1]
    assert [(fault.code, fault.place) for fault in problems if fault.code != "missing-id"] == [
        ("bad-date", "haku.docx, kohta Toteutusaika")
    ]


# --- PDF

#: Where a line stands, its text, and whether it is bold; (0, 0) is the lower left corner of a page of A4.
Placed = tuple[float, float, str, bool]


def pdf(*pages: Sequence[Placed], form: str = "") -> bytes:
    """A small PDF; ``form`` are the objects of its form fields."""
    objects = [b"<</Type/Catalog/Pages 2 0 R" + (b"/AcroForm<</Fields[5 0 R 6 0 R]>>>>" if form else b">>"), b""]
    fonts = (b"Helvetica", b"Helvetica-Bold")
    objects += [b"<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>" % font for font in fonts]
    objects += [each.encode("cp1252") for each in form.split("\n") if each]
    kids = []
    for page in pages:
        lines = (f"BT /F{1 + bold} 11 Tf {x} {y} Td ({text}) Tj ET" for x, y, text, bold in page)
        content = "\n".join(lines).encode("cp1252")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        named = b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        objects.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]%s/Contents %d 0 R>>" % (named, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, b"".join(places))
    return out + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))


def column(*lines: str, top: float = 700.0) -> list[Placed]:
    """Lines under each other; ``#`` makes one bold, and an empty one leaves a gap."""
    return [(60, top - 14 * at, line.removeprefix("#"), line.startswith("#")) for at, line in enumerate(lines) if line]


def paper(*pages: Sequence[Placed], form: str = "") -> Haul:
    return read_pdf(pdf(*pages, form=form), "haku.pdf", desk())


def test_lines_become_paragraphs_and_parted_words_whole() -> None:
    lines = [
        "#4.1 Hankkeen tavoitteet",
        "Hankkeessa parannetaan sataman ja radan toimintaa niin, että kehittä-",
        "minen jatkuu vielä sen jälkeenkin, kun rahoitus on loppunut, ja EU-",
        "hanke tukee sitä. Lisäksi raide-",
        "ja satamahankkeet toimivat yhdessä linja-",
        "autojen kanssa koko seuraavan ohjelmakauden ajan joka viikko.",
        "",
        "Toinen kappale.",
        "#Kissan mielipide",
        "Miau, ja muuta sellaista, mitä kissat sanovat.",
    ]
    application = only(paper(column(*lines)))
    first = (
        "Hankkeessa parannetaan sataman ja radan toimintaa niin, että kehittäminen jatkuu vielä sen jälkeenkin, kun rahoitus on "
        "loppunut, ja EU-hanke tukee sitä. Lisäksi raide- ja satamahankkeet toimivat yhdessä linja-autojen kanssa koko seuraavan "
        "ohjelmakauden ajan joka viikko."
    )
    assert texts(application) == {
        "4.1 Hankkeen tavoitteet": f"{first}\nToinen kappale.",
        "Kissan mielipide": "Miau, ja muuta sellaista, mitä kissat sanovat.",
    }
    assert list(roles(application).values()) == ["goals", "other"]


def test_headings_that_look_like_the_text_around_them() -> None:
    application = only(paper(column("Hankkeen nimi: Raide", "Tavoitteet", GOALS, "Riskit", "Rahat loppuvat.")))
    assert (application.title, texts(application)) == ("Raide", {"Tavoitteet": GOALS, "Riskit": "Rahat loppuvat."})


def test_numbers_and_bullets_that_stand_apart_belong_to_their_line() -> None:
    page = [(60, 700, "4.1", True), (90, 700, "Hankkeen tavoitteet", True), *column(GOALS, top=686)]
    for top, item in ((660, "Kunnat"), (646, "Yritykset"), (632, "Tavoitteet")):
        page += [(60, top, "\u2022", False), (90, top, item, False)]
    bullets = "\u2022 Kunnat\n\u2022 Yritykset\n\u2022 Tavoitteet"
    assert texts(only(paper(page))) == {"4.1 Hankkeen tavoitteet": f"{GOALS}\n{bullets}"}


def test_labels_in_the_middle_of_their_column_are_one_column() -> None:
    told = "Kontit siirtyvät kumipyöriltä raiteille ja ratapiha saa uuden pistoraiteen."
    rows = [("Hankkeen nimi", 50, "Raide"), ("Tausta", 90, told), ("Tavoitteet", 80, f"{told} Työ alkaa.")]
    places = (((left, label), (200, said)) for label, left, said in rows)
    haul = paper([(x, 700.0 - 20 * at, text, False) for at, row in enumerate(places) for x, text in row])
    assert texts(only(haul)) == {"Tausta": told, "Tavoitteet": f"{told} Työ alkaa."}


def test_only_print_is_undone() -> None:
    assert Piece("e\ufb03cient ra\u0308tti m² ½ …", 0, 0, 11, bold=False).text == "efficient rätti m² ½ …"


def test_what_repeats_on_pages_is_left_out_and_paragraphs_go_on() -> None:
    edges: list[list[Placed]] = [
        [(60, 800, "Hakemus K-7", False), (300, 30, f"Sivu {number} / 3", False)] for number in (1, 2, 3)
    ]
    pages = [
        column("#Tavoitteet", "Kontit siirtyvät kumipyöriltä raiteille, ja kaikki kuljetukset"),
        column("tehdään junilla.", "#Riskit", "Ratapihan rakentaminen voi viivästyä, jos rahaa ei ole."),
        column("Silloin odotetaan."),
    ]
    haul = paper(*(edge + page for edge, page in zip(edges, pages, strict=True)))
    assert texts(only(haul)) == {
        "Tavoitteet": "Kontit siirtyvät kumipyöriltä raiteille, ja kaikki kuljetukset tehdään junilla.",
        "Riskit": "Ratapihan rakentaminen voi viivästyä, jos rahaa ei ole.\nSilloin odotetaan.",
    }
    assert [mapping.header for mapping in haul.mappings if "toistuu" in mapping.reason] == ["Hakemus K-7", "Sivu 1 / 3"]


def test_the_front_of_a_printed_form() -> None:
    """Labels above their answers in columns, beside them, right before them, and bank and contact data among them."""
    page = [
        (60, 800, "Keksitty liitto", False),
        (60, 770, "Diaarinumero", False),
        (60, 756, "D-99", False),
        (60, 742, "Hakemusnumero", False),
        (60, 728, "304455", False),
        (60, 700, "Hakijan virallinen nimi", False),
        (250, 700, "Organisaatiotyyppi", False),
        (420, 700, "Y-tunnus", False),
        (60, 686, "Satukurki Oy", False),
        (250, 686, "Yritys", False),
        (420, 686, "1234567-8", False),
        (60, 660, "Tilinumero \\(IBAN\\)", False),
        (250, 660, "FI21 1234 5600 0007 85", False),
        (60, 646, "Alkamispäivämäärä", False),
        (250, 646, "1.3.2026", False),
        (60, 620, "Hankkeen julkinen nimi Raide rantaan", False),
        *column("#4 Tiivistelmä", GOALS, "#14 Allekirjoitus", "Ville Virkamies", top=590),
    ]
    haul = paper(page)
    application = only(haul)
    assert (application.id, application.title, application.applicant) == ("304455", "Raide rantaan", "Satukurki Oy")
    assert (application.start, texts(application)) == (MARCH, {"4 Tiivistelmä": GOALS})
    whole = application.model_dump_json() + "".join(mapping.model_dump_json() for mapping in haul.mappings)
    assert not [word for word in ("FI21", "1234567-8", "Virkamies") if word in whole]
    assert codes(haul) == []


def test_form_fields_are_labels_with_answers() -> None:
    form = (
        f"<</Type/Annot/Subtype/Widget/FT/Tx/T(nimi)/TU(Hankkeen nimi)/V(Raide)/Rect[0 0 9 9]>>\n"
        f"<</Type/Annot/Subtype/Widget/FT/Tx/T(Tavoitteet)/V({GOALS})/Rect[0 0 9 9]>>"
    )
    application = only(paper(column("#Tavoitteet", "Kerro tässä, mihin hanke pyrkii."), form=form))
    assert (application.title, texts(application)) == ("Raide", {"Tavoitteet": GOALS})


def test_pages_without_text_are_a_scan() -> None:
    haul = paper([], [])
    assert (codes(haul), haul.drafts) == (["no-text"], [])
    assert [(reading.rows, reading.refused) for reading in haul.readings] == [(1, 1)]


@pytest.mark.parametrize(("password", "expected"), [("salainen", ["password"]), ("", ["missing-title"])])
def test_passwords(password: str, expected: list[str]) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(column("Hakemusnumero: 7", "#Tavoitteet", GOALS)))))
    writer.encrypt(password, "toinen", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    assert codes(read_pdf(data.getvalue(), "haku.pdf", desk())) == expected


def test_a_form_of_fourteen_pages_takes_no_time() -> None:
    line = "Kontit siirtyvät kumipyöriltä raiteille ja ratapihan kunnossapito on"
    pages = [column(f"#{number} Tavoitteet", *[line] * 45) for number in range(1, 15)]
    data, started = pdf(*pages), time.process_time()
    assert len(only(read_pdf(data, "haku.pdf", desk())).sections) == 14
    assert time.process_time() - started < 2


# --- Forms


def form(*rows: Sequence[object]) -> Haul:
    grid = Grid("haku.xlsx", "Lomake", [tuple(row) for row in rows])
    return read_form(grid, find_labels(grid, desk())[0], desk())


def test_a_form_with_every_way_to_answer() -> None:
    haul = form(
        ["Hankehakemus"],
        ["Hankkeen nimi: Raide"],
        ["Tunnus", None, None, "L-1", None, "Viranomainen täyttää"],
        ["Hakija", "Alue", "Puhelin"],
        ["Satukurki Oy", "Kotka", "050 123"],
        ["Alkamispäivä", dt.datetime(2026, 3, 1), None, "Päättymispäivä", "31.12.2027"],  # noqa: DTZ001
        ["Tavoitteet", "enintään 2000 merkkiä"],
        [f"{GOALS} Ja muuta."],
        ["Kohderyhmä", "Kunnat"],
        [None, "Yritykset"],
        ["Rahasto", "[ ] EAKR [x] JTF"],
        ["Kissan mielipide", LONG],
        ["Sähköposti", "ville@satu.example"],
    )
    application = only(haul)
    assert (application.id, application.title, application.applicant, application.region) == (
        "L-1",
        "Raide",
        "Satukurki Oy",
        "Kotka",
    )
    assert (application.start, application.end, application.fund) == (MARCH, DECEMBER, "JTF")
    assert texts(application) == {
        "Tavoitteet": f"enintään 2000 merkkiä\n{GOALS} Ja muuta.",
        "Kohderyhmä": "Kunnat\nYritykset",
        "Kissan mielipide": LONG,
    }
    assert "ville" not in application.model_dump_json() + "".join(mapping.model_dump_json() for mapping in haul.mappings)
    assert codes(haul) == []


def test_a_form_without_answers_is_left_out_with_its_reason() -> None:
    haul = form(["Tunnus"], ["Hankkeen nimi"], ["Tavoitteet"])
    assert haul.drafts == []
    assert haul.readings[0].left_out == ("haku.xlsx, taulukko Lomake: lomake on tyhjä",)


def test_a_list_below_two_headings_is_no_form() -> None:
    grid = Grid("haku.xlsx", None, [("Hakija", "Alue"), ("Satukurki Oy", "Kotka"), ("Sepitys ry", "Hamina")])
    assert find_labels(grid, desk())[1] == 0
