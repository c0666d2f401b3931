"""Word documents and PDF files that are broken, hostile or merely odd."""

from __future__ import annotations

import io
from functools import partial

from pypdf import PdfReader, PdfWriter

from tests.corpus import Sample
from tests.corpus.faults_making import (
    FORM,
    blocks,
    bomb,
    contents,
    form_lines,
    paper,
    part,
    pdf,
    printed,
    refused,
    rewritten,
    spoilt,
    stream,
    survived,
    with_parts,
    word,
    zipped,
)
from tests.corpus.faults_ole import ole

_DOCUMENT = "word/document.xml"
_ID = FORM[0][1]
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def _entity(declared: str) -> bytes:
    head, _, rest = contents(word())[_DOCUMENT].decode().partition("?>")
    return with_parts(word(), part(_DOCUMENT, f"{head}?><!DOCTYPE x [{declared}]>{rest.replace('Raide', '&a;')}".encode()))


def _huge_part() -> bytes:
    head, mark, tail = contents(word())[_DOCUMENT].partition(b"<w:body>")
    return with_parts(word(), bomb(_DOCUMENT, head + mark, blocks(b"<w:p/>"), 800, tail))


def _deep_tables() -> bytes:
    """Tables in tables, 5,000 deep."""
    opened, closed = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"
    return rewritten(word(), _DOCUMENT, b"<w:sectPr", opened * 5_000 + closed * 5_000 + b"<w:sectPr")


def _wide_cell() -> bytes:
    """A cell that says it is as wide as a hundred million."""
    wide = b'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    return rewritten(word(), _DOCUMENT, b"<w:sectPr", wide + b"<w:sectPr")


def _outside_template() -> bytes:
    link = b'<Relationship Id="rId99" TargetMode="External" Target="https://example.org/x.dotm" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    return rewritten(word(), "word/_rels/document.xml.rels", b"</Relationships>", link + b"</Relationships>")


def _word_macro() -> bytes:
    return with_parts(word(), part("word/vbaProject.bin", ole({"VBA": b"Sub AutoOpen()"})))


def _without_document() -> bytes:
    return zipped(part(name, content) for name, content in contents(word()).items() if name != _DOCUMENT)


def _encrypted(password: str) -> bytes:
    writer, content = PdfWriter(clone_from=PdfReader(io.BytesIO(paper()))), io.BytesIO()
    writer.encrypt(password, "omistaja", algorithm="RC4-128")
    writer.write(content)
    return content.getvalue()


def _scan() -> bytes:
    """A page that is one grey picture."""
    picture = stream(b"\x80" * 100, b"/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8")
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
            4: stream(b"q 595 0 0 842 0 0 cm /I Do Q"),
            5: picture,
        }
    )


def _cyclic() -> bytes:
    """A tree of pages that holds itself."""
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
        }
    )


def _inflating(block: bytes, times: int) -> bytes:
    """A page whose content comes to that many times the block."""
    packed = bomb("", b"", block, times, b"").packed
    # A raw packed text becomes a whole one with a head; readers forgive the missing checksum.
    return paper().replace(stream(printed(form_lines())), stream(b"\x78\xda" + packed, b"/Filter/FlateDecode"))


def _loop_of_forms() -> bytes:
    """A drawing that draws itself."""
    form = stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>")
    data = paper(printed(form_lines()) + b" /X Do", more={6: form})
    return data.replace(b"/Font<</F1 5 0 R>>", b"/Font<</F1 5 0 R>>/XObject<</X 6 0 R>>", 1)


def _many_pages() -> bytes:
    """Twenty thousand times the same page."""
    kids = b" ".join([b"3 0 R"] * 20_000)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%b]/Count 20000>>" % kids,
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        4: stream(printed(form_lines() * 20)),
        5: _FONT,
    }
    return pdf(objects)


