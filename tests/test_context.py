"""What counts and what does not: denied, contrasted, merely mentioned, a figure of speech, a name, an address, a contact line.

Every row is a text as an applicant could write it, with words that must count and words that must not.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from alignment.assess import Assessor
from alignment.model import Application, Language, Section, Source
from alignment.text.tokens import tokens

# A title without any theme, long enough to settle the language of an application whose only other text is one short row.
TITLES: dict[Language, str] = {
    "fi": "Tämä on hankkeen nimi, joka kertoo vain sen, millä kielellä koko hakemus on tarkoitus kirjoittaa ja lukea",
    "sv": "Det här är projektets namn, som bara berättar på vilket språk hela ansökan är tänkt att skrivas och läsas",
    "en": "This is the name of the project, which only tells in which language the whole application is meant to be read",
}


@dataclass(frozen=True)
class Row:
    """A text, the words of it that must count, and those that must not."""

    language: Language
    text: str
    counts: str = ""
    silent: str = ""
    applicant: str = ""
    fault: str = ""


def row(language: Language, text: str, counts: str = "", silent: str = "", applicant: str = "", fault: str = "") -> object:
    marks = [pytest.mark.xfail(strict=True, reason=fault)] if fault else []
    return pytest.param(Row(language, text, counts, silent, applicant), marks=marks, id=f"{language}: {text[:60]}")


def counted(assessor: Assessor, case: Row) -> tuple[set[str], set[str]]:
    """The folded words of a row's text that count, and those that do not."""
    application = Application(
        id="1",
        title=TITLES[case.language],
        applicant=case.applicant or None,
        sections=(Section(name="Tiivistelmä", role="summary", text=case.text),),
        source=Source(file="-"),
    )
    prose = assessor.reader.read(application)
    words = [word for passage in prose.passages if passage.section == 1 for word in passage.words]
    assert {passage.language for passage in prose.passages} == {case.language}
    counting = {word.form for word in words if word.counts}
    return counting, {word.form for word in words} - counting


def check(assessor: Assessor, case: Row) -> None:
    counting, quiet = counted(assessor, case)
    wanted, unwanted = ({token.form for token in tokens(words)} for words in (case.counts, case.silent))
    assert (wanted - counting, unwanted - quiet) == (set(), set())


DENIED = [
    row("fi", "Hanke ei koske satamia.", silent="koske satamia"),
    row("fi", "Hankkeessa ei kehitetä satamalogistiikkaa eikä matkailua.", silent="satamalogistiikkaa matkailua"),
    row(
        "fi",
        "Hanke ei liity metsätalouteen, maatalouteen, matkailuun eikä kalastukseen.",
        silent="metsätalouteen maatalouteen matkailuun kalastukseen",
    ),
    row(
        "fi",
        "Hankkeeseen ei kuulu rautateiden, satamien tai teiden rakentamista.",
        silent="rautateiden satamien teiden rakentamista",
    ),
    row("fi", "Matkailun kehittäminen ei kuulu hankkeeseen.", silent="matkailun"),
    row(
        "fi",
        "Satamien laajennus rajataan hankkeen ulkopuolelle; terminaalit ovat mukana.",
        counts="terminaalit",
        silent="satamien laajennus",
    ),
    row("fi", "Hanke ei koske satamia vaan matkailua.", counts="matkailua", silent="satamia"),
    row(
        "fi",
        "Hankkeen tavoitteena ei ole uusi satama, mutta terminaali rakennetaan.",
        counts="terminaali rakennetaan",
        silent="satama",
    ),
    row("fi", "Hanke ei koske satamia; se auttaa matkailuyrityksiä.", counts="matkailuyrityksiä", silent="satamia"),
    row(
        "fi",
        "Hanke ei koske satamia. Matkailuyritykset saavat neuvontaa.",
        counts="matkailuyritykset neuvontaa",
        silent="satamia",
    ),
    row(
        "fi",
        "Hanke auttaa matkailuyrityksiä (se ei koske satamia) ja kahviloita.",
        counts="matkailuyrityksiä kahviloita",
        silent="satamia",
    ),
    row("sv", "Projektet gäller inte hamnar.", silent="hamnar"),
    row("sv", "Projektet omfattar inte hamnar, järnvägar eller turism.", silent="hamnar järnvägar turism"),
    row("sv", "Projektet gäller inte hamnar utan turism.", counts="turism", silent="hamnar"),
    row("sv", "Projektet gäller inte hamnar, men turismen får rådgivning.", counts="turismen rådgivning", silent="hamnar"),
    row("sv", "Byggandet av hamnar ingår inte i projektet.", silent="byggandet hamnar"),
    row("sv", "Projektet handlar inte om skogsbruk; det hjälper turismföretagen.", counts="turismföretagen", silent="skogsbruk"),
    row("en", "The project does not concern ports.", silent="ports"),
    row("en", "The project does not cover ports, railways, forestry or tourism.", silent="ports railways forestry tourism"),
    row("en", "The project does not concern ports but tourism.", counts="tourism", silent="ports"),
    row(
        "en", "The project has nothing to do with ports; it helps tourism companies.", counts="tourism companies", silent="ports"
    ),
    row("en", "Building harbours is not part of the project.", silent="building harbours"),
    row("en", "The project will not develop ports, but the terminal is automated.", counts="terminal automated", silent="ports"),
]

