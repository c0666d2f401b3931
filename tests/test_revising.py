"""Changes to a rulebook: one by one, together, saved as a new folder, and through Excel and back."""

from __future__ import annotations

import datetime as dt
import io
import json
import pickle
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from functools import reduce
from pathlib import Path

import pytest
import tomlkit
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import TypeAdapter

from alignment.assess import Assessor, Question
from alignment.cli import DONE, NOTHING, PROBLEMS, main
from alignment.errors import UsageError
from alignment.intake import Given, Quarantine
from alignment.matching.lexicon import Lexicon
from alignment.messages import say
from alignment.model import LANGUAGES, Application, Language, Problem, Section, Source
from alignment.revising.book import book, read_book
from alignment.revising.changes import (
    LISTS,
    Change,
    gathered,
    number_changed,
    numbers,
    range_of,
    revised,
    word_added,
    word_removed,
)
from alignment.revising.rows import COLUMNS, heading
from alignment.revising.saving import Revision, save, zipped
from alignment.rulebook import Rulebook, load_rulebook
from alignment.rulebook.differences import differences
from alignment.rulebook.parts import WordLists
from tests.conftest import RULES, TODAY, uncounted

RULE = ("rule", "k22-business-renewal.tourism", "weight")
LEVEL = ("level", "3", "from_score")
OFFICER = ("call", "requirement-2014", "costs", "officer")
REVISION = Revision("2030.1", "Aune Kivi", "Koe", dt.date(2030, 1, 2))
#: Invented. They speak of all that the small rulebook knows, and of things that a change may teach it.
TEXTS = (
    "Hankkeessa uusitaan sataman laituri ja väylä, laivat saavat maasähköä ja juna kulkee rataa pitkin kaijalle asti joka yö. "
    "Yritykset kokeilevat yhteistä ajanvarausta, ja tulokset jaetaan kaikille alueen toimijoille. Kuljettajat opettelevat uuden "
    "lastauksen, odotusajat mitataan ennen ja jälkeen kokeilun, ja kunta päättää kokemusten perusteella jatkosta.",
    "The project renews the quay of the port for larger ships, and the rail link to it is made ready for electric trains. "
    "Firms try a shared booking of arrivals and publish what they learn. Drivers learn the new loading, waiting times are "
    "measured before and after the trial, and the town decides on the next steps.",
)
APPLICATIONS = tuple(
    Application(
        id=f"INV-{at}", title="", sections=(Section(name="Teksti", role="measures", text=text),), source=Source(file="invented")
    )
    for at, text in enumerate(TEXTS)
)
#: Small, so that hundreds of them can be saved; with remarks at every place that is changed.
SMALL = {
    "concepts/one.toml": """\
# What projects move.
[port] # of the sea
label = { fi = "satama", sv = "hamn", en = "port" }
words.fi = [
    "satama*", "laituri",  # where ships lie
    # and this
    "väylä",
]
words.sv = ["hamn"]  # short
words.en = [
    "port", "quay"
]
hints.fi = ["laiva"]
hints.sv = []
hints.en = ["ship"]

# The iron road.
[rail]
label = { fi = "rata", sv = "bana", en = "rail" }
words = { fi = ["rata", "juna*"], sv = ["bana"], en = ["rail"] }
""",
    "weights/one.toml": """\
[[rule]]
id = "k22-a.port"
target = "k22-a"
any = ["port"] # alone
weight = 2.5 # typical
why = "@SUM(1+1)*cmd|' /C calc'!A0"

[[rule]]
id = "k22-a.rail"
target = "k22-a"
any = ["rail"]
together_with = ["port"]
weight = -1
why = "=1+1"
""",
}


