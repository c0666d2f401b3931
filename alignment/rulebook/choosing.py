"""Which programme, strategy and further plans an application is compared with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from alignment.errors import UsageError
from alignment.rulebook.parts import Call, Plan, Rulebook, Target


@dataclass(frozen=True)
class Choice:
    """The plans that apply. ``on`` is the date they were chosen for, ``in_force`` whether the programme held on it."""

    programme: Plan
    strategy: Plan | None
    others: tuple[Plan, ...]
    call: Call
    on: dt.date
    in_force: bool

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets of all chosen plans, the programme's first."""
        plans = (self.programme, *((self.strategy,) if self.strategy else ()), *self.others)
        return tuple(target for plan in plans for target in plan.target)


def choose(rulebook: Rulebook, programme: str, call: str | None, on: dt.date) -> Choice:
    """The plans for a date.

    Args:
        programme: a programme's id, or ``auto`` for the one in force on the date; where none is, the latest.
        call: a call's id, or None for the rulebook's own choice.
        on: the date asked for: the application's start, unless the user gave another.

    Raises:
        UsageError: for an id that the rulebook does not have.
    """
    programmes = [plan for plan in rulebook.plans if plan.kind == "programme"]
    if programme == "auto":
        chosen = _latest(plan for plan in programmes if plan.in_force(on)) or _latest(programmes)
    else:
        chosen = next((plan for plan in programmes if plan.id == programme), None)
    if chosen is None:
        raise UsageError(
            f"There is no programme '{programme}' in the rulebook.",
            f"Choose auto or one of: {', '.join(plan.id for plan in programmes)}.",
        )
    call_id = call or rulebook.about.call
    if call_id not in rulebook.call_of:
        raise UsageError(f"There is no call '{call_id}' in the rulebook.", f"Choose one of: {', '.join(rulebook.call_of)}.")
    asked = rulebook.call_of[call_id]
    in_force = chosen.in_force(on)
    strategies = [plan for plan in rulebook.plans if plan.kind == "strategy"]
    strategy = _latest(plan for plan in strategies if plan.in_force(on)) if in_force else None
    if strategy is None and chosen.strategy is not None:
        strategy = rulebook.plan_of[chosen.strategy]
    return Choice(chosen, strategy, tuple(rulebook.plan_of[plan] for plan in asked.plans), asked, on, in_force)


def _latest(plans: Iterable[Plan]) -> Plan | None:
    return max(plans, key=lambda plan: plan.valid_from, default=None)
