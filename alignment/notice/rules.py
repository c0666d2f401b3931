"""What the notice says of the rules themselves: steps, an example, what they rest on, who decides, and how they change."""

from __future__ import annotations

from collections.abc import Iterator

from alignment.explaining import explain
from alignment.matching.matcher import scorer
from alignment.matching.scorecard import strength
from alignment.messages import day, say
from alignment.model import KINDS, LANGUAGES, RECOMMENDATIONS, Application, Language, Match, NoticeTable, Section, Source
from alignment.notice.teller import Ready, Teller, Told
from alignment.rulebook import Rulebook, choose
from alignment.rulebook.parts import Plan
from alignment.text.prose import Reader

_LOWEST, _HIGHEST = 0, 100
#: So many decimals are tried until the rounded lines of the example add up to its rounded total.
_DECIMALS = (2, 3, 4, 5, 6)


def purpose(t: Teller) -> Told:
    """What the tool is for, for whom, and what it can answer."""
    yield t.say("notice_purpose.what")
    yield t.say("notice_purpose.whom")
    yield t.say("notice_purpose.answers", answers=t.listed(map(t.recommended, RECOMMENDATIONS)))
    yield t.say("notice_purpose.live", title=t.quoted(t.title), version=t.rulebook.about.version)


def steps(t: Teller) -> Told:
    """What is done with an application, with the figures of each step and the levels."""
    card = t.card
    yield t.say("notice_steps.read", languages=t.listed(map(t.spoken, LANGUAGES)))
    yield t.say("notice_steps.silent")
    yield t.say("notice_steps.fewest", fewest=t.number(card.fewest_words))
    one, two = (t.number(100 * strength([1.0] * words, card.reference_length, card)) for words in (1, 2))
    yield t.say("notice_steps.match", length=t.number(card.reference_length), one=one, two=two)
    parts: dict[float, list[str]] = {}
    for part in t.rulebook.forms.section.values():
        parts.setdefault(part.weight, []).append(part.label.in_(t.language))
    high, low = max(parts), min(parts)
    ends = {"high": t.number(high, 2), "loud": t.listed(parts[high]), "low": t.number(low, 2), "quiet": t.listed(parts[low])}
    yield t.say("notice_steps.parts", **ends)
    yield t.say("notice_steps.compare")
    scale = {"low": t.number(_LOWEST), "high": t.number(_HIGHEST)}
    yield t.say("notice_steps.score", accept=t.level(card.accept_level), **scale)
    yield NoticeTable(
        caption=t.say("notice_steps.caption"),
        header=(t.say("notice_steps.level"), t.say("notice_steps.from"), t.say("notice_steps.yes")),
        rows=tuple(
            (t.level(level), t.number(step.from_score), t.say("report.yes" if level >= card.accept_level else "report.no"))
            for level, step in enumerate(card.level)
        ),
    )


def worked(rulebook: Rulebook, language: Language, ready: Ready | None = None) -> tuple[Match, int]:
    """The match of the invented sentence that scores highest, and how many different content words it has."""
    reader, method = ready or _prepared(rulebook)
    said = Section(name="measures", role="measures", text=say(language, "notice_example.text"))
    heard = method.hear(reader.read(Application(id="", sections=(said,), source=Source(file=""))))
    newest = rulebook.newest
    ledgers = method.ledgers(heard, choose(rulebook, newest.id, None, newest.valid_from).targets)
    best = max(ledgers, key=lambda ledger: ledger.score)
    return explain(best, heard.prose, rulebook, language), heard.prose.different


def _prepared(rulebook: Rulebook) -> Ready:
    reader = Reader(rulebook)
    return reader, scorer(rulebook, reader)


def example(t: Teller) -> Told:
    """One ledger, small enough to add up by hand."""
    match, words = worked(t.rulebook, t.language, t.ready)
    name = t.rulebook.target_of[match.target].names.in_(t.language).text
    yield t.say("notice_example.told", quote=t.quoted(t.say("notice_example.text")))
    yield t.say("notice_example.target", name=t.quoted(name))
    decimals = next((count for count in _DECIMALS if _adds_up(match, count)), _DECIMALS[0])
    total, score = t.number(match.total, decimals), t.number(match.score, 1)
    accepted = t.say("report.accepted" if match.accepted else "report.not_accepted")
    yield t.say("notice_example.result", total=total, score=score, level=t.level(match.level), accepted=accepted)
    if not _adds_up(match, decimals):
        yield t.say("terminal.rounded")
    if words < t.card.fewest_words:
        yield t.say("notice_example.short", words=t.number(words), fewest=t.number(t.card.fewest_words))
    yield NoticeTable(
        caption=t.say("notice_example.caption"),
        header=(t.say("notice_example.line"), t.say("notice_example.amount")),
        rows=(
            *((line.label, t.number(line.amount, decimals)) for line in match.contributions),
            (t.say("row.total"), t.number(match.total, decimals)),
        ),
    )