@pytest.fixture(scope="session")
def small_rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rulebook of two rules, made of the shipped one."""
    folder = tmp_path_factory.mktemp("small") / "rules"
    shutil.copytree(
        RULES, folder, ignore=shutil.ignore_patterns("weights", "concepts", "plans", "wording", "README.md", "*.jsonl")
    )
    shutil.rmtree(folder / "reference")
    shutil.copytree(RULES / "reference", folder / "reference", ignore=shutil.ignore_patterns("*.jsonl", "*.json"))
    for name, text in SMALL.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    plan = tomlkit.parse((RULES / "plans" / "k22.toml").read_text("utf-8")).unwrap()
    target = {**plan["target"][0], "id": "k22-a", "group": plan["group"][0]["id"]}
    plan = {**plan, "target": [target]}
    plan.pop("strategy")
    (folder / "plans").mkdir()
    (folder / "plans" / "k22.toml").write_text(tomlkit.dumps(plan), "utf-8")
    for path in (folder / "calls").glob("*.toml"):
        if path.stem != "requirement-2014":
            path.unlink()
    load_rulebook(folder)
    return folder


@pytest.fixture(scope="session")
def small(small_rules: Path) -> Rulebook:
    return load_rulebook(small_rules)


@pytest.fixture(scope="session")
def small_assessor(small: Rulebook) -> Assessor:
    return Assessor(small)


def changed(*changes: Change) -> tuple[Change, ...]:
    return reduce(gathered, changes, ())


def place(change: Change) -> str:
    """A change's place as a comparison of rulebooks names it."""
    match change.place:
        case ("rule", name, field):
            return f"{name}.{field}"
        case ("section", role, field):
            return f"forms.section[{role}].{field}"
        case ("level", at, field):
            return f"level[{at}].{field}"
        case ("call" | "concept", *rest):
            return ".".join(rest)
    return change.place[-1]


# --- One change after another -------------------------------------------------------------------------------------------------


def test_every_number_has_a_range_that_holds_it(rulebook: Rulebook) -> None:
    found = numbers(rulebook)
    assert {place[0] for place in found} == {"rule", "section", "level", "scorecard", "call"}
    assert [place for place, value in found.items() if not range_of(place).allows(value)] == []
    assert ("level", "0", "from_score") not in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_change_is_told_with_its_label_and_id(rulebook: Rulebook, language: Language) -> None:
    told = number_changed(rulebook, RULE, 2.75).sentence(rulebook, language)
    assert RULE[1] in told
    assert rulebook.target_of["k22-business-renewal"].names.in_(language).text in told
    assert ("3 → 2.75" if language == "en" else "3 → 2,75") in told
    word = word_added(rulebook, "tourism", "hints", "sv", "Äventyrs* ").sentence(rulebook, language)
    assert "äventyrs*" in word
    assert "tourism" in word
    assert say(language, "spoken.sv") in word


def test_every_kind_of_change_can_be_told(rulebook: Rulebook) -> None:
    told = {
        Change(place, value, value).sentence(rulebook, language)
        for place, value in numbers(rulebook).items()
        for language in LANGUAGES
    }
    assert len(told) == 3 * len(numbers(rulebook))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (RULE, 10.5),
        (RULE, float("nan")),
        (RULE, float("inf")),
        (("section", "need", "weight"), -0.1),
        (LEVEL, 101),
        (("scorecard", "accept_level"), 2.5),
        (("scorecard", "accept_level"), 0),
        (OFFICER, 0),
        (OFFICER, 0.00001),
        (OFFICER, float("inf")),
        (("level", "0", "from_score"), 1),
        (("rule", "no.such", "weight"), 1),
        (("rule",), 1),
    ],
)
def test_a_number_that_cannot_be_is_refused(rulebook: Rulebook, place: tuple[str, ...], value: float) -> None:
    with pytest.raises(UsageError) as error:
        number_changed(rulebook, place, value, told_in="en")
    assert error.value.sentence
    assert error.value.hint


@pytest.mark.parametrize(
    "entry", ["", "  ", "*", "a*", "sa*tama", "!!", "satama !!", "sa\x00tama", "x" * 101, "** port", " Matkailu*"]
)
def test_a_word_that_is_none_is_refused(rulebook: Rulebook, entry: str) -> None:
    with pytest.raises(UsageError):
        word_added(rulebook, "tourism", "words", "fi", entry)


def test_a_word_or_concept_that_is_not_there_cannot_be_changed(rulebook: Rulebook) -> None:
    for bad in (("tourism", "nosuch"), ("nosuch", "matkailu")):
        with pytest.raises(UsageError):
            word_removed(rulebook, bad[0], "words", "fi", bad[1])


