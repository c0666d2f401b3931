"""A small round made by hand, with hostile text in every place an applicant can write to."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, Literal

from alignment.model import (
    ApplicationFacts,
    Assessment,
    ColumnMapping,
    Contribution,
    Evidence,
    Gate,
    Kind,
    Language,
    Match,
    MethodLine,
    Problem,
    Reading,
    Recommendation,
    Round,
    RulebookUsed,
    Source,
    TargetGuide,
)

ESCAPE = "\x1b[31m\x07"
FORMULA = '=HYPERLINK("https://example.org","paina")'
NEED = "Sataman kontit odottavat. Rata ja satama sähköistyvät – päästöt laskevat.\r\nÄäni\x00 <b>&amp;</b> _x0041_"
PROBLEM = Problem(
    code="date_unreadable", place="haku.xlsx, Sheet1, C3", message="Päivää ei voi lukea: =1+1", hint="Kirjoita 1.2.2023."
)
BROKEN = Problem(code="file_broken", place="rikki.xlsx", message="Tiedostoa ei voi avata.", hint="Tallenna uudelleen.")
RULEBOOK = RulebookUsed(version="1.0", sha256="ab" * 32, programme="k22", strategy="ris3-2021", call="k-2022")
LEVELS = ("ei yhteyttä", "heikko", "osittainen", "selvä", "vahva", "erittäin vahva")
TARGETS: tuple[tuple[str, Kind, str], ...] = (
    ("k22-accessibility", "goal", "Saavutettavuus"),
    ("k22-business-renewal", "goal", "Elinkeinoelämän uudistaminen"),
    ("ris3-2021-logistics", "spearhead", "Älykäs ja vihreä logistiikka (logistiikkakärki)"),
    ("k22-x-climate", "theme", "Ilmastonmuutoksen hillintä"),
)


def passage(text: str, start: int, end: int, *words: str, section: str = "need") -> Evidence:
    """Evidence with marks on the first of each of the words."""
    at = [(text.index(word, start), text.index(word, start) + len(word)) for word in words]
    return Evidence(section=section, start=start, end=end, text=text[start:end], marks=tuple(at))


def match(target: str, kind: Kind, *amounts: float, evidence: tuple[Evidence, ...] = (), **changes: Any) -> Match:
    """A match whose ledger holds these amounts."""
    total = math.fsum(amounts)
    score = 100 / (1 + math.exp(-total))
    level = sum(score >= start for start in (15, 30, 45, 65, 85))
    lines = tuple(
        Contribution(
            source=("base", "rule:k22.rail", "similarity")[min(number, 2)],
            label=f"peruste {number}",
            amount=amount,
            evidence=tuple(range(len(evidence))) if number else (),
        )
        for number, amount in enumerate(amounts)
    )
    made = Match(
        target=target,
        kind=kind,
        score=score,
        level=level,
        accepted=level >= 3,
        total=total,
        contributions=lines,
        evidence=evidence,
        sentence=f"Tekstissä on kohteen {target} sanoja.",
    )
    return made.model_copy(update=changes)


def assessment(
    number: int, recommendation: Recommendation, *matches: Match, title: str = "Raidehanke", **changes: Any
) -> Assessment:
    """An assessment of the application with this number."""
    facts = ApplicationFacts(
        id=f"H-{number:03}",
        title=title,
        applicant=f"Satama {number} Oy",
        region="Kouvola",
        start=dt.date(2023, 1, 1),
        end=dt.date(2024, 12, 31),
        budget_eur=100_000.5 * number,
        fund="EAKR",
        language="fi",
        source=Source(file="haku.xlsx", sheet="Sheet1", row=number + 1),
    )
    made = Assessment(
        application=facts,
        rulebook=RULEBOOK,
        recommendation=recommendation,
        reasons=("Hanke palvelee tavoitetta.", f"Toinen syy {number}."),
        gates=(
            Gate(id="dates", passed=True, reason="Päivät ovat kunnossa."),
            Gate(id="goal", passed=None, reason="Tavoite on epävarma."),
        ),
        matches=matches,
        coverage=0.5,
    )
    return made.model_copy(update=changes)


def _guide(target: str, kind: Kind, name: str) -> TargetGuide:
    return TargetGuide(id=target, kind=kind, name=name, plan="k22", group=None, covers="Mitä kattaa.", reference="ohjelma, s. 4")


def hostile_round(language: Language = "fi") -> Round:
    """Five applications: plain, hostile, nothing accepted, not assessed, and with text larger than a cell."""
    whole = passage(NEED, 0, 7, "Sataman")
    several = passage(NEED, 26, len(NEED), "Rata", "satama", "päästöt")
    bare = passage(NEED, 0, 25)
    long = "a😀" * 20_000
    good = match("k22-accessibility", "goal", -3.0, 2.6, 1.111111, 0.1, evidence=(whole, several, bare))
    spear = match("ris3-2021-logistics", "spearhead", -3.0, 4.0, evidence=(several,))
    weak = match("k22-business-renewal", "goal", -3.0, 0.25, evidence=(bare,))
    theme = match("k22-x-climate", "theme", -3.0)
    huge = match("k22-accessibility", "goal", -1.0, 3.0, evidence=(passage(long, 0, len(long), "😀a😀", section="plan"),))
    return Round(
        language=language,
        assessments=(
            assessment(1, "meets", good, spear, weak, theme),
            assessment(2, "refer", spear, theme, title=FORMULA + ESCAPE, reasons=("@SUM(1)", "+1"), problems=(PROBLEM,)),
            assessment(3, "does_not_meet", weak, theme, title="-2+3", notices=("Avain 'x' jäi lukematta.",)),
            assessment(4, "cannot_assess", title=""),
            assessment(5, "meets", huge, title=long),
        ),
        problems=(PROBLEM, BROKEN),
        targets=tuple(_guide(*target) for target in TARGETS),
        levels=LEVELS,
        method=(
            MethodLine(topic="Pisteytys", name="base.goal", value="-3,0", why="Useimmat osumat hylätään."),
            MethodLine(topic="Tasot", name="3", value="45"),
            MethodLine(topic="Pisteytys", name="rule_scale", value="1,0", why="Sovitettu."),
        ),
        files=("haku.xlsx", "rikki.xlsx"),
        readings=(
            Reading(
                file="haku.xlsx",
                sheet=FORMULA,
                shape="taulukko",
                rows=8,
                applications=5,
                joined=1,
                left_out=("rivi 9: summa",),
                refused=1,
            ),
            Reading(file="rikki.xlsx", shape="ei luettu", rows=0, applications=0),
        ),
        mappings=(
            _mapping("A", "Tunnus", "id", "tunnus", "field", 1.0),
            _mapping("B", FORMULA, None, "", None, 0.0),
            _mapping("C", "Tavoitteet", "goals", "tavoitteet", "section", 0.8),
        ),
    )


def _mapping(
    column: str, header: str, field: str | None, label: str, kind: Literal["field", "section"] | None, sure: float
) -> ColumnMapping:
    return ColumnMapping(
        file="haku.xlsx",
        sheet="Sheet1",
        header_row=1,
        column=column,
        header=header,
        field=field,
        label=label,
        kind=kind,
        confidence=sure,
        reason="Otsikko tunnetaan.",
    )
