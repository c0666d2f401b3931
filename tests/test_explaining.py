"""What a person reads of a match: labels, passages, the applicant's own words and one sentence."""

from __future__ import annotations

import pytest

from alignment.assess import Assessor, Question
from alignment.explaining import MOST_PASSAGES
from alignment.model import LANGUAGES, Language, Match
from tests.making import TODAY, application

TEXT = (
    "The port builds a railway terminal so that containers move from lorries to trains. Shipping companies and forwarders plan "
    "the loading tracks together. Vessels get shore power at the quay. Emissions of goods transport fall, and the work at the "
    "harbour is safer."
)


def found(assessor: Assessor, target: str, language: Language = "en", **sections: str) -> Match:
    assessment = assessor.assess(application(sections=sections or {"measures": TEXT}), Question(TODAY, language=language))
    return next(match for match in assessment.matches if match.target == target)


def test_every_line_but_the_base_and_the_rest_points_at_a_passage(assessor: Assessor) -> None:
    match = found(assessor, "k22-accessibility")
    assert match.contributions[0].source == "base"
    for contribution in match.contributions[1:]:
        rest = contribution.label.startswith("Other words")
        assert bool(contribution.evidence) is not rest, contribution


def test_rules_come_with_the_names_of_their_concepts(assessor: Assessor) -> None:
    labels = {c.label for c in found(assessor, "k22-accessibility").contributions if c.source.startswith("rule:")}
    known = {concept.label.en for concept in assessor.rulebook.concepts.values()}
    assert labels
    assert labels <= known


def test_a_paired_rule_names_both_sides(assessor: Assessor) -> None:
    text = TEXT + " The university tests a new pilot and researchers study the innovation."
    labels = [
        c.label
        for c in found(assessor, "k22-ris3-rdi", measures=text).contributions
        if c.source == "rule:k22-ris3-rdi.spearhead-rdi"
    ]
    assert len(labels) == 1
    assert "together with:" in labels[0]


def test_the_marked_words_are_the_ones_that_count(assessor: Assessor) -> None:
    match = found(assessor, "k22-accessibility")
    marked = {e.text[a - e.start : b - e.start].lower() for e in match.evidence for a, b in e.marks}
    assert {"port", "railway", "terminal", "containers", "shore"} <= marked
    assert not marked & {"the", "so", "that", "and", "at"}


def test_no_more_passages_than_an_officer_reads(assessor: Assessor) -> None:
    text = " ".join(
        f"In phase {letter} the port gets a railway and a new {word}."
        for letter, word in zip(
            "abcdefghij",
            ("terminal", "quay", "crane", "ferry", "vessel", "lorry", "container", "warehouse", "road", "bridge"),
            strict=True,
        )
    )
    match = found(assessor, "k22-accessibility", measures=text)
    assert len(match.evidence) == MOST_PASSAGES
    places = [(e.section, e.start) for e in match.evidence]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_quotes_the_applicant_in_the_readers_language(assessor: Assessor, language: Language) -> None:
    match = found(assessor, "k22-accessibility", language)
    target = assessor.rulebook.target_of["k22-accessibility"]
    assert target.names.in_(language).text in match.sentence
    assert assessor.rulebook.scorecard.level[match.level].word.in_(language) in match.sentence
    assert f"{match.level}/5" in match.sentence
    assert sum(word in match.sentence for word in ("railway", "containers", "port", "lorries", "trains", "quay", "Vessels")) >= 2


def test_a_weak_and_an_absent_match_say_so(assessor: Assessor) -> None:
    text = TEXT + " The opening is an event."
    weak, none = (found(assessor, target, measures=text) for target in ("k22-culture-sport", "k22-inequality"))
    assert not weak.accepted
    assert "not enough evidence" in weak.sentence
    assert "event" in weak.sentence
    assert not none.accepted
    assert "Nothing in the application" in none.sentence or "not enough evidence" in none.sentence
