"""One application gathered label by label, as forms and papers tell it."""

from __future__ import annotations

import re

from alignment.intake.columns import CONTACT, LONG, Recognition, fold
from alignment.intake.desk import FIELDS, LONG_TEXT, MONEY, Desk, Draft, Haul, Item
from alignment.intake.problems import Spot
from alignment.intake.values import as_text, is_blank, parse_money, parse_period

#: From this confidence on a text is a known heading and not a sentence that happens to hold one.
SURE = 0.9
_PERIOD, _GROUP = "period", "group"
_LONGEST_LABEL = 80
#: A longer answer under the name of a fact is a text of its own: "Sijainti" may head a whole page.
LONGEST_FACT = 300
_BOX = re.compile(r"[\u2610\u2611\u2612\U0001f5f7\U0001f5f9\uf06f\uf0a8\uf0fd\uf0fe]|\[ ?[xX]? ?\]")
_TICKED = re.compile(r"[\u2611\u2612\U0001f5f7\U0001f5f9\uf0fd\uf0fe]|\[ ?[xX] ?\]")


class Answers:
    """Labels with their answers, put together into one application.

    Attributes:
        draft: the application so far.
        haul: what was told along the way: mappings, and the application once it is finished.
    """

    def __init__(self, spot: Spot, desk: Desk) -> None:
        self.draft = Draft(spot)
        self.haul = Haul()
        self._desk = desk
        self._labels: dict[str, str] = {}
        self._group: Item | None = None

    def put(self, spot: Spot, label: str, item: Item | None, otherwise: Recognition | None = None, reason: str = "") -> None:
        """Keep an answer by the meaning of its label.

        Args:
            spot: where the label stands.
            item: the answer; None when there is none.
            otherwise: the meaning of a label that is not known; without it only a long answer is kept.
            reason: the key of the sentence that tells of that meaning.
        """
        item = _answered(item)
        long = item is not None and len(as_text(item.value)) > LONG_TEXT
        known = self._desk.meaning(spot, label, long)
        meaning = known or otherwise or (LONG if long else None)
        read = meaning is not None and (item is None or self._keep(label, item, meaning))
        why = reason if read and not known else ""
        self.haul.mappings.append(self._desk.mapping(spot, label, meaning if read else None, why))

    def finish(self) -> None:
        """Hand over the application, if there is anything of it; without an identifier of its own it has that of its group."""
        if self._group:
            self.draft.fields.setdefault("id", self._group)
        if self.draft.fields or self.draft.sections:
            self.haul.drafts.append(self.draft)

    def _keep(self, label: str, item: Item, meaning: Recognition) -> bool:
        """Put an answer where it belongs; False when the same thing was read elsewhere."""
        if is_left(meaning) or meaning.kind == "decision":
            return True
        if meaning.kind == "section" or len(as_text(item.value)) > LONGEST_FACT:
            self.draft.add_section(label, meaning.name if meaning.kind == "section" else LONG.name, item)
            return True
        return self._keep_period(item) if meaning.name == _PERIOD else self._keep_field(meaning.name, label, item)

    def _keep_period(self, item: Item) -> bool:
        start, end = parse_period(item.value) or (item.value, None)
        given = {name: Item(value, item.spot) for name, value in (("start", start), ("end", end)) if value is not None}
        new = {name: each for name, each in given.items() if name not in self.draft.fields}
        self.draft.fields |= new
        return bool(new)

    def _keep_field(self, name: str, label: str, item: Item) -> bool:
        """The first answer counts, but of several numbers and codes the one that identifies applications best."""
        first = self.draft.fields.get(name)
        if name not in FIELDS:
            self._group = item if name == _GROUP else self._group
            return True
        rank = self._desk.headings.rank
        if first is None or (name == "id" and rank(label) < rank(self._labels[name])):
            self.draft.fields[name], self._labels[name] = item, label
            return True
        # A form asks for the whole sum and for the part that is applied for: both are right.
        is_other_sum = name == MONEY and parse_money(item.value) is not None and fold(label) != fold(self._labels[name])
        if name != "id" and not is_other_sum and as_text(first.value).strip() != as_text(item.value).strip():
            told = self._desk.problem("duplicate-label", item.spot, header=label, first=first.spot.said(self._desk.language))
            self.draft.problems.append(told)
        return False


def is_section(meaning: Recognition | None) -> bool:
    """Whether a heading stands over text."""
    return meaning is not None and meaning.kind == "section"


def is_contact(meaning: Recognition | None) -> bool:
    """Whether an answer is left out as personal or formal."""
    return is_section(meaning) and meaning is not None and meaning.name == CONTACT


def is_left(meaning: Recognition | None) -> bool:
    """Whether an answer is left out: as personal or formal, or because an officer said so."""
    return is_contact(meaning) or (meaning is not None and meaning.kind is None)


def is_sure(meaning: Recognition | None) -> bool:
    """Whether a heading is known for certain."""
    return meaning is not None and meaning.confidence > SURE


def split_label(text: str, spot: Spot, desk: Desk) -> tuple[str, str] | None:
    """A known label and the answer that follows it in the same text, after a colon or on the next line."""
    for mark in (":", "\n"):
        label, _, answer = text.partition(mark)
        fits = len(label) <= _LONGEST_LABEL and answer.strip() and not answer.rstrip().endswith("?")
        if fits and is_sure(desk.meaning(spot, label, long=len(answer) > LONG_TEXT)):
            return label.strip(), answer.strip()
    return None


def ticked(text: str) -> str:
    """A text with boxes, of which only the ticked ones count; lines without boxes stay as they are.

    >>> ticked("☐ EAKR ☒ ESR+ ☐ JTF"), ticked("EAKR ☐ ESR+ ☒"), ticked("Rahasto [x] EAKR [ ] ESR+"), ticked("Ei laatikoita")
    ('ESR+', 'ESR+', 'Rahasto EAKR', 'Ei laatikoita')
    """
    lines = (_ticked_line(line) if _BOX.search(line) else line for line in text.split("\n"))
    return "\n".join(line for line in lines if line is not None)


def _ticked_line(line: str) -> str | None:
    boxes = [_TICKED.fullmatch(box) is not None for box in _BOX.findall(line)]
    before, *options = (part.strip(" \t,;") for part in _BOX.split(line))
    if not options[-1] and before:
        # Every box stands after its option.
        before, options = "", [before, *options[:-1]]
    chosen = "; ".join(option for option, tick in zip(options, boxes, strict=True) if tick and option)
    return f"{before} {chosen}".strip() if any(boxes) else None


def _answered(item: Item | None) -> Item | None:
    if item is None or not isinstance(item.value, str):
        return item
    value = ticked(item.value) if _BOX.search(item.value) else item.value
    return None if is_blank(value) else item._replace(value=value)
