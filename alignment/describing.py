"""The rulebook in plain words: what a report says of its targets and of the method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from alignment.intake import Intake
from alignment.messages import number, say
from alignment.model import Assessment, Language, MethodLine, Round, TargetGuide
from alignment.rulebook import Rulebook
from alignment.rulebook.parts import Call, Plan


def round_of(
    rulebook: Rulebook,
    language: Language,
    assessments: Sequence[Assessment],
    intake: Intake,
) -> Round:
    """Everything a report needs: the assessments, the targets and the method they speak of, and the account of what was read."""
    met = {match.target for assessment in assessments for match in assessment.matches}
    plans = [plan for plan in rulebook.plans if any(target.id in met for target in plan.target)]
    calls = {assessment.rulebook.call for assessment in assessments}
    return Round(
        language=language,
        assessments=tuple(assessments),
        problems=intake.problems,
        targets=tuple(guide for plan in plans for guide in _guides(plan, language)),
        levels=tuple(level.word.in_(language) for level in rulebook.scorecard.level),
        method=tuple(_method(rulebook, language, calls, met)),
        files=intake.files,
        readings=intake.readings,
        mappings=intake.mappings,
    )


def _guides(plan: Plan, language: Language) -> Iterator[TargetGuide]:
    groups = {group.id: group.names.in_(language).text for group in plan.group}
    for target in plan.target:
        yield TargetGuide(
            id=target.id,
            kind=target.kind,
            name=target.names.in_(language).text,
            plan=plan.names.in_(language).text,
            group=groups.get(target.group or ""),
            covers=target.covers.in_(language),
            reference=target.reference,
        )


def _doubtful(call: Call, topic: str, language: Language) -> MethodLine:
    """Which matches a call leaves to an officer, and what it holds mistakes to cost."""
    costs = call.costs
    value = say(language, "method.between", low=number(language, costs.refer_from), high=number(language, costs.refer_to))
    looks = {
        "exclusion": number(language, costs.wrong_exclusion / costs.officer, 1),
        "inclusion": number(language, costs.wrong_inclusion / costs.officer, 1),
    }
    return MethodLine(
        topic=topic, name=say(language, "method.doubtful"), value=value, why=say(language, "method.doubtful_why", **looks)
    )


def _method(rulebook: Rulebook, language: Language, calls: set[str], targets: set[str]) -> Iterator[MethodLine]:
    """The method's figures as they stand in the rulebook: calls, levels, section weights, rules."""
    card = rulebook.scorecard
    topic = say(language, "method.call")
    for call in rulebook.calls:
        if call.id in calls:
            yield MethodLine(topic=topic, name=call.id, value=call.names.in_(language), why=call.about.in_(language))
            for gate in call.gate:
                yield MethodLine(topic=topic, name=gate.id, value=gate.expression, why=gate.passed.in_(language))
            yield _doubtful(call, topic, language)
    topic = say(language, "method.levels")
    for level, step in enumerate(card.level):
        value = say(language, "method.from", score=number(language, step.from_score))
        why = say(language, "method.accepted") if level == card.accept_level else ""
        yield MethodLine(topic=topic, name=f"{level} {step.word.in_(language)}", value=value, why=why)
    topic = say(language, "method.sections")
    for section in rulebook.forms.section.values():
        yield MethodLine(
            topic=topic,
            name=section.label.in_(language),
            value=number(language, section.weight, 2),
            why=section.why.in_(language),
        )
    topic = say(language, "method.scorecard")
    for kind, value in card.base.model_dump().items():
        yield MethodLine(topic=topic, name=say(language, f"method.base_{kind}"), value=number(language, value, 2))
    for name in ("rule_scale", "similarity_whole", "similarity_passage"):
        yield MethodLine(topic=topic, name=say(language, f"method.{name}"), value=number(language, getattr(card, name), 2))
    topic = say(language, "method.rules")
    for rule in rulebook.rules:
        if rule.target in targets:
            concepts = "; ".join(rulebook.concepts[name].label.in_(language) for name in rule.any)
            partners = "; ".join(rulebook.concepts[name].label.in_(language) for name in rule.together_with)
            said = say(language, "method.together", concepts=concepts, partners=partners) if partners else concepts
            yield MethodLine(topic=topic, name=rule.id, value=number(language, rule.weight, 1), why=said)
