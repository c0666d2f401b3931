"""The notice: how a rulebook judges, in plain words for officers and applicants.

Every figure is reckoned here from the rulebook, or was measured and stands in it; the messages hold none, so that a page cannot
tell of other rules than those in force.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from alignment.model import Language, Notice, NoticeSection, NoticeTable
from alignment.notice import figures, rules
from alignment.notice.teller import Ready, Teller, Told
from alignment.rulebook import Rulebook

#: The parts of the notice in their order.
_SECTIONS: Mapping[str, Callable[[Teller], Told]] = {
    "purpose": rules.purpose,
    "steps": rules.steps,
    "example": rules.example,
    "data": rules.data,
    "figures": figures.figures,
    "bands": figures.bands,
    "doubt": figures.doubt,
    "limits": figures.limits,
    "oversight": rules.oversight,
    "privacy": rules.privacy,
    "versions": rules.versions,
}


def notice(rulebook: Rulebook, language: Language, ready: Ready | None = None) -> Notice:
    """The notice of a rulebook.

    Args:
        ready: what the example is scored with; without it the whole method is prepared for that, which takes seconds.
    """
    teller = Teller(rulebook, language, ready)
    sections = tuple(_section(name, teller.say(f"notice_{name}.heading"), told(teller)) for name, told in _SECTIONS.items())
    return Notice(language=language, title=teller.say("notice_page.title"), sections=sections)


def _section(name: str, heading: str, told: Told) -> NoticeSection:
    parts = list(told)
    paragraphs = tuple(part for part in parts if isinstance(part, str))
    table = next((part for part in parts if isinstance(part, NoticeTable)), None)
    return NoticeSection(id=name, heading=heading, paragraphs=paragraphs, table=table)
