"""An application's text ready for matching: passages of counted words, each with its weight, language and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass

from alignment.model import LANGUAGES, Application, Language, Section
from alignment.rulebook import Rulebook
from alignment.text.context import Cues, Everywhere, name_phrases, silenced
from alignment.text.detection import detector
from alignment.text.lemmas import lemma
from alignment.text.tokens import Token, passages, tokens


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a passage. ``counts`` is false for stop words and for all that is denied, mentioned or a name."""

    start: int
    end: int
    form: str
    lemma: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence or line of one section, with the weight of the section's role."""

    section: int
    start: int
    end: int
    language: Language
    weight: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """All that is matched of an application.

    ``sections`` begins with the title; a passage's ``section`` is an index into it. ``language`` is None when the text is
    in none of the three languages, and ``foreign`` then says which one it seems to be. ``words`` counts theme words: words
    that are neither stop words nor numbers nor silenced.
    """

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    language: Language | None
    foreign: str | None
    words: int


class Reader:
    """Turns applications into prose by the language and form data of one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._detector = detector(rulebook.about.other_languages)
        self._cues = {lang: Cues.of(rulebook.languages.in_(lang)) for lang in LANGUAGES}
        self._everywhere = Everywhere.of(rulebook.languages)
        self._endings = frozenset(self._everywhere.organisation_endings)
        self._weights = {role: section.weight for role, section in rulebook.forms.section.items()}

    def read(self, application: Application) -> Prose:
        """The prose of an application: its title and all sections whose role has a weight."""
        title = Section(name="title", role="title", text=application.title)
        sections = (title, *application.sections)
        whole = "\n".join(section.text for section in sections)
        main, foreign = self._detector.main(whole)
        applicant = name_phrases(application.applicant or "", self._endings)
        found: list[Passage] = []
        for number, section in enumerate(sections):
            weight = self._weights.get(section.role, 1.0) if number else 1.0
            if weight == 0:
                continue
            cut = [(start, end, tokens(section.text, start, end)) for start, end in passages(section.text)]
            spoken = self._language(section.text, [word for *_, words in cut for word in words], main)
            for start, end, words in cut:
                language = self._language(section.text[start:end], words, spoken)
                quiet = silenced(section.text, words, self._cues[language], self._everywhere, applicant)
                found.append(Passage(number, start, end, language, weight, self._words(words, language, quiet)))
        counted: Counter[Language] = Counter()
        for passage in found:
            counted[passage.language] += sum(word.counts for word in passage.words)
        # The language most theme words are in; where none counts, the one the whole text looks like.
        loudest = counted.most_common(1)[0][0] if counted.total() else main
        return Prose(
            sections=sections,
            passages=tuple(found),
            language=None if foreign is not None else loudest,
            foreign=foreign,
            words=counted.total(),
        )

    def _language(self, text: str, words: list[Token], spoken: Language) -> Language:
        """The language of a section or passage: that of its surroundings, unless its own function words speak against it.

        Only then is the detector asked, which is by far the dearer of the two.
        """
        counts = {lang: sum(word.form in cues.stop_words for word in words) for lang, cues in self._cues.items()}
        if counts[spoken] and counts[spoken] == max(counts.values()):
            return spoken
        return self._detector.language(text, spoken)

    def plain(self, text: str, language: Language) -> Passage:
        """Words that are not an application's, such as a goal's description, as one passage of full weight."""
        return Passage(0, 0, len(text), language, 1.0, self._words(tokens(text), language, frozenset()))

    def _words(self, found: list[Token], language: Language, quiet: Set[int]) -> tuple[Word, ...]:
        stop = self._cues[language].stop_words
        return tuple(
            Word(
                token.start,
                token.end,
                token.form,
                lemma(token.form, language),
                at not in quiet and token.form not in stop and any(map(str.isalpha, token.form)),
            )
            for at, token in enumerate(found)
        )
