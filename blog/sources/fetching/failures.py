"""Why an address gave nothing that could be kept, in words for the person who asked for it."""

from enum import StrEnum

from blog.errors import Invalid

# What to do where the blog cannot read a page itself, but a person can.
OTHER_WAYS = "Paste the text, upload the page as a file, or use the bookmarklet."
# The same where a person's browser sees more than the blog does.
OWN_BROWSER = "Use the bookmarklet, which sends the page as your own browser sees it, or paste the text."


class Cause(StrEnum):
    """What happened, for code that decides by it; the sentence is for people."""

    BAD_ADDRESS = "bad-address"
    NOT_ALLOWED = "not-allowed"
    PORT = "port"
    NO_SUCH_NAME = "no-such-name"
    UNREACHABLE = "unreachable"
    TLS = "tls"
    TIMEOUT = "timeout"
    TOO_BIG = "too-big"
    BOMB = "bomb"
    ENCODING = "encoding"
    BROKEN = "broken"
    REDIRECT = "redirect"
    REDIRECT_LOOP = "redirect-loop"
    # An answer came, and was no page to quote from: `statuses`, `kinds` and `walls` say why.
    STATUS = "status"
    EMPTY = "empty"
    NOT_TEXT = "not-text"
    SCRIPTS = "scripts"
    LOGIN = "login"
    CHALLENGE = "challenge"
    CONSENT = "consent"
    ERROR_PAGE = "error-page"


_SENTENCES = {
    Cause.NOT_ALLOWED: "{where} is not on the public internet, so this site does not open it and nothing was "
    "kept. " + OTHER_WAYS,
    Cause.PORT: "{where} is to be asked on another port than the web’s own, 80 and 443, so this site does not open "
    "it and nothing was kept. " + OTHER_WAYS,
    Cause.NO_SUCH_NAME: "There is no site by the name of {where}, so nothing was kept. Check the spelling, or "
    "try again later; if you have the page, paste or upload it.",
    Cause.UNREACHABLE: "{where} could not be reached, so nothing was kept. Try again later. " + OTHER_WAYS,
    Cause.TLS: "{where} could not prove with a valid certificate that it is that site, so nothing was kept. "
    "Open the page yourself; if you trust it, paste the text or use the bookmarklet.",
    Cause.TIMEOUT: "{where} had not sent the whole page after {seconds:g} seconds, so nothing was kept. "
    "Try again later. " + OTHER_WAYS,
    Cause.TOO_BIG: "{where} sent more than {received}, the most that this site takes from an address, so nothing "
    "was kept. Paste the part that you answer.",
    Cause.BOMB: "The page at {where} is more than {decoded} when unpacked, the most that this site takes, so "
    "nothing was kept. Paste the part that you answer.",
    Cause.ENCODING: "{where} sent the page packed in a way that this site did not ask for and cannot unpack, so "
    "nothing was kept. " + OTHER_WAYS,
    Cause.BROKEN: "{where} broke off or sent something that is not proper HTTP, so nothing was kept. "
    "Try again later. " + OTHER_WAYS,
    Cause.REDIRECT: "{where} redirects more than {redirects} times, so nothing was kept. Open the page yourself "
    "and give the address that it ends at, or use the bookmarklet.",
    Cause.REDIRECT_LOOP: "{where} redirects in a circle, as sites do that want a cookie or a login first, so "
    "nothing was kept. " + OTHER_WAYS,
}


class FetchFailed(Invalid):
    """Nothing came that could be kept. `cause` tells which way it failed; `message` is for the person."""

    def __init__(self, cause: Cause, message: str) -> None:
        super().__init__(message, field="url")
        self.cause = cause


def failure(cause: Cause, where: str = "", **limits: object) -> FetchFailed:
    """The failure with its sentence. `where` names the place by what the person typed, never by what was found."""
    sentence = _SENTENCES[cause].format(where=where, **limits)
    return FetchFailed(cause, sentence[0].upper() + sentence[1:])
