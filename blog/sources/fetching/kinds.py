"""What was received, by its first bytes and by what the server calls it (after the MIME Sniffing Standard)."""

import re
from enum import StrEnum

from blog.sources.fetching.failures import Cause, FetchFailed


class Kind(StrEnum):
    """What can be read into a statement."""

    HTML = "html"
    TEXT = "text"
    PDF = "pdf"


_START = 1_445  # what the Standard calls the resource header
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
# Text to a machine only.
_CODE_TYPES = frozenset({"text/css", "text/javascript", "text/xml", "text/calendar", "text/vcard"})
# What servers say that do not know.
_UNKNOWN_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "unknown/unknown", "*/*"})
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_PROLOGUE = rb"(?:\s|<\?xml[^>]*>)*"
_PAGE = re.compile(_PROLOGUE + rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_MARKUP = re.compile(
    _PROLOGUE
    + rb"<(?:!doctype\s+html|html|head|body|title|meta|script|style|div|main|article|h1|p|table|a|b|br)[\s>]",
    re.IGNORECASE,
)
_BINARY = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NAMES = (("image/", "an image"), ("video/", "a video"), ("audio/", "a sound"), ("font/", "a font"))


def kind_of(body: bytes, content_type: str) -> Kind:
    """Which reader the bytes are for. Raises FetchFailed: EMPTY, NOT_TEXT. `content_type` is the whole header."""
    if not body.strip(b"\0\t\n\f\r \xef\xbb\xbf\xfe\xff"):
        raise FetchFailed(
            Cause.EMPTY,
            "The server sent an empty page, so nothing was kept. Look at the page yourself; if it has words there, "
            "paste them or use the bookmarklet.",
        )
    media_type = content_type.partition(";")[0].strip().lower()
    start = body[:_START]
    if b"%PDF-" in start:
        return Kind.PDF
    if start.startswith(_UTF_16_MARKS) or "utf-16" in content_type.lower():
        start = start.replace(b"\0", b"")
    if _BINARY.search(start):
        raise _not_text(media_type)
    return _kind_of_text(_COMMENT.sub(b"", start), media_type)


def _kind_of_text(start: bytes, media_type: str) -> Kind:
    if media_type in _HTML_TYPES or _PAGE.match(start):
        return Kind.HTML
    if media_type in _UNKNOWN_TYPES:
        return Kind.HTML if _MARKUP.match(start) else Kind.TEXT
    if media_type.startswith("text/") and media_type not in _CODE_TYPES:
        return Kind.TEXT
    raise _not_text(media_type)


def _not_text(media_type: str) -> FetchFailed:
    is_named = re.fullmatch(r"[\w.+-]{1,40}/[\w.+-]{1,60}", media_type) and media_type not in _UNKNOWN_TYPES
    named = f" ({media_type})" if is_named else ""
    what = next((name for prefix, name in _NAMES if media_type.startswith(prefix)), "a file")
    return FetchFailed(
        Cause.NOT_TEXT,
        f"This address gave {what}{named} and no page, text or PDF that could be read, so nothing was kept. Give the "
        "address of the page that it stands on, or paste the words.",
    )
