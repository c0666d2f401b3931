"""Which language a passage and a whole application are in."""

from __future__ import annotations

import datetime as dt

import pytest

from alignment.assess import Assessor, Question
from alignment.model import LANGUAGES, Application, Language, Section, Source
from alignment.rulebook import Rulebook
from alignment.text.detection import detector
from alignment.text.prose import Prose

OURS: dict[Language, tuple[str, ...]] = {
    "fi": (
        "Hankkeessa rakennetaan satamaan uusi terminaali ja koulutetaan työntekijöitä.",
        "Kuljetusyritykset ja oppilaitokset kokeilevat yhdessä automaattista varastointia.",
        "Nuorille järjestetään kesällä työpajoja, joissa opitaan pelien tekemistä.",
        "Kylien yhdistykset kunnostavat retkeilyreittejä talkoilla kesän aikana.",
    ),
    "sv": (
        "I projektet byggs en ny terminal i hamnen och arbetstagarna utbildas.",
        "Transportföretagen och läroanstalterna prövar tillsammans automatisk lagring.",
        "För unga ordnas på sommaren verkstäder där man lär sig göra spel.",
        "Byarnas föreningar rustar upp vandringsleder med talko under sommaren.",
    ),
    "en": (
        "The project builds a new terminal in the port and trains the workers.",
        "Haulage firms and schools try out automatic storage of goods together.",
        "Workshops where young people learn to make games are held in summer.",
        "The village associations repair hiking trails together during the summer.",
    ),
}
FOREIGN = {
    "et": "Projekti raames ehitatakse sadamasse uus terminal ja koolitatakse töötajaid. Veoettevõtted "
    "katsetavad koos koolidega laovarude automaatset haldamist. Tulemusena vähenevad kulud ja heitmed "
    "ning piirkonna ettevõtete konkurentsivõime kasvab.",
    "de": "Im Projekt wird ein neues Terminal im Hafen gebaut, und die Beschäftigten werden geschult. Die "
    "Speditionen erproben gemeinsam mit den Schulen eine automatische Lagerhaltung. Dadurch sinken die "
    "Kosten und die Emissionen der Unternehmen in der Region.",
    "no": "I prosjektet bygges det en ny terminal i havnen, og de ansatte får opplæring. Transportbedriftene "
    "prøver ut automatisk lagring sammen med skolene. Resultatet er at kostnadene og utslippene går ned, "
    "og at bedriftene i regionen blir mer konkurransedyktige.",
    "da": "I projektet bygges der en ny terminal i havnen, og medarbejderne uddannes. Transportvirksomhederne "
    "afprøver automatisk lagring sammen med skolerne. Resultatet bliver, at omkostningerne og "
    "udledningerne falder, og at virksomhederne i regionen bliver stærkere.",
    "fr": "Dans le cadre du projet, un nouveau terminal est construit dans le port et les employés sont formés."
    " Les entreprises de transport testent avec les écoles un stockage automatique. Les coûts et les "
    "émissions des entreprises de la région diminuent.",
    "es": "En el proyecto se construye una nueva terminal en el puerto y se forma a los trabajadores. Las "
    "empresas de transporte prueban con las escuelas el almacenamiento automático. Como resultado bajan "
    "los costes y las emisiones de las empresas de la región.",
    "pl": "W ramach projektu powstanie nowy terminal w porcie, a pracownicy zostaną przeszkoleni. Firmy "
    "transportowe wspólnie ze szkołami przetestują automatyczne magazynowanie. W rezultacie spadną koszty"
    " i emisje przedsiębiorstw w regionie.",
    "ru": "В рамках проекта в порту строится новый терминал и обучаются работники. Транспортные компании вместе"
    " со школами испытывают автоматическое складирование. В результате снижаются затраты и выбросы "
    "предприятий региона.",
    "lv": "Projekta ietvaros ostā tiek uzbūvēts jauns terminālis un apmācīti darbinieki. Pārvadājumu uzņēmumi "
    "kopā ar skolām izmēģina automātisku uzglabāšanu. Rezultātā samazinās reģiona uzņēmumu izmaksas un "
    "emisijas.",
    "nl": "In het project wordt een nieuwe terminal in de haven gebouwd en worden de medewerkers opgeleid. "
    "Vervoersbedrijven proberen samen met de scholen automatische opslag uit. Daardoor dalen de kosten en"
    " de uitstoot van de bedrijven in de regio.",
}


