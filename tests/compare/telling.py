"""The comparison in words: one table, the notes that belong with it, and a few sentences for who cannot see the chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from alignment.evaluation.measures import Measures

TITLES = {
    "ris3": "RIS3 spearheads",
    "goals_2022_2025": "Goals 2022–2025",
    "goals_2018_2021": "Goals 2018–2021",
    "goals_2014_2017": "Goals 2014–2017",
}
#: F1 of the two annotators with each other, on the 148 cases of which the development cases are a part.
MARKS = {"ris3": 0.94, "goals_2022_2025": 0.81, "goals_2018_2021": 0.75, "goals_2014_2017": 0.78}
INVENTED = "A few invented cases: they show that the comparison works, and say nothing of how good any tool is.\n\n"
NOTES = """
Goal texts are names, what each goal covers, and the words of the rulebook's concepts: what Alignment's own similarity reads.
Alignment: its fitted numbers are cross-validated (5 folds by case), its accept limit is fixed. Its words and weights were set
  with the development cases in view, so even so it is measured on cases it knows.
Peers: the accept limit of each field is the one with the best F1 on the other four of the same folds. What is open falls for
  them: of scores as given, standardised by goal, or among the goals of an application, the one kept is that with which they do
  best on these very cases (in the JSON: scales). Analyzers, indexes and prefixes were chosen in the same way.
Annif's tfidf backend: simplemma for Finnish and English, Snowball for Swedish. BM25: Snowball stems, the rulebook's stop words.
  TF-IDF: runs of three to five letters within words. e5-small: four bits, "query:" before both texts.
appl./s: of processor time; one thread, models loaded, one application at a time; the median of fresh processes.
  Alignment's is the whole assessment with its reasons, for one programme; the peers' are scores alone, for all fields.
MB: the most memory the process ever held.
"""


@dataclass(frozen=True)
class Standing:
    """How one tool did."""

    key: str
    title: str
    reads: str
    rate: float
    megabytes: float
    measures: Sequence[Measures]
    scales: dict[str, str]

    def of(self, field: str, language: str) -> Measures | None:
        """Its measures of a field in one language, or in ``all``; None where no case is of that language."""
        return next((each for each in self.measures if (each.field, each.language) == (field, language)), None)

    def f1(self, field: str) -> float:
        """Its F1 over all languages; 0 where it accepts nothing."""
        measures = self.of(field, "all")
        return (measures.f1 if measures else None) or 0.0


def _fields(standings: Sequence[Standing]) -> list[str]:
    return [field for field in TITLES if standings[0].of(field, "all")]


def table(standings: Sequence[Standing], marks: Mapping[str, float]) -> str:
    """All tools, fields and languages in one plain table, and the annotators' marks where there are any."""
    fields = _fields(standings)
    lines = [
        " " * 44 + "".join(f"{TITLES[field]:>20}" for field in fields),
        f"{'tool':<23}{'reads':<15}{'cases':<6}" + f"{'F1':>8}{'AUC':>6}{'top-1':>6}" * len(fields) + f"{'appl./s':>10}{'MB':>7}",
        *(_row(standing, language, fields) for standing in standings for language in ("all", "fi", "sv", "en")),
    ]
    if marks:
        lines.append(f"{'two annotators with each other':<44}" + "".join(f"{marks[field]:>8.2f}{'':>12}" for field in fields))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _row(standing: Standing, language: str, fields: Sequence[str]) -> str:
    whole = language == "all"
    name = f"{standing.title:<23}{standing.reads:<15}" if whole else " " * 38
    speed = f"{standing.rate:>10.1f}{standing.megabytes:>7.0f}" if whole else ""
    return f"{name}{language:<6}{''.join(_cells(standing.of(field, language)) for field in fields)}{speed}"


def _cells(measures: Measures | None) -> str:
    values = (measures.f1, measures.auc, measures.top1) if measures else (None, None, None)
    said = ("–" if value is None else f"{value:.2f}" for value in values)
    return "".join(f"{value:>{width}}" for value, width in zip(said, (8, 6, 6), strict=True))


def alt(standings: Sequence[Standing], marks: Mapping[str, float]) -> str:
    """What the chart shows, in words."""
    said = []
    for field in _fields(standings):
        ordered = sorted(((standing.f1(field), standing) for standing in standings), key=lambda pair: -pair[0])
        best = ", ".join(f"{each.title} ({each.reads}) {value:.2f}" for value, each in ordered)
        said.append(f"{TITLES[field]}: {best}" + (f"; two annotators {marks[field]:.2f}" if marks else ""))
    return f"Dots for the F1 of {len(standings)} tools in each field, here best first. {'. '.join(said)}."


def as_data(standings: Sequence[Standing], marks: Mapping[str, float]) -> dict[str, Any]:
    """All of it for other programs and for the chart."""
    tools = [{**asdict(each), "measures": [measures.model_dump() for measures in each.measures]} for each in standings]
    fields = [{"id": field, "title": TITLES[field], "annotators": marks.get(field)} for field in _fields(standings)]
    return {"fields": fields, "tools": tools, "notes": NOTES.strip(), "alt": alt(standings, marks)}
