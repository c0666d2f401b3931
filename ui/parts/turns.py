"""What changes of the rules do to a round: recommendations before and after, applications that turn, levels that move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alignment.messages import number
from alignment.model import RECOMMENDATIONS, Assessment, Language, Match, Recommendation
from alignment.reports.changes import Turn, turn_of
from alignment.reports.plain import one_line
from alignment.reports.words import Words

from .marked import safe
from .overview import badge_html, table_html

#: Each application without the changes, and with them.
Pairs = Sequence[tuple[Assessment, Assessment]]


@dataclass(frozen=True)
class Move:
    """A target under both rulebooks: applications it is accepted for, and those whose level with it rises or falls."""

    match: Match
    before: int
    after: int
    up: int
    down: int


def turns(pairs: Pairs, words: Words) -> list[Turn]:
    """Every application with its recommendations, and the targets that only one of the rulebooks accepts for it."""
    names = {match.target: words.target(match) for pair in pairs for each in pair for match in each.matches}
    return [turn_of(before, after, names.__getitem__, names.__getitem__) for before, after in pairs]


def moves(pairs: Pairs) -> list[Move]:
    """The targets whose levels or accepted applications change, most changes first."""
    found: dict[str, list[tuple[Match, Match]]] = {}
    for before, after in pairs:
        others = {match.target: match for match in after.matches}
        # An application that cannot be assessed under one of them has no levels to compare.
        for one in (match for match in before.matches if match.target in others):
            found.setdefault(one.target, []).append((one, others[one.target]))
    moved = [_move(each) for each in found.values()]
    return sorted(
        (each for each in moved if each.up or each.down or each.before != each.after), key=lambda each: -(each.up + each.down)
    )


def _move(found: Sequence[tuple[Match, Match]]) -> Move:
    return Move(
        match=found[0][0],
        before=sum(one.accepted for one, _ in found),
        after=sum(other.accepted for _, other in found),
        up=sum(other.level > one.level for one, other in found),
        down=sum(other.level < one.level for one, other in found),
    )


def counts_html(pairs: Pairs, words: Words) -> str:
    """How many applications have each recommendation before and after."""
    before, after = (Counter(each.recommendation for each in side) for side in zip(*pairs, strict=True))
    header = [safe(words.say(key)) for key in ("column.recommendation", "tried.before", "tried.after", "tried.difference")]
    rows = (_count(each, before[each], after[each], words) for each in RECOMMENDATIONS if before[each] or after[each])
    return table_html(header, rows, safe(words.say("tried.counts")), "tried")


def _count(recommendation: Recommendation, before: int, after: int, words: Words) -> tuple[str, ...]:
    return (badge_html(recommendation, words), str(before), str(after), difference(after - before, words.language))


def difference(value: float, language: Language, decimals: int = 0) -> str:
    """A difference with its sign; a dash where there is none."""
    if not round(value, decimals):
        return "–"
    return safe(f"{'+' if value > 0 else '−'}{number(language, abs(value), decimals)}")


def turned_html(found: Iterable[Turn], words: Words) -> str:
    """Applications with the recommendation before and after, and the targets they gain and lose."""
    header = [safe(words.say(key)) for key in ("round.application", "tried.before", "tried.after", "tried.targets")]
    rows = (_row(turn, words) for turn in found)
    return table_html(header, rows, safe(words.say("tried.turned_caption")), "turned")


def _row(turn: Turn, words: Words) -> tuple[str, ...]:
    name = f'<b>{safe(one_line(turn.title) or one_line(turn.id))}</b> <span class="source">{safe(one_line(turn.id))}</span>'
    targets = [
        f'<li><b>{sign}</b> {safe(target)}<span class="unseen"> ({safe(words.say(key))})</span></li>'
        for sign, key, names in (("+", "tried.gained", turn.gained), ("−", "tried.lost", turn.lost))
        for target in names
    ]
    told = f'<ul class="gains">{"".join(targets)}</ul>' if targets else safe(words.say("tried.same_targets"))
    return (name, badge_html(turn.old, words), badge_html(turn.new, words), told)


def moves_html(found: Iterable[Move], words: Words) -> str:
    """Targets with the applications they are accepted for before and after, and the levels that rise and fall."""
    header = [
        safe(words.say(key))
        for key in ("column.target", "tried.accepted_before", "tried.accepted_after", "tried.up", "tried.down")
    ]
    rows = (
        (safe(words.target(move.match)), str(move.before), str(move.after), str(move.up or "–"), str(move.down or "–"))
        for move in found
    )
    return table_html(header, rows, safe(words.say("tried.moves_caption")), "tried")
