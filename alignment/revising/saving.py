"""Saving changes as a new rulebook: a full copy of the folder with the changes in place and told in ``CHANGES.md``."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alignment.errors import UsageError
from alignment.messages import day, say
from alignment.model import Language
from alignment.reports.plain import one_line
from alignment.revising.changes import Change, revised
from alignment.revising.folders import read_document, refuse_taken, set_version, whole_folder, write_document
from alignment.revising.places import Place
from alignment.rulebook import Rulebook, load_rulebook

_TOLD = "CHANGES.md"
#: Where the parts of a rulebook are that can be changed here.
_FILES = {
    "rule": "weights/*.toml",
    "section": "forms.toml",
    "level": "scorecard.toml",
    "scorecard": "scorecard.toml",
    "call": "calls/*.toml",
    "concept": "concepts/*.toml",
}
#: It becomes the name of a folder, on any system.
_VERSION = re.compile(r"[0-9A-Za-z]+(?:[.+_-][0-9A-Za-z]+)*")
_LONGEST_VERSION = 40
#: Whatever makes Markdown of plain words, and links of addresses.
_MARKS = re.compile(r"[\\`*_\[\]<>&~|#$@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
#: The same content is the same file, whenever it was made.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


@dataclass(frozen=True)
class Revision:
    """What a new rulebook is called, who made it, why and when."""

    version: str
    author: str
    reason: str
    date: dt.date


def save(rules: Path, changes: Sequence[Change], revision: Revision, to: Path, language: Language) -> None:
    """Save the rulebook with the changes made, as a new folder; the old one is not touched.

    Args:
        rules: the folder of the rulebook as it stands.
        changes: as :func:`alignment.revising.changes.gathered` leaves them.
        to: a new or empty folder.
        language: in which the changes are told.

    Raises:
        UsageError: when the folder is taken, there is nothing to save, a change does not fit, or the version, author or reason
            is not one; nothing is written then.
        RulebookError: when the rules have faults.
    """
    refuse_taken(rules, to, language)
    rulebook = _accepted(rules, changes, revision, language)
    with whole_folder(to) as folder:
        _write(rules, rulebook, changes, revision, folder, language)


def zipped(rules: Path, changes: Sequence[Change], revision: Revision, language: Language) -> bytes:
    """The same folder as one zip file, called ``rules-`` and the version in it.

    Raises:
        UsageError: as :func:`save` does.
        RulebookError: when the rules have faults.
    """
    rulebook = _accepted(rules, changes, revision, language)
    content = io.BytesIO()
    with tempfile.TemporaryDirectory(prefix="alignment-") as aside, zipfile.ZipFile(content, "w") as whole:
        folder = Path(aside) / f"rules-{revision.version}"
        _write(rules, rulebook, changes, revision, folder, language)
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            member = zipfile.ZipInfo(path.relative_to(aside).as_posix(), _MOMENT)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, _READABLE
            whole.writestr(member, path.read_bytes())
    return content.getvalue()


def _accepted(rules: Path, changes: Sequence[Change], revision: Revision, language: Language) -> Rulebook:
    """The rulebook as it stands, when it can be saved with these changes under this name."""
    rulebook = load_rulebook(rules)
    old, new = rulebook.about.version, revision.version
    if not changes:
        raise _refused(language, "nothing")
    if len(new) > _LONGEST_VERSION or not _VERSION.fullmatch(new):
        raise _refused(language, "bad_version", version=one_line(new), example=f"{revision.date:%Y.%m.%d}")
    if new == old:
        raise _refused(language, "old_version", version=old)
    for name in ("author", "reason"):
        if not one_line(getattr(revision, name)):
            raise _refused(language, f"no_{name}")
    revised(rulebook, changes, told_in=language)
    return rulebook


def _write(
    rules: Path, rulebook: Rulebook, changes: Sequence[Change], revision: Revision, folder: Path, language: Language
) -> None:
    shutil.copytree(rules, folder, dirs_exist_ok=True)
    by_files = defaultdict(list)
    for change in changes:
        by_files[_FILES[change.place[0]]].append(change)
    for pattern, found in by_files.items():
        for path in folder.glob(pattern):
            _change_file(path, found)
    set_version(folder, revision.version, revision.date)
    _tell(folder / _TOLD, rulebook, changes, revision, language)
    load_rulebook(folder)


def _change_file(path: Path, changes: Sequence[Change]) -> None:
    """Make those changes that belong in a file; the slow reading with comments is for files that have any."""
    quick = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    own = [change for change in changes if _table(quick, change.place) is not None]
    if not own:
        return
    document = read_document(path)
    for change in own:
        table = _table(document, change.place)
        if change.entry is None:
            _set_number(table, change)
        else:
            _set_word(table, change)
    write_document(path, document)


def _table(document: Any, place: Place) -> Any:
    """The table of a file that holds what is changed, if it is this file's."""
    match place:
        case ("rule", name, _):
            return next((rule for rule in document["rule"] if rule["id"] == name), None)
        case ("section", role, _):
            return document["section"][role]
        case ("level", at, _):
            return document["level"][int(at)]
        case ("call", name, "costs", _):
            return document["costs"] if document["id"] == name else None
        case ("concept", name, _, _):
            return document.get(name)
    return document


def _set_number(table: Any, change: Change) -> None:
    name, new = change.place[-1], change.new
    # Whole where it was written whole: 40, not 40.0.
    whole = isinstance(table[name], int) and isinstance(new, float) and new.is_integer()
    table[name] = int(new) if whole else new  # type: ignore[arg-type]  # a number has no entry


def _set_word(table: Any, change: Change) -> None:
    """A new word at the end of its list, an old one out of it."""
    _, _, list_, language = change.place
    entries = table.setdefault(list_, {}).setdefault(language, [])
    if change.old is None:
        entries.append(change.new)
    while change.old in entries:
        entries.remove(change.old)


def _tell(path: Path, rulebook: Rulebook, changes: Sequence[Change], revision: Revision, language: Language) -> None:
    """Tell the changes above those of earlier versions."""
    told = path.read_text("utf-8-sig") if path.is_file() else f"# {say(language, 'revision.title')}\n"
    top, mark, earlier = told.partition("\n## ")
    heading = say(language, "revision.heading", version=revision.version, date=day(revision.date))
    facts = [
        say(language, "revision.author", author=one_line(revision.author)),
        say(language, "revision.reason", reason=one_line(revision.reason)),
        say(language, "revision.base", version=rulebook.about.version),
    ]
    lines = [f"## {heading}", "", *(f"{_inert(fact)}\n" for fact in facts)]
    lines += [f"- {_inert(change.sentence(rulebook, language))}" for change in changes]
    told = "\n".join((top.rstrip(), "", *lines, f"{mark}{earlier}"))
    path.write_bytes(told.encode())


def _inert(text: str) -> str:
    r"""Words as they are, whatever Markdown would make of them.

    >>> print(_inert("*satama* <b>"))
    \*satama\* \<b\>
    """
    return _MARKS.sub(r"\\\g<0>", text)


def _refused(language: Language, key: str, **values: object) -> UsageError:
    return UsageError(say(language, f"revising.{key}", **values), say(language, f"revising.{key}_hint", **values))
