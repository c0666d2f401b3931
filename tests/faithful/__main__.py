"""Run the deletion tests: ``python -m tests.faithful [CASES.jsonl] [--most N]``.

Prints one table and writes it to build/faithful.json and build/faithful.svg.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tqdm import tqdm

from alignment.cli import rules_folder
from alignment.intake import read_inputs
from alignment.rulebook import load_rulebook
from tests.faithful.comparing import EXPLAINERS, Case, Row, cases, compared
from tests.faithful.drawing import chart, table
from tests.faithful.model import Model

_SAMPLES = Path(__file__).parents[1] / "samples" / "round.jsonl"
_BUILD = Path("build")


def main() -> None:
    """Compare the explainers and say what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.faithful", description=__doc__)
    parser.add_argument("cases", nargs="?", type=Path, default=_SAMPLES, help="applications; the invented round otherwise")
    parser.add_argument("--most", type=int, default=None, metavar="N", help="only so many applications, spread over the file")
    asked = parser.parse_args()
    rulebook = load_rulebook(rules_folder())
    model = Model(rulebook)
    found = cases(model, read_inputs([asked.cases], rulebook.forms, "en").applications)
    chosen: list[Case] = found[:: max(1, -(-len(found) // asked.most))] if asked.most else found
    rows: list[Row] = compared(model, tqdm(chosen, file=sys.stderr), EXPLAINERS)
    _BUILD.mkdir(exist_ok=True)
    (_BUILD / "faithful.json").write_text(json.dumps([vars(row) for row in rows], indent=2) + "\n", "utf-8")
    (_BUILD / "faithful.svg").write_text(chart(rows), "utf-8")
    sys.stdout.write(table(rows, asked.cases.name) + "\n")


if __name__ == "__main__":
    main()
