"""The notice as plain text for a terminal, and as a page of its own that needs nothing but itself."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator, Sequence

from alignment.messages import say
from alignment.model import Notice, NoticeSection, NoticeTable
from alignment.reports.plain import one_line

_WIDTH = 100
#: Every colour pair stands at 4.5:1 or more, in light and in dark.
_STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1b242a, #e6ecef); --soft: light-dark(#4a5963, #a9b8c0);
  --line: light-dark(#d5dce0, #35424a); --band: light-dark(#f1f5f6, #1d262c); --accent: light-dark(#1f4e5f, #7cc0d1); }
body { margin: 0 auto; max-width: 46rem; padding: 2rem 1.25rem 4rem; color: var(--ink); background: light-dark(#fff, #12181c);
  font: 1.05rem/1.6 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 2rem; line-height: 1.2; color: var(--accent); margin: 0 0 1rem; }
h2 { font-size: 1.35rem; line-height: 1.3; color: var(--accent); margin: 2.5rem 0 .5rem; }
p { margin: 0 0 .8rem; }
a { color: var(--accent); }
nav ul { columns: 2 16rem; padding-left: 1.2rem; margin: 0; }
nav h2 { font-size: 1.05rem; margin: 0 0 .4rem; }
nav { padding: 1rem 1.25rem; background: var(--band); border-radius: .5rem; }
.table { overflow-x: auto; margin: 1.2rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; line-height: 1.4; overflow-wrap: normal; }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
th, td { text-align: right; padding: .4rem .7rem; border-top: 1px solid var(--line); vertical-align: top; font-weight: inherit;
  font-variant-numeric: tabular-nums; }
tr > :first-child { text-align: left; padding-left: 0; }
thead th { color: var(--soft); font-size: .88rem; vertical-align: bottom; border-top: 0; }
@media print { :root { color-scheme: light; } body { max-width: none; padding: 0; font-size: 10.5pt; } nav { display: none; }
  h2 { break-after: avoid; } tr, p { break-inside: avoid; } .table { overflow: visible; } }
""".strip()
#: The page may load nothing at all, whatever a rulebook says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def notice_text(notice: Notice) -> str:
    """The notice as lines of text, with headings and tables marked as in Markdown."""
    return "\n".join([f"# {one_line(notice.title)}", *(line for section in notice.sections for line in _lines(section))]) + "\n"


def _lines(section: NoticeSection) -> Iterator[str]:
    yield from ("", f"## {one_line(section.heading)}")
    for paragraph in section.paragraphs:
        yield from ("", textwrap.fill(one_line(paragraph), _WIDTH, break_on_hyphens=False, break_long_words=False))
    if section.table:
        yield from ("", f"{one_line(section.table.caption)}:", "", *_table_lines(section.table))


def _table_lines(table: NoticeTable) -> Iterator[str]:
    """Columns as wide as they need; names to the left, figures to the right."""
    rows = [[one_line(cell).replace("|", "¦") for cell in row] for row in (table.header, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    ruler = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    for row in (rows[0], ruler, *rows[1:]):
        fitted = (
            cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"| {' | '.join(fitted)} |"


def notice_html(notice: Notice) -> str:
    """The notice as a whole page."""
    title = _safe(notice.title)
    links = "".join(f'<li><a href="#{_safe(each.id)}">{_safe(each.heading)}</a></li>' for each in notice.sections)
    parts = "\n".join(_part(section) for section in notice.sections)
    contents = _safe(say(notice.language, "notice_page.contents"))
    return (
        f'<!DOCTYPE html>\n<html lang="{notice.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n<title>{title}</title>\n'
        f"<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<header><h1>{title}</h1></header>\n"
        f'<nav aria-labelledby="contents"><h2 id="contents">{contents}</h2><ul>{links}</ul></nav>\n'
        f"<main>\n{parts}\n</main>\n</body>\n</html>\n"
    )


def _part(section: NoticeSection) -> str:
    name = _safe(section.id)
    return f'<section aria-labelledby="{name}">\n<h2 id="{name}">{_safe(section.heading)}</h2>\n{body_html(section)}</section>'


def body_html(section: NoticeSection) -> str:
    """What a part of the notice says under its heading, for a page that has a head already."""
    paragraphs = "".join(f"<p>{_safe(paragraph)}</p>\n" for paragraph in section.paragraphs)
    return paragraphs + (_table(section.table) if section.table else "")


def _table(table: NoticeTable) -> str:
    """A table that can be scrolled with the keyboard where it is wider than the page."""
    caption = _safe(table.caption)
    head = "".join(f'<th scope="col">{_safe(cell)}</th>' for cell in table.header)
    body = "".join(f"<tr>{_row(row)}</tr>\n" for row in table.rows)
    inside = f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"
    return f'<div class="table" role="region" aria-label="{caption}" tabindex="0">{inside}</div>\n'


def _row(row: Sequence[str]) -> str:
    name, *cells = map(_safe, row)
    return f'<th scope="row">{name}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}'


def _safe(text: str) -> str:
    return html.escape(one_line(text))
