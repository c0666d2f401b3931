"""What the columns of a file were read as, and what an officer says they are instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from alignment.intake.columns import PREFIXES, Kind
from alignment.intake.mapping import FixedMapping, FixedTable
from alignment.messages import say
from alignment.model import ColumnMapping, Language
from alignment.reports.plain import one_line
from alignment.rulebook.parts import FormField, Forms, SectionRole

from .marked import safe

#: A column that is not read.
UNREAD = ""


def meanings(forms: Forms, language: Language) -> dict[str, str]:
    """All that a column can be read as, by the name a mapping file uses, in words."""
    told = {UNREAD: say(language, "report.not_read")}
    labels: dict[Kind, Mapping[str, FormField | SectionRole]] = {
        "field": forms.field,
        "section": forms.section,
        "decision": forms.decision,
    }
    for kind, parts in labels.items():
        for name, part in parts.items():
            told[f"{PREFIXES[kind]}{name}"] = say(language, f"report.read_as_{kind}", name=part.label.in_(language))
    return told


def meaning_of(mapping: ColumnMapping) -> str:
    """What a column was read as, by the name a mapping file uses."""
    return f"{PREFIXES[mapping.kind]}{mapping.field}" if mapping.kind else UNREAD


def tables_of(mappings: Sequence[ColumnMapping]) -> dict[tuple[str, str | None], list[ColumnMapping]]:
    """The columns by file and sheet."""
    tables: dict[tuple[str, str | None], list[ColumnMapping]] = {}
    for mapping in mappings:
        if mapping.header:
            tables.setdefault((mapping.file, mapping.sheet), []).append(mapping)
    return tables


def corrected(fixed: FixedMapping, said: Mapping[int, str], table: Sequence[ColumnMapping]) -> FixedMapping:
    """What was fixed before, with what is said now of the columns of one sheet."""
    changed = {_key(table[at]): value for at, value in said.items() if value != meaning_of(table[at])}
    file, sheet = table[0].file, table[0].sheet
    before = next((each for each in fixed.tables if (each.file, each.sheet) == (file, sheet)), FixedTable(file=file, sheet=sheet))
    others = tuple(each for each in fixed.tables if each is not before)
    return FixedMapping(tables=(*others, before.model_copy(update={"columns": {**before.columns, **changed}})))


def column_html(mapping: ColumnMapping, language: Language) -> str:
    """A heading as it stands in the file, and how sure the reading is and why."""
    sure = say(language, "mapped.sure", share=f"{100 * mapping.confidence:.0f}")
    told = f"{sure} {mapping.reason}" if mapping.kind else mapping.reason
    unread = "" if mapping.kind else f'<span class="badge refer">{safe(say(language, "report.not_read"))}</span> '
    return f'<p class="column"><b>{safe(one_line(mapping.header))}</b><br><span class="hint">{unread}{safe(told)}</span></p>'


def _key(mapping: ColumnMapping) -> str:
    """The longest name of a heading, which no other of its sheet can have."""
    place = f"{mapping.column}{mapping.header_row or ''}"
    return f"{mapping.header} [{place}]" if mapping.column else mapping.header
