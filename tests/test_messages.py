"""The catalogue: the same messages in three languages, every one of them used, and none missing that the program asks for."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from alignment.messages import catalogue, listed, number, say
from alignment.model import LANGUAGES, Language

ROOT = Path(__file__).parents[1]
MESSAGES = ROOT / "alignment" / "messages"
CODE = tuple(path for room in ("alignment", "ui") for path in sorted((ROOT / room).rglob("*.py")))
ROOMS = sorted({path.name.split(".")[0] for path in MESSAGES.glob("*.toml")})


@dataclass(frozen=True)
class Asked:
    """A place in the code that asks for a message: its key (``.+`` for what is put in) and the values given, if all are named."""

    file: Path
    line: int
    key: re.Pattern[str]
    values: frozenset[str] | None

    @property
    def place(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line}"

    @property
    def family(self) -> bool:
        """Whether a part of the key is put in, so that several messages can be meant."""
        return ".+" in self.key.pattern

    def halves(self, key: str) -> tuple[str, ...]:
        """What is put into the key to get this one; empty where it cannot be got."""
        found = re.fullmatch(self.key.pattern.replace(".+", "(.+)"), key)
        return found.groups() if found else ()


@lru_cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text("utf-8")) for path in CODE}


@lru_cache
def strings(*files: Path) -> frozenset[str]:
    """Every plain string and every name in these files: what a key's variable half can come from."""
    found: set[str] = set()
    for node in (node for file in files for node in ast.walk(trees()[file])):
        match node:
            case ast.Constant(value=str() as text):
                found.add(text)
            case ast.AnnAssign(target=ast.Name(id=name)) | ast.Attribute(attr=name) | ast.keyword(arg=str() as name):
                found.add(name)
    return frozenset(found)


def pattern(node: ast.expr) -> str | None:
    """The keys that an argument of ``say`` can be, as a regular expression; None where it is no key at all."""
    match node:
        case ast.Constant(value=str() as text) if "." in text:
            return re.escape(text)
        case ast.JoinedStr(values=values):
            return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in values)
        case ast.IfExp(body=body, orelse=other) if (one := pattern(body)) and (two := pattern(other)):
            return f"(?:{one}|{two})"
    return None


def asked() -> Iterator[Asked]:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or ast.unparse(node.func).rpartition(".")[2] not in ("say", "_say"):
                continue
            keys = [key for argument in node.args[:2] if (key := pattern(argument))]
            named = all(keyword.arg for keyword in node.keywords)
            values = frozenset(str(keyword.arg) for keyword in node.keywords) if named else None
            yield from (Asked(path, node.lineno, re.compile(key), values) for key in keys)


ASKED = list(asked())


def placeholders(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def keys(room: str, language: Language) -> dict[str, str]:
    tables = tomllib.loads((MESSAGES / f"{room}.{language}.toml").read_text("utf-8"))
    return {f"{table}.{key}": text for table, entries in tables.items() for key, text in entries.items()}


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_messages_in_the_same_order(room: str, language: Language) -> None:
    assert list(keys(room, language)) == list(keys(room, "fi"))


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_placeholders(room: str, language: Language) -> None:
    finnish = {key: set(placeholders(text)) for key, text in keys(room, "fi").items()}
    assert {key: set(placeholders(text)) for key, text in keys(room, language).items()} == finnish


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_room_writes_over_another_room_s_messages(language: Language) -> None:
    assert len(catalogue(language)) == sum(len(keys(room, language)) for room in ROOMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_empty_or_has_loose_ends(language: Language) -> None:
    messages = catalogue(language)
    assert [key for key, text in messages.items() if not text or text != text.strip() or "  " in text] == []
    assert [key for key, text in messages.items() if any(not name.isidentifier() for name in placeholders(text))] == []


def test_the_code_asks_for_messages() -> None:
    assert len(ASKED) > 50


@pytest.mark.parametrize("one", ASKED, ids=lambda one: one.place)
def test_every_message_asked_for_is_there_with_its_values(one: Asked) -> None:
    wanting = [set(placeholders(text)) - (one.values or set()) for key, text in catalogue("fi").items() if one.key.fullmatch(key)]
    assert wanting, f"no message {one.key.pattern}"
    # Which of a family is meant shows only when the program runs; one of them at least can be said with these values.
    assert one.values is None or (set() in wanting if one.family else not any(wanting))


@pytest.mark.parametrize("one", [one for one in ASKED if one.values and not one.family], ids=lambda one: one.place)
def test_no_value_is_given_in_vain(one: Asked) -> None:
    wanted = {name for key, text in catalogue("fi").items() if one.key.fullmatch(key) for name in placeholders(text)}
    assert (one.values or frozenset()) - wanted == frozenset()


def reached(key: str, family: Asked) -> bool:
    """Whether a family can mean a message: what is put into its key must stand somewhere, with the table in the same file."""
    halves = family.halves(key)
    home = (family.file,) if family.key.pattern.startswith(".+") else CODE
    return bool(halves) and strings(*home).issuperset(halves)


def test_no_message_is_unused() -> None:
    said, families = strings(*CODE), [one for one in ASKED if one.family]
    # A table that is handed on whole is asked for by its name and the dot: "built_in.".
    whole = tuple(text for text in said if text.endswith(".") and text[:-1].isidentifier())
    left = [key for key in catalogue("fi") if key not in said and not key.startswith(whole)]
    assert [key for key in left if not any(reached(key, family) for family in families)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_message_or_a_missing_value_is_an_error(language: Language) -> None:
    with pytest.raises(KeyError):
        say(language, "level.nowhere")
    with pytest.raises(KeyError):
        say(language, "report.level", level=3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_braces_in_an_applicant_s_words_are_left_alone(language: Language) -> None:
    assert "{0.__class__} {level}" in say(language, "report.level", level=3, word="{0.__class__} {level}")


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], ("", "", "")),
        (["a"], ("a", "a", "a")),
        (["a", "b"], ("a ja b", "a och b", "a and b")),
        (["a", "b", "c"], ("a, b ja c", "a, b och c", "a, b and c")),
    ],
)
def test_a_list_as_a_person_says_it(items: list[str], expected: tuple[str, str, str]) -> None:
    assert tuple(listed(language, items) for language in LANGUAGES) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, ("0", "0", "0")),
        (-0.04, 1, ("0,0", "0,0", "0.0")),
        (0.5, 1, ("0,5", "0,5", "0.5")),
        (1234.5, 1, ("1\u00a0234,5", "1\u00a0234,5", "1,234.5")),
        (1_234_567, 0, ("1\u00a0234\u00a0567", "1\u00a0234\u00a0567", "1,234,567")),
        (-2.345, 2, ("-2,35", "-2,35", "-2.35")),
    ],
)
def test_a_number_as_the_language_writes_it(value: float, decimals: int, expected: tuple[str, str, str]) -> None:
    assert tuple(number(language, value, decimals) for language in LANGUAGES) == expected
