"""An applicant's text is text and nobody else's; what cannot be taken is refused in plain words; nothing is kept."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook
from ui.serving import LARGEST_UPLOAD

from .conftest import Comer
from .files import example, labels
from .person import Person
from .server import Server

ELSEWHERE = "http://elsewhere.example"
HOSTILE = (
    f"<img src={ELSEWHERE}/1.png onerror=alert(1)> ![picture]({ELSEWHERE}/2.png) [link]({ELSEWHERE}/3) <script>alert(4)</script> "
    f'=HYPERLINK("{ELSEWHERE}/5") javascript:alert(6) :material/home: $x$ <iframe src={ELSEWHERE}/7></iframe> **bold**'
)
#: Those that show an applicant's words.
TABS = ("heatmap", "compare", "input", "columns", "applications")


def test_a_hostile_draft_is_shown_as_it_is(comes: Comer, rulebook: Rulebook) -> None:
    person, named = comes("en").open(), labels(rulebook.forms, "en")
    person.write(named["title"], HOSTILE).write(named["applicant"], HOSTILE)
    person.write(named["measures"], f"{example('en')['measures']} {HOSTILE}").press("check.press")
    expect(person.page.locator("article.draft")).to_contain_text(HOSTILE)
    _is_inert(person)


def test_a_hostile_round_is_shown_as_it_is(comes: Comer, tmp_path: Path) -> None:
    text = {"measures": f"{example('en')['measures']} {HOSTILE}", HOSTILE: example("en")["need"]}
    rows = [{"id": f"{HOSTILE} {at}", "title": HOSTILE, "applicant": HOSTILE, "start": HOSTILE, "text": text} for at in (1, 2)]
    file = tmp_path / "<img src=x onerror=alert(8)> ![](http:elsewhere.example).jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    person = comes("en").open("screening").give(file)
    expect(person.by("button", "round.download")).to_be_visible()
    person.settle()
    for tab in TABS:
        person.turn_to(f"round.tab_{tab}")
        assert "<img src=" in person.text()
        _is_inert(person)
    person.fold(person.say("round.draft"))
    expect(person.page.locator("article.application")).to_contain_text(HOSTILE)
    _is_inert(person)


def test_two_people_never_see_each_other_s_words(comes: Comer, rulebook: Rulebook, tmp_path: Path) -> None:
    named = labels(rulebook.forms, "fi")
    people = {word: comes("fi") for word in ("Ahvenkoski", "Kuusankoski")}
    for word, person in people.items():
        file = tmp_path / f"{word}.jsonl"
        file.write_text(json.dumps({"id": word, "title": word, "text": {"measures": f"{word}. {example('fi')['measures']}"}}))
        person.open().write(named["title"], word).write(named["measures"], f"{word}. {example('fi')['measures']}")
        person.go("screening").give(file)
    for word, person in people.items():
        expect(person.by("button", "round.download")).to_be_visible()
        expect(person.page.locator("article.application")).to_contain_text(word)
        person.go("check").press("check.press")
        expect(person.page.get_by_role("status")).to_contain_text(person.say("check.no_decision"))
    for word, person in people.items():
        other = next(each for each in people if each != word)
        for view in ("check", "screening"):
            seen = person.go(view).page.content()
            assert word in seen
            assert other not in seen
        # Who comes anew finds nothing of what was before: not by the same address, nor in the same browser.
        assert word not in person.open("screening").page.content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_read_is_told(comes: Comer, tmp_path: Path, language: Language) -> None:
    faulty = {"empty.csv": b"", "broken.xlsx": b"PK\x03\x04junk", "program.pdf": b"MZ\x90\x00", "words.docx": b"no document"}
    person = comes(language)
    for name, content in faulty.items():
        (tmp_path / name).write_bytes(content)
        person.open().give(tmp_path / name)
        expect(person.page.get_by_role("alert")).to_be_visible()
    person.go("screening").give(*(tmp_path / name for name in faulty))
    expect(person.page.get_by_role("alert")).to_contain_text(person.say("round.no_applications"))
    person.turn_to("round.tab_input")
    for name in faulty:
        expect(person.page.get_by_role("cell", name=name).first).to_be_visible()


def test_a_wrong_kind_and_too_much_are_refused_before_they_are_sent(comes: Comer, tmp_path: Path) -> None:
    person = comes("sv").open()
    program, large = tmp_path / "program.exe", tmp_path / "large.pdf"
    program.write_bytes(b"MZ")
    large.write_bytes(b"%PDF-1.7\n" + bytes(LARGEST_UPLOAD))
    before, place = person.asked, person.page.locator("input[type=file]").first
    place.set_input_files(program)
    refused = re.compile(".+".join(map(re.escape, person.say("built_in.file_type", type="|").split("|"))))
    expect(person.page.get_by_text(refused)).to_be_visible()
    place.set_input_files(large)
    expect(person.told("built_in.file_size", size="10.0MB")).to_be_visible()
    assert person.asked == before


def test_too_much_is_refused_by_the_server_too(comes: Comer) -> None:
    person = comes("en").open()
    status = person.page.evaluate(
        """async ([path, size]) => (await fetch(path, { method: "PUT", body: new Uint8Array(size) })).status""",
        ["/_stcore/upload_file/somebody/1", LARGEST_UPLOAD + 2**20],
    )
    assert status == 413
    person.faults.clear()


def test_the_browser_lets_nothing_out(comes: Comer) -> None:
    person = comes("en").open()
    loaded = person.page.evaluate(
        """url => new Promise(done => {
          const picture = document.body.appendChild(new Image());
          picture.onload = () => done(true);
          picture.onerror = () => done(false);
          picture.src = url;
        })""",
        f"{ELSEWHERE}/spy.png",
    )
    assert not loaded
    assert any("Content Security Policy" in fault for fault in person.faults), "refused by the policy, and seen by this test"
    person.faults.clear()


def test_nothing_is_kept(comes: Comer, server: Server, rulebook: Rulebook) -> None:
    word = "Jäljettömyys"
    person = comes("fi").open()
    person.write(labels(rulebook.forms, "fi")["measures"], f"{word}. {example('fi')['measures']}").press("check.press")
    expect(person.page.get_by_role("status")).to_contain_text(person.say("check.no_decision"))
    assert word not in server.log.read_text("utf-8")
    assert [path for path in server.home.rglob("*") if path.is_file()] == []
    assert [cookie.get("name") for cookie in person.context.cookies()] == ["_streamlit_xsrf"]


def _is_inert(person: Person) -> None:
    """Nothing on the page came of an applicant's markup; that nothing was asked for or opened, the fixture sees."""
    assert person.page.locator("[src*='elsewhere'], [href*='elsewhere'], [onerror], [src='x']").count() == 0
    assert person.page.locator("main :is(iframe, script, strong, .katex)").count() == 0
