"""The shape of a rulebook: one class per kind of file in ``rules/``. Data only; nothing here scores anything."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Annotated, Generic, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from alignment.model import Kind, Language, Recommendation

_SHORTEST_STEM = 2
Weight = Annotated[float, Field(ge=0, le=1)]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


def _patterned(entry: str) -> str:
    if "*" in entry and any("*" in word and len(word.strip("*")) < _SHORTEST_STEM for word in entry.split()):
        raise ValueError(f"a star needs at least {_SHORTEST_STEM} letters beside it")
    return entry


def _lettered(entry: str) -> str:
    if not all(any(map(str.isalnum, word)) for word in entry.split()):
        raise ValueError("every word needs a letter or a digit")
    return entry


Role = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$")]
RuleId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*$")]
Sentence = Annotated[str, Field(min_length=1)]
#: What a heading or an answer may look like: words or marks; a star only at the edge of a word of two letters or more.
Pattern = Annotated[str, Field(pattern=r"^\*?[^\s*]+\*?( \*?[^\s*]+\*?)*$"), AfterValidator(_patterned)]
#: A vocabulary entry: such a pattern, every word of which has a letter or a digit.
Entry = Annotated[Pattern, AfterValidator(_lettered)]
#: A word or phrase as it is written in text.
Spoken = Annotated[str, Field(pattern=r"\w")]
Status = Literal["official", "ours"]
T = TypeVar("T")


class Part(BaseModel):
    """Base of every part: frozen, and a key that is not known is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class ByLanguage(Part, Generic[T]):
    """One thing in each of the three languages."""

    fi: T
    sv: T
    en: T

    def in_(self, language: Language) -> T:
        """The thing in one language."""
        return {"fi": self.fi, "sv": self.sv, "en": self.en}[language]


#: A text in the three languages.
Translated = ByLanguage[Sentence]


class Alias(Part):
    """Another name of the same thing; ``official`` when an authority has used it."""

    text: Sentence
    status: Status


class Name(Alias):
    """The name of a thing in one language, with the other names it goes by."""

    aliases: tuple[Alias, ...] = ()


Names = ByLanguage[Name]
#: Whether a text is the authority's own or our wording.
Statuses = ByLanguage[Status]


class Group(Part):
    """A heading over goals: a priority or a focus area. Not scored itself."""

    id: Identifier
    names: Names


class Target(Part):
    """Something an application is scored against: a goal, a spearhead, a cross-cutting theme or a strategic choice."""

    id: Identifier
    kind: Kind
    group: Identifier | None = None
    names: Names
    covers: Translated
    excludes: Translated
    missing: Translated
    reference: Sentence
    #: Officers often disagree on this target: below the highest level it counts as doubtful, and leads to "refer".
    disputed: bool = False


