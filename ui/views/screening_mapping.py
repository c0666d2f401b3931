"""What every column was taken for, where an officer can say better."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from alignment.intake.mapping import written
from alignment.messages import say
from alignment.model import ColumnMapping, Language
from alignment.reports.plain import one_line
from alignment.rulebook.parts import Forms

from ..parts.mapping import column_html, corrected, meaning_of, meanings, tables_of
from ..parts.marked import safe
from .screening_work import Work


def draw_mapping(work: Work, forms: Forms, language: Language) -> None:
    """Draw the columns of one sheet, each with the box to correct it, and the mapping as a file."""
    tables = tables_of(work.intake.mappings) if work.intake else {}
    if not tables:
        st.html(f"<p>{safe(say(language, 'mapped.none'))}</p>")
        return
    st.html(f"<p>{safe(say(language, 'mapped.what'))}</p>")
    names = [" · ".join(one_line(part) for part in (file, sheet) if part) for file, sheet in tables]
    at = st.selectbox(say(language, "mapped.sheet"), range(len(names)), format_func=names.__getitem__, key=f"mapped_{language}")
    table = list(tables.values())[at or 0]
    with st.form(f"mapped_form_{at}_{language}", enter_to_submit=False):
        _draw_columns(table, meanings(forms, language), at or 0, language)
        st.form_submit_button(
            say(language, "mapped.apply"),
            type="primary",
            on_click=_apply,
            args=(work, table, at or 0, language),
            key="mapped_apply",
        )
    if work.intake:
        st.download_button(
            say(language, "mapped.download"),
            written(work.intake.mappings),
            "alignment-map.toml",
            "application/toml",
            key="mapped_download",
            on_click="ignore",
        )
    st.html(f'<p class="hint">{safe(say(language, "mapped.download_hint"))}</p>')


def _draw_columns(table: Sequence[ColumnMapping], names: dict[str, str], sheet: int, language: Language) -> None:
    for at, mapping in enumerate(table):
        left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
        left.html(column_html(mapping, language))
        place = mapping.column or str(at + 1)
        right.selectbox(
            say(language, "mapped.column", place=place),
            names,
            list(names).index(meaning_of(mapping)),
            format_func=names.__getitem__,
            key=_name(sheet, at, mapping, language),
        )


def _apply(work: Work, table: Sequence[ColumnMapping], sheet: int, language: Language) -> None:
    said = {at: st.session_state[_name(sheet, at, mapping, language)] or "" for at, mapping in enumerate(table)}
    work.correct(corrected(work.fixed, said, table))


def _name(sheet: int, at: int, mapping: ColumnMapping, language: Language) -> str:
    """A box of its own for what was read: when that changes the box begins anew."""
    return f"mapped_{sheet}_{at}_{meaning_of(mapping)}_{language}"
