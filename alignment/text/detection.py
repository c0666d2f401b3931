"""Which language a text is in: Finnish, Swedish, English, or none of the three."""

from __future__ import annotations

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from alignment.model import LANGUAGES, Language

# A shorter passage takes the language of its surroundings. Among our three languages the detector needs no more than two or three
# words; among all their neighbours it needs a sentence.
_FEWEST_LETTERS = 15
_FEWEST_LETTERS_OF_ANOTHER = 40
_ENOUGH_LETTERS = 1500
_SURE = 0.9


class Detector:
    """Language identification by py3langid among our three languages and their neighbours."""

    def __init__(self, others: tuple[str, ...] = ()) -> None:
        self._model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._model.set_languages([*LANGUAGES, *others])

    def language(self, text: str, otherwise: Language) -> Language:
        """The language of a passage among the three, or ``otherwise`` where it is too short or undecided."""
        if len(text) < _FEWEST_LETTERS:
            return otherwise
        ranked = {language: share for language, share in self._model.rank(text) if language in LANGUAGES}
        best: Language = max(ranked, key=ranked.__getitem__)
        return best if ranked[best] >= _SURE * sum(ranked.values()) else otherwise

    def main(self, text: str) -> tuple[Language, str | None]:
        """The likeliest of the three languages for a whole text, and the code of another one the text is surely in."""
        ranked = self._model.rank(text[:_ENOUGH_LETTERS])
        ours: Language = next(language for language, _ in ranked if language in LANGUAGES)
        found, share = ranked[0]
        foreign = found != ours and share >= _SURE and len(text) >= _FEWEST_LETTERS_OF_ANOTHER
        return ours, found if foreign else None


@lru_cache(maxsize=4)
def detector(others: tuple[str, ...]) -> Detector:
    """The detector for a rulebook's list of neighbouring languages; loading the model takes a second, so it is kept."""
    return Detector(others)
