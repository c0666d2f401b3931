"""What a cell says: text, dates and money as people write them in Finnish, Swedish and English.

Every parser answers None for what it cannot read; it never guesses between two readings that are both likely.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_SPACES = "\u00a0\u202f\u2009\u2007"
_EXCEL_EPOCH: Final = dt.date(1899, 12, 30)
# Serial numbers from 1954 to 2119: smaller ones are years or counts, larger ones are sums of money.
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTHS: Final = (
    "tammi jan january januari",
    "helmi feb february februari",
    "maalis mar march mars",
    "huhti apr april",
    "touko may maj",
    "kesä jun june juni",
    "heinä jul july juli",
    "elo aug august augusti",
    "syys sep sept september",
    "loka oct okt october oktober",
    "marras nov november",
    "joulu dec december",
)
_MONTH_OF: Final = {name: month for month, names in enumerate(_MONTHS, start=1) for name in names.split()}
_MONTH = rf"({'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})(?:kuu(?:n|ta|ssa)?)?\b\.?,?"
_IN_WORDS = re.compile(rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|:a|:e|\.)?\s*(?:of\s+)?{_MONTH}\s*(\d{{4}})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s*(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_WRITTEN_DATE = re.compile(rf"(?<!\d)(?:{_YEAR_FIRST.pattern}|{_DAY_FIRST.pattern})(?!\d)")
_WITHOUT_YEAR = re.compile(r"^\d{1,2}\.\s?\d{1,2}\.(?=\s?[-\u2013\u2014]\s?\d{1,2}\.\s?\d{1,2}\.\s?(\d{4})$)")
_LONGEST_PERIOD: Final = 80
_CLOCK = re.compile(r"(?:[T,]\s*|\s+(?:klo|kl\.?|at)?\s*)\d{1,2}[.:]\d{2}(?:[.:]\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$")
_CURRENCY = re.compile(r"€|\beuroa?\b|\beuros\b|\beur\b|(?<=\d)\s*e$|^e\b", re.IGNORECASE)
_SCALES: Final = {
    1e6: ("milj", "miljoona", "miljoonaa", "miljon", "miljoner", "million", "millions", "mn", "m"),
    1e3: ("tuhat", "tuhatta", "tusen", "thousand", "t", "k"),
}
_SCALE_OF: Final = {word: scale for scale, words in _SCALES.items() for word in words}
_AMOUNT = re.compile(r"([-+]?)(\d[\d ., ']*?)\s*([a-zäö]*)\.?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([ .,'])\d{3})(?:\1\d{3})*")
_ERROR_VALUE = re.compile(r"#(?:N/A|[A-ZÅÄÖ0-9/_]+[!?]|#+)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# What UTF-8 looks like when it was read as Windows-1252.
_MISREAD = re.compile("Ã[\u0080-\u00bf\u2013-\u203a]|â€")
_SURROGATE = re.compile("[\ud800-\udfff]")
#: The longest text a spreadsheet cell can hold; a text of exactly this length has lost its end.
CELL_LIMIT: Final = 32_767
_SURELY_WHOLE: Final = CELL_LIMIT // 2
_DOUBTFUL_START: Final = ("", " ", "#")


#: Stands in a cell for a formula whose result the file does not hold; no file can hold this text itself.
UNSAVED: Final = "\x00unsaved"


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing a person can see."""
    return value is None or (isinstance(value, str) and not value.strip(" \t\r\n\u00a0\u202f\u200b\ufeff"))


def as_text(value: object) -> str:
    """A cell's text: given text unchanged, numbers and dates as short as they can be written.

    >>> as_text(101.0), as_text(2.5), as_text(" Satama "), as_text(dt.datetime(2026, 3, 1))
    ('101', '2.5', ' Satama ', '2026-03-01')
    """
    if isinstance(value, str):
        # A lone half of a character pair cannot be written to any file.
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def is_plain(text: str) -> bool:
    """Whether a text is surely what it seems: not blank, no error code, nothing broken or cut. Most are, and this is quick.

    >>> is_plain("Raide"), is_plain(" Raide"), is_plain("#N/A"), is_plain("RÃ¤ide")
    (True, False, False, False)
    """
    if len(text) > _SURELY_WHOLE or not text.isprintable() or text[:1] in _DOUBTFUL_START:
        return False
    return text.isascii() or not ("Ã" in text or "â" in text or "\ufffd" in text)


def is_error(text: str) -> bool:
    """Whether a text is an error code of a spreadsheet, in any of the languages.

    >>> is_error("#N/A"), is_error("#REF!"), is_error("#ARVO!"), is_error("#1 hanke")
    (True, True, True, False)
    """
    return text.startswith("#") and _ERROR_VALUE.fullmatch(text.strip()) is not None


def is_broken(text: str) -> bool:
    """Whether a text shows signs of a wrong encoding, or control characters."""
    if "\ufffd" in text or (("Ã" in text or "â" in text) and _MISREAD.search(text)):
        return True
    # Most texts are settled by the quick question.
    return not text.isprintable() and _CONTROL.search(text) is not None


