"""A way through the whole screen: every view, empty and with results, one stop after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from playwright.sync_api import expect

from alignment.notice.teller import Teller
from alignment.rulebook import Rulebook

from .person import Person


@dataclass(frozen=True)
class Stop:
    """A state of a view that one can look at; it is reached from the stop before it."""

    view: str
    name: str
    reach: Callable[[Person], object]


def tour(rulebook: Rulebook, round_: Path, *views: str) -> Iterator[Stop]:
    """The stops in their order, of some views or of all.

    Args:
        round_: the applications that an officer brings.
    """
    officer, owner, given = partial(at_tab, "round"), partial(at_tab, "weights"), partial(_given, round_)
    stops = (
        Stop("check", "empty", Person.settle),
        Stop("check", "answer", _checked),
        Stop("check", "edited", _edited),
        Stop("check", "nothing", _cleared),
        Stop("screening", "empty", Person.settle),
        Stop("screening", "applications", given),
        Stop("screening", "heatmap", partial(officer, "heatmap")),
        Stop("screening", "portfolio", partial(officer, "portfolio")),
        Stop("screening", "compare", partial(officer, "compare")),
        Stop("screening", "programmes", _programmes),
        Stop("screening", "input", partial(officer, "input")),
        Stop("screening", "columns", partial(officer, "columns")),
        Stop("screening", "settings", _settings),
        Stop("weights", "targets", Person.settle),
        Stop("weights", "limits", partial(changed, rulebook)),
        Stop("weights", "nothing", partial(owner, "try")),
        Stop("weights", "try", partial(tried, given)),
        Stop("weights", "words", partial(owner, "words")),
        Stop("weights", "save", partial(owner, "save")),
        Stop("weights", "excel", partial(owner, "excel")),
        Stop("method", "whole", Person.settle),
        Stop("accessibility", "whole", Person.settle),
    )
    return (stop for stop in stops if not views or stop.view in views)


def walk(person: Person, stops: Iterable[Stop]) -> Iterator[Stop]:
    """Walk from stop to stop; each is handed out once the person is there."""
    view = ""
    for stop in stops:
        if stop.view != view:
            view = stop.view
            person.go(view)
        stop.reach(person)
        yield stop


def at_tab(group: str, name: str, person: Person) -> None:
    """Come to a tab of a view."""
    person.turn_to(f"{group}.tab_{name}")


def changed(rulebook: Rulebook, person: Person) -> None:
    """Let level 3 begin at 60 points."""
    at_tab("weights", "limits", person)
    level = Teller(rulebook, person.language).level(3)
    person.by("textbox", "weights.begins", level=level).fill("60")
    person.page.keyboard.press("Enter")
    expect(person.by("button", "weights.undo_all")).to_be_visible()
    person.settle()


def tried(given: Callable[[Person], object], person: Person) -> None:
    """Try what was changed on a round, which is given first where there is none."""
    if person.by("button", "tried.sample").is_visible():
        given(person.go("screening"))
        person.go("weights")
    person.by("button", "weights.try").first.click()
    expect(person.page.get_by_role("region", name=person.say("tried.counts"))).to_be_visible()
    person.settle()


def _checked(person: Person) -> None:
    person.press("check.example").press("check.press")
    expect(person.by("button", "check.download")).to_be_visible()
    person.settle()


def _edited(person: Person) -> None:
    person.fold(person.say("check.edit"))
    measures = person.page.get_by_role("textbox").filter(has_text=person.say("example.measures")).first
    measures.fill("")
    person.press("check.press")
    expect(person.told("change.heading")).to_be_visible()
    person.fold(person.say("check.edit"))


def _cleared(person: Person) -> None:
    person.press("check.clear").press("check.press")
    expect(person.page.get_by_role("alert")).to_be_visible()


def _given(round_: Path, person: Person) -> None:
    person.give(round_)
    expect(person.by("button", "round.download")).to_be_visible()
    person.settle()


def _programmes(person: Person) -> None:
    person.by("radio", "compare.programmes").click()
    expect(person.told("check.working")).to_be_hidden()
    person.settle()


def _settings(person: Person) -> None:
    person.fold(person.say("round.settings"))
    person.fold(person.say("round.files"))
