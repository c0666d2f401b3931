"""A server of the screen for those who test it: ``alignment ui`` in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

ROOT = Path(__file__).parents[2]
_SECONDS_TO_START = 120.0
_MOST_TOLD = 2_000


@dataclass(frozen=True)
class Server:
    """A server that runs.

    Attributes:
        home: the home folder of its user, who has nothing else.
        log: the file that its words go to.
    """

    url: str
    process: subprocess.Popen[bytes]
    home: Path
    log: Path

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.rpartition(":")[2])

    def processes(self) -> list[int]:
        """Its process and all that it started, itself first."""
        parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdecimal()}
        found = [self.process.pid]
        for at in found:
            found += [process for process, parent in parents.items() if parent == at]
        return found

    def megabytes(self) -> float:
        """Memory of all its processes; what they share is counted once."""
        return sum(map(_kilobytes, self.processes())) / 1024


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """A server on a free port, which keeps what it keeps in a folder; ended with all it started."""
    home, log = folder / "home", folder / "server.log"
    home.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # The dictionaries that were prepared once may be used; they are the program's and nobody's.
    dictionaries = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    environment = {"HOME": str(home), "XDG_CACHE_HOME": dictionaries, "STREAMLIT_SERVER_PORT": str(port), "PYTHONPATH": str(ROOT)}
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "alignment.cli", "ui"],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            env=os.environ | environment,
            start_new_session=True,
        )
        try:
            server = Server(f"http://127.0.0.1:{port}", process, home, log)
            _wait_for(server)
            yield server
        finally:
            _end(process)


def _wait_for(server: Server) -> None:
    until = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < until and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/api/health", timeout=5):  # noqa: S310 - our own address
                return
        except HTTPError:
            break
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start: {server.log.read_text('utf-8')[-_MOST_TOLD:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        # It leads a session of its own, so this ends what it started too.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _kilobytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
