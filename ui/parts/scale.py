"""The score from 0 to 100 as a band, cut where the levels begin."""

from __future__ import annotations

from alignment.notice.teller import Teller

from .marked import safe


def scale_html(t: Teller) -> str:
    """The levels as pieces of a band; each says its level, its limit, and whether the tool accepts it."""
    starts = [level.from_score for level in t.card.level]
    widths = [end - start for start, end in zip(starts, [*starts[1:], 100.0], strict=True)]
    items = (_level(t, level, start, width) for level, (start, width) in enumerate(zip(starts, widths, strict=True)))
    return f'<ol class="scale">{"".join(items)}</ol>'


def _level(t: Teller, level: int, start: float, width: float) -> str:
    accepted = level >= t.card.accept_level
    told = [t.say("method_view.level_from", score=t.number(start)), *([t.say("method_view.accepted")] if accepted else [])]
    lines = "<br>".join(map(safe, told))
    return f'<li class="{"yes" if accepted else "no"}" style="--wide: {width:g}"><b>{safe(t.level(level))}</b>{lines}</li>'
