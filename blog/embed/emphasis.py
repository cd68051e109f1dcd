"""Emphasis that an author adds to quoted words: `*so*`, `**so**` or `_so_`, and the note that says it.

The signs are Markdown's, and the note is what style guides ask for. Neither is a word of the statement, so the words
are checked without them, where they are not found with them; that they are there is always told.
"""

import re
from dataclasses import dataclass

from blog.embed.findings import Emphasis

# As CommonMark has it, but for one level: a sign opens before and closes after what is no space, and an underscore
# is none inside a word.
SIGNED = re.compile(
    r"(?P<stars>\*{1,3})(?=[^\s*])(?P<starred>[^*]+?)(?<=[^\s*])(?P=stars)(?!\*)"
    r"|(?<![\w_])(?P<lines>_{1,3})(?=[^\s_])(?P<lined>[^_]+?)(?<=[^\s_])(?P=lines)(?![\w_])"
)
NOTE = re.compile(
    r"(?<!\s)\s*[(\[]\s*(?:my\s+|our\s+|the\s+)?(?:"
    r"(?:emphas[ie]s|italics|bold(?:face)?)\s+(?:is\s+|was\s+)?(?:added|mine|ours|supplied|by\s+the\s+author)"
    r"|(?:my|our)\s+(?:emphas[ie]s|italics)|original\s+emphas[ie]s|emphas[ie]s\s+in\s+(?:the\s+)?original"
    r"|herv(?:orhebung(?:en)?|\.)\s+im\s+original"
    r"|herv(?:orhebung(?:en)?|\.)\s+(?:hinzugefügt|von\s+mir|durch\s+(?:mich|den\s+verfasser|die\s+verfasserin)|d\.\s*verf\.)"
    r"|(?:c['’]est\s+(?:moi|nous)\s+qui\s+(?:souligne|soulignons)|nous\s+soulignons|je\s+souligne)"
    r"|(?:énfasis|cursivas?)\s+(?:añadido|añadidas?|mías?|mío)"
    r")\s*\.?\s*[)\]]",
    re.IGNORECASE,
)


CLOSING_MARKS = "”’»\"'“"


@dataclass(frozen=True, slots=True)
class Emphasised:
    """Words without the signs around some of them, and which these are; `is_said` where a note says it."""

    words: str
    stretches: tuple[Emphasis, ...]
    is_said: bool


def without_note(words: str) -> tuple[str, bool]:
    """The words without a note at their end that emphasis was added, and whether there was one."""
    notes = list(NOTE.finditer(words))
    rest = words[notes[-1].end() :] if notes else words
    # The marks around the quotation may close behind the note; a point there ends the author's sentence.
    if not notes or len(rest.strip()) > 2 or any(char.isalnum() for char in rest):
        return words, False
    mark = rest.strip() if rest.strip() in CLOSING_MARKS else ""
    return (words[: notes[-1].start()] + mark).strip(), True


def read_emphasis(words: str, *, is_said: bool) -> Emphasised | None:
    """The words without signs of emphasis; None where there are none and no note speaks of any."""
    plain, position, stretches = "", 0, list[Emphasis]()
    for match in SIGNED.finditer(words):
        inside = match["starred"] or match["lined"]
        plain += words[position : match.start()]
        is_strong = len(match["stars"] or match["lines"]) > 1
        stretches.append(Emphasis(len(plain), len(plain) + len(inside), is_strong))
        plain += inside
        position = match.end()
    if not stretches and not is_said:
        return None
    return Emphasised(plain + words[position:], tuple(stretches), is_said)
