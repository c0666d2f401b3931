"""Small makers for tests: applications from plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from alignment.assess import Question
from alignment.model import Application, Section, Source

TODAY = dt.date(2026, 11, 21)
START = dt.date(2023, 1, 1)
QUESTION = Question(TODAY, language="en")


def application(
    *,
    id: str = "A-1",  # noqa: A002 - the noun's own word
    title: str = "",
    applicant: str | None = None,
    region: str | None = "Kymenlaakso",
    start: dt.date | None = START,
    end: dt.date | None = None,
    budget_eur: float | None = None,
    sections: Mapping[str, str] | None = None,
    **more: str,
) -> Application:
    """An application whose sections are named after their roles."""
    return Application(
        id=id,
        title=title,
        applicant=applicant,
        region=region,
        start=start,
        end=end,
        budget_eur=budget_eur,
        sections=tuple(Section(name=role, role=role, text=text) for role, text in {**(sections or {}), **more}.items()),
        source=Source(file="test.xlsx", sheet="1", row=2),
    )