def _script() -> bytes:
    """Scripts, a program to launch and an attached file: none of them is ever looked at."""
    return paper(
        catalogue=b"/OpenAction 6 0 R/Names<</JavaScript<</Names[(a) 7 0 R]>>/EmbeddedFiles<</Names[(x.exe) 8 0 R]>>>>",
        page=b"/AA<</O 7 0 R>>",
        more={
            6: b"<</S/Launch/F(/bin/sh)>>",
            7: b"<</S/JavaScript/JS(app.launchURL\\('https://example.org'\\))>>",
            8: b"<</Type/Filespec/F(x.exe)/EF<</F 9 0 R>>>>",
            9: stream(b"MZ", b"/Type/EmbeddedFile"),
        },
    )


def _endless_table() -> bytes:
    """A table of places that names itself as the one before."""
    data = paper()
    at = data.rindex(b"xref\n0", 0, data.rindex(b"startxref"))
    return data.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % at)


def _endless_fields() -> bytes:
    """A form field that is its own part."""
    return paper(
        catalogue=b"/AcroForm<</Fields[6 0 R]>>", more={6: b"<</FT/Tx/T(Hakija)/V(Keksitty Oy)/Kids[6 0 R]/Parent 6 0 R>>"}
    )


def _deep_arrays() -> bytes:
    return paper(catalogue=b"/X" + b"[" * 100_000 + b"]" * 100_000)


_no_word = partial(refused, file="huono.docx")
_no_pdf = partial(refused, file="huono.pdf")
_still_pdf = partial(survived, file="huono.pdf", comes=_ID)
_WORD = (
    _no_word("Word entities", "an entity from a file", lambda: _entity('<!ENTITY a SYSTEM "file:///etc/passwd">'), "unsafe-file"),
    _no_word("Word document type", "a document type alone", lambda: _entity('<!ENTITY a "Raide">'), "unsafe-file"),
    _no_word("Word huge part", "800 MB of empty paragraphs", _huge_part, "too-large"),
    _no_word("Word deep tables", "tables in tables, 5,000 deep", _deep_tables, "unreadable-file"),
    _no_word("Word truncated", "half a document", lambda: word()[:9_000], "unreadable-file"),
    _no_word("Word empty container", "the document itself is missing", _without_document, "not-a-workbook"),
    _no_word(
        "Word password",
        "a document with a password",
        lambda: ole({"EncryptedPackage": bytes(9_000), "EncryptionInfo": b"x"}),
        "password",
    ),
    _no_word("Word hidden macros", "macros in a .docx", _word_macro, "macro-hidden"),
    spoilt("Word macros", "macros in a .docm", _word_macro, ("macro", ""), file="huono.docm", comes=(_ID,)),
    survived("Word wide cell", "a cell a hundred million columns wide", _wide_cell, file="huono.docx", comes=_ID),
    survived("Word outside template", "a template from the web, never fetched", _outside_template, file="huono.docx", comes=_ID),
)
_PDF = (
    _no_pdf("PDF password", "encrypted, and the password is not empty", lambda: _encrypted("salainen"), "password"),
    _still_pdf("PDF without a password", "encrypted against changes only", lambda: _encrypted("")),
    _no_pdf("PDF scan", "a picture of a page", _scan, "no-text"),
    _no_pdf("PDF truncated", "the first 200 bytes", lambda: paper()[:200], "unreadable-file"),
    _no_pdf("PDF cyclic pages", "a tree of pages that holds itself", _cyclic, "unreadable-file"),
    _no_pdf("PDF huge stream", "a page of 1.5 GB", lambda: _inflating(blocks(b"0 g "), 1_500), "unreadable-file"),
    _still_pdf("PDF drawing itself", "a form that draws itself", _loop_of_forms),
    _no_pdf("PDF many pages", "20,000 pages that are one", _many_pages, "too-many-pages"),
    _still_pdf("PDF scripts", "scripts, a launch and an attachment, all ignored", _script),
    _still_pdf("PDF endless table", "a table of places that names itself", _endless_table),
    _no_pdf("PDF endless fields", "a form field that is its own part", _endless_fields, "unreadable-file"),
    _no_pdf("PDF deep arrays", "100,000 brackets", _deep_arrays, "unreadable-file"),
    _no_pdf("no PDF", "rubbish behind %PDF", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 9, "unreadable-file"),
)
DOCUMENTS: tuple[Sample, ...] = (*_WORD, *_PDF)
