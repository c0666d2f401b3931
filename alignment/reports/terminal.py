"""Assessments as plain text for a terminal: a short table of a round, and one application explained in full."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from alignment.errors import UsageError
from alignment.model import Assessment, Kind, Match, Recommendation, Round
from alignment.reports.evidence import passage_numbers
from alignment.reports.plain import one_line, pieces
from alignment.reports.words import Words, shown

_WIDTH = 100
_GAP = "  "
_LONGEST_ID = 16
_NARROWEST = 10
_COLOURS: dict[Recommendation, str] = {"meets": "32", "refer": "33", "does_not_meet": "31", "cannot_assess": "90"}
_HEADINGS = ("column.id", "column.title", "column.recommendation", "terminal.goal", "terminal.spearhead")
_GATE_WORDS = {True: "passed", False: "failed", None: "open"}


def summary_table(round_: Round, width: int, colour: bool) -> str:
    """One line an application; long names are cut so that a line fits in ``width`` characters where it can."""
    words = Words(round_)
    header = [words.say(key) for key in _HEADINGS]
    rows = [_cells(words, assessment) for assessment in round_.assessments]
    widths = _widths([header, *rows], width)
    lines = [_line(header, widths), _GAP.join("─" * each for each in widths)]
    for assessment, cells in zip(round_.assessments, rows, strict=True):
        lines.append(_line(cells, widths, _COLOURS[assessment.recommendation] if colour else ""))
    return "\n".join(lines) + "\n"


def _cells(words: Words, assessment: Assessment) -> list[str]:
    facts = assessment.application
    return [
        one_line(facts.id),
        one_line(facts.title),
        words.recommended(assessment.recommendation),
        _best(words, assessment, "goal"),
        _best(words, assessment, "spearhead"),
    ]


def _best(words: Words, assessment: Assessment, kind: Kind) -> str:
    """The level stands first, so that a long name can be cut without losing it."""
    top = shown(assessment.matches, kind)[:1]
    return "".join(f"{match.level}/5 {one_line(words.target(match))}" for match in top) or words.say("terminal.none")


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Ids and recommendations as wide as they are; the names share what is left."""
    longest = [max(len(row[column]) for row in rows) for column in range(5)]
    longest[0] = min(longest[0], _LONGEST_ID)
    left = max(3 * _NARROWEST, width - longest[0] - longest[2] - 4 * len(_GAP))
    names = min(longest[3], left // 3), min(longest[4], left // 3)
    return [longest[0], min(longest[1], left - sum(names)), longest[2], *names]


def _line(cells: Sequence[str], widths: Sequence[int], colour: str = "") -> str:
    fitted = [_fitted(cell, width) for cell, width in zip(cells, widths, strict=True)]
    if colour:
        fitted[2] = f"\x1b[{colour}m{fitted[2]}\x1b[0m"
    return _GAP.join(fitted).rstrip()


def _fitted(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"


def explanation(
    assessment: Assessment, round_: Round, target: str | None, what_if: Callable[[Match], Sequence[str]] = lambda _: ()
) -> str:
    """Everything about one application: recommendation, conditions, reasons, and the ledgers of its accepted matches.

    With ``target`` the ledger of that match alone, accepted or not; ``what_if`` tells what would change a match. Applicants' text
    comes without control characters.

    Raises:
        UsageError: when the application was not compared with ``target``.
    """
    words = Words(round_)
    matches = _asked(words, assessment.matches, target)
    facts = assessment.application
    head = [f"{one_line(facts.id)}  {one_line(facts.title)}"]
    if facts.applicant:
        head.append(words.say("terminal.applicant", applicant=one_line(facts.applicant)))
    head.append(words.say("terminal.recommendation", recommendation=words.recommended(assessment.recommendation)))
    gates = [f"[{words.say(f'terminal.{_GATE_WORDS[gate.passed]}')}] {gate.reason}" for gate in assessment.gates]
    told = {gate.reason for gate in assessment.gates}
    blocks = [
        "\n".join(head),
        _block(words.say("terminal.gates"), gates),
        _block(words.say("terminal.reasons"), [reason for reason in assessment.reasons if reason not in told]),
        _block(words.say("terminal.notices"), assessment.notices),
        _block(words.say("terminal.problems"), [f"{each.place}: {each.message} {each.hint}" for each in assessment.problems]),
        *("\n".join(_ledger(words, match, what_if(match))) for match in matches),
    ]
    if not matches:
        blocks.append(words.say("terminal.no_matches"))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _asked(words: Words, matches: Sequence[Match], target: str | None) -> list[Match]:
    if target is None:
        return shown(matches)
    found = [match for match in matches if match.target == target]
    if not found:
        known = ", ".join(match.target for match in matches)
        hint = words.say("terminal.targets", targets=known) if known else words.say("terminal.no_matches")
        raise UsageError(words.say("terminal.no_target", target=one_line(target)), hint)
    return found


def _block(heading: str, sentences: Iterable[str]) -> str:
    lines = [_wrapped(one_line(sentence), "  • ", "    ") for sentence in sentences]
    return "\n".join([heading, *lines]) if lines else ""


def _ledger(words: Words, match: Match, what_if: Sequence[str]) -> Iterator[str]:
    name = f"{one_line(words.target(match))} ({match.target})"
    yield name
    yield "─" * min(len(name), _WIDTH)
    yield _wrapped(one_line(match.sentence), "  ", "  ")
    yield from _sum(words, match)
    accepted = words.say("report.accepted" if match.accepted else "report.not_accepted")
    score = words.number(match.score, 1)
    yield "  " + words.say("terminal.score", score=score, level=words.level(match), accepted=accepted)
    for number, evidence in enumerate(match.evidence, start=1):
        place = {"section": one_line(words.section(evidence.section)), "start": evidence.start + 1, "end": evidence.end}
        yield "  " + words.say("terminal.passage", number=number, **place)
        text = "".join(f"»{run}«" if marked else run for run, marked in pieces(evidence))
        yield _wrapped(one_line(text), "      ", "      ")
    if what_if:
        yield "  " + words.say("whatif.heading")
        yield from (_wrapped(one_line(sentence), "    • ", "      ") for sentence in what_if)


def _sum(words: Words, match: Match) -> Iterator[str]:
    """The lines of a ledger over their total, as one adds on paper."""
    for line in match.contributions:
        numbers = passage_numbers(line.evidence)
        passages = f" [{numbers}]" if numbers else ""
        yield _wrapped(f"{one_line(line.label)}{passages}", f"{_amount(words, line.amount)}  ", " " * 12)
    yield "  " + "─" * 8
    yield f"{_amount(words, match.total)}  {words.say('terminal.total')}"
    if round(sum(round(line.amount, 2) for line in match.contributions) - match.total, 2):
        yield " " * 12 + words.say("terminal.rounded")


def _amount(words: Words, amount: float) -> str:
    sign = "+" if round(amount, 2) > 0 else ""
    return f"{sign}{words.number(amount, 2)}".rjust(10)


def _wrapped(text: str, first: str, later: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False)
