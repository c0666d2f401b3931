"""Pictures of the whole screen, to be looked at: every view, empty and with results, light, dark and on a phone.

Run as ``make screens``; they come into ``build/screens``. The three that the README shows come into ``ui/pictures``.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import expect

from alignment.cli import rules_folder
from alignment.model import Language
from alignment.rulebook import load_rulebook

from .person import Person, chromium
from .server import ROOT, served
from .tour import tour, walk

SCREENS, SHOWN = ROOT / "build" / "screens", ROOT / "ui" / "pictures"
_ROUND = ROOT / "sample_applications" / "round-2023.xlsx"
_LANGUAGE: Language = "fi"
_README_LANGUAGE: Language = "en"
_WIDE, _NARROW, _HIGH, _TALLEST = 1_280, 390, 844, 6_000
_LOOKS: tuple[tuple[str, int, Literal["light", "dark"]], ...] = (
    ("light", _WIDE, "light"),
    ("dark", _WIDE, "dark"),
    ("phone", _NARROW, "light"),
)
#: Colours of a picture in the README; a screen has few, and its file is a fifth as large.
_COLOURS = 64


def main() -> None:
    """Take all of them."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    SHOWN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server, chromium() as browser:
        _take_shown(Person(browser, server, _README_LANGUAGE))
        _take_all(Person(browser, server, _LANGUAGE))


def _take_all(person: Person) -> None:
    for stop in walk(person, tour(load_rulebook(rules_folder()), _ROUND)):
        for name, wide, scheme in _LOOKS:
            person.page.emulate_media(color_scheme=scheme)
            _take(person, f"{stop.view}-{stop.name}-{name}", wide)
        person.page.set_viewport_size({"width": _WIDE, "height": _HIGH})
        person.page.emulate_media(color_scheme="light")


def _take(person: Person, name: str, wide: int) -> None:
    """The whole page, however tall: the window is made as tall as what it holds."""
    person.page.set_viewport_size({"width": wide, "height": _HIGH})
    tall = person.settle().page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    person.page.set_viewport_size({"width": wide, "height": min(tall, _TALLEST)})
    person.settle().page.screenshot(path=SCREENS / f"{name}.png")


def _take_shown(person: Person) -> None:
    """The applicant's marked text, the officer's round, and a phone in the dark."""
    person.open("screening").press("round.sample")
    expect(person.by("button", "round.download")).to_be_visible()
    person.turn_to("round.tab_heatmap")
    person.page.get_by_role("tablist").evaluate("tabs => tabs.scrollIntoView()")
    _keep(person, "round")
    person.go("check").press("check.example").press("check.press")
    expect(person.by("button", "check.download")).to_be_visible()
    person.settle().page.get_by_role("heading", name=person.say("check.text")).evaluate("heading => heading.scrollIntoView()")
    _keep(person, "draft")
    person.page.emulate_media(color_scheme="dark")
    person.page.set_viewport_size({"width": _NARROW, "height": _HIGH})
    person.settle().page.get_by_role("status").evaluate("answer => answer.scrollIntoView()")
    _keep(person, "phone")


def _keep(person: Person, name: str) -> None:
    """What is in view, with few colours."""
    seen = Image.open(io.BytesIO(person.settle().page.screenshot()))
    few = seen.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(SHOWN / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