class Period(Part):
    """Something that holds from one date to another, both included; no end means until further notice."""

    valid_from: dt.date
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("valid_to must not be before valid_from")
        return self

    def in_force(self, on: dt.date) -> bool:
        """Whether it holds on a date."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class Plan(Period):
    """A programme, a strategy, or another document with targets: what its official text says."""

    id: Identifier
    kind: Literal["programme", "strategy", "roadmap", "principles"]
    approved: dt.date | None = None
    revision: str | None = None
    strategy: Identifier | None = Field(default=None, description="the strategy that belongs with a programme")
    sources: tuple[Sentence, ...] = Field(min_length=1)
    names: Names
    vision: Translated | None = None
    vision_status: Statuses | None = None
    asks: Translated | None = None
    notes: dict[Language, Sentence] = Field(default_factory=dict)
    group: tuple[Group, ...] = ()
    target: tuple[Target, ...] = Field(min_length=1)


class WordLists(ByLanguage[tuple[Entry, ...]]):
    """Vocabulary entries by language, in dictionary form; ``*`` stands for any letters at either end of a word."""

    fi: tuple[Entry, ...] = ()
    sv: tuple[Entry, ...] = ()
    en: tuple[Entry, ...] = ()


class Patterns(ByLanguage[tuple[Pattern, ...]]):
    """Headings and answers by language, as vocabulary entries are written."""

    fi: tuple[Pattern, ...] = ()
    sv: tuple[Pattern, ...] = ()
    en: tuple[Pattern, ...] = ()


class Concept(Part):
    """One thing a project can be about, with the words that show it."""

    label: Translated
    words: WordLists
    hints: WordLists = WordLists()


class Rule(Part):
    """Words to look for and how much they count for one target."""

    id: RuleId
    target: Identifier
    any: tuple[Identifier, ...] = Field(min_length=1, description="concepts; each adds to the same evidence")
    together_with: tuple[Identifier, ...] = Field(default=(), description="concepts of which one must be there as well")
    weight: float = Field(ge=-10, le=10, description="points at full strength; negative speaks against the target")
    sections: tuple[Role, ...] = Field(default=(), description="only in sections of these roles; empty: in all")
    why: Sentence


class GateRule(Part):
    """A condition of a call, with the sentences that tell its outcome."""

    id: Identifier
    expression: Sentence
    passed: Translated
    failed: Translated
    open: Translated
    hint: Translated


class Criterion(Part):
    """A scored criterion of a call."""

    id: Identifier
    names: Translated
    scale: Literal[3, 5]
    expression: Sentence
    weight: float = Field(gt=0, le=100)
    floor: float = Field(default=0, ge=0, le=5)
    why: Translated


class PassLine(Part):
    """Share of the weighted points an application must reach."""

    percent: float = Field(ge=0, le=100)


class Costs(Part):
    """What mistakes cost against an officer's look, and so which matches are left to an officer.

    A score is a chance in a hundred. Leaving a match out costs ``wrong_exclusion`` times that chance, taking it in costs
    ``wrong_inclusion`` times what is missing from a hundred; where both cost more than a look, an officer looks
    (Chow 1970, IEEE Transactions on Information Theory 16(1)). Only the ratios matter.
    """

    officer: float = Field(gt=0, description="one look by an officer")
    wrong_exclusion: float = Field(gt=0, description="a target taken as not served that is")
    wrong_inclusion: float = Field(gt=0, description="a target taken as served that is not")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.refer_from > self.refer_to:
            raise ValueError("a look costs more than the mistakes it could prevent: no match would ever be doubtful")
        return self

    @property
    def refer_from(self) -> float:
        """The score from which a match is doubtful.

        >>> costs = Costs(officer=1, wrong_exclusion=5, wrong_inclusion=2.5)
        >>> costs.refer_from, costs.refer_to
        (20.0, 60.0)
        """
        return 100 * min(1.0, self.officer / self.wrong_exclusion)

    @property
    def refer_to(self) -> float:
        """The score from which a match is doubtful no more."""
        return 100 * max(0.0, 1 - self.officer / self.wrong_inclusion)


class Call(Period):
    """A call for applications: its gates, criteria, limits and what a mistake costs."""

    id: Identifier
    names: Translated
    reference: Sentence
    about: Translated
    plans: tuple[Identifier, ...] = ()
    gate: tuple[GateRule, ...] = Field(min_length=1)
    criterion: tuple[Criterion, ...] = ()
    pass_line: PassLine | None = None
    costs: Costs
    notes: dict[Language, Sentence] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.criterion and abs(sum(c.weight for c in self.criterion) - 100) > 1e-6:
            raise ValueError("the weights of a call's criteria must add up to 100")
        if bool(self.criterion) != (self.pass_line is not None):
            raise ValueError("criteria and pass_line go together")
        return self


class LanguageWords(Part):
    """What a language needs beside its dictionary: words that never count, and phrases that turn a meaning round."""

    name: Translated
    stop_words: tuple[Spoken, ...] = Field(min_length=50)
    denials: tuple[Spoken, ...] = ()
    denials_before: tuple[Spoken, ...] = ()
    contrasts: tuple[Spoken, ...] = ()
    contrasts_before: tuple[Spoken, ...] = ()
    mentions: tuple[Spoken, ...] = ()
    idioms: tuple[Spoken, ...] = ()
    clause_breaks: tuple[Spoken, ...] = ()
    #: What denies in a list of measures, up to the next comma: "no app is built".
    denials_of_measures: tuple[Spoken, ...] = ()
    #: Words that begin a relative clause: what is said in it of a contrasted thing is contrasted too.
    relatives: tuple[Spoken, ...] = ()
    #: Words before the last of several alternatives: "rather than for races, camps or visitors".
    alternatives: tuple[Spoken, ...] = ()
    #: Words which turn a denial into its opposite when they follow it: "does not concern only".
    restrictions: tuple[Spoken, ...] = ()
    organisation_endings: tuple[Spoken, ...] = ()
    address_words: tuple[Spoken, ...] = ()
    #: Roads that have a number but are no address: "highway 7".
    highways: tuple[Spoken, ...] = ()
    contact_labels: tuple[Spoken, ...] = ()
    #: Beginnings of proper names that are themes ("Baltic"); all other names inside a sentence say nothing of a theme.
    theme_names: tuple[Spoken, ...] = ()


Languages = ByLanguage[LanguageWords]


class Choices(ByLanguage[tuple[Sentence, ...]]):
    """Answers to choose from, in the three languages."""


class SectionRole(Part):
    """A part of an application form: how much its text counts and which headings it goes by."""

    label: Translated
    weight: Weight
    why: Translated
    headings: Patterns
    #: What an empty form tells the applicant to write here.
    guidance: Translated | None = None
    #: How long a text an empty form asks for, in characters.
    length: int | None = Field(default=None, ge=1)


class FormField(Part):
    """A fact asked in a form beside the text: its label and the headings it goes by."""

    label: Translated
    headings: Patterns
    #: Words too common for a heading anywhere else, which mean it when a column has nothing else above it: "hanke".
    alone: Patterns = Patterns()
    #: Answers an empty form offers; others may be given too.
    choices: Choices | None = None


class Export(Part):
    """A table that a public service hands out: its columns and what they mean."""

    names: Translated
    reference: Sentence
    #: By heading, in the languages it comes in: a field, ``section:`` and a role, or nothing where it tells nothing of a project.
    #: Of several columns for one field the first one listed counts, the next where that is empty.
    columns: dict[Language, dict[Sentence, str]] = Field(min_length=1)
    share: Weight = Field(default=0.6, description="share of its columns that a table must have to be this export")
    repeats: bool = Field(default=False, description="a project may fill several rows, all with its identifier")
    footer: int = Field(default=0, ge=0, description="rows at the end that are no projects")
    currency: Sentence | None = Field(default=None, description="the column that tells what the sums are in, when not in euros")


class Exports(Part):
    """What public services and form services put into tables beside the answers."""

    export: dict[Identifier, Export] = Field(default_factory=dict)
    #: What a line of totals begins with.
    totals: Patterns = Patterns()
    #: What stands in the column of an option that was chosen, and of one that was not.
    ticked: Patterns = Patterns()
    unticked: Patterns = Patterns()
    #: Headings of what a form service adds to the answers of a quiz.
    quiz: Patterns = Patterns()


class Forms(Part):
    """How application forms and tables are read."""

    section: dict[Role, SectionRole]
    field: dict[Role, FormField]
    #: What a table of past decisions tells beside the applications; never read as an applicant's words.
    decision: dict[Role, FormField] = Field(default_factory=dict)
    #: A file of its own.
    exports: Exports = Exports()

    @cached_property
    def meanings(self) -> tuple[str, ...]:
        """All that a heading can stand for, as mapping files and exports name it."""
        return (*self.field, *(f"section:{role}" for role in self.section), *(f"decision:{name}" for name in self.decision))


class Base(Part):
    """Where a ledger starts, in log-odds points, by kind of target."""

    goal: float
    spearhead: float
    theme: float
    choice: float

    def of(self, kind: Kind) -> float:
        """The start for one kind of target."""
        return {"goal": self.goal, "spearhead": self.spearhead, "theme": self.theme, "choice": self.choice}[kind]


class Level(Part):
    """A level from 0 to 5: from which score it begins, and its word."""

    from_score: float = Field(ge=0, le=100)
    word: Translated


class Fitted(Part):
    """Where the fitted numbers of the scorecard come from."""

    on: str
    date: dt.date
    command: str


class Scorecard(Part):
    """The numbers that turn evidence into a score."""

    base: Base
    rule_scale: float = Field(gt=0, description="log-odds per point of rule weight")
    similarity_whole: float = Field(ge=0, description="log-odds at cosine 1 of the whole text")
    similarity_passage: float = Field(ge=0, description="log-odds at cosine 1 of the best passage")
    goal_text_from: float = Field(ge=0, description="weight from which a rule's words belong to its target's text")
    compound_part: Weight = Field(description="weight of a compound's parts beside the whole word, in the similarity")
    hint: Weight = Field(description="what a hint counts beside a word")
    half_strength: float = Field(gt=0, description="evidence at which a concept reaches half its strength")
    reference_length: int = Field(ge=1, description="words of an ordinary text; in longer ones one word counts less")
    length_slope: float = Field(ge=0, description="how fast one word counts less in a longer text")
    list_theme_share: Weight = Field(description="share of a passage's words that concepts know, from which it is dense")
    list_concepts: int = Field(ge=2, description="a dense passage with so many different concepts...")
    list_targets: int = Field(ge=2, description="...that it takes so many targets to hold is a list of keywords")
    list_concepts_alone: int = Field(ge=2, description="with so many concepts it need not take so many targets")
    list_item_words: int = Field(ge=1, description="a list has at most so many words to a comma; what has more is a sentence")
    sweep_theme_share: Weight = Field(description="share of all words that concepts know, from which an application is dense")
    sweep_targets: int = Field(ge=2, description="a dense application that speaks of so many targets sweeps...")
    sweep_item_words: int = Field(ge=1, description="...when it has at most so many words to a comma or the end of a passage")
    accept_level: int = Field(ge=1, le=5)
    level: tuple[Level, ...] = Field(min_length=6, max_length=6)
    fewest_words: int = Field(ge=1, description="theme words below which nothing can be said")
    fitted: Fitted

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        starts = [level.from_score for level in self.level]
        if starts[0] != 0 or sorted(set(starts)) != starts:
            raise ValueError("levels must begin at 0 and rise")
        return self

    def level_of(self, score: float) -> int:
        """The level of a score (0–100)."""
        return max(number for number, level in enumerate(self.level) if score >= level.from_score)

    def accepts(self, score: float) -> bool:
        """The tool's own yes to a score (0–100)."""
        return self.level_of(score) >= self.accept_level


