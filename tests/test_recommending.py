"""Gates first, then the best goals; an officer where the answer hangs on a doubtful match or an unknown fact."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from alignment.model import Kind, Match
from alignment.recommending import Advice, recommend
from alignment.rulebook import Choice, Rulebook, choose
from alignment.rulebook.parts import Call
from alignment.text.prose import Prose
from tests.making import TODAY, application

SURE, DOUBTFUL, WEAK = 90.0, 45.0, 3.0
GOAL, DISPUTED, OTHER, SPEARHEAD = "k22-culture-sport", "k22-business-renewal", "k22-welfare", "ris3-2021-digital"


def match(rulebook: Rulebook, target: str, score: float) -> Match:
    card = rulebook.scorecard
    level = card.level_of(score)
    return Match(
        target=target,
        kind=rulebook.target_of[target].kind,
        score=score,
        level=level,
        accepted=level >= card.accept_level,
        total=0.0,
        contributions=(),
        sentence=f"{target} at {score:g}",
    )


def advice(rulebook: Rulebook, call: str = "requirement-2014", facts: dict[str, Any] | None = None, **scores: float) -> Advice:
    """Advice on matches given as goal=, disputed=, other=, spearhead= scores; targets not given score next to nothing."""
    names = {"goal": GOAL, "disputed": DISPUTED, "other": OTHER, "spearhead": SPEARHEAD}
    choice = choose(rulebook, "k22", call, dt.date(2023, 1, 1))
    given = {names[name]: score for name, score in scores.items()}
    matches = [match(rulebook, target.id, given.get(target.id, WEAK)) for target in choice.targets]
    about = {"start": dt.date(2023, 1, 1), "end": dt.date(2024, 1, 1), "summary": "text", **(facts or {})}
    return recommend(application(**about), PROSE, matches, choice, rulebook, "en", TODAY)


PROSE = Prose(sections=(), passages=(), language="en", foreign=None, words=0)


class TestRequirement:
    def test_a_sure_goal_meets(self, rulebook: Rulebook) -> None:
        assert advice(rulebook, goal=SURE).recommendation == "meets"

    def test_no_goal_does_not(self, rulebook: Rulebook) -> None:
        found = advice(rulebook)
        assert found.recommendation == "does_not_meet"
        assert [gate.passed for gate in found.gates] == [False]

    def test_a_spearhead_alone_is_no_goal(self, rulebook: Rulebook) -> None:
        assert advice(rulebook, spearhead=SURE).recommendation == "does_not_meet"

    @pytest.mark.parametrize("score", [20.0, 29.9, 30.0, 45.0, 59.9])
    def test_a_doubtful_match_alone_goes_to_an_officer(self, rulebook: Rulebook, score: float) -> None:
        found = advice(rulebook, goal=score)
        assert found.recommendation == "refer"
        assert found.gates[0].passed is None

    @pytest.mark.parametrize(("score", "expected"), [(19.9, "does_not_meet"), (60.0, "meets")])
    def test_the_edges_of_doubt(self, rulebook: Rulebook, score: float, expected: str) -> None:
        assert advice(rulebook, goal=score).recommendation == expected

    @pytest.mark.parametrize(("score", "expected"), [(84.9, "refer"), (85.0, "meets")])
    def test_a_disputed_goal_must_be_very_strong(self, rulebook: Rulebook, score: float, expected: str) -> None:
        assert advice(rulebook, disputed=score).recommendation == expected

    def test_a_sure_goal_is_enough_beside_doubtful_ones(self, rulebook: Rulebook) -> None:
        assert advice(rulebook, goal=SURE, disputed=SURE - 20, other=DOUBTFUL).recommendation == "meets"

    def test_many_weak_matches_are_no_strong_one(self, rulebook: Rulebook) -> None:
        assert advice(rulebook, goal=19.0, disputed=19.0, other=19.0, spearhead=19.0).recommendation == "does_not_meet"


class TestAnyOfThree:
    call = "kymenlaakso-2022-09"

    def test_a_spearhead_is_enough(self, rulebook: Rulebook) -> None:
        assert advice(rulebook, self.call, spearhead=SURE).recommendation == "meets"

    @pytest.mark.parametrize(
        ("region", "passed", "expected"),
        [
            ("Kotka", True, "meets"),
            ("Satakunta, Pori", False, "does_not_meet"),
            (None, None, "refer"),
            ("Itämeren alue", None, "refer"),
        ],
    )
    def test_the_region(self, rulebook: Rulebook, region: str | None, passed: bool | None, expected: str) -> None:
        found = advice(rulebook, self.call, {"region": region}, goal=SURE)
        assert found.recommendation == expected
        assert passed in {gate.passed for gate in found.gates}

    def test_an_end_before_the_start_fails(self, rulebook: Rulebook) -> None:
        found = advice(rulebook, self.call, {"region": "Kotka", "end": dt.date(2022, 1, 1)}, goal=SURE)
        assert found.recommendation == "does_not_meet"

    def test_an_unknown_end_is_open_and_the_hint_says_what_to_add(self, rulebook: Rulebook) -> None:
        found = advice(rulebook, self.call, {"region": "Kotka", "end": None}, goal=SURE)
        assert found.recommendation == "refer"
        open_gate = next(gate for gate in found.gates if gate.passed is None)
        hint = next(rule.hint.en for rule in rulebook.call_of[self.call].gate if rule.id == open_gate.id)
        assert hint in found.reasons


class TestPoints:
    call = "points-2021-2027"
    facts = {"region": "Kouvola"}  # noqa: RUF012 - a constant of the tests

    def test_points_are_weighted_levels(self, rulebook: Rulebook) -> None:
        found = advice(rulebook, self.call, self.facts, goal=SURE, spearhead=SURE)
        line = next(gate for gate in found.gates if gate.id == "pass-line")
        weights = {criterion.expression: criterion.weight for criterion in rulebook.call_of[self.call].criterion}
        expected = weights['best("goal")'] + weights['best("spearhead")']
        assert line.passed is True
        assert f"In total {expected:.1f} %" in line.reason

    def test_below_the_pass_line_fails(self, rulebook: Rulebook) -> None:
        found = advice(rulebook, self.call, self.facts, goal=61.0)
        assert {gate.id: gate.passed for gate in found.gates}["pass-line"] is False
        assert found.recommendation == "does_not_meet"

    def test_below_a_floor_fails(self, rulebook: Rulebook) -> None:
        found = advice(rulebook, self.call, self.facts, goal=WEAK, spearhead=SURE)
        floors = [criterion.id for criterion in rulebook.call_of[self.call].criterion if criterion.floor > 0]
        assert floors
        assert all(gate.passed is False for gate in found.gates if gate.id in floors)


class TestReasons:
    def test_the_best_goals_and_spearheads_come_first_and_few(self, rulebook: Rulebook) -> None:
        found = advice(rulebook, goal=99.0, other=98.0, disputed=97.0, spearhead=96.0)
        carried = [reason for reason in found.reasons if reason.startswith(("k22-", "ris3-"))]
        assert carried == [f"{GOAL} at 99", f"{OTHER} at 98", f"{DISPUTED} at 97", f"{SPEARHEAD} at 96"]

    def test_without_any_accepted_the_closest_is_told(self, rulebook: Rulebook) -> None:
        assert f"{GOAL} at 14" in advice(rulebook, goal=14.0).reasons

    def test_what_is_missing_for_the_next_level(self, rulebook: Rulebook) -> None:
        missing = rulebook.target_of[GOAL].missing.en
        assert any("to reach level 5" in reason and missing in reason for reason in advice(rulebook, goal=70.0).reasons)
        assert not any(missing in reason for reason in advice(rulebook, goal=SURE).reasons)

    def test_every_gate_speaks(self, rulebook: Rulebook) -> None:
        found = advice(rulebook, "kymenlaakso-2022-09", {"region": "Kotka"}, goal=SURE)
        assert found.reasons[: len(found.gates)] == tuple(gate.reason for gate in found.gates)


@pytest.mark.parametrize(
    ("expression", "passed"),
    [
        ('level("k22-culture-sport") >= 5', True),
        ('level("k22-welfare") >= 3', False),
        ('level("k14-nr-food") >= 3', None),
        ('count("goal", 3) == 1', True),
        ("start >= date(2023, 1, 1) and end < date(2024, 1, 2)", True),
        ("budget > 1000", None),
        ("today > end", True),
        ('filled("summary") and not filled("results")', True),
        ('filled("budget_eur")', False),
        ('in_region("Uusimaa")', False),
    ],
)
def test_every_word_of_the_gates_language(rulebook: Rulebook, expression: str, passed: bool | None) -> None:
    call = rulebook.call_of["requirement-2014"]
    gate = call.gate[0].model_copy(update={"expression": expression})
    plain: Choice = choose(rulebook, "k22", None, dt.date(2023, 1, 1))
    choice = Choice(
        plain.programme, plain.strategy, (), Call.model_validate({**dict(call), "gate": (gate,)}), plain.on, in_force=True
    )
    matches = [match(rulebook, target.id, SURE if target.id == GOAL else WEAK) for target in choice.targets]
    facts = application(region="Kotka", start=dt.date(2023, 1, 1), end=dt.date(2024, 1, 1), summary="text")
    assert recommend(facts, PROSE, matches, choice, rulebook, "en", TODAY).gates[0].passed is passed


def test_all_kinds_can_be_asked_for(rulebook: Rulebook) -> None:
    kinds: set[Kind] = {target.kind for target in rulebook.target_of.values()}
    assert kinds == {"goal", "spearhead", "theme", "choice"}