def _adds_up(match: Match, decimals: int) -> bool:
    """Whether a reader who adds up the rounded lines gets the rounded total."""
    return round(sum(round(line.amount, decimals) for line in match.contributions) - round(match.total, decimals), decimals) == 0


def data(t: Teller) -> Told:
    """What the rulebook holds, and which of its numbers are fitted to what."""
    card, rulebook = t.card, t.rulebook
    yield t.say("notice_data.open")
    named = [plan.names for plan in rulebook.plans] + [target.names for target in rulebook.target_of.values()]
    official = sum(names.in_(lang).status == "official" for names in named for lang in LANGUAGES)
    ours = len(named) * len(LANGUAGES) - official
    yield t.say("notice_data.names", official=t.number(official), ours=t.number(ours))
    fitted = {"scale": card.rule_scale, "whole": card.similarity_whole, "passage": card.similarity_passage}
    fitted |= {kind: card.base.of(kind) for kind in KINDS}
    yield t.say("notice_data.fitted", **{name: t.number(value, 2) for name, value in fitted.items()})
    yield t.say("notice_data.on", date=day(card.fitted.date), on=t.quoted(card.fitted.on))
    if rulebook.projects:
        yield t.say("notice_data.projects", count=t.number(len(rulebook.projects)))
    yield NoticeTable(
        caption=t.say("notice_data.caption"),
        header=(t.say("notice_data.thing"), t.say("notice_data.count")),
        rows=tuple((name, t.number(count)) for name, count in _holdings(t)),
    )


def _holdings(t: Teller) -> Iterator[tuple[str, int]]:
    """What the rulebook holds, with how many there are."""
    rulebook = t.rulebook
    targets, concepts = rulebook.target_of.values(), rulebook.concepts.values()
    yield t.say("notice_data.documents"), len(rulebook.plans)
    yield t.say("notice_data.sources"), len({source for plan in rulebook.plans for source in plan.sources})
    for kind in KINDS:
        yield t.say(f"notice_data.{kind}"), sum(target.kind == kind for target in targets)
    yield t.say("notice_data.concepts"), len(concepts)
    for lang in LANGUAGES:
        words = sum(len(concept.words.in_(lang)) + len(concept.hints.in_(lang)) for concept in concepts)
        yield t.say("notice_data.words", spoken=t.spoken(lang)), words
    yield t.say("notice_data.rules"), len(rulebook.rules)
    yield t.say("notice_data.against"), sum(rule.weight < 0 for rule in rulebook.rules)
    yield t.say("notice_data.calls"), len(rulebook.calls)
    for lang in LANGUAGES:
        yield t.say("notice_data.reference", spoken=t.spoken(lang)), rulebook.reference_texts[lang]
    for lang in LANGUAGES:
        yield t.say("notice_data.wording", spoken=t.spoken(lang)), len(rulebook.wording.get(lang, ()))


def oversight(t: Teller) -> Told:
    """Who decides, by which conditions, and how a judgement is contested."""
    yield t.say("notice_oversight.law")
    yield t.say("notice_oversight.reasons")
    gates = " ".join(t.quoted(gate.passed.in_(t.language)) for gate in t.call.gate)
    yield t.say("notice_oversight.gates", call=t.called, count=t.number(len(t.call.gate)), gates=gates)
    if t.call.pass_line:
        line = t.number(t.call.pass_line.percent)
        yield t.say("notice_oversight.criteria", count=t.number(len(t.call.criterion)), line=line)
    yield t.say("notice_oversight.best")
    yield t.say("notice_oversight.refer", refer=t.recommended("refer"))
    yield t.say("notice_oversight.contest")
    yield t.say("notice_oversight.act")


def privacy(t: Teller) -> Told:
    """What becomes of an application and of names in it."""
    yield from (t.say(f"notice_privacy.{key}") for key in ("local", "kept", "names"))


def versions(t: Teller) -> Told:
    """Which rulebook this is, which documents it holds, and how it is changed."""
    about = t.rulebook.about
    facts = {"title": t.quoted(t.title), "version": about.version, "date": day(about.date), "sha": t.rulebook.sha256}
    yield t.say("notice_versions.version", **facts)
    yield from (t.say(f"notice_versions.{key}") for key in ("same", "change", "learn"))
    yield NoticeTable(
        caption=t.say("notice_versions.caption"),
        header=tuple(t.say(f"notice_versions.{key}") for key in ("document", "valid", "targets")),
        rows=tuple((t.plan(plan), _period(plan), t.number(len(plan.target))) for plan in t.rulebook.plans),
    )


def _period(plan: Plan) -> str:
    return f"{day(plan.valid_from)}–{day(plan.valid_to) if plan.valid_to else ''}"
