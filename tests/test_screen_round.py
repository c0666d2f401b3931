"""The officer's page, driven without a browser: what it shows is what the method says, and an applicant's text stays text."""

from __future__ import annotations

import doctest
import io
import json
import time
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from alignment.cli import main
from alignment.intake import Given
from alignment.intake.mapping import FixedMapping, FixedTable, read_mapping, written
from alignment.messages import say
from alignment.model import LANGUAGES, Language, Round
from alignment.reports.portfolio import served
from alignment.reports.words import Words
from alignment.reports.workbook import workbook_bytes
from ui.method import MOST_APPLICATIONS, Method
from ui.parts.comparing import applications_html
from ui.parts.detail import detail_html, draft_of
from ui.parts.heatmap import heatmap_html
from ui.parts.mapping import corrected, meaning_of, tables_of
from ui.parts.marked import safe
from ui.parts.overview import counts_html
from ui.parts.portfolio import portfolio_html
from ui.views import screening_asking
from ui.views.screening_picking import Wanted, picked
from ui.views.screening_work import Settings, Work

from .rounds import hostile_round

pytestmark = pytest.mark.usefixtures("method")
SAMPLE = Path(__file__).parents[1] / "sample_applications" / "round-2023.xlsx"
TEXT = (
    "Hankkeessa siirretään kontteja maanteiltä raiteille. Sataman ja ratapihan välille rakennetaan akkukäyttöinen vaihtotyö, "
    "kuljetusyritykset jakavat tiedon junien saapumisesta ja päästöt vähenevät. Logistiikan digitaalista palvelua kokeillaan "
    "kolmen yrityksen kanssa, ja kokemukset jaetaan koko maakuntaan."
)
HOSTILE = "<img src=x onerror=alert(1)> ![kuva](http://example.org/x.png) =cmd|'/C calc'!A0 <script>alert(2)</script>"
TABS = ("applications", "heatmap", "portfolio", "compare", "input", "columns")


def page(language: Language = "fi") -> AppTest:
    app = AppTest.from_string(f"from ui.views.screening import draw\nif __name__ == '__main__':\n    draw({language!r})")
    return app.run(timeout=60)