def test_a_change_and_its_undo_are_nothing(rulebook: Rulebook) -> None:
    there = rulebook.concepts["tourism"].words.fi[0]
    added = word_added(rulebook, "tourism", "words", "fi", "seikkailuretki*")
    removed = word_removed(rulebook, "tourism", "words", "fi", there)
    number = number_changed(rulebook, RULE, 4)
    after = revised(rulebook, (added, removed, number))
    undone = (
        word_removed(after, "tourism", "words", "fi", "seikkailuretki*"),
        word_added(after, "tourism", "words", "fi", there),
        number_changed(after, RULE, 3),
    )
    assert changed(added, removed, number, *undone) == ()
    assert changed(number, number_changed(rulebook, RULE, 3)) == ()
    assert changed(number_changed(rulebook, RULE, 3)) == ()
    assert changed(added, number, number_changed(after, RULE, 2)) == (added, Change(RULE, 3.0, 2.0))


def test_no_changes_leave_the_very_same_rulebook(rulebook: Rulebook) -> None:
    assert revised(rulebook, ()) is rulebook


def test_changes_that_contradict_each_other_are_told(rulebook: Rulebook) -> None:
    levels = changed(number_changed(rulebook, LEVEL, 10))
    with pytest.raises(UsageError, match=re.escape("0, 5, 15, 10, 65, 85")):
        revised(rulebook, levels, told_in="en")
    with pytest.raises(UsageError, match="costs more than the mistakes"):
        revised(rulebook, (number_changed(rulebook, OFFICER, 4),), told_in="en")


def test_changes_of_another_rulebook_are_refused(rulebook: Rulebook) -> None:
    change = number_changed(revised(rulebook, (Change(RULE, 3.0, 1.0),)), RULE, 2)
    word = word_added(rulebook, "tourism", "words", "fi", "seikkailuretki*")
    for changes in ((change,), (word, word), (Change(("concept", "tourism", "words", "fi"), "nosuch", None),)):
        with pytest.raises(UsageError):
            revised(rulebook, changes)


def test_what_a_rulebook_has_worked_out_is_worked_out_anew(rulebook: Rulebook) -> None:
    assert next(rule for rule in rulebook.rules_of["k22-business-renewal"] if rule.id == RULE[1]).weight == 3
    assert rulebook.call_of["requirement-2014"].costs.officer == 1
    after = revised(rulebook, (Change(RULE, 3.0, 1.0), Change(OFFICER, 1.0, 1.5)))
    assert next(rule for rule in after.rules_of["k22-business-renewal"] if rule.id == RULE[1]).weight == 1
    assert after.call_of["requirement-2014"].costs.officer == 1.5
    assert after.sha256 != rulebook.sha256


def test_changes_travel_to_other_processes(rulebook: Rulebook) -> None:
    changes = (Change(RULE, 3.0, 1.0), word_added(rulebook, "tourism", "words", "fi", "seikkailuretki*"))
    assert pickle.loads(pickle.dumps(changes)) == changes  # noqa: S301 - our own
    text = json.dumps([asdict(change) for change in changes])
    assert TypeAdapter(tuple[Change, ...]).validate_json(text) == changes


# --- Any changes --------------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["satamakaari*", "=1+1", "1.3", "'kanta", "-laituri", "*kaista", "a\\b", 'n"imi', "ö.ö", "@vaya", "x_x005F_y", "uusi sana"]
)


