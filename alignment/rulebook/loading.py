"""Reading ``rules/``: every file checked, every fault told at once with its file and its place in it."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from alignment.errors import RulebookError
from alignment.model import KINDS, LANGUAGES, Language
from alignment.rulebook import expressions
from alignment.rulebook.parts import (
    About,
    Annotators,
    Call,
    Concept,
    Exports,
    Forms,
    Languages,
    LanguageWords,
    Measured,
    Part,
    Plan,
    Project,
    Rule,
    Rulebook,
    Scorecard,
)

T = TypeVar("T")
_CONCEPTS = TypeAdapter(dict[str, Concept])


class _Rules(Part):
    rule: tuple[Rule, ...]


class _Projects(Part):
    project: tuple[Project, ...] = ()


_COUNT = re.compile(r"[1-9][0-9]*")
_EXPORTS = "exports.toml"
_FREQUENCIES = "reference/frequencies.tsv"
_PROJECTS = "reference/projects.toml"
_MEASURED = "reference/measures.json"
_ANNOTATORS = "reference/annotators.toml"


def load_rulebook(folder: Path) -> Rulebook:
    """Read and check a rules folder.

    Raises:
        RulebookError: with all faults of all files at once.
    """
    if not (folder / "rulebook.toml").is_file():
        raise RulebookError(str(folder), ("rulebook.toml: missing; a rules folder has one at its top",))
    reader = _Reader(folder)
    about = reader.one("rulebook.toml", TypeAdapter(About))
    forms = reader.one("forms.toml", TypeAdapter(Forms))
    exports = reader.optional(_EXPORTS, TypeAdapter(Exports)) or Exports()
    scorecard = reader.one("scorecard.toml", TypeAdapter(Scorecard))
    languages = {lang: reader.one(f"languages/{lang}.toml", TypeAdapter(LanguageWords)) for lang in LANGUAGES}
    plans = reader.many("plans", TypeAdapter(Plan))
    calls = reader.many("calls", TypeAdapter(Call))
    concepts = reader.many("concepts", _CONCEPTS)
    rules = reader.many("weights", TypeAdapter(_Rules))
    frequencies, texts = reader.frequencies()
    wording = reader.wording()
    known = reader.optional(_PROJECTS, TypeAdapter(_Projects))
    projects = known.project if known else ()
    measured = reader.optional(_MEASURED, TypeAdapter(Measured))
    annotators = reader.optional(_ANNOTATORS, TypeAdapter(Annotators))
    if not reader.faults:
        reader.faults += _contradictions(about, plans, calls, concepts, rules, forms)
        reader.faults += _project_faults(projects, plans)
        reader.faults += _export_faults(exports, forms)
    if reader.faults or about is None or forms is None or scorecard is None:
        raise RulebookError(str(folder), tuple(reader.faults))
    return Rulebook(
        about=about,
        plans=tuple(sorted(plans.values(), key=lambda plan: (plan.kind, plan.valid_from))),
        concepts={name: concept for part in concepts.values() for name, concept in part.items()},
        rules=tuple(rule for part in rules.values() for rule in part.rule),
        calls=tuple(calls.values()),
        languages=Languages.model_validate(languages),
        forms=forms.model_copy(update={"exports": exports}),
        scorecard=scorecard,
        frequencies=frequencies,
        reference_texts=texts,
        wording=wording,
        projects=projects,
        measured=measured,
        annotators=annotators,
        sha256=reader.digest.hexdigest(),
    )


class _Reader:
    """Reads the files of one folder, gathering faults instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: list[str] = []
        self.digest = hashlib.sha256()

    def one(self, name: str, shape: TypeAdapter[T]) -> T | None:
        try:
            content = (self.folder / name).read_bytes()
        except OSError:
            self.faults.append(f"{name}: missing")
            return None
        # Line endings must not change what a rulebook is.
        self.digest.update(name.encode() + b"\0" + content.replace(b"\r\n", b"\n") + b"\0")
        try:
            text = content.decode("utf-8-sig")
            return shape.validate_python(json.loads(text) if name.endswith(".json") else tomllib.loads(text))
        except ValidationError as error:
            self.faults += [f"{name}: {_place(fault['loc'])}: {_said(dict(fault))}" for fault in error.errors()]
        except (tomllib.TOMLDecodeError, json.JSONDecodeError, UnicodeDecodeError) as error:
            kind = name.rpartition(".")[2].upper()
            self.faults.append(f"{name}: not readable as {kind}: {error}")
        return None

    def optional(self, name: str, shape: TypeAdapter[T]) -> T | None:
        """A file that a rulebook need not have."""
        return self.one(name, shape) if (self.folder / name).is_file() else None

    def many(self, folder: str, shape: TypeAdapter[T]) -> dict[str, T]:
        names = [f"{folder}/{path.name}" for path in sorted((self.folder / folder).glob("*.toml"))]
        if not names:
            self.faults.append(f"{folder}/: holds no .toml file")
        return {name: part for name in names if (part := self.one(name, shape)) is not None}

    def frequencies(self) -> tuple[dict[Language, dict[str, int]], dict[Language, int]]:
        """Document frequencies: lines of language, term and count; the term ``*`` counts the texts themselves."""
        counts: dict[Language, dict[str, int]] = {lang: {} for lang in LANGUAGES}
        path = self.folder / _FREQUENCIES
        if path.is_file():
            content = path.read_bytes().replace(b"\r\n", b"\n")
            self.digest.update(_FREQUENCIES.encode() + b"\0" + content + b"\0")
            for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), start=1):
                language, term, count = (*line.split("\t"), "", "")[:3]
                if language in counts and "\ufffd" not in term and _COUNT.fullmatch(count):
                    counts[language][term] = int(count)
                else:
                    self.faults.append(f"{_FREQUENCIES}: line {number}: must be language, term and count between tabs")
        self.faults += [
            f"{_FREQUENCIES}: no line '{lang}, *, count' of how many texts there are"
            for lang in LANGUAGES
            if "*" not in counts[lang]
        ]
        return counts, {lang: counts[lang].pop("*", 0) for lang in LANGUAGES}

    def wording(self) -> dict[Language, tuple[str, ...]]:
        """The lines of the official texts in ``wording/*.<language>.txt``; lines beginning with ``#`` are notes."""
        found: dict[Language, tuple[str, ...]] = {}
        for lang in LANGUAGES:
            for path in sorted((self.folder / "wording").glob(f"*.{lang}.txt")):
                content = path.read_bytes().replace(b"\r\n", b"\n")
                self.digest.update(f"wording/{path.name}".encode() + b"\0" + content + b"\0")
                try:
                    lines = content.decode("utf-8-sig").splitlines()
                except UnicodeDecodeError:
                    self.faults.append(f"wording/{path.name}: not UTF-8 text")
                    continue
                found[lang] = (*found.get(lang, ()), *(line for line in lines if line.strip() and line[0] != "#"))
        return found


