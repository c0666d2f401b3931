"""Writing a proposed rulebook: a full copy of the rules with the changes in place, and a text that tells every one of them.

The copy is made aside, read back as any rulebook is, and only then put in its place. The rules themselves are never touched.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tomlkit

from alignment.learning.decisions import read_decisions
from alignment.learning.lessons import Lesson, learned_parts
from alignment.learning.teaching import Learned, learn
from alignment.learning.telling import tell
from alignment.matching.precedents import strongest
from alignment.messages import say
from alignment.model import LANGUAGES, Language, Problem
from alignment.revising.folders import read_document, refuse_taken, set_version, whole_folder, write_document
from alignment.rulebook import Rulebook, load_rulebook
from alignment.rulebook.parts import Concept, Project, Rule, WordLists

_TEXT = "proposal.md"
_LEARNED = "learned.toml"
#: At most so many reference projects a target.
_PROJECTS = 20
_MARK = "+learned"


def propose(rules: Path, inputs: Sequence[Path], to: Path, language: Language, today: dt.date) -> tuple[str, tuple[Problem, ...]]:
    """Learn from past decisions and write a proposed rulebook.

    Args:
        rules: the rulebook as it stands.
        to: a new or empty folder for the proposal.

    Returns:
        The text of the proposal, and the problems of the input.

    Raises:
        UsageError: when the folder is taken, or there are too few decisions; nothing is written then.
        RulebookError: when the rules have faults.
    """
    refuse_taken(rules, to, language)
    rulebook = load_rulebook(rules)
    decisions = read_decisions(inputs, rulebook, language, today)
    learned = learn(rulebook, decisions, language)
    projects = _projects(rulebook, learned)
    version = f"{rulebook.about.version}{_MARK}"
    text = tell(rulebook, decisions, learned, len(projects), version, language)
    with whole_folder(to) as folder:
        shutil.copytree(rules, folder, dirs_exist_ok=True)
        # It quotes applicants: for its owner's eyes until somebody shares it.
        folder.chmod(0o700)
        _write_changes(folder, rulebook, learned.lesson, language)
        _write_projects(folder, projects, language)
        set_version(folder, version, today)
        (folder / _TEXT).write_bytes(text.encode())
        load_rulebook(folder)
    return text, decisions.problems


def _projects(rulebook: Rulebook, learned: Learned) -> tuple[Project, ...]:
    """Accepted cases as reference projects, the latest first and so many a target, then the ones known before."""
    found = [
        Project(
            id=case.application.id,
            decided=case.year,
            accepted=tuple(target for target, share in case.shares.items() if share == 1),
            words=WordLists(**strongest(learned.vocabulary.said[at], rulebook)),
        )
        for at, case in enumerate(learned.cases)
        if 1 in case.shares.values()
    ]
    latest = sorted(found, key=lambda project: (-(project.decided or 0), project.id))
    new = {project.id for project in found}
    counts = dict.fromkeys(rulebook.target_of, 0)
    kept = []
    for project in (*latest, *(project for project in rulebook.projects if project.id not in new)):
        if any(counts[target] < _PROJECTS for target in project.accepted):
            kept.append(project)
            for target in project.accepted:
                counts[target] += 1
    return tuple(kept)


def _write_changes(folder: Path, rulebook: Rulebook, lesson: Lesson, language: Language) -> None:
    """Weights and starting levels where they stand, learned words in files of their own."""
    concepts, rules = learned_parts(rulebook, lesson, language)
    for path in sorted((folder / "weights").glob("*.toml")):
        document: Any = read_document(path)
        changed = [entry for entry in document["rule"] if entry["id"] in lesson.weights]
        for entry in changed:
            entry["weight"] = lesson.weights[entry["id"]]
        if changed:
            write_document(path, document)
    if concepts:
        _add_concepts(folder / "concepts" / _LEARNED, concepts, language)
        known = {rule.id for rule in rulebook.rules}
        _add_rules(folder / "weights" / _LEARNED, (rule for rule in rules if rule.id not in known), language)
    if lesson.base:
        path = folder / "scorecard.toml"
        document = read_document(path)
        for kind, step in lesson.base.items():
            document["base"][kind] = round(rulebook.scorecard.base.of(kind) + step, 2)
        write_document(path, document)


def _add_concepts(path: Path, concepts: dict[str, Concept], language: Language) -> None:
    document = _opened(path, language)
    for name, concept in concepts.items():
        document[name] = {
            "label": {lang: concept.label.in_(lang) for lang in LANGUAGES},
            "words": {lang: list(concept.words.in_(lang)) for lang in LANGUAGES},
        }
    write_document(path, document)


def _add_rules(path: Path, rules: Iterable[Rule], language: Language) -> None:
    document = _opened(path, language)
    listed = document.setdefault("rule", tomlkit.aot())
    for rule in rules:
        listed.append(tomlkit.item(rule.model_dump(include={"id", "target", "any", "weight", "why"}, mode="json")))
    if listed:
        write_document(path, document)


def _write_projects(folder: Path, projects: Sequence[Project], language: Language) -> None:
    if not projects:
        return
    document = tomlkit.document()
    document.add(tomlkit.comment(say(language, "learn.file_note")))
    listed = tomlkit.aot()
    for project in projects:
        listed.append(tomlkit.item(project.model_dump(mode="json", exclude_none=True)))
    document["project"] = listed
    write_document(folder / "reference" / "projects.toml", document)


def _opened(path: Path, language: Language) -> Any:
    """A file of learned parts: the one there is, or a new one with a word on what it is."""
    if path.is_file():
        return read_document(path)
    document = tomlkit.document()
    document.add(tomlkit.comment(say(language, "learn.file_note")))
    return document
