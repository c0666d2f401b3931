"""Applicants' text made safe to show: no control characters, and matched words found inside a passage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from alignment.model import Evidence

#: The longest text an Excel cell holds, in UTF-16 units.
CELL_LIMIT = 32_767
#: Control characters, terminal escapes, marks that turn the writing direction, and code points XML forbids.
_UNSAFE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    r"""Text that is safe on a terminal and in XML, one character for one, so that offsets into it still hold.

    >>> plain("a\x1b[31m\r\nb")
    'a�[31m \nb'
    """
    # Nearly every text is printable through and through, and that test costs next to nothing.
    return text if text.isprintable() else _UNSAFE.sub("\ufffd", text).replace("\r", " ")


def one_line(text: str) -> str:
    r"""Safe text on one line.

    >>> one_line(" Satama\n  ja\trata ")
    'Satama ja rata'
    """
    return " ".join(plain(text).split())


def cell_text(text: str) -> str:
    """Safe text that fits in an Excel cell; what does not fit is cut, and the cut is shown."""
    text = plain(text)
    if len(text) <= CELL_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    return units[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


def pieces(evidence: Evidence) -> Iterator[tuple[str, bool]]:
    """A passage as runs of text, each with whether its words counted; no run is empty.

    >>> list(pieces(Evidence(section="need", start=10, end=21, text="Uusi satama", marks=((15, 21),))))
    [('Uusi ', False), ('satama', True)]
    """
    text, at = cell_text(evidence.text), 0
    for start, end in evidence.marks:
        first, last = max(at, start - evidence.start), min(len(text), end - evidence.start)
        if first < last:
            yield from ((run, counts) for run, counts in ((text[at:first], False), (text[first:last], True)) if run)
            at = last
    if text[at:]:
        yield text[at:], False
