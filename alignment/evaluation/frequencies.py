"""Counting the rulebook's document frequencies from its reference texts.

Run as ``python -m alignment.evaluation.frequencies rules`` after changing ``reference/texts.jsonl`` (``make frequencies``).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from alignment.matching.similarity import terms
from alignment.model import LANGUAGES, Language
from alignment.rulebook import load_rulebook
from alignment.text.prose import Reader


def count(folder: Path) -> str:
    """The content of ``reference/frequencies.tsv``: language, term and in how many texts it occurs; ``*`` counts the texts.

    Terms that occur once say no more than terms never met, so they are left out.
    """
    reader = Reader(load_rulebook(folder))
    counts: dict[Language, Counter[str]] = {lang: Counter() for lang in LANGUAGES}
    for line in (folder / "reference" / "texts.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)
        language: Language = text["language"]
        passage = reader.plain(text["text"], language)
        found = {term.partition(":")[2] for word in passage.words for term, _ in terms(word, language, 1.0)}
        counts[language].update([*found, "*"])
    return "".join(
        f"{lang}\t{term}\t{number}\n" for lang in LANGUAGES for term, number in sorted(counts[lang].items()) if number > 1
    )


if __name__ == "__main__":
    rules = Path(sys.argv[1])
    (rules / "reference" / "frequencies.tsv").write_text(count(rules), "utf-8")