STILL_COUNTS = [
    row("fi", "Kotkassa ei ole riittävästi satamapalveluja.", counts="satamapalveluja"),
    row("fi", "Yrityksillä ei ole osaajia kyberturvallisuuteen.", counts="yrityksillä osaajia kyberturvallisuuteen"),
    row("fi", "Nuoret eivät saa etsivää nuorisotyötä kylissä.", counts="nuoret nuorisotyötä kylissä"),
    row("fi", "Hanke ei koske vain satamia.", counts="satamia"),
    row("fi", "Hanke ei koske vain satamia, vaan koko logistiikkaketjua.", counts="satamia logistiikkaketjua"),
    row("fi", "Hanke ei edistä pelkästään matkailua vaan myös kulttuuria.", counts="matkailua kulttuuria"),
    row("fi", "Satamassa ei ole maasähköä, joten alukset käyttävät dieseliä.", counts="satamassa maasähköä alukset dieseliä"),
    row("sv", "Det finns inte tillräckligt med hamntjänster i Kotka.", counts="hamntjänster"),
    row("sv", "Företagen har inte kompetens i cybersäkerhet.", counts="företagen kompetens cybersäkerhet"),
    row("sv", "Projektet gäller inte bara hamnar utan hela logistikkedjan.", counts="hamnar logistikkedjan"),
    row("sv", "Projektet omfattar inte enbart turism.", counts="turism"),
    row("en", "There are not enough port services in Kotka.", counts="port services"),
    row("en", "Small firms do not have skills in cyber security.", counts="firms skills cyber security"),
    row("en", "The project does not concern only ports.", counts="ports"),
    row("en", "The project is not about ports alone; it covers the whole supply chain.", counts="supply chain"),
    row("en", "The project does not only help ports but the whole supply chain.", counts="help ports supply chain"),
]

CONTRASTED = [
    row("fi", "Toisin kuin satamat, matkailuyritykset kasvavat.", counts="matkailuyritykset kasvavat", silent="satamat"),
    row("fi", "Logistiikan sijaan kehitetään matkailua.", counts="matkailua", silent="logistiikan"),
    row("fi", "Lukuun ottamatta satamia, koko maakunnan matkailu on mukana.", counts="maakunnan matkailu", silent="satamia"),
    row("fi", "Satamien asemesta tuetaan kyläkauppoja.", counts="tuetaan kyläkauppoja", silent="satamien"),
    row("sv", "Till skillnad från hamnarna, växer turismen.", counts="växer turismen", silent="hamnarna"),
    row("sv", "Turismen utvecklas i stället för hamnarna.", counts="turismen", silent="hamnarna"),
    row("en", "Unlike ports, tourism grows quickly.", counts="tourism grows", silent="ports"),
    row("en", "The project helps tourism rather than ports.", counts="tourism", silent="ports"),
    row("en", "Instead of ports, the project helps village shops.", counts="village shops", silent="ports"),
    row(
        "fi",
        "Hanke ei koske satamia, sen sijaan se auttaa matkailuyrityksiä.",
        counts="matkailuyrityksiä",
        silent="satamia",
    ),
    row(
        "sv",
        "I stället för hamnlogistik stöder projektet turismen.",
        counts="turismen",
        silent="hamnlogistik",
    ),
    row("en", "The project serves the whole region except for ports and helps tourism.", silent="ports"),
]

