"""Compare Alignment with its peers: ``python -m tests.compare CASES.jsonl``, or ``--small`` on a few invented cases."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from alignment.assess import Assessor
from alignment.evaluation.calibration import cross_validated
from alignment.evaluation.evaluating import samples_of
from alignment.evaluation.measures import Sample, measure
from alignment.rulebook import load_rulebook
from tests.compare.giving import job_of, small_cases
from tests.compare.measuring import at_its_best, rescored
from tests.compare.peers import PEERS, Job, Peer
from tests.compare.running import ROOT, interpreter, run
from tests.compare.telling import INVENTED, MARKS, NOTES, Standing, as_data, table

_RUNS = 3
_SAMPLES = ROOT / "tests" / "samples" / "round.jsonl"


def compare(rules: Path, cases: Path, peers: tuple[Peer, ...] = PEERS, runs: int = _RUNS) -> list[Standing]:
    """Every tool on the same cases, Alignment by its own evaluation."""
    samples, job = samples_of(Assessor(load_rulebook(rules)), cases), job_of(rules, cases)
    held_out = cross_validated(samples, load_rulebook(rules).scorecard)
    return [_standing(peer, job, samples, held_out, runs) for peer in peers]


def _standing(peer: Peer, job: Job, samples: list[Sample], held_out: list[Sample], runs: int) -> Standing:
    answer = run(peer, job, runs)
    ours = peer.key == "alignment"
    measures, scales = (measure(held_out), {}) if ours else at_its_best(rescored(samples, answer["scores"]))
    return Standing(peer.key, peer.title, peer.reads, answer["rate"], answer["megabytes"], measures, scales)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.compare", description=__doc__)
    parser.add_argument("cases", nargs="?", type=Path, help="labelled cases, one JSON object a line")
    parser.add_argument("--small", action="store_true", help="a few invented cases, one run: shows that it works")
    parser.add_argument("--rules", type=Path, default=ROOT / "rules")
    parser.add_argument("--folder", type=Path, default=ROOT / "build", help="where compare.json and the chart go")
    options = parser.parse_args()
    if options.cases is None and not options.small:
        parser.error("give a file of labelled cases, or --small")
    return options


def main() -> None:
    """Compare, and leave the table on standard output, the data and the chart in a folder."""
    options, say = _options(), sys.stdout.write
    missing = [peer for peer in PEERS if interpreter(peer.module) is None]
    peers = tuple(peer for peer in PEERS if peer not in missing)
    with tempfile.TemporaryDirectory() as folder:
        cases = small_cases(_SAMPLES, Path(folder, "small.jsonl")) if options.small else options.cases
        standings = compare(options.rules, cases, peers, 1 if options.small else _RUNS)
    marks = {} if options.small else MARKS
    say((INVENTED if options.small else "") + table(standings, marks) + NOTES)
    say("".join(f"Not installed, so not measured: {peer.title} ({peer.reads}).\n" for peer in missing))
    _leave(as_data(standings, marks), options.folder, "compare-small" if options.small else "compare")


def _leave(told: dict[str, Any], folder: Path, name: str) -> None:
    """Write the data, and the chart where its library is installed."""
    folder.mkdir(parents=True, exist_ok=True)
    data, chart = folder / f"{name}.json", folder / f"{name}.png"
    data.write_text(json.dumps(told, ensure_ascii=False, indent=2), "utf-8")
    sys.stdout.write(f"\n{data}\n")
    if python := interpreter("matplotlib"):
        subprocess.run([python, Path(__file__).with_name("chart.py"), data, chart], check=True)
        sys.stdout.write(f"{chart}: {told['alt']}\n")


if __name__ == "__main__":
    main()
