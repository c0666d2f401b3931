"""An application's text ready for matching: passages of counted words, each with its weight, language and place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

from alignment.model import LANGUAGES, Application, Language, Section
from alignment.rulebook import Rulebook
from alignment.text.context import Cues, Everywhere, name_phrases, silenced
from alignment.text.detection import detector
from alignment.text.lemmas import is_word, lemma
from alignment.text.tokens import Token, passages, tokens
from alignment.text.wording import Wording

#: Why a passage says nothing of a project: it repeats the programme's own wording, or it is a list of keywords.
Hollow = Literal["copied", "listed"]
#: The ISO 639 code of a text in no language at all.
UNDETERMINED = "und"
#: Share of different theme words that the dictionary must know; ordinary applications have 0.8 and more.
_LEAST_KNOWN = 0.4


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
    """A sentence or line of one section, with the weight of the section's role. No word of a hollow passage counts."""

    section: int
    start: int
    end: int
    language: Language
    weight: float
    words: tuple[Word, ...]
    hollow: Hollow | None = None

    def silenced(self, quiet: Set[int]) -> Passage:
        """The same passage with some words that do not count."""
        if not quiet:
            return self
        told = tuple(replace(word, counts=word.counts and at not in quiet) for at, word in enumerate(self.words))
        return replace(self, words=told)

    def emptied(self, why: Hollow) -> Passage:
        """The same passage with no word that counts."""
        return replace(self.silenced(set(range(len(self.words)))), hollow=why)


@dataclass(frozen=True, slots=True)
class Prose:
    """All that is matched of an application.

    ``sections`` begins with the title; a passage's ``section`` is an index into it. ``language`` is None when the text is
    in none of the three languages, and ``foreign`` then says which one it seems to be (``und``: none at all). ``words`` counts
    theme words: words that are neither stop words nor numbers nor silenced.
    """

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    language: Language | None
    foreign: str | None
    words: int

    @property
    def different(self) -> int:
        """How many different theme words there are: the same said twice is no more text."""
        return len({(p.language, word.lemma) for p in self.passages for word in p.words if word.counts})

    def hollow(self, why: Hollow) -> list[str]:
        """The texts of the hollow passages."""
        return [self.sections[p.section].text[p.start : p.end] for p in self.passages if p.hollow == why]

    def without(self, number: int) -> Prose:
        """The same prose as if one passage were not there."""
        kept = tuple(passage for at, passage in enumerate(self.passages) if at != number)
        return replace(self, passages=kept, words=self.words - sum(word.counts for word in self.passages[number].words))

    def emptied(self, passages: Set[int], why: Hollow) -> Prose:
        """The same prose with some passages hollow."""
        lost = sum(word.counts for number in passages for word in self.passages[number].words)
        told = tuple(p.emptied(why) if number in passages else p for number, p in enumerate(self.passages))
        return replace(self, passages=told, words=self.words - lost)


def _legible(passages: Sequence[Passage]) -> bool:
    """Whether enough of the words are words of their language: what a cat types on a keyboard is none."""
    said = {(passage.language, word.form) for passage in passages for word in passage.words if word.counts}
    known = sum(is_word(form, language) for language, form in said)
    return known >= _LEAST_KNOWN * len(said)


class Reader:
    """Turns applications into prose by the language and form data of one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._detector = detector(rulebook.about.other_languages)
        self._cues = {lang: Cues.of(rulebook.languages.in_(lang)) for lang in LANGUAGES}
        self._everywhere = Everywhere.of(rulebook.languages)
        self._endings = frozenset(self._everywhere.organisation_endings)
        self._wording = Wording(
            rulebook, lambda text, language: [word.lemma for word in self.plain(text, language).words if word.counts]
        )
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
                quiet = silenced(
                    section.text, words, self._cues[language], self._everywhere, applicant, measures=section.role == "measures"
                )
                passage = Passage(number, start, end, language, weight, self._words(words, language))
                found.append(self._own(passage).silenced(quiet))
        counted: Counter[Language] = Counter()
        for passage in found:
            counted[passage.language] += sum(word.counts for word in passage.words)
        # The language most theme words are in; where none counts, the one the whole text looks like.
        loudest = counted.most_common(1)[0][0] if counted.total() else main
        foreign = foreign or (None if _legible(found) else UNDETERMINED)
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

    def _own(self, passage: Passage) -> Passage:
        """A passage without what it copies from the programme."""
        themes = [at for at, word in enumerate(passage.words) if word.counts]
        copied = self._wording.copied([passage.words[at].lemma for at in themes], passage.language)
        if themes and len(copied) == len(themes):
            return passage.emptied("copied")
        return passage.silenced({themes[at] for at in copied})

    def plain(self, text: str, language: Language) -> Passage:
        """Words that are not an application's, such as a goal's description, as one passage of full weight."""
        return Passage(0, 0, len(text), language, 1.0, self._words(tokens(text), language))

    def _words(self, found: list[Token], language: Language) -> tuple[Word, ...]:
        stop = self._cues[language].stop_words
        return tuple(
            Word(
                token.start,
                token.end,
                token.form,
                lemma(token.form, language),
                token.form not in stop and any(map(str.isalpha, token.form)),
            )
            for token in found
        )
