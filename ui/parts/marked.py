"""Text of applicants as HTML: always escaped, never Markdown, which would load pictures from wherever the text says."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from alignment.model import Evidence, Match
from alignment.reports.plain import pieces, plain


@dataclass(frozen=True)
class Tag:
    """A small label beside a passage: for which match it speaks, or against which.

    Attributes:
        sign: what is seen, as short as a number.
        said: what is heard, and told when one points at it.
    """

    sign: str
    said: str
    against: bool = False


@dataclass(frozen=True)
class Cited:
    """A passage with the words that counted for any of the matches, and their tags."""

    evidence: Evidence
    tags: tuple[Tag, ...]


def safe(text: str) -> str:
    """Text as HTML shows it, letter by letter.

    >>> safe('<img src="x">')
    '&lt;img src=&quot;x&quot;&gt;'
    """
    return html.escape(plain(text))


def marked_html(evidence: Evidence) -> str:
    """A passage with the words that counted marked.

    >>> marked_html(Evidence(section="need", start=10, end=23, text="<Uusi> satama", marks=((17, 23),)))
    '&lt;Uusi&gt; <mark>satama</mark>'
    """
    return "".join(f"<mark>{html.escape(run)}</mark>" if counts else html.escape(run) for run, counts in pieces(evidence))


def cited(matches: Iterable[tuple[Tag, Tag, Match]]) -> Mapping[str, Sequence[Cited]]:
    """The passages of several matches by section, in the order of the text; one that several cite stands once.

    Args:
        matches: each with its tag for passages that speak for it, and the one for those that speak against it.
    """
    tags: dict[Evidence, list[Tag]] = defaultdict(list)
    marks: dict[Evidence, set[tuple[int, int]]] = defaultdict(set)
    for speaking_for, against, match in matches:
        for index, evidence in enumerate(match.evidence):
            bare = replace(evidence, marks=())
            tags[bare].append(against if _weight(match, index) < 0 else speaking_for)
            marks[bare].update(evidence.marks)
    found: dict[str, list[Cited]] = defaultdict(list)
    for bare in sorted(tags, key=lambda each: each.start):
        found[bare.section].append(Cited(replace(bare, marks=tuple(sorted(marks[bare]))), tuple(tags[bare])))
    return found


def _weight(match: Match, index: int) -> float:
    """What the lines of a ledger that cite a passage add up to."""
    return sum(line.amount for line in match.contributions if index in line.evidence)


def text_html(text: str, passages: Sequence[Cited]) -> str:
    """A whole text with its cited passages: their words marked, their tags behind them."""
    shown, at = [], 0
    for passage in passages:
        start, end = passage.evidence.start, passage.evidence.end
        tags = "".join(_tag(tag) for tag in passage.tags)
        against = " against" if all(tag.against for tag in passage.tags) else ""
        cite = f'<span class="cited{against}">{marked_html(passage.evidence)}</span><span class="tags">{tags}</span>'
        shown += [safe(text[at:start]), cite]
        at = end
    return f'<div class="text">{"".join(shown)}{safe(text[at:])}</div>'


def _tag(tag: Tag) -> str:
    said = safe(tag.said)
    sign = f'<span class="unseen">({said})</span><span aria-hidden="true">{safe(tag.sign)}</span>'
    return f'<span class="tag{" against" if tag.against else ""}" title="{said}">{sign}</span>'
