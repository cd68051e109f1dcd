"""Pages that stand where the page should: sent with status 200, and with words of their own.

A wall is only looked for where there are few words, since every long page may mention cookies, logins and scripts.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from blog.errors import Invalid
from blog.sources.extracting.reading_html import read_html
from blog.sources.fetching.failures import OTHER_WAYS, OWN_BROWSER, Cause, FetchFailed

# The longest walls that were seen have about a hundred words; the shortest statements with their page around them, 160.
_FEW = 120
# A wall that does not say what it is in its title or first words says little else. A short statement has more words
# than these beside a banner about cookies, or a line for browsers without scripts.
_BESIDE = 40
# What is left of a page that scripts have yet to fill: its name and "Loading…".
_NEXT_TO_NONE = 12
# Writing without spaces between its words is counted by characters.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")

_PHRASES = {
    Cause.CHALLENGE: """
        checking your browser|verify you are human|verify that you are human|verifying you are human|are you a robot
        |not a robot|just a moment|captcha|unusual traffic|attention required|pardon our interruption|access denied
        |press & hold|ddos protection|request unsuccessful|security check|been blocked|browser is being checked
    """,
    Cause.SCRIPTS: """
        enable javascript|javascript enabled|requires javascript|javascript is required|javascript is disabled
        |javascript is not enabled|javascript to run this app|turn on javascript|without javascript|activate javascript
    """,
    Cause.CONSENT: """
        before you continue|we value your privacy|accept all cookies|accept cookies|use of cookies|we use cookies
        |uses cookies|enable cookies|cookies are disabled|manage consent|consent or pay
    """,
    Cause.LOGIN: """
        (?:sign|log) in to (?:continue|see|view|read|your)|please (?:sign|log) in|login required|you must be logged in
    """,
    Cause.ERROR_PAGE: """
        page (?:is not|isn't|is no longer) available|unexpected error|something went wrong|temporarily unavailable
        |service unavailable|under maintenance|error has occurred|error occurred|bad gateway|internal server error
    """,
}
_WALLS = {cause: re.compile(re.sub(r"\s*\n\s*", "", phrases)) for cause, phrases in _PHRASES.items()}
# An outage may be what a statement is about.
_TOLD_AT_TOP = frozenset(_PHRASES) - {Cause.ERROR_PAGE}
_SIGN_IN = re.compile(r"\b(?:sign|log)[ -]?in\b|\bpassword\b")
# Bounds keep these linear on a page of nothing but open tags.
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_APP = re.compile(
    r"<div\b[^<>]{0,200}\bid\s*=\s*[\"']?(?:root|app|__next|__nuxt|react-root)\b[^<>]{0,200}>\s{0,200}</div>",
    re.IGNORECASE,
)

_SENTENCES = {
    Cause.CHALLENGE: "The site wanted a proof that a person is asking, and showed that instead of the page, so nothing "
    "was kept. " + OWN_BROWSER,
    Cause.SCRIPTS: "This page is made by scripts in the browser and came here without its words, so nothing was kept. "
    + OWN_BROWSER,
    Cause.CONSENT: "The site showed its question about cookies instead of the page, so nothing was kept. "
    + OWN_BROWSER,
    Cause.LOGIN: "The site showed a login instead of the page, so nothing was kept. " + OWN_BROWSER,
    Cause.ERROR_PAGE: "The site showed a message that something went wrong instead of the page, so nothing was kept. "
    "Try again later. " + OTHER_WAYS,
    Cause.EMPTY: "This page came without any words, so nothing was kept. " + OWN_BROWSER,
}


def check_is_page(html: str) -> None:
    """Raise FetchFailed (SCRIPTS, LOGIN, CHALLENGE, CONSENT, ERROR_PAGE, EMPTY) for a page without its words."""
    try:
        document = read_html(html)
    except Invalid as refused:
        raise FetchFailed(Cause.BROKEN, refused.message) from None
    if cause := wall(html, [piece.text for piece in document.pieces]):
        raise FetchFailed(cause, _SENTENCES[cause])


def wall(html: str, texts: Sequence[str]) -> Cause | None:
    """Which wall stands where the page should; None for a page. `texts` are the blocks that `html` shows."""
    words = _count(texts, _FEW)
    if words == _FEW:
        return None
    source = html.lower()
    top = _folded(" ".join([*_inside(source, "title"), *texts[:2]]))
    if _PASSWORD.search(html) and (words < _BESIDE or _SIGN_IN.search(top)):
        return Cause.LOGIN
    said = [_folded(text) for text in texts]
    unscripted = _folded(" ".join(_inside(source, "noscript")))
    for cause, phrases in _WALLS.items():
        beside = [text for text in said if not phrases.search(text)]
        is_said = len(beside) < len(said) or phrases.search(unscripted)
        if (is_said and _count(beside, _BESIDE) < _BESIDE) or (cause in _TOLD_AT_TOP and phrases.search(top)):
            return cause
    if (words < _NEXT_TO_NONE and "<script" in source) or _APP.search(html):
        return Cause.SCRIPTS
    return None if words else Cause.EMPTY


def _count(texts: Iterable[str], most: int) -> int:
    """The words of a page, counted up to `most`."""
    words = (word for text in texts for word in _WORD.finditer(text))
    return sum(1 for _ in islice(words, most))


def _inside(source: str, tag: str) -> list[str]:
    """What stands in each of these elements: the page's title, and what it says to browsers without scripts."""
    return [part.partition(f"</{tag}")[0] for part in source.split(f"<{tag}")[1:]]


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())
