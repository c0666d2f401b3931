"""Rows that tell of one application, put together: the parts of a group project, places of one project, a merged identifier."""

from __future__ import annotations

from collections.abc import Hashable

from alignment.intake.desk import MONEY, Desk, Draft, Item
from alignment.intake.values import as_text, parse_date, parse_money


class Joiner:
    """Keeps the first row of every application that may have more, and adds the others to it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._firsts: dict[Hashable, Draft] = {}
        #: What each project of an application costs; None where it cannot be read.
        self._amounts: dict[Hashable, dict[str, float | None]] = {}

    def knows(self, key: Hashable) -> bool:
        """Whether an application of this key has begun."""
        return key in self._firsts

    def join(self, key: Hashable, draft: Draft) -> bool:
        """Add a row to the application of its key; False when it is the first of it."""
        first = self._firsts.setdefault(key, draft)
        self._add_money(first, draft, self._amounts.setdefault(key, {}))
        if first is draft:
            return False
        self._add_dates(first, draft)
        _add_region(first, draft)
        _add_sections(first, draft)
        first.fields = draft.fields | first.fields
        first.decision = draft.decision | first.decision
        first.problems += draft.problems
        return True

    def _add_money(self, first: Draft, draft: Draft, amounts: dict[str, float | None]) -> None:
        """The sums of different projects are added up; a repeated row of one project costs nothing more."""
        item = draft.fields.get(MONEY)
        if item is None:
            return
        code = as_text(draft.fields["id"].value) if "id" in draft.fields else ""
        amount, parts = parse_money(item.value), list(amounts.values())
        if code in amounts:
            if amount != amounts[code]:
                first.problems.append(self._desk.problem("joined-differs", item.spot, value=as_text(item.value)))
            return
        amounts[code] = amount
        whole = [part for part in (*parts, amount) if part is not None]
        if len(whole) > len(parts):
            first.fields[MONEY] = Item(round(sum(whole), 2), first.fields[MONEY].spot) if parts else item
        elif amount is None:
            # Without one of its parts the sum is not known: it is told when the value is read.
            first.fields[MONEY] = item

    def _add_dates(self, first: Draft, draft: Draft) -> None:
        """The earliest start and the latest end."""
        for name, better in (("start", min), ("end", max)):
            mine, other = first.fields.get(name), draft.fields.get(name)
            if mine is None or other is None:
                continue
            here, there = parse_date(mine.value), parse_date(other.value)
            if there is None:
                first.problems.append(self._desk.problem("bad-date", other.spot, value=as_text(other.value)))
            elif here is not None and better(here, there) != here:
                first.fields[name] = other


def _add_region(first: Draft, draft: Draft) -> None:
    """All regions: where one part of a project takes place is no less true than where another does."""
    mine, other = first.fields.get("region"), draft.fields.get("region")
    if mine and other and as_text(other.value).strip() not in as_text(mine.value).split("; "):
        first.fields["region"] = mine._replace(value=f"{as_text(mine.value)}; {as_text(other.value).strip()}")


def _add_sections(first: Draft, draft: Draft) -> None:
    """Texts that are not there yet; equal ones are kept once."""
    known = {as_text(passage.item.value).strip() for passage in first.sections}
    for passage in draft.sections:
        if as_text(passage.item.value).strip() not in known:
            first.add_section(*passage)
