"""The screen, driven without a browser: what it shows is what the method says, and an applicant's text stays text."""

import datetime as dt
import doctest
import io
import json
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from alignment.assess import Assessor, Question
from alignment.cli import main, rules_folder
from alignment.messages import say
from alignment.model import LANGUAGES, Application, Language, Round, Section, Source
from alignment.reports.workbook import workbook_bytes
from alignment.rulebook import load_rulebook

APP = Path(__file__).parents[1] / "ui" / "app.py"
TITLE = "Sähköinen satama"
TEXT = (
    "Hankkeessa siirretään kontteja maanteiltä raiteille. Sataman ja ratapihan välille rakennetaan akkukäyttöinen vaihtotyö, "
    "kuljetusyritykset jakavat tiedon junien saapumisesta ja päästöt vähenevät. Logistiikan digitaalista palvelua kokeillaan "
    "kolmen yrityksen kanssa, ja kokemukset jaetaan koko maakuntaan."
)
HOSTILE = "<img src=x onerror=alert(1)> ![kuva](http://example.org/x.png) =cmd|'/C calc'!A0 <script>alert(2)</script>"
#: The attributes the screen itself writes; an applicant's "src" and "onerror" are none of them.
OWN_ATTRIBUTES = {"class", "role", "aria-label", "aria-hidden", "tabindex", "scope", "open"}


def page(language: str | None = None) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=300)
    if language:
        app.query_params["lang"] = language
    return app.run()


def press(app: AppTest) -> AppTest:
    app.button(key="assess").click().run()
    assert not app.exception
    return app


def shown(app: AppTest) -> str:
    return "\n".join(str(getattr(element, "value", "")) for element in app.get("html"))


def answered(app: AppTest) -> Round:
    answer = app.session_state["answer"][2]
    assert isinstance(answer, Round)
    return answer


def applications(rows: list[tuple[str, str, str]]) -> bytes:
    book = Workbook()
    assert book.active is not None
    for row in [("Tunnus", "Hankkeen nimi", "Toimenpiteet"), *rows]:
        book.active.append(row)
        for cell in book.active[book.active.max_row]:
            cell.data_type = "s"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_speaks_the_language_of_its_address(language: Language) -> None:
    app = page(language)
    assert not app.exception
    for key in ("screen.title", "screen.nothing_kept", "report.officer_decides"):
        assert say(language, key) in shown(app)
    assert f"documentElement.lang = '{language}'" in shown(app)
    assert app.button(key="assess").label == say(language, "asking.assess")
    assert app.selectbox(key=f"programme-{language}").value == "auto"


def test_unknown_language_is_finnish() -> None:
    assert say("fi", "screen.title") in shown(page("xx<script>"))


def test_nothing_given_is_told() -> None:
    assert say("fi", "asking.nothing") in shown(press(page()))


def test_pasted_text_gets_what_the_assessor_says() -> None:
    app = page()
    app.text_input(key="title").set_value(TITLE)
    app.text_area(key="text").set_value(TEXT)
    [assessment] = answered(press(app)).assessments
    application = Application(
        id="liitetty",
        title=TITLE,
        sections=(Section(name="Hakemusteksti", role="other", text=TEXT),),
        source=Source(file="liitetty teksti"),
    )
    rulebook = load_rulebook(rules_folder())
    expected = Assessor(rulebook).assess(application, Question(dt.date.today()))
    assert assessment == expected
    assert say("fi", f"recommended.{expected.recommendation}") in shown(app)
    assert all(reason in Tags(shown(app)).text for reason in expected.reasons)


def test_upload_shows_the_table_and_the_same_workbook_as_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "haku.xlsx"
    path.write_bytes(applications([("H-1", TITLE, TEXT), ("H-2", "Kuoro", "Kuoro laulaa kesällä.")]))
    app = page()
    app.file_uploader(key="files").upload("../haku.xlsx", path.read_bytes())
    press(app)
    assert [each.application.id for each in answered(app).assessments] == ["H-1", "H-2"]
    assert all(f"<td>{name}</td>" in shown(app) for name in ("H-1", "H-2"))
    assert f"<h3>{TITLE}</h3>" in shown(app)
    app.selectbox(key="chosen").select_index(1).run()
    assert "<h3>Kuoro</h3>" in shown(app)
    main(["check", str(path), "--report", str(tmp_path / "report.xlsx"), "--workers", "1"])
    assert parts(workbook_bytes(answered(app))) == parts((tmp_path / "report.xlsx").read_bytes())


