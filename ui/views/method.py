"""How Alignment judges: the method in pictures first, then all there is to know of it, folded away."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from alignment.messages import say
from alignment.model import Language, NoticeSection
from alignment.notice.teller import Teller
from alignment.reports.notice import body_html

from ..method import ready_method
from ..parts.marked import safe
from ..parts.scale import scale_html

_STEPS = ("read", "match", "add", "show")
#: What an applicant must not have to look for.
_OPEN = ("limits", "oversight", "privacy")


def draw(language: Language) -> None:
    """Draw the view."""
    method = ready_method()
    told, teller = method.notice(language), Teller(method.rulebook, language)
    purpose, *topics = told.sections
    lead = "".join(f'<p class="lead">{safe(paragraph)}</p>' for paragraph in purpose.paragraphs[::2])
    more = "".join(f"<p>{safe(paragraph)}</p>" for paragraph in purpose.paragraphs[1::2])
    levels = f"<h2>{safe(say(language, 'method_view.levels'))}</h2>{scale_html(teller)}"
    st.html(f"<h1>{safe(told.title)}</h1>{lead}{_steps(language)}{levels}{_agreement(teller)}{more}")
    heading = say(language, "method_view.topics")
    st.html(f"<h2>{safe(heading)}</h2>{''.join(_topic(topic) for topic in topics)}")


def _steps(language: Language) -> str:
    """What is done with a text, in four short steps."""
    items = (
        f"<li><b>{safe(say(language, f'method_view.{step}'))}</b>{safe(say(language, f'method_view.{step}_how'))}</li>"
        for step in _STEPS
    )
    return f'<h2>{safe(say(language, "method_view.steps"))}</h2><ol class="steps-of-method">{"".join(items)}</ol>'


def _agreement(t: Teller) -> str:
    """How far the tool agrees with people on each plan, beside how far they agree with each other; nothing if not measured."""
    marks = t.rulebook.annotators.f1 if t.rulebook.annotators else {}
    measured = [row for row in t.measured(lambda found: found.cross_validated) if row.language == "all"]
    if not measured:
        return ""
    header = "".join(f'<th scope="col">{safe(t.say(f"method_view.{key}"))}</th>' for key in ("plan", "tool", "people"))
    rows = (_row(t.fields[row.field], (row.f1, marks.get(row.field)), t) for row in measured)
    heading = safe(t.say("method_view.agreement"))
    table = f"<table><caption>{heading}</caption><thead><tr>{header}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    what = f"<p>{safe(t.say('method_view.agreement_what'))}</p>"
    return f'<h2>{heading}</h2>{what}<div class="table agreement" role="region" aria-label="{heading}" tabindex="0">{table}</div>'


def _row(name: str, values: Iterable[float | None], t: Teller) -> str:
    cells = "".join(f"<td>{_gauge(value, t)}</td>" for value in values)
    return f'<tr><th scope="row">{safe(name)}</th>{cells}</tr>'


def _gauge(value: float | None, t: Teller) -> str:
    """A figure between 0 and 1, with a bar as long as it is large."""
    bar = "" if value is None else f'<i aria-hidden="true" style="--part: {100 * value:.0f}%"></i>'
    return f'<span class="gauge">{safe(t.figure(value))} {bar}</span>'


def _topic(section: NoticeSection) -> str:
    opened = " open" if section.id in _OPEN else ""
    return f'<details class="topic"{opened}><summary><h2>{safe(section.heading)}</h2></summary>{body_html(section)}</details>'
