"""What an officer says the columns are: read from a file, asked before anything is guessed, and written to be corrected."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ConfigDict, Field, ValidationError

from alignment.errors import UsageError
from alignment.intake.columns import PREFIXES, Recognition, fold, meant
from alignment.intake.problems import Spot
from alignment.messages import say
from alignment.model import ColumnMapping, Language, Noun
from alignment.rulebook.parts import Forms

if TYPE_CHECKING:
    from tomlkit.items import Table

# How the place of a heading may be written behind it: "Kuvaus [D]", "Kuvaus [D3]".
_PLACED = re.compile(r".* \[[a-z]{1,3}\d*\]", re.DOTALL)


class FixedTable(Noun):
    """What the headings of one sheet, or of all sheets and files, stand for.

    Attributes:
        columns: by heading, as it stands in the file: a field, ``section:`` and a role, or nothing when it is not to be read.
    """

    file: str | None = None
    sheet: str | None = None
    header_row: int | None = Field(default=None, ge=1)
    columns: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def keys(self) -> dict[str, str]:
        """The headings as they are compared, and as they were written."""
        return {fold(key): key for key in self.columns}

    def about(self, spot: Spot) -> bool:
        """Whether it holds for the file and the sheet of a place."""
        return self.file in {None, spot.file} and self.sheet in {None, spot.sheet}

    def key(self, heading: str, spot: Spot) -> str | None:
        """The key under which a heading is fixed: that of its very cell first, then that of its column."""
        possible = map(fold, reversed(_keys(heading, spot.column, spot.row)))
        return next((self.keys[key] for key in possible if key in self.keys), None)


class FixedMapping(Noun):
    """All that a mapping file says. It travels to the child process as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True)

    tables: tuple[FixedTable, ...] = Field(default=(), alias="table")

    def table(self, spot: Spot) -> FixedTable | None:
        """What is fixed for the sheet of a place: the part that names most of it, its header's row, its file and its sheet."""
        found = (table for table in self.tables if table.about(spot))
        return max(found, key=lambda table: _precision(table, spot), default=None)

    def meaning(self, spot: Spot, heading: str) -> Recognition | None:
        """What a heading at a place is fixed to; None when the file does not tell."""
        table = self.table(spot)
        key = table.key(heading, spot) if table else None
        return meant(table.columns[key], "fixed") if table and key is not None else None

    def missing(self, headings: Sequence[tuple[str, Spot]]) -> list[str]:
        """What is fixed for a sheet and stands nowhere in it; a part for any file is passed over where it finds nothing."""
        asked = {id(table): table for _, spot in headings if (table := self.table(spot))}
        found: list[str] = []
        for table in asked.values():
            there = {table.key(heading, spot) for heading, spot in headings}
            if there != {None} or table.file or table.sheet:
                found += [key for key, value in table.columns.items() if value and key not in there]
        return found


def read_mapping(path: Path, forms: Forms, language: Language) -> FixedMapping:
    """A mapping file, checked against the fields and sections there are.

    Raises:
        UsageError: when there is no such file, it is not TOML, or it names what does not exist.
    """
    try:
        fixed = FixedMapping.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except OSError:
        raise _wrong(language, "map-no-file", path=path) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(language, "map-not-toml", path=path, reason=error) from None
    except ValidationError as error:
        place = " – ".join(str(step + 1) if isinstance(step, int) else step for step in error.errors()[0]["loc"])
        raise _wrong(language, "map-faulty", path=path, place=place) from None
    _check(fixed, path, forms, language)
    return fixed


def written(mappings: Iterable[ColumnMapping]) -> str:
    """The mappings of a run as a mapping file: each heading with what it was read as, how sure that is, and why.

    What was not read stays in a table's list, to be filled in; of forms and documents it is a comment, for there any text may
    stand where a heading is looked for.
    """
    import tomlkit

    document, tables = tomlkit.document(), tomlkit.aot()
    named = [mapping for mapping in mappings if mapping.header]
    for (file, sheet), group in groupby(named, key=lambda mapping: (mapping.file, mapping.sheet)):
        for part in _tables(list(group)):
            tables.append(_table(file, sheet, part))
    document.add("table", tables)
    return "".join(_visible(sign) for sign in tomlkit.dumps(document))


def _tables(group: list[ColumnMapping]) -> list[list[ColumnMapping]]:
    """The tables of one sheet; a form or a document is one, as its headings stand in rows of their own."""
    parts = [list(part) for _, part in groupby(group, key=lambda mapping: mapping.header_row)]
    return parts if all(map(_is_table, parts)) else [group]


def _is_table(part: Sequence[ColumnMapping]) -> bool:
    return len(part) > 1 and all(mapping.column and mapping.header_row for mapping in part)


def _table(file: str, sheet: str | None, part: list[ColumnMapping]) -> Table:
    import tomlkit
    from tomlkit.items import KeyType, SingleKey

    is_table = _is_table(part) and len({mapping.header_row for mapping in part}) == 1
    table, columns = tomlkit.table(), tomlkit.table()
    for name, value in (("file", file), ("sheet", sheet), ("header_row", part[0].header_row if is_table else None)):
        if value is not None:
            table.add(name, value)
    seen: set[str] = set()
    for mapping in part:
        key = _key(mapping, seen)
        why = f"{mapping.confidence:.2f}  {mapping.reason}"
        value = f"{PREFIXES[mapping.kind]}{mapping.field}" if mapping.kind else ""
        if value or is_table:
            columns.add(SingleKey(key, t=KeyType.Basic), tomlkit.item(value).comment(why))
        else:
            columns.add(tomlkit.comment(f'{SingleKey(key, t=KeyType.Basic).as_string()} = ""  # {why}'))
    table.add("columns", columns)
    return table


def _key(mapping: ColumnMapping, seen: set[str]) -> str:
    """The shortest key that means this heading and no other of its sheet."""
    keys = _keys(mapping.header, mapping.column, mapping.header_row)
    if _PLACED.fullmatch(fold(mapping.header)):
        # It could be taken for the key of another heading.
        keys = keys[-1:]
    key = next((key for key in keys if fold(key) not in seen), keys[-1])
    seen.add(fold(key))
    return key


def _keys(heading: str, column: str | None, row: int | None) -> list[str]:
    """The keys a heading may have, from the shortest on."""
    return [heading, *([f"{heading} [{column}]"] if column else []), *([f"{heading} [{column}{row}]"] if column and row else [])]


def _precision(table: FixedTable, spot: Spot) -> tuple[bool, bool, bool]:
    return table.header_row is not None and table.header_row == spot.row, table.file is not None, table.sheet is not None


def _check(fixed: FixedMapping, path: Path, forms: Forms, language: Language) -> None:
    for heading, value in ((heading, value) for table in fixed.tables for heading, value in table.columns.items()):
        if value and value not in forms.meanings:
            raise _wrong(language, "map-unknown", path=path, header=heading, value=value, known=", ".join(forms.meanings))


def _visible(sign: str) -> str:
    """A sign as it is, or by its number when it is no sign to be seen; outside quoted strings there are none of these."""
    return sign if sign.isprintable() or sign == "\n" else f"\\U{ord(sign):08x}"


def _wrong(language: Language, code: str, **values: object) -> UsageError:
    return UsageError(say(language, f"intake.{code}", **values), say(language, f"intake.{code}-hint", **values))
