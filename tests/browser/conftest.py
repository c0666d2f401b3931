"""One server and one Chromium for all tests of a process, and people who leave when their test is over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from alignment.model import Language

from .person import Person, chromium
from .server import Server, served

#: Set where a missing browser must not go unnoticed.
_NEEDED = "ALIGNMENT_BROWSER_NEEDED"
Comer = Callable[..., Person]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("server")) as server:
        yield server


# Playwright keeps an event loop going in the thread it is used from; other tests, which need one of their own, come after it.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as browser:
            yield browser
    except LookupError as error:
        (pytest.fail if os.environ.get(_NEEDED) else pytest.skip)(str(error))


@pytest.fixture
def comes(browser: Browser, server: Server) -> Iterator[Comer]:
    """Let somebody come to the screen; whoever came has seen no fault when the test is over."""
    people: list[Person] = []

    def comer(language: Language = "fi", *, wide: int = 1280, high: int = 900) -> Person:
        people.append(Person(browser, server, language, wide=wide, high=high))
        return people[-1]

    yield comer
    for person in people:
        person.leave()
    assert [person.faults for person in people if person.faults] == []
