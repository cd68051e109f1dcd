"""Sentences: where the one begins and ends that a passage stands in.

A guess by marks and capitals, in the spirit of Unicode's UAX #29 sentence boundaries, with the abbreviations that
statements are full of. Block borders end sentences. It serves warnings, which may miss; nothing is verified by it.
"""

import re

# A mark, what closes behind it, and a space that something like a beginning follows; or CJK's own marks.
END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[^\sa-zß-öø-ÿ,;:)\]&]|\s*$)|[。！？]+[」』”]*|\n+")
# The word before a point that ends no sentence, or one capital: an initial.
ABBREVIATION = re.compile(
    r"(?<![\w.&])(?:(?i:abs|a\.m|approx|art|bzw|ca|cf|co|corp|d\.c|d\.h|dept|dr|e\.g|e\.u|est|etc|evtl|fig|ggf|i\.e|inc|"
    r"inkl|jr|llc|ltd|mm|mr|mrs|ms|no|nos|nr|par|p\.ej|p\.m|prof|s\.a|sec|sr|sra|st|u\.a|u\.k|u\.n|u\.s|usw|vgl|vol|vs|"
    r"z\.b)|[A-HJ-Z])$"
)
# A sentence that is longer has been guessed wrongly; so far is looked.
REACH = 800
OPENING = "\"'“‘„«»([¿¡*•·–—- \t"


def begins_at(text: str, position: int) -> bool:
    """Whether a sentence begins at `position`, or what its first letter would be a capital for."""
    before = text[max(0, position - REACH) : position].rstrip(OPENING)
    if not before or before[-1] in "\n:;!?。！？…":
        return True
    return before[-1] == "." and not _is_abbreviation(before[:-1])


def start_of(text: str, position: int, least: int) -> int:
    """Where the sentence begins that the code point at `position` stands in, not before `least`."""
    floor = max(least, position - REACH)
    start = floor
    for match in END.finditer(text, floor, position):
        if not _is_abbreviation(text[floor : match.start()]) or match[0][0] != ".":
            start = match.end()
    while start < position and text[start].isspace():
        start += 1
    return start


def end_of(text: str, position: int, most: int) -> int:
    """Where the sentence ends that goes on at `position`, its mark included, not after `most`."""
    ceiling = min(most, position + REACH)
    for match in END.finditer(text, position, ceiling):
        if match[0][0] != "." or not _is_abbreviation(text[max(0, match.start() - 20) : match.start()]):
            return match.start() if match[0][0] == "\n" else match.end()
    return ceiling


def _is_abbreviation(before: str) -> bool:
    """Whether the point after these words belongs to the last of them."""
    return ABBREVIATION.search(before[-12:]) is not None