MENTIONED = [
    row("fi", "Aiemmassa hankkeessa rakennettiin satamaterminaali.", silent="rakennettiin satamaterminaali"),
    row("fi", "Rinnakkaishankkeessa koulutetaan kyberturvallisuuden osaajia.", silent="koulutetaan kyberturvallisuuden osaajia"),
    row(
        "fi",
        "Aiemmassa hankkeessa rakennettiin satama. Nyt koulutetaan matkailuyrityksiä.",
        counts="koulutetaan matkailuyrityksiä",
        silent="satama",
    ),
    row("sv", "I ett tidigare projekt byggdes en hamnterminal.", silent="byggdes hamnterminal"),
    row("sv", "Systerprojektet utbildar experter på cybersäkerhet.", silent="utbildar experter cybersäkerhet"),
    row("en", "A port terminal was built in an earlier project.", silent="port terminal built"),
    row("en", "A sister project trains experts in cyber security.", silent="trains experts cyber security"),
    row("fi", "Aiemmin satamassa oli kaksi nosturia.", counts="satamassa nosturia"),
    row("en", "The earlier port terminal was too small.", counts="port terminal"),
]

IDIOMS = [
    row("fi", "Sovitaan yhteiset pelisäännöt ja rakennetaan peli.", counts="rakennetaan peli", silent="yhteiset pelisäännöt"),
    row("fi", "Rahoittaja näytti vihreää valoa matkailulle.", counts="matkailulle", silent="vihreää valoa"),
    row("fi", "Koti on turvasatama lapsille.", counts="koti lapsille", silent="turvasatama"),
    row("sv", "Unga som hamnar i utanförskap får stöd.", counts="unga stöd", silent="hamnar utanförskap"),
    row("sv", "Hemmet är en trygg hamn för barnen.", counts="hemmet barnen", silent="trygg hamn"),
    row("sv", "Gemensamma spelregler gör arbetet lätt.", counts="arbetet", silent="spelregler"),
    row("en", "The board gave the green light to the museum.", counts="board museum", silent="green light"),
    row("en", "The library is a safe harbour for children.", counts="library children", silent="safe harbour"),
    row("en", "Food plays an important role in the village.", counts="food village", silent="plays role"),
]

