"""What the notice says of how good the rules are: agreement with people, what a score means, doubt, and limits."""

from __future__ import annotations

from collections.abc import Mapping

from alignment.messages import day
from alignment.model import LANGUAGES, RECOMMENDATIONS, NoticeTable, Recommendation
from alignment.notice.teller import Teller, Told
from alignment.rulebook.parts import FieldAgreement, Screened

_ALL = "all"


def figures(t: Teller) -> Told:
    """How far the rulebook agrees with people, beside how far they agree with each other."""
    plain = {row.field: row for row in t.measured(lambda found: found.measures) if row.language == _ALL}
    held_out = {row.field: row for row in t.measured(lambda found: found.cross_validated) if row.language == _ALL}
    if not plain:
        yield t.say("notice_figures.none")
        return
    yield t.say("notice_figures.cases", cases=t.number(max(row.cases for row in plain.values())))
    yield t.say("notice_figures.terms", best=t.number(1))
    yield t.say("notice_figures.crossed")
    yield t.say("notice_figures.stale")
    if people := t.rulebook.annotators:
        facts = {"count": t.number(people.count), "cases": t.number(people.cases), "source": people.source.in_(t.language)}
        yield t.say("notice_figures.people", **facts)
        yield t.say("notice_figures.lenient")
        yield people.caution.in_(t.language)
    marks = people.f1 if people else {}
    yield NoticeTable(
        caption=t.say("notice_figures.caption"),
        header=tuple(t.say(f"notice_figures.{key}") for key in ("field", "plain", "held_out", "auc", "mark")),
        rows=tuple(_agreement(t, row, held_out.get(field), marks.get(field)) for field, row in plain.items()),
    )


def _agreement(t: Teller, plain: FieldAgreement, held_out: FieldAgreement | None, mark: float | None) -> tuple[str, ...]:
    crossed = (held_out.f1, held_out.auc) if held_out else (None, None)
    return t.fields[plain.field], *map(t.figure, (plain.f1, *crossed, mark))


def bands(t: Teller) -> Told:
    """What a score promises, and where the promise does not hold."""
    yield t.say("notice_bands.promise", score=t.number(t.card.level[-1].from_score))
    bands = t.rulebook.measured.reliability if t.rulebook.measured else ()
    if not bands:
        yield t.say("notice_bands.none")
        return
    widest = max(bands, key=lambda band: abs(band.mean - band.accepted))
    said = {"mean": t.number(widest.mean), "accepted": t.number(widest.accepted), "matches": t.number(widest.matches)}
    yield t.say("notice_bands.gap", scores=widest.scores, **said)
    yield t.say("notice_bands.half")
    yield NoticeTable(
        caption=t.say("notice_bands.caption"),
        header=tuple(t.say(f"notice_bands.{key}") for key in ("scores", "matches", "mean", "accepted")),
        rows=tuple((b.scores, t.number(b.matches), t.number(b.mean, 1), t.number(b.accepted, 1)) for b in bands),
    )


def doubt(t: Teller) -> Told:
    """Which matches are left to an officer, and what that would mean for the measured projects."""
    costs = t.call.costs
    harm = {"exclusion": costs.wrong_exclusion / costs.officer, "inclusion": costs.wrong_inclusion / costs.officer}
    yield t.say("notice_doubt.costs", call=t.called, **{name: t.number(value, 1) for name, value in harm.items()})
    if costs.refer_from < costs.refer_to:
        yield t.say("notice_doubt.band", low=t.number(costs.refer_from), high=t.number(costs.refer_to))
    else:
        yield t.say("notice_doubt.never")
    if disputed := sum(target.disputed for target in t.rulebook.target_of.values()):
        limit = t.number(t.card.level[-1].from_score)
        yield t.say("notice_doubt.disputed", count=t.number(disputed), limit=limit)
    yield t.say("notice_doubt.read", refer=t.recommended("refer"))
    rows = t.rulebook.measured.screening if t.rulebook.measured else ()
    # The same band was measured only where the same costs were.
    if same := next((row for row in rows if abs(row.wrong_exclusion - harm["exclusion"]) < 1e-9), None):
        yield _screened(t, same)


def _screened(t: Teller, found: Screened) -> NoticeTable:
    groups: Mapping[str, Mapping[Recommendation, int]] = {
        "aligned": found.aligned,
        "between": found.between,
        "not_aligned": found.not_aligned,
    }
    return NoticeTable(
        caption=t.say("notice_doubt.caption"),
        header=(t.say("notice_doubt.group"), *(t.say(f"recommended.{each}") for each in RECOMMENDATIONS)),
        rows=tuple(
            (t.say(f"notice_doubt.{name}"), *(t.number(counts.get(each, 0)) for each in RECOMMENDATIONS))
            for name, counts in groups.items()
        ),
    )


def limits(t: Teller) -> Told:
    """What the tool does not see, and where it is measured to be weakest."""
    yield t.say("notice_limits.text")
    yield t.say("notice_limits.words")
    yield t.say("notice_limits.weights")
    apart = [(row.f1, row) for row in t.measured(lambda found: found.measures) if row.language != _ALL and row.f1 is not None]
    if apart:
        f1, row = min(apart, key=lambda pair: pair[0])
        spoken = t.spoken(row.language if row.language in LANGUAGES else "other")
        facts = {"field": t.fields[row.field], "spoken": spoken, "cases": t.number(row.cases)}
        yield t.say("notice_limits.weakest", f1=t.number(f1, 2), **facts)
    if t.rulebook.newest.valid_to:
        yield t.say("notice_limits.ends", date=day(t.rulebook.newest.valid_to))