@st.composite
def any_changes(draw: st.DrawFn, rulebook: Rulebook) -> tuple[Change, ...]:
    """Changes that each can be made, gathered one after another."""
    changes: tuple[Change, ...] = ()
    after = rulebook
    for _ in range(draw(st.integers(0, 8))):
        what = draw(st.sampled_from(["number", "add", "remove"]))
        concept, list_, language = (
            draw(st.sampled_from(list(rulebook.concepts))),
            draw(st.sampled_from(LISTS)),
            draw(st.sampled_from(LANGUAGES)),
        )
        try:
            if what == "number":
                where = draw(st.sampled_from(list(numbers(rulebook))))
                change = number_changed(after, where, draw(st.integers(-100, 1000)) / 10)
            elif what == "add":
                change = word_added(after, concept, list_, language, draw(WORDS))
            else:
                lists: WordLists = getattr(after.concepts[concept], list_)
                change = word_removed(after, concept, list_, language, draw(st.sampled_from(lists.in_(language) or ("",))))
            after = revised(rulebook, gathered(changes, change))
        except UsageError:
            continue
        changes = gathered(changes, change)
    return changes


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changes_are_made_saved_and_told_exactly(
    data: st.DataObject, small: Rulebook, small_rules: Path, tmp_path: Path
) -> None:
    changes = data.draw(any_changes(small))
    after = revised(small, changes)
    found = differences(small, after)
    assert {each.place for each in found} == {place(change) for change in changes}
    assert sum(len(each.values) if each.change in ("added", "removed") else 1 for each in found) == len(changes)
    assume(changes)
    to = tmp_path / f"new-{len(list(tmp_path.iterdir()))}"
    save(small_rules, changes, REVISION, to, "fi")
    saved = load_rulebook(to)
    assert (saved.about.version, saved.about.date) == (REVISION.version, REVISION.date)
    told = {"about", "sha256"}
    assert all(getattr(saved, field) == getattr(after, field) for field in Rulebook.model_fields.keys() - told)
    # Remarks stay, but for those of words that are gone.
    text = "".join(path.read_text("utf-8") for path in sorted(to.rglob("*.toml")))
    for remark in ("# of the sea", "# and this", "# short", "# The iron road.", "# alone", "# typical", "# the tool's own yes"):
        assert remark in text
    lines = (to / "CHANGES.md").read_text("utf-8").splitlines()
    assert sum(line.startswith("- ") for line in lines) == len(changes)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_assessor_made_from_another_judges_no_otherwise(
    data: st.DataObject, small: Rulebook, small_assessor: Assessor
) -> None:
    after = revised(small, data.draw(any_changes(small)))
    quick, slow = Assessor(after, like=small_assessor), Assessor(after)
    for application in APPLICATIONS:
        found = quick.assess(application, Question(TODAY))
        assert found.matches
        assert found == slow.assess(application, Question(TODAY))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), language=st.sampled_from(LANGUAGES))
def test_any_changes_in_the_workbook_come_back(
    data: st.DataObject, language: Language, small: Rulebook, room: Quarantine
) -> None:
    changes = data.draw(any_changes(small))
    # The workbook of the changed rulebook, as if somebody had made the changes in the present one's.
    after = revised(small, changes).model_copy(update={"sha256": small.sha256})
    back, problems = read_book(Given("b.xlsx", book(after, language)), small, "fi", room)
    assert problems == ()
    assert sorted(map(repr, back)) == sorted(map(repr, changes))


# --- Saving -------------------------------------------------------------------------------------------------------------------


@pytest.fixture
def changes(small: Rulebook) -> tuple[Change, ...]:
    return (number_changed(small, ("rule", "k22-a.port", "weight"), 3), word_added(small, "port", "words", "fi", "*redi*"))


def test_files_differ_only_where_they_were_changed(small_rules: Path, changes: tuple[Change, ...], tmp_path: Path) -> None:
    save(small_rules, changes, REVISION, tmp_path / "new", "en")
    names = {path.relative_to(small_rules).as_posix() for path in small_rules.rglob("*") if path.is_file()}
    assert {
        path.relative_to(tmp_path / "new").as_posix() for path in (tmp_path / "new").rglob("*") if path.is_file()
    } == names | {"CHANGES.md"}
    other = {name for name in names if (small_rules / name).read_bytes() != (tmp_path / "new" / name).read_bytes()}
    assert other == {"rulebook.toml", "weights/one.toml", "concepts/one.toml"}
    assert (tmp_path / "new" / "weights/one.toml").read_text("utf-8") == SMALL["weights/one.toml"].replace("2.5 #", "3.0 #")
    words = SMALL["concepts/one.toml"].replace('    "väylä",\n', '    "väylä",\n    "*redi*",\n')
    assert (tmp_path / "new" / "concepts/one.toml").read_text("utf-8") == words


