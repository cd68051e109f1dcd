"""What is taken out of a text before it is read, and what is refused.

A statement is verbatim: quotation marks, dashes, no-break spaces and directional marks stay as they are. Only
what cannot be stored or shown goes: characters that XML 1.0 (§2.2) and PostgreSQL forbid.
"""

import re

from blog.errors import Invalid

# The longest terms of service are about 0.3 MB. Beyond this it is another kind of document, and a page with
# all of it is no longer one that anybody reads.
MAX_BYTES = 2 * 1024 * 1024

# Line ends as other systems write them. Form feeds and vertical tabs, which copied PDFs have, part lines too.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Control characters but tab and newline, and the two noncharacters that XML forbids.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def printable(text: str) -> str:
    """The text with line ends as newlines and without characters that cannot be shown."""
    return _FORBIDDEN.sub("", _LINE_END.sub("\n", text))


def cleaned(raw: str) -> str:
    """The pasted text, fit to be read; raises Invalid(field="text") for what is empty, broken or too long."""
    try:
        size = len(raw.encode())
    except UnicodeEncodeError as error:
        raise Invalid(
            f"Character {error.start + 1:,} is half of a character (a lone surrogate) and cannot be stored. "
            "Delete it, or copy the passage again.",
            field="text",
        ) from None
    if size > MAX_BYTES:
        raise Invalid(
            f"This text is {size:,} bytes long; a statement may be {MAX_BYTES:,} (2 MiB). "
            "Paste the part that you answer.",
            field="text",
        )
    text = printable(raw.removeprefix("\ufeff"))
    if not text.strip():
        raise Invalid("Paste the statement's words: there is nothing here to read.", field="text")
    return text
