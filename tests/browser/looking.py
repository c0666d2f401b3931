"""What is wrong with a page as it stands: for those who do not see it, on a phone, and in its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from axe_playwright_python.base import AXE_SCRIPT

from alignment.messages import catalogue
from alignment.model import LANGUAGES, Language
from ui.language import NAMES

from .person import Person

#: The tags of WCAG 2.1, levels A and AA.
_LEVELS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
#: The rules that hang on colours.
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}, "resultTypes": ["violations"]}
_RUN = "options => axe.run(options).then(found => found.violations)"
#: Texts and attributes that the person sees or hears, what lies in folded boxes too; not what is marked as another language.
_TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE) {
      const unread = "script, style, noscript, canvas, [data-testid=stIconMaterial], [lang]:not(html)";
      if (!node.parentElement.closest(unread)) found.push(node.nodeValue);
    } else for (const name of ["aria-label", "placeholder", "title", "alt"]) found.push(node.getAttribute(name) ?? "");
  }
  return [document.title, ...found].map(text => text.replace(/\\s+/g, " ").trim()).filter(text => text);
}"""
_WIDE = "() => Math.max(...['html', '[data-testid=stMain]'].map(at => document.querySelector(at).scrollWidth))"
#: Letters from which on words stand in a sentence by no accident.
_LONG = 16
#: Pixels of the narrowest phone.
_PHONE = 320


def violations(person: Person) -> Iterator[str]:
    """What axe finds."""
    return _found(person, _LEVELS)


def violations_in_the_dark(person: Person) -> Iterator[str]:
    """What axe finds in the colours for the dark."""
    person.page.emulate_media(color_scheme="dark")
    yield from _found(person.settle(), _COLOURS)
    person.page.emulate_media(color_scheme="light")


def sideways(person: Person) -> Iterator[str]:
    """Whether the page must be scrolled sideways on a narrow phone."""
    size = person.page.viewport_size
    person.page.set_viewport_size({"width": _PHONE, "height": 800})
    wide = person.settle().page.evaluate(_WIDE)
    if wide > _PHONE:
        yield f"{wide} pixels wide"
    if size:
        person.page.set_viewport_size(size)


def texts(person: Person) -> set[str]:
    """All that can be read or heard on the page, piece by piece."""
    return set(cast(list[str], person.page.evaluate(_TEXTS)))


def foreign(told: set[str], own: Language) -> Iterator[str]:
    """Words of the catalogue in another language than the page's."""
    for language in LANGUAGES:
        if language != own:
            yield from (f"{language}: {words}" for words in _spoken(told, language, own))


def _spoken(told: set[str], language: Language, own: Language) -> Iterator[str]:
    ours, all_told = "\n".join(catalogue(own).values()).casefold(), "\n".join(told)
    for text in catalogue(language).values():
        for words in (" ".join(part.split()) for part in re.split(r"\{.*?\}", text)):
            spoken = words in told if len(words) < _LONG else words in all_told
            if spoken and words and words.casefold() not in ours and words not in NAMES.values():
                yield words


def _found(person: Person, options: Mapping[str, object]) -> Iterator[str]:
    if person.page.evaluate("typeof axe") == "undefined":
        person.page.evaluate(AXE_SCRIPT)
    rules = cast(list[dict[str, Any]], person.page.evaluate(_RUN, options))
    for rule in rules:
        yield from (f"{rule['id']} at {node['target']}: {node['html']}" for node in rule["nodes"])
