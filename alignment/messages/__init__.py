"""Every sentence a user reads, in Finnish, Swedish and English: one catalogue, one file a room and language.

What the rulebook says (names, levels, gates) is in the rulebook; what the program says is here.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import lru_cache
from importlib import resources

from alignment.model import LANGUAGES, Language


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: Language) -> dict[str, str]:
    """All messages of a language by key: ``table.key`` of the files ``<room>.<language>.toml``."""
    files = (file for file in resources.files(__name__).iterdir() if file.name.endswith(f".{language}.toml"))
    tables = (table for file in files for table in tomllib.loads(file.read_text("utf-8")).items())
    return {f"{name}.{key}": text for name, entries in tables for key, text in entries.items()}


def say(language: Language, key: str, **values: object) -> str:
    """A message with its values put in.

    Raises:
        KeyError: when the catalogue has no such message or a value is missing; the tests keep that from happening.

    >>> say("en", "list.quoted", text="quay")
    '“quay”'
    """
    return catalogue(language)[key].format(**values)


def listed(language: Language, items: list[str]) -> str:
    """Items as a person lists them.

    >>> listed("fi", ["satama", "rata", "tie"])
    'satama, rata ja tie'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {say(language, 'list.and')} {items[-1]}"


def number(language: Language, value: float, decimals: int = 0) -> str:
    r"""A number as the language writes it: a decimal comma in Finnish and Swedish.

    >>> number("fi", 1234.5, 1), number("en", 1234.5, 1), number("fi", -0.04, 1)
    ('1\xa0234,5', '1,234.5', '0,0')
    """
    text = f"{round(value, decimals) + 0.0:,.{decimals}f}"
    return text if language == "en" else text.replace(",", "\u00a0").replace(".", ",")


def day(date: dt.date) -> str:
    """A date as it is written in Finland in any of the languages.

    >>> day(dt.date(2023, 6, 1))
    '1.6.2023'
    """
    return f"{date.day}.{date.month}.{date.year}"
