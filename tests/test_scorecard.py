"""The ledger: what adds up, what saturates, what counts less and what does not count."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.assess import Assessor
from alignment.matching.lexicon import Lexicon
from alignment.matching.scorecard import Ledger, Scorer
from alignment.matching.similarity import SimilarityModel
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Concept, Rule, Translated, WordLists
from tests.making import application

LABEL = Translated(fi="x", sv="x", en="x")
Amount = Callable[..., float]
TARGET = "k22-accessibility"
CONCEPTS = {
    "port": Concept(
        label=LABEL, words=WordLists(en=("harbour", "quay", "*ship", "sea", "sea traffic")), hints=WordLists(en=("crane",))
    ),
    "money": Concept(label=LABEL, words=WordLists(en=("investor",))),
}


def scorer_of(rulebook: Rulebook, assessor: Assessor, *rules: Rule) -> Scorer:
    """A scorer with the concepts and rules of this file and a similarity that knows nothing."""
    small = rulebook.model_copy(update={"concepts": CONCEPTS, "rules": rules, "frequencies": rulebook.frequencies})
    small.__dict__.pop("rules_of", None)
    nothing = SimilarityModel({TARGET: [assessor.reader.plain("zzz", "en")]}, small)
    return Scorer(small, Lexicon(CONCEPTS), nothing)


def rule(weight: float = 2.0, **facts: object) -> Rule:
    return Rule.model_validate({"id": "t.r", "target": TARGET, "any": ["port"], "weight": weight, "why": "test", **facts})


@pytest.fixture
def amount(rulebook: Rulebook, assessor: Assessor) -> Amount:
    """The amount of the one rule's line for a text, 0 where the rule has no line."""

    def measure(one: Rule, **sections: str) -> float:
        scorer = scorer_of(rulebook, assessor, one)
        [ledger] = scorer.ledgers(scorer.hear(assessor.reader.read(application(sections=sections))), [rulebook.target_of[TARGET]])
        return next((line.amount for line in ledger.lines if line.rule is not None), 0.0)

    return measure


def test_what_is_left_of_a_rule_halves_with_every_half_strength_of_words(amount: Amount, rulebook: Rulebook) -> None:
    card = rulebook.scorecard
    one, two = (1 - 0.5 ** (words / card.half_strength) for words in (1, 2))
    assert amount(rule(2.0), measures="We plan the harbour.") == pytest.approx(2.0 * card.rule_scale * one)
    assert amount(rule(2.0), measures="We plan the harbour and the quay.") == pytest.approx(2.0 * card.rule_scale * two)


def test_repeating_a_word_adds_nothing(amount: Amount) -> None:
    once = amount(rule(), measures="We plan the harbour with care.")
    assert amount(rule(), measures="We plan the harbour with care. " * 9) == pytest.approx(once)
    assert amount(rule(), measures="We plan the harbour. Harbours and harbour's harbours!") == pytest.approx(once)


def test_a_hint_counts_less_than_a_word(amount: Amount, rulebook: Rulebook) -> None:
    strength = 1 - 0.5 ** (rulebook.scorecard.hint / rulebook.scorecard.half_strength)
    expected = rulebook.scorecard.rule_scale * 2.0 * strength
    assert amount(rule(), measures="We buy a crane for the yard.") == pytest.approx(expected)


def test_sections_speak_with_their_weight(amount: Amount, rulebook: Rulebook) -> None:
    amounts = {role: amount(rule(), **{role: "We plan the harbour."}) for role in rulebook.forms.section}
    weights = {role: section.weight for role, section in rulebook.forms.section.items()}
    assert sorted(amounts, key=amounts.__getitem__) == sorted(weights, key=weights.__getitem__)
    assert amounts["measures"] > 3 * amounts["horizontal"]
    assert amounts["contact"] == 0.0


def test_a_rule_for_some_sections_hears_no_others(amount: Amount) -> None:
    assert amount(rule(sections=["measures"]), need="We plan the harbour.") == 0
    assert amount(rule(sections=["measures"]), measures="We plan the harbour.") > 0


def test_a_rule_that_needs_company_is_silent_alone(amount: Amount, rulebook: Rulebook) -> None:
    paired = rule(together_with=["money"])
    assert amount(paired, measures="We plan the harbour.") == 0
    assert amount(paired, measures="An investor is sought.") == 0
    both = amount(paired, measures="We plan the harbour. An investor is sought.")
    company = 1 - 0.5 ** (1 / rulebook.scorecard.half_strength)
    assert both == pytest.approx(amount(rule(), measures="We plan the harbour.") * company)