NAMES = [
    row("fi", "Hakija on Kotkan Satama Oy.", silent="kotkan satama oy"),
    row("fi", "Kumppani on Kymen Vesi ja Energia Oy.", silent="kymen vesi energia"),
    row("fi", "Satamat ja Kymen Energia Oy ovat mukana.", counts="satamat", silent="kymen energia"),
    row("fi", "Hankkeessa ovat matkailu ja Energia Oy.", counts="matkailu", silent="energia"),
    row("sv", "Med är Borgå Vatten och Energi Ab.", silent="borgå vatten energi"),
    row("en", "The quay belongs to the Port of Kotka Ltd.", counts="quay", silent="port kotka"),
    row("fi", "Terminaaleja kehittää Kymen Logistiikka Oy.", counts="terminaaleja", silent="kymen logistiikka"),
    row("fi", "Mukana ovat Satama Oy, matkailuyrittäjät ja kylät.", counts="matkailuyrittäjät kylät", silent="satama"),
    row(
        "fi",
        "Laituri rakennetaan HaminaKotka Satama Oy:n alueelle.",
        counts="laituri",
        silent="haminakotka satama",
    ),
    row(
        "fi",
        "Satamalogistiikan koulutusta antaa ammattikorkeakoulu.",
        counts="satamalogistiikan koulutusta",
    ),
    row("sv", "Sökanden är Kotka Hamn Ab.", silent="kotka hamn"),
    row("sv", "Kunskapen kommer från Kymmene Skogsförening rf.", counts="kunskapen", silent="kymmene skogsförening"),
    row("en", "The applicant is Baltic Port Services Ltd.", silent="baltic port services"),
    row("en", "Training is given by Forest Games Inc, a museum and a school.", counts="museum school", silent="forest games"),
    row(
        "en",
        "The partner is South-Eastern Finland University of Applied Sciences.",
        silent="finland applied sciences",
    ),
    row(
        "fi",
        "Kotkan Sataman uusi laituri palvelee aluksia.",
        counts="laituri aluksia",
        silent="kotkan sataman",
        applicant="Kotkan Satama Oy",
    ),
    row(
        "fi",
        "Kouvolan kaupungin kirjasto saa pelihuoneen.",
        counts="kirjasto pelihuoneen",
        silent="kouvolan kaupungin",
        applicant="Kouvolan kaupunki",
    ),
    row(
        "fi",
        "Kartta on Metsäkeskuksella ja Haminan kaupungilla.",
        counts="kartta",
        silent="metsäkeskuksella haminan kaupungilla",
        applicant="Metsäkeskus; Haminan kaupunki",
    ),
    row(
        "fi",
        "Metsäkeskuksella on kartta.",
        counts="kartta",
        silent="metsäkeskuksella",
        applicant="Metsäkeskus",
        fault="at the start of a sentence a name of one word looks like any word and counts",
    ),
    row("fi", "Logistiikka sujuu satamassa.", counts="logistiikka satamassa", applicant="Logistiikka Oy"),
    row("sv", "Borgå Hamns kaj får landström.", counts="kaj landström", silent="borgå hamns", applicant="Borgå Hamn Ab"),
    row(
        "en", "Baltic Port's new crane is electric.", counts="crane electric", silent="baltic port's", applicant="Baltic Port Ltd"
    ),
    row(
        "en",
        "South-Eastern Finland University of Applied Sciences opens a museum.",
        counts="museum",
        silent="finland applied sciences",
        applicant="South-Eastern Finland University of Applied Sciences",
    ),
    row(
        "fi",
        "Hankkeessa sujuvoitetaan logistiikkaa satamassa.",
        counts="logistiikkaa satamassa",
        applicant="Logistiikka Oy",
    ),
]

ADDRESSES = [
    row("fi", "Toimisto on osoitteessa Satamakatu 5.", silent="satamakatu"),
    row("fi", "Kokous pidettiin Rautatientie 12:ssa kahvin kera.", counts="kahvin", silent="rautatientie"),
    row("sv", "Kontoret finns på Hamngatan 5.", silent="hamngatan"),
    row("sv", "Mötet hölls på Skogsvägen 12 med kaffe.", counts="kaffe", silent="skogsvägen"),
    row("en", "The office is at Hamngatan 5 near the museum.", counts="office museum", silent="hamngatan"),
    row(
        "en",
        "The office is at Harbour Street 5.",
        counts="office",
        silent="harbour street",
    ),
    row(
        "en",
        "The office is at 5 Harbour Street.",
        counts="office",
        silent="harbour street",
    ),
    row("fi", "Hankkeessa parannetaan valtatie 15 välillä Kotka–Kouvola.", counts="valtatie", silent="kotka kouvola"),
    row(
        "fi",
        "Valtatie 15 saa uuden ohituskaistan.",
        counts="valtatie ohituskaistan",
    ),
    row("sv", "I projektet förbättras riksväg 15 mellan Kotka och Kouvola.", counts="riksväg", silent="kotka kouvola"),
    row("en", "The project widens highway 15 between Kotka and Kouvola.", counts="highway", silent="kotka kouvola"),
    row("en", "Road 15 gets a passing lane.", counts="road passing lane"),
    row(
        "en",
        "The strategy Forest 2030 guides the work.",
        counts="strategy",
        silent="forest",
    ),
    row("fi", "Kirjoita osoitteeseen satama@kotka.fi tai metsa@kouvola.fi.", silent="satama kotka metsa kouvola"),
    row("sv", "Skriv till hamn@kotka.fi.", silent="hamn kotka"),
    row("en", "See https://www.port.example/forest for more.", silent="port forest"),
]

