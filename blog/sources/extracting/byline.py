"""Who and when, from a line such as "By Ines Okafor, chief executive · 14 May 2025"."""

import re
from datetime import date

from blog.sources.dates import find_date
from blog.sources.extracting.line_shapes import TITLE, ends_sentence, has_office, is_name

_LEAD = re.compile(
    r"^(?:(?:written |published |posted )?by|von|par|por|from|"
    r"(?:published|posted|updated|issued|released|veröffentlicht|publié)(?: on| am| le)?)\b:?\s*"
    r"|^(?:on|am|le|el)$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)\b,?\s*",
    re.IGNORECASE,
)
# What parts a name, an office and a date from one another on one line.
_SEPARATORS = " \t\u00a0;,·•|/–—-()[]"
_SPLIT = re.compile(r"\s*[;·•|]\s*|\s+[–—-]\s+")


def parse_byline(line: str) -> tuple[str, date | None]:
    """The name, with an office if it is given, and the date; "" and None for what the line does not say."""
    found = find_date(line)
    if found:
        _, start, end = found
        line = f"{line[:start].rstrip(_SEPARATORS)} ; {line[end:].lstrip(_SEPARATORS)}"
    parts = (part.strip(_SEPARATORS) for part in _SPLIT.split(_WEEKDAY.sub("", line)))
    who = ", ".join(said for part in parts if (said := _LEAD.sub("", part, count=1)))
    return who, found[0] if found else None


def is_byline(line: str) -> bool:
    """Whether a line above the letter says who wrote it or when: a date, a name and a date, or "By …"."""
    if len(line) > TITLE or line.endswith((":", ",", "?", "!")):
        return False
    who, day = parse_byline(line)
    name, *others = who.split(", ")
    is_signed = is_name(name) and all(
        is_name(other) or has_office(other) or len(other) < 40 for other in others
    )
    if day:
        return not who or is_signed
    lead = _LEAD.match(line)
    return bool(lead and lead.end() and is_signed and not ends_sentence(line))