def test_a_negative_weight_speaks_against(amount: Amount) -> None:
    assert amount(rule(-2.0), measures="We plan the harbour.") < 0


def test_the_longer_of_two_overlapping_finds_counts_alone(amount: Amount) -> None:
    concept_words = amount(rule(), measures="Sea traffic grows here.")
    assert concept_words == pytest.approx(amount(rule(), measures="The harbour grows here."))


def test_in_a_long_text_one_word_counts_less(amount: Amount) -> None:
    filler = " ".join(f"Kitten number{letter} sleeps upon warm grey blankets quietly." for letter in "abcdefghijklmnopqrstuvwxyz")
    assert amount(rule(), measures=f"We plan the harbour. {filler}") < 0.6 * amount(rule(), measures="We plan the harbour.")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(("harbour", "quay", "crane", "warship", "steamship", "kitten")), max_size=30))
def test_no_text_goes_beyond_a_rules_weight(rulebook: Rulebook, assessor: Assessor, words: list[str]) -> None:
    scorer = scorer_of(rulebook, assessor, rule(3.0))
    text = ". ".join(f"We plan the {word} and wait" for word in words)
    [ledger] = scorer.ledgers(scorer.hear(assessor.reader.read(application(measures=text))), [rulebook.target_of[TARGET]])
    assert all(line.amount <= 3.0 * rulebook.scorecard.rule_scale for line in ledger.lines if line.rule)


def test_a_better_word_never_lowers_a_rule(amount: Amount) -> None:
    words = ("harbour", "quay", "warship", "steamship", "lightship")
    amounts = [
        amount(rule(), measures=" ".join(f"We plan the {word} today." for word in words[:count]))
        for count in range(1, len(words) + 1)
    ]
    assert amounts == sorted(amounts)
    assert len(set(amounts)) == len(amounts)


def test_the_score_is_the_logistic_of_the_sum(assessor: Assessor) -> None:
    prose = assessor.reader.read(application(measures="We build a railway terminal and a cycle path to the harbour."))
    for ledger in assessor.scorer.ledgers(assessor.scorer.hear(prose), list(assessor.rulebook.target_of.values())):
        total = sum(line.amount for line in ledger.lines)
        assert ledger.total == pytest.approx(total, abs=1e-9)
        assert ledger.score == pytest.approx(100 / (1 + math.exp(-total)))
        assert ledger.lines[0].source == "base"
        assert ledger.lines[0].amount == assessor.rulebook.scorecard.base.of(ledger.target.kind)


def test_features_are_what_the_fitted_numbers_multiply(assessor: Assessor) -> None:
    prose = assessor.reader.read(application(measures="We build a railway terminal.", need="Museums need visitors."))
    heard = assessor.scorer.hear(prose)
    targets = list(assessor.rulebook.target_of.values())
    card = assessor.rulebook.scorecard
    weights = (card.rule_scale, card.similarity_whole, card.similarity_passage)
    ledgers, found = assessor.scorer.ledgers(heard, targets), assessor.scorer.features(heard, targets)
    for ledger, features in zip(ledgers, found, strict=True):
        total = card.base.of(ledger.target.kind) + sum(w * x for w, x in zip(weights, features, strict=True))
        assert ledger.total == pytest.approx(total, abs=1e-9)


def test_coverage_is_the_share_of_known_theme_words(assessor: Assessor) -> None:
    known = assessor.scorer.coverage(assessor.reader.read(application(measures="harbour railway museum")))
    half = assessor.scorer.coverage(assessor.reader.read(application(measures="harbour railway xqzt wvxq")))
    assert (known, half) == (1.0, 0.5)
    assert assessor.scorer.coverage(assessor.reader.read(application())) == 0.0


def test_an_empty_ledger_line_list_is_even() -> None:
    assert Ledger(target=None, lines=()).score == 50.0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pattern", "found", "not_found"),
    [
        ("port", ["port", "ports"], ["airport", "portable"]),
        ("port*", ["port", "portable"], ["airport"]),
        ("*port", ["airport", "port"], ["portable", "airporter"]),
        ("*port*", ["airporter", "airport", "portable"], ["prt"]),
    ],
)
def test_what_a_star_stands_for(assessor: Assessor, pattern: str, found: list[str], not_found: list[str]) -> None:
    lexicon = Lexicon({"x": Concept(label=LABEL, words=WordLists(en=(pattern,)))})

    def hits(word: str) -> int:
        return len(lexicon.hits(assessor.reader.read(application(measures=f"We are planning the {word} with them here."))))

    assert [word for word in found if not hits(word)] == []
    assert [word for word in not_found if hits(word)] == []
