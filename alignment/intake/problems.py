"""Problems and the places they stand at, told as a person would look them up."""

from __future__ import annotations

import unicodedata
from typing import Literal, NamedTuple

from alignment.messages import say
from alignment.model import Language, Problem, Source

Unit = Literal["row", "line", "item"]
#: How much of an applicant's words a problem repeats.
_SHOWN = 60


class Spot(NamedTuple):
    """A place in a file: as precise as is known."""

    file: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    key: str | None = None
    unit: Unit = "row"

    def said(self, language: Language) -> str:
        """The place in words.

        >>> Spot("haku.xlsx", "Taul1", 5, "C").said("en"), Spot("haku.jsonl", row=3, unit="line").said("en")
        ('haku.xlsx, sheet Taul1, cell C5', 'haku.jsonl, line 3')
        """
        parts = [shown(self.file, 200)]
        if self.sheet is not None:
            parts.append(say(language, "place.sheet", sheet=shown(self.sheet)))
        if self.sheet is not None and self.row is not None and self.column is not None:
            parts.append(say(language, "place.cell", cell=f"{self.column}{self.row}"))
        else:
            if self.row is not None:
                parts.append(say(language, f"place.{self.unit}", number=self.row))
            if self.column is not None:
                parts.append(say(language, "place.column", column=self.column))
        if self.key is not None:
            parts.append(say(language, "place.key", name=shown(self.key)))
        return ", ".join(parts)

    def source(self) -> Source:
        """The place as the noun that goes with an application."""
        return Source(file=self.file, sheet=self.sheet, row=self.row)

    def made_id(self) -> str:
        """An identifier for an application that has none.

        >>> Spot("haku.xlsx", "Taul1", 5).made_id()
        'haku-Taul1-5'
        """
        stem = self.file.rpartition(".")[0] or self.file
        return "-".join(str(part) for part in (stem, self.sheet, self.row or self.column) if part is not None)


def problem(language: Language, code: str, spot: Spot, **values: object) -> Problem:
    """A problem with its sentence and hint from the catalogue."""
    told = {name: shown(value) if isinstance(value, str) else value for name, value in values.items()}
    return Problem(
        code=code,
        place=spot.said(language),
        message=say(language, f"problem.{code}", **told),
        hint=say(language, f"mending.{code}", **told),
    )


def shown(text: str, length: int = _SHOWN) -> str:
    r"""Foreign text made fit for a sentence: one line, nothing invisible, not longer than needed.

    >>> shown("1.1.\n2026\x00")
    '1.1. 2026'
    """
    plain = "".join(sign if unicodedata.category(sign)[0] != "C" else " " for sign in text[: 4 * length])
    line = " ".join(plain.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
