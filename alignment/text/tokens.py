"""Words and passages of a text, each with its exact place in the untouched original.

Everything later, the rules as much as the similarity model, works on the tokens made here, so that whatever counts can be
shown in the applicant's own text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

# A word begins with a letter or digit and goes on over letters, digits, combining marks, soft hyphens and zero-width
# joiners; a hyphen, colon or apostrophe belongs to it only when a letter follows ("RIS3-strategia", "EU:n").
_JOINERS = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_JOINERS}]|[-\u2010\u2011:'\u2019](?=[^\W\d_]))*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# A full stop after one of these ends no sentence.
_ABBREVIATIONS = (
    "esim",
    "mm",
    "ml",
    "ks",
    "ns",
    "n",
    "v",
    "klo",
    "nk",
    "t.ex",
    "bl.a",
    "m.fl",
    "s.k",
    "ca",
    "nr",
    "e.g",
    "i.e",
    "no",
)
_NOT_AN_END = "".join(rf"(?<!\b{re.escape(word)}\.)" for word in (*_ABBREVIATIONS, *map(str.capitalize, _ABBREVIATIONS)))
# A passage ends at sentence punctuation before a capital, digit, quotation mark or bullet, and at every line break.
_PASSAGE_END = re.compile(
    rf"(?<=[.!?…]){_NOT_AN_END}[\"”’)\]]*\s+(?=[\"“”'(\[•–-]?\s?[A-ZÅÄÖÆØ0-9])|\s*[\r\n\u2028\u2029]+\s*|\s+(?=[•●▪])"
)
#: Passages longer than this are cut at the next semicolon or comma: nobody cites a 200-word sentence as evidence.
LONGEST_PASSAGE = 60


@dataclass(frozen=True, slots=True)
class Token:
    """One word: where it stands in its section, and its folded form (NFC, lower case, nothing invisible)."""

    start: int
    end: int
    form: str


def fold(word: str) -> str:
    """The form under which words are compared.

    >>> fold("Satama\u00adlogistiikan")
    'satamalogistiikan'
    >>> fold("Kehitta\u0308a\u0308") == "kehittää"
    True
    """
    # Nearly every word is plain letters in their composed form; the rest takes the long way.
    if word.isalnum() and unicodedata.is_normalized("NFC", word):
        return word.lower()
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", word)).lower().replace("\u2010", "-").replace("\u2011", "-")


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of ``text[start:end]`` in order.

    >>> [(t.form, t.start) for t in tokens("EU:n RIS3-strategia, 5 milj.")]
    [('eu:n', 0), ('ris3-strategia', 5), ('5', 21), ('milj', 23)]
    """
    stop = len(text) if end is None else end
    return [Token(m.start(), m.end(), fold(m.group())) for m in _WORD.finditer(text, start, stop)]


def passages(text: str) -> list[tuple[int, int]]:
    r"""The passages of a text (sentences, list items, lines) as character ranges, blank ones left out.

    >>> text = "Rakennetaan terminaali. Uusi kaista auttaa!\n- melua vähennetään"
    >>> [text[a:b] for a, b in passages(text)]
    ['Rakennetaan terminaali.', 'Uusi kaista auttaa!', '- melua vähennetään']
    """
    found: list[tuple[int, int]] = []
    begin = 0
    for gap in [*_PASSAGE_END.finditer(text), None]:
        stop = len(text) if gap is None else gap.start()
        found.extend(_shortened(text, begin, stop))
        begin = len(text) if gap is None else gap.end()
    return found


def _shortened(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A range cut into passages that are not too long, at a semicolon, a comma or a space; none where it is blank."""
    words = [match.end() for match in _WORD.finditer(text, start, end)]
    found: list[tuple[int, int]] = []
    first = 0
    while len(words) - first > LONGEST_PASSAGE:
        low, high = words[first + LONGEST_PASSAGE // 2], words[first + LONGEST_PASSAGE - 1]
        cut = next((place + 1 for mark in ";, " if (place := text.rfind(mark, low, high)) >= 0), high)
        found.append(_trimmed(text, start, cut))
        first, start = bisect_right(words, cut), cut
    found.append(_trimmed(text, start, end))
    return [(first, last) for first, last in found if first < last]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