def is_cut(text: str) -> bool:
    """Whether a text is exactly as long as a cell can be; spreadsheets count in UTF-16 units."""
    return len(text) <= CELL_LIMIT <= 2 * len(text) and len(text.encode("utf-16-le", "replace")) == 2 * CELL_LIMIT


def parse_date(value: object) -> dt.date | None:
    """A date from a date cell, a spreadsheet serial number, or a text with the day or a four-digit year first.

    >>> parse_date("1.3.2026") == parse_date("1/3/2026") == parse_date("2026-03-01") == parse_date(46082)
    True
    >>> parse_date("31.2.2026"), parse_date("3/2026")
    (None, None)
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, (int, float)):
        return _from_serial(value)
    return _written_date(_plain(value)) if isinstance(value, str) else None


def _from_serial(value: float) -> dt.date | None:
    if isinstance(value, bool) or not _FIRST_SERIAL <= value < _LAST_SERIAL + 1:
        return None
    return _EXCEL_EPOCH + dt.timedelta(days=int(value))


def _written_date(text: str) -> dt.date | None:
    text = _in_numbers(_CLOCK.sub("", text).rstrip())
    if text.isascii() and text.isdigit() and len(text) == 5:
        return _from_serial(int(text))
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _in_numbers(text: str) -> str:
    """A text with the months of its dates as numbers.

    >>> _in_numbers("1 March 2026"), _in_numbers("March 1, 2026"), _in_numbers("1. maaliskuuta 2026"), _in_numbers("kevät 2026")
    ('1.3.2026', '1.3.2026', '1.3.2026', 'kevät 2026')
    """
    text = _IN_WORDS.sub(lambda found: f"{found[1]}.{_MONTH_OF[found[2].lower()]}.{found[3]}", text)
    return _MONTH_FIRST.sub(lambda found: f"{found[2]}.{_MONTH_OF[found[1].lower()]}.{found[3]}", text)


def parse_period(value: object) -> tuple[dt.date, dt.date] | None:
    """The two dates of a text that holds exactly two; the first may leave out what the second tells.

    >>> parse_period("1.3.2026 – 31.12.2027") == (dt.date(2026, 3, 1), dt.date(2027, 12, 31))
    True
    >>> parse_period("1.3.–31.8.2026") == (dt.date(2026, 3, 1), dt.date(2026, 8, 31)), parse_period("24 kk")
    (True, None)
    """
    if not isinstance(value, str) or len(value) > _LONGEST_PERIOD:
        return None
    text = _WITHOUT_YEAR.sub(r"\g<0>\1", _in_numbers(_plain(value)))
    dates = [_written_date(found[0]) for found in _WRITTEN_DATE.finditer(text)]
    start, end = dates if len(dates) == 2 else (None, None)
    return (start, end) if start and end else None


def parse_money(value: object) -> float | None:
    """An amount of euros; a single separator before exactly three digits parts the thousands.

    >>> parse_money("250 000 €"), parse_money("1.234,50"), parse_money("0,25 milj. €"), parse_money("-50,0")
    (250000.0, 1234.5, 250000.0, -50.0)
    >>> parse_money("noin 5"), parse_money("1,2,3")
    (None, None)
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e15 else None
    return _written_money(_plain(value)) if isinstance(value, str) and len(value) <= 60 else None


def _written_money(text: str) -> float | None:
    text = re.sub("[\u2212\u2013]", "-", text).replace("\u2019", "'")
    text = re.sub(r"[,:.]\s*-+\s*(?=€|$)", "", text)
    # "M€" and "t€" carry their scale before the sign.
    found = _AMOUNT.fullmatch(_CURRENCY.sub(" ", text).replace("- ", "-").strip(" ."))
    if found is None:
        return None
    sign, digits, word = found[1], found[2].strip(), found[3].lower()
    scale = _SCALE_OF.get(word.removesuffix("eur")) if word else 1.0
    number = _number(digits, scaled=bool(word))
    if scale is None or number is None:
        return None
    return round(number * scale, 2) * (-1 if sign == "-" else 1)


def _number(digits: str, scaled: bool) -> float | None:
    """Digits with separators as a number. With a scale word a lone comma is a decimal mark: "1,250 milj."."""
    whole, mark, part = _split(digits, scaled)
    if not whole.isdigit():
        if not _GROUPED.fullmatch(whole) or (mark and mark in whole):
            return None
        whole = re.sub(r"\D", "", whole)
    if len(whole) > 15 or (mark and not part.isdigit()):
        return None
    return float(f"{whole}.{part or 0}")


def _split(digits: str, scaled: bool) -> tuple[str, str, str]:
    """Whole part, decimal mark, decimals."""
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return digits, "", ""
    whole, mark, part = digits[:last], digits[last], digits[last + 1 :]
    alone = not {",", "."} & set(whole)
    decimal = scaled or whole == "0" or len(part) != 3 or " " in whole or "'" in whole
    if (alone and decimal) or (not alone and mark not in whole):
        return whole, mark, part
    return digits, "", ""


def _plain(text: str) -> str:
    return " ".join(re.sub(f"[{_SPACES}]", " ", text).split())
