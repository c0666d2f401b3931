"""What a change of the rules does, as plain text for a terminal: the changes themselves, and the applications they turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alignment.messages import say
from alignment.model import Assessment, Language, Recommendation
from alignment.reports.plain import one_line

_LONGEST_ID = 16
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Turn:
    """One application under two rulebooks: its recommendations, and the accepted targets that only one of them gives."""

    id: str
    title: str
    old: Recommendation
    new: Recommendation
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def turned(self) -> bool:
        """Whether the recommendation is another one."""
        return self.old != self.new

    @property
    def changed(self) -> bool:
        """Whether the recommendation or an accepted target is another one."""
        return self.turned or bool(self.gained or self.lost)


def turn_of(before: Assessment, after: Assessment, named_before: Callable[[str], str], named_after: Callable[[str], str]) -> Turn:
    """What one application is under both rulebooks; each rulebook names the targets that it alone gives."""
    had, has = (dict.fromkeys(match.target for match in each.matches if match.accepted) for each in (before, after))
    return Turn(
        id=after.application.id,
        title=after.application.title,
        old=before.recommendation,
        new=after.recommendation,
        gained=tuple(named_after(target) for target in has if target not in had),
        lost=tuple(named_before(target) for target in had if target not in has),
    )


def change_list(groups: Mapping[str, Sequence[str]]) -> str:
    """Sentences under their headings."""
    blocks = ["\n".join([heading, *(f"  {one_line(line)}" for line in lines)]) for heading, lines in groups.items()]
    return "\n\n".join(blocks) + "\n"


def turn_list(language: Language, turns: Sequence[Turn]) -> str:
    """The applications whose recommendation or accepted targets change, and how many do not."""
    turned = [turn for turn in turns if turn.turned]
    moved = [turn for turn in turns if turn.changed and not turn.turned]
    lines = [say(language, "turning.heading", turned=len(turned), applications=len(turns))]
    lines += [line for turn in turned for line in _lines(language, turn)]
    lines.append(say(language, "turning.targets", count=len(moved)))
    lines += [line for turn in moved for line in _lines(language, turn)]
    lines.append(say(language, "turning.unchanged", count=len(turns) - len(turned) - len(moved)))
    return "\n".join(lines) + "\n"


def _lines(language: Language, turn: Turn) -> Iterator[str]:
    old, new = (say(language, f"recommended.{recommendation}") for recommendation in (turn.old, turn.new))
    name = f"  {_cut(turn.id, _LONGEST_ID):{_LONGEST_ID}}  {_cut(turn.title, _LONGEST_TITLE):{_LONGEST_TITLE}}"
    yield f"{name}  {old} → {new}" if turn.turned else name.rstrip()
    for sign, targets in (("+", turn.gained), ("−", turn.lost)):
        yield from (f"  {'':{_LONGEST_ID}}  {sign} {one_line(target)}" for target in targets)


def _cut(text: str, longest: int) -> str:
    text = one_line(text)
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
