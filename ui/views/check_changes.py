"""What an edit has changed: the recommendation, and every level and score that moved."""

from __future__ import annotations

from collections.abc import Iterator

from alignment.model import Assessment, Match
from alignment.reports.words import Words

#: Points of the score below which nothing has moved, and how many movements are told.
_LEAST, _MOST = 5.0, 5


def changes(before: Assessment, now: Assessment, words: Words) -> list[str]:
    """The changes in words, the greatest first; one sentence where nothing has moved."""
    told = [*_of_recommendation(before, now, words), *_of_matches(before, now, words)]
    return told or [words.say("change.none")]


def _of_recommendation(before: Assessment, now: Assessment, words: Words) -> Iterator[str]:
    if before.recommendation != now.recommendation:
        names = {"before": words.recommended(before.recommendation), "now": words.recommended(now.recommendation)}
        yield words.say("change.recommendation", **names)
    if before.rulebook.programme != now.rulebook.programme:
        yield words.say("change.programme")


def _of_matches(before: Assessment, now: Assessment, words: Words) -> Iterator[str]:
    old = {match.target: match for match in before.matches}
    pairs = [(old[match.target], match) for match in now.matches if match.target in old]
    moved = [(was, match) for was, match in pairs if was.level != match.level or abs(match.score - was.score) >= _LEAST]
    moved.sort(key=lambda pair: (-abs(pair[1].level - pair[0].level), -abs(pair[1].score - pair[0].score)))
    yield from (_moved(was, match, words) for was, match in moved[:_MOST])
    if moved[_MOST:]:
        yield words.say("change.more", count=len(moved) - _MOST)


def _moved(was: Match, match: Match, words: Words) -> str:
    values = {
        "name": words.target(match),
        "before": words.level(was),
        "now": words.level(match),
        "score_before": words.number(was.score, 1),
        "score": words.number(match.score, 1),
    }
    if was.level == match.level:
        return words.say("change.score_up" if match.score > was.score else "change.score_down", **values)
    return words.say("change.up" if match.level > was.level else "change.down", **values)