def _place(location: Iterable[int | str]) -> str:
    """``('target', 3, 'covers', 'sv')`` as a person would say it: ``target[4].covers.sv``."""
    said = ""
    for step in location:
        said += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if said else ''}{step}"
    return said or "file"


def _said(fault: dict[str, Any]) -> str:
    kind = fault["type"]
    if kind == "missing":
        return "missing"
    if kind == "extra_forbidden":
        return "not a key that is known here"
    return f"{fault['msg'].removeprefix('Value error, ')} (found {fault['input']!r:.60})"


def _contradictions(
    about: About | None,
    plans: dict[str, Plan],
    calls: dict[str, Call],
    concepts: dict[str, dict[str, Concept]],
    rules: dict[str, _Rules],
    forms: Forms | None,
) -> list[str]:
    """Faults between files: ids used twice or not there, and expressions that cannot be read."""
    target_ids = [target.id for plan in plans.values() for target in plan.target]
    concept_ids = [name for part in concepts.values() for name in part]
    rule_ids = [rule.id for part in rules.values() for rule in part.rule]
    roles = set(forms.section) if forms else set()
    plan_ids = [plan.id for plan in plans.values()]
    call_ids = [call.id for call in calls.values()]
    named = {"plan": plan_ids, "target": target_ids, "concept": concept_ids, "rule": rule_ids, "call": call_ids}
    for call in calls.values():
        named[f"call {call.id}: condition"] = [*(gate.id for gate in call.gate), *(part.id for part in call.criterion)]
    faults = [
        f"{what} {name}: defined {count} times"
        for what, ids in named.items()
        for name, count in Counter(ids).items()
        if count > 1
    ]
    faults += _plan_faults(plans)
    faults += _rule_faults(rules, set(target_ids), set(concept_ids), roles)
    known: dict[str, set[str]] = {
        "best": set(KINDS),
        "count": set(KINDS),
        "filled": {*roles, *expressions.FACTS},
        "in_region": set(about.regions) if about else set(),
    }
    faults += _call_faults(calls, plans, known)
    if about is not None and about.call not in {call.id for call in calls.values()}:
        faults.append(f"rulebook.toml: call: no call {about.call}")
    return faults


