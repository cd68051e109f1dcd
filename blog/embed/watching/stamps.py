"""Lines that say when, or how many, and nothing else: what changes on a page when nobody writes.

Only a line that is wholly such counts: the day a ferry ends is the statement's own word, and so is the day from
which terms hold ("effective").
"""

import re

from blog.sources.dates import MONTHS

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_UNIT = (
    r"(?:second|sec|minute|min|hour|hr|day|week|month|year|sekunde|minute|stunde|tag|woche|monat|jahr|seconde|"
    r"heure|jour|semaine|mois|an|segundo|minuto|hora|d[ií]a|semana|mes|año)(?:s|n|en|e|es)?"
)
_DATE = re.compile(
    rf"""(?<!\w)(?:
      \d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?
    | \d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d\d)
    | \d{{4}}[./]\d{{1,2}}[./]\d{{1,2}} | \d{{4}}年\d{{1,2}}月(?:\d{{1,2}}日)?
    | \d{{1,2}}(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?(?:{_MONTH})\.?(?:,?\s+(?:del?\s+)?\d{{4}})?
    | (?:{_MONTH})\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?
    | (?:{_MONTH})\.?,?\s+\d{{4}}
    | \d{{1,2}}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?|\s*uhr)? | \d{{1,2}}\s*[ap]\.?m\.?
    | (?:\d+|an?|one|few|eine[rmn]?|une?)\s+{_UNIT}\s+ago | \d+\s*(?:s|m|h|d|w|mo|yr?)\s+ago
    | (?:vor|il\s+y\s+a|hace)\s+(?:\d+|eine[rmn]?|une?)\s+{_UNIT}
    | today|yesterday|tomorrow|just\s+now|heute|gestern|hier|aujourd'hui|hoy|ayer
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
# Words that a line of dates may have besides: who keeps time, and for what.
_TELLING = re.compile(
    r"""(?<!\w)(?:
      last|latest|most|recent(?:ly)?|updated?|updates|modified|modification|revised|revision|edited|reviewed|changed
    | published|posted|issued|released|created|added|written|date|time|page|on|at|as|of|by|the|this|was|is|it|generated
    | stand|zuletzt|letzte|aktualisiert|aktualisierung|geändert|änderung|veröffentlicht|erstellt|am|um|vom|uhr
    | dernière|mise|à|jour|modifié|publié|le|última|ultima|actualización|actualizado|publicado|el
    | mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?
    | (?:mon|diens|donners|frei|sams|sonn)tag|mittwoch
    | utc|gmt|cet|cest|est|edt|cst|cdt|mst|mdt|pst|pdt|bst|[ap]m
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
# "Last updated: 3 May", wherever it stands. "Revised fares apply from 3 May" is none: the date follows at once.
_STAMP = re.compile(
    rf"""(?<!\w)((?:updated?|updates|modified|revised|edited|reviewed|published|posted|aktualisiert|geändert
    | veröffentlicht|stand|modifié|publié|mise\s+à\s+jour|actualizado|publicado|actualización)
    (?:\s+(?:on|at|by|am|um|vom|le|el))?\s*:?)\s*(?:{_DATE.pattern}[\s,]*)+""",
    re.IGNORECASE | re.VERBOSE,
)
_RIGHTS = re.compile(r"^(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_YEARS = re.compile(r"(?<!\w)(?:19|20)\d\d(?:\s?-\s?(?:(?:19|20)?\d\d|present))?(?!\w)")

_NUMBER = r"\d+(?:[.,\u202f ]\d+)*\s*[kKmMbB]?\+?"
_COUNTED = (
    r"(?:view|like|comment|share|follower|repl(?:y|ie)|read(?:er)?|reaction|upvote|fork|play|repost|retweet|tweet|"
    r"bookmark|clap|visit(?:or)?|subscriber|watching|online|listen(?:er)?|aufruf|kommentar|antwort(?:en)?|leser|vue|"
    r"commentaire|partage|abonné|vista|comentario|seguidor)(?:s|e|es|en|n)?"
)
_COUNTER = re.compile(
    rf"""(?<!\w)(?:{_NUMBER}\s*(?:min(?:ute)?s?\.?\s+(?:read|lesezeit|de\s+lecture)|{_COUNTED}(?:\s+(?:this|now|online|helpful))?)
    | {_COUNTED}\s*:?\s*\(?{_NUMBER}\)?)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_LINKING = re.compile(r"(?<!\w)(?:and|&|total|found|this|helpful|so far|no)(?!\w)", re.IGNORECASE)
_LETTER = re.compile(r"\w")
# Longer lines are sentences.
_LONGEST = 160


def is_dates(line: str) -> bool:
    """Whether the line says when the page was written or changed, or the time, and nothing else."""
    if len(line) > _LONGEST or not _DATE.search(line):
        return False
    return not _LETTER.search(_TELLING.sub("", _DATE.sub("", line)))


def is_counters(line: str) -> bool:
    """Whether the line counts readers, answers or the like, and says nothing else (dates apart)."""
    if len(line) > _LONGEST or not _COUNTER.search(line):
        return False
    rest = _DATE.sub("", _COUNTER.sub("", line))
    return not _LETTER.search(_LINKING.sub("", _TELLING.sub("", rest)))


def unstamped(line: str) -> str:
    """The line without the dates that it says it was written or changed on, and without the years of its rights."""
    line = _STAMP.sub(r"\1", line)
    return _YEARS.sub("", line) if len(line) <= _LONGEST and _RIGHTS.match(line) else line