def test_the_newest_changes_stand_above_the_older(small_rules: Path, changes: tuple[Change, ...], tmp_path: Path) -> None:
    save(small_rules, changes, REVISION, tmp_path / "one", "fi")
    one = load_rulebook(tmp_path / "one")
    second = Revision("2030.2", "Björn", "Igen", dt.date(2030, 2, 1))
    save(tmp_path / "one", (number_changed(one, LEVEL, 41),), second, tmp_path / "two", "sv")
    told = (tmp_path / "two" / "CHANGES.md").read_text("utf-8")
    assert told.index("## 2030.2 (1.2.2030)") < told.index("## 2030.1 (2.1.2030)")
    assert told.count("# Säännöstön muutokset") == 1
    assert (tmp_path / "one" / "CHANGES.md").read_text("utf-8").partition("\n## ")[2] in told


def test_author_and_reason_are_inert(small_rules: Path, changes: tuple[Change, ...], tmp_path: Path) -> None:
    author, reason = '<img src=x onerror=alert(1)>\n# Otsikko\n"""\nversion = "x"', "![a](http://b.c/d.png) **x** `y` | www.e.fi"
    save(small_rules, changes, Revision("9", author, reason, REVISION.date), tmp_path / "new", "fi")
    told = (tmp_path / "new" / "CHANGES.md").read_text("utf-8")
    assert re.findall(r"(?<!\\)[<>`*|]|(?<!\\)\]\(|http://|www\.", told) == []
    assert [line for line in told.splitlines() if line.startswith("#")] == ["# Säännöstön muutokset", "## 9 (2.1.2030)"]
    assert load_rulebook(tmp_path / "new").about.version == "9"