def _plan_faults(plans: dict[str, Plan]) -> list[str]:
    faults = []
    strategies = {plan.id for plan in plans.values() if plan.kind == "strategy"}
    for name, plan in plans.items():
        groups = {group.id for group in plan.group}
        faults += [
            f"{name}: target {target.id}: group {target.group} is not one of this plan's groups"
            for target in plan.target
            if target.group is not None and target.group not in groups
        ]
        if plan.strategy is not None and plan.strategy not in strategies:
            faults.append(f"{name}: strategy: no strategy {plan.strategy}")
    if not any(plan.kind == "programme" for plan in plans.values()):
        faults.append("plans/: no plan of kind programme")
    return faults


def _project_faults(projects: tuple[Project, ...], plans: dict[str, Plan]) -> list[str]:
    targets = {target.id for plan in plans.values() for target in plan.target}
    return [
        f"{_PROJECTS}: project {project.id}: no target {target}"
        for project in projects
        for target in project.accepted
        if target not in targets
    ]


def _export_faults(exports: Exports, forms: Forms | None) -> list[str]:
    known = {"", *forms.meanings} if forms else set()
    return [
        f"{_EXPORTS}: export.{name}.columns.{language}: {heading}: no field or section {meaning}"
        for name, export in exports.export.items()
        for language, columns in export.columns.items()
        for heading, meaning in columns.items()
        if meaning not in known
    ]


def _rule_faults(rules: dict[str, _Rules], targets: set[str], concepts: set[str], roles: set[str]) -> list[str]:
    faults = []
    for name, rule in ((name, rule) for name, part in rules.items() for rule in part.rule):
        unknown = [("target", rule.target)] if rule.target not in targets else []
        unknown += [("concept", concept) for concept in (*rule.any, *rule.together_with) if concept not in concepts]
        unknown += [("section", role) for role in rule.sections if role not in roles]
        faults += [f"{name}: rule {rule.id}: no {what} {missing}" for what, missing in unknown]
    return faults


def _call_faults(calls: dict[str, Call], plans: dict[str, Plan], known: dict[str, set[str]]) -> list[str]:
    faults = []
    plan_of = {plan.id: plan for plan in plans.values()}
    always = {target.id for plan in plans.values() if plan.kind in ("programme", "strategy") for target in plan.target}
    for name, call in calls.items():
        faults += [f"{name}: plans: no plan {plan}" for plan in call.plans if plan not in plan_of]
        # A call sees the targets of the programme and strategy in force, and of the plans it names.
        own = {target.id for plan in call.plans if plan in plan_of for target in plan_of[plan].target}
        known = {**known, "level": always | own}
        conditions = [(gate.id, gate.expression) for gate in call.gate]
        conditions += [(criterion.id, criterion.expression) for criterion in call.criterion]
        for condition, expression in conditions:
            try:
                asked = expressions.asked(expressions.parse(expression))
            except ValueError as error:
                faults.append(f"{name}: {condition}.expression: {error}")
                continue
            faults += [
                f"{name}: {condition}.expression: {function}({value!r}): known are {', '.join(sorted(known[function]))}"
                for function, value in asked
                if function in known and value not in known[function]
            ]
    return faults