CONTACTS = [
    row("fi", "Yhteyshenkilö: Matti Satama, logistiikkapäällikkö, puh. 040 123 4567", silent="matti satama logistiikkapäällikkö"),
    row("fi", "Sähköposti: satama@kotka.fi", silent="satama kotka"),
    row("fi", "Puhelin 05 123 4567, satamatoimisto", silent="satamatoimisto"),
    row("sv", "Kontaktperson: Anna Hamn, logistikchef, tfn 040 123 4567", silent="anna hamn logistikchef"),
    row("sv", "E-post: hamn@kotka.fi, hamnkontoret", silent="hamn hamnkontoret"),
    row("en", "Telephone: +358 40 123 4567, port office", silent="port office"),
    row("en", "E-mail: port@kotka.fi, head of logistics", silent="port head logistics"),
    row(
        "en",
        "Contact person: John Harbour, head of logistics",
        silent="john harbour logistics",
    ),
    row(
        "fi",
        "Lisätietoja satamien liikenteestä kerätään kyselyllä.",
        counts="satamien liikenteestä kyselyllä",
    ),
    row(
        "en",
        "Phone services for older people are tested in villages.",
        counts="services older people villages",
    ),
    row(
        "fi",
        "Ikäihmisten puhelin- ja etäpalveluja kokeillaan vuosina 2022-2025.",
        counts="ikäihmisten etäpalveluja kokeillaan",
    ),
    row("fi", "Ikäihmiset saavat neuvontaa puhelimitse ja verkossa.", counts="ikäihmiset neuvontaa verkossa"),
]

SENTENCES = [
    row(
        "fi",
        "Hanke ei koske esim. Kotkan satamaa.",
        silent="kotkan satamaa",
    ),
    row(
        "sv",
        "Projektet gäller inte t.ex. Kotka hamn.",
        silent="kotka hamn",
    ),
    row("fi", "HANKE EI KOSKE SATAMIA.", silent="satamia"),
    row("fi", "Hanke ei koske sata\u00admia.", silent="satamia"),
    row("fi", "Hanke ei\r\nkoske satamia.", counts="satamia"),
    row("sv", "Projektet ga\u0308ller inte hamnar.", silent="hamnar"),
]


@pytest.mark.parametrize("case", DENIED)
def test_what_is_denied_does_not_count(assessor: Assessor, case: Row) -> None:
    check(assessor, case)


@pytest.mark.parametrize("case", STILL_COUNTS)
def test_a_need_and_a_restriction_are_no_denial(assessor: Assessor, case: Row) -> None:
    check(assessor, case)


@pytest.mark.parametrize("case", CONTRASTED)
def test_what_is_contrasted_does_not_count(assessor: Assessor, case: Row) -> None:
    check(assessor, case)


@pytest.mark.parametrize("case", MENTIONED)
def test_another_project_is_only_mentioned(assessor: Assessor, case: Row) -> None:
    check(assessor, case)


@pytest.mark.parametrize("case", IDIOMS)
def test_a_figure_of_speech_is_no_theme(assessor: Assessor, case: Row) -> None:
    check(assessor, case)


@pytest.mark.parametrize("case", NAMES)
def test_a_name_is_no_theme(assessor: Assessor, case: Row) -> None:
    check(assessor, case)


@pytest.mark.parametrize("case", ADDRESSES)
def test_an_address_is_no_theme_and_a_highway_is(assessor: Assessor, case: Row) -> None:
    check(assessor, case)


@pytest.mark.parametrize("case", CONTACTS)
def test_a_contact_line_is_no_theme(assessor: Assessor, case: Row) -> None:
    check(assessor, case)


@pytest.mark.parametrize("case", SENTENCES)
def test_passages_and_letters_do_not_change_it(assessor: Assessor, case: Row) -> None:
    check(assessor, case)
