"""Exports of the Finnish systems EURA 2021 and EURA 2014. Their columns are real, the projects in them are not.

What is not known of them, such as the words of the footer, is invented and marked so.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from alignment.model import Application
from tests.corpus import Sample
from tests.corpus.making import (
    FILE,
    GAS,
    RAIL,
    SCHOOL,
    SHEET,
    Project,
    came,
    in_sheet,
    section,
)

_SUMMARY = "Suunnitelman mukainen tiivistelmä hankkeen toteutuksesta"
EURA_2021 = tuple(
    (
        "Hankekoodi |Ryhmähanketunnus|Rahasto|EAKR-/JTF-alatyyppi|Tl|Et|Hankkeen nimi|Toteuttajan nimi|"
        "Toteuttajan Y-tunnus|Rahoittava viranomainen|Toiminnan tila|Aloituspvm|Päättymispvm|"
        "Suunniteltu EU- ja valtion rahoitus|Suunniteltu julkinen rahoitus|Suunniteltu rahoitus yhteensä|"
        "Toteutunut EU- ja valtion rahoitus|Toteutunut julkinen rahoitus|Toteutunut rahoitus yhteensä|"
        "Toteutunut EU-rahoituksen määrä|Tukitoimen ala|Sijainti|Toteutuspaikan postinumero|"
        "Toteutuspaikan postitoimipaikka|Tuensaajan postinumero|Tuensaajan postitoimipaikka|Tukimuoto|"
        "Alueellinen täytäntöönpanomekanismi ja alueellinen painopiste|Taloudellinen toiminta|"
        f"Toissijainen teema, vain ESR+|Sukupuolten tasa-arvo|Itämeren alueen strategia|{_SUMMARY}|Hankekuvauksen osoite|"
        "Hankkeen kotisivun osoite"
    ).split("|")
)


def _eura(project: Project, **changed: object) -> list[object]:
    """A funded project as the export tells it; sums smaller and later ones are there to be mixed up."""
    values = {
        "Hankekoodi ": project.id,
        "Rahasto": project.fund,
        "EAKR-/JTF-alatyyppi": "Kehittämishanke",
        "Tl": "1",
        "Et": "1.1",
        "Hankkeen nimi": project.title,
        "Toteuttajan nimi": project.applicant,
        "Toteuttajan Y-tunnus": "9999999-9",
        "Rahoittava viranomainen": "Keksitty liitto",
        "Toiminnan tila": "Käynnissä",
        "Aloituspvm": project.start,
        "Päättymispvm": project.end,
        "Suunniteltu EU- ja valtion rahoitus": 1_001,
        "Suunniteltu julkinen rahoitus": 1_002,
        "Suunniteltu rahoitus yhteensä": project.budget_eur,
        "Toteutunut EU- ja valtion rahoitus": 1_003,
        "Toteutunut julkinen rahoitus": 1_004,
        "Toteutunut rahoitus yhteensä": 1_005,
        "Toteutunut EU-rahoituksen määrä": 1_006,
        "Tukitoimen ala": "021 Keksitty ala",
        "Sijainti": project.region,
        "Toteutuspaikan postinumero": "00098",
        "Toteutuspaikan postitoimipaikka": "KEKSILÄ",
        "Tuensaajan postinumero": "00099",
        "Tuensaajan postitoimipaikka": "SATULA",
        "Tukimuoto": "01 Avustus",
        "Taloudellinen toiminta": "24 Muu",
        "Sukupuolten tasa-arvo": "03 Ei kohdennettu",
        "Itämeren alueen strategia": "Ei",
        _SUMMARY: project.goals,
        "Hankekuvauksen osoite": "https://example.org/1",
        "Hankkeen kotisivun osoite": "https://example.org/2",
    }
    return [(values | changed).get(column) for column in EURA_2021]


#: Both invented: of the real export it is known only that it ends with two such rows.
_EURA_FOOTER = [["Tiedot on haettu 3.11.2026."], ["Lähde: EURA 2021 -järjestelmä"]]
_GROUP = {"Ryhmähanketunnus": "R-555"}
_OTHER_SUMMARY = "Oppilaitoksen osuudessa opiskelijat kokeilevat ratapihan töitä."
_EURA_GROUP = [
    _eura(RAIL, **_GROUP),
    _eura(
        RAIL,
        **_GROUP,
        **{
            "Hankekoodi ": "K-111",
            "Toteuttajan nimi": "Toinen Taru ry",
            "Aloituspvm": dt.date(2026, 2, 1),
            "Suunniteltu rahoitus yhteensä": 50_000,
            "Sijainti": "Pyhtää",
        },
    ),
    _eura(
        RAIL,
        **_GROUP,
        **{
            "Hankekoodi ": "K-112",
            "Toteuttajan nimi": "Kolmas Taru Oy",
            "Päättymispvm": dt.date(2028, 1, 31),
            "Suunniteltu rahoitus yhteensä": 25_000,
            _SUMMARY: _OTHER_SUMMARY,
        },
    ),
]
_EURA_ROWS = [EURA_2021, _eura(SCHOOL), *_EURA_GROUP, _eura(GAS), *_EURA_FOOTER]


def _in_eura(project: Project, at: int, **changed: Any) -> Application:
    return came(project, FILE, SHEET, at, **{"sections": (section(_SUMMARY, "summary", project.goals),), **changed})


_EURA = (
    in_sheet(
        "EURA 2021",
        "35 columns, a group project of three rows, two footer rows",
        _EURA_ROWS,
        [
            _in_eura(SCHOOL, 2),
            _in_eura(
                RAIL,
                3,
                start=dt.date(2026, 2, 1),
                end=dt.date(2028, 1, 31),
                budget_eur=325_000,
                region="Kotka; Pyhtää",
                sections=(section(_SUMMARY, "summary", RAIL.goals), section(f"{_SUMMARY} (2)", "summary", _OTHER_SUMMARY)),
            ),
            _in_eura(GAS, 6),
        ],
        joined=2,
        left_out=2,
        absent=["9999999-9", "00098", "00099", "KEKSILÄ", "SATULA"],
    ),
    in_sheet(
        "EURA 2021 with a row twice",
        "the same row of a project of a group again: its sum is not added",
        [EURA_2021, _eura(RAIL, **_GROUP), _eura(RAIL, **_GROUP), *_EURA_FOOTER],
        [_in_eura(RAIL, 2)],
        joined=1,
        left_out=2,
    ),
)

EURA_2014 = tuple(
    (
        "Project code|Project name|Policy|Specific objective|Start date|End date|Operational status|Responsible authority|"
        "Official name of the applicant|Organisation type|Business ID|Street|Telephone number|Postal code|City/town|"
        "Website|Plan-specified summary of the project completion"
    ).split("|")
)
_EURA_2014_FI = tuple(
    (
        "Hankekoodi|Hankkeen julkinen nimi|Toimintalinja|Erityistavoite|Alkamispäivämäärä|Päättymispäivämäärä|Tila|"
        "Viranomainen, jolle hakemus osoitetaan|Hakijan virallinen nimi|Organisaatiotyyppi|Y-tunnus|Jakeluosoite|"
        "Puhelinnumero|Postinumero|Postitoimipaikka|WWW-osoite|"
        "Hankkeen julkinen tiivistelmä (tavoitteet, toimenpiteet, tulokset)"
    ).split("|")
)


def _page(project: Project) -> list[object]:
    """A project as the public page tells it."""
    between = ("2 Keksitty toimintalinja", "4.1 Keksitty tavoite", project.start, project.end, "Käynnissä", "Keksitty liitto")
    contact = ("Yritys", "9999999-9", "Satutie 1", "050 000 0000", "00098", "KEKSILÄ", "https://example.org")
    return [project.id, project.title, *between, project.applicant, *contact, project.goals]


def _on_page(project: Project, at: int, name: str) -> Application:
    return came(
        project, FILE, SHEET, at, region=None, budget_eur=None, fund=None, sections=(section(name, "summary", project.goals),)
    )


_PERSONAL = ["9999999-9", "Satutie", "050 000", "KEKSILÄ"]
_EURA_PAGES = (
    in_sheet(
        "EURA 2014 in English",
        "the fields of its public pages",
        [EURA_2014, _page(RAIL), _page(GAS)],
        [_on_page(RAIL, 2, EURA_2014[-1]), _on_page(GAS, 3, EURA_2014[-1])],
        absent=_PERSONAL,
    ),
    in_sheet(
        "EURA 2014 in Finnish",
        "the fields of its form",
        [_EURA_2014_FI, _page(RAIL), _page(GAS)],
        [_on_page(RAIL, 2, _EURA_2014_FI[-1]), _on_page(GAS, 3, _EURA_2014_FI[-1])],
        absent=_PERSONAL,
    ),
)


EURA: tuple[Sample, ...] = (*_EURA, *_EURA_PAGES)
