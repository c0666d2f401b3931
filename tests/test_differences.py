"""What changed between two rulebooks: nothing missed, nothing told twice, and the applications that a change turns."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from alignment.cli import main
from alignment.messages import catalogue
from alignment.model import LANGUAGES, Language
from alignment.rulebook import Rulebook, load_rulebook
from alignment.rulebook.differences import GROUPS, differences
from tests.conftest import uncounted

pytestmark = pytest.mark.usefixtures("ready_once")
ROOT = Path(__file__).parents[1]
RULES = ROOT / "rules"
ROUND = ROOT / "tests" / "samples" / "round.jsonl"
ENTERPRISE = 'id = "k22-business-renewal.enterprise"'
EXTRA = """
[[rule]]
id = "k22-community.extra"
target = "k22-community"
any = ["tourism"]
weight = 1.5
why = "Kokeilu."
"""
#: A file, what is put in place of what, and the group, place, change and values to be told.
EDITS: list[tuple[str, str, str, tuple[object, ...]]] = [
    ("rulebook.toml", 'id = "kymenlaakso"', 'id = "elsewhere"', ("version", "id", "changed", ("kymenlaakso", "elsewhere"))),
    ("rulebook.toml", '"kotka", ', "", ("version", "regions[Kymenlaakso]", "removed", ("kotka",))),
    ("plans/k22.toml", "valid_to = 2025-12-31", "", ("plans", "k22.valid_to", "changed")),
    (
        "plans/k22.toml",
        "Hankkeen oma avajaistapahtuma",
        "Oma juhla",
        ("plans", "k22.target[k22-culture-sport].excludes.fi", "changed"),
    ),
    (
        "concepts/logistics.toml",
        '"logisti*", "*logistiikka"',
        '"*logistiikka"',
        ("concepts", "freight-transport.words.fi", "removed", ("logisti*",)),
    ),
    (
        "concepts/logistics.toml",
        '"logisti*", "*logistik"',
        '"logisti*", "åkdon*", "*logistik"',
        ("concepts", "freight-transport.words.sv", "added", ("åkdon*",)),
    ),
    (
        "weights/k22.toml",
        'any = ["industry-renewal"]\nweight = 2.5',
        'any = ["industry-renewal"]\nweight = 2.25',
        ("rules", "k22-business-renewal.industry.weight", "changed", (2.5, 2.25)),
    ),
    (
        "weights/k22.toml",
        'any = ["industry-renewal"]',
        'any = ["industry-renewal", "tourism"]',
        ("rules", "k22-business-renewal.industry.any", "added", ("tourism",)),
    ),
    (
        "weights/k18.toml",
        "",
        EXTRA,
        ("rules", "k22-community.extra", "new", ("target k22-community", "any tourism", "weight 1.5", "why Kokeilu.")),
    ),
    (
        "weights/k22.toml",
        ENTERPRISE,
        'id = "k22-business-renewal.enterprise"\nsections = ["goals"]',
        ("rules", "k22-business-renewal.enterprise.sections", "added", ("goals",)),
    ),
    (
        "calls/requirement-2014.toml",
        'best("goal") >= 3',
        'best("goal") >= 4',
        ("calls", "requirement-2014.gate[serves-programme].expression", "changed"),
    ),
    (
        "calls/requirement-2014.toml",
        "officer = 1.0",
        "officer = 0.5",
        ("calls", "requirement-2014.costs.officer", "changed", (1.0, 0.5)),
    ),
    ("scorecard.toml", "from_score = 65", "from_score = 70", ("scorecard", "level[4].from_score", "changed", (65.0, 70.0))),
    ("scorecard.toml", "half_strength = 1.4", "half_strength = 1.2", ("scorecard", "half_strength", "changed", (1.4, 1.2))),
    ("languages/fi.toml", '"ja", "mukana"', '"mukana"', ("languages", "fi.stop_words", "removed", ("ja",))),
    ("forms.toml", "weight = 0.5", "weight = 0.75", ("forms", "forms.section[need].weight", "changed", (0.5, 0.75))),
    ("wording/k22.sv.txt", "", "Alldeles nya ord.\n", ("wording", "wording[sv]", "added", ("Alldeles nya ord.",))),
    (
        "reference/frequencies.tsv",
        "fi\taika\t10\n",
        "fi\taika\t11\n",
        ("reference", "frequencies[fi][aika]", "changed", (10, 11)),
    ),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(RULES, tmp_path / "rules")


def edited(folder: Path, file: str, old: str, new: str) -> None:
    """Put one text in place of another where it first stands; at the end of the file in place of nothing."""
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1) if old else f"{text.rstrip()}\n{new}", "utf-8")


def test_a_rulebook_does_not_differ_from_itself(rulebook: Rulebook, copy: Path) -> None:
    assert differences(rulebook, load_rulebook(copy)) == []


@pytest.mark.parametrize(("file", "old", "new", "expected"), EDITS, ids=[str(edit[3][1]) for edit in EDITS])
@uncounted()
def test_one_edit_is_one_change_at_its_place(
    rulebook: Rulebook, copy: Path, file: str, old: str, new: str, expected: tuple[object, ...]
) -> None:
    edited(copy, file, old, new)
    changed = load_rulebook(copy)
    [found] = differences(rulebook, changed)
    assert (found.group, found.place, found.change, found.values)[: len(expected)] == expected
    [back] = differences(changed, rulebook)
    opposite = {"added": "removed", "removed": "added", "new": "gone", "changed": "changed"}
    assert (back.place, back.change) == (found.place, opposite[found.change])
    assert all(found.place in found.sentence(language) for language in LANGUAGES)


def test_edits_together_are_told_each_once_and_group_by_group(rulebook: Rulebook, copy: Path) -> None:
    for file, old, new, _ in EDITS:
        if (file, old) != ("weights/k22.toml", 'any = ["industry-renewal"]'):
            edited(copy, file, old, new)
    found = differences(rulebook, load_rulebook(copy))
    assert len({each.place for each in found}) == len(found) == len(EDITS) - 1
    assert [each.group for each in found] == sorted((each.group for each in found), key=list(GROUPS).index)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_words_rules_and_things_does_not_matter(rulebook: Rulebook, seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 - nothing secret

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shuffled(value[key]) for key in rng.sample(list(value), len(value))}
        if isinstance(value, list):
            levels = any(isinstance(item, dict) and "from_score" in item for item in value)
            return [shuffled(item) for item in (value if levels else rng.sample(value, len(value)))]
        return value

    assert differences(rulebook, Rulebook.model_validate(shuffled(rulebook.model_dump(mode="json")))) == []


def test_the_names_of_files_do_not_matter(rulebook: Rulebook, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for part in ("concepts/logistics.toml", "weights/k22.toml", "plans/k14.toml"):
        (copy / part).rename((copy / part).with_name("zzz.toml"))
    assert differences(rulebook, load_rulebook(copy)) == []
    assert main(["rules", "diff", str(RULES), str(copy), "--language", "en"]) == 0
    assert capsys.readouterr().out.strip() == catalogue("en")["differences.remarks"]


def test_a_new_part_that_was_left_out_and_one_that_goes(rulebook: Rulebook, copy: Path) -> None:
    notes = next(line for line in (copy / "plans/k22.toml").read_text("utf-8").splitlines() if line.startswith("vision.fi"))
    text = (copy / "plans/k22.toml").read_text("utf-8")
    kept = [line for line in text.splitlines() if not line.startswith(("vision.", "vision_status."))]
    assert notes not in kept
    (copy / "plans/k22.toml").write_text("\n".join(kept), "utf-8")
    less = load_rulebook(copy)
    assert [(each.place, each.change) for each in differences(rulebook, less)] == [
        ("k22.vision", "gone"),
        ("k22.vision_status", "gone"),
    ]
    assert [each.change for each in differences(less, rulebook)] == ["new", "new"]


def test_many_changed_counts_are_told_as_a_number(rulebook: Rulebook) -> None:
    counted = {**rulebook.frequencies, "fi": {term: count + 1 for term, count in rulebook.frequencies["fi"].items()}}
    [found] = differences(rulebook, rulebook.model_copy(update={"frequencies": counted}))
    assert (found.place, found.change, found.values) == ("frequencies[fi]", "many", (len(counted["fi"]),))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_said(rulebook: Rulebook, copy: Path, language: Language) -> None:
    edited(copy, "plans/k22.toml", "valid_to = 2025-12-31", "")
    edited(copy, "weights/k18.toml", "", EXTRA)
    edited(copy, "plans/k22.toml", 'covers.en = "', 'covers.en = "Before all else, ')
    told = [found.sentence(language) for found in differences(rulebook, load_rulebook(copy))]
    assert catalogue(language)["differences.nothing"] in told[0]
    assert "Before all else" in told[1]
    assert len(told[1]) < 200
    assert "weight 1.5" in told[2]


@pytest.fixture
def small_round(tmp_path: Path) -> Path:
    chosen = {"SIM-001", "SIM-005", "SIM-011"}
    lines = [line for line in ROUND.read_text("utf-8").splitlines() if json.loads(line)["id"] in chosen]
    told = [{**json.loads(line), "title": json.loads(line)["title"].ljust(70, "x")} for line in lines]
    path = tmp_path / "round.jsonl"
    kept = ("id", "title", "applicant", "region", "start", "end", "budget_eur", "fund", "text")
    path.write_text("\n".join(json.dumps({key: each[key] for key in kept}) for each in told), "utf-8")
    return path


@pytest.fixture
def heavier(copy: Path) -> Path:
    """Rules by which any talk of enterprises speaks strongly against the renewal of business."""
    text = (copy / "weights/k22.toml").read_text("utf-8")
    head, rule = text.split(ENTERPRISE)
    before, _, after = rule.partition("weight = ")
    (copy / "weights/k22.toml").write_text(f"{head}{ENTERPRISE}{before}weight = -10\n{after.partition(chr(10))[2]}", "utf-8")
    return copy


def test_a_weight_that_turns_a_recommendation(small_round: Path, heavier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["rules", "diff", str(RULES), str(heavier), str(small_round), "--language", "en"])
    told = capsys.readouterr()
    assert (code, told.err) == (0, "")
    assert "k22-business-renewal.enterprise.weight: " in told.out
    assert "Recommendations: 1 of 3 change" in told.out
    turned = next(line for line in told.out.splitlines() if "SIM-005" in line)
    assert "meets → " in turned
    assert 50 < turned.index("…") - turned.index("SIM-005") - len("SIM-005") < 80
    assert any(line.strip().startswith("− ") and "(k22-business-renewal)" in line for line in told.out.splitlines())
    unchanged = catalogue("en")["turning.unchanged"].partition(":")[0]
    assert f"{unchanged}: 2" in told.out


def test_the_same_rules_turn_nothing(small_round: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "diff", str(RULES), str(RULES), str(small_round), "--language", "en"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(catalogue("en")["differences.none"])
    assert "0 of 3" in told


def test_problems_of_the_input_are_told(small_round: Path, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small_round.write_text('{"id": "A-1"}\n' + small_round.read_text("utf-8"), "utf-8")
    assert main(["rules", "diff", str(RULES), str(copy), str(small_round), "--language", "sv"]) == 1
    assert "round.jsonl" in capsys.readouterr().err


def test_each_rulebook_reads_by_its_own_forms(tmp_path: Path, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for heading, other in (("tunnus", "qwerty"), ("hankkeen nimi", "asdfgh"), ("tiivistelmä", "zxcvbn")):
        edited(copy, "forms.toml", f'"{heading}",', f'"{heading}", "{other}",')
    table = tmp_path / "table.csv"
    table.write_text("qwerty;asdfgh;zxcvbn\nA-1;Satamahanke;Satama ja rata.\n", "utf-8")
    assert main(["rules", "diff", str(RULES), str(copy), str(table), "--language", "en"]) == 1
    assert catalogue("en")["turning.only_new"].format(ids="A-1") in capsys.readouterr().out
    assert main(["rules", "diff", str(copy), str(RULES), str(table), "--language", "en"]) == 1
    assert catalogue("en")["turning.only_old"].format(ids="A-1") in capsys.readouterr().out


@pytest.mark.parametrize(
    "break_it",
    [
        lambda folder, _: (folder / "scorecard.toml").unlink(),
        lambda _, small_round: small_round.write_text("", "utf-8"),
        lambda _, small_round: small_round.unlink(),
    ],
    ids=["faulty rules", "empty input", "no input"],
)
def test_where_nothing_can_be_done_it_says_so(
    break_it: Callable[[Path, Path], object], small_round: Path, copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it(copy, small_round)
    assert main(["rules", "diff", str(RULES), str(copy), str(small_round)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err
