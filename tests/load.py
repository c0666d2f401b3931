"""Many people at once on the screen: each opens a page, checks a draft of 1,500 words, changes it, and checks again.

They speak to the server as a browser does and draw nothing, so that what is measured is the server. Run as ``make load``; prints
a Markdown table. Not a test, for machines differ; a small one stands in ``tests/browser/test_load.py``.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect

from alignment.cli import rules_folder
from alignment.messages import say
from alignment.model import Language
from alignment.rulebook import load_rulebook
from tests.bench import Maker
from tests.browser.files import labels
from tests.browser.server import Server, served

_LANGUAGE: Language = "en"
_PEOPLE, _WORDS, _TIMES = 20, 1_500, 4
#: Seconds that a person thinks, and after which one gives up.
_THOUGHT, _PATIENCE = 0.5, 120.0
_ARRIVED = re.compile(r'data-arrived="(\d+)"')


@dataclass(frozen=True)
class Check:
    """One press of the button: seconds until the answer began to show, and until all of it was there."""

    answer: float
    whole: float
    text: str


@dataclass
class Visitor:
    """Somebody with a page open, who tells the server what a browser would tell it."""

    socket: ClientConnection
    ids: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Ask for the first page."""
        self._ask()

    def write(self, label: str, text: str) -> None:
        """Write into a field and leave it."""
        self.written[self.ids[label]] = text
        self._ask()

    def press(self, label: str) -> Check:
        """Press a button and wait for all that comes of it."""
        return self._ask(self.ids[label])

    def _ask(self, pressed: str = "") -> Check:
        asked = BackMsg()
        asked.rerun_script.query_string = f"lang={_LANGUAGE}"
        states = [WidgetState(id=at, string_value=text) for at, text in self.written.items()]
        states += [WidgetState(id=pressed, trigger_value=True)] if pressed else []
        asked.rerun_script.widget_states.widgets.extend(states)
        began, answer = time.monotonic(), 0.0
        drawn: list[str] = []
        self.socket.send(asked.SerializeToString())
        while True:
            told = ForwardMsg.FromString(bytes(self.socket.recv(_PATIENCE)))  # type: ignore[arg-type]
            if told.WhichOneof("type") == "script_finished":
                return Check(answer or time.monotonic() - began, time.monotonic() - began, "".join(drawn))
            element = told.delta.new_element
            kind = element.WhichOneof("type")
            if kind in ("text_input", "text_area", "button"):
                named = getattr(element, kind)
                self.ids[named.label] = named.id
            elif kind == "html":
                drawn.append(element.html.body)
                if not answer and _ARRIVED.search(element.html.body):
                    answer = time.monotonic() - began


def visit(url: str, named: Mapping[str, str], name: str, text: str, times: int) -> list[Check]:
    """One person's stay: check a draft, change it, check it again; ``name`` stands in the title."""
    where = urlsplit(url)
    found = []
    with connect(f"ws://{where.netloc}/_stcore/stream", subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
        visitor = Visitor(socket)
        visitor.open()
        visitor.write(named["title"], name)
        for turn in range(times):
            # A change: every time a tenth more of the text is there.
            words = text.split()
            visitor.write(named["measures"], " ".join(words[: len(words) * (10 - times + turn + 1) // 10]))
            time.sleep(_THOUGHT)
            found.append(visitor.press(say(_LANGUAGE, "check.press")))
            time.sleep(_THOUGHT)
    return found


def everyone(server: Server, people: int, words: int = _WORDS, times: int = _TIMES) -> dict[str, list[Check]]:
    """So many people at once; what each of them saw, by the name in the title of their draft."""
    maker = Maker()
    named = labels(load_rulebook(rules_folder()).forms, _LANGUAGE)
    texts = {f"Person{number}of{people}": maker.text(words) for number in range(people)}
    with ThreadPoolExecutor(people) as pool:
        stays = {name: pool.submit(visit, server.url, named, name, text, times) for name, text in texts.items()}
        return {name: stay.result() for name, stay in stays.items()}


def _quantile(values: Sequence[float], share: float) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[round(100 * share) - 1]


def main() -> None:
    """Measure, and print a table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--people", type=int, nargs="+", default=[1, _PEOPLE])
    people = asked.parse_args().people
    rows = [
        "| people at once | checks | press → answer p50 | p95 | all drawn p50 | p95 | memory |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as server:
        everyone(server, 2, times=1)
        for count in people:
            checks = [check for stay in everyone(server, count).values() for check in stay]
            times = [[check.answer for check in checks], [check.whole for check in checks]]
            told = " | ".join(f"{_quantile(each, share):.2f} s" for each in times for share in (0.5, 0.95))
            rows.append(f"| {count} | {len(checks)} | {told} | {server.megabytes():.0f} MB |")
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