def read(assessor: Assessor, *texts: str, title: str = "") -> Prose:
    sections = tuple(Section(name=f"osa {number}", role="summary", text=text) for number, text in enumerate(texts))
    return assessor.reader.read(Application(id="1", title=title, sections=sections, source=Source(file="-")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_language_all_through(assessor: Assessor, language: Language) -> None:
    prose = read(assessor, "\n".join(OURS[language]), title=OURS[language][0])
    assert (prose.language, prose.foreign) == (language, None)
    assert {passage.language for passage in prose.passages} == {language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_alone(rulebook: Rulebook, language: Language) -> None:
    judge = detector(rulebook.about.other_languages)
    other: Language = "en" if language != "en" else "fi"
    assert {judge.language(sentence, other) for sentence in OURS[language]} == {language}
    assert {judge.main(sentence) for sentence in OURS[language]} == {(language, None)}


def test_sentences_of_three_languages_in_one_section(assessor: Assessor) -> None:
    mixed = [OURS[language][number] for number in range(4) for language in LANGUAGES]
    prose = read(assessor, "\n".join(mixed))
    assert [passage.language for passage in prose.passages] == [*LANGUAGES] * 4
    assert prose.foreign is None
    assert prose.language in LANGUAGES


@pytest.mark.parametrize(("main", "guest"), [("fi", "sv"), ("sv", "fi"), ("fi", "en"), ("en", "sv"), ("sv", "en"), ("en", "fi")])
def test_a_section_in_another_language_than_the_rest(assessor: Assessor, main: Language, guest: Language) -> None:
    prose = read(assessor, " ".join(OURS[main]), " ".join(OURS[main]), " ".join(OURS[guest]))
    assert [passage.language for passage in prose.passages] == [main] * 8 + [guest] * 4
    assert (prose.language, prose.foreign) == (main, None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_line_is_in_the_language_around_it(assessor: Assessor, language: Language) -> None:
    prose = read(assessor, "\n".join((*OURS[language], "Terminal", "Logistik 4.0", "Data hub")))
    assert {passage.language for passage in prose.passages} == {language}


@pytest.mark.parametrize("code", FOREIGN)
def test_a_foreign_text_is_told_apart(assessor: Assessor, code: str) -> None:
    prose = read(assessor, FOREIGN[code])
    assert (prose.language, prose.foreign) == (None, code)


@pytest.mark.parametrize("code", FOREIGN)
def test_a_foreign_text_gets_no_low_score(assessor: Assessor, code: str) -> None:
    application = Application(
        id="1", sections=(Section(name="tiivistelmä", role="summary", text=FOREIGN[code]),), source=Source(file="-")
    )
    assessment = assessor.assess(application, Question(today=dt.date(2023, 5, 1), language="en"))
    assert assessment.recommendation == "cannot_assess"
    assert assessment.application.language is None
    assert assessment.matches == ()
    assert code in assessment.reasons[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_foreign_quotation_does_not_make_a_text_foreign(assessor: Assessor, language: Language) -> None:
    prose = read(assessor, "\n".join((*OURS[language], *OURS[language], FOREIGN["de"].split(".")[0] + ".")))
    assert (prose.language, prose.foreign) == (language, None)


@pytest.mark.parametrize(
    "text", ["", " \r\n\t", "2023", "12 345,00 € 2023–2025 50 % 1.3.2023 040 123 4567 100 000 200 000 300 000", "😀 … –"]
)
def test_figures_or_nothing_are_in_no_foreign_language(assessor: Assessor, text: str) -> None:
    prose = read(assessor, text)
    assert (prose.foreign, prose.words) == (None, 0)
    assert prose.language in LANGUAGES


def test_a_single_letter_is_a_word_in_no_foreign_language(assessor: Assessor) -> None:
    prose = read(assessor, "x")
    assert (prose.foreign, prose.words) == (None, 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_take_the_language_around_them(assessor: Assessor, language: Language) -> None:
    figures = "2023: 12 345,00 € / 50 %; 2024: 100 000,00 € / 40 %; 2025: 7 €"
    prose = read(assessor, "\n".join((*OURS[language], figures)), figures)
    assert {passage.language for passage in prose.passages} == {language}
