"""Programmes and their targets: one is open at a time, with its rules and their weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from alignment.notice.teller import Teller
from alignment.rulebook.parts import Plan, Rule

from ..parts.marked import safe
from ..parts.rules import Changed, by_place, concepts_named, rule_html, target_html
from .weights_desk import Desk
from .weights_number import draw_number

_KINDS = ("programme", "strategy", "roadmap", "principles")


def draw_targets(desk: Desk, t: Teller, show: Callable[[str], None]) -> None:
    """Draw the targets of one programme, strategy or other document, and one of them in full."""
    plans = {
        plan.id: plan
        for plan in sorted(t.rulebook.plans, key=lambda plan: (_KINDS.index(plan.kind), -plan.valid_from.toordinal()))
    }
    at = next((at for at, plan in enumerate(plans.values()) if any(target.id == desk.target for target in plan.target)), 0)
    left, right = st.columns([4, 9], gap="large")
    with left:
        chosen = st.selectbox(
            t.say("column.plan"), plans, at, format_func=lambda name: t.plan(plans[name]), key=f"weights_plan_{t.language}"
        )
        plan = plans[chosen] if chosen else next(iter(plans.values()))
        _draw_choice(desk, plan, t)
    with right:
        _draw_target(desk, plan, t, show)


def _draw_choice(desk: Desk, plan: Plan, t: Teller) -> None:
    targets = {target.id: target for target in plan.target}
    names = {
        name: f"{target.names.in_(t.language).text} ({t.say(f'target_kind.{target.kind}')})" for name, target in targets.items()
    }
    at = list(names).index(desk.target) if desk.target in names else 0
    chosen = st.radio(
        t.say("column.target"), names, at, format_func=names.__getitem__, key=f"weights_target_{t.language}_{plan.id}"
    )
    desk.target = chosen or next(iter(names))


def _draw_target(desk: Desk, plan: Plan, t: Teller, show: Callable[[str], None]) -> None:
    st.html(target_html(t.rulebook.target_of[desk.target], plan, t))
    rules, changed = t.rulebook.rules_of[desk.target], by_place(desk.changes)
    own = {rule.id: rule.weight for each in desk.base.rules_of.values() for rule in each}
    # In the order they have in force, so that none jumps away from the hand that changes it.
    for key, found in (
        ("for", [rule for rule in rules if own[rule.id] >= 0]),
        ("against", [rule for rule in rules if own[rule.id] < 0]),
    ):
        if found:
            _draw_rules(desk, key, sorted(found, key=lambda rule: -abs(own[rule.id])), changed, t, show)
    if not rules:
        st.html(f"<p>{safe(t.say('weights.no_rules'))}</p>")


def _draw_rules(desk: Desk, key: str, rules: Sequence[Rule], changed: Changed, t: Teller, show: Callable[[str], None]) -> None:
    st.html(f"<h3>{safe(t.say(f'weights.rules_{key}'))}</h3>")
    for rule in rules:
        left, right = st.columns([7, 3], gap="medium")
        left.html(rule_html(rule, t, changed))
        with right:
            place = ("rule", rule.id, "weight")
            draw_number(
                desk,
                t,
                place,
                rule.weight,
                t.say("weights.weight_of", name=concepts_named(rule.any, t)),
                shown="collapsed",
            )
            st.button(
                t.say("weights.change_words"),
                key=f"weights_words_{rule.id}",
                type="tertiary",
                help=t.say("weights.words_of", name=concepts_named(rule.any, t)),
                on_click=partial(_open_words, desk, rule.any[0], show),
            )


def _open_words(desk: Desk, concept: str, show: Callable[[str], None]) -> None:
    desk.concept = concept
    desk.turn += 1
    show("words")