def give(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader(key="round_files").upload(name, content)
    return finished(app.run(timeout=60))


def finished(app: AppTest) -> AppTest:
    """The page once all is assessed."""
    for _ in range(600):
        if not work_of(app).running:
            break
        time.sleep(0.1)
        app.run(timeout=60)
    assert not app.exception
    return app


def work_of(app: AppTest) -> Work:
    work = app.session_state["round"]
    assert isinstance(work, Work)
    return work


def round_of(app: AppTest) -> Round:
    round_ = work_of(app).round_
    assert round_ is not None
    return round_


def blocks_of(app: AppTest) -> list[str]:
    return [str(getattr(element, "value", "")) for element in app.get("html")]


def shown(app: AppTest) -> str:
    return "\n".join(blocks_of(app))


def alerts(app: AppTest) -> list[str]:
    return [block for block in blocks_of(app) if 'role="alert"' in block]


def until_done(work: Work, method: Method, language: Language) -> None:
    while work.round_ is None or work.running:
        work.bring_up(method, language)
        time.sleep(0.05)


def lines(*texts: str, title: str = "Sähköinen satama") -> bytes:
    rows = [
        {"id": f"H-{at}", "title": title, "budget_eur": 1000 * at, "text": {"measures": text}} for at, text in enumerate(texts, 1)
    ]
    return "\n".join(map(json.dumps, rows)).encode()


class Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_page_says_what_to_do(language: Language) -> None:
    app = page(language)
    assert not app.exception
    assert safe(say(language, "round.give_how")) in shown(app)
    assert app.button(key="round_sample").label == say(language, "round.sample")


def test_the_sample_is_marked_as_invented() -> None:
    app = page()
    app.button(key="round_sample").click().run(timeout=60)
    assert safe(say("fi", "round.invented")) in shown(app)
    work_of(app).take(())


def parts(workbook: bytes) -> dict[str, bytes]:
    """The parts of a workbook but for the one that tells when it was written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}


def test_the_workbook_is_the_one_of_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "haku.jsonl"
    path.write_bytes(lines(TEXT, "Kuoro laulaa kesällä."))
    app = give(page(), path.name, path.read_bytes())
    assert [each.application.id for each in round_of(app).assessments] == ["H-1", "H-2"]
    main(["check", str(path), "--report", str(tmp_path / "report.xlsx"), "--workers", "1"])
    assert parts(workbook_bytes(round_of(app))) == parts((tmp_path / "report.xlsx").read_bytes())


def test_budgets_that_nobody_told_are_no_zero() -> None:
    round_ = hostile_round("fi")
    untold = [each.application.model_copy(update={"budget_eur": None}) for each in round_.assessments]
    bare = [each.model_copy(update={"application": facts}) for each, facts in zip(round_.assessments, untold, strict=True)]
    words = Words(round_)
    assert "€" in counts_html(round_, words)
    assert "€" not in counts_html(round_.model_copy(update={"assessments": tuple(bare)}), words)


def test_from_the_list_to_the_reasons() -> None:
    app = give(page(), "haku.jsonl", lines(TEXT, "Kuoro laulaa kesällä."))
    assert "H-1" in app.selectbox(key="round_chosen").format_func(0)
    app.selectbox(key="round_chosen").select_index(1).run(timeout=60)
    assessment = round_of(app).assessments[1]
    assert all(safe(reason) in shown(app) for reason in assessment.reasons)
    assert list(app.dataframe[0].value[say("fi", "column.id")]) == ["H-1", "H-2"]


@pytest.mark.parametrize("tab", TABS)
def test_hostile_text_stays_text(tab: str) -> None:
    app = page()
    work_of(app).turn_to(tab)
    give(app, "<b>haku.jsonl", lines(f"{TEXT} {HOSTILE} {TEXT}", HOSTILE, title=HOSTILE))
    tags = Tags(shown(app))
    assert not {"img", "a", "iframe", "script"} & tags.names
    assert not {"src", "onerror", "href"} & tags.attributes
    told = [getattr(each, "value", "") for kind in ("markdown", "caption", "error", "warning", "info") for each in app.get(kind)]
    assert not any("example.org" in str(text) for text in told)


def test_a_round_of_very_many_is_refused() -> None:
    app = page()
    app.file_uploader(key="round_files").upload("many.jsonl", b'{"id":"1"}\n' * (MOST_APPLICATIONS + 1))
    app.run(timeout=60)
    assert 'role="alert"' in shown(app)
    assert str(MOST_APPLICATIONS + 1) in shown(app)


def test_files_that_cannot_be_read_are_told() -> None:
    app = page()
    give(app, "rikki.xlsx", b"PK\x03\x04junk")
    [told] = alerts(app)
    [problem] = round_of(app).problems
    assert safe(say("fi", "round.no_applications")) in told
    assert f"rikki.xlsx: {safe(problem.message)} {safe(problem.hint)}" in told


@pytest.mark.parametrize(("count", "named"), [(1, 1), (5, 5), (6, 4), (9, 4)])
def test_files_that_gave_nothing_are_told_beside_the_others(count: int, named: int) -> None:
    app = page()
    for at in range(count):
        app.file_uploader(key="round_files").upload(f"rikki-{at}.xlsx", b"PK\x03\x04junk")
    give(app, "haku.jsonl", lines(TEXT))
    [told] = alerts(app)
    assert say("fi", "unread.files", count=count) in told
    assert [f"rikki-{at}.xlsx: " in told for at in range(count)] == [at < named for at in range(count)]
    rest = say("fi", "unread.more", count=count - named, tab=say("fi", "round.tab_input"))
    assert (rest in told) == (count > named)
    assert "haku.jsonl" not in told


def table(*headings: str, rows: int = 3) -> bytes:
    return "\n".join([";".join(headings), *(";".join([str(at), f"Hanke {at}", TEXT]) for at in range(rows))]).encode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_columns_that_were_not_read_are_told_before_the_faults_they_make(language: Language) -> None:
    app = page(language)
    work_of(app).turn_to("input")
    give(app, "haku.csv", table("Tunnus", "Kutsumanimi <b>", "Tavoitteet"))
    words = Words(round_of(app))
    look = safe(words.say("unread.look", tab=words.say("round.tab_columns")))
    missing = safe(words.say("unread.missing", names=words.say("column.title")))
    [problems] = [block for block in blocks_of(app) if "Kutsumanimi" in block]
    assert problems.count("Kutsumanimi &lt;b&gt;") == 1
    assert look in problems
    assert 0 < problems.index(missing) < problems.index(safe(round_of(app).problems[0].message))
    [state] = [block for block in blocks_of(app) if 'role="status"' in block]
    assert words.say("unread.columns", count=1) in state
    assert f"{missing} {look}" in state


def test_columns_that_were_read_or_left_out_on_purpose_are_no_news() -> None:
    app = page()
    work_of(app).turn_to("input")
    give(app, "haku.csv", table("Tunnus", "Hankkeen nimi", "Tavoitteet"))
    assert say("fi", "unread.heading") not in shown(app)
    give(app, "haku.csv", table("Tunnus", "Sähköposti", "Tavoitteet"))
    assert say("fi", "unread.heading") not in shown(app)
    give(app, "haku.csv", table("Tunnus", "Kutsumanimi", "Tavoitteet"))
    assert say("fi", "unread.heading") in shown(app)
    work = work_of(app)
    assert work.intake is not None
    work.correct(FixedMapping(tables=(FixedTable(file="haku.csv", columns={"Kutsumanimi": ""}),)))
    finished(app.run(timeout=60))
    assert say("fi", "unread.heading") not in shown(app)
    assert "lukemattomia" not in shown(app)


def test_many_columns_that_were_not_read_are_counted() -> None:
    headings = [f"Outo {letter}" for letter in "abcdefg"]
    content = "\n".join(
        [";".join(["Tunnus", "Hankkeen nimi", "Tavoitteet", *headings]), ";".join(["1", "Satama", TEXT, *"1234567"])]
    )
    app = page()
    work_of(app).turn_to("input")
    give(app, "haku.csv", content.encode())
    assert [f"”{heading}”" in shown(app) for heading in headings] == [True] * 4 + [False] * 3
    assert say("fi", "unread.others", count=3) in shown(app)
    assert "Mitään ei luettu kenttään" not in shown(app)


def test_the_language_changes_and_the_place_stays() -> None:
    app = AppTest.from_string(
        "import streamlit as st\nfrom ui.views.screening import draw\n"
        "if __name__ == '__main__':\n    draw(st.session_state.get('spoken', 'fi'))"
    ).run(timeout=60)
    give(app, "haku.jsonl", lines(TEXT, "Kuoro laulaa kesällä.", TEXT + TEXT))
    app.selectbox(key="round_order_fi").set_value("budget").run(timeout=60)
    app.selectbox(key="round_chosen").set_value(1).run(timeout=60)
    app.session_state["spoken"] = "sv"
    finished(app.run(timeout=60))
    assert app.selectbox(key="round_order_sv").value == "budget"
    assert app.selectbox(key="round_chosen").value == 1
    assert app.session_state["round_tabs_sv"] == say("sv", "round.tab_applications")
    work_of(app).turn_to("compare")
    app.run(timeout=60)
    app.selectbox(key="compare_other_sv").set_value(2).run(timeout=60)
    app.session_state["spoken"] = "en"
    finished(app.run(timeout=60))
    assert app.session_state["round_tabs_en"] == say("en", "round.tab_compare")
    assert app.selectbox(key="compare_other_en").value == 2
    assert not app.warning


def test_another_language_is_shown_once_it_is_whole(method: Method) -> None:
    work = Work()
    work.take((Given("haku.jsonl", lines(*[TEXT] * 30)),))
    until_done(work, method, "fi")
    assert work.is_up("fi")
    assert not work.is_up("sv")
    awaited = []
    work.bring_up(method, "sv")
    while work.running:
        awaited.append(work.is_awaited)
        time.sleep(0.02)
        work.bring_up(method, "sv")
    assert awaited
    assert all(awaited)
    assert not work.is_awaited
    work.settle(Settings(programme="k18"))
    assert not work.is_up("sv")
    until_done(work, method, "sv")


def test_the_application_looked_at_comes_back_with_the_filter() -> None:
    app = give(page(), "haku.jsonl", lines(TEXT, "Kuoro laulaa kesällä.", TEXT + TEXT))
    app.selectbox(key="round_chosen").set_value(1).run(timeout=60)
    app.text_input(key="round_text").set_value("H-3").run(timeout=60)
    assert app.selectbox(key="round_chosen").value == 2
    app.text_input(key="round_text").set_value("").run(timeout=60)
    assert app.selectbox(key="round_chosen").value == 1


def test_settings_are_those_of_the_command_line(method: Method) -> None:
    work = Work()
    work.take((Given("haku.jsonl", lines(TEXT)),))
    work.settle(Settings(programme="k18"))
    until_done(work, method, "fi")
    assert work.round_
    assert {each.rulebook.programme for each in work.round_.assessments} == {"k18"}
    before = work.round_
    work.settle(Settings(programme="k18"))
    work.bring_up(method, "fi")
    assert work.round_ is before, "what has not changed is not reckoned again"


def test_a_round_can_be_stopped_and_begun_again(method: Method) -> None:
    work = Work()
    work.take((Given("haku.jsonl", lines(*[TEXT] * 60)),))
    work.bring_up(method, "fi")
    assert work.job is not None
    work.job.stop()
    while work.running:
        work.bring_up(method, "fi")
        time.sleep(0.05)
    assert work.job.done < work.job.total
    stopped = work.job
    work.assess_again()
    work.bring_up(method, "fi")
    assert work.job is not stopped
    work.take(())


def test_a_column_can_be_corrected(method: Method, tmp_path: Path) -> None:
    content = "Tunnus;Hankkeen nimi;Muistiinpanot\n1;Satama;" + TEXT
    work = Work()
    work.take((Given("haku.csv", content.encode()),))
    work.bring_up(method, "fi")
    assert work.intake is not None
    [table] = tables_of(work.intake.mappings).values()
    at = [mapping.header for mapping in table].index("Muistiinpanot")
    work.correct(corrected(work.fixed, {at: "section:measures"}, table))
    work.bring_up(method, "fi")
    assert [section.role for section in work.intake.applications[0].sections] == ["measures"]
    path = tmp_path / "map.toml"
    path.write_text(written(work.intake.mappings), "utf-8")
    table_read = read_mapping(path, method.rulebook.forms, "fi").tables[0]
    assert table_read.columns["Muistiinpanot"] == "section:measures"
    assert meaning_of(work.intake.mappings[at]) == "section:measures"


def test_filters_and_orders() -> None:
    round_ = hostile_round("fi")
    everything = list(range(len(round_.assessments)))
    assert picked(round_, Wanted()) == everything
    first = round_.assessments[0]
    assert 0 in picked(round_, Wanted(text=first.application.id))
    assert picked(round_, Wanted(text="tällaista ei ole")) == []
    assert all(round_.assessments[at].recommendation == "refer" for at in picked(round_, Wanted(recommendations=("refer",))))
    for match in first.matches:
        assert (0 in picked(round_, Wanted(target=match.target))) == match.accepted
        assert (0 in picked(round_, Wanted(target=match.target, level=max(1, match.level)))) == (match.level > 0)
    budgets = [round_.assessments[at].application.budget_eur or 0 for at in picked(round_, Wanted(order="budget"))]
    assert budgets == sorted(budgets, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_show_the_numbers_of_the_assessments(language: Language) -> None:
    round_ = hostile_round(language)
    words = Words(round_)
    drawn = heatmap_html(round_, range(len(round_.assessments)), round_.targets, words)
    matches = [match for each in round_.assessments for match in each.matches]
    assert drawn.count('<td class="l') == len(matches)
    assert drawn.count(" yes") == sum(match.accepted for match in matches)
    told = Tags(portfolio_html(round_, words)).text
    for line in served(round_, words):
        assert f"{line.accepted} ({words.number(100 * line.share)} %)" in told
        assert words.number(line.euros) in told
    one, other = round_.assessments[:2]
    assert Tags(applications_html(one, other, words)).names <= {
        "div", "h2", "h3", "p", "span", "ul", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "i", "b",
    }  # fmt: skip
    assert "<script" not in detail_html(one, words)
    assert all(" ".join(reason.split()) in draft_of(one, words) for reason in one.reasons)


def test_files_of_one_name_are_told_apart() -> None:
    result = doctest.testmod(screening_asking)
    assert result.attempted
    assert not result.failed


def test_two_files_of_one_name_are_corrected_each_by_itself() -> None:
    app = page()
    content = SAMPLE.read_bytes()
    for _ in range(2):
        app.file_uploader(key="round_files").upload("haku.xlsx", content)
    finished(app.run(timeout=60))
    assert [reading.file for reading in round_of(app).readings] == ["haku.xlsx", "haku (2).xlsx"]
