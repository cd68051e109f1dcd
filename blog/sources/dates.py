"""Dates as statements write them, in English, German, French and Spanish."""

import re
from datetime import date

_MONTHS = (
    "january jan januar jänner janvier enero",
    "february feb februar février fevrier febrero",
    "march mar märz maerz mars marzo",
    "april apr avril abril",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet julio",
    "august aug août aout agosto",
    "september sept sep septembre septiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez décembre decembre diciembre",
)
MONTHS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}

_MONTH = rf"(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_FORMS = tuple(
    re.compile(rf"(?<!\w){form}(?!\w)", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?" + _YEAR,
        rf"{_DAY}\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:del?\s+)?{_YEAR}",
        rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}",
    )
)


def find_date(text: str) -> tuple[date, int, int] | None:
    """The first date that is one, with where it starts and ends in `text`; None where there is none.

    05/06/2025 is not read: it is two dates. Time grows with the text, so give it lines, not letters.
    """
    found = (match for form in _FORMS for match in form.finditer(text))
    for match in sorted(found, key=lambda match: match.start()):
        month = match["month"].lower()
        try:
            day = date(int(match["year"]), MONTHS.get(month) or int(month), int(match["day"]))
        except ValueError:
            continue
        return day, match.start(), match.end()
    return None