class Project(Part):
    """An earlier application that was accepted: what it was accepted for, and the words that tell it from others."""

    id: Sentence
    decided: int | None = Field(default=None, ge=1990, le=2100, description="year of the decision")
    accepted: tuple[Identifier, ...] = Field(min_length=1)
    words: WordLists


class Figure(Part):
    """Base of what ``alignment evaluate --json`` measures: what is not needed here is passed over."""

    model_config = ConfigDict(extra="ignore")


class FieldAgreement(Figure):
    """How far the rulebook agrees with the labels of one field, in one language or in ``all``."""

    field: Sentence
    language: Sentence
    cases: int = Field(ge=1)
    f1: Weight | None
    auc: Weight | None


class ScoreBand(Figure):
    """How far scores mean what they say: of the matches in a band, how many in a hundred were accepted."""

    scores: Sentence
    matches: int = Field(ge=1)
    mean: float = Field(ge=0, le=100)
    accepted: float = Field(ge=0, le=100)


class Screened(Figure):
    """The recommendations of the measured cases at one cost of a wrong exclusion, by what the readers said of them."""

    wrong_exclusion: float = Field(gt=0, description="in looks by an officer")
    aligned: dict[Recommendation, int]
    between: dict[Recommendation, int]
    not_aligned: dict[Recommendation, int]


