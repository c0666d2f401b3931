"""Exports of Kohesio and keep.eu, which tell of projects all over Europe. Their columns are real, the projects are not."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from alignment.model import Application
from tests.corpus import Sample
from tests.corpus.making import (
    FILE,
    GAS,
    MILL,
    RAIL,
    SHEET,
    Build,
    Project,
    came,
    in_sheet,
    section,
    shape,
)

KOHESIO = tuple(
    (
        "Operation_Unique_Identifier|Operation_Local_Identifier|Operation_Name_English|Operation_Name_Programme_Language|"
        "Country|CountryCode|Postal_Code|Operation_Start_Date|Operation_End_Date|Cofinancing_Rate|"
        "Total_Eligible_Expenditure_amount|Total_Eligible_Expenditure_Currency|Project_EU_Budget|"
        "Beneficiary_Unique_Identifier|Beneficiary_Name|Beneficiary_Local_Identifier|"
        "Location_Indicator_latitude_longitude|LAU_Labels|Category_Of_Intervention|Category_Label|Thematic_Objective_ID|"
        "Thematic_Objective_Label|Policy_Objective_ID|Policy_Objective_Label|Fund_Code|Fund_Name|Programme_Code|"
        "Programme_Name|Region|NUTS1_Code|NUTS2_Code|NUTS3_Code|NUTS3_Label|Programming_Period|Operation_Summary_English|"
        "Operation_Summary_Programme_Language|ManagingAuthority|Image_URL|InfoRegio_ID|InfoRegio_URL"
    ).split("|")
)
_ENGLISH = "In English: the project, told for everybody,\r\non two lines and with a “quotation”."


def _kohesio(project: Project, category: str, **changed: object) -> list[object]:
    """A row of a project; a project has one for each category of its costs."""
    values = {
        "Operation_Unique_Identifier": f"FI-{project.id}",
        "Operation_Local_Identifier": project.id,
        "Operation_Name_English": f"{project.title} (in English)",
        "Operation_Name_Programme_Language": project.title,
        "Country": "Finland",
        "CountryCode": "FI",
        "Postal_Code": "00098",
        "Operation_Start_Date": project.start.strftime("%d/%m/%Y"),
        "Operation_End_Date": project.end.strftime("%d/%m/%Y"),
        "Cofinancing_Rate": "60",
        "Total_Eligible_Expenditure_amount": str(project.budget_eur),
        "Total_Eligible_Expenditure_Currency": "EUR",
        "Project_EU_Budget": "1001",
        "Beneficiary_Unique_Identifier": "B-1",
        "Beneficiary_Name": project.applicant,
        "Category_Of_Intervention": category,
        "Category_Label": f"Category {category}",
        "Policy_Objective_ID": "PO1",
        "Policy_Objective_Label": "A more competitive and smarter Europe",
        "Fund_Code": project.fund,
        "Fund_Name": f"Fund {project.fund}",
        "Programme_Code": "2021FI16FFPR001",
        "Programme_Name": "Innovation and skills",
        "Region": "Etelä-Suomi",
        "NUTS3_Code": "FI1C4",
        "NUTS3_Label": project.region,
        "Programming_Period": "2021-2027",
        "Operation_Summary_English": _ENGLISH,
        "Operation_Summary_Programme_Language": project.goals,
        "ManagingAuthority": "An invented ministry",
    }
    return [(values | changed).get(column) for column in KOHESIO]


def _file(*rows: Sequence[object]) -> Build:
    def build(folder: Path) -> list[Path]:
        text = io.StringIO()
        csv.writer(text, lineterminator="\r\n").writerows([KOHESIO, *rows])
        path = folder / "kohesio.csv"
        path.write_bytes(f"\ufeff{text.getvalue()}".encode())
        return [path]

    return build


def _in_kohesio(project: Project, at: int) -> Application:
    summaries = (
        section("Operation_Summary_English", "summary", _ENGLISH),
        section("Operation_Summary_Programme_Language", "summary", project.goals),
    )
    return came(project, "kohesio.csv", None, at, sections=summaries)


_GAPS: dict[str, object] = dict.fromkeys(
    (
        "Operation_Local_Identifier",
        "Operation_Name_Programme_Language",
        "Operation_Summary_Programme_Language",
        "NUTS3_Label",
        "Fund_Code",
    )
)
KEEP = (
    "Period",
    "Programme",
    "Project acronym",
    "Call serial number",
    "Project name in English",
    "Project name in language 2",
    "Description in English",
    "Expected results",
)
_RESULTS = "Three harbours use the results after the project."
_KEEP_ROW = ["2021–2027", MILL.fund, MILL.id, "3", MILL.title, "Kiertotehdas", MILL.goals, _RESULTS]
EUROPE: tuple[Sample, ...] = (
    shape(
        "Kohesio",
        "a mark, CRLF, days first, one project on two rows, texts in two languages",
        _file(_kohesio(RAIL, "021"), _kohesio(RAIL, "044"), _kohesio(GAS, "021")),
        [_in_kohesio(RAIL, 2), _in_kohesio(GAS, 4)],
        joined=1,
    ),
    shape(
        "Kohesio with gaps",
        "what is not told in one column is told in another: identifier, name, region, fund",
        _file(_kohesio(RAIL, "021"), _kohesio(GAS, "021", **_GAPS)),
        [
            _in_kohesio(RAIL, 2),
            came(
                GAS,
                "kohesio.csv",
                None,
                3,
                id=f"FI-{GAS.id}",
                title=f"{GAS.title} (in English)",
                region="Etelä-Suomi",
                fund=f"Fund {GAS.fund}",
                sections=(section("Operation_Summary_English", "summary", _ENGLISH),),
            ),
        ],
    ),
    shape(
        "Kohesio in kronor",
        "a sum in another currency is no sum of euros",
        _file(_kohesio(RAIL, "021"), _kohesio(GAS, "021", Total_Eligible_Expenditure_Currency="SEK")),
        [_in_kohesio(RAIL, 2), _in_kohesio(GAS, 3).model_copy(update={"budget_eur": None})],
        ("bad-number", "kohesio.csv, rivi 3, sarake K"),
    ),
    in_sheet(
        "keep.eu",
        "Interreg projects; an acronym is what tells them apart",
        [KEEP, _KEEP_ROW],
        [
            came(
                MILL,
                FILE,
                SHEET,
                2,
                applicant=None,
                region=None,
                start=None,
                end=None,
                budget_eur=None,
                sections=(
                    section("Description in English", "summary", MILL.goals),
                    section("Expected results", "results", _RESULTS),
                ),
            )
        ],
    ),
)
