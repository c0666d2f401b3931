"""A rulebook's folder: written whole or not at all and never over another, its files changed with every comment in its place."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomlkit

from alignment.errors import UsageError
from alignment.messages import say
from alignment.model import Language


def refuse_taken(rules: Path, to: Path, language: Language) -> None:
    """Let nothing be written over files, or into the rulebook that is changed.

    Raises:
        UsageError: when the folder holds anything, or is the rulebook's own or inside it.
    """
    own = rules.resolve()
    if own in (to.resolve(), *to.resolve().parents):
        raise UsageError(say(language, "revising.into_rules", path=rules), say(language, "revising.elsewhere"))
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise UsageError(say(language, "revising.taken", path=to), say(language, "revising.elsewhere"))


@contextmanager
def whole_folder(to: Path) -> Iterator[Path]:
    """A folder that takes its place only when all of it is written."""
    aside = Path(tempfile.mkdtemp(prefix=f".{to.name}.", dir=to.resolve().parent))
    try:
        yield aside
        if to.is_dir():
            to.rmdir()
        aside.rename(to)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def read_document(path: Path) -> Any:
    """A file of the rulebook, to be changed in place."""
    return tomlkit.parse(path.read_bytes().decode("utf-8-sig"))


def write_document(path: Path, document: Any) -> None:
    """Write a file of the rulebook; what was not changed is as it was, to the last blank."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(tomlkit.dumps(document).encode())


def set_version(folder: Path, version: str, date: dt.date) -> None:
    """Give a copied rulebook its own version and date."""
    path = folder / "rulebook.toml"
    document = read_document(path)
    document["version"], document["date"] = version, date
    write_document(path, document)
