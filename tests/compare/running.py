"""Each tool in a process of its own, in the environment that has it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from functools import cache
from pathlib import Path

from tests.compare.peers import Answer, Job, Peer

ROOT = Path(__file__).parents[2]
#: Where `make compare` installs the peers.
THEIRS = ROOT / ".venv-compare" / "bin" / "python"


@cache
def interpreter(module: str) -> Path | None:
    """The Python that has a module: this one, or that of the peers' environment."""
    return next((python for python in (Path(sys.executable), THEIRS) if python.exists() and _has(python, module)), None)


def _has(python: Path, module: str) -> bool:
    look = f"import sys; from importlib.util import find_spec; sys.exit(find_spec({module!r}) is None)"
    return subprocess.run([python, "-c", look], check=False).returncode == 0


def run(peer: Peer, job: Job, times: int) -> Answer:
    """A tool's answer: its scores, the median rate of fresh processes, and the most memory any of them held."""
    answers = [_once(peer, job) for _ in range(times)]
    return Answer(
        scores=answers[0]["scores"],
        rate=statistics.median(answer["rate"] for answer in answers),
        megabytes=max(answer["megabytes"] for answer in answers),
    )


def _once(peer: Peer, job: Job) -> Answer:
    """A fresh process for each run, so that no run feeds on words another has looked up; one thread for all alike."""
    python = interpreter(peer.module)
    if python is None:
        raise ModuleNotFoundError(f"{peer.title} needs {peer.module}: run `make compare`, which installs it.")
    alone = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [str(python), str(Path(__file__).with_name("peers.py")), peer.key]
    done = subprocess.run(command, input=json.dumps(job).encode(), env=alone, stdout=subprocess.PIPE, check=True)
    answer: Answer = json.loads(done.stdout)
    return answer