class Measured(Figure):
    """What a rulebook was measured at."""

    measures: tuple[FieldAgreement, ...]
    cross_validated: tuple[FieldAgreement, ...] = ()
    reliability: tuple[ScoreBand, ...] = ()
    screening: tuple[Screened, ...] = ()


class Annotators(Part):
    """How far the people who labelled the cases agree with each other: the mark to reach."""

    source: Translated
    #: What a reader of the measured figures must know of the cases.
    caution: Translated
    count: int = Field(ge=2, description="people who labelled each case")
    cases: int = Field(ge=1)
    f1: dict[str, Weight] = Field(min_length=1, description="by field of labels")


class About(Part):
    """What a rulebook is, and which choices hold when the user makes none."""

    id: Identifier
    version: Sentence
    date: dt.date
    title: Translated
    owner: Sentence
    call: Identifier
    #: Names by which the region is known, for ``in_region``.
    regions: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    #: Languages told apart from fi, sv and en, as ISO 639-1 codes.
    other_languages: tuple[str, ...] = ()


class Rulebook(Part):
    """All that a rules folder holds."""

    about: About
    plans: tuple[Plan, ...]
    concepts: dict[str, Concept]
    rules: tuple[Rule, ...]
    calls: tuple[Call, ...]
    languages: Languages
    forms: Forms
    scorecard: Scorecard
    frequencies: dict[Language, dict[str, int]]
    reference_texts: dict[Language, int]
    #: Lines of the official texts by language; copies are recognised by them.
    wording: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    #: Accepted applications of earlier rounds; they are pointed at and never change a score.
    projects: tuple[Project, ...] = ()
    #: What the rulebook was measured at, and the mark to reach; they are told and never change a score.
    measured: Measured | None = None
    annotators: Annotators | None = None
    sha256: str

    @cached_property
    def plan_of(self) -> dict[str, Plan]:
        """The plans by id."""
        return {plan.id: plan for plan in self.plans}

    @cached_property
    def call_of(self) -> dict[str, Call]:
        """The calls by id."""
        return {call.id: call for call in self.calls}

    @cached_property
    def newest(self) -> Plan:
        """The programme that began last: the one that applications of later dates are compared with."""
        return max((plan for plan in self.plans if plan.kind == "programme"), key=lambda plan: plan.valid_from)

    @cached_property
    def labelled(self) -> dict[str, Plan]:
        """The plan of each field of labels: ``goals_2022_2025`` the programme of those years, ``ris3`` the latest strategy."""
        programmes = [plan for plan in self.plans if plan.kind == "programme" and plan.valid_to]
        found = {f"goals_{plan.valid_from:%Y}_{plan.valid_to:%Y}": plan for plan in programmes}
        strategies = [plan for plan in self.plans if plan.kind == "strategy"]
        return found | ({"ris3": max(strategies, key=lambda plan: plan.valid_from)} if strategies else {})

    @cached_property
    def target_of(self) -> dict[str, Target]:
        """All targets of all plans by id."""
        return {target.id: target for plan in self.plans for target in plan.target}

    @cached_property
    def rules_of(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of every target, in the order of the files."""
        found: dict[str, list[Rule]] = {target: [] for target in self.target_of}
        for rule in self.rules:
            found[rule.target].append(rule)
        return {target: tuple(rules) for target, rules in found.items()}
