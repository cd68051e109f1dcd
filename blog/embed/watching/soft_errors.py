"""Pages that answer "200 OK" and are not the page: errors, empty shells, walls.

Told apart by what is missing first (hardly anything of the statement is left), then by what is said instead.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from blog.embed.folding import fold
from blog.embed.watching.words import folded_words
from blog.sources.blocks import Block


class SoftError(StrEnum):
    """What stands in the statement's place."""

    EMPTY = "empty"
    ERROR = "error"
    WALL = "wall"
    COLLAPSED = "collapsed"


# So little of the statement's words is left when the page is another one.
_LEFT = 0.3
# A page of fewer words is no statement, but may be an error: what it says counts wherever it stands.
_SHORT = 150
# Below this, a page that had more is an empty shell.
_SHELL = 10
# Words in a row that two texts do not share by chance.
_STRETCH = 4
# A long page says that it is an error in one of its first lines.
_FIRST, _LINE = 6, 100
# What is shorter may well be cut to a third by its authors.
_LEAST = 60

_ERROR = re.compile(
    r"""\b(?:404|410|50[0234])\b.{0,20}\b(?:error|not\sfound|gone|unavailable|fehler|erreur)|\berror\s(?:404|410|50[0234])\b
    |^\s*(?:404|410|403|50[0234])\s*$
    |(?:page|content|document|article|resource|url|site|link|post|video)\b.{0,40}\b(?:not\s(?:be\s)?found
      |(?:isn't|is\snot|no\slonger|not\scurrently)\s(?:available|here|accessible)|(?:doesn't|does\snot|no\slonger)\sexists?
      |unavailable|(?:has\sbeen|was)\s(?:removed|deleted|taken\sdown)|has\smoved)
    |(?:can't|cannot|couldn't|could\snot|unable\sto)\s(?:find|locate|load)\b.{0,30}\b(?:page|content|document|article|looking)
    |not\sfound\s*$|something\swent\swrong|(?:an?\s)?(?:unexpected|internal|server|application)\s(?:server\s)?error
    |(?:service|temporarily)\sunavailable|bad\sgateway|gateway\stime-?out|under\s(?:scheduled\s)?maintenance
    |too\smany\srequests|try\sreloading|domain\s(?:is\sfor\ssale|has\sexpired|may\sbe\sfor\ssale)|account\s(?:has\sbeen\s)?suspended
    |seite\s(?:wurde\s)?nicht\sgefunden|nicht\s(?:mehr\s)?verfügbar|(?:ein\s)?fehler\sist\saufgetreten|wartungsarbeiten
    |page\s(?:non\strouvée|introuvable|n'existe)|n'est\s(?:plus|pas)\sdisponible|une\serreur\s(?:est|s'est)
    |página\sno\s(?:encontrada|existe|disponible)|ya\sno\sestá\sdisponible|se\sha\sproducido\sun\serror""",
    re.IGNORECASE | re.VERBOSE,
)
_WALL = re.compile(
    r"""verify(?:ing)?\s(?:that\s)?you(?:'re|\sare)\s(?:a\s|not\sa\s)?(?:human|robot|bot)|are\syou\s(?:a\s)?(?:human|robot)|not\sa\srobot
    |captcha|checking\s(?:your\sbrowser|if\sthe\ssite)|just\sa\smoment|security\s(?:check|verification)|unusual\s(?:traffic|activity)
    |enable\s(?:javascript|cookies)|javascript\s(?:is\s)?(?:required|disabled)|(?:access|request)\s(?:denied|blocked|forbidden)
    |you\s(?:have\sbeen|are|were)\s(?:blocked|denied)|403\sforbidden|^\s*forbidden\s*$
    |(?:we|our\ssites?|this\s(?:web)?site|our\spartners?)\b.{0,80}\bcookies|before\syou\scontinue|accept\s(?:all\s)?cookies|manage\s(?:consent|cookies)|your\sprivacy\schoices
    |(?:log|sign)\s?in\s(?:to|or)\b|please\s(?:log|sign)\s?in|create\s(?:an|a\sfree)\saccount\sto|subscribe\sto\s(?:continue|read|keep)
    |not\savailable\sin\syour\s(?:country|region|location)|(?:confirm|verify)\syour\sage
    |wir\s(?:und\sunsere\spartner\s)?(?:verwenden|nutzen)\b.{0,80}\bcookies|bist\sdu\sein\smensch|melden\ssie\ssich\san|zugriff\sverweigert
    |nous\s(?:et\snos\spartenaires\s)?(?:utilisons|stockons)\b.{0,80}\bcookies|connectez-vous|accès\srefusé
    |(?:usamos|utilizamos)\b.{0,80}\bcookies|inicia\ssesión|acceso\sdenegado""",
    re.IGNORECASE | re.VERBOSE,
)


def soft_error(before: Sequence[Block], after: Sequence[Block], page: Sequence[Block]) -> SoftError | None:
    """What the later page is instead of the statement; None where it may be the statement.

    `before` and `after` are the blocks that count in the two versions, `page` all blocks of the later one.
    """
    was, now = _words(before), _words(after)
    if len(was) < _SHELL or _left(was, now) >= _LEFT:
        return None
    known = {block.text for block in before}
    said = [block for block in (page if len(now) < _SHORT else _heads(after)) if block.text not in known]
    for kind, pattern in ((SoftError.ERROR, _ERROR), (SoftError.WALL, _WALL)):
        if any(pattern.search(fold(block.text).text) for block in said):
            return kind
    if len(now) < _SHELL and len(now) < _LEFT * len(was):
        return SoftError.EMPTY
    return SoftError.COLLAPSED if len(was) >= _LEAST and len(now) < _LEFT * len(was) else None


def _words(blocks: Sequence[Block]) -> list[str]:
    return [word for block in blocks for word in folded_words(block.text)]


def _left(was: Sequence[str], now: Sequence[str]) -> float:
    """The share of what was said that is still said, by stretches of words."""
    stretches, still = _stretches(was), _stretches(now)
    return len(stretches & still) / len(stretches)


def _stretches(words: Sequence[str]) -> set[tuple[str, ...]]:
    return set(zip(*(words[at:] for at in range(_STRETCH)), strict=False)) or {tuple(words)}


def _heads(blocks: Sequence[Block]) -> list[Block]:
    """What a longer page says of itself: its first lines, headline among them."""
    return [block for block in blocks[:_FIRST] if len(block.text) <= _LINE]
