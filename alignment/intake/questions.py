"""What a form asks of an applicant, in a workbook or on a screen: the facts, then every section that counts for something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alignment.intake.desk import FIELDS
from alignment.messages import number, say
from alignment.model import Language
from alignment.rulebook.parts import Forms


@dataclass(frozen=True)
class Question:
    """One thing asked.

    Attributes:
        name: the field of an application, or the role of a section.
        section: whether a text is asked for.
        length: how many characters of text are expected; 0 where the rulebook does not say.
        choices: answers to choose from; others may be given too.
    """

    name: str
    section: bool
    label: str
    guidance: str
    length: int = 0
    choices: tuple[str, ...] = ()


def questions(forms: Forms, language: Language) -> tuple[Question, ...]:
    """All that a form asks: nobody is asked for a section that counts for nothing."""
    facts = (_fact(forms, name, language) for name in FIELDS if name in forms.field)
    return (*facts, *_texts(forms, language))


def _fact(forms: Forms, name: str, language: Language) -> Question:
    asked = forms.field[name]
    choices = asked.choices.in_(language) if asked.choices else ()
    told = say(language, f"template.{name}")
    guidance = f"{told} {say(language, 'template.choose')}" if choices else told
    return Question(name, False, _capital(asked.label.in_(language)), guidance, choices=choices)


def _texts(forms: Forms, language: Language) -> Iterator[Question]:
    for role, asked in forms.section.items():
        if asked.weight > 0:
            guidance = asked.guidance.in_(language) if asked.guidance else say(language, "template.section")
            if asked.length:
                guidance = f"{guidance} {say(language, 'template.length', length=number(language, asked.length))}"
            yield Question(role, True, _capital(asked.label.in_(language)), guidance, asked.length or 0)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