def parts(workbook: bytes) -> dict[str, bytes]:
    """The parts of a workbook but for the one that tells when it was written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def test_ledgers_add_up_on_the_page() -> None:
    app = page("en")
    app.text_area(key="text").set_value(TEXT)
    [assessment] = answered(press(app)).assessments
    accepted = [match for match in assessment.matches if match.accepted]
    assert accepted
    for match in accepted:
        assert f"<b>{match.total:+.2f}</b>" in shown(app)
        assert sum(line.amount for line in match.contributions) == pytest.approx(match.total, abs=1e-9)
    assert shown(app).count('class="match"') == len(accepted)


def test_hostile_text_stays_text() -> None:
    line = {
        "id": "=1+1",
        "title": HOSTILE,
        "applicant": HOSTILE,
        "region": HOSTILE,
        "text": {HOSTILE: f"{TEXT} {HOSTILE} {TEXT}"},
    }
    app = page()
    app.file_uploader(key="files").upload("<b>haku.jsonl", json.dumps(line).encode())
    app.text_input(key="title").set_value(HOSTILE)
    app.text_area(key="text").set_value(f"{TEXT} {HOSTILE}")
    press(app)
    tags = Tags(shown(app))
    assert not {"img", "a", "iframe"} & set(tags.names)
    assert tags.names.count("script") == 1, "the page's own, which says its language"
    assert tags.attributes <= OWN_ATTRIBUTES
    assert HOSTILE in tags.text
    markdown = [
        getattr(element, "value", "") for kind in ("markdown", "caption", "error", "warning", "info") for element in app.get(kind)
    ]
    assert not any("example.org" in str(text) for text in markdown)


def test_other_language_tells_the_same_answer_in_its_words() -> None:
    app = page()
    app.text_area(key="text").set_value(TEXT)
    press(app)
    before = answered(app)
    app.segmented_control(key="language").set_value("sv").run()
    assert app.query_params["lang"] == "sv"
    assert say("sv", "answer.heading") in shown(app)
    assert app.text_area(key="text").value == TEXT
    after = answered(app)
    assert [match.total for match in after.assessments[0].matches] == [match.total for match in before.assessments[0].matches]


def test_files_that_cannot_be_read_are_told() -> None:
    app = page()
    files = [("suuri.jsonl", b"{" * (10 * 2**20 + 1), ""), ("rikki.xlsx", b"PK\x03\x04junk", ""), ("tyhjä.csv", b"", "")]
    app.file_uploader(key="files").set_value(files)
    press(app)
    assert {problem.code for problem in answered(app).problems} == {"too-large", "unreadable-file", "empty-file"}
    assert "suuri.jsonl" in shown(app)
    assert "<details open><summary>" in shown(app)


def test_of_very_many_problems_the_page_shows_the_first() -> None:
    app = page("en")
    app.file_uploader(key="files").upload("lines.jsonl", b'{"id":"1"}\n' + b"{broken\n" * 300)
    press(app)
    assert say("en", "answer.more_problems", most=200) in shown(app)
    assert shown(app).count("<td>lines.jsonl, line") == 200


def test_too_many_applications_are_refused() -> None:
    app = page("en")
    app.file_uploader(key="files").upload("many.jsonl", b'{"id":"1"}\n' * 1_001)
    press(app)
    assert 'role="alert"' in shown(app)
    assert "1001" in shown(app)


@pytest.mark.parametrize("name", ["marked", "answering"])
def test_examples_in_the_parts(name: str) -> None:
    module = __import__(f"ui.parts.{name}", fromlist=["parts"])
    result = doctest.testmod(module)
    assert result.attempted
    assert not result.failed