def test_the_zip_is_the_folder(small_rules: Path, changes: tuple[Change, ...], tmp_path: Path) -> None:
    save(small_rules, changes, REVISION, tmp_path / "new", "fi")
    content = zipped(small_rules, changes, REVISION, "fi")
    assert content == zipped(small_rules, changes, REVISION, "fi")
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        names = found.namelist()
        assert all(name.startswith("rules-2030.1/") and ".." not in name for name in names)
        assert {member.date_time for member in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        found.extractall(tmp_path)
    unzipped = {
        path.relative_to(tmp_path / "rules-2030.1"): path.read_bytes()
        for path in (tmp_path / "rules-2030.1").rglob("*")
        if path.is_file()
    }
    assert unzipped == {
        path.relative_to(tmp_path / "new"): path.read_bytes() for path in (tmp_path / "new").rglob("*") if path.is_file()
    }


@pytest.mark.parametrize("version", ["", ".", "..", "../x", "a/b", "a\\b", "1.", "-1", "a b", "1\n", "x" * 41, "ä", None])
def test_a_version_that_is_none_or_the_old_one_is_refused(
    small_rules: Path, small: Rulebook, version: str | None, tmp_path: Path
) -> None:
    revision = Revision(small.about.version if version is None else version, "A", "B", REVISION.date)
    with pytest.raises(UsageError):
        save(small_rules, (Change(LEVEL, 40.0, 41.0),), revision, tmp_path / "new", "fi")
    with pytest.raises(UsageError):
        zipped(small_rules, (Change(LEVEL, 40.0, 41.0),), revision, "fi")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("revision", [Revision("9", " ", "b", REVISION.date), Revision("9", "a", "\n\x00"[:1], REVISION.date)])
def test_somebody_changes_it_for_a_reason(small_rules: Path, revision: Revision, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        save(small_rules, (Change(LEVEL, 40.0, 41.0),), revision, tmp_path / "new", "fi")


def test_nothing_is_written_over_anything(small_rules: Path, changes: tuple[Change, ...], tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "a").touch()
    for to in (tmp_path / "taken", tmp_path / "taken" / "a", small_rules, small_rules / "new"):
        with pytest.raises(UsageError):
            save(small_rules, changes, REVISION, to, "fi")
    with pytest.raises(UsageError):
        save(small_rules, (), REVISION, tmp_path / "new", "fi")
    with pytest.raises(UsageError):
        save(small_rules, (number_changed(load_rulebook(small_rules), LEVEL, 99),), REVISION, tmp_path / "new", "fi")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("entry", ["=1+1", "1.3", "'kanta", "c++", "t&k-toiminta*", "@vaya", "b&b"])
def test_a_word_that_is_let_in_can_be_looked_for(small: Rulebook, entry: str) -> None:
    after = revised(small, (word_added(small, "port", "words", "en", entry),))
    assert isinstance(Lexicon(after.concepts), Lexicon)


# --- Through Excel ------------------------------------------------------------------------------------------------------------

Edit = Callable[[Workbook], None]


def returned(
    content: bytes, edit: Edit | None, rulebook: Rulebook, room: Quarantine
) -> tuple[tuple[Change, ...], tuple[Problem, ...]]:
    """What is read of a workbook after an edit."""
    if edit:
        opened = load_workbook(io.BytesIO(content))
        edit(opened)
        out = io.BytesIO()
        opened.save(out)
        content = out.getvalue()
    return read_book(Given("säännöt.xlsx", content), rulebook, "en", room)


@pytest.fixture(scope="session")
def small_book(small: Rulebook) -> bytes:
    return book(small, "en")


def column(sheet: Worksheet, name: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading("en", name))


def cell_of(found: Workbook, sheet: str, row: int, name: str) -> str:
    where = found[heading("en", sheet)]
    return where.cell(row, column(where, name)).coordinate


def setting(sheet: str, row: int, name: str, value: object) -> Edit:
    def edit(found: Workbook) -> None:
        found[heading("en", sheet)][cell_of(found, sheet, row, name)] = value  # type: ignore[assignment]

    return edit


def as_text(found: Workbook) -> None:
    """What begins with "=" is a formula to openpyxl; in a cell of the workbook's own style it is text to people."""
    for cell in (cell for sheet in found.worksheets for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, str):
            cell.data_type = "s"


def appending(*cells: object) -> Edit:
    return lambda found: found["Words"].append(list(cells))


def deleting(sheet: str, row: int, count: int = 1) -> Edit:
    return lambda found: found[heading("en", sheet)].delete_rows(row, count)


def test_the_shipped_rulebook_comes_back_unchanged(rulebook: Rulebook, room: Quarantine) -> None:
    with uncounted():
        assert returned(book(rulebook, "fi"), None, rulebook, room) == ((), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_rulebook_is_the_same_workbook(small: Rulebook, language: Language) -> None:
    assert book(small, language) == book(small, language)


def test_the_headings_of_a_sheet_cannot_be_taken_for_each_other() -> None:
    for columns in COLUMNS.values():
        named = {(heading(language, name).casefold(), name) for language in LANGUAGES for name in columns}
        assert len({text for text, _ in named}) == len(named)


def test_nothing_in_the_workbook_is_a_formula(small_book: bytes, small: Rulebook) -> None:
    with zipfile.ZipFile(io.BytesIO(small_book)) as found:
        sheets = [found.read(name) for name in found.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    assert not any(b"<f>" in sheet.replace(b"<formula1>", b"") or b"hyperlink" in sheet for sheet in sheets)
    opened = load_workbook(io.BytesIO(small_book))
    whys = [cell.value for cell in opened["Weights"]["E"][1:]]
    assert whys == [rule.why for rule in small.rules]
    assert all(sheet.freeze_panes == "B2" and sheet.auto_filter.ref for sheet in opened.worksheets[1:])


@pytest.mark.parametrize(
    ("edit", "change"),
    [
        (setting("weights", 2, "weight", 3.5), Change(("rule", "k22-a.port", "weight"), 2.5, 3.5)),
        (setting("weights", 3, "weight", "−1,25"), Change(("rule", "k22-a.rail", "weight"), -1.0, -1.25)),
        (setting("weights", 2, "weight", "3.5 "), Change(("rule", "k22-a.port", "weight"), 2.5, 3.5)),
        (appending("port", None, "Finnish", "word", "=1+1"), Change(("concept", "port", "words", "fi"), None, "=1+1")),
        (appending("port", "satama", "ruotsi", "vihje", "Farled"), Change(("concept", "port", "hints", "sv"), None, "farled")),
        (appending("rail", "rail", "en", "hints", "1.3"), Change(("concept", "rail", "hints", "en"), None, "1.3")),
        (deleting("words", 2), Change(("concept", "port", "words", "fi"), "satama*", None)),
    ],
)
def test_what_was_changed_comes_back(edit: Edit, change: Change, small_book: bytes, small: Rulebook, room: Quarantine) -> None:
    def edit_texts(found: Workbook) -> None:
        edit(found)
        as_text(found)

    assert returned(small_book, edit_texts, small, room) == ((change,), ())


@pytest.mark.parametrize(
    ("edit", "code", "where"),
    [
        (setting("weights", 2, "weight", "paljon"), "revising-no-number", "sheet Weights, cell D2"),
        (setting("weights", 2, "weight", dt.datetime(2026, 5, 2)), "revising-no-number", "sheet Weights, cell D2"),  # noqa: DTZ001
        (setting("weights", 2, "weight", True), "revising-no-number", "sheet Weights, cell D2"),
        (setting("weights", 2, "weight", None), "revising-no-number", "sheet Weights, cell D2"),
        (setting("weights", 2, "weight", "=1+1"), "revising-no-number", "sheet Weights, cell D2"),
        (setting("weights", 2, "weight", 11), "revising-refused", "sheet Weights, cell D2"),
        (setting("weights", 2, "why", "Koska."), "revising-edited", "sheet Weights, cell E2"),
        (setting("weights", 2, "target", None), "revising-edited", "sheet Weights, cell B2"),
        (setting("weights", 2, "rule", None), "revising-no-id", "sheet Weights, cell A2"),
        (setting("weights", 2, "rule", "k22-a.new"), "revising-unknown-id", "sheet Weights, cell A2"),
        (setting("weights", 3, "rule", "k22-a.port"), "revising-twice", "sheet Weights, cell A3"),
        (deleting("weights", 3), "revising-rows-gone", "sheet Weights"),
        (deleting("limits", 3, 7), "revising-rows-gone", "sheet Limits"),
        (setting("limits", 2, "value", 2), "revising-refused", "sheet Limits, cell D2"),
        (setting("limits", 1, "value", "Luku"), "revising-no-column", "sheet Limits"),
        (deleting("words", 2, 100), "revising-no-rows", "sheet Words"),
        (setting("words", 2, "concept", "harbour"), "revising-unknown-id", "sheet Words, cell A2"),
        (setting("words", 2, "concept", None), "revising-no-id", "sheet Words, cell A2"),
        (setting("words", 2, "concept", "rail"), "revising-edited", "sheet Words, cell B2"),
        (setting("words", 2, "spoken", "viro"), "revising-unknown-choice", "sheet Words, cell C2"),
        (setting("words", 2, "list", None), "revising-unknown-choice", "sheet Words, cell D2"),
        (setting("words", 2, "entry", None), "revising-no-entry", "sheet Words, cell E2"),
        (setting("words", 2, "entry", 1.3), "revising-not-text", "sheet Words, cell E2"),
        (setting("words", 2, "entry", dt.datetime(2026, 3, 1)), "revising-not-text", "sheet Words, cell E2"),  # noqa: DTZ001
        (setting("words", 2, "entry", "a*"), "revising-refused", "sheet Words, cell E2"),
        (setting("words", 3, "entry", "satama*"), "revising-twice", "sheet Words, cell E3"),
        (lambda found: found.remove(found["Words"]), "revising-no-sheet", ""),
        (lambda found: found.remove(found["Guidance"]), "revising-no-book", ""),
    ],
)
def test_every_fault_is_told_at_its_cell(
    edit: Edit, code: str, where: str, small_book: bytes, small: Rulebook, room: Quarantine
) -> None:
    changes, problems = returned(small_book, edit, small, room)
    found = {problem.code: problem for problem in problems}
    assert code in found
    assert found[code].place == ", ".join(filter(None, ("säännöt.xlsx", where)))
    assert found[code].message
    assert found[code].hint
    # Nothing is guessed: no word is taken for removed beside a fault.
    assert [change for change in changes if change.new is None] == []


def test_levels_that_do_not_rise_are_told(small_book: bytes, small: Rulebook, room: Quarantine) -> None:
    def edit(found: Workbook) -> None:
        sheet = found["Limits"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "level.3.from_score")
        sheet.cell(row, column(sheet, "value")).value = 2

    changes, problems = returned(small_book, edit, small, room)
    assert changes == (Change(LEVEL, 40.0, 2.0),)
    assert [(problem.code, problem.place) for problem in problems] == [("revising-refused", "säännöt.xlsx, sheet Limits")]


def test_a_workbook_of_another_rulebook_is_refused(
    small_book: bytes, rulebook: Rulebook, small: Rulebook, room: Quarantine
) -> None:
    changes, problems = returned(small_book, None, rulebook, room)
    assert changes == ()
    assert [problem.code for problem in problems] == ["revising-other-book"]
    assert small.about.version in problems[0].message


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04 broken", b"\x00" * 1000])
def test_what_is_no_workbook_is_told(content: bytes, small: Rulebook, room: Quarantine) -> None:
    changes, problems = returned(content, None, small, room)
    assert changes == ()
    assert len(problems) == 1


def test_sorted_rows_and_moved_columns_are_no_changes(small_book: bytes, small: Rulebook, room: Quarantine) -> None:
    def edit(found: Workbook) -> None:
        for sheet in found.worksheets[1:]:
            head, *rows = [tuple(cell.value for cell in row)[::-1] for row in sheet.iter_rows()]
            sheet.delete_rows(1, sheet.max_row)
            for cells in [("note",), head, *rows[::-1]]:
                sheet.append(cells)
        as_text(found)

    assert returned(small_book, edit, small, room) == ((), ())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_workbook_saved_by_libreoffice_is_unchanged(small: Rulebook, room: Quarantine, tmp_path: Path) -> None:
    odd = ["=foo", "1.3", "'quoted", "+5", "-kaista", "@sana", "1e5", "true", "_x0041_b", "2.5.2026", "00420"]
    after = revised(small, tuple(word_added(small, "port", "words", "en", entry) for entry in odd))
    (tmp_path / "a.xlsx").write_bytes(book(after, "fi"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for kind in ("xlsx", "ods"):
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path / "out"),
            str(tmp_path / "a.xlsx"),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        saved = Given(f"a.{kind}", (tmp_path / "out" / f"a.{kind}").read_bytes())
        assert read_book(saved, after, "fi", room) == ((), ())


# --- The commands -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def asked(small_rules: Path) -> list[str]:
    return ["--rules", str(small_rules), "--language", "en"]


def test_out_to_excel_and_back(asked: list[str], small_rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, to = tmp_path / "rules.xlsx", tmp_path / "new"
    back = ["rules", "import", str(file), "--to", str(to), "--version", "2030.1", "--author", "A", "--reason", "B", *asked]
    assert main(["rules", "export", str(file), *asked]) == DONE
    assert main(["rules", "export", str(file), *asked]) == NOTHING
    assert main(back) == DONE
    assert not to.exists()
    assert "no changes" in capsys.readouterr().err
    opened = load_workbook(file)
    setting("weights", 2, "weight", 3)(opened)
    opened.save(file)
    assert main(back) == DONE
    told = capsys.readouterr()
    assert "(k22-a.port) 2.5 → 3\n" in told.out
    assert str(to) in told.err
    assert main(["rules", "check", "--rules", str(to)]) == DONE
    assert "2030.1" in capsys.readouterr().out
    assert main(["rules", "diff", str(small_rules), str(to), "--language", "en"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    told_apart = {line.strip().partition(":")[0] for line in lines if line.startswith("  ")}
    assert told_apart - {"date"} == {"version", "k22-a.port.weight"}
    assert main(back) == NOTHING
    assert "are not written over" in capsys.readouterr().err


def test_faults_are_told_and_nothing_is_written(asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, to = tmp_path / "rules.xlsx", tmp_path / "new"
    main(["rules", "export", str(file), *asked])
    opened = load_workbook(file)
    setting("weights", 2, "weight", "much")(opened)
    setting("weights", 3, "weight", 1)(opened)
    opened.save(file)
    back = ["rules", "import", str(file), "--to", str(to), "--version", "2030.1", "--author", "A", "--reason", "B", *asked]
    assert main(back) == PROBLEMS
    assert "sheet Weights, cell D2: “much” is not a number." in capsys.readouterr().err
    assert not to.exists()
    assert main([*back[:2], str(tmp_path / "none.xlsx"), *back[3:]]) == NOTHING
    assert "none.xlsx" in capsys.readouterr().err
