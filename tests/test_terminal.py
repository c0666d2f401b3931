"""The terminal: short lines, ledgers that add up, and no way for an application to write on the screen by itself."""

from __future__ import annotations

import re

import pytest

from alignment.errors import UsageError
from alignment.messages import number
from alignment.model import LANGUAGES, Language
from alignment.reports.terminal import explanation, summary_table
from tests.rounds import assessment, hostile_round, match


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_table_fits_and_has_one_line_an_application(language: Language, width: int) -> None:
    lines = summary_table(hostile_round(language), width, colour=False).splitlines()
    assert len(lines) == 2 + 5
    assert max(map(len, lines)) <= width


def test_the_table_tells_recommendation_and_best_targets() -> None:
    lines = summary_table(hostile_round(), 160, colour=False).splitlines()
    assert re.split(r"\s{2,}", lines[0]) == ["Tunnus", "Hankkeen nimi", "Suositus", "Paras tavoite", "Paras kärki"]
    assert re.split(r"\s{2,}", lines[2])[:4] == ["H-001", "Raidehanke", "täyttää ehdot", "4/5 Saavutettavuus"]
    assert re.split(r"\s{2,}", lines[5]) == ["H-004", "ei voida arvioida", "–", "–"]


def test_colour_adds_nothing_but_colour() -> None:
    plain, coloured = (summary_table(hostile_round(), 120, colour=colour) for colour in (False, True))
    assert "\x1b[" not in plain
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain
    assert coloured.count("\x1b[0m") == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_control_character_reaches_the_screen(language: Language) -> None:
    drawn = hostile_round(language)
    for item in drawn.assessments:
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", explanation(item, drawn, None))


def test_an_explanation_adds_up_before_the_eyes() -> None:
    drawn = hostile_round()
    text = explanation(drawn.assessments[0], drawn, "k22-accessibility")
    ledger = [
        "     -3,00  peruste 0",
        "     +2,60  peruste 1 [1, 2, 3]",
        "     +1,11  peruste 2 [1, 2, 3]",
        "     +0,10  peruste 3 [1, 2, 3]",
        "  ────────",
        "     +0,81  summa",
        f"  pisteet {number('fi', drawn.assessments[0].matches[0].score, 1)}/100, taso 4/5 vahva, hyväksytty",
    ]
    assert "\n".join(ledger) in text
    assert "»Rata« ja »satama« sähköistyvät – »päästöt« laskevat." in text
    assert "logistiikkakärki" not in text


def test_rounding_that_shows_is_told() -> None:
    drawn = hostile_round()
    uneven = assessment(1, "meets", match("k22-accessibility", "goal", 0.334, 0.334, 0.334))
    assert "Luvut on pyöristetty." in explanation(uneven, drawn, None)
    assert "Luvut on pyöristetty." not in explanation(drawn.assessments[0], drawn, None)


def test_an_explanation_shows_gates_once_and_accepted_matches_best_first() -> None:
    drawn = hostile_round()
    gated = drawn.assessments[0].model_copy(update={"reasons": ("Päivät ovat kunnossa.", "Muu syy.")})
    text = explanation(gated, drawn, None)
    assert text.count("Päivät ovat kunnossa.") == 1
    assert "• [täyttyy] Päivät ovat kunnossa.\n  • [avoin] Tavoite on epävarma." in text
    assert text.index("(ris3-2021-logistics)") < text.index("(k22-accessibility)")
    assert "(k22-business-renewal)" not in text


def test_an_explanation_without_matches_says_so() -> None:
    drawn = hostile_round()
    assert "Hakemusta ei verrattu mihinkään kohteeseen." in explanation(drawn.assessments[3], drawn, None)
    assert "Suositus: ei voida arvioida" in explanation(drawn.assessments[3], drawn, None)


def test_problems_and_notices_are_told() -> None:
    drawn = hostile_round()
    assert "haku.xlsx, Sheet1, C3: Päivää ei voi lukea: =1+1 Kirjoita 1.2.2023." in explanation(drawn.assessments[1], drawn, None)
    assert "Avain 'x' jäi lukematta." in explanation(drawn.assessments[2], drawn, None)


def test_a_target_that_was_not_compared_is_a_clear_error() -> None:
    drawn = hostile_round()
    with pytest.raises(UsageError, match="k14-x") as caught:
        explanation(drawn.assessments[0], drawn, "k14-x")
    assert "k22-accessibility" in caught.value.hint
