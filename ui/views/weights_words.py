"""Concepts and their words: which rules know a word, and words added and taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import cast

import streamlit as st

from alignment.model import LANGUAGES, Language
from alignment.notice.teller import Teller
from alignment.reports.plain import one_line
from alignment.revising.changes import LISTS, List, word_added, word_removed
from alignment.rulebook.parts import Rule

from ..method import Method
from ..parts.marked import safe
from ..parts.rules import by_place, language_names, list_of, rules_of_concept, using_html, words_html
from .weights_desk import Desk

#: Longer than any word or phrase that a rule could know.
_LONGEST = 100


def draw_words(desk: Desk, t: Teller, method: Method) -> None:
    """Draw the search, one concept with its words and the rules that rest on it, and the boxes to change its words."""
    first, second = st.columns([5, 4], gap="medium")
    text = first.text_input(
        t.say("weights.search"),
        key="weights_search",
        max_chars=_LONGEST,
        persist_state="session",
        placeholder=t.say("weights.search_as"),
    )
    plans = {"": t.say("round.any")} | {plan.id: t.plan(plan) for plan in t.rulebook.plans}
    plan = second.selectbox(t.say("column.plan"), plans, format_func=plans.__getitem__, key=f"weights_words_plan_{t.language}")
    word = one_line(text)
    known = desk.known(word, method) if word else ()
    rules = {each.concept: list(rules_of_concept(each.concept, t, plan or "")) for each in known}
    found = [name for name, own in rules.items() if own]
    if word:
        _tell_found(word, rules, t)
    _draw_choice(desk, found, t)
    _draw_concept(desk, t, plan or "", frozenset(each.entry for each in known if each.concept == desk.concept))


def _tell_found(word: str, rules: Mapping[str, Sequence[Rule]], t: Teller) -> None:
    """The concepts that know a word, and how many rules rest on them."""
    names = [t.quoted(t.rulebook.concepts[name].label.in_(t.language)) for name, own in rules.items() if own]
    count = len({rule.id for own in rules.values() for rule in own})
    if names:
        told = t.say("weights.known_by", word=word, names=t.listed(names), count=t.number(count))
    else:
        told = t.say("weights.known_elsewhere" if rules else "weights.none_know", word=word)
    st.html(f'<p role="status">{safe(told)}</p>')


def _draw_choice(desk: Desk, found: Sequence[str], t: Teller) -> None:
    """The box with the concepts that were found, or with all."""
    names = {name: concept.label.in_(t.language) for name, concept in t.rulebook.concepts.items()}
    shown = found or sorted(names, key=lambda name: names[name].lower())
    at = shown.index(desk.concept) if desk.concept in shown else 0
    key = f"weights_concept_{t.language}_{desk.turn}_{'_'.join(found)}"
    desk.concept = st.selectbox(t.say("weights.concept"), shown, at, format_func=names.__getitem__, key=key) or shown[at]


def _draw_concept(desk: Desk, t: Teller, plan: str, known: frozenset[str]) -> None:
    rules = list(rules_of_concept(desk.concept, t, plan))
    heading = f"<h2>{safe(t.rulebook.concepts[desk.concept].label.in_(t.language))}</h2>"
    st.html(
        heading
        + words_html(desk.concept, t, by_place(desk.changes), known)
        + f'<p class="hint">{safe(t.say("weights.stars"))}</p>'
    )
    add, remove = st.columns(2, gap="large")
    with add:
        _draw_adding(desk, t)
    with remove:
        _draw_removing(desk, t)
    nothing = f"<p>{safe(t.say('weights.not_used'))}</p>"
    st.html(f"<h3>{safe(t.say('weights.using'))}</h3>{using_html(rules, t) if rules else nothing}")


def _draw_list(key: str, t: Teller) -> tuple[List, Language]:
    """Which list is meant: words or hints, in which language."""
    spoken = language_names(t)
    first, second = st.columns(2, gap="small")
    language = first.selectbox(
        t.say("column.language"), LANGUAGES, format_func=spoken.__getitem__, key=f"weights_{key}_language_{t.language}"
    )
    list_ = second.selectbox(
        t.say("weights.list"), LISTS, format_func=lambda name: t.say(f"weights.{name}"), key=f"weights_{key}_list_{t.language}"
    )
    return list_ or "words", language or t.language


def _draw_adding(desk: Desk, t: Teller) -> None:
    st.html(f"<h3>{safe(t.say('weights.add_heading'))}</h3>")
    list_, language = _draw_list("add", t)
    with st.form("weights_add", border=False):
        st.text_input(t.say("weights.new_word"), key="weights_new_word", max_chars=_LONGEST)
        st.form_submit_button(t.say("weights.add"), key="weights_add_word", on_click=partial(_add, desk, t, list_, language))


def _draw_removing(desk: Desk, t: Teller) -> None:
    st.html(f"<h3>{safe(t.say('weights.remove_heading'))}</h3>")
    list_, language = _draw_list("remove", t)
    entries = list_of(t.rulebook.concepts[desk.concept], list_).in_(language)
    key = f"weights_old_word_{desk.concept}_{list_}_{language}_{t.language}_{len(desk.changes)}_{desk.turn}"
    st.selectbox(t.say("weights.old_word"), entries, None, key=key, placeholder=t.say("weights.choose_word"))
    st.button(t.say("weights.remove"), key="weights_remove_word", on_click=partial(_remove, desk, t, list_, language, key))


def _add(desk: Desk, t: Teller, list_: List, language: Language) -> None:
    word = cast(str, st.session_state["weights_new_word"])
    if desk.change(t.language, lambda: word_added(desk.rulebook, desk.concept, list_, language, word, told_in=t.language)):
        st.session_state["weights_new_word"] = ""


def _remove(desk: Desk, t: Teller, list_: List, language: Language, key: str) -> None:
    if word := st.session_state[key]:
        desk.change(t.language, lambda: word_removed(desk.rulebook, desk.concept, list_, language, word, told_in=t.language))
