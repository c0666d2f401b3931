"""Text of applicants as HTML: always escaped, never Markdown, which would load pictures from wherever the text says."""

from __future__ import annotations

import html

from alignment.model import Evidence
from alignment.reports.plain import pieces, plain


def safe(text: str) -> str:
    """Text as HTML shows it, letter by letter.

    >>> safe('<img src="x">')
    '&lt;img src=&quot;x&quot;&gt;'
    """
    return html.escape(plain(text))


def marked_html(evidence: Evidence) -> str:
    """A passage with the words that counted marked.

    >>> marked_html(Evidence(section="need", start=10, end=23, text="<Uusi> satama", marks=((17, 23),)))
    '&lt;Uusi&gt; <mark>satama</mark>'
    """
    return "".join(f"<mark>{html.escape(run)}</mark>" if counts else html.escape(run) for run, counts in pieces(evidence))
