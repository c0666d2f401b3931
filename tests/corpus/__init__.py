"""Files as officers and applicants really have them, and files that are broken: each made by code, with what must come of it.

Everything in them is invented: no project, organisation or person of these names is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from alignment.intake import Given
from alignment.model import Application


@dataclass(frozen=True)
class Account:
    """The rows of all sheets and files of a sample, each counted once."""

    applications: int
    joined: int = 0
    left_out: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Expect:
    """What a person who looks at the files would want to come of them.

    Attributes:
        ids: the identifiers of all applications, in order.
        told: the problems in any order: code and place, in Finnish.
        whole: the same applications, every field, section and place of them, where that matters.
        account: how the rows are accounted for, where that matters.
        texts: sections that must come unchanged, where the whole applications are not given.
        absent: what may be in no application and no problem: personal data, deleted words.
        unread: headings, labels and keys that must be listed as not read.
    """

    ids: tuple[str, ...]
    told: tuple[tuple[str, str], ...] = ()
    whole: tuple[Application, ...] = ()
    account: Account | None = None
    texts: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sample:
    """One case of the corpus.

    Attributes:
        name: unique in the corpus.
        about: what is odd or good about it, in a line.
        build: makes the files in an empty folder and says what is to be read, in order.
        fixed: what the officer's mapping file says, as TOML.
        own: headings the officer added to the forms: each with its field, or ``section:`` and its role.
    """

    name: str
    about: str
    build: Callable[[Path], Sequence[Path | Given]]
    expect: Expect
    fixed: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
