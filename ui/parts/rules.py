"""A rulebook as people read it: a target and what it covers, a rule and its weight, a concept and its words.

Everything is drawn as the changes leave it; what they changed says what it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from alignment.messages import day
from alignment.model import LANGUAGES, Language
from alignment.notice.teller import Teller
from alignment.revising.changes import LISTS, Change, List
from alignment.revising.places import Place, figure
from alignment.rulebook.parts import Call, Concept, Period, Plan, Rule, Target, WordLists

from .marked import safe
from .overview import table_html

#: The changes of each place.
Changed = Mapping[Place, Sequence[Change]]
#: Words shown before the rest are folded away, and concepts that a heading names.
_WORDS_SHOWN = 12
_CONCEPTS_NAMED = 2
#: What one reads of a target; the rest is there to be looked up.
_LOUD, _QUIET = ("covers", "excludes"), ' class="quiet"'
#: The weight that fills a bar.
_FULL_WEIGHT = 5.0


def by_place(changes: Iterable[Change]) -> Changed:
    """Changes by the place that they change."""
    found: dict[Place, list[Change]] = defaultdict(list)
    for change in changes:
        found[change.place].append(change)
    return found


def list_of(concept: Concept, name: List) -> WordLists:
    """The words of a concept, or its hints."""
    return concept.words if name == "words" else concept.hints


def concepts_named(concepts: Sequence[str], t: Teller) -> str:
    """The first concepts of a rule by name, and how many more there are."""
    labels = [t.rulebook.concepts[name].label.in_(t.language) for name in concepts]
    more = len(labels) - _CONCEPTS_NAMED
    if more < 2:
        return "; ".join(labels)
    return t.say("weights.and_more", names="; ".join(labels[:_CONCEPTS_NAMED]), count=more)


def period(part: Period, t: Teller) -> str:
    """From when to when something is in force."""
    until = day(part.valid_to) if part.valid_to else t.say("weights.until_further_notice")
    return f"{day(part.valid_from)}–{until}"


def target_html(target: Target, plan: Plan, t: Teller) -> str:
    """A target: its name, what it covers and what not, where that is said, and how long it holds."""
    name = target.names.in_(t.language)
    group = next((each.names.in_(t.language).text for each in plan.group if each.id == target.group), None)
    facts = " · ".join(filter(None, (t.say(f"kind.{target.kind}"), group, t.say(f"weights.name_{name.status}"))))
    disputed = f'<p class="hint">{safe(t.say("weights.disputed"))}</p>' if target.disputed else ""
    told = {
        "covers": target.covers.in_(t.language),
        "excludes": target.excludes.in_(t.language),
        "valid": f"{plan.names.in_(t.language).text}, {period(plan, t)}",
        "source": target.reference,
    }
    items = "".join(
        f"<dt>{safe(t.say(f'weights.{key}'))}</dt><dd{'' if key in _LOUD else _QUIET}>{safe(text)}</dd>"
        for key, text in told.items()
    )
    return f'<h2>{safe(name.text)}</h2><p class="facts">{safe(facts)}</p>{disputed}<dl class="told">{items}</dl>'


def rule_html(rule: Rule, t: Teller, changed: Changed) -> str:
    """A rule: its concepts, its weight as a bar, why it is so, and the words of its concepts, folded."""
    heading = concepts_named(rule.any, t)
    if rule.together_with:
        heading = t.say("method.together", concepts=heading, partners=concepts_named(rule.together_with, t))
    concepts = dict.fromkeys((*rule.any, *rule.together_with))
    words = "".join(f"<h5>{safe(_label(name, t))}</h5>{words_html(name, t, changed)}" for name in concepts)
    folded = f"<details><summary>{safe(t.say('weights.words_of_rule'))}</summary>{words}</details>"
    why = f'<p class="why">{safe(rule.why)}</p>'
    name = f'<b>{safe(heading)}</b> <span class="source">{safe(rule.id)}</span>'
    return f'<div class="rule"><p>{name}</p>{_weight_bar(rule, t, changed)}{why}{folded}</div>'


def _weight_bar(rule: Rule, t: Teller, changed: Changed) -> str:
    """A weight as a number and a bar; what it was when it has been changed."""
    told = t.say("weights.speaks_for" if rule.weight >= 0 else "weights.speaks_against", weight=figure(t.language, rule.weight))
    was = "".join(_was(change, t) for change in changed.get(("rule", rule.id, "weight"), ()))
    part = min(1.0, abs(rule.weight) / _FULL_WEIGHT)
    tone = "for" if rule.weight >= 0 else "against"
    bar = f'<i class="{tone}" aria-hidden="true" style="--part: {100 * part:.0f}%"></i>'
    return f'<p class="gauge weight"><span>{safe(told)}{was}</span> {bar}</p>'


def _was(change: Change, t: Teller) -> str:
    old = figure(t.language, change.old) if isinstance(change.old, float) else change.old
    return f' <span class="was">{safe(t.say("weights.was", old=old))}</span>'


def words_html(name: str, t: Teller, changed: Changed, known: Set[str] = frozenset()) -> str:
    """The words of a concept in the three languages, and its hints; those that are known by what was searched come first."""
    concept = t.rulebook.concepts[name]
    header = [safe(t.spoken(lang)) for lang in LANGUAGES]
    rows = [
        [
            _cell(list_of(concept, list_).in_(lang), lang, changed.get(("concept", name, list_, lang), ()), known, t)
            for lang in LANGUAGES
        ]
        for list_ in LISTS
    ]
    labels = [f'<span class="kind">{safe(t.say(f"weights.{list_}"))}</span>' for list_ in LISTS]
    caption = safe(t.say("weights.words_caption", name=_label(name, t)))
    body = ([label, *row] for label, row in zip(labels, rows, strict=True))
    unseen = f'<span class="unseen">{safe(t.say("weights.list"))}</span>'
    return table_html([unseen, *header], body, caption, "words")


def _cell(entries: Sequence[str], language: Language, changes: Sequence[Change], known: Set[str], t: Teller) -> str:
    """Entries of a language in their order, what was changed or searched first; after a dozen the rest are folded."""
    added = {change.new for change in changes if change.old is None}
    removed = [change.old for change in changes if change.new is None]
    told = [_marked("del", str(entry), "removed", t) for entry in removed]
    told += [_marked("ins", entry, "added", t) for entry in entries if entry in added]
    left = [entry for entry in entries if entry not in added]
    told += [f"<mark>{safe(entry)}</mark>" for entry in left if entry in known]
    plain = [safe(entry) for entry in left if entry not in known]
    room = max(0, _WORDS_SHOWN - len(told))
    shown, rest = [*told, *plain[:room]], plain[room:]
    if not shown:
        return f'<span class="hint">{safe(t.say("weights.no_words"))}</span>'
    first, others = (f'<span lang="{language}">{", ".join(part)}</span>' for part in (shown, rest))
    more = f"<details><summary>{safe(t.say('weights.more_words', count=len(rest)))}</summary>{others}</details>"
    return first + (more if rest else "")


def _marked(tag: str, entry: str, key: str, t: Teller) -> str:
    return f'<{tag}>{safe(entry)}<span class="unseen" lang="{t.language}"> ({safe(t.say(f"weights.{key}"))})</span></{tag}>'


def rules_of_concept(name: str, t: Teller, plan: str = "") -> Iterator[Rule]:
    """The rules that rest on a concept, strongest first; of one plan, or of all."""
    targets = {target.id for each in t.rulebook.plans if plan in ("", each.id) for target in each.target}
    found = (rule for rule in t.rulebook.rules if name in (*rule.any, *rule.together_with) and rule.target in targets)
    return iter(sorted(found, key=lambda rule: -rule.weight))


def using_html(rules: Iterable[Rule], t: Teller) -> str:
    """Rules by the target that they speak for or against."""
    plans = {target.id: plan for plan in t.rulebook.plans for target in plan.target}
    header = [safe(t.say(key)) for key in ("column.target", "column.plan", "weights.weight")]
    rows = (
        (
            f'{safe(t.rulebook.target_of[rule.target].names.in_(t.language).text)} <span class="source">{safe(rule.id)}</span>',
            safe(t.plan(plans[rule.target])),
            safe(figure(t.language, rule.weight)),
        )
        for rule in rules
    )
    return table_html(header, rows, safe(t.say("weights.using")), "using")


def call_html(call: Call, t: Teller) -> str:
    """A call: what it asks, its gates with the expression of each, its criteria, and which matches it leaves to an officer."""
    facts = " · ".join((period(call, t), t.say("report.reference", reference=call.reference)))
    gates = "".join(f"<li>{safe(gate.passed.in_(t.language))} <code>{safe(gate.expression)}</code></li>" for gate in call.gate)
    criteria = "".join(
        f"<li>{safe(t.say('weights.criterion', name=each.names.in_(t.language), weight=figure(t.language, each.weight)))}</li>"
        for each in call.criterion
    )
    if call.pass_line:
        line = f"<p>{safe(t.say('weights.pass_line', percent=figure(t.language, call.pass_line.percent)))}</p>"
        criteria = f"<h3>{safe(t.say('weights.criteria'))}</h3><ul>{criteria}</ul>{line}"
    return (
        f"<h3>{safe(call.names.in_(t.language))}</h3><p>{safe(call.about.in_(t.language))}</p>"
        f'<p class="facts">{safe(facts)}</p><h3>{safe(t.say("terminal.gates"))}</h3><ul class="gates-read">{gates}</ul>{criteria}'
    )


def band_html(call: Call, t: Teller) -> str:
    """Which matches a call leaves to an officer, as a sentence and as a piece of the scale from 0 to 100."""
    low, high = call.costs.refer_from, call.costs.refer_to
    told = t.say("weights.band", low=t.number(low), high=t.number(high))
    style = f"--from: {low:.1f}%; --wide: {max(0.0, high - low):.1f}%"
    return f'<p>{safe(told)}</p><div class="band" aria-hidden="true" style="{style}"><i></i></div>'


def _label(name: str, t: Teller) -> str:
    return t.rulebook.concepts[name].label.in_(t.language)


def language_names(t: Teller) -> dict[Language, str]:
    """The three languages by name."""
    return {lang: t.spoken(lang) for lang in LANGUAGES}
