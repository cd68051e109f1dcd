"""What people type, made fit to store: UTF-8 without surprises.

Offsets into stored text are code points, so the text must be the same wherever it is read: line ends are LF,
control characters go (NUL among them, which PostgreSQL refuses), and lone surrogates are refused, since no
encoding can carry them.
"""

import re

from blog.errors import Invalid

# The most that one form may send: a pasted page of 2 MiB of text with room for its encoding.
FORM_LIMIT = 8 * 1024 * 1024
# Line ends as other systems write them. Form feeds and vertical tabs, which copied PDFs have, part lines too.
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters but tab and newline, and the two noncharacters that XML 1.0 (§2.2) forbids: feeds are XML.
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# Embeddings, overrides and isolates (UAX #9, §2.1 to 2.5): left open, they turn what follows a name around. Letters
# bring their own direction, and the marks U+200E, U+200F and U+061C reach no further than themselves.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
SURROGATES = re.compile(r"[\ud800-\udfff]")


def printable(text: str) -> str:
    """The text with line ends as newlines and without characters that cannot be shown."""
    return FORBIDDEN.sub("", LINE_END.sub("\n", text))


def plain(text: str, *, field: str, limit: int, what: str) -> str:
    """`text` with LF line ends and no control characters. Raises `Invalid` beside `field` over `limit` characters."""
    if SURROGATES.search(text):
        raise Invalid(
            f"{what} contains characters that are not text. Paste it again as plain text.", field=field
        )
    text = printable(text.removeprefix("\ufeff"))
    if len(text) > limit:
        raise Invalid(f"{what} has {len(text):,} characters; at most {limit:,} are taken.", field=field)
    return text


def one_line(text: str) -> str:
    """The text as one line, which stands among other words: as `printable`, with white space collapsed and trimmed."""
    return " ".join(TURNING.sub("", printable(text)).split())


def line(text: str, *, field: str, limit: int, what: str) -> str:
    """One line of text: as `plain` and `one_line`."""
    return one_line(plain(text, field=field, limit=limit, what=what))


def required(text: str, *, field: str, what: str) -> str:
    """`text`, or `Invalid` beside `field` where nothing of it can be seen (zero-width characters cannot)."""
    if not any(character.isprintable() and not character.isspace() for character in text):
        raise Invalid(f"{what} is empty.", field=field)
    return text
