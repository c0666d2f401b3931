"""The form: which applications, which programme, which call."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from alignment.messages import say
from alignment.model import Language
from alignment.rulebook import Rulebook

#: Bytes of the largest file that is read. The browser and the server are told the same, but only this check reads the file.
LARGEST_FILE = 10 * 2**20
_MEGABYTES = LARGEST_FILE // 2**20
_TYPES = ("xlsx", "csv", "json", "jsonl")


@dataclass(frozen=True)
class Given:
    """A file as it came; ``content`` is None when it is larger than :data:`LARGEST_FILE`."""

    name: str
    content: bytes | None


@dataclass(frozen=True)
class Asked:
    """Everything one press of the button asks; ``today`` is the day it was pressed."""

    given: tuple[Given, ...]
    programme: str
    call: str
    today: dt.date


def ask(rulebook: Rulebook, language: Language, today: dt.date, asked: Asked | None) -> Asked | None:
    """Draw the form; what it asks when the button was pressed just now, otherwise what was asked before."""
    with st.form("asking", enter_to_submit=False):
        left, right = st.columns(2, gap="large")
        files = _files(left, language)
        title, text = _pasted(right, language)
        first, second, third = st.columns([5, 5, 3], gap="medium", vertical_alignment="bottom")
        programme = _programme(first, rulebook, language, asked)
        call = _call(second, rulebook, language, asked)
        pressed = third.form_submit_button(say(language, "asking.assess"), type="primary", width="stretch", key="assess")
    if not pressed:
        return asked
    given = [*_given(files), *_as_file(title, text, language)]
    return Asked(tuple(given), programme, call, today)


def _files(place: DeltaGenerator, language: Language) -> Sequence[UploadedFile]:
    files = place.file_uploader(
        say(language, "asking.files"), type=_TYPES, accept_multiple_files=True, key="files", max_upload_size=_MEGABYTES
    )
    place.html(f'<p class="hint">{say(language, "asking.files_hint", megabytes=_MEGABYTES)}</p>')
    return files


def _pasted(place: DeltaGenerator, language: Language) -> tuple[str, str]:
    title = place.text_input(say(language, "asking.title"), key="title")
    text = place.text_area(say(language, "asking.text"), key="text", height=140, placeholder=say(language, "asking.text_hint"))
    return title or "", text or ""


def _programme(place: DeltaGenerator, rulebook: Rulebook, language: Language, asked: Asked | None) -> str:
    names = {"auto": say(language, "asking.auto")}
    names |= {plan.id: plan.names.in_(language).text for plan in rulebook.plans if plan.kind == "programme"}
    return _choice(place, "programme", names, asked.programme if asked else "auto", language)


def _call(place: DeltaGenerator, rulebook: Rulebook, language: Language, asked: Asked | None) -> str:
    names = {call.id: call.names.in_(language) for call in rulebook.calls}
    return _choice(place, "call", names, asked.call if asked else rulebook.about.call, language)


def _choice(place: DeltaGenerator, key: str, names: dict[str, str], now: str, language: Language) -> str:
    """One of several by name. A browser keeps the name it shows, so each language has a list of its own."""
    ids = list(names)
    label, at = say(language, f"asking.{key}"), ids.index(now)
    return place.selectbox(label, ids, at, format_func=names.__getitem__, key=f"{key}-{language}") or now


def _given(files: Sequence[UploadedFile]) -> list[Given]:
    return [Given(file.name, file.getvalue() if file.size <= LARGEST_FILE else None) for file in files]


def _as_file(title: str, text: str, language: Language) -> list[Given]:
    """A pasted application in the shape of a file, so that everything is read the same way."""
    if not (title.strip() or text.strip()):
        return []
    facts = {"id": say(language, "asking.pasted_id"), "title": title, "text": {say(language, "asking.pasted_section"): text}}
    content = json.dumps(facts).encode()
    return [Given(say(language, "asking.pasted_file"), content if len(content) <= LARGEST_FILE else None)]
